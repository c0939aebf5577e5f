package keeper

import (
	"context"

	cmttypes "github.com/cometbft/cometbft/types"

	errorsmod "cosmossdk.io/errors"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/coopledger/coopledger/x/chain/types"
)

// UpdateConsensusParams changes the limits of blocks and evidence within hard
// bounds. Key types, vote extensions, application version and authority stay
// as they are.
func (k msgServer) UpdateConsensusParams(ctx context.Context, msg *types.MsgUpdateConsensusParams) (*types.MsgUpdateConsensusParamsResponse, error) {
	if err := k.mustBeAuthority(msg.Authority); err != nil {
		return nil, err
	}
	current, err := k.consensus.Get(ctx)
	if err != nil {
		return nil, err
	}
	next, err := msg.ApplyTo(current)
	if err != nil {
		return nil, err
	}
	// What CometBFT itself demands of them, whatever our bounds say.
	if err := cmttypes.ConsensusParamsFromProto(next).ValidateBasic(); err != nil {
		return nil, errorsmod.Wrap(types.ErrInvalidConsensusParams, err.Error())
	}
	if err := k.consensus.Set(ctx, next); err != nil {
		return nil, err
	}
	event := &types.EventConsensusParamsUpdated{MaxBytes: msg.MaxBytes, MaxGas: msg.MaxGas}
	return &types.MsgUpdateConsensusParamsResponse{}, sdk.UnwrapSDKContext(ctx).EventManager().EmitTypedEvent(event)
}
