package keeper

import (
	"context"

	"github.com/coopledger/coopledger/x/validators/types"
)

// UpdateParams replaces the limits, whole. A new liveness window counts from
// nothing, since old bits have no place in it.
func (k msgServer) UpdateParams(ctx context.Context, msg *types.MsgUpdateParams) (*types.MsgUpdateParamsResponse, error) {
	if err := k.mustBeAuthority(msg.Authority); err != nil {
		return nil, err
	}
	if err := msg.Params.Validate(); err != nil {
		return nil, err
	}
	before, err := k.Params.Get(ctx)
	if err != nil {
		return nil, err
	}
	seats, err := k.allSeats(ctx)
	if err != nil {
		return nil, err
	}
	changes, err := k.allChanges(ctx)
	if err != nil {
		return nil, err
	}
	if lasting := types.LastingSeats(seats, changes); lasting > int(msg.Params.MaxSeats) {
		return nil, types.ErrInvalidParams.Wrapf("max_seats is %d but there are %d seats; remove some first", msg.Params.MaxSeats, lasting)
	}
	for _, seat := range seats {
		if uint64(len(seat.Moniker)) > uint64(msg.Params.MaxMonikerBytes) {
			return nil, types.ErrInvalidParams.Wrapf("max_moniker_bytes is %d but the moniker of co-op %d has %d bytes", msg.Params.MaxMonikerBytes, seat.CoopId, len(seat.Moniker))
		}
		if before.LivenessWindowBlocks == msg.Params.LivenessWindowBlocks {
			continue
		}
		if err := k.clearLiveness(ctx, seat.CoopId); err != nil {
			return nil, err
		}
	}
	if err := k.Params.Set(ctx, msg.Params); err != nil {
		return nil, err
	}
	return &types.MsgUpdateParamsResponse{}, emit(ctx, &types.EventParamsUpdated{Params: msg.Params})
}
