package keeper_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/coopledger/coopledger/x/chain/types"
)

func TestClockQuery(t *testing.T) {
	f := newChain(t)
	f.block(2 * time.Hour)
	response, err := f.queries.Clock(f.ctx, &types.QueryClockRequest{})
	require.NoError(t, err)
	require.Equal(t, "2026-03-02T09:01:00Z", response.ChainTime)
	require.Equal(t, "2026-03-02T11:00:00Z", response.BlockTime)
	require.False(t, response.VetoWindowsMayEnd)
	require.Equal(t, int64(2), response.Clock.LastGapHeight)
}

func TestQuotaQuery(t *testing.T) {
	f := newChain(t)
	require.NoError(t, f.keeper.DrawFree(f.ctx, admitted(1, 1, 1_000, 100)))
	params := types.DefaultParams()
	for _, coop := range []string{"federation", "1"} {
		response, err := f.queries.Quota(f.ctx, &types.QueryQuotaRequest{Coop: coop, MemberId: 1})
		require.NoError(t, err)
		require.Equal(t, params.MemberAllowance.Gas-1_000, response.Member.Gas)
		require.Equal(t, params.MemberAllowance.Bytes-100, response.Member.Bytes)
		require.Equal(t, params.CoopAllowance.Gas-1_000, response.Coop.Gas)
	}
	_, err := f.queries.Quota(f.ctx, &types.QueryQuotaRequest{Coop: "nobody", MemberId: 1})
	require.ErrorIs(t, err, errNoCoop)
	for _, request := range []*types.QueryQuotaRequest{nil, {}, {Coop: "federation"}, {MemberId: 1}} {
		_, err := f.queries.Quota(f.ctx, request)
		require.Equal(t, codes.InvalidArgument, status.Code(err))
	}
}

// H45: no query returns more than a page.
func TestAllotmentsArePaged(t *testing.T) {
	f := newChain(t)
	for id := uint64(1); id <= 250; id++ {
		require.NoError(t, f.keeper.Allotments.Set(f.ctx, id, types.DefaultParams().CoopAllowance))
	}
	seen := uint64(0)
	page := &query.PageRequest{Limit: 1_000_000}
	for {
		response, err := f.queries.Allotments(f.ctx, &types.QueryAllotmentsRequest{Pagination: page})
		require.NoError(t, err)
		require.LessOrEqual(t, len(response.Allotments), 100)
		for _, allotment := range response.Allotments {
			seen++
			require.Equal(t, seen, allotment.CoopId)
		}
		if page = (&query.PageRequest{Key: response.Pagination.NextKey, Limit: 1_000_000}); page.Key == nil {
			break
		}
	}
	require.Equal(t, uint64(250), seen)
	_, err := f.queries.Allotments(f.ctx, nil)
	require.Equal(t, codes.InvalidArgument, status.Code(err))
}
