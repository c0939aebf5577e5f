package types

const (
	// MaxGrounds is how many grounds of charges a charter may name.
	MaxGrounds = 32
	// YearSeconds is the year over which suspensions are added up: 365 days.
	YearSeconds int64 = 365 * secondsPerDay
)

// disciplinePeriod is one of the section's lengths of time with its bounds.
type disciplinePeriod struct {
	name         string
	seconds      uint64
	least, most  uint64
	whyThisLeast string
}

// validateDiscipline refuses a section under which a member could not be heard,
// or a body could not decide in time.
func (c Charter) validateDiscipline(limits Params) error {
	d := c.Discipline
	if d == nil {
		return nil
	}
	if err := d.validateGrounds(); err != nil {
		return err
	}
	if d.ChargingMembers > limits.MaxChargersPerCase {
		return ErrInvalidCharter.Wrapf("discipline: charging_members is %d; at most %d", d.ChargingMembers, limits.MaxChargersPerCase)
	}
	if err := c.appealsGoElsewhere(); err != nil {
		return err
	}
	if err := c.partiesCanBeCounted(); err != nil {
		return err
	}
	if d.SuspendsMeanwhile && d.MaxSuspensionSeconds == 0 {
		return ErrInvalidCharter.Wrap("discipline: suspends_meanwhile needs a max_suspension")
	}
	periods, err := c.disciplinePeriods(limits)
	if err != nil {
		return err
	}
	for _, period := range periods {
		if period.seconds < period.least {
			return ErrInvalidCharter.Wrapf("discipline: %s is %s; it must be at least %s: %s",
				period.name, Duration(period.seconds), Duration(period.least), period.whyThisLeast)
		}
		if period.seconds > period.most {
			return ErrInvalidCharter.Wrapf("discipline: %s is %s; at most %s", period.name, Duration(period.seconds), Duration(period.most))
		}
	}
	return nil
}

// appealsGoElsewhere refuses a board or committee that would hear the appeals
// against its own decisions. The members are the last to ask, so they may hear
// what they have decided again.
func (c Charter) appealsGoElsewhere() error {
	decides, err := c.RuleFor(SubjectDiscipline)
	if err != nil {
		return err
	}
	hears, err := c.RuleFor(SubjectAppeals)
	if err != nil || hears.Electorate == "" || hears.Electorate != decides.Electorate {
		return err
	}
	return ErrInvalidCharter.Wrapf("discipline: the rules %q and %q let those who hold the power %q decide cases and the appeals against their own decisions; give the subject %q a rule of the members or of a committee",
		decides.Name, hears.Name, hears.Electorate, SubjectAppeals)
}

// partiesCanBeCounted refuses rules for cases that freeze the roll at the notice
// and ask for a quorum of its active members. Who the parties are is known when the
// vote opens, and the roll doesn't tell who of them could vote when it was frozen.
func (c Charter) partiesCanBeCounted() error {
	for _, subject := range []string{SubjectDiscipline, SubjectAppeals} {
		rule, membersRule, err := c.ruleFor(subject)
		if err != nil {
			return err
		}
		rules := []DecisionRule{rule}
		if membersRule != "" {
			if rule, err = c.Rule(membersRule); err != nil {
				return err
			}
			rules = append(rules, rule)
		}
		for _, rule := range rules {
			if rule.RecordAtNotice && rule.Quorum.Base == Base_BASE_ACTIVE {
				return ErrInvalidCharter.Wrapf("discipline: the rule %q for %q freezes the roll when the discussion begins and asks for a quorum of active members, from whom the parties to a case could not be left out; let it freeze the roll when voting opens, or ask for a quorum of the roll",
					rule.Name, subject)
			}
		}
	}
	return nil
}

func (d Discipline) validateGrounds() error {
	if len(d.Grounds) == 0 || len(d.Grounds) > MaxGrounds {
		return ErrInvalidCharter.Wrapf("discipline names %d grounds; it needs 1 to %d", len(d.Grounds), MaxGrounds)
	}
	last := ""
	for _, ground := range d.Grounds {
		if err := validateWord("ground", ground); err != nil {
			return err
		}
		if ground <= last {
			return ErrInvalidCharter.Wrapf("ground %q follows %q; order grounds alphabetically, each once", ground, last)
		}
		last = ground
	}
	return nil
}

func (c Charter) disciplinePeriods(limits Params) ([]disciplinePeriod, error) {
	decides, err := c.RuleFor(SubjectDiscipline)
	if err != nil {
		return nil, err
	}
	hears, err := c.RuleFor(SubjectAppeals)
	if err != nil {
		return nil, err
	}
	d, most := c.Discipline, limits.MaxPeriodSeconds
	joining := uint64(0)
	if d.ChargingMembers > 1 {
		joining = 1
	}
	return []disciplinePeriod{
		{"joining_period", d.JoiningPeriodSeconds, joining, most, "members who charge together need time to join"},
		{"mediation_period", d.MediationPeriodSeconds, 0, most, ""},
		{"notice_period", d.NoticePeriodSeconds, 1, most, "the notice must be delivered"},
		{"reply_period", d.ReplyPeriodSeconds, limits.MinReplyPeriodSeconds, most, "that is the ledger's least time to reply"},
		{
			"decision_period", d.DecisionPeriodSeconds, max(1, decides.PeriodSeconds()), most,
			"a resolution under the rule \"" + decides.Name + "\" for \"" + SubjectDiscipline + "\" takes that long",
		},
		{"appeal_period", d.AppealPeriodSeconds, limits.MinAppealPeriodSeconds, most, "that is the ledger's least time to appeal"},
		{
			"appeal_decision_period", d.AppealDecisionPeriodSeconds, max(1, hears.PeriodSeconds()), most,
			"a resolution under the rule \"" + hears.Name + "\" for \"" + SubjectAppeals + "\" takes that long",
		},
		{"max_suspension", d.MaxSuspensionSeconds, 0, limits.MaxSuspensionSeconds, ""},
	}, nil
}

// HasGround says whether a member can be charged on a ground.
func (d Discipline) HasGround(ground string) bool {
	for _, known := range d.Grounds {
		if known == ground {
			return true
		}
	}
	return false
}

// longestPeriod of a case's terms.
func (d Discipline) longestPeriod() uint64 {
	return max(d.JoiningPeriodSeconds, d.MediationPeriodSeconds, d.NoticePeriodSeconds, d.ReplyPeriodSeconds,
		d.DecisionPeriodSeconds, d.AppealPeriodSeconds, d.AppealDecisionPeriodSeconds)
}
