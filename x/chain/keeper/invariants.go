package keeper

import (
	"context"

	errorsmod "cosmossdk.io/errors"

	"github.com/coopledger/coopledger/x/chain/types"
)

// CheckInvariants reads the whole state and reports the first thing in it that
// should be impossible: parameters, allotments or a bucket out of bounds, a
// bucket drawn on in the future, or a clock ahead of civil time.
func (k *Keeper) CheckInvariants(ctx context.Context) error {
	genesis, err := k.ExportGenesis(ctx)
	if err != nil {
		return err
	}
	if genesis.Clock == nil {
		return errorsmod.Wrap(types.ErrInvariant, "the clock is gone")
	}
	if err := genesis.Validate(); err != nil {
		return errorsmod.Wrap(types.ErrInvariant, err.Error())
	}
	return nil
}
