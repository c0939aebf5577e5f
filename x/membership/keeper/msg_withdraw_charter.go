package keeper

import (
	"context"

	"github.com/coopledger/coopledger/x/membership/types"
)

// WithdrawCharter takes an adopted version back before it comes into force.
func (s msgServer) WithdrawCharter(ctx context.Context, msg *types.MsgWithdrawCharter) (*types.MsgWithdrawCharterResponse, error) {
	coop, err := s.decidedBy(ctx, msg.Authority, msg.CoopId, "its charter")
	if err != nil {
		return nil, err
	}
	history, err := s.waitingCharter(ctx, coop, msg.Version)
	if err != nil {
		return nil, err
	}
	history.State = types.CharterState_CHARTER_STATE_WITHDRAWN
	if err := s.storeHistory(ctx, history); err != nil {
		return nil, err
	}
	return &types.MsgWithdrawCharterResponse{}, emit(ctx, &types.EventCharterWithdrawn{CoopId: coop.Id, Version: msg.Version})
}
