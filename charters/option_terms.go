package charters

import (
	"strings"

	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

// termsRecord is how a membership ends and when somebody may come back.
var termsRecord = record[membershiptypes.MembershipTerms]{what: "membership", fields: []field[membershiptypes.MembershipTerms]{
	duration("leaving_notice", func(t *membershiptypes.MembershipTerms) *uint64 { return &t.LeavingNoticeSeconds }).quiet(none).
		described("Between giving notice and leaving; without it one leaves at once."),
	duration("rejoin_after_leaving", func(t *membershiptypes.MembershipTerms) *uint64 { return &t.RejoinAfterLeavingSeconds }).quiet(none).
		described("Before a former member's key may join again without a resolution."),
	duration("rejoin_after_expulsion", func(t *membershiptypes.MembershipTerms) *uint64 { return &t.RejoinAfterExpulsionSeconds }).quiet(none).
		described("The same after an expulsion or a lapse."),
	texts("lapse_grounds", func(t *membershiptypes.MembershipTerms) *[]string { return &t.LapseGrounds }).
		described("On what grounds a membership lapses, in alphabetical order; without one nobody lapses."),
	duration("lapse_notice", func(t *membershiptypes.MembershipTerms) *uint64 { return &t.LapseNoticeSeconds }).quiet(none).
		described("In which the member can pay or object."),
	duration("death_delay", func(t *membershiptypes.MembershipTerms) *uint64 { return &t.DeathDelaySeconds }).quiet(none).
		described("In which any key of the member stops the record of its death; without it the ledger's least."),
}}

// joining says how one joins a class that has rules of its own, and what follows.
func (s speech) joining(charter membershiptypes.Charter, class membershiptypes.Class) []string {
	var sentences []string
	say := func(name string, places ...string) {
		sentences = append(sentences, s.say(name, append([]string{"class", class.Name}, places...)...))
	}
	switch class.Admission {
	case membershiptypes.AdmissionPolicy_ADMISSION_POLICY_RESOLUTION:
		say("class.admit.resolution")
	case membershiptypes.AdmissionPolicy_ADMISSION_POLICY_OFFICER:
		say("class.admit.officer")
	case membershiptypes.AdmissionPolicy_ADMISSION_POLICY_OPEN:
		say("class.admit.open")
	case membershiptypes.AdmissionPolicy_ADMISSION_POLICY_SPONSORED:
		say("class.admit.sponsored", "sponsors", s.count("class.sponsors", uint64(class.Sponsors)))
	}
	if class.ObjectionWindowSeconds > 0 {
		say("class.objections", "period", s.duration(class.ObjectionWindowSeconds), "objections", s.count("class.objectors", uint64(class.Objections)))
	}
	if class.MaxMembers > 0 {
		say("class.max", "members", s.count("class.members", class.MaxMembers))
	}
	if class.MaxAdmissionsPerDay > 0 {
		say("class.day", "members", s.count("class.members", uint64(class.MaxAdmissionsPerDay)))
	}
	if class.TrialPeriodSeconds == 0 {
		return sentences
	}
	next := "?"
	if following, err := charter.Class(class.NextClassId); err == nil {
		next = following.Name
	}
	name := "class.trial"
	if class.TrialLapses {
		name = "class.trial.lapses"
	}
	say(name, "period", s.duration(class.TrialPeriodSeconds), "next", next)
	return sentences
}

// terms say how a membership ends and when somebody may come back.
func (s speech) terms(terms membershiptypes.MembershipTerms) []string {
	var sentences []string
	for _, period := range []struct {
		name    string
		seconds uint64
	}{
		{"terms.leaving", terms.LeavingNoticeSeconds},
		{"terms.rejoin", terms.RejoinAfterLeavingSeconds},
		{"terms.rejoin.expelled", terms.RejoinAfterExpulsionSeconds},
		{"terms.death", terms.DeathDelaySeconds},
	} {
		if period.seconds > 0 {
			sentences = append(sentences, s.say(period.name, "period", s.duration(period.seconds)))
		}
	}
	if len(terms.LapseGrounds) > 0 {
		sentences = append(sentences, s.say("terms.lapse",
			"grounds", strings.Join(terms.LapseGrounds, ", "), "period", s.duration(terms.LapseNoticeSeconds)))
	}
	return sentences
}
