package keeper

import (
	"context"

	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"

	membershiptypes "github.com/coopledger/coopledger/x/membership/types"

	"github.com/coopledger/coopledger/x/treasury/types"
)

// OpenBudget sets money aside in words, by the co-op's resolution.
func (s msgServer) OpenBudget(ctx context.Context, msg *types.MsgOpenBudget) (*types.MsgOpenBudgetResponse, error) {
	coop, resolution, err := s.byResolution(ctx, msg.Authority, msg.CoopId)
	if err != nil {
		return nil, err
	}
	if err := s.mayOpen(ctx, coop, msg.Terms); err != nil {
		return nil, err
	}
	now, err := s.chain.Now(ctx)
	if err != nil {
		return nil, err
	}
	book, err := s.book(ctx, coop.Id)
	if err != nil {
		return nil, err
	}
	book.LastBudgetId++
	book.OpenBudgets++
	budget := types.Budget{CoopId: coop.Id, Id: book.LastBudgetId, ResolutionId: resolution, OpenedAt: now, Terms: msg.Terms}
	if err := s.Books.Set(ctx, coop.Id, book); err != nil {
		return nil, err
	}
	if err := s.Budgets.Set(ctx, collections.Join(coop.Id, budget.Id), budget); err != nil {
		return nil, err
	}
	return &types.MsgOpenBudgetResponse{BudgetId: budget.Id}, emit(ctx, &types.EventBudgetOpened{Budget: budget})
}

// mayOpen refuses a budget that can't be, now. It is asked when the budget is
// proposed and again when it is opened.
func (k *Keeper) mayOpen(ctx context.Context, coop membershiptypes.Coop, terms types.BudgetTerms) error {
	limits, err := k.GetParams(ctx)
	if err != nil {
		return err
	}
	rules, err := k.rules(ctx, coop.Id)
	if err != nil {
		return err
	}
	if err := terms.Validate(rules, limits); err != nil {
		return err
	}
	now, err := k.chain.CivilNow(ctx)
	if err != nil {
		return err
	}
	if terms.ExpiresAt != 0 && terms.ExpiresAt <= now {
		return types.ErrInvalidBudget.Wrap("it would have expired already; give a date to come, or none for a standing budget")
	}
	book, err := k.book(ctx, coop.Id)
	if err != nil {
		return err
	}
	if book.OpenBudgets >= limits.MaxOpenBudgetsPerCoop {
		return types.ErrTooManyOpen.Wrapf("%s has %d budgets that are not closed, of at most %d; close one first", coop.Slug, book.OpenBudgets, limits.MaxOpenBudgetsPerCoop)
	}
	return k.mustBeAboveFloor(ctx, coop, rules, terms)
}

// mustBeAboveFloor refuses a new budget while its fund holds no more than the
// charter's floor under it.
func (k *Keeper) mustBeAboveFloor(ctx context.Context, coop membershiptypes.Coop, rules membershiptypes.TreasuryRules, terms types.BudgetTerms) error {
	floor, given := types.FloorUnder(rules, terms.Fund, terms.Denom)
	if !given {
		return nil
	}
	free, err := k.freeFor(ctx, rules, coop.Id, terms)
	if err == nil && free.LTE(floor.Amount) {
		err = types.ErrBelowFloor.Wrapf("the fund %q of %s has %s%s that are not reserved; its charter wants more than %s%s before a new budget is proposed",
			terms.Fund, coop.Slug, free, terms.Denom, floor.Amount, terms.Denom)
	}
	return err
}

// MayPropose refuses to propose what would be refused now for certain: a budget
// whose terms can't be, or while the fund is at its floor.
func (h Hooks) MayPropose(ctx context.Context, coopID uint64, message sdk.Msg) error {
	open, is := message.(*types.MsgOpenBudget)
	if !is || open.CoopId != coopID {
		return nil
	}
	coop, err := h.keeper.membership.GetCoop(ctx, coopID)
	if err != nil {
		return err
	}
	return h.keeper.mayOpen(ctx, coop, open.Terms)
}
