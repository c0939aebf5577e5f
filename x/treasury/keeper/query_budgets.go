package keeper

import (
	"context"

	"cosmossdk.io/collections"
	"cosmossdk.io/math"

	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/coopledger/coopledger/x/treasury/types"
)

// Budgets lists a co-op's budgets with what is left of each.
func (q queryServer) Budgets(ctx context.Context, request *types.QueryBudgetsRequest) (*types.QueryBudgetsResponse, error) {
	coop, err := q.membership.CoopByReference(ctx, request.Coop)
	if err != nil {
		return nil, err
	}
	lines, page, err := query.CollectionPaginate(ctx, q.Keeper.Budgets, boundedPage(request.Pagination),
		func(_ collections.Pair[uint64, uint64], budget types.Budget) (types.BudgetLine, error) {
			return q.budgetLine(ctx, budget)
		},
		query.WithCollectionPaginationPairPrefix[uint64, uint64](coop.Id))
	if err != nil {
		return nil, err
	}
	return &types.QueryBudgetsResponse{Budgets: lines, Pagination: page}, nil
}

// Budget returns one budget with what is left of it.
func (q queryServer) Budget(ctx context.Context, request *types.QueryBudgetRequest) (*types.QueryBudgetResponse, error) {
	coop, err := q.membership.CoopByReference(ctx, request.Coop)
	if err != nil {
		return nil, err
	}
	budget, err := q.budget(ctx, coop.Id, request.BudgetId)
	if err != nil {
		return nil, err
	}
	line, err := q.budgetLine(ctx, budget)
	if err != nil {
		return nil, err
	}
	return &types.QueryBudgetResponse{Budget: line}, nil
}

func (k *Keeper) budgetLine(ctx context.Context, budget types.Budget) (types.BudgetLine, error) {
	now, err := k.chain.CivilNow(ctx)
	if err != nil {
		return types.BudgetLine{}, err
	}
	window, err := k.windowNow(ctx, budget)
	if err != nil {
		return types.BudgetLine{}, err
	}
	committed, err := k.committed(ctx, budget, window)
	if err != nil {
		return types.BudgetLine{}, err
	}
	left := math.ZeroInt()
	if budget.OpenAt(now) {
		left = budget.Terms.Cap.Sub(committed)
	}
	return types.BudgetLine{Budget: budget, Open: budget.OpenAt(now), WindowStart: window, Committed: committed, Left: left}, nil
}

// Payments lists a co-op's payments out of budgets.
func (q queryServer) Payments(ctx context.Context, request *types.QueryPaymentsRequest) (*types.QueryPaymentsResponse, error) {
	coop, err := q.membership.CoopByReference(ctx, request.Coop)
	if err != nil {
		return nil, err
	}
	var payments []types.Payment
	var page *query.PageResponse
	switch {
	case moreThanOne(request.BudgetId != 0, request.Status != 0, request.Payee != "", request.OrderId != 0):
		return nil, types.ErrInvalidPayment.Wrap("payments are listed by budget, by status, by payee or by standing order, one of them at a time; leave the others out")
	case request.Payee != "":
		payments, page, err = query.CollectionPaginate(ctx, q.PaymentsByPayee, boundedPage(request.Pagination),
			func(key collections.Triple[uint64, string, uint64], _ collections.NoValue) (types.Payment, error) {
				return q.payment(ctx, coop.Id, key.K3())
			}, within(collections.TripleSuperPrefix[uint64, string, uint64](coop.Id, request.Payee)))
	case request.OrderId != 0:
		payments, page, err = query.CollectionPaginate(ctx, q.Instalments, boundedPage(request.Pagination),
			func(_ collections.Triple[uint64, uint64, uint32], id uint64) (types.Payment, error) {
				return q.payment(ctx, coop.Id, id)
			}, within(collections.TripleSuperPrefix[uint64, uint64, uint32](coop.Id, request.OrderId)))
	case request.BudgetId != 0:
		payments, page, err = query.CollectionPaginate(ctx, q.PaymentsByBudget, boundedPage(request.Pagination),
			func(key collections.Triple[uint64, uint64, uint64], _ collections.NoValue) (types.Payment, error) {
				return q.payment(ctx, coop.Id, key.K3())
			}, within(collections.TripleSuperPrefix[uint64, uint64, uint64](coop.Id, request.BudgetId)))
	case request.Status != 0:
		payments, page, err = query.CollectionPaginate(ctx, q.PaymentsByStatus, boundedPage(request.Pagination),
			func(key collections.Triple[uint64, uint32, uint64], _ collections.NoValue) (types.Payment, error) {
				return q.payment(ctx, coop.Id, key.K3())
			}, within(collections.TripleSuperPrefix[uint64, uint32, uint64](coop.Id, uint32(request.Status))))
	default:
		payments, page, err = query.CollectionPaginate(ctx, q.Keeper.Payments, boundedPage(request.Pagination),
			func(_ collections.Pair[uint64, uint64], payment types.Payment) (types.Payment, error) {
				return payment, nil
			},
			query.WithCollectionPaginationPairPrefix[uint64, uint64](coop.Id))
	}
	if err != nil {
		return nil, err
	}
	return &types.QueryPaymentsResponse{Payments: payments, Pagination: page}, nil
}

func moreThanOne(given ...bool) bool {
	count := 0
	for _, one := range given {
		if one {
			count++
		}
	}
	return count > 1
}

// within pages through the keys that begin so.
func within[K any](prefix K) func(*query.CollectionsPaginateOptions[K]) {
	return func(options *query.CollectionsPaginateOptions[K]) { options.Prefix = &prefix }
}

// Payment returns one payment.
func (q queryServer) Payment(ctx context.Context, request *types.QueryPaymentRequest) (*types.QueryPaymentResponse, error) {
	coop, err := q.membership.CoopByReference(ctx, request.Coop)
	if err != nil {
		return nil, err
	}
	payment, err := q.payment(ctx, coop.Id, request.PaymentId)
	if err != nil {
		return nil, err
	}
	return &types.QueryPaymentResponse{Payment: payment}, nil
}
