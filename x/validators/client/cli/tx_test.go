package cli_test

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/spf13/cobra"
	"github.com/stretchr/testify/require"

	"github.com/cosmos/cosmos-sdk/client"
	"github.com/cosmos/cosmos-sdk/codec"
	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	cryptocodec "github.com/cosmos/cosmos-sdk/crypto/codec"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/coopledger/coopledger/x/validators/client/cli"
	"github.com/coopledger/coopledger/x/validators/types"
)

func TestMain(m *testing.M) {
	sdk.GetConfig().SetBech32PrefixForAccount("coop", "cooppub")
	os.Exit(m.Run())
}

func run(t *testing.T, home string, args ...string) (string, error) {
	t.Helper()
	registry := codectypes.NewInterfaceRegistry()
	types.RegisterInterfaces(registry)
	cryptocodec.RegisterInterfaces(registry)
	clientContext := client.Context{}.WithCodec(codec.NewProtoCodec(registry)).WithInterfaceRegistry(registry).WithHomeDir(home)
	root := &cobra.Command{Use: "coopd", SilenceErrors: true, SilenceUsage: true}
	root.AddCommand(cli.NewTxCmd())
	root.PersistentFlags().String("home", home, "")
	var out bytes.Buffer
	root.SetOut(&out)
	root.SetErr(&out)
	root.SetArgs(append([]string{"validators"}, args...))
	err := root.ExecuteContext(context.WithValue(context.Background(), client.ClientContextKey, &clientContext))
	return out.String(), err
}

func operator() sdk.AccAddress { return bytes.Repeat([]byte{0x22}, 20) }

func TestProveConsensusKeyPrintsAMessageThatHolds(t *testing.T) {
	home := t.TempDir()
	require.NoError(t, os.Mkdir(filepath.Join(home, "config"), 0o700))
	keyFile := filepath.Join(home, "config", "priv_validator_key.json")
	_, err := run(t, home, "new-consensus-key", keyFile)
	require.NoError(t, err)
	info, err := os.Stat(keyFile)
	require.NoError(t, err)
	require.Equal(t, os.FileMode(0o600), info.Mode().Perm())

	out, err := run(t, home, "prove-consensus-key", "7", "--operator", operator().String(), "--moniker", "seven", "--replaces", "3", "--chain-id", "coop-1")
	require.NoError(t, err, out)

	registry := codectypes.NewInterfaceRegistry()
	types.RegisterInterfaces(registry)
	cryptocodec.RegisterInterfaces(registry)
	var msg sdk.Msg
	require.NoError(t, codec.NewProtoCodec(registry).UnmarshalInterfaceJSON([]byte(out), &msg))
	add, ok := msg.(*types.MsgAddSeat)
	require.True(t, ok)
	require.EqualValues(t, 7, add.CoopId)
	require.EqualValues(t, 3, add.ReplacesCoopId)
	key, err := types.ParseConsensusKey(add.ConsensusPubkey)
	require.NoError(t, err)
	require.NoError(t, types.VerifyConsensusKeyProof(key, add.Proof, "coop-1", 7, operator()))

	var fields map[string]any
	require.NoError(t, json.Unmarshal([]byte(out), &fields))
	require.Equal(t, "/coop.validators.v1.MsgAddSeat", fields["@type"])
}

func TestCommandsRefuseWell(t *testing.T) {
	home := t.TempDir()
	existing := filepath.Join(home, "there.json")
	require.NoError(t, os.WriteFile(existing, []byte("{}"), 0o600))
	for _, c := range []struct {
		name  string
		args  []string
		words string
	}{
		{"error - no operator", []string{"prove-consensus-key", "7", "--moniker", "x", "--chain-id", "c"}, "coopd keys show"},
		{"error - no moniker", []string{"prove-consensus-key", "7", "--operator", operator().String(), "--chain-id", "c"}, "moniker"},
		{"error - no chain id", []string{"prove-consensus-key", "7", "--operator", operator().String(), "--moniker", "x"}, "--chain-id"},
		{"error - no key", []string{"prove-consensus-key", "7", "--operator", operator().String(), "--moniker", "x", "--chain-id", "c"}, "run this on the node"},
		{"error - no key in the file", []string{"prove-consensus-key", "7", "--operator", operator().String(), "--moniker", "x", "--chain-id", "c", "--key-file", existing}, "no ed25519 key"},
		{"error - never overwrites a key", []string{"new-consensus-key", existing}, "never overwritten"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := run(t, home, c.args...)
			require.ErrorContains(t, err, c.words)
		})
	}
}
