package keeper

import (
	"context"
	"errors"
	"fmt"

	"cosmossdk.io/collections"

	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/coopledger/coopledger/x/validators/types"
)

// Seats lists all seats.
func (k queryServer) Seats(ctx context.Context, request *types.QuerySeatsRequest) (*types.QuerySeatsResponse, error) {
	lines, page, err := query.CollectionPaginate(ctx, k.Keeper.Seats, boundedPage(request.Pagination),
		func(_ uint64, seat types.Seat) (types.SeatLine, error) { return k.line(ctx, seat) })
	if err != nil {
		return nil, err
	}
	return &types.QuerySeatsResponse{Seats: lines, Pagination: page}, nil
}

// Seat returns one co-op's seat.
func (k queryServer) Seat(ctx context.Context, request *types.QuerySeatRequest) (*types.QuerySeatResponse, error) {
	coop, err := k.membership.CoopByReference(ctx, request.Coop)
	if err != nil {
		return nil, err
	}
	seat, err := k.GetSeat(ctx, coop.Id)
	if err != nil {
		return nil, err
	}
	line, err := k.line(ctx, seat)
	if err != nil {
		return nil, err
	}
	return &types.QuerySeatResponse{Seat: line}, nil
}

func (k *Keeper) line(ctx context.Context, seat types.Seat) (types.SeatLine, error) {
	key, err := seat.Key()
	if err != nil {
		return types.SeatLine{}, err
	}
	liveness, err := k.Liveness.Get(ctx, seat.CoopId)
	if err != nil && !errors.Is(err, collections.ErrNotFound) {
		return types.SeatLine{}, err
	}
	return types.SeatLine{Seat: seat, ConsensusAddress: fmt.Sprintf("%X", key.Address().Bytes()), Liveness: liveness}, nil
}
