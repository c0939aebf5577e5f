package keeper

import (
	"context"

	"github.com/coopledger/coopledger/x/validators/types"
)

// RemoveSeat takes a seat away: at once if it does not sign, else in its turn,
// or, where the set could not survive it, once a replacement has joined.
func (k msgServer) RemoveSeat(ctx context.Context, msg *types.MsgRemoveSeat) (*types.MsgRemoveSeatResponse, error) {
	if err := k.mustBeAuthority(msg.Authority); err != nil {
		return nil, err
	}
	seat, err := k.GetSeat(ctx, msg.CoopId)
	if err != nil {
		return nil, err
	}
	state, err := k.dismiss(ctx, seat, types.SeatReason_SEAT_REASON_RESOLUTION)
	if err != nil {
		return nil, err
	}
	if state == types.SeatState_SEAT_STATE_UNSPECIFIED { // it is gone: a resolution has changed the set
		set, err := k.loadSet(ctx)
		if err != nil {
			return nil, err
		}
		set.decided()
		if err := k.storeSet(ctx, set); err != nil {
			return nil, err
		}
	}
	return &types.MsgRemoveSeatResponse{State: state}, nil
}
