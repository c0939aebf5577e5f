package types

import (
	"math/bits"

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
//     and it was not a rule that a majority of the whole roll satisfies. Rules
//     are taken in the order of their names.
//  5. BELOW_FLOOR: special subjects need in favour at least 2/3 of those in
//     favour and against with at least half of the roll voting, or more than
//     half of the roll in favour.
//  6. PASSED.
func Decide(terms Terms, tally Tally) Outcome {
	roll := terms.RollSize()
	if roll == 0 {
		return Outcome{Code: OutcomeCode_OUTCOME_CODE_EMPTY_ROLL}
	}
	inFavour, against, abstained := tally.sums()
	if inFavour == 0 {
		return Outcome{Code: OutcomeCode_OUTCOME_CODE_NONE_IN_FAVOUR}
	}
	for _, rule := range terms.Rules {
		if rule.Consent && against > 0 {
			return Outcome{Code: OutcomeCode_OUTCOME_CODE_BLOCKED, Rule: rule.Name}
		}
	}
	cast, present := inFavour+against, inFavour+against+abstained
	byMajorityOfRoll := majorityOfRoll.Met(inFavour, roll)
	for _, rule := range terms.Rules {
		if rule.OrMajorityOfRoll && byMajorityOfRoll {
			continue
		}
		if !rule.Quorum.Met(present, roll) {
			return Outcome{Code: OutcomeCode_OUTCOME_CODE_NO_QUORUM, Rule: rule.Name}
		}
		base := roll
		switch rule.Approval.Base {
		case membershiptypes.Base_BASE_VOTES_CAST:
			base = cast
		case membershiptypes.Base_BASE_PRESENT:
			base = present
		}
		if !rule.Approval.Met(inFavour, base) {
			return Outcome{Code: OutcomeCode_OUTCOME_CODE_NO_MAJORITY, Rule: rule.Name}
		}
	}
	bySpecialShare := specialApproval.Met(inFavour, cast) && specialQuorum.Met(present, roll)
	if terms.SpecialFloor && !bySpecialShare && !byMajorityOfRoll {
		return Outcome{Code: OutcomeCode_OUTCOME_CODE_BELOW_FLOOR}
	}
	return Outcome{Code: OutcomeCode_OUTCOME_CODE_PASSED}
}

// Decided says whether the ballots still missing could not change whether it
// passes. More ballots in favour never turn passing into failing, so it fails
// for sure if it fails with all of them in favour. It passes for sure if it
// passes both with none of them cast (the quorum's worst case) and with all of
// them against (the approval's worst case).
func Decided(terms Terms, tally Tally) bool {
	roll, present := terms.RollSize(), tally.Present()
	if present >= roll {
		return true
	}
	missing := roll - present
	if !Decide(terms, tally.with(ClassTally{InFavour: missing})).Passed() {
		return true
	}
	return Decide(terms, tally).Passed() && Decide(terms, tally.with(ClassTally{Against: missing})).Passed()
}

// with is the tally as it would be with more ballots.
func (t Tally) with(more ClassTally) Tally {
	classes := make([]ClassTally, 0, len(t.Classes)+1)
	return Tally{Classes: append(append(classes, t.Classes...), more)}
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
