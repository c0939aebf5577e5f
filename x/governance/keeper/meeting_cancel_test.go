package keeper_test

import (
	"bytes"
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	errorsmod "cosmossdk.io/errors"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/coopledger/coopledger/x/governance/types"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

var reasons = bytes.Repeat([]byte{3}, 32)

func (h *hall) cancel(by string, meeting uint64) error {
	return h.try(func(ctx context.Context) error {
		_, err := h.messages.CancelMeeting(ctx, &types.MsgCancelMeeting{Officer: by, MeetingId: meeting, ReasonSha256: reasons})
		return err
	})
}

// The convener calls a meeting off: its agenda can be tabled again, its roll is let
// go, and the annual meeting is owed still.
func TestAMeetingIsCancelled(t *testing.T) {
	h := newHall(t, nil)
	resolution := h.motion(4, "ordinary")
	annual := notice(h.ahead(15))
	annual.Kind = types.MeetingKind_MEETING_KIND_ANNUAL
	convene := func() uint64 {
		answer, err := h.messages.ConveneMeeting(h.ctx, &types.MsgConveneMeeting{
			Convener: worker(1), CoopId: bakery, Notice: annual, Agenda: []uint64{resolution},
		})
		require.NoError(t, err)
		return answer.MeetingId
	}
	meeting := convene()
	year := h.meeting(meeting).AnnualYear
	require.NotZero(t, year)
	require.NoError(t, h.cancel(worker(1), meeting))
	h.requireMeeting(meeting, types.MeetingStatus_MEETING_STATUS_CANCELLED)
	m := h.meeting(meeting)
	require.Equal(t, []any{h.member(bakery, worker(1)), reasons, h.now()}, []any{m.CancelledBy, m.ReasonSha256, m.ClosedAt})
	h.endBlock()
	h.requireStatus(resolution, types.Status_STATUS_TABLED)
	require.Zero(t, h.resolution(resolution).MeetingId)
	require.Equal(t, m.ClosedAt+31_622_400, h.resolution(resolution).DueAt, "it waits for another, and not for ever")
	require.ErrorIs(t, h.cancel(worker(1), meeting), types.ErrWrongMeetingStatus)
	h.sameAfterExport()

	again := convene()
	require.Equal(t, year, h.meeting(again).AnnualYear, "what was cancelled was not held")
	require.Equal(t, again, h.resolution(resolution).MeetingId)
	h.wait(20 * day)
	h.requireMeeting(meeting, types.MeetingStatus_MEETING_STATUS_CANCELLED)
}

func TestACancelledMeetingInGenesis(t *testing.T) {
	h := newHall(t, nil)
	meeting, _ := h.convened("ordinary")
	require.NoError(t, h.cancel(worker(1), meeting))
	h.endBlock()
	for name, spoil := range map[string]func(m *types.Meeting){
		"without a reason":        func(m *types.Meeting) { m.ReasonSha256 = nil },
		"that opened":             func(m *types.Meeting) { m.OpenedAt = 1 },
		"with a reason, and not":  func(m *types.Meeting) { m.Status = types.MeetingStatus_MEETING_STATUS_LAPSED },
		"by somebody, and is not": func(m *types.Meeting) { m.Status, m.ReasonSha256 = types.MeetingStatus_MEETING_STATUS_CLOSED, nil },
	} {
		t.Run("error - "+name, func(t *testing.T) {
			state := h.export()
			spoil(&state.Meetings[0].Meeting)
			require.ErrorIs(t, state.Validate(), types.ErrInvalidGenesis)
		})
	}
}

func TestWhoCancelsAMeeting(t *testing.T) {
	coop := membershiptypes.CoopAddress(bakery)
	asked := func(h *hall) uint64 {
		opened, err := h.requisition(types.MeetingKind_MEETING_KIND_EXTRAORDINARY, 5)
		require.NoError(h.t, err)
		meeting, err := h.sign(opened.RequisitionId, 6)
		require.NoError(h.t, err)
		return meeting
	}
	convened := func(h *hall) uint64 { meeting, _ := h.convened("ordinary"); return meeting }
	late := func(h *hall) uint64 {
		meeting := convened(h)
		h.tick(8 * day)
		return meeting
	}
	called := func(h *hall) uint64 {
		meeting := convened(h)
		h.call(meeting)
		return meeting
	}
	for _, c := range []struct {
		name    string
		meeting func(h *hall) uint64
		by      string
		want    error
	}{
		{"success - an officer, while the agenda is open", convened, worker(1), nil},
		{"success - the co-op", convened, coop, nil},
		{"success - the co-op, when the agenda is complete", late, coop, nil},
		{"success - the co-op, what members asked for", asked, coop, nil},
		{"error - an officer, when the agenda is complete", late, worker(1), types.ErrCannotCancel},
		{"error - an officer, what members asked for", asked, worker(1), types.ErrCannotCancel},
		{"error - a scrutineer", convened, worker(2), types.ErrNoPower},
		{"error - a stranger", convened, "stranger", nil},
		{"error - another co-op", convened, membershiptypes.CoopAddress(federation), membershiptypes.ErrNotAMember},
		{"error - once it is called, an officer", called, worker(1), types.ErrWrongMeetingStatus},
		{"error - once it is called, the co-op", called, coop, types.ErrWrongMeetingStatus},
		{"error - no such meeting", func(*hall) uint64 { return 99 }, coop, types.ErrUnknownMeeting},
	} {
		t.Run(c.name, func(t *testing.T) {
			h := newHall(t, nil)
			meeting := c.meeting(h)
			before := h.stateHash()
			err := h.cancel(c.by, meeting)
			switch {
			case c.want != nil:
				require.ErrorIs(t, err, c.want)
			case c.by == "stranger":
				require.Error(t, err)
			default:
				require.NoError(t, err)
				h.requireMeeting(meeting, types.MeetingStatus_MEETING_STATUS_CANCELLED)
				return
			}
			require.Equal(t, before, h.stateHash(), "a refusal changes nothing")
		})
	}
	t.Run("error - without reasons", func(t *testing.T) {
		h := newHall(t, nil)
		meeting := convened(h)
		_, err := h.messages.CancelMeeting(h.ctx, &types.MsgCancelMeeting{Officer: worker(1), MeetingId: meeting, ReasonSha256: reasons[1:]})
		require.ErrorIs(t, err, types.ErrCannotCancel)
		h.requireMeeting(meeting, types.MeetingStatus_MEETING_STATUS_CONVENED)
	})
}

// Where a board decides on meetings it calls off its own, and not those that
// members have asked for; the members do.
func TestABoardCancelsNoMeetingThatMembersAskedFor(t *testing.T) {
	h := newHall(t, nil)
	h.withRules(func(c *membershiptypes.Charter) {
		withMeetings(nil)(c)
		needs(c, membershiptypes.SubjectMeetings, "board")
		for i := range c.Requirements {
			if c.Requirements[i].Subject == membershiptypes.SubjectMeetings {
				c.Requirements[i].MembersRule = "ordinary"
			}
		}
	}, boardRule())
	for _, member := range []uint64{1, 2, 3} {
		h.grant(member, membershiptypes.PowerBoard)
	}
	asked, err := h.requisition(types.MeetingKind_MEETING_KIND_EXTRAORDINARY, 5)
	require.NoError(t, err)
	requisitioned, err := h.sign(asked.RequisitionId, 6)
	require.NoError(t, err)
	convened, _ := h.convened("ordinary")
	cancel := func(meeting uint64) sdk.Msg {
		return &types.MsgCancelMeeting{Officer: membershiptypes.CoopAddress(bakery), MeetingId: meeting, ReasonSha256: reasons}
	}
	_, err = h.tryPropose(worker(1), bakery, "", cancel(requisitioned))
	require.ErrorIs(t, err, types.ErrCannotCancel)
	_, err = h.tryPropose(worker(1), bakery, "board", cancel(convened), cancel(requisitioned))
	require.ErrorIs(t, err, types.ErrCannotCancel)
	_, err = h.tryPropose(worker(1), bakery, "", cancel(99))
	require.ErrorIs(t, err, types.ErrUnknownMeeting)

	byBoard := h.propose(worker(1), bakery, "", cancel(convened))
	byMembers := h.propose(worker(4), bakery, "ordinary", cancel(requisitioned))
	for _, number := range []int{1, 2, 3} {
		require.NoError(t, h.vote(byBoard, worker(number), yes))
	}
	h.yes(byMembers, 1, 2, 3, 4, 5)
	h.wait(3*day + 1)
	h.endBlock()
	h.endBlock()
	h.requireMeeting(convened, types.MeetingStatus_MEETING_STATUS_CANCELLED)
	h.requireMeeting(requisitioned, types.MeetingStatus_MEETING_STATUS_CANCELLED)
	require.Zero(t, h.meeting(requisitioned).CancelledBy)
}

// That is asked again when it is carried out, whatever terms are stored by then.
func TestTheBoardIsCheckedAgainAtExecution(t *testing.T) {
	h := newHall(t, nil)
	asked, err := h.requisition(types.MeetingKind_MEETING_KIND_EXTRAORDINARY, 5)
	require.NoError(t, err)
	meeting, err := h.sign(asked.RequisitionId, 6)
	require.NoError(t, err)
	id := h.pass(&types.MsgCancelMeeting{Officer: membershiptypes.CoopAddress(bakery), MeetingId: meeting, ReasonSha256: reasons})
	terms, err := h.governance.Terms.Get(h.ctx, id)
	require.NoError(t, err)
	for i := range terms.Rules {
		terms.Rules[i].Electorate = membershiptypes.PowerBoard
	}
	require.NoError(t, h.governance.Terms.Set(h.ctx, id, terms))
	h.endBlock()
	r := h.resolution(id)
	require.Equal(t, types.Status_STATUS_FAILED, r.Status)
	codespace, code, _ := errorsmod.ABCIInfo(types.ErrCannotCancel, false)
	require.Equal(t, []any{codespace, code}, []any{r.Outcome.Codespace, r.Outcome.ErrorCode})
	require.Equal(t, types.MeetingStatus_MEETING_STATUS_CONVENED, h.meeting(meeting).Status)
}
