package keeper

import (
	"context"

	"cosmossdk.io/collections"

	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/coopledger/coopledger/x/membership/types"
)

// Guardians returns what protects a member's keys and money.
func (q queryServer) Guardians(ctx context.Context, req *types.QueryGuardiansRequest) (*types.QueryGuardiansResponse, error) {
	coop, err := q.CoopByReference(ctx, req.Coop)
	if err != nil {
		return nil, err
	}
	member, err := q.GetMember(ctx, coop.Id, req.MemberId)
	if err != nil {
		return nil, err
	}
	safety, err := q.safetyOf(ctx, coop.Id, member.MemberId)
	if err != nil {
		return nil, err
	}
	removals, err := q.removalsOf(ctx, coop.Id, member.MemberId)
	if err != nil {
		return nil, err
	}
	until, err := q.MoneyFrozen(ctx, coop.Id, member.MemberId)
	if err != nil {
		return nil, err
	}
	return &types.QueryGuardiansResponse{Safety: safety, KeyRemovals: removals, MoneyFrozenUntil: until}, nil
}

// Recovery lists the recoveries under way in a co-op, by member.
func (q queryServer) Recovery(ctx context.Context, req *types.QueryRecoveryRequest) (*types.QueryRecoveryResponse, error) {
	coop, err := q.CoopByReference(ctx, req.Coop)
	if err != nil {
		return nil, err
	}
	asked, err := page(req.Pagination)
	if err != nil {
		return nil, err
	}
	recoveries, pagination, err := query.CollectionPaginate(ctx, q.Recoveries, asked,
		func(_ collections.Pair[uint64, uint64], recovery types.Recovery) (types.Recovery, error) {
			return recovery, nil
		},
		query.WithCollectionPaginationPairPrefix[uint64, uint64](coop.Id))
	if err != nil {
		return nil, err
	}
	return &types.QueryRecoveryResponse{Recoveries: recoveries, Pagination: pagination}, nil
}
