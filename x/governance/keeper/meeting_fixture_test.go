package keeper_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/collections"

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
