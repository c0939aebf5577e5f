package keeper

import (
	"context"

	"github.com/coopledger/coopledger/x/validators/types"
)

// Set returns how many seats sign and how few may.
func (k queryServer) Set(ctx context.Context, _ *types.QuerySetRequest) (*types.QuerySetResponse, error) {
	seats, err := k.allSeats(ctx)
	if err != nil {
		return nil, err
	}
	set, err := k.setOf(ctx, seats)
	if err != nil {
		return nil, err
	}
	changes, err := k.allChanges(ctx)
	if err != nil {
		return nil, err
	}
	response := &types.QuerySetResponse{
		Signing:               set.signing,
		Floor:                 set.floor(),
		MaxTouchedPerBlock:    set.touchable,
		Queued:                uint32(len(changes)),
		SeatsAtLastResolution: set.seatsAtLastResolution,
		ReachedFour:           set.reachedFour,
	}
	for _, seat := range seats {
		if seat.State == types.SeatState_SEAT_STATE_CONDEMNED {
			response.Condemned++
		}
	}
	return response, nil
}
