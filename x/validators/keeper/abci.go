package keeper

import (
	"context"

	abci "github.com/cometbft/cometbft/abci/types"
)

// BeginBlock marks the seats that signed twice or missed too many blocks. It
// takes nobody's power: the end block does.
func (k *Keeper) BeginBlock(ctx context.Context) error {
	if err := k.dateRetiredKeys(ctx); err != nil {
		return err
	}
	if err := k.punishDoubleSigning(ctx); err != nil {
		return err
	}
	return k.countVotes(ctx)
}

// EndBlock makes the changes that this block may make and returns them for
// CometBFT, which lets them sign from the height after the next.
func (k *Keeper) EndBlock(ctx context.Context) ([]abci.ValidatorUpdate, error) {
	updates, err := k.reconcile(ctx)
	if err != nil {
		return nil, err
	}
	return updates, k.forgetRetiredKeys(ctx)
}
