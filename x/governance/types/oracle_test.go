package types_test

import (
	"math/big"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/coopledger/coopledger/x/governance/types"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

// person is a member on the roll with its ballot, as a teller sees it. Active is
// who could vote by itself when the roll was frozen; others can vote later, too.
type person struct {
	class  uint32
	choice string
	active bool
}

// teller counts by hand: it goes through the people one by one and compares
// fractions of math/big. Nothing of Decide is in it but the order in which the
// module's README says that things are looked at.
type teller []person

func (p teller) count(choices ...string) *big.Rat {
	n := int64(0)
	for _, one := range p {
		if slices.Contains(choices, one.choice) {
			n++
		}
	}
	return big.NewRat(n, 1)
}

func (p teller) of(classes []uint32) (part teller) {
	for _, one := range p {
		if slices.Contains(classes, one.class) {
			part = append(part, one)
		}
	}
	return part
}

func (p teller) everybody() *big.Rat { return big.NewRat(int64(len(p)), 1) }

// met: value is at least, or more than, so much of the whole.
func met(value, whole *big.Rat, t membershiptypes.Threshold) bool {
	needed := new(big.Rat).Mul(big.NewRat(int64(t.Numerator), int64(t.Denominator)), whole)
	if t.MoreThan {
		return value.Cmp(needed) > 0
	}
	return value.Cmp(needed) >= 0
}

// those who are active, of whom a quorum may be asked for.
func (p teller) those() *big.Rat {
	n := int64(0)
	for _, one := range p {
		if one.active {
			n++
		}
	}
	return big.NewRat(n, 1)
}

// quorate says whether enough have voted, whoever they are.
func (p teller) quorate(quorum membershiptypes.Threshold) bool {
	whole := map[membershiptypes.Base]*big.Rat{onRoll: p.everybody(), active: p.those()}[quorum.Base]
	return met(p.count("yes", "no", "abstain"), whole, quorum)
}

// allQuorate says whether every quorum is reached, of the rules and of chambers
// in which there is anybody.
func (p teller) allQuorate(rules []membershiptypes.DecisionRule) bool {
	for _, r := range rules {
		if !p.quorate(r.Quorum) {
			return false
		}
		for _, chamber := range r.Chambers {
			if part := p.of(chamber.ClassIds); len(part) > 0 && !part.quorate(chamber.Quorum) {
				return false
			}
		}
	}
	return true
}

func (p teller) misses(quorum, approval membershiptypes.Threshold) types.OutcomeCode {
	if !p.quorate(quorum) {
		return noQuorum
	}
	whole := map[membershiptypes.Base]*big.Rat{
		cast: p.count("yes", "no"), present: p.count("yes", "no", "abstain"), onRoll: p.everybody(),
	}[approval.Base]
	if yes := p.count("yes"); yes.Sign() == 0 || !met(yes, whole, approval) {
		return minority
	}
	return 0
}

func (p teller) decide(rules []membershiptypes.DecisionRule, floor bool) types.Outcome {
	half := big.NewRat(int64(len(p)), 2)
	byMajority := p.count("yes").Cmp(half) > 0
	switch {
	case len(p) == 0:
		return types.Outcome{Code: empty}
	case p.count("yes").Sign() == 0:
		return types.Outcome{Code: nobody}
	}
	for _, r := range rules {
		if r.Consent && p.count("no").Sign() > 0 {
			return types.Outcome{Code: blocked, Rule: r.Name}
		}
	}
	for _, r := range rules {
		if code := p.misses(r.Quorum, r.Approval); code != 0 && (!r.OrMajorityOfRoll || !byMajority) {
			return types.Outcome{Code: code, Rule: r.Name}
		}
		for i, chamber := range r.Chambers {
			part := p.of(chamber.ClassIds)
			if code := part.misses(chamber.Quorum, chamber.Approval); len(part) > 0 && code != 0 {
				return types.Outcome{Code: code, Rule: r.Name, Chamber: uint32(i) + 1}
			}
		}
	}
	twoThirds := new(big.Rat).Mul(big.NewRat(2, 3), p.count("yes", "no"))
	byShare := p.count("yes").Cmp(twoThirds) >= 0 && p.count("yes", "no", "abstain").Cmp(half) >= 0
	if floor && !byShare && !byMajority {
		return types.Outcome{Code: below}
	}
	return types.Outcome{Code: passed}
}

// Decide and QuorumReached say of counters what a teller says of the people
// themselves, with quorums of the roll, of the active and of chambers. Each kind
// of quorum has to be the one that a vote fails by.
func TestDecideAgreesWithATeller(t *testing.T) {
	seen, missed := map[types.OutcomeCode]int{}, map[string]int{}
	count := func(t *rapid.T) {
		frozen := anyTerms(t, 0)
		var people teller
		var counted types.Tally
		for class := uint32(1); class <= 3; class++ {
			members := rapid.IntRange(0, 6).Draw(t, "members")
			if members == 0 {
				continue
			}
			sum := types.ClassTally{ClassId: class}
			for range members {
				choice := rapid.SampledFrom([]string{"yes", "yes", "yes", "no", "abstain", "absent"}).Draw(t, "choice")
				able := rapid.IntRange(0, 2).Draw(t, "active") > 0
				people = append(people, person{class, choice, able})
				if able {
					frozen.Active++
				}
				switch choice {
				case "yes":
					sum.InFavour++
				case "no":
					sum.Against++
				case "abstain":
					sum.Abstained++
				}
			}
			frozen.Roll = append(frozen.Roll, membershiptypes.ClassCount{ClassId: class, Members: uint64(members)})
			counted.Classes = append(counted.Classes, sum)
		}
		for i := range frozen.Rules {
			for _, classes := range [][]uint32{{1}, {2, 3}}[:rapid.IntRange(0, 2).Draw(t, "chambers")] {
				frozen.Rules[i].Chambers = append(frozen.Rules[i].Chambers, anyChamber(t, classes))
			}
		}
		want := people.decide(frozen.Rules, frozen.SpecialFloor)
		if got := types.Decide(frozen, counted); got != want {
			t.Fatalf("Decide says %v, a teller %v", got, want)
		}
		if got, want := types.QuorumReached(frozen, counted), people.allQuorate(frozen.Rules); got != want {
			t.Fatalf("every quorum is reached: %t, and a teller says %t", got, want)
		}
		seen[want.Code]++
		if want.Code == noQuorum {
			missed[quorumOf(frozen.Rules, want)]++
		}
	}
	// A hundred draws are quick and leave out what is rare.
	for range 50 {
		rapid.Check(t, count)
	}
	for _, code := range []types.OutcomeCode{passed, noQuorum, minority, blocked, nobody, empty} {
		if seen[code] == 0 {
			t.Errorf("%s never came up", code)
		}
	}
	for _, kind := range []string{"of the roll", "of the active", "of a chamber"} {
		if missed[kind] == 0 {
			t.Errorf("no vote failed by a quorum %s", kind)
		}
	}
	t.Logf("%v; quorums missed: %v", seen, missed)
}

// quorumOf names the kind of quorum by which a vote failed.
func quorumOf(rules []membershiptypes.DecisionRule, outcome types.Outcome) string {
	at := slices.IndexFunc(rules, func(r membershiptypes.DecisionRule) bool { return r.Name == outcome.Rule })
	switch {
	case outcome.Chamber > 0:
		return "of a chamber"
	case rules[at].Quorum.Base == active:
		return "of the active"
	default:
		return "of the roll"
	}
}
