package keeper

import (
	"context"
	"errors"

	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/coopledger/coopledger/x/chain/types"
)

// WorkLimit returns the gas that queued work may take in one block, and so the
// most that one item may ask for: work_budget_ppm of the block's max_gas.
func (k *Keeper) WorkLimit(ctx context.Context) (uint64, error) {
	params, err := k.Params.Get(ctx)
	if err != nil {
		return 0, err
	}
	return params.WorkLimit(blockGas(ctx)), nil
}

// SpendWork takes gas for one item from this block's budget. False means that
// the item waits for the next block, and with it all that come after it. The
// first item of a block always goes, so that a queue never stands still. Call
// it outside the item's own cache context, or a failing item would be free.
func (k *Keeper) SpendWork(ctx context.Context, gas uint64) (bool, error) {
	spent, err := k.WorkSpent.Get(ctx)
	if errors.Is(err, collections.ErrNotFound) {
		return true, k.WorkSpent.Set(ctx, gas)
	}
	if err != nil {
		return false, err
	}
	limit, err := k.WorkLimit(ctx)
	if err != nil {
		return false, err
	}
	if spent > limit || gas > limit-spent {
		return false, nil
	}
	return true, k.WorkSpent.Set(ctx, spent+gas)
}

// ReturnWork gives back what an item took with SpendWork and did not use, so
// that items which ask for much and need little don't hold up the others.
func (k *Keeper) ReturnWork(ctx context.Context, gas uint64) error {
	spent, err := k.WorkSpent.Get(ctx)
	if err != nil {
		return err
	}
	if gas > spent {
		return types.ErrInvariant.Wrapf("%d gas of queued work are given back and only %d were taken in this block", gas, spent)
	}
	return k.WorkSpent.Set(ctx, spent-gas)
}

// blockGas returns the block's max_gas. A chain without one (−1, as in some
// test set-ups) counts as having the most that max_gas may be.
func blockGas(ctx context.Context) uint64 {
	block := sdk.UnwrapSDKContext(ctx).ConsensusParams().Block
	if block == nil || block.MaxGas <= 0 {
		return uint64(types.MaxBlockGas)
	}
	return uint64(block.MaxGas)
}
