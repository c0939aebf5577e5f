package keeper

import (
	"context"
	"errors"

	errorsmod "cosmossdk.io/errors"

	sdk "github.com/cosmos/cosmos-sdk/types"
	upgradetypes "github.com/cosmos/cosmos-sdk/x/upgrade/types"

	"github.com/coopledger/coopledger/x/chain/types"
)

// ScheduleUpgrade sets the height at which the chain changes its binary, so
// many blocks after the block that executes the message.
func (k msgServer) ScheduleUpgrade(ctx context.Context, msg *types.MsgScheduleUpgrade) (*types.MsgScheduleUpgradeResponse, error) {
	if err := k.mustBeAuthority(msg.Authority); err != nil {
		return nil, err
	}
	sdkCtx := sdk.UnwrapSDKContext(ctx)
	height, err := msg.HeightAfter(sdkCtx.BlockHeight())
	if err != nil {
		return nil, err
	}
	pending, err := k.upgrades.GetUpgradePlan(ctx)
	if err == nil {
		return nil, errorsmod.Wrapf(types.ErrUpgradePending, "%q at height %d; cancel it first", pending.Name, pending.Height)
	}
	if !errors.Is(err, upgradetypes.ErrNoUpgradePlanFound) {
		return nil, err
	}
	done, err := k.upgrades.GetDoneHeight(ctx, msg.Name)
	if err != nil {
		return nil, err
	}
	if done != 0 {
		return nil, errorsmod.Wrapf(types.ErrInvalidUpgrade, "upgrade %q was done at height %d; give the new one another name", msg.Name, done)
	}
	if err := k.upgrades.ScheduleUpgrade(ctx, upgradetypes.Plan{Name: msg.Name, Height: height, Info: msg.Info}); err != nil {
		return nil, errorsmod.Wrap(types.ErrInvalidUpgrade, err.Error())
	}
	event := &types.EventUpgradeScheduled{Name: msg.Name, Height: height}
	return &types.MsgScheduleUpgradeResponse{Height: height}, sdkCtx.EventManager().EmitTypedEvent(event)
}
