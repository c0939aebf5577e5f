package keeper_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	cmtproto "github.com/cometbft/cometbft/proto/tendermint/types"
	"github.com/stretchr/testify/require"

	"cosmossdk.io/errors"

	"github.com/cosmos/cosmos-sdk/codec"
	addresscodec "github.com/cosmos/cosmos-sdk/codec/address"
	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	"github.com/cosmos/cosmos-sdk/runtime"
	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"
	sdktestutil "github.com/cosmos/cosmos-sdk/testutil"
	sdk "github.com/cosmos/cosmos-sdk/types"
	consensuskeeper "github.com/cosmos/cosmos-sdk/x/consensus/keeper"
	consensustypes "github.com/cosmos/cosmos-sdk/x/consensus/types"
	upgradekeeper "github.com/cosmos/cosmos-sdk/x/upgrade/keeper"
	upgradetypes "github.com/cosmos/cosmos-sdk/x/upgrade/types"

	"github.com/coopledger/coopledger/x/chain/keeper"
	"github.com/coopledger/coopledger/x/chain/types"
)

var (
	genesisTime = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	authority   = sdk.AccAddress("the root federation ")
	addresses   = addresscodec.NewBech32Codec("coop")
)

// fixture is x/chain over the real x/consensus and x/upgrade.
type fixture struct {
	t         *testing.T
	ctx       sdk.Context
	store     *storetypes.KVStoreKey
	keeper    *keeper.Keeper
	consensus consensuskeeper.Keeper
	upgrades  *upgradekeeper.Keeper
	messages  types.MsgServer
	queries   types.QueryServer
	authority string
}

// names are what co-ops are called here, in place of x/membership.
type names map[string]uint64

var errNoCoop = fmt.Errorf("no such co-op")

func (n names) CoopIDByReference(_ context.Context, reference string) (uint64, error) {
	if id, found := n[reference]; found {
		return id, nil
	}
	return 0, errNoCoop
}

// newFixture stands at height 1, at the genesis time, before genesis.
func newFixture(t *testing.T) *fixture {
	t.Helper()
	keys := storetypes.NewKVStoreKeys(types.StoreKey, consensustypes.StoreKey, upgradetypes.StoreKey)
	transient := storetypes.NewTransientStoreKeys(types.TransientStoreKey)
	ctx := sdktestutil.DefaultContextWithKeys(keys, transient, nil).
		WithBlockHeader(cmtproto.Header{Height: 1, Time: genesisTime, ChainID: "coop-test-1"})
	cdc := codec.NewProtoCodec(codectypes.NewInterfaceRegistry())
	text, err := addresses.BytesToString(authority)
	require.NoError(t, err)

	f := &fixture{t: t, ctx: ctx, store: keys[types.StoreKey], authority: text}
	f.consensus = consensuskeeper.NewKeeper(cdc, runtime.NewKVStoreService(keys[consensustypes.StoreKey]), text, runtime.EventService{})
	f.upgrades = upgradekeeper.NewKeeper(nil, runtime.NewKVStoreService(keys[upgradetypes.StoreKey]), cdc, t.TempDir(), nil, text)
	f.keeper = keeper.NewKeeper(cdc, runtime.NewKVStoreService(keys[types.StoreKey]),
		runtime.NewTransientStoreService(transient[types.TransientStoreKey]), addresses, f.consensus.ParamsStore, f.upgrades, text)
	f.messages, f.queries = keeper.NewMsgServer(f.keeper), keeper.NewQueryServer(f.keeper, names{"federation": 1, "1": 1})
	params := types.DefaultConsensusParams().ToProto()
	require.NoError(t, f.consensus.ParamsStore.Set(f.ctx, params))
	f.ctx = f.ctx.WithConsensusParams(params)
	return f
}

// newChain has had its genesis.
func newChain(t *testing.T) *fixture {
	t.Helper()
	f := newFixture(t)
	require.NoError(t, f.keeper.InitGenesis(f.ctx, *types.DefaultGenesis()))
	return f
}

// block moves on by one block: transient state is emptied and the clock runs.
func (f *fixture) block(interval time.Duration) {
	f.t.Helper()
	f.ctx = f.ctx.WithBlockHeader(cmtproto.Header{
		Height: f.ctx.BlockHeight() + 1, Time: f.ctx.BlockTime().Add(interval), ChainID: f.ctx.ChainID(),
	}).WithEventManager(sdk.NewEventManager())
	require.NoError(f.t, f.keeper.WorkSpent.Remove(f.ctx))
	require.NoError(f.t, f.keeper.FreeGasSpent.Remove(f.ctx))
	require.NoError(f.t, f.keeper.BeginBlock(f.ctx))
	require.NoError(f.t, f.keeper.CheckInvariants(f.ctx))
}

func (f *fixture) now() int64 {
	f.t.Helper()
	now, err := f.keeper.Now(f.ctx)
	require.NoError(f.t, err)
	return now
}

// contents of the module's store, to see that a refusal changed nothing.
func (f *fixture) contents() map[string]string {
	contents := map[string]string{}
	iterator := f.ctx.KVStore(f.store).Iterator(nil, nil)
	defer iterator.Close()
	for ; iterator.Valid(); iterator.Next() {
		contents[string(iterator.Key())] = string(iterator.Value())
	}
	return contents
}

// refused runs what must be refused with this error, changing nothing.
func (f *fixture) refused(want *errors.Error, run func(ctx context.Context) error) {
	f.t.Helper()
	before := f.contents()
	err := run(f.ctx)
	require.ErrorIs(f.t, err, want)
	require.Equal(f.t, before, f.contents())
}

// events of one type emitted since the last block.
func (f *fixture) events(name string) int {
	count := 0
	for _, event := range f.ctx.EventManager().Events() {
		if event.Type == name {
			count++
		}
	}
	return count
}
