package keeper

import (
	"context"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/coopledger/coopledger/x/chain/types"
)

// Quota returns what is left of a member's and its co-op's buckets. A co-op
// without an allotment shows the default bucket, which it has only while it is
// a member of the root federation: x/membership knows, this module doesn't.
func (k queryServer) Quota(ctx context.Context, request *types.QueryQuotaRequest) (*types.QueryQuotaResponse, error) {
	if request == nil || request.Coop == "" || request.MemberId == 0 {
		return nil, status.Error(codes.InvalidArgument, "name a co-op by its slug or id, and a member by its number; both count from 1")
	}
	coopID, err := k.coops.CoopIDByReference(ctx, request.Coop)
	if err != nil {
		return nil, err
	}
	params, err := k.Keeper.Params.Get(ctx)
	if err != nil {
		return nil, err
	}
	now, err := k.Now(ctx)
	if err != nil {
		return nil, err
	}
	allowance, _, err := k.coopAllowance(ctx, params, coopID)
	if err != nil {
		return nil, err
	}
	coop, err := k.hold(ctx, coopID, types.CoopBucket, allowance, now)
	if err != nil {
		return nil, err
	}
	member, err := k.hold(ctx, coopID, request.MemberId, params.MemberAllowance, now)
	if err != nil {
		return nil, err
	}
	return &types.QueryQuotaResponse{Member: member.bucket, Coop: coop.bucket}, nil
}
