package keeper_test

import (
	"math"
	"testing"
	"time"

	cmtproto "github.com/cometbft/cometbft/proto/tendermint/types"
	"github.com/stretchr/testify/require"
)

func TestWorkBudget(t *testing.T) {
	f := newChain(t)
	limit, err := f.keeper.WorkLimit(f.ctx)
	require.NoError(t, err)
	require.Equal(t, uint64(50_000_000), limit, "half of max_gas")
	spend := func(gas uint64) bool {
		goes, err := f.keeper.SpendWork(f.ctx, gas)
		require.NoError(t, err)
		return goes
	}

	require.True(t, spend(30_000_000))
	require.False(t, spend(20_000_001), "over the budget: waits")
	require.True(t, spend(20_000_000), "a refused item took nothing, and the budget can be used to its end")
	require.False(t, spend(1))

	f.block(time.Second)
	require.True(t, spend(math.MaxUint64), "the first of a block always goes")
	require.False(t, spend(1))
	require.False(t, spend(math.MaxUint64))

	f.block(time.Second)
	require.True(t, spend(0))
	require.True(t, spend(50_000_000))
	require.False(t, spend(1))
}

func TestWorkLimitOfAnUnboundedBlock(t *testing.T) {
	f := newChain(t)
	for _, maxGas := range []int64{-1, 0} {
		params := f.ctx.ConsensusParams()
		params.Block = &cmtproto.BlockParams{MaxBytes: 1_000_000, MaxGas: maxGas}
		limit, err := f.keeper.WorkLimit(f.ctx.WithConsensusParams(params))
		require.NoError(t, err)
		require.Equal(t, uint64(500_000_000), limit)
	}
}
