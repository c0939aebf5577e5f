package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/coopledger/coopledger/testutil/written"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
	"github.com/coopledger/coopledger/x/treasury/types"
)

// sheet is what must be true of the passbooks of north, written down beside the
// module: what each member is owed, and what each address has got.
type sheet struct {
	owed, got map[string]int64
	operating int64
}

// money is what a member of the walk has: the key that acts for it now, and those
// that once did or never will.
type money struct {
	id   uint64
	name string
	key  string
	old  []string
	gone bool
}

// passbookWalk takes random steps of members, thieves and the co-op, and holds the
// module to the sheet after each block.
type passbookWalk struct {
	*rapid.T
	*ledger
	sheet
	members []*money
	done    map[string]int
	keys    int
}

// Whatever members, thieves and the co-op do, and whoever leaves, is expelled,
// dies or is recovered in between: after every block the members' passbooks are
// the control account and the coins set aside, what left them has gone to
// announced addresses, and nobody's money is anybody else's.
func TestRandomWalkOfPassbooks(t *testing.T) {
	done := make(map[string]int)
	rapid.Check(t, func(rt *rapid.T) {
		w := &passbookWalk{T: rt, ledger: withPassbooks(t), done: done, sheet: sheet{owed: make(map[string]int64), got: make(map[string]int64), operating: 1_000}}
		for i, name := range []string{anna, ben, cara, dora} {
			w.members = append(w.members, &money{id: uint64(i) + 1, name: name, key: name})
			w.owes(uint64(i)+1, 200)
			w.owed[name], w.operating = 200, w.operating-200
			w.send(nil, announces(name, uint64(i)+1, name+"-home"))
		}
		w.days(addressDays)
		steps := []func(){w.pays, w.pays, w.announces, w.announces, w.withdraws, w.withdraws, w.withdraws, w.withdraws, w.stops, w.stops, w.drops, w.suspends, w.steals, w.ends, w.loses, w.froze, w.refills}
		for range rapid.IntRange(15, 45).Draw(rt, "steps") {
			rapid.SampledFrom(steps).Draw(rt, "step")()
			w.block()
		}
		// Each once more, so that none is left to chance.
		for _, step := range steps {
			step()
			w.block()
		}
	})
	for _, step := range []string{
		"pay", "announce", "withdraw at once", "withdraw later", "stop", "drop", "suspend", "end", "recover", "freeze", "paid when due",
	} {
		require.Positive(t, done[step], "%s never happened: %v", step, done)
	}
	require.Positive(t, done["no steal"])
}

func (w *passbookWalk) one() *money { return rapid.SampledFrom(w.members).Draw(w.T, "member") }

func (w *passbookWalk) signer(m *money) string {
	if len(m.old) > 0 && rapid.IntRange(0, 3).Draw(w.T, "old key") == 0 {
		return rapid.SampledFrom(m.old).Draw(w.T, "old")
	}
	return m.key
}

// tries does what a message asks, whole or not at all.
func (w *passbookWalk) tries(step string, message sdk.Msg) (any, bool) {
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

func (w *passbookWalk) pays() {
	m, amount := w.one(), int64(rapid.IntRange(0, 250).Draw(w.T, "amount"))
	_, ok := w.tries("pay", intoPassbook(m.id, amount))
	require.Equal(w, amount > 0 && amount <= w.operating, ok)
	if ok {
		w.owed[m.name] += amount
		w.operating -= amount
	}
}

func (w *passbookWalk) refills() {
	w.funded(300)
	w.operating += 300
}

func (w *passbookWalk) home(m *money) string {
	return m.name + rapid.SampledFrom([]string{"-home", "-home", "-home", "-bank"}).Draw(w.T, "home")
}

func (w *passbookWalk) announces() {
	m := w.one()
	key := w.signer(m)
	_, ok := w.tries("announce", announces(key, m.id, w.home(m)))
	require.False(w, ok && key != m.key, "an old key announces nothing")
}

func (w *passbookWalk) drops() {
	m := w.one()
	w.tries("drop", drops(w.signer(m), m.id, w.home(m)))
}

func (w *passbookWalk) withdraws() {
	m, amount := w.one(), int64(rapid.IntRange(1, 250).Draw(w.T, "amount"))
	if rapid.Bool().Draw(w.T, "a little") {
		amount = int64(rapid.IntRange(1, 60).Draw(w.T, "little"))
	}
	key, home := w.signer(m), w.home(m)
	response, ok := w.tries("withdraw", withdraws(key, m.id, home, amount))
	if !ok {
		return
	}
	require.Equal(w, m.key, key, "an old key withdraws nothing")
	if waits := response.(*types.MsgWithdrawResponse); waits.Entry == 0 {
		w.done["withdraw later"]++
		if rapid.Bool().Draw(w.T, "thinks again") {
			w.tries("stop", stops(key, waits.WithdrawalId))
		}
		return
	}
	w.done["withdraw at once"]++
	require.LessOrEqual(w, amount, int64(daily))
	w.owed[m.name] -= amount
	w.got[home] += amount
}

func (w *passbookWalk) stops() {
	m := w.one()
	id := uint64(rapid.IntRange(1, 9).Draw(w.T, "withdrawal"))
	for _, other := range w.members {
		if waiting := w.passbook(other.id).Withdrawals; len(waiting) > 0 && rapid.Bool().Draw(w.T, "this one") {
			m, id = other, rapid.SampledFrom(waiting).Draw(w.T, "waiting").Id
			break
		}
	}
	w.tries("stop", stops(w.signer(m), id))
}

func (w *passbookWalk) suspends() {
	w.tries("suspend", suspends(uint64(rapid.IntRange(0, 40).Draw(w.T, "days"))))
}

// steals is always refused: another's money, or a purse.
func (w *passbookWalk) steals() {
	m := w.one()
	for _, message := range []sdk.Msg{
		withdraws("thief", m.id, m.name+"-home", 1), announces("thief", m.id, "thief"), drops("thief", m.id, m.name+"-home"), stops("thief", 1),
		withdraws(m.key, m.id, "thief", 1), announces(m.key, m.id%4+1, "thief"),
		&types.MsgMove{Authority: account(north), CoopId: north, FromFund: "passbook", ToFund: "operating", Coins: coins(1)},
	} {
		_, ok := w.tries("steal", message)
		require.False(w, ok, "%v", message)
	}
	require.ErrorIs(w, w.bank.SendCoins(w.ctx, purse("passbook"), person("thief"), coins(1)), types.ErrPurseClosed)
}

// ends a membership: by leaving, expulsion or death, after which the heir acts.
func (w *passbookWalk) ends() {
	m := w.one()
	if m.gone || m.name == anna { // somebody keeps the book
		return
	}
	m.gone = true
	switch rapid.SampledFrom([]string{"leaves", "expelled", "lapses", "dies"}).Draw(w.T, "end") {
	case "leaves":
		w.ledger.ends(m.id, membershiptypes.MemberState_MEMBER_STATE_LEFT)
	case "lapses":
		w.ledger.ends(m.id, membershiptypes.MemberState_MEMBER_STATE_LAPSED)
	case "expelled":
		w.expelled(m.id)
	case "dies":
		w.settles(func() { w.dies(m.id, m.name+"-heir") })
		m.old, m.key = append(m.old, m.key), m.name+"-heir"
	}
	w.done["end"]++
}

// loses all keys and gets another, unless somebody has died.
func (w *passbookWalk) loses() {
	m := w.one()
	if m.name == anna { // somebody keeps the book
		return
	}
	if member, err := w.ledger.members.GetMember(w.ctx, north, m.id); err != nil || member.State == membershiptypes.MemberState_MEMBER_STATE_DECEASED {
		return
	}
	w.keys++
	key := m.name + "-key-" + string(rune('a'+w.keys%26)) + string(rune('a'+w.keys/26))
	w.recovers(m.id, key)
	w.settles(func() { w.days(3) })
	m.old, m.key = append(m.old, m.key), key
	w.done["recover"]++
}

func (w *passbookWalk) froze() {
	m := w.one()
	member, err := w.ledger.members.GetMember(w.ctx, north, m.id)
	require.NoError(w, err)
	if frozen, err := w.ledger.members.MoneyFrozen(w.ctx, north, m.id); err != nil || frozen != 0 || !member.HoldsPlace() {
		return
	}
	safety, err := w.ledger.members.KeySafeties.Has(w.ctx, collections.Join(uint64(north), m.id))
	require.NoError(w, err)
	if safety {
		return
	}
	w.freezes(m.key, m.id)
	w.done["freeze"]++
}

// settles lets something happen in which blocks end, and reads from the bank what
// they have paid: only to the homes of members, out of what these were owed.
func (w *passbookWalk) settles(happens func()) {
	happens()
	for _, m := range w.members {
		for _, home := range []string{m.name + "-home", m.name + "-bank"} {
			if paid := w.holds(person(home)) - w.got[home]; paid != 0 {
				require.Positive(w, paid)
				w.got[home] += paid
				w.owed[m.name] -= paid
				w.done["paid when due"]++
			}
		}
	}
}

// block ends after a while, and the module agrees with the sheet.
func (w *passbookWalk) block() {
	w.settles(func() { w.days(int64(rapid.IntRange(0, 3).Draw(w.T, "days"))) })
	require.NoError(w, w.keeper.CheckInvariants(w.ctx))
	require.False(w, w.frozen())
	total := int64(0)
	for _, m := range w.members {
		require.GreaterOrEqual(w, w.owed[m.name], int64(0))
		require.Equal(w, w.owed[m.name], w.debt(m.id), m.name)
		total += w.owed[m.name]
	}
	require.Equal(w, -total, w.bears("2500", "passbook"), "the passbooks are the control account")
	require.Equal(w, total, w.holds(purse("passbook")), "and the coins set aside")
	require.Equal(w, w.operating, w.holds(purse("operating")))
	require.Zero(w, w.holds(person("thief")))
	for _, m := range w.members {
		for _, key := range append(m.old, m.key) {
			require.Zero(w, w.holds(person(key)), "no key was ever announced")
		}
	}
}
