package keeper_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/coopledger/coopledger/x/governance/types"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

// Where the charter asks for no clear day, the meeting is on the next at the earliest.
func TestNoticeOfTheDayBefore(t *testing.T) {
	h := newHall(t, func(rules *membershiptypes.MeetingRules) { rules.NoticeClearDays, rules.TablingClearDays = 0, 0 })
	h.goTo(2026, time.December, 20, 12, 0)
	_, err := h.tryConvene(worker(1), "2026-12-20T18:00")
	require.ErrorIs(t, err, types.ErrShortNotice)
	require.ErrorContains(t, err, "neither the day of the notice nor that of the meeting is a clear day, and the charter asks for 0 between them; 2026-12-21 is the first day")
	_, err = h.tryConvene(worker(1), "2026-12-21T00:00")
	require.NoError(t, err)
}

func TestNoticeInClearDays(t *testing.T) {
	cases := []struct {
		name     string
		now      []int
		startsAt string
		want     error
	}{
		{"success - fourteen clear days over the year's end", []int{2026, 12, 20, 12, 0}, "2027-01-04T18:00", nil},
		{"error - thirteen clear days over the year's end", []int{2026, 12, 20, 12, 0}, "2027-01-03T18:00", types.ErrShortNotice},
		{"success - notice in the last minute of the day", []int{2026, 12, 20, 23, 59}, "2027-01-04T00:00", nil},
		{"error - a minute later it is the next day in Berlin, not yet in Greenwich", []int{2026, 12, 21, 0, 0}, "2027-01-04T23:59", types.ErrShortNotice},
		{"success - over the day clocks go forward", []int{2027, 3, 20, 23, 30}, "2027-04-04T00:30", nil},
		{"error - over the day clocks go forward, a day short", []int{2027, 3, 20, 23, 30}, "2027-04-03T23:30", types.ErrShortNotice},
		{"success - over the day clocks go back", []int{2027, 10, 25, 23, 30}, "2027-11-09T00:30", nil},
		{"error - over the day clocks go back, a day short", []int{2027, 10, 25, 23, 30}, "2027-11-08T23:30", types.ErrShortNotice},
		{"error - on the day of the notice itself", []int{2026, 12, 20, 12, 0}, "2026-12-20T18:00", types.ErrShortNotice},
		{"error - a day that isn't there", []int{2027, 1, 5, 12, 0}, "2027-02-29T18:00", types.ErrInvalidNotice},
		{"error - too far ahead", []int{2027, 1, 5, 12, 0}, "2029-01-05T18:00", types.ErrInvalidNotice},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			h := newHall(t, nil)
			h.goTo(tc.now[0], time.Month(tc.now[1]), tc.now[2], tc.now[3], tc.now[4])
			before := h.stateHash()
			id, err := h.tryConvene(worker(1), tc.startsAt)
			if tc.want != nil {
				require.ErrorIs(t, err, tc.want)
				require.Equal(t, before, h.stateHash())
				return
			}
			require.NoError(t, err)
			start, err := time.ParseInLocation("2006-01-02T15:04", tc.startsAt, berlin)
			require.NoError(t, err)
			require.Equal(t, start.Unix(), h.meeting(id).DueAt)
		})
	}
}

func TestWhoConvenes(t *testing.T) {
	h := newHall(t, nil)
	_, err := h.tryConvene(worker(2), h.ahead(15))
	require.ErrorIs(t, err, types.ErrNoPower)
	_, err = h.tryConvene(supporter(), h.ahead(15))
	require.ErrorIs(t, err, types.ErrNoPower)
	_, err = h.tryConvene(membershiptypes.CoopAddress(bakery), h.ahead(15))
	require.NoError(t, err, "the co-op's own resolution")
	_, err = h.tryConvene(membershiptypes.CoopAddress(root), h.ahead(15))
	require.Error(t, err, "another co-op's account")
}

// fewPlaces leaves the co-op two places for meetings of each kind: of seven
// members, each bound to what it has signed, no more than three pairs can ask.
func (h *hall) fewPlaces() int {
	h.t.Helper()
	params, err := h.governance.Params.Get(h.ctx)
	require.NoError(h.t, err)
	params.MaxOpenMeetingsPerCoop = 2
	require.NoError(h.t, h.governance.Params.Set(h.ctx, params))
	return 2
}

// Whoever convenes can't take the places of meetings that members ask for, nor
// can a requisition be signed for a day on which it could not be held.
func TestMembersMeetWhateverTheConvenerDoes(t *testing.T) {
	h := newHall(t, nil)
	most := h.fewPlaces()
	for range most {
		_, err := h.tryConvene(worker(1), h.ahead(15))
		require.NoError(t, err)
	}
	_, err := h.tryConvene(worker(1), h.ahead(15))
	require.ErrorIs(t, err, types.ErrTooManyMeetings)
	asked, err := h.requisition(types.MeetingKind_MEETING_KIND_EXTRAORDINARY, 5)
	require.NoError(t, err)
	meeting, err := h.sign(asked.RequisitionId, 6)
	require.NoError(t, err)
	require.NotZero(t, meeting)
	h.requireMeeting(meeting, types.MeetingStatus_MEETING_STATUS_CONVENED)

	// Each needs members of its own.
	asked, err = h.requisition(types.MeetingKind_MEETING_KIND_EXTRAORDINARY, 3)
	require.NoError(t, err)
	_, err = h.sign(asked.RequisitionId, 4)
	require.NoError(t, err)
	asked, err = h.requisition(types.MeetingKind_MEETING_KIND_EXTRAORDINARY, 1)
	require.NoError(t, err)
	_, err = h.sign(asked.RequisitionId, 2)
	require.ErrorIs(t, err, types.ErrTooManyMeetings, "members have as many, and no more")

	before := h.stateHash()
	_, err = h.messages.Requisition(h.ctx, &types.MsgRequisition{Member: worker(7), CoopId: bakery, Notice: notice(h.ahead(400))})
	require.ErrorIs(t, err, types.ErrInvalidNotice)
	require.Equal(t, before, h.stateHash())
}

// Nor do members who requisition take the convener's.
func TestTheConvenerMeetsWhateverMembersDo(t *testing.T) {
	h := newHall(t, nil)
	for i := range h.fewPlaces() {
		asked, err := h.requisition(types.MeetingKind_MEETING_KIND_EXTRAORDINARY, 2+2*i)
		require.NoError(t, err)
		_, err = h.sign(asked.RequisitionId, 3+2*i)
		require.NoError(t, err)
	}
	_, err := h.tryConvene(worker(1), h.ahead(15))
	require.NoError(t, err)
}

// The chain stands still over the start: the meeting isn't held while nobody
// could come, and isn't lost either.
func TestAChainThatStoodStillPutsTheMeetingOff(t *testing.T) {
	h := newHall(t, nil)
	meeting, resolution := h.convened("ordinary")
	halt := h.meeting(meeting).DueAt - h.civil().Unix() + 5*3_600
	clock, err := h.chain.Clock.Get(h.ctx)
	require.NoError(t, err)
	clock.BlockTimeNs += halt * 1e9
	clock.TimeNs += 60 * 1e9
	require.NoError(t, h.chain.Clock.Set(h.ctx, clock))
	want := h.ahead(2)
	h.endBlock()
	h.requireMeeting(meeting, types.MeetingStatus_MEETING_STATUS_CONVENED)
	require.Equal(t, want, h.meeting(meeting).Notice.StartsAt)
	h.call(meeting)
	h.requireMeeting(meeting, types.MeetingStatus_MEETING_STATUS_FIRST_CALL)

	// It stands still again while the meeting is open: hours on the wall are a
	// minute of the meeting.
	require.NoError(t, h.attend(meeting, 1, 2, 3, 4))
	h.wait(1_800)
	clock, err = h.chain.Clock.Get(h.ctx)
	require.NoError(t, err)
	clock.BlockTimeNs += 3 * day * 1e9
	clock.TimeNs += 60 * 1e9
	require.NoError(t, h.chain.Clock.Set(h.ctx, clock))
	h.endBlock()
	h.requireMeeting(meeting, types.MeetingStatus_MEETING_STATUS_OPEN)
	require.NoError(t, h.vote(resolution, worker(7), types.Choice_CHOICE_YES))
}

// An annual meeting that is overdue can be asked for by fewer.
func TestAnnualCalendar(t *testing.T) {
	h := newHall(t, nil)
	calendar := func() *types.QueryCalendarResponse {
		answer, err := h.queries.Calendar(h.ctx, &types.QueryCalendarRequest{Coop: "bakery"})
		require.NoError(t, err)
		return answer
	}
	year := h.civil().Year() + 1
	h.goTo(year, 6, 30, 23, 59)
	require.False(t, calendar().Overdue && calendar().AnnualDue == h.civil().Format("2006-01-02"), "the day itself is in time")
	h.goTo(year, 7, 1, 0, 0)
	require.True(t, calendar().Overdue)
	require.Equal(t, h.civil().Format("2006-")+"06-30", calendar().AnnualDue)
	extraordinary, err := h.requisition(types.MeetingKind_MEETING_KIND_EXTRAORDINARY, 6)
	require.NoError(t, err)
	require.Zero(t, extraordinary.MeetingId)
	annual, err := h.requisition(types.MeetingKind_MEETING_KIND_ANNUAL, 5)
	require.NoError(t, err)
	require.NotZero(t, annual.MeetingId, "one of seven is enough for what is overdue")
	require.False(t, calendar().Overdue)
	require.Len(t, calendar().Meetings, 1)
	require.Len(t, calendar().Requisitions, 1)
	require.EqualValues(t, year, h.meeting(annual.MeetingId).AnnualYear)
}

// An officer can't bury a member's seconded resolution in a far meeting.
func TestWhatCanBeTabled(t *testing.T) {
	h := newHall(t, nil)
	meeting, err := h.tryConvene(worker(1), h.ahead(15))
	require.NoError(t, err)
	table := func(by int, id uint64) error {
		return h.try(func(ctx context.Context) error {
			_, err := h.messages.Table(ctx, &types.MsgTable{Member: worker(by), MeetingId: meeting, ResolutionId: id})
			return err
		})
	}
	draft := h.propose(worker(4), bakery, "careful")
	require.ErrorIs(t, table(4, draft), types.ErrCannotTable, "not seconded")
	require.NoError(t, h.second(draft, worker(5)))
	require.NoError(t, h.second(draft, worker(6)))
	require.ErrorIs(t, table(1, draft), types.ErrCannotTable, "seconded: its proposer's")
	require.ErrorIs(t, table(5, draft), types.ErrCannotTable, "a stranger to it")
	require.NoError(t, table(4, draft))
	require.NoError(t, h.withdraw(draft, worker(4)))
	require.Zero(t, h.meeting(meeting).AgendaItems)
	late := h.propose(worker(4), bakery, "careful")
	h.tick(8 * day)
	require.ErrorIs(t, table(1, late), types.ErrShortNotice, "the agenda is complete a week before")
	require.NoError(t, h.governance.CheckInvariants(h.ctx))
}
