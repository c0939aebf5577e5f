package keeper

import (
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/coopledger/coopledger/x/chain/types"
)

// BeginBlock advances the clock. It comes first of all begin blockers, so that
// the whole block sees one time.
func (k *Keeper) BeginBlock(ctx context.Context) error {
	sdkCtx := sdk.UnwrapSDKContext(ctx)
	clock, err := k.getClock(ctx)
	if err != nil {
		return err
	}
	params, err := k.Params.Get(ctx)
	if err != nil {
		return err
	}
	next, gapNs := advance(clock, params, nanoseconds(sdkCtx.BlockTime()), sdkCtx.BlockHeight())
	if err := k.Clock.Set(ctx, next); err != nil {
		return err
	}
	if gapNs == 0 {
		return nil
	}
	return sdkCtx.EventManager().EmitTypedEvent(&types.EventGap{
		Seconds: gapNs / types.NanosecondsPerSecond,
		Height:  sdkCtx.BlockHeight(),
	})
}
