// Package testutil runs a small chain of x/auth, x/bank and x/chain behind the
// real ante handler, pool and proposal handlers, for their tests.
package testutil

import (
	"context"
	"os"
	"sync"
	"testing"
	"time"

	abci "github.com/cometbft/cometbft/abci/types"
	cmtproto "github.com/cometbft/cometbft/proto/tendermint/types"
	dbm "github.com/cosmos/cosmos-db"
	"github.com/cosmos/gogoproto/proto"
	"github.com/stretchr/testify/require"

	"cosmossdk.io/log/v2"

	"github.com/cosmos/cosmos-sdk/baseapp"
	"github.com/cosmos/cosmos-sdk/client"
	"github.com/cosmos/cosmos-sdk/codec"
	addresscodec "github.com/cosmos/cosmos-sdk/codec/address"
	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	"github.com/cosmos/cosmos-sdk/runtime"
	"github.com/cosmos/cosmos-sdk/std"
	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
	authkeeper "github.com/cosmos/cosmos-sdk/x/auth/keeper"
	authtx "github.com/cosmos/cosmos-sdk/x/auth/tx"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"
	bankkeeper "github.com/cosmos/cosmos-sdk/x/bank/keeper"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"
	consensuskeeper "github.com/cosmos/cosmos-sdk/x/consensus/keeper"
	consensustypes "github.com/cosmos/cosmos-sdk/x/consensus/types"
	"github.com/cosmos/cosmos-sdk/x/tx/signing"
	upgradekeeper "github.com/cosmos/cosmos-sdk/x/upgrade/keeper"
	upgradetypes "github.com/cosmos/cosmos-sdk/x/upgrade/types"

	"github.com/coopledger/coopledger/app/ante"
	"github.com/coopledger/coopledger/app/lanes"
	chainkeeper "github.com/coopledger/coopledger/x/chain/keeper"
	chaintypes "github.com/coopledger/coopledger/x/chain/types"
)

const (
	// ChainID of the small chain.
	ChainID = "coop-test-1"
	// FeeDenom is the one denom that fees are paid in.
	FeeDenom = "tea"
	// mintModule may make coins.
	mintModule = "mint"
)

// GenesisTime is when the small chain starts.
var GenesisTime = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

// FeeAccount receives the fees.
var FeeAccount = sdk.AccAddress("the root federation ")

// Chain is the small chain. Each field may be used by tests.
type Chain struct {
	*baseapp.BaseApp
	t        testing.TB
	TxConfig client.TxConfig
	Accounts authkeeper.AccountKeeper
	Bank     bankkeeper.BaseKeeper
	Keeper   *chainkeeper.Keeper
	Places   *Places
	// Off refuses every message while it is not nil.
	Off      error
	Pool     *lanes.Pool
	Verified *ante.VerifiedCache
	Height   int64
	Time     time.Time
}

// Settings are what differs between tests.
type Settings struct {
	Params       chaintypes.Params
	MaxBytes     int64
	MaxGas       int64
	PoolSlots    int
	CacheEntries int
	// Genesis makes accounts.
	Genesis func(c *Chain, ctx sdk.Context) error
}

// DefaultSettings accept one tea a thousand gas, with limits as on a new chain.
func DefaultSettings() Settings {
	params := chaintypes.DefaultParams()
	params.MinFees = []chaintypes.MinFee{{Denom: FeeDenom, AmountPerMillionGas: sdk.NewInt64Coin(FeeDenom, 1_000).Amount}}
	consensus := chaintypes.DefaultConsensusParams()
	return Settings{
		Params: params, MaxBytes: consensus.Block.MaxBytes, MaxGas: consensus.Block.MaxGas,
		PoolSlots: 5_000, CacheEntries: 10_000,
	}
}

var setPrefix sync.Once

// NewChain starts a small chain; its first block is still to come.
func NewChain(t testing.TB, settings Settings) *Chain {
	t.Helper()
	setPrefix.Do(func() {
		// Without a scope, the SDK asks the system for the executable's name
		// each time it reads an address.
		require.NoError(t, os.Setenv(sdk.EnvConfigScope, "coop-test"))
		sdk.GetConfig().SetBech32PrefixForAccount("coop", "cooppub")
	})
	registry, err := codectypes.NewInterfaceRegistryWithOptions(codectypes.InterfaceRegistryOptions{
		ProtoFiles: proto.HybridResolver,
		SigningOptions: signing.Options{
			AddressCodec:          addresscodec.NewBech32Codec("coop"),
			ValidatorAddressCodec: addresscodec.NewBech32Codec("coopvaloper"),
		},
	})
	require.NoError(t, err)
	std.RegisterInterfaces(registry)
	authtypes.RegisterInterfaces(registry)
	banktypes.RegisterInterfaces(registry)
	cdc := codec.NewProtoCodec(registry)

	chain := &Chain{
		t: t, TxConfig: authtx.NewTxConfig(cdc, authtx.DefaultSignModes), Places: NewPlaces(),
		Pool: lanes.NewPool(settings.PoolSlots), Verified: ante.NewVerifiedCache(settings.CacheEntries),
		Time: GenesisTime,
	}
	chain.BaseApp = baseapp.NewBaseApp("coop-test", log.NewNopLogger(), dbm.NewMemDB(), chain.TxConfig.TxDecoder(), baseapp.SetChainID(ChainID))
	chain.SetInterfaceRegistry(registry)
	chain.SetTxEncoder(chain.TxConfig.TxEncoder())
	chain.wire(cdc, settings)
	require.NoError(t, chain.LoadLatestVersion())
	chain.start(settings)
	return chain
}

func (c *Chain) wire(cdc codec.Codec, settings Settings) {
	keys := storetypes.NewKVStoreKeys(authtypes.StoreKey, banktypes.StoreKey, consensustypes.StoreKey, upgradetypes.StoreKey, chaintypes.StoreKey)
	transient := storetypes.NewTransientStoreKeys(chaintypes.TransientStoreKey)
	addresses := addresscodec.NewBech32Codec("coop")
	authority := FeeAccount.String()

	c.Accounts = authkeeper.NewAccountKeeper(cdc, runtime.NewKVStoreService(keys[authtypes.StoreKey]), authtypes.ProtoBaseAccount,
		map[string][]string{mintModule: {authtypes.Minter}}, addresses, "coop", authority)
	c.Bank = bankkeeper.NewBaseKeeper(cdc, runtime.NewKVStoreService(keys[banktypes.StoreKey]), c.Accounts, nil, authority, log.NewNopLogger())
	consensus := consensuskeeper.NewKeeper(cdc, runtime.NewKVStoreService(keys[consensustypes.StoreKey]), authority, runtime.EventService{})
	upgrades := upgradekeeper.NewKeeper(nil, runtime.NewKVStoreService(keys[upgradetypes.StoreKey]), cdc, c.t.TempDir(), c.BaseApp, authority)
	c.Keeper = chainkeeper.NewKeeper(cdc, runtime.NewKVStoreService(keys[chaintypes.StoreKey]),
		runtime.NewTransientStoreService(transient[chaintypes.TransientStoreKey]), addresses, consensus.ParamsStore, upgrades, authority)

	banktypes.RegisterMsgServer(c.MsgServiceRouter(), bankkeeper.NewMsgServerImpl(c.Bank))
	c.SetParamStore(consensus.ParamsStore)
	handler, err := ante.NewHandler(ante.Options{
		Accounts: ante.Accounts{Keeper: c.Accounts, Store: runtime.NewKVStoreService(keys[authtypes.StoreKey]), Keys: cdc.InterfaceRegistry()},
		Bank:     c.Bank, Chain: c.Keeper, Places: c.Places,
		SignModes: c.TxConfig.SignModeHandler(), Verified: c.Verified, FeeAccount: FeeAccount,
		OperatorMessages: []string{sdk.MsgTypeURL(&banktypes.MsgMultiSend{})}, Room: c.Pool, Breaker: breaker{c},
	})
	require.NoError(c.t, err)
	c.SetAnteHandler(handler)
	c.SetMempool(c.Pool)
	proposals := lanes.NewProposals(c.Pool, c.BaseApp)
	c.SetPrepareProposal(proposals.Prepare)
	c.SetProcessProposal(proposals.Process)
	c.SetBeginBlocker(func(ctx sdk.Context) (sdk.BeginBlock, error) {
		return sdk.BeginBlock{}, c.Keeper.BeginBlock(ctx)
	})
	c.SetInitChainer(func(ctx sdk.Context, _ *abci.RequestInitChain) (*abci.ResponseInitChain, error) {
		return &abci.ResponseInitChain{}, c.genesis(ctx, settings)
	})
	c.MountKVStores(keys)
	c.MountTransientStores(transient)
}

// breaker implements ante.Breaker.
type breaker struct{ chain *Chain }

func (b breaker) IsAllowed(context.Context, string) (bool, error) {
	return b.chain.Off == nil, b.chain.Off
}

func (c *Chain) genesis(ctx sdk.Context, settings Settings) error {
	c.Accounts.InitGenesis(ctx, *authtypes.DefaultGenesisState())
	c.Bank.InitGenesis(ctx, banktypes.DefaultGenesisState())
	genesis := chaintypes.DefaultGenesis()
	genesis.Params = settings.Params
	if err := c.Keeper.InitGenesis(ctx, *genesis); err != nil || settings.Genesis == nil {
		return err
	}
	return settings.Genesis(c, ctx)
}

// start runs genesis and an empty first block.
func (c *Chain) start(settings Settings) {
	consensus := chaintypes.DefaultConsensusParams()
	consensus.Block.MaxBytes, consensus.Block.MaxGas = settings.MaxBytes, settings.MaxGas
	params := consensus.ToProto()
	_, err := c.InitChain(&abci.RequestInitChain{ChainId: ChainID, Time: GenesisTime, InitialHeight: 1, ConsensusParams: &params})
	require.NoError(c.t, err)
	c.Block()
}

// AddAccount makes an account for a key and gives it so many tea.
func (c *Chain) AddAccount(ctx context.Context, key Key, tea int64) error {
	c.Accounts.SetAccount(ctx, c.Accounts.NewAccountWithAddress(ctx, key.Address()))
	if tea == 0 {
		return nil
	}
	coins := sdk.NewCoins(sdk.NewInt64Coin(FeeDenom, tea))
	if err := c.Bank.MintCoins(ctx, mintModule, coins); err != nil {
		return err
	}
	return c.Bank.SendCoinsFromModuleToAccount(ctx, mintModule, key.Address(), coins)
}

// Context reads the committed state.
func (c *Chain) Context() sdk.Context {
	ctx, err := c.CreateQueryContext(0, false)
	require.NoError(c.t, err)
	return ctx
}

// Check runs CheckTx on a new transaction.
func (c *Chain) Check(tx []byte) *abci.ResponseCheckTx { return c.check(tx, abci.CheckTxType_New) }

// Recheck runs CheckTx on one that waits, as after a block.
func (c *Chain) Recheck(tx []byte) *abci.ResponseCheckTx {
	return c.check(tx, abci.CheckTxType_Recheck)
}

func (c *Chain) check(tx []byte, kind abci.CheckTxType) *abci.ResponseCheckTx {
	response, err := c.CheckTx(&abci.RequestCheckTx{Tx: tx, Type: kind})
	require.NoError(c.t, err)
	return response
}

// Propose makes the next block's proposal.
func (c *Chain) Propose() [][]byte {
	response, err := c.PrepareProposal(&abci.RequestPrepareProposal{
		Height: c.Height + 1, Time: c.Time.Add(time.Second), MaxTxBytes: c.Limits().MaxBytes,
	})
	require.NoError(c.t, err)
	return response.Txs
}

// Accepts judges a proposal for the next block.
func (c *Chain) Accepts(txs [][]byte) bool {
	response, err := c.ProcessProposal(&abci.RequestProcessProposal{Height: c.Height + 1, Time: c.Time.Add(time.Second), Txs: txs})
	require.NoError(c.t, err)
	return response.Status == abci.ResponseProcessProposal_ACCEPT
}

// Block executes and commits the next block, one second after the last.
func (c *Chain) Block(txs ...[]byte) []*abci.ExecTxResult { return c.BlockAfter(time.Second, txs...) }

// BlockAfter executes and commits the next block.
func (c *Chain) BlockAfter(interval time.Duration, txs ...[]byte) []*abci.ExecTxResult {
	c.Height++
	c.Time = c.Time.Add(interval)
	response, err := c.FinalizeBlock(&abci.RequestFinalizeBlock{Height: c.Height, Time: c.Time, Txs: txs})
	require.NoError(c.t, err)
	_, err = c.Commit()
	require.NoError(c.t, err)
	return response.TxResults
}

// Limits are the block's max_bytes and max_gas.
func (c *Chain) Limits() cmtproto.BlockParams { return *c.GetConsensusParams(c.Context()).Block }
