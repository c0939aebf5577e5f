package simulation

import (
	"slices"
	"strings"

	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

// contradictions in a charter by itself.
func (p *paper) contradictions(c membershiptypes.Charter) (faults []error) {
	invalid := func(wrong bool) {
		if wrong {
			faults = append(faults, membershiptypes.ErrInvalidCharter)
		}
	}
	invalid(strings.TrimSpace(c.Name) == "" || len(c.Name) > int(p.limits.MaxNameBytes))
	invalid(len(c.Description) > int(p.limits.MaxDescriptionBytes))
	invalid(c.Bylaws != nil && len(c.Bylaws.Sha256) != 32)
	invalid(len(c.Classes) == 0 || len(c.Classes) > int(p.limits.MaxClasses))
	invalid(len(c.Rules) == 0 || len(c.Rules) > int(p.limits.MaxRules))
	invalid(c.MaxOpenResolutionsPerMember == 0 || c.MaxOpenResolutionsPerMember > p.limits.MaxOpenResolutionsPerMember)
	invalid(c.Admission == membershiptypes.AdmissionPolicy_ADMISSION_POLICY_UNSPECIFIED)

	names, voting := make(map[string]bool), false
	for i, class := range c.Classes {
		invalid(class.Id == 0 || (i > 0 && class.Id <= c.Classes[i-1].Id))
		invalid(names[class.Name] || class.Admits == membershiptypes.MemberKind_MEMBER_KIND_UNSPECIFIED)
		names[class.Name], voting = true, voting || class.Votes
	}
	invalid(!voting)
	for i, rule := range c.Rules {
		invalid(i > 0 && rule.Name <= c.Rules[i-1].Name)
		invalid(rule.VotingPeriodSeconds == 0 || (rule.Seconders > 0 && rule.SecondingPeriodSeconds == 0))
		invalid(rule.VotingPeriodSeconds > p.limits.MaxPeriodSeconds || rule.Seconders > p.limits.MaxSeconders)
		for _, share := range []membershiptypes.Threshold{rule.Approval, rule.Quorum} {
			invalid(share.Denominator == 0 || share.Numerator > share.Denominator ||
				(share.MoreThan && share.Numerator == share.Denominator))
		}
	}
	byDefault, known := ruleByName(c, c.DefaultRule)
	invalid(byDefault.Electorate != "")
	if !known {
		faults = append(faults, membershiptypes.ErrInvalidCharter, membershiptypes.ErrUnknownRule)
	}
	for i, requirement := range c.Requirements {
		_, known := ruleByName(c, requirement.Rule)
		_, subject := subjectsThatNeedMore[requirement.Subject]
		invalid(!known || !subject || (i > 0 && requirement.Subject <= c.Requirements[i-1].Subject))
	}
	p.meetingContradictions(c, invalid)
	p.recoveryContradictions(c, invalid)
	p.disciplineContradictions(c, invalid)
	return append(faults, floorless(c, func(subject string) bool {
		asked := subject == aboutPersons && c.Recovery != nil && c.Recovery.InPersonDelaySeconds > 0
		return subject == "charter" || asked || required(c, subject)
	})...)
}

// meetingContradictions: co-ops that vote need longer than a meeting lasts.
func (p *paper) meetingContradictions(c membershiptypes.Charter, invalid func(bool)) {
	for _, class := range c.Classes {
		coops := class.Votes && class.Admits == membershiptypes.MemberKind_MEMBER_KIND_COOP
		invalid(coops && c.Meetings != nil && !c.Meetings.OwnVotingPeriod)
	}
	if c.Meetings != nil {
		invalid(c.Meetings.TablingClearDays > c.Meetings.NoticeClearDays || c.Meetings.Requisition.Numerator == 0)
		invalid(c.Meetings.SecondCallAfterSeconds > 0 && c.Meetings.SecondCallAfterSeconds <= c.Meetings.GracePeriodSeconds)
	}
}

// recoveryContradictions in what a charter says of lost keys.
func (p *paper) recoveryContradictions(c membershiptypes.Charter, invalid func(bool)) {
	policy := c.Recovery
	if policy == nil {
		return
	}
	for _, seconds := range []uint64{
		policy.GuardiansDelaySeconds, policy.ResolutionDelaySeconds, policy.InPersonDelaySeconds, policy.RemovalDelaySeconds, policy.FreezeSeconds,
	} {
		invalid(seconds > 0 && (seconds < p.limits.MinRecoveryDelaySeconds || seconds > p.limits.MaxPeriodSeconds))
	}
	longest := max(policy.GuardiansDelaySeconds, policy.ResolutionDelaySeconds)
	invalid(policy.InPersonDelaySeconds < longest || (policy.FreezeSeconds > 0 && policy.FreezeSeconds < longest))
	resolves := policy.ResolutionDelaySeconds > 0 || policy.InPersonDelaySeconds > 0
	invalid(resolves != (policy.MaxOpenRecoveries > 0) || policy.MaxOpenRecoveries > 100)
}

// disciplineContradictions in what it says of charges.
func (p *paper) disciplineContradictions(c membershiptypes.Charter, invalid func(bool)) {
	terms := c.Discipline
	if terms == nil {
		return
	}
	invalid(len(terms.Grounds) == 0 || !slices.IsSorted(terms.Grounds) || terms.ChargingMembers > p.limits.MaxChargersPerCase)
	invalid(terms.ChargingMembers > 1 && terms.JoiningPeriodSeconds == 0)
	invalid(terms.SuspendsMeanwhile && terms.MaxSuspensionSeconds == 0)
	invalid(terms.NoticePeriodSeconds == 0 || terms.MaxSuspensionSeconds > p.limits.MaxSuspensionSeconds)
	invalid(terms.ReplyPeriodSeconds < p.limits.MinReplyPeriodSeconds || terms.AppealPeriodSeconds < p.limits.MinAppealPeriodSeconds)
	for subject, seconds := range map[string]uint64{
		"discipline": terms.DecisionPeriodSeconds, "appeals": terms.AppealDecisionPeriodSeconds,
	} {
		rule, _ := ruleFor(c, subject)
		least := rule.SecondingPeriodSeconds + rule.DiscussionPeriodSeconds + rule.VotingPeriodSeconds + rule.TimelockPeriodSeconds
		invalid(seconds < max(1, least))
	}
}

// aboutPersons is the subject of a new key in spite of a veto, which no charter has
// to name unless it allows that.
const aboutPersons = "recovery-in-person"

// aboutMeetings is the subject of general meetings.
const aboutMeetings = "meetings"

// subjectsThatNeedMore lists the ledger's subjects and says which of them have
// the ledger's own floor.
var subjectsThatNeedMore = map[string]bool{
	"admission": false, "appeals": false, "chain": true, "charter": true, "discipline": false, "federation": false,
	aboutMeetings: false, "payments": false, "powers": false, "recovery": false, aboutPersons: true, "seat": false, "seats": true,
}

// membersRule is the rule by which members may decide on a subject instead of a board.
func membersRule(c membershiptypes.Charter, subject string) string {
	for _, requirement := range c.Requirements {
		if requirement.Subject == subject {
			return requirement.MembersRule
		}
	}
	return ""
}

func required(c membershiptypes.Charter, subject string) bool {
	for _, requirement := range c.Requirements {
		if requirement.Subject == subject {
			return true
		}
	}
	return false
}

// floorless are the special subjects that a charter would decide below the floor.
func floorless(c membershiptypes.Charter, concerned func(subject string) bool) (faults []error) {
	for subject, special := range subjectsThatNeedMore {
		if !special || !concerned(subject) {
			continue
		}
		if rule, _ := ruleFor(c, subject); !neverBelowFloor(rule) {
			faults = append(faults, membershiptypes.ErrBelowFloor)
		}
	}
	return faults
}

// changeable says whether all of a roll who can vote could together change the
// charter.
func changeable(c membershiptypes.Charter, able, voters int) bool {
	rule, known := ruleFor(c, "charter")
	return known && able > int(rule.Seconders) &&
		passes([]membershiptypes.DecisionRule{rule}, false, int64(voters), count{yes: int64(able)})
}

// voteSeconds is how long a co-op takes at most to decide its vote elsewhere.
func voteSeconds(c membershiptypes.Charter) uint64 {
	rule, _ := ruleFor(c, "federation")
	return rule.SecondingPeriodSeconds + rule.DiscussionPeriodSeconds + rule.VotingPeriodSeconds + rule.TimelockPeriodSeconds
}

// waitsFor says whether every vote under a federation's charter lasts long
// enough for a member co-op that takes so long to decide its own.
func (p *paper) waitsFor(c membershiptypes.Charter, seconds uint64) bool {
	for _, rule := range c.Rules {
		if seconds > 0 && rule.VotingPeriodSeconds < seconds+p.limits.FederationVoteMarginSeconds {
			return false
		}
	}
	return true
}

// amendFaults are what speaks against a new version of a co-op's charter.
func (p *paper) amendFaults(c *coop, next membershiptypes.Charter) []error {
	faults := p.contradictions(next)
	if len(faults) > 0 {
		return faults
	}
	if c.id == 1 {
		faults = append(faults, floorless(next, func(subject string) bool { return subject != aboutPersons || required(next, subject) })...)
	}
	now := c.charter()
	for _, class := range next.Classes {
		if old, known := classByID(now, class.Id); (known && old != class) || (!known && class.Id <= c.lastClass) {
			faults = append(faults, membershiptypes.ErrClassInUse)
		}
	}
	for _, m := range c.members {
		if _, kept := classByID(next, m.class); !m.gone && !kept {
			faults = append(faults, membershiptypes.ErrClassInUse)
		}
	}
	if !changeable(next, c.able(), len(c.voters())) {
		faults = append(faults, membershiptypes.ErrDeadlock)
	}
	if !p.waitsFor(next, c.slowest) {
		faults = append(faults, membershiptypes.ErrVotingTooShort)
	}
	for _, federation := range p.federations(c.id) {
		seconds := voteSeconds(next)
		if federation.slowest < seconds && !p.waitsFor(federation.charter(), seconds) {
			faults = append(faults, membershiptypes.ErrVotingTooShort)
		}
	}
	return faults
}

func (p *paper) amend(c *coop, next membershiptypes.Charter) {
	c.versions = append(c.versions, membershiptypes.CharterVersion{
		CoopId: c.id, Version: uint64(len(c.charters)) + 1, State: membershiptypes.CharterState_CHARTER_STATE_EFFECTIVE,
		AdoptedAt: p.now, DueAt: p.now, EffectiveAt: p.now,
		Parts: c.charter().ChangedParts(next), ReplacedVersion: uint64(len(c.charters)),
	})
	c.charters = append(c.charters, next)
	for _, class := range next.Classes {
		c.lastClass = max(c.lastClass, class.Id)
	}
	p.measure()
}

// changesMore finds a new version of the charter that would now also change a
// part which it left alone when it was proposed, since another came into force.
func (p *paper) changesMore(r *resolution) (index int, faults []error) {
	c := p.coop(r.coop)
	for i, message := range r.messages {
		m, ok := message.(*membershiptypes.MsgAmendCharter)
		if !ok {
			continue
		}
		decided := c.charters[r.version-1].ChangedParts(m.Charter)
		for _, part := range c.charter().ChangedParts(m.Charter) {
			if !slices.Contains(decided, part) {
				return i, []error{membershiptypes.ErrChangesMore}
			}
		}
	}
	return 0, nil
}
