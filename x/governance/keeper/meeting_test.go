package keeper_test

import (
	"bytes"
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/coopledger/coopledger/x/governance/types"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

// meetingRules are those of the bakery's general meetings.
func meetingRules() *membershiptypes.MeetingRules {
	share := func(numerator, denominator uint32) membershiptypes.Threshold {
		return membershiptypes.Threshold{Numerator: numerator, Denominator: denominator, Base: membershiptypes.Base_BASE_ROLL}
	}
	return &membershiptypes.MeetingRules{
		NoticeClearDays: 14, Requisition: share(2, 7), RequisitionPeriodSeconds: 30 * day,
		GracePeriodSeconds: 1_800, FirstCallQuorum: share(4, 7), SecondCallAfterSeconds: 3_600, SecondCallQuorum: share(2, 7),
		AdjournedDays: 7, MinLengthSeconds: 600, MaxLengthSeconds: 8 * 3_600, TablingClearDays: 7, MaxAttested: share(3, 7),
		AnnualMonth: 6, AnnualDay: 30, OverdueRequisition: share(1, 7),
	}
}

// hall is a ledger whose bakery holds meetings: worker 1 convenes and takes the
// chair, workers 2 and 3 are scrutineers.
type hall struct {
	*ledger
}

func newHall(t *testing.T, change func(*membershiptypes.MeetingRules)) *hall {
	h := &hall{newLedger(t)}
	charter := bakeryCharter()
	charter.Meetings, charter.TimeZone = meetingRules(), "Europe/Berlin"
	if change != nil {
		change(charter.Meetings)
	}
	require.NoError(t, charter.Validate(membershiptypes.DefaultParams()))
	require.NoError(t, h.membership.Charters.Set(h.ctx, collections.Join(bakery, uint64(1)), charter))
	for power, numbers := range map[string][]int{
		membershiptypes.PowerConvene: {1}, membershiptypes.PowerChair: {1}, membershiptypes.PowerScrutineer: {2, 3},
	} {
		for _, number := range numbers {
			id := h.member(bakery, worker(number))
			grant := membershiptypes.Grant{CoopId: bakery, MemberId: id, Power: power, Until: h.now() + 4*366*day}
			require.NoError(t, h.membership.Grants.Set(h.ctx, collections.Join3(bakery, power, id), grant))
		}
	}
	return h
}

var berlin = func() *time.Location {
	place, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		panic(err)
	}
	return place
}()

// civil is the block's time as clocks in Berlin show it.
func (h *hall) civil() time.Time {
	now, err := h.chain.CivilNow(h.ctx)
	require.NoError(h.t, err)
	return time.Unix(now, 0).In(berlin)
}

// goTo a time of the wall clock in Berlin.
func (h *hall) goTo(year int, month time.Month, date, hour, minute int) {
	h.t.Helper()
	seconds := time.Date(year, month, date, hour, minute, 0, 0, berlin).Unix() - h.civil().Unix()
	require.Positive(h.t, seconds)
	h.tick(seconds)
}

// ahead is 18:00 so many days from today, on Berlin's clocks.
func (h *hall) ahead(days int) string {
	return h.civil().AddDate(0, 0, days).Format("2006-01-02") + "T18:00"
}

func notice(startsAt string) types.MeetingNotice {
	return types.MeetingNotice{Kind: types.MeetingKind_MEETING_KIND_EXTRAORDINARY, StartsAt: startsAt, Place: "The bakehouse"}
}

func (h *hall) tryConvene(by, startsAt string, agenda ...uint64) (id uint64, err error) {
	err = h.try(func(ctx context.Context) error {
		answer, err := h.messages.ConveneMeeting(ctx, &types.MsgConveneMeeting{Convener: by, CoopId: bakery, Notice: notice(startsAt), Agenda: agenda})
		if err == nil {
			id = answer.MeetingId
		}
		return err
	})
	return id, err
}

// motion is a draft for a meeting.
func (h *hall) motion(proposer int, rule string) (id uint64) {
	h.t.Helper()
	require.NoError(h.t, h.try(func(ctx context.Context) error {
		answer, err := h.messages.Propose(ctx, &types.MsgPropose{Proposer: worker(proposer), CoopId: bakery, Title: "Motion", Rule: rule, ForMeeting: true})
		if err == nil {
			id = answer.ResolutionId
		}
		return err
	}))
	return id
}

// convened is a meeting in 15 days with a draft on its agenda.
func (h *hall) convened(rule string) (meeting, resolution uint64) {
	h.t.Helper()
	resolution = h.motion(4, rule)
	meeting, err := h.tryConvene(worker(1), h.ahead(15), resolution)
	require.NoError(h.t, err)
	h.requireStatus(resolution, types.Status_STATUS_TABLED)
	return meeting, resolution
}

func (h *hall) meeting(id uint64) types.Meeting {
	m, err := h.governance.GetMeeting(h.ctx, id)
	require.NoError(h.t, err)
	return m
}

func (h *hall) requireMeeting(id uint64, status types.MeetingStatus) {
	h.t.Helper()
	require.Equal(h.t, status, h.meeting(id).Status)
	require.NoError(h.t, h.governance.CheckInvariants(h.ctx))
}

// call lets the meeting's time come.
func (h *hall) call(id uint64) {
	h.t.Helper()
	h.wait(h.meeting(id).DueAt - h.civil().Unix())
}

func (h *hall) attend(id uint64, workers ...int) error {
	for _, number := range workers {
		if err := h.try(func(ctx context.Context) error {
			_, err := h.messages.Attend(ctx, &types.MsgAttend{Member: worker(number), MeetingId: id})
			return err
		}); err != nil {
			return err
		}
	}
	return nil
}

// open is a meeting that has its quorum, and the vote on its agenda.
func (h *hall) open(rule string) (meeting, resolution uint64) {
	h.t.Helper()
	meeting, resolution = h.convened(rule)
	h.call(meeting)
	require.NoError(h.t, h.attend(meeting, 1, 2, 3, 4))
	h.wait(1_800)
	h.requireMeeting(meeting, types.MeetingStatus_MEETING_STATUS_OPEN)
	h.requireStatus(resolution, types.Status_STATUS_VOTING)
	return meeting, resolution
}

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

// Whoever convenes can't take the places of meetings that members ask for, nor
// can a requisition be signed for a day on which it could not be held.
func TestMembersMeetWhateverTheConvenerDoes(t *testing.T) {
	h := newHall(t, nil)
	most := int(types.DefaultParams().MaxOpenMeetingsPerCoop)
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

	for range most - 1 {
		asked, err := h.requisition(types.MeetingKind_MEETING_KIND_EXTRAORDINARY, 5)
		require.NoError(t, err)
		_, err = h.sign(asked.RequisitionId, 6)
		require.NoError(t, err)
	}
	asked, err = h.requisition(types.MeetingKind_MEETING_KIND_EXTRAORDINARY, 5)
	require.NoError(t, err)
	_, err = h.sign(asked.RequisitionId, 6)
	require.ErrorIs(t, err, types.ErrTooManyMeetings, "members have as many, and no more")

	before := h.stateHash()
	_, err = h.messages.Requisition(h.ctx, &types.MsgRequisition{Member: worker(7), CoopId: bakery, Notice: notice(h.ahead(400))})
	require.ErrorIs(t, err, types.ErrInvalidNotice)
	require.Equal(t, before, h.stateHash())
}

// Nor do members who requisition take the convener's.
func TestTheConvenerMeetsWhateverMembersDo(t *testing.T) {
	h := newHall(t, nil)
	for range types.DefaultParams().MaxOpenMeetingsPerCoop {
		asked, err := h.requisition(types.MeetingKind_MEETING_KIND_EXTRAORDINARY, 5)
		require.NoError(t, err)
		_, err = h.sign(asked.RequisitionId, 6)
		require.NoError(t, err)
	}
	_, err := h.tryConvene(worker(1), h.ahead(15))
	require.NoError(t, err)
}

// An annual meeting that is convened while members sign for one doesn't cost them theirs.
func TestARequisitionForAnAnnualMeetingThatWasConvened(t *testing.T) {
	h := newHall(t, nil)
	asked, err := h.requisition(types.MeetingKind_MEETING_KIND_ANNUAL, 5)
	require.NoError(t, err)
	annual := notice(h.ahead(15))
	annual.Kind = types.MeetingKind_MEETING_KIND_ANNUAL
	for convened := 0; ; convened++ {
		_, err := h.messages.ConveneMeeting(h.ctx, &types.MsgConveneMeeting{Convener: worker(1), CoopId: bakery, Notice: annual})
		if err != nil {
			require.ErrorIs(t, err, types.ErrInvalidNotice)
			require.Positive(t, convened)
			break
		}
	}
	meeting, err := h.sign(asked.RequisitionId, 6)
	require.NoError(t, err)
	require.Equal(t, types.MeetingKind_MEETING_KIND_EXTRAORDINARY, h.meeting(meeting).Notice.Kind)
	h.requireMeeting(meeting, types.MeetingStatus_MEETING_STATUS_CONVENED)
}

func TestARequisitionTakesNoAnnualMeetingOfAnotherYear(t *testing.T) {
	h := newHall(t, func(r *membershiptypes.MeetingRules) { r.OverdueRequisition.Numerator = 2 })
	year := h.civil().Year() + 1
	h.goTo(year, 7, 1, 0, 0)
	asked, err := h.requisition(types.MeetingKind_MEETING_KIND_ANNUAL, 5)
	require.NoError(t, err)
	require.Zero(t, asked.MeetingId)
	annual := notice(h.ahead(15))
	annual.Kind = types.MeetingKind_MEETING_KIND_ANNUAL
	_, err = h.messages.ConveneMeeting(h.ctx, &types.MsgConveneMeeting{Convener: worker(1), CoopId: bakery, Notice: annual})
	require.NoError(t, err)
	meeting, err := h.sign(asked.RequisitionId, 6)
	require.NoError(t, err)
	require.Equal(t, types.MeetingKind_MEETING_KIND_EXTRAORDINARY, h.meeting(meeting).Notice.Kind, "annual of %d, held in %d", h.meeting(meeting).AnnualYear, year)
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

func (h *hall) requisition(kind types.MeetingKind, opener int, agenda ...uint64) (*types.MsgRequisitionResponse, error) {
	asked := notice(h.ahead(5))
	asked.Kind = kind
	var answer *types.MsgRequisitionResponse
	err := h.try(func(ctx context.Context) (err error) {
		answer, err = h.messages.Requisition(ctx, &types.MsgRequisition{Member: worker(opener), CoopId: bakery, Notice: asked, Agenda: agenda})
		return err
	})
	return answer, err
}

func (h *hall) sign(id uint64, number int) (meeting uint64, err error) {
	err = h.try(func(ctx context.Context) error {
		answer, err := h.messages.SignRequisition(ctx, &types.MsgSignRequisition{Member: worker(number), RequisitionId: id})
		if err == nil {
			meeting = answer.MeetingId
		}
		return err
	})
	return meeting, err
}

// Exactly two of seven convene a meeting, with full notice; one doesn't.
func TestRequisition(t *testing.T) {
	h := newHall(t, nil)
	draft := h.propose(worker(5), bakery, "seconded")
	opened, err := h.requisition(types.MeetingKind_MEETING_KIND_EXTRAORDINARY, 5, draft)
	require.NoError(t, err)
	require.Zero(t, opened.MeetingId, "one of seven is too few")
	require.NoError(t, h.governance.CheckInvariants(h.ctx))
	_, err = h.sign(opened.RequisitionId, 5)
	require.ErrorIs(t, err, types.ErrAlreadySigned)
	_, err = h.requisition(types.MeetingKind_MEETING_KIND_EXTRAORDINARY, 5)
	require.ErrorIs(t, err, types.ErrTooManyMeetings, "a member has one open at most")
	meeting, err := h.sign(opened.RequisitionId, 6)
	require.NoError(t, err)
	require.NotZero(t, meeting)
	require.Equal(t, h.ahead(15), h.meeting(meeting).Notice.StartsAt, "the first day with fourteen clear days")
	require.Equal(t, meeting, h.resolution(draft).MeetingId, "the members stand in for its seconder")
	_, err = h.sign(opened.RequisitionId, 7)
	require.ErrorIs(t, err, types.ErrWrongMeetingStatus)
	h.requireMeeting(meeting, types.MeetingStatus_MEETING_STATUS_CONVENED)
}

func TestRequisitionExpires(t *testing.T) {
	h := newHall(t, nil)
	opened, err := h.requisition(types.MeetingKind_MEETING_KIND_EXTRAORDINARY, 5)
	require.NoError(t, err)
	h.wait(30 * day)
	_, err = h.sign(opened.RequisitionId, 6)
	require.ErrorIs(t, err, types.ErrWrongMeetingStatus)
	require.NoError(t, h.governance.CheckInvariants(h.ctx))
	_, err = h.requisition(types.MeetingKind_MEETING_KIND_EXTRAORDINARY, 5)
	require.NoError(t, err, "another can begin")
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

func (h *hall) enter(by int, resolution uint64, choice types.Choice, workers ...int) (*types.MsgEnterBallotsResponse, error) {
	var ballots []types.Ballot
	for _, number := range workers {
		ballots = append(ballots, types.Ballot{MemberId: h.member(bakery, worker(number)), Choice: choice})
	}
	var answer *types.MsgEnterBallotsResponse
	err := h.try(func(ctx context.Context) (err error) {
		answer, err = h.messages.EnterBallots(ctx, &types.MsgEnterBallots{
			Scrutineer: worker(by), ResolutionId: resolution, Ballots: ballots, PaperSha256: bytes.Repeat([]byte{9}, 32),
		})
		return err
	})
	return answer, err
}

func (h *hall) confirm(by int, meeting uint64, sheet uint32, hash []byte) (applied uint32, err error) {
	err = h.try(func(ctx context.Context) error {
		answer, err := h.messages.ConfirmSheet(ctx, &types.MsgConfirmSheet{Scrutineer: worker(by), MeetingId: meeting, Sheet: sheet, ListHash: hash})
		if err == nil {
			applied = answer.Applied
		}
		return err
	})
	return applied, err
}

// stands is how a worker's ballot stands, and whether it is attested.
func (h *hall) stands(resolution uint64, number int) (types.Choice, bool) {
	h.t.Helper()
	answer, err := h.queries.Ballot(h.ctx, &types.QueryBallotRequest{ResolutionId: resolution, MemberId: h.member(bakery, worker(number))})
	if err != nil {
		return types.Choice_CHOICE_UNSPECIFIED, false
	}
	return answer.Ballot.Choice, answer.AttestedBy != 0
}

// A member's own ballot and an attested one in every order, under rules whose
// ballots change and are final: the own one stands at the end.
func TestOwnAndAttestedBallotsInEveryOrder(t *testing.T) {
	const own, entered, confirmed = "own", "entered", "confirmed"
	for _, rule := range []string{"ordinary", "final"} {
		for _, order := range [][]string{{own, entered, confirmed}, {entered, own, confirmed}, {entered, confirmed, own}} {
			t.Run("success - "+rule+" "+order[0]+" "+order[1]+" "+order[2], func(t *testing.T) {
				h := newHall(t, nil)
				meeting, resolution := h.open(rule)
				var sheet *types.MsgEnterBallotsResponse
				for _, step := range order {
					switch step {
					case own:
						require.NoError(t, h.vote(resolution, worker(5), types.Choice_CHOICE_YES))
					case entered:
						var err error
						sheet, err = h.enter(2, resolution, types.Choice_CHOICE_NO, 5, 6)
						require.NoError(t, err)
					case confirmed:
						applied, err := h.confirm(3, meeting, sheet.Sheet, sheet.ListHash)
						require.NoError(t, err)
						want := uint32(1)
						if order[2] == own {
							want = 2
						}
						require.Equal(t, want, applied)
					}
					require.NoError(t, h.governance.CheckInvariants(h.ctx))
				}
				choice, attested := h.stands(resolution, 5)
				require.Equal(t, types.Choice_CHOICE_YES, choice)
				require.False(t, attested)
				choice, attested = h.stands(resolution, 6)
				require.Equal(t, types.Choice_CHOICE_NO, choice)
				require.True(t, attested)
				require.EqualValues(t, 1, h.tally(resolution).InFavour())
				require.EqualValues(t, 1, h.tally(resolution).Against())
				answer, err := h.queries.Tally(h.ctx, &types.QueryTallyRequest{ResolutionId: resolution})
				require.NoError(t, err)
				require.EqualValues(t, 1, answer.Attested.Present())
			})
		}
	}
}

func TestConfirmSheet(t *testing.T) {
	cases := []struct {
		name string
		do   func(h *hall, meeting, resolution uint64, sheet *types.MsgEnterBallotsResponse) error
		want error
	}{
		{"success - by another scrutineer", func(h *hall, m, _ uint64, s *types.MsgEnterBallotsResponse) error {
			_, err := h.confirm(3, m, s.Sheet, s.ListHash)
			return err
		}, nil},
		{"error - by the same", func(h *hall, m, _ uint64, s *types.MsgEnterBallotsResponse) error {
			_, err := h.confirm(2, m, s.Sheet, s.ListHash)
			return err
		}, types.ErrCannotConfirm},
		{"error - by no scrutineer", func(h *hall, m, _ uint64, s *types.MsgEnterBallotsResponse) error {
			_, err := h.confirm(1, m, s.Sheet, s.ListHash)
			return err
		}, types.ErrNoPower},
		{"error - another list", func(h *hall, m, _ uint64, s *types.MsgEnterBallotsResponse) error {
			_, err := h.confirm(3, m, s.Sheet, bytes.Repeat([]byte{1}, 32))
			return err
		}, types.ErrCannotConfirm},
		{"error - no such sheet", func(h *hall, m, _ uint64, s *types.MsgEnterBallotsResponse) error {
			_, err := h.confirm(3, m, s.Sheet+1, s.ListHash)
			return err
		}, types.ErrUnknownSheet},
		{"error - twice", func(h *hall, m, _ uint64, s *types.MsgEnterBallotsResponse) error {
			if _, err := h.confirm(3, m, s.Sheet, s.ListHash); err != nil {
				return err
			}
			h.ctx = h.ctx.WithBlockHeight(h.ctx.BlockHeight())
			_, err := h.confirm(3, m, s.Sheet, s.ListHash)
			return err
		}, types.ErrCannotConfirm},
		{"error - more than the charter's share of the roll", func(h *hall, m, r uint64, s *types.MsgEnterBallotsResponse) error {
			more, err := h.enter(2, r, types.Choice_CHOICE_YES, 1, 4, 5, 6)
			if err != nil {
				return err
			}
			_, err = h.confirm(3, m, more.Sheet, more.ListHash)
			return err
		}, types.ErrTooManyAttested},
		{"error - after the vote", func(h *hall, m, _ uint64, s *types.MsgEnterBallotsResponse) error {
			h.wait(9 * 3_600)
			_, err := h.confirm(3, m, s.Sheet, s.ListHash)
			return err
		}, types.ErrWrongStatus},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			h := newHall(t, nil)
			meeting, resolution := h.open("ordinary")
			sheet, err := h.enter(2, resolution, types.Choice_CHOICE_YES, 5, 6)
			require.NoError(t, err)
			_, voted := h.stands(resolution, 5)
			require.False(t, voted, "nothing counts before it is confirmed")
			err = tc.do(h, meeting, resolution, sheet)
			if tc.want == nil {
				require.NoError(t, err)
			} else {
				require.ErrorIs(t, err, tc.want)
			}
			require.NoError(t, h.governance.CheckInvariants(h.ctx))
		})
	}
}

// A confirmed sheet says whom it does not count, and why: in the answer, in the
// event and on the sheet itself.
func TestAConfirmedSheetNamesThoseLeftOut(t *testing.T) {
	h := newHall(t, nil)
	meeting, resolution := h.open("ordinary")
	sheet, err := h.enter(2, resolution, types.Choice_CHOICE_NO, 5, 6, 7)
	require.NoError(t, err)
	suspended, voted := h.member(bakery, worker(5)), h.member(bakery, worker(6))
	member, err := h.membership.GetMember(h.ctx, bakery, suspended)
	require.NoError(t, err)
	require.NoError(t, h.membership.Suspend(h.ctx, member))
	require.NoError(t, h.vote(resolution, worker(6), types.Choice_CHOICE_YES))
	h.ctx = h.ctx.WithEventManager(sdk.NewEventManager())
	answer, err := h.messages.ConfirmSheet(h.ctx, &types.MsgConfirmSheet{Scrutineer: worker(3), MeetingId: meeting, Sheet: sheet.Sheet, ListHash: sheet.ListHash})
	require.NoError(t, err)
	want := []types.LeftOut{
		{MemberId: suspended, Reason: types.LeftOutReason_LEFT_OUT_REASON_NOT_ACTIVE},
		{MemberId: voted, Reason: types.LeftOutReason_LEFT_OUT_REASON_OWN_BALLOT},
	}
	require.Equal(t, &types.MsgConfirmSheetResponse{Applied: 1, LeftOut: want}, answer)
	events := h.ctx.EventManager().Events()
	last, err := sdk.ParseTypedEvent(events.ToABCIEvents()[len(events)-1])
	require.NoError(t, err)
	require.Equal(t, &types.EventSheetConfirmed{
		MeetingId: meeting, Sheet: sheet.Sheet, ConfirmedBy: h.member(bakery, worker(3)), Applied: 1, LeftOut: want,
	}, last)
	sheets, err := h.queries.Sheets(h.ctx, &types.QuerySheetsRequest{MeetingId: meeting})
	require.NoError(t, err)
	require.Equal(t, want, sheets.Sheets[0].LeftOut)
	require.NoError(t, h.governance.CheckInvariants(h.ctx))

	// Those who came with a key are not counted twice, the suspended not at all.
	list, err := h.messages.EnterAttendance(h.ctx, &types.MsgEnterAttendance{
		Scrutineer: worker(2), MeetingId: meeting, Members: []uint64{h.member(bakery, worker(1)), suspended}, PaperSha256: bytes.Repeat([]byte{9}, 32),
	})
	require.NoError(t, err)
	answer, err = h.messages.ConfirmSheet(h.ctx, &types.MsgConfirmSheet{Scrutineer: worker(3), MeetingId: meeting, Sheet: list.Sheet, ListHash: list.ListHash})
	require.NoError(t, err)
	require.Equal(t, &types.MsgConfirmSheetResponse{LeftOut: []types.LeftOut{
		{MemberId: h.member(bakery, worker(1)), Reason: types.LeftOutReason_LEFT_OUT_REASON_PRESENT},
		{MemberId: suspended, Reason: types.LeftOutReason_LEFT_OUT_REASON_NOT_ACTIVE},
	}}, answer)
	h.sameAfterExport()
	state := h.export()
	state.Meetings[meeting-1].Sheets[1].Sheet.LeftOut[0].MemberId = 3
	require.ErrorContains(t, state.Validate(), "left member 3 out")
	state = h.export()
	state.Meetings[meeting-1].Sheets[0].Sheet.LeftOut = nil
	require.ErrorContains(t, state.Validate(), "of 3 entries took effect")
}

func TestEnteredAttendanceMakesTheQuorum(t *testing.T) {
	h := newHall(t, nil)
	meeting, _ := h.convened("ordinary")
	h.call(meeting)
	require.NoError(t, h.attend(meeting, 4))
	members := []uint64{h.member(bakery, worker(4)), h.member(bakery, worker(5)), h.member(bakery, worker(6)), h.member(bakery, worker(7))}
	list := &types.MsgEnterAttendance{Scrutineer: worker(2), MeetingId: meeting, Members: members, PaperSha256: bytes.Repeat([]byte{9}, 32)}
	entered, err := h.messages.EnterAttendance(h.ctx, list)
	require.NoError(t, err)
	require.EqualValues(t, 1, h.meeting(meeting).Present)
	applied, err := h.confirm(3, meeting, entered.Sheet, entered.ListHash)
	require.NoError(t, err)
	require.EqualValues(t, 3, applied, "worker 4 was present already")
	require.EqualValues(t, 3, h.meeting(meeting).AttestedPresent)
	h.wait(1_800)
	h.requireMeeting(meeting, types.MeetingStatus_MEETING_STATUS_OPEN)
	dispute := func() error {
		return h.try(func(ctx context.Context) error {
			_, err := h.messages.DisputeSheet(ctx, &types.MsgDisputeSheet{Member: worker(7), MeetingId: meeting, Sheet: entered.Sheet})
			return err
		})
	}
	require.NoError(t, dispute())
	require.ErrorIs(t, dispute(), types.ErrAlreadyDisputed)
	sheets, err := h.queries.Sheets(h.ctx, &types.QuerySheetsRequest{MeetingId: meeting})
	require.NoError(t, err)
	require.EqualValues(t, 1, sheets.Sheets[0].Disputes)
	require.NoError(t, h.governance.CheckInvariants(h.ctx))
}


// busyHall has a meeting under way with ballots that scrutineers entered, another
// one convened, and a requisition open.
func busyHall(t *testing.T) *hall {
	h := newHall(t, nil)
	meeting, resolution := h.open("ordinary")
	sheet, err := h.enter(2, resolution, types.Choice_CHOICE_NO, 5, 6)
	require.NoError(t, err)
	_, err = h.confirm(3, meeting, sheet.Sheet, sheet.ListHash)
	require.NoError(t, err)
	_, err = h.enter(3, resolution, types.Choice_CHOICE_NO, 7)
	require.NoError(t, err)
	_, _ = h.convened("ordinary")
	_, err = h.requisition(types.MeetingKind_MEETING_KIND_EXTRAORDINARY, 6)
	require.NoError(t, err)
	require.NoError(t, h.governance.CheckInvariants(h.ctx))
	return h
}

// sameAfterExport exports, imports and exports again.
func (h *hall) sameAfterExport() {
	h.t.Helper()
	first := h.export()
	other, err := h.reborn(first)
	require.NoError(h.t, err)
	require.Equal(h.t, first, other.export())
	require.Equal(h.t, h.stateHash(), other.stateHash(), "the store is the same")
	require.NoError(h.t, other.governance.CheckInvariants(other.ctx))
}

func TestMeetingSurvivesExport(t *testing.T) {
	h := busyHall(t)
	first := h.export()
	other, err := h.reborn(first)
	require.NoError(t, err)
	require.Equal(t, first, other.export())
	require.NoError(t, other.governance.CheckInvariants(other.ctx))
	require.Equal(t, h.stateHash(), other.stateHash(), "the store is the same")

	first.AttestedBallots[0].Sheet = 2
	require.ErrorIs(t, first.Validate(), types.ErrInvalidGenesis, "a sheet that nobody confirmed attests nothing")
}

// Whoever writes a genesis can't make the rolls by which meetings are decided
// smaller, nor count a ballot in another class.
func TestRollsOfMeetingsAreRecounted(t *testing.T) {
	shrink := func(m *types.Meeting) { m.Roll[0].Members, m.Active = m.Roll[0].Members-1, m.Active-1 }
	for _, c := range []struct {
		name    string
		spoil   func(g *types.GenesisState)
		refused string
	}{
		{"an open meeting's", func(g *types.GenesisState) { shrink(&g.Meetings[0].Meeting) }, "meeting 1: its frozen roll is"},
		{"a convened meeting's", func(g *types.GenesisState) { shrink(&g.Meetings[1].Meeting) }, "meeting 2: its frozen roll is"},
		{"a requisition's", func(g *types.GenesisState) { g.Requisitions[0].Requisition.Roll-- }, "requisition 1: its frozen roll is"},
		{"the class of an attested ballot", func(g *types.GenesisState) {
			// Another class that votes, so that the mark alone is wrong.
			g.AttestedBallots[0].ClassId++
			for i := range g.Resolutions {
				if terms := &g.Resolutions[i].Terms; g.Resolutions[i].Resolution.Id == g.AttestedBallots[0].ResolutionId {
					terms.Roll = append(terms.Roll, membershiptypes.ClassCount{ClassId: g.AttestedBallots[0].ClassId, Members: 1})
				}
			}
		}, "is marked as of class"},
		{"ballots before the vote", func(g *types.GenesisState) {
			for i := range g.Resolutions {
				if g.Resolutions[i].Resolution.Status == types.Status_STATUS_TABLED {
					g.Resolutions[i].Ballots = g.Resolutions[0].Ballots
				}
			}
		}, "nobody votes before voting opens"},
	} {
		t.Run("error - "+c.name, func(t *testing.T) {
			h := busyHall(t)
			genesis := h.export()
			c.spoil(genesis)
			_, err := h.reborn(genesis)
			require.ErrorIs(t, err, types.ErrInvalidGenesis)
			require.ErrorContains(t, err, c.refused)
		})
	}
}
