package charters

import membershiptypes "github.com/coopledger/coopledger/x/membership/types"

var memberKinds = words[membershiptypes.MemberKind]{
	{membershiptypes.MemberKind_MEMBER_KIND_PERSON, "people"},
	{membershiptypes.MemberKind_MEMBER_KIND_COOP, "co-ops"},
}

var admissionPolicies = words[membershiptypes.AdmissionPolicy]{
	{membershiptypes.AdmissionPolicy_ADMISSION_POLICY_RESOLUTION, "by resolution"},
	{membershiptypes.AdmissionPolicy_ADMISSION_POLICY_OFFICER, "by officers"},
}

// classPolicies are what a class may say of its own; without a word the
// charter's admission holds.
var classPolicies = append(admissionPolicies[:len(admissionPolicies):len(admissionPolicies)],
	word[membershiptypes.AdmissionPolicy]{membershiptypes.AdmissionPolicy_ADMISSION_POLICY_OPEN, "open"},
	word[membershiptypes.AdmissionPolicy]{membershiptypes.AdmissionPolicy_ADMISSION_POLICY_SPONSORED, "sponsored"},
)

// classRecord is one class of members in a file.
func classRecord() record[membershiptypes.Class] {
	return record[membershiptypes.Class]{what: "a class", fields: []field[membershiptypes.Class]{
		number("id", 1, func(c *membershiptypes.Class) *uint32 { return &c.Id }).needed().
			described("Given once; never used again for another class."),
		text("name", wordSchema, func(c *membershiptypes.Class) *string { return &c.Name }).needed(),
		truth("votes", func(c *membershiptypes.Class) *bool { return &c.Votes }).needed(),
		oneOf("admits", memberKinds, func(c *membershiptypes.Class) *membershiptypes.MemberKind { return &c.Admits }).needed(),
		oneOf("admission", classPolicies, func(c *membershiptypes.Class) *membershiptypes.AdmissionPolicy { return &c.Admission }).
			described("Who admits to this class; without it the charter's own admission."),
		duration("objection_window", func(c *membershiptypes.Class) *uint64 { return &c.ObjectionWindowSeconds }).quiet("none").
			described("How long an application stands before it admits itself, in open and sponsored classes."),
		number("objections", 0, func(c *membershiptypes.Class) *uint32 { return &c.Objections }).quiet("0").
			described("So many voting members who object send an application to a resolution."),
		number("sponsors", 0, func(c *membershiptypes.Class) *uint32 { return &c.Sponsors }).quiet("0").
			described("So many voting members must sponsor an application, in sponsored classes."),
		number("max_members", 0, func(c *membershiptypes.Class) *uint64 { return &c.MaxMembers }).quiet("0").
			described("How many members the class may have; 0 for no limit."),
		number("max_admissions_per_day", 0, func(c *membershiptypes.Class) *uint32 { return &c.MaxAdmissionsPerDay }).quiet("0").
			described("How many join in a day without a resolution; 0 for no limit."),
		duration("trial_period", func(c *membershiptypes.Class) *uint64 { return &c.TrialPeriodSeconds }).quiet("none").
			described("How long a place in this class lasts before it moves on or lapses."),
		number("next_class", 0, func(c *membershiptypes.Class) *uint32 { return &c.NextClassId }).quiet("0").
			described("The id of the class that follows the trial."),
		truth("trial_lapses", func(c *membershiptypes.Class) *bool { return &c.TrialLapses }).quiet("false").
			described("The trial ends in a lapse unless the members have moved the member on."),
	}}
}

// membership says who belongs and how one joins.
func (s speech) membership(charter membershiptypes.Charter) []string {
	sentences := []string{s.say("one vote")}
	for _, class := range charter.Classes {
		sentences = append(sentences, s.class(class)...)
		sentences = append(sentences, s.joining(charter, class)...)
	}
	switch charter.Admission {
	case membershiptypes.AdmissionPolicy_ADMISSION_POLICY_RESOLUTION:
		sentences = append(sentences, s.say("admit.resolution"))
	case membershiptypes.AdmissionPolicy_ADMISSION_POLICY_OFFICER:
		sentences = append(sentences, s.say("admit.officer"))
	}
	sentences = append(sentences, s.terms(charter.MembershipTerms())...)
	return append(sentences, s.count("open limit", uint64(charter.MaxOpenResolutionsPerMember)))
}

// class says what one class is.
func (s speech) class(class membershiptypes.Class) []string {
	name := "silent."
	if class.Votes {
		name = "class."
	}
	return []string{s.say(name+memberKinds.say(class.Admits), "class", class.Name)}
}
