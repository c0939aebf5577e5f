package keeper

import (
	"context"

	"github.com/coopledger/coopledger/x/membership/types"
)

// WithdrawInvitation ends an invitation: by the members, or by any officer who
// may admit, so that a code in wrong hands is stopped by whoever hears of it first.
func (s msgServer) WithdrawInvitation(
	ctx context.Context, msg *types.MsgWithdrawInvitation,
) (*types.MsgWithdrawInvitationResponse, error) {
	coop, err := s.GetCoop(ctx, msg.CoopId)
	if err != nil {
		return nil, err
	}
	if _, err := s.decider(ctx, msg.Authority, coop, types.PowerAdmit); err != nil {
		return nil, err
	}
	now, err := s.clock.Now(ctx)
	if err != nil {
		return nil, err
	}
	invitation, err := s.openInvitation(ctx, coop, msg.Invitation, now)
	if err != nil {
		return nil, err
	}
	return &types.MsgWithdrawInvitationResponse{}, s.endInvitation(ctx, invitation, 0)
}
