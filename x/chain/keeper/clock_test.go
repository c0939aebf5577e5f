package keeper_test

import (
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/coopledger/coopledger/x/chain/types"
)

func TestClockStartsAtTheGenesisTime(t *testing.T) {
	f := newChain(t)
	require.Equal(t, genesisTime.Unix(), f.now())
}

func TestClockIsUnsetBeforeGenesis(t *testing.T) {
	f := newFixture(t)
	_, err := f.keeper.Now(f.ctx)
	require.ErrorIs(t, err, types.ErrClockNotSet)
	require.ErrorIs(t, f.keeper.BeginBlock(f.ctx), types.ErrClockNotSet)
}

func TestClockAdvances(t *testing.T) {
	cases := []struct {
		name     string
		interval time.Duration
		advances time.Duration
		gap      bool
	}{
		{"success - an ordinary block", 1250 * time.Millisecond, 1250 * time.Millisecond, false},
		{"success - a block at the same time", 0, 0, false},
		{"success - a block from before", -time.Hour, 0, false},
		{"success - a full step", time.Minute, time.Minute, false},
		{"success - longer than a step", 61 * time.Second, time.Minute, false},
		{"success - as long as is no gap", 300 * time.Second, time.Minute, false},
		{"success - a gap", 300*time.Second + 1, time.Minute, true},
		{"success - three days' halt", 72 * time.Hour, time.Minute, true},
		{"success - past the end of time", math.MaxInt64, time.Minute, true},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			f := newChain(t)
			before, err := f.keeper.Clock.Get(f.ctx)
			require.NoError(t, err)
			f.block(tc.interval)
			after, err := f.keeper.Clock.Get(f.ctx)
			require.NoError(t, err)
			require.Equal(t, tc.advances.Nanoseconds(), after.TimeNs-before.TimeNs)
			gap, err := f.keeper.LastGapHeight(f.ctx)
			require.NoError(t, err)
			if tc.gap {
				require.Equal(t, f.ctx.BlockHeight(), gap)
				require.Equal(t, 1, f.events("coop.chain.v1.EventGap"))
			} else {
				require.Zero(t, gap)
				require.Zero(t, f.events("coop.chain.v1.EventGap"))
			}
		})
	}
}

// Parts of a second add up, and after a block from the past the clock goes on
// from the latest time it has seen.
func TestClockLosesNothing(t *testing.T) {
	f := newChain(t)
	for range 4 {
		f.block(1250 * time.Millisecond)
	}
	require.Equal(t, genesisTime.Unix()+5, f.now())
	f.block(-10 * time.Second)
	require.Equal(t, genesisTime.Unix()+5, f.now())
	f.block(10 * time.Second)
	require.Equal(t, genesisTime.Unix()+5, f.now())
	f.block(3 * time.Second)
	require.Equal(t, genesisTime.Unix()+8, f.now())
}

// A chain stopped for three days wakes without a deadline passing by itself.
func TestVetoWindowsWaitAfterAGap(t *testing.T) {
	f := newChain(t)
	may := func() bool {
		may, err := f.keeper.VetoWindowsMayEnd(f.ctx)
		require.NoError(t, err)
		return may
	}
	require.True(t, may())
	f.block(72 * time.Hour)
	require.False(t, may(), "the first block after the gap")
	require.Equal(t, genesisTime.Unix()+60, f.now())
	for range types.DefaultParams().GapQuietBlocks - 1 {
		f.block(time.Second)
		require.False(t, may())
	}
	f.block(time.Second)
	require.True(t, may(), "a thousand blocks were quiet")
	f.block(301 * time.Second)
	require.False(t, may(), "another gap")
}

// Heights that began anew from an export count as a gap.
func TestRestartAtALowerHeightIsAGap(t *testing.T) {
	f := newFixture(t)
	genesis := types.DefaultGenesis()
	start := genesisTime.UnixNano()
	genesis.Clock = &types.Clock{TimeNs: start, BlockTimeNs: start, LastGapHeight: 500_000}
	require.NoError(t, f.keeper.InitGenesis(f.ctx, *genesis))
	f.block(time.Second)
	gap, err := f.keeper.LastGapHeight(f.ctx)
	require.NoError(t, err)
	require.Equal(t, int64(2), gap)
	for range types.DefaultParams().GapQuietBlocks {
		f.block(time.Second)
	}
	may, err := f.keeper.VetoWindowsMayEnd(f.ctx)
	require.NoError(t, err)
	require.True(t, may)
}
