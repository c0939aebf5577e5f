package keeper

import (
	"context"
	"errors"
	"slices"

	"cosmossdk.io/collections"
	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	chaintypes "github.com/coopledger/coopledger/x/chain/types"
	treasurytypes "github.com/coopledger/coopledger/x/treasury/types"

	"github.com/coopledger/coopledger/x/surplus/sharing"
	"github.com/coopledger/coopledger/x/surplus/types"
)

// beginSettling begins to share an approved period once its book is locked, or goes
// on with one that was held.
func (k *Keeper) beginSettling(ctx context.Context, period types.Period) error {
	state, err := k.Settlings.Get(ctx, collections.Join(period.CoopId, period.Number))
	if err == nil {
		state.Held = false
		if err := k.keepSettling(ctx, state); err != nil {
			return err
		}
		return k.moveTo(ctx, period, approved, 0)
	}
	if !errors.Is(err, collections.ErrNotFound) {
		return err
	}
	if err := k.mustBeLocked(ctx, period); err != nil {
		return err
	}
	if err := k.mustStand(ctx, period); errors.Is(err, types.ErrAccountsChanged) {
		return k.reopen(ctx, period)
	} else if err != nil {
		return err
	}
	charter, rules, err := k.sharedBy(ctx, period)
	if err != nil {
		return err
	}
	if rules, err = varied(charter, rules, period.Rates); err != nil {
		return err
	}
	settling, err := sharing.NewSettling(rules, period.Presentation.Result)
	if err != nil {
		return err
	}
	if err := k.moveTo(ctx, period, approved, 0); err != nil {
		return err
	}
	return k.keepSettling(ctx, types.PeriodSettling{CoopId: period.CoopId, Period: period.Number, Settling: types.Settling(*settling)})
}

// mustBeLocked holds a period whose days the book still takes entries of.
func (k *Keeper) mustBeLocked(ctx context.Context, period types.Period) error {
	if period.LastDay == 0 {
		return nil
	}
	locked, err := k.treasury.LockedThrough(ctx, period.CoopId)
	if err == nil && locked < period.LastDay {
		err = types.ErrBookOpen.Wrapf("the book of co-op %d is locked through %d, and period %d ends with %d", period.CoopId, locked, period.Number, period.LastDay)
	}
	return err
}

// keepSettling stores how far a sharing is, and whether it runs or is held.
func (k *Keeper) keepSettling(ctx context.Context, state types.PeriodSettling) error {
	key := collections.Join(state.CoopId, state.Period)
	if err := k.Settlings.Set(ctx, key, state); err != nil {
		return err
	}
	if state.Held {
		return k.Running.Remove(ctx, key)
	}
	return k.Running.Set(ctx, key)
}

// settleSome shares what is being shared: each period reads its part of the rows that
// a block reads, in the order of co-ops.
func (k *Keeper) settleSome(ctx context.Context, params types.Params) error {
	var under []periodKey
	if err := k.Running.Walk(ctx, nil, func(key periodKey) (bool, error) {
		under = append(under, key)
		return uint64(len(under)) >= uint64(params.MaxStepsPerBlock), nil
	}); err != nil || len(under) == 0 {
		return err
	}
	rows := max(1, uint64(params.MaxRowsPerBlock)/uint64(len(under)))
	for _, key := range under {
		if fits, err := k.chain.SpendWork(ctx, rows*params.RowGas); err != nil || !fits {
			return err
		}
		if err := k.settleAlone(ctx, key, rows, params); err != nil {
			return err
		}
	}
	return nil
}

// settleAlone reads some rows of one period; if that can't be done the period is held.
func (k *Keeper) settleAlone(ctx context.Context, key periodKey, rows uint64, params types.Params) error {
	cause := chaintypes.Isolated(ctx, types.ErrInvariantBroken, func(ctx context.Context) error { return k.settle(ctx, key, rows) })
	if cause == nil {
		return nil
	}
	now, err := k.chain.Now(ctx)
	if err != nil {
		return err
	}
	held := chaintypes.Isolated(ctx, types.ErrInvariantBroken, func(ctx context.Context) error {
		state, err := k.Settlings.Get(ctx, key)
		if err != nil {
			return err
		}
		period, err := k.Periods.Get(ctx, key)
		if err != nil {
			return err
		}
		state.Held = true
		if err := k.keepSettling(ctx, state); err != nil {
			return err
		}
		return k.holdPeriod(ctx, period, now+int64(params.RetrySeconds), cause)
	})
	if held == nil {
		return nil
	}
	// It stops alone, so that the others go on.
	sdk.UnwrapSDKContext(ctx).Logger().Error("a surplus can't be shared",
		"module", types.ModuleName, "coop", key.K1(), "period", key.K2(), "error", errors.Join(cause, held).Error())
	return k.Running.Remove(ctx, key)
}

// settle reads the next rows of the pass that is under way, which ends with the last one.
// After the last pass the surplus is shared.
func (k *Keeper) settle(ctx context.Context, key periodKey, most uint64) error {
	state, err := k.Settlings.Get(ctx, key)
	if err != nil {
		return err
	}
	period, err := k.Periods.Get(ctx, key)
	if err != nil {
		return err
	}
	settling := (*sharing.Settling)(&state.Settling)
	if settling.Done() {
		return k.finish(ctx, period, settling)
	}
	read, err := k.rows(ctx, period, state.AfterMemberId, most)
	if err != nil {
		return err
	}
	if err := settling.Pass(slices.Values(read)); err != nil {
		return err
	}
	if uint64(len(read)) < most {
		state.AfterMemberId, err = 0, settling.EndPass()
	} else {
		state.AfterMemberId = read[len(read)-1].MemberID
	}
	if err != nil {
		return err
	}
	return k.keepSettling(ctx, state)
}

// rows of what is recorded in a period, of the members after one.
func (k *Keeper) rows(ctx context.Context, period types.Period, after, most uint64) ([]sharing.Row, error) {
	from := new(collections.Range[memberKey]).StartExclusive(collections.Join3(period.CoopId, period.Number, after)).
		EndInclusive(collections.Join3(period.CoopId, period.Number, ^uint64(0)))
	read := make([]sharing.Row, 0, most)
	err := k.Patronage.Walk(ctx, from, func(_ memberKey, patronage types.Patronage) (bool, error) {
		read = append(read, rowOf(patronage))
		return uint64(len(read)) == most, nil
	})
	return read, err
}

func rowOf(patronage types.Patronage) sharing.Row {
	return sharing.Row{MemberID: patronage.MemberId, ClassID: patronage.ClassId, Weights: patronage.Amounts}
}

// finish books how a surplus was shared, and keeps what each share follows from. If the
// book or the purse doesn't let it, what was read is kept, and it is tried again later.
func (k *Keeper) finish(ctx context.Context, period types.Period, settling *sharing.Settling) error {
	outcome := types.Outcome(settling.Outcome())
	var err error
	if period.Entry, err = k.treasury.Appropriate(ctx, appropriation(period, settling.Rules.Reserve, outcome)); err != nil {
		return err
	}
	if period.SettledAt, err = k.chain.Now(ctx); err != nil {
		return err
	}
	key := collections.Join(period.CoopId, period.Number)
	if err := k.Outcomes.Set(ctx, key, types.PeriodOutcome{CoopId: period.CoopId, Period: period.Number, Outcome: outcome}); err != nil {
		return err
	}
	if err := k.Settlings.Remove(ctx, key); err != nil {
		return err
	}
	if err := k.Running.Remove(ctx, key); err != nil {
		return err
	}
	return k.moveTo(ctx, period, settled, 0)
}

// appropriation is an outcome as the book has it: what each fund gets, what members
// get in cash and retained, and what funds bear of a loss. What goes to the reserve
// before the steps, what no step takes and what nobody may get are the reserve's.
func appropriation(period types.Period, reserve string, outcome types.Outcome) treasurytypes.Appropriation {
	made := treasurytypes.Appropriation{
		CoopID: period.CoopId, PeriodNumber: period.Number, ResolutionID: period.ResolutionId, Cash: outcome.Cash, Retained: outcome.Retained,
	}
	give := func(fund string, amount math.Int) {
		at := slices.IndexFunc(made.ToFunds, func(one treasurytypes.FundAmount) bool { return one.Fund == fund })
		if at < 0 {
			at, made.ToFunds = len(made.ToFunds), append(made.ToFunds, treasurytypes.FundAmount{Fund: fund, Amount: math.ZeroInt()})
		}
		made.ToFunds[at].Amount = made.ToFunds[at].Amount.Add(amount)
	}
	give(reserve, outcome.ToReserve.Add(outcome.Rest).Add(outcome.Undivided))
	for _, taken := range outcome.Taken {
		if taken.Step.Fund != "" {
			give(taken.Step.Fund, taken.Amount)
		}
	}
	for _, fund := range outcome.Borne {
		made.Borne = append(made.Borne, treasurytypes.FundAmount{Fund: fund.Fund, Amount: fund.Amount})
	}
	return made
}
