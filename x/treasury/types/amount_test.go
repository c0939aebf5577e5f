package types_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/math"

	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
	"github.com/coopledger/coopledger/x/treasury/types"
)

// 1,000,000 base units are worth 95 minor units; values are rounded down.
func TestValueOf(t *testing.T) {
	rules := membershiptypes.DefaultTreasury()
	rules.Coins = []membershiptypes.CoinValue{{Denom: "ceur", BaseUnits: 1_000_000, CurrencyUnits: 95}}
	for _, c := range []struct {
		denom        string
		amount, want int64
	}{
		{"ceur", 1_000_000, 95},
		{"ceur", 10_526, 0},
		{"ceur", 10_527, 1},
		{"ceur", 2_999_999, 284},
		{"credit", 1_000_000, 0},
	} {
		value, err := types.ValueOf(rules, c.denom, math.NewInt(c.amount))
		require.NoError(t, err)
		require.EqualValues(t, c.want, value.Int64(), "%d%s", c.amount, c.denom)
	}
	rules.Coins[0].CurrencyUnits = ^uint64(0)
	rules.Coins[0].BaseUnits = 1
	_, err := types.ValueOf(rules, "ceur", math.NewIntWithDecimal(1, 70))
	require.ErrorIs(t, err, types.ErrOverflow)
}

// Three coins carried at ten: they leave at 3, 3 and 4, and nothing is left.
func TestCarriedBy(t *testing.T) {
	balance := types.Balance{Amount: math.NewInt(3), Functional: math.NewInt(10)}
	for _, want := range []int64{3, 3, 4} {
		carried := balance.CarriedBy(math.OneInt())
		require.EqualValues(t, want, carried.Int64())
		balance = types.Balance{Amount: balance.Amount.SubRaw(1), Functional: balance.Functional.Sub(carried)}
	}
	require.True(t, balance.Functional.IsZero())
}

// What officers may post against each policy.
func TestOfficersPostingsAndFundPolicies(t *testing.T) {
	rules := membershiptypes.DefaultTreasury()
	rules.Funds = append(rules.Funds,
		membershiptypes.Fund{Name: "education", Policy: membershiptypes.FundPolicy_FUND_POLICY_RESTRICTED, Purpose: "courses"},
		membershiptypes.Fund{Name: "reserve", Policy: membershiptypes.FundPolicy_FUND_POLICY_INDIVISIBLE})
	for _, c := range []struct {
		account, fund string
		amount        int64
		refusal       error
	}{
		{"3000", "operating", 5, nil},
		{"3000", "education", -5, nil},
		{"3000", "education", 5, types.ErrFundPolicy},
		{"5000", "education", 5, nil},
		{"3000", "reserve", -5, nil},
		{"3000", "reserve", 5, types.ErrFundPolicy},
		{"4000", "reserve", -5, types.ErrFundPolicy},
		{"5000", "reserve", 5, types.ErrFundPolicy},
	} {
		err := types.CheckOfficersPosting(rules, types.NewPosting(c.account, c.fund, "", math.ZeroInt(), math.NewInt(c.amount)))
		require.ErrorIs(t, err, c.refusal, "%s of %s, %d", c.account, c.fund, c.amount)
	}
}
