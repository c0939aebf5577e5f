package sharing_test

import (
	"encoding/json"
	"math/big"
	"slices"
	"testing"

	"cosmossdk.io/math"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func bigPower(bits uint) *big.Int { return new(big.Int).Lsh(big.NewInt(1), bits) }

// drawNumber draws small numbers and great ones, of which the sizes are even.
func drawNumber(t *rapid.T, label string, bits int) math.Int {
	size := rapid.IntRange(0, bits).Draw(t, label+" bits")
	bytes := rapid.SliceOfN(rapid.Byte(), 16, 16).Draw(t, label)
	number := new(big.Int).SetBytes(bytes)
	return math.NewIntFromBigInt(number.And(number, new(big.Int).Sub(bigPower(uint(size)), big.NewInt(1))))
}

// drawRecords draws members of any ids, many with equal patronage.
func drawRecords(t *rapid.T) []record {
	ids := rapid.SliceOfNDistinct(rapid.OneOf(rapid.Uint64Range(1, 40), rapid.Uint64Range(1, 1<<64-1)), 0, 12, rapid.ID[uint64]).Draw(t, "ids")
	few := []math.Int{math.ZeroInt(), math.OneInt(), drawNumber(t, "equal", 128)}
	all := make([]record, len(ids))
	for i, id := range ids {
		all[i] = record{MemberID: id}
		if pick := rapid.IntRange(0, 4).Draw(t, "pick"); pick < len(few) {
			all[i].Weight = few[pick]
		} else {
			all[i].Weight = drawNumber(t, "weight", 128)
		}
	}
	return all
}

// reference shares with fractions, everything in memory: whoever would get more
// than the cap is set aside until nobody does; the rest by largest remainder.
func reference(pool, limit math.Int, all []record) (shares map[uint64]*big.Int, undivided *big.Int) {
	shares = make(map[uint64]*big.Int)
	left, open := pool.BigInt(), []record{}
	for _, record := range all {
		shares[record.MemberID] = new(big.Int)
		if record.Weight.IsPositive() {
			open = append(open, record)
		}
	}
	quotaOf := func(one record) *big.Rat {
		total := new(big.Int)
		for _, one := range open {
			total.Add(total, one.Weight.BigInt())
		}
		return new(big.Rat).SetFrac(new(big.Int).Mul(left, one.Weight.BigInt()), total)
	}
	for again := limit.IsPositive(); again; {
		again = false
		slices.SortFunc(open, func(a, b record) int { return b.Weight.BigInt().Cmp(a.Weight.BigInt()) })
		if len(open) > 0 && quotaOf(open[0]).Cmp(new(big.Rat).SetInt(limit.BigInt())) > 0 {
			shares[open[0].MemberID] = limit.BigInt()
			left.Sub(left, limit.BigInt())
			open, again = open[1:], true
		}
	}
	if len(open) == 0 {
		return shares, left
	}
	type part struct {
		id   uint64
		rest *big.Rat
	}
	var parts []part
	units := new(big.Int).Set(left)
	for _, record := range open {
		quota := quotaOf(record)
		floor := new(big.Int).Quo(quota.Num(), quota.Denom())
		shares[record.MemberID] = floor
		units.Sub(units, floor)
		parts = append(parts, part{record.MemberID, new(big.Rat).Sub(quota, new(big.Rat).SetInt(floor))})
	}
	slices.SortFunc(parts, func(a, b part) int {
		if order := b.rest.Cmp(a.rest); order != 0 {
			return order
		}
		if a.id < b.id {
			return -1
		}
		return 1
	})
	for _, one := range parts[:units.Int64()] {
		shares[one.id].Add(shares[one.id], big.NewInt(1))
	}
	return shares, new(big.Int)
}

func drawDivision(t *rapid.T) (pool, limit math.Int, all []record) {
	pool, limit = drawNumber(t, "pool", 112), math.ZeroInt()
	switch rapid.IntRange(0, 2).Draw(t, "cap") {
	case 1:
		limit = drawNumber(t, "limit", 112)
	case 2: // near to what a member gets
		limit = pool.QuoRaw(int64(rapid.IntRange(1, 12).Draw(t, "part")))
	}
	return pool, limit, drawRecords(t)
}

func TestSharesAgreeWithFractions(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		pool, limit, all := drawDivision(t)
		division, err := divide(pool, limit, all)
		require.NoError(t, err)
		want, undivided := reference(pool, limit, all)
		require.Equal(t, undivided.String(), division.Undivided.String())
		sum := division.Undivided
		for _, record := range all {
			share, err := division.Share(record)
			require.NoError(t, err)
			require.Equal(t, want[record.MemberID].String(), share.String(), "member %d of %v", record.MemberID, all)
			require.False(t, limit.IsPositive() && share.GT(limit), "member %d is over the cap", record.MemberID)
			sum = sum.Add(share)
		}
		require.Equal(t, pool.String(), sum.String(), "the sum of the shares")
	})
}

func TestSharesAreWithinOneUnitOfTheQuota(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		pool, all := drawNumber(t, "pool", 112), drawRecords(t)
		division, err := divide(pool, math.ZeroInt(), all)
		require.NoError(t, err)
		total := division.Taken[0].Division.Rest.Total
		for _, record := range all {
			share, err := division.Share(record)
			require.NoError(t, err)
			if total.IsZero() {
				require.True(t, share.IsZero())
				continue
			}
			quota := new(big.Rat).SetFrac(new(big.Int).Mul(pool.BigInt(), record.Weight.BigInt()), total.BigInt())
			off := quota.Sub(quota, new(big.Rat).SetInt(share.BigInt()))
			require.Negative(t, off.Abs(off).Cmp(big.NewRat(1, 1)))
		}
	})
}

func TestOrderOfRecordsNeverMatters(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		pool, limit, all := drawDivision(t)
		one, err := divide(pool, limit, all)
		require.NoError(t, err)
		mixed := rapid.Permutation(all).Draw(t, "order")
		other, err := divide(pool, limit, mixed)
		require.NoError(t, err)
		require.Equal(t, text(t, one), text(t, other))
	})
}

func TestWhoHasMorePatronageNeverGetsLess(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		pool, limit, all := drawDivision(t)
		division, err := divide(pool, limit, all)
		require.NoError(t, err)
		slices.SortFunc(all, func(a, b record) int { return a.Weight.BigInt().Cmp(b.Weight.BigInt()) })
		last := record{MemberID: 1, Weight: math.ZeroInt()}
		least := math.ZeroInt()
		for _, record := range all {
			share, err := division.Share(record)
			require.NoError(t, err)
			if record.Weight.GT(last.Weight) {
				require.False(t, share.LT(least), "%s units get %s, %s get %s", record.Weight, share, last.Weight, least)
			}
			last, least = record, math.MaxInt(share, least)
		}
	})
}

func text(t require.TestingT, value any) string {
	raw, err := json.Marshal(value)
	require.NoError(t, err)
	return string(raw)
}
