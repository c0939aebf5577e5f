package keeper_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/coopledger/coopledger/x/governance/types"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

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
	require.ErrorIs(t, err, types.ErrAlreadySigned, "who signs one begins no other")
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

// A signature binds its member until the requisition has ended, or the meeting
// that it convened is over: the same members can't take every place.
func TestASignatureBindsUntilTheMeetingIsOver(t *testing.T) {
	h := newHall(t, nil)
	extraordinary := types.MeetingKind_MEETING_KIND_EXTRAORDINARY
	first, err := h.requisition(extraordinary, 4)
	require.NoError(t, err)
	other, err := h.requisition(extraordinary, 5)
	require.NoError(t, err)
	_, err = h.sign(other.RequisitionId, 4)
	require.ErrorIs(t, err, types.ErrAlreadySigned, "it has begun another")
	meeting, err := h.sign(first.RequisitionId, 6)
	require.NoError(t, err)
	require.NotZero(t, meeting)
	for _, number := range []int{4, 6} {
		_, err = h.sign(other.RequisitionId, number)
		require.ErrorIs(t, err, types.ErrAlreadySigned, "the meeting is to come")
		_, err = h.requisition(extraordinary, number)
		require.ErrorIs(t, err, types.ErrAlreadySigned)
	}
	_, err = h.messages.CancelMeeting(h.ctx, &types.MsgCancelMeeting{Officer: membershiptypes.CoopAddress(bakery), MeetingId: meeting, ReasonSha256: someHash})
	require.NoError(t, err)
	meeting, err = h.sign(other.RequisitionId, 6)
	require.NoError(t, err, "that meeting is over")
	require.NotZero(t, meeting)
	_, err = h.requisition(extraordinary, 4)
	require.NoError(t, err)
	h.wait(30 * day)
	_, err = h.requisition(extraordinary, 4)
	require.NoError(t, err, "that requisition has ended")
	require.NoError(t, h.governance.CheckInvariants(h.ctx))
}

// Who takes all places for requisitions keeps them for a day: then a new one takes
// that of the one which fewest have signed, of several the oldest, but none that half
// of those needed have signed.
func TestAFewMembersDontKeepThePlaces(t *testing.T) {
	h := newHall(t, func(r *membershiptypes.MeetingRules) { r.Requisition.Numerator = 4 })
	params, err := h.governance.Params.Get(h.ctx)
	require.NoError(t, err)
	params.MaxOpenMeetingsPerCoop = 3
	require.NoError(t, h.governance.Params.Set(h.ctx, params))
	begin := func(opener int) (uint64, error) {
		answer, err := h.requisition(types.MeetingKind_MEETING_KIND_EXTRAORDINARY, opener)
		require.NoError(t, h.governance.CheckInvariants(h.ctx))
		if err != nil {
			return 0, err
		}
		return answer.RequisitionId, nil
	}
	ended := func(id uint64) bool {
		q, err := h.governance.GetRequisition(h.ctx, id)
		require.NoError(t, err)
		return q.DueAt == 0
	}
	var asked []uint64
	for opener := 1; opener <= 3; opener++ {
		id, err := begin(opener)
		require.NoError(t, err)
		asked = append(asked, id)
	}
	h.wait(day - 10)
	before := h.stateHash()
	_, err = begin(4)
	require.ErrorIs(t, err, types.ErrTooManyMeetings, "each has a day")
	require.Equal(t, before, h.stateHash())
	h.wait(10)

	fourth, err := begin(4)
	require.NoError(t, err)
	require.True(t, ended(asked[0]), "the oldest of three with one signature")
	require.False(t, ended(asked[1]) || ended(asked[2]))
	_, err = h.sign(asked[0], 5)
	require.ErrorIs(t, err, types.ErrWrongMeetingStatus)

	_, err = h.sign(asked[1], 5)
	require.NoError(t, err, "two of the four that it needs")
	h.wait(day)
	again, err := begin(1)
	require.NoError(t, err, "its own has ended")
	require.True(t, ended(asked[2]))
	require.False(t, ended(asked[1]) || ended(fourth) || ended(again), "the second has half of its signatures")
	h.wait(day)
	for _, opener := range []int{6, 7} {
		_, err = begin(opener)
		require.NoError(t, err)
	}
	require.True(t, ended(fourth) && ended(again))
	require.False(t, ended(asked[1]))
	_, err = begin(3)
	require.ErrorIs(t, err, types.ErrTooManyMeetings, "two began just now, and one keeps its place")
}
