package keeper

import (
	"context"

	"cosmossdk.io/collections"

	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/coopledger/coopledger/x/surplus/types"
)

// Patronage lists what is recorded of members in a period.
func (q queryServer) Patronage(ctx context.Context, request *types.QueryPatronageRequest) (*types.QueryPatronageResponse, error) {
	_, period, err := q.asked(ctx, request.Coop, request.Period)
	if err != nil {
		return nil, err
	}
	_, rules, err := q.rulesOf(ctx, period)
	if err != nil {
		return nil, err
	}
	response := &types.QueryPatronageResponse{}
	for _, basis := range rules.Bases {
		response.Bases = append(response.Bases, basis.Name)
	}
	response.Patronage, response.Pagination, err = query.CollectionPaginate(ctx, q.Keeper.Patronage, boundedPage(request.Pagination),
		func(_ memberKey, patronage types.Patronage) (types.Patronage, error) { return patronage, nil },
		ofPeriod(period))
	return response, err
}

// Records lists the lines that a member's patronage is the sum of.
func (q queryServer) Records(ctx context.Context, request *types.QueryRecordsRequest) (*types.QueryRecordsResponse, error) {
	_, period, err := q.asked(ctx, request.Coop, request.Period)
	if err != nil {
		return nil, err
	}
	lines, page, err := query.CollectionPaginate(ctx, q.Recorded, boundedPage(request.Pagination),
		func(_ collections.Quad[uint64, uint64, uint64, uint64], recorded types.Recorded) (types.RecordedLine, error) {
			batch, err := q.Batches.Get(ctx, collections.Join3(recorded.CoopId, recorded.Period, recorded.Batch))
			return types.RecordedLine{Amount: recorded.Amount, Batch: batch}, err
		}, linesOf(period, request.MemberId))
	return &types.QueryRecordsResponse{Lines: lines, Pagination: page}, err
}

// linesOf a member in a period.
func linesOf(period types.Period, memberID uint64) func(*query.CollectionsPaginateOptions[collections.Quad[uint64, uint64, uint64, uint64]]) {
	return func(options *query.CollectionsPaginateOptions[collections.Quad[uint64, uint64, uint64, uint64]]) {
		prefix := collections.QuadSuperPrefix3[uint64, uint64, uint64, uint64](period.CoopId, period.Number, memberID)
		options.Prefix = &prefix
	}
}
