package keeper

import (
	"context"

	"github.com/coopledger/coopledger/x/membership/types"
)

// SupportRecovery joins another guardian's proposal. A guardian wants one new
// key at a time: it leaves the proposal that it wanted before.
func (s msgServer) SupportRecovery(
	ctx context.Context, msg *types.MsgSupportRecovery,
) (*types.MsgSupportRecoveryResponse, error) {
	coop, err := s.GetCoop(ctx, msg.CoopId)
	if err != nil {
		return nil, err
	}
	safety, guardian, err := s.guardianOf(ctx, msg.Guardian, coop, msg.MemberId)
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
	key, err := types.AddressBytes(msg.Address)
	if err != nil {
		return nil, err
	}
	recovery, found, err := s.recoveryOf(ctx, coop.Id, msg.MemberId)
	if err != nil {
		return nil, err
	}
	address := types.AddressText(key)
	switch {
	case found && recovery.Runs():
		return nil, alreadyRuns(coop, recovery)
	case !found || !recovery.Proposes(address):
		return nil, types.ErrNoRecovery.Wrapf("no guardian has proposed %s for member %d of %s; see: coopd q membership recovery %s",
			address, msg.MemberId, coop.Slug, coop.Slug)
	}
	return &types.MsgSupportRecoveryResponse{}, s.support(ctx, recovery, *safety.Guardians, guardian, address, policy)
}
