package keeper

import (
	"context"
	"errors"

	"cosmossdk.io/collections"

	"github.com/coopledger/coopledger/x/validators/types"
)

// validatorSet counts what the floors and the limit of a block depend on.
type validatorSet struct {
	signing               uint32
	seatsAtLastResolution uint32
	reachedFour           bool
	// touchable is how many more seats this block may change.
	touchable uint32
}

func (s *validatorSet) floor() uint32 {
	return types.Floor(s.seatsAtLastResolution, s.reachedFour)
}

func (s *validatorSet) mayLoseOne() bool { return s.signing > s.floor() }

// decided records that a resolution has just changed the set.
func (s *validatorSet) decided() { s.seatsAtLastResolution = s.signing }

func (s *validatorSet) gainOne() {
	s.signing++
	if s.signing >= types.LeastSeats {
		s.reachedFour = true
	}
}

func (k *Keeper) loadSet(ctx context.Context) (*validatorSet, error) {
	seats, err := k.allSeats(ctx)
	if err != nil {
		return nil, err
	}
	return k.setOf(ctx, seats)
}

func (k *Keeper) setOf(ctx context.Context, seats []types.Seat) (*validatorSet, error) {
	set := &validatorSet{}
	for _, seat := range seats {
		if seat.HasPower() {
			set.signing++
		}
	}
	set.touchable = types.MaxTouched(set.signing)
	atResolution, err := k.SeatsAtLastResolution.Get(ctx)
	if err != nil && !errors.Is(err, collections.ErrNotFound) {
		return nil, err
	}
	set.seatsAtLastResolution = uint32(atResolution)
	set.reachedFour, err = k.ReachedFour.Get(ctx)
	if err != nil && !errors.Is(err, collections.ErrNotFound) {
		return nil, err
	}
	return set, nil
}

func (k *Keeper) storeSet(ctx context.Context, set *validatorSet) error {
	if err := k.SeatsAtLastResolution.Set(ctx, uint64(set.seatsAtLastResolution)); err != nil {
		return err
	}
	return k.ReachedFour.Set(ctx, set.reachedFour)
}
