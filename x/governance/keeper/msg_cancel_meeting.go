package keeper

import (
	"context"
	"crypto/sha256"

	errorsmod "cosmossdk.io/errors"

	sdk "github.com/cosmos/cosmos-sdk/types"

	chaintypes "github.com/coopledger/coopledger/x/chain/types"
	"github.com/coopledger/coopledger/x/governance/types"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

// CancelMeeting calls off a meeting that has not started: by the co-op's
// resolution, or by an officer who convenes as long as the agenda is not complete.
// What members asked for only members call off. Its agenda goes free as when a
// meeting lapses, and it is no annual meeting.
func (k msgServer) CancelMeeting(ctx context.Context, msg *types.MsgCancelMeeting) (*types.MsgCancelMeetingResponse, error) {
	m, err := k.GetMeeting(ctx, msg.MeetingId)
	if err != nil {
		return nil, err
	}
	officer, err := k.officer(ctx, m.CoopId, msg.Officer, membershiptypes.PowerConvene)
	if err != nil {
		return nil, err
	}
	if err := requireMeetingStatus(m, "cancel it", types.MeetingStatus_MEETING_STATUS_CONVENED); err != nil {
		return nil, err
	}
	if len(msg.ReasonSha256) != sha256.Size {
		return nil, errorsmod.Wrapf(types.ErrCannotCancel, "reason_sha256 has %d bytes and needs %d: write down why, and get it with sha256sum FILE",
			len(msg.ReasonSha256), sha256.Size)
	}
	if officer != 0 {
		if err := k.officerMayCancel(ctx, m); err != nil {
			return nil, err
		}
	}
	now, err := k.chain.Now(ctx)
	if err != nil {
		return nil, err
	}
	m.CancelledBy, m.ReasonSha256 = officer, msg.ReasonSha256
	if err := k.endMeeting(ctx, &m, types.MeetingStatus_MEETING_STATUS_CANCELLED, now); err != nil {
		return nil, err
	}
	return &types.MsgCancelMeetingResponse{}, sdk.UnwrapSDKContext(ctx).EventManager().EmitTypedEvent(&types.EventMeetingCancelled{
		MeetingId: m.Id, CoopId: m.CoopId, CancelledBy: officer, ReasonSha256: m.ReasonSha256,
	})
}

// officerMayCancel refuses an officer what members have asked for, and what they
// have prepared for: a meeting whose agenda is complete.
func (k *Keeper) officerMayCancel(ctx context.Context, m types.Meeting) error {
	if m.RequisitionId != 0 {
		return errorsmod.Wrapf(types.ErrCannotCancel, "members have asked for meeting %d by requisition %d, and no officer calls it off; propose a resolution by a rule of the members",
			m.Id, m.RequisitionId)
	}
	_, today, err := k.civilDay(ctx, m.TimeZone)
	if err != nil {
		return err
	}
	local, err := chaintypes.ParseCivilMinute(m.Notice.StartsAt)
	if err != nil {
		return err
	}
	if clear := chaintypes.ClearDaysBetween(today.Date, local.Date); clear < int64(m.Rules.TablingClearDays) {
		return errorsmod.Wrapf(types.ErrCannotCancel, "%d clear days are left before meeting %d on %s and its agenda was complete %d before; propose a resolution",
			max(clear, 0), m.Id, local.Date, m.Rules.TablingClearDays)
	}
	return nil
}

// cancelsForMembers says whether a message calls off a meeting of the co-op that
// its members asked for, which only they decide.
func (k *Keeper) cancelsForMembers(ctx context.Context, coopID uint64, message any) (bool, error) {
	cancels, ok := message.(*types.MsgCancelMeeting)
	if !ok {
		return false, nil
	}
	m, err := k.GetMeeting(ctx, cancels.MeetingId)
	return m.CoopId == coopID && m.RequisitionId != 0, err
}

// decidedByMembers refuses terms by which a board would decide what is for the
// members alone.
func (d demands) decidedByMembers(terms types.Terms) error {
	if !d.members || terms.Electorate() == "" {
		return nil
	}
	return errorsmod.Wrapf(types.ErrCannotCancel, "members have asked for the meeting, and by these rules the holders of the power %q would call it off; ask for a rule of the members",
		terms.Electorate())
}
