package app_test

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"math"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/dynamicpb"

	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
)

// anyName is the type that carries a message of any type.
const anyName protoreflect.FullName = "google.protobuf.Any"

// wire is how Go types are written: fields in the order of their numbers.
var wire = proto.MarshalOptions{Deterministic: true}

// option reads an annotation of a message or a field as text; empty if it has none.
func option(of protoreflect.Descriptor, name protoreflect.FullName) string {
	text := ""
	of.Options().ProtoReflect().Range(func(field protoreflect.FieldDescriptor, value protoreflect.Value) bool {
		if field.FullName() == name {
			text = value.String()
		}
		return text == ""
	})
	return text
}

// carries says whether a message carries others, as a proposal does.
func carries(message protoreflect.MessageDescriptor) bool {
	for i := range message.Fields().Len() {
		if carriesMessages(message.Fields().Get(i)) {
			return true
		}
	}
	return false
}

// carriesMessages, unlike a field that holds a public key.
func carriesMessages(field protoreflect.FieldDescriptor) bool {
	return field.Message() != nil && field.Message().FullName() == anyName && option(field, "cosmos_proto.accepts_interface") == ""
}

// leaf is the first message that carries no other.
func (w *wallet) leaf() proto.Message {
	for _, message := range w.messages {
		if !carries(message) {
			return w.fill(message, nil)
		}
	}
	w.t.Fatal("every message carries another")
	return nil
}

// fill gives each field of a message a value, down to the last; carried is what
// it carries if it carries messages.
func (w *wallet) fill(of protoreflect.MessageDescriptor, carried proto.Message) proto.Message {
	message := dynamicpb.NewMessage(of)
	w.fillIn(message, carried)
	return message
}

func (w *wallet) fillIn(message protoreflect.Message, carried proto.Message) {
	fields := message.Descriptor().Fields()
	for i := range fields.Len() {
		field := fields.Get(i)
		require.Nil(w.t, field.ContainingOneof(), "%s: wallets write a oneof in ways of their own", field.FullName())
		require.False(w.t, field.IsMap(), "%s: amino JSON has no maps", field.FullName())
		require.False(w.t, field.Message() != nil && field.Message().IsPlaceholder(), "%s: its type is not known, and nothing of it would be filled", field.FullName())
		switch {
		case field.IsList():
			list := message.Mutable(field).List()
			for range 2 {
				list.Append(w.value(field, list.NewElement(), carried))
			}
		default:
			message.Set(field, w.value(field, message.NewField(field), carried))
		}
	}
}

// value for one field, or one of a list: the largest, the longest, or what
// encoders trip over. Nothing here is checked before the signature is.
func (w *wallet) value(field protoreflect.FieldDescriptor, empty protoreflect.Value, carried proto.Message) protoreflect.Value {
	switch field.Kind() {
	case protoreflect.MessageKind:
		switch {
		case carriesMessages(field):
			pack(w.t, empty.Message(), "/"+string(carried.ProtoReflect().Descriptor().FullName()), carried)
		case field.Message().FullName() == anyName:
			w.packKey(field, empty.Message())
		default:
			w.fillIn(empty.Message(), carried)
		}
		return empty
	case protoreflect.BoolKind:
		return protoreflect.ValueOfBool(true)
	case protoreflect.EnumKind:
		values := field.Enum().Values()
		return protoreflect.ValueOfEnum(values.Get(values.Len() - 1).Number())
	case protoreflect.Int32Kind:
		return protoreflect.ValueOfInt32(math.MinInt32)
	case protoreflect.Uint32Kind:
		return protoreflect.ValueOfUint32(math.MaxUint32)
	case protoreflect.Int64Kind:
		return protoreflect.ValueOfInt64(math.MinInt64)
	case protoreflect.Uint64Kind:
		return protoreflect.ValueOfUint64(math.MaxUint64)
	case protoreflect.BytesKind:
		return protoreflect.ValueOfBytes(bytes.Repeat([]byte{0xfb, 0xef, 0x00}, 11))
	case protoreflect.StringKind:
		return protoreflect.ValueOfString(w.text(field))
	}
	w.t.Fatalf("%s: wallets write %s in ways of their own", field.FullName(), field.Kind())
	return empty
}

func (w *wallet) text(field protoreflect.FieldDescriptor) string {
	switch {
	case option(field, "cosmos_proto.scalar") == "cosmos.AddressString":
		return w.owner.String()
	case strings.HasSuffix(option(field, "gogoproto.customtype"), "math.Int"):
		return "340282366920938463463374607431768211456"
	}
	return fmt.Sprintf("%s: <Élan & “élan”>\n\t", field.Name())
}

func (w *wallet) packKey(field protoreflect.FieldDescriptor, into protoreflect.Message) {
	require.Equal(w.t, "cosmos.crypto.PubKey", option(field, "cosmos_proto.accepts_interface"), "%s", field.FullName())
	key, err := codectypes.NewAnyWithValue(w.owner.Key.PubKey())
	require.NoError(w.t, err)
	packBytes(into, key.TypeUrl, key.Value)
}

func pack(t *testing.T, into protoreflect.Message, url string, message proto.Message) {
	text, err := wire.Marshal(message)
	require.NoError(t, err)
	packBytes(into, url, text)
}

func packBytes(into protoreflect.Message, url string, value []byte) {
	fields := into.Descriptor().Fields()
	into.Set(fields.ByName("type_url"), protoreflect.ValueOfString(url))
	into.Set(fields.ByName("value"), protoreflect.ValueOfBytes(value))
}

// decode makes the message of its own Go type, as the codec does.
func (w *wallet) decode(t *testing.T, filled proto.Message) sdk.Msg {
	t.Helper()
	text, err := wire.Marshal(filled)
	require.NoError(t, err)
	message, err := w.encoding.Codec.InterfaceRegistry().Resolve("/" + string(filled.ProtoReflect().Descriptor().FullName()))
	require.NoError(t, err)
	require.NoError(t, w.encoding.Codec.Unmarshal(text, message))
	return message
}

// says is what amino JSON has to say of a message that stands by itself: its name,
// and its fields.
func (w *wallet) says(t *testing.T, message protoreflect.Message) any {
	t.Helper()
	fields := w.saysFields(t, message)
	if option(message.Descriptor(), "amino.message_encoding") == "key_field" {
		return map[string]any{"type": option(message.Descriptor(), "amino.name"), "value": fields["key"]}
	}
	return map[string]any{"type": option(message.Descriptor(), "amino.name"), "value": fields}
}

func (w *wallet) saysFields(t *testing.T, message protoreflect.Message) map[string]any {
	t.Helper()
	fields, said := message.Descriptor().Fields(), make(map[string]any)
	for i := range fields.Len() {
		field := fields.Get(i)
		require.True(t, message.Has(field), "%s was not filled", field.FullName())
		if !field.IsList() {
			said[string(field.Name())] = w.saysValue(t, field, message.Get(field))
			continue
		}
		var list []any
		for j := range message.Get(field).List().Len() {
			list = append(list, w.saysValue(t, field, message.Get(field).List().Get(j)))
		}
		said[string(field.Name())] = list
	}
	return said
}

// saysValue: small numbers as numbers, large ones as text, bytes in base64.
func (w *wallet) saysValue(t *testing.T, field protoreflect.FieldDescriptor, value protoreflect.Value) any {
	t.Helper()
	switch value := value.Interface().(type) {
	case protoreflect.Message:
		if field.Message().FullName() != anyName {
			return w.saysFields(t, value)
		}
		return w.says(t, w.unpack(t, value))
	case protoreflect.EnumNumber:
		return json.Number(strconv.Itoa(int(value)))
	case int32, uint32:
		return json.Number(fmt.Sprint(value))
	case int64, uint64:
		return fmt.Sprint(value)
	case []byte:
		return base64.StdEncoding.EncodeToString(value)
	default:
		return value
	}
}

func (w *wallet) unpack(t *testing.T, packed protoreflect.Message) protoreflect.Message {
	t.Helper()
	fields := packed.Descriptor().Fields()
	name := strings.TrimPrefix(packed.Get(fields.ByName("type_url")).String(), "/")
	descriptor, err := w.encoding.Codec.InterfaceRegistry().FindDescriptorByName(protoreflect.FullName(name))
	require.NoError(t, err)
	message := dynamicpb.NewMessage(descriptor.(protoreflect.MessageDescriptor))
	require.NoError(t, proto.Unmarshal(packed.Get(fields.ByName("value")).Bytes(), message))
	return message
}
