package keeper

import (
	"context"
	"errors"

	"cosmossdk.io/collections"
	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	membershiptypes "github.com/coopledger/coopledger/x/membership/types"

	"github.com/coopledger/coopledger/x/treasury/types"
)

// spending is how a spending share of the charter stands in this window.
type spending struct {
	share  membershiptypes.SpendingShare
	window uint32
	// base, the most that budgets may spend of it, and what they have.
	base, most, drawn math.Int
}

// spendingOf a fund in its purse or its outside accounts. Its base is what the fund
// held when the window began, or what it would hold now had budgets spent nothing
// since, whichever is less: what is brought in for a day and taken out again
// leaves budgets no more to spend, nor does what comes in later.
func (k *Keeper) spendingOf(
	ctx context.Context, rules membershiptypes.TreasuryRules, coopID uint64, share membershiptypes.SpendingShare, outside bool,
) (spending, error) {
	found := spending{share: share}
	today, err := k.today(ctx, coopID)
	if err != nil {
		return found, err
	}
	found.window = types.WindowOfShare(share, today)
	free, err := k.freeIn(ctx, rules, coopID, share.Fund, share.Denom, outside)
	if err != nil {
		return found, err
	}
	place := types.PlaceOf(share.Fund, outside)
	if found.drawn, err = amountAt(ctx, k.Drawn, collections.Join4(coopID, place, share.Denom, found.window)); err != nil {
		return found, err
	}
	if found.base, err = types.Sum(free, found.drawn); err != nil {
		return found, err
	}
	noted, err := k.SpendingBases.Get(ctx, collections.Join3(coopID, place, share.Denom))
	if err != nil && !errors.Is(err, collections.ErrNotFound) {
		return found, err
	}
	if err == nil && noted.WindowStart == found.window {
		found.base = math.MinInt(found.base, noted.Held)
	}
	found.base = math.MaxInt(found.base, math.ZeroInt())
	found.most = types.BasisPointsOf(found.base, share.BasisPoints)
	return found, nil
}

// freeIn is what a fund has in its purse, or in all its outside accounts of a
// currency, beyond what is reserved.
func (k *Keeper) freeIn(ctx context.Context, rules membershiptypes.TreasuryRules, coopID uint64, fund, denom string, outside bool) (math.Int, error) {
	if !outside {
		return k.free(ctx, rules, coopID, fund, denom)
	}
	free := math.ZeroInt()
	for _, account := range rules.Outside {
		if account.Fund != fund || account.Currency != denom {
			continue
		}
		own, err := k.freeOutside(ctx, coopID, account)
		if err != nil {
			return free, err
		}
		if free, err = types.Sum(free, own); err != nil {
			return free, err
		}
	}
	return free, nil
}

// mustBeWithinShare refuses what is more than the charter lets budgets spend of a
// fund in a window, and says in which window it counts; zero if the charter has
// no share for it.
func (k *Keeper) mustBeWithinShare(
	ctx context.Context, coop membershiptypes.Coop, rules membershiptypes.TreasuryRules, budget types.Budget, coin sdk.Coin,
) (uint32, error) {
	share, given := rules.SpendingShare(budget.Terms.Fund, coin.Denom)
	if !given {
		return 0, nil
	}
	now, err := k.spendingOf(ctx, rules, coop.Id, share, budget.Terms.Outside != "")
	if err != nil {
		return 0, err
	}
	if left := now.most.Sub(now.drawn); coin.Amount.GT(left) {
		return 0, types.ErrOverShare.Wrapf("the charter of %s lets budgets spend %d basis points (of 10000) of the fund %q in a %s: that is %s of %s%s in the %s since %s, of which %s are reserved or paid, and %s is asked for; ask for at most %s, or wait for the next %s",
			coop.Slug, share.BasisPoints, share.Fund, share.Window.Word(), now.most, now.base, coin.Denom, share.Window.Word(), types.DayText(now.window),
			now.drawn, coin, math.MaxInt(left, math.ZeroInt()), share.Window.Word())
	}
	return now.window, nil
}

// noteBase writes down what a fund holds before the first change in a window of its
// spending share.
func (k *Keeper) noteBase(ctx context.Context, rules membershiptypes.TreasuryRules, coopID uint64, fund, denom string, outside bool) error {
	share, given := rules.SpendingShare(fund, denom)
	if !given {
		return nil
	}
	today, err := k.today(ctx, coopID)
	if err != nil {
		return err
	}
	window := types.WindowOfShare(share, today)
	key := collections.Join3(coopID, types.PlaceOf(fund, outside), denom)
	noted, err := k.SpendingBases.Get(ctx, key)
	if err != nil && !errors.Is(err, collections.ErrNotFound) {
		return err
	}
	if err == nil && noted.WindowStart == window {
		return nil
	}
	held, err := k.freeIn(ctx, rules, coopID, fund, denom, outside)
	if err != nil {
		return err
	}
	return k.SpendingBases.Set(ctx, key, types.SpendingBase{
		CoopId: coopID, Fund: fund, Outside: outside, Denom: denom, WindowStart: window, Held: math.MaxInt(held, math.ZeroInt()),
	})
}

// noteBases does so for all that an entry changes.
func (k *Keeper) noteBases(ctx context.Context, rules membershiptypes.TreasuryRules, entry types.Entry) error {
	if len(rules.SpendingShares) == 0 {
		return nil
	}
	for _, posting := range entry.Postings {
		outside, isOutside := rules.OutsideOf(posting.Account)
		if isOutside && posting.Fund != outside.Fund || !isOutside && posting.Account != rules.CodeOf(purses) {
			continue
		}
		if err := k.noteBase(ctx, rules, entry.CoopId, posting.Fund, posting.Denom, isOutside); err != nil {
			return err
		}
	}
	return nil
}

// noteBaseOf does so for what a payment changes by being reserved, or by being so no more.
func (k *Keeper) noteBaseOf(ctx context.Context, budget types.Budget, was, is types.Payment) error {
	if was.Reserves() == is.Reserves() {
		return nil
	}
	rules, err := k.rules(ctx, budget.CoopId)
	if err != nil {
		return err
	}
	return k.noteBase(ctx, rules, budget.CoopId, budget.Terms.Fund, is.Coin.Denom, budget.Terms.Outside != "")
}
