package keeper

import (
	"context"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/coopledger/coopledger/x/chain/types"
)

// Allotments lists the co-ops with a free bucket of their own, by co-op id.
func (k queryServer) Allotments(ctx context.Context, request *types.QueryAllotmentsRequest) (*types.QueryAllotmentsResponse, error) {
	if request == nil {
		return nil, status.Error(codes.InvalidArgument, "the request is empty")
	}
	page := request.Pagination
	if page != nil && page.Limit > maxPageLimit {
		bounded := *page
		bounded.Limit = maxPageLimit
		page = &bounded
	}
	allotments, next, err := query.CollectionPaginate(ctx, k.Keeper.Allotments, page,
		func(coopID uint64, allowance types.Allowance) (types.Allotment, error) {
			return types.Allotment{CoopId: coopID, Allowance: allowance}, nil
		})
	if err != nil {
		return nil, err
	}
	return &types.QueryAllotmentsResponse{Allotments: allotments, Pagination: next}, nil
}
