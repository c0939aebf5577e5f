package keeper

import (
	"context"

	"cosmossdk.io/collections"

	"github.com/coopledger/coopledger/x/treasury/types"
)

// initGuards stores what funds held when the windows of their spending shares
// began. What was drawn since is added up with the payments.
func (k *Keeper) initGuards(ctx context.Context, genesis *types.GenesisState) error {
	for _, base := range genesis.SpendingBases {
		if _, err := k.membership.GetCoop(ctx, base.CoopId); err != nil {
			return types.ErrInvalidGenesis.Wrapf("what the fund %q held: %s", base.Fund, err)
		}
		if err := k.SpendingBases.Set(ctx, collections.Join3(base.CoopId, base.Place(), base.Denom), base); err != nil {
			return err
		}
	}
	return nil
}

func (k *Keeper) exportGuards(ctx context.Context, genesis *types.GenesisState) error {
	return k.SpendingBases.Walk(ctx, nil, func(_ collections.Triple[uint64, string, string], base types.SpendingBase) (bool, error) {
		genesis.SpendingBases = append(genesis.SpendingBases, base)
		return false, nil
	})
}
