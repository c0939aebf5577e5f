package keeper

import (
	"context"
	"errors"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"cosmossdk.io/collections"

	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/coopledger/coopledger/x/surplus/types"
)

// Periods lists a co-op's periods.
func (q queryServer) Periods(ctx context.Context, request *types.QueryPeriodsRequest) (*types.QueryPeriodsResponse, error) {
	coop, err := q.membership.CoopByReference(ctx, request.Coop)
	if err != nil {
		return nil, status.Error(codes.NotFound, err.Error())
	}
	periods, page, err := query.CollectionPaginate(ctx, q.Keeper.Periods, boundedPage(request.Pagination),
		func(_ periodKey, period types.Period) (types.Period, error) { return period, nil },
		query.WithCollectionPaginationPairPrefix[uint64, uint64](coop.Id))
	return &types.QueryPeriodsResponse{Periods: periods, Pagination: page}, err
}

// Period returns one, with its outcome once it is settled.
func (q queryServer) Period(ctx context.Context, request *types.QueryPeriodRequest) (*types.QueryPeriodResponse, error) {
	_, period, err := q.asked(ctx, request.Coop, request.Period)
	if err != nil {
		return nil, err
	}
	charter, _, err := q.rulesOf(ctx, period)
	if err != nil {
		return nil, err
	}
	response := &types.QueryPeriodResponse{Period: period, Currency: charter.Book().Currency, Decimals: charter.Book().Decimals}
	kept, err := q.Outcomes.Get(ctx, collections.Join(period.CoopId, period.Number))
	if errors.Is(err, collections.ErrNotFound) {
		return response, nil
	}
	response.Outcome = &kept.Outcome
	return response, err
}

// Disputes lists a period's open disputes.
func (q queryServer) Disputes(ctx context.Context, request *types.QueryDisputesRequest) (*types.QueryDisputesResponse, error) {
	_, period, err := q.asked(ctx, request.Coop, request.Period)
	if err != nil {
		return nil, err
	}
	disputes, page, err := query.CollectionPaginate(ctx, q.Keeper.Disputes, boundedPage(request.Pagination),
		func(_ memberKey, dispute types.Dispute) (types.Dispute, error) { return dispute, nil },
		ofPeriod(period))
	return &types.QueryDisputesResponse{Disputes: disputes, Pagination: page}, err
}
