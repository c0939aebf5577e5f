package keeper

import (
	"context"

	errorsmod "cosmossdk.io/errors"

	chaintypes "github.com/coopledger/coopledger/x/chain/types"
	"github.com/coopledger/coopledger/x/governance/types"
)

// SignRequisition adds a member's signature; the last one needed convenes the meeting.
// One that can't convene it leaves nothing behind.
func (k msgServer) SignRequisition(ctx context.Context, msg *types.MsgSignRequisition) (*types.MsgSignRequisitionResponse, error) {
	return chaintypes.Atomically(ctx, func(ctx context.Context) (*types.MsgSignRequisitionResponse, error) {
		return k.signRequisition(ctx, msg)
	})
}

func (k *Keeper) signRequisition(ctx context.Context, msg *types.MsgSignRequisition) (*types.MsgSignRequisitionResponse, error) {
	q, err := k.GetRequisition(ctx, msg.RequisitionId)
	if err != nil {
		return nil, err
	}
	member, err := k.actingMember(ctx, q.CoopId, msg.Member)
	if err != nil {
		return nil, err
	}
	now, err := k.chain.Now(ctx)
	if err != nil {
		return nil, err
	}
	if now >= q.DueAt {
		return nil, errorsmod.Wrapf(types.ErrWrongMeetingStatus, "requisition %d has ended; begin another with: coopd tx governance meeting requisition", q.Id)
	}
	if err := k.sign(ctx, &q, member); err != nil {
		return nil, err
	}
	return &types.MsgSignRequisitionResponse{MeetingId: q.MeetingId}, nil
}
