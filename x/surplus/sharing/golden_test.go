package sharing_test

import (
	"testing"

	"cosmossdk.io/math"

	"github.com/stretchr/testify/require"

	"github.com/coopledger/coopledger/x/surplus/sharing"
)

// record is a member's patronage by one basis.
type record struct {
	MemberID uint64
	Weight   math.Int
}

// records numbers weights from member 1.
func records(weights ...int64) []record {
	all := make([]record, len(weights))
	for i, weight := range weights {
		all[i] = record{MemberID: uint64(i) + 1, Weight: math.NewInt(weight)}
	}
	return all
}

// divided is a pool that members share.
type divided struct{ sharing.Outcome }

// divide shares a pool by patronage, at most so much to each member; zero is no limit.
func divide(pool, limit math.Int, all []record) (divided, error) {
	share := by("hours", step("members", members, "", remaining, 1_000_000, down))
	share.MemberCap = limit
	rules := rulesOf(share)
	outcome, err := sharing.Run(rules, sharing.Result{Member: pool}, uses{"hours": all}.rows(rules))
	return divided{outcome}, err
}

func (d divided) Share(one record) (math.Int, error) {
	share, err := d.ShareOf(sharing.Row{MemberID: one.MemberID, Weights: []math.Int{one.Weight}})
	return share.Total, err
}

// Published tables, to the unit.
func TestPublishedShares(t *testing.T) {
	for name, tc := range map[string]struct {
		pool   int64
		weight []int64
		want   []int64
	}{
		// The apportionment of the House by the census of 1790 with 60 seats, as Hamilton's
		// method gives it; the states in the order of their populations, Virginia first.
		"success - the apportionment of 1790": {
			60,
			[]int64{630560, 475327, 432879, 353523, 331589, 278514, 236841, 206236, 179570, 141822, 85533, 70835, 68705, 68446, 55540},
			[]int64{11, 8, 7, 6, 6, 5, 4, 3, 3, 2, 1, 1, 1, 1, 1},
		},
		// A well-known distributor contract pays 8 of 9 units here, by its floors.
		"success - nine units over three and two": {9, []int64{3, 2}, []int64{5, 4}},
		// Philippine Cooperative Code (RA 9520), a worked example: interest on share capital.
		"success - interest pool of RA 9520": {2100, []int64{12000, 9000}, []int64{1200, 900}},
		// The same: patronage refund.
		"success - patronage pool of RA 9520": {4000, []int64{10000, 30000}, []int64{1000, 3000}},
		// 100.00 over three equal members.
		"success - a hundred over three": {10000, []int64{1, 1, 1}, []int64{3334, 3333, 3333}},
	} {
		t.Run(name, func(t *testing.T) {
			all := records(tc.weight...)
			division, err := divide(math.NewInt(tc.pool), math.ZeroInt(), all)
			require.NoError(t, err)
			var got []int64
			for _, record := range all {
				share, err := division.Share(record)
				require.NoError(t, err)
				got = append(got, share.Int64())
			}
			require.Equal(t, tc.want, got)
			require.True(t, division.Undivided.IsZero())
		})
	}
}

// A uniform cap by hand: whoever would get more is held to it, and the others share
// what is left by their patronage.
func TestCaps(t *testing.T) {
	for name, tc := range map[string]struct {
		pool, limit int64
		weight      []int64
		want        []int64
		undivided   int64
	}{
		"success - nobody is capped":                           {20, 14, []int64{1, 1, 4}, []int64{4, 3, 13}, 0},
		"success - one is capped":                              {20, 10, []int64{1, 1, 4}, []int64{5, 5, 10}, 0},
		"success - one is capped, others uneven":               {21, 10, []int64{1, 1, 4}, []int64{6, 5, 10}, 0},
		"success - one is capped after another":                {100, 40, []int64{1, 9, 10}, []int64{20, 40, 40}, 0},
		"success - all are capped":                             {20, 5, []int64{1, 1, 4}, []int64{5, 5, 5}, 5},
		"success - all but those without patronage are capped": {20, 5, []int64{0, 1, 4}, []int64{0, 5, 5}, 10},
		"success - one member":                                 {20, 5, []int64{7}, []int64{5}, 15},
		"success - one member without a cap":                   {20, 0, []int64{7}, []int64{20}, 0},
		"success - no patronage":                               {20, 0, []int64{0, 0}, []int64{0, 0}, 20},
		"success - nobody":                                     {20, 5, nil, nil, 20},
		"success - no surplus":                                 {0, 5, []int64{1, 2}, []int64{0, 0}, 0},
	} {
		t.Run(name, func(t *testing.T) {
			all := records(tc.weight...)
			division, err := divide(math.NewInt(tc.pool), math.NewInt(tc.limit), all)
			require.NoError(t, err)
			var got []int64
			for _, record := range all {
				share, err := division.Share(record)
				require.NoError(t, err)
				got = append(got, share.Int64())
			}
			require.Equal(t, tc.want, got)
			require.Equal(t, tc.undivided, division.Undivided.Int64())
		})
	}
}

func TestBounds(t *testing.T) {
	power := func(bits uint) math.Int { return math.NewIntFromBigInt(bigPower(bits)) }
	most := func(bits uint) math.Int { return power(bits).SubRaw(1) }
	for name, tc := range map[string]struct {
		pool, limit math.Int
		records     []record
		refused     string
	}{
		"success - the greatest pool and weights": {pool: most(112), limit: most(112).SubRaw(1), records: []record{
			{MemberID: 1, Weight: most(128)}, {MemberID: 1<<64 - 1, Weight: most(128)}, {MemberID: 7, Weight: math.OneInt()},
		}},
		"error - a pool of 2^112":   {pool: power(112), limit: math.ZeroInt(), records: records(1), refused: "less than 2^112"},
		"error - a weight of 2^128": {pool: math.OneInt(), limit: math.ZeroInt(), records: []record{{MemberID: 1, Weight: power(128)}}, refused: "less than 2^128"},
		"error - a negative weight": {pool: math.OneInt(), limit: math.ZeroInt(), records: records(-1), refused: "from 0"},
		"error - no member":         {pool: math.OneInt(), limit: math.ZeroInt(), records: []record{{Weight: math.OneInt()}}, refused: "number members from 1"},
		"success - no weight":       {pool: math.OneInt(), limit: math.ZeroInt(), records: []record{{MemberID: 1}}},
		"error - a member twice at the cut": {pool: math.OneInt(), limit: math.ZeroInt(), records: []record{
			{MemberID: 5, Weight: math.OneInt()}, {MemberID: 5, Weight: math.OneInt()},
		}, refused: "more than one record"},
	} {
		t.Run(name, func(t *testing.T) {
			division, err := divide(tc.pool, tc.limit, tc.records)
			if tc.refused != "" {
				require.ErrorContains(t, err, tc.refused)
				return
			}
			require.NoError(t, err)
			sum := division.Undivided
			for _, record := range tc.records {
				share, err := division.Share(record)
				require.NoError(t, err)
				sum = sum.Add(share)
			}
			require.Equal(t, tc.pool.String(), sum.String())
		})
	}
}

// A total of 2^144 is more than 65,536 of the greatest weights sum to.
func TestTotalOutOfBounds(t *testing.T) {
	weight := math.NewIntFromBigInt(bigPower(128)).SubRaw(1)
	all := make([]record, 65_538)
	for i := range all {
		all[i] = record{MemberID: uint64(i) + 1, Weight: weight}
	}
	_, err := divide(math.OneInt(), math.ZeroInt(), all)
	require.ErrorContains(t, err, "the whole patronage")
}
