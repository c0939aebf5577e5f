package types

import (
	"math/bits"
	"slices"

	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

// Sums of all classes' counters. Adding can't overflow: each ballot is one
// member's, and members are numbered with 64 bits.
func (t Tally) sums() (inFavour, against, abstained uint64) {
	for _, class := range t.Classes {
		inFavour += class.InFavour
		against += class.Against
		abstained += class.Abstained
	}
	return inFavour, against, abstained
}

// InFavour counts the ballots in favour, of all classes.
func (t Tally) InFavour() uint64 { inFavour, _, _ := t.sums(); return inFavour }

// Against counts the ballots against (blocks under consent), of all classes.
func (t Tally) Against() uint64 { _, against, _ := t.sums(); return against }

// Abstained counts the abstentions, of all classes.
func (t Tally) Abstained() uint64 { _, _, abstained := t.sums(); return abstained }

// Present counts all ballots.
func (t Tally) Present() uint64 {
	inFavour, against, abstained := t.sums()
	return inFavour + against + abstained
}

// The ledger's own floor for special subjects.
var (
	specialApproval = membershiptypes.Threshold{Numerator: 2, Denominator: 3, Base: membershiptypes.Base_BASE_VOTES_CAST}
	specialQuorum   = membershiptypes.Threshold{Numerator: 1, Denominator: 2, Base: membershiptypes.Base_BASE_ROLL}
	majorityOfRoll  = membershiptypes.Threshold{Numerator: 1, Denominator: 2, MoreThan: true, Base: membershiptypes.Base_BASE_ROLL}
)

// Decide says how a vote ends under its terms. It is a pure function of the
// two; shares are compared exactly, by cross-multiplication in 128 bits, and
// nothing is divided. The first of these that is true is the outcome:
//
//  1. EMPTY_ROLL: nobody was entitled to vote.
//  2. NONE_IN_FAVOUR: no ballot in favour.
//  3. BLOCKED: a rule asks for consent and there is a block.
//  4. NO_QUORUM or NO_MAJORITY: a rule's quorum, then its approval, is missed,
//     and it was not a rule that a majority of the whole roll satisfies; then
//     the same in one of its chambers, in their order. Rules are taken in the
//     order of their names. A chamber with nobody on the roll is passed over.
//  5. BELOW_FLOOR: special subjects need in favour at least 2/3 of those in
//     favour and against with at least half of the roll voting, or more than
//     half of the roll in favour.
//  6. PASSED.
func Decide(terms Terms, tally Tally) Outcome {
	all := terms.whole(tally)
	if all.roll == 0 {
		return Outcome{Code: OutcomeCode_OUTCOME_CODE_EMPTY_ROLL}
	}
	if all.inFavour == 0 {
		return Outcome{Code: OutcomeCode_OUTCOME_CODE_NONE_IN_FAVOUR}
	}
	for _, rule := range terms.Rules {
		if rule.Consent && all.against > 0 {
			return Outcome{Code: OutcomeCode_OUTCOME_CODE_BLOCKED, Rule: rule.Name}
		}
	}
	byMajorityOfRoll := majorityOfRoll.Met(all.inFavour, all.roll)
	for _, rule := range terms.Rules {
		if !rule.OrMajorityOfRoll || !byMajorityOfRoll {
			if code := all.misses(rule.Quorum, rule.Approval); code != OutcomeCode_OUTCOME_CODE_UNSPECIFIED {
				return Outcome{Code: code, Rule: rule.Name}
			}
		}
		for i, chamber := range rule.Chambers {
			part := terms.chamber(chamber, tally)
			if part.roll == 0 {
				continue
			}
			if code := part.misses(chamber.Quorum, chamber.Approval); code != OutcomeCode_OUTCOME_CODE_UNSPECIFIED {
				return Outcome{Code: code, Rule: rule.Name, Chamber: uint32(i) + 1}
			}
		}
	}
	bySpecialShare := specialApproval.Met(all.inFavour, all.cast()) && specialQuorum.Met(all.present(), all.roll)
	if terms.SpecialFloor && !bySpecialShare && !byMajorityOfRoll {
		return Outcome{Code: OutcomeCode_OUTCOME_CODE_BELOW_FLOOR}
	}
	return Outcome{Code: OutcomeCode_OUTCOME_CODE_PASSED}
}

// count of the ballots of the whole roll, or of a chamber, beside those who
// could have voted.
type count struct {
	inFavour, against, abstained uint64
	roll, active                 uint64
}

func (c count) cast() uint64    { return c.inFavour + c.against }
func (c count) present() uint64 { return c.inFavour + c.against + c.abstained }

// misses says what a count lacks: the quorum, then the approval; nothing, with
// at least one in favour, is unspecified.
func (c count) misses(quorum, approval membershiptypes.Threshold) OutcomeCode {
	if !c.reaches(quorum) {
		return OutcomeCode_OUTCOME_CODE_NO_QUORUM
	}
	base := c.roll
	switch approval.Base {
	case membershiptypes.Base_BASE_VOTES_CAST:
		base = c.cast()
	case membershiptypes.Base_BASE_PRESENT:
		base = c.present()
	}
	if c.inFavour == 0 || !approval.Met(c.inFavour, base) {
		return OutcomeCode_OUTCOME_CODE_NO_MAJORITY
	}
	return OutcomeCode_OUTCOME_CODE_UNSPECIFIED
}

// reaches says whether enough have voted in any way.
func (c count) reaches(quorum membershiptypes.Threshold) bool {
	if quorum.Base == membershiptypes.Base_BASE_ACTIVE {
		return quorum.Met(c.present(), c.active)
	}
	return quorum.Met(c.present(), c.roll)
}

// whole is the count of everybody.
func (t Terms) whole(tally Tally) count {
	c := count{roll: t.RollSize(), active: t.Active}
	c.inFavour, c.against, c.abstained = tally.sums()
	return c
}

// chamber is the count of the classes that form it.
func (t Terms) chamber(chamber *membershiptypes.Chamber, tally Tally) (c count) {
	for _, classID := range chamber.ClassIds {
		c.roll += t.RollOf(classID)
	}
	for _, class := range tally.Classes {
		if slices.Contains(chamber.ClassIds, class.ClassId) {
			c.inFavour += class.InFavour
			c.against += class.Against
			c.abstained += class.Abstained
		}
	}
	return c
}

// QuorumReached says whether the quorums of all rules and chambers are reached.
func QuorumReached(terms Terms, tally Tally) bool {
	all := terms.whole(tally)
	for _, rule := range terms.Rules {
		if !all.reaches(rule.Quorum) {
			return false
		}
		for _, chamber := range rule.Chambers {
			if part := terms.chamber(chamber, tally); part.roll > 0 && !part.reaches(chamber.Quorum) {
				return false
			}
		}
	}
	return true
}

// Decided says whether nothing that can still come could change whether it
// passes: neither the ballots still missing, nor those of the tally that are open,
// which may become any other but are never taken back. More ballots in favour
// never turn passing into failing, so it fails for sure if it fails with all of
// them in favour. It passes for sure if it passes both with the missing ones not
// cast (the worst for every quorum) and with all of them against (the worst for
// every approval), the open ones being against in both: each share is one of the
// whole or of one chamber, and moves one way with the ballots against.
func Decided(terms Terms, tally, open Tally) bool {
	firm := tally.Less(open)
	if firm.Present() >= terms.RollSize() {
		return true
	}
	inFavour := terms.completed(firm, func(class *ClassTally, missing uint64) { class.InFavour += missing })
	if !Decide(terms, inFavour).Passed() {
		return true
	}
	against := terms.completed(firm, func(class *ClassTally, missing uint64) { class.Against += missing })
	return Decide(terms, firm.turned(open)).Passed() && Decide(terms, against).Passed()
}

// turned is the tally with all of other ballots added to it as ballots against.
func (t Tally) turned(others Tally) Tally {
	sum := t.Less(Tally{})
	for _, class := range others.Classes {
		sum.class(class.ClassId).Against += class.InFavour + class.Against + class.Abstained
	}
	return sum
}

// completed is the tally as it would be if all who have not voted did, alike.
func (t Terms) completed(tally Tally, vote func(class *ClassTally, missing uint64)) Tally {
	classes := make([]ClassTally, 0, len(t.Roll))
	for _, onRoll := range t.Roll {
		class := ClassTally{ClassId: onRoll.ClassId}
		for _, counted := range tally.Classes {
			if counted.ClassId == onRoll.ClassId {
				class = counted
			}
		}
		vote(&class, onRoll.Members-class.InFavour-class.Against-class.Abstained)
		classes = append(classes, class)
	}
	return Tally{Classes: classes}
}

// Passed says whether the vote was won.
func (o Outcome) Passed() bool { return o.Code == OutcomeCode_OUTCOME_CODE_PASSED }

// AddsUp says whether counters of different classes can be added in 64 bits.
func AddsUp(counters ...uint64) bool {
	total, carry := uint64(0), uint64(0)
	for _, counter := range counters {
		if total, carry = bits.Add64(total, counter, 0); carry != 0 {
			return false
		}
	}
	return true
}
