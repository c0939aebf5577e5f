package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/stretchr/testify/require"

	"github.com/cosmos/cosmos-sdk/client"
	"github.com/cosmos/cosmos-sdk/codec"
	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	cryptocodec "github.com/cosmos/cosmos-sdk/crypto/codec"
	"github.com/cosmos/cosmos-sdk/crypto/hd"
	"github.com/cosmos/cosmos-sdk/crypto/keyring"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/coopledger/coopledger/app"
)

// signers is a keyring with ada, bo, cy and a stranger.
func signers(t *testing.T) (client.Context, map[string]string) {
	t.Helper()
	if sdk.GetConfig().GetBech32AccountAddrPrefix() != app.Bech32Prefix { // it may be sealed already
		sdk.GetConfig().SetBech32PrefixForAccount(app.Bech32Prefix, app.Bech32Prefix+"pub")
	}
	registry := codectypes.NewInterfaceRegistry()
	cryptocodec.RegisterInterfaces(registry)
	cdc := codec.NewProtoCodec(registry)
	ring := keyring.NewInMemory(cdc)
	addresses := map[string]string{}
	for _, name := range []string{"ada", "bo", "cy", "stranger"} {
		record, _, err := ring.NewMnemonic(name, keyring.English, sdk.FullFundraiserPath, "", hd.Secp256k1)
		require.NoError(t, err)
		address, err := record.GetAddress()
		require.NoError(t, err)
		addresses[name] = address.String()
	}
	return client.Context{}.WithCodec(cdc).WithKeyring(ring), addresses
}

// restartExport: three member co-ops, 2 with a seat that ada operates, 3 with
// the members bo (active) and cy (left), 4 with bo and cy.
func restartExport(t *testing.T, dir string, addresses map[string]string) string {
	t.Helper()
	place := func(coopID, memberID, memberCoop int, state string) string {
		return fmt.Sprintf(`{"coop_id":"%d","member_id":"%d","member_coop_id":"%d","state":"MEMBER_STATE_%s"}`, coopID, memberID, memberCoop, state)
	}
	key := func(coopID, memberID int, name string) string {
		return fmt.Sprintf(`{"coop_id":"%d","member_id":"%d","key":{"address":%q}}`, coopID, memberID, addresses[name])
	}
	members := []string{
		place(1, 1, 2, "ACTIVE"), place(1, 2, 3, "ACTIVE"), place(1, 3, 4, "ACTIVE"), place(1, 4, 5, "LEFT"),
		place(3, 1, 0, "ACTIVE"), place(3, 2, 0, "LEFT"), place(4, 1, 0, "ACTIVE"), place(4, 2, 0, "ACTIVE"), place(2, 1, 0, "ACTIVE"),
	}
	keys := []string{key(3, 1, "bo"), key(3, 2, "cy"), key(4, 1, "bo"), key(4, 2, "cy"), key(2, 1, "stranger")}
	file := filepath.Join(dir, "export.json")
	write(t, dir, "export.json", fmt.Sprintf(
		`{"app_name":"coopd","chain_id":"coop-1","initial_height":"101","genesis_time":"2026-01-01T00:00:00Z","app_state":{"membership":{"members":[%s],"keys":[%s]},"validators":{"seats":[{"coop_id":"2","operator":%q}]}}}`,
		strings.Join(members, ","), strings.Join(keys, ","), addresses["ada"]))
	return file
}

func runRestart(t *testing.T, ctx client.Context, args ...string) (string, error) {
	t.Helper()
	cmd := &cobra.Command{Use: "coopd", SilenceErrors: true, SilenceUsage: true}
	cmd.AddCommand(restartCommand())
	var out bytes.Buffer
	cmd.SetOut(&out)
	cmd.SetArgs(append([]string{"restart"}, args...))
	err := cmd.ExecuteContext(context.WithValue(context.Background(), client.ClientContextKey, &ctx))
	return out.String(), err
}

func TestRestartCountsTheCoops(t *testing.T) {
	ctx, addresses := signers(t)
	dir := t.TempDir()
	export := restartExport(t, dir, addresses)
	sign := func(name string) string {
		out, err := runRestart(t, ctx, "sign", export, "--from", name)
		require.NoError(t, err)
		write(t, dir, name+".json", out)
		return filepath.Join(dir, name+".json")
	}
	ada, bo, cy, stranger := sign("ada"), sign("bo"), sign("cy"), sign("stranger")

	out, err := runRestart(t, ctx, "verify", export, ada, ada, stranger)
	require.ErrorContains(t, err, "1 more have to sign")
	require.Contains(t, out, "First height: 101")
	require.Contains(t, out, "co-op 2, by operator of its seat, "+addresses["ada"])
	require.Contains(t, out, "has signed already")
	require.Contains(t, out, "stranger.json: not counted: "+addresses["stranger"]+" is a member of co-op 2, which holds a seat")
	require.Contains(t, out, "1 of 3 member co-ops signed")

	out, err = runRestart(t, ctx, "verify", export, ada, bo)
	require.NoError(t, err, out)
	require.Contains(t, out, "2 of 3 member co-ops signed")

	for _, test := range []struct {
		files   []string
		counted []bool
		signed  int
	}{
		{[]string{ada, ada}, []bool{true, false}, 1},
		{[]string{ada, stranger, bo}, []bool{true, false, true}, 2},
	} {
		out, err = runRestart(t, ctx, append([]string{"verify", export, "-o", "json"}, test.files...)...)
		require.Equal(t, test.signed < 2, err != nil, "too few end it with 1 in JSON too")
		var found restartCount
		require.NoError(t, json.Unmarshal([]byte(out), &found), out)
		require.Contains(t, found.Text, "First height: 101")
		require.Equal(t, []int{test.signed, 2, 3}, []int{found.Signed, found.Needed, found.MemberCoops})
		require.Len(t, found.Signatures, len(test.files))
		for i, signature := range found.Signatures {
			require.Equal(t, test.files[i], signature.File)
			require.Equal(t, test.counted[i], signature.Counted, signature.Finding)
		}
	}

	out, err = runRestart(t, ctx, "verify", export, bo, cy)
	require.NoError(t, err, out)
	require.Contains(t, out, "co-op 3, by member 1")
	require.Contains(t, out, "co-op 4, by member 2")

	_, err = runRestart(t, ctx, "verify", export, bo, bo) // a member of two co-ops counts once
	require.Error(t, err)

	// Another export, be it one space longer.
	raw, err := os.ReadFile(export)
	require.NoError(t, err)
	write(t, dir, "export.json", string(raw)+" ")
	out, err = runRestart(t, ctx, "verify", export, ada, bo, cy)
	require.Error(t, err)
	require.Equal(t, 3, strings.Count(out, "was not made for this export"))
}

func TestRestartRefusesForgeries(t *testing.T) {
	ctx, addresses := signers(t)
	dir := t.TempDir()
	export := restartExport(t, dir, addresses)
	out, err := runRestart(t, ctx, "sign", export, "--from", "stranger")
	require.NoError(t, err)
	var forged restartSignature
	require.NoError(t, json.Unmarshal([]byte(out), &forged))
	forged.Address = addresses["ada"]
	written, err := json.Marshal(forged)
	require.NoError(t, err)
	write(t, dir, "forged.json", string(written))
	write(t, dir, "torn.json", "{")
	out, err = runRestart(t, ctx, "verify", export, filepath.Join(dir, "forged.json"), filepath.Join(dir, "torn.json"), filepath.Join(dir, "none.json"))
	require.Error(t, err)
	require.Equal(t, 3, strings.Count(out, "not counted"))
	require.Contains(t, out, "don't belong together")
	_, err = runRestart(t, ctx, "sign", export, "--from", "nobody")
	require.ErrorContains(t, err, "not in the keyring")
	_, err = runRestart(t, ctx, "sign", filepath.Join(dir, "torn.json"), "--from", "ada")
	require.ErrorContains(t, err, "is no export")
}
