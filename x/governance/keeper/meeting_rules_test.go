package keeper_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/coopledger/coopledger/x/governance/types"
	"github.com/coopledger/coopledger/x/membership/testutil"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

// withMeetings puts meetings into a charter that already has other rules.
func withMeetings(change func(*membershiptypes.MeetingRules)) func(*membershiptypes.Charter) {
	return func(charter *membershiptypes.Charter) {
		charter.Meetings, charter.TimeZone = meetingRules(), "Europe/Berlin"
		if change != nil {
			change(charter.Meetings)
		}
	}
}

func (h *hall) table(meeting, resolution uint64, by int) error {
	return h.try(func(ctx context.Context) error {
		_, err := h.messages.Table(ctx, &types.MsgTable{Member: worker(by), MeetingId: meeting, ResolutionId: resolution})
		return err
	})
}

// A resolution whose roll was frozen at its own notice is decided on the
// meeting's roll once it is on an agenda: whoever joined between counts.
func TestTheMeetingsRollDecides(t *testing.T) {
	h := newHall(t, nil)
	noticed := testutil.Ordinary()
	noticed.Name, noticed.RecordAtNotice, noticed.DiscussionPeriodSeconds = "noticed", true, 20*day
	h.withRules(withMeetings(nil), noticed)
	id := h.propose(worker(4), bakery, "noticed")
	require.EqualValues(t, 7, h.termsOf(id).RollSize())
	h.goes(worker(7))
	meeting, err := h.tryConvene(worker(1), h.ahead(30))
	require.NoError(t, err)
	require.NoError(t, h.table(meeting, id, 4))
	require.Zero(t, h.resolution(id).RecordedAt)
	require.Zero(t, h.termsOf(id).RollSize())
	require.NoError(t, h.governance.CheckInvariants(h.ctx))
	h.call(meeting)
	require.NoError(t, h.attend(meeting, 1, 2, 3, 4))
	h.wait(1_800)
	h.requireStatus(id, types.Status_STATUS_VOTING)
	require.EqualValues(t, 6, h.termsOf(id).RollSize())
	require.Equal(t, h.meeting(meeting).RecordedAt, h.resolution(id).RecordedAt)
	require.NoError(t, h.governance.CheckInvariants(h.ctx))
	state, err := h.governance.ExportGenesis(h.ctx)
	require.NoError(t, err)
	require.NoError(t, state.Validate())
}

// What a board decides is not for a general meeting.
func TestABoardsMattersAreNotTabled(t *testing.T) {
	h := newHall(t, nil)
	h.withRules(withMeetings(nil), boardRule())
	h.grant(4, membershiptypes.PowerBoard)
	draft := boardRule()
	draft.Name, draft.DiscussionPeriodSeconds = "board-talks", 40*day
	h.withRules(withMeetings(nil), boardRule(), draft)
	id := h.propose(worker(4), bakery, "board-talks")
	meeting, err := h.tryConvene(worker(1), h.ahead(60))
	require.NoError(t, err)
	before := h.stateHash()
	require.ErrorIs(t, h.table(meeting, id, 4), types.ErrCannotTable)
	require.ErrorIs(t, h.try(func(ctx context.Context) error {
		_, err := h.messages.Propose(ctx, &types.MsgPropose{Proposer: worker(4), CoopId: bakery, Title: "Motion", Rule: "board", ForMeeting: true})
		return err
	}), types.ErrCannotTable)
	require.Equal(t, before, h.stateHash())
}

// A quorum of active members counts those who could vote at the record date.
func TestAMeetingKnowsWhoWasActive(t *testing.T) {
	h := newHall(t, nil)
	meeting, id := h.open("ordinary")
	require.EqualValues(t, 7, h.meeting(meeting).Active)
	require.EqualValues(t, 7, h.termsOf(id).Active)
}

// A vote that ends with its meeting is not extended by a late quorum; one with a
// period of its own is.
func TestALateQuorumAtAMeeting(t *testing.T) {
	for name, own := range map[string]bool{"success - with a period of its own": true, "error - ends with the meeting": false} {
		t.Run(name, func(t *testing.T) {
			h := newHall(t, nil)
			late := testutil.Ordinary()
			late.Name, late.LateQuorumWindowSeconds, late.LateQuorumExtensionSeconds = "late", late.VotingPeriodSeconds, day
			h.withRules(withMeetings(func(m *membershiptypes.MeetingRules) { m.OwnVotingPeriod = own }), late)
			_, id := h.open("late")
			due := h.resolution(id).DueAt
			h.yes(id, 1, 2, 3, 4, 5)
			require.Equal(t, own, h.resolution(id).DueAt > due)
			require.NoError(t, h.governance.CheckInvariants(h.ctx))
		})
	}
}
