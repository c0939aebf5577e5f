package keeper

import (
	"context"

	"cosmossdk.io/collections"

	chaintypes "github.com/coopledger/coopledger/x/chain/types"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"

	"github.com/coopledger/coopledger/x/treasury/types"
)

// PayOutside pays out of an outside account, by the co-op's resolution. It stands
// as a budget of this one payment, which the resolution opens and closes, so that
// everything after it goes the way of other payments: file, statement, return.
func (s msgServer) PayOutside(ctx context.Context, msg *types.MsgPayOutside) (*types.MsgPayOutsideResponse, error) {
	coop, resolution, err := s.byResolution(ctx, msg.Authority, msg.CoopId)
	if err != nil {
		return nil, err
	}
	limits, err := s.GetParams(ctx)
	if err != nil {
		return nil, err
	}
	rules, err := s.rules(ctx, coop.Id)
	if err != nil {
		return nil, err
	}
	outside, err := types.FindOutside(rules, msg.Outside)
	if err != nil {
		return nil, err
	}
	if msg.Narrative == "" {
		return nil, types.ErrInvalidPayment.Wrap("it doesn't say what for; give a short code, such as an invoice's number")
	}
	terms := msg.Terms(outside)
	if err := terms.Validate(rules, limits); err != nil {
		return nil, err
	}
	if err := s.mustBePart(ctx, types.Budget{CoopId: coop.Id, Terms: terms}, msg.PayeeMemberId); err != nil {
		return nil, err
	}
	if err := s.outsidePayee(ctx, coop, msg.PayeeCode, msg.PayeeSha256, msg.PayeeMemberId, limits); err != nil {
		return nil, err
	}
	value, err := s.takeOutside(ctx, coop.Id, outside, outside.Fund, msg.Amount)
	if err != nil {
		return nil, err
	}
	if err := s.mustStayLiquid(ctx, coop.Id, rules, spent{fund: outside.Fund, account: msg.Account, value: value}); err != nil {
		return nil, err
	}
	id, err := chaintypes.Atomically(ctx, func(ctx context.Context) (uint64, error) {
		return s.resolved(ctx, coop, resolution, outside, terms, msg)
	})
	if err != nil {
		return nil, err
	}
	return &types.MsgPayOutsideResponse{PaymentId: id}, nil
}

// resolved stores the payment and the budget behind it.
func (k *Keeper) resolved(
	ctx context.Context, coop membershiptypes.Coop, resolution uint64, outside membershiptypes.OutsideAccount, terms types.BudgetTerms, msg *types.MsgPayOutside,
) (uint64, error) {
	now, err := k.chain.Now(ctx)
	if err != nil {
		return 0, err
	}
	book, err := k.book(ctx, coop.Id)
	if err != nil {
		return 0, err
	}
	book.LastBudgetId++
	book.LastPaymentId++
	if err := k.Books.Set(ctx, coop.Id, book); err != nil {
		return 0, err
	}
	budget := types.Budget{
		CoopId: coop.Id, Id: book.LastBudgetId, ResolutionId: resolution, OpenedAt: now, ClosedAt: now, ClosingResolutionId: resolution, Terms: terms,
	}
	if err := k.Budgets.Set(ctx, collections.Join(coop.Id, budget.Id), budget); err != nil {
		return 0, err
	}
	if err := emit(ctx, &types.EventBudgetOpened{Budget: budget}); err != nil {
		return 0, err
	}
	return book.LastPaymentId, k.put(ctx, budget, types.Payment{}, types.Payment{
		CoopId: coop.Id, Id: book.LastPaymentId, BudgetId: budget.Id, Status: due,
		PayeeCode: msg.PayeeCode, PayeeSha256: msg.PayeeSha256, PayeeMemberId: msg.PayeeMemberId, Coin: types.CoinOf(outside, msg.Amount),
		Narrative: msg.Narrative, DocumentSha256: msg.DocumentSha256, RequestedAt: now,
	})
}
