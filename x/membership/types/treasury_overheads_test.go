package types_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/coopledger/coopledger/x/membership/types"
)

func TestOverheads(t *testing.T) {
	income := types.AccountKind_ACCOUNT_KIND_INCOME
	for _, c := range []struct {
		name   string
		change func(*types.TreasuryRules)
		want   string
	}{
		{"success - a project", func(*types.TreasuryRules) {}, ""},
		{"success - a half", func(b *types.TreasuryRules) { b.Overheads[0].BasisPoints = 5_000 }, ""},
		{"error - too many", func(b *types.TreasuryRules) { b.Overheads = make([]types.FundOverhead, types.MaxOverheads+1) }, "33 overheads"},
		{"error - of no fund", func(b *types.TreasuryRules) { b.Overheads[0].Fund = "moon" }, `names the fund "moon", which there is not`},
		{"error - of a free fund", func(b *types.TreasuryRules) { b.Overheads[0].Fund = "operating" }, "which is free"},
		{"error - of an indivisible fund", func(b *types.TreasuryRules) { b.Overheads[0].Fund = "reserve" }, "which is indivisible"},
		{"error - twice", func(b *types.TreasuryRules) { b.Overheads = append(b.Overheads, b.Overheads[0]) }, "order overheads by fund"},
		{"error - nothing", func(b *types.TreasuryRules) { b.Overheads[0].BasisPoints = 0 }, "0 basis points"},
		{"error - more than a half", func(b *types.TreasuryRules) { b.Overheads[0].BasisPoints = 5_001 }, "give 1 to 5000"},
		{"error - no account", func(b *types.TreasuryRules) { b.Overheads[0].Account = "7" }, `account "7"`},
		{"error - equity", func(b *types.TreasuryRules) { b.Overheads[0].Account = "3000" }, "has to be income"},
		{"error - income of dues", func(b *types.TreasuryRules) {
			b.Accounts[len(b.Accounts)-1].Role = types.AccountRole_ACCOUNT_ROLE_EXCHANGE
		}, "without a role"},
		{"error - income by member", func(b *types.TreasuryRules) { b.Accounts[len(b.Accounts)-1].ByMember = true }, "not kept by member"},
		{"error - a bank account of the project", func(b *types.TreasuryRules) {
			b.Outside = []types.OutsideAccount{{Name: "bank", Kind: 1, Currency: "EUR", Decimals: 2, Account: "1200", Fund: "education"}}
		}, "let the fund take in coins alone"},
	} {
		t.Run(c.name, func(t *testing.T) {
			book := euroBook()
			book.Accounts = append(book.Accounts, types.LedgerAccount{Code: "4020", Name: "overhead", Kind: income})
			book.Overheads = []types.FundOverhead{{Fund: "education", BasisPoints: 700, Account: "4020"}}
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

// A court puts back a charter with an overhead, and the fund has become stricter
// since, or has a bank account: the restored charter is one that can be.
func TestAnOverheadThatIsRestored(t *testing.T) {
	book := euroBook()
	book.Accounts = append(book.Accounts, types.LedgerAccount{Code: "4020", Name: "overhead", Kind: types.AccountKind_ACCOUNT_KIND_INCOME})
	book.Overheads = []types.FundOverhead{{Fund: "education", BasisPoints: 700, Account: "4020"}}
	before := types.Charter{Treasury: &book}
	for name, change := range map[string]func(*types.TreasuryRules){
		"stricter": func(b *types.TreasuryRules) {
			b.Funds = append([]types.Fund{{Name: "education", Policy: indivisible}}, b.Funds[1:]...)
		},
		"a bank account": func(b *types.TreasuryRules) {
			b.Outside = []types.OutsideAccount{{Name: "bank", Kind: 1, Currency: "EUR", Decimals: 2, Account: "1200", Fund: "education"}}
		},
	} {
		t.Run(name, func(t *testing.T) {
			inForce := book
			inForce.Overheads, inForce.Delays = nil, nil
			change(&inForce)
			restored := before.WithBookOf(types.Charter{Treasury: &inForce})
			require.NoError(t, restored.Treasury.Validate(types.DefaultParams()))
			require.Empty(t, restored.Treasury.Overheads)
			require.Len(t, before.Treasury.Overheads, 1, "the charter of before is not written to")
		})
	}
	require.Len(t, before.WithBookOf(before).Book().Overheads, 1)
}
