package keeper

import (
	"context"

	"github.com/coopledger/coopledger/x/chain/types"
)

// Params returns the chain's parameters.
func (k queryServer) Params(ctx context.Context, _ *types.QueryParamsRequest) (*types.QueryParamsResponse, error) {
	params, err := k.Keeper.Params.Get(ctx)
	if err != nil {
		return nil, err
	}
	return &types.QueryParamsResponse{Params: params}, nil
}
