package keeper

import (
	"context"

	"cosmossdk.io/collections"

	"github.com/coopledger/coopledger/x/treasury/types"
)

// CloseBudget ends a budget, by the co-op's resolution. What is reserved was
// promised while it was open, and is paid still.
func (s msgServer) CloseBudget(ctx context.Context, msg *types.MsgCloseBudget) (*types.MsgCloseBudgetResponse, error) {
	coop, resolution, err := s.byResolution(ctx, msg.Authority, msg.CoopId)
	if err != nil {
		return nil, err
	}
	budget, err := s.budget(ctx, coop.Id, msg.BudgetId)
	if err != nil {
		return nil, err
	}
	if budget.ClosedAt != 0 {
		return nil, types.ErrBudgetOver.Wrapf("resolution %d has closed budget %d already", budget.ClosingResolutionId, budget.Id)
	}
	now, err := s.chain.Now(ctx)
	if err != nil {
		return nil, err
	}
	book, err := s.book(ctx, coop.Id)
	if err != nil {
		return nil, err
	}
	if book.OpenBudgets == 0 {
		return nil, types.ErrInvariantBroken.Wrapf("%s counts no open budget, and %d is open", coop.Slug, budget.Id)
	}
	book.OpenBudgets--
	budget.ClosedAt, budget.ClosingResolutionId = now, resolution
	if err := s.Books.Set(ctx, coop.Id, book); err != nil {
		return nil, err
	}
	if err := s.Budgets.Set(ctx, collections.Join(coop.Id, budget.Id), budget); err != nil {
		return nil, err
	}
	return &types.MsgCloseBudgetResponse{}, emit(ctx, &types.EventBudgetClosed{CoopId: coop.Id, BudgetId: budget.Id, ResolutionId: resolution})
}
