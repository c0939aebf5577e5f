package keeper

import (
	"context"

	"cosmossdk.io/collections"
	errorsmod "cosmossdk.io/errors"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/coopledger/coopledger/x/governance/types"
)

// DisputeSheet says for all to see that a sheet is wrong. It changes no count:
// one member alone must not be able to undo the ballots of others.
func (k msgServer) DisputeSheet(ctx context.Context, msg *types.MsgDisputeSheet) (*types.MsgDisputeSheetResponse, error) {
	m, err := k.GetMeeting(ctx, msg.MeetingId)
	if err != nil {
		return nil, err
	}
	member, err := k.votingMember(ctx, m.CoopId, msg.Member, "dispute a sheet")
	if err != nil {
		return nil, err
	}
	sheet, err := k.getSheet(ctx, m.Id, msg.Sheet)
	if err != nil {
		return nil, err
	}
	key := collections.Join3(m.Id, sheet.Number, member.MemberId)
	if disputed, err := k.Disputes.Has(ctx, key); err != nil {
		return nil, err
	} else if disputed {
		return nil, errorsmod.Wrapf(types.ErrAlreadyDisputed, "member %d has disputed sheet %d of meeting %d already; each member counts once", member.MemberId, sheet.Number, m.Id)
	}
	if err := k.Disputes.Set(ctx, key); err != nil {
		return nil, err
	}
	sheet.Disputes++
	if err := k.Sheets.Set(ctx, collections.Join(m.Id, sheet.Number), sheet); err != nil {
		return nil, err
	}
	return &types.MsgDisputeSheetResponse{}, sdk.UnwrapSDKContext(ctx).EventManager().EmitTypedEvent(
		&types.EventSheetDisputed{MeetingId: m.Id, Sheet: sheet.Number, MemberId: member.MemberId})
}
