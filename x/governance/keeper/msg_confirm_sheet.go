package keeper

import (
	"bytes"
	"context"
	"errors"

	"cosmossdk.io/collections"
	errorsmod "cosmossdk.io/errors"

	sdk "github.com/cosmos/cosmos-sdk/types"

	chaintypes "github.com/coopledger/coopledger/x/chain/types"
	"github.com/coopledger/coopledger/x/governance/types"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

// ConfirmSheet lets a sheet take effect: another member than the one who
// entered it, with the same power, confirms exactly the same list by its hash. What
// would be too much leaves nothing behind.
func (k msgServer) ConfirmSheet(ctx context.Context, msg *types.MsgConfirmSheet) (*types.MsgConfirmSheetResponse, error) {
	return chaintypes.Atomically(ctx, func(ctx context.Context) (*types.MsgConfirmSheetResponse, error) { return k.confirmSheet(ctx, msg) })
}

func (k *Keeper) confirmSheet(ctx context.Context, msg *types.MsgConfirmSheet) (*types.MsgConfirmSheetResponse, error) {
	m, err := k.GetMeeting(ctx, msg.MeetingId)
	if err != nil {
		return nil, err
	}
	sheet, err := k.getSheet(ctx, m.Id, msg.Sheet)
	if err != nil {
		return nil, err
	}
	confirmer, err := k.holder(ctx, m.CoopId, msg.Scrutineer, membershiptypes.PowerScrutineer)
	if err != nil {
		return nil, err
	}
	if err := k.checkConfirmation(ctx, m, sheet, confirmer, msg.ListHash); err != nil {
		return nil, err
	}
	sheet.ConfirmedBy = confirmer
	m.ConfirmSheet(sheet.EnteredBy)
	if sheet.ResolutionId == 0 {
		err = k.applyAttendance(ctx, &m, &sheet)
	} else {
		err = k.applyBallots(ctx, m, &sheet)
	}
	if err != nil {
		return nil, err
	}
	if err := k.Meetings.Set(ctx, m.Id, m); err != nil {
		return nil, err
	}
	if err := k.Sheets.Set(ctx, collections.Join(m.Id, sheet.Number), sheet); err != nil {
		return nil, err
	}
	return &types.MsgConfirmSheetResponse{Applied: sheet.Applied, LeftOut: sheet.LeftOut}, sdk.UnwrapSDKContext(ctx).EventManager().EmitTypedEvent(
		&types.EventSheetConfirmed{MeetingId: m.Id, Sheet: sheet.Number, ConfirmedBy: confirmer, Applied: sheet.Applied, LeftOut: sheet.LeftOut})
}

func (k *Keeper) checkConfirmation(ctx context.Context, m types.Meeting, sheet types.Sheet, confirmer uint64, listHash []byte) error {
	params, err := k.Params.Get(ctx)
	if err != nil {
		return err
	}
	if err := roomForConfirmed(m, params); err != nil {
		return err
	}
	if sheet.ConfirmedBy != 0 {
		return errorsmod.Wrapf(types.ErrCannotConfirm, "member %d has confirmed sheet %d already", sheet.ConfirmedBy, sheet.Number)
	}
	if confirmer == sheet.EnteredBy {
		return errorsmod.Wrapf(types.ErrCannotConfirm, "member %d entered sheet %d; another scrutineer confirms it", confirmer, sheet.Number)
	}
	if !bytes.Equal(listHash, sheet.ListHash) {
		return errorsmod.Wrapf(types.ErrCannotConfirm, "sheet %d has the hash %X and you confirm %X; count again together, and enter the list anew if it is wrong",
			sheet.Number, sheet.ListHash, listHash)
	}
	holds, err := k.membership.HasPower(ctx, m.CoopId, sheet.EnteredBy, membershiptypes.PowerScrutineer)
	if err != nil {
		return err
	}
	if !holds {
		return errorsmod.Wrapf(types.ErrCannotConfirm, "member %d, who entered sheet %d, is no scrutineer any more; enter the list anew", sheet.EnteredBy, sheet.Number)
	}
	return nil
}

func (k *Keeper) getSheet(ctx context.Context, meetingID uint64, number uint32) (types.Sheet, error) {
	sheet, err := k.Sheets.Get(ctx, collections.Join(meetingID, number))
	if errors.Is(err, collections.ErrNotFound) {
		return sheet, errorsmod.Wrapf(types.ErrUnknownSheet, "meeting %d has no sheet %d; list them with: coopd q governance sheets %d", meetingID, number, meetingID)
	}
	return sheet, err
}

// applyAttendance counts those on a confirmed list who are not counted yet, and
// notes on the sheet whom it left out.
func (k *Keeper) applyAttendance(ctx context.Context, m *types.Meeting, sheet *types.Sheet) error {
	if err := requireAttendance(*m); err != nil {
		return err
	}
	for _, entry := range sheet.Ballots {
		why, err := k.applyPresence(ctx, m, sheet.Number, entry.MemberId)
		if err != nil {
			return err
		}
		sheet.Note(entry.MemberId, why)
	}
	return nil
}

// applyPresence counts one of them, or says why it is left out.
func (k *Keeper) applyPresence(ctx context.Context, m *types.Meeting, sheet uint32, memberID uint64) (why types.LeftOutReason, err error) {
	member, err := k.membership.GetMember(ctx, m.CoopId, memberID)
	switch {
	case err != nil:
		return why, err
	case !onMeetingRoll(*m, member):
		return types.LeftOutReason_LEFT_OUT_REASON_NOT_ON_ROLL, nil
	case !member.TakesPart():
		return types.LeftOutReason_LEFT_OUT_REASON_NOT_ACTIVE, nil
	}
	counted, err := k.attend(ctx, m, memberID, sheet)
	if err == nil && !counted {
		why = types.LeftOutReason_LEFT_OUT_REASON_PRESENT
	}
	return why, err
}
