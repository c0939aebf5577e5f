package keeper

import (
	"context"
	"errors"

	"cosmossdk.io/collections"

	"github.com/cosmos/cosmos-sdk/types/query"

	membershiptypes "github.com/coopledger/coopledger/x/membership/types"

	"github.com/coopledger/coopledger/x/treasury/types"
)

// Periods lists the locked periods of a co-op's book, and the one that comes next.
func (q queryServer) Periods(ctx context.Context, request *types.QueryPeriodsRequest) (*types.QueryPeriodsResponse, error) {
	coop, err := q.membership.CoopByReference(ctx, request.Coop)
	if err != nil {
		return nil, err
	}
	periods, page, err := query.CollectionPaginate(ctx, q.Keeper.Periods, boundedPage(request.Pagination),
		func(_ collections.Pair[uint64, uint64], period types.Period) (types.Period, error) {
			return period, nil
		},
		query.WithCollectionPaginationPairPrefix[uint64, uint64](coop.Id))
	if err != nil {
		return nil, err
	}
	next, today, err := q.nextPeriod(ctx, coop)
	if err != nil {
		return nil, err
	}
	return &types.QueryPeriodsResponse{Periods: periods, Pagination: page, Next: next, Today: today}, nil
}

// nextPeriod is the one that can be locked next; none without a fiscal calendar.
func (k *Keeper) nextPeriod(ctx context.Context, coop membershiptypes.Coop) (*types.NextPeriod, uint32, error) {
	today, err := k.today(ctx, coop.Id)
	if err != nil {
		return nil, 0, err
	}
	rules, err := k.rules(ctx, coop.Id)
	if err != nil || rules.Fiscal == nil {
		return nil, today.Number(), err
	}
	book, err := k.book(ctx, coop.Id)
	if err != nil {
		return nil, 0, err
	}
	period, err := rules.Fiscal.NextPeriod(book.LockedThrough)
	if err != nil {
		return nil, 0, err
	}
	next := &types.NextPeriod{
		Label: rules.Fiscal.Label(period), FirstDay: period.First.Number(), LastDay: period.Last.Number(), Ended: period.Last.Before(today),
	}
	request, err := k.LockRequests.Get(ctx, coop.Id)
	if errors.Is(err, collections.ErrNotFound) {
		return next, today.Number(), nil
	}
	if err == nil && request.LastDay == next.LastDay {
		next.Request = &request
	}
	return next, today.Number(), err
}

// Rates lists what denoms were worth in the book's currency.
func (q queryServer) Rates(ctx context.Context, request *types.QueryRatesRequest) (*types.QueryRatesResponse, error) {
	coop, err := q.membership.CoopByReference(ctx, request.Coop)
	if err != nil {
		return nil, err
	}
	rates, page, err := query.CollectionPaginate(ctx, q.Keeper.Rates, boundedPage(request.Pagination),
		func(_ collections.Triple[uint64, string, uint32], rate types.Rate) (types.Rate, error) {
			return rate, nil
		},
		func(options *query.CollectionsPaginateOptions[collections.Triple[uint64, string, uint32]]) {
			prefix := collections.TriplePrefix[uint64, string, uint32](coop.Id)
			options.Prefix = &prefix
		})
	if err != nil {
		return nil, err
	}
	return &types.QueryRatesResponse{Rates: rates, Pagination: page}, nil
}
