package keeper

import (
	"context"

	"github.com/cosmos/cosmos-sdk/crypto/keys/ed25519"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/coopledger/coopledger/x/validators/types"
)

// AddSeat queues a seat for a member co-op. A co-op whose seat is condemned may
// be appointed again with a new key; it then keeps its place.
func (k msgServer) AddSeat(ctx context.Context, msg *types.MsgAddSeat) (*types.MsgAddSeatResponse, error) {
	if err := k.mustBeAuthority(msg.Authority); err != nil {
		return nil, err
	}
	key, operator, err := k.checkAppointment(ctx, msg)
	if err != nil {
		return nil, err
	}
	seat, held, err := k.findSeat(ctx, msg.CoopId)
	if err != nil {
		return nil, err
	}
	if held {
		return &types.MsgAddSeatResponse{}, k.appointAgain(ctx, msg, seat, key, operator)
	}
	if err := k.checkKeyFree(ctx, msg.CoopId, key, true); err != nil {
		return nil, err
	}
	if err := k.checkRoom(ctx, msg); err != nil {
		return nil, err
	}
	if err := k.claimKey(ctx, msg.CoopId, key); err != nil {
		return nil, err
	}
	seat = types.Seat{CoopId: msg.CoopId, ConsensusPubkey: msg.ConsensusPubkey, Moniker: msg.Moniker}
	if err := k.setOperator(ctx, &seat, operator); err != nil {
		return nil, err
	}
	if err := k.moveSeat(ctx, &seat, types.SeatState_SEAT_STATE_JOINING, types.SeatReason_SEAT_REASON_UNSPECIFIED); err != nil {
		return nil, err
	}
	return &types.MsgAddSeatResponse{}, k.queue(ctx, types.Change{
		CoopId: msg.CoopId, Kind: types.ChangeKind_CHANGE_KIND_JOIN, ReplacesCoopId: msg.ReplacesCoopId,
	})
}

// checkAppointment checks what does not depend on the seats there are.
func (k *Keeper) checkAppointment(ctx context.Context, msg *types.MsgAddSeat) (*ed25519.PubKey, sdk.AccAddress, error) {
	params, err := k.Params.Get(ctx)
	if err != nil {
		return nil, nil, err
	}
	if err := types.ValidateMoniker(msg.Moniker, params.MaxMonikerBytes); err != nil {
		return nil, nil, err
	}
	if err := k.mustBeMember(ctx, msg.CoopId); err != nil {
		return nil, nil, err
	}
	operator, err := k.checkOperator(ctx, msg.Operator, msg.CoopId)
	if err != nil {
		return nil, nil, err
	}
	key, err := types.ParseConsensusKey(msg.ConsensusPubkey)
	if err != nil {
		return nil, nil, err
	}
	chainID := sdk.UnwrapSDKContext(ctx).ChainID()
	return key, operator, types.VerifyConsensusKeyProof(key, msg.Proof, chainID, msg.CoopId, operator)
}

// checkRoom checks the seat to be replaced and the number of seats.
func (k *Keeper) checkRoom(ctx context.Context, msg *types.MsgAddSeat) error {
	params, err := k.Params.Get(ctx)
	if err != nil {
		return err
	}
	seats, err := k.allSeats(ctx)
	if err != nil {
		return err
	}
	changes, err := k.allChanges(ctx)
	if err != nil {
		return err
	}
	count := types.LastingSeats(seats, changes)
	if msg.ReplacesCoopId != 0 {
		if err := k.checkReplacement(ctx, msg.ReplacesCoopId); err != nil {
			return err
		}
		count--
	}
	if count >= int(params.MaxSeats) {
		return types.ErrTooManySeats.Wrapf("all %d seats are taken; name one that this co-op replaces, or raise max_seats", params.MaxSeats)
	}
	return nil
}

func (k *Keeper) checkReplacement(ctx context.Context, coopID uint64) error {
	_, found, err := k.findSeat(ctx, coopID)
	if err != nil {
		return err
	}
	if !found {
		return types.ErrInvalidReplacement.Wrapf("co-op %d holds no seat that could be replaced; `coopd q validators seats` lists who does", coopID)
	}
	changes, err := k.allChanges(ctx)
	if err != nil {
		return err
	}
	for _, change := range changes {
		if change.ReplacesCoopId == coopID {
			return types.ErrInvalidReplacement.Wrapf("the seat of co-op %d is to be replaced by co-op %d already; wait until that is done", coopID, change.CoopId)
		}
	}
	return nil
}

// appointAgain gives a condemned seat a new key and, in its turn, its standing
// back: where the set could not spare the seat, there is no other way to return.
func (k *Keeper) appointAgain(ctx context.Context, msg *types.MsgAddSeat, seat types.Seat, key *ed25519.PubKey, operator sdk.AccAddress) error {
	if seat.State != types.SeatState_SEAT_STATE_CONDEMNED {
		return types.ErrSeatHeld.Wrapf("co-op %d holds a seat already, which is %s; a co-op has one seat", seat.CoopId, seat.Words())
	}
	if msg.ReplacesCoopId != 0 {
		return types.ErrInvalidReplacement.Wrapf("co-op %d keeps its own condemned seat when it is appointed again; leave replaces_coop_id out", seat.CoopId)
	}
	if err := k.checkKeyFree(ctx, seat.CoopId, key, false); err != nil {
		return err
	}
	if err := k.withdrawChanges(ctx, &seat); err != nil {
		return err
	}
	if err := k.claimKey(ctx, seat.CoopId, key); err != nil {
		return err
	}
	if err := k.setOperator(ctx, &seat, operator); err != nil {
		return err
	}
	seat.Moniker, seat.NextPubkey = msg.Moniker, msg.ConsensusPubkey
	if err := k.Seats.Set(ctx, seat.CoopId, seat); err != nil {
		return err
	}
	return k.queue(ctx, types.Change{CoopId: seat.CoopId, Kind: types.ChangeKind_CHANGE_KIND_JOIN})
}
