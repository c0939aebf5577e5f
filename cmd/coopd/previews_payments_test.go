package main

import (
	"testing"

	"github.com/stretchr/testify/require"

	sdk "github.com/cosmos/cosmos-sdk/types"

	treasurytypes "github.com/coopledger/coopledger/x/treasury/types"
)

// What a co-op asks for says whom it goes to and how often, so that nobody takes a
// standing order for one payment.
func TestPreviewOfARequest(t *testing.T) {
	asks := treasurytypes.MsgRequestPayment{CoopId: 2, BudgetId: 3, Coin: sdk.NewInt64Coin("ceur", 90), Payee: "coop1payee"}
	require.NotContains(t, requestPreview(&asks).Sentence, "each")
	standing := asks
	standing.Schedule = &treasurytypes.Schedule{Every: treasurytypes.Recurrence_RECURRENCE_MONTH, FirstDay: 20270501, Count: 12}
	require.Contains(t, requestPreview(&standing).Sentence, "to coop1payee each month from 2027-05-01, 12 times out of budget 3 of co-op 2")
	standing.Schedule = &treasurytypes.Schedule{Every: treasurytypes.Recurrence_RECURRENCE_DAYS, Days: 14, LastDay: 20271231}
	require.Contains(t, requestPreview(&standing).Sentence, "every 14 days to 2027-12-31")
	bridged := asks
	bridged.Payee, bridged.PayeeEthereum = "", "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"
	preview := requestPreview(&bridged)
	require.Contains(t, preview.Sentence, "to the Ethereum address 0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed out of budget 3")
	require.Empty(t, preview.Payees, "no address of this ledger is paid")
}
