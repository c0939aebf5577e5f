package keeper

import (
	"context"

	"cosmossdk.io/collections"
	errorsmod "cosmossdk.io/errors"

	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/coopledger/coopledger/x/governance/types"
)

// Resolution answers with a resolution, its text, its rules and its tally.
func (q queryServer) Resolution(ctx context.Context, request *types.QueryResolutionRequest) (*types.QueryResolutionResponse, error) {
	id := request.ResolutionId
	r, err := q.GetResolution(ctx, id)
	if err != nil {
		return nil, err
	}
	content, err := q.Contents.Get(ctx, id)
	if err != nil {
		return nil, err
	}
	terms, err := q.Terms.Get(ctx, id)
	if err != nil {
		return nil, err
	}
	tally, err := q.GetTally(ctx, id)
	if err != nil {
		return nil, err
	}
	return &types.QueryResolutionResponse{Resolution: r, Content: content, Terms: terms, Tally: tally}, nil
}

// Resolutions answers with a co-op's resolutions in the order of their ids, of
// one status or of all.
func (q queryServer) Resolutions(ctx context.Context, request *types.QueryResolutionsRequest) (*types.QueryResolutionsResponse, error) {
	coop, err := q.membership.CoopByReference(ctx, request.Coop)
	if err != nil {
		return nil, err
	}
	bounded, err := page(request.Pagination)
	if err != nil {
		return nil, err
	}
	var (
		lines  []types.ResolutionLine
		answer *query.PageResponse
	)
	switch {
	case request.Status == types.Status_STATUS_UNSPECIFIED:
		lines, answer, err = query.CollectionPaginate(ctx, q.ByCoop, bounded,
			func(key collections.Pair[uint64, uint64], _ collections.NoValue) (types.ResolutionLine, error) {
				return q.line(ctx, key.K2())
			}, query.WithCollectionPaginationPairPrefix[uint64, uint64](coop.Id))
	case request.Status.Known():
		lines, answer, err = query.CollectionPaginate(ctx, q.ByCoopStatus, bounded,
			func(key collections.Triple[uint64, int32, uint64], _ collections.NoValue) (types.ResolutionLine, error) {
				return q.line(ctx, key.K3())
			}, withStatusPrefix(coop.Id, request.Status))
	default:
		return nil, errorsmod.Wrapf(types.ErrInvalidRequest, "%d is not a status; leave it out for all", request.Status)
	}
	if err != nil {
		return nil, err
	}
	return &types.QueryResolutionsResponse{Resolutions: lines, Pagination: answer}, nil
}

// Seconders answers with who seconded the text as it stands, by number.
func (q queryServer) Seconders(ctx context.Context, request *types.QuerySecondersRequest) (*types.QuerySecondersResponse, error) {
	r, err := q.GetResolution(ctx, request.ResolutionId)
	if err != nil {
		return nil, err
	}
	members, next, err := q.memberIDs(ctx, q.Keeper.Seconders, r.Id, request.Pagination)
	if err != nil {
		return nil, err
	}
	return &types.QuerySecondersResponse{MemberIds: members, Pagination: next}, nil
}

type statusKey = collections.Triple[uint64, int32, uint64]

func withStatusPrefix(coopID uint64, status types.Status) func(*query.CollectionsPaginateOptions[statusKey]) {
	return func(options *query.CollectionsPaginateOptions[statusKey]) {
		prefix := collections.TripleSuperPrefix[uint64, int32, uint64](coopID, int32(status))
		options.Prefix = &prefix
	}
}

func (q queryServer) line(ctx context.Context, id uint64) (types.ResolutionLine, error) {
	r, err := q.GetResolution(ctx, id)
	if err != nil {
		return types.ResolutionLine{}, err
	}
	content, err := q.Contents.Get(ctx, id)
	return types.ResolutionLine{Resolution: r, Title: content.Title}, err
}
