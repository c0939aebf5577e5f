package cli_test

import (
	"bytes"
	"context"
	"encoding/json"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/cosmos/gogoproto/proto"
	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v3"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/test/bufconn"

	"github.com/cosmos/cosmos-sdk/client"
	"github.com/cosmos/cosmos-sdk/codec"
	addresscodec "github.com/cosmos/cosmos-sdk/codec/address"
	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	"github.com/cosmos/cosmos-sdk/crypto/hd"
	"github.com/cosmos/cosmos-sdk/crypto/keyring"
	"github.com/cosmos/cosmos-sdk/std"
	sdk "github.com/cosmos/cosmos-sdk/types"
	authtx "github.com/cosmos/cosmos-sdk/x/auth/tx"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"
	"github.com/cosmos/cosmos-sdk/x/tx/signing"

	"github.com/coopledger/coopledger/charters"
	"github.com/coopledger/coopledger/x/membership/client/cli"
	"github.com/coopledger/coopledger/x/membership/testutil"
	"github.com/coopledger/coopledger/x/membership/types"
)

// node answers which co-ops there are.
type node struct {
	types.UnimplementedQueryServer
	coops map[string]types.Coop
}

func (n *node) Coop(_ context.Context, req *types.QueryCoopRequest) (*types.QueryCoopResponse, error) {
	coop, found := n.coops[req.Coop]
	if !found {
		return nil, types.ErrUnknownCoop
	}
	return &types.QueryCoopResponse{Coop: coop}, nil
}

// desk is somebody at a terminal, with the key "anna" in the keyring and a node to ask.
type desk struct {
	t       *testing.T
	client  client.Context
	address string
	// shown beside the output.
	shown bytes.Buffer
}

func newDesk(t *testing.T) *desk {
	t.Helper()
	sdk.GetConfig().SetBech32PrefixForAccount(types.AddressPrefix, types.AddressPrefix+"pub")
	registry, err := codectypes.NewInterfaceRegistryWithOptions(codectypes.InterfaceRegistryOptions{
		ProtoFiles: proto.HybridResolver,
		SigningOptions: signing.Options{
			AddressCodec:          addresscodec.NewBech32Codec(types.AddressPrefix),
			ValidatorAddressCodec: addresscodec.NewBech32Codec(types.AddressPrefix + "valoper"),
		},
	})
	require.NoError(t, err)
	std.RegisterInterfaces(registry)
	types.RegisterInterfaces(registry)
	cdc := codec.NewProtoCodec(registry)
	ring := keyring.NewInMemory(cdc)
	record, _, err := ring.NewMnemonic("anna", keyring.English, sdk.FullFundraiserPath, keyring.DefaultBIP39Passphrase, hd.Secp256k1)
	require.NoError(t, err)
	account, err := record.GetAddress()
	require.NoError(t, err)

	listener := bufconn.Listen(1 << 16)
	server := grpc.NewServer(grpc.ForceServerCodec(codec.NewProtoCodec(registry).GRPCCodec()))
	types.RegisterQueryServer(server, &node{coops: map[string]types.Coop{
		"north": {Id: 2, Slug: "north", Account: types.CoopAddress(2)},
		"2":     {Id: 2, Slug: "north", Account: types.CoopAddress(2)},
		"south": {Id: 4, Slug: "south", Account: types.CoopAddress(4)},
	}})
	go func() { _ = server.Serve(listener) }()
	t.Cleanup(server.Stop)
	connection, err := grpc.NewClient("passthrough:///node",
		grpc.WithContextDialer(func(context.Context, string) (net.Conn, error) { return listener.Dial() }),
		grpc.WithTransportCredentials(insecure.NewCredentials()),
		grpc.WithDefaultCallOptions(grpc.ForceCodec(cdc.GRPCCodec())))
	require.NoError(t, err)
	t.Cleanup(func() { _ = connection.Close() })

	return &desk{t: t, address: types.AddressText(account), client: client.Context{}.
		WithCodec(cdc).WithInterfaceRegistry(registry).WithKeyring(ring).WithChainID(testutil.ChainID).
		WithTxConfig(authtx.NewTxConfig(cdc, authtx.DefaultSignModes)).WithGRPCClient(connection).
		WithAccountRetriever(authtypes.AccountRetriever{})}
}

// run types a command and returns what it prints.
func (d *desk) run(args ...string) (string, error) {
	d.t.Helper()
	cmd := cli.NewTxCmd()
	var out bytes.Buffer
	clientCtx := d.client.WithOutput(&out)
	cmd.SetOut(&out)
	cmd.SetErr(&d.shown)
	cmd.SetArgs(args)
	cmd.SilenceUsage = true
	err := cmd.ExecuteContext(context.WithValue(context.Background(), client.ClientContextKey, &clientCtx))
	return out.String(), err
}

// message is the only message of the transaction that a command would send.
func (d *desk) message(args ...string) sdk.Msg {
	d.t.Helper()
	out, err := d.run(append(args, "--from", "anna", "--generate-only")...)
	require.NoError(d.t, err)
	decoded, err := d.client.TxConfig.TxJSONDecoder()([]byte(out))
	require.NoError(d.t, err, out)
	require.Len(d.t, decoded.GetMsgs(), 1)
	return decoded.GetMsgs()[0]
}

func (d *desk) write(name, text string) string {
	d.t.Helper()
	path := filepath.Join(d.t.TempDir(), name)
	require.NoError(d.t, os.WriteFile(path, []byte(text), 0o600))
	return path
}

func (d *desk) proofFile(args ...string) string {
	d.t.Helper()
	out, err := d.run(append([]string{"prove-key", "north", "--from", "anna"}, args...)...)
	require.NoError(d.t, err)
	return d.write("proof.json", out)
}

func TestProveKey(t *testing.T) {
	d := newDesk(t)
	cases := []struct {
		name   string
		args   []string
		member uint64
	}{
		{"success - to join", nil, 0},
		{"success - for a member", []string{"--member", "3"}, 3},
		{"success - until a moment", []string{"--expires-at", "1700086400"}, 0},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			text, err := os.ReadFile(d.proofFile(tc.args...))
			require.NoError(t, err)
			var proof types.KeyProof
			require.NoError(t, d.client.Codec.UnmarshalJSON(text, &proof))
			account, err := types.VerifyKeyProof(proof, testutil.ChainID, "north", tc.member, proof.ExpiresAt-1, 1)
			require.NoError(t, err)
			require.Equal(t, d.address, types.AddressText(account))
			if len(tc.args) < 2 || tc.args[0] != "--expires-at" {
				require.InDelta(t, time.Now().Add(7*24*time.Hour).Unix(), proof.ExpiresAt, 60)
				return
			}
			require.EqualValues(t, 1_700_086_400, proof.ExpiresAt)
		})
	}
	for name, args := range map[string][]string{
		"error - not a slug":         {"prove-key", "42", "--from", "anna"},
		"error - no key":             {"prove-key", "north"},
		"error - a key not at hand":  {"prove-key", "north", "--from", "ben"},
		"error - ended before now":   {"prove-key", "north", "--from", "anna", "--expires-in", "-1h"},
		"error - two ends":           {"prove-key", "north", "--from", "anna", "--expires-in", "1h", "--expires-at", "5"},
		"error - no co-op":           {"prove-key", "--from", "anna"},
		"error - no founding":        {"prove-key", "--founding", "nowhere.yaml", "--from", "anna"},
		"error - a ledger of nobody": {"prove-key", "north", "--from", "anna", "--chain-id", ""},
	} {
		t.Run(name, func(t *testing.T) {
			desk := &desk{t: d.t, client: d.client, address: d.address}
			if strings.HasSuffix(name, "nobody") {
				desk.client = desk.client.WithChainID("")
			}
			_, err := desk.run(args...)
			require.Error(t, err)
		})
	}
}

func TestFoundReadsAFile(t *testing.T) {
	d := newDesk(t)
	preset, err := charters.PresetFile("worker")
	require.NoError(t, err)
	want, err := charters.Preset("worker")
	require.NoError(t, err)
	charter := d.write("charter.yaml", string(preset))
	indented := "  " + strings.ReplaceAll(string(preset), "\n", "\n  ")
	founders := "\nfounders:\n  - class: workers\n    keys: [" + d.address + "]\n"
	file := d.write("founding.yaml", "slug: north\ncharter: "+charter+founders)
	text, err := d.run("prove-key", "--founding", file, "--from", "anna")
	require.NoError(t, err)
	require.Contains(t, d.shown.String(), "Founder 1: class workers, keys "+d.address+"\n")
	require.Contains(t, d.shown.String(), "Member: founder 1 of 1, class workers\n")
	proof := d.write("proof.json", text)

	for name, args := range map[string][]string{
		"success - proofs beside it":        {file, proof},
		"success - proofs named in it":      {d.write("found.yaml", "slug: north\ncharter: "+charter+founders+"proofs: ["+proof+"]\n")},
		"success - everything within it":    {d.write("found.yaml", "slug: north\ncharter:\n"+indented+founders+"proofs:\n  - "+text)},
		"success - the address in capitals": {d.write("found.yaml", "slug: north\ncharter: "+charter+strings.Replace(founders, d.address, strings.ToUpper(d.address), 1)), proof},
	} {
		t.Run(name, func(t *testing.T) {
			message, ok := d.message(append([]string{"found"}, args...)...).(*types.MsgFound)
			require.True(t, ok)
			require.Equal(t, d.address, message.Founder)
			require.Equal(t, "north", message.Slug)
			require.True(t, want.Equal(&message.Charter))
			require.Len(t, message.Founders, 1)
			require.Equal(t, "workers", message.Founders[0].Class)
			account, err := message.Founders[0].Keys[0].Account()
			require.NoError(t, err)
			require.Equal(t, d.address, types.AddressText(account))
		})
	}
	other := testutil.Address("ben")
	for name, file := range map[string]string{
		"error - unknown key":                    "slug: north\nweight: 2\n",
		"error - no charter":                     "slug: north\nfounders: []\n",
		"error - charter missing":                "slug: north\ncharter: nowhere.yaml\n",
		"error - no slug":                        "charter: " + charter + founders,
		"error - proof missing":                  "slug: north\ncharter: " + charter + founders + "proofs: [nowhere.json]\n",
		"error - not a proof":                    "slug: north\ncharter: " + charter + founders + "proofs: [{weight: 2}]\n",
		"error - proof of no key":                "slug: north\ncharter: " + charter + founders + "proofs: [{}]\n",
		"error - a founder's proof is not there": "slug: north\ncharter: " + charter + founders,
		"error - signed another slug":            "slug: south\ncharter: " + charter + founders + "proofs: [" + proof + "]\n",
		"error - signed other founders":          "slug: north\ncharter: " + charter + founders + "  - class: workers\n    keys: [" + other + "]\nproofs: [" + proof + "]\n",
		"error - not a founder":                  "slug: north\ncharter: " + charter + "\nfounders:\n  - class: workers\n    keys: [" + other + "]\nproofs: [" + proof + "]\n",
		"error - not an address":                 "slug: north\ncharter: " + charter + "\nfounders:\n  - class: workers\n    keys: [anna]\n",
		"error - not YAML":                       "\t",
	} {
		t.Run(name, func(t *testing.T) {
			_, err := d.run("found", d.write("found.yaml", file), "--from", "anna", "--generate-only")
			require.Error(t, err)
		})
	}
}

func TestCommandsResolveSlugs(t *testing.T) {
	d := newDesk(t)
	proof := d.proofFile()
	for _, coop := range []string{"north", "2"} {
		require.Equal(t, &types.MsgLeave{Signer: d.address, CoopId: 2}, d.message("leave", coop))
		require.Equal(t, &types.MsgRemoveKey{Signer: d.address, CoopId: 2, Address: d.address}, d.message("remove-key", coop, d.address))
		added, ok := d.message("add-key", coop, proof).(*types.MsgAddKey)
		require.True(t, ok)
		require.EqualValues(t, 2, added.CoopId)
		require.Equal(t, d.address, added.Signer)
		admitted, ok := d.message("admit", coop, "--class", "workers", "--key", proof).(*types.MsgAdmit)
		require.True(t, ok)
		require.Equal(t, d.address, admitted.Authority)
		require.Equal(t, "workers", admitted.Member.Class)
		require.Len(t, admitted.Member.Keys, 1)
	}
	admitted, ok := d.message("admit", "north", "--class", "collectives", "--member-coop", "south").(*types.MsgAdmit)
	require.True(t, ok)
	require.EqualValues(t, 4, admitted.Member.MemberCoopId)
	joint, ok := d.message("admit", "north", "--class", "workers", "--key", proof, "--holders", "2").(*types.MsgAdmit)
	require.True(t, ok)
	require.EqualValues(t, 2, joint.Member.Holders)
	require.Len(t, joint.Member.Keys, 1)
	minor, ok := d.message("admit", "north", "--class", "workers", "--minor-until", "2031-05-04T00:00:00Z", "--guardian", d.address).(*types.MsgAdmit)
	require.True(t, ok)
	require.EqualValues(t, 1_935_619_200, minor.Member.MinorUntil)
	require.Equal(t, d.address, minor.Member.Guardian)
	require.Empty(t, minor.Member.Keys)

	for name, args := range map[string][]string{
		"error - unknown co-op":          {"leave", "nowhere"},
		"error - neither slug nor id":    {"leave", "No Where"},
		"error - nobody to admit":        {"admit", "north", "--class", "workers"},
		"error - a person and a co-op":   {"admit", "north", "--class", "workers", "--key", proof, "--member-coop", "south"},
		"error - no class":               {"admit", "north", "--key", proof},
		"error - a co-op of two holders": {"admit", "north", "--class", "workers", "--member-coop", "south", "--holders", "2"},
		"error - a co-op not of age":     {"admit", "north", "--class", "workers", "--member-coop", "south", "--minor-until", "2031-05-04T00:00:00Z"},
		"error - no moment":              {"admit", "north", "--class", "workers", "--minor-until", "2031"},
		"error - not a proof":            {"add-key", "north", d.write("x.json", "{}")},
		"error - H7 not an address":      {"remove-key", "north", "cosmos1x"},
		"error - apply without a co-op":  {"apply", "north"},
		"error - a co-op joining itself": {"apply", "north", "--applicant", "north"},
	} {
		t.Run(name, func(t *testing.T) {
			signed := args
			if args[0] != "apply" {
				signed = append(signed, "--from", "anna", "--generate-only")
			}
			_, err := d.run(signed...)
			require.Error(t, err)
		})
	}
	_, err := d.run("leave", "north", "--generate-only")
	require.ErrorContains(t, err, "--from")
}

// What a co-op's account signs is a proposal for its members.
func TestCommandsWriteProposals(t *testing.T) {
	d := newDesk(t)
	proof := d.proofFile()
	cases := []struct {
		name string
		args []string
		coop string
		want sdk.Msg
	}{
		{"success - apply", []string{"apply", "north", "--applicant", "south"}, "south", &types.MsgApply{Applicant: types.CoopAddress(4), CoopId: 2}},
		{"error - unknown co-op leaves", []string{"leave", "north", "--member-coop", "4"}, "", nil},
		{"success - a co-op leaves", []string{"leave", "north", "--member-coop", "south"}, "south", &types.MsgLeave{Signer: types.CoopAddress(4), CoopId: 2}},
		{"success - admit a co-op", []string{"admit", "north", "--class", "collectives", "--member-coop", "south", "--resolution"}, "north", &types.MsgAdmit{
			Authority: types.CoopAddress(2), CoopId: 2, Member: types.NewMember{Class: "collectives", MemberCoopId: 4},
		}},
		{"success - admit a person", []string{"admit", "north", "--class", "workers", "--key", proof, "--resolution"}, "north", &types.MsgAdmit{
			Authority: types.CoopAddress(2), CoopId: 2,
		}},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			out, err := d.run(tc.args...)
			if tc.want == nil {
				require.Error(t, err, "no co-op has the id 4 on this node")
				return
			}
			require.NoError(t, err)
			var proposal struct {
				Coop, Title, Summary string
				Messages             []map[string]any
			}
			decoder := yaml.NewDecoder(strings.NewReader(out))
			decoder.KnownFields(true)
			require.NoError(t, decoder.Decode(&proposal))
			require.Equal(t, tc.coop, proposal.Coop)
			require.NotEmpty(t, proposal.Title)
			require.Len(t, proposal.Messages, 1)
			text, err := json.Marshal(proposal.Messages[0])
			require.NoError(t, err)
			var message sdk.Msg
			require.NoError(t, d.client.Codec.UnmarshalInterfaceJSON(text, &message))
			if admit, ok := message.(*types.MsgAdmit); ok && len(admit.Member.Keys) > 0 {
				require.Equal(t, types.CoopAddress(2), admit.Authority)
				_, err := admit.Member.Keys[0].Account()
				require.NoError(t, err)
				return
			}
			require.Equal(t, tc.want, message)
		})
	}
}
