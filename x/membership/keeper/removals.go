package keeper

import (
	"context"
	"errors"

	"cosmossdk.io/collections"

	"github.com/coopledger/coopledger/x/membership/types"
)

// removalsOf lists the removals of a member's keys that wait; no more than it has keys.
func (k *Keeper) removalsOf(ctx context.Context, coopID, memberID uint64) ([]types.KeyRemoval, error) {
	var removals []types.KeyRemoval
	err := k.KeyRemovals.Walk(ctx, collections.NewSuperPrefixedTripleRange[uint64, uint64, []byte](coopID, memberID),
		func(_ collections.Triple[uint64, uint64, []byte], removal types.KeyRemoval) (bool, error) {
			removals = append(removals, removal)
			return false, nil
		})
	return removals, err
}

func removalDue(r types.KeyRemoval, key []byte) keyDeadline {
	return collections.Join4(r.DueAt, r.CoopId, r.MemberId, append(append([]byte(nil), matterRemoval...), key...))
}

// askRemoval lets a key's removal wait, so that the key itself can object.
func (k *Keeper) askRemoval(ctx context.Context, removal types.KeyRemoval, key []byte) error {
	at := collections.Join3(removal.CoopId, removal.MemberId, key)
	waits, err := k.KeyRemovals.Has(ctx, at)
	if err != nil {
		return err
	}
	if waits {
		return types.ErrInvalidRequest.Wrapf("the removal of %s waits already; see: coopd q membership guardians %d %d",
			removal.Address, removal.CoopId, removal.MemberId)
	}
	if err := k.KeyRemovals.Set(ctx, at, removal); err != nil {
		return err
	}
	if err := k.KeyDeadlines.Set(ctx, removalDue(removal, key)); err != nil {
		return err
	}
	return emit(ctx, &types.EventKeyRemovalAsked{
		CoopId: removal.CoopId, MemberId: removal.MemberId, Address: removal.Address, By: removal.By, DueAt: removal.DueAt,
	})
}

// dropRemoval ends a removal that waits, if there is one: the key stays.
func (k *Keeper) dropRemoval(ctx context.Context, coopID, memberID uint64, key []byte) error {
	at := collections.Join3(coopID, memberID, key)
	removal, err := k.KeyRemovals.Get(ctx, at)
	if errors.Is(err, collections.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	if err := k.KeyDeadlines.Remove(ctx, removalDue(removal, key)); err != nil {
		return err
	}
	return k.KeyRemovals.Remove(ctx, at)
}

// removeDueKey removes a key that did not object. The last key stays.
func (k *Keeper) removeDueKey(ctx context.Context, coopID, memberID uint64, key []byte) error {
	if err := k.dropRemoval(ctx, coopID, memberID, key); err != nil {
		return err
	}
	member, err := k.GetMember(ctx, coopID, memberID)
	if err != nil {
		return err
	}
	if member.KeyCount <= 1 {
		return emit(ctx, &types.EventKeyKept{CoopId: coopID, MemberId: memberID, Address: types.AddressText(key)})
	}
	return k.removeKey(ctx, member, key)
}

// removeKey takes one of several keys away, and what it asked for with it.
func (k *Keeper) removeKey(ctx context.Context, member types.Member, key []byte) error {
	before := member
	member.KeyCount--
	if err := k.Restand(ctx, before, member); err != nil {
		return err
	}
	asked, err := k.removalsOf(ctx, member.CoopId, member.MemberId)
	if err != nil {
		return err
	}
	for _, removal := range asked {
		if removal.By != types.AddressText(key) {
			continue
		}
		other, err := types.AddressBytes(removal.Address)
		if err != nil {
			return err
		}
		if err := k.dropRemoval(ctx, member.CoopId, member.MemberId, other); err != nil {
			return err
		}
	}
	return k.dropKey(ctx, member, key)
}
