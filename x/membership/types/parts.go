package types

import "strings"

// Parts of a charter, each of which is changed by a rule of its own.
const (
	PartAdmission    = "admission"
	PartAmendments   = "amendments"
	PartClasses      = "classes"
	PartDiscipline   = "discipline"
	PartIdentity     = "identity"
	PartMeetings     = "meetings"
	PartProposals    = "proposals"
	PartRecovery     = "recovery"
	PartRequirements = "requirements"
	PartRules        = "rules"
	PartSurplus      = "surplus"
	PartTerms        = "terms"
	PartTreasury     = "treasury"

	// partOther is whatever no part takes: it is entrenched.
	partOther = "other"
)

// Part is one part of a charter.
type Part struct {
	// Name as charters use it.
	Name string
	// Entrenched parts are changed by the rule for the subject "charter" alone,
	// under the ledger's special floor. The others are policies, which may name
	// a rule of their own.
	Entrenched bool
	// take copies the part from one charter into another.
	take func(from Charter, into *Charter)
}

// From is a charter with this part of another in the place of its own.
func (p Part) From(other, charter Charter) Charter {
	p.take(other, &charter)
	return charter
}

// Parts lists all of them in the order of their names. Together they are the
// whole charter.
func Parts() []Part {
	return []Part{
		{Name: PartAdmission, take: takeAdmission},
		{Name: PartAmendments, Entrenched: true, take: func(from Charter, into *Charter) { into.Amendments = from.Amendments }},
		{Name: PartClasses, Entrenched: true, take: takeClasses},
		{Name: PartDiscipline, Entrenched: true, take: func(from Charter, into *Charter) { into.Discipline = from.Discipline }},
		{Name: PartIdentity, take: func(from Charter, into *Charter) {
			into.Name, into.Description, into.Bylaws = from.Name, from.Description, from.Bylaws
		}},
		{Name: PartMeetings, Entrenched: true, take: func(from Charter, into *Charter) {
			into.Meetings, into.TimeZone = from.Meetings, from.TimeZone
		}},
		{Name: PartProposals, take: func(from Charter, into *Charter) {
			into.MaxOpenResolutionsPerMember = from.MaxOpenResolutionsPerMember
		}},
		{Name: PartRecovery, take: func(from Charter, into *Charter) { into.Recovery = from.Recovery }},
		{Name: PartRequirements, Entrenched: true, take: func(from Charter, into *Charter) {
			into.Requirements, into.DefaultRule = from.Requirements, from.DefaultRule
		}},
		{Name: PartRules, Entrenched: true, take: func(from Charter, into *Charter) { into.Rules = from.Rules }},
		{Name: PartSurplus, Entrenched: true, take: func(from Charter, into *Charter) { into.Surplus = from.Surplus }},
		{Name: PartTerms, take: func(from Charter, into *Charter) { into.Terms = from.Terms }},
		{Name: PartTreasury, Entrenched: true, take: func(from Charter, into *Charter) { into.Treasury = from.Treasury }},
	}
}

// PartByName finds a part.
func PartByName(name string) (Part, error) {
	names := make([]string, 0, len(Parts()))
	for _, part := range Parts() {
		if part.Name == name {
			return part, nil
		}
		names = append(names, part.Name)
	}
	return Part{}, ErrUnknownPart.Wrapf("%q is not a part of a charter; the parts are %s", name, strings.Join(names, ", "))
}

// takeClasses copies who the classes are for: id, name, vote and kind of
// member. How one joins a class that both charters have is admission.
func takeClasses(from Charter, into *Charter) {
	classes := make([]Class, 0, len(from.Classes))
	for _, class := range from.Classes {
		if old, err := into.Class(class.Id); err == nil {
			old.Name, old.Votes, old.Admits = class.Name, class.Votes, class.Admits
			class = old
		}
		classes = append(classes, class)
	}
	into.Classes = classes
}

// takeAdmission copies how one joins: the charter's policy, and what the
// classes that both charters have say beside whom they are for.
func takeAdmission(from Charter, into *Charter) {
	into.Admission = from.Admission
	classes := make([]Class, 0, len(into.Classes))
	for _, class := range into.Classes {
		if other, err := from.Class(class.Id); err == nil {
			other.Name, other.Votes, other.Admits = class.Name, class.Votes, class.Admits
			class = other
		}
		classes = append(classes, class)
	}
	into.Classes = classes
}

// ChangedParts lists the parts in which two charters differ, in the order of
// their names. What no part takes counts as a part of its own.
func (c Charter) ChangedParts(next Charter) []string {
	c.Treasury, next.Treasury = c.Treasury.withAmounts(), next.Treasury.withAmounts()
	c.Surplus, next.Surplus = c.Surplus.withAmounts(), next.Surplus.withAmounts()
	var changed []string
	whole := c
	for _, part := range Parts() {
		one := c
		part.take(next, &one)
		if !one.Equal(c) {
			changed = append(changed, part.Name)
		}
		part.take(next, &whole)
	}
	if !whole.Equal(next) {
		changed = append(changed, partOther)
	}
	return changed
}

// ChangeDemands are what a charter asks of a resolution that changes it.
type ChangeDemands struct {
	// Rules that the policies name, each part's once; further ones come from the
	// subject "charter" where Entrenched.
	Rules []string
	// Entrenched says that it needs the rule for the subject "charter" and the
	// ledger's special floor.
	Entrenched bool
}

// DemandsOfChange says what a charter in force asks of a resolution that
// changes the parts. A change of nothing is treated like one of everything.
func (c Charter) DemandsOfChange(parts []string) ChangeDemands {
	demands := ChangeDemands{Entrenched: len(parts) == 0}
	for _, name := range parts {
		rule, named := c.amendedBy(name)
		if !named {
			demands.Entrenched = true
			continue
		}
		demands.Rules = append(demands.Rules, rule)
	}
	return demands
}

// amendedBy finds the rule that a policy names for its own change. The list is
// validated, so an entrenched part is never on it; that is asked again here,
// since everything else hangs on it.
func (c Charter) amendedBy(name string) (rule string, named bool) {
	part, err := PartByName(name)
	if err != nil || part.Entrenched {
		return "", false
	}
	for _, amendment := range c.Amendments {
		if amendment.Part == name {
			return amendment.Rule, true
		}
	}
	return "", false
}

func (c Charter) validateAmendments(Params) error {
	last := ""
	for _, amendment := range c.Amendments {
		part, err := PartByName(amendment.Part)
		if err != nil {
			return ErrInvalidCharter.Wrapf("amendments: %s", err)
		}
		if part.Entrenched {
			return ErrBelowFloor.Wrapf("amendments: the part %q is entrenched: only the rule for the subject %q changes it; leave it out",
				part.Name, SubjectCharter)
		}
		if amendment.Part <= last {
			return ErrInvalidCharter.Wrapf("amendment of %q follows %q; order amendments by part, each part once", amendment.Part, last)
		}
		last = amendment.Part
		if _, err := c.Rule(amendment.Rule); err != nil {
			return ErrInvalidCharter.Wrapf("amendment of %q: %s", amendment.Part, err)
		}
	}
	return nil
}
