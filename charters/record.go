package charters

import (
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// A field is one key of a charter file and all that the file format knows of
// it: how it is read, how it is written, and which values its schema allows.
type field[T any] struct {
	key      string
	required bool
	// schema of the value, JSON Schema 2020-12.
	schema string
	// read puts the key's value into the record; the key is there.
	read func(m mapping, into *T) error
	// write says the record's value; nil leaves the key out.
	write func(from *T) *yaml.Node
}

// needed makes a file without the key be refused.
func (f field[T]) needed() field[T] {
	f.required = true
	return f
}

// described puts a description into the schema, for editors to show.
func (f field[T]) described(text string) field[T] {
	f.schema = strings.Replace(f.schema, "{", fmt.Sprintf("{%q: %q, ", "description", text), 1)
	return f
}

// quiet leaves the key out when it would be written as one of these: an option
// that a charter doesn't use needn't be read.
func (f field[T]) quiet(nothing ...string) field[T] {
	write := f.write
	f.write = func(from *T) *yaml.Node {
		node := write(from)
		if node != nil && node.Kind == yaml.ScalarNode && slices.Contains(nothing, node.Value) {
			return nil
		}
		return node
	}
	return f
}

// A record is a mapping of a charter file: its keys in the order in which they
// are written.
type record[T any] struct {
	// what it is called in an error.
	what   string
	fields []field[T]
}

// named is the record as called by a name: "rule special".
func (r record[T]) named(name string) record[T] {
	r.what += " " + name
	return r
}

// read fills a record from a mapping. It refuses unknown, repeated and missing
// keys and unreadable values, naming line and key.
func (r record[T]) read(node *yaml.Node, into *T) error {
	var required, optional []string
	for _, f := range r.fields {
		if f.required {
			required = append(required, f.key)
		} else {
			optional = append(optional, f.key)
		}
	}
	m, err := readMapping(node, r.what, required, optional)
	if err != nil {
		return err
	}
	for _, f := range r.fields {
		if m.values[f.key] == nil {
			continue
		}
		if err := f.read(m, into); err != nil {
			return err
		}
	}
	return nil
}

// write says a record as a mapping.
func (r record[T]) write(from *T) *yaml.Node {
	block := &yaml.Node{Kind: yaml.MappingNode}
	for _, f := range r.fields {
		if value := f.write(from); value != nil {
			block.Content = append(block.Content, scalar("!!str", f.key), value)
		}
	}
	return block
}

// schema of the mapping.
func (r record[T]) schema() string {
	var required, properties []string
	for _, f := range r.fields {
		if f.required {
			required = append(required, fmt.Sprintf("%q", f.key))
		}
		properties = append(properties, fmt.Sprintf("%q: %s", f.key, f.schema))
	}
	return fmt.Sprintf(`{"type": "object", "additionalProperties": false, "required": [%s], "properties": {%s}}`,
		strings.Join(required, ", "), strings.Join(properties, ", "))
}

func scalar(tag, value string) *yaml.Node {
	return &yaml.Node{Kind: yaml.ScalarNode, Tag: tag, Value: value}
}
