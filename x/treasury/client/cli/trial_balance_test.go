package cli_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/math"

	"github.com/coopledger/coopledger/x/treasury/client/cli"
	"github.com/coopledger/coopledger/x/treasury/types"
)

func TestTrialBalanceIsATable(t *testing.T) {
	line := func(account, name, denom string, amount, functional int64) types.TrialLine {
		return types.TrialLine{
			Account: account, Name: name, Fund: "operating", Denom: denom,
			Balance: types.Balance{Amount: math.NewInt(amount), Functional: math.NewInt(functional)},
		}
	}
	lines := []types.TrialLine{
		line("1000", "coins on the ledger", "ueur", 1_500_000_000, 150_000),
		line("1000", "coins on the ledger", "gift", 7, 0),
		line("2000", "dues reçus", "ueur", -1_500_000_000, -150_005),
		line("5000", "expenses", "", 0, 5),
	}
	require.Equal(t, `ACCOUNT  NAME                 FUND       DEBIT EUR  CREDIT EUR            AMOUNT
1000     coins on the ledger  operating   1,500.00               1500000000 ueur
1000     coins on the ledger  operating                                   7 gift
2000     dues reçus           operating               1,500.05  -1500000000 ueur
5000     expenses             operating       0.05
                                          1,500.05    1,500.05
`, cli.TrialBalance("EUR", 2, lines))
	require.Equal(t, "ACCOUNT  NAME  FUND  DEBIT JPY  CREDIT JPY  AMOUNT\n                             0           0\n", cli.TrialBalance("JPY", 0, nil))

	bank := line("1100", "bank", "EUR", 336_550, 336_550)
	bank.Outside = "bank"
	require.Equal(t, `ACCOUNT  NAME                 FUND       DEBIT EUR  CREDIT EUR        AMOUNT  ATTESTED
1000     coins on the ledger  operating     190.00              19000 credit
1100     bank                 operating   3,365.50                336550 EUR      bank
                                          3,555.50        0.00
`, cli.TrialBalance("EUR", 2, []types.TrialLine{line("1000", "coins on the ledger", "credit", 19_000, 19_000), bank}),
		"what officers attest is told apart from what the ledger holds")
}
