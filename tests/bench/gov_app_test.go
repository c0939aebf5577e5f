package bench

import (
	"encoding/json"
	"testing"

	abci "github.com/cometbft/cometbft/abci/types"
	"github.com/stretchr/testify/require"

	"cosmossdk.io/log/v2"

	"github.com/cosmos/cosmos-sdk/baseapp"
	"github.com/cosmos/cosmos-sdk/runtime"
	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/cosmos-sdk/types/mempool"
	"github.com/cosmos/cosmos-sdk/types/module"
	"github.com/cosmos/cosmos-sdk/x/auth"
	authante "github.com/cosmos/cosmos-sdk/x/auth/ante"
	authtx "github.com/cosmos/cosmos-sdk/x/auth/tx"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"
	"github.com/cosmos/cosmos-sdk/x/bank"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"
	consensuskeeper "github.com/cosmos/cosmos-sdk/x/consensus/keeper"
	consensustypes "github.com/cosmos/cosmos-sdk/x/consensus/types"
	"github.com/cosmos/cosmos-sdk/x/gov"
	govtypes "github.com/cosmos/cosmos-sdk/x/gov/types"
	govv1 "github.com/cosmos/cosmos-sdk/x/gov/types/v1"
)

// newGovApp is the least chain on which x/gov takes signed votes: auth, bank,
// gov and the consensus parameters, with the SDK's own ante handler. It knows
// no staking, no roll and no fee: the peer does less than a chain would.
func newGovApp(tb testing.TB, voters int) *votingApp {
	tb.Helper()
	cdc := govEncoding(tb)
	txConfig := authtx.NewTxConfig(cdc, authtx.DefaultSignModes)
	app := baseapp.NewBaseApp("gov", log.NewNopLogger(), openDatabase(tb, tb.TempDir()), txConfig.TxDecoder(),
		baseapp.SetChainID(chainID),
		baseapp.SetIAVLCacheSize(iavlCacheNodes),
		baseapp.SetMempool(mempool.NewSenderNonceMempool(mempool.SenderNonceMaxTxOpt(voters))),
	)
	app.SetInterfaceRegistry(cdc.InterfaceRegistry())

	keys := govStoreKeys()
	keys[consensustypes.StoreKey] = storetypes.NewKVStoreKey(consensustypes.StoreKey)
	k := newGovKeepers(tb, cdc, keys, app.MsgServiceRouter(), voters)
	consensus := consensuskeeper.NewKeeper(cdc, runtime.NewKVStoreService(keys[consensustypes.StoreKey]),
		authtypes.NewModuleAddress(govtypes.ModuleName).String(), runtime.EventService{})
	app.SetParamStore(consensus.ParamsStore)

	modules := module.NewManager(
		auth.NewAppModule(cdc, k.account, nil),
		bank.NewAppModule(cdc, k.bank, k.account),
		gov.NewAppModule(cdc, k.gov, k.account, k.bank),
	)
	require.NoError(tb, modules.RegisterServices(
		module.NewConfigurator(cdc, app.MsgServiceRouter(), app.GRPCQueryRouter())))
	modules.SetOrderInitGenesis(authtypes.ModuleName, banktypes.ModuleName, govtypes.ModuleName)

	chain := &votingApp{
		BaseApp: app, txConfig: txConfig,
		keys: voterKeys(voters), accounts: make([]account, voters), now: genesisTime,
		ballot: func(voter, round int) sdk.Msg {
			option := govv1.OptionYes
			if (voter+round)%3 == 2 {
				option = govv1.OptionNo
			}
			return govv1.NewMsgVote(sdk.AccAddress(voterKey(voter).PubKey().Address()), proposalID, option, "")
		},
	}
	app.SetInitChainer(func(ctx sdk.Context, _ *abci.RequestInitChain) (*abci.ResponseInitChain, error) {
		return &abci.ResponseInitChain{}, chain.govGenesis(ctx, k)
	})
	app.SetPreBlocker(func(ctx sdk.Context, _ *abci.RequestFinalizeBlock) (*sdk.ResponsePreBlock, error) {
		return modules.PreBlock(ctx)
	})
	app.SetBeginBlocker(modules.BeginBlock)
	app.SetEndBlocker(modules.EndBlock)
	ante, err := authante.NewAnteHandler(authante.HandlerOptions{
		AccountKeeper:   k.account,
		BankKeeper:      k.bank,
		SignModeHandler: txConfig.SignModeHandler(),
	})
	require.NoError(tb, err)
	app.SetAnteHandler(ante)
	app.MountKVStores(keys)
	require.NoError(tb, app.LoadLatestVersion())
	_, err = app.InitChain(&abci.RequestInitChain{
		Time: genesisTime, ChainId: chainID, ConsensusParams: consensusParams(),
		AppStateBytes: json.RawMessage("{}"), InitialHeight: 1,
	})
	require.NoError(tb, err)
	chain.block(tb, nil)
	return chain
}

// govGenesis has an account for each voter, and the vote open.
func (a *votingApp) govGenesis(ctx sdk.Context, k govKeepers) error {
	if err := k.account.Params.Set(ctx, authtypes.DefaultParams()); err != nil {
		return err
	}
	if err := k.bank.SetParams(ctx, banktypes.DefaultParams()); err != nil {
		return err
	}
	k.account.GetModuleAccount(ctx, govtypes.ModuleName)
	k.account.GetModuleAccount(ctx, authtypes.FeeCollectorName)
	for i, key := range a.keys {
		holder := k.account.NewAccountWithAddress(ctx, sdk.AccAddress(key.PubKey().Address()))
		k.account.SetAccount(ctx, holder)
		a.accounts[i].number = holder.GetAccountNumber()
	}
	return k.openVote(ctx, voteEnds)
}
