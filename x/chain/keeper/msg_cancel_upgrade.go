package keeper

import (
	"context"
	"errors"

	errorsmod "cosmossdk.io/errors"

	sdk "github.com/cosmos/cosmos-sdk/types"
	upgradetypes "github.com/cosmos/cosmos-sdk/x/upgrade/types"

	"github.com/coopledger/coopledger/x/chain/types"
)

// CancelUpgrade calls the scheduled upgrade off.
func (k msgServer) CancelUpgrade(ctx context.Context, msg *types.MsgCancelUpgrade) (*types.MsgCancelUpgradeResponse, error) {
	if err := k.mustBeAuthority(msg.Authority); err != nil {
		return nil, err
	}
	pending, err := k.upgrades.GetUpgradePlan(ctx)
	if errors.Is(err, upgradetypes.ErrNoUpgradePlanFound) {
		return nil, errorsmod.Wrap(types.ErrNoUpgrade, "there is nothing to cancel; ask `coopd q upgrade plan`")
	}
	if err != nil {
		return nil, err
	}
	if err := k.upgrades.ClearUpgradePlan(ctx); err != nil {
		return nil, err
	}
	event := &types.EventUpgradeCancelled{Name: pending.Name}
	return &types.MsgCancelUpgradeResponse{}, sdk.UnwrapSDKContext(ctx).EventManager().EmitTypedEvent(event)
}
