package keeper_test

import (
	"maps"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	chaintypes "github.com/coopledger/coopledger/x/chain/types"
	"github.com/coopledger/coopledger/x/membership/testutil"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
	"github.com/coopledger/coopledger/x/treasury/types"
)

// guardWalk takes random steps with a fund that has both guards, and holds the
// module to a paper after each.
type guardWalk struct {
	walk
	budget uint64
	day    chaintypes.Date
	// has is in the purse, of which so much is promised; owes is due to creditors.
	has, promised, owes int64
	// start is what was not promised when the month began, drawn what budgets have
	// reserved and paid since.
	start, drawn int64
	payments     map[uint64]*guardedPayment
}

type guardedPayment struct {
	amount, month int64
	due           chaintypes.Date
	status        types.PaymentStatus
}

// Whatever comes in, is owed, asked for, paid by resolution and given up: budgets
// draw no more of the fund than a third of what it held, and what is left covers
// what is due one and a half times.
func TestRandomWalkWithGuards(t *testing.T) {
	done := make(map[string]int)
	rapid.Check(t, func(rt *rapid.T) {
		l := newLedger(t)
		l.charter(func(rules *membershiptypes.TreasuryRules) {
			rules.Currency = "EUR"
			rules.Coins = []membershiptypes.CoinValue{{Denom: denom, BaseUnits: 1, CurrencyUnits: 1}}
			rules.Accounts = append(rules.Accounts[:1:1], append([]membershiptypes.LedgerAccount{
				{Code: "2000", Name: "creditors", Kind: membershiptypes.AccountKind_ACCOUNT_KIND_LIABILITY},
			}, rules.Accounts[1:]...)...)
			rules.SpendingShares = []membershiptypes.SpendingShare{{Fund: "operating", Denom: denom, Window: eachMonth, BasisPoints: 3_333}}
			rules.Liquidity = &membershiptypes.LiquidityTest{Assets: []string{"1000"}, Liabilities: []string{"2000"}, BasisPoints: 15_000}
			require.NoError(rt, rules.Validate(membershiptypes.DefaultParams()))
		})
		w := &guardWalk{
			walk: walk{T: rt, ledger: withFour(l, 600), done: done}, has: 600, start: 600, day: chaintypes.Date{Year: 2023, Month: 12, Day: 1},
			payments: make(map[uint64]*guardedPayment),
		}
		w.clock.Seconds += 17 * testutil.Day // in November the fund began with nothing
		w.budget = w.opened(wide())
		for range rapid.IntRange(25, 50).Draw(rt, "steps") {
			rapid.SampledFrom([]func(){w.earn, w.owe, w.ask, w.ask, w.ask, w.resolve, w.giveUp, w.giveUp, w.again, w.tomorrow, w.tomorrow}).Draw(rt, "step")()
			w.agrees()
		}
		w.debtsComeFirst()
	})
	for _, step := range []string{"reserve", "resolve", "refuse", "retry"} {
		require.Positive(t, done[step], "%s never succeeded", step)
		require.Positive(t, done["no "+step], "%s was never refused", step)
	}
	for _, met := range []string{"over the share", "illiquid", "held when due"} {
		require.Positive(t, done[met], "no payment was ever %s", met)
	}
}

func (w *guardWalk) month() int64 { return w.day.Year*12 + w.day.Month }

func (w *guardWalk) free() int64 { return w.has - w.promised }

func (w *guardWalk) most() int64 { return min(w.start, w.free()+w.drawn) * 3_333 / 10_000 }

// covers says whether so much is enough for what is owed.
func (w *guardWalk) covers(left int64) bool { return left*10_000 >= w.owes*15_000 }

func (w *guardWalk) earn() {
	amount := int64(rapid.IntRange(1, 300).Draw(w.T, "amount"))
	w.funded(amount)
	w.has += amount
}

func (w *guardWalk) owe() {
	amount := int64(rapid.IntRange(-100, 150).Draw(w.T, "amount"))
	if amount == 0 || w.owes+amount < 0 {
		return
	}
	w.owesMore(amount)
	w.owes += amount
}

func (w *guardWalk) ask() {
	amount := int64(rapid.IntRange(1, 150).Draw(w.T, "amount"))
	days := int64(rapid.SampledFrom([]int{0, 0, 3, 40}).Draw(w.T, "days"))
	message := asks(w.budget, amount)
	if days > 0 {
		message.NotBefore = w.clock.Seconds + days*testutil.Day
	}
	id := w.asked(message)
	w.send(nil, approves(ben, id))
	short, over, illiquid := amount > w.free(), w.drawn+amount > w.most(), !w.covers(w.free()-amount)
	if !short && over {
		w.done["over the share"]++
	}
	if !short && !over && illiquid {
		w.done["illiquid"]++
	}
	if !w.tries("reserve", short || over || illiquid, approves(cara, id)) {
		w.send(nil, &types.MsgWithdrawPayment{Member: testutil.Address(anna), CoopId: north, PaymentId: id})
		return
	}
	payment := &guardedPayment{amount: amount, month: w.month(), due: w.day.AddDays(days), status: reserved}
	w.payments[id] = payment
	w.promised += amount
	w.drawn += amount
	if days == 0 {
		w.pays(payment)
	}
}

// pays what is reserved, if what is left covers what is owed.
func (w *guardWalk) pays(payment *guardedPayment) bool {
	if !w.covers(w.free()) {
		payment.status = held
		w.done["held when due"]++
		return false
	}
	payment.status = paid
	w.has -= payment.amount
	w.promised -= payment.amount
	return true
}

func (w *guardWalk) resolve() {
	amount := w.part(max(w.free(), 1))
	account := rapid.SampledFrom([]string{"5000", "5000", "2000"}).Draw(w.T, "account")
	wrong := amount <= 0 || amount > w.free() || !w.covers(w.free()-amount) && (account != "2000" || amount > w.owes)
	if account == "2000" && amount > w.owes {
		return // an overpaid debt is none
	}
	if w.tries("resolve", wrong, paysOut(amount, account)) {
		w.has -= amount
		if account == "2000" {
			w.owes -= amount
		}
	}
}

// some payment, mostly at one of these stages.
func (w *guardWalk) some(stages ...types.PaymentStatus) (uint64, *guardedPayment) {
	all := slices.Sorted(maps.Keys(w.payments))
	fitting := slices.DeleteFunc(slices.Clone(all), func(id uint64) bool { return !slices.Contains(stages, w.payments[id].status) })
	if len(fitting) > 0 && rapid.IntRange(0, 3).Draw(w.T, "any") > 0 {
		all = fitting
	}
	if len(all) == 0 {
		return 999, &guardedPayment{}
	}
	id := rapid.SampledFrom(all).Draw(w.T, "payment")
	return id, w.payments[id]
}

func (w *guardWalk) giveUp() {
	id, payment := w.some(reserved, held)
	wrong := payment.status != reserved && payment.status != held
	if !w.tries("refuse", wrong, &types.MsgRefusePayment{Member: account(north), CoopId: north, PaymentId: id, Reason: "NO"}) {
		return
	}
	payment.status = refused
	w.promised -= payment.amount
	if payment.month == w.month() {
		w.drawn -= payment.amount
	}
}

func (w *guardWalk) again() {
	id, payment := w.some(held)
	wrong := payment.status != held || !w.covers(w.free())
	if w.tries("retry", wrong, &types.MsgRetryPayment{Member: testutil.Address(dora), CoopId: north, PaymentId: id}) {
		w.pays(payment)
	}
}

// debtsComeFirst has a payment held that was reserved while enough was in hand, and
// paid when there is again.
func (w *guardWalk) debtsComeFirst() {
	if w.drawn+1 > w.most() || !w.covers(w.free()-1) {
		return
	}
	message := asks(w.budget, 1)
	message.NotBefore = w.clock.Seconds + 3*testutil.Day
	id := w.asked(message)
	require.Equal(w, reserved, w.approved(id))
	w.payments[id] = &guardedPayment{amount: 1, month: w.month(), due: w.day.AddDays(3), status: reserved}
	w.promised, w.drawn = w.promised+1, w.drawn+1
	debt := w.free() + 1
	w.owesMore(debt)
	w.owes += debt
	w.passes(3)
	w.agrees()
	require.Equal(w, held, w.payments[id].status)
	retry := &types.MsgRetryPayment{Member: testutil.Address(dora), CoopId: north, PaymentId: id}
	w.tries("retry", true, retry)
	w.funded(3 * w.owes)
	w.has += 3 * w.owes
	w.tries("retry", false, retry)
	w.pays(w.payments[id])
	w.agrees()
}

// tomorrow comes, or a later day.
func (w *guardWalk) tomorrow() { w.passes(rapid.IntRange(1, 15).Draw(w.T, "days")) }

// passes so many days; a block ends each of them.
func (w *guardWalk) passes(days int) {
	for range days {
		month := w.month()
		w.day = w.day.AddDays(1)
		if w.month() != month {
			w.start, w.drawn = w.free(), 0
		}
		w.clock.Seconds = w.clock.Seconds + testutil.Day
		require.NoError(w, w.keeper.EndBlock(w.ctx))
		ids := slices.Sorted(maps.Keys(w.payments))
		slices.SortStableFunc(ids, func(a, b uint64) int { return int(w.payments[a].due.Number()) - int(w.payments[b].due.Number()) })
		for _, id := range ids {
			if payment := w.payments[id]; payment.status == reserved && !w.day.Before(payment.due) {
				w.pays(payment)
			}
		}
	}
}

func (w *guardWalk) agrees() {
	require.NoError(w, w.keeper.EndBlock(w.ctx))
	require.NoError(w, w.keeper.CheckInvariants(w.ctx))
	require.Equal(w, w.has, w.holds(purse("operating")))
	require.Equal(w, w.promised, w.reserved())
	require.Equal(w, [3]int64{min(w.start, w.free()+w.drawn), w.most(), w.drawn}, w.guarded(false))
	require.Equal(w, [3]int64{w.free(), w.owes, (w.owes*3 + 1) / 2}, w.liquidity())
	for id, payment := range w.payments {
		require.Equal(w, payment.status, w.seen(id).Status, id)
	}
}
