package charters

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

// maxUint32 is the greatest number in most of a charter's fields.
const maxUint32 = 1<<32 - 1

// A mapping is a YAML mapping whose keys are all known and there once.
type mapping struct {
	what   string
	line   int
	values map[string]*yaml.Node
	order  []string
}

func wrong(line int, format string, arguments ...any) error {
	return fmt.Errorf("line %d: "+format, append([]any{line}, arguments...)...)
}

// readMapping refuses keys that are not among the known ones, given twice, or
// missing though required. With no known keys any key will do.
func readMapping(node *yaml.Node, what string, required, optional []string) (mapping, error) {
	m := mapping{what: what, line: node.Line, values: map[string]*yaml.Node{}}
	if node.Kind != yaml.MappingNode {
		return m, wrong(node.Line, "%s must be keys with values", what)
	}
	known := slices.Concat(required, optional)
	for i := 0; i+1 < len(node.Content); i += 2 {
		key, value := node.Content[i], node.Content[i+1]
		if key.Kind != yaml.ScalarNode || value.Kind == yaml.AliasNode {
			return m, wrong(key.Line, "%s: write it out; aliases and merged keys are not read", what)
		}
		if len(known) > 0 && !slices.Contains(known, key.Value) {
			return m, wrong(key.Line, "%s has no key %q; its keys are %s", what, key.Value, strings.Join(known, ", "))
		}
		if _, twice := m.values[key.Value]; twice {
			return m, wrong(key.Line, "%s has the key %q twice", what, key.Value)
		}
		m.values[key.Value] = value
		m.order = append(m.order, key.Value)
	}
	for _, key := range required {
		if m.values[key] == nil {
			return m, wrong(node.Line, "%s needs the key %q", what, key)
		}
	}
	return m, nil
}

// scalar of a key, with the YAML type it must have; nil when it isn't there.
func (m mapping) scalar(key, tag, kind string) (*yaml.Node, error) {
	node := m.values[key]
	if node == nil {
		return nil, nil
	}
	if node.Kind != yaml.ScalarNode || node.ShortTag() != tag {
		return nil, wrong(node.Line, "%s: %s must be %s", m.what, key, kind)
	}
	return node, nil
}

// text of a key, or the fallback when it isn't there.
func (m mapping) text(key, fallback string) (string, error) {
	node, err := m.scalar(key, "!!str", "a text")
	if err != nil || node == nil {
		return fallback, err
	}
	return node.Value, nil
}

func (m mapping) truth(key string) (bool, error) {
	node, err := m.scalar(key, "!!bool", "true or false")
	if err != nil || node == nil {
		return false, err
	}
	return strings.EqualFold(node.Value, "true"), nil
}

func (m mapping) number(key string, most uint64) (uint64, error) {
	node, err := m.scalar(key, "!!int", "a whole number")
	if err != nil || node == nil {
		return 0, err
	}
	number, err := strconv.ParseUint(node.Value, 10, 64)
	if err != nil || number > most {
		return 0, wrong(node.Line, "%s: %s must be a whole number from 0 to %d, not %s", m.what, key, most, node.Value)
	}
	return number, nil
}

func (m mapping) duration(key string) (uint64, error) {
	text, err := m.text(key, none)
	if err != nil {
		return 0, err
	}
	seconds, err := ParseDuration(text)
	if err != nil {
		return 0, wrong(m.values[key].Line, "%s: %s: %w", m.what, key, err)
	}
	return seconds, nil
}
