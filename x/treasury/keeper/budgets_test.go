package keeper_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/math"

	chaintypes "github.com/coopledger/coopledger/x/chain/types"
	"github.com/coopledger/coopledger/x/membership/testutil"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
	"github.com/coopledger/coopledger/x/treasury/types"
)

// A cap is for a calendar month, and the next one has its own.
func TestACapIsForItsWindow(t *testing.T) {
	l := withFour(newLedger(t), 1_000)
	budget := l.opened(terms())
	require.Equal(t, paid, l.approved(l.asked(asks(budget, 60))))
	over := l.asked(asks(budget, 41))
	l.send(nil, approves(ben, over))
	l.send(types.ErrOverBudget, approves(cara, over))
	require.EqualValues(t, 40, l.left(budget))
	next := time.Unix(l.clock.Seconds, 0).UTC().AddDate(0, 1, 0)
	l.later(time.Date(next.Year(), next.Month(), 1, 0, 0, 0, 0, time.UTC).Unix() - l.clock.Seconds)
	require.EqualValues(t, 100, l.left(budget))
	l.send(nil, approves(cara, over))
	require.EqualValues(t, 59, l.left(budget))
}

func TestWindowsOfTheCalendar(t *testing.T) {
	day := func(year, month, day int) chaintypes.Date {
		return chaintypes.CivilOf(time.Date(year, time.Month(month), day, 12, 0, 0, 0, time.UTC).Unix()).Date
	}
	for _, c := range []struct {
		window types.Window
		day    chaintypes.Date
		first  uint32
	}{
		{types.Window_WINDOW_ONCE, day(2027, 5, 17), 0},
		{types.Window_WINDOW_MONTH, day(2027, 5, 31), 20270501},
		{types.Window_WINDOW_QUARTER, day(2027, 3, 31), 20270101},
		{types.Window_WINDOW_QUARTER, day(2027, 5, 1), 20270401},
		{types.Window_WINDOW_QUARTER, day(2027, 12, 31), 20271001},
		{types.Window_WINDOW_YEAR, day(2027, 12, 31), 20270101},
	} {
		require.Equal(t, c.first, c.window.FirstDay(c.day), "%s of %s", c.window, c.day)
	}
}

// The charter's floor: while the fund holds no more, no new budget is proposed
// or opened; with `spending`, none brings it under either.
func TestTheFloorUnderAFund(t *testing.T) {
	l := withFour(newLedger(t), 150)
	budget := l.opened(terms())
	floor := func(amount int64, spending bool) {
		l.charter(func(rules *membershiptypes.TreasuryRules) {
			rules.Floors = []membershiptypes.FundFloor{{Fund: "operating", Denom: denom, Amount: math.NewInt(amount), Spending: spending}}
		})
	}
	floor(150, false)
	l.send(types.ErrBelowFloor, opens(terms()))
	require.ErrorIs(t, l.keeper.Hooks().MayPropose(l.ctx, north, opens(terms())), types.ErrBelowFloor, "it is not even proposed")
	require.NoError(t, l.keeper.Hooks().MayPropose(l.ctx, east, opens(terms())), "another co-op's matter is refused elsewhere")
	require.Equal(t, paid, l.approved(l.asked(asks(budget, 10))), "a budget that is open goes on")
	floor(139, false)
	l.send(nil, opens(terms()))
	floor(100, true)
	low := l.asked(asks(budget, 41))
	l.send(nil, approves(ben, low))
	l.send(types.ErrBelowFloor, approves(cara, low))
	require.Equal(t, paid, l.approved(l.asked(asks(budget, 40))), "down to the floor itself")
}

func TestBudgetsThatAreRefused(t *testing.T) {
	l := withFour(newLedger(t), 1_000)
	l.charter(func(rules *membershiptypes.TreasuryRules) {
		rules.Funds = append(rules.Funds, membershiptypes.Fund{Name: "works", Policy: membershiptypes.FundPolicy_FUND_POLICY_INDIVISIBLE})
	})
	named := func(ids ...uint64) types.Circle { return types.Circle{MemberIds: ids} }
	for name, c := range map[string]struct {
		refusal error
		change  func(*types.BudgetTerms)
	}{
		"no such fund":            {types.ErrUnknownFund, func(t *types.BudgetTerms) { t.Fund = "none" }},
		"an indivisible fund":     {types.ErrFundPolicy, func(t *types.BudgetTerms) { t.Fund = "works" }},
		"suspense":                {types.ErrFundPolicy, func(t *types.BudgetTerms) { t.Fund = "suspense" }},
		"income":                  {types.ErrWrongAccount, func(t *types.BudgetTerms) { t.Account = "4000" }},
		"the coins' own account":  {types.ErrWrongAccount, func(t *types.BudgetTerms) { t.Account = "1000" }},
		"no denom":                {types.ErrInvalidBudget, func(t *types.BudgetTerms) { t.Denom = "" }},
		"no cap":                  {types.ErrInvalidBudget, func(t *types.BudgetTerms) { t.Cap = math.ZeroInt() }},
		"a cap of nothing":        {types.ErrInvalidBudget, func(t *types.BudgetTerms) { t.Cap = math.Int{} }},
		"a ceiling above the cap": {types.ErrInvalidBudget, func(t *types.BudgetTerms) { t.Ceiling = math.NewInt(101) }},
		"a ceiling below zero":    {types.ErrInvalidBudget, func(t *types.BudgetTerms) { t.Ceiling = math.NewInt(-1) }},
		"no window":               {types.ErrInvalidBudget, func(t *types.BudgetTerms) { t.Window = 0 }},
		"a window to come":        {types.ErrInvalidBudget, func(t *types.BudgetTerms) { t.Window = 9 }},
		"no purpose":              {types.ErrInvalidBudget, func(t *types.BudgetTerms) { t.Purpose = "" }},
		"a purpose in prose":      {types.ErrInvalidEntry, func(t *types.BudgetTerms) { t.Purpose = "for Zoë's birthday" }},
		"nobody spends":           {types.ErrInvalidBudget, func(t *types.BudgetTerms) { t.Spenders = types.Circle{} }},
		"all and some":            {types.ErrInvalidBudget, func(t *types.BudgetTerms) { t.Spenders.MemberIds = []uint64{1} }},
		"out of order":            {types.ErrInvalidBudget, func(t *types.BudgetTerms) { t.Approvers = named(2, 1) }},
		"given twice":             {types.ErrInvalidBudget, func(t *types.BudgetTerms) { t.Approvers = named(2, 2) }},
		"no power":                {types.ErrInvalidBudget, func(t *types.BudgetTerms) { t.Approvers = types.Circle{Power: "UNKNOWN POWER"} }},
		"no approvals":            {types.ErrInvalidBudget, func(t *types.BudgetTerms) { t.Approvals = 0 }},
		"more than there are":     {types.ErrInvalidBudget, func(t *types.BudgetTerms) { t.Approvers = named(2); t.Approvals = 2 }},
		"expired already":         {types.ErrInvalidBudget, func(t *types.BudgetTerms) { t.ExpiresAt = l.clock.Seconds }},
		"before time began":       {types.ErrInvalidBudget, func(t *types.BudgetTerms) { t.ExpiresAt = -1 }},
	} {
		t.Run(name, func(t *testing.T) {
			wrong := terms()
			c.change(&wrong)
			l.send(c.refusal, opens(wrong))
		})
	}
	l.send(nil, opens(terms()))
	_, err := l.msg.OpenBudget(l.ctx, opens(terms()))
	require.ErrorIs(t, err, types.ErrUnauthorized, "no resolution is behind it")
	_, err = l.msg.CloseBudget(l.ctx, &types.MsgCloseBudget{Authority: testutil.Address(anna), CoopId: north, BudgetId: 1})
	require.ErrorIs(t, err, types.ErrUnauthorized)
	limits := types.DefaultParams()
	limits.MaxOpenBudgetsPerCoop = 1
	require.NoError(t, l.keeper.Params.Set(l.ctx, limits))
	l.send(types.ErrTooManyOpen, opens(terms()))
	l.send(nil, &types.MsgCloseBudget{Authority: account(north), CoopId: north, BudgetId: 1})
	l.send(types.ErrBudgetOver, &types.MsgCloseBudget{Authority: account(north), CoopId: north, BudgetId: 1})
	l.send(nil, opens(terms()))
}

// A closed budget approves nothing more; what was promised is paid still.
func TestAClosedBudget(t *testing.T) {
	l := withFour(newLedger(t), 1_000)
	budget := l.opened(terms())
	dated := asks(budget, 40)
	dated.NotBefore = l.clock.Seconds + testutil.Day
	promised, undecided := l.asked(dated), l.asked(asks(budget, 10))
	require.Equal(t, reserved, l.approved(promised))
	l.send(nil, &types.MsgCloseBudget{Authority: account(north), CoopId: north, BudgetId: budget})
	l.send(types.ErrBudgetOver, approves(ben, undecided))
	l.later(testutil.Day)
	require.Equal(t, paid, l.seen(promised).Status)
	l.send(types.ErrUnauthorized, &types.MsgWithdrawPayment{Member: testutil.Address(ben), CoopId: north, PaymentId: undecided})
	l.send(nil, &types.MsgWithdrawPayment{Member: testutil.Address(anna), CoopId: north, PaymentId: undecided})
	require.Equal(t, withdrawn, l.seen(undecided).Status)
}
