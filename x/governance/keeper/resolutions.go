package keeper

import (
	"context"
	"errors"

	"cosmossdk.io/collections"
	errorsmod "cosmossdk.io/errors"

	"github.com/coopledger/coopledger/x/governance/types"
)

// GetResolution finds a resolution by id.
func (k *Keeper) GetResolution(ctx context.Context, id uint64) (types.Resolution, error) {
	resolution, err := k.Resolutions.Get(ctx, id)
	if errors.Is(err, collections.ErrNotFound) {
		return types.Resolution{}, errorsmod.Wrapf(types.ErrUnknownResolution,
			"no resolution has the id %d; list a co-op's with: coopd q governance resolutions COOP", id)
	}
	return resolution, err
}

// CoopOf says which co-op decides a resolution.
func (k *Keeper) CoopOf(ctx context.Context, resolutionID uint64) (uint64, error) {
	resolution, err := k.GetResolution(ctx, resolutionID)
	return resolution.CoopId, err
}

// GetTally is the count so far; empty before the first ballot.
func (k *Keeper) GetTally(ctx context.Context, id uint64) (types.Tally, error) {
	tally, err := k.Tallies.Get(ctx, id)
	if errors.Is(err, collections.ErrNotFound) {
		return types.Tally{}, nil
	}
	return tally, err
}

// count reads a counter that is absent at zero.
func count[K any](ctx context.Context, counters collections.Map[K, uint64], key K) (uint64, error) {
	value, err := counters.Get(ctx, key)
	if errors.Is(err, collections.ErrNotFound) {
		return 0, nil
	}
	return value, err
}

// countUp adds one to a counter.
func countUp[K any](ctx context.Context, counters collections.Map[K, uint64], key K) error {
	value, err := count(ctx, counters, key)
	if err != nil {
		return err
	}
	return counters.Set(ctx, key, value+1)
}

// countDown takes one from a counter; at zero it goes.
func countDown[K any](ctx context.Context, counters collections.Map[K, uint64], key K) error {
	value, err := count(ctx, counters, key)
	switch {
	case err != nil:
		return err
	case value == 0:
		return errorsmod.Wrap(types.ErrInvariant, "an open resolution was not counted")
	case value == 1:
		return counters.Remove(ctx, key)
	default:
		return counters.Set(ctx, key, value-1)
	}
}
