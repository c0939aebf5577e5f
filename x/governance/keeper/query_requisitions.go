package keeper

import (
	"context"

	"cosmossdk.io/collections"

	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/coopledger/coopledger/x/governance/types"
)

// Requisition answers with what members ask for and a page of who has signed, by
// number.
func (q queryServer) Requisition(ctx context.Context, request *types.QueryRequisitionRequest) (*types.QueryRequisitionResponse, error) {
	requisition, err := q.GetRequisition(ctx, request.RequisitionId)
	if err != nil {
		return nil, err
	}
	signed, next, err := q.memberIDs(ctx, q.Signatures, requisition.Id, request.Pagination)
	if err != nil {
		return nil, err
	}
	return &types.QueryRequisitionResponse{Requisition: requisition, SignedBy: signed, Pagination: next}, nil
}

// Requisitions lists what a co-op's members have asked for, in the order of the ids.
func (q queryServer) Requisitions(ctx context.Context, request *types.QueryRequisitionsRequest) (*types.QueryRequisitionsResponse, error) {
	coop, err := q.membership.CoopByReference(ctx, request.Coop)
	if err != nil {
		return nil, err
	}
	bounded, err := page(request.Pagination)
	if err != nil {
		return nil, err
	}
	requisitions, next, err := query.CollectionPaginate(ctx, q.RequisitionsByCoop, bounded,
		func(key collections.Pair[uint64, uint64], _ collections.NoValue) (types.Requisition, error) {
			return q.GetRequisition(ctx, key.K2())
		}, query.WithCollectionPaginationPairPrefix[uint64, uint64](coop.Id))
	return &types.QueryRequisitionsResponse{Requisitions: requisitions, Pagination: next}, err
}

// memberIDs is a page of the members' numbers that lie under an id.
func (q queryServer) memberIDs(
	ctx context.Context, set collections.KeySet[collections.Pair[uint64, uint64]], id uint64, request *query.PageRequest,
) ([]uint64, *query.PageResponse, error) {
	bounded, err := page(request)
	if err != nil {
		return nil, nil, err
	}
	return query.CollectionPaginate(ctx, set, bounded,
		func(key collections.Pair[uint64, uint64], _ collections.NoValue) (uint64, error) {
			return key.K2(), nil
		},
		query.WithCollectionPaginationPairPrefix[uint64, uint64](id))
}
