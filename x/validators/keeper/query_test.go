package keeper_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/coopledger/coopledger/x/validators/keeper"
	"github.com/coopledger/coopledger/x/validators/types"
)

func TestQueries(t *testing.T) {
	c := newChain(t, 7)
	c.run(block{send: func() {
		for id := uint64(10); id <= 13; id++ {
			require.NoError(t, c.addSeat(id, firstKey(id), 0))
		}
	}})
	server := keeper.NewQueryServer(c.keeper)

	set, err := server.Set(c.ctx, &types.QuerySetRequest{})
	require.NoError(t, err)
	require.Equal(t, types.QuerySetResponse{
		Signing: 9, Floor: 6, MaxTouchedPerBlock: 3, Queued: 2, SeatsAtLastResolution: 9, ReachedFour: true,
	}, *set)

	seats, err := server.Seats(c.ctx, &types.QuerySeatsRequest{Pagination: &query.PageRequest{Limit: 4}})
	require.NoError(t, err)
	require.Len(t, seats.Seats, 4)
	require.NotEmpty(t, seats.Pagination.NextKey)
	require.Equal(t, fmt.Sprintf("%X", firstKey(2).PubKey().Address().Bytes()), seats.Seats[0].ConsensusAddress)

	all, err := server.Seats(c.ctx, &types.QuerySeatsRequest{Pagination: &query.PageRequest{Limit: 1 << 60}})
	require.NoError(t, err)
	require.Len(t, all.Seats, 11)

	changes, err := server.Changes(c.ctx, &types.QueryChangesRequest{})
	require.NoError(t, err)
	require.Len(t, changes.Changes, 2)
	require.EqualValues(t, 12, changes.Changes[0].CoopId)

	seat, err := server.Seat(c.ctx, &types.QuerySeatRequest{Coop: "13"})
	require.NoError(t, err)
	require.Equal(t, joining, seat.Seat.Seat.State)
	_, err = server.Seat(c.ctx, &types.QuerySeatRequest{Coop: "29"})
	require.ErrorIs(t, err, types.ErrNoSeat)

	params, err := server.Params(c.ctx, &types.QueryParamsRequest{})
	require.NoError(t, err)
	require.Equal(t, testParams(), params.Params)
}
