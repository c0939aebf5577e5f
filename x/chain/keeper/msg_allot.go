package keeper

import (
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/coopledger/coopledger/x/chain/types"
)

// Allot gives a co-op its own free bucket; a zero allowance takes free
// transactions away, whether or not the co-op is a member of the root federation.
func (k msgServer) Allot(ctx context.Context, msg *types.MsgAllot) (*types.MsgAllotResponse, error) {
	if err := k.mustBeAuthority(msg.Authority); err != nil {
		return nil, err
	}
	allotment := types.Allotment{CoopId: msg.CoopId, Allowance: msg.Allowance}
	if err := allotment.Validate(); err != nil {
		return nil, err
	}
	if err := k.Allotments.Set(ctx, allotment.CoopId, allotment.Allowance); err != nil {
		return nil, err
	}
	event := &types.EventAllotted{Allotment: allotment}
	return &types.MsgAllotResponse{}, sdk.UnwrapSDKContext(ctx).EventManager().EmitTypedEvent(event)
}
