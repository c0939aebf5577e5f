package keeper_test

import (
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

// register is what must be true of north's holdings, written down beside the module:
// how many units each member holds, and what is paid in for them.
type register struct {
	units, paid map[string]map[uint64]int64
	// operating is what the purse holds, and books what is in each passbook.
	operating int64
	books     map[uint64]int64
}

// holder is a member of the walk.
type holder struct {
	id   uint64
	name string
	gone bool
}

// holdingsWalk takes random steps of members, officers and the co-op, and holds the
// module to the register after each block.
type holdingsWalk struct {
	*rapid.T
	*ledger
	register
	members []*holder
	done    map[string]int
}

var walked = []string{"share", "investor", "loan"}

// Whatever is subscribed, paid in, redeemed, passed on, lent, set off and brought in,
// and whoever leaves: after every block each member's lots are its part of the
// account, no unit and no coin is anybody else's, the capital is not below its floor,
// and passbooks hold what was paid back and not set off.
func TestRandomWalkOfHoldings(t *testing.T) {
	done := make(map[string]int)
	rapid.Check(t, func(rt *rapid.T) {
		w := &holdingsWalk{T: rt, ledger: withHoldings(t), done: done, register: register{
			units: make(map[string]map[uint64]int64), paid: make(map[string]map[uint64]int64), operating: 1_000, books: make(map[uint64]int64),
		}}
		for _, name := range walked {
			w.register.units[name], w.paid[name] = make(map[uint64]int64), make(map[uint64]int64)
		}
		w.instrument("share", func(i *membershiptypes.Instrument) { i.Most = 0 })
		for i, name := range []string{anna, ben, cara, dora} {
			w.members = append(w.members, &holder{id: uint64(i) + 1, name: name})
		}
		steps := []func(){
			w.subscribes, w.subscribes, w.buys, w.buys, w.paysIn, w.paysIn, w.paysIn, w.redeems, w.redeems, w.stops, w.passesOn, w.approves, w.accrues,
			w.paysInterest, w.announces, w.announces, w.disputes, w.decides, w.carriesOut, w.carriesOut, w.bringsIn, w.leaves, w.empties, w.refills, w.steals,
		}
		for range rapid.IntRange(8, 24).Draw(rt, "steps") {
			rapid.SampledFrom(steps).Draw(rt, "step")()
			w.block()
		}
		// What chance seldom brings about, once for certain.
		w.surely()
	})
	for _, step := range []string{
		"subscribe", "buy", "pay in", "redeem", "stop", "pass on", "approve", "accrue", "pay interest", "announce", "dispute", "decide", "carry out", "bring in",
		"leave", "redeemed", "held", "repaid",
	} {
		require.Positive(t, done[step], "%s never happened: %v", step, done)
	}
	require.Positive(t, done["no steal"])
}

func (w *holdingsWalk) one() *holder { return rapid.SampledFrom(w.members).Draw(w.T, "member") }

func (w *holdingsWalk) name() string { return rapid.SampledFrom(walked).Draw(w.T, "instrument") }

func (w *holdingsWalk) tries(step string, message sdk.Msg) (any, bool) {
	within, changes := written.Within(w.ctx)
	response, err := w.deliver(within, message)
	count := changes.Count()
	if err != nil {
		require.Zero(w, count, "a refusal changes nothing, even where it is not thrown away: %s", err)
		w.done["no "+step]++
		return nil, false
	}
	changes.Keep()
	w.done[step]++
	return response, true
}

func nominalOf(name string) int64 {
	return map[string]int64{"share": 50, "investor": 100, "loan": 1}[name]
}

// holds notes that a member holds more, and more is paid in.
func (w *holdingsWalk) holdsMore(name string, member uint64, number, paid int64) {
	w.register.units[name][member] += number
	w.paid[name][member] += paid
}

func (w *holdingsWalk) subscribes() {
	m, name, number := w.one(), w.name(), rapid.Uint64Range(0, 4).Draw(w.T, "number")
	if _, ok := w.tries("subscribe", subscribes(m.name, m.id, name, number)); ok {
		require.NotEqual(w, "loan", name)
		w.holdsMore(name, m.id, int64(number), 0)
	}
}

func (w *holdingsWalk) buys() {
	m, name, number := w.one(), w.name(), rapid.Uint64Range(1, 4).Draw(w.T, "number")
	if name == "loan" {
		number *= 100
	}
	w.buysFor(m, name, number)
}

func (w *holdingsWalk) buysFor(m *holder, name string, number uint64) {
	w.rich(m.name)
	if _, ok := w.tries("buy", buys(m.name, m.id, name, number)); ok {
		w.holdsMore(name, m.id, int64(number), int64(number)*nominalOf(name))
		w.operating += int64(number) * nominalOf(name)
	}
}

// lots of everybody, shares first.
func (w *holdingsWalk) lots() (lots []types.Lot) {
	for _, m := range w.members {
		for _, line := range append(w.sharesOf(m.id), w.loansOf(m.id)...) {
			lots = append(lots, line.Lot)
		}
	}
	return lots
}

func (w *holdingsWalk) lot() (types.Lot, bool) {
	lots := w.lots()
	if len(lots) == 0 {
		return types.Lot{}, false
	}
	return rapid.SampledFrom(lots).Draw(w.T, "lot"), true
}

func (w *holdingsWalk) paysIn() {
	lot, found := w.lot()
	if !found {
		return
	}
	amount := rapid.Int64Range(0, 120).Draw(w.T, "amount")
	if rapid.Bool().Draw(w.T, "all") {
		amount = lot.Unpaid().Int64()
	}
	w.paysFor(lot, amount)
}

func (w *holdingsWalk) paysFor(lot types.Lot, amount int64) {
	w.rich("visitor")
	_, ok := w.tries("pay in", paysInto("visitor", lot.Id, amount))
	require.Equal(w, amount > 0 && amount <= lot.Unpaid().Int64(), ok)
	if ok {
		w.holdsMore(lot.Instrument, lot.MemberId, 0, amount)
		w.operating += amount
	}
}

// rich gives somebody coins who has few.
func (w *holdingsWalk) rich(name string) {
	if w.holds(person(name)) < 1_000 {
		w.ledger.rich(name, coins(5_000))
	}
}

func (w *holdingsWalk) redeems() {
	m, name := w.one(), w.name()
	w.tries("redeem", redeems(m.name, m.id, name, rapid.Uint64Range(0, 3).Draw(w.T, "number")))
}

func (w *holdingsWalk) stops() {
	waiting := w.redemptions()
	if len(waiting) == 0 {
		return
	}
	redemption := rapid.SampledFrom(waiting).Draw(w.T, "redemption")
	signer := testutil.Address(w.members[redemption.MemberId-1].name)
	if rapid.Bool().Draw(w.T, "by the members") {
		signer = account(north)
	}
	_, ok := w.tries("stop", stopsRedemption(signer, redemption.Id))
	require.False(w, ok && (redemption.LotId != 0 || signer == account(north) && redemption.Instrument != "investor"))
}

func (w *holdingsWalk) passesOn() {
	m, to, name, number := w.one(), w.one(), w.name(), rapid.Uint64Range(0, 3).Draw(w.T, "number")
	response, ok := w.tries("pass on", transfers(m.name, m.id, name, to.id, number))
	if ok && response.(*types.MsgTransferSharesResponse).Entry != 0 {
		require.Equal(w, "investor", name)
		w.moved(name, m.id, to.id, int64(number))
	}
}

func (w *holdingsWalk) moved(name string, from, to uint64, number int64) {
	w.holdsMore(name, from, -number, -number*nominalOf(name))
	w.holdsMore(name, to, number, number*nominalOf(name))
}

func (w *holdingsWalk) approves() {
	answer, err := w.query.Transfers(w.ctx, &types.QueryTransfersRequest{Coop: "north"})
	require.NoError(w, err)
	if len(answer.Transfers) == 0 {
		return
	}
	waits := rapid.SampledFrom(answer.Transfers).Draw(w.T, "transfer")
	signer := rapid.SampledFrom([]string{account(north), testutil.Address(anna), testutil.Address(ben), testutil.Address(dora)}).Draw(w.T, "signer")
	response, ok := w.tries("approve", approvesTransfer(signer, waits.MemberId, waits.Instrument, waits.ToMemberId, waits.Number))
	require.False(w, ok && signer == testutil.Address(dora), "no officer")
	if ok && response.(*types.MsgApproveTransferResponse).Entry != 0 {
		require.True(w, signer == account(north) || waits.ApproverMemberId != 0, "nobody approves alone")
		w.moved(waits.Instrument, waits.MemberId, waits.ToMemberId, int64(waits.Number))
	}
}

func (w *holdingsWalk) accrues() {
	if lot, found := w.lot(); found {
		_, ok := w.tries("accrue", accrues(lot.Id))
		require.False(w, ok && lot.Instrument != "loan")
	}
}

func (w *holdingsWalk) paysInterest() {
	lot, found := w.lot()
	if !found {
		return
	}
	w.bears(lot, rapid.Uint32Range(0, 400).Draw(w.T, "points"))
}

func (w *holdingsWalk) bears(lot types.Lot, points uint32) {
	response, ok := w.tries("pay interest", paysInterest(lot.Instrument, points, lot.Id))
	if ok {
		require.Equal(w, "investor", lot.Instrument)
		require.LessOrEqual(w, points, uint32(300))
		paid := response.(*types.MsgPayInterestResponse).Paid.Int64()
		w.operating -= paid
		w.books[lot.MemberId] += paid
	}
}

// debts that can be announced: a lot's, or dues.
func (w *holdingsWalk) debt() (member, lot uint64, amount int64) {
	m := w.one()
	lines, err := w.query.Arrears(w.ctx, &types.QueryArrearsRequest{Coop: "north", MemberId: m.id})
	require.NoError(w, err)
	for _, line := range lines.Lines {
		if line.Kind == types.ArrearsKind_ARREARS_KIND_INSTALMENTS || line.Kind == types.ArrearsKind_ARREARS_KIND_DUES && rapid.Bool().Draw(w.T, "dues") {
			return m.id, line.LotId, line.Amount.Int64()
		}
	}
	return m.id, 0, 10
}

func (w *holdingsWalk) announces() {
	member, lot, amount := w.debt()
	signer := rapid.SampledFrom([]string{account(north), testutil.Address(anna), testutil.Address(ben)}).Draw(w.T, "signer")
	w.tries("announce", setsOff(signer, member, lot, amount))
}

func (w *holdingsWalk) standing() (types.SetOff, bool) {
	answer, err := w.query.SetOffs(w.ctx, &types.QuerySetOffsRequest{Coop: "north"})
	require.NoError(w, err)
	if len(answer.SetOffs) == 0 {
		return types.SetOff{}, false
	}
	return rapid.SampledFrom(answer.SetOffs).Draw(w.T, "set-off"), true
}

func (w *holdingsWalk) disputes() {
	if setOff, found := w.standing(); found {
		w.tries("dispute", disputes(w.members[setOff.MemberId-1].name, setOff.MemberId, setOff.LotId))
	}
}

func (w *holdingsWalk) decides() {
	if setOff, found := w.standing(); found {
		w.tries("decide", decides(setOff.MemberId, setOff.LotId, rapid.Bool().Draw(w.T, "stands")))
	}
}

func (w *holdingsWalk) carriesOut() {
	if setOff, found := w.standing(); found {
		w.takes(setOff)
	}
}

func (w *holdingsWalk) takes(setOff types.SetOff) {
	response, ok := w.tries("carry out", carriesOut(setOff.MemberId, setOff.LotId))
	require.False(w, ok && (setOff.Disputed || setOff.DueAt == 0 || setOff.DueAt > w.clock.Seconds), "before its time")
	if ok {
		taken := response.(*types.MsgExecuteSetOffResponse)
		require.LessOrEqual(w, taken.Coin.Amount.Int64(), setOff.Coin.Amount.Int64())
		w.taken(setOff, taken.Coin.Amount.Int64(), taken.Entry)
	}
}

// taken out of a passbook, for the debt; the entry says of which instrument.
func (w *holdingsWalk) taken(setOff types.SetOff, amount int64, number uint64) {
	w.books[setOff.MemberId] -= amount
	w.operating += amount
	if setOff.LotId == 0 || number == 0 {
		return
	}
	entry, err := w.query.Entry(w.ctx, &types.QueryEntryRequest{Coop: "north", Number: number})
	require.NoError(w, err)
	name := map[string]string{capital: "share", invested: "investor"}[entry.Entry.Postings[3].Account]
	w.holdsMore(name, setOff.MemberId, 0, amount)
}

func (w *holdingsWalk) bringsIn() {
	m, name := w.one(), w.name()
	w.bringsInFor(m.id, name, rapid.Int64Range(1, 3).Draw(w.T, "number"), rapid.Uint32Range(1, 9).Draw(w.T, "part"))
}

func (w *holdingsWalk) bringsInFor(member uint64, name string, number int64, part uint32) {
	if _, ok := w.tries("bring in", bringsIn(part, given(member, name, uint64(number), 20230901, number*nominalOf(name)))); ok {
		w.holdsMore(name, member, number, number*nominalOf(name))
	}
}

func (w *holdingsWalk) leaves() {
	w.goes(w.one())
}

func (w *holdingsWalk) goes(m *holder) {
	if m.gone || m.name == anna || m.name == ben { // somebody keeps the book
		return
	}
	m.gone = true
	w.ends(m.id, membershiptypes.MemberState_MEMBER_STATE_LEFT)
	w.done["leave"]++
	for _, name := range walked {
		w.tries("redeem", redeems(m.name, m.id, name, 0))
	}
}

// empties the purse, so that the co-op is late.
func (w *holdingsWalk) empties() {
	if w.operating > 0 {
		w.send(nil, &types.MsgPay{Authority: account(north), CoopId: north, Fund: "operating", Payee: testutil.Address("visitor"), Coins: coins(w.operating), Account: "5000", Narrative: "RENT"})
		w.operating = 0
	}
}

func (w *holdingsWalk) refills() {
	w.receives(500)
	// By the members: the officers' powers end in the midst of a walk.
	w.send(nil, &types.MsgClassify{Authority: account(north), CoopId: north, Coin: sdk.NewInt64Coin(denom, 500), Fund: "operating", Account: "4000"})
	w.operating += 500
}

// steals is always refused: another's shares, the capital, or a passbook.
func (w *holdingsWalk) steals() {
	m := w.one()
	for _, message := range []sdk.Msg{
		redeems("thief", m.id, "share", 1), transfers("thief", m.id, "share", 1, 1), subscribes("thief", m.id, "share", 1), disputes("thief", m.id, 0),
		setsOff(testutil.Address("thief"), m.id, 0, 10), decidesBy("thief", m.id), paysInterestBy("thief"),
		&types.MsgPay{Authority: account(north), CoopId: north, Fund: "operating", Payee: testutil.Address("thief"), Coins: coins(1), Account: lent},
		&types.MsgMove{Authority: account(north), CoopId: north, FromFund: "passbook", ToFund: "operating", Coins: coins(1)},
	} {
		_, ok := w.tries("steal", message)
		require.False(w, ok, "%v", message)
	}
}

func decidesBy(name string, member uint64) *types.MsgDecideSetOff {
	message := decides(member, 0, true)
	message.Authority = testutil.Address(name)
	return message
}

func paysInterestBy(name string) *types.MsgPayInterest {
	message := paysInterest("investor", 1, 1)
	message.Authority = testutil.Address(name)
	return message
}

// surely does what a walk needs luck for.
func (w *holdingsWalk) surely() {
	a, b := w.members[0], w.members[1]
	w.buysFor(a, "loan", 300)
	w.bringsInFor(a.id, "share", 3, 90)
	w.bringsInFor(3, "investor", 10, 91)
	w.bringsInFor(4, "share", 3, 92)
	w.empties()
	w.goes(w.members[3])
	for range 3 { // the first repayment is late, and then paid
		w.days130()
		w.refills()
		w.refills()
		w.days130()
	}
	for _, lot := range w.lots() {
		if lot.MemberId == a.id && lot.Unpaid().IsPositive() {
			w.paysFor(lot, lot.Unpaid().Int64())
		}
		if lot.MemberId == 3 && lot.Instrument == "investor" {
			w.bears(lot, 300)
		}
	}
	w.buysFor(a, "loan", 900)
	w.settles(func() { w.days(60) }) // before the first repayment
	w.agrees()
	for _, line := range w.loansOf(a.id) {
		w.tries("accrue", accrues(line.Lot.Id))
	}
	if asked, ok := w.tries("redeem", redeems(a.name, a.id, "share", 1)); ok {
		w.tries("stop", stopsRedemption(testutil.Address(a.name), asked.(*types.MsgRedeemResponse).RedemptionId))
	}
	w.tries("pass on", transfers(a.name, a.id, "share", b.id, 1))
	if _, ok := w.tries("approve", approvesTransfer(account(north), a.id, "share", b.id, 1)); ok {
		w.moved("share", a.id, b.id, 1)
	}
	w.surelySetsOff(b)
}

// surelySetsOff takes dues out of a member's passbook, which it disputes in vain.
func (w *holdingsWalk) surelySetsOff(m *holder) {
	w.refills()
	w.tries("drop", decides(m.id, 0, false))
	w.tries("announce", setsOff(account(north), m.id, 0, 10))
	w.tries("dispute", disputes(m.name, m.id, 0))
	w.tries("decide", decides(m.id, 0, true))
	w.send(nil, intoPassbook(m.id, 10))
	w.operating, w.books[m.id] = w.operating-10, w.books[m.id]+10
	w.days130()
	answer, err := w.query.SetOffs(w.ctx, &types.QuerySetOffsRequest{Coop: "north"})
	require.NoError(w, err)
	for _, setOff := range answer.SetOffs {
		w.takes(setOff)
	}
	w.agrees()
}

func (w *holdingsWalk) days130() {
	w.settles(func() { w.days(130) })
	w.agrees()
}

// settles lets blocks end, and takes from the events what they have paid and set off.
func (w *holdingsWalk) settles(happens func()) {
	happens()
	for _, event := range w.ctx.EventManager().ABCIEvents() {
		message, err := sdk.ParseTypedEvent(event)
		if err != nil {
			continue
		}
		switch message := message.(type) {
		case *types.EventRedemption:
			w.settled(message)
		case *types.EventSetOff:
			if message.Entry != 0 {
				w.taken(message.SetOff, message.Coin.Amount.Int64(), message.Entry)
			}
		}
	}
}

// settled is a redemption that was paid or held. Its entry says what it came to.
func (w *holdingsWalk) settled(event *types.EventRedemption) {
	redemption := event.Redemption
	if event.End != types.RedemptionEnd_REDEMPTION_END_PAID {
		if redemption.Attempts > 0 {
			w.done["held"]++
		}
		return
	}
	amount := int64(0)
	if event.Entry != 0 {
		entry, err := w.query.Entry(w.ctx, &types.QueryEntryRequest{Coop: "north", Number: event.Entry})
		require.NoError(w, err)
		amount = entry.Entry.Postings[0].Amount.Int64()
	}
	w.operating -= amount
	w.books[redemption.MemberId] += amount
	if redemption.LotId == 0 {
		w.done["redeemed"]++
		require.LessOrEqual(w, amount, int64(redemption.Number)*nominalOf(redemption.Instrument))
		w.holdsMore(redemption.Instrument, redemption.MemberId, -int64(redemption.Number), -amount)
		return
	}
	w.done["repaid"]++
	// Interest is whatever the loan bore; the units say what was lent.
	left := int64(w.ledger.units(redemption.MemberId, "loan"))
	w.register.units["loan"][redemption.MemberId], w.paid["loan"][redemption.MemberId] = left, left
}

// block ends after a while, and the module agrees with the register.
func (w *holdingsWalk) block() {
	w.settles(func() { w.days(int64(rapid.IntRange(0, 40).Draw(w.T, "days"))) })
	w.agrees()
}

func (w *holdingsWalk) agrees() {
	require.NoError(w, w.keeper.CheckInvariants(w.ctx))
	require.False(w, w.frozen())
	for _, name := range walked {
		for _, m := range w.members {
			require.Equal(w, w.register.units[name][m.id], int64(w.ledger.units(m.id, name)), "%s of %s", name, m.name)
		}
		paid := math.ZeroInt()
		for _, lot := range w.lots() {
			if lot.Instrument == name {
				paid = paid.Add(lot.Paid)
			}
		}
		sum := int64(0)
		for _, member := range w.members {
			sum += w.paid[name][member.id]
		}
		require.Equal(w, sum, paid.Int64(), name)
	}
	require.Equal(w, w.operating, w.holds(purse("operating")))
	for _, m := range w.members {
		require.Equal(w, w.books[m.id], w.ledger.debt(m.id), m.name)
	}
	require.Zero(w, w.holds(person("thief")))
}
