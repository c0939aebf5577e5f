package keeper_test

import (
	"context"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"

	membershipkeeper "github.com/coopledger/coopledger/x/membership/keeper"
	"github.com/coopledger/coopledger/x/membership/testutil"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
	"github.com/coopledger/coopledger/x/treasury/types"
)

const (
	reserved  = types.PaymentStatus_PAYMENT_STATUS_RESERVED
	held      = types.PaymentStatus_PAYMENT_STATUS_HELD
	paid      = types.PaymentStatus_PAYMENT_STATUS_PAID
	refused   = types.PaymentStatus_PAYMENT_STATUS_REFUSED
	stopped   = types.PaymentStatus_PAYMENT_STATUS_STOPPED
	withdrawn = types.PaymentStatus_PAYMENT_STATUS_WITHDRAWN
	released  = types.PaymentStatus_PAYMENT_STATUS_RELEASED
	expired   = types.PaymentStatus_PAYMENT_STATUS_EXPIRED
)

// The members open a budget, one asks, two others approve, and the journal says
// all of it.
func TestAPaymentOutOfABudget(t *testing.T) {
	l := withFour(newLedger(t), 1_000)
	budget := l.opened(terms())
	payment := l.asked(asks(budget, 40))
	require.Zero(t, l.reserved(), "asking reserves nothing")
	l.send(nil, approves(ben, payment))
	require.Zero(t, l.holds(person("supplier")))
	response := l.send(nil, approves(cara, payment)).(*types.MsgApprovePaymentResponse)
	require.Equal(t, paid, response.Status)
	require.EqualValues(t, 40, l.holds(person("supplier")))
	require.EqualValues(t, 960, l.bears("1000", "operating"))
	require.EqualValues(t, 40, l.bears("5000", "operating"))
	require.EqualValues(t, 60, l.left(budget))
	require.Zero(t, l.reserved())

	entry, err := l.query.Entry(l.ctx, &types.QueryEntryRequest{Coop: "north", Number: response.Entry})
	require.NoError(t, err)
	require.Equal(t, types.Source_SOURCE_PAYMENT, entry.Entry.Source)
	require.EqualValues(t, 9, entry.Entry.ResolutionId, "the resolution that opened the budget")
	require.Equal(t, payment, entry.Entry.PaymentId)
	require.EqualValues(t, 1, entry.Entry.PreparerMemberId)
	require.EqualValues(t, 3, entry.Entry.ApproverMemberId)
	require.Equal(t, "INV-17", entry.Entry.Narrative)
	require.False(t, entry.Entry.RelatedParty)
	require.Equal(t, []uint64{2, 3}, l.seen(payment).ApproverMemberIds)
}

// H17. Neither who asks nor who is paid approves, and a member counts once,
// whichever of its keys signs.
func TestH17NobodyApprovesTheirOwnPayment(t *testing.T) {
	l := withFour(newLedger(t), 1_000)
	_, err := membershipkeeper.NewMsgServer(l.members).AddKey(l.ctx, &membershiptypes.MsgAddKey{
		Signer: testutil.Address(ben), CoopId: north, Key: testutil.Proof("ben-laptop", "north", 2, l.clock.Seconds+testutil.Day),
	})
	require.NoError(t, err)
	budget := l.opened(terms())
	own := asks(budget, 40)
	own.Payee = testutil.Address(dora)
	payment := l.asked(own)
	require.EqualValues(t, 4, l.seen(payment).PayeeMemberId)
	l.send(types.ErrOwnPayment, approves(anna, payment))
	l.send(types.ErrOwnPayment, approves(dora, payment))
	_, err = l.msg.ApprovePayment(l.ctx, approves(dora, payment))
	require.ErrorContains(t, err, "goes to a key of member 4; somebody else approves it")
	l.send(nil, approves(ben, payment))
	l.send(types.ErrTwice, approves("ben-laptop", payment))
	l.send(types.ErrTwice, approves(ben, payment))
	l.send(nil, approves(cara, payment))
	entry, err := l.query.Entry(l.ctx, &types.QueryEntryRequest{Coop: "north", Number: l.seen(payment).Entry})
	require.NoError(t, err)
	require.True(t, entry.Entry.RelatedParty, "a member was paid")
}

// H17. Whose key the payee is, is looked at when it is approved: an approver who
// makes it a key of theirs afterwards is found out.
func TestH17AnApproverMakesThePayeeTheirKey(t *testing.T) {
	l := withFour(newLedger(t), 1_000)
	payment := l.asked(asks(l.opened(terms()), 40))
	l.send(nil, approves(ben, payment))
	_, err := membershipkeeper.NewMsgServer(l.members).AddKey(l.ctx, &membershiptypes.MsgAddKey{
		Signer: testutil.Address(ben), CoopId: north, Key: testutil.Proof("supplier", "north", 2, l.clock.Seconds+testutil.Day),
	})
	require.NoError(t, err)
	l.send(types.ErrOwnPayment, approves(cara, payment))
	l.send(nil, &types.MsgRefusePayment{Member: testutil.Address(cara), CoopId: north, PaymentId: payment, Reason: "SELF-DEALING"})
	require.Equal(t, refused, l.seen(payment).Status)
	require.Zero(t, l.holds(person("supplier")))
}

// H19. Whoever comes back into the module while a payment's coins move finds it paid
// already; and what fails while they move leaves the book as it was.
func TestH19APaymentIsOverBeforeItsCoinsMove(t *testing.T) {
	l := withFour(newLedger(t), 500)
	again, fails := 0, false
	l.bank.AppendSendRestriction(func(ctx context.Context, from, to sdk.AccAddress, _ sdk.Coins) (sdk.AccAddress, error) {
		if !from.Equals(purse("operating")) {
			return to, nil
		}
		if fails {
			return nil, types.ErrNotEnough.Wrap("somebody else's hook refuses")
		}
		again++
		_, err := l.msg.RetryPayment(ctx, &types.MsgRetryPayment{Member: testutil.Address(anna), CoopId: north, PaymentId: 1})
		require.ErrorIs(t, err, types.ErrWrongStage)
		_, err = l.msg.ApprovePayment(ctx, approves(dora, 1))
		require.ErrorIs(t, err, types.ErrWrongStage)
		return to, nil
	})
	budget := l.opened(terms())
	require.Equal(t, types.PaymentStatus_PAYMENT_STATUS_PAID, l.approved(l.asked(asks(budget, 40))))
	require.Equal(t, 1, again)
	require.EqualValues(t, 40, l.holds(person("supplier")))

	fails = true
	entries := entriesOf(l)
	require.Equal(t, types.PaymentStatus_PAYMENT_STATUS_HELD, l.approved(l.asked(asks(budget, 30))))
	require.Equal(t, entries, entriesOf(l), "nothing is booked that has not moved")
	require.EqualValues(t, 40, l.holds(person("supplier")))
	require.EqualValues(t, 30, l.reserved())
	require.NoError(t, l.keeper.CheckInvariants(l.ctx))
}

// H18. Two decisions, one coin: what is reserved can't be paid, moved or
// reserved again, whoever decides it.
func TestH18TwoDecisionsOneCoin(t *testing.T) {
	l := withFour(newLedger(t), 100)
	l.charter(func(rules *membershiptypes.TreasuryRules) {
		rules.Funds = []membershiptypes.Fund{
			{Name: "education", Policy: membershiptypes.FundPolicy_FUND_POLICY_FREE}, rules.Funds[0], rules.Funds[1],
		}
	})
	first, second := l.opened(terms()), l.opened(terms())
	dated := asks(first, 60)
	dated.NotBefore = l.clock.Seconds + testutil.Day
	one, two := l.asked(dated), l.asked(asks(second, 50))
	require.Equal(t, reserved, l.approved(one))
	require.EqualValues(t, 60, l.reserved())
	l.send(nil, approves(ben, two))
	l.send(types.ErrNotEnough, approves(cara, two))
	l.send(types.ErrNotEnough, &types.MsgPay{
		Authority: account(north), CoopId: north, Fund: "operating", Payee: testutil.Address("supplier"), Coins: coins(41), Account: "5000",
	})
	l.send(types.ErrNotEnough, &types.MsgMove{Authority: account(north), CoopId: north, FromFund: "operating", ToFund: "education", Coins: coins(41)})
	l.send(nil, &types.MsgPay{
		Authority: account(north), CoopId: north, Fund: "operating", Payee: testutil.Address("supplier"), Coins: coins(40), Account: "5000",
	})
	l.later(testutil.Day)
	require.Equal(t, paid, l.seen(one).Status)
	require.EqualValues(t, 100, l.holds(person("supplier")))
}

// The charter's delay: a large payment waits, and so many members stop it.
func TestMembersStopALargePayment(t *testing.T) {
	slow := func(t *testing.T) (*ledger, uint64) {
		l := withFour(newLedger(t), 1_000)
		l.charter(func(rules *membershiptypes.TreasuryRules) {
			rules.Delays = []membershiptypes.PaymentDelay{{Fund: "operating", Denom: denom, Above: math.NewInt(20), DelaySeconds: 3 * testutil.Day, Vetoes: 2}}
		})
		budget := l.opened(terms())
		require.Equal(t, paid, l.approved(l.asked(asks(budget, 20))), "what is not above it is paid at once")
		payment := l.asked(asks(budget, 21))
		require.Equal(t, reserved, l.approved(payment))
		return l, payment
	}
	object := func(name string, payment uint64) *types.MsgObjectToPayment {
		return &types.MsgObjectToPayment{Member: testutil.Address(name), CoopId: north, PaymentId: payment}
	}
	t.Run("stopped", func(t *testing.T) {
		l, payment := slow(t)
		l.send(nil, object(dora, payment))
		l.send(types.ErrTwice, object(dora, payment))
		l.send(membershiptypes.ErrNotAMember, object("visitor", payment))
		l.send(nil, object(ben, payment))
		require.Equal(t, stopped, l.seen(payment).Status)
		require.Zero(t, l.reserved())
		l.later(4 * testutil.Day)
		require.EqualValues(t, 20, l.holds(person("supplier")))
		l.send(types.ErrWrongStage, object(cara, payment))
	})
	t.Run("paid", func(t *testing.T) {
		l, payment := slow(t)
		l.send(nil, object(dora, payment))
		l.later(3*testutil.Day - 1)
		require.Equal(t, reserved, l.seen(payment).Status)
		l.clock.Quiet = true
		l.later(1)
		require.Equal(t, reserved, l.seen(payment).Status, "the ledger has just stood still, and nobody could object")
		l.clock.Quiet = false
		l.later(0)
		require.Equal(t, paid, l.seen(payment).Status)
	})
	t.Run("no delay, no objection", func(t *testing.T) {
		l := withFour(newLedger(t), 1_000)
		dated := asks(l.opened(terms()), 40)
		dated.NotBefore = l.clock.Seconds + testutil.Day
		payment := l.asked(dated)
		require.Equal(t, reserved, l.approved(payment))
		l.send(types.ErrWrongStage, object(dora, payment))
	})
}

// What can't be paid when it is due leaves its coins reserved, in sight, to be
// tried again or given up.
func TestWhatCannotBePaidIsHeld(t *testing.T) {
	waiting := func(t *testing.T) (*ledger, uint64, uint64) {
		l := withFour(newLedger(t), 1_000)
		budget := l.opened(terms())
		dated := asks(budget, 40)
		dated.NotBefore = l.clock.Seconds + testutil.Day
		payment := l.asked(dated)
		require.Equal(t, reserved, l.approved(payment))
		require.NoError(t, l.keeper.Freezes.Set(l.ctx, north, types.Freeze{Height: 1, Fund: "suspense", Denom: denom, InBank: math.OneInt(), InBook: math.ZeroInt()}))
		l.later(testutil.Day)
		found := l.seen(payment)
		require.Equal(t, held, found.Status)
		require.Equal(t, types.ModuleName, found.ErrorCodespace)
		require.EqualValues(t, 19, found.ErrorCode, "the treasury is frozen")
		require.EqualValues(t, 1, found.Attempts)
		require.EqualValues(t, 40, l.reserved())
		require.EqualValues(t, 60, l.left(budget))
		return l, budget, payment
	}
	t.Run("retried", func(t *testing.T) {
		l, _, payment := waiting(t)
		retry := &types.MsgRetryPayment{Member: testutil.Address(dora), CoopId: north, PaymentId: payment}
		l.send(types.ErrFrozen, retry)
		require.NoError(t, l.keeper.Freezes.Remove(l.ctx, north))
		l.later(10 * testutil.Day)
		require.Equal(t, held, l.seen(payment).Status, "it is not tried again by itself")
		l.send(nil, retry)
		require.Equal(t, paid, l.seen(payment).Status)
		l.send(types.ErrWrongStage, retry)
		require.EqualValues(t, 40, l.holds(person("supplier")))
	})
	t.Run("released", func(t *testing.T) {
		l, budget, payment := waiting(t)
		require.NoError(t, l.keeper.Freezes.Remove(l.ctx, north))
		l.send(types.ErrInvalidPayment, &types.MsgReleasePayment{Member: testutil.Address(ben), CoopId: north, PaymentId: payment})
		l.send(nil, &types.MsgReleasePayment{Member: testutil.Address(ben), CoopId: north, PaymentId: payment, Reason: "PAYEE-GONE"})
		require.Equal(t, released, l.seen(payment).Status)
		require.Zero(t, l.reserved())
		require.EqualValues(t, 100, l.left(budget))
	})
	t.Run("refused by the members", func(t *testing.T) {
		l, _, payment := waiting(t)
		require.NoError(t, l.keeper.Freezes.Remove(l.ctx, north))
		l.send(types.ErrWrongStage, &types.MsgRefusePayment{Member: testutil.Address(ben), CoopId: north, PaymentId: payment, Reason: "NO"})
		l.send(nil, &types.MsgRefusePayment{Member: account(north), CoopId: north, PaymentId: payment, Reason: "NO"})
		require.Equal(t, refused, l.seen(payment).Status)
		require.Zero(t, l.reserved())
	})
}

// A fund that the charter has made indivisible since pays no more, whatever
// budget was opened before.
func TestAFundThatHasBecomeIndivisible(t *testing.T) {
	l := withFour(newLedger(t), 1_000)
	policy := func(policy membershiptypes.FundPolicy) {
		l.charter(func(rules *membershiptypes.TreasuryRules) { rules.Funds[0].Policy = policy })
	}
	budget := l.opened(terms())
	dated := asks(budget, 40)
	dated.NotBefore = l.clock.Seconds + testutil.Day
	promised, undecided := l.asked(dated), l.asked(asks(budget, 10))
	require.Equal(t, reserved, l.approved(promised))
	l.send(nil, approves(ben, undecided))
	policy(membershiptypes.FundPolicy_FUND_POLICY_INDIVISIBLE)
	l.send(types.ErrFundPolicy, approves(cara, undecided))
	l.later(testutil.Day)
	require.Equal(t, held, l.seen(promised).Status)
	require.Zero(t, l.holds(person("supplier")))
	l.send(types.ErrFundPolicy, &types.MsgRetryPayment{Member: testutil.Address(ben), CoopId: north, PaymentId: promised})
}

// switched is a breaker for payments.
type switched struct{ off bool }

func (s *switched) IsAllowed(context.Context, string) (bool, error) {
	if s.off {
		return false, types.ErrFrozen
	}
	return true, nil
}

// While payments are switched off nothing is paid, and nothing is lost.
func TestPaymentsWaitWhileTheyAreSwitchedOff(t *testing.T) {
	l := withFour(newLedger(t), 1_000)
	breaker := &switched{off: true}
	l.keeper.SetBreaker(breaker)
	payment := l.asked(asks(l.opened(terms()), 40))
	require.Equal(t, reserved, l.approved(payment))
	l.later(testutil.Day)
	require.Equal(t, reserved, l.seen(payment).Status)
	breaker.off = false
	l.later(1)
	require.Equal(t, paid, l.seen(payment).Status)
}

// A block makes only so many payments, the oldest first; a request that nobody
// decides lapses.
func TestDuePaymentsAreBounded(t *testing.T) {
	l := withFour(newLedger(t), 1_000)
	limits := types.DefaultParams()
	limits.MaxPaymentsPerBlock = 2
	require.NoError(t, l.keeper.Params.Set(l.ctx, limits))
	budget := l.opened(terms())
	var payments []uint64
	for range 3 {
		dated := asks(budget, 10)
		dated.NotBefore = l.clock.Seconds + testutil.Day
		payment := l.asked(dated)
		require.Equal(t, reserved, l.approved(payment))
		payments = append(payments, payment)
	}
	undecided := l.asked(asks(budget, 10))
	one := 1
	l.clock.Items = &one
	l.later(testutil.Day)
	require.Equal(t, []types.PaymentStatus{paid, reserved, reserved}, []types.PaymentStatus{l.seen(payments[0]).Status, l.seen(payments[1]).Status, l.seen(payments[2]).Status}, "the block's work budget is spent")
	l.clock.Items = nil
	l.later(1)
	require.Equal(t, paid, l.seen(payments[2]).Status)
	l.later(int64(limits.PendingLifetimeSeconds))
	require.Equal(t, expired, l.seen(undecided).Status)
	l.send(types.ErrWrongStage, approves(ben, undecided))
}

// Bad input is refused with its reason and changes nothing; the fixture holds
// every refusal to that.
func TestRequestsThatAreRefused(t *testing.T) {
	l := withFour(newLedger(t), 1_000)
	few := terms()
	few.Spenders = types.Circle{MemberIds: []uint64{1}, Power: membershiptypes.PowerBook}
	budget := l.opened(few)
	ends := terms()
	ends.ExpiresAt = l.clock.Seconds + testutil.Day
	ending, closing := l.opened(ends), l.opened(terms())
	l.send(nil, &types.MsgCloseBudget{Authority: account(north), CoopId: north, BudgetId: closing})
	l.later(testutil.Day)
	huge, _ := math.NewIntFromString("1" + strings.Repeat("0", 76))
	for name, c := range map[string]struct {
		refusal error
		change  func(*types.MsgRequestPayment)
	}{
		"no co-op":             {membershiptypes.ErrUnknownCoop, func(m *types.MsgRequestPayment) { m.CoopId = 99 }},
		"another co-op's":      {types.ErrUnknownBudget, func(m *types.MsgRequestPayment) { m.CoopId = east; m.Member = testutil.Address("east-anna") }},
		"a stranger":           {membershiptypes.ErrNotAMember, func(m *types.MsgRequestPayment) { m.Member = testutil.Address("visitor") }},
		"no address":           {types.ErrUnauthorized, func(m *types.MsgRequestPayment) { m.Member = "anna" }},
		"not a spender":        {types.ErrUnauthorized, func(m *types.MsgRequestPayment) { m.Member = testutil.Address(cara) }},
		"no budget":            {types.ErrUnknownBudget, func(m *types.MsgRequestPayment) { m.BudgetId = 99 }},
		"a closed budget":      {types.ErrBudgetOver, func(m *types.MsgRequestPayment) { m.BudgetId = closing }},
		"an expired budget":    {types.ErrBudgetOver, func(m *types.MsgRequestPayment) { m.BudgetId = ending }},
		"above the ceiling":    {types.ErrOverBudget, func(m *types.MsgRequestPayment) { m.Coin.Amount = math.NewInt(61) }},
		"nothing":              {types.ErrInvalidCoins, func(m *types.MsgRequestPayment) { m.Coin.Amount = math.ZeroInt() }},
		"less than nothing":    {types.ErrInvalidCoins, func(m *types.MsgRequestPayment) { m.Coin.Amount = math.NewInt(-1) }},
		"no amount":            {types.ErrInvalidCoins, func(m *types.MsgRequestPayment) { m.Coin.Amount = math.Int{} }},
		"more than a book has": {types.ErrOverflow, func(m *types.MsgRequestPayment) { m.Coin.Amount = huge }},
		"another denom":        {types.ErrInvalidPayment, func(m *types.MsgRequestPayment) { m.Coin.Denom = other }},
		"yesterday":            {types.ErrInvalidPayment, func(m *types.MsgRequestPayment) { m.NotBefore = l.clock.Seconds - 1 }},
		"in twenty years":      {types.ErrInvalidPayment, func(m *types.MsgRequestPayment) { m.NotBefore = l.clock.Seconds + 7_300*testutil.Day }},
		"a novel":              {types.ErrInvalidEntry, func(m *types.MsgRequestPayment) { m.Narrative = strings.Repeat("x", 10<<20) }},
		"half a hash":          {types.ErrInvalidEntry, func(m *types.MsgRequestPayment) { m.DocumentSha256 = make([]byte, 16) }},
		"to a purse":           {types.ErrInvalidPayee, func(m *types.MsgRequestPayment) { m.Payee = types.PurseAddress(east, "operating") }},
		"to the co-op itself":  {types.ErrInvalidPayee, func(m *types.MsgRequestPayment) { m.Payee = account(north) }},
		"to a module": {types.ErrInvalidPayee, func(m *types.MsgRequestPayment) {
			m.Payee = membershiptypes.AddressText(authtypes.NewModuleAddress(mint))
		}},
		"to nowhere": {types.ErrInvalidPayee, func(m *types.MsgRequestPayment) { m.Payee = "supplier" }},
	} {
		t.Run(name, func(t *testing.T) {
			message := asks(budget, 40)
			c.change(message)
			if name == "to a module" {
				l.rich("visitor", coins(1)) // the module's account exists
			}
			l.send(c.refusal, message)
		})
	}
	l.send(nil, asks(budget, 40))
}

// A member whose key may be stolen freezes its money actions, and the key spends
// nothing of the co-op's either.
func TestAFrozenMemberSpendsNothing(t *testing.T) {
	l := withFour(newLedger(t), 1_000)
	budget := l.opened(terms())
	payment := l.asked(asks(budget, 40))
	l.amendCharter(func(charter *membershiptypes.Charter) {
		charter.Recovery = &membershiptypes.RecoveryPolicy{FreezeSeconds: testutil.Day}
	})
	for _, name := range []string{anna, ben} {
		id := map[string]uint64{anna: 1, ben: 2}[name]
		_, err := membershipkeeper.NewMsgServer(l.members).Freeze(l.ctx, &membershiptypes.MsgFreeze{Signer: testutil.Address(name), CoopId: north, MemberId: id})
		require.NoError(t, err)
	}
	l.send(types.ErrMoneyFrozen, asks(budget, 10))
	l.send(types.ErrMoneyFrozen, approves(ben, payment))
	l.send(nil, &types.MsgRefusePayment{Member: testutil.Address(ben), CoopId: north, PaymentId: payment, Reason: "STOLEN-KEY"})
}

// What is exported in the middle of everything is what is imported.
func TestPaymentsAreExported(t *testing.T) {
	l := withFour(newLedger(t), 1_000)
	budget := l.opened(terms())
	dated := asks(budget, 40)
	dated.NotBefore = l.clock.Seconds + testutil.Day
	require.Equal(t, reserved, l.approved(l.asked(dated)))
	require.Equal(t, paid, l.approved(l.asked(asks(budget, 5))))
	l.send(nil, approves(ben, l.asked(asks(budget, 7))))
	exported, err := l.keeper.ExportGenesis(l.ctx)
	require.NoError(t, err)
	require.NoError(t, exported.Validate())

	l.reimport(exported)
	require.NoError(t, l.keeper.CheckInvariants(l.ctx))
	require.EqualValues(t, 40, l.reserved())
	require.EqualValues(t, 55, l.left(budget))
	second, err := l.keeper.ExportGenesis(l.ctx)
	require.NoError(t, err)
	require.Equal(t, exported, second)

	for name, change := range map[string]func(*types.GenesisState){
		"a budget twice":        func(g *types.GenesisState) { g.Budgets = append(g.Budgets, g.Budgets[0]) },
		"a payment twice":       func(g *types.GenesisState) { g.Payments = append(g.Payments, g.Payments[0]) },
		"no such budget":        func(g *types.GenesisState) { g.Payments[0].BudgetId = 9 },
		"reserved, unapproved":  func(g *types.GenesisState) { g.Payments[0].ApproverMemberIds = []uint64{2} },
		"approved by oneself":   func(g *types.GenesisState) { g.Payments[0].ApproverMemberIds = []uint64{1, 2} },
		"approved twice by one": func(g *types.GenesisState) { g.Payments[0].ApproverMemberIds = []uint64{2, 2} },
		"never due":             func(g *types.GenesisState) { g.Payments[0].NextAt = 0 },
		"paid, unbooked": func(g *types.GenesisState) {
			g.Payments[0].Status, g.Payments[0].NextAt, g.Payments[0].Entry = paid, 0, 1
		},
		"booked, unpaid": func(g *types.GenesisState) { g.Payments = g.Payments[:1] },
		"another denom":  func(g *types.GenesisState) { g.Payments[0].Coin.Denom = other },
		"miscounted":     func(g *types.GenesisState) { g.Books[0].Book.Requests = 7 },
		"half closed":    func(g *types.GenesisState) { g.Budgets[0].ClosedAt = 1 },
	} {
		t.Run(name, func(t *testing.T) {
			wrong, err := l.keeper.ExportGenesis(l.ctx)
			require.NoError(t, err)
			change(wrong)
			require.ErrorIs(t, wrong.Validate(), types.ErrInvalidGenesis)
		})
	}
}
