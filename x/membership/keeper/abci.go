package keeper

import (
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"

	chaintypes "github.com/coopledger/coopledger/x/chain/types"
	"github.com/coopledger/coopledger/x/membership/types"
)

// EndBlock does what is due, each kind in the order of (due, id) and within the
// block's work budget. What doesn't fit waits for the next block.
func (k *Keeper) EndBlock(ctx context.Context) error {
	now, err := k.clock.Now(ctx)
	if err != nil {
		return err
	}
	for _, queue := range []func(ctx context.Context, now int64) error{
		// Rights come back first.
		k.endSuspensions, k.keepCaseDeadlines,
		k.placesDue, k.forgetClaims, k.keepKeyDeadlines, k.expireInvitations,
		k.chartersDue,
	} {
		if err := queue(ctx, now); err != nil {
			return err
		}
	}
	return nil
}

// step takes what is due of one thing in a cache context. If that fails, what
// otherwise says happens instead; if even that is impossible, it is only
// reported. Whoever calls it sees to it that the thing has left its queue.
func (k *Keeper) step(ctx context.Context, what string, take, otherwise func(context.Context) error) {
	err := chaintypes.Isolated(ctx, types.ErrBroken, take)
	if err == nil {
		return
	}
	k.report(ctx, what, err)
	if err := chaintypes.Isolated(ctx, types.ErrBroken, otherwise); err != nil {
		k.report(ctx, what, err)
	}
}

// report tells the operator; the text stays out of the state.
func (k *Keeper) report(ctx context.Context, what string, err error) {
	sdk.UnwrapSDKContext(ctx).Logger().Error("what was due could not be done and was skipped",
		"module", types.ModuleName, "what", what, "error", err.Error())
}
