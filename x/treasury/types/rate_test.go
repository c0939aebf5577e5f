package types_test

import (
	"math/big"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"cosmossdk.io/math"

	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
	"github.com/coopledger/coopledger/x/treasury/types"
)

func TestValueAtARate(t *testing.T) {
	for _, c := range []struct {
		name                     string
		amount                   int64
		baseUnits, currencyUnits uint64
		want                     int64
	}{
		{"a third", 100, 3, 1, 33},
		{"two thirds", 200, 3, 1, 67},
		{"a half goes away from zero", 1, 2, 1, 1},
		{"also where it is owed", -1, 2, 1, -1},
		{"one and a half", 3, 2, 1, 2},
		{"two and a half", 5, 2, 1, 3},
		{"less than a half", 1, 3, 1, 0},
		{"nothing", 0, 7, 3, 0},
		// 260,000 euros at 1.20 to the pound.
		{"a machine's price", 26_000_000, 120, 100, 21_666_667},
	} {
		t.Run(c.name, func(t *testing.T) {
			value, err := types.Rate{Denom: "USD", BaseUnits: c.baseUnits, CurrencyUnits: c.currencyUnits}.Value(math.NewInt(c.amount))
			require.NoError(t, err)
			require.EqualValues(t, c.want, value.Int64())
		})
	}
	_, err := types.Rate{Denom: "USD", BaseUnits: 1, CurrencyUnits: 1 << 63}.Value(math.NewIntFromBigInt(new(big.Int).Lsh(big.NewInt(1), 200)))
	require.ErrorIs(t, err, types.ErrOverflow)
}

// The value is never more than half a unit from the exact one, and a debt is
// worth as much as a claim.
func TestValuesAreNearest(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rate := types.Rate{
			Denom: "USD", BaseUnits: rapid.Uint64Range(1, 1<<63).Draw(t, "base"), CurrencyUnits: rapid.Uint64Range(1, 1<<63).Draw(t, "currency"),
		}
		amount := math.NewInt(rapid.Int64().Draw(t, "amount"))
		value, err := rate.Value(amount)
		require.NoError(t, err)
		owed, err := rate.Value(amount.Neg())
		require.NoError(t, err)
		require.Equal(t, value.Neg().String(), owed.String())
		exact := new(big.Rat).SetFrac(new(big.Int).Mul(amount.BigInt(), new(big.Int).SetUint64(rate.CurrencyUnits)), new(big.Int).SetUint64(rate.BaseUnits))
		off := exact.Sub(exact, new(big.Rat).SetInt(value.BigInt()))
		require.LessOrEqual(t, off.Abs(off).Cmp(big.NewRat(1, 2)), 0)
	})
}

func TestRatesThatAreRefused(t *testing.T) {
	rules := membershiptypes.DefaultTreasury()
	good := types.Rate{Denom: "USD", BaseUnits: 120, CurrencyUnits: 100}
	require.ErrorIs(t, types.ValidateRate(rules, good), types.ErrInvalidRate, "no currency")
	rules.Currency, rules.Decimals = "GBP", 2
	rules.Coins = []membershiptypes.CoinValue{{Denom: "cgbp", BaseUnits: 1, CurrencyUnits: 1}}
	require.NoError(t, types.ValidateRate(rules, good))
	for name, spoil := range map[string]func(*types.Rate){
		"of nothing":            func(r *types.Rate) { r.BaseUnits = 0 },
		"worth nothing":         func(r *types.Rate) { r.CurrencyUnits = 0 },
		"no denom":              func(r *types.Rate) { r.Denom = "!" },
		"the book's currency":   func(r *types.Rate) { r.Denom = "GBP" },
		"a coin of fixed value": func(r *types.Rate) { r.Denom = "cgbp" },
	} {
		rate := good
		spoil(&rate)
		require.ErrorIs(t, types.ValidateRate(rules, rate), types.ErrInvalidRate, name)
	}
}
