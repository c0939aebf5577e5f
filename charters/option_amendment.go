package charters

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

// amendmentsField says which rule may change which policy of the charter.
func amendmentsField() field[membershiptypes.Charter] {
	var policies []string
	for _, part := range membershiptypes.Parts() {
		if !part.Entrenched {
			policies = append(policies, strconv.Quote(part.Name))
		}
	}
	schema := fmt.Sprintf(`{"type": "object", "propertyNames": {"enum": [%s]}, "additionalProperties": %s}`,
		strings.Join(policies, ", "), wordSchema)
	return keyed("amendments", schema,
		func(c *membershiptypes.Charter) *[]membershiptypes.Amendment { return &c.Amendments },
		func(part string, m mapping) (membershiptypes.Amendment, error) {
			rule, err := m.text(part, "")
			return membershiptypes.Amendment{Part: part, Rule: rule}, err
		},
		func(a *membershiptypes.Amendment) (string, *yaml.Node) { return a.Part, scalar("!!str", a.Rule) },
		func(a, b membershiptypes.Amendment) int { return cmp.Compare(a.Part, b.Part) },
	).described("Which rule may change which policy of this charter. What isn't named needs the rule for the charter itself.")
}

// amendments says how the charter itself is changed.
func (s speech) amendments(charter membershiptypes.Charter) []string {
	var sentences []string
	for _, amendment := range charter.Amendments {
		sentences = append(sentences, s.say("requirement", "subject", s.say("part."+amendment.Part), "rule", amendment.Rule))
	}
	rule, err := charter.RuleFor(membershiptypes.SubjectCharter)
	if err != nil {
		return sentences
	}
	name := "amendment.whole"
	if len(sentences) > 0 {
		name = "amendment.rest"
	}
	return append(sentences, s.say(name, "rule", rule.Name), s.say("not retroactive"))
}
