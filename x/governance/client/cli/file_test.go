package cli

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/cosmos/gogoproto/proto"
	"github.com/stretchr/testify/require"

	"github.com/cosmos/cosmos-sdk/client"
	"github.com/cosmos/cosmos-sdk/codec"
	addresscodec "github.com/cosmos/cosmos-sdk/codec/address"
	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	"github.com/cosmos/cosmos-sdk/std"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"
	"github.com/cosmos/cosmos-sdk/x/tx/signing"

	"github.com/coopledger/coopledger/x/governance/types"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

func newCodec(t *testing.T) codec.Codec {
	t.Helper()
	registry, err := codectypes.NewInterfaceRegistryWithOptions(codectypes.InterfaceRegistryOptions{
		ProtoFiles: proto.HybridResolver,
		SigningOptions: signing.Options{
			AddressCodec:          addresscodec.NewBech32Codec("coop"),
			ValidatorAddressCodec: addresscodec.NewBech32Codec("coopvaloper"),
		},
	})
	require.NoError(t, err)
	std.RegisterInterfaces(registry)
	banktypes.RegisterInterfaces(registry)
	membershiptypes.RegisterInterfaces(registry)
	types.RegisterInterfaces(registry)
	return codec.NewProtoCodec(registry)
}

func noNode(uint64) (uint64, error) { return 0, errors.New("there is no node") }

const example = `coop: federation
title: Admit the tenth member
summary: |
  Why, in plain words,
  on two lines.
document:
  uri: https://example.coop/resolutions/002.md
  sha256: ` + "0123456789abcdef0123456789abcdef0123456789abcdef0123456789ABCDEF" + `
rule: large
messages:
  - "@type": /coop.membership.v1.MsgAdmit
    coop_id: 1
    member: {class: member, member_coop_id: 12}
  - "@type": /cosmos.bank.v1beta1.MsgSend
    from_address: ` + "%s" + `
    to_address: coop1other
    amount: [{denom: ueur, amount: "1500"}]
  - "@type": /coop.governance.v1.MsgPropose
    coop_id: 7
    title: Within
    messages:
      - "@type": /coop.governance.v1.MsgVote
        resolution_id: "3"
        choice: CHOICE_YES
`

func TestFileBecomesAResolution(t *testing.T) {
	account := membershiptypes.CoopAddress(1)
	written, err := parseFile([]byte(strings.Replace(example, "%s", account, 1)))
	require.NoError(t, err)
	require.Equal(t, "federation", written.Coop)
	content, err := written.content(newCodec(t), 1, noNode)
	require.NoError(t, err)
	require.Equal(t, "Admit the tenth member", content.Title)
	require.Equal(t, "Why, in plain words,\non two lines.", content.Summary)
	require.Equal(t, "large", content.Rule)
	require.Equal(t, "https://example.coop/resolutions/002.md", content.Document.Uri)
	require.Len(t, content.Document.Sha256, 32)
	require.Equal(t, byte(0xef), content.Document.Sha256[31])
	require.Len(t, content.Messages, 3)

	admit := content.Messages[0].GetCachedValue().(*membershiptypes.MsgAdmit)
	require.Equal(t, &membershiptypes.MsgAdmit{
		Authority: account, CoopId: 1, Member: membershiptypes.NewMember{Class: "member", MemberCoopId: 12},
	}, admit, "the signer left out is the co-op's account")
	require.Equal(t, account, content.Messages[1].GetCachedValue().(*banktypes.MsgSend).FromAddress)
	within := content.Messages[2].GetCachedValue().(*types.MsgPropose)
	require.Equal(t, account, within.Proposer)
	vote := within.Messages[0].GetCachedValue().(*types.MsgVote)
	require.Equal(t, membershiptypes.CoopAddress(7), vote.Voter, "what is proposed elsewhere is signed there")
	require.Equal(t, types.Choice_CHOICE_YES, vote.Choice)
	require.NoError(t, content.Validate(types.DefaultParams()))
}

func TestASignerThatIsGivenStays(t *testing.T) {
	written, err := parseFile([]byte(`{title: x, messages: [{"@type": /coop.governance.v1.MsgSecond, resolution_id: 3, seconder: coop1elsewhere}]}`))
	require.NoError(t, err)
	content, err := written.content(newCodec(t), 1, noNode)
	require.NoError(t, err)
	require.Equal(t, "coop1elsewhere", content.Messages[0].GetCachedValue().(*types.MsgSecond).Seconder)
}

func TestAmendmentWithinAsksTheNode(t *testing.T) {
	text := []byte(`{title: x, messages: [{"@type": /coop.governance.v1.MsgAmend, resolution_id: 3, title: y, messages: [{"@type": /coop.governance.v1.MsgSecond, resolution_id: 4}]}]}`)
	written, err := parseFile(text)
	require.NoError(t, err)
	content, err := written.content(newCodec(t), 1, func(id uint64) (uint64, error) { return id + 2, nil })
	require.NoError(t, err)
	within := content.Messages[0].GetCachedValue().(*types.MsgAmend)
	require.Equal(t, membershiptypes.CoopAddress(1), within.Proposer)
	require.Equal(t, membershiptypes.CoopAddress(5), within.Messages[0].GetCachedValue().(*types.MsgSecond).Seconder)
}

func TestFilesAreRefused(t *testing.T) {
	for _, c := range []struct{ name, text, refused string }{
		{"error - empty", "", "the file is empty"},
		{"error - not YAML", "{", "can't be read as a resolution"},
		{"error - a key misspelt", "tilte: x", "tilte"},
		{"error - two documents", "title: x\n---\ntitle: y", "more than one document"},
		{"error - a short hash", "{title: x, document: {uri: y, sha256: abcd}}", "64 hexadecimal digits"},
		{"error - no type", "{title: x, messages: [{coop_id: 1}]}", `message 0: "@type" is missing`},
		{"error - an unknown type", `{title: x, messages: [{"@type": /coop.weather.v1.MsgRain}]}`, "no message this program knows"},
		{"error - no message at all", `{title: x, messages: [{"@type": /coop.governance.v1.Params}]}`, "message 0"},
		{"error - an unknown field", `{title: x, messages: [{"@type": /coop.governance.v1.MsgVote, weight: 3}]}`, "weight"},
		{"error - a key that is no text", `{title: x, messages: [{"@type": /coop.governance.v1.MsgVote, 3: 4}]}`, "can't be"},
		{"error - a proposal nowhere", `{title: x, messages: [{"@type": /coop.governance.v1.MsgPropose, title: y}]}`, "coop_id must be a whole number"},
		{"error - deep within", `{title: x, messages: [{"@type": /coop.governance.v1.MsgPropose, coop_id: 2, messages: [{a: b}]}]}`, `its message 0: "@type" is missing`},
		{"error - within, no mapping", `{title: x, messages: [{"@type": /coop.governance.v1.MsgPropose, coop_id: 2, messages: [5]}]}`, "its message 0 is no mapping"},
		{"error - an amendment without a node", `{title: x, messages: [{"@type": /coop.governance.v1.MsgAmend, resolution_id: 2}]}`, "there is no node"},
	} {
		t.Run(c.name, func(t *testing.T) {
			written, err := parseFile([]byte(c.text))
			if err == nil {
				_, err = written.content(newCodec(t), 1, noNode)
			}
			require.ErrorContains(t, err, c.refused)
		})
	}
}

func TestCommands(t *testing.T) {
	want := map[string]string{
		"propose": "propose FILE.yaml", "amend": "amend ID FILE.yaml", "second": "second ID",
		"vote": "vote ID yes|no|abstain|block", "withdraw": "withdraw ID",
		"vote-as-delegate": "vote-as-delegate ID COOP_ID yes|no|abstain|block", "meeting": "meeting",
		"trip-breaker": "trip-breaker [MESSAGE …] --for 72h --reason TEXT [--coop SLUG]",
		"lift-breaker": "lift-breaker COOP [--rule RULE]", "rescind": "rescind COOP RESOLUTION",
	}
	for _, command := range NewTxCmd().Commands() {
		require.Equal(t, want[command.Name()], command.Use)
		delete(want, command.Name())
	}
	require.Empty(t, want)
}

func TestResolutionID(t *testing.T) {
	id, err := resolutionID("17")
	require.NoError(t, err)
	require.Equal(t, uint64(17), id)
	for _, text := range []string{"", "0", "-1", "seven", "1.5", "18446744073709551616"} {
		_, err := resolutionID(text)
		require.ErrorContains(t, err, "is no resolution's number", text)
	}
}

func TestOpenFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "resolution.yaml")
	require.NoError(t, os.WriteFile(path, []byte("title: Bread"), 0o600))
	written, err := openFile(path)
	require.NoError(t, err)
	require.Equal(t, "Bread", written.Title)
	_, err = openFile(path + ".missing")
	require.ErrorContains(t, err, "can't be read")
	_, err = findCoop(t.Context(), client.Context{}, "0")
	require.ErrorIs(t, err, membershiptypes.ErrUnknownCoop)
	id, err := findCoop(t.Context(), client.Context{}, "12")
	require.NoError(t, err)
	require.Equal(t, uint64(12), id, "an id needs no node")
}
