package sharing_test

import (
	"math/big"
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

// stored writes a settling down and reads it again.
func stored(t require.TestingT, s *sharing.Settling) *sharing.Settling {
	raw, err := (*types.Settling)(s).Marshal()
	require.NoError(t, err)
	var read types.Settling
	require.NoError(t, read.Unmarshal(raw))
	return (*sharing.Settling)(&read)
}

// chunked settles over rows in another order in each pass, some at a time, and stores
// what is known at some places between them.
func chunked(t *rapid.T, s *sharing.Settling, rows []sharing.Row) sharing.Outcome {
	for passes := 0; !s.Done(); passes++ {
		require.Less(t, passes, 1+12+18+1, "passes are bounded")
		mixed := rapid.Permutation(rows).Draw(t, "order")
		stores := rapid.IntRange(0, 3).Draw(t, "stores")
		for at := 0; at < len(mixed); {
			next := rapid.IntRange(at+1, len(mixed)).Draw(t, "next")
			require.NoError(t, s.Pass(slices.Values(mixed[at:next])))
			if at = next; stores == 1 {
				s = stored(t, s)
			}
		}
		require.NoError(t, s.EndPass())
		if stores == 2 {
			s = stored(t, s)
		}
	}
	return stored(t, s).Outcome()
}

// expected is what a reference with fractions gives, everything in memory.
type expected struct {
	bases, amounts []string
	shares         []map[uint64]*big.Int
	undivided      *big.Int
	cash, retained *big.Int
	members        uint64
}

// ofRate is amount · rate in millionths, rounded up or down, by a fraction.
func ofRate(amount *big.Int, ppm uint32, roundUp bool) *big.Int {
	exact := new(big.Rat).Mul(new(big.Rat).SetInt(amount), big.NewRat(int64(ppm), 1_000_000))
	whole := new(big.Int).Quo(exact.Num(), exact.Denom())
	if roundUp && !exact.IsInt() {
		whole.Add(whole, big.NewInt(1))
	}
	return whole
}

// recordsOf a step are those of its classes, by its basis.
func recordsOf(rules membershiptypes.SurplusRules, step membershiptypes.SurplusStep, rows []sharing.Row) (all []record) {
	at := slices.IndexFunc(rules.Bases, func(basis membershiptypes.SurplusBasis) bool { return basis.Name == step.Basis })
	for _, row := range rows {
		if len(step.ClassIds) > 0 && !slices.Contains(step.ClassIds, row.ClassID) {
			continue
		}
		one := record{row.MemberID, math.ZeroInt()}
		if rules.Bases[at].PerHead {
			one.Weight = math.OneInt()
		} else if at < len(row.Weights) && !row.Weights[at].IsNil() {
			one.Weight = row.Weights[at]
		}
		all = append(all, one)
	}
	return all
}

// expect works out the steps that drawSettling draws, in order: rate, least, most and
// what remains.
func expect(rules membershiptypes.SurplusRules, surplus math.Int, rows []sharing.Row) expected {
	want := expected{undivided: new(big.Int), cash: new(big.Int), retained: new(big.Int)}
	all, rest := surplus.BigInt(), surplus.BigInt()
	for _, step := range rules.Steps {
		of := map[membershiptypes.SurplusBase]*big.Int{gross: all, remaining: new(big.Int).Set(rest)}[step.Base]
		if step.Base == capital {
			of = new(big.Int)
			for _, one := range recordsOf(rules, step, rows) {
				of.Add(of, one.Weight.BigInt())
			}
		}
		amount := ofRate(of, step.RatePpm, step.Rounding == up)
		if amount.Cmp(step.Min.BigInt()) < 0 {
			amount = step.Min.BigInt()
		}
		if step.Max.IsPositive() && amount.Cmp(step.Max.BigInt()) > 0 {
			amount = step.Max.BigInt()
		}
		if amount.Cmp(rest) > 0 {
			amount = new(big.Int).Set(rest)
		}
		rest.Sub(rest, amount)
		want.bases, want.amounts = append(want.bases, of.String()), append(want.amounts, amount.String())
		if step.Basis != "" {
			shares, undivided := reference(math.NewIntFromBigInt(amount), step.MemberCap, recordsOf(rules, step, rows))
			want.shares, want.undivided = append(want.shares, shares), want.undivided.Add(want.undivided, undivided)
		}
	}
	want.addUp(rules, rows)
	return want
}

func (e *expected) addUp(rules membershiptypes.SurplusRules, rows []sharing.Row) {
	for _, row := range rows {
		total, cash, at := new(big.Int), new(big.Int), 0
		for _, step := range rules.Steps {
			if step.Basis == "" {
				continue
			}
			if share := e.shares[at][row.MemberID]; share != nil {
				total.Add(total, share)
				cash.Add(cash, ofRate(share, step.CashPpm, true))
			}
			at++
		}
		if cash.Cmp(rules.DeMinimis.BigInt()) < 0 {
			cash.SetInt64(0)
		}
		if total.Sign() > 0 {
			e.members++
		}
		e.cash.Add(e.cash, cash)
		e.retained.Add(e.retained, total.Sub(total, cash))
	}
}

// drawMemberRules draws steps to members and funds: classes, caps, heads, interest.
func drawMemberRules(t *rapid.T) membershiptypes.SurplusRules {
	rules := membershiptypes.SurplusRules{
		Reserve: "reserve", DeMinimis: drawNumber(t, "de-minimis", 60), LossOrder: []string{"reserve"},
		Bases: []membershiptypes.SurplusBasis{{Name: "capital"}, {Name: "heads", PerHead: true}, {Name: "hours"}},
	}
	for i := range rapid.IntRange(1, 4).Draw(t, "steps") {
		one := step(strings.Repeat("s", i+1), members, "", rapid.SampledFrom([]membershiptypes.SurplusBase{gross, remaining}).Draw(t, "base"),
			rapid.OneOf(rapid.Just[uint32](1_000_000), rapid.Uint32Range(0, 1_000_000)).Draw(t, "rate"), rapid.SampledFrom([]membershiptypes.SurplusRounding{up, down}).Draw(t, "rounding"))
		one.Basis = rapid.SampledFrom([]string{"capital", "heads", "hours", "hours"}).Draw(t, "basis")
		one.Min, one.Max, one.MemberCap = drawNumber(t, "min", 40), math.ZeroInt(), math.ZeroInt()
		switch rapid.IntRange(0, 5).Draw(t, "kind") {
		case 0:
			one.To, one.Fund, one.Basis = fund, "vans", ""
		case 1:
			one.To, one.Base, one.Basis = interest, capital, "capital"
		case 2:
			one.Max = drawNumber(t, "max", 112)
		}
		if one.Basis != "" {
			one.CashPpm = rapid.Uint32Range(0, 1_000_000).Draw(t, "cash")
			one.ClassIds = rapid.SampledFrom([][]uint32{nil, {1}, {2, 3}, {9}}).Draw(t, "classes")
			if rapid.Bool().Draw(t, "capped") {
				one.MemberCap = drawNumber(t, "cap", 112)
			}
		}
		rules.Steps = append(rules.Steps, one)
	}
	return rules
}

// drawRows draws members of three classes, of whom some have nothing recorded.
func drawRows(t *rapid.T) []sharing.Row {
	all := drawRecords(t)
	rows := make([]sharing.Row, len(all))
	for i, one := range all {
		rows[i] = sharing.Row{MemberID: one.MemberID, ClassID: rapid.Uint32Range(1, 3).Draw(t, "class")}
		switch rapid.IntRange(0, 4).Draw(t, "recorded") {
		case 0:
		case 1:
			rows[i].Weights = []math.Int{one.Weight}
		default:
			rows[i].Weights = []math.Int{drawNumber(t, "capital", 100), {}, one.Weight}
		}
	}
	return rows
}

// However rows come, in whatever order, and wherever what is known is stored, a
// surplus is settled as fractions in memory share it.
func TestSettlingAgreesWithFractions(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rules, rows, result := drawMemberRules(t), drawRows(t), sharing.Result{Member: drawNumber(t, "surplus", 112)}
		if rapid.IntRange(0, 9).Draw(t, "nothing") == 0 {
			result.Member = math.ZeroInt()
		}
		s, err := sharing.NewSettling(rules, result)
		require.NoError(t, err)
		if result.Member.IsZero() {
			require.True(t, s.Done(), "nothing needs no pass")
		}
		got, want := chunked(t, s, rows), expect(rules, result.Member, rows)
		require.Len(t, got.Taken, len(rules.Steps))
		for i, taken := range got.Taken {
			require.Equal(t, want.amounts[i], taken.Amount.String(), "the step %d", i)
			if result.Member.IsPositive() {
				require.Equal(t, want.bases[i], taken.Base.String(), "the base of the step %d", i)
			}
		}
		for _, row := range rows {
			member, err := got.ShareOf(row)
			require.NoError(t, err)
			for i, share := range member.Shares {
				if wanted := want.shares[i][row.MemberID]; wanted != nil {
					require.Equal(t, wanted.String(), share.String(), "member %d of step %d", row.MemberID, i)
				} else {
					require.True(t, share.IsZero())
				}
			}
		}
		require.Equal(t, []string{want.undivided.String(), want.cash.String(), want.retained.String()}, []string{got.Undivided.String(), got.Cash.String(), got.Retained.String()})
		require.Equal(t, want.members, got.Members)
		if result.Member.IsPositive() {
			whole, err := sharing.Run(rules, result, slices.Values(rows))
			require.NoError(t, err)
			require.Equal(t, text(t, whole), text(t, got))
		}
	})
}

// hoursRules give members all of a surplus, at most so much to each.
func hoursRules(limit int64) membershiptypes.SurplusRules {
	all := by("hours", step("members", members, "", gross, 1_000_000, down))
	all.MemberCap = math.NewInt(limit)
	return rulesOf(all)
}

func rowsOf(weights ...int64) (all []sharing.Row) {
	for _, one := range records(weights...) {
		all = append(all, sharing.Row{MemberID: one.MemberID, Weights: []math.Int{one.Weight}})
	}
	return all
}

func TestNothingNeedsNoPass(t *testing.T) {
	toFund := rulesOf(step("vans", fund, "vans", gross, 1_000_000, down))
	for name, tc := range map[string]struct {
		rules  membershiptypes.SurplusRules
		result sharing.Result
		passes uint32
	}{
		"success - a loss":                     {hoursRules(0), sharing.Result{Member: math.NewInt(-5)}, 0},
		"success - no surplus":                 {hoursRules(0), sharing.Result{}, 0},
		"success - none of it is shared":       {hoursRules(0), sharing.Result{NonMember: math.NewInt(5)}, 0},
		"success - no step is for members":     {toFund, sharing.Result{Member: math.NewInt(5)}, 0},
		"success - without a rest":             {hoursRules(0), sharing.Result{Member: math.NewInt(6)}, 3},
		"success - all are capped":             {hoursRules(1), sharing.Result{Member: math.NewInt(100)}, 3},
		"success - a unit is left to the rows": {hoursRules(0), sharing.Result{Member: math.NewInt(7)}, 3},
	} {
		t.Run(name, func(t *testing.T) {
			s, err := sharing.NewSettling(tc.rules, tc.result)
			require.NoError(t, err)
			for !s.Done() {
				require.NoError(t, s.Pass(slices.Values(rowsOf(1, 2, 3))))
				require.NoError(t, s.EndPass())
			}
			require.Equal(t, tc.passes, s.Passes)
			require.Empty(t, s.Dividing)
			require.ErrorIs(t, s.Pass(slices.Values(rowsOf(1))), types.ErrChanged)
			require.ErrorIs(t, s.EndPass(), types.ErrChanged)
		})
	}
	rules := hoursRules(0)
	rules.Bases = nil
	_, err := sharing.NewSettling(rules, sharing.Result{})
	require.ErrorContains(t, err, `shared by the basis "hours", which the rules don't have`)
}

// Rows that are lost, doubled or others after any of the passes settle nothing.
func TestRowsThatChangeBetweenPassesAreRefused(t *testing.T) {
	for _, limit := range []int64{0, 4, 1} {
		for name, changed := range map[string][]sharing.Row{"lost": rowsOf(5, 7), "doubled": append(rowsOf(5, 7, 9), rowsOf(5)...), "more": rowsOf(5, 7, 10), "nobody": nil} {
			for from := uint32(1); from < 4; from++ {
				s, err := sharing.NewSettling(hoursRules(limit), sharing.Result{Member: math.NewInt(10)})
				require.NoError(t, err)
				for !s.Done() && err == nil {
					rows := rowsOf(5, 7, 9)
					if s.Passes >= from {
						rows = changed
					}
					require.NoError(t, s.Pass(slices.Values(rows)))
					err = s.EndPass()
				}
				if s.Passes > from && (limit == 0 || name != "more") { // who is capped gets the same with more
					require.ErrorIs(t, err, types.ErrChanged, "%s with a cap of %d from pass %d", name, limit, from)
				}
			}
		}
	}
}

// Between two passes a stored settling has no counts.
func TestCountsAreDroppedBetweenPasses(t *testing.T) {
	s, err := sharing.NewSettling(hoursRules(4), sharing.Result{Member: math.NewInt(10)})
	require.NoError(t, err)
	for !s.Done() {
		size := (*types.Settling)(s).Size()
		require.Less(t, size, 2_000)
		require.NoError(t, s.Pass(slices.Values(rowsOf(5, 7, 9))))
		require.NoError(t, s.EndPass())
	}
}
