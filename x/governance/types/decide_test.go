package types_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/coopledger/coopledger/x/governance/types"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

const (
	cast    = membershiptypes.Base_BASE_VOTES_CAST
	present = membershiptypes.Base_BASE_PRESENT
	onRoll  = membershiptypes.Base_BASE_ROLL
	active  = membershiptypes.Base_BASE_ACTIVE

	passed   = types.OutcomeCode_OUTCOME_CODE_PASSED
	noQuorum = types.OutcomeCode_OUTCOME_CODE_NO_QUORUM
	minority = types.OutcomeCode_OUTCOME_CODE_NO_MAJORITY
	blocked  = types.OutcomeCode_OUTCOME_CODE_BLOCKED
	nobody   = types.OutcomeCode_OUTCOME_CODE_NONE_IN_FAVOUR
	empty    = types.OutcomeCode_OUTCOME_CODE_EMPTY_ROLL
	below    = types.OutcomeCode_OUTCOME_CODE_BELOW_FLOOR
)

func share(numerator, denominator uint32, base membershiptypes.Base) membershiptypes.Threshold {
	return membershiptypes.Threshold{Numerator: numerator, Denominator: denominator, Base: base}
}

func moreThan(numerator, denominator uint32, base membershiptypes.Base) membershiptypes.Threshold {
	return membershiptypes.Threshold{Numerator: numerator, Denominator: denominator, MoreThan: true, Base: base}
}

func rule(name string, approval, quorum membershiptypes.Threshold) membershiptypes.DecisionRule {
	return membershiptypes.DecisionRule{Name: name, Approval: approval, Quorum: quorum, VotingPeriodSeconds: 1}
}

// The rules of the Co-op Cloud Federation's resolution 001: medium passes with
// one in favour and none against, large with in favour from more than half of
// all members and none against.
var (
	none     = share(0, 1, onRoll)
	ordinary = rule("ordinary", moreThan(1, 2, cast), none)
	absolute = rule("absolute", moreThan(1, 2, onRoll), none)
	special  = rule("special", share(2, 3, cast), share(1, 2, onRoll))
	medium   = byConsent(rule("medium", share(0, 1, cast), none))
	large    = byConsent(rule("large", moreThan(1, 2, onRoll), none))
)

func byConsent(r membershiptypes.DecisionRule) membershiptypes.DecisionRule {
	r.Consent = true
	return r
}

func orMajority(r membershiptypes.DecisionRule) membershiptypes.DecisionRule {
	r.OrMajorityOfRoll = true
	return r
}

func terms(roll uint64, rules ...membershiptypes.DecisionRule) types.Terms {
	frozen := types.NewTerms(rules, false, 1)
	if roll > 0 {
		frozen.Roll = []membershiptypes.ClassCount{{ClassId: 1, Members: roll}}
	}
	return frozen
}

func floored(t types.Terms) types.Terms {
	t.SpecialFloor = true
	return t
}

func tally(inFavour, against, abstained uint64) types.Tally {
	return types.Tally{Classes: []types.ClassTally{{ClassId: 1, InFavour: inFavour, Against: against, Abstained: abstained}}}
}

func TestDecide(t *testing.T) {
	const huge = math.MaxUint64
	for _, c := range []struct {
		name  string
		terms types.Terms
		tally types.Tally
		want  types.OutcomeCode
		rule  string
	}{
		// Co-op Cloud, nine members.
		{"success - large: 5 of 9 in favour", terms(9, large), tally(5, 0, 0), passed, ""},
		{"error - large: 4 of 9 in favour", terms(9, large), tally(4, 0, 5), minority, "large"},
		{"error - large: 8 in favour, one block", terms(9, large), tally(8, 1, 0), blocked, "large"},
		{"success - large: 9 of 9", terms(9, large), tally(9, 0, 0), passed, ""},
		{"success - large: 6 of 10 once the tenth is in", terms(10, large), tally(6, 0, 0), passed, ""},
		{"error - large: 5 of 10 is not more than half", terms(10, large), tally(5, 0, 0), minority, "large"},
		{"success - medium: one in favour", terms(9, medium), tally(1, 0, 0), passed, ""},
		{"success - medium: one in favour, others abstain", terms(9, medium), tally(1, 0, 8), passed, ""},
		{"error - medium: one block against eight", terms(9, medium), tally(8, 1, 0), blocked, "medium"},
		{"error - medium: nobody in favour", terms(9, medium), tally(0, 0, 9), nobody, ""},
		{"error - medium: no ballot at all", terms(9, medium), types.Tally{}, nobody, ""},
		{"error - a majority of the roll does not undo a block", terms(9, orMajority(large)), tally(8, 1, 0), blocked, "large"},

		// Ordinary: more than half of votes cast.
		{"success - ordinary: 2 to 1", terms(9, ordinary), tally(2, 1, 6), passed, ""},
		{"error - ordinary: a tie", terms(9, ordinary), tally(3, 3, 0), minority, "ordinary"},
		{"success - ordinary: one ballot of a thousand", terms(1000, ordinary), tally(1, 0, 0), passed, ""},
		{"error - nobody entitled (H10)", terms(0, ordinary), types.Tally{}, empty, ""},
		{"error - quorum of nothing, nobody voted (H10)", terms(9, ordinary), types.Tally{}, nobody, ""},
		{
			"error - a rule that asks for nothing still needs one in favour (H10)",
			terms(9, rule("free", none, none)), tally(0, 3, 0), nobody, "",
		},
		{"success - a rule that asks for nothing", terms(9, rule("free", share(0, 1, cast), none)), tally(1, 8, 0), passed, ""},
		{"error - a share of nothing divides nothing (H10)", terms(9, rule("zero", share(1, 0, cast), none)), tally(1, 1, 0), minority, "zero"},

		// Absolute majority.
		{"success - absolute: 5 of 9", terms(9, absolute), tally(5, 4, 0), passed, ""},
		{"error - absolute: 4 of 9, none against", terms(9, absolute), tally(4, 0, 0), minority, "absolute"},
		{"error - absolute: half of 10", terms(10, absolute), tally(5, 0, 0), minority, "absolute"},

		// Bases.
		{"success - present: half or more of those present", terms(9, rule("p", share(1, 2, present), none)), tally(2, 1, 1), passed, ""},
		{"error - present: abstentions count", terms(9, rule("p", share(1, 2, present), none)), tally(2, 1, 2), minority, "p"},

		// Special.
		{"success - special: two thirds, half voting", terms(12, special), tally(4, 2, 0), passed, ""},
		{"error - special: under two thirds", terms(12, special), tally(4, 3, 0), minority, "special"},
		{"error - special: under half voting", terms(12, special), tally(5, 0, 0), noQuorum, "special"},
		{"success - special: abstentions make the quorum", terms(12, special), tally(2, 1, 3), passed, ""},
		{"success - special: or more than half of the roll", terms(12, orMajority(special)), tally(7, 5, 0), passed, ""},
		{"error - special: exactly half of the roll is not more", terms(12, orMajority(special)), tally(6, 6, 0), minority, "special"},

		// The floor.
		{"success - floor: two thirds, half voting", floored(terms(12, ordinary)), tally(4, 2, 0), passed, ""},
		{"error - floor: ordinary majority", floored(terms(12, ordinary)), tally(4, 3, 0), below, ""},
		{"error - floor: too few voting", floored(terms(12, ordinary)), tally(5, 0, 0), below, ""},
		{"success - floor: more than half of the roll", floored(terms(12, ordinary)), tally(7, 5, 0), passed, ""},
		{"error - floor: half of the roll", floored(terms(12, rule("o", share(1, 2, cast), none))), tally(6, 6, 0), below, ""},

		// Conjunction: each rule counts; the first by name that fails is named.
		{"error - conjunction: consent and ordinary, a block", terms(9, large, ordinary), tally(8, 1, 0), blocked, "large"},
		{"error - conjunction: medium passes, absolute does not", terms(9, medium, absolute), tally(4, 0, 0), minority, "absolute"},
		{"success - conjunction: both", terms(9, medium, absolute), tally(5, 0, 0), passed, ""},
		{
			"error - conjunction: a majority of the roll excuses only the rule that says so",
			terms(12, orMajority(special), rule("strict", share(3, 4, cast), none)), tally(7, 5, 0), minority, "strict",
		},
		{"error - quorum is reported before approval", terms(12, special), tally(1, 1, 0), noQuorum, "special"},

		// 128 bits: products that overflow 64.
		{"success - huge roll, one more than half", terms(huge, absolute), tally(huge/2+1, 0, 0), passed, ""},
		{"error - huge roll, half rounded down", terms(huge, absolute), tally(huge/2, huge/2, 0), minority, "absolute"},
		{
			"success - huge roll, a millionth",
			terms(huge, rule("m", share(1, 1_000_000, onRoll), none)), tally(huge/1_000_000+1, 0, 0), passed, "",
		},
		{
			"error - huge roll, just under a millionth",
			terms(huge, rule("m", share(1, 1_000_000, onRoll), none)), tally(huge/1_000_000, 0, 0), minority, "m",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := types.Decide(c.terms, c.tally)
			require.Equal(t, types.Outcome{Code: c.want, Rule: c.rule}, got)
		})
	}
}

func TestDecideAddsClasses(t *testing.T) {
	both := types.NewTerms([]membershiptypes.DecisionRule{absolute}, false, 1)
	both.Roll = []membershiptypes.ClassCount{{ClassId: 1, Members: 4}, {ClassId: 7, Members: 5}}
	split := types.Tally{Classes: []types.ClassTally{{ClassId: 1, InFavour: 2}, {ClassId: 7, InFavour: 3, Against: 2}}}
	require.True(t, types.Decide(both, split).Passed())
	split.Classes[1].InFavour--
	require.False(t, types.Decide(both, split).Passed())
}

// anyShare draws a share of one of the bases.
func anyShare(t *rapid.T, label string, bases ...membershiptypes.Base) membershiptypes.Threshold {
	denominator := rapid.Uint32Range(1, 6).Draw(t, label+" denominator")
	numerator := rapid.Uint32Range(0, denominator).Draw(t, label+" numerator")
	return membershiptypes.Threshold{
		Numerator: numerator, Denominator: denominator,
		MoreThan: numerator < denominator && rapid.Bool().Draw(t, label+" more than"),
		Base:     rapid.SampledFrom(bases).Draw(t, label+" base"),
	}
}

// anyRule draws a rule that a charter can hold: its quorum is one of the roll or
// of those on it who are active.
func anyRule(t *rapid.T, name string) membershiptypes.DecisionRule {
	r := rule(name, anyShare(t, "approval", cast, present, onRoll), anyShare(t, "quorum", onRoll, active))
	r.Consent = rapid.Bool().Draw(t, "consent")
	r.OrMajorityOfRoll = rapid.Bool().Draw(t, "or majority")
	r.FinalBallots = true
	return r
}

// anyChamber draws a chamber of these classes; its quorum is one of its roll.
func anyChamber(t *rapid.T, classes []uint32) *membershiptypes.Chamber {
	return chamber(anyShare(t, "chamber's approval", cast, present, onRoll), anyShare(t, "chamber's quorum", onRoll), classes...)
}

func anyTerms(t *rapid.T, roll uint64) types.Terms {
	var rules []membershiptypes.DecisionRule
	for _, name := range []string{"a", "b", "c"}[:rapid.IntRange(1, 3).Draw(t, "rules")] {
		rules = append(rules, anyRule(t, name))
	}
	frozen := terms(roll, rules...)
	frozen.Active = rapid.Uint64Range(0, roll).Draw(t, "active")
	frozen.SpecialFloor = rapid.Bool().Draw(t, "special floor")
	return frozen
}

func inChambers(r membershiptypes.DecisionRule, chambers ...*membershiptypes.Chamber) membershiptypes.DecisionRule {
	r.Chambers = chambers
	return r
}

func chamber(approval, quorum membershiptypes.Threshold, classes ...uint32) *membershiptypes.Chamber {
	return &membershiptypes.Chamber{ClassIds: classes, Approval: approval, Quorum: quorum}
}

// A platform of 10 workers (class 1), 30 users (2) and 5 supporters (3): a
// majority of all, of the workers, and of users and supporters together, of whom
// a fifth must have voted.
func TestDecideChambers(t *testing.T) {
	double := inChambers(ordinary,
		chamber(moreThan(1, 2, cast), none, 1), chamber(moreThan(1, 2, cast), share(1, 5, onRoll), 2, 3))
	classes := func(counts ...uint64) (t types.Tally) {
		for i := 0; i < len(counts); i += 2 {
			t.Classes = append(t.Classes, types.ClassTally{ClassId: uint32(i)/2 + 1, InFavour: counts[i], Against: counts[i+1]})
		}
		return t
	}
	for _, c := range []struct {
		name    string
		roll    []uint64
		tally   types.Tally
		want    types.OutcomeCode
		chamber uint32
	}{
		{"success - a majority of all and of both chambers", []uint64{10, 30, 5}, classes(6, 4, 5, 2, 1, 0), passed, 0},
		{"error - the workers are against", []uint64{10, 30, 5}, classes(4, 6, 20, 0, 5, 0), minority, 1},
		{"error - a tie among the workers", []uint64{10, 30, 5}, classes(5, 5, 20, 0, 5, 0), minority, 1},
		{"error - no worker has voted", []uint64{10, 30, 5}, classes(0, 0, 20, 0, 5, 0), minority, 1},
		{"error - the users are against", []uint64{10, 30, 5}, classes(10, 0, 3, 7, 0, 0), minority, 2},
		{"success - supporters make up for users in their chamber", []uint64{10, 30, 5}, classes(10, 0, 3, 5, 5, 0), passed, 0},
		{"error - six of 35 users and supporters are under a fifth", []uint64{10, 30, 5}, classes(10, 0, 6, 0, 0, 0), noQuorum, 2},
		{"success - seven of 35 are a fifth", []uint64{10, 30, 5}, classes(10, 0, 7, 0, 0, 0), passed, 0},
		{"success - a chamber with nobody on the roll is passed over", []uint64{0, 30, 5}, classes(0, 0, 7, 0, 0, 0), passed, 0},
		{"error - the whole is looked at before the chambers", []uint64{10, 30, 5}, classes(6, 4, 8, 15, 0, 0), minority, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			frozen := types.NewTerms([]membershiptypes.DecisionRule{double}, false, 1)
			for i, members := range c.roll {
				if members > 0 {
					frozen.Roll = append(frozen.Roll, membershiptypes.ClassCount{ClassId: uint32(i) + 1, Members: members})
				}
			}
			want := types.Outcome{Code: c.want, Chamber: c.chamber}
			if c.want != passed {
				want.Rule = "ordinary"
			}
			require.Equal(t, want, types.Decide(frozen, c.tally))
		})
	}
}

func TestAMajorityOfTheRollDoesNotSilenceAChamber(t *testing.T) {
	frozen := types.NewTerms([]membershiptypes.DecisionRule{inChambers(orMajority(special), chamber(moreThan(1, 2, cast), none, 1))}, false, 1)
	frozen.Roll = []membershiptypes.ClassCount{{ClassId: 1, Members: 2}, {ClassId: 2, Members: 9}}
	votes := types.Tally{Classes: []types.ClassTally{{ClassId: 1, Against: 2}, {ClassId: 2, InFavour: 9}}}
	require.Equal(t, types.Outcome{Code: minority, Rule: "special", Chamber: 1}, types.Decide(frozen, votes))
}

// A quorum of active members: half of the 8 who can vote by themselves, of 20 on the roll.
func TestDecideQuorumOfActiveMembers(t *testing.T) {
	frozen := terms(20, rule("active", moreThan(1, 2, cast), share(1, 2, active)))
	frozen.Active = 8
	require.Equal(t, noQuorum, types.Decide(frozen, tally(3, 0, 0)).Code)
	require.Equal(t, passed, types.Decide(frozen, tally(3, 0, 1)).Code)
	require.Equal(t, below, types.Decide(floored(frozen), tally(4, 0, 0)).Code, "the floor counts the whole roll")
}

// With chambers too, a vote is decided exactly when no way in which the rest
// could vote would change whether it passes.
func TestDecidedWithChambers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var frozen types.Terms
		var cast types.Tally
		r := anyRule(t, "r")
		for class := uint32(1); class <= 3; class++ {
			members := rapid.Uint64Range(0, 3).Draw(t, "members")
			if members == 0 {
				continue
			}
			yes := rapid.Uint64Range(0, members).Draw(t, "yes")
			no := rapid.Uint64Range(0, members-yes).Draw(t, "no")
			abstain := rapid.Uint64Range(0, members-yes-no).Draw(t, "abstain")
			frozen.Roll = append(frozen.Roll, membershiptypes.ClassCount{ClassId: class, Members: members})
			cast.Classes = append(cast.Classes, types.ClassTally{ClassId: class, InFavour: yes, Against: no, Abstained: abstain})
		}
		for _, classes := range [][]uint32{{1}, {2, 3}}[:rapid.IntRange(0, 2).Draw(t, "chambers")] {
			r.Chambers = append(r.Chambers, anyChamber(t, classes))
		}
		frozen.Active = rapid.Uint64Range(0, frozen.RollSize()).Draw(t, "active")
		frozen.Rules, frozen.SpecialFloor = []membershiptypes.DecisionRule{r}, rapid.Bool().Draw(t, "special floor")
		ends := map[bool]bool{}
		everyWay(frozen, cast, 0, func(end types.Tally) { ends[types.Decide(frozen, end).Passed()] = true })
		if got, want := types.Decided(frozen, cast, types.Tally{}), len(ends) == 1; got != want {
			t.Fatalf("decided: %t, but the rest can end it %d ways", got, len(ends))
		}
	})
}

// everyWay calls with each way in which those who have not voted could.
func everyWay(frozen types.Terms, cast types.Tally, from int, with func(types.Tally)) {
	if from == len(cast.Classes) {
		with(cast)
		return
	}
	class := cast.Classes[from]
	missing := frozen.Roll[from].Members - class.InFavour - class.Against - class.Abstained
	for yes := uint64(0); yes <= missing; yes++ {
		for no := uint64(0); no <= missing-yes; no++ {
			for abstain := uint64(0); abstain <= missing-yes-no; abstain++ {
				next := types.Tally{Classes: append([]types.ClassTally{}, cast.Classes...)}
				next.Classes[from] = types.ClassTally{
					ClassId: class.ClassId, InFavour: class.InFavour + yes, Against: class.Against + no, Abstained: class.Abstained + abstain,
				}
				everyWay(frozen, next, from+1, with)
			}
		}
	}
}

// Open ballots may become any others, and are not taken back.
func TestDecidedWithOpenBallots(t *testing.T) {
	for _, c := range []struct {
		name  string
		terms types.Terms
		firm  types.Tally
		open  types.Tally
		want  bool
	}{
		{"success - eight firm of nine, whatever the ninth becomes", terms(9, ordinary), tally(8, 0, 0), tally(1, 0, 0), true},
		{"success - five firm of nine against four open", terms(9, ordinary), tally(5, 0, 0), tally(0, 2, 2), true},
		{"error - four firm of nine, five open", terms(9, ordinary), tally(4, 0, 0), tally(5, 0, 0), false},
		{"error - the open ballot decides", terms(9, ordinary), tally(4, 4, 0), tally(1, 0, 0), false},
		{"success - lost whatever the open ones become", terms(9, absolute), tally(0, 5, 0), tally(4, 0, 0), true},
		{"success - two firm, two open: the quorum is sure", terms(4, rule("q", share(1, 2, cast), share(1, 1, onRoll))), tally(2, 0, 0), tally(0, 0, 2), true},
		{"error - two firm, one open, one missing: the quorum is not", terms(4, rule("q", share(1, 2, cast), share(1, 1, onRoll))), tally(2, 0, 0), tally(0, 0, 1), false},
		{"error - an open ballot may block", terms(9, medium), tally(8, 0, 0), tally(1, 0, 0), false},
		{"success - a block is firm", terms(9, medium), tally(7, 1, 0), tally(1, 0, 0), true},
		{"success - none open, all in", terms(3, ordinary), tally(2, 1, 0), types.Tally{}, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			all := tally(0, 0, 0)
			for _, part := range []types.Tally{c.firm, c.open} {
				all.Classes[0].InFavour += part.InFavour()
				all.Classes[0].Against += part.Against()
				all.Classes[0].Abstained += part.Abstained()
			}
			require.Equal(t, c.want, types.Decided(c.terms, all, c.open))
		})
	}
}

// Exactly so: against every way in which open ballots and missing ones can end.
func TestDecidedWithOpenBallotsTriesEveryWay(t *testing.T) {
	seen := map[bool]int{}
	walk := func(t *rapid.T) {
		var frozen types.Terms
		var firm, open, all types.Tally
		r := anyRule(t, "r")
		counted := func(class uint32, most uint64, what string) types.ClassTally {
			yes := rapid.Uint64Range(0, most).Draw(t, what+" yes")
			no := rapid.Uint64Range(0, most-yes).Draw(t, what+" no")
			return types.ClassTally{ClassId: class, InFavour: yes, Against: no, Abstained: rapid.Uint64Range(0, most-yes-no).Draw(t, what+" abstain")}
		}
		for class := uint32(1); class <= 2; class++ {
			members := rapid.Uint64Range(0, 4).Draw(t, "members")
			if members == 0 {
				continue
			}
			one := counted(class, members, "firm")
			other := counted(class, members-one.InFavour-one.Against-one.Abstained, "open")
			frozen.Roll = append(frozen.Roll, membershiptypes.ClassCount{ClassId: class, Members: members})
			firm.Classes, open.Classes = append(firm.Classes, one), append(open.Classes, other)
			all.Classes = append(all.Classes, types.ClassTally{
				ClassId: class, InFavour: one.InFavour + other.InFavour, Against: one.Against + other.Against, Abstained: one.Abstained + other.Abstained,
			})
		}
		for _, classes := range [][]uint32{{1}, {2}}[:rapid.IntRange(0, 2).Draw(t, "chambers")] {
			part := anyRule(t, "part")
			r.Chambers = append(r.Chambers, chamber(part.Approval, part.Quorum, classes...))
		}
		frozen.Rules, frozen.SpecialFloor = []membershiptypes.DecisionRule{r}, rapid.Bool().Draw(t, "special floor")
		ends := map[bool]bool{}
		everyTurn(firm, open, 0, func(turned types.Tally) {
			everyWay(frozen, turned, 0, func(end types.Tally) { ends[types.Decide(frozen, end).Passed()] = true })
		})
		got := types.Decided(frozen, all, open)
		if want := len(ends) == 1; got != want {
			t.Fatalf("decided: %t, but what is open and what is missing can end it %d ways", got, len(ends))
		}
		if open.Present() > 0 {
			seen[got]++
		}
	}
	rapid.Check(t, walk)
	require.NotZero(t, seen[true], "no vote was decided with a ballot open")
	require.NotZero(t, seen[false], "no vote was left undecided with a ballot open")
}

// everyTurn calls with each way in which the open ballots could be cast at last.
func everyTurn(firm, open types.Tally, from int, with func(types.Tally)) {
	if from == len(open.Classes) {
		with(firm)
		return
	}
	ballots := open.Classes[from].InFavour + open.Classes[from].Against + open.Classes[from].Abstained
	for yes := uint64(0); yes <= ballots; yes++ {
		for no := uint64(0); no <= ballots-yes; no++ {
			next := types.Tally{Classes: append([]types.ClassTally{}, firm.Classes...)}
			next.Classes[from].InFavour += yes
			next.Classes[from].Against += no
			next.Classes[from].Abstained += ballots - yes - no
			everyTurn(next, open, from+1, with)
		}
	}
}

// A vote that is decided ends the same way however the rest votes; one that is
// not can still end either way.
func TestDecidedMeansTheRestCannotChangeIt(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		roll := rapid.Uint64Range(1, 9).Draw(t, "roll")
		frozen := anyTerms(t, roll)
		yes := rapid.Uint64Range(0, roll).Draw(t, "yes")
		no := rapid.Uint64Range(0, roll-yes).Draw(t, "no")
		abstain := rapid.Uint64Range(0, roll-yes-no).Draw(t, "abstain")
		missing := roll - yes - no - abstain

		ends := map[bool]bool{}
		for y := uint64(0); y <= missing; y++ {
			for n := uint64(0); n <= missing-y; n++ {
				for a := uint64(0); a <= missing-y-n; a++ {
					ends[types.Decide(frozen, tally(yes+y, no+n, abstain+a)).Passed()] = true
				}
			}
		}
		if got, want := types.Decided(frozen, tally(yes, no, abstain), types.Tally{}), len(ends) == 1; got != want {
			t.Fatalf("decided: %t, but the rest can end it %d ways", got, len(ends))
		}
	})
}

// One more in favour, or one fewer against, never turns passing into failing.
func TestMoreInFavourNeverHurts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		roll := rapid.Uint64Range(2, 40).Draw(t, "roll")
		frozen := anyTerms(t, roll)
		yes := rapid.Uint64Range(0, roll-1).Draw(t, "yes")
		no := rapid.Uint64Range(0, roll-yes-1).Draw(t, "no")
		abstain := rapid.Uint64Range(0, roll-yes-no-1).Draw(t, "abstain")
		if !types.Decide(frozen, tally(yes, no, abstain)).Passed() {
			return
		}
		if !types.Decide(frozen, tally(yes+1, no, abstain)).Passed() {
			t.Fatal("one more in favour made it fail")
		}
		if no > 0 && !types.Decide(frozen, tally(yes+1, no-1, abstain)).Passed() {
			t.Fatal("a ballot moved from against to in favour made it fail")
		}
	})
}

// Nothing passes with the special floor that a charter's special rule would not
// have had to let through: the floor in Decide and the floor that charters are
// checked against are the same.
func TestFloorAgreesWithCharters(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		roll := rapid.Uint64Range(1, 60).Draw(t, "roll")
		r := anyRule(t, "r")
		if !r.MeetsSpecialFloor() {
			return
		}
		yes := rapid.Uint64Range(0, roll).Draw(t, "yes")
		no := rapid.Uint64Range(0, roll-yes).Draw(t, "no")
		abstain := rapid.Uint64Range(0, roll-yes-no).Draw(t, "abstain")
		without := types.Decide(terms(roll, r), tally(yes, no, abstain))
		with := types.Decide(floored(terms(roll, r)), tally(yes, no, abstain))
		if without != with {
			t.Fatalf("the rule meets the floor, yet ends %s without it and %s with it", without.Code, with.Code)
		}
	})
}
