package types

import (
	"math"
	"math/big"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	sdkmath "cosmossdk.io/math"
)

func TestRefill(t *testing.T) {
	allowance := Allowance{Gas: 1_000, GasPerHour: 3_600, Bytes: 100, BytesPerHour: 1_800}
	cases := []struct {
		name   string
		bucket Bucket
		now    int64
		want   Bucket
	}{
		{"success - no time", Bucket{10, 20, 50}, 50, Bucket{10, 20, 50}},
		{"success - a second", Bucket{10, 20, 50}, 51, Bucket{11, 20, 51}},
		{"success - three seconds, rounded down", Bucket{10, 20, 50}, 53, Bucket{13, 21, 53}},
		{"success - to the brim", Bucket{10, 20, 50}, 50_000, Bucket{1_000, 100, 50_000}},
		{"success - to the end of time", Bucket{10, 20, 0}, math.MaxInt64, Bucket{1_000, 100, math.MaxInt64}},
		{"success - a clock that went back", Bucket{10, 20, 50}, 40, Bucket{10, 20, 50}},
		{"success - a bucket above the capacity", Bucket{9_999, 9_999, 50}, 50, Bucket{1_000, 100, 50}},
		{"success - before 1970", Bucket{10, 20, math.MinInt64}, math.MaxInt64, Bucket{1_000, 100, math.MaxInt64}},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) { require.Equal(t, tc.want, allowance.Refill(tc.bucket, tc.now)) })
	}
}

// The bucket is what exact arithmetic says it is, for any numbers at all.
func TestRefillIsExact(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		allowance := Allowance{Gas: rapid.Uint64().Draw(t, "gas"), GasPerHour: rapid.Uint64().Draw(t, "gas an hour")}
		bucket := Bucket{Gas: rapid.Uint64().Draw(t, "left"), UpdatedAt: rapid.Int64Min(0).Draw(t, "updated at")}
		now := rapid.Int64Min(bucket.UpdatedAt).Draw(t, "now")
		exact := new(big.Int).Mul(big.NewInt(now-bucket.UpdatedAt), new(big.Int).SetUint64(allowance.GasPerHour))
		exact.Quo(exact, big.NewInt(3_600))
		exact.Add(exact, new(big.Int).SetUint64(bucket.Gas))
		if capacity := new(big.Int).SetUint64(allowance.Gas); exact.Cmp(capacity) > 0 {
			exact = capacity
		}
		if got := allowance.Refill(bucket, now).Gas; exact.Cmp(new(big.Int).SetUint64(got)) != 0 {
			t.Fatalf("got %d, exactly %s", got, exact)
		}
	})
}

// Whoever waits as long as a refusal says finds enough.
func TestSecondsUntilIsLongEnough(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		amount := rapid.Uint64Range(0, MaxAllowance)
		allowance := Allowance{
			Gas: amount.Draw(t, "gas"), GasPerHour: rapid.Uint64Range(SecondsPerHour, MaxAllowance).Draw(t, "gas an hour"),
			Bytes: amount.Draw(t, "bytes"), BytesPerHour: rapid.Uint64Range(SecondsPerHour, MaxAllowance).Draw(t, "bytes an hour"),
		}
		bucket := Bucket{Gas: min(amount.Draw(t, "gas left"), allowance.Gas), Bytes: min(amount.Draw(t, "bytes left"), allowance.Bytes)}
		gas, bytes := amount.Draw(t, "gas asked"), amount.Draw(t, "bytes asked")
		seconds, ok := allowance.SecondsUntil(bucket, gas, bytes)
		if ok != (gas <= allowance.Gas && bytes <= allowance.Bytes) {
			t.Fatalf("it says %v", ok)
		}
		if later := allowance.Refill(bucket, int64(seconds)); ok && (later.Gas < gas || later.Bytes < bytes) {
			t.Fatalf("after %d seconds it holds %d gas and %d bytes", seconds, later.Gas, later.Bytes)
		}
	})
}

func TestMinFeeFor(t *testing.T) {
	cases := []struct {
		name   string
		amount string
		gas    uint64
		want   string
	}{
		{"success - exact", "1000", 200_000, "200"},
		{"success - rounded up", "1000", 200_001, "201"},
		{"success - at least one", "1", 1, "1"},
		{"success - at least one, for no gas", "1", 0, "1"},
		{"success - the greatest of both", "340282366920938463463374607431768211455", math.MaxUint64, "6277101735386680763495507056286727952620534092958557"},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			amount, ok := sdkmath.NewIntFromString(tc.amount)
			require.True(t, ok)
			got := MinFee{Denom: "tea", AmountPerMillionGas: amount}.For(tc.gas)
			require.Equal(t, tc.want, got.String())
		})
	}
}

func TestDefaultsAreValid(t *testing.T) {
	require.NoError(t, DefaultParams().Validate())
	require.NoError(t, DefaultGenesis().Validate())
	consensus := DefaultConsensusParams()
	require.NoError(t, consensus.ValidateBasic())
	require.NoError(t, ValidateConsensusParams(consensus.ToProto()))
	consensus.Authority.Authority = "somebody"
	require.ErrorIs(t, ValidateConsensusParams(consensus.ToProto()), ErrInvalidConsensusParams)
}
