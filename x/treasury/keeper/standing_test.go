package keeper_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/math"

	"github.com/coopledger/coopledger/x/membership/testutil"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
	"github.com/coopledger/coopledger/x/treasury/types"
)

const (
	standing = types.PaymentStatus_PAYMENT_STATUS_STANDING
	ended    = types.PaymentStatus_PAYMENT_STATUS_ENDED
	overdue  = types.PaymentStatus_PAYMENT_STATUS_OVERDUE
)

// everyMonth from tomorrow, the 15th of November 2023, so many times.
func everyMonth(times uint32) *types.Schedule {
	return &types.Schedule{Every: types.Recurrence_RECURRENCE_MONTH, FirstDay: 20231115, Count: times}
}

// asksOften is Anna's wish to pay the supplier again and again.
func asksOften(budget uint64, amount int64, schedule *types.Schedule) *types.MsgRequestPayment {
	message := asks(budget, amount)
	message.Schedule = schedule
	return message
}

// stood is a standing order that Ben and Cara have approved.
func (l *ledger) stood(message *types.MsgRequestPayment) uint64 {
	l.t.Helper()
	order := l.asked(message)
	require.Equal(l.t, standing, l.approved(order))
	return order
}

// onDay lets a block end at noon of a day.
func (l *ledger) onDay(day uint32) {
	l.t.Helper()
	l.later(noon(l.t, day) - l.clock.Seconds)
}

// noon of a day at UTC, in seconds since 1970.
func noon(t testing.TB, day uint32) int64 {
	t.Helper()
	at, err := time.Parse(time.DateOnly, types.DayText(day))
	require.NoError(t, err)
	return at.Unix() + 12*60*60
}

// instalments of an order, by the days that they are for.
func (l *ledger) instalments(order uint64) map[uint32]types.PaymentStatus {
	l.t.Helper()
	answer, err := l.query.Payments(l.ctx, &types.QueryPaymentsRequest{Coop: "north", OrderId: order})
	require.NoError(l.t, err)
	found := make(map[uint32]types.PaymentStatus)
	for _, payment := range answer.Payments {
		require.NotContains(l.t, found, payment.InstalmentDay, "no day has two instalments")
		require.Equal(l.t, order, payment.OrderId)
		found[payment.InstalmentDay] = payment.Status
	}
	require.Len(l.t, found, int(l.seen(order).Instalments))
	return found
}

// Asked for once and approved once, it pays on the 15th of each month until it ends.
func TestAStandingOrder(t *testing.T) {
	l := withFour(newLedger(t), 1_000)
	budget := l.opened(terms())
	order := l.stood(asksOften(budget, 40, everyMonth(3)))
	require.Zero(t, l.reserved(), "what is to come is not reserved")
	require.EqualValues(t, 100, l.left(budget))
	l.later(1)
	require.Empty(t, l.instalments(order), "it is the 14th")
	l.onDay(20231115)
	require.Equal(t, map[uint32]types.PaymentStatus{20231115: paid}, l.instalments(order))
	l.later(testutil.Day)
	l.later(0)
	require.EqualValues(t, 40, l.holds(person("supplier")), "one day, one instalment")
	l.onDay(20231215)
	l.onDay(20240115)
	l.onDay(20240215)
	require.Equal(t, map[uint32]types.PaymentStatus{20231115: paid, 20231215: paid, 20240115: paid}, l.instalments(order))
	require.EqualValues(t, 120, l.holds(person("supplier")))
	found := l.seen(order)
	require.Equal(t, ended, found.Status)
	require.Empty(t, found.Reason)
	book, err := l.query.Book(l.ctx, &types.QueryBookRequest{Coop: "north"})
	require.NoError(t, err)
	require.Zero(t, book.Book.StandingOrders)
	instalment := l.seen(order + 1)
	require.Equal(t, []uint64{2, 3}, instalment.ApproverMemberIds)
	entry, err := l.query.Entry(l.ctx, &types.QueryEntryRequest{Coop: "north", Number: instalment.Entry})
	require.NoError(t, err)
	require.Equal(t, order+1, entry.Entry.PaymentId)
	require.EqualValues(t, 20231115, entry.Entry.AccountingDate)
}

// Each instalment has to fit when its day comes: the cap, the floor and the purse.
func TestAnInstalmentThatDoesNotFit(t *testing.T) {
	t.Run("the purse", func(t *testing.T) {
		l := withFour(newLedger(t), 50)
		order := l.stood(asksOften(l.opened(terms()), 40, everyMonth(2)))
		l.onDay(20231115)
		l.onDay(20231215)
		require.Equal(t, map[uint32]types.PaymentStatus{20231115: paid, 20231215: overdue}, l.instalments(order))
		late := l.seen(order + 2)
		require.EqualValues(t, types.ErrNotEnough.ABCICode(), late.ErrorCode)
		require.Zero(t, l.reserved())
		retry := &types.MsgRetryPayment{Member: testutil.Address(dora), CoopId: north, PaymentId: late.Id}
		l.send(types.ErrNotEnough, retry)
		l.funded(100)
		l.later(testutil.Day)
		require.Equal(t, overdue, l.seen(late.Id).Status, "it is not tried again by itself")
		require.Equal(t, paid, l.send(nil, retry).(*types.MsgRetryPaymentResponse).Status)
		require.EqualValues(t, 80, l.holds(person("supplier")))
		require.Zero(t, l.seen(late.Id).ErrorCode)
		l.send(types.ErrWrongStage, retry)
	})
	t.Run("the cap of the window", func(t *testing.T) {
		l := withFour(newLedger(t), 1_000)
		budget := l.opened(terms())
		order := l.stood(asksOften(budget, 60, &types.Schedule{Every: types.Recurrence_RECURRENCE_DAYS, Days: 7, Count: 3}))
		require.EqualValues(t, 20231114, l.seen(order).Schedule.FirstDay, "today, where no first day is given")
		l.later(0)
		l.onDay(20231121)
		l.onDay(20231128)
		l.onDay(20231205)
		require.Equal(t, map[uint32]types.PaymentStatus{20231114: paid, 20231121: overdue, 20231128: overdue}, l.instalments(order))
		require.EqualValues(t, types.ErrOverBudget.ABCICode(), l.seen(order+2).ErrorCode)
		l.send(nil, &types.MsgRetryPayment{Member: testutil.Address(anna), CoopId: north, PaymentId: order + 2})
		require.EqualValues(t, 40, l.left(budget), "it counts in the window in which it is made up")
		l.send(types.ErrOverBudget, &types.MsgRetryPayment{Member: testutil.Address(anna), CoopId: north, PaymentId: order + 3})
		l.send(nil, &types.MsgReleasePayment{Member: testutil.Address(ben), CoopId: north, PaymentId: order + 3, Reason: "NOT-NEEDED"})
		require.Equal(t, released, l.seen(order+3).Status)
	})
	t.Run("the floor", func(t *testing.T) {
		l := withFour(newLedger(t), 200)
		order := l.stood(asksOften(l.opened(terms()), 40, everyMonth(1)))
		l.charter(func(rules *membershiptypes.TreasuryRules) {
			rules.Floors = []membershiptypes.FundFloor{{Fund: "operating", Denom: denom, Amount: math.NewInt(180), Spending: true}}
		})
		l.onDay(20231115)
		require.EqualValues(t, types.ErrBelowFloor.ABCICode(), l.seen(order+1).ErrorCode)
	})
	t.Run("a frozen treasury", func(t *testing.T) {
		l := withFour(newLedger(t), 200)
		order := l.stood(asksOften(l.opened(terms()), 40, everyMonth(1)))
		require.NoError(t, l.keeper.Freezes.Set(l.ctx, north, types.Freeze{Height: 1, Fund: "suspense", Denom: denom, InBank: math.OneInt(), InBook: math.ZeroInt()}))
		l.onDay(20231115)
		require.Equal(t, overdue, l.seen(order+1).Status)
		require.EqualValues(t, types.ErrFrozen.ABCICode(), l.seen(order+1).ErrorCode)
		l.send(types.ErrFrozen, &types.MsgRetryPayment{Member: testutil.Address(dora), CoopId: north, PaymentId: order + 1})
	})
}

// The charter's delay is each instalment's, and members stop the one alone.
func TestMembersStopAnInstalment(t *testing.T) {
	l := withFour(newLedger(t), 1_000)
	l.charter(func(rules *membershiptypes.TreasuryRules) {
		rules.Delays = []membershiptypes.PaymentDelay{{Fund: "operating", Denom: denom, Above: math.NewInt(20), DelaySeconds: 3 * testutil.Day, Vetoes: 1}}
	})
	order := l.stood(asksOften(l.opened(terms()), 40, everyMonth(2)))
	l.onDay(20231115)
	require.Equal(t, reserved, l.seen(order+1).Status)
	l.send(nil, &types.MsgObjectToPayment{Member: testutil.Address(dora), CoopId: north, PaymentId: order + 1})
	l.send(types.ErrWrongStage, &types.MsgObjectToPayment{Member: testutil.Address(dora), CoopId: north, PaymentId: order})
	l.onDay(20231215)
	l.onDay(20231218)
	require.Equal(t, map[uint32]types.PaymentStatus{20231115: stopped, 20231215: paid}, l.instalments(order))
}

// Whoever may end a request ends a standing order, and a budget that is over ends
// it too. What is overdue then was promised to nobody.
func TestAStandingOrderIsEnded(t *testing.T) {
	started := func(t *testing.T) (*ledger, uint64, uint64) {
		l := withFour(newLedger(t), 50)
		budget := l.opened(terms())
		order := l.stood(asksOften(budget, 40, everyMonth(9)))
		l.onDay(20231115)
		l.onDay(20231215)
		require.Equal(t, overdue, l.seen(order+2).Status)
		l.funded(500)
		return l, budget, order
	}
	retry := func(payment uint64) *types.MsgRetryPayment {
		return &types.MsgRetryPayment{Member: testutil.Address(dora), CoopId: north, PaymentId: payment}
	}
	over := func(t *testing.T, l *ledger, order uint64, status types.PaymentStatus) {
		require.Equal(t, status, l.seen(order).Status)
		l.onDay(20240115)
		l.onDay(20240215)
		require.Len(t, l.instalments(order), 2)
		book, err := l.query.Book(l.ctx, &types.QueryBookRequest{Coop: "north"})
		require.NoError(t, err)
		require.Zero(t, book.Book.StandingOrders)
	}
	t.Run("by an approver", func(t *testing.T) {
		l, _, order := started(t)
		l.send(nil, &types.MsgRefusePayment{Member: testutil.Address(dora), CoopId: north, PaymentId: order, Reason: "MOVED-OUT"})
		l.send(types.ErrWrongStage, retry(order+2))
		over(t, l, order, refused)
	})
	t.Run("by the members", func(t *testing.T) {
		l, _, order := started(t)
		l.send(nil, &types.MsgRefusePayment{Member: account(north), CoopId: north, PaymentId: order, Reason: "MOVED-OUT"})
		l.send(nil, &types.MsgRefusePayment{Member: account(north), CoopId: north, PaymentId: order + 2, Reason: "MOVED-OUT"})
		over(t, l, order, refused)
	})
	t.Run("by who asked", func(t *testing.T) {
		l, _, order := started(t)
		l.send(types.ErrUnauthorized, &types.MsgWithdrawPayment{Member: testutil.Address(ben), CoopId: north, PaymentId: order})
		l.send(nil, &types.MsgWithdrawPayment{Member: testutil.Address(anna), CoopId: north, PaymentId: order})
		l.send(nil, &types.MsgWithdrawPayment{Member: testutil.Address(anna), CoopId: north, PaymentId: order + 2})
		over(t, l, order, withdrawn)
	})
	t.Run("with its budget", func(t *testing.T) {
		l, budget, order := started(t)
		l.send(nil, &types.MsgCloseBudget{Authority: account(north), CoopId: north, BudgetId: budget})
		l.send(types.ErrBudgetOver, retry(order+2))
		l.onDay(20240115)
		require.Equal(t, "BUDGET-OVER", l.seen(order).Reason)
		over(t, l, order, ended)
	})
}

// While payments are switched off, the ledger has just stood still, or the block's
// work is done, instalments wait; then each is paid for its own day, one a block.
func TestInstalmentsWait(t *testing.T) {
	l := withFour(newLedger(t), 1_000)
	breaker := &switched{off: true}
	l.keeper.SetBreaker(breaker)
	order := l.stood(asksOften(l.opened(terms()), 10, &types.Schedule{Every: types.Recurrence_RECURRENCE_DAYS, Days: 1, Count: 4}))
	other := l.stood(asksOften(l.opened(terms()), 10, &types.Schedule{Every: types.Recurrence_RECURRENCE_DAYS, Days: 1, Count: 4}))
	l.onDay(20231116)
	require.Empty(t, l.instalments(order))
	breaker.off, l.clock.Quiet = false, true
	l.later(1)
	require.Empty(t, l.instalments(order))
	l.clock.Quiet = false
	one := 1
	l.clock.Items = &one
	l.later(1)
	require.Len(t, l.instalments(order), 1)
	require.Empty(t, l.instalments(other))
	l.clock.Items = nil
	l.later(1)
	l.later(1)
	l.later(1)
	l.later(1)
	want := map[uint32]types.PaymentStatus{20231114: paid, 20231115: paid, 20231116: paid}
	require.Equal(t, want, l.instalments(order))
	require.Equal(t, want, l.instalments(other))
}

// Who has approved an order never gets its money, whoever's key the payee becomes.
func TestThePayeeOfAnOrderBecomesAnApprover(t *testing.T) {
	l := withFour(newLedger(t), 1_000)
	order := l.stood(asksOften(l.opened(terms()), 40, everyMonth(2)))
	l.onDay(20231115)
	l.addKey(2, ben, "supplier")
	l.onDay(20231215)
	require.Equal(t, map[uint32]types.PaymentStatus{20231115: paid, 20231215: overdue}, l.instalments(order))
	require.EqualValues(t, types.ErrOwnPayment.ABCICode(), l.seen(order+2).ErrorCode)
	l.send(types.ErrOwnPayment, &types.MsgRetryPayment{Member: testutil.Address(dora), CoopId: north, PaymentId: order + 2})
}

// On the co-op's own clocks the day begins earlier or later than at UTC.
func TestInstalmentsGoByTheCoopsClocks(t *testing.T) {
	l := withFour(newLedger(t), 1_000)
	l.clock.Zones = map[string]string{"Pacific/Auckland": "NZST-12NZDT,M9.5.0,M4.1.0/3"}
	l.amendCharter(func(charter *membershiptypes.Charter) { charter.TimeZone = "Pacific/Auckland" })
	order := l.stood(asksOften(l.opened(terms()), 40, &types.Schedule{Every: types.Recurrence_RECURRENCE_MONTH, FirstDay: 20231116, Count: 1}))
	midnight := noon(t, 20231115) - 60*60 // the 16th begins at 11:00 UTC of the 15th where clocks are 13 hours ahead
	l.later(midnight - 1 - l.clock.Seconds)
	require.Empty(t, l.instalments(order))
	l.later(1)
	require.Len(t, l.instalments(order), 1)
}

func TestStandingOrdersThatAreRefused(t *testing.T) {
	l := withFour(newLedger(t), 1_000)
	budget := l.opened(terms())
	for name, c := range map[string]struct {
		refusal error
		change  func(*types.MsgRequestPayment)
	}{
		"yesterday":             {types.ErrInvalidSchedule, func(m *types.MsgRequestPayment) { m.Schedule.FirstDay = 20231113 }},
		"in two years":          {types.ErrInvalidSchedule, func(m *types.MsgRequestPayment) { m.Schedule.FirstDay = 20251115 }},
		"no day":                {types.ErrInvalidSchedule, func(m *types.MsgRequestPayment) { m.Schedule.FirstDay = 20231131 }},
		"no end":                {types.ErrInvalidSchedule, func(m *types.MsgRequestPayment) { m.Schedule.Count = 0 }},
		"too many":              {types.ErrInvalidSchedule, func(m *types.MsgRequestPayment) { m.Schedule.Count = 121 }},
		"how often":             {types.ErrInvalidSchedule, func(m *types.MsgRequestPayment) { m.Schedule.Every = 0 }},
		"a day of its own":      {types.ErrInvalidSchedule, func(m *types.MsgRequestPayment) { m.NotBefore = l.clock.Seconds + testutil.Day }},
		"more than the ceiling": {types.ErrOverBudget, func(m *types.MsgRequestPayment) { m.Coin.Amount = math.NewInt(61) }},
	} {
		t.Run(name, func(t *testing.T) {
			message := asksOften(budget, 40, everyMonth(3))
			c.change(message)
			l.send(c.refusal, message)
		})
	}
	limits := types.DefaultParams()
	limits.MaxStandingOrdersPerCoop = 1
	require.NoError(t, l.keeper.Params.Set(l.ctx, limits))
	l.stood(asksOften(budget, 40, everyMonth(3)))
	second := l.asked(asksOften(budget, 40, everyMonth(3)))
	l.send(nil, approves(ben, second))
	l.send(types.ErrTooManyOpen, approves(cara, second))
	l.send(nil, approves2(l, cara, l.asked(asks(budget, 10))))
}

// approves2 gives the first approval, so that the one returned is the last.
func approves2(l *ledger, name string, payment uint64) *types.MsgApprovePayment {
	l.send(nil, approves(ben, payment))
	return approves(name, payment)
}

// What is exported in the middle of everything is what is imported, and goes on.
func TestStandingOrdersAreExported(t *testing.T) {
	l := withFour(newLedger(t), 70)
	budget := l.opened(terms())
	order := l.stood(asksOften(budget, 40, everyMonth(3)))
	bridged := l.asked(asksEthereum(budget, 10))
	require.Equal(t, awaitingBridge, l.approved(bridged))
	l.onDay(20231115)
	l.onDay(20231215)
	require.Equal(t, map[uint32]types.PaymentStatus{20231115: paid, 20231215: overdue}, l.instalments(order))
	exported, err := l.keeper.ExportGenesis(l.ctx)
	require.NoError(t, err)
	require.NoError(t, exported.Validate())
	at := func(g *types.GenesisState, id uint64) *types.Payment { return &g.Payments[id-1] }
	for name, change := range map[string]func(*types.GenesisState){
		"two for one day":            func(g *types.GenesisState) { at(g, order+3).InstalmentDay = 20231115 },
		"an instalment of nothing":   func(g *types.GenesisState) { at(g, order+3).OrderId = bridged },
		"an instalment of no day":    func(g *types.GenesisState) { at(g, order+3).InstalmentDay = 0 },
		"an instalment of more":      func(g *types.GenesisState) { at(g, order+3).Coin.Amount = math.NewInt(41) },
		"an order that never pays":   func(g *types.GenesisState) { at(g, order).NextInstalmentAt = 0 },
		"an order without approvals": func(g *types.GenesisState) { at(g, order).ApproverMemberIds = nil },
		"an order that is paid":      func(g *types.GenesisState) { at(g, order).Status = paid },
		"an order that counts wrong": func(g *types.GenesisState) { at(g, order).Instalments = 1 },
		"an order without an end":    func(g *types.GenesisState) { at(g, order).Schedule.Count = 0 },
		"a book that counts wrong":   func(g *types.GenesisState) { g.Books[0].Book.StandingOrders = 2 },
		"a bridge to nowhere": func(g *types.GenesisState) {
			at(g, bridged).PayeeEthereum, at(g, bridged).Payee = "", testutil.Address("supplier")
		},
		"a bridge to nobody": func(g *types.GenesisState) {
			at(g, bridged).PayeeEthereum = "0x0000000000000000000000000000000000000000"
		},
		"two payees": func(g *types.GenesisState) { at(g, bridged).Payee = testutil.Address("supplier") },
	} {
		t.Run(name, func(t *testing.T) {
			wrong, err := l.keeper.ExportGenesis(l.ctx)
			require.NoError(t, err)
			change(wrong)
			require.ErrorIs(t, wrong.Validate(), types.ErrInvalidGenesis)
		})
	}
	l.reimport(exported)
	second, err := l.keeper.ExportGenesis(l.ctx)
	require.NoError(t, err)
	require.Equal(t, exported, second)
	l.funded(100)
	l.onDay(20240115)
	require.Equal(t, map[uint32]types.PaymentStatus{20231115: paid, 20231215: overdue, 20240115: paid}, l.instalments(order))
}
