package types

import "slices"

// maxScopeEntries bounds each list of a scope.
const maxScopeEntries = 16

// Validate refuses a scope that its power doesn't take, and lists that are too
// long or out of order.
func (s *Scope) Validate(power string) error {
	if s == nil {
		return nil
	}
	if power != PowerVote {
		return ErrInvalidTerm.Wrapf("the power %q takes no scope; only %q does", power, PowerVote)
	}
	for _, length := range []int{len(s.FederationIds), len(s.Subjects), len(s.Rules)} {
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
	return nil
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
