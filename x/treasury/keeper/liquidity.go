package keeper

import (
	"context"
	"slices"

	"cosmossdk.io/collections"
	"cosmossdk.io/math"

	membershiptypes "github.com/coopledger/coopledger/x/membership/types"

	"github.com/coopledger/coopledger/x/treasury/types"
)

// totalKey is co-op, account code and fund.
type totalKey = collections.Triple[uint64, string, string]

// addTotal brings a posting's value into the total of its account and fund, in all
// denoms. What is zero is not stored.
func (k *Keeper) addTotal(ctx context.Context, coopID uint64, posting types.Posting) error {
	if posting.Functional.IsZero() {
		return nil
	}
	return addSigned(ctx, k.Totals, collections.Join3(coopID, posting.Account, posting.Fund), posting.Functional)
}

// addSigned adds to a sum that may be negative. What is zero is not stored.
func addSigned[K any](ctx context.Context, sums collections.Map[K, math.Int], key K, change math.Int) error {
	sum, err := amountAt(ctx, sums, key)
	if err != nil {
		return err
	}
	if sum, err = types.Sum(sum, change); err != nil {
		return err
	}
	if sum.IsZero() {
		return sums.Remove(ctx, key)
	}
	return sums.Set(ctx, key, sum)
}

// totalOf an account in the funds that fit.
func (k *Keeper) totalOf(ctx context.Context, rules membershiptypes.TreasuryRules, coopID uint64, code string, fits func(membershiptypes.Fund) bool) (math.Int, error) {
	sum := math.ZeroInt()
	for _, fund := range rules.Funds {
		if !fits(fund) {
			continue
		}
		total, err := amountAt(ctx, k.Totals, collections.Join3(coopID, code, fund.Name))
		if err != nil {
			return sum, err
		}
		if sum, err = types.Sum(sum, total); err != nil {
			return sum, err
		}
	}
	return sum, nil
}

func anyFund(membershiptypes.Fund) bool { return true }

// liquidityOf says how the charter's liquidity test stands. Its liquid assets are
// those of free funds, without what is reserved.
func (k *Keeper) liquidityOf(ctx context.Context, rules membershiptypes.TreasuryRules, coopID uint64) (types.LiquidityLine, error) {
	line := types.LiquidityLine{Liquid: math.ZeroInt(), Due: math.ZeroInt(), BasisPoints: rules.Liquidity.BasisPoints}
	for _, code := range rules.Liquidity.Assets {
		worth, err := k.totalOf(ctx, rules, coopID, code, types.IsLiquidFund)
		if err != nil {
			return line, err
		}
		promised, err := k.promisedOf(ctx, rules, coopID, code)
		if err != nil {
			return line, err
		}
		if line.Liquid, err = types.Sum(line.Liquid, worth.Sub(promised)); err != nil {
			return line, err
		}
	}
	for _, code := range rules.Liquidity.Liabilities {
		total, err := k.totalOf(ctx, rules, coopID, code, anyFund)
		if err != nil {
			return line, err
		}
		// One that is overpaid is no debt, and takes nothing off the others.
		if line.Due, err = types.Sum(line.Due, math.MaxInt(total.Neg(), math.ZeroInt())); err != nil {
			return line, err
		}
	}
	line.Needed = types.Covering(line.Due, line.BasisPoints)
	return line, nil
}

// promisedOf is the value of what is reserved of a liquid asset in free funds.
// There are as many reservations as payments of denoms that budgets were opened in.
func (k *Keeper) promisedOf(ctx context.Context, rules membershiptypes.TreasuryRules, coopID uint64, code string) (math.Int, error) {
	sum := math.ZeroInt()
	if outside, is := rules.OutsideOf(code); is {
		fund, found := rules.Fund(outside.Fund)
		if !found || !types.IsLiquidFund(fund) {
			return sum, nil
		}
		reserved, err := k.outsideReserved(ctx, coopID, outside.Name)
		if err != nil {
			return sum, err
		}
		balance, err := k.attested(ctx, coopID, outside, outside.Fund)
		return valueWithin(balance, reserved), err
	}
	for _, fund := range rules.Funds {
		if !types.IsLiquidFund(fund) {
			continue
		}
		if err := k.Reserved.Walk(ctx, collections.NewSuperPrefixedTripleRange[uint64, string, string](coopID, fund.Name),
			func(key collections.Triple[uint64, string, string], reserved math.Int) (bool, error) {
				balance, err := k.balance(ctx, collections.Join4(coopID, code, fund.Name, key.K3()))
				if err == nil {
					sum, err = types.Sum(sum, valueWithin(balance, reserved))
				}
				return err != nil, err
			}); err != nil {
			return sum, err
		}
	}
	return sum, nil
}

// valueWithin is what a part of a balance carries; of nothing it is nothing.
func valueWithin(balance types.Balance, part math.Int) math.Int {
	if !part.IsPositive() {
		return math.ZeroInt()
	}
	return balance.CarriedBy(part)
}

// spent is what a payment takes out of a fund, by its value, and what it is booked to.
type spent struct {
	fund, account string
	value         math.Int
	// reserved says that the money is spoken for already.
	reserved bool
}

// mustStayLiquid refuses a payment after which the charter's liquid assets would
// not cover what is due. What pays one of those liabilities itself passes, up to
// what is owed on it, and so does what a fund pays that isn't free.
func (k *Keeper) mustStayLiquid(ctx context.Context, coopID uint64, rules membershiptypes.TreasuryRules, payment spent) error {
	if rules.Liquidity == nil {
		return nil
	}
	if fund, found := rules.Fund(payment.fund); !found || !types.IsLiquidFund(fund) {
		return nil
	}
	if slices.Contains(rules.Liquidity.Liabilities, payment.account) {
		owed, err := k.totalOf(ctx, rules, coopID, payment.account, anyFund)
		if err != nil || owed.Neg().GTE(payment.value) {
			return err
		}
	}
	line, err := k.liquidityOf(ctx, rules, coopID)
	if err != nil {
		return err
	}
	left := line.Liquid
	if !payment.reserved {
		left = left.Sub(payment.value)
	}
	if left.GTE(line.Needed) {
		return nil
	}
	return types.ErrIlliquid.Wrapf("the co-op's liquid assets would be %s minor units of %s after it, without what is reserved; what is due is %s, and the charter wants %d basis points (of 10000) of it covered, which is %s. Wait for receipts, pay what is due first, or ask for less",
		left, rules.Currency, line.Due, line.BasisPoints, line.Needed)
}

// mustStayLiquidAfter looks at a payment out of a budget.
func (k *Keeper) mustStayLiquidAfter(ctx context.Context, rules membershiptypes.TreasuryRules, budget types.Budget, payment types.Payment) error {
	if rules.Liquidity == nil {
		return nil
	}
	value, err := k.valueOf(ctx, rules, budget, payment)
	if err != nil {
		return err
	}
	return k.mustStayLiquid(ctx, budget.CoopId, rules, spent{
		fund: budget.Terms.Fund, account: budget.Terms.Account, value: value, reserved: payment.Reserves(),
	})
}

// valueOf is what a payment's money carries now, in minor units of the book's currency.
func (k *Keeper) valueOf(ctx context.Context, rules membershiptypes.TreasuryRules, budget types.Budget, payment types.Payment) (math.Int, error) {
	if budget.Terms.Outside == "" {
		balance, err := k.balance(ctx, collections.Join4(budget.CoopId, rules.CodeOf(purses), budget.Terms.Fund, payment.Coin.Denom))
		return valueWithin(balance, payment.Coin.Amount), err
	}
	outside, err := types.FindOutside(rules, budget.Terms.Outside)
	if err != nil {
		return math.ZeroInt(), err
	}
	balance, err := k.attested(ctx, budget.CoopId, outside, outside.Fund)
	return valueWithin(balance, payment.Coin.Amount), err
}

// checkTotals holds the totals of accounts against their balances.
func (k *Keeper) checkTotals(ctx context.Context) error {
	type place struct {
		coopID        uint64
		account, fund string
	}
	sums := make(map[place]math.Int)
	if err := k.Balances.Walk(ctx, nil, func(key balanceKey, balance types.Balance) (bool, error) {
		add(sums, place{key.K1(), key.K2(), key.K3()}, balance.Functional)
		return false, nil
	}); err != nil {
		return err
	}
	if err := k.Totals.Walk(ctx, nil, func(key totalKey, total math.Int) (bool, error) {
		at := place{key.K1(), key.K2(), key.K3()}
		sum, known := sums[at]
		if !known || !sum.Equal(total) || total.IsZero() {
			return true, types.ErrInvariantBroken.Wrapf("account %s of co-op %d is worth %s in the fund %q, and its balances say otherwise", at.account, at.coopID, total, at.fund)
		}
		delete(sums, at)
		return false, nil
	}); err != nil {
		return err
	}
	// deterministic: any that is left and isn't zero breaks it, whichever comes first
	for at, sum := range sums {
		if !sum.IsZero() {
			return types.ErrInvariantBroken.Wrapf("account %s of co-op %d has no total in the fund %q, and its balances are worth %s", at.account, at.coopID, at.fund, sum)
		}
	}
	return nil
}

// checkGuards holds what budgets have drawn against the payments, and the bases
// against the co-ops.
func (k *Keeper) checkGuards(ctx context.Context, genesis *types.GenesisState) error {
	if err := k.checkTotals(ctx); err != nil {
		return err
	}
	type window struct {
		coopID       uint64
		place, denom string
		start        uint32
	}
	budgets := make(map[budgetAt]types.Budget, len(genesis.Budgets))
	for _, budget := range genesis.Budgets {
		budgets[budgetAt{budget.CoopId, budget.Id}] = budget
	}
	drawn := make(map[window]math.Int)
	for _, payment := range genesis.Payments {
		if payment.Commits() && payment.DrawnWindow != 0 {
			place := budgets[budgetAt{payment.CoopId, payment.BudgetId}].Terms.Place()
			add(drawn, window{payment.CoopId, place, payment.Coin.Denom, payment.DrawnWindow}, payment.Coin.Amount)
		}
	}
	left := len(drawn)
	err := k.Drawn.Walk(ctx, nil, func(key collections.Quad[uint64, string, string, uint32], amount math.Int) (bool, error) {
		left--
		sum, known := drawn[window{key.K1(), key.K2(), key.K3(), key.K4()}]
		if !known || !sum.Equal(amount) {
			return true, types.ErrInvariantBroken.Wrapf("budgets have drawn %s%s of %s of co-op %d since %d; the payments say otherwise", amount, key.K3(), key.K2(), key.K1(), key.K4())
		}
		return false, nil
	})
	if err == nil && left != 0 {
		err = types.ErrInvariantBroken.Wrapf("%d windows of spending shares are not counted", left)
	}
	return err
}
