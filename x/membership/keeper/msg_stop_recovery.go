package keeper

import (
	"context"

	"github.com/coopledger/coopledger/x/membership/types"
)

// StopRecovery ends a recovery that the co-op resolved, before it is due. What
// guardians settled is not the co-op's to stop.
func (s msgServer) StopRecovery(ctx context.Context, msg *types.MsgStopRecovery) (*types.MsgStopRecoveryResponse, error) {
	coop, err := s.decidedBy(ctx, msg.Authority, msg.CoopId, "whether a recovery goes on")
	if err != nil {
		return nil, err
	}
	recovery, found, err := s.recoveryOf(ctx, coop.Id, msg.MemberId)
	if err != nil {
		return nil, err
	}
	if !found || !byResolution(recovery.Road) {
		return nil, types.ErrNoRecovery.Wrapf("%s has resolved no recovery for member %d; see: coopd q membership recovery %s",
			coop.Slug, msg.MemberId, coop.Slug)
	}
	return &types.MsgStopRecoveryResponse{}, s.takeOffRecovery(ctx, recovery, false)
}
