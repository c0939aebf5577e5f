package keeper_test

import (
	"maps"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/coopledger/coopledger/x/membership/testutil"
	"github.com/coopledger/coopledger/x/treasury/types"
)

// bankWalk takes random steps with what is in north's bank, about a third of them
// wrong, and holds the module to a paper after each.
type bankWalk struct {
	walk
	budget uint64
	// has is classified in the bank, waits is not, promised is reserved, stated is the
	// last statement's closing balance.
	has, waits, promised, stated int64
	payments                     map[uint64]bankPayment
	// unshown entries by number, with what they brought.
	unshown map[uint64]int64
	last    uint64
}

type bankPayment struct {
	amount int64
	status types.PaymentStatus
	// exporter of the file that it is in.
	exporter string
	file     uint64
}

// Whatever is attested, classified, promised, exported, confirmed, returned, tried
// again, given up and reconciled: no euro is promised twice or taken that isn't
// there, nobody does both halves of anything, and what is attested is what was
// stated and what no statement has shown.
func TestRandomWalkWithABank(t *testing.T) {
	done := make(map[string]int)
	rapid.Check(t, func(rt *rapid.T) {
		w := &bankWalk{walk: walk{T: rt, ledger: bankedFour(t, 200), done: done}, has: 200, payments: make(map[uint64]bankPayment), unshown: make(map[uint64]int64)}
		w.last = w.entriesNow()
		w.unshown[w.last] = 200
		terms := bankTerms()
		terms.Cap, terms.Ceiling = math.NewInt(1_000_000), math.ZeroInt()
		w.budget = w.opened(terms)
		for range rapid.IntRange(30, 60).Draw(rt, "steps") {
			rapid.SampledFrom([]func(){
				w.attest, w.attest, w.classifyReceipt, w.ask, w.ask, w.record, w.record, w.confirm, w.confirm, w.comesBack, w.again, w.again, w.giveUp, w.reconcile,
			}).Draw(rt, "step")()
			w.agrees()
		}
	})
	for _, step := range []string{"attest", "approve", "classify", "reserve", "record", "confirm", "return", "retry", "release", "reconcile", "agree"} {
		require.Positive(t, done[step], "%s never succeeded", step)
		require.Positive(t, done["no "+step], "%s was never refused", step)
	}
}

func (w *bankWalk) entriesNow() uint64 { return entriesOf(w.ledger) }

// entriesOf north's journal.
func entriesOf(l *ledger) uint64 {
	l.t.Helper()
	book, err := l.query.Book(l.ctx, &types.QueryBookRequest{Coop: "north"})
	require.NoError(l.t, err)
	return book.Book.Entries
}

// posted is an entry that brought so much.
func (w *bankWalk) posted(amount int64) {
	w.last++
	if amount != 0 {
		w.unshown[w.last] = amount
	}
}

func (w *bankWalk) attest() {
	officer, amount := w.officer(), int64(rapid.IntRange(-150, 200).Draw(w.T, "amount"))
	code := "5000"
	if amount > 0 {
		code = rapid.SampledFrom([]string{"4000", "", "5000"}).Draw(w.T, "account")
	}
	wrong := officer == "east-anna" || amount == 0 || amount > 0 && code == "5000" || -amount > w.has-w.promised
	message := attests("bank", amount, code)
	message.Officer = testutil.Address(officer)
	if !w.tries("attest", wrong, message) {
		return
	}
	if !w.second(officer) {
		return
	}
	if code == "" {
		w.waits += amount
	} else {
		w.has += amount
	}
	w.posted(amount)
}

// second officer approves what the first has prepared last.
func (w *bankWalk) second(first string) bool {
	pending, err := w.keeper.Books.Get(w.ctx, north)
	require.NoError(w, err)
	second := w.officer()
	return w.tries("approve", second == "east-anna" || second == first, approval(second, pending.LastPendingId))
}

func (w *bankWalk) classifyReceipt() {
	amount := w.part(w.waits)
	if w.tries("classify", amount <= 0 || amount > w.waits, &types.MsgClassify{
		Authority: testutil.Address(anna), CoopId: north, Coin: sdk.Coin{Denom: "EUR", Amount: math.NewInt(amount)}, Fund: "operating", Account: "4000", Outside: "bank",
	}) {
		w.waits -= amount
		w.has += amount
		w.posted(0)
	}
}

func (w *bankWalk) ask() {
	amount := int64(rapid.IntRange(1, 120).Draw(w.T, "amount"))
	id := w.asked(asksBank(w.budget, amount))
	w.send(nil, approves(ben, id))
	if w.tries("reserve", amount > w.has-w.promised, approves(cara, id)) {
		w.promised += amount
		w.payments[id] = bankPayment{amount: amount, status: types.PaymentStatus_PAYMENT_STATUS_DUE}
		return
	}
	w.send(nil, &types.MsgWithdrawPayment{Member: testutil.Address(anna), CoopId: north, PaymentId: id})
}

// some payment, mostly at one of these stages.
func (w *bankWalk) some(stages ...types.PaymentStatus) (uint64, bankPayment) {
	var fitting []uint64
	for _, id := range slices.Sorted(maps.Keys(w.payments)) {
		if slices.Contains(stages, w.payments[id].status) {
			fitting = append(fitting, id)
		}
	}
	if len(fitting) == 0 || rapid.IntRange(0, 3).Draw(w.T, "any") == 0 {
		id := uint64(rapid.IntRange(1, 12).Draw(w.T, "payment"))
		return id, w.payments[id]
	}
	id := rapid.SampledFrom(fitting).Draw(w.T, "payment")
	return id, w.payments[id]
}

func (w *bankWalk) record() {
	id, payment := w.some(types.PaymentStatus_PAYMENT_STATUS_DUE)
	officer, off := w.officer(), int64(rapid.SampledFrom([]int{0, 0, 0, 1}).Draw(w.T, "off by"))
	message := records(payment.amount+off, id)
	message.Officer = testutil.Address(officer)
	if w.tries("record", officer == "east-anna" || off != 0 || payment.status != types.PaymentStatus_PAYMENT_STATUS_DUE, message) {
		book, err := w.keeper.Books.Get(w.ctx, north)
		require.NoError(w, err)
		payment.status, payment.exporter, payment.file = types.PaymentStatus_PAYMENT_STATUS_EXPORTED, officer, book.LastFileId
		w.payments[id] = payment
	}
}

func (w *bankWalk) confirm() {
	id, payment := w.some(types.PaymentStatus_PAYMENT_STATUS_EXPORTED)
	officer := w.officer()
	message := confirms(payment.file, []uint64{id}, nil)
	shown := rapid.Bool().Draw(w.T, "on the statement")
	if !shown {
		message = confirms(payment.file, nil, []uint64{id})
	}
	message.Officer = testutil.Address(officer)
	wrong := officer == "east-anna" || officer == payment.exporter || payment.status != types.PaymentStatus_PAYMENT_STATUS_EXPORTED
	if !w.tries("confirm", wrong, message) {
		return
	}
	payment.status = types.PaymentStatus_PAYMENT_STATUS_HELD
	if shown {
		payment.status = types.PaymentStatus_PAYMENT_STATUS_PAID
		w.has -= payment.amount
		w.promised -= payment.amount
		w.posted(-payment.amount)
	}
	w.payments[id] = payment
}

func (w *bankWalk) comesBack() {
	id, payment := w.some(types.PaymentStatus_PAYMENT_STATUS_PAID)
	officer := w.officer()
	message := returns(id)
	message.Officer = testutil.Address(officer)
	if !w.tries("return", officer == "east-anna" || payment.status != types.PaymentStatus_PAYMENT_STATUS_PAID, message) || !w.second(officer) {
		return
	}
	payment.status = types.PaymentStatus_PAYMENT_STATUS_RETURNED
	w.has += payment.amount
	w.promised += payment.amount
	w.posted(payment.amount)
	w.payments[id] = payment
}

func stands(payment bankPayment) bool {
	return payment.status == types.PaymentStatus_PAYMENT_STATUS_HELD || payment.status == types.PaymentStatus_PAYMENT_STATUS_RETURNED
}

func (w *bankWalk) again() {
	id, payment := w.some(types.PaymentStatus_PAYMENT_STATUS_HELD, types.PaymentStatus_PAYMENT_STATUS_RETURNED)
	if w.tries("retry", !stands(payment), &types.MsgRetryPayment{Member: testutil.Address(dora), CoopId: north, PaymentId: id}) {
		payment.status = types.PaymentStatus_PAYMENT_STATUS_DUE
		w.payments[id] = payment
	}
}

func (w *bankWalk) giveUp() {
	id, payment := w.some(types.PaymentStatus_PAYMENT_STATUS_HELD, types.PaymentStatus_PAYMENT_STATUS_RETURNED)
	if w.tries("release", !stands(payment), &types.MsgReleasePayment{Member: testutil.Address(dora), CoopId: north, PaymentId: id, Reason: "GONE"}) {
		payment.status = types.PaymentStatus_PAYMENT_STATUS_RELEASED
		w.promised -= payment.amount
		w.payments[id] = payment
	}
}

func (w *bankWalk) reconcile() {
	var shown []uint64
	closing := w.stated
	for _, entry := range slices.Sorted(maps.Keys(w.unshown)) {
		if rapid.Bool().Draw(w.T, "shown") {
			shown = append(shown, entry)
			closing += w.unshown[entry]
		}
	}
	first, second := w.officer(), w.officer()
	off := int64(rapid.SampledFrom([]int{0, 0, 0, 1}).Draw(w.T, "off by"))
	message := w.reconciles(w.stated, closing+off, shown...)
	message.Officer = testutil.Address(first)
	if !w.tries("reconcile", first == "east-anna" || off != 0, message) {
		return
	}
	book, err := w.keeper.Books.Get(w.ctx, north)
	require.NoError(w, err)
	if w.tries("agree", second == "east-anna" || second == first, agrees(second, book.LastReconciliationId)) {
		w.stated = closing
		for _, entry := range shown {
			delete(w.unshown, entry)
		}
	}
}

func (w *bankWalk) agrees() {
	require.NoError(w, w.keeper.EndBlock(w.ctx))
	require.NoError(w, w.keeper.CheckInvariants(w.ctx))
	line := w.outsideHas("bank")
	require.Equal(w, w.has+w.waits, line.Attested.Amount.Int64())
	require.Equal(w, w.has+w.waits, line.Attested.Functional.Int64())
	require.Equal(w, w.waits, line.Unclassified.Int64())
	require.Equal(w, w.promised, line.Reserved.Int64())
	require.Equal(w, w.stated, line.Stated.Int64())
	require.Equal(w, slices.Sorted(maps.Keys(w.unshown)), w.unmatched())
	require.Equal(w, w.last, w.entriesNow())
	for id, payment := range w.payments {
		require.Equal(w, payment.status, w.seen(id).Status, id)
	}
}
