package keeper

import (
	"context"
	"errors"

	"cosmossdk.io/collections"

	"github.com/cosmos/gogoproto/proto"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/coopledger/coopledger/x/validators/types"
)

func emit(ctx context.Context, event proto.Message) error {
	return sdk.UnwrapSDKContext(ctx).EventManager().EmitTypedEvent(event)
}

func height(ctx context.Context) int64 { return sdk.UnwrapSDKContext(ctx).BlockHeight() }

// SeatByOperator returns the co-op whose seat an address operates.
func (k *Keeper) SeatByOperator(ctx context.Context, operator sdk.AccAddress) (coopID uint64, found bool, err error) {
	coopID, err = k.Operators.Get(ctx, operator)
	if errors.Is(err, collections.ErrNotFound) {
		return 0, false, nil
	}
	return coopID, err == nil, err
}

// GetSeat returns a co-op's seat, or ErrNoSeat.
func (k *Keeper) GetSeat(ctx context.Context, coopID uint64) (types.Seat, error) {
	seat, found, err := k.findSeat(ctx, coopID)
	if err == nil && !found {
		err = types.ErrNoSeat.Wrapf("co-op %d holds no seat; `coopd q validators seats` lists who does", coopID)
	}
	return seat, err
}

func (k *Keeper) findSeat(ctx context.Context, coopID uint64) (types.Seat, bool, error) {
	seat, err := k.Seats.Get(ctx, coopID)
	if errors.Is(err, collections.ErrNotFound) {
		return types.Seat{}, false, nil
	}
	return seat, err == nil, err
}

// allSeats returns every seat in the order of co-op ids; at most max_seats.
func (k *Keeper) allSeats(ctx context.Context) ([]types.Seat, error) {
	iterator, err := k.Seats.Iterate(ctx, nil)
	if err != nil {
		return nil, err
	}
	return iterator.Values()
}

// SigningSeats returns the seats with consensus power in the order of co-op ids.
func (k *Keeper) SigningSeats(ctx context.Context) ([]types.Seat, error) {
	seats, err := k.allSeats(ctx)
	if err != nil {
		return nil, err
	}
	signing := make([]types.Seat, 0, len(seats))
	for _, seat := range seats {
		if seat.HasPower() {
			signing = append(signing, seat)
		}
	}
	return signing, nil
}

// moveSeat stores the seat in its new state and says so.
func (k *Keeper) moveSeat(ctx context.Context, seat *types.Seat, state types.SeatState, reason types.SeatReason) error {
	before := seat.State
	seat.State, seat.Reason, seat.SinceHeight = state, reason, height(ctx)
	if !seat.CanUnjail() {
		seat.JailedUntil = 0
	}
	if !seat.CountsLiveness() {
		if err := k.clearLiveness(ctx, seat.CoopId); err != nil {
			return err
		}
	}
	if err := k.Seats.Set(ctx, seat.CoopId, *seat); err != nil {
		return err
	}
	return emit(ctx, &types.EventSeatChanged{CoopId: seat.CoopId, From: before, To: state, Reason: reason})
}

// dropSeat ends a seat. Its key stays known for evidence.
func (k *Keeper) dropSeat(ctx context.Context, seat types.Seat, reason types.SeatReason) error {
	if err := k.withdrawChanges(ctx, &seat); err != nil {
		return err
	}
	if err := k.forgetReplacement(ctx, seat.CoopId); err != nil {
		return err
	}
	key, err := seat.Key()
	if err != nil {
		return err
	}
	if err := k.retireKey(ctx, key); err != nil {
		return err
	}
	if err := k.clearLiveness(ctx, seat.CoopId); err != nil {
		return err
	}
	operator, err := k.addressCodec.StringToBytes(seat.Operator)
	if err != nil {
		return err
	}
	if err := k.Operators.Remove(ctx, operator); err != nil {
		return err
	}
	if err := k.Seats.Remove(ctx, seat.CoopId); err != nil {
		return err
	}
	return emit(ctx, &types.EventSeatChanged{CoopId: seat.CoopId, From: seat.State, Reason: reason})
}

// dismiss starts a seat's end for a reason other than missed blocks: at once
// if it has no power, else through the queue, or as condemned where the set
// could not survive it.
func (k *Keeper) dismiss(ctx context.Context, seat types.Seat, reason types.SeatReason) (types.SeatState, error) {
	if !seat.HasPower() {
		return types.SeatState_SEAT_STATE_UNSPECIFIED, k.dropSeat(ctx, seat, reason)
	}
	if seat.State == types.SeatState_SEAT_STATE_LEAVING {
		return seat.State, nil
	}
	if err := k.withdrawChanges(ctx, &seat); err != nil {
		return seat.State, err
	}
	if seat.State == types.SeatState_SEAT_STATE_CONDEMNED {
		if seat.Reason == types.SeatReason_SEAT_REASON_DOUBLE_SIGNED {
			return seat.State, k.Seats.Set(ctx, seat.CoopId, seat)
		}
		return seat.State, k.moveSeat(ctx, &seat, seat.State, reason)
	}
	set, err := k.loadSet(ctx)
	if err != nil {
		return seat.State, err
	}
	if !set.mayLoseOne() {
		return types.SeatState_SEAT_STATE_CONDEMNED, k.moveSeat(ctx, &seat, types.SeatState_SEAT_STATE_CONDEMNED, reason)
	}
	if err := k.moveSeat(ctx, &seat, types.SeatState_SEAT_STATE_LEAVING, reason); err != nil {
		return seat.State, err
	}
	return seat.State, k.queue(ctx, types.Change{CoopId: seat.CoopId, Kind: types.ChangeKind_CHANGE_KIND_LEAVE})
}
