package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/coopledger/coopledger/x/validators/keeper"
	"github.com/coopledger/coopledger/x/validators/types"
)

func TestMissingTooManyBlocksMeansJail(t *testing.T) {
	c := newChain(t, 7)
	c.run(block{})
	for range testParams().MaxMissedBlocks {
		c.run(block{absent: []uint64{5}})
	}
	c.isState(5, active, noReason)
	c.run(block{absent: []uint64{5}})
	c.isState(5, jailed, missed)
	require.False(t, c.signs(firstKey(5)))
	require.Equal(t, c.clock.now+int64(testParams().JailSeconds), c.seat(5).JailedUntil)

	c.run(block{absent: []uint64{5}, send: func() { require.ErrorIs(t, c.unjail(5), types.ErrTooEarly) }})
	c.clock.now += int64(testParams().JailSeconds)
	c.run(block{send: func() { require.NoError(t, c.unjail(5)) }})
	c.isState(5, active, noReason)
	require.True(t, c.signs(firstKey(5)))
	c.blocks(20)
	c.isState(5, active, noReason)
}

func TestMissedBlocksLeaveTheWindow(t *testing.T) {
	c := newChain(t, 7)
	c.run(block{})
	for range 5 { // four of every ten
		for range 4 {
			c.run(block{absent: []uint64{5}})
		}
		c.blocks(6)
		c.isState(5, active, noReason)
	}
	liveness, err := c.keeper.Liveness.Get(c.ctx, 5)
	require.NoError(t, err)
	require.EqualValues(t, 4, liveness.Missed)
}

func TestFullAttendanceWritesNothing(t *testing.T) {
	c := newChain(t, 4)
	c.blocks(3)
	before := c.export()
	c.blocks(30)
	require.Equal(t, string(before), string(c.export()))
}

func TestOfFourSeatsTheAbsentOneIsCondemnedAndMayRecover(t *testing.T) {
	c := newChain(t, 4)
	c.missUntilJailed(5)
	c.isState(5, condemned, missed)
	require.True(t, c.signs(firstKey(5)))
	c.blocks(30)
	c.isState(5, condemned, missed)
	c.run(block{send: func() { require.NoError(t, c.unjail(5)) }})
	c.isState(5, active, noReason)
	require.Empty(t, c.updates, "it never lost its power")

	c.missUntilJailed(5)
	c.run(block{send: func() { require.NoError(t, c.addSeat(9, firstKey(9), 5)) }})
	c.isGone(5)
	require.Len(t, c.next.Validators, 4)
}

func TestOneJailingABlock(t *testing.T) {
	c := newChain(t, 9)
	c.run(block{})
	absent := []uint64{2, 3, 4}
	for range testParams().MaxMissedBlocks {
		c.run(block{absent: absent})
	}
	for i, id := range absent {
		c.run(block{absent: absent})
		require.Len(t, c.updates, 1, "seat %d", i)
		c.isState(id, jailed, missed)
	}
	require.Len(t, c.next.Validators, 6)
}

func TestNobodyIsJailedAfterAGap(t *testing.T) {
	c := newChain(t, 7)
	c.blocks(2)
	c.clock.gapHeight = c.ctx.BlockHeight() + 1
	quiet := int(testParams().GapQuietBlocks)
	for range quiet {
		c.run(block{absent: []uint64{5}})
		c.isState(5, active, noReason)
	}
	c.run(block{absent: []uint64{5}})
	c.isState(5, jailed, missed)
}

// A seat that was condemned before the gap is not jailed in the quiet after it.
func TestCondemnedSeatIsNotJailedAfterAGap(t *testing.T) {
	c := newChain(t, 4)
	c.missUntilJailed(5)
	c.run(block{send: func() { require.NoError(t, c.addSeat(9, firstKey(9), 0)) }})
	c.clock.gapHeight = c.ctx.BlockHeight() + 1
	c.blocks(int(testParams().GapQuietBlocks))
	c.isState(5, condemned, missed)
	c.run(block{})
	c.isState(5, jailed, missed)
}

func TestNewWindowCountsFromNothing(t *testing.T) {
	c := newChain(t, 7)
	c.run(block{})
	for range 3 {
		c.run(block{absent: []uint64{5}})
	}
	params := testParams()
	params.LivenessWindowBlocks = 3_000 // more than one stored record
	params.MaxMissedBlocks = 2_000
	c.run(block{send: func() {
		_, err := c.server.UpdateParams(c.ctx, &types.MsgUpdateParams{Authority: rootAccount(), Params: params})
		require.NoError(t, err)
	}})
	_, err := c.keeper.Liveness.Get(c.ctx, 5)
	require.Error(t, err)
	c.blocks(1_100)
	c.run(block{absent: []uint64{5}})
	response, err := keeper.NewQueryServer(c.keeper).Seat(c.ctx, &types.QuerySeatRequest{Coop: "5"})
	require.NoError(t, err)
	require.EqualValues(t, 1, response.Seat.Liveness.Missed)
	require.Contains(t, string(c.export()), `"missed":["1100"]`)
}

// Two condemned seats may go once two seats have joined, but not in one block.
func TestCondemnedSeatsGoToJailOneByOne(t *testing.T) {
	c := newChain(t, 9) // six stay
	for id := uint64(2); id <= 6; id++ {
		c.missUntilJailed(id)
	}
	c.isState(4, jailed, missed)
	c.isState(5, condemned, missed)
	c.isState(6, condemned, missed)
	c.run(block{send: func() {
		require.NoError(t, c.addSeat(20, firstKey(20), 0))
		require.NoError(t, c.addSeat(21, firstKey(21), 0))
	}})
	require.Len(t, c.next.Validators, 8)
	c.run(block{})
	c.isState(5, jailed, missed)
	c.isState(6, condemned, missed)
	c.run(block{})
	c.isState(6, jailed, missed)
}

// What a store returns is the store's own: a block that is thrown away must
// leave no bit behind.
func TestVotesOfADiscardedBlockLeaveNoTrace(t *testing.T) {
	c := newChain(t, 7)
	c.ctx, _ = c.ctx.CacheContext()
	c.run(block{})
	c.run(block{absent: []uint64{5}})
	kept := c.ctx
	before := string(c.export())
	c.ctx, _ = c.ctx.CacheContext()
	c.run(block{absent: []uint64{5}})
	c.ctx = kept
	require.Equal(t, before, string(c.export()))
	require.NoError(t, c.keeper.CheckInvariants(c.ctx))
}
