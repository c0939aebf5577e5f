package keeper

import (
	"context"

	"github.com/coopledger/coopledger/x/membership/types"
)

// StartRecovery proposes a new key for a member whose guardian signs. Each
// guardian may propose one; the first that enough of them want is settled.
func (s msgServer) StartRecovery(ctx context.Context, msg *types.MsgStartRecovery) (*types.MsgStartRecoveryResponse, error) {
	coop, err := s.GetCoop(ctx, msg.CoopId)
	if err != nil {
		return nil, err
	}
	member, err := s.recoverable(ctx, coop, msg.MemberId)
	if err != nil {
		return nil, err
	}
	safety, guardian, err := s.guardianOf(ctx, msg.Guardian, coop, member.MemberId)
	if err != nil {
		return nil, err
	}
	policy, err := s.recoveryPolicy(ctx, coop.Id)
	if err != nil {
		return nil, err
	}
	if err := s.openRoad(policy, coop, safety, types.RecoveryRoad_RECOVERY_ROAD_GUARDIANS); err != nil {
		return nil, err
	}
	recovery, found, err := s.recoveryOf(ctx, coop.Id, member.MemberId)
	if err != nil {
		return nil, err
	}
	if found && recovery.Runs() {
		return nil, alreadyRuns(coop, recovery)
	}
	address, err := s.newKeyFor(ctx, coop, member, msg.Key)
	if err != nil {
		return nil, err
	}
	if !recovery.Proposes(address) {
		if err := s.recoveryProofIsFresh(ctx, coop, member, msg.Key); err != nil {
			return nil, err
		}
	}
	if !found {
		if recovery, err = s.newRecovery(ctx, coop, member, policy, types.RecoveryRoad_RECOVERY_ROAD_GUARDIANS); err != nil {
			return nil, err
		}
	}
	if err := s.support(ctx, recovery, *safety.Guardians, guardian, address, policy); err != nil {
		return nil, err
	}
	return &types.MsgStartRecoveryResponse{}, s.spendProofs(ctx, coop, member.MemberId, msg.Key)
}

// newRecovery begins now; it is due, or lapses, after the road's delay.
func (k *Keeper) newRecovery(
	ctx context.Context, coop types.Coop, member types.Member, policy types.RecoveryPolicy, road types.RecoveryRoad,
) (types.Recovery, error) {
	now, err := k.clock.Now(ctx)
	return types.Recovery{
		CoopId: coop.Id, MemberId: member.MemberId, Road: road,
		StartedAt: now, DueAt: now + int64(policy.DelaySeconds(road)),
	}, err
}

func alreadyRuns(coop types.Coop, recovery types.Recovery) error {
	return types.ErrRecoveryRuns.Wrapf("%s is under way for member %d of %s until %d; wait until it has ended",
		recovery.Road.Word(), recovery.MemberId, coop.Slug, recovery.DueAt)
}

// support notes what a guardian wants. Once enough want the same key it is
// settled, and the time for vetoes begins.
func (k *Keeper) support(
	ctx context.Context, recovery types.Recovery, guardians types.GuardianSet, guardian uint64, address string,
	policy types.RecoveryPolicy,
) error {
	count := recovery.Support(guardian, address)
	event := &types.EventRecoveryProposed{
		CoopId: recovery.CoopId, MemberId: recovery.MemberId, Address: address, Guardian: guardian,
	}
	if err := emit(ctx, event); err != nil {
		return err
	}
	if uint64(count) < uint64(guardians.Needed) {
		return k.storeRecovery(ctx, recovery)
	}
	now, err := k.clock.Now(ctx)
	if err != nil {
		return err
	}
	if err := k.KeyDeadlines.Remove(ctx, recoveryDue(recovery)); err != nil {
		return err
	}
	recovery.Address = address
	recovery.DueAt = now + int64(policy.GuardiansDelaySeconds)
	return k.settle(ctx, recovery)
}
