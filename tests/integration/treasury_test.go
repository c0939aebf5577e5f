package integration

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	sdk "github.com/cosmos/cosmos-sdk/types"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"

	"github.com/coopledger/coopledger/testutil/ledger"
	governancetypes "github.com/coopledger/coopledger/x/governance/types"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
	treasurykeeper "github.com/coopledger/coopledger/x/treasury/keeper"
	treasurytypes "github.com/coopledger/coopledger/x/treasury/types"
)

// A stranger pays a co-op, the bookkeeper says what for, the members pay out,
// and the journal says all of it: each entry its transaction or its resolution,
// the fee of each transaction in the root federation's.
func TestMoneyFromReceiptToPayment(t *testing.T) {
	l := ledger.New(t, ledger.Federation())
	treasury := l.App.Keepers().Treasury
	asking := treasurykeeper.NewQueryServer(treasury)
	entry := func(slug string, number uint64) treasurytypes.Entry {
		response, err := asking.Entry(l.Ctx(), &treasurytypes.QueryEntryRequest{Coop: slug, Number: number})
		require.NoError(t, err)
		return response.Entry
	}
	coins := func(amount int64) sdk.Coins { return sdk.NewCoins(sdk.NewInt64Coin(ledger.FeeDenom, amount)) }
	coop, account := l.Coop(ledger.Worker), l.Account(ledger.Worker)

	officer := ledger.Member(ledger.Worker, 1)
	decide := func(message sdk.Msg) governancetypes.Resolution {
		id := l.CoopDecides(ledger.Worker, message)
		l.Pass(3 * ledger.VotingSeconds * time.Second)
		return l.Resolution(id)
	}
	granted := decide(&membershiptypes.MsgGrantPower{
		Authority: account, CoopId: coop, MemberId: 1, Power: membershiptypes.PowerBook, TermSeconds: 1_000_000,
	})
	require.Equal(t, governancetypes.Status_STATUS_EXECUTED, granted.Status, granted.Outcome.String())

	sent := l.Block(l.Paid(ledger.Stranger(), &banktypes.MsgSend{FromAddress: ledger.Stranger().String(), ToAddress: account, Amount: coins(1_000)}))[0]
	require.Zero(t, sent.Code, sent.Log)
	require.Equal(t, treasurytypes.Source_SOURCE_RECEIPT, entry(ledger.Worker, 1).Source)
	require.Len(t, entry(ledger.Worker, 1).TxHash, 32)
	fee := entry(ledger.Root, 1)
	require.Equal(t, treasurytypes.Source_SOURCE_RECEIPT, fee.Source)
	require.Equal(t, entry(ledger.Worker, 1).TxHash, fee.TxHash, "the fee is in the book of the co-op that gets it")

	l.Do(officer, &treasurytypes.MsgClassify{
		Authority: officer.String(), CoopId: coop, Coin: coins(900)[0], Fund: "operating", Account: "4000", Narrative: "SALES-1",
	})
	require.EqualValues(t, 1, entry(ledger.Worker, 2).PreparerMemberId)

	payee := ledger.PersonNamed("supplier")
	pay := &treasurytypes.MsgPay{Authority: account, CoopId: coop, Fund: "operating", Payee: payee.String(), Coins: coins(600), Account: "5000", Narrative: "INV-17"}
	other := ledger.Member(ledger.Worker, 2)
	l.Refused(other, treasurytypes.ErrUnauthorized, &treasurytypes.MsgClassify{
		Authority: other.String(), CoopId: coop, Coin: coins(1)[0], Fund: "operating", Account: "4000",
	})
	first := decide(pay)
	require.Equal(t, governancetypes.Status_STATUS_EXECUTED, first.Status, first.Outcome.String())
	require.EqualValues(t, 600, l.App.Keepers().Bank.GetBalance(l.Ctx(), payee.Address(), ledger.FeeDenom).Amount.Int64())
	require.Equal(t, first.Id, entry(ledger.Worker, 3).ResolutionId)
	require.Empty(t, entry(ledger.Worker, 3).TxHash, "no transaction carries a resolution out")

	// H18. The second decision over the same coins fails with its reason.
	second := decide(pay)
	require.Equal(t, governancetypes.Status_STATUS_FAILED, second.Status)
	require.Equal(t, treasurytypes.ModuleName, second.Outcome.Codespace)
	require.Equal(t, treasurytypes.ErrNotEnough.ABCICode(), second.Outcome.ErrorCode)
	require.NoError(t, treasury.CheckInvariants(l.Ctx()))
	freezes, err := treasury.ExportGenesis(l.Ctx())
	require.NoError(t, err)
	require.Empty(t, freezes.Freezes)
}
