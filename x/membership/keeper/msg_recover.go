package keeper

import (
	"context"

	"github.com/coopledger/coopledger/x/membership/types"
)

// Recover begins a recovery that the co-op resolved. Any key of the member can
// veto it until it is due.
func (s msgServer) Recover(ctx context.Context, msg *types.MsgRecover) (*types.MsgRecoverResponse, error) {
	coop, err := s.decidedBy(ctx, msg.Authority, msg.CoopId, "who gets a place back")
	if err != nil {
		return nil, err
	}
	dueAt, err := s.recoverBy(ctx, coop, msg.MemberId, msg.Key, types.RecoveryRoad_RECOVERY_ROAD_RESOLUTION)
	if err != nil {
		return nil, err
	}
	return &types.MsgRecoverResponse{DueAt: dueAt}, nil
}

// recoverBy begins a recovery by resolution, whose new key is settled at once. What
// guardians propose and have not settled gives way to it. The proof may have been
// used: it is in the open while the members vote, where a thief with one of the
// member's keys could use it up, again and again, and no veto would show it.
func (k *Keeper) recoverBy(
	ctx context.Context, coop types.Coop, memberID uint64, proof types.KeyProof, road types.RecoveryRoad,
) (int64, error) {
	member, err := k.recoverable(ctx, coop, memberID)
	if err != nil {
		return 0, err
	}
	policy, err := k.recoveryPolicy(ctx, coop.Id)
	if err != nil {
		return 0, err
	}
	safety, err := k.safetyOf(ctx, coop.Id, memberID)
	if err != nil {
		return 0, err
	}
	if err := k.openRoad(policy, coop, safety, road); err != nil {
		return 0, err
	}
	if road == types.RecoveryRoad_RECOVERY_ROAD_IN_PERSON && len(safety.ClosedRoads) == 0 {
		return 0, types.ErrNotAllowed.Wrapf("no key of member %d of %s has objected to a recovery; begin one that it can veto: coopd tx membership recover",
			memberID, coop.Slug)
	}
	if err := k.roomForRecovery(ctx, coop, policy); err != nil {
		return 0, err
	}
	under, found, err := k.recoveryOf(ctx, coop.Id, memberID)
	if err != nil {
		return 0, err
	}
	if found && under.Runs() {
		return 0, alreadyRuns(coop, under)
	}
	recovery, err := k.newRecovery(ctx, coop, member, policy, road)
	if err != nil {
		return 0, err
	}
	if recovery.Address, err = k.newKeyFor(ctx, coop, member, proof); err != nil {
		return 0, err
	}
	if err := k.dropUnsettled(ctx, coop.Id, memberID); err != nil {
		return 0, err
	}
	if err := countUpOrDown(ctx, k.RecoveryCounts, coop.Id, true); err != nil {
		return 0, err
	}
	if err := k.settle(ctx, recovery); err != nil {
		return 0, err
	}
	return recovery.DueAt, k.spendProofs(ctx, coop, memberID, proof)
}

// roomForRecovery refuses a co-op that would replace the keys of many members at
// a time: who wants to take places over in series must do so slowly, in public.
func (k *Keeper) roomForRecovery(ctx context.Context, coop types.Coop, policy types.RecoveryPolicy) error {
	open, err := countAt(ctx, k.RecoveryCounts, coop.Id)
	if err != nil {
		return err
	}
	if open >= uint64(policy.MaxOpenRecoveries) {
		return types.ErrTooManyRecoveries.Wrapf("%s has %d recoveries by resolution under way, of at most %d; wait until one has ended",
			coop.Slug, open, policy.MaxOpenRecoveries)
	}
	return nil
}
