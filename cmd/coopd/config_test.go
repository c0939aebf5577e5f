package main

import (
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	cmtcfg "github.com/cometbft/cometbft/config"
	"github.com/spf13/viper"
	"github.com/stretchr/testify/require"

	"github.com/cosmos/cosmos-sdk/server"
	svrcmd "github.com/cosmos/cosmos-sdk/server/cmd"
)

// doors are the settings that name where something listens, be it on or not.
var doors = regexp.MustCompile(`(?m)^\s*(\w*(?:laddr|listen_addr|address))\s*=\s*"([^"]*)"`)

// H44, H45. What `coopd init` writes lets no other machine in, so that nobody else
// can search (docs/adr/0013), bounds what is asked and what waits, and turns on
// what an operator needs: metrics, snapshots, the look back for double-signing.
func TestH44WhatInitWritesIsSafe(t *testing.T) {
	dir := t.TempDir()
	root, err := newRootCommand()
	require.NoError(t, err)
	root.SetOut(io.Discard)
	root.SetArgs([]string{"init", "alder", "--chain-id", "coop-test-1", "--home", dir})
	require.NoError(t, svrcmd.Execute(root, "COOPD", dir))

	found := 0
	for _, name := range []string{"config.toml", "app.toml"} {
		text, err := os.ReadFile(filepath.Join(dir, "config", name))
		require.NoError(t, err)
		for _, door := range doors.FindAllStringSubmatch(string(text), -1) {
			if door[2] != "" {
				found++
				require.True(t, isLoopback(door[2]), "%s: %s is %s", name, door[1], door[2])
			}
		}
	}
	require.GreaterOrEqual(t, found, 5, "peers, RPC, metrics, REST and gRPC have doors")

	settings := viper.New()
	for _, name := range []string{"config.toml", "app.toml"} {
		settings.SetConfigFile(filepath.Join(dir, "config", name))
		require.NoError(t, settings.MergeInConfig())
	}
	comet := cmtcfg.DefaultConfig()
	require.NoError(t, settings.Unmarshal(comet))
	for what, on := range map[string]bool{
		"metrics":                       comet.Instrumentation.Prometheus,
		"REST":                          settings.GetBool("api.enable"),
		"gRPC":                          settings.GetBool("grpc.enable"),
		"snapshots":                     settings.GetUint64(server.FlagStateSyncSnapshotInterval) > 0,
		"snapshots are kept":            settings.GetUint32(server.FlagStateSyncSnapshotKeepRecent) > 0,
		"the look for double-signing":   comet.Consensus.DoubleSignCheckHeight > 0,
		"a bound on a query's gas":      settings.GetUint64(server.FlagQueryGasLimit) > 0,
		"a bound on CometBFT's mempool": comet.Mempool.Size > 0 && comet.Mempool.MaxTxsBytes > 0,
		"the same bound on the application's": settings.GetInt(server.FlagMempoolMaxTxs) ==
			comet.Mempool.Size,
		"a bound on RPC connections":  comet.RPC.MaxOpenConnections > 0,
		"a bound on a request's size": comet.RPC.MaxBodyBytes > 0,
		"a bound on subscriptions":    comet.RPC.MaxSubscriptionClients > 0 && comet.RPC.MaxSubscriptionsPerClient > 0,
		"no unsafe RPC":               !comet.RPC.Unsafe && comet.RPC.PprofListenAddress == "",
		"no web page elsewhere asks":  len(comet.RPC.CORSAllowedOrigins) == 0 && !settings.GetBool("api.enabled-unsafe-cors"),
		"transactions by their hash":  strings.EqualFold(comet.TxIndex.Indexer, "kv"),
	} {
		require.True(t, on, what)
	}
	for what, pace := range map[string][2]time.Duration{
		"timeout_commit":  {cometConfig().Consensus.TimeoutCommit, comet.Consensus.TimeoutCommit},
		"timeout_propose": {cometConfig().Consensus.TimeoutPropose, comet.Consensus.TimeoutPropose},
	} {
		require.Equal(t, pace[0], pace[1], "%s is the ledger's, not the SDK's", what)
	}
}
