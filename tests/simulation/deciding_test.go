package simulation

import (
	"fmt"

	governancetypes "github.com/coopledger/coopledger/x/governance/types"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

// count is what was said: in favour, against, abstained.
type count struct{ yes, no, abstain int64 }

func (n count) present() int64 { return n.yes + n.no + n.abstain }

// counted goes through the ballots.
func (r *resolution) counted() (n count) {
	for id := range r.ballots {
		n.add(r.ballots[id])
	}
	return n
}

// firm counts those that nobody can take the place of where ballots are final: a
// delegate's gives way to its co-op's.
func (r *resolution) firm() (n count) {
	for id := range r.ballots {
		if r.hasSpoken(id) {
			n.add(r.ballots[id])
		}
	}
	return n
}

func (n *count) add(choice governancetypes.Choice) {
	switch choice {
	case governancetypes.Choice_CHOICE_YES:
		n.yes++
	case governancetypes.Choice_CHOICE_ABSTAIN:
		n.abstain++
	default:
		n.no++
	}
}

func (r *resolution) consent() bool {
	for _, rule := range r.rules {
		if rule.Consent {
			return true
		}
	}
	return false
}

func (r *resolution) final() bool {
	for _, rule := range r.rules {
		if !rule.FinalBallots {
			return false
		}
	}
	return true
}

// secondersNeeded is the most that a rule asks for, or all voters but the
// proposer where there are fewer now.
func (p *paper) secondersNeeded(r *resolution) int {
	most := 0
	for _, rule := range r.rules {
		most = max(most, int(rule.Seconders))
	}
	deciding := len(p.coop(r.coop).voters())
	if r.electorate() != "" {
		deciding = len(p.powerHolders(p.coop(r.coop), r.electorate()))
	}
	return min(most, max(0, deciding-1))
}

// longest of one period over the rules, in seconds.
func (r *resolution) longest(period func(membershiptypes.DecisionRule) uint64) int64 {
	most := uint64(0)
	for _, rule := range r.rules {
		most = max(most, period(rule))
	}
	return int64(most)
}

func seconding(rule membershiptypes.DecisionRule) uint64  { return rule.SecondingPeriodSeconds }
func discussion(rule membershiptypes.DecisionRule) uint64 { return rule.DiscussionPeriodSeconds }
func voting(rule membershiptypes.DecisionRule) uint64     { return rule.VotingPeriodSeconds }
func timelock(rule membershiptypes.DecisionRule) uint64   { return rule.TimelockPeriodSeconds }

// reaches says whether part is the share of whole that a threshold asks for.
func reaches(t membershiptypes.Threshold, part, whole int64) bool {
	have, need := part*int64(t.Denominator), whole*int64(t.Numerator)
	return have > need || (have == need && !t.MoreThan)
}

// satisfied says how a single rule stands, and with which word it fails.
func satisfied(rule membershiptypes.DecisionRule, roll int64, n count) governancetypes.OutcomeCode {
	if rule.OrMajorityOfRoll && 2*n.yes > roll {
		return governancetypes.OutcomeCode_OUTCOME_CODE_PASSED
	}
	if !reaches(rule.Quorum, n.present(), roll) {
		return governancetypes.OutcomeCode_OUTCOME_CODE_NO_QUORUM
	}
	base := map[membershiptypes.Base]int64{
		membershiptypes.Base_BASE_VOTES_CAST: n.yes + n.no,
		membershiptypes.Base_BASE_PRESENT:    n.present(),
		membershiptypes.Base_BASE_ROLL:       roll,
	}[rule.Approval.Base]
	if !reaches(rule.Approval, n.yes, base) {
		return governancetypes.OutcomeCode_OUTCOME_CODE_NO_MAJORITY
	}
	return governancetypes.OutcomeCode_OUTCOME_CODE_PASSED
}

// aboveFloor is the ledger's own condition for special subjects.
func aboveFloor(roll int64, n count) bool {
	return 2*n.yes > roll || (3*n.yes >= 2*(n.yes+n.no) && 2*n.present() >= roll)
}

// decided is how a vote ends: every rule must be satisfied.
func decided(rules []membershiptypes.DecisionRule, floor bool, roll int64, n count) governancetypes.Outcome {
	switch {
	case roll == 0:
		return governancetypes.Outcome{Code: governancetypes.OutcomeCode_OUTCOME_CODE_EMPTY_ROLL}
	case n.yes == 0:
		return governancetypes.Outcome{Code: governancetypes.OutcomeCode_OUTCOME_CODE_NONE_IN_FAVOUR}
	}
	for _, rule := range rules {
		if rule.Consent && n.no > 0 {
			return governancetypes.Outcome{Code: governancetypes.OutcomeCode_OUTCOME_CODE_BLOCKED, Rule: rule.Name}
		}
	}
	for _, rule := range rules {
		if code := satisfied(rule, roll, n); code != governancetypes.OutcomeCode_OUTCOME_CODE_PASSED {
			return governancetypes.Outcome{Code: code, Rule: rule.Name}
		}
	}
	if floor && !aboveFloor(roll, n) {
		return governancetypes.Outcome{Code: governancetypes.OutcomeCode_OUTCOME_CODE_BELOW_FLOOR}
	}
	return governancetypes.Outcome{Code: governancetypes.OutcomeCode_OUTCOME_CODE_PASSED}
}

func passes(rules []membershiptypes.DecisionRule, floor bool, roll int64, n count) bool {
	return decided(rules, floor, roll, n).Code == governancetypes.OutcomeCode_OUTCOME_CODE_PASSED
}

// settled tries every way in which the missing ballots could fall, and into
// which those of delegates, which stay ballots, could still turn.
func (r *resolution) settled() bool { return r.settledBut(r.firm(), int64(len(r.delegated))) }

// settledBut for so many ballots, which can still turn.
func (r *resolution) settledBut(n count, turning int64) bool {
	roll := int64(len(r.roll))
	missing := roll - n.present()
	first := passes(r.rules, r.floor, roll, r.counted())
	for yes := int64(0); yes <= missing; yes++ {
		for no := int64(0); yes+no <= missing; no++ {
			for abstain := max(0, turning-yes-no); yes+no+abstain <= missing; abstain++ {
				if passes(r.rules, r.floor, roll, count{n.yes + yes, n.no + no, n.abstain + abstain}) != first {
					return false
				}
			}
		}
	}
	return true
}

// floors remembers which rules were tried.
var floors = make(map[string]bool)

// neverBelowFloor tries every vote on every small roll: nothing may pass under
// the rule that is below the ledger's floor.
func neverBelowFloor(rule membershiptypes.DecisionRule) bool {
	if rule.Electorate != "" {
		return false
	}
	name := fmt.Sprintf("%v %v %t %t", rule.Approval, rule.Quorum, rule.OrMajorityOfRoll, rule.Consent)
	if known, tried := floors[name]; tried {
		return known
	}
	floors[name] = true
	for roll := int64(1); roll <= 13; roll++ {
		for yes := int64(0); yes <= roll; yes++ {
			for no := int64(0); yes+no <= roll; no++ {
				for abstain := int64(0); yes+no+abstain <= roll; abstain++ {
					n := count{yes, no, abstain}
					if passes([]membershiptypes.DecisionRule{rule}, false, roll, n) && !aboveFloor(roll, n) {
						floors[name] = false
					}
				}
			}
		}
	}
	return floors[name]
}
