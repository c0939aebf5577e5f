package charters

import (
	"strconv"

	"go.yaml.in/yaml/v3"

	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

type chamber = membershiptypes.Chamber

// chamberRecord is one chamber of a rule in a file, which names its classes.
func chamberRecord(classes []membershiptypes.Class) record[chamber] {
	return record[chamber]{what: "a chamber", fields: []field[chamber]{
		classNames(classes).needed().described("The classes who form it."),
		share("approval", `{"$ref": "#/$defs/share"}`, ParseThreshold, FormatThreshold,
			func(c *chamber) *membershiptypes.Threshold { return &c.Approval }).needed(),
		share("quorum", quorumSchema, ParseQuorum, FormatQuorum,
			func(c *chamber) *membershiptypes.Threshold { return &c.Quorum }).needed(),
	}}
}

// chambersField is a rule's list of chambers.
func chambersField(classes []membershiptypes.Class) field[membershiptypes.DecisionRule] {
	inner := list("chambers", chamberRecord(classes), func(c *[]chamber) *[]chamber { return c })
	return field[membershiptypes.DecisionRule]{
		key: "chambers", schema: inner.schema,
		read: func(m mapping, into *membershiptypes.DecisionRule) error {
			var read []chamber
			err := inner.read(m, &read)
			for i := range read {
				into.Chambers = append(into.Chambers, &read[i])
			}
			return err
		},
		write: func(from *membershiptypes.DecisionRule) *yaml.Node {
			var chambers []chamber
			for _, one := range from.Chambers {
				chambers = append(chambers, *one)
			}
			if len(chambers) == 0 {
				return nil
			}
			return inner.write(&chambers)
		},
	}
}

// classNames says class ids by the charter's names.
func classNames(classes []membershiptypes.Class) field[chamber] {
	names := texts("classes", func(t *[]string) *[]string { return t })
	return field[chamber]{
		key: "classes", schema: names.schema,
		read: func(m mapping, into *chamber) error {
			var read []string
			if err := names.read(m, &read); err != nil {
				return err
			}
			for _, name := range read {
				class, err := membershiptypes.Charter{Classes: classes}.ClassByName(name)
				if err != nil {
					return wrong(m.values["classes"].Line, "%s: %s", m.what, err)
				}
				into.ClassIds = append(into.ClassIds, class.Id)
			}
			return nil
		},
		write: func(from *chamber) *yaml.Node {
			said := classesNamed(classes, from.ClassIds)
			return names.write(&said)
		},
	}
}

// classesNamed says class ids by name; one that there is not, by its number.
func classesNamed(classes []membershiptypes.Class, ids []uint32) (names []string) {
	for _, id := range ids {
		name := strconv.FormatUint(uint64(id), 10)
		if class, err := (membershiptypes.Charter{Classes: classes}).Class(id); err == nil {
			name = class.Name
		}
		names = append(names, name)
	}
	return names
}

// chamber says what a chamber must do besides.
func (s speech) chamber(classes []membershiptypes.Class, part *chamber) string {
	quorum := ""
	if part.Quorum.Numerator > 0 || part.Quorum.MoreThan {
		quorum = s.share("chamber.quorum", part.Quorum)
	}
	base := map[membershiptypes.Base]string{
		membershiptypes.Base_BASE_VOTES_CAST: "chamber.cast",
		membershiptypes.Base_BASE_PRESENT:    "chamber.present",
		membershiptypes.Base_BASE_ROLL:       "chamber.roll",
	}[part.Approval.Base]
	var quoted []string
	for _, name := range classesNamed(classes, part.ClassIds) {
		quoted = append(quoted, s.say("class.quoted", "class", name))
	}
	return s.share(base, part.Approval, "classes", s.list("and", quoted), "quorum", quorum)
}
