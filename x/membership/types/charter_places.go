package types

const maxLapseGrounds = 16

// Policy by which a class admits: its own, or else the charter's.
func (c Charter) Policy(class Class) AdmissionPolicy {
	if class.Admission == AdmissionPolicy_ADMISSION_POLICY_UNSPECIFIED {
		return c.Admission
	}
	return class.Admission
}

// MembershipTerms of the charter; none when it says nothing.
func (c Charter) MembershipTerms() MembershipTerms {
	if c.Terms == nil {
		return MembershipTerms{}
	}
	return *c.Terms
}

// validatePlaces checks how one joins each class, what follows a trial, and the
// terms on which a membership ends.
func (c Charter) validatePlaces(limits Params) error {
	for _, class := range c.Classes {
		if err := class.validateAdmission(c.Policy(class), limits); err != nil {
			return err
		}
		if err := c.validateTrial(class, limits); err != nil {
			return err
		}
	}
	if c.Terms == nil {
		return nil
	}
	return c.Terms.validate(limits)
}

func (c Class) validateAdmission(policy AdmissionPolicy, limits Params) error {
	switch policy {
	case AdmissionPolicy_ADMISSION_POLICY_RESOLUTION, AdmissionPolicy_ADMISSION_POLICY_OFFICER:
		if c.ObjectionWindowSeconds != 0 || c.Objections != 0 || c.Sponsors != 0 {
			return ErrInvalidCharter.Wrapf("class %q has an objection window, objections or sponsors, but applications to it don't admit themselves; leave them out, or make its admission open or sponsored", c.Name)
		}
		return nil
	case AdmissionPolicy_ADMISSION_POLICY_OPEN, AdmissionPolicy_ADMISSION_POLICY_SPONSORED:
	default:
		return ErrInvalidCharter.Wrapf("class %q: admission must be by resolution, by officers, open or sponsored", c.Name)
	}
	if c.Admits != MemberKind_MEMBER_KIND_PERSON {
		return ErrInvalidCharter.Wrapf("class %q admits co-ops, whose admission is by resolution or by officers", c.Name)
	}
	if c.ObjectionWindowSeconds > limits.MaxPeriodSeconds {
		return ErrInvalidCharter.Wrapf("class %q, objection_window_seconds is %s; at most %s", c.Name, Duration(c.ObjectionWindowSeconds), Duration(limits.MaxPeriodSeconds))
	}
	if c.Sponsors > limits.MaxSponsors || c.Objections > limits.MaxSponsors {
		return ErrInvalidCharter.Wrapf("class %q asks for %d sponsors and %d objections; at most %d", c.Name, c.Sponsors, c.Objections, limits.MaxSponsors)
	}
	if (c.ObjectionWindowSeconds > 0) != (c.Objections > 0) {
		return ErrInvalidCharter.Wrapf("class %q needs an objection window together with the number of objections that stop an application", c.Name)
	}
	sponsored := policy == AdmissionPolicy_ADMISSION_POLICY_SPONSORED
	if sponsored != (c.Sponsors > 0) {
		return ErrInvalidCharter.Wrapf("class %q: sponsors belong to sponsored admission, at least one", c.Name)
	}
	if !c.Votes {
		return nil
	}
	if c.MaxAdmissionsPerDay == 0 {
		return ErrInvalidCharter.Wrapf("class %q votes and admits without a decision; set max_admissions_per_day, so that nobody can fill the roll with strangers", c.Name)
	}
	if !sponsored && c.ObjectionWindowSeconds < limits.MinObjectionWindowSeconds {
		return ErrInvalidCharter.Wrapf("class %q votes and is open: its objection window is %s and must be at least %s",
			c.Name, Duration(c.ObjectionWindowSeconds), Duration(limits.MinObjectionWindowSeconds))
	}
	return nil
}

func (c Charter) validateTrial(class Class, limits Params) error {
	if class.TrialPeriodSeconds == 0 {
		if class.NextClassId != 0 || class.TrialLapses {
			return ErrInvalidCharter.Wrapf("class %q says what follows its trial, but has no trial period", class.Name)
		}
		return nil
	}
	if class.TrialPeriodSeconds > limits.MaxPeriodSeconds {
		return ErrInvalidCharter.Wrapf("class %q, trial_period_seconds is %s; at most %s", class.Name, Duration(class.TrialPeriodSeconds), Duration(limits.MaxPeriodSeconds))
	}
	next, err := c.Class(class.NextClassId)
	if err != nil {
		return ErrInvalidCharter.Wrapf("class %q is for a trial and needs the class that follows: %s", class.Name, err)
	}
	if next.Id == class.Id || next.Admits != class.Admits || next.TrialPeriodSeconds != 0 {
		return ErrInvalidCharter.Wrapf("class %q can't be followed by %q: the next class is another one, for the same kind of members, and no trial", class.Name, next.Name)
	}
	return nil
}

func (t MembershipTerms) validate(limits Params) error {
	for _, period := range []struct {
		name    string
		seconds uint64
	}{
		{"leaving_notice_seconds", t.LeavingNoticeSeconds},
		{"rejoin_after_leaving_seconds", t.RejoinAfterLeavingSeconds},
		{"rejoin_after_expulsion_seconds", t.RejoinAfterExpulsionSeconds},
		{"lapse_notice_seconds", t.LapseNoticeSeconds},
		{"death_delay_seconds", t.DeathDelaySeconds},
	} {
		if period.seconds > limits.MaxPeriodSeconds {
			return ErrInvalidCharter.Wrapf("%s is %s; at most %s", period.name, Duration(period.seconds), Duration(limits.MaxPeriodSeconds))
		}
	}
	if len(t.LapseGrounds) > maxLapseGrounds {
		return ErrInvalidCharter.Wrapf("the charter names %d grounds for a lapse; at most %d", len(t.LapseGrounds), maxLapseGrounds)
	}
	last := ""
	for _, ground := range t.LapseGrounds {
		if err := validateWord("lapse ground", ground); err != nil {
			return err
		}
		if ground <= last {
			return ErrInvalidCharter.Wrapf("lapse ground %q follows %q; order grounds by name, each once", ground, last)
		}
		last = ground
	}
	if (len(t.LapseGrounds) > 0) != (t.LapseNoticeSeconds > 0) {
		return ErrInvalidCharter.Wrap("grounds for a lapse and its notice period belong together: give both or neither")
	}
	if t.LapseNoticeSeconds > 0 && t.LapseNoticeSeconds < limits.MinLapseNoticeSeconds {
		return ErrInvalidCharter.Wrapf("lapse_notice_seconds is %s; a member has at least %s to object or pay", Duration(t.LapseNoticeSeconds), Duration(limits.MinLapseNoticeSeconds))
	}
	if t.DeathDelaySeconds > 0 && t.DeathDelaySeconds < limits.MinDeathDelaySeconds {
		return ErrInvalidCharter.Wrapf("death_delay_seconds is %s; it must be at least %s, or left out for just that", Duration(t.DeathDelaySeconds), Duration(limits.MinDeathDelaySeconds))
	}
	return nil
}

// NamesGround says whether a membership may lapse on a ground.
func (t MembershipTerms) NamesGround(ground string) bool {
	for _, named := range t.LapseGrounds {
		if named == ground {
			return true
		}
	}
	return false
}

// RejoinSeconds is how long a key waits before it may join again without a
// resolution, after a membership that ended in a state.
func (t MembershipTerms) RejoinSeconds(ended MemberState) uint64 {
	switch ended {
	case MemberState_MEMBER_STATE_LEFT:
		return t.RejoinAfterLeavingSeconds
	case MemberState_MEMBER_STATE_EXPELLED, MemberState_MEMBER_STATE_LAPSED:
		return t.RejoinAfterExpulsionSeconds
	default:
		return 0
	}
}

// DeathDelay in seconds: the charter's, or else the ledger's least.
func (t MembershipTerms) DeathDelay(limits Params) uint64 {
	return max(t.DeathDelaySeconds, limits.MinDeathDelaySeconds)
}

// IsFull says whether a class has as many members as it may have.
func (c Class) IsFull(roll Roll) bool {
	return c.MaxMembers > 0 && roll.MembersOf(c.Id) >= c.MaxMembers
}
