package keeper

import (
	"context"

	errorsmod "cosmossdk.io/errors"

	chaintypes "github.com/coopledger/coopledger/x/chain/types"
	"github.com/coopledger/coopledger/x/governance/types"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

// Table puts a resolution on a meeting's agenda: its proposer what is seconded,
// an officer with the power "convene" a draft.
// What can't be tabled stays as it was.
func (k msgServer) Table(ctx context.Context, msg *types.MsgTable) (*types.MsgTableResponse, error) {
	return chaintypes.Atomically(ctx, func(ctx context.Context) (*types.MsgTableResponse, error) { return k.tableResolution(ctx, msg) })
}

func (k *Keeper) tableResolution(ctx context.Context, msg *types.MsgTable) (*types.MsgTableResponse, error) {
	m, err := k.GetMeeting(ctx, msg.MeetingId)
	if err != nil {
		return nil, err
	}
	r, err := k.GetResolution(ctx, msg.ResolutionId)
	if err != nil {
		return nil, err
	}
	member, err := k.actingMember(ctx, m.CoopId, msg.Member)
	if err != nil {
		return nil, err
	}
	convenes, err := k.membership.HasPower(ctx, m.CoopId, member.MemberId, membershiptypes.PowerConvene)
	if err != nil {
		return nil, err
	}
	proposed := r.CoopId == m.CoopId && member.MemberId == r.ProposerMemberId
	if !proposed && !convenes {
		return nil, errorsmod.Wrapf(types.ErrCannotTable, "member %d proposed resolution %d and you are member %d; its proposer or an officer with the power %q can table it",
			r.ProposerMemberId, r.Id, member.MemberId, membershiptypes.PowerConvene)
	}
	byConvener := convenes && (!proposed || r.Status == types.Status_STATUS_DRAFT)
	return &types.MsgTableResponse{}, k.table(ctx, &m, r, byConvener)
}
