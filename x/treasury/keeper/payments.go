package keeper

import (
	"context"
	"errors"

	"cosmossdk.io/collections"
	errorsmod "cosmossdk.io/errors"
	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	chaintypes "github.com/coopledger/coopledger/x/chain/types"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"

	"github.com/coopledger/coopledger/x/treasury/types"
)

const (
	requested = types.PaymentStatus_PAYMENT_STATUS_REQUESTED
	spokenFor = types.PaymentStatus_PAYMENT_STATUS_RESERVED
	held      = types.PaymentStatus_PAYMENT_STATUS_HELD
	due       = types.PaymentStatus_PAYMENT_STATUS_DUE
	exported  = types.PaymentStatus_PAYMENT_STATUS_EXPORTED
	paidOut   = types.PaymentStatus_PAYMENT_STATUS_PAID
	returned  = types.PaymentStatus_PAYMENT_STATUS_RETURNED
)

// payment of a co-op.
func (k *Keeper) payment(ctx context.Context, coopID, id uint64) (types.Payment, error) {
	payment, err := k.Payments.Get(ctx, collections.Join(coopID, id))
	if errors.Is(err, collections.ErrNotFound) {
		return payment, types.ErrUnknownPayment.Wrapf("co-op %d has no payment %d; see them with: coopd q treasury payments %d", coopID, id, coopID)
	}
	return payment, err
}

// paymentAt finds a payment and its budget, and refuses one at another stage.
func (k *Keeper) paymentAt(ctx context.Context, coopID, id uint64, stages ...types.PaymentStatus) (types.Payment, types.Budget, error) {
	payment, err := k.payment(ctx, coopID, id)
	if err != nil {
		return payment, types.Budget{}, err
	}
	for _, stage := range stages {
		if payment.Status == stage {
			budget, err := k.budget(ctx, coopID, payment.BudgetId)
			return payment, budget, err
		}
	}
	return payment, types.Budget{}, types.ErrWrongStage.Wrapf("payment %d of co-op %d is %s; see: coopd q treasury payment %d %d", id, coopID, payment.Status.Word(), coopID, id)
}

// put stores a payment in the place of what it was, with all that follows from
// its status: who finds it, when something happens to it by itself, which coins
// are reserved, how much of the budget is used. Nothing else writes a payment.
func (k *Keeper) put(ctx context.Context, budget types.Budget, was, is types.Payment) error {
	if err := k.noteBaseOf(ctx, budget, was, is); err != nil {
		return err
	}
	if was.Id != 0 {
		if err := k.account(ctx, budget, was, false); err != nil {
			return err
		}
	}
	if err := k.account(ctx, budget, is, true); err != nil {
		return err
	}
	if err := k.Payments.Set(ctx, collections.Join(is.CoopId, is.Id), is); err != nil {
		return err
	}
	return emit(ctx, &types.EventPayment{Payment: is})
}

// account adds what follows from a payment's status, or takes it away.
func (k *Keeper) account(ctx context.Context, budget types.Budget, payment types.Payment, adds bool) error {
	amount := payment.Coin.Amount
	if !adds {
		amount = amount.Neg()
	}
	if err := member(ctx, k.PaymentsByStatus, collections.Join3(payment.CoopId, uint32(payment.Status), payment.Id), adds); err != nil {
		return err
	}
	if err := member(ctx, k.PaymentsByBudget, collections.Join3(payment.CoopId, payment.BudgetId, payment.Id), adds); err != nil {
		return err
	}
	if err := member(ctx, k.PaymentsByPayee, collections.Join3(payment.CoopId, payment.GoesTo(), payment.Id), adds); err != nil {
		return err
	}
	if err := k.accountStanding(ctx, payment, adds); err != nil {
		return err
	}
	if payment.NextAt != 0 {
		if err := member(ctx, k.PaymentQueue, collections.Join3(payment.NextAt, payment.CoopId, payment.Id), adds); err != nil {
			return err
		}
	}
	if payment.Status == requested {
		one := math.OneInt()
		if !adds {
			one = one.Neg()
		}
		if err := addTo(ctx, k.RequestsByMember, collections.Join(payment.CoopId, payment.RequesterMemberId), one); err != nil {
			return err
		}
	}
	if payment.Reserves() {
		if err := k.addReservation(ctx, budget, payment.Coin.Denom, amount); err != nil {
			return err
		}
	}
	if payment.Commits() && payment.DrawnWindow != 0 {
		key := collections.Join4(payment.CoopId, budget.Terms.Place(), payment.Coin.Denom, payment.DrawnWindow)
		if err := addTo(ctx, k.Drawn, key, amount); err != nil {
			return err
		}
	}
	if payment.Commits() {
		return addTo(ctx, k.Committed, collections.Join3(payment.CoopId, payment.BudgetId, payment.WindowStart), amount)
	}
	return nil
}

// addReservation changes what of the budget's purse or outside account is reserved.
func (k *Keeper) addReservation(ctx context.Context, budget types.Budget, denom string, change math.Int) error {
	if budget.Terms.Outside != "" {
		return addTo(ctx, k.OutsideReserved, collections.Join(budget.CoopId, budget.Terms.Outside), change)
	}
	return addTo(ctx, k.Reserved, collections.Join3(budget.CoopId, budget.Terms.Fund, denom), change)
}

// member puts a key into a set, or takes it out.
func member[K any](ctx context.Context, set collections.KeySet[K], key K, adds bool) error {
	if adds {
		return set.Set(ctx, key)
	}
	return set.Remove(ctx, key)
}

// countRequest keeps how many requests of a co-op are undecided.
func (k *Keeper) countRequest(ctx context.Context, coopID uint64, adds bool) error {
	book, err := k.book(ctx, coopID)
	if err != nil {
		return err
	}
	switch {
	case adds:
		book.Requests++
	case book.Requests == 0:
		return types.ErrInvariantBroken.Wrapf("co-op %d counts no request, and one is undecided", coopID)
	default:
		book.Requests--
	}
	return k.Books.Set(ctx, coopID, book)
}

// end brings a payment to a status after which nothing happens to it.
func (k *Keeper) end(ctx context.Context, budget types.Budget, was types.Payment, status types.PaymentStatus, by uint64, reason string) error {
	if was.Status == requested {
		if err := k.countRequest(ctx, was.CoopId, false); err != nil {
			return err
		}
	}
	if was.Status == standing {
		if err := k.countStanding(ctx, was.CoopId, false); err != nil {
			return err
		}
	}
	is := was
	is.Status, is.NextAt, is.NextInstalmentAt, is.RefuserMemberId, is.Reason = status, 0, 0, by, reason
	return k.put(ctx, budget, was, is)
}

// reserve says that a payment's coins are spoken for, if the budget, the purse
// and the charter's guards let it, and when it is due. It is stored in the place of
// what it was, which for an instalment is nothing.
func (k *Keeper) reserve(ctx context.Context, coop membershiptypes.Coop, budget types.Budget, was, payment types.Payment) (types.Payment, error) {
	window, err := k.windowNow(ctx, budget)
	if err != nil {
		return payment, err
	}
	if err := k.mustBeWithinCap(ctx, budget, window, payment.Coin); err != nil {
		return payment, err
	}
	rules, err := k.payingRules(ctx, budget)
	if err != nil {
		return payment, err
	}
	if err := k.mustBeInPurse(ctx, coop, rules, budget, payment.Coin); err != nil {
		return payment, err
	}
	drawn, err := k.mustBeWithinShare(ctx, coop, rules, budget, payment.Coin)
	if err != nil {
		return payment, err
	}
	if err := k.mustStayLiquidAfter(ctx, rules, budget, payment); err != nil {
		return payment, err
	}
	now, err := k.chain.Now(ctx)
	if err != nil {
		return payment, err
	}
	is := payment
	is.Status, is.WindowStart, is.DrawnWindow, is.NextAt = spokenFor, window, drawn, max(payment.NotBefore, now)
	if delay, given := types.DelayOf(rules, budget.Terms.Fund, payment.Coin.Denom); given && payment.Coin.Amount.GT(delay.Above) {
		is.NextAt, is.Vetoes = max(is.NextAt, now+int64(delay.DelaySeconds)), delay.Vetoes
	}
	return is, k.put(ctx, budget, was, is)
}

// payingRules are how the co-op keeps its book now. The charter may have made the
// budget's fund stricter since it was opened, so that it pays no more.
func (k *Keeper) payingRules(ctx context.Context, budget types.Budget) (membershiptypes.TreasuryRules, error) {
	rules, err := k.rules(ctx, budget.CoopId)
	if err != nil {
		return rules, err
	}
	fund, err := types.FindFund(rules, budget.Terms.Fund)
	if err != nil {
		return rules, err
	}
	return rules, types.Pays(fund)
}

func (k *Keeper) mustBeWithinCap(ctx context.Context, budget types.Budget, window uint32, coin sdk.Coin) error {
	committed, err := k.committed(ctx, budget, window)
	if err != nil {
		return err
	}
	left := budget.Terms.Cap.Sub(committed)
	if coin.Amount.LTE(left) {
		return nil
	}
	what := "in all"
	if window != 0 {
		what = "in this " + budget.Terms.Window.Word()
	}
	return types.ErrOverBudget.Wrapf("budget %d (%s) has %s%s left of %s %s, and %s is asked for", budget.Id, budget.Terms.Purpose,
		math.MaxInt(left, math.ZeroInt()), coin.Denom, budget.Terms.Cap, what, coin)
}

func (k *Keeper) mustBeInPurse(
	ctx context.Context, coop membershiptypes.Coop, rules membershiptypes.TreasuryRules, budget types.Budget, coin sdk.Coin,
) error {
	fund := budget.Terms.Fund
	if budget.Terms.Outside != "" {
		if err := k.mustBeOutside(ctx, rules, coop.Id, budget.Terms.Outside, coin); err != nil {
			return err
		}
	}
	free, err := k.freeFor(ctx, rules, coop.Id, budget.Terms)
	if err != nil {
		return err
	}
	if free.LT(coin.Amount) {
		return types.ErrNotEnough.Wrapf("the fund %q of %s has %s%s that are not reserved for other payments, and %s is to be paid; classify receipts first, or ask for less",
			fund, coop.Slug, free, coin.Denom, coin)
	}
	floor, given := types.FloorUnder(rules, fund, coin.Denom)
	if given && floor.Spending && free.Sub(coin.Amount).LT(floor.Amount) {
		return types.ErrBelowFloor.Wrapf("the fund %q of %s has %s%s that are not reserved; its charter lets no budget bring it under %s%s, and %s is to be paid",
			fund, coop.Slug, free, coin.Denom, floor.Amount, coin.Denom, coin)
	}
	return nil
}

// settle pays a payment that is due. One that can't be paid is held: its coins
// stay reserved, and the reason is there to be read.
func (k *Keeper) settle(ctx context.Context, coop membershiptypes.Coop, budget types.Budget, payment types.Payment) (types.Payment, error) {
	var paid types.Payment
	failure := chaintypes.Isolated(ctx, types.ErrInvariantBroken, func(ctx context.Context) (err error) {
		paid, err = k.pay(ctx, coop, budget, payment)
		return err
	})
	if failure == nil {
		return paid, nil
	}
	waits := payment
	waits.Status, waits.NextAt = held, 0
	waits.Attempts++
	waits.ErrorCodespace, waits.ErrorCode, _ = errorsmod.ABCIInfo(failure, false)
	return waits, k.put(ctx, budget, payment, waits)
}

// pay takes a payment's coins out of the fund's purse and books them; one out of
// an outside account waits for a payment file from now on, and one to Ethereum for
// a bridge.
func (k *Keeper) pay(ctx context.Context, coop membershiptypes.Coop, budget types.Budget, payment types.Payment) (types.Payment, error) {
	if err := k.mustNotBeFrozen(ctx, coop); err != nil {
		return payment, err
	}
	rules, err := k.payingRules(ctx, budget)
	if err != nil {
		return payment, err
	}
	if err := k.mustStayLiquidAfter(ctx, rules, budget, payment); err != nil {
		return payment, err
	}
	if budget.Terms.Outside != "" {
		return k.makeDue(ctx, rules, budget, payment)
	}
	if payment.PayeeEthereum != "" {
		return k.awaitBridge(ctx, budget, payment)
	}
	to, err := k.recipientOf(ctx, coop, payment)
	if err != nil {
		return payment, err
	}
	return k.makePayment(ctx, rules, budget, payment, to)
}

// makePayment moves a payment's coins and books them. The payment is over before a
// coin moves, so that nothing can pay it again.
func (k *Keeper) makePayment(
	ctx context.Context, rules membershiptypes.TreasuryRules, budget types.Budget, payment types.Payment, to recipient,
) (types.Payment, error) {
	book, err := k.book(ctx, budget.CoopId)
	if err != nil {
		return payment, err
	}
	paid := payment
	paid.Status, paid.NextAt, paid.Entry = paidOut, 0, book.Entries+1
	if err := k.put(ctx, budget, payment, paid); err != nil {
		return payment, err
	}
	_, err = k.payOut(ctx, rules, types.Entry{
		CoopId: budget.CoopId, Source: types.Source_SOURCE_PAYMENT, ResolutionId: budget.ResolutionId, PaymentId: payment.Id,
		PreparerMemberId: payment.RequesterMemberId, ApproverMemberId: payment.ApproverMemberIds[len(payment.ApproverMemberIds)-1],
		Narrative: payment.Narrative, DocumentSha256: payment.DocumentSha256,
	}, budget.Terms.Fund, budget.Terms.Account, to, sdk.NewCoins(payment.Coin))
	return paid, err
}

// recipientOf is whom a payment goes to: the member is who it was when it was
// approved.
func (k *Keeper) recipientOf(ctx context.Context, coop membershiptypes.Coop, payment types.Payment) (recipient, error) {
	if payment.ToPassbook {
		return k.passbookOf(ctx, coop, payment.PayeeMemberId)
	}
	address, err := k.payee(ctx, coop, payment.Payee)
	return recipient{address: address, memberID: payment.PayeeMemberId}, err
}
