package keeper

import (
	"bytes"
	"context"

	"github.com/coopledger/coopledger/x/membership/types"
)

// UpdateParams replaces all of the module's limits at once.
func (s msgServer) UpdateParams(ctx context.Context, msg *types.MsgUpdateParams) (*types.MsgUpdateParamsResponse, error) {
	signer, err := s.signerBytes(msg.Authority)
	if err != nil {
		return nil, err
	}
	if root := types.CoopAccount(types.RootCoopID); !bytes.Equal(signer, root) {
		return nil, types.ErrNotAllowed.Wrapf("%s does not set the ledger's limits; the root federation does, by a resolution that %s executes",
			types.AddressText(signer), types.AddressText(root))
	}
	if err := msg.Params.Validate(); err != nil {
		return nil, err
	}
	if err := s.Params.Set(ctx, msg.Params); err != nil {
		return nil, err
	}
	return &types.MsgUpdateParamsResponse{}, emit(ctx, &types.EventParamsUpdated{})
}
