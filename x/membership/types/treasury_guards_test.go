package types_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/coopledger/coopledger/x/membership/types"
)

// guardedBook has a spending share of two funds and a liquidity test.
func guardedBook() types.TreasuryRules {
	book := euroBook()
	book.Outside = []types.OutsideAccount{{Name: "bank", Kind: 1, Currency: "EUR", Decimals: 2, Account: "1200", Fund: "operating"}}
	book.Accounts = append(book.Accounts, types.LedgerAccount{Code: "3400", Name: "income", Kind: types.AccountKind_ACCOUNT_KIND_INCOME})
	book.Accounts = append(book.Accounts[:2:2], append([]types.LedgerAccount{{Code: "2000", Name: "creditors", Kind: liability}}, book.Accounts[2:]...)...)
	book.SpendingShares = []types.SpendingShare{
		{Fund: "education", Denom: "ceur", Window: types.SpendingWindow_SPENDING_WINDOW_YEAR, BasisPoints: types.BasisPoints},
		{Fund: "operating", Denom: "EUR", Window: types.SpendingWindow_SPENDING_WINDOW_MONTH, BasisPoints: 1},
	}
	book.Liquidity = &types.LiquidityTest{Assets: []string{"1000", "1200"}, Liabilities: []string{"2000"}, BasisPoints: 12_000}
	return book
}

func TestGuardsOfAFund(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(*types.TreasuryRules)
		want   string
	}{
		{"success - both guards", func(*types.TreasuryRules) {}, ""},
		{"success - neither", func(b *types.TreasuryRules) { b.SpendingShares, b.Liquidity = nil, nil }, ""},
		{"error - a share of no fund", func(b *types.TreasuryRules) { b.SpendingShares[0].Fund = "moon" }, `names the fund "moon", which there is not`},
		{"error - a share in no denom", func(b *types.TreasuryRules) { b.SpendingShares[0].Denom = "!" }, "is no denom"},
		{"error - a share twice", func(b *types.TreasuryRules) { b.SpendingShares[0] = b.SpendingShares[1] }, "order spending shares by fund and denom"},
		{"error - too many shares", func(b *types.TreasuryRules) {
			b.SpendingShares = make([]types.SpendingShare, types.MaxSpendingShares+1)
		}, "33 spending shares"},
		{"error - a share of suspense", func(b *types.TreasuryRules) { b.SpendingShares[1].Fund = "suspense" }, "out of which no budget pays"},
		{"error - a share of the passbooks", func(b *types.TreasuryRules) { keepPassbook(b); b.SpendingShares[1].Fund = "passbook" }, "out of which no budget pays"},
		{"error - no window", func(b *types.TreasuryRules) { b.SpendingShares[0].Window = 0 }, "for no known window"},
		{"error - an unknown window", func(b *types.TreasuryRules) { b.SpendingShares[0].Window = 4 }, "for no known window"},
		{"error - no share at all", func(b *types.TreasuryRules) { b.SpendingShares[0].BasisPoints = 0 }, "0 basis points"},
		{"error - more than the whole", func(b *types.TreasuryRules) { b.SpendingShares[0].BasisPoints = 10_001 }, "give 1 to 10000"},
		{"error - no asset", func(b *types.TreasuryRules) { b.Liquidity.Assets = nil }, "names 0 accounts as a liquid asset"},
		{"error - no liability", func(b *types.TreasuryRules) { b.Liquidity.Liabilities = nil }, "names 0 accounts as a liability"},
		{"error - too many liabilities", func(b *types.TreasuryRules) { b.Liquidity.Liabilities = make([]string, 33) }, "names 33 accounts"},
		{"error - an asset that is neither coins nor outside", func(b *types.TreasuryRules) { b.Outside = nil }, `account "1200" as a liquid asset, which it isn't`},
		{"error - an asset that there is not", func(b *types.TreasuryRules) { b.Liquidity.Assets[0] = "0" }, `account "0" as a liquid asset`},
		{"error - assets out of order", func(b *types.TreasuryRules) { b.Liquidity.Assets = []string{"1200", "1000"} }, "order accounts by code"},
		{"error - an asset twice", func(b *types.TreasuryRules) { b.Liquidity.Assets = []string{"1000", "1000"} }, "each once"},
		{"error - a liability that is income", func(b *types.TreasuryRules) { b.Liquidity.Liabilities[0] = "3400" }, `account "3400" as a liability`},
		{"error - what is in suspense", func(b *types.TreasuryRules) { b.Liquidity.Liabilities[0] = "2900" }, "liabilities without a role"},
		{"error - nothing to cover", func(b *types.TreasuryRules) { b.Liquidity.BasisPoints = 0 }, "0 basis points"},
		{"error - more than ten times", func(b *types.TreasuryRules) { b.Liquidity.BasisPoints = 100_001 }, "give 1 to 100000"},
		{"error - no currency", func(b *types.TreasuryRules) { b.Currency, b.Decimals, b.Coins = "XXX", 0, nil }, "the book is in no currency"},
	} {
		t.Run(c.name, func(t *testing.T) {
			book := guardedBook()
			c.change(&book)
			err := book.Validate(types.DefaultParams())
			if strings.HasPrefix(c.name, "success") {
				require.NoError(t, err)
				return
			}
			require.ErrorIs(t, err, types.ErrInvalidCharter)
			require.ErrorContains(t, err, c.want)
		})
	}
}
