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
	schema := fmt.Sprintf(`{"type": "object", "propertyNames": {"enum": [%s]}, "additionalProperties": %s}`,
		strings.Join(subjects, ", "), wordSchema)
	return keyed("requirements", schema,
		func(c *membershiptypes.Charter) *[]membershiptypes.Requirement { return &c.Requirements },
		func(subject string, m mapping) (membershiptypes.Requirement, error) {
			rule, err := m.text(subject, "")
			return membershiptypes.Requirement{Subject: subject, Rule: rule}, err
		},
		func(r *membershiptypes.Requirement) (string, *yaml.Node) { return r.Subject, scalar("!!str", r.Rule) },
		func(a, b membershiptypes.Requirement) int { return cmp.Compare(a.Subject, b.Subject) },
	).described("Which subject needs which rule.")
}

// requirements says which decision needs which rule.
func (s speech) requirements(charter membershiptypes.Charter) []string {
	var sentences []string
	for _, requirement := range charter.Requirements {
		sentences = append(sentences, s.say("requirement", "subject", s.say("subject."+requirement.Subject), "rule", requirement.Rule))
	}
	return append(sentences, s.say("requirement.default", "rule", charter.DefaultRule))
}
