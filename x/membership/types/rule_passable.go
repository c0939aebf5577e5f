package types

import "slices"

// CanPass says whether a resolution could pass if all of a roll who can vote now
// were in favour. Who has no key or is suspended is on the roll all the same, and
// counts in every share of it.
func (r DecisionRule) CanPass(roll Roll) bool {
	able, voters := roll.Ables(), roll.Voters()
	if able == 0 || able <= uint64(r.Seconders) {
		return false
	}
	for _, chamber := range r.Chambers {
		if !chamber.canPass(roll) {
			return false
		}
	}
	byMajorityOfRoll := r.OrMajorityOfRoll && able > voters/2
	return byMajorityOfRoll || (r.Approval.metByAll(able, voters) && r.Quorum.metByAll(able, voters))
}

// canPass says the same of a chamber. One with nobody on the roll is passed over.
func (c *Chamber) canPass(roll Roll) bool {
	able, voters := c.members(roll.Able), c.members(roll.Counts)
	return voters == 0 || (able > 0 && c.Approval.metByAll(able, voters) && c.Quorum.metByAll(able, voters))
}

// isMute says whether it has members on the roll, of whom none can vote now.
func (c *Chamber) isMute(roll Roll) bool {
	return c.members(roll.Counts) > 0 && c.members(roll.Able) == 0
}

func (c *Chamber) members(counts []ClassCount) (members uint64) {
	for _, count := range counts {
		if slices.Contains(c.ClassIds, count.ClassId) {
			members += count.Members
		}
	}
	return members
}

// metByAll says whether a share is met when all who can vote are in favour, of
// a whole with others who can't.
func (t Threshold) metByAll(able, whole uint64) bool {
	if t.Base == Base_BASE_ROLL {
		return t.Met(able, whole)
	}
	return t.Met(able, able)
}

// CanBeChangedBy refuses a charter that its own roll could never change again:
// some set of the present members must be able to pass a charter change.
func (c Charter) CanBeChangedBy(roll Roll) error {
	if err := c.LeavesChambersHeard(Roll{}, roll); err != nil {
		return err
	}
	rule, err := c.RuleFor(SubjectCharter)
	if err != nil {
		return err
	}
	if !rule.CanPass(roll) {
		return ErrDeadlock.Wrapf("a charter change needs the rule %q with %d seconders beside the proposer, and of %d members on the roll %d can vote now (with a key, and not suspended); ask for less, or admit members first",
			rule.Name, rule.Seconders, roll.Voters(), roll.Ables())
	}
	return nil
}

// LeavesChambersHeard refuses a change of the roll that leaves a chamber, whose
// majority a charter change needs, with members none of whom can vote: from then
// on nothing could change the charter.
func (c Charter) LeavesChambersHeard(before, after Roll) error {
	rule, err := c.RuleFor(SubjectCharter)
	if err != nil {
		return err
	}
	for i, chamber := range rule.Chambers {
		if chamber.isMute(after) && !chamber.isMute(before) {
			return ErrDeadlock.Wrapf("a charter change needs the rule %q, and of the %d members in its chamber %d none could vote (with a key, and not suspended); admit one with a key to a class of that chamber first",
				rule.Name, chamber.members(after.Counts), i+1)
		}
	}
	return nil
}

// StaysChangeable refuses a change of the roll after which the members could no
// longer change their charter, as they could before. Where they can't meanwhile,
// because most have not claimed their places yet, it only must make no chamber mute.
func (c Charter) StaysChangeable(before, after Roll) error {
	if c.CanBeChangedBy(before) == nil {
		return c.CanBeChangedBy(after)
	}
	return c.LeavesChambersHeard(before, after)
}
