package keeper

import (
	"bytes"
	"context"

	errorsmod "cosmossdk.io/errors"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/coopledger/coopledger/x/governance/types"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

// UpdateParams replaces the module's limits, whole.
func (k msgServer) UpdateParams(ctx context.Context, msg *types.MsgUpdateParams) (*types.MsgUpdateParamsResponse, error) {
	root := membershiptypes.CoopAccount(membershiptypes.RootCoopID)
	signer, err := k.addresses.StringToBytes(msg.Authority)
	if err != nil || !bytes.Equal(signer, root) {
		return nil, errorsmod.Wrapf(types.ErrUnauthorized,
			"%s can't change the limits of governance; a resolution of the root federation can, as %s",
			msg.Authority, membershiptypes.AddressText(root))
	}
	if err := msg.Params.Validate(); err != nil {
		return nil, err
	}
	if err := k.Params.Set(ctx, msg.Params); err != nil {
		return nil, err
	}
	return &types.MsgUpdateParamsResponse{}, sdk.UnwrapSDKContext(ctx).EventManager().EmitTypedEvent(&types.EventParamsUpdated{})
}
