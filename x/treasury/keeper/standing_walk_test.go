package keeper_test

import (
	"maps"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"cosmossdk.io/math"

	chaintypes "github.com/coopledger/coopledger/x/chain/types"
	"github.com/coopledger/coopledger/x/membership/testutil"
	"github.com/coopledger/coopledger/x/treasury/types"
)

// orderWalk takes random steps with standing orders and a bridge, and holds the
// module to a paper after each.
type orderWalk struct {
	walk
	budget uint64
	day    chaintypes.Date
	// has is in the purse, of which so much is reserved; spent of the month's cap.
	has, promised, spent int64
	orders               map[uint64]*paperOrder
	payments             map[uint64]*paperPayment
	closed               bool
	last                 uint64
}

type paperOrder struct {
	amount   int64
	days     []uint32
	made     int
	ethereum bool
	status   types.PaymentStatus
}

type paperPayment struct {
	order    uint64
	amount   int64
	ethereum bool
	month    int64
	status   types.PaymentStatus
}

const orderCap = 200

// Whatever is ordered, ended, made up, released, bridged and spent meanwhile: no
// coin is promised twice, no day is paid twice, no cap is passed, and each
// instalment has become what a diary of the days says.
func TestRandomWalkWithStandingOrders(t *testing.T) {
	done := make(map[string]int)
	rapid.Check(t, func(rt *rapid.T) {
		w := &orderWalk{
			walk: walk{T: rt, ledger: withFour(newLedger(t), 400), done: done}, has: 400, day: chaintypes.Date{Year: 2023, Month: 11, Day: 14},
			orders: make(map[uint64]*paperOrder), payments: make(map[uint64]*paperPayment),
		}
		terms := terms()
		terms.Cap, terms.Ceiling = math.NewInt(orderCap), math.ZeroInt()
		w.budget = w.opened(terms)
		steps := []func(){w.order, w.tomorrow, w.endOrder, w.again, w.giveUp, w.bridge, w.bridge, w.earn, w.closeBudget}
		for range rapid.IntRange(30, 60).Draw(rt, "steps") {
			rapid.SampledFrom(append(steps, w.order, w.tomorrow, w.tomorrow, w.tomorrow, w.again)).Draw(rt, "step")()
			w.agrees()
		}
	})
	for _, step := range []string{"order", "end", "retry", "release", "take over", "report"} {
		require.Positive(t, done[step], "%s never succeeded", step)
		require.Positive(t, done["no "+step], "%s was never refused", step)
	}
	for _, met := range []string{"paid", "overdue", "awaiting_bridge", "ended", "over with its budget"} {
		require.Positive(t, done[met], "no order or instalment was ever %s", met)
	}
}

func (w *orderWalk) order() {
	amount := int64(rapid.IntRange(1, 110).Draw(w.T, "amount"))
	schedule := &types.Schedule{
		Every: rapid.SampledFrom([]types.Recurrence{types.Recurrence_RECURRENCE_DAYS, types.Recurrence_RECURRENCE_DAYS, types.Recurrence_RECURRENCE_MONTH}).Draw(w.T, "every"),
		Count: uint32(rapid.IntRange(0, 4).Draw(w.T, "times")), FirstDay: w.day.AddDays(int64(rapid.IntRange(-1, 9).Draw(w.T, "first"))).Number(),
	}
	if schedule.Every == types.Recurrence_RECURRENCE_DAYS {
		schedule.Days = uint32(rapid.IntRange(1, 12).Draw(w.T, "days"))
	}
	message := asksOften(w.budget, amount, schedule)
	ethereum := rapid.Bool().Draw(w.T, "on Ethereum")
	if ethereum {
		message.Payee, message.PayeeEthereum = "", onEthereum
	}
	if !w.tries("order", w.closed || schedule.Count == 0 || schedule.FirstDay < w.day.Number(), message) {
		return
	}
	w.last++
	require.Equal(w, standing, w.approved(w.last))
	order := &paperOrder{amount: amount, ethereum: ethereum, status: standing}
	first, err := chaintypes.DateOfNumber(schedule.FirstDay)
	require.NoError(w, err)
	for i := range int64(schedule.Count) {
		day := first.AddDays(i * int64(schedule.Days))
		if schedule.Days == 0 { // no first day here is after the 28th but those of a walk that has gone on for weeks
			day = first
			day.Month += i
			if day.Month > 12 {
				day.Year, day.Month = day.Year+1, day.Month-12
			}
			for !day.Valid() {
				day.Day--
			}
		}
		order.days = append(order.days, day.Number())
	}
	w.orders[w.last] = order
}

// tomorrow comes, or a later day; on the way a block ends each day, as the diary has it.
func (w *orderWalk) tomorrow() {
	for range rapid.IntRange(1, 12).Draw(w.T, "days") {
		month := w.month()
		w.day = w.day.AddDays(1)
		if w.month() != month {
			w.spent = 0
		}
		w.clock.Seconds = noon(w.t, w.day.Number())
		require.NoError(w, w.keeper.EndBlock(w.ctx))
		w.comesDue()
	}
}

func (w *orderWalk) month() int64 { return w.day.Year*12 + w.day.Month }

// comesDue is what a block does with the orders whose day has come, by the diary: the
// earliest day first, then the order that was asked for first.
func (w *orderWalk) comesDue() {
	ids := slices.Sorted(maps.Keys(w.orders))
	slices.SortStableFunc(ids, func(a, b uint64) int { return int(w.nextDay(a)) - int(w.nextDay(b)) })
	for _, id := range ids {
		order := w.orders[id]
		if order.status != standing || order.days[order.made] > w.day.Number() {
			continue
		}
		if w.closed {
			order.status = ended
			w.done["over with its budget"]++
			continue
		}
		order.made++
		if order.made == len(order.days) {
			order.status = ended
			w.done["ended"]++
		}
		w.last++
		payment := &paperPayment{order: id, amount: order.amount, ethereum: order.ethereum, status: overdue}
		w.payments[w.last] = payment
		if w.fits(payment) {
			w.settles(payment)
		}
		w.done[payment.status.Word()]++
	}
}

func (w *orderWalk) nextDay(id uint64) uint32 {
	order := w.orders[id]
	if order.status != standing {
		return 0
	}
	return order.days[order.made]
}

func (w *orderWalk) fits(payment *paperPayment) bool {
	return payment.amount <= w.has-w.promised && payment.amount <= orderCap-w.spent
}

// settles is what becomes of a payment that fits.
func (w *orderWalk) settles(payment *paperPayment) {
	w.spent += payment.amount
	payment.month = w.month()
	payment.status = paid
	if payment.ethereum {
		payment.status = awaitingBridge
		w.promised += payment.amount
		return
	}
	w.has -= payment.amount
}

// gone frees what a payment had reserved.
func (w *orderWalk) gone(payment *paperPayment, status types.PaymentStatus) {
	if payment.status != overdue {
		w.promised -= payment.amount
		if payment.month == w.month() {
			w.spent -= payment.amount
		}
	}
	payment.status = status
}

// some payment, mostly at one of these stages; none if there is none at all.
func (w *orderWalk) some(stages ...types.PaymentStatus) (uint64, *paperPayment) {
	var fitting, all []uint64
	for _, id := range slices.Sorted(maps.Keys(w.payments)) {
		all = append(all, id)
		if slices.Contains(stages, w.payments[id].status) {
			fitting = append(fitting, id)
		}
	}
	if len(fitting) > 0 && rapid.IntRange(0, 3).Draw(w.T, "any") > 0 {
		all = fitting
	}
	if len(all) == 0 {
		return 99, &paperPayment{}
	}
	id := rapid.SampledFrom(all).Draw(w.T, "payment")
	return id, w.payments[id]
}

func (w *orderWalk) again() {
	id, payment := w.some(overdue, held)
	wrong := payment.status != held && payment.status != overdue
	if payment.status == overdue {
		order := w.orders[payment.order]
		wrong = w.closed || order.status != standing && order.status != ended || !w.fits(payment)
	}
	if !w.tries("retry", wrong, &types.MsgRetryPayment{Member: testutil.Address(dora), CoopId: north, PaymentId: id}) {
		return
	}
	if payment.status == overdue {
		w.settles(payment)
		return
	}
	payment.status = awaitingBridge
}

func (w *orderWalk) giveUp() {
	id, payment := w.some(overdue, held, awaitingBridge)
	wrong := !slices.Contains([]types.PaymentStatus{overdue, held, awaitingBridge}, payment.status)
	if w.tries("release", wrong, &types.MsgReleasePayment{Member: testutil.Address(dora), CoopId: north, PaymentId: id, Reason: "GONE"}) {
		w.gone(payment, released)
	}
}

func (w *orderWalk) endOrder() {
	ids := slices.Sorted(maps.Keys(w.orders))
	if len(ids) == 0 {
		return
	}
	id := rapid.SampledFrom(ids).Draw(w.T, "order")
	if w.tries("end", w.orders[id].status != standing, &types.MsgRefusePayment{Member: testutil.Address(cara), CoopId: north, PaymentId: id, Reason: "GONE"}) {
		w.orders[id].status = refused
	}
}

// bridge takes a payment over, or reports what has become of one.
func (w *orderWalk) bridge() {
	into := w.bridgeAccount()
	id, payment := w.some(awaitingBridge, inBridge)
	before, takes := w.hash(), payment.status != inBridge
	step, wrong := "report", payment.status != inBridge
	var err error
	switch {
	case takes && rapid.IntRange(0, 3).Draw(w.T, "take over") > 0:
		step, wrong = "take over", payment.status != awaitingBridge
		if _, err = w.keeper.TakeOver(w.ctx, north, id); err == nil {
			payment.status = inBridge
		}
	case rapid.Bool().Draw(w.T, "made"):
		if _, err = w.keeper.ReportPaid(w.ctx, north, id, into); err == nil {
			payment.status = paid
			w.has -= payment.amount
			w.promised -= payment.amount
		}
	default:
		if err = w.keeper.ReportFailed(w.ctx, north, id, nil); err == nil {
			payment.status = held
		}
	}
	if wrong {
		require.Error(w, err)
		require.Equal(w, before, w.hash())
		w.done["no "+step]++
		return
	}
	require.NoError(w, err)
	w.done[step]++
}

func (w *orderWalk) earn() {
	amount := int64(rapid.IntRange(1, 150).Draw(w.T, "amount"))
	w.funded(amount)
	w.has += amount
}

// closeBudget is rare, since little happens after it.
func (w *orderWalk) closeBudget() {
	if w.closed || rapid.IntRange(0, 3).Draw(w.T, "close") > 0 {
		return
	}
	w.send(nil, &types.MsgCloseBudget{Authority: account(north), CoopId: north, BudgetId: w.budget})
	w.closed = true
}

func (w *orderWalk) agrees() {
	require.NoError(w, w.keeper.EndBlock(w.ctx))
	w.comesDue()
	require.NoError(w, w.keeper.CheckInvariants(w.ctx))
	require.Equal(w, w.has, w.holds(purse("operating")))
	require.Equal(w, w.promised, w.reserved())
	if !w.closed {
		require.Equal(w, orderCap-w.spent, w.left(w.budget))
	}
	for id, order := range w.orders {
		found := w.seen(id)
		require.Equal(w, order.status, found.Status, "order %d", id)
		require.EqualValues(w, order.made, found.Instalments, "order %d", id)
	}
	for id, payment := range w.payments {
		found := w.seen(id)
		require.Equal(w, payment.status, found.Status, "payment %d", id)
		require.Equal(w, payment.order, found.OrderId)
	}
}
