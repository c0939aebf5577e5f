package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"

	"github.com/coopledger/coopledger/x/membership/testutil"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
	"github.com/coopledger/coopledger/x/treasury/types"
)

const (
	awaitingBridge = types.PaymentStatus_PAYMENT_STATUS_AWAITING_BRIDGE
	inBridge       = types.PaymentStatus_PAYMENT_STATUS_IN_BRIDGE

	onEthereum = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"
)

// asksEthereum is Anna's request to pay an address on Ethereum.
func asksEthereum(budget uint64, amount int64) *types.MsgRequestPayment {
	message := asks(budget, amount)
	message.Payee, message.PayeeEthereum = "", onEthereum
	return message
}

// bridgeAccount is that of a part of the ledger.
func (l *ledger) bridgeAccount() []byte {
	l.t.Helper()
	l.rich("visitor", coins(1)) // the module's account exists
	return authtypes.NewModuleAddress(mint)
}

// A payment to Ethereum waits for a bridge with its coins reserved; until a bridge
// takes it over, it is given up as what is held is.
func TestAPaymentToEthereumWaitsForABridge(t *testing.T) {
	waiting := func(t *testing.T) (*ledger, uint64, uint64) {
		l := withFour(newLedger(t), 1_000)
		budget := l.opened(terms())
		payment := l.asked(asksEthereum(budget, 40))
		require.Equal(t, awaitingBridge, l.approved(payment))
		require.EqualValues(t, 40, l.reserved())
		require.EqualValues(t, 60, l.left(budget))
		require.EqualValues(t, 1_000, l.holds(purse("operating")), "no coin has moved")
		return l, budget, payment
	}
	free := func(t *testing.T, l *ledger, budget, payment uint64, status types.PaymentStatus) {
		require.Equal(t, status, l.seen(payment).Status)
		require.Zero(t, l.reserved())
		require.EqualValues(t, 100, l.left(budget))
		found, err := l.keeper.AwaitingBridge(l.ctx, 0, 0, 10)
		require.NoError(t, err)
		require.Empty(t, found)
		_, err = l.keeper.TakeOver(l.ctx, north, payment)
		require.ErrorIs(t, err, types.ErrWrongStage)
	}
	t.Run("seen", func(t *testing.T) {
		l, _, payment := waiting(t)
		l.later(400 * testutil.Day)
		require.Equal(t, awaitingBridge, l.seen(payment).Status, "it waits as long as it takes")
		answer, err := l.query.Payments(l.ctx, &types.QueryPaymentsRequest{Coop: "north", Payee: onEthereum})
		require.NoError(t, err)
		require.Len(t, answer.Payments, 1)
		answer, err = l.query.Payments(l.ctx, &types.QueryPaymentsRequest{Coop: "north", Status: awaitingBridge})
		require.NoError(t, err)
		require.Len(t, answer.Payments, 1)
		l.send(types.ErrWrongStage, &types.MsgRetryPayment{Member: testutil.Address(dora), CoopId: north, PaymentId: payment})
	})
	t.Run("released", func(t *testing.T) {
		l, budget, payment := waiting(t)
		l.send(nil, &types.MsgReleasePayment{Member: testutil.Address(ben), CoopId: north, PaymentId: payment, Reason: "PAID-BY-BANK"})
		free(t, l, budget, payment, released)
	})
	t.Run("refused by the members", func(t *testing.T) {
		l, budget, payment := waiting(t)
		l.send(types.ErrWrongStage, &types.MsgRefusePayment{Member: testutil.Address(ben), CoopId: north, PaymentId: payment, Reason: "NO"})
		l.send(nil, &types.MsgRefusePayment{Member: account(north), CoopId: north, PaymentId: payment, Reason: "NO"})
		free(t, l, budget, payment, refused)
	})
	t.Run("withdrawn", func(t *testing.T) {
		l, budget, payment := waiting(t)
		l.send(nil, &types.MsgWithdrawPayment{Member: testutil.Address(anna), CoopId: north, PaymentId: payment})
		free(t, l, budget, payment, withdrawn)
	})
}

// bridged is a payment that a bridge has taken over.
func bridged(t *testing.T) (*ledger, uint64) {
	l := withFour(newLedger(t), 1_000)
	payment := l.asked(asksEthereum(l.opened(terms()), 40))
	require.Equal(t, awaitingBridge, l.approved(payment))
	taken, err := l.keeper.TakeOver(l.ctx, north, payment)
	require.NoError(t, err)
	require.Equal(t, inBridge, taken.Status)
	require.NoError(t, l.keeper.CheckInvariants(l.ctx))
	for _, message := range []types.MsgRefusePayment{
		{Member: account(north), CoopId: north, PaymentId: payment, Reason: "NO"}, {Member: testutil.Address(ben), CoopId: north, PaymentId: payment, Reason: "NO"},
	} {
		l.send(types.ErrWrongStage, &message)
	}
	l.send(types.ErrWrongStage, &types.MsgReleasePayment{Member: account(north), CoopId: north, PaymentId: payment, Reason: "NO"})
	l.send(types.ErrWrongStage, &types.MsgWithdrawPayment{Member: testutil.Address(anna), CoopId: north, PaymentId: payment})
	_, err = l.keeper.TakeOver(l.ctx, north, payment)
	require.ErrorIs(t, err, types.ErrWrongStage, "one bridge, once")
	return l, payment
}

// What a bridge reports as paid is booked, and its coins are the bridge's.
func TestABridgePays(t *testing.T) {
	l, payment := bridged(t)
	bridge := l.bridgeAccount()
	_, err := l.keeper.ReportPaid(l.ctx, north, payment, person("visitor"))
	require.ErrorIs(t, err, types.ErrInvalidPayee, "a person is no bridge")
	before := l.holds(bridge)
	entry, err := l.keeper.ReportPaid(l.ctx, north, payment, bridge)
	require.NoError(t, err)
	require.NoError(t, l.keeper.CheckInvariants(l.ctx))
	require.EqualValues(t, 40, l.holds(bridge)-before)
	require.EqualValues(t, 960, l.holds(purse("operating")))
	require.EqualValues(t, 40, l.bears("5000", "operating"))
	require.Zero(t, l.reserved())
	require.Equal(t, entry, l.seen(payment).Entry)
	require.Equal(t, paid, l.seen(payment).Status)
	_, err = l.keeper.ReportPaid(l.ctx, north, payment, bridge)
	require.ErrorIs(t, err, types.ErrWrongStage, "nothing is paid twice")
	require.ErrorIs(t, l.keeper.ReportFailed(l.ctx, north, payment, nil), types.ErrWrongStage)
}

// A frozen treasury doesn't keep what has happened out of the book.
func TestABridgeReportsToAFrozenTreasury(t *testing.T) {
	l, payment := bridged(t)
	bridge := l.bridgeAccount()
	require.NoError(t, l.keeper.Freezes.Set(l.ctx, north, types.Freeze{Height: 1, Fund: "suspense", Denom: denom}))
	_, err := l.keeper.ReportPaid(l.ctx, north, payment, bridge)
	require.NoError(t, err)
}

// What a bridge reports as failed is held, tried again, or given up.
func TestABridgeFails(t *testing.T) {
	l, payment := bridged(t)
	require.NoError(t, l.keeper.ReportFailed(l.ctx, north, payment, nil))
	require.NoError(t, l.keeper.CheckInvariants(l.ctx))
	found := l.seen(payment)
	require.Equal(t, held, found.Status)
	require.EqualValues(t, types.ErrNotBridged.ABCICode(), found.ErrorCode)
	require.EqualValues(t, 40, l.reserved())
	retried := l.send(nil, &types.MsgRetryPayment{Member: testutil.Address(dora), CoopId: north, PaymentId: payment}).(*types.MsgRetryPaymentResponse)
	require.Equal(t, awaitingBridge, retried.Status)
	require.Zero(t, retried.Entry)
	_, err := l.keeper.TakeOver(l.ctx, north, payment)
	require.NoError(t, err)
	require.NoError(t, l.keeper.ReportFailed(l.ctx, north, payment, types.ErrInvalidPayee))
	require.EqualValues(t, types.ErrInvalidPayee.ABCICode(), l.seen(payment).ErrorCode)
	l.send(nil, &types.MsgReleasePayment{Member: testutil.Address(ben), CoopId: north, PaymentId: payment, Reason: "CLOSED"})
	require.Zero(t, l.reserved())
}

// A bridge takes over nothing while the treasury is frozen, payments are switched
// off, or the fund pays no more; it sees what waits in order, a page at a time.
func TestABridgeTakesOver(t *testing.T) {
	l := withFour(newLedger(t), 1_000)
	breaker := &switched{}
	l.keeper.SetBreaker(breaker)
	budget := l.opened(terms())
	var payments []uint64
	for range 3 {
		payment := l.asked(asksEthereum(budget, 10))
		require.Equal(t, awaitingBridge, l.approved(payment))
		payments = append(payments, payment)
	}
	page, err := l.keeper.AwaitingBridge(l.ctx, 0, 0, 2)
	require.NoError(t, err)
	require.Equal(t, payments[:2], []uint64{page[0].Id, page[1].Id})
	page, err = l.keeper.AwaitingBridge(l.ctx, page[1].CoopId, page[1].Id, 2)
	require.NoError(t, err)
	require.Len(t, page, 1)
	require.Equal(t, payments[2], page[0].Id)

	breaker.off = true
	_, err = l.keeper.TakeOver(l.ctx, north, payments[0])
	require.ErrorIs(t, err, types.ErrFrozen, "what the breaker says")
	breaker.off = false
	require.NoError(t, l.keeper.Freezes.Set(l.ctx, north, types.Freeze{Height: 1, Fund: "suspense", Denom: denom}))
	_, err = l.keeper.TakeOver(l.ctx, north, payments[0])
	require.ErrorIs(t, err, types.ErrFrozen)
	require.NoError(t, l.keeper.Freezes.Remove(l.ctx, north))
	l.charter(func(rules *membershiptypes.TreasuryRules) {
		rules.Funds[0].Policy = membershiptypes.FundPolicy_FUND_POLICY_INDIVISIBLE
	})
	_, err = l.keeper.TakeOver(l.ctx, north, payments[0])
	require.ErrorIs(t, err, types.ErrFundPolicy)
	_, err = l.keeper.TakeOver(l.ctx, 99, payments[0])
	require.ErrorIs(t, err, membershiptypes.ErrUnknownCoop)
}

// Whose the address is, whoever asks says; a key of a member is that member's.
func TestThePayeeOnEthereum(t *testing.T) {
	l := withPassbooks(t)
	budget := l.opened(terms())
	for name, c := range map[string]struct {
		refusal error
		change  func(*types.MsgRequestPayment)
	}{
		"two payees":         {types.ErrInvalidPayee, func(m *types.MsgRequestPayment) { m.Payee = testutil.Address("supplier") }},
		"a slip of the pen":  {types.ErrInvalidPayee, func(m *types.MsgRequestPayment) { m.PayeeEthereum = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAeD" }},
		"nobody":             {types.ErrInvalidPayee, func(m *types.MsgRequestPayment) { m.PayeeEthereum = "0x0000000000000000000000000000000000000000" }},
		"a code too":         {types.ErrInvalidPayee, func(m *types.MsgRequestPayment) { m.PayeeCode = "SUP-1" }},
		"a member of nobody": {membershiptypes.ErrUnknownMember, func(m *types.MsgRequestPayment) { m.PayeeMemberId = 99 }},
		"another's key": {types.ErrInvalidPayee, func(m *types.MsgRequestPayment) {
			m.PayeeEthereum, m.PayeeMemberId = types.EthereumText(person(dora)), 3
		}},
	} {
		t.Run(name, func(t *testing.T) {
			message := asksEthereum(budget, 10)
			c.change(message)
			l.send(c.refusal, message)
		})
	}
	named := asksEthereum(budget, 10)
	named.PayeeMemberId = 2
	payment := l.asked(named)
	l.send(types.ErrOwnPayment, approves(ben, payment))
	own := asksEthereum(budget, 10)
	own.PayeeEthereum = types.EthereumText(person(dora))
	payment = l.asked(own)
	require.EqualValues(t, 4, l.seen(payment).PayeeMemberId)
	l.send(types.ErrOwnPayment, approves(dora, payment))
	require.Equal(t, awaitingBridge, l.approved(payment))
}

// An outside account pays by a bank's file, and knows no Ethereum.
func TestABankPaysNothingOnEthereum(t *testing.T) {
	l := bankedFour(t, 200)
	message := asksBank(l.opened(bankTerms()), 40)
	message.PayeeEthereum = onEthereum
	l.send(types.ErrInvalidPayee, message)
}
