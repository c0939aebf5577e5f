package keeper

import (
	"context"

	"cosmossdk.io/collections"

	"github.com/coopledger/coopledger/x/membership/types"
)

// keysOf lists a member's keys in the order of their addresses. Their number
// is bounded by max_keys_per_member.
func (k *Keeper) keysOf(ctx context.Context, coopID, memberID uint64) ([]types.Key, error) {
	var keys []types.Key
	err := k.Keys.Walk(ctx, collections.NewSuperPrefixedTripleRange[uint64, uint64, []byte](coopID, memberID),
		func(_ collections.Triple[uint64, uint64, []byte], key types.Key) (bool, error) {
			keys = append(keys, key)
			return false, nil
		})
	return keys, err
}

// storeKey lets an address act for a member. A person's key gets an account if
// it has none: without one it could not sign. Its public key and sequence stay
// those of a fresh account, set by its own first transaction.
func (k *Keeper) storeKey(ctx context.Context, member types.Member, key []byte, now int64) error {
	address := types.AddressText(key)
	entry := types.Key{Address: address, AddedAt: now}
	if err := k.Keys.Set(ctx, collections.Join3(member.CoopId, member.MemberId, key), entry); err != nil {
		return err
	}
	if err := k.Places.Set(ctx, collections.Join(key, member.CoopId), member.MemberId); err != nil {
		return err
	}
	if member.Kind == types.MemberKind_MEMBER_KIND_PERSON {
		k.openAccount(ctx, key)
	}
	return emit(ctx, &types.EventKeyAdded{CoopId: member.CoopId, MemberId: member.MemberId, Address: address})
}

func (k *Keeper) openAccount(ctx context.Context, key []byte) {
	if k.accounts.GetAccount(ctx, key) == nil {
		k.accounts.SetAccount(ctx, k.accounts.NewAccountWithAddress(ctx, key))
	}
}

// dropKey ends an address's right to act for a member, and what waited for it.
func (k *Keeper) dropKey(ctx context.Context, member types.Member, key []byte) error {
	if err := k.Keys.Remove(ctx, collections.Join3(member.CoopId, member.MemberId, key)); err != nil {
		return err
	}
	if err := k.dropRemoval(ctx, member.CoopId, member.MemberId, key); err != nil {
		return err
	}
	// A former member's key may be somebody's place by now.
	if member.HoldsPlace() {
		if err := k.Places.Remove(ctx, collections.Join(key, member.CoopId)); err != nil {
			return err
		}
	}
	return emit(ctx, &types.EventKeyRemoved{
		CoopId: member.CoopId, MemberId: member.MemberId, Address: types.AddressText(key),
	})
}

// endKeys leaves a former member's keys to act for the money it is owed, and
// for nothing else: the addresses are free to join anew. What waited for vetoes
// among them falls away, but for a recovery whose time runs: it ends in a key for the
// money. A thief can't end it by leaving.
func (k *Keeper) endKeys(ctx context.Context, member types.Member) error {
	if err := k.endSafety(ctx, member); err != nil {
		return err
	}
	keys, err := k.keysOf(ctx, member.CoopId, member.MemberId)
	if err != nil {
		return err
	}
	for _, key := range keys {
		account, err := types.AddressBytes(key.Address)
		if err != nil {
			return err
		}
		key.MoneyOnly = true
		if err := k.Keys.Set(ctx, collections.Join3(member.CoopId, member.MemberId, account), key); err != nil {
			return err
		}
		if err := k.Places.Remove(ctx, collections.Join(account, member.CoopId)); err != nil {
			return err
		}
		event := &types.EventKeyKeptForMoney{CoopId: member.CoopId, MemberId: member.MemberId, Address: key.Address}
		if err := emit(ctx, event); err != nil {
			return err
		}
	}
	return nil
}

// replaceKeys gives a member one new key in place of all it has.
func (k *Keeper) replaceKeys(ctx context.Context, member types.Member, key []byte, now int64) error {
	keys, err := k.keysOf(ctx, member.CoopId, member.MemberId)
	if err != nil {
		return err
	}
	for _, old := range keys {
		account, err := types.AddressBytes(old.Address)
		if err != nil {
			return err
		}
		if err := k.dropKey(ctx, member, account); err != nil {
			return err
		}
	}
	if !member.HoldsPlace() {
		return k.storeMoneyKey(ctx, member, key, now)
	}
	after := member
	after.KeyCount = 1
	if err := k.Restand(ctx, member, after); err != nil {
		return err
	}
	return k.storeKey(ctx, after, key, now)
}

// storeMoneyKey lets an address act for what a former member is owed.
func (k *Keeper) storeMoneyKey(ctx context.Context, member types.Member, key []byte, now int64) error {
	entry := types.Key{Address: types.AddressText(key), AddedAt: now, MoneyOnly: true}
	if err := k.Keys.Set(ctx, collections.Join3(member.CoopId, member.MemberId, key), entry); err != nil {
		return err
	}
	k.openAccount(ctx, key)
	return emit(ctx, &types.EventKeyKeptForMoney{CoopId: member.CoopId, MemberId: member.MemberId, Address: entry.Address})
}

// MayMoveMoney says whether an address acts for what a member is owed: any key
// of a member, and those that somebody had when its membership ended. Whether
// the money is frozen is another question: see MoneyFrozen.
func (k *Keeper) MayMoveMoney(ctx context.Context, coopID, memberID uint64, account []byte) (bool, error) {
	return k.Keys.Has(ctx, collections.Join3(coopID, memberID, account))
}
