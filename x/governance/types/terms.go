package types

import (
	"cmp"
	"slices"
	"strings"

	"cosmossdk.io/errors"

	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

// NewTerms freezes the rules a resolution runs under. Their order is that of
// their names.
func NewTerms(rules []membershiptypes.DecisionRule, specialFloor bool, charterVersion uint64, subjects ...string) Terms {
	sorted := slices.Clone(rules)
	slices.SortFunc(sorted, func(a, b membershiptypes.DecisionRule) int { return strings.Compare(a.Name, b.Name) })
	about := slices.Clone(subjects)
	slices.Sort(about)
	return Terms{Rules: sorted, SpecialFloor: specialFloor, CharterVersion: charterVersion, Subjects: slices.Compact(about)}
}

// Electorate is the power whose holders decide; empty for the whole roll.
func (t Terms) Electorate() string {
	if len(t.Rules) == 0 {
		return ""
	}
	return t.Rules[0].Electorate
}

// RecordAtNotice says whether the roll is frozen when the discussion begins: one
// rule is enough, since it gives those who are told of a vote a say in it.
func (t Terms) RecordAtNotice() bool {
	return slices.ContainsFunc(t.Rules, func(r membershiptypes.DecisionRule) bool { return r.RecordAtNotice })
}

// CountsActive says whether a quorum is one of the active members.
func (t Terms) CountsActive() bool {
	return slices.ContainsFunc(t.Rules, func(r membershiptypes.DecisionRule) bool {
		return r.Quorum.Base == membershiptypes.Base_BASE_ACTIVE
	})
}

// LateQuorum is the window before the end in which a quorum that is reached
// extends the vote, and by how much; both in seconds, zero for never.
func (t Terms) LateQuorum() (windowSeconds, extensionSeconds uint64) {
	return t.longest(func(r membershiptypes.DecisionRule) uint64 { return r.LateQuorumWindowSeconds }),
		t.longest(func(r membershiptypes.DecisionRule) uint64 { return r.LateQuorumExtensionSeconds })
}

// Elector finds a member among those who can vote, where the terms list them.
func (t Terms) Elector(memberID uint64) (Elector, bool) {
	at, found := slices.BinarySearchFunc(t.Electors, memberID, func(elector Elector, id uint64) int {
		return cmp.Compare(elector.MemberId, id)
	})
	if !found {
		return Elector{}, false
	}
	return t.Electors[at], true
}

// Consent says whether a block defeats the resolution: one rule is enough.
func (t Terms) Consent() bool {
	return slices.ContainsFunc(t.Rules, func(r membershiptypes.DecisionRule) bool { return r.Consent })
}

// FinalBallots says whether ballots can't be changed. Every rule must say so,
// since closing early takes time away from those whose rule lets them think again.
func (t Terms) FinalBallots() bool {
	return len(t.Rules) > 0 &&
		!slices.ContainsFunc(t.Rules, func(r membershiptypes.DecisionRule) bool { return !r.FinalBallots })
}

// Seconders is the greatest number that a rule asks for.
func (t Terms) Seconders() uint32 {
	most := uint32(0)
	for _, rule := range t.Rules {
		most = max(most, rule.Seconders)
	}
	return most
}

// longest of a period over all rules, in seconds.
func (t Terms) longest(period func(membershiptypes.DecisionRule) uint64) uint64 {
	most := uint64(0)
	for _, rule := range t.Rules {
		most = max(most, period(rule))
	}
	return most
}

// SecondingSeconds is how long a draft waits for its seconders.
func (t Terms) SecondingSeconds() uint64 {
	return t.longest(func(r membershiptypes.DecisionRule) uint64 { return r.SecondingPeriodSeconds })
}

// DiscussionSeconds lie between seconding and voting.
func (t Terms) DiscussionSeconds() uint64 {
	return t.longest(func(r membershiptypes.DecisionRule) uint64 { return r.DiscussionPeriodSeconds })
}

// VotingSeconds is how long ballots are taken.
func (t Terms) VotingSeconds() uint64 {
	return t.longest(func(r membershiptypes.DecisionRule) uint64 { return r.VotingPeriodSeconds })
}

// TimelockSeconds lie between passing and execution.
func (t Terms) TimelockSeconds() uint64 {
	return t.longest(func(r membershiptypes.DecisionRule) uint64 { return r.TimelockPeriodSeconds })
}

// RollSize is how many members may vote, of all classes.
func (t Terms) RollSize() uint64 {
	total := uint64(0)
	for _, class := range t.Roll {
		total += class.Members
	}
	return total
}

// CountOnRoll adds one member of a class to the roll, which stays ordered by class.
func (t *Terms) CountOnRoll(classID uint32) {
	at, found := slices.BinarySearchFunc(t.Roll, classID, func(class membershiptypes.ClassCount, id uint32) int {
		return cmp.Compare(class.ClassId, id)
	})
	if !found {
		t.Roll = slices.Insert(t.Roll, at, membershiptypes.ClassCount{ClassId: classID})
	}
	t.Roll[at].Members++
}

// MaxAbstaining is how many members one resolution may keep from voting: the
// parties to a case, and the holders of a power who have decided it.
const MaxAbstaining = 320

// LeaveOut takes a member who is on the roll in a class out of it, and out of
// those who are listed one by one. It says false if the class has none.
func (t *Terms) LeaveOut(memberID uint64, classID uint32) bool {
	// Terms are passed by value, so what they list may be shared with another copy.
	t.Roll = slices.Clone(t.Roll)
	t.Electors = slices.DeleteFunc(slices.Clone(t.Electors), func(e Elector) bool { return e.MemberId == memberID })
	for i := range t.Roll {
		if t.Roll[i].ClassId != classID {
			continue
		}
		if t.Roll[i].Members--; t.Roll[i].Members == 0 {
			t.Roll = slices.Delete(t.Roll, i, i+1)
		}
		return true
	}
	return false
}

// RollOf is how many members of a class may vote.
func (t Terms) RollOf(classID uint32) uint64 {
	for _, class := range t.Roll {
		if class.ClassId == classID {
			return class.Members
		}
	}
	return 0
}

// Validate refuses terms that could not have been frozen from a charter.
func (t Terms) Validate() error {
	if len(t.Rules) == 0 {
		return errors.Wrap(ErrInvalidTerms, "there is no decision rule; at least one decides")
	}
	limits := membershiptypes.CeilingParams()
	for i, rule := range t.Rules {
		if err := rule.Validate(limits); err != nil {
			return errors.Wrapf(ErrInvalidTerms, "rule %q: %s", rule.Name, err)
		}
		if i > 0 && t.Rules[i-1].Name >= rule.Name {
			return errors.Wrapf(ErrInvalidTerms, "rule %q is out of order or doubled; order rules by name", rule.Name)
		}
	}
	if t.CharterVersion == 0 {
		return errors.Wrap(ErrInvalidTerms, "charter_version is 0; versions count from 1")
	}
	members := make([]uint64, 0, len(t.Roll))
	for i, class := range t.Roll {
		if class.ClassId == 0 || class.Members == 0 {
			return errors.Wrapf(ErrInvalidTerms, "roll: class %d with %d members; list only classes with members", class.ClassId, class.Members)
		}
		if i > 0 && t.Roll[i-1].ClassId >= class.ClassId {
			return errors.Wrapf(ErrInvalidTerms, "roll: class %d is out of order or doubled; order classes by id", class.ClassId)
		}
		members = append(members, class.Members)
	}
	if !AddsUp(members...) {
		return errors.Wrap(ErrInvalidTerms, "roll: more members than can be numbered")
	}
	if t.Active > t.RollSize() {
		return errors.Wrapf(ErrInvalidTerms, "%d active members of a roll of %d", t.Active, t.RollSize())
	}
	return t.validateElectors()
}

// validateElectors: rules of one electorate; the roll counts the electors by class.
func (t Terms) validateElectors() error {
	for _, rule := range t.Rules {
		if rule.Electorate != t.Electorate() {
			return errors.Wrapf(ErrInvalidTerms, "rule %q is decided by others than the rule %q", rule.Name, t.Rules[0].Name)
		}
	}
	if about := slices.Clone(t.Subjects); !slices.IsSorted(about) || len(slices.Compact(about)) != len(t.Subjects) {
		return errors.Wrap(ErrInvalidTerms, "order subjects by name, each once")
	}
	if t.Electorate() == "" {
		if len(t.Electors) > 0 {
			return errors.Wrap(ErrInvalidTerms, "there are electors, and the whole roll decides")
		}
		return nil
	}
	if t.SpecialFloor || t.Active != 0 {
		return errors.Wrap(ErrInvalidTerms, "the special floor and active members are of the whole roll")
	}
	counted := Terms{}
	for i, elector := range t.Electors {
		if elector.MemberId == 0 || elector.ClassId == 0 || (i > 0 && t.Electors[i-1].MemberId >= elector.MemberId) {
			return errors.Wrap(ErrInvalidTerms, "order electors by member number, each once, with a class")
		}
		counted.CountOnRoll(elector.ClassId)
	}
	if !slices.Equal(counted.Roll, t.Roll) {
		return errors.Wrapf(ErrInvalidTerms, "the roll is %v, the electors make it %v", t.Roll, counted.Roll)
	}
	return nil
}
