package keeper

import (
	"context"

	"cosmossdk.io/collections"

	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/coopledger/coopledger/x/membership/types"
)

// Invitations lists a co-op's open invitations in the order of their public keys.
func (q queryServer) Invitations(
	ctx context.Context, req *types.QueryInvitationsRequest,
) (*types.QueryInvitationsResponse, error) {
	coop, err := q.CoopByReference(ctx, req.Coop)
	if err != nil {
		return nil, err
	}
	asked, err := page(req.Pagination)
	if err != nil {
		return nil, err
	}
	invitations, pagination, err := query.CollectionPaginate(ctx, q.Keeper.Invitations, asked,
		func(_ collections.Pair[uint64, []byte], invitation types.Invitation) (types.Invitation, error) {
			return invitation, nil
		},
		query.WithCollectionPaginationPairPrefix[uint64, []byte](coop.Id))
	if err != nil {
		return nil, err
	}
	return &types.QueryInvitationsResponse{Invitations: invitations, Pagination: pagination}, nil
}
