package keeper

import (
	"context"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"cosmossdk.io/collections"

	"github.com/cosmos/cosmos-sdk/types/query"

	membershiptypes "github.com/coopledger/coopledger/x/membership/types"

	"github.com/coopledger/coopledger/x/surplus/types"
)

// maxPageLimit bounds a page; a request for more gets this many and a next key.
const maxPageLimit = 100

type queryServer struct{ *Keeper }

// NewQueryServer returns the server of x/surplus' queries.
func NewQueryServer(k *Keeper) types.QueryServer { return queryServer{k} }

func boundedPage(page *query.PageRequest) *query.PageRequest {
	if page == nil {
		return &query.PageRequest{Limit: maxPageLimit}
	}
	bounded := *page
	if bounded.Limit == 0 || bounded.Limit > maxPageLimit {
		bounded.Limit = maxPageLimit
	}
	return &bounded
}

// Params returns the module's limits.
func (q queryServer) Params(ctx context.Context, _ *types.QueryParamsRequest) (*types.QueryParamsResponse, error) {
	params, err := q.GetParams(ctx)
	return &types.QueryParamsResponse{Params: params}, err
}

// asked is the co-op and the period that a query names.
func (q queryServer) asked(ctx context.Context, reference string, number uint64) (membershiptypes.Coop, types.Period, error) {
	coop, err := q.membership.CoopByReference(ctx, reference)
	if err != nil {
		return coop, types.Period{}, status.Error(codes.NotFound, err.Error())
	}
	period, err := q.period(ctx, coop, number)
	if err != nil {
		return coop, period, status.Error(codes.NotFound, err.Error())
	}
	return coop, period, nil
}

// ofPeriod lets a page have what is of one period.
func ofPeriod(period types.Period) func(*query.CollectionsPaginateOptions[memberKey]) {
	return func(options *query.CollectionsPaginateOptions[memberKey]) {
		prefix := collections.TripleSuperPrefix[uint64, uint64, uint64](period.CoopId, period.Number)
		options.Prefix = &prefix
	}
}
