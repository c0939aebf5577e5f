package keeper

import (
	"context"
	"errors"
	"slices"

	"cosmossdk.io/collections"

	"github.com/coopledger/coopledger/x/membership/types"
)

// safetyOf is what protects a member's keys; nothing if it never chose anything.
func (k *Keeper) safetyOf(ctx context.Context, coopID, memberID uint64) (types.KeySafety, error) {
	safety, err := k.KeySafeties.Get(ctx, collections.Join(coopID, memberID))
	if errors.Is(err, collections.ErrNotFound) {
		return types.KeySafety{CoopId: coopID, MemberId: memberID}, nil
	}
	return safety, err
}

// storeSafety keeps it while there is something to keep.
func (k *Keeper) storeSafety(ctx context.Context, safety types.KeySafety) error {
	key := collections.Join(safety.CoopId, safety.MemberId)
	if safety.IsEmpty() {
		return k.KeySafeties.Remove(ctx, key)
	}
	return k.KeySafeties.Set(ctx, key, safety)
}

// recoveryPolicy is what the charter in force says; all zero if it says nothing.
func (k *Keeper) recoveryPolicy(ctx context.Context, coopID uint64) (types.RecoveryPolicy, error) {
	_, charter, err := k.GetCharter(ctx, coopID)
	return charter.RecoveryPolicyOrNone(), err
}

// setNextGuardians lets a change of guardians wait, in place of one that waits already.
func (k *Keeper) setNextGuardians(ctx context.Context, safety types.KeySafety, next types.GuardianSet, dueAt int64) error {
	if safety.NextGuardians != nil {
		if err := k.KeyDeadlines.Remove(ctx, guardiansDue(safety)); err != nil {
			return err
		}
	}
	safety.NextGuardians, safety.NextGuardiansAt = &next, dueAt
	if err := k.KeyDeadlines.Set(ctx, guardiansDue(safety)); err != nil {
		return err
	}
	return k.storeSafety(ctx, safety)
}

func guardiansDue(s types.KeySafety) keyDeadline {
	return collections.Join4(s.NextGuardiansAt, s.CoopId, s.MemberId, matterGuardians)
}

// dropNextGuardians leaves the guardians as they are.
func (k *Keeper) dropNextGuardians(ctx context.Context, coopID, memberID uint64) error {
	safety, err := k.safetyOf(ctx, coopID, memberID)
	if err != nil || safety.NextGuardians == nil {
		return err
	}
	if err := k.KeyDeadlines.Remove(ctx, guardiansDue(safety)); err != nil {
		return err
	}
	safety.NextGuardians, safety.NextGuardiansAt = nil, 0
	return k.storeSafety(ctx, safety)
}

// changeGuardians puts the guardians in force whose time has come. What the
// earlier ones proposed and did not settle falls away with them.
func (k *Keeper) changeGuardians(ctx context.Context, coopID, memberID uint64) error {
	safety, err := k.safetyOf(ctx, coopID, memberID)
	if err != nil {
		return err
	}
	if safety.NextGuardians == nil {
		return types.ErrBroken.Wrapf("no change of guardians waits for member %d of co-op %d", memberID, coopID)
	}
	next := *safety.NextGuardians
	safety.Guardians, safety.NextGuardians, safety.NextGuardiansAt = &next, nil, 0
	if len(next.Members) == 0 {
		safety.Guardians = nil
	}
	if err := k.storeSafety(ctx, safety); err != nil {
		return err
	}
	if err := k.dropUnsettled(ctx, coopID, memberID); err != nil {
		return err
	}
	return emit(ctx, &types.EventGuardiansChanged{CoopId: coopID, MemberId: memberID, Guardians: &next})
}

// endSafety ends what only a member has: guardians, what they had not settled,
// and removals of keys. Freezes and closed roads stay with the money.
func (k *Keeper) endSafety(ctx context.Context, member types.Member) error {
	if err := k.dropNextGuardians(ctx, member.CoopId, member.MemberId); err != nil {
		return err
	}
	if err := k.dropUnsettled(ctx, member.CoopId, member.MemberId); err != nil {
		return err
	}
	safety, err := k.safetyOf(ctx, member.CoopId, member.MemberId)
	if err != nil {
		return err
	}
	safety.Guardians = nil
	if err := k.storeSafety(ctx, safety); err != nil {
		return err
	}
	removals, err := k.removalsOf(ctx, member.CoopId, member.MemberId)
	if err != nil {
		return err
	}
	for _, removal := range removals {
		key, err := types.AddressBytes(removal.Address)
		if err != nil {
			return err
		}
		if err := k.dropRemoval(ctx, member.CoopId, member.MemberId, key); err != nil {
			return err
		}
	}
	return nil
}

// MoneyFrozen says until when the money of a member, present or former, is
// frozen: by itself, a guardian or an officer, or because a recovery runs. Zero
// if it isn't. Votes go on meanwhile.
func (k *Keeper) MoneyFrozen(ctx context.Context, coopID, memberID uint64) (until int64, err error) {
	now, err := k.clock.Now(ctx)
	if err != nil {
		return 0, err
	}
	safety, err := k.safetyOf(ctx, coopID, memberID)
	if err != nil {
		return 0, err
	}
	for _, freeze := range safety.Freezes {
		if freeze.Until > now {
			until = max(until, freeze.Until)
		}
	}
	recovery, found, err := k.recoveryOf(ctx, coopID, memberID)
	if err != nil || !found || !recovery.Runs() {
		return until, err
	}
	// A recovery that is due and waits for its block or for the end of quiet
	// blocks still runs.
	return max(until, recovery.DueAt, now+1), nil
}

// noteFreeze keeps the freezes whose rest is not over, and the new one.
func noteFreeze(safety *types.KeySafety, freeze types.Freeze, now int64) {
	kept := slices.DeleteFunc(slices.Clone(safety.Freezes), func(other types.Freeze) bool {
		return other.By == freeze.By || other.AgainAt <= now
	})
	safety.Freezes = append(kept, freeze)
	slices.SortFunc(safety.Freezes, func(a, b types.Freeze) int { return int(a.By) - int(b.By) })
}
