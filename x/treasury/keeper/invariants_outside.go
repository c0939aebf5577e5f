package keeper

import (
	"context"

	"cosmossdk.io/collections"
	"cosmossdk.io/math"

	"github.com/coopledger/coopledger/x/treasury/types"
)

// checkOutside holds what is reserved of outside accounts against the payments out
// of them, and against what is attested to be there.
func (k *Keeper) checkOutside(ctx context.Context, sums promised) error {
	left := len(sums.outside)
	err := k.OutsideReserved.Walk(ctx, nil, func(key collections.Pair[uint64, string], amount math.Int) (bool, error) {
		left--
		sum, known := sums.outside[outsideAt{key.K1(), key.K2()}]
		if !known || !sum.Equal(amount) {
			return true, types.ErrInvariantBroken.Wrapf("%s of the outside account %q of co-op %d are reserved; its payments say otherwise", amount, key.K2(), key.K1())
		}
		rules, err := k.rules(ctx, key.K1())
		if err != nil {
			return true, err
		}
		outside, err := types.FindOutside(rules, key.K2())
		if err != nil {
			return true, err
		}
		free, err := k.freeOutside(ctx, key.K1(), outside)
		if err == nil && free.IsNegative() {
			err = types.ErrInvariantBroken.Wrapf("more than is attested to be in the outside account %q of co-op %d is reserved: %s", key.K2(), key.K1(), amount)
		}
		return err != nil, err
	})
	if err == nil && left != 0 {
		err = types.ErrInvariantBroken.Wrapf("reservations of %d outside accounts are not counted", left)
	}
	return err
}

// checkStatements holds what the entries about each outside account come to against
// its last statement and the entries that none has shown.
func (k *Keeper) checkStatements(ctx context.Context, genesis *types.GenesisState) error {
	sums := make(map[outsideAt]math.Int)
	unmatched := 0
	for _, entry := range genesis.Entries {
		if entry.Outside == "" {
			continue
		}
		moved, waits, err := k.movedAndWaits(ctx, entry)
		if err != nil {
			return err
		}
		at := outsideAt{entry.CoopId, entry.Outside}
		if waits {
			unmatched++
			moved = math.ZeroInt()
		}
		add(sums, at, moved)
	}
	if err := k.Unmatched.Walk(ctx, nil, func(collections.Triple[uint64, string, uint64]) (bool, error) { unmatched--; return false, nil }); err != nil {
		return err
	}
	if unmatched != 0 {
		return types.ErrInvariantBroken.Wrapf("%d entries are listed as shown by no statement that there are not", -unmatched)
	}
	for _, entry := range genesis.Entries {
		at := outsideAt{entry.CoopId, entry.Outside}
		sum, left := sums[at]
		if !left {
			continue
		}
		delete(sums, at)
		last, err := k.lastStatement(ctx, at.coopID, at.name)
		if err != nil {
			return err
		}
		if !sum.Equal(last.Closing) {
			return types.ErrInvariantBroken.Wrapf("the last statement of the outside account %q of co-op %d closes with %s, and the entries that were shown come to %s", at.name, at.coopID, last.Closing, sum)
		}
	}
	return nil
}

// movedAndWaits is what an entry brings to its outside account, and whether no
// statement has shown it.
func (k *Keeper) movedAndWaits(ctx context.Context, entry types.Entry) (math.Int, bool, error) {
	rules, err := k.rules(ctx, entry.CoopId)
	if err != nil {
		return math.Int{}, false, err
	}
	outside, err := types.FindOutside(rules, entry.Outside)
	if err != nil {
		return math.Int{}, false, err
	}
	waits, err := k.Unmatched.Has(ctx, collections.Join3(entry.CoopId, entry.Outside, entry.Number))
	if err != nil {
		return math.Int{}, false, err
	}
	moved, err := entry.MovesOutside(outside)
	return moved, waits, err
}
