package keeper

import (
	"context"

	"cosmossdk.io/collections"
	"cosmossdk.io/math"

	chaintypes "github.com/coopledger/coopledger/x/chain/types"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"

	"github.com/coopledger/coopledger/x/treasury/types"
)

// resultKey is co-op, accounting date and where a result comes from.
type resultKey = collections.Triple[uint64, uint32, uint32]

// addResult counts what an entry earns or costs on its day, once for each source.
func (k *Keeper) addResult(ctx context.Context, rules membershiptypes.TreasuryRules, entry types.Entry) error {
	result, err := types.ResultOf(rules, entry.Postings)
	if err != nil {
		return err
	}
	for _, source := range types.ResultSources() {
		earned := *result.Of(source)
		if earned.IsZero() {
			continue
		}
		if err := addSigned(ctx, k.DayResults, collections.Join3(entry.CoopId, entry.AccountingDate, uint32(source)), earned); err != nil {
			return err
		}
	}
	return nil
}

// ResultOfDays is what a co-op has earned from one day to another, both included.
func (k *Keeper) ResultOfDays(ctx context.Context, coopID uint64, firstDay, lastDay uint32) (types.Result, error) {
	result := types.NoResult()
	if _, err := k.membership.GetCoop(ctx, coopID); err != nil {
		return result, err
	}
	first, err := chaintypes.DateOfNumber(firstDay)
	if err != nil {
		return result, types.ErrInvalidDate.Wrapf("the first day of a result: %s", err)
	}
	last, err := chaintypes.DateOfNumber(lastDay)
	if err != nil {
		return result, types.ErrInvalidDate.Wrapf("the last day of a result: %s", err)
	}
	if last.Before(first) || !last.Before(first.AddDays(types.MaxResultDays)) {
		return result, types.ErrInvalidDate.Wrapf("a result is asked for from %s to %s; give a last day that is not before the first, and at most %d days", first, last, types.MaxResultDays)
	}
	within := new(collections.Range[resultKey]).
		StartInclusive(collections.Join3(coopID, firstDay, uint32(0))).
		EndInclusive(collections.Join3(coopID, lastDay, ^uint32(0)))
	err = k.DayResults.Walk(ctx, within, func(key resultKey, earned math.Int) (bool, error) {
		err := result.Earn(membershiptypes.AccountSource(key.K3()), earned)
		return err != nil, err
	})
	return result, err
}

// ResultSoFar is all that a co-op has ever earned. Accounts of income and expense are
// never closed, so it is what they hold.
func (k *Keeper) ResultSoFar(ctx context.Context, coopID uint64) (types.Result, error) {
	result := types.NoResult()
	rules, err := k.rules(ctx, coopID)
	if err != nil {
		return result, err
	}
	for _, account := range rules.Accounts {
		if !account.IsResult() {
			continue
		}
		worth, err := k.worthOf(ctx, coopID, account.Code)
		if err != nil {
			return result, err
		}
		if err := result.Earn(account.Source, worth.Neg()); err != nil {
			return result, err
		}
	}
	return result, nil
}

// worthOf an account is its balance in the book's currency, in all funds.
func (k *Keeper) worthOf(ctx context.Context, coopID uint64, code string) (math.Int, error) {
	sum := math.ZeroInt()
	of := collections.NewSuperPrefixedTripleRange[uint64, string, string](coopID, code)
	err := k.Totals.Walk(ctx, of, func(_ totalKey, total math.Int) (bool, error) {
		var err error
		sum, err = types.Sum(sum, total)
		return err != nil, err
	})
	return sum, err
}

// checkResults recounts what was earned on each day.
func (k *Keeper) checkResults(ctx context.Context, entries []types.Entry) error {
	sums := make(map[resultAt]math.Int)
	for _, entry := range entries {
		rules, err := k.rules(ctx, entry.CoopId)
		if err != nil {
			return err
		}
		result, err := types.ResultOf(rules, entry.Postings)
		if err != nil {
			return err
		}
		for _, source := range types.ResultSources() {
			add(sums, resultAt{entry.CoopId, entry.AccountingDate, uint32(source)}, *result.Of(source))
		}
	}
	if err := k.DayResults.Walk(ctx, nil, func(key resultKey, earned math.Int) (bool, error) {
		at := resultAt{key.K1(), key.K2(), key.K3()}
		sum, known := sums[at]
		if !known || !sum.Equal(earned) || earned.IsZero() {
			return true, types.ErrInvariantBroken.Wrapf("co-op %d has earned %s on %d from source %d, and its entries say otherwise", at.coopID, earned, at.day, at.source)
		}
		delete(sums, at)
		return false, nil
	}); err != nil {
		return err
	}
	// deterministic: any that is left and isn't zero breaks it, whichever comes first
	for at, sum := range sums {
		if !sum.IsZero() {
			return types.ErrInvariantBroken.Wrapf("by its entries co-op %d has earned %s on %d from source %d, and it is not counted", at.coopID, sum, at.day, at.source)
		}
	}
	return nil
}

// resultAt names what was earned, where, when and from what.
type resultAt struct {
	coopID      uint64
	day, source uint32
}
