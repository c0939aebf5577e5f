package keeper

import (
	"context"

	"cosmossdk.io/collections"

	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/coopledger/coopledger/x/membership/types"
)

// Case returns a case.
func (q queryServer) Case(ctx context.Context, req *types.QueryCaseRequest) (*types.QueryCaseResponse, error) {
	found, err := q.GetCase(ctx, req.CaseId)
	if err != nil {
		return nil, err
	}
	return &types.QueryCaseResponse{Case: found}, nil
}

// Cases lists a co-op's cases, those that are over too, by id.
func (q queryServer) Cases(ctx context.Context, req *types.QueryCasesRequest) (*types.QueryCasesResponse, error) {
	coop, err := q.CoopByReference(ctx, req.Coop)
	if err != nil {
		return nil, err
	}
	asked, err := page(req.Pagination)
	if err != nil {
		return nil, err
	}
	cases, pagination, err := query.CollectionPaginate(ctx, q.CasesByCoop, asked,
		func(at collections.Pair[uint64, uint64], _ collections.NoValue) (types.Case, error) {
			return q.GetCase(ctx, at.K2())
		},
		query.WithCollectionPaginationPairPrefix[uint64, uint64](coop.Id))
	if err != nil {
		return nil, err
	}
	return &types.QueryCasesResponse{Cases: cases, Pagination: pagination}, nil
}

// Conduct returns what cases have left with a member's number.
func (q queryServer) Conduct(ctx context.Context, req *types.QueryConductRequest) (*types.QueryConductResponse, error) {
	coop, err := q.CoopByReference(ctx, req.Coop)
	if err != nil {
		return nil, err
	}
	if _, err := q.GetMember(ctx, coop.Id, req.MemberId); err != nil {
		return nil, err
	}
	conduct, err := q.GetConduct(ctx, coop.Id, req.MemberId)
	if err != nil {
		return nil, err
	}
	return &types.QueryConductResponse{Conduct: conduct}, nil
}
