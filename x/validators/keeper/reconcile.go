package keeper

import (
	"context"
	"errors"
	"fmt"

	abci "github.com/cometbft/cometbft/abci/types"

	errorsmod "cosmossdk.io/errors"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/coopledger/coopledger/x/validators/types"
)

// reconcile is the only place where a seat gains or loses power or a new key
// takes over, and so the only source of validator updates. Everything before
// it in the block marks seats and queues changes.
//
// It works on a copy of the state. If what comes out is not a set that
// CometBFT can take, the copy is thrown away and the set stays as it was: a
// fault here freezes the seats, not the chain.
func (k *Keeper) reconcile(ctx context.Context) ([]abci.ValidatorUpdate, error) {
	sdkCtx := sdk.UnwrapSDKContext(ctx)
	seats, err := k.allSeats(ctx)
	if err != nil {
		return nil, err
	}
	changes, err := k.allChanges(ctx)
	if err != nil {
		return nil, err
	}
	if len(changes) == 0 && !anyCondemned(seats) {
		return nil, nil
	}
	trial, keep := sdkCtx.CacheContext()
	updates, err := k.tryChanges(trial, seats, changes)
	if err != nil {
		var refusal *errorsmod.Error
		if !errors.As(err, &refusal) || refusal.Codespace() != types.ModuleName {
			return nil, err // the store's: this node can't go on
		}
		sdkCtx.Logger().Error("the validator set stays as it was", "module", types.ModuleName, "reason", err.Error())
		return nil, nil
	}
	keep()
	return updates, nil
}

func anyCondemned(seats []types.Seat) bool {
	for _, seat := range seats {
		if seat.State == types.SeatState_SEAT_STATE_CONDEMNED {
			return true
		}
	}
	return false
}

func (k *Keeper) tryChanges(ctx context.Context, seats []types.Seat, changes []types.Change) ([]abci.ValidatorUpdate, error) {
	if err := k.applyChanges(ctx, seats, changes); err != nil {
		return nil, err
	}
	seatsAfter, err := k.allSeats(ctx)
	if err != nil {
		return nil, err
	}
	return validatorUpdates(seats, seatsAfter)
}

// applyChanges removes condemned seats as far as the set allows, then works
// through the queue in its order until the block's limit is used up.
func (k *Keeper) applyChanges(ctx context.Context, seats []types.Seat, changes []types.Change) error {
	set, err := k.setOf(ctx, seats)
	if err != nil {
		return err
	}
	before := *set
	if err := k.sweepCondemned(ctx, set, seats, changes); err != nil {
		return err
	}
	for _, change := range changes {
		pending, err := k.Changes.Has(ctx, change.Id)
		if err != nil {
			return err
		}
		if !pending {
			continue // withdrawn by an earlier one
		}
		fits, err := k.applyChange(ctx, set, change.Id)
		if err != nil {
			return err
		}
		if !fits {
			break // the order is kept: later ones wait too
		}
	}
	before.touchable = set.touchable
	if *set == before {
		return nil
	}
	return k.storeSet(ctx, set)
}

// sweepCondemned takes the power of condemned seats that the set can spare,
// those that signed twice first. At most one seat a block goes to jail, none in
// the quiet blocks after a gap.
func (k *Keeper) sweepCondemned(ctx context.Context, set *validatorSet, seats []types.Seat, changes []types.Change) error {
	appointedAgain := map[uint64]bool{}
	for _, change := range changes {
		if change.Kind == types.ChangeKind_CHANGE_KIND_JOIN {
			appointedAgain[change.CoopId] = true
		}
	}
	var doubleSigned, others []types.Seat
	for _, seat := range seats {
		switch {
		case seat.State != types.SeatState_SEAT_STATE_CONDEMNED || appointedAgain[seat.CoopId]:
		case seat.Reason == types.SeatReason_SEAT_REASON_DOUBLE_SIGNED:
			doubleSigned = append(doubleSigned, seat)
		default:
			others = append(others, seat)
		}
	}
	if len(doubleSigned)+len(others) == 0 {
		return nil
	}
	quiet, err := k.isQuiet(ctx)
	if err != nil {
		return err
	}
	for _, seat := range append(doubleSigned, others...) {
		if set.touchable == 0 || !set.mayLoseOne() {
			return nil
		}
		if seat.Reason == types.SeatReason_SEAT_REASON_MISSED_BLOCKS {
			if quiet {
				continue
			}
			quiet = true
			if err := k.moveSeat(ctx, &seat, types.SeatState_SEAT_STATE_JAILED, seat.Reason); err != nil {
				return err
			}
		} else if err := k.dropSeat(ctx, seat, seat.Reason); err != nil {
			return err
		}
		set.signing--
		set.touchable--
		if seat.Reason == types.SeatReason_SEAT_REASON_RESOLUTION {
			set.decided()
		}
	}
	return nil
}

// applyChange makes one queued change; it returns false, and changes nothing,
// when the block's limit is used up.
func (k *Keeper) applyChange(ctx context.Context, set *validatorSet, id uint64) (fits bool, err error) {
	change, err := k.Changes.Get(ctx, id) // not the caller's copy: a replacement may be forgotten since
	if err != nil {
		return false, err
	}
	seat, found, err := k.findSeat(ctx, change.CoopId)
	if err != nil {
		return false, err
	}
	if !found {
		return true, k.dropChange(ctx, change)
	}
	touches := seat.HasPower() || change.Kind == types.ChangeKind_CHANGE_KIND_JOIN
	if touches && set.touchable == 0 {
		return false, nil
	}
	if err := k.Changes.Remove(ctx, id); err != nil {
		return false, err
	}
	switch change.Kind {
	case types.ChangeKind_CHANGE_KIND_JOIN:
		err = k.applyJoin(ctx, set, change, seat)
	case types.ChangeKind_CHANGE_KIND_LEAVE:
		touches, err = k.applyLeave(ctx, set, seat)
	case types.ChangeKind_CHANGE_KIND_ROTATE:
		err = k.applyRotation(ctx, seat)
	}
	if touches {
		set.touchable--
	}
	return true, err
}

func (k *Keeper) applyJoin(ctx context.Context, set *validatorSet, change types.Change, seat types.Seat) error {
	if change.ReplacesCoopId != 0 {
		replaced, found, err := k.findSeat(ctx, change.ReplacesCoopId)
		if err != nil {
			return err
		}
		if found {
			if replaced.HasPower() {
				set.signing--
			}
			if err := k.dropSeat(ctx, replaced, types.SeatReason_SEAT_REASON_RESOLUTION); err != nil {
				return err
			}
		}
	}
	decided := seat.Reason != types.SeatReason_SEAT_REASON_MISSED_BLOCKS || seat.HasPower()
	if seat.HasPower() {
		if err := k.takeNextKey(ctx, &seat); err != nil {
			return err
		}
	} else {
		set.gainOne()
	}
	if decided {
		set.decided()
	}
	return k.moveSeat(ctx, &seat, types.SeatState_SEAT_STATE_ACTIVE, types.SeatReason_SEAT_REASON_UNSPECIFIED)
}

// applyLeave says whether it took the seat's power; else the seat is condemned.
func (k *Keeper) applyLeave(ctx context.Context, set *validatorSet, seat types.Seat) (touched bool, err error) {
	if !set.mayLoseOne() {
		return false, k.moveSeat(ctx, &seat, types.SeatState_SEAT_STATE_CONDEMNED, seat.Reason)
	}
	set.signing--
	if seat.Reason == types.SeatReason_SEAT_REASON_RESOLUTION {
		set.decided()
	}
	return true, k.dropSeat(ctx, seat, seat.Reason)
}

func (k *Keeper) applyRotation(ctx context.Context, seat types.Seat) error {
	if err := k.takeNextKey(ctx, &seat); err != nil {
		return err
	}
	seat.LastRotationHeight = height(ctx)
	return k.Seats.Set(ctx, seat.CoopId, seat)
}

// takeNextKey lets the key that waited take over. The caller stores the seat.
func (k *Keeper) takeNextKey(ctx context.Context, seat *types.Seat) error {
	next, err := types.ParseConsensusKey(seat.NextPubkey)
	if err != nil {
		return err
	}
	key, err := seat.Key()
	if err != nil {
		return err
	}
	if err := k.retireKey(ctx, key); err != nil {
		return err
	}
	seat.ConsensusPubkey, seat.NextPubkey = seat.NextPubkey, nil
	return emit(ctx, &types.EventKeyRotated{CoopId: seat.CoopId, ConsensusAddress: fmt.Sprintf("%X", next.Address())})
}
