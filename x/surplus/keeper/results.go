package keeper

import (
	"context"
	"errors"
	"slices"

	"cosmossdk.io/collections"
	"cosmossdk.io/math"

	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
	treasurytypes "github.com/coopledger/coopledger/x/treasury/types"

	"github.com/coopledger/coopledger/x/surplus/types"
)

// resultsSoFar are all results that a co-op's book has, by source.
func (k *Keeper) resultsSoFar(ctx context.Context, coopID uint64) (types.SourceAmounts, error) {
	result, err := k.treasury.ResultSoFar(ctx, coopID)
	return bySource(result), err
}

func bySource(result treasurytypes.Result) types.SourceAmounts {
	return types.SourceAmounts{Member: result.Member, NonMember: result.NonMember, Extraordinary: result.Extraordinary}
}

// bySourceOf a period: what its days have brought by the journal. Where a period is a
// number of seconds, it is what was booked since the accounts of the one before it, or
// since it began if there was none.
func (k *Keeper) bySourceOf(ctx context.Context, period types.Period) (types.SourceAmounts, *types.SourceAmounts, error) {
	if period.LastDay != 0 {
		result, err := k.treasury.ResultOfDays(ctx, period.CoopId, period.FirstDay, period.LastDay)
		return bySource(result), nil, err
	}
	so, err := k.resultsSoFar(ctx, period.CoopId)
	if err != nil {
		return so, nil, err
	}
	since := *period.Opening
	before, err := k.before(ctx, period)
	if err != nil {
		return so, nil, err
	}
	if before != nil && before.Presentation != nil && before.Presentation.SoFar != nil {
		since = *before.Presentation.SoFar
	}
	return so.Minus(since), &so, nil
}

// sharedBy are the rules by which a period is shared now: those with which it began,
// without funds that may bear no loss any more by the charter in force.
func (k *Keeper) sharedBy(ctx context.Context, period types.Period) (membershiptypes.Charter, membershiptypes.SurplusRules, error) {
	charter, rules, err := k.rulesOf(ctx, period)
	if err != nil {
		return charter, rules, err
	}
	_, inForce, err := k.membership.GetCharter(ctx, period.CoopId)
	if err != nil {
		return charter, rules, err
	}
	rules.LossOrder = slices.DeleteFunc(slices.Clone(rules.LossOrder), func(name string) bool {
		fund, found := inForce.Book().Fund(name)
		return !found || fund.Policy == membershiptypes.FundPolicy_FUND_POLICY_RESTRICTED
	})
	return charter, rules, nil
}

// before is the period before one; nil for the first.
func (k *Keeper) before(ctx context.Context, period types.Period) (*types.Period, error) {
	if period.Number == 1 {
		return nil, nil
	}
	before, err := k.Periods.Get(ctx, collections.Join(period.CoopId, period.Number-1))
	return &before, err
}

// result of a period as it is shared: by source, with the losses brought forward, and
// the figures and funds of the balance sheet now.
func (k *Keeper) result(ctx context.Context, period types.Period, rules membershiptypes.SurplusRules) (types.SurplusResult, *types.SourceAmounts, error) {
	sources, soFar, err := k.bySourceOf(ctx, period)
	if err != nil {
		return types.SurplusResult{}, nil, err
	}
	result := types.SurplusResult{Member: sources.Member, NonMember: sources.NonMember, Extraordinary: sources.Extraordinary}
	if result.Losses, err = k.lossesBefore(ctx, period); err != nil {
		return result, nil, err
	}
	capital, assets, err := k.treasury.Figures(ctx, period.CoopId)
	if err != nil {
		return result, nil, err
	}
	capital, assets = atLeastZero(capital), atLeastZero(assets)
	result.Capital, result.Assets = &capital, &assets
	for _, fund := range rules.Funds() {
		held, err := k.treasury.EquityOf(ctx, period.CoopId, fund)
		if err != nil {
			return result, nil, err
		}
		result.Funds = append(result.Funds, types.FundAmount{Fund: fund, Amount: atLeastZero(held)})
	}
	return result, soFar, nil
}

// lossesBefore are what the last settled period has carried forward.
func (k *Keeper) lossesBefore(ctx context.Context, period types.Period) (math.Int, error) {
	if period.Number == 1 {
		return math.ZeroInt(), nil
	}
	outcome, err := k.Outcomes.Get(ctx, collections.Join(period.CoopId, period.Number-1))
	if errors.Is(err, collections.ErrNotFound) {
		return math.ZeroInt(), types.ErrWrongStage.Wrapf("period %d of co-op %d is not settled, and what it carries forward is not known; settle it first", period.Number-1, period.CoopId)
	}
	return outcome.Outcome.LossesForward, err
}

// atLeastZero is what a fund or a figure can give or fill up: an overdrawn one is nothing.
func atLeastZero(amount math.Int) math.Int { return math.MaxInt(math.ZeroInt(), amount) }
