// Package app wires the modules of the ledger into one node application.
//
// keepers.go says which modules there are and what each may see of the others,
// modules.go in which order they work, messages.go what a resolution may do,
// places.go where they may stand in a message. ante/ says who may send a
// transaction and what it costs, lanes/ in which order they wait.
package app

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	abci "github.com/cometbft/cometbft/abci/types"
	dbm "github.com/cosmos/cosmos-db"
	"github.com/cosmos/gogoproto/proto"

	"cosmossdk.io/core/address"
	"cosmossdk.io/log/v2"

	"github.com/cosmos/cosmos-sdk/baseapp"
	"github.com/cosmos/cosmos-sdk/client"
	addresscodec "github.com/cosmos/cosmos-sdk/codec/address"
	servertypes "github.com/cosmos/cosmos-sdk/server/types"
	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/cosmos-sdk/types/module"
	"github.com/cosmos/cosmos-sdk/types/msgservice"
	"github.com/cosmos/cosmos-sdk/version"
	upgradetypes "github.com/cosmos/cosmos-sdk/x/upgrade/types"

	"github.com/coopledger/coopledger/app/ante"
	chaintypes "github.com/coopledger/coopledger/x/chain/types"
)

// Name of the application and of its binary.
const Name = "coopd"

// DefaultHome is where a node keeps its files unless told otherwise.
var DefaultHome = defaultHome()

func defaultHome() string {
	home, err := os.UserHomeDir()
	if err != nil {
		return ".coopd"
	}
	return filepath.Join(home, ".coopd")
}

// App is the ledger as CometBFT sees it.
type App struct {
	*baseapp.BaseApp

	encoding     Encoding
	addressCodec address.Codec
	keepers      Keepers
	stores       stores
	modules      *module.Manager
	basics       module.BasicManager
	configurator module.Configurator
	verified     *ante.VerifiedCache
	// due is the upgrade the node stopped for; empty if none.
	due upgradetypes.Plan
}

var _ servertypes.Application = (*App)(nil)

// Options are what differs between nodes; nothing of it touches state.
type Options struct {
	// Home is the node's folder.
	Home string
	// MempoolMaxTxs bounds the mempool, in transactions; from 1.
	MempoolMaxTxs int
	// VerifiedCacheEntries bounds the cache of verified signatures.
	VerifiedCacheEntries int
	// SkipUpgradeHeights are upgrades an operator has decided to skip.
	SkipUpgradeHeights map[int64]bool
}

// DefaultOptions are sized like CometBFT's own mempool.
func DefaultOptions() Options {
	return Options{
		Home:                 DefaultHome,
		MempoolMaxTxs:        20_000,
		VerifiedCacheEntries: 100_000,
	}
}

// New builds the application on a database. It loads the latest state if load
// is true; export loads another height itself.
func New(logger log.Logger, db dbm.DB, load bool, options Options, baseOptions ...func(*baseapp.BaseApp)) (*App, error) {
	encoding, err := NewEncoding()
	if err != nil {
		return nil, err
	}
	base := baseapp.NewBaseApp(Name, logger, db, encoding.TxConfig.TxDecoder(), baseOptions...)
	base.SetVersion(version.Version)
	base.SetInterfaceRegistry(encoding.Codec.InterfaceRegistry())
	base.SetTxEncoder(encoding.TxConfig.TxEncoder())

	app := &App{
		BaseApp:      base,
		encoding:     encoding,
		addressCodec: addresscodec.NewBech32Codec(Bech32Prefix),
		stores:       newStores(),
		verified:     ante.NewVerifiedCache(options.VerifiedCacheEntries),
	}
	app.keepers = newKeepers(app, logger, options)
	app.SetParamStore(app.keepers.Consensus.ParamsStore)

	app.SetCircuitBreaker(app.keepers.Governance)
	if err := app.wireModules(); err != nil {
		return nil, err
	}
	app.MountKVStores(app.stores.persistent)
	app.MountTransientStores(app.stores.transient)
	app.SetInitChainer(app.initChain)
	app.SetPreBlocker(app.preBlock)
	app.SetBeginBlocker(app.modules.BeginBlock)
	app.SetEndBlocker(app.modules.EndBlock)
	if err := app.wireTransactions(options); err != nil {
		return nil, err
	}
	if err := app.wireUpgrades(options.Home); err != nil {
		return nil, err
	}
	if err := checkAnnotations(); err != nil {
		return nil, err
	}
	if load {
		if err := app.load(options.Home); err != nil {
			return nil, err
		}
	}
	return app, nil
}

// checkAnnotations makes sure that every message says who signs it.
func checkAnnotations() error {
	files, err := proto.MergedRegistry()
	if err != nil {
		return err
	}
	return msgservice.ValidateProtoAnnotations(files)
}

// initChain puts the genesis into the stores, module by module. It holds the
// genesis to the same limits of blocks and evidence as any later change.
func (app *App) initChain(ctx sdk.Context, request *abci.RequestInitChain) (*abci.ResponseInitChain, error) {
	if request.ConsensusParams == nil {
		return nil, errors.New("the genesis has no consensus parameters: take them from `coopd init`")
	}
	if err := chaintypes.ValidateConsensusParams(*request.ConsensusParams); err != nil {
		return nil, fmt.Errorf("the genesis: %w", err)
	}
	var state map[string]json.RawMessage
	if err := json.Unmarshal(request.AppStateBytes, &state); err != nil {
		return nil, fmt.Errorf("app_state of the genesis is not a JSON object of modules: %w", err)
	}
	if err := app.keepers.Upgrade.SetModuleVersionMap(ctx, app.modules.GetVersionMap()); err != nil {
		return nil, err
	}
	return app.modules.InitGenesis(ctx, app.encoding.Codec, state)
}

func (app *App) preBlock(ctx sdk.Context, _ *abci.RequestFinalizeBlock) (*sdk.ResponsePreBlock, error) {
	return app.modules.PreBlock(ctx)
}

// DefaultGenesis is every module's empty state.
func (app *App) DefaultGenesis() map[string]json.RawMessage {
	return app.basics.DefaultGenesis(app.encoding.Codec)
}

// Encoding of transactions and state.
func (app *App) Encoding() Encoding { return app.encoding }

// TxConfig builds and signs transactions.
func (app *App) TxConfig() client.TxConfig { return app.encoding.TxConfig }

// Modules by name, for the command line.
func (app *App) Modules() *module.Manager { return app.modules }

// Basics are the modules without their state, for the command line.
func (app *App) Basics() module.BasicManager { return app.basics }

// Keepers gives tests and exports the modules' state.
func (app *App) Keepers() Keepers { return app.keepers }

// VerifiedSignatures is the node's cache, for its metrics and tests.
func (app *App) VerifiedSignatures() *ante.VerifiedCache { return app.verified }

// StoreKeys of the persistent stores, by module.
func (app *App) StoreKeys() map[string]*storetypes.KVStoreKey { return app.stores.persistent }
