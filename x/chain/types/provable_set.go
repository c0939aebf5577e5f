package types

import (
	"encoding/json"
	"fmt"

	"cosmossdk.io/collections"
	"cosmossdk.io/collections/codec"
)

// NewProvableSet is collections.NewKeySet with one byte stored for each entry.
// A KeySet stores none, and ICS-23 proves nothing about an entry without a
// value: neither that it is there nor, for its neighbours, that something isn't.
func NewProvableSet[K any](
	builder *collections.SchemaBuilder, prefix collections.Prefix, name string, keys codec.KeyCodec[K],
) collections.KeySet[K] {
	return collections.KeySet[K](collections.NewMap(builder, prefix, name, keys, mark{}))
}

// mark stores that an entry is there.
type mark struct{}

var _ codec.ValueCodec[collections.NoValue] = mark{}

var marked = []byte{1}

// Encode returns the one byte.
func (mark) Encode(collections.NoValue) ([]byte, error) { return marked, nil }

// Decode refuses anything but the one byte.
func (mark) Decode(stored []byte) (collections.NoValue, error) {
	if len(stored) != 1 || stored[0] != marked[0] {
		return collections.NoValue{}, fmt.Errorf("an entry of a set holds %x instead of %x: the store is damaged", stored, marked)
	}
	return collections.NoValue{}, nil
}

// EncodeJSON has nothing to say: the key says it all.
func (mark) EncodeJSON(collections.NoValue) ([]byte, error) { return json.Marshal(struct{}{}) }

// DecodeJSON takes what EncodeJSON wrote.
func (mark) DecodeJSON([]byte) (collections.NoValue, error) { return collections.NoValue{}, nil }

// Stringify names the value in an error.
func (mark) Stringify(collections.NoValue) string { return "present" }

// ValueType names the codec in a schema.
func (mark) ValueType() string { return "coop/mark" }
