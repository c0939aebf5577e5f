package main

import (
	"path/filepath"
	"time"

	cmtcfg "github.com/cometbft/cometbft/config"
	dbm "github.com/cosmos/cosmos-db"
	"github.com/spf13/cast"

	"github.com/cosmos/cosmos-sdk/baseapp"
	"github.com/cosmos/cosmos-sdk/client/flags"
	"github.com/cosmos/cosmos-sdk/server"
	serverconfig "github.com/cosmos/cosmos-sdk/server/config"
	servertypes "github.com/cosmos/cosmos-sdk/server/types"

	"github.com/coopledger/coopledger/app"
)

const (
	// mempoolMaxTxs is the same for CometBFT's mempool and the application's.
	mempoolMaxTxs = 20_000
	// queryGasLimit bounds one query.
	queryGasLimit = 50_000_000
	// keepRecentBlocks is about 30 days of blocks of 1.25 seconds.
	keepRecentBlocks = "2073600"
)

// nodeConfig is app.toml's template and defaults: everything on, everything on
// loopback, everything bounded.
func nodeConfig() (string, *serverconfig.Config) {
	config := serverconfig.DefaultConfig()
	// What a transaction costs is a parameter of the chain (coopd q chain params),
	// the same for every node; the SDK asks for a value here and it is zero.
	config.MinGasPrices = "0none"
	config.QueryGasLimit = queryGasLimit
	config.AppDBBackend = string(dbm.GoLevelDBBackend)
	config.Pruning = "custom"
	config.PruningKeepRecent = keepRecentBlocks
	config.PruningInterval = "100"
	config.API.Enable = true
	config.API.Address = "tcp://127.0.0.1:1317"
	config.GRPC.Enable = true
	config.GRPC.Address = "127.0.0.1:9090"
	config.GRPCWeb.Enable = false
	config.StateSync.SnapshotInterval = 1_000
	config.StateSync.SnapshotKeepRecent = 3
	config.Mempool.MaxTxs = mempoolMaxTxs
	return serverconfig.DefaultConfigTemplate, config
}

// cometConfig is config.toml's defaults. Peers reach a node only after its
// operator has opened p2p.laddr: see docs/operate.
func cometConfig() *cmtcfg.Config {
	config := cmtcfg.DefaultConfig()
	config.DBBackend = string(dbm.GoLevelDBBackend)
	config.Consensus.TimeoutPropose = 2 * time.Second
	config.Consensus.TimeoutCommit = time.Second
	config.Consensus.DoubleSignCheckHeight = 10
	config.Mempool.Size = mempoolMaxTxs
	config.P2P.ListenAddress = "tcp://127.0.0.1:26656"
	config.RPC.ListenAddress = "tcp://127.0.0.1:26657"
	config.RPC.PprofListenAddress = ""
	config.Instrumentation.Prometheus = true
	config.Instrumentation.PrometheusListenAddr = "127.0.0.1:26660"
	return config
}

func appOptions(settings servertypes.AppOptions) app.Options {
	options := app.DefaultOptions()
	options.Home = cast.ToString(settings.Get(flags.FlagHome))
	if size := cast.ToInt(settings.Get(server.FlagMempoolMaxTxs)); size > 0 {
		options.MempoolMaxTxs = size
	}
	options.SkipUpgradeHeights = map[int64]bool{}
	for _, height := range cast.ToIntSlice(settings.Get(server.FlagUnsafeSkipUpgrades)) {
		options.SkipUpgradeHeights[int64(height)] = true
	}
	return options
}

func baseOptions(settings servertypes.AppOptions) []func(*baseapp.BaseApp) {
	return server.DefaultBaseappOptions(settings)
}

// openDB opens the application's database.
func openDB(root string, backend dbm.BackendType) (dbm.DB, error) {
	dir := filepath.Join(root, "data")
	if backend != dbm.GoLevelDBBackend {
		return dbm.NewDB("application", backend, dir)
	}
	return app.OpenDatabase(dir)
}
