package keeper_test

import (
	"maps"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/coopledger/coopledger/testutil/written"
	"github.com/coopledger/coopledger/x/membership/testutil"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
	"github.com/coopledger/coopledger/x/treasury/types"
)

// paper is what must be true after any history of north's money, written down
// beside the module and never read from it.
type paper struct {
	suspense, operating, supplier, east, visitor int64
	entries, eastEntries                         uint64
	// waiting entries by id, with who prepared them and what they take back.
	waiting map[uint64]waitingEntry
	// posted by two officers, by entry number; true once taken back.
	posted map[uint64]bool
	nextID uint64
	// locked through a day, and who wants the next period locked.
	locked uint32
	wish   string
}

type waitingEntry struct {
	preparer string
	reverses uint64
	day      uint32
	// takesBack says that it will take itself back in the block that posts it.
	takesBack bool
}

// walk takes random steps, about a third of them wrong, and holds the module to
// the paper after each.
type walk struct {
	*rapid.T
	*ledger
	paper
	done map[string]int
}

// Whatever is sent, classified, paid, moved, posted and taken back: the bank is
// the book, every entry sums to zero, balances are the recount of the journal,
// numbers have no gaps, and a refusal changes nothing.
func TestRandomWalkOverAllMessages(t *testing.T) {
	done := make(map[string]int)
	rapid.Check(t, func(rt *rapid.T) {
		w := &walk{T: rt, ledger: byMonths(newLedger(t)), done: done, paper: paper{
			visitor: 10_000, waiting: make(map[uint64]waitingEntry), posted: make(map[uint64]bool), nextID: 1,
		}}
		w.rich("visitor", coins(w.visitor))
		for range rapid.IntRange(40, 90).Draw(rt, "steps") {
			rapid.SampledFrom([]func(){w.arrive, w.arrive, w.classify, w.classify, w.pay, w.move, w.steal, w.prepare, w.prepare, w.takeBack, w.takeBack, w.approve, w.approve, w.approve, w.prepare, w.prepare, w.takeBack, w.takeBack, w.approve, w.approve, w.lock, w.lock}).Draw(rt, "step")()
			w.agrees()
		}
	})
	for _, step := range []string{"arrive", "classify", "pay", "prepare", "take back", "approve", "approve a reversal", "lock"} {
		require.Positive(t, done[step], "%s never succeeded", step)
		require.Positive(t, done["no "+step], "%s was never refused", step)
	}
	require.Positive(t, done["no move"])
	require.Positive(t, done["no steal"])
}

// tries does what a message asks and says whether it must have been refused.
func (w *walk) tries(step string, refused bool, message sdk.Msg) bool {
	within, changes := written.Within(w.ctx)
	_, err := w.deliver(within, message)
	count := changes.Count()
	if refused {
		require.Error(w, err, "%s: %v", step, message)
		require.Zero(w, count, "a refusal changes nothing, even where it is not thrown away: %s", err)
		w.done["no "+step]++
		return false
	}
	require.NoError(w, err, "%s: %v", step, message)
	changes.Keep()
	w.done[step]++
	return true
}

func (w *walk) amount() int64 { return int64(rapid.IntRange(-1, 300).Draw(w.T, "amount")) }

// part is mostly some of what is there.
func (w *walk) part(there int64) int64 {
	if there > 0 && rapid.IntRange(0, 3).Draw(w.T, "some of it") > 0 {
		return int64(rapid.IntRange(1, int(there)).Draw(w.T, "part"))
	}
	return w.amount()
}

func (w *walk) officer() string {
	return rapid.SampledFrom([]string{anna, ben, anna, ben, "east-anna"}).Draw(w.T, "officer")
}

func (w *walk) arrive() {
	amount := w.amount()
	to := rapid.SampledFrom([]sdk.AccAddress{membershiptypes.CoopAccount(north), purse("suspense"), purse("operating")}).Draw(w.T, "to")
	cached, write := w.ctx.CacheContext()
	before := w.hash()
	sent := sdk.Coins{{Denom: denom, Amount: math.NewInt(amount)}}
	var err error
	if rapid.Bool().Draw(w.T, "with others") {
		err = w.bank.InputOutputCoins(cached, bankInput(person("visitor"), sent), bankOutputs(to, sent))
	} else {
		err = w.bank.SendCoins(cached, person("visitor"), to, sent)
	}
	if amount <= 0 || amount > w.visitor {
		require.Error(w, err)
		require.Equal(w, before, w.hash())
		w.done["no arrive"]++
		return
	}
	require.NoError(w, err)
	write()
	w.visitor -= amount
	w.suspense += amount
	w.entries++
	w.done["arrive"]++
}

func (w *walk) classify() {
	amount := w.part(w.suspense)
	authority := rapid.SampledFrom([]string{testutil.Address(anna), testutil.Address("east-anna"), account(north), account(north)}).Draw(w.T, "authority")
	fund := rapid.SampledFrom([]string{"operating", "operating", "operating", "suspense", "moon"}).Draw(w.T, "fund")
	code := rapid.SampledFrom([]string{"4000", "3000", "4000", "5000", "1000"}).Draw(w.T, "account")
	wrong := amount <= 0 || amount > w.suspense || authority == testutil.Address("east-anna") || fund != "operating" || code == "5000" || code == "1000"
	if w.tries("classify", wrong, &types.MsgClassify{
		Authority: authority, CoopId: north, Coin: sdk.Coin{Denom: denom, Amount: math.NewInt(amount)}, Fund: fund, Account: code,
	}) {
		w.suspense -= amount
		w.operating += amount
		w.entries++
	}
}

func (w *walk) pay() {
	amount := w.part(w.operating)
	authority := rapid.SampledFrom([]string{account(north), account(north), account(north), testutil.Address(anna)}).Draw(w.T, "authority")
	payee := rapid.SampledFrom([]string{testutil.Address("supplier"), account(east), types.PurseAddress(north, "operating"), account(north)}).Draw(w.T, "payee")
	fund := rapid.SampledFrom([]string{"operating", "operating", "suspense"}).Draw(w.T, "fund")
	wrong := amount <= 0 || amount > w.operating || authority != account(north) || fund != "operating" ||
		payee == account(north) || payee == types.PurseAddress(north, "operating")
	if !w.tries("pay", wrong, &types.MsgPay{
		Authority: authority, CoopId: north, Fund: fund, Payee: payee, Coins: sdk.Coins{{Denom: denom, Amount: math.NewInt(amount)}}, Account: "5000",
	}) {
		return
	}
	w.operating -= amount
	w.entries++
	if payee == account(east) {
		w.east += amount
		w.eastEntries++
	} else {
		w.supplier += amount
	}
}

// move is always refused: suspense takes nothing and gives nothing.
func (w *walk) move() {
	funds := rapid.SampledFrom([][2]string{{"operating", "suspense"}, {"suspense", "operating"}, {"operating", "operating"}}).Draw(w.T, "funds")
	w.tries("move", true, &types.MsgMove{
		Authority: account(north), CoopId: north, FromFund: funds[0], ToFund: funds[1], Coins: coins(1),
	})
}

// steal tries to send what is a co-op's.
func (w *walk) steal() {
	from := rapid.SampledFrom([]sdk.AccAddress{membershiptypes.CoopAccount(north), purse("suspense"), purse("operating")}).Draw(w.T, "from")
	to := rapid.SampledFrom([]sdk.AccAddress{person("visitor"), membershiptypes.CoopAccount(east), purse("operating")}).Draw(w.T, "to")
	before := w.hash()
	require.ErrorIs(w, w.bank.SendCoins(w.ctx, from, to, coins(1)), types.ErrPurseClosed)
	require.Equal(w, before, w.hash())
	w.done["no steal"]++
}

func (w *walk) prepare() {
	officer, amount := w.officer(), w.amount()
	off := int64(rapid.SampledFrom([]int{0, 0, 0, 1}).Draw(w.T, "off by"))
	code := rapid.SampledFrom([]string{"5000", "5000", "1000", "2900"}).Draw(w.T, "account")
	day := rapid.SampledFrom([]uint32{today, today, today, 20231115, 20231007, 20231031, 20230930, 20230831}).Draw(w.T, "day")
	back := rapid.SampledFrom([]uint32{0, 0, 0, 0, 20231120, 20231001}).Draw(w.T, "taken back on")
	wrong := officer == "east-anna" || amount == 0 || off != 0 || code != "5000" || day > today || day <= w.locked ||
		back != 0 && (back <= day || back <= w.locked)
	if w.tries("prepare", wrong, &types.MsgPost{
		Officer: testutil.Address(officer), CoopId: north, AccountingDate: day, ReverseOn: back,
		Postings: []types.Posting{
			types.NewPosting(code, "operating", denom, math.NewInt(amount), math.NewInt(2*amount)),
			types.NewPosting("3000", "operating", denom, math.NewInt(-amount), math.NewInt(-2*amount+off)),
		},
	}) {
		w.waiting[w.nextID] = waitingEntry{preparer: officer, day: day, takesBack: back != 0 && back <= today}
		w.nextID++
	}
}

// lock the next period, or try another; the second officer's wish is the lock.
func (w *walk) lock() {
	officer := w.officer()
	ends := rapid.SampledFrom([]uint32{20230930, 20231031, 20231130}).Draw(w.T, "last day")
	next := map[uint32]uint32{0: 20230930, 20230930: 20231031, 20231031: 20231130}[w.locked]
	wrong := officer == "east-anna" || ends != next || ends > today
	for _, waits := range w.waiting {
		wrong = wrong || waits.day <= ends
	}
	step := "wish to lock"
	second := w.wish != "" && w.wish != officer
	if second {
		step = "lock"
	}
	if !w.tries(step, wrong, &types.MsgLockPeriod{Authority: testutil.Address(officer), CoopId: north, LastDay: ends}) {
		w.done["no lock"]++
		return
	}
	w.wish = officer
	if second {
		w.locked, w.wish = ends, ""
	}
}

func (w *walk) takeBack() {
	officer := w.officer()
	number := oneOf(w, "entry", w.posted, w.entries+1)
	taken, twoOfficers := w.posted[number]
	if w.tries("take back", officer == "east-anna" || !twoOfficers || taken, &types.MsgReverse{
		Officer: testutil.Address(officer), CoopId: north, Entry: number,
	}) {
		w.waiting[w.nextID] = waitingEntry{preparer: officer, reverses: number, day: today}
		w.nextID++
	}
}

// oneOf is mostly a number that is there, and sometimes any.
func oneOf[V any](w *walk, what string, there map[uint64]V, most uint64) uint64 {
	known := slices.Sorted(maps.Keys(there))
	if len(known) > 0 && rapid.IntRange(0, 3).Draw(w.T, "known "+what) > 0 {
		return rapid.SampledFrom(known).Draw(w.T, what)
	}
	return uint64(rapid.IntRange(0, int(most)).Draw(w.T, what))
}

func (w *walk) approve() {
	officer := w.officer()
	id := oneOf(w, "waiting", w.waiting, w.nextID)
	waits, found := w.waiting[id]
	step := "approve"
	if waits.reverses != 0 {
		step = "approve a reversal"
	}
	wrong := officer == "east-anna" || !found || waits.preparer == officer || w.posted[waits.reverses]
	if !w.tries(step, wrong, &types.MsgApproveEntry{Officer: testutil.Address(officer), CoopId: north, PendingId: id}) {
		return
	}
	delete(w.waiting, id)
	w.entries++
	if waits.reverses != 0 {
		w.posted[waits.reverses] = true
		return
	}
	w.posted[w.entries] = waits.takesBack
	if waits.takesBack {
		w.entries++
	}
}

func (w *walk) agrees() {
	require.NoError(w, w.keeper.EndBlock(w.ctx))
	require.False(w, w.frozen())
	require.NoError(w, w.keeper.CheckInvariants(w.ctx))
	for address, amount := range map[string]int64{
		types.PurseAddress(north, "suspense"): w.suspense, types.PurseAddress(north, "operating"): w.operating,
		types.PurseAddress(east, "suspense"): w.east, testutil.Address("supplier"): w.supplier, testutil.Address("visitor"): w.visitor,
		account(north): 0, account(east): 0,
	} {
		held, err := membershiptypes.AddressBytes(address)
		require.NoError(w, err)
		require.Equal(w, amount, w.holds(held), address)
	}
	require.Equal(w, w.suspense, w.bears("1000", "suspense"))
	require.Equal(w, w.operating, w.bears("1000", "operating"))
	for coop, entries := range map[string]uint64{"north": w.entries, "east": w.eastEntries} {
		book, err := w.query.Book(w.ctx, &types.QueryBookRequest{Coop: coop})
		require.NoError(w, err)
		require.Equal(w, entries, book.Book.Entries, coop)
	}
	require.Equal(w, len(w.waiting), w.pending())
}
