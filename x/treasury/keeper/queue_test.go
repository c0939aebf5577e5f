package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/collections"
	"cosmossdk.io/math"

	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
	"github.com/coopledger/coopledger/x/treasury/types"
)

// A co-op whose many redemptions are held back, and are due again together, keeps no
// other's waiting: each co-op has a turn in each block, its own in order.
func TestOneCoopsManyKeepNoOthersWaiting(t *testing.T) {
	l := withHoldings(t)
	l.instrument("share", func(i *membershiptypes.Instrument) { i.CapitalFloor = math.NewInt(1_000_000) })
	l.bought(dora, 4, "share", 7)
	for range 6 {
		l.send(nil, redeems(dora, 4, "share", 1))
	}
	l.days(91)
	before := l.redemptions()
	require.Len(t, before, 6, "all are held back")
	params := types.DefaultParams()
	params.MaxRedemptionsPerBlock = 3
	require.NoError(t, l.keeper.Params.Set(l.ctx, params))
	// One of another co-op is due a second later, for the first time.
	others := types.Redemption{CoopId: east, Id: 1, MemberId: 1, Instrument: "share", Number: 1, AskedAt: 1, DueAt: before[0].DueAt + 1, FirstDueAt: before[0].DueAt + 1}
	require.NoError(t, l.keeper.Redemptions.Set(l.ctx, collections.Join(others.CoopId, others.Id), others))
	require.NoError(t, l.keeper.RedemptionsByMember.Set(l.ctx, collections.Join3(others.CoopId, others.MemberId, others.Id)))
	require.NoError(t, l.keeper.RedemptionQueue.Set(l.ctx, collections.Join3(others.DueAt, others.CoopId, others.Id)))
	l.clock.Seconds = others.DueAt
	require.NoError(t, l.keeper.EndBlock(l.ctx))
	tried, err := l.keeper.Redemptions.Get(l.ctx, collections.Join(others.CoopId, others.Id))
	require.NoError(t, err)
	require.EqualValues(t, 1, tried.Attempts, "it has had its turn")
	for i, redemption := range l.redemptions() {
		again := uint32(0)
		if i < 2 {
			again = 1
		}
		require.Equal(t, before[i].Attempts+again, redemption.Attempts, "the oldest two of the others, %d", redemption.Id)
	}
	require.NoError(t, l.keeper.EndBlock(l.ctx))
	require.NoError(t, l.keeper.EndBlock(l.ctx))
	for i, redemption := range l.redemptions() {
		require.Equal(t, before[i].Attempts+1, redemption.Attempts, "and all of them after it, each once")
	}
}
