package keeper

import (
	"context"
	"errors"

	"cosmossdk.io/collections"

	"github.com/coopledger/coopledger/x/membership/types"
)

// PinRoll keeps a co-op's roll as it was at a sequence number, for as long as
// an open resolution needs it. Pins are counted; a past sequence can be pinned
// again while another pin keeps it.
func (k *Keeper) PinRoll(ctx context.Context, coopID, sequence uint64) error {
	roll, err := k.GetRoll(ctx, coopID)
	if err != nil {
		return err
	}
	count, err := k.pinCount(ctx, coopID, sequence)
	if err != nil {
		return err
	}
	if sequence != roll.Sequence && count == 0 {
		return types.ErrInvalidRequest.Wrapf("the roll of co-op %d is at sequence %d and can't be pinned at %d: what is past may be gone",
			coopID, roll.Sequence, sequence)
	}
	return k.Pins.Set(ctx, collections.Join(coopID, sequence), count+1)
}

// UnpinRoll takes one pin away.
func (k *Keeper) UnpinRoll(ctx context.Context, coopID, sequence uint64) error {
	count, err := k.pinCount(ctx, coopID, sequence)
	if err != nil {
		return err
	}
	switch count {
	case 0:
		return types.ErrNotPinned.Wrapf("the roll of co-op %d is not pinned at sequence %d", coopID, sequence)
	case 1:
		return k.Pins.Remove(ctx, collections.Join(coopID, sequence))
	default:
		return k.Pins.Set(ctx, collections.Join(coopID, sequence), count-1)
	}
}

func (k *Keeper) pinCount(ctx context.Context, coopID, sequence uint64) (uint64, error) {
	count, err := k.Pins.Get(ctx, collections.Join(coopID, sequence))
	if errors.Is(err, collections.ErrNotFound) {
		return 0, nil
	}
	return count, err
}

// lowestPin is the oldest sequence number that an open resolution needs.
func (k *Keeper) lowestPin(ctx context.Context, coopID uint64) (sequence uint64, found bool, err error) {
	err = k.Pins.Walk(ctx, collections.NewPrefixedPairRange[uint64, uint64](coopID),
		func(pin collections.Pair[uint64, uint64], _ uint64) (bool, error) {
			sequence, found = pin.K2(), true
			return true, nil
		})
	return sequence, found, err
}

// pruneIntervals drops the member's closed intervals that no open resolution
// can need, and refuses to go on with more than the limit.
func (k *Keeper) pruneIntervals(ctx context.Context, member *types.Member, params types.Params) error {
	lowest, pinned, err := k.lowestPin(ctx, member.CoopId)
	if err != nil {
		return err
	}
	var kept []types.RollInterval
	for _, interval := range member.Intervals {
		if interval.To == 0 || (pinned && interval.To > lowest) {
			kept = append(kept, interval)
		}
	}
	if uint64(len(kept)) > uint64(params.MaxIntervalsPerMember) {
		return types.ErrTooManyIntervals.Wrapf("member %d of co-op %d has changed its standing %d times during open resolutions; wait until some of them have closed",
			member.MemberId, member.CoopId, len(kept))
	}
	member.Intervals = kept
	return nil
}
