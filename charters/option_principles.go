package charters

import (
	"fmt"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

// principles are the seven of the International Co-operative Alliance, in short.
var principles = []string{
	"open membership", "democratic control", "economic participation", "autonomy", "education", "co-operation", "community",
}

// principlesField says which of a file's keys serves which of the seven
// co-operative principles: "rules.special" is the key special below rules. It is
// for those who read the file; the ledger keeps no copy of it.
func principlesField() field[membershiptypes.Charter] {
	quoted := make([]string, 0, len(principles))
	for _, principle := range principles {
		quoted = append(quoted, strconv.Quote(principle))
	}
	return field[membershiptypes.Charter]{
		key: "principles",
		schema: fmt.Sprintf(`{"description": "Which keys of this file serve which co-operative principle; not stored on the ledger.", "type": "object", "propertyNames": {"enum": [%s]}, "additionalProperties": {"type": "array", "minItems": 1, "items": {"type": "string", "pattern": "^[a-z0-9_-]+(\\.[a-z0-9_-]+)?$"}}}`,
			strings.Join(quoted, ", ")),
		read: func(m mapping, _ *membershiptypes.Charter) error {
			_, err := readPrinciples(m.values["principles"])
			return err
		},
		write: func(*membershiptypes.Charter) *yaml.Node { return nil },
	}
}

func readPrinciples(node *yaml.Node) (map[string][]string, error) {
	m, err := readMapping(node, "principles", nil, principles)
	if err != nil {
		return nil, err
	}
	served := make(map[string][]string, len(m.order))
	for _, principle := range m.order {
		list := m.values[principle]
		if list.Kind != yaml.SequenceNode || len(list.Content) == 0 {
			return nil, wrong(list.Line, "principles: %s must be a list of keys of this file", principle)
		}
		for _, item := range list.Content {
			if item.Kind != yaml.ScalarNode {
				return nil, wrong(item.Line, "principles: %s must be a list of keys of this file", principle)
			}
			served[principle] = append(served[principle], item.Value)
		}
	}
	return served, nil
}

// Principles reads which keys of a charter file serve which principle. It
// refuses keys that the file doesn't have.
func Principles(text []byte) (map[string][]string, error) {
	root, err := readDocument(text)
	if err != nil {
		return nil, err
	}
	node := below(root, "principles")
	if node == nil {
		return map[string][]string{}, nil
	}
	served, err := readPrinciples(node)
	if err != nil {
		return nil, err
	}
	for _, principle := range principles {
		for _, path := range served[principle] {
			at := root
			for _, key := range strings.Split(path, ".") {
				if at = below(at, key); at == nil {
					return nil, wrong(node.Line, "principles: %s is served by %q, which this file doesn't have", principle, path)
				}
			}
		}
	}
	return served, nil
}

// below is the value of a key of a mapping, or nil.
func below(node *yaml.Node, key string) *yaml.Node {
	if node.Kind != yaml.MappingNode {
		return nil
	}
	for i := 0; i+1 < len(node.Content); i += 2 {
		if node.Content[i].Value == key {
			return node.Content[i+1]
		}
	}
	return nil
}
