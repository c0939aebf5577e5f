package keeper

import (
	"context"

	errorsmod "cosmossdk.io/errors"

	chaintypes "github.com/coopledger/coopledger/x/chain/types"
	"github.com/coopledger/coopledger/x/governance/types"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

// AdjournMeeting puts a meeting that was counted and has no quorum off to another
// day, at most as far as the charter lets it be put off by itself.
func (k msgServer) AdjournMeeting(ctx context.Context, msg *types.MsgAdjournMeeting) (*types.MsgAdjournMeetingResponse, error) {
	m, err := k.GetMeeting(ctx, msg.MeetingId)
	if err != nil {
		return nil, err
	}
	if _, err := k.officer(ctx, m.CoopId, msg.Officer, membershiptypes.PowerChair, membershiptypes.PowerConvene); err != nil {
		return nil, err
	}
	if err := requireMeetingStatus(m, "adjourn it",
		types.MeetingStatus_MEETING_STATUS_FIRST_CALL, types.MeetingStatus_MEETING_STATUS_SECOND_CALL); err != nil {
		return nil, err
	}
	quorum := m.Rules.FirstCallQuorum
	if m.Status == types.MeetingStatus_MEETING_STATUS_SECOND_CALL {
		quorum = m.Rules.SecondCallQuorum
	}
	if met, err := k.quorumMet(ctx, m, quorum); err != nil {
		return nil, err
	} else if met {
		return nil, errorsmod.Wrapf(types.ErrWrongMeetingStatus, "meeting %d has its quorum, with %d present; it opens when its call ends, and nobody can put it off", m.Id, m.Present)
	}
	now, err := k.chain.Now(ctx)
	if err != nil {
		return nil, err
	}
	if counted := types.Deadline(m.CalledAt, m.Rules.GracePeriodSeconds); now < counted {
		return nil, errorsmod.Wrapf(types.ErrTooEarly, "those present at meeting %d are counted until %s, and who is on the way still comes; put it off from then on if it has no quorum",
			m.Id, types.Date(counted))
	}
	if m.Session >= types.MaxSessions {
		return nil, errorsmod.Wrapf(types.ErrWrongMeetingStatus, "meeting %d has been adjourned %d times, the most there can be; convene another", m.Id, m.Session-1)
	}
	local, err := chaintypes.ParseCivilMinute(msg.StartsAt)
	if err != nil {
		return nil, errorsmod.Wrap(types.ErrInvalidNotice, err.Error())
	}
	zone, today, err := k.civilDay(ctx, m.TimeZone)
	if err != nil {
		return nil, err
	}
	clear := chaintypes.ClearDaysBetween(today.Date, local.Date)
	if clear < 1 || clear >= int64(m.Rules.AdjournedDays) {
		return nil, errorsmod.Wrapf(types.ErrInvalidNotice, "%s lies %d clear days ahead; leave at least one, and less than the charter's %d", local.Date, max(clear, 0), m.Rules.AdjournedDays)
	}
	return &types.MsgAdjournMeetingResponse{}, k.adjourn(ctx, &m, zone, local)
}
