package keeper

import (
	"context"
	"errors"
	"math"
	"time"

	"cosmossdk.io/collections"
	errorsmod "cosmossdk.io/errors"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/coopledger/coopledger/x/chain/types"
)

// Now returns chain time in seconds since 1970, rounded down. It is the time
// of every human deadline.
func (k *Keeper) Now(ctx context.Context) (int64, error) {
	clock, err := k.getClock(ctx)
	if err != nil {
		return 0, err
	}
	return clock.Seconds(), nil
}

// CivilNow returns the civil time of the block in seconds since 1970, rounded
// down: what clocks on walls show, whether or not the chain stood still.
func (k *Keeper) CivilNow(ctx context.Context) (int64, error) {
	clock, err := k.getClock(ctx)
	return clock.BlockTimeNs / types.NanosecondsPerSecond, err
}

// LastGapHeight returns the height of the last block that came after a gap;
// zero if there was none.
func (k *Keeper) LastGapHeight(ctx context.Context) (int64, error) {
	clock, err := k.getClock(ctx)
	if err != nil {
		return 0, err
	}
	return clock.LastGapHeight, nil
}

// VetoWindowsMayEnd is false in the quiet blocks after a gap, in which people
// who hold a veto may still be coming back. The block after the gap is the first quiet one.
func (k *Keeper) VetoWindowsMayEnd(ctx context.Context) (bool, error) {
	clock, err := k.getClock(ctx)
	if err != nil {
		return false, err
	}
	if clock.LastGapHeight == 0 {
		return true, nil
	}
	params, err := k.Params.Get(ctx)
	if err != nil {
		return false, err
	}
	since := sdk.UnwrapSDKContext(ctx).BlockHeight() - clock.LastGapHeight
	return since >= int64(params.GapQuietBlocks), nil
}

func (k *Keeper) getClock(ctx context.Context) (types.Clock, error) {
	clock, err := k.Clock.Get(ctx)
	if errors.Is(err, collections.ErrNotFound) {
		return clock, errorsmod.Wrap(types.ErrClockNotSet, "x/chain's genesis sets it; start the chain from a genesis with x/chain in it")
	}
	return clock, err
}

// advance moves chain time by the block interval, but by at most
// max_clock_step_seconds, and records a gap. A last gap that lies ahead means
// that heights began anew from an export; the restart counts as a gap.
func advance(clock types.Clock, params types.Params, blockTimeNs, height int64) (next types.Clock, gapNs int64) {
	interval := max(blockTimeNs-clock.BlockTimeNs, 0)
	step := min(interval, int64(params.MaxClockStepSeconds)*types.NanosecondsPerSecond)
	next = types.Clock{
		TimeNs:        clock.TimeNs + step,
		BlockTimeNs:   clock.BlockTimeNs + interval,
		LastGapHeight: min(clock.LastGapHeight, height),
	}
	if interval > int64(params.GapSeconds)*types.NanosecondsPerSecond {
		next.LastGapHeight = height
		gapNs = interval
	}
	return next, gapNs
}

// nanoseconds returns a block's time in nanoseconds since 1970, held inside
// what an int64 can say (1970 to 2262), so that no block time can wrap round.
func nanoseconds(blockTime time.Time) int64 {
	seconds := blockTime.Unix()
	switch {
	case seconds < 0:
		return 0
	case seconds >= math.MaxInt64/types.NanosecondsPerSecond:
		return math.MaxInt64
	default:
		return blockTime.UnixNano()
	}
}
