package app_test

import (
	"bytes"
	"context"
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	sdk "github.com/cosmos/cosmos-sdk/types"
	signingtypes "github.com/cosmos/cosmos-sdk/types/tx/signing"
	authsigning "github.com/cosmos/cosmos-sdk/x/auth/signing"

	"github.com/coopledger/coopledger/app"
	"github.com/coopledger/coopledger/testutil/ledger"
)

// ledgerDeviceNameMax is how much of an amino name the SDK lets a message have,
// since Ledger devices take no more.
const ledgerDeviceNameMax = 39

// aminoName is what a wallet can show: words, and whose they are.
var aminoName = regexp.MustCompile(`^coop/Msg([A-Z][a-z]+)+$`)

// wallet signs messages that it knows by their descriptors alone.
type wallet struct {
	t        *testing.T
	node     *app.App
	encoding app.Encoding
	owner    ledger.Person
	// messages of all our services, by full name and in its order.
	messages []protoreflect.MessageDescriptor
}

func newWallet(t *testing.T) *wallet {
	t.Helper()
	node := ledger.Open(t, ledger.Setup{}).App
	w := &wallet{t: t, node: node, encoding: node.Encoding(), owner: ledger.PersonNamed("wallet")}
	w.encoding.Codec.InterfaceRegistry().RangeFiles(func(file protoreflect.FileDescriptor) bool {
		for i := range file.Services().Len() {
			service := file.Services().Get(i)
			if !strings.HasPrefix(string(service.FullName()), "coop.") || service.Name() != "Msg" {
				continue
			}
			for j := range service.Methods().Len() {
				// Found by its name, it knows the files that are registered after its own too.
				found, err := w.encoding.Codec.InterfaceRegistry().FindDescriptorByName(service.Methods().Get(j).Input().FullName())
				require.NoError(t, err)
				w.messages = append(w.messages, found.(protoreflect.MessageDescriptor))
			}
		}
		return true
	})
	slices.SortFunc(w.messages, func(a, b protoreflect.MessageDescriptor) int {
		return strings.Compare(string(a.FullName()), string(b.FullName()))
	})
	return w
}

// Transactions know the messages of our services and no others, and each has a
// handler: a message without a method shows here, and a service that nobody registers.
func TestEveryMessageIsRegistered(t *testing.T) {
	w := newWallet(t)
	var served, known []string
	for _, message := range w.messages {
		url := "/" + string(message.FullName())
		served = append(served, url)
		require.NotNil(t, w.node.MsgServiceRouter().HandlerByTypeURL(url), "%s has no handler", url)
	}
	for _, url := range w.encoding.Codec.InterfaceRegistry().ListImplementations(sdk.MsgInterfaceProtoName) {
		if strings.HasPrefix(url, "/coop.") {
			known = append(known, url)
		}
	}
	require.NotEmpty(t, known)
	require.ElementsMatch(t, served, known)
}

// A wallet shows every message under a name of its own, which says what the
// message is called.
func TestEveryMessageHasAReadableName(t *testing.T) {
	w := newWallet(t)
	called, named := make(map[protoreflect.Name]int), make(map[string]protoreflect.FullName)
	for _, message := range w.messages {
		called[message.Name()]++
	}
	for _, message := range w.messages {
		name := option(message, "amino.name")
		require.Regexp(t, aminoName, name, "%s", message.FullName())
		require.LessOrEqual(t, len(name), ledgerDeviceNameMax, "%s: a Ledger device takes no more of %s", message.FullName(), name)
		require.Empty(t, named[name], "%s is %s and %s", name, named[name], message.FullName())
		named[name] = message.FullName()
		if called[message.Name()] == 1 {
			require.Equal(t, "coop/"+string(message.Name()), name)
			continue
		}
		// Several modules have such a message: its name says whose it is as well.
		rest := words(name)
		for _, word := range words(string(message.Name())) {
			at := slices.Index(rest, word)
			require.GreaterOrEqual(t, at, 0, "%s does not say %q of %s", name, word, message.FullName())
			rest = rest[at+1:]
		}
	}
}

// words of a name that is written in one.
func words(name string) []string { return regexp.MustCompile(`[A-Z][a-z]+`).FindAllString(name, -1) }

// Every message of every service, each field with a value, signs in amino JSON
// and in direct, under its own name and for its own signer; what is signed in
// amino JSON says every field and its value; and the message survives the way to
// the chain and back.
func TestEveryMessageSigns(t *testing.T) {
	w := newWallet(t)
	for _, message := range w.messages {
		t.Run(string(message.FullName()), func(t *testing.T) {
			w.signs(t, w.fill(message, w.leaf()))
		})
	}
}

// What a proposal carries is said in full as well, be it a proposal itself.
func TestEveryMessageSignsWithinAProposal(t *testing.T) {
	w := newWallet(t)
	carriers := 0
	for _, carrier := range w.messages {
		if !carries(carrier) {
			continue
		}
		carriers++
		for _, message := range w.messages {
			t.Run(string(carrier.Name())+"/"+string(message.FullName()), func(t *testing.T) {
				w.signs(t, w.fill(carrier, w.fill(message, w.leaf())))
			})
		}
	}
	require.NotZero(t, carriers, "no message carries another")
}

// signs a message as a wallet does and verifies it as a node does.
func (w *wallet) signs(t *testing.T, filled proto.Message) {
	t.Helper()
	message := w.decode(t, filled)
	config := w.encoding.TxConfig
	for _, mode := range []signingtypes.SignMode{
		signingtypes.SignMode_SIGN_MODE_DIRECT, signingtypes.SignMode_SIGN_MODE_LEGACY_AMINO_JSON,
	} {
		data := authsigning.SignerData{
			ChainID: ledger.ChainID, AccountNumber: 7, Sequence: 3, PubKey: w.owner.Key.PubKey(), Address: w.owner.String(),
		}
		signature := signingtypes.SignatureV2{
			PubKey: w.owner.Key.PubKey(), Sequence: data.Sequence, Data: &signingtypes.SingleSignatureData{SignMode: mode},
		}
		builder := config.NewTxBuilder()
		require.NoError(t, builder.SetMsgs(message))
		builder.SetGasLimit(1)
		require.NoError(t, builder.SetSignatures(signature))
		signBytes, err := authsigning.GetSignBytesAdapter(context.Background(), config.SignModeHandler(), mode, data, builder.GetTx())
		require.NoError(t, err)
		signed, err := w.owner.Key.Sign(signBytes)
		require.NoError(t, err)
		signature.Data = &signingtypes.SingleSignatureData{SignMode: mode, Signature: signed}
		require.NoError(t, builder.SetSignatures(signature))
		encoded, err := config.TxEncoder()(builder.GetTx())
		require.NoError(t, err)
		received := w.verifies(t, encoded, mode, data, filled)
		if mode == signingtypes.SignMode_SIGN_MODE_LEGACY_AMINO_JSON {
			w.saysAll(t, signBytes, filled, received)
		}
	}
}

// verifies a transaction as it comes off the wire, and returns its message.
func (w *wallet) verifies(t *testing.T, encoded []byte, mode signingtypes.SignMode, data authsigning.SignerData, filled proto.Message) sdk.Msg {
	t.Helper()
	decoded, err := w.encoding.TxConfig.TxDecoder()(encoded)
	require.NoError(t, err)
	signatures, err := decoded.(authsigning.SigVerifiableTx).GetSignaturesV2()
	require.NoError(t, err)
	require.Len(t, signatures, 1)
	single := signatures[0].Data.(*signingtypes.SingleSignatureData)
	require.Equal(t, mode, single.SignMode)
	signBytes, err := authsigning.GetSignBytesAdapter(context.Background(), w.encoding.TxConfig.SignModeHandler(), mode, data, decoded)
	require.NoError(t, err)
	require.True(t, signatures[0].PubKey.VerifySignature(signBytes, single.Signature), "%s: the node reads other sign bytes", mode)

	require.Len(t, decoded.GetMsgs(), 1)
	received := decoded.GetMsgs()[0]
	signers, _, err := w.encoding.Codec.GetMsgV1Signers(received)
	require.NoError(t, err)
	require.Equal(t, [][]byte{w.owner.Address()}, signers)
	text, err := w.encoding.Codec.Marshal(received)
	require.NoError(t, err)
	again := filled.ProtoReflect().New().Interface()
	require.NoError(t, proto.Unmarshal(text, again))
	require.True(t, proto.Equal(filled, again), "sent %s, received %s", filled, again)
	return received
}

// saysAll compares what is signed with the message's own fields, and with what
// the older of the SDK's two encoders makes of it, which has to know the Go type
// of everything that the message holds.
func (w *wallet) saysAll(t *testing.T, signBytes []byte, filled proto.Message, received sdk.Msg) {
	t.Helper()
	var document struct {
		Messages []json.RawMessage `json:"msgs"`
	}
	require.NoError(t, json.Unmarshal(signBytes, &document))
	require.Len(t, document.Messages, 1)
	var said any
	decoder := json.NewDecoder(bytes.NewReader(document.Messages[0]))
	decoder.UseNumber()
	require.NoError(t, decoder.Decode(&said))
	require.Equal(t, w.says(t, filled.ProtoReflect()), said)

	older, err := w.encoding.Amino.MarshalJSON(received)
	require.NoError(t, err)
	require.JSONEq(t, string(document.Messages[0]), string(older), "the two amino encoders agree")
}
