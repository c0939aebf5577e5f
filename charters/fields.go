package charters

import (
	"encoding/hex"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

// text is a field of any text that the schema allows.
func text[T any](key, schema string, at func(*T) *string) field[T] {
	return field[T]{
		key: key, schema: schema,
		read: func(m mapping, into *T) (err error) {
			*at(into), err = m.text(key, "")
			return err
		},
		write: func(from *T) *yaml.Node { return scalar("!!str", *at(from)) },
	}
}

// truth is a field that is true or false.
func truth[T any](key string, at func(*T) *bool) field[T] {
	return field[T]{
		key: key, schema: `{"type": "boolean"}`,
		read: func(m mapping, into *T) (err error) {
			*at(into), err = m.truth(key)
			return err
		},
		write: func(from *T) *yaml.Node { return scalar("!!bool", strconv.FormatBool(*at(from))) },
	}
}

// number is a field with a whole number, at least so much.
func number[T any, N uint32 | uint64](key string, least uint32, at func(*T) *N) field[T] {
	most := uint64(^N(0))
	return field[T]{
		key: key, schema: fmt.Sprintf(`{"type": "integer", "minimum": %d, "maximum": %d}`, least, most),
		read: func(m mapping, into *T) error {
			read, err := m.number(key, most)
			*at(into) = N(read)
			return err
		},
		write: func(from *T) *yaml.Node { return scalar("!!int", strconv.FormatUint(uint64(*at(from)), 10)) },
	}
}

// duration is a field with a length of time in words.
func duration[T any](key string, at func(*T) *uint64) field[T] {
	return field[T]{
		key: key, schema: `{"$ref": "#/$defs/duration"}`,
		read: func(m mapping, into *T) (err error) {
			*at(into), err = m.duration(key)
			return err
		},
		write: func(from *T) *yaml.Node { return scalar("!!str", FormatDuration(*at(from))) },
	}
}

// share is a field with a share in words.
func share[T any](key, schema string, read func(string) (membershiptypes.Threshold, error),
	write func(membershiptypes.Threshold) string, at func(*T) *membershiptypes.Threshold,
) field[T] {
	return field[T]{
		key: key, schema: schema,
		read: func(m mapping, into *T) error {
			text, err := m.text(key, "")
			if err != nil {
				return err
			}
			if *at(into), err = read(text); err != nil {
				return wrong(m.values[key].Line, "%s: %s: %w", m.what, key, err)
			}
			return nil
		},
		write: func(from *T) *yaml.Node { return scalar("!!str", write(*at(from))) },
	}
}

// sum is a field with a SHA-256.
func sum[T any](key string, at func(*T) *[]byte) field[T] {
	return field[T]{
		key: key, schema: `{"type": "string", "pattern": "^[0-9a-fA-F]{64}$"}`,
		read: func(m mapping, into *T) error {
			digits, err := m.text(key, "")
			if err != nil {
				return err
			}
			read, err := hex.DecodeString(digits)
			if err != nil || len(read) != 32 {
				return wrong(m.values[key].Line, "%s: %s must be 64 hexadecimal digits; sha256sum FILE prints them", m.what, key)
			}
			*at(into) = read
			return nil
		},
		write: func(from *T) *yaml.Node { return scalar("!!str", hex.EncodeToString(*at(from))) },
	}
}

// A word is how a file says one of a few values.
type word[E comparable] struct {
	value E
	word  string
}

// words are all of them; the order is that of errors and of the schema.
type words[E comparable] []word[E]

// oneOf is a field with one of a few words. A value that has none is left out.
func oneOf[T any, E comparable](key string, known words[E], at func(*T) *E) field[T] {
	return field[T]{
		key: key, schema: fmt.Sprintf(`{"enum": [%s]}`, known.quoted(", ")),
		read: func(m mapping, into *T) error {
			text, err := m.text(key, "")
			if err != nil {
				return err
			}
			for _, one := range known {
				if one.word == text {
					*at(into) = one.value
					return nil
				}
			}
			return wrong(m.values[key].Line, "%s: %s must be %s, not %q", m.what, key, known.quoted(" or "), text)
		},
		write: func(from *T) *yaml.Node {
			if said := known.say(*at(from)); said != "" {
				return scalar("!!str", said)
			}
			return nil
		},
	}
}

// say is the word for a value, or none.
func (w words[E]) say(value E) string {
	for _, one := range w {
		if one.value == value {
			return one.word
		}
	}
	return ""
}

func (w words[E]) quoted(between string) string {
	said := make([]string, 0, len(w))
	for _, one := range w {
		said = append(said, strconv.Quote(one.word))
	}
	return strings.Join(said, between)
}

// nested is a field with a mapping, or nothing.
func nested[T, U any](key string, inner record[U], at func(*T) **U) field[T] {
	return field[T]{
		key: key, schema: inner.schema(),
		read: func(m mapping, into *T) error {
			read := new(U)
			if err := inner.read(m.values[key], read); err != nil {
				return err
			}
			*at(into) = read
			return nil
		},
		write: func(from *T) *yaml.Node {
			if *at(from) == nil {
				return nil
			}
			return inner.write(*at(from))
		},
	}
}

// list is a field with a list of mappings, left out when it is empty.
func list[T, U any](key string, inner record[U], at func(*T) *[]U) field[T] {
	return field[T]{
		key: key, schema: fmt.Sprintf(`{"type": "array", "minItems": 1, "items": %s}`, inner.schema()),
		read: func(m mapping, into *T) error {
			node := m.values[key]
			if node.Kind != yaml.SequenceNode {
				return wrong(node.Line, "%s must be a list", key)
			}
			read := make([]U, len(node.Content))
			for i, item := range node.Content {
				if err := inner.read(item, &read[i]); err != nil {
					return err
				}
			}
			*at(into) = read
			return nil
		},
		write: func(from *T) *yaml.Node {
			if len(*at(from)) == 0 {
				return nil
			}
			node := &yaml.Node{Kind: yaml.SequenceNode}
			for i := range *at(from) {
				node.Content = append(node.Content, inner.write(&(*at(from))[i]))
			}
			return node
		},
	}
}

// texts is a field with a list of single words.
func texts[T any](key string, at func(*T) *[]string) field[T] {
	return field[T]{
		key: key, schema: `{"type": "array", "items": {"$ref": "#/$defs/word"}}`,
		read: func(m mapping, into *T) error {
			node := m.values[key]
			if node.Kind != yaml.SequenceNode {
				return wrong(node.Line, "%s: %s must be a list", m.what, key)
			}
			var read []string
			for _, item := range node.Content {
				if item.Kind != yaml.ScalarNode || item.ShortTag() != "!!str" {
					return wrong(item.Line, "%s: %s must be a list of words", m.what, key)
				}
				read = append(read, item.Value)
			}
			*at(into) = read
			return nil
		},
		write: func(from *T) *yaml.Node {
			if len(*at(from)) == 0 {
				return nil
			}
			node := &yaml.Node{Kind: yaml.SequenceNode, Style: yaml.FlowStyle}
			for _, item := range *at(from) {
				node.Content = append(node.Content, scalar("!!str", item))
			}
			return node
		},
	}
}

// keyed is a field with a mapping from names to values, kept in the order of
// the names.
func keyed[T, U any](key string, schema string, at func(*T) *[]U,
	read func(name string, m mapping) (U, error), write func(*U) (string, *yaml.Node), order func(a, b U) int,
) field[T] {
	return field[T]{
		key: key, schema: schema,
		read: func(m mapping, into *T) error {
			inner, err := readMapping(m.values[key], key, nil, nil)
			if err != nil {
				return err
			}
			var entries []U
			for _, name := range inner.order {
				entry, err := read(name, inner)
				if err != nil {
					return err
				}
				entries = append(entries, entry)
			}
			slices.SortFunc(entries, order)
			*at(into) = entries
			return nil
		},
		write: func(from *T) *yaml.Node {
			if len(*at(from)) == 0 {
				return nil
			}
			block := &yaml.Node{Kind: yaml.MappingNode}
			for i := range *at(from) {
				name, value := write(&(*at(from))[i])
				block.Content = append(block.Content, scalar("!!str", name), value)
			}
			return block
		},
	}
}
