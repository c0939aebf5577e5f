package keeper_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/errors"

	"github.com/cosmos/cosmos-sdk/codec"
	codectypes "github.com/cosmos/cosmos-sdk/codec/types"

	"github.com/coopledger/coopledger/x/chain"
	"github.com/coopledger/coopledger/x/chain/types"
)

// used is a chain on which everything has happened.
func used(t *testing.T) *fixture {
	f := newChain(t)
	f.block(time.Hour)
	f.block(1250 * time.Millisecond)
	for _, draw := range []types.Draw{admitted(2, 1, 10, 20), admitted(1, 300, 1_000, 2_000), admitted(1, 2, 5, 6), admitted(1, 15, 5, 6), admitted(1, 16, 5, 6), admitted(1, 0, 7, 8)} {
		require.NoError(t, f.keeper.DrawFree(f.ctx, draw))
	}
	require.NoError(t, f.keeper.Allotments.Set(f.ctx, 300, types.DefaultParams().CoopAllowance))
	require.NoError(t, f.keeper.Allotments.Set(f.ctx, 9, types.Allowance{}))
	return f
}

func TestExportImportExportIsByteEqual(t *testing.T) {
	cdc := codec.NewProtoCodec(codectypes.NewInterfaceRegistry())
	f := used(t)
	module := chain.NewAppModule(cdc, f.keeper, names{})
	first := module.ExportGenesis(f.ctx, cdc)
	require.NoError(t, module.ValidateGenesis(cdc, nil, first))

	other := newFixture(t)
	otherModule := chain.NewAppModule(cdc, other.keeper, names{})
	otherModule.InitGenesis(other.ctx, cdc, first)
	require.Equal(t, string(first), string(otherModule.ExportGenesis(other.ctx, cdc)))
	require.Equal(t, f.contents(), other.contents(), "the store is the same, not only what is shown of it")
	require.Contains(t, string(first), `"member_id":"300"`)
	require.Contains(t, string(first), `"last_gap_height":"2"`)
}

func TestGenesisIsValidated(t *testing.T) {
	export := func(t *testing.T) *types.GenesisState {
		f := used(t)
		genesis, err := f.keeper.ExportGenesis(f.ctx)
		require.NoError(t, err)
		return genesis
	}
	cases := []struct {
		name   string
		change func(*types.GenesisState)
		want   *errors.Error
	}{
		{"error - parameters", func(g *types.GenesisState) { g.Params.FreeGasPpm = 0 }, types.ErrInvalidParams},
		{"error - chain time ahead of civil time", func(g *types.GenesisState) { g.Clock.TimeNs = g.Clock.BlockTimeNs + 1 }, types.ErrInvalidGenesis},
		{"error - chain time before 1970", func(g *types.GenesisState) { g.Clock.TimeNs = -1 }, types.ErrInvalidGenesis},
		{"error - chain time in the first second of 1970", func(g *types.GenesisState) { g.Clock.TimeNs = 999_999_999 }, types.ErrInvalidGenesis},
		{"error - a gap below zero", func(g *types.GenesisState) { g.Clock.LastGapHeight = -1 }, types.ErrInvalidGenesis},
		{"error - an allotment twice", func(g *types.GenesisState) { g.Allotments[1] = g.Allotments[0] }, types.ErrInvalidGenesis},
		{"error - an allotment to nobody", func(g *types.GenesisState) { g.Allotments[0].CoopId = 0 }, types.ErrInvalidAllowance},
		{"error - an allotment out of bounds", func(g *types.GenesisState) { g.Allotments[0].Allowance.Gas = 1 }, types.ErrInvalidAllowance},
		{"error - nothing for the root federation", func(g *types.GenesisState) { g.Allotments[0] = types.Allotment{CoopId: 1} }, types.ErrInvalidAllowance},
		{"error - a bucket twice", func(g *types.GenesisState) { g.Buckets[1] = g.Buckets[0] }, types.ErrInvalidGenesis},
		{"error - buckets out of order", func(g *types.GenesisState) { g.Buckets[0], g.Buckets[1] = g.Buckets[1], g.Buckets[0] }, types.ErrInvalidGenesis},
		{"error - a bucket of no co-op", func(g *types.GenesisState) { g.Buckets[0].CoopId = 0 }, types.ErrInvalidGenesis},
		{"error - a bucket drawn on in the future", func(g *types.GenesisState) { g.Buckets[0].Bucket.UpdatedAt++ }, types.ErrInvalidGenesis},
		{"error - a bucket never drawn on", func(g *types.GenesisState) { g.Buckets[0].Bucket.UpdatedAt = 0 }, types.ErrInvalidGenesis},
		{"error - a bucket that holds more than any may", func(g *types.GenesisState) { g.Buckets[0].Bucket.Gas = types.MaxAllowance + 1 }, types.ErrInvalidGenesis},
		{"error - buckets without a clock", func(g *types.GenesisState) { g.Clock = nil }, types.ErrInvalidGenesis},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			genesis := export(t)
			require.NoError(t, genesis.Validate())
			tc.change(genesis)
			require.ErrorIs(t, genesis.Validate(), tc.want)
			f := newFixture(t)
			f.refused(tc.want, func(ctx context.Context) error { return f.keeper.InitGenesis(ctx, *genesis) })
		})
	}
}

func TestGenesisTimeMustBeSayable(t *testing.T) {
	for _, at := range []time.Time{{}, time.Date(2300, 1, 1, 0, 0, 0, 0, time.UTC)} {
		f := newFixture(t)
		err := f.keeper.InitGenesis(f.ctx.WithBlockTime(at), *types.DefaultGenesis())
		require.ErrorIs(t, err, types.ErrInvalidGenesis)
	}
}

func TestInvariantsSeeWhatIsBroken(t *testing.T) {
	f := used(t)
	require.NoError(t, f.keeper.CheckInvariants(f.ctx))
	clock, err := f.keeper.Clock.Get(f.ctx)
	require.NoError(t, err)
	ahead := clock
	ahead.TimeNs = clock.BlockTimeNs + 1
	require.NoError(t, f.keeper.Clock.Set(f.ctx, ahead))
	require.ErrorIs(t, f.keeper.CheckInvariants(f.ctx), types.ErrInvariant)
	require.NoError(t, f.keeper.Clock.Remove(f.ctx))
	require.ErrorIs(t, f.keeper.CheckInvariants(f.ctx), types.ErrInvariant)
}
