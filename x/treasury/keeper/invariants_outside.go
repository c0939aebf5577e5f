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
