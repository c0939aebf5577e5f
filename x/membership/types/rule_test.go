package types_test

import (
	"fmt"
	"math"
	"math/big"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/coopledger/coopledger/x/membership/testutil"
	"github.com/coopledger/coopledger/x/membership/types"
)

func TestThresholdMetIsExact(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		denominator := rapid.Uint32Range(1, types.MaxThresholdDenominator).Draw(t, "denominator")
		threshold := types.Threshold{
			Numerator:   rapid.Uint32Range(0, denominator).Draw(t, "numerator"),
			Denominator: denominator,
			MoreThan:    rapid.Bool().Draw(t, "more than"),
		}
		part, whole := rapid.Uint64().Draw(t, "part"), rapid.Uint64().Draw(t, "whole")
		left := new(big.Int).Mul(new(big.Int).SetUint64(part), big.NewInt(int64(threshold.Denominator)))
		right := new(big.Int).Mul(new(big.Int).SetUint64(whole), big.NewInt(int64(threshold.Numerator)))
		want := left.Cmp(right) > 0 || (left.Cmp(right) == 0 && !threshold.MoreThan)
		if threshold.Met(part, whole) != want {
			t.Fatalf("%d of %d against %v: want %t", part, whole, threshold, want)
		}
	})
}

func TestThresholdMetAtTheEdges(t *testing.T) {
	half := types.Threshold{Numerator: 1, Denominator: 2}
	moreThanHalf := types.Threshold{Numerator: 1, Denominator: 2, MoreThan: true}
	require.True(t, half.Met(2, 4))
	require.False(t, moreThanHalf.Met(2, 4))
	require.True(t, moreThanHalf.Met(5, 9))
	require.False(t, moreThanHalf.Met(4, 9))
	require.True(t, half.Met(math.MaxUint64, math.MaxUint64))
	require.False(t, half.Met(math.MaxUint64/2, math.MaxUint64))
}

// ballots are those of a finished vote.
type ballots struct{ yes, no, abstained, roll uint64 }

// share is a fraction compared with whole numbers, written apart from the code under test.
func share(part, whole uint64, threshold types.Threshold) bool {
	left, right := part*uint64(threshold.Denominator), whole*uint64(threshold.Numerator)
	if threshold.MoreThan {
		return left > right
	}
	return left >= right
}

func passes(rule types.DecisionRule, b ballots) bool {
	if b.yes == 0 {
		return false
	}
	if rule.Consent && b.no > 0 {
		return false
	}
	base := map[types.Base]uint64{
		types.Base_BASE_VOTES_CAST: b.yes + b.no, types.Base_BASE_PRESENT: b.yes + b.no + b.abstained, types.Base_BASE_ROLL: b.roll,
	}[rule.Approval.Base]
	if share(b.yes, base, rule.Approval) && share(b.yes+b.no+b.abstained, b.roll, rule.Quorum) {
		return true
	}
	return rule.OrMajorityOfRoll && 2*b.yes > b.roll
}

func atSpecialFloor(b ballots) bool {
	return (3*b.yes >= 2*(b.yes+b.no) && 2*(b.yes+b.no+b.abstained) >= b.roll) || 2*b.yes > b.roll
}

func forEachBallots(rollMax uint64, visit func(ballots)) {
	for roll := uint64(1); roll <= rollMax; roll++ {
		for yes := uint64(0); yes <= roll; yes++ {
			for no := uint64(0); yes+no <= roll; no++ {
				for abstained := uint64(0); yes+no+abstained <= roll; abstained++ {
					visit(ballots{yes, no, abstained, roll})
				}
			}
		}
	}
}

// Whatever a rule that meets the floor lets pass, the floor lets pass too.
func TestMeetsSpecialFloorLetsNothingBelowPass(t *testing.T) {
	accepted, refused := 0, 0
	for _, rule := range rulesToTry() {
		if !rule.MeetsSpecialFloor() {
			refused++
			continue
		}
		accepted++
		forEachBallots(9, func(b ballots) {
			if passes(rule, b) && !atSpecialFloor(b) {
				t.Fatalf("%+v lets %+v pass", rule, b)
			}
		})
	}
	require.Positive(t, accepted)
	require.Positive(t, refused)
}

// A refused rule of the kinds that charters use lets something below the floor
// pass: the check is not stricter than it says. Shares of those present with a
// high quorum are left out: some are within the floor by their product alone.
func TestMeetsSpecialFloorRefusesNothingWithin(t *testing.T) {
	for _, rule := range rulesToTry() {
		if rule.MeetsSpecialFloor() || rule.Approval.Base == types.Base_BASE_PRESENT || rule.Quorum.MoreThan || rule.Approval.MoreThan {
			continue
		}
		if rule.Approval.Denominator == 100 || rule.Quorum.Denominator == 100 {
			continue // a hundredth below a half shows only on rolls too large to try all ballots of
		}
		below := false
		forEachBallots(24, func(b ballots) { below = below || (passes(rule, b) && !atSpecialFloor(b)) })
		require.True(t, below, "%+v", rule)
	}
}

func rulesToTry() []types.DecisionRule {
	var rules []types.DecisionRule
	shares := [][2]uint32{{0, 1}, {1, 4}, {1, 3}, {49, 100}, {1, 2}, {51, 100}, {3, 5}, {66, 100}, {2, 3}, {67, 100}, {3, 4}, {1, 1}}
	bases := []types.Base{types.Base_BASE_VOTES_CAST, types.Base_BASE_PRESENT, types.Base_BASE_ROLL}
	for _, approval := range shares {
		for _, quorum := range shares {
			for flags := range 16 {
				for _, base := range bases {
					rule := types.DecisionRule{
						Name:             "rule",
						Approval:         types.Threshold{Numerator: approval[0], Denominator: approval[1], MoreThan: flags&1 != 0, Base: base},
						Quorum:           types.Threshold{Numerator: quorum[0], Denominator: quorum[1], MoreThan: flags&2 != 0, Base: types.Base_BASE_ROLL},
						Consent:          flags&4 != 0,
						OrMajorityOfRoll: flags&8 != 0, VotingPeriodSeconds: 1,
					}
					if rule.Validate(types.DefaultParams()) == nil {
						rules = append(rules, rule)
					}
				}
			}
		}
	}
	return rules
}

// A roll can pass a rule exactly if some ballots of its members do, and there
// are enough of them to second a proposal.
func TestCanPass(t *testing.T) {
	for _, rule := range rulesToTry() {
		for roll := uint64(1); roll <= 5; roll++ {
			require.Equal(t, passes(rule, ballots{yes: roll, roll: roll}), rule.CanPass(ofAble(roll)), "%+v", rule)
		}
		require.False(t, rule.CanPass(ofAble(0)))
	}
	rule := testutil.Ordinary()
	rule.Seconders, rule.SecondingPeriodSeconds = 2, 1
	for roll, can := range []bool{false, false, false, true, true} {
		t.Run(fmt.Sprintf("two seconders on a roll of %d", roll), func(t *testing.T) {
			require.Equal(t, can, rule.CanPass(ofAble(uint64(roll))))
		})
	}
}

// ofAble is a roll of members who all can vote.
func ofAble(members uint64) types.Roll { return ofBoth(members, 0) }

// ofBoth is a roll of one class with members of whom some can't vote now.
func ofBoth(able, mute uint64) (roll types.Roll) {
	if able > 0 {
		roll.Able = []types.ClassCount{{ClassId: 1, Members: able}}
	}
	if able+mute > 0 {
		roll.Counts = []types.ClassCount{{ClassId: 1, Members: able + mute}}
	}
	return roll
}

// Who has no key, or is suspended, counts in every share of the roll and can't
// help to reach it.
func TestCanPassWithMembersWhoCantVote(t *testing.T) {
	could, couldNot := 0, 0
	for _, rule := range rulesToTry() {
		for able := uint64(0); able <= 4; able++ {
			for mute := uint64(0); mute <= 4; mute++ {
				want := passes(rule, ballots{yes: able, roll: able + mute})
				require.Equal(t, want, rule.CanPass(ofBoth(able, mute)), "%d of %d: %+v", able, able+mute, rule)
				if want {
					could++
				} else {
					couldNot++
				}
			}
		}
	}
	require.Positive(t, could)
	require.Positive(t, couldNot)
	rule := testutil.Ordinary()
	rule.Seconders, rule.SecondingPeriodSeconds = 1, 1
	require.False(t, rule.CanPass(ofBoth(1, 5)), "who can't vote doesn't second")
	require.True(t, rule.CanPass(ofBoth(2, 4)))
	rule.Quorum = types.Threshold{Numerator: 1, Denominator: 1, Base: types.Base_BASE_ACTIVE}
	require.True(t, rule.CanPass(ofBoth(2, 4)), "all active members")
}

func TestEachChamberNeedsSomebodyWhoCanVote(t *testing.T) {
	charter := testutil.WorkerCharter()
	charter.Classes[1].Votes = true
	share := types.Threshold{Numerator: 1, Denominator: 2, MoreThan: true, Base: types.Base_BASE_VOTES_CAST}
	charter.Rules[1].Chambers = []*types.Chamber{
		{ClassIds: []uint32{1}, Approval: share, Quorum: types.Threshold{Denominator: 1, Base: types.Base_BASE_ROLL}},
		{ClassIds: []uint32{2}, Approval: share, Quorum: types.Threshold{Numerator: 1, Denominator: 4, Base: types.Base_BASE_ROLL}},
	}
	roll := func(workers, users, able uint64) types.Roll {
		roll := types.Roll{Counts: []types.ClassCount{{ClassId: 1, Members: workers}}, Able: []types.ClassCount{{ClassId: 1, Members: workers}}}
		if users > 0 {
			roll.Counts = append(roll.Counts, types.ClassCount{ClassId: 2, Members: users})
		}
		if able > 0 {
			roll.Able = append(roll.Able, types.ClassCount{ClassId: 2, Members: able})
		}
		return roll
	}
	require.NoError(t, charter.CanBeChangedBy(roll(9, 0, 0)), "an empty chamber is passed over")
	require.NoError(t, charter.CanBeChangedBy(roll(9, 4, 1)))
	require.ErrorIs(t, charter.CanBeChangedBy(roll(9, 4, 0)), types.ErrDeadlock)
	require.ErrorIs(t, charter.CanBeChangedBy(roll(9, 5, 1)), types.ErrDeadlock, "below the chamber's quorum")
	require.NoError(t, charter.LeavesChambersHeard(roll(9, 0, 0), roll(9, 5, 1)))
	require.ErrorIs(t, charter.LeavesChambersHeard(roll(9, 0, 0), roll(9, 1, 0)), types.ErrDeadlock)
	require.NoError(t, charter.LeavesChambersHeard(roll(9, 2, 0), roll(9, 1, 0)), "it was so before")
	require.ErrorIs(t, charter.StaysChangeable(roll(9, 4, 1), roll(9, 5, 1)), types.ErrDeadlock)
	require.NoError(t, charter.StaysChangeable(roll(9, 5, 1), roll(9, 6, 1)), "it could not before")
	require.Equal(t, roll(9, 5, 1), roll(9, 4, 1).WithKeyless(types.ClassCount{ClassId: 2, Members: 1}))
	require.Equal(t, roll(9, 5, 0), roll(9, 0, 0).WithKeyless(types.ClassCount{ClassId: 2, Members: 5}))
}

func TestDecisionRuleValidate(t *testing.T) {
	cases := []struct {
		name   string
		change func(*types.DecisionRule)
		refuse bool
	}{
		{"success - as it is", func(*types.DecisionRule) {}, false},
		{"success - consent with any share", func(r *types.DecisionRule) {
			r.Consent, r.Approval = true, types.Threshold{Denominator: 1, Base: types.Base_BASE_VOTES_CAST}
		}, false},
		{"error - passes against any majority", func(r *types.DecisionRule) {
			r.Approval = types.Threshold{Denominator: 1, Base: types.Base_BASE_VOTES_CAST}
		}, true},
		{"error - share of nothing", func(r *types.DecisionRule) { r.Approval.Denominator = 0 }, true},
		{"error - share too fine", func(r *types.DecisionRule) { r.Approval.Denominator = types.MaxThresholdDenominator + 1 }, true},
		{"error - more than the whole", func(r *types.DecisionRule) { r.Approval.Numerator = 3 }, true},
		{"error - more than all", func(r *types.DecisionRule) { r.Approval.Numerator = 2 }, true},
		{"error - no base", func(r *types.DecisionRule) { r.Approval.Base = types.Base_BASE_UNSPECIFIED }, true},
		{"error - unknown base", func(r *types.DecisionRule) { r.Approval.Base = 7 }, true},
		{"error - quorum of votes cast", func(r *types.DecisionRule) { r.Quorum.Base = types.Base_BASE_VOTES_CAST }, true},
		{"error - quorum never reached", func(r *types.DecisionRule) {
			r.Quorum = types.Threshold{Numerator: 1, Denominator: 1, MoreThan: true, Base: types.Base_BASE_ROLL}
		}, true},
		{"error - no time to vote", func(r *types.DecisionRule) { r.VotingPeriodSeconds = 0 }, true},
		{"error - seconders without time", func(r *types.DecisionRule) { r.Seconders = 1 }, true},
		{"error - too many seconders", func(r *types.DecisionRule) { r.Seconders, r.SecondingPeriodSeconds = 101, 1 }, true},
		{"error - voting for ever", func(r *types.DecisionRule) { r.VotingPeriodSeconds = math.MaxUint64 }, true},
		{"error - timelock for ever", func(r *types.DecisionRule) { r.TimelockPeriodSeconds = math.MaxInt64 }, true},
		{"error - discussion for ever", func(r *types.DecisionRule) { r.DiscussionPeriodSeconds = 367 * testutil.Day }, true},
		{"error - seconding for ever", func(r *types.DecisionRule) { r.SecondingPeriodSeconds = 367 * testutil.Day }, true},
		{"error - name in capitals", func(r *types.DecisionRule) { r.Name = "Ordinary" }, true},
		{"error - no name", func(r *types.DecisionRule) { r.Name = "" }, true},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			rule := testutil.Ordinary()
			tc.change(&rule)
			err := rule.Validate(types.DefaultParams())
			if tc.refuse {
				require.ErrorIs(t, err, types.ErrInvalidCharter)
				return
			}
			require.NoError(t, err)
		})
	}
}
