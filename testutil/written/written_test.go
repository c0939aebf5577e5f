package written_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"
	sdktestutil "github.com/cosmos/cosmos-sdk/testutil"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/coopledger/coopledger/testutil/written"
)

func TestChanges(t *testing.T) {
	keys := storetypes.NewKVStoreKeys("one", "two")
	ctx := sdktestutil.DefaultContextWithKeys(keys, nil, nil)
	one, two := func(ctx sdk.Context) storetypes.KVStore { return ctx.KVStore(keys["one"]) }, func(ctx sdk.Context) storetypes.KVStore { return ctx.KVStore(keys["two"]) }
	one(ctx).Set([]byte("kept"), []byte("1"))
	one(ctx).Set([]byte("changed"), []byte("1"))
	two(ctx).Set([]byte("deleted"), []byte("1"))

	nothing := map[string]func(sdk.Context){
		"success - nothing written": func(sdk.Context) {},
		"success - the same again":  func(ctx sdk.Context) { one(ctx).Set([]byte("kept"), []byte("1")) },
		"success - deleted and put back": func(ctx sdk.Context) {
			two(ctx).Delete([]byte("deleted"))
			two(ctx).Set([]byte("deleted"), []byte("1"))
		},
		"success - put in and deleted": func(ctx sdk.Context) {
			one(ctx).Set([]byte("new"), []byte("1"))
			one(ctx).Delete([]byte("new"))
		},
		"success - written in a cache that is thrown away": func(ctx sdk.Context) {
			inner, _ := ctx.CacheContext()
			one(inner).Set([]byte("new"), []byte("1"))
		},
	}
	for name, do := range nothing {
		t.Run(name, func(t *testing.T) {
			within, changes := written.Within(ctx)
			do(within)
			require.Zero(t, changes.Count())
		})
	}

	within, changes := written.Within(ctx)
	inner, write := within.CacheContext()
	one(inner).Set([]byte("new"), []byte("1"))
	write()
	one(within).Set([]byte("changed"), []byte("2"))
	two(within).Delete([]byte("deleted"))
	require.Equal(t, []byte("1"), one(within).Get([]byte("kept")))
	require.Equal(t, 3, changes.Count())
	require.Nil(t, one(ctx).Get([]byte("new")), "nothing is kept yet")
	changes.Keep()
	require.Equal(t, []byte("1"), one(ctx).Get([]byte("new")))
	require.Equal(t, []byte("2"), one(ctx).Get([]byte("changed")))
	require.False(t, two(ctx).Has([]byte("deleted")))
}
