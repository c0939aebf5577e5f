package charters

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

// requirementsField says which subject needs which rule.
func requirementsField() field[membershiptypes.Charter] {
	var subjects []string
	for _, subject := range membershiptypes.Subjects() {
		subjects = append(subjects, strconv.Quote(subject.Name))
	}
	schema := fmt.Sprintf(`{"type": "object", "propertyNames": {"enum": [%s]}, "additionalProperties": {"oneOf": [%s, %s]}}`,
		strings.Join(subjects, ", "), wordSchema, requirementRecord().schema())
	return keyed("requirements", schema,
		func(c *membershiptypes.Charter) *[]membershiptypes.Requirement { return &c.Requirements },
		readRequirement,
		func(r *membershiptypes.Requirement) (string, *yaml.Node) {
			if r.MembersRule == "" {
				return r.Subject, scalar("!!str", r.Rule)
			}
			return r.Subject, requirementRecord().write(r)
		},
		func(a, b membershiptypes.Requirement) int { return cmp.Compare(a.Subject, b.Subject) },
	).described("Which subject needs which rule.")
}

// requirementRecord is a subject that a board decides, or the members instead.
func requirementRecord() record[membershiptypes.Requirement] {
	type requirement = membershiptypes.Requirement
	return record[requirement]{what: "a requirement", fields: []field[requirement]{
		text("rule", wordSchema, func(r *requirement) *string { return &r.Rule }).needed(),
		text("members_rule", wordSchema, func(r *requirement) *string { return &r.MembersRule }).needed().
			described("The rule of the whole roll by which the members may decide it instead of a board."),
	}}
}

func readRequirement(subject string, m mapping) (membershiptypes.Requirement, error) {
	requirement := membershiptypes.Requirement{Subject: subject}
	if node := m.values[subject]; node.Kind == yaml.MappingNode {
		err := requirementRecord().named("for "+subject).read(node, &requirement)
		return requirement, err
	}
	rule, err := m.text(subject, "")
	requirement.Rule = rule
	return requirement, err
}

// requirements says which decision needs which rule.
func (s speech) requirements(charter membershiptypes.Charter) []string {
	var sentences []string
	for _, requirement := range charter.Requirements {
		name := "requirement"
		if requirement.MembersRule != "" {
			name = "requirement.members"
		}
		sentences = append(sentences, s.say(name, "subject", s.say("subject."+requirement.Subject),
			"rule", requirement.Rule, "members", requirement.MembersRule))
	}
	return append(sentences, s.say("requirement.default", "rule", charter.DefaultRule))
}
