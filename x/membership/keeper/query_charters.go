package keeper

import (
	"context"
	"errors"

	"cosmossdk.io/collections"

	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/coopledger/coopledger/x/membership/types"
)

// Charter returns one version of a charter; version 0 is the one in force.
func (q queryServer) Charter(ctx context.Context, req *types.QueryCharterRequest) (*types.QueryCharterResponse, error) {
	coop, err := q.CoopByReference(ctx, req.Coop)
	if err != nil {
		return nil, err
	}
	version := req.Version
	if version == 0 {
		version = coop.CharterVersion
	}
	charter, err := q.CharterAt(ctx, coop.Id, version)
	if err != nil {
		return nil, err
	}
	response := &types.QueryCharterResponse{Version: version, Charter: charter}
	history, err := q.Keeper.CharterVersions.Get(ctx, collections.Join(coop.Id, version))
	if errors.Is(err, collections.ErrNotFound) {
		return response, nil
	}
	response.History = &history
	return response, err
}

// CharterVersions lists how the versions of a charter came to be.
func (q queryServer) CharterVersions(
	ctx context.Context, req *types.QueryCharterVersionsRequest,
) (*types.QueryCharterVersionsResponse, error) {
	coop, err := q.CoopByReference(ctx, req.Coop)
	if err != nil {
		return nil, err
	}
	asked, err := page(req.Pagination)
	if err != nil {
		return nil, err
	}
	versions, pagination, err := query.CollectionPaginate(ctx, q.Keeper.CharterVersions, asked,
		func(_ collections.Pair[uint64, uint64], version types.CharterVersion) (types.CharterVersion, error) {
			return version, nil
		},
		query.WithCollectionPaginationPairPrefix[uint64, uint64](coop.Id))
	if err != nil {
		return nil, err
	}
	return &types.QueryCharterVersionsResponse{Versions: versions, InForce: coop.CharterVersion, Pagination: pagination}, nil
}
