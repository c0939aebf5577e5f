package keeper_test

import (
	"bytes"
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/coopledger/coopledger/x/governance/types"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

// From notice to the vote's close and the minutes, on the roll of the notice.
func TestMeetingFromNoticeToMinutes(t *testing.T) {
	h := newHall(t, nil)
	meeting, resolution := h.open("ordinary")
	require.Equal(t, h.meeting(meeting).RollSequence, h.resolution(resolution).RollSequence)
	h.yes(resolution, 1, 2, 3, 4)
	closing := &types.MsgCloseMeeting{Officer: worker(1), MeetingId: meeting}
	closeIt := func() error {
		return h.try(func(ctx context.Context) error { _, err := h.messages.CloseMeeting(ctx, closing); return err })
	}
	require.ErrorIs(t, closeIt(), types.ErrTooEarly, "a chair can't close before the least length")
	h.wait(600)
	closing.Officer = worker(2)
	require.ErrorIs(t, closeIt(), types.ErrNoPower)
	require.ErrorContains(t, closeIt(), `does not hold the power "chair" or "convene" now`)
	closing.Officer = worker(1)
	require.NoError(t, closeIt())
	require.ErrorIs(t, h.vote(resolution, worker(5), types.Choice_CHOICE_NO), types.ErrVotingEnded)
	h.endBlock()
	h.requireMeeting(meeting, types.MeetingStatus_MEETING_STATUS_CLOSED)
	require.ErrorContains(t, closeIt(), "is closed; you can close it only while it is open")
	require.Equal(t, types.OutcomeCode_OUTCOME_CODE_PASSED, h.resolution(resolution).Outcome.Code)
	document := membershiptypes.Document{Uri: "https://bakery.example/minutes", Sha256: bytes.Repeat([]byte{1}, 32)}
	for version := uint32(1); version <= 2; version++ {
		answer, err := h.messages.RecordMinutes(h.ctx, &types.MsgRecordMinutes{Officer: worker(1), MeetingId: meeting, Document: document})
		require.NoError(t, err)
		require.Equal(t, version, answer.Version)
	}
	require.NoError(t, h.governance.CheckInvariants(h.ctx))
}

// Without anybody closing it, the meeting ends by itself, in chain time.
func TestMeetingEndsByItself(t *testing.T) {
	h := newHall(t, nil)
	meeting, resolution := h.open("ordinary")
	h.wait(8*3_600 - 3)
	h.requireMeeting(meeting, types.MeetingStatus_MEETING_STATUS_OPEN)
	h.wait(3)
	h.requireMeeting(meeting, types.MeetingStatus_MEETING_STATUS_CLOSED)
	h.requireStatus(resolution, types.Status_STATUS_REJECTED)
}

func TestCallsAndAdjournment(t *testing.T) {
	h := newHall(t, nil)
	meeting, resolution := h.convened("ordinary")
	first := h.meeting(meeting).Notice.StartsAt
	require.ErrorIs(t, h.attend(meeting, 1), types.ErrWrongMeetingStatus, "nobody is present before it starts")
	h.call(meeting)
	h.requireMeeting(meeting, types.MeetingStatus_MEETING_STATUS_FIRST_CALL)
	require.NoError(t, h.attend(meeting, 1))
	require.ErrorIs(t, h.attend(meeting, 1), types.ErrAlreadyPresent)
	h.wait(1_800)
	h.requireMeeting(meeting, types.MeetingStatus_MEETING_STATUS_SECOND_CALL)
	h.wait(1_800)
	m := h.meeting(meeting)
	require.Equal(t, types.MeetingStatus_MEETING_STATUS_CONVENED, m.Status, "one of seven is no quorum: held again in a week")
	require.EqualValues(t, 2, m.Session)
	require.Zero(t, m.Present)
	started, err := time.Parse("2006-01-02T15:04", first)
	require.NoError(t, err)
	require.Equal(t, started.AddDate(0, 0, 7).Format("2006-01-02T15:04"), m.Notice.StartsAt)
	h.requireStatus(resolution, types.Status_STATUS_TABLED)
	h.call(meeting)
	require.NoError(t, h.attend(meeting, 1, 2), "both count anew")
	h.wait(1_800)
	h.requireMeeting(meeting, types.MeetingStatus_MEETING_STATUS_OPEN)
	h.requireStatus(resolution, types.Status_STATUS_VOTING)
}

// A meeting that nobody comes to lapses; its agenda can be tabled again.
func TestLapse(t *testing.T) {
	h := newHall(t, func(r *membershiptypes.MeetingRules) { r.AdjournedDays, r.SecondCallAfterSeconds = 0, 0 })
	meeting, resolution := h.convened("ordinary")
	h.call(meeting)
	require.NoError(t, h.attend(meeting, 1, 2, 3))
	h.wait(1_800)
	h.requireMeeting(meeting, types.MeetingStatus_MEETING_STATUS_LAPSED)
	require.Zero(t, h.resolution(resolution).MeetingId)
	again, err := h.tryConvene(worker(1), h.ahead(15), resolution)
	require.NoError(t, err)
	require.Equal(t, again, h.resolution(resolution).MeetingId)
	require.NoError(t, h.governance.CheckInvariants(h.ctx))
}

func TestAChairAdjourns(t *testing.T) {
	h := newHall(t, nil)
	meeting, _ := h.convened("ordinary")
	adjourn := func(days int) error {
		return h.try(func(ctx context.Context) error {
			_, err := h.messages.AdjournMeeting(ctx, &types.MsgAdjournMeeting{Officer: worker(1), MeetingId: meeting, StartsAt: h.ahead(days)})
			return err
		})
	}
	require.ErrorIs(t, adjourn(3), types.ErrWrongMeetingStatus, "it has not started")
	h.call(meeting)
	require.NoError(t, h.attend(meeting, 1))
	require.ErrorIs(t, adjourn(7), types.ErrTooEarly, "who is on the way still comes")
	h.wait(h.meeting(meeting).DueAt - h.now() - 2)
	require.ErrorIs(t, adjourn(7), types.ErrTooEarly)
	h.wait(1)
	h.requireMeeting(meeting, types.MeetingStatus_MEETING_STATUS_SECOND_CALL)
	require.ErrorIs(t, adjourn(1), types.ErrInvalidNotice, "no clear day between")
	require.ErrorIs(t, adjourn(8), types.ErrInvalidNotice, "further than the charter's seven days")
	require.NoError(t, adjourn(7))
	h.requireMeeting(meeting, types.MeetingStatus_MEETING_STATUS_CONVENED)

	// The next session is counted before anybody puts it off, too.
	h.call(meeting)
	h.requireMeeting(meeting, types.MeetingStatus_MEETING_STATUS_SECOND_CALL)
	require.ErrorIs(t, adjourn(7), types.ErrTooEarly)
	h.wait(1_800)
	h.requireMeeting(meeting, types.MeetingStatus_MEETING_STATUS_LAPSED)
}

// Who came in numbers enough is not sent home.
func TestAQuorumIsNotAdjourned(t *testing.T) {
	h := newHall(t, nil)
	meeting, _ := h.convened("ordinary")
	h.call(meeting)
	require.NoError(t, h.attend(meeting, 1, 2, 3, 4))
	before := h.stateHash()
	_, err := h.messages.AdjournMeeting(h.ctx, &types.MsgAdjournMeeting{Officer: worker(1), MeetingId: meeting, StartsAt: h.ahead(7)})
	require.ErrorIs(t, err, types.ErrWrongMeetingStatus)
	require.ErrorContains(t, err, "has its quorum, with 4 present")
	require.Equal(t, before, h.stateHash())
}
