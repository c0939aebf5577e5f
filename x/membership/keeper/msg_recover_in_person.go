package keeper

import (
	"context"

	"github.com/coopledger/coopledger/x/membership/types"
)

// RecoverInPerson begins a recovery after a veto has ended another: by a special
// resolution of the members, who have somebody see the person. A key that
// objects is shown, so that the members can stop it, and does not end it.
func (s msgServer) RecoverInPerson(
	ctx context.Context, msg *types.MsgRecoverInPerson,
) (*types.MsgRecoverInPersonResponse, error) {
	coop, err := s.decidedBy(ctx, msg.Authority, msg.CoopId, "who gets a place back")
	if err != nil {
		return nil, err
	}
	dueAt, err := s.recoverBy(ctx, coop, msg.MemberId, msg.Key, types.RecoveryRoad_RECOVERY_ROAD_IN_PERSON)
	if err != nil {
		return nil, err
	}
	return &types.MsgRecoverInPersonResponse{DueAt: dueAt}, nil
}
