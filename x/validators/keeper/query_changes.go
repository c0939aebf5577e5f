package keeper

import (
	"context"

	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/coopledger/coopledger/x/validators/types"
)

// Changes lists what waits in the queue.
func (k queryServer) Changes(ctx context.Context, request *types.QueryChangesRequest) (*types.QueryChangesResponse, error) {
	changes, page, err := query.CollectionPaginate(ctx, k.Keeper.Changes, boundedPage(request.Pagination),
		func(_ uint64, change types.Change) (types.Change, error) { return change, nil })
	if err != nil {
		return nil, err
	}
	return &types.QueryChangesResponse{Changes: changes, Pagination: page}, nil
}
