package keeper_test

import (
	"context"
	"crypto/sha256"
	"fmt"
	"os"
	"reflect"
	"strings"
	"testing"

	"github.com/cosmos/gogoproto/proto"
	"github.com/stretchr/testify/require"

	"cosmossdk.io/collections"
	"cosmossdk.io/log/v2"
	"cosmossdk.io/math"

	"github.com/cosmos/cosmos-sdk/codec"
	addresscodec "github.com/cosmos/cosmos-sdk/codec/address"
	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	"github.com/cosmos/cosmos-sdk/runtime"
	"github.com/cosmos/cosmos-sdk/std"
	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"
	sdktestutil "github.com/cosmos/cosmos-sdk/testutil"
	sdk "github.com/cosmos/cosmos-sdk/types"
	authkeeper "github.com/cosmos/cosmos-sdk/x/auth/keeper"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"
	bankkeeper "github.com/cosmos/cosmos-sdk/x/bank/keeper"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"
	"github.com/cosmos/cosmos-sdk/x/tx/signing"

	"github.com/coopledger/coopledger/testutil/written"
	chaintypes "github.com/coopledger/coopledger/x/chain/types"
	membershipkeeper "github.com/coopledger/coopledger/x/membership/keeper"
	"github.com/coopledger/coopledger/x/membership/testutil"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
	"github.com/coopledger/coopledger/x/treasury/keeper"
	"github.com/coopledger/coopledger/x/treasury/types"
)

const (
	root, north, east = 1, 2, 3
	denom, other      = "ceur", "credit"
	mint              = "mint"
	anna, ben         = "north-anna", "north-ben"
)

// The bank reads the addresses of a multi-send by the process's own prefix.
func TestMain(m *testing.M) {
	sdk.GetConfig().SetBech32PrefixForAccount(membershiptypes.AddressPrefix, membershiptypes.AddressPrefix+"pub")
	os.Exit(m.Run())
}

// ledger is a small ledger with real accounts, coins and co-ops. In north, Anna
// and Ben keep the book.
type ledger struct {
	t        testing.TB
	ctx      sdk.Context
	keys     map[string]*storetypes.KVStoreKey
	clock    *testutil.Clock
	bank     bankkeeper.BaseKeeper
	accounts authkeeper.AccountKeeper
	members  *membershipkeeper.Keeper
	keeper   *keeper.Keeper
	msg      types.MsgServer
	query    types.QueryServer
	cdc      codec.Codec
}

func newLedger(t testing.TB) *ledger {
	t.Helper()
	l := emptyLedger(t)
	require.NoError(t, l.keeper.InitGenesis(l.ctx, types.DefaultGenesis()))
	for _, officer := range []uint64{1, 2} {
		l.grant(officer)
	}
	return l
}

// emptyLedger has co-ops and no treasury yet.
func emptyLedger(t testing.TB) *ledger {
	t.Helper()
	codecOf := addresscodec.NewBech32Codec(membershiptypes.AddressPrefix)
	registry, err := codectypes.NewInterfaceRegistryWithOptions(codectypes.InterfaceRegistryOptions{
		ProtoFiles: proto.HybridResolver,
		SigningOptions: signing.Options{
			AddressCodec: codecOf, ValidatorAddressCodec: addresscodec.NewBech32Codec(membershiptypes.AddressPrefix + "valoper"),
		},
	})
	require.NoError(t, err)
	std.RegisterInterfaces(registry)
	authtypes.RegisterInterfaces(registry)
	cdc := codec.NewProtoCodec(registry)
	keys := storetypes.NewKVStoreKeys(authtypes.StoreKey, banktypes.StoreKey, membershiptypes.StoreKey, types.StoreKey)
	transient := storetypes.NewTransientStoreKeys(types.TransientStoreKey)
	service := func(name string) *storetypes.KVStoreKey { return keys[name] }
	authority := membershiptypes.CoopAddress(root)
	accounts := authkeeper.NewAccountKeeper(cdc, runtime.NewKVStoreService(service(authtypes.StoreKey)), authtypes.ProtoBaseAccount,
		map[string][]string{mint: {authtypes.Minter, authtypes.Burner}}, codecOf, membershiptypes.AddressPrefix, authority)
	bank := bankkeeper.NewBaseKeeper(cdc, runtime.NewKVStoreService(service(banktypes.StoreKey)), accounts, nil, authority, log.NewNopLogger())
	clock := &testutil.Clock{Seconds: testutil.Start}
	members := membershipkeeper.NewKeeper(cdc, runtime.NewKVStoreService(service(membershiptypes.StoreKey)), codecOf, accounts, bank, clock)
	k := keeper.NewKeeper(cdc, runtime.NewKVStoreService(service(types.StoreKey)),
		runtime.NewTransientStoreService(transient[types.TransientStoreKey]), codecOf, accounts, bank, clock, members)
	members.SetCharterHooks(k.Hooks())
	bank.AppendSendRestriction(k.Restrict)
	ctx := sdktestutil.DefaultContextWithKeys(keys, transient, nil).WithChainID(testutil.ChainID).WithBlockHeight(7)
	require.NoError(t, accounts.Params.Set(ctx, authtypes.DefaultParams()))
	require.NoError(t, bank.SetParams(ctx, banktypes.DefaultParams()))
	require.NoError(t, members.InitGenesis(ctx, testutil.Genesis()))
	return &ledger{
		t: t, ctx: ctx, keys: keys, clock: clock, bank: bank, accounts: accounts, members: members, keeper: k,
		msg: keeper.NewMsgServer(k), query: keeper.NewQueryServer(k), cdc: cdc,
	}
}

// grant lets a member of north keep the book.
func (l *ledger) grant(memberID uint64) {
	l.t.Helper()
	_, err := membershipkeeper.NewMsgServer(l.members).GrantPower(l.ctx, &membershiptypes.MsgGrantPower{
		Authority: account(north), CoopId: north, MemberId: memberID, Power: membershiptypes.PowerBook, TermSeconds: 365 * testutil.Day,
	})
	require.NoError(l.t, err)
}

func account(coopID uint64) string { return membershiptypes.CoopAddress(coopID) }

func purse(fund string) sdk.AccAddress { return types.PurseAccount(north, fund) }

func person(name string) sdk.AccAddress { return sdk.AccAddress(testutil.Key(name).PubKey().Address()) }

func coins(amount int64) sdk.Coins { return sdk.NewCoins(sdk.NewInt64Coin(denom, amount)) }

// rich gives a person coins.
func (l *ledger) rich(name string, given sdk.Coins) {
	l.t.Helper()
	require.NoError(l.t, l.bank.MintCoins(l.ctx, mint, given))
	require.NoError(l.t, l.bank.SendCoinsFromModuleToAccount(l.ctx, mint, person(name), given))
}

// receives lets a stranger send coins to north's account.
func (l *ledger) receives(amount int64) {
	l.t.Helper()
	l.rich("visitor", coins(amount))
	require.NoError(l.t, l.bank.SendCoins(l.ctx, person("visitor"), membershiptypes.CoopAccount(north), coins(amount)))
}

// funded has so many coins in north's operating purse.
func (l *ledger) funded(amount int64) {
	l.t.Helper()
	l.receives(amount)
	l.send(nil, &types.MsgClassify{
		Authority: testutil.Address(anna), CoopId: north, Coin: sdk.NewInt64Coin(denom, amount), Fund: "operating", Account: "4000",
	})
}

// hash is over every record of every store.
func (l *ledger) hash() string {
	digest := sha256.New()
	for _, name := range []string{authtypes.StoreKey, banktypes.StoreKey, membershiptypes.StoreKey, types.StoreKey} {
		iterator := l.ctx.KVStore(l.keys[name]).Iterator(nil, nil)
		for ; iterator.Valid(); iterator.Next() {
			fmt.Fprintf(digest, "%s %x %x\n", name, iterator.Key(), iterator.Value())
		}
		require.NoError(l.t, iterator.Close())
	}
	return fmt.Sprintf("%x", digest.Sum(nil))
}

// send does what a message asks; what a co-op's account signs is resolution 9 of
// that co-op. If it is refused, it must be for the reason given, with a
// sentence, and leave every store as it was.
func (l *ledger) send(refusal error, message sdk.Msg) any {
	l.t.Helper()
	within, changes := written.Within(l.ctx)
	response, err := l.deliver(within, message)
	count := changes.Count()
	l.ctx = l.ctx.WithEventManager(within.EventManager())
	if refusal == nil {
		require.NoError(l.t, err)
		changes.Keep()
		require.NotEmpty(l.t, l.ctx.EventManager().Events(), "every change is an event")
		require.NoError(l.t, l.keeper.CheckInvariants(l.ctx))
		return response
	}
	require.ErrorIs(l.t, err, refusal)
	require.Greater(l.t, len(err.Error()), len(refusal.Error())+20, "a refusal says what and why: %s", err)
	require.Zero(l.t, count, "a refusal changes nothing: %s", err)
	return nil
}

// deliver calls the handler of a message: as the co-op's resolution 9 where its account
// signs.
func (l *ledger) deliver(ctx sdk.Context, message sdk.Msg) (any, error) {
	l.t.Helper()
	fields := reflect.ValueOf(message).Elem()
	if coop := fields.FieldByName("CoopId"); coop.IsValid() {
		for _, signer := range []string{"Authority", "Signer", "Member", "Officer"} {
			if by := fields.FieldByName(signer); by.IsValid() && by.Kind() == reflect.String && by.String() == account(coop.Uint()) {
				ctx = chaintypes.WithDecision(ctx, chaintypes.Decision{CoopID: coop.Uint(), ResolutionID: 9})
			}
		}
	}
	handler := reflect.ValueOf(l.msg).MethodByName(strings.TrimPrefix(fields.Type().Name(), "Msg"))
	require.True(l.t, handler.IsValid(), "no handler of %T", message)
	answer := handler.Call([]reflect.Value{reflect.ValueOf(context.Context(ctx)), reflect.ValueOf(message)})
	err, _ := answer[1].Interface().(error)
	return answer[0].Interface(), err
}

// bears is what an account of north's book holds in a fund.
func (l *ledger) bears(code, fund string) int64 {
	l.t.Helper()
	balance, err := l.keeper.Balances.Get(l.ctx, collections.Join4(uint64(north), code, fund, denom))
	if err != nil {
		require.ErrorIs(l.t, err, collections.ErrNotFound)
		return 0
	}
	return balance.Amount.Int64()
}

func (l *ledger) holds(address sdk.AccAddress) int64 {
	return l.bank.GetBalance(l.ctx, address, denom).Amount.Int64()
}

func line(code, fund string, functional int64) types.Posting {
	return types.NewPosting(code, fund, "", math.ZeroInt(), math.NewInt(functional))
}
