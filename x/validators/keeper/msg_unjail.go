package keeper

import (
	"context"
	"time"

	"github.com/coopledger/coopledger/x/validators/types"
)

// Unjail brings a seat back that missed too many blocks: from jail in its turn,
// or at once where it was condemned and never lost its power.
func (k msgServer) Unjail(ctx context.Context, msg *types.MsgUnjail) (*types.MsgUnjailResponse, error) {
	seat, _, err := k.seatOfOperator(ctx, msg.Operator, msg.CoopId)
	if err != nil {
		return nil, err
	}
	if !seat.CanUnjail() {
		return nil, types.ErrSeatState.Wrapf("the seat of co-op %d is %s; only a seat that missed too many blocks can be unjailed", seat.CoopId, seat.Words())
	}
	now, err := k.chain.Now(ctx)
	if err != nil {
		return nil, err
	}
	if now < seat.JailedUntil {
		return nil, types.ErrTooEarly.Wrapf("the seat of co-op %d is jailed until %s in chain time, in %d seconds; see to the node meanwhile and try again then",
			seat.CoopId, time.Unix(seat.JailedUntil, 0).UTC().Format(time.RFC3339), seat.JailedUntil-now)
	}
	if err := k.mustBeMember(ctx, seat.CoopId); err != nil {
		return nil, err
	}
	if seat.HasPower() {
		if isAppointed, err := k.waitsToJoin(ctx, seat.CoopId); err != nil || isAppointed {
			if err == nil {
				err = types.ErrSeatState.Wrapf("the seat of co-op %d was appointed again and waits for its turn; there is nothing to unjail", seat.CoopId)
			}
			return nil, err
		}
		return &types.MsgUnjailResponse{}, k.moveSeat(ctx, &seat, types.SeatState_SEAT_STATE_ACTIVE, types.SeatReason_SEAT_REASON_UNSPECIFIED)
	}
	if err := k.moveSeat(ctx, &seat, types.SeatState_SEAT_STATE_JOINING, seat.Reason); err != nil {
		return nil, err
	}
	return &types.MsgUnjailResponse{}, k.queue(ctx, types.Change{CoopId: seat.CoopId, Kind: types.ChangeKind_CHANGE_KIND_JOIN})
}

func (k *Keeper) waitsToJoin(ctx context.Context, coopID uint64) (bool, error) {
	changes, err := k.allChanges(ctx)
	for _, change := range changes {
		if change.CoopId == coopID && change.Kind == types.ChangeKind_CHANGE_KIND_JOIN {
			return true, nil
		}
	}
	return false, err
}
