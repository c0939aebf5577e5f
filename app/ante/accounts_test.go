package ante

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/cosmos/cosmos-sdk/codec"
	addresscodec "github.com/cosmos/cosmos-sdk/codec/address"
	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	cryptocodec "github.com/cosmos/cosmos-sdk/crypto/codec"
	"github.com/cosmos/cosmos-sdk/crypto/keys/multisig"
	"github.com/cosmos/cosmos-sdk/crypto/keys/secp256k1"
	cryptotypes "github.com/cosmos/cosmos-sdk/crypto/types"
	"github.com/cosmos/cosmos-sdk/runtime"
	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"
	sdktestutil "github.com/cosmos/cosmos-sdk/testutil"
	sdk "github.com/cosmos/cosmos-sdk/types"
	authkeeper "github.com/cosmos/cosmos-sdk/x/auth/keeper"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"
)

const moduleWithAccount = "module"

// accountsBeside are ours and x/auth's on one store.
func accountsBeside(t *testing.T) (sdk.Context, storetypes.StoreKey, Accounts, authkeeper.AccountKeeper) {
	t.Helper()
	registry := codectypes.NewInterfaceRegistry()
	authtypes.RegisterInterfaces(registry)
	cryptocodec.RegisterInterfaces(registry)
	key := storetypes.NewKVStoreKey(authtypes.StoreKey)
	service := runtime.NewKVStoreService(key)
	prefix := sdk.GetConfig().GetBech32AccountAddrPrefix()
	keeper := authkeeper.NewAccountKeeper(codec.NewProtoCodec(registry), service, authtypes.ProtoBaseAccount,
		map[string][]string{moduleWithAccount: nil}, addresscodec.NewBech32Codec(prefix), prefix, "")
	ctx := sdktestutil.DefaultContext(key, storetypes.NewTransientStoreKey("transient"))
	return ctx, key, Accounts{Keeper: keeper, Store: service, Keys: registry}, keeper
}

// What is written is to the byte what x/auth writes, and read as it reads it.
func TestAccountsAreKeptAsAuthKeepsThem(t *testing.T) {
	single := secp256k1.GenPrivKeyFromSecret([]byte("ada")).PubKey()
	group := multisig.NewLegacyAminoPubKey(1, []cryptotypes.PubKey{single, secp256k1.GenPrivKeyFromSecret([]byte("ben")).PubKey()})
	cases := []struct {
		name   string
		key    cryptotypes.PubKey
		stored bool
	}{
		{"success - a key brought along", single, false},
		{"success - a key known", single, true},
		{"success - a multisignature brought along", group, false},
		{"success - a multisignature known", group, true},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			ctx, storeKey, accounts, keeper := accountsBeside(t)
			address := sdk.AccAddress(tc.key.Address())
			keeper.SetAccount(ctx, keeper.NewAccountWithAddress(ctx, sdk.AccAddress("somebody before them")))
			theirs := keeper.NewAccountWithAddress(ctx, address)
			require.NoError(t, theirs.SetSequence(300))
			if tc.stored {
				require.NoError(t, theirs.SetPubKey(tc.key))
			}
			keeper.SetAccount(ctx, theirs)

			ours, err := accounts.get(ctx, address)
			require.NoError(t, err)
			require.Equal(t, theirs.GetAccountNumber(), ours.AccountNumber)
			require.Equal(t, uint64(300), ours.Sequence)
			if tc.stored {
				require.True(t, tc.key.Equals(ours.key))
			} else {
				require.Nil(t, ours.key)
				require.NoError(t, ours.bring(tc.key))
			}
			ours.Sequence++
			mine, _ := ctx.CacheContext()
			require.NoError(t, accounts.set(mine, address, ours))

			require.NoError(t, theirs.SetPubKey(tc.key))
			require.NoError(t, theirs.SetSequence(301))
			keeper.SetAccount(ctx, theirs)
			require.Equal(t, contentsOf(ctx, storeKey), contentsOf(mine, storeKey))
		})
	}
}

func contentsOf(ctx sdk.Context, key storetypes.StoreKey) map[string]string {
	contents := map[string]string{}
	entries := ctx.KVStore(key).Iterator(nil, nil)
	defer entries.Close()
	for ; entries.Valid(); entries.Next() {
		contents[string(entries.Key())] = string(entries.Value())
	}
	return contents
}

func TestAccountsThatNoKeySignsFor(t *testing.T) {
	ctx, _, accounts, keeper := accountsBeside(t)
	_, err := accounts.get(ctx, sdk.AccAddress("nobody knows of this"))
	require.ErrorIs(t, err, ErrNoAccount)
	_, err = accounts.get(ctx, keeper.GetModuleAccount(ctx, moduleWithAccount).GetAddress())
	require.ErrorIs(t, err, ErrNoAccount)
}
