package keeper_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/coopledger/coopledger/x/governance/types"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

// pagesOf walks a list of members one by one and returns whom it named.
func pagesOf(t *testing.T, ask func(*query.PageRequest) ([]uint64, *query.PageResponse, error)) (members []uint64) {
	t.Helper()
	request := &query.PageRequest{Limit: 1}
	for range 20 {
		page, next, err := ask(request)
		require.NoError(t, err)
		members = append(members, page...)
		if request.Key = next.NextKey; request.Key == nil {
			_, _, err = ask(&query.PageRequest{Limit: 1_001})
			require.ErrorIs(t, err, types.ErrInvalidPage)
			return members
		}
		require.Len(t, page, 1)
	}
	require.Fail(t, "the pages don't end")
	return nil
}

func TestQuerySeconders(t *testing.T) {
	l := newLedger(t)
	draft := l.propose(worker(1), bakery, "careful")
	ask := func(page *query.PageRequest) ([]uint64, *query.PageResponse, error) {
		answer, err := l.queries.Seconders(l.ctx, &types.QuerySecondersRequest{ResolutionId: draft, Pagination: page})
		if err != nil {
			return nil, nil, err
		}
		return answer.MemberIds, answer.Pagination, nil
	}
	require.Empty(t, pagesOf(t, ask))
	other := l.propose(worker(2), bakery, "careful")
	require.NoError(t, l.second(other, worker(7)))
	for _, number := range []int{5, 3} {
		require.NoError(t, l.second(draft, worker(number)))
	}
	require.Equal(t, []uint64{l.member(bakery, worker(3)), l.member(bakery, worker(5))}, pagesOf(t, ask))
	require.NoError(t, l.amend(draft, worker(1), "careful"))
	require.Empty(t, pagesOf(t, ask), "an amendment takes every second back")
	_, err := l.queries.Seconders(l.ctx, &types.QuerySecondersRequest{ResolutionId: 9})
	require.ErrorIs(t, err, types.ErrUnknownResolution)
}

// A requisition can be read with those who signed it, while it is open and when
// it is over.
func TestQueryRequisitions(t *testing.T) {
	h := newHall(t, nil)
	convening, err := h.requisition(types.MeetingKind_MEETING_KIND_EXTRAORDINARY, 6)
	require.NoError(t, err)
	meeting, err := h.sign(convening.RequisitionId, 5)
	require.NoError(t, err)
	lonely, err := h.requisition(types.MeetingKind_MEETING_KIND_EXTRAORDINARY, 4)
	require.NoError(t, err)

	check := func(h *hall) {
		t.Helper()
		answer, err := h.queries.Requisition(h.ctx, &types.QueryRequisitionRequest{RequisitionId: convening.RequisitionId})
		require.NoError(t, err)
		require.Equal(t, meeting, answer.Requisition.MeetingId)
		require.Equal(t, meetingRules().Requisition, answer.Requisition.Share)
		require.Equal(t, []uint64{h.member(bakery, worker(5)), h.member(bakery, worker(6))}, pagesOf(t,
			func(page *query.PageRequest) ([]uint64, *query.PageResponse, error) {
				answer, err := h.queries.Requisition(h.ctx, &types.QueryRequisitionRequest{RequisitionId: convening.RequisitionId, Pagination: page})
				if err != nil {
					return nil, nil, err
				}
				return answer.SignedBy, answer.Pagination, nil
			}))
		ids := pagesOf(t, func(page *query.PageRequest) (ids []uint64, next *query.PageResponse, err error) {
			answer, err := h.queries.Requisitions(h.ctx, &types.QueryRequisitionsRequest{Coop: "bakery", Pagination: page})
			if err != nil {
				return nil, nil, err
			}
			for _, requisition := range answer.Requisitions {
				ids = append(ids, requisition.Id)
			}
			return ids, answer.Pagination, nil
		})
		require.Equal(t, []uint64{convening.RequisitionId, lonely.RequisitionId}, ids)
	}
	check(h)
	h.wait(30 * day)
	check(h)
	require.NoError(t, h.governance.CheckInvariants(h.ctx))
	other, err := h.reborn(h.export())
	require.NoError(t, err)
	check(&hall{other})

	none, err := h.queries.Requisitions(h.ctx, &types.QueryRequisitionsRequest{Coop: "federation"})
	require.NoError(t, err)
	require.Empty(t, none.Requisitions)
	_, err = h.queries.Requisition(h.ctx, &types.QueryRequisitionRequest{RequisitionId: 9})
	require.ErrorIs(t, err, types.ErrUnknownRequisition)
	_, err = h.queries.Requisitions(h.ctx, &types.QueryRequisitionsRequest{Coop: "nowhere"})
	require.ErrorIs(t, err, membershiptypes.ErrUnknownCoop)
}

func TestQueryDisputes(t *testing.T) {
	h := newHall(t, nil)
	meeting, resolution := h.open("ordinary")
	var sheets []uint32
	for _, number := range []int{5, 6} {
		entered, err := h.enter(2, resolution, types.Choice_CHOICE_NO, number)
		require.NoError(t, err)
		sheets = append(sheets, entered.Sheet)
	}
	for sheet, numbers := range map[uint32][]int{sheets[0]: {7, 4}, sheets[1]: {1}} {
		for _, number := range numbers {
			require.NoError(t, h.try(func(ctx context.Context) error {
				_, err := h.messages.DisputeSheet(ctx, &types.MsgDisputeSheet{Member: worker(number), MeetingId: meeting, Sheet: sheet})
				return err
			}))
		}
	}
	require.Equal(t, []uint64{h.member(bakery, worker(4)), h.member(bakery, worker(7))}, pagesOf(t,
		func(page *query.PageRequest) ([]uint64, *query.PageResponse, error) {
			answer, err := h.queries.Disputes(h.ctx, &types.QueryDisputesRequest{MeetingId: meeting, Sheet: sheets[0], Pagination: page})
			if err != nil {
				return nil, nil, err
			}
			return answer.MemberIds, answer.Pagination, nil
		}))
	_, err := h.queries.Disputes(h.ctx, &types.QueryDisputesRequest{MeetingId: 9, Sheet: 1})
	require.ErrorIs(t, err, types.ErrUnknownMeeting)
	_, err = h.queries.Disputes(h.ctx, &types.QueryDisputesRequest{MeetingId: meeting, Sheet: 9})
	require.ErrorIs(t, err, types.ErrUnknownSheet)
}
