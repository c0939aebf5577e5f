package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/coopledger/coopledger/x/validators/types"
)

func TestDoubleSigningRemovesTheSeat(t *testing.T) { // H38
	c := newChain(t, 7)
	c.run(block{evidence: []*edKey{firstKey(4)}})
	c.isGone(4)
	require.Len(t, c.updates, 1)
	require.False(t, c.signs(firstKey(4)))

	c.blocks(maxAgeBlocks * 4)
	c.run(block{send: func() {
		require.ErrorIs(t, c.addSeat(4, firstKey(4), 0), types.ErrKeyBanned)
		require.ErrorIs(t, c.addSeat(20, firstKey(4), 0), types.ErrKeyBanned)
		require.NoError(t, c.addSeat(4, keyOf("after"), 0))
	}})
	c.isState(4, active, noReason)
}

func TestDoubleSigningByARotatedKeyRemovesTheSeat(t *testing.T) { // H38
	c := newChain(t, 7)
	c.run(block{send: func() { require.NoError(t, c.rotate(4, keyOf("second"))) }})
	require.True(t, c.signs(keyOf("second")))
	require.False(t, c.signs(firstKey(4)))
	c.blocks(maxAgeBlocks)
	c.run(block{evidence: []*edKey{firstKey(4)}})
	c.isGone(4)
	c.run(block{send: func() {
		require.ErrorIs(t, c.addSeat(4, keyOf("second"), 0), types.ErrKeyBanned)
		require.ErrorIs(t, c.addSeat(4, firstKey(4), 0), types.ErrKeyBanned)
	}})
}

func TestDoubleSigningOfManyAtOnceKeepsTheFloor(t *testing.T) {
	c := newChain(t, 9)
	c.run(block{evidence: []*edKey{firstKey(2), firstKey(3), firstKey(4), firstKey(5), firstKey(6)}})
	require.Len(t, c.updates, 3)
	c.blocks(3)
	require.Len(t, c.next.Validators, 6)
	c.isState(5, condemned, doubleSigned)
	c.isState(6, condemned, doubleSigned)
	c.run(block{send: func() {
		require.ErrorIs(t, c.unjail(5), types.ErrSeatState)
		require.ErrorIs(t, c.rotate(5, keyOf("no")), types.ErrSeatState)
	}})
}

func TestDoubleSigningOfAJailedOrLeavingOrJoiningSeat(t *testing.T) {
	c := newChain(t, 7)
	c.missUntilJailed(2)
	c.isState(2, jailed, missed)
	c.run(block{evidence: []*edKey{firstKey(2)}})
	c.isGone(2)

	c = newChain(t, 9)
	c.run(block{send: func() {
		for id := uint64(2); id <= 5; id++ {
			c.leave(id)
		}
	}})
	c.isState(5, leaving, leftRoot)
	c.run(block{evidence: []*edKey{firstKey(5)}})
	require.NotContains(t, string(c.export()), `"CHANGE_KIND_LEAVE"`)

	c = newChain(t, 4)
	c.run(block{send: func() {
		require.NoError(t, c.rotate(2, keyOf("second")))
		require.NoError(t, c.rotate(3, keyOf("third")))
	}})
	require.NotNil(t, c.seat(3).NextPubkey)
	c.run(block{evidence: []*edKey{firstKey(3)}})
	c.isState(3, condemned, doubleSigned)
	require.Nil(t, c.seat(3).NextPubkey)
}

func TestEvidenceOfAStrangerIsIgnored(t *testing.T) {
	c := newChain(t, 4)
	before := c.export()
	c.run(block{evidence: []*edKey{keyOf("stranger")}})
	require.Equal(t, string(before), string(c.export()))
}

// Evidence is too old only when it is so in blocks and in seconds. The key is
// forgotten then, not before, even if the chain stood still right after.
func TestRetiredKeyIsKnownForTheWholeEvidenceAge(t *testing.T) {
	known := func(c *chain) bool {
		found, err := c.keeper.KeyOwners.Has(c.ctx, firstKey(2).PubKey().Address())
		require.NoError(t, err)
		return found
	}
	retire := func() *chain {
		c := newChain(t, 7)
		c.run(block{send: func() { require.NoError(t, c.rotate(2, keyOf("second"))) }})
		return c
	}
	t.Run("blocks pass but seconds do not", func(t *testing.T) {
		c := retire() // 2 seconds a block: 100 seconds take 50 blocks
		c.blocks(maxAgeBlocks + 5)
		require.True(t, known(c))
		c.blocks(40)
		require.False(t, known(c))
		require.NotContains(t, string(c.export()), `"retired_height":"2"`)
	})
	t.Run("the chain stands still between the change and the key's last signature", func(t *testing.T) {
		c := retire()
		c.ctx = c.ctx.WithBlockTime(c.ctx.BlockTime().Add(30 * maxAgeDuration))
		c.blocks(maxAgeBlocks + 5)
		require.True(t, known(c), "dated by the last block it may have signed, not by the change")
		c.blocks(40)
		require.False(t, known(c))
	})
	t.Run("seconds pass but blocks do not", func(t *testing.T) {
		c := retire()
		c.blocks(3)
		c.ctx = c.ctx.WithBlockTime(c.ctx.BlockTime().Add(30 * maxAgeDuration))
		c.blocks(maxAgeBlocks - 4)
		require.True(t, known(c))
		c.blocks(5)
		require.False(t, known(c))
	})
}
