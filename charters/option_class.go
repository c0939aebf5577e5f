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

// classRecord is one class of members in a file.
func classRecord() record[membershiptypes.Class] {
	return record[membershiptypes.Class]{what: "a class", fields: []field[membershiptypes.Class]{
		number("id", 1, func(c *membershiptypes.Class) *uint32 { return &c.Id }).needed().
			described("Given once; never used again for another class."),
		text("name", wordSchema, func(c *membershiptypes.Class) *string { return &c.Name }).needed(),
		truth("votes", func(c *membershiptypes.Class) *bool { return &c.Votes }).needed(),
		oneOf("admits", memberKinds, func(c *membershiptypes.Class) *membershiptypes.MemberKind { return &c.Admits }).needed(),
	}}
}

// membership says who belongs and how one joins.
func (s speech) membership(charter membershiptypes.Charter) []string {
	sentences := []string{s.say("one vote")}
	for _, class := range charter.Classes {
		sentences = append(sentences, s.class(class)...)
	}
	switch charter.Admission {
	case membershiptypes.AdmissionPolicy_ADMISSION_POLICY_RESOLUTION:
		sentences = append(sentences, s.say("admit.resolution"))
	case membershiptypes.AdmissionPolicy_ADMISSION_POLICY_OFFICER:
		sentences = append(sentences, s.say("admit.officer"))
	}
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
