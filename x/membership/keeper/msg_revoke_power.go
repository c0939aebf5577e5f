package keeper

import (
	"context"

	"cosmossdk.io/collections"

	"github.com/coopledger/coopledger/x/membership/types"
)

// RevokePower ends an officer's power before its term, also one that rests while
// the officer is suspended.
func (s msgServer) RevokePower(ctx context.Context, msg *types.MsgRevokePower) (*types.MsgRevokePowerResponse, error) {
	coop, err := s.decidedBy(ctx, msg.Authority, msg.CoopId, "who its officers are")
	if err != nil {
		return nil, err
	}
	if err := types.ValidatePower(msg.Power); err != nil {
		return nil, err
	}
	granted, err := s.isGranted(ctx, coop.Id, msg.MemberId, msg.Power)
	if err != nil {
		return nil, err
	}
	if !granted {
		return nil, types.ErrNoSuchGrant.Wrapf("member %d of %s does not hold the power %q now; see: coopd q membership powers %s",
			msg.MemberId, coop.Slug, msg.Power, coop.Slug)
	}
	if err := s.Grants.Remove(ctx, collections.Join3(coop.Id, msg.Power, msg.MemberId)); err != nil {
		return nil, err
	}
	event := &types.EventPowerRevoked{CoopId: coop.Id, MemberId: msg.MemberId, Power: msg.Power}
	return &types.MsgRevokePowerResponse{}, emit(ctx, event)
}
