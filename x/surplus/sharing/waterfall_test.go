package sharing_test

import (
	"iter"
	"slices"
	"strings"
	"testing"

	"cosmossdk.io/math"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
	"github.com/coopledger/coopledger/x/surplus/sharing"
	"github.com/coopledger/coopledger/x/surplus/types"
)

const (
	losses    = membershiptypes.SurplusDestination_SURPLUS_DESTINATION_LOSSES
	reserve   = membershiptypes.SurplusDestination_SURPLUS_DESTINATION_RESERVE
	education = membershiptypes.SurplusDestination_SURPLUS_DESTINATION_EDUCATION
	community = membershiptypes.SurplusDestination_SURPLUS_DESTINATION_COMMUNITY
	fund      = membershiptypes.SurplusDestination_SURPLUS_DESTINATION_FUND
	interest  = membershiptypes.SurplusDestination_SURPLUS_DESTINATION_INTEREST
	members   = membershiptypes.SurplusDestination_SURPLUS_DESTINATION_MEMBERS

	gross     = membershiptypes.SurplusBase_SURPLUS_BASE_GROSS
	net       = membershiptypes.SurplusBase_SURPLUS_BASE_NET
	remaining = membershiptypes.SurplusBase_SURPLUS_BASE_REMAINING
	capital   = membershiptypes.SurplusBase_SURPLUS_BASE_CAPITAL

	up   = membershiptypes.SurplusRounding_SURPLUS_ROUNDING_UP
	down = membershiptypes.SurplusRounding_SURPLUS_ROUNDING_DOWN
)

// uses are the members' records by basis, each member in the class of its id.
type uses map[string][]record

// rows are those of all members, in the order of the bases.
func (u uses) rows(rules membershiptypes.SurplusRules) iter.Seq[sharing.Row] {
	var all []sharing.Row
	for i, basis := range rules.Bases {
		for _, one := range u[basis.Name] {
			at := slices.IndexFunc(all, func(row sharing.Row) bool { return row.MemberID == one.MemberID && row.Weights[i].IsNil() })
			if at < 0 {
				at = len(all)
				all = append(all, sharing.Row{MemberID: one.MemberID, ClassID: uint32(one.MemberID), Weights: make([]math.Int, len(rules.Bases))})
			}
			all[at].Weights[i] = one.Weight
		}
	}
	return slices.Values(all)
}

// rulesOf steps and the bases that they name.
func rulesOf(steps ...membershiptypes.SurplusStep) membershiptypes.SurplusRules {
	rules := membershiptypes.SurplusRules{Reserve: "reserve", Steps: steps}
	for _, step := range steps {
		if _, known := rules.Basis(step.Basis); !known && step.Basis != "" {
			rules.Bases = append(rules.Bases, membershiptypes.SurplusBasis{Name: step.Basis, Unit: step.Basis})
		}
	}
	return rules
}

// shareOf a member by its number.
func shareOf(t require.TestingT, outcome sharing.Outcome, rows iter.Seq[sharing.Row], memberID uint64) sharing.MemberShare {
	for row := range rows {
		if row.MemberID == memberID {
			share, err := outcome.ShareOf(row)
			require.NoError(t, err)
			return share
		}
	}
	require.Fail(t, "there is no such member")
	return sharing.MemberShare{}
}

// none are the rows where nobody has anything.
func none(func(sharing.Row) bool) {}

func step(name string, to membershiptypes.SurplusDestination, inFund string, base membershiptypes.SurplusBase, ppm uint32, rounding membershiptypes.SurplusRounding) membershiptypes.SurplusStep {
	return membershiptypes.SurplusStep{Name: name, To: to, Fund: inFund, Base: base, RatePpm: ppm, Rounding: rounding}
}

func by(basis string, of membershiptypes.SurplusStep) membershiptypes.SurplusStep {
	of.Basis, of.CashPpm = basis, 1_000_000
	return of
}

// codeRules are those of the worked example of the Philippine Cooperative Code.
func codeRules() membershiptypes.SurplusRules {
	return rulesOf(
		step("reserve", reserve, "reserve", gross, 100_000, up),
		step("education", education, "education", gross, 50_000, down),
		step("education-federation", education, "federation", gross, 50_000, down),
		step("community", community, "community", gross, 30_000, down),
		step("optional", fund, "optional", gross, 70_000, down),
		by("purchases", step("patronage", members, "", remaining, 700_000, down)),
		by("capital", step("interest", members, "", remaining, 1_000_000, down)),
	)
}

func amounts(outcome sharing.Outcome) (all []int64) {
	for _, taken := range outcome.Taken {
		all = append(all, taken.Amount.Int64())
	}
	return all
}

// RA 9520, a worked example: 1,000,000 of net surplus.
func TestPhilippineCodeWorkedExample(t *testing.T) {
	rules := codeRules()
	rows := uses{"purchases": records(10_000, 30_000), "capital": records(12_000, 9_000)}.rows(rules)
	outcome, err := sharing.Run(rules, sharing.Result{Member: math.NewInt(1_000_000)}, rows)
	require.NoError(t, err)
	require.Equal(t, []int64{100_000, 50_000, 50_000, 30_000, 70_000, 490_000, 210_000}, amounts(outcome))
	require.Zero(t, outcome.Rest.Int64())
	first := shareOf(t, outcome, rows, 1)
	// A quarter of the refund, four sevenths of the interest: the proportions of the pools
	// of 4,000 and 2,100 that the same source shares as 1,000 and 1,200.
	require.Equal(t, []int64{122_500, 120_000}, []int64{first.Shares[0].Int64(), first.Shares[1].Int64()})
	require.Equal(t, int64(242_500), first.Cash.Int64())
}

// Regulation (EC) 1435/2003, Article 65: 15 % of the surplus without losses carried
// over, until the reserve equals the capital.
func TestEuropeanCooperativeReserve(t *testing.T) {
	rules := rulesOf(
		membershiptypes.SurplusStep{Name: "losses", To: losses},
		step("reserve", reserve, "reserve", net, 150_000, up),
	)
	whole := math.NewInt(1_000_000)
	rules.Steps[1].Until = &membershiptypes.SurplusTarget{Of: membershiptypes.SurplusFigure_SURPLUS_FIGURE_CAPITAL, RatePpm: 1_000_000}
	for name, tc := range map[string]struct {
		surplus, losses, held int64
		want                  []int64
		bound                 types.Bound
	}{
		"success - fifteen in a hundred":                  {1_000_000, 200_000, 0, []int64{200_000, 120_000}, types.BoundNone},
		"success - rounded up":                            {7, 0, 0, []int64{0, 2}, types.BoundNone},
		"success - no more than the capital":              {1_000_000, 200_000, 950_000, []int64{200_000, 50_000}, types.BoundTarget},
		"success - nothing when it equals the capital":    {1_000_000, 0, 1_000_000, []int64{0, 0}, types.BoundTarget},
		"success - losses greater than the surplus":       {100, 200_000, 0, []int64{100, 0}, types.BoundNone},
		"success - the reserve has more than the capital": {100, 0, 2_000_000, []int64{0, 0}, types.BoundTarget},
	} {
		t.Run(name, func(t *testing.T) {
			result := sharing.Result{
				Member: math.NewInt(tc.surplus), Losses: math.NewInt(tc.losses), Capital: &whole,
				Funds: []sharing.FundAmount{{Fund: "reserve", Amount: math.NewInt(tc.held)}},
			}
			outcome, err := sharing.Run(rules, result, none)
			require.NoError(t, err)
			require.Equal(t, tc.want, amounts(outcome))
			require.Equal(t, tc.bound, outcome.Taken[1].Bound)
			require.Equal(t, tc.losses-tc.want[0], outcome.LossesForward.Int64())
		})
	}
	_, err := sharing.Run(rules, sharing.Result{Member: math.NewInt(1)}, none)
	require.ErrorContains(t, err, `what the fund "reserve" holds`)
	_, err = sharing.Run(rules, sharing.Result{Member: math.NewInt(1), Funds: []sharing.FundAmount{{Fund: "reserve", Amount: math.ZeroInt()}}}, none)
	require.ErrorContains(t, err, "doesn't say the co-op's capital")
}

func TestBoundsOfASteps(t *testing.T) {
	least := by("hours", step("members", members, "", gross, 500_000, down))
	least.Min = math.NewInt(80)
	most := by("hours", step("more", members, "", gross, 500_000, down))
	most.Max = math.NewInt(15)
	capped := by("hours", step("capped", members, "", remaining, 1_000_000, down))
	capped.MemberCap = math.NewInt(2)
	rules := rulesOf(least, most, capped)
	for name, tc := range map[string]struct {
		surplus   int64
		want      []int64
		bounds    []types.Bound
		undivided int64
	}{
		"success - the least, the most, all capped": {100, []int64{80, 15, 5}, []types.Bound{types.BoundMin, types.BoundMax, types.BoundNone}, 1},
		"success - less remains than the least":     {50, []int64{50, 0, 0}, []types.Bound{types.BoundRemaining, types.BoundRemaining, types.BoundNone}, 0},
		"success - no surplus":                      {0, []int64{0, 0, 0}, []types.Bound{types.BoundRemaining, types.BoundNone, types.BoundNone}, 0},
	} {
		t.Run(name, func(t *testing.T) {
			outcome, err := sharing.Run(rules, sharing.Result{Member: math.NewInt(tc.surplus)}, uses{"hours": records(5, 7)}.rows(rules))
			require.NoError(t, err)
			require.Equal(t, tc.want, amounts(outcome))
			for i, taken := range outcome.Taken {
				require.Equal(t, tc.bounds[i], taken.Bound, taken.Step.Name)
			}
			require.Equal(t, tc.undivided, outcome.Undivided.Int64())
		})
	}
	outcome, err := sharing.Run(rules, sharing.Result{Member: math.NewInt(100)}, none)
	require.NoError(t, err)
	require.Equal(t, int64(100), outcome.Undivided.Int64(), "without patronage all of it stays with the co-op")
}

func TestSourcesThatAreNotShared(t *testing.T) {
	rules := rulesOf(by("hours", step("members", members, "", remaining, 1_000_000, down)))
	for name, tc := range map[string]struct {
		member, others, extraordinary int64
		shared                        bool
		toReserve, toMembers          int64
	}{
		"success - others' business goes to the reserve":   {100, 40, 5, false, 45, 100},
		"success - it is shared where the rules say so":    {100, 40, 5, true, 0, 145},
		"success - members' loss is borne by it":           {-30, 40, 5, false, 15, 0},
		"success - its loss is borne by members' business": {100, -40, 5, false, 0, 65},
	} {
		t.Run(name, func(t *testing.T) {
			rules.ShareNonMember, rules.ShareExtraordinary = tc.shared, tc.shared
			result := sharing.Result{Member: math.NewInt(tc.member), NonMember: math.NewInt(tc.others), Extraordinary: math.NewInt(tc.extraordinary)}
			outcome, err := sharing.Run(rules, result, uses{"hours": records(1)}.rows(rules))
			require.NoError(t, err)
			require.Equal(t, tc.toReserve, outcome.ToReserve.Int64())
			require.Equal(t, []int64{tc.toMembers}, amounts(outcome))
		})
	}
}

func TestALossIsBorneInOrder(t *testing.T) {
	rules := rulesOf(by("hours", step("members", members, "", gross, 1_000_000, down)))
	rules.LossOrder = []string{"operating", "reserve"}
	held := []sharing.FundAmount{{Fund: "reserve", Amount: math.NewInt(50)}, {Fund: "operating", Amount: math.NewInt(20)}}
	outcome, err := sharing.Run(rules, sharing.Result{Member: math.NewInt(-100), Losses: math.NewInt(7), Funds: held}, none)
	require.NoError(t, err)
	require.Equal(t, []sharing.FundAmount{{Fund: "operating", Amount: math.NewInt(20)}, {Fund: "reserve", Amount: math.NewInt(50)}}, outcome.Borne)
	require.Equal(t, int64(37), outcome.LossesForward.Int64())
	require.Empty(t, outcome.Taken)
	_, err = sharing.Run(rules, sharing.Result{Member: math.NewInt(-100), Funds: held[:1]}, none)
	require.ErrorContains(t, err, `"operating" holds, which bears losses`)
	_, err = sharing.Run(rules, sharing.Result{Funds: []sharing.FundAmount{{Fund: "vans", Amount: math.OneInt()}}}, none)
	require.ErrorContains(t, err, "of which the charter's surplus doesn't speak")
	_, err = sharing.Run(rules, sharing.Result{Losses: math.NewInt(-1)}, none)
	require.ErrorContains(t, err, "from 0 to less than 2^112")
}

func TestCashAndClasses(t *testing.T) {
	workers := by("hours", step("workers", members, "", gross, 450_000, down))
	workers.ClassIds, workers.CashPpm = []uint32{1, 2}, 333_333
	rules := rulesOf(workers, by("capital", step("interest", interest, "", capital, 50_000, down)))
	rules.DeMinimis = math.NewInt(12)
	rows := uses{"hours": records(10, 20, 70), "capital": records(100, 0, 100)}.rows(rules)
	outcome, err := sharing.Run(rules, sharing.Result{Member: math.NewInt(100)}, rows)
	require.NoError(t, err)
	require.Equal(t, []int64{45, 10}, amounts(outcome))
	for id, want := range map[uint64][]int64{
		1: {15, 5, 20, 0, 20}, // ⌈5.0⌉ + 5 are less than 12, so they are credited
		2: {30, 0, 30, 0, 30}, // ⌈9.99999⌉
		3: {0, 5, 5, 0, 5},
	} {
		member := shareOf(t, outcome, rows, id)
		require.Equal(t, want, []int64{member.Shares[0].Int64(), member.Shares[1].Int64(), member.Total.Int64(), member.Cash.Int64(), member.Retained.Int64()})
	}
	require.Equal(t, []int64{0, 55, 3}, []int64{outcome.Cash.Int64(), outcome.Retained.Int64(), int64(outcome.Members)})
}

func TestCashIsRoundedUp(t *testing.T) {
	for _, tc := range []struct {
		share, cash int64
		ppm         uint32
	}{{100, 34, 333_334}, {100, 34, 333_333}, {100, 30, 300_000}, {1, 1, 1}, {1, 0, 0}} {
		all := by("hours", step("members", members, "", gross, 1_000_000, down))
		all.CashPpm = tc.ppm
		rules := rulesOf(all)
		outcome, err := sharing.Run(rules, sharing.Result{Member: math.NewInt(tc.share)}, uses{"hours": records(1)}.rows(rules))
		require.NoError(t, err)
		require.Equal(t, []int64{tc.cash, tc.share - tc.cash}, []int64{outcome.Cash.Int64(), outcome.Retained.Int64()})
	}
}

// drawRules draws steps of every kind that a charter could have.
func drawRules(t *rapid.T) membershiptypes.SurplusRules {
	rules := membershiptypes.SurplusRules{
		Bases:   []membershiptypes.SurplusBasis{{Name: "hours", Unit: "hours"}},
		Reserve: "reserve", ShareNonMember: rapid.Bool().Draw(t, "others"), ShareExtraordinary: rapid.Bool().Draw(t, "extraordinary"),
		LossOrder: []string{"operating"}, DeMinimis: drawNumber(t, "de-minimis", 20),
	}
	if rapid.Bool().Draw(t, "losses") {
		rules.Steps = append(rules.Steps, membershiptypes.SurplusStep{Name: "losses", To: losses})
	}
	for i := range rapid.IntRange(1, 5).Draw(t, "steps") {
		one := step(strings.Repeat("s", i+1), fund, "reserve", rapid.SampledFrom([]membershiptypes.SurplusBase{gross, net, remaining}).Draw(t, "base"),
			rapid.Uint32Range(0, 1_000_000).Draw(t, "rate"), rapid.SampledFrom([]membershiptypes.SurplusRounding{up, down}).Draw(t, "rounding"))
		one.Min, one.Max = drawNumber(t, "min", 60), drawNumber(t, "max", 112)
		if rapid.Bool().Draw(t, "for members") {
			one.To, one.Fund, one.Basis = members, "", "hours"
			one.CashPpm = rapid.Uint32Range(0, 1_000_000).Draw(t, "cash")
			one.MemberCap = drawNumber(t, "cap", 112)
			one.ClassIds = rapid.SampledFrom([][]uint32{nil, {1, 2}, {3}}).Draw(t, "classes")
		} else if rapid.Bool().Draw(t, "target") {
			one.Until = &membershiptypes.SurplusTarget{Amount: drawNumber(t, "until", 112)}
		}
		rules.Steps = append(rules.Steps, one)
	}
	return rules
}

func TestNothingOfASurplusIsLost(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rules, all := drawRules(t), drawRecords(t)
		result := sharing.Result{
			Member: drawNumber(t, "member", 110), NonMember: drawNumber(t, "non-member", 110), Losses: drawNumber(t, "forward", 112),
			Funds: []sharing.FundAmount{{Fund: "reserve", Amount: drawNumber(t, "held", 112)}, {Fund: "operating", Amount: drawNumber(t, "operating", 100)}},
		}
		if rapid.IntRange(0, 3).Draw(t, "loses") == 0 {
			result.Member = result.Member.Neg()
		}
		rows := uses{"hours": all}.rows(rules)
		outcome, err := sharing.Run(rules, result, rows)
		require.NoError(t, err)
		if outcome.Surplus.IsNegative() {
			left := outcome.LossesForward.Sub(result.Losses)
			for _, borne := range outcome.Borne {
				left = left.Add(borne.Amount)
			}
			require.Equal(t, outcome.Surplus.Neg().String(), left.String(), "the loss")
			return
		}
		sum, divided := outcome.ToReserve.Add(outcome.Rest), outcome.Undivided
		for _, taken := range outcome.Taken {
			require.False(t, taken.Amount.IsNegative())
			sum = sum.Add(taken.Amount)
			if taken.Division != nil {
				divided = divided.Sub(taken.Amount)
			}
		}
		require.Equal(t, outcome.Surplus.String(), sum.String(), "the steps")
		for row := range rows {
			member, err := outcome.ShareOf(row)
			require.NoError(t, err)
			require.Equal(t, member.Total.String(), member.Cash.Add(member.Retained).String())
			require.False(t, member.Retained.IsNegative())
			divided = divided.Add(member.Total)
		}
		require.True(t, divided.IsZero(), "members' shares differ from their pools by %s", divided)
	})
}
