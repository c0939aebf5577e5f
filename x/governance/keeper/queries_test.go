package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/collections"

	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/coopledger/coopledger/x/governance/types"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

func TestQueryResolution(t *testing.T) {
	l := newLedger(t)
	id := l.propose(worker(1), bakery, "", pay(bakery, worker(2), 5))
	l.yes(id, 3)
	answer, err := l.queries.Resolution(l.ctx, &types.QueryResolutionRequest{ResolutionId: id})
	require.NoError(t, err)
	require.Equal(t, l.resolution(id), answer.Resolution)
	require.Equal(t, "Test", answer.Content.Title)
	require.Equal(t, uint64(7), answer.Terms.RollSize())
	require.Equal(t, l.tally(id), answer.Tally)
	text, err := l.cdc.MarshalJSON(answer)
	require.NoError(t, err)
	require.Contains(t, string(text), `"@type":"/cosmos.bank.v1beta1.MsgSend"`)

	_, err = l.queries.Resolution(l.ctx, &types.QueryResolutionRequest{ResolutionId: 9})
	require.ErrorIs(t, err, types.ErrUnknownResolution)
}

func TestQueryResolutions(t *testing.T) {
	l, ids := everyStatus(t)
	for status, id := range ids {
		coop := bakery
		answer, err := l.queries.Resolutions(l.ctx, &types.QueryResolutionsRequest{Coop: "bakery", Status: status})
		require.NoError(t, err)
		require.NotEmpty(t, answer.Resolutions, status.Word())
		found := false
		for _, line := range answer.Resolutions {
			require.Equal(t, status, line.Resolution.Status)
			require.Equal(t, coop, line.Resolution.CoopId)
			require.Equal(t, "Test", line.Title)
			found = found || line.Resolution.Id == id
		}
		require.True(t, found, status.Word())
	}
	var seen []uint64
	request := &types.QueryResolutionsRequest{Coop: "2", Pagination: &query.PageRequest{Limit: 3}}
	for {
		answer, err := l.queries.Resolutions(l.ctx, request)
		require.NoError(t, err)
		for _, line := range answer.Resolutions {
			seen = append(seen, line.Resolution.Id)
		}
		if request.Pagination.Key = answer.Pagination.NextKey; request.Pagination.Key == nil {
			break
		}
		require.Len(t, answer.Resolutions, 3)
	}
	require.Equal(t, []uint64{1, 2, 3, 4, 5, 6, 7, 8, 9, 10}, seen)

	_, err := l.queries.Resolutions(l.ctx, &types.QueryResolutionsRequest{Coop: "nowhere"})
	require.ErrorIs(t, err, membershiptypes.ErrUnknownCoop)
	_, err = l.queries.Resolutions(l.ctx, &types.QueryResolutionsRequest{Coop: "2", Status: 44})
	require.ErrorIs(t, err, types.ErrInvalidRequest)
	_, err = l.queries.Resolutions(l.ctx, &types.QueryResolutionsRequest{Coop: "2", Pagination: &query.PageRequest{Limit: 1_001}})
	require.ErrorIs(t, err, types.ErrInvalidPage)
}

func TestQueryBallots(t *testing.T) {
	l := newLedger(t)
	id := l.propose(worker(1), bakery, "")
	l.yes(id, 2, 3, 7)
	require.NoError(t, l.vote(id, worker(4), no))
	answer, err := l.queries.Ballots(l.ctx, &types.QueryBallotsRequest{ResolutionId: id, Pagination: &query.PageRequest{Limit: 2, CountTotal: true}})
	require.NoError(t, err)
	require.Equal(t, []types.Ballot{{MemberId: 2, Choice: yes}, {MemberId: 3, Choice: yes}}, answer.Ballots)
	require.Equal(t, uint64(4), answer.Pagination.Total)
	answer, err = l.queries.Ballots(l.ctx, &types.QueryBallotsRequest{ResolutionId: id, Pagination: &query.PageRequest{Limit: 2, Key: answer.Pagination.NextKey}})
	require.NoError(t, err)
	require.Equal(t, []types.Ballot{{MemberId: 4, Choice: no}, {MemberId: 7, Choice: yes}}, answer.Ballots)
	require.Nil(t, answer.Pagination.NextKey)

	for _, c := range []struct {
		name string
		page *query.PageRequest
	}{
		{"error - an offset", &query.PageRequest{Offset: 1}},
		{"error - backwards", &query.PageRequest{Reverse: true}},
		{"error - a strange key", &query.PageRequest{Key: []byte{1, 2}}},
		{"error - too long", &query.PageRequest{Limit: 5_000}},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := l.queries.Ballots(l.ctx, &types.QueryBallotsRequest{ResolutionId: id, Pagination: c.page})
			require.ErrorIs(t, err, types.ErrInvalidPage)
		})
	}
	_, err = l.queries.Ballot(l.ctx, &types.QueryBallotRequest{ResolutionId: id, MemberId: 5})
	require.ErrorIs(t, err, types.ErrUnknownBallot)
	consent := l.propose(memberCoop(1), federation, "")
	require.NoError(t, l.vote(consent, memberCoop(1), block))
	one, err := l.queries.Ballot(l.ctx, &types.QueryBallotRequest{ResolutionId: consent, MemberId: 1})
	require.NoError(t, err)
	require.Equal(t, block, one.Ballot.Choice)
}

// H45: a page reads a bounded number of records, however few ballots are in
// them, and walking all pages finds every ballot once.
func TestBallotPagesAreBounded(t *testing.T) {
	l := newLedger(t)
	id := l.propose(worker(1), bakery, "")
	const records, maxRecords = 200, 64
	for number := uint64(0); number < records; number++ {
		record := types.NewBallotRecord()
		if number > 0 && number%maxRecords == 0 {
			types.WriteBallot(record, number*4096, types.PackedInFavour)
			types.WriteBallot(record, number*4096+4095, types.PackedAgainst)
		}
		require.NoError(t, l.governance.Ballots.Set(l.ctx, collections.Join(id, number), record))
	}
	var members []uint64
	pages := 0
	page := &query.PageRequest{Limit: 100}
	for {
		answer, err := l.queries.Ballots(l.ctx, &types.QueryBallotsRequest{ResolutionId: id, Pagination: page})
		require.NoError(t, err)
		pages++
		for _, ballot := range answer.Ballots {
			members = append(members, ballot.MemberId)
		}
		if page.Key = answer.Pagination.NextKey; page.Key == nil {
			break
		}
	}
	require.Equal(t, []uint64{64 * 4096, 64*4096 + 4095, 128 * 4096, 128*4096 + 4095, 192 * 4096, 192*4096 + 4095}, members)
	require.Equal(t, 4, pages, "64 records a page")
}

func TestQueryTally(t *testing.T) {
	l := newLedger(t)
	draft := l.propose(worker(1), bakery, "seconded")
	answer, err := l.queries.Tally(l.ctx, &types.QueryTallyRequest{ResolutionId: draft})
	require.NoError(t, err)
	require.Zero(t, answer.Roll)
	require.Equal(t, types.OutcomeCode_OUTCOME_CODE_UNSPECIFIED, answer.WouldBe.Code)

	id := l.propose(worker(1), bakery, "special")
	l.yes(id, 1, 2, 3)
	require.NoError(t, l.vote(id, worker(4), no))
	require.NoError(t, l.vote(id, worker(5), abstain))
	answer, err = l.queries.Tally(l.ctx, &types.QueryTallyRequest{ResolutionId: id})
	require.NoError(t, err)
	require.Equal(t, &types.QueryTallyResponse{
		Tally: types.Tally{Classes: []types.ClassTally{{ClassId: 1, InFavour: 3, Against: 1, Abstained: 1}}}, InFavour: 3, Against: 1, Abstained: 1, Roll: 7,
		WouldBe: types.Outcome{Code: types.OutcomeCode_OUTCOME_CODE_PASSED},
	}, answer)
}

func TestQueryParams(t *testing.T) {
	l := newLedger(t)
	answer, err := l.queries.Params(l.ctx, &types.QueryParamsRequest{})
	require.NoError(t, err)
	require.Equal(t, types.DefaultParams(), answer.Params)
}

func TestCoopOf(t *testing.T) {
	l := newLedger(t)
	id := l.propose(worker(1), bakery, "")
	coop, err := l.governance.CoopOf(l.ctx, id)
	require.NoError(t, err)
	require.Equal(t, bakery, coop)
	_, err = l.governance.CoopOf(l.ctx, id+1)
	require.ErrorIs(t, err, types.ErrUnknownResolution)
}
