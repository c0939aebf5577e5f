package types_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/coopledger/coopledger/x/membership/types"
)

func outsideBank() types.OutsideAccount {
	return types.OutsideAccount{
		Name: "bank", Kind: types.OutsideKind_OUTSIDE_KIND_BANK, Currency: "EUR", Decimals: 2, Account: "1200", Fund: "operating",
	}
}

func withBank(change func(*types.TreasuryRules)) types.Charter {
	return withBook(func(b *types.TreasuryRules) {
		box := outsideBank()
		box.Name, box.Kind, box.Account = "box", types.OutsideKind_OUTSIDE_KIND_CASH_BOX, "1210"
		b.Accounts = slices.Insert(b.Accounts, 2, types.LedgerAccount{Code: "1210", Name: "cash", Kind: asset})
		b.Outside = []types.OutsideAccount{outsideBank(), box}
		if change != nil {
			change(b)
		}
	})
}

func TestOutsideAccountsThatAreRefused(t *testing.T) {
	limits := types.DefaultParams()
	require.NoError(t, withBank(nil).Validate(limits))
	for _, tc := range []struct {
		name   string
		change func(*types.TreasuryRules)
		says   string
	}{
		{"error - a number for a name", func(b *types.TreasuryRules) { b.Outside[0].Name = "de02120300000000202051de02120300000000202051" }, "outside account name"},
		{"error - no kind", func(b *types.TreasuryRules) { b.Outside[0].Kind = 0 }, "make it a bank"},
		{"error - unknown kind", func(b *types.TreasuryRules) { b.Outside[0].Kind = 4 }, "make it a bank"},
		{"error - no currency", func(b *types.TreasuryRules) { b.Outside[0].Currency = "XXX" }, "no ISO 4217 code"},
		{"error - a coin for a currency", func(b *types.TreasuryRules) { b.Outside[0].Currency = "ceur" }, "no ISO 4217 code"},
		{"error - other decimals than the book", func(b *types.TreasuryRules) { b.Outside[0].Decimals = 3 }, "give both the same"},
		{"error - five decimals", func(b *types.TreasuryRules) { b.Outside[0].Currency, b.Outside[0].Decimals = "USD", 5 }, "no currency has more"},
		{"error - unknown account", func(b *types.TreasuryRules) { b.Outside[0].Account = "9" }, "an asset without a role"},
		{"error - the account of the purses", func(b *types.TreasuryRules) { b.Outside[0].Account = "1000" }, "an asset without a role"},
		{"error - equity", func(b *types.TreasuryRules) { b.Outside[0].Account = "3000" }, "an asset without a role"},
		{"error - two of one account", func(b *types.TreasuryRules) { b.Outside[1].Account = "1200" }, "give each its own"},
		{"error - unknown fund", func(b *types.TreasuryRules) { b.Outside[0].Fund = "moon" }, "for the fund"},
		{"error - suspense", func(b *types.TreasuryRules) { b.Outside[0].Fund = "suspense" }, "for the fund"},
		{"error - out of order", func(b *types.TreasuryRules) { slices.Reverse(b.Outside) }, "order them by name"},
		{"error - twice", func(b *types.TreasuryRules) { b.Outside[1].Name = "bank" }, "order them by name"},
		{"error - too many", func(b *types.TreasuryRules) {
			for i := range types.MaxOutside {
				one := outsideBank()
				one.Name = fmt.Sprintf("c%02d", i)
				b.Outside = append(b.Outside, one)
			}
		}, "there are 18 outside accounts"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			err := withBank(tc.change).Validate(limits)
			require.ErrorIs(t, err, types.ErrInvalidCharter)
			require.ErrorContains(t, err, tc.says)
		})
	}
}

func succession(charter, previous types.Charter) error {
	return charter.Succeeds(previous, previous.LastClassID(), types.Roll{})
}

func TestOutsideAccountsStay(t *testing.T) {
	before := withBank(nil)
	for _, tc := range []struct {
		name   string
		change func(*types.TreasuryRules)
		says   string
	}{
		{"error - taken away", func(b *types.TreasuryRules) { b.Outside = b.Outside[1:] }, `"bank" is missing`},
		{"error - another currency", func(b *types.TreasuryRules) { b.Outside[0].Currency = "USD" }, "would become another"},
		{"error - another fund", func(b *types.TreasuryRules) { b.Outside[0].Fund = "reserve" }, "would become another"},
		{"error - another account", func(b *types.TreasuryRules) { b.Outside[0].Account, b.Outside[1].Account = "1210", "1200" }, "would become another"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			err := succession(withBank(tc.change), before)
			require.ErrorIs(t, err, types.ErrBookKept)
			require.ErrorContains(t, err, tc.says)
		})
	}
	require.NoError(t, succession(withBank(func(b *types.TreasuryRules) { b.Outside[0].Kind = types.OutsideKind_OUTSIDE_KIND_PROCESSOR }), before))

	// A court annuls the version that named them, and they stay.
	restored := withBook(func(*types.TreasuryRules) {}).WithBookOf(before)
	require.Equal(t, before.Treasury.Outside, restored.Treasury.Outside)
	require.NoError(t, restored.Validate(types.DefaultParams()))
	require.NoError(t, succession(restored, before))
}
