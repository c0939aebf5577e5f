package keeper

import (
	"context"

	"github.com/coopledger/coopledger/x/chain/types"
)

// MinFees returns the denoms fees are paid in and the least amounts, by denom.
func (k *Keeper) MinFees(ctx context.Context) ([]types.MinFee, error) {
	params, err := k.Params.Get(ctx)
	return params.MinFees, err
}
