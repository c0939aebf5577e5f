package charters

import (
	"strings"

	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

// disciplineRecord is how a charge against a member is decided, in a file.
func disciplineRecord() record[membershiptypes.Discipline] {
	type discipline = membershiptypes.Discipline
	return record[discipline]{what: "discipline", fields: []field[discipline]{
		texts("grounds", func(d *discipline) *[]string { return &d.Grounds }).needed().
			described("On which grounds a member can be charged, in alphabetical order."),
		number("charging_members", 0, func(d *discipline) *uint32 { return &d.ChargingMembers }).
			described("How many members can charge together; 0 if members can't."),
		duration("joining_period", func(d *discipline) *uint64 { return &d.JoiningPeriodSeconds }),
		duration("mediation_period", func(d *discipline) *uint64 { return &d.MediationPeriodSeconds }).
			described("Time to settle it before the charge goes on."),
		duration("notice_period", func(d *discipline) *uint64 { return &d.NoticePeriodSeconds }).needed(),
		duration("reply_period", func(d *discipline) *uint64 { return &d.ReplyPeriodSeconds }).needed(),
		duration("decision_period", func(d *discipline) *uint64 { return &d.DecisionPeriodSeconds }).needed(),
		duration("appeal_period", func(d *discipline) *uint64 { return &d.AppealPeriodSeconds }).needed(),
		duration("appeal_decision_period", func(d *discipline) *uint64 { return &d.AppealDecisionPeriodSeconds }).needed(),
		duration("max_suspension", func(d *discipline) *uint64 { return &d.MaxSuspensionSeconds }).
			described("The longest suspension, or none."),
		truth("suspends_meanwhile", func(d *discipline) *bool { return &d.SuspendsMeanwhile }).
			described("Whether a member can be suspended before its case is decided."),
		truth("parties_abstain", func(d *discipline) *bool { return &d.PartiesAbstain }).
			described("Whether the charged and the chargers don't vote on the case."),
		number("warnings_before_expulsion", 0, func(d *discipline) *uint32 { return &d.WarningsBeforeExpulsion }),
	}}
}

// discipline says how a charge against a member is decided.
func (s speech) discipline(charter membershiptypes.Charter) []string {
	d := charter.Discipline
	if d == nil {
		return []string{s.say("discipline.none")}
	}
	sentences := []string{s.say("discipline.grounds", "grounds", strings.Join(d.Grounds, ", ")), s.say("discipline.officer")}
	if d.ChargingMembers > 0 {
		sentences = append(sentences, s.count("discipline.members", uint64(d.ChargingMembers), "period", s.duration(d.JoiningPeriodSeconds)))
	}
	if d.MediationPeriodSeconds > 0 {
		sentences = append(sentences, s.say("discipline.mediation", "period", s.duration(d.MediationPeriodSeconds)))
	}
	sentences = append(sentences,
		s.say("discipline.notice", "period", s.duration(d.NoticePeriodSeconds)),
		s.say("discipline.reply", "period", s.duration(d.ReplyPeriodSeconds)),
		s.say("discipline.decision", "period", s.duration(d.DecisionPeriodSeconds)),
		s.say("discipline.appeal", "period", s.duration(d.AppealPeriodSeconds)),
		s.say("discipline.appealed", "period", s.duration(d.AppealDecisionPeriodSeconds)),
	)
	if d.MaxSuspensionSeconds > 0 {
		sentences = append(sentences, s.say("discipline.suspension", "period", s.duration(d.MaxSuspensionSeconds)))
	} else {
		sentences = append(sentences, s.say("discipline.suspension.none"))
	}
	if d.SuspendsMeanwhile {
		sentences = append(sentences, s.say("discipline.meanwhile"))
	} else {
		sentences = append(sentences, s.say("discipline.meanwhile.none"))
	}
	if d.PartiesAbstain {
		sentences = append(sentences, s.say("discipline.abstain"))
	}
	if d.WarningsBeforeExpulsion > 0 {
		sentences = append(sentences, s.count("discipline.warnings", uint64(d.WarningsBeforeExpulsion)))
	}
	return sentences
}
