package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/math"

	"github.com/coopledger/coopledger/x/membership/testutil"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
	"github.com/coopledger/coopledger/x/treasury/types"
)

const (
	eachMonth   = membershiptypes.SpendingWindow_SPENDING_WINDOW_MONTH
	eachQuarter = membershiptypes.SpendingWindow_SPENDING_WINDOW_QUARTER
)

// shares lets budgets spend so many basis points of the operating fund in a window.
func (l *ledger) shares(denom string, window membershiptypes.SpendingWindow, points uint32) {
	l.t.Helper()
	l.charter(func(rules *membershiptypes.TreasuryRules) {
		rules.SpendingShares = []membershiptypes.SpendingShare{{Fund: "operating", Denom: denom, Window: window, BasisPoints: points}}
		require.NoError(l.t, rules.Validate(membershiptypes.DefaultParams()))
	})
}

// wide are terms of a budget that refuses nothing by itself.
func wide() types.BudgetTerms {
	given := terms()
	given.Cap, given.Ceiling = math.NewInt(1_000_000), math.ZeroInt()
	return given
}

// guarded is how north's only spending share stands: base, most and drawn.
func (l *ledger) guarded(outside bool) [3]int64 {
	l.t.Helper()
	answer, err := l.query.Guards(l.ctx, &types.QueryGuardsRequest{Coop: "north"})
	require.NoError(l.t, err)
	for _, line := range answer.Spending {
		if line.Outside == outside {
			return [3]int64{line.Base.Int64(), line.Most.Int64(), line.Drawn.Int64()}
		}
	}
	return [3]int64{-1, -1, -1}
}

// last refuses the last approval of a payment for the reason given, or has it paid.
func (l *ledger) last(refusal error, payment uint64) {
	l.t.Helper()
	l.send(nil, approves(ben, payment))
	l.send(refusal, approves(cara, payment))
}

// A fifth of what was there when the quarter began, rounded down, is what budgets
// spend of it; what is promised counts as what is paid does.
func TestAShareOfAFund(t *testing.T) {
	l := withFour(newLedger(t), 509)
	l.shares(denom, eachQuarter, 2_000)
	require.Equal(t, [3]int64{509, 101, 0}, l.guarded(false))
	budget := l.opened(wide())
	require.Equal(t, paid, l.approved(l.asked(asks(budget, 60))))
	dated := asks(budget, 41)
	dated.NotBefore = l.clock.Seconds + testutil.Day
	promised := l.asked(dated)
	require.Equal(t, reserved, l.approved(promised))
	require.Equal(t, [3]int64{509, 101, 101}, l.guarded(false))
	other := l.asked(asks(l.opened(wide()), 1))
	l.last(types.ErrOverShare, other)
	require.ErrorContains(t, l.refusal(approves(cara, other)), "2000 basis points (of 10000) of the fund \"operating\" in a quarter: that is 101 of 509ceur in the quarter since 2023-10-01, of which 101 are reserved or paid, and 1ceur is asked for; ask for at most 0, or wait for the next quarter")
	l.send(nil, &types.MsgRefusePayment{Member: account(north), CoopId: north, PaymentId: promised, Reason: "NO"})
	require.Equal(t, [3]int64{509, 101, 60}, l.guarded(false), "what is given up is there again")
	l.send(nil, approves(cara, other))
	l.onDay(20240101)
	require.Equal(t, [3]int64{448, 89, 0}, l.guarded(false), "a new quarter")
	require.Equal(t, paid, l.approved(l.asked(asks(budget, 89))))
	l.last(types.ErrOverShare, l.asked(asks(budget, 1)))
}

// What is brought in after the window began, or taken out by another road, leaves
// budgets no more to spend: the base is the lesser of then and now.
func TestMoneyThatComesAndGoes(t *testing.T) {
	l := withFour(newLedger(t), 500)
	l.shares(denom, eachMonth, 2_000)
	budget := l.opened(wide())
	l.onDay(20231201)
	l.funded(10_000)
	require.Equal(t, [3]int64{500, 100, 0}, l.guarded(false), "what came in since is next month's")
	require.Equal(t, paid, l.approved(l.asked(asks(budget, 30))))
	pays := &types.MsgPay{Authority: account(north), CoopId: north, Fund: "operating", Payee: testutil.Address("supplier"), Coins: coins(10_270), Account: "5000"}
	l.send(nil, pays)
	require.Equal(t, [3]int64{230, 46, 30}, l.guarded(false), "200 are left, and 30 were spent by budgets")
	l.last(types.ErrOverShare, l.asked(asks(budget, 17)))
	l.send(nil, approves2(l, cara, l.asked(asks(budget, 16))))
	l.funded(10_000)
	require.Equal(t, [3]int64{500, 100, 46}, l.guarded(false))
	l.onDay(20240101)
	require.Equal(t, [3]int64{10_184, 2_036, 0}, l.guarded(false))
}

// What was reserved in one window and is given up in the next is no more to spend
// in that one.
func TestAReservationFromTheWindowBefore(t *testing.T) {
	l := withFour(newLedger(t), 500)
	l.shares(denom, eachMonth, 2_000)
	budget := l.opened(wide())
	dated := asks(budget, 100)
	dated.NotBefore = l.clock.Seconds + 60*testutil.Day
	promised := l.asked(dated)
	require.Equal(t, reserved, l.approved(promised))
	l.onDay(20231201)
	require.Equal(t, [3]int64{400, 80, 0}, l.guarded(false))
	l.send(nil, &types.MsgRefusePayment{Member: account(north), CoopId: north, PaymentId: promised, Reason: "NO"})
	require.Equal(t, [3]int64{400, 80, 0}, l.guarded(false))
	l.onDay(20240101)
	require.Equal(t, [3]int64{500, 100, 0}, l.guarded(false))
}

// Outside accounts of a fund are one place, and its purse is another. What two
// officers attest and take back again raises nothing.
func TestAShareOfABank(t *testing.T) {
	l := bankedFour(t, 200)
	l.shares("EUR", eachMonth, 5_000)
	given := bankTerms()
	given.Cap, given.Ceiling = math.NewInt(1_000), math.ZeroInt()
	budget := l.opened(given)
	l.onDay(20231201)
	l.attested("box", 1_000, "4000")
	require.Equal(t, [3]int64{200, 100, 0}, l.guarded(true))
	id := l.asked(asksBank(budget, 60))
	require.Equal(t, types.PaymentStatus_PAYMENT_STATUS_DUE, l.approved(id))
	l.last(types.ErrOverShare, l.asked(asksBank(budget, 41)))
	l.send(nil, records(60, id))
	l.send(nil, confirms(1, []uint64{id}, nil))
	require.Equal(t, [3]int64{200, 100, 60}, l.guarded(true), "paid is as reserved was")
	l.send(nil, &types.MsgPayOutside{
		Authority: account(north), CoopId: north, Outside: "box", Amount: math.NewInt(900), Account: "5000", PayeeCode: "SUP-1", PayeeSha256: supplier, Narrative: "ROOF",
	})
	require.Equal(t, [3]int64{200, 100, 60}, l.guarded(true), "what the members resolve is not of budgets")
}

// An instalment has to be within the share when its day comes.
func TestAnInstalmentAboveTheShare(t *testing.T) {
	l := withFour(newLedger(t), 400)
	l.shares(denom, eachMonth, 1_000)
	order := l.stood(asksOften(l.opened(wide()), 38, everyMonth(3)))
	l.onDay(20231115)
	l.onDay(20231215)
	require.Equal(t, map[uint32]types.PaymentStatus{20231115: paid, 20231215: overdue}, l.instalments(order))
	require.EqualValues(t, types.ErrOverShare.ABCICode(), l.seen(order+2).ErrorCode, "a tenth of 362 is 36")
}

// What is exported in the middle of a window is what is imported.
func TestGuardsAreExported(t *testing.T) {
	l := withFour(newLedger(t), 500)
	l.shares(denom, eachMonth, 2_000)
	budget := l.opened(wide())
	l.onDay(20231201)
	require.Equal(t, paid, l.approved(l.asked(asks(budget, 30))))
	l.funded(1_000)
	exported, err := l.keeper.ExportGenesis(l.ctx)
	require.NoError(t, err)
	require.Len(t, exported.SpendingBases, 1)
	for name, change := range map[string]func(*types.GenesisState){
		"a base twice":      func(g *types.GenesisState) { g.SpendingBases = append(g.SpendingBases, g.SpendingBases[0]) },
		"a base of no day":  func(g *types.GenesisState) { g.SpendingBases[0].WindowStart = 20231131 },
		"less than nothing": func(g *types.GenesisState) { g.SpendingBases[0].Held = math.NewInt(-1) },
		"no amount":         func(g *types.GenesisState) { g.SpendingBases[0].Held = math.Int{} },
		"more than a book":  func(g *types.GenesisState) { g.SpendingBases[0].Held = math.NewIntWithDecimal(1, 73) },
	} {
		t.Run(name, func(t *testing.T) {
			wrong, err := l.keeper.ExportGenesis(l.ctx)
			require.NoError(t, err)
			change(wrong)
			require.ErrorIs(t, wrong.Validate(), types.ErrInvalidGenesis)
		})
	}
	l.reimport(exported)
	require.Equal(t, [3]int64{500, 100, 30}, l.guarded(false))
	second, err := l.keeper.ExportGenesis(l.ctx)
	require.NoError(t, err)
	require.Equal(t, exported, second)

	wrong, err := l.keeper.ExportGenesis(l.ctx)
	require.NoError(t, err)
	wrong.SpendingBases[0].CoopId = 99
	l.emptied(l.ctx)
	require.ErrorIs(t, l.keeper.InitGenesis(l.ctx, wrong), types.ErrInvalidGenesis)
}
