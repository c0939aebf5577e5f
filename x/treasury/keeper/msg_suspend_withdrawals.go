package keeper

import (
	"context"

	membershiptypes "github.com/coopledger/coopledger/x/membership/types"

	"github.com/coopledger/coopledger/x/treasury/types"
)

// suspensionRests is how many times as long as a suspension lasted the co-op must
// let its members withdraw before the next.
const suspensionRests = 3

// SuspendWithdrawals keeps all members from withdrawing, by the co-op's resolution
// under the rule for payments: until a date that all can see, by when it ends by
// itself. Then it must rest, so that nobody's money is kept for ever.
func (s msgServer) SuspendWithdrawals(ctx context.Context, msg *types.MsgSuspendWithdrawals) (*types.MsgSuspendWithdrawalsResponse, error) {
	coop, resolution, err := s.byResolution(ctx, msg.Authority, msg.CoopId)
	if err != nil {
		return nil, err
	}
	if _, err := s.passbookRules(ctx, coop); err != nil {
		return nil, err
	}
	if err := s.checkReason(ctx, msg.Reason); err != nil {
		return nil, err
	}
	now, err := s.chain.Now(ctx)
	if err != nil {
		return nil, err
	}
	last, err := s.suspensionOf(ctx, coop.Id)
	if err != nil {
		return nil, err
	}
	if err := s.maySuspend(ctx, coop, last, msg.Seconds, now); err != nil {
		return nil, err
	}
	until := now + int64(msg.Seconds)
	next := types.WithdrawalSuspension{
		CoopId: coop.Id, ResolutionId: resolution, From: now, Until: until, AgainAt: until + suspensionRests*int64(msg.Seconds), Reason: msg.Reason,
	}
	if msg.Seconds == 0 {
		next.From, next.AgainAt = last.From, last.AgainAt
	}
	if err := s.WithdrawalSuspensions.Set(ctx, coop.Id, next); err != nil {
		return nil, err
	}
	return &types.MsgSuspendWithdrawalsResponse{Until: next.Until}, emit(ctx, &types.EventWithdrawalsSuspended{Suspension: next})
}

// maySuspend refuses a suspension that is too long, or too soon after the last, and
// the end of one that doesn't run.
func (k *Keeper) maySuspend(ctx context.Context, coop membershiptypes.Coop, last types.WithdrawalSuspension, seconds uint64, now int64) error {
	limits, err := k.GetParams(ctx)
	if err != nil {
		return err
	}
	if seconds > limits.MaxWithdrawalSuspensionSeconds {
		return types.ErrWithdrawalsSuspended.Wrapf("withdrawals would be suspended for %s; at most %s at a time", membershiptypes.Duration(seconds), membershiptypes.Duration(limits.MaxWithdrawalSuspensionSeconds))
	}
	if seconds == 0 {
		if last.Until <= now {
			return types.ErrWithdrawalsSuspended.Wrapf("the withdrawals of %s are not suspended now, so there is nothing to end; say for how many seconds they are to be", coop.Slug)
		}
		return nil
	}
	if last.AgainAt > now {
		return types.ErrWithdrawalsSuspended.Wrapf("the withdrawals of %s were suspended until %s; they may be again from %s on, so that members get at their money meanwhile",
			coop.Slug, membershiptypes.Date(last.Until), membershiptypes.Date(last.AgainAt))
	}
	return nil
}
