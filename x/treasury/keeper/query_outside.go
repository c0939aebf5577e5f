package keeper

import (
	"context"

	"cosmossdk.io/collections"

	"github.com/cosmos/cosmos-sdk/types/query"

	membershiptypes "github.com/coopledger/coopledger/x/membership/types"

	"github.com/coopledger/coopledger/x/treasury/types"
)

// Outside lists a co-op's outside accounts as officers attest them. The charter
// bounds how many there are.
func (q queryServer) Outside(ctx context.Context, request *types.QueryOutsideRequest) (*types.QueryOutsideResponse, error) {
	coop, err := q.membership.CoopByReference(ctx, request.Coop)
	if err != nil {
		return nil, err
	}
	rules, err := q.rules(ctx, coop.Id)
	if err != nil {
		return nil, err
	}
	response := &types.QueryOutsideResponse{}
	for _, outside := range rules.Outside {
		line, err := q.outsideLine(ctx, coop.Id, outside)
		if err != nil {
			return nil, err
		}
		response.Lines = append(response.Lines, line)
	}
	return response, nil
}

func (k *Keeper) outsideLine(ctx context.Context, coopID uint64, outside membershiptypes.OutsideAccount) (types.OutsideLine, error) {
	line := types.OutsideLine{Outside: outside}
	classified, err := k.attested(ctx, coopID, outside, outside.Fund)
	if err != nil {
		return line, err
	}
	waiting, err := k.attested(ctx, coopID, outside, suspense)
	if err != nil {
		return line, err
	}
	if line.Attested.Amount, err = types.Sum(classified.Amount, waiting.Amount); err != nil {
		return line, err
	}
	line.Attested.Functional, err = types.Sum(classified.Functional, waiting.Functional)
	if err != nil {
		return line, err
	}
	line.Unclassified = waiting.Amount
	if line.Reserved, err = k.outsideReserved(ctx, coopID, outside.Name); err != nil {
		return line, err
	}
	last, err := k.lastStatement(ctx, coopID, outside.Name)
	line.Stated, line.StatedAt = last.Closing, last.AsOf
	line.Unmatched = line.Attested.Amount.Sub(last.Closing)
	return line, err
}

// PaymentFiles lists a co-op's payment files.
func (q queryServer) PaymentFiles(ctx context.Context, request *types.QueryPaymentFilesRequest) (*types.QueryPaymentFilesResponse, error) {
	coop, err := q.membership.CoopByReference(ctx, request.Coop)
	if err != nil {
		return nil, err
	}
	files, page, err := pageOf(ctx, q.Keeper.PaymentFiles, coop.Id, request.Pagination)
	if err != nil {
		return nil, err
	}
	return &types.QueryPaymentFilesResponse{Files: files, Pagination: page}, nil
}

// Reconciliations lists the statements that were held against a co-op's book.
func (q queryServer) Reconciliations(ctx context.Context, request *types.QueryReconciliationsRequest) (*types.QueryReconciliationsResponse, error) {
	coop, err := q.membership.CoopByReference(ctx, request.Coop)
	if err != nil {
		return nil, err
	}
	stated, page, err := pageOf(ctx, q.Keeper.Reconciliations, coop.Id, request.Pagination)
	if err != nil {
		return nil, err
	}
	return &types.QueryReconciliationsResponse{Reconciliations: stated, Pagination: page}, nil
}

// Unmatched lists the entries of an outside account that no statement has shown.
func (q queryServer) Unmatched(ctx context.Context, request *types.QueryUnmatchedRequest) (*types.QueryUnmatchedResponse, error) {
	coop, err := q.membership.CoopByReference(ctx, request.Coop)
	if err != nil {
		return nil, err
	}
	rules, err := q.rules(ctx, coop.Id)
	if err != nil {
		return nil, err
	}
	outside, err := types.FindOutside(rules, request.Outside)
	if err != nil {
		return nil, err
	}
	lines, page, err := query.CollectionPaginate(ctx, q.Keeper.Unmatched, boundedPage(request.Pagination),
		func(key collections.Triple[uint64, string, uint64], _ collections.NoValue) (types.UnmatchedLine, error) {
			entry, err := q.entry(ctx, coop.Id, key.K3())
			if err != nil {
				return types.UnmatchedLine{}, err
			}
			moved, err := entry.MovesOutside(outside)
			return types.UnmatchedLine{Entry: entry.Number, PostedAt: entry.PostedAt, Amount: moved, Narrative: entry.Narrative, PaymentId: entry.PaymentId}, err
		}, within(collections.TripleSuperPrefix[uint64, string, uint64](coop.Id, outside.Name)))
	if err != nil {
		return nil, err
	}
	return &types.QueryUnmatchedResponse{Lines: lines, Pagination: page}, nil
}

// ImportedBalances lists the trial balances out of the book that a co-op keeps elsewhere.
func (q queryServer) ImportedBalances(ctx context.Context, request *types.QueryImportedBalancesRequest) (*types.QueryImportedBalancesResponse, error) {
	coop, err := q.membership.CoopByReference(ctx, request.Coop)
	if err != nil {
		return nil, err
	}
	balances, page, err := pageOf(ctx, q.Keeper.ImportedBalances, coop.Id, request.Pagination)
	if err != nil {
		return nil, err
	}
	return &types.QueryImportedBalancesResponse{Balances: balances, Pagination: page}, nil
}

// pageOf is a page of what a co-op has under numbers of its own.
func pageOf[V any](
	ctx context.Context, all collections.Map[collections.Pair[uint64, uint64], V], coopID uint64, page *query.PageRequest,
) ([]V, *query.PageResponse, error) {
	return query.CollectionPaginate(ctx, all, boundedPage(page),
		func(_ collections.Pair[uint64, uint64], one V) (V, error) { return one, nil },
		query.WithCollectionPaginationPairPrefix[uint64, uint64](coopID))
}
