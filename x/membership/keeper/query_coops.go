package keeper

import (
	"context"

	"cosmossdk.io/collections"

	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/coopledger/coopledger/x/membership/types"
)

// Coop returns a co-op, its charter in force and its roll's counters.
func (q queryServer) Coop(ctx context.Context, req *types.QueryCoopRequest) (*types.QueryCoopResponse, error) {
	coop, err := q.CoopByReference(ctx, req.Coop)
	if err != nil {
		return nil, err
	}
	_, charter, err := q.GetCharter(ctx, coop.Id)
	if err != nil {
		return nil, err
	}
	roll, err := q.GetRoll(ctx, coop.Id)
	if err != nil {
		return nil, err
	}
	return &types.QueryCoopResponse{Coop: coop, Charter: charter, Roll: roll}, nil
}

// Coops lists co-ops in the order of their ids.
func (q queryServer) Coops(ctx context.Context, req *types.QueryCoopsRequest) (*types.QueryCoopsResponse, error) {
	asked, err := page(req.Pagination)
	if err != nil {
		return nil, err
	}
	coops, pagination, err := query.CollectionPaginate(ctx, q.Keeper.Coops, asked,
		func(_ uint64, coop types.Coop) (types.Coop, error) { return coop, nil })
	if err != nil {
		return nil, err
	}
	return &types.QueryCoopsResponse{Coops: coops, Pagination: pagination}, nil
}

// Roll returns the roll's counters: its size is read, never counted.
func (q queryServer) Roll(ctx context.Context, req *types.QueryRollRequest) (*types.QueryRollResponse, error) {
	coop, err := q.CoopByReference(ctx, req.Coop)
	if err != nil {
		return nil, err
	}
	roll, err := q.GetRoll(ctx, coop.Id)
	if err != nil {
		return nil, err
	}
	return &types.QueryRollResponse{Roll: roll, Voters: roll.Voters()}, nil
}

// Applications lists the co-ops that want to join and whose time is not over.
func (q queryServer) Applications(
	ctx context.Context, req *types.QueryApplicationsRequest,
) (*types.QueryApplicationsResponse, error) {
	coop, err := q.CoopByReference(ctx, req.Coop)
	if err != nil {
		return nil, err
	}
	asked, err := page(req.Pagination)
	if err != nil {
		return nil, err
	}
	now, err := q.clock.Now(ctx)
	if err != nil {
		return nil, err
	}
	applications, pagination, err := query.CollectionFilteredPaginate(ctx, q.Keeper.Applications, asked,
		func(_ collections.Pair[uint64, uint64], a types.Application) (bool, error) {
			return a.ExpiresAt > now, nil
		},
		func(_ collections.Pair[uint64, uint64], a types.Application) (types.Application, error) {
			return a, nil
		},
		query.WithCollectionPaginationPairPrefix[uint64, uint64](coop.Id))
	if err != nil {
		return nil, err
	}
	return &types.QueryApplicationsResponse{Applications: applications, Pagination: pagination}, nil
}
