package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/coopledger/coopledger/testutil/written"
)

// However a surplus is shared and taken: the coins set aside are what members have
// got and not taken, results are what the journal says, and a refusal changes nothing.
func TestRandomSharing(t *testing.T) {
	done := make(map[string]int)
	rapid.Check(t, func(rt *rapid.T) {
		coin := rapid.SampledFrom([]string{"", denom, denom}).Draw(rt, "coin")
		l := withSurplus(t, coin)
		audit, left, reserve, free := newAuditor(l), int64(0), int64(0), int64(1_000)
		steps := map[string]func(amount int64) (bool, func(sdk.Context) (uint64, error)){
			"share": func(amount int64) (bool, func(sdk.Context) (uint64, error)) {
				return amount >= 0 && (coin == "" || 10*amount <= free), func(ctx sdk.Context) (uint64, error) {
					return l.keeper.Appropriate(ctx, gives(amount, toFund("reserve", max(amount, 0))))
				}
			},
			"take": func(amount int64) (bool, func(sdk.Context) (uint64, error)) {
				return amount >= 0 && amount <= left, func(ctx sdk.Context) (uint64, error) { return l.keeper.TakeShare(ctx, north, 4, 3, cents(amount)) }
			},
			"bear": func(amount int64) (bool, func(sdk.Context) (uint64, error)) {
				return amount >= 0 && amount <= reserve, func(ctx sdk.Context) (uint64, error) {
					return l.keeper.Appropriate(ctx, gives(0, borneBy("reserve", amount)))
				}
			},
		}
		for range rapid.IntRange(5, 25).Draw(rt, "steps") {
			step := rapid.SampledFrom([]string{"share", "take", "take", "bear", "earn"}).Draw(rt, "step")
			amount := int64(rapid.IntRange(-1, 60).Draw(rt, "amount"))
			if step == "earn" {
				l.funded(10*amount + 20)
				free += 10*amount + 20
				audit.supply[denom] = audit.supply[denom].AddRaw(10*amount + 20)
				continue
			}
			fine, what := steps[step](amount)
			within, changes := written.Within(l.ctx)
			_, err := what(within)
			count := changes.Count()
			if !fine {
				require.Error(rt, err)
				require.Zero(rt, count)
				done["no "+step]++
				continue
			}
			require.NoError(rt, err)
			changes.Keep()
			done[step]++
			switch step {
			case "share":
				left, reserve = left+amount, reserve+amount
				if coin != "" {
					free -= 10 * amount
				}
			case "take":
				left -= amount
			case "bear":
				reserve -= amount
			}
			require.EqualValues(rt, -left, l.sumOf("2600"))
			require.EqualValues(rt, reserve, l.equityOf("reserve"))
			require.NoError(rt, l.keeper.CheckInvariants(l.ctx))
			audit.agrees()
		}
	})
	for _, step := range []string{"share", "take", "bear"} {
		require.Positive(t, done[step], step)
		require.Positive(t, done["no "+step], step)
	}
}
