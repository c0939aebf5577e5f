package keeper

import (
	"context"

	"cosmossdk.io/collections"
	errorsmod "cosmossdk.io/errors"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/coopledger/coopledger/x/governance/types"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

// EnterBallots enters ballots that members cast by hand or on paper; none
// counts before another scrutineer confirms the list.
func (k msgServer) EnterBallots(ctx context.Context, msg *types.MsgEnterBallots) (*types.MsgEnterBallotsResponse, error) {
	r, err := k.GetResolution(ctx, msg.ResolutionId)
	if err != nil {
		return nil, err
	}
	sheet := types.Sheet{ResolutionId: r.Id, PaperSha256: msg.PaperSha256, Ballots: msg.Ballots}
	if sheet.EnteredBy, err = k.holder(ctx, r.CoopId, msg.Scrutineer, membershiptypes.PowerScrutineer); err != nil {
		return nil, err
	}
	if r.MeetingId == 0 {
		return nil, errorsmod.Wrapf(types.ErrInvalidSheet, "resolution %d is on no meeting's agenda; ballots by hand and on paper are cast at meetings", r.Id)
	}
	if _, err := k.takesBallots(ctx, r); err != nil {
		return nil, err
	}
	for _, entry := range msg.Ballots {
		if err := refuseParty(r, entry.MemberId); err != nil {
			return nil, err
		}
	}
	m, err := k.GetMeeting(ctx, r.MeetingId)
	if err != nil {
		return nil, err
	}
	if m.Rules.MaxAttested.Numerator == 0 {
		return nil, errorsmod.Wrapf(types.ErrTooManyAttested, "the charter of co-op %d lets scrutineers enter no ballots; members vote with their own keys", r.CoopId)
	}
	if err := k.enterSheet(ctx, &m, &sheet, r.Consent, r.RollSequence); err != nil {
		return nil, err
	}
	return &types.MsgEnterBallotsResponse{Sheet: sheet.Number, ListHash: sheet.ListHash}, nil
}

// enterSheet checks a list and keeps it until another scrutineer confirms it,
// and after that as evidence.
func (k *Keeper) enterSheet(ctx context.Context, m *types.Meeting, sheet *types.Sheet, consent bool, sequence uint64) error {
	params, err := k.Params.Get(ctx)
	if err != nil {
		return err
	}
	if err := sheet.ValidateList(params.MaxMembersPerSheet, consent); err != nil {
		return err
	}
	if err := roomForSheet(*m, sheet.EnteredBy, params); err != nil {
		return err
	}
	for _, entry := range sheet.Ballots {
		member, err := k.membership.GetMember(ctx, m.CoopId, entry.MemberId)
		if err != nil {
			return err
		}
		_, onRoll := member.ClassAt(sequence)
		if sequence == 0 {
			onRoll = onMeetingRoll(*m, member)
		}
		if !onRoll {
			return errorsmod.Wrapf(types.ErrNotOnRoll, "member %d is not on the roll of meeting %d; take it off the list", entry.MemberId, m.Id)
		}
	}
	sheet.Number = m.EnterSheet(sheet.EnteredBy)
	sheet.ListHash = sheet.HashOfList(m.Id)
	if err := k.Meetings.Set(ctx, m.Id, *m); err != nil {
		return err
	}
	if err := k.Sheets.Set(ctx, collections.Join(m.Id, sheet.Number), *sheet); err != nil {
		return err
	}
	return sdk.UnwrapSDKContext(ctx).EventManager().EmitTypedEvent(&types.EventSheetEntered{
		MeetingId: m.Id, Sheet: sheet.Number, EnteredBy: sheet.EnteredBy, ListHash: sheet.ListHash,
	})
}

// roomForSheet refuses a sheet that could not be confirmed any more, and more of
// one scrutineer's than may wait: who enters lists that nobody confirms takes
// nobody else's place.
func roomForSheet(m types.Meeting, scrutineer uint64, params types.Params) error {
	if err := roomForConfirmed(m, params); err != nil {
		return err
	}
	if waiting := m.WaitingOf(scrutineer); waiting >= params.MaxWaitingSheets {
		return errorsmod.Wrapf(types.ErrInvalidSheet, "%d sheets that member %d entered at meeting %d wait to be confirmed, of at most %d; have another scrutineer confirm them first",
			waiting, scrutineer, m.Id, params.MaxWaitingSheets)
	}
	return nil
}

func roomForConfirmed(m types.Meeting, params types.Params) error {
	if m.ConfirmedSheets < params.MaxSheetsPerMeeting {
		return nil
	}
	return errorsmod.Wrapf(types.ErrInvalidSheet, "%d sheets of meeting %d are confirmed, the most there can be; members with a key can act for themselves", m.ConfirmedSheets, m.Id)
}
