package keeper

import (
	"context"

	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/coopledger/coopledger/x/membership/types"
)

const (
	defaultPageLimit = 100
	maxPageLimit     = 1_000
)

type queryServer struct{ *Keeper }

var _ types.QueryServer = queryServer{}

// NewQueryServer answers the module's queries.
func NewQueryServer(k *Keeper) types.QueryServer { return queryServer{k} }

// page bounds what one answer holds.
func page(asked *query.PageRequest) (*query.PageRequest, error) {
	if asked == nil {
		return &query.PageRequest{Limit: defaultPageLimit}, nil
	}
	if asked.Limit > maxPageLimit {
		return nil, types.ErrInvalidRequest.Wrapf("a page of %d was asked for; ask for at most %d and go on from next_key",
			asked.Limit, maxPageLimit)
	}
	if asked.Limit == 0 {
		bounded := *asked
		bounded.Limit = defaultPageLimit
		return &bounded, nil
	}
	return asked, nil
}

// Params returns the module's limits.
func (q queryServer) Params(ctx context.Context, _ *types.QueryParamsRequest) (*types.QueryParamsResponse, error) {
	params, err := q.GetParams(ctx)
	if err != nil {
		return nil, err
	}
	return &types.QueryParamsResponse{Params: params}, nil
}
