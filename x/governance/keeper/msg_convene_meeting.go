package keeper

import (
	"context"

	chaintypes "github.com/coopledger/coopledger/x/chain/types"
	"github.com/coopledger/coopledger/x/governance/types"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

// ConveneMeeting gives notice of a meeting and tables its agenda, all or nothing.
func (k msgServer) ConveneMeeting(ctx context.Context, msg *types.MsgConveneMeeting) (*types.MsgConveneMeetingResponse, error) {
	return chaintypes.Atomically(ctx, func(ctx context.Context) (*types.MsgConveneMeetingResponse, error) { return k.conveneMeeting(ctx, msg) })
}

func (k *Keeper) conveneMeeting(ctx context.Context, msg *types.MsgConveneMeeting) (*types.MsgConveneMeetingResponse, error) {
	if _, err := k.officer(ctx, msg.CoopId, msg.Convener, membershiptypes.PowerConvene); err != nil {
		return nil, err
	}
	m, err := k.convene(ctx, msg.CoopId, msg.Notice, nil)
	if err != nil {
		return nil, err
	}
	for _, id := range msg.Agenda {
		r, err := k.GetResolution(ctx, id)
		if err != nil {
			return nil, err
		}
		if err := k.table(ctx, &m, r, true); err != nil {
			return nil, err
		}
	}
	return &types.MsgConveneMeetingResponse{MeetingId: m.Id}, nil
}
