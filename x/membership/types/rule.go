package types

import "math/bits"

// Validate refuses a rule that no ballots could satisfy, or that is out of bounds.
func (r DecisionRule) Validate(limits Params) error {
	if err := validateWord("rule", r.Name); err != nil {
		return err
	}
	if err := r.validateShares(); err != nil {
		return err
	}
	if err := r.validateElectorate(limits); err != nil {
		return err
	}
	if err := r.validateEmergency(); err != nil {
		return err
	}
	if r.Seconders > limits.MaxSeconders {
		return ErrInvalidCharter.Wrapf("rule %q asks for %d seconders; at most %d", r.Name, r.Seconders, limits.MaxSeconders)
	}
	if r.VotingPeriodSeconds < 1 {
		return ErrInvalidCharter.Wrapf("rule %q has no voting period; give at least 1 second", r.Name)
	}
	if r.Seconders > 0 && r.SecondingPeriodSeconds < 1 {
		return ErrInvalidCharter.Wrapf("rule %q asks for seconders but leaves them no time; set seconding_period_seconds", r.Name)
	}
	for _, period := range []struct {
		name    string
		seconds uint64
	}{
		{"seconding_period_seconds", r.SecondingPeriodSeconds},
		{"discussion_period_seconds", r.DiscussionPeriodSeconds},
		{"voting_period_seconds", r.VotingPeriodSeconds},
		{"timelock_period_seconds", r.TimelockPeriodSeconds},
		{"late_quorum_window_seconds", r.LateQuorumWindowSeconds},
		{"late_quorum_extension_seconds", r.LateQuorumExtensionSeconds},
	} {
		if period.seconds > limits.MaxPeriodSeconds {
			return ErrInvalidCharter.Wrapf("rule %q, %s is %s; at most %s", r.Name, period.name, Duration(period.seconds), Duration(limits.MaxPeriodSeconds))
		}
	}
	if (r.LateQuorumWindowSeconds == 0) != (r.LateQuorumExtensionSeconds == 0) || r.LateQuorumWindowSeconds > r.VotingPeriodSeconds {
		return ErrInvalidCharter.Wrapf("rule %q: a late quorum needs a window within the voting period and an extension, or neither", r.Name)
	}
	return nil
}

// validateShares checks what must be in favour, and who must have voted.
func (r DecisionRule) validateShares() error {
	if err := r.Approval.validate(); err != nil {
		return ErrInvalidCharter.Wrapf("rule %q, approval: %s", r.Name, err)
	}
	if err := r.Quorum.validate(); err != nil {
		return ErrInvalidCharter.Wrapf("rule %q, quorum: %s", r.Name, err)
	}
	if r.Quorum.Base != Base_BASE_ROLL && r.Quorum.Base != Base_BASE_ACTIVE {
		return ErrInvalidCharter.Wrapf("rule %q: a quorum is a share of the roll or of its active members", r.Name)
	}
	if r.Approval.Base == Base_BASE_ACTIVE {
		return ErrInvalidCharter.Wrapf("rule %q: approval is a share of votes cast, of those present or of the roll; active members are for quorums", r.Name)
	}
	if r.Approval.Numerator == 0 && !r.Consent {
		return ErrInvalidCharter.Wrapf("rule %q would pass against any majority; give approval a share above zero, or use consent", r.Name)
	}
	return nil
}

// validateElectorate checks who decides: holders of a power, or the roll with
// its chambers. That the chambers' classes are the charter's, the charter checks.
func (r DecisionRule) validateElectorate(limits Params) error {
	if r.Electorate != "" {
		if err := ValidatePower(r.Electorate); err != nil {
			return ErrInvalidCharter.Wrapf("rule %q, electorate: %s", r.Name, err)
		}
		if len(r.Chambers) > 0 || r.Quorum.Base == Base_BASE_ACTIVE {
			return ErrInvalidCharter.Wrapf("rule %q is decided by holders of the power %q, so it has no chambers and no quorum of active members",
				r.Name, r.Electorate)
		}
	}
	if uint64(len(r.Chambers)) > uint64(limits.MaxClasses) {
		return ErrInvalidCharter.Wrapf("rule %q has %d chambers; at most %d", r.Name, len(r.Chambers), limits.MaxClasses)
	}
	for i, chamber := range r.Chambers {
		if err := chamber.validate(); err != nil {
			return ErrInvalidCharter.Wrapf("rule %q, chamber %d: %s", r.Name, i+1, err)
		}
	}
	return nil
}

func (c *Chamber) validate() error {
	if c == nil {
		return ErrInvalidCharter.Wrap("it is empty; name the classes who form it")
	}
	for _, share := range []Threshold{c.Approval, c.Quorum} {
		if err := share.validate(); err != nil {
			return err
		}
	}
	if c.Approval.Base == Base_BASE_ACTIVE || c.Quorum.Base != Base_BASE_ROLL {
		return ErrInvalidCharter.Wrap("approval is a share of the chamber's votes cast, of those present or of its roll; the quorum is one of its roll")
	}
	if len(c.ClassIds) == 0 {
		return ErrInvalidCharter.Wrap("it has no class; name the classes who form it")
	}
	for i, id := range c.ClassIds {
		if id == 0 || (i > 0 && id <= c.ClassIds[i-1]) {
			return ErrInvalidCharter.Wrap("order its classes by id, each once")
		}
	}
	return nil
}

// The least that an emergency rule asks for, and the longest that it may take.
const (
	emergencyNumerator   = 3
	emergencyDenominator = 4
	emergencySeconds     = 24 * 60 * 60
)

func (r DecisionRule) validateEmergency() error {
	if !r.Emergency {
		return nil
	}
	if r.Approval.Base != Base_BASE_ROLL || !r.Approval.atLeast(emergencyNumerator, emergencyDenominator) ||
		r.Electorate != "" || r.OrMajorityOfRoll {
		return ErrInvalidCharter.Wrapf("rule %q is for emergencies: it needs at least %d/%d of the whole roll in favour, and nothing instead",
			r.Name, emergencyNumerator, emergencyDenominator)
	}
	if r.PeriodSeconds() > emergencySeconds {
		return ErrInvalidCharter.Wrapf("rule %q is for emergencies and takes %s in all; at most %s", r.Name, Duration(r.PeriodSeconds()), Duration(uint64(emergencySeconds)))
	}
	return nil
}

func (t Threshold) validate() error {
	if t.Denominator < 1 || t.Denominator > MaxThresholdDenominator {
		return ErrInvalidCharter.Wrapf("the share %d/%d needs a denominator between 1 and %d",
			t.Numerator, t.Denominator, MaxThresholdDenominator)
	}
	if t.Numerator > t.Denominator || (t.MoreThan && t.Numerator == t.Denominator) {
		return ErrInvalidCharter.Wrapf("the share %d/%d (more_than: %t) can never be reached", t.Numerator, t.Denominator, t.MoreThan)
	}
	switch t.Base {
	case Base_BASE_VOTES_CAST, Base_BASE_PRESENT, Base_BASE_ROLL, Base_BASE_ACTIVE:
	default:
		return ErrInvalidCharter.Wrap("the share needs a base: votes cast, those present, the roll or its active members")
	}
	return nil
}

// Met says whether part is at least (or more than) the share of whole, exactly,
// in 128 bits.
func (t Threshold) Met(part, whole uint64) bool {
	partHigh, partLow := bits.Mul64(part, uint64(t.Denominator))
	wholeHigh, wholeLow := bits.Mul64(whole, uint64(t.Numerator))
	if partHigh != wholeHigh {
		return partHigh > wholeHigh
	}
	if t.MoreThan {
		return partLow > wholeLow
	}
	return partLow >= wholeLow
}

// atLeast says whether the share is numerator/denominator or more.
func (t Threshold) atLeast(numerator, denominator uint64) bool {
	return uint64(t.Numerator)*denominator >= numerator*uint64(t.Denominator)
}

// MeetsSpecialFloor says whether nothing can pass under the rule that is not
// (in favour at least 2/3 of those in favour and against, and half of the roll
// voting) or (in favour more than half of the roll).
//
// Under consent nobody is against when it passes, so only the turnout counts. A
// share of those present is at least as strict as one of the votes cast. Passing
// by a majority of the roll is within the floor by itself. Chambers only ask for
// more. Holders of a power are not the roll, and active members are fewer.
func (r DecisionRule) MeetsSpecialFloor() bool {
	if r.Electorate != "" {
		return false
	}
	if r.Approval.Base == Base_BASE_ROLL {
		aboveHalf := uint64(r.Approval.Numerator)*2 > uint64(r.Approval.Denominator)
		if aboveHalf || (r.Approval.MoreThan && r.Approval.atLeast(1, 2)) {
			return true
		}
	}
	unopposed := r.Consent || (r.Approval.Base != Base_BASE_ROLL && r.Approval.atLeast(2, 3))
	turnout := (r.Quorum.Base == Base_BASE_ROLL && r.Quorum.atLeast(1, 2)) || (r.Approval.Base == Base_BASE_ROLL && r.Approval.atLeast(1, 2))
	return unopposed && turnout
}

// PeriodSeconds is the longest that a resolution under the rule takes from
// proposal to execution.
func (r DecisionRule) PeriodSeconds() uint64 {
	return r.SecondingPeriodSeconds + r.DiscussionPeriodSeconds + r.VotingPeriodSeconds +
		r.LateQuorumExtensionSeconds + r.TimelockPeriodSeconds
}

// FederationVoteSeconds is how long the co-op needs at most to decide its vote
// in a federation.
func (c Charter) FederationVoteSeconds() (uint64, error) {
	rule, membersRule, err := c.ruleFor(SubjectFederation)
	if err != nil || membersRule == "" {
		return rule.PeriodSeconds(), err
	}
	instead, err := c.Rule(membersRule)
	return max(rule.PeriodSeconds(), instead.PeriodSeconds()), err
}

// LeavesTimeToVote refuses a federation's charter under which a vote could end
// before its member co-ops have decided theirs. Seconds are those that the
// slowest member needs, with the ledger's margin.
func (c Charter) LeavesTimeToVote(memberSeconds, marginSeconds uint64) error {
	if memberSeconds == 0 {
		return nil
	}
	for _, rule := range c.Rules {
		// In an emergency there is no time to ask the members of each member co-op:
		// whoever it has given the power to votes for it.
		if rule.Emergency {
			continue
		}
		if rule.VotingPeriodSeconds < memberSeconds+marginSeconds {
			return ErrVotingTooShort.Wrapf("votes under the rule %q last %s, but a member co-op needs up to %s to decide its own vote, and %s to spare; make voting_period_seconds at least %s, or the member's rule for %q shorter",
				rule.Name, Duration(rule.VotingPeriodSeconds), Duration(memberSeconds), Duration(marginSeconds), Duration(memberSeconds+marginSeconds), SubjectFederation)
		}
	}
	return nil
}

// means says whether a class of a new version is for the same members with the
// same vote; how one joins it may change.
func (c Class) means(old Class) bool {
	return c.Name == old.Name && c.Votes == old.Votes && c.Admits == old.Admits
}

// Succeeds refuses a new version that gives an old class another meaning, takes
// an id that was in use before (lastClassID is the greatest), or drops a class
// that still has members.
func (c Charter) Succeeds(previous Charter, lastClassID uint32, roll Roll) error {
	for _, class := range c.Classes {
		old, err := previous.Class(class.Id)
		switch {
		case err != nil && class.Id <= lastClassID:
			return ErrClassInUse.Wrapf("class %q takes the id %d, which an earlier class had; take %d or more", class.Name, class.Id, lastClassID+1)
		case err == nil && !class.means(old):
			return ErrClassInUse.Wrapf("class %d is %q and can't get another name, vote or kind of member; add a new class with id %d or more",
				class.Id, old.Name, lastClassID+1)
		}
	}
	for _, old := range previous.Classes {
		if _, err := c.Class(old.Id); err != nil && roll.MembersOf(old.Id) > 0 {
			return ErrClassInUse.Wrapf("class %q still has %d members; keep it", old.Name, roll.MembersOf(old.Id))
		}
	}
	return c.keepsBookOf(previous)
}
