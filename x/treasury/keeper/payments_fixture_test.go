package keeper_test

import (
	"github.com/stretchr/testify/require"

	"cosmossdk.io/collections"
	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	membershipkeeper "github.com/coopledger/coopledger/x/membership/keeper"
	"github.com/coopledger/coopledger/x/membership/testutil"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
	"github.com/coopledger/coopledger/x/treasury/types"
)

// cara and dora are members 3 and 4 of north.
const cara, dora = "north-cara", "north-dora"

// withFour is a ledger on which north has four members and coins to spend.
func withFour(l *ledger, amount int64) *ledger {
	l.t.Helper()
	members := membershipkeeper.NewMsgServer(l.members)
	for _, name := range []string{cara, dora} {
		_, err := members.Admit(l.ctx, &membershiptypes.MsgAdmit{
			Authority: account(north), CoopId: north,
			Member: membershiptypes.NewMember{Class: "workers", Keys: []membershiptypes.KeyProof{testutil.Proof(name, "north", 0, l.clock.Seconds+testutil.Day)}},
		})
		require.NoError(l.t, err)
	}
	l.funded(amount)
	return l
}

// charter changes how north keeps its money.
func (l *ledger) charter(change func(*membershiptypes.TreasuryRules)) {
	l.t.Helper()
	l.amendCharter(func(charter *membershiptypes.Charter) {
		rules := charter.Book()
		change(&rules)
		charter.Treasury = &rules
	})
}

func (l *ledger) amendCharter(change func(*membershiptypes.Charter)) {
	l.t.Helper()
	version, charter, err := l.members.GetCharter(l.ctx, north)
	require.NoError(l.t, err)
	change(&charter)
	require.NoError(l.t, l.members.Charters.Set(l.ctx, collections.Join(uint64(north), version), charter))
}

var everybody = types.Circle{AllMembers: true}

// terms of a budget of 100 a month, of which one payment is at most 60: whoever
// is a member asks, and two others approve.
func terms() types.BudgetTerms {
	return types.BudgetTerms{
		Fund: "operating", Denom: denom, Cap: math.NewInt(100), Window: types.Window_WINDOW_MONTH, Ceiling: math.NewInt(60), Account: "5000",
		Spenders: everybody, Approvers: everybody, Approvals: 2, Purpose: "HOSTING",
	}
}

func opens(terms types.BudgetTerms) *types.MsgOpenBudget {
	return &types.MsgOpenBudget{Authority: account(north), CoopId: north, Terms: terms}
}

// opened budget's number.
func (l *ledger) opened(terms types.BudgetTerms) uint64 {
	l.t.Helper()
	return l.send(nil, opens(terms)).(*types.MsgOpenBudgetResponse).BudgetId
}

// asks is Anna's request to pay the supplier out of a budget.
func asks(budget uint64, amount int64) *types.MsgRequestPayment {
	return &types.MsgRequestPayment{
		Member: testutil.Address(anna), CoopId: north, BudgetId: budget, Payee: testutil.Address("supplier"),
		Coin: sdk.NewInt64Coin(denom, amount), Narrative: "INV-17",
	}
}

// asked payment's number.
func (l *ledger) asked(message *types.MsgRequestPayment) uint64 {
	l.t.Helper()
	return l.send(nil, message).(*types.MsgRequestPaymentResponse).PaymentId
}

func approves(name string, payment uint64) *types.MsgApprovePayment {
	return &types.MsgApprovePayment{Member: testutil.Address(name), CoopId: north, PaymentId: payment}
}

// approved by Ben and Cara; what has become of it.
func (l *ledger) approved(payment uint64) types.PaymentStatus {
	l.t.Helper()
	l.send(nil, approves(ben, payment))
	return l.send(nil, approves(cara, payment)).(*types.MsgApprovePaymentResponse).Status
}

func (l *ledger) seen(payment uint64) types.Payment {
	l.t.Helper()
	answer, err := l.query.Payment(l.ctx, &types.QueryPaymentRequest{Coop: "north", PaymentId: payment})
	require.NoError(l.t, err)
	return answer.Payment
}

// left of a budget in this window.
func (l *ledger) left(budget uint64) int64 {
	l.t.Helper()
	answer, err := l.query.Budget(l.ctx, &types.QueryBudgetRequest{Coop: "north", BudgetId: budget})
	require.NoError(l.t, err)
	return answer.Budget.Left.Int64()
}

// reserved of north's operating purse.
func (l *ledger) reserved() int64 {
	l.t.Helper()
	answer, err := l.query.Purses(l.ctx, &types.QueryPursesRequest{Coop: "north"})
	require.NoError(l.t, err)
	for _, line := range answer.Purses {
		if line.Fund == "operating" {
			return line.Reserved.AmountOf(denom).Int64()
		}
	}
	return 0
}

// blocks lets time pass and a block end.
func (l *ledger) later(seconds int64) {
	l.t.Helper()
	l.clock.Seconds += seconds
	l.ctx = l.ctx.WithBlockHeight(l.ctx.BlockHeight() + 1).WithEventManager(sdk.NewEventManager())
	require.NoError(l.t, l.keeper.EndBlock(l.ctx))
	require.NoError(l.t, l.keeper.CheckInvariants(l.ctx))
}
