package types

import (
	"slices"
	"strings"
)

// maxScopeEntries bounds each list of a scope.
const maxScopeEntries = 16

// Validate refuses a scope that its power doesn't take, and lists that are too
// long, or name what there is not.
func (s *Scope) Validate(power string) error {
	if s == nil {
		return nil
	}
	ofDelegates := len(s.FederationIds)+len(s.Subjects)+len(s.Rules) > 0
	switch {
	case power == PowerVote:
		if len(s.ClassIds) > 0 {
			return ErrInvalidTerm.Wrapf("the power %q is narrowed by federations, subjects and rules, not by classes", power)
		}
	case !ActsOnMembers(power):
		return ErrInvalidTerm.Wrapf("the power %q takes no scope; %q does, and those over members (%s)", power, PowerVote, strings.Join(powersOverMembers(), ", "))
	case ofDelegates:
		return ErrInvalidTerm.Wrapf("the power %q is narrowed by classes alone; federations, subjects and rules are for %q", power, PowerVote)
	}
	for _, length := range []int{len(s.FederationIds), len(s.Subjects), len(s.Rules), len(s.ClassIds)} {
		if length > maxScopeEntries {
			return ErrInvalidTerm.Wrapf("a list of the scope has %d entries; at most %d", length, maxScopeEntries)
		}
	}
	for _, subject := range s.Subjects {
		if _, err := SubjectByName(subject); err != nil {
			return err
		}
	}
	for _, rule := range s.Rules {
		if err := validateWord("rule", rule); err != nil {
			return err
		}
	}
	last := uint32(0)
	for _, classID := range s.ClassIds {
		if classID <= last {
			return ErrInvalidTerm.Wrapf("class %d follows %d in the scope; list the ids of classes in ascending order", classID, last)
		}
		last = classID
	}
	return nil
}

// CoversClass says whether an officer may act over members of a class.
func (s *Scope) CoversClass(classID uint32) bool {
	return s == nil || len(s.ClassIds) == 0 || slices.Contains(s.ClassIds, classID)
}

// Covers says whether a delegate may vote on a federation's resolution.
func (s *Scope) Covers(federationID uint64, subjects, rules []string) bool {
	if s == nil {
		return true
	}
	within := func(all, some []string) bool {
		return len(some) == 0 || len(all) > 0 && !slices.ContainsFunc(all, func(one string) bool { return !slices.Contains(some, one) })
	}
	return (len(s.FederationIds) == 0 || slices.Contains(s.FederationIds, federationID)) &&
		within(subjects, s.Subjects) && within(rules, s.Rules)
}
