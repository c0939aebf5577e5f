package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/coopledger/coopledger/x/validators/types"
)

// Were two seats ever to hold one key, CometBFT must not hear of it (H36): the
// set stays as it was, with the queue, and the block goes on.
func TestBrokenSetFreezesTheSeatsAndNotTheChain(t *testing.T) {
	c := newChain(t, 4)
	c.blocks(2)
	require.NoError(t, c.addSeat(9, firstKey(9), 0))
	seat := c.seat(3)
	seat.ConsensusPubkey = c.seat(2).ConsensusPubkey
	require.NoError(t, c.keeper.Seats.Set(c.ctx, 3, seat))
	require.ErrorIs(t, c.keeper.CheckInvariants(c.ctx), types.ErrInvariantBroken)

	before := string(c.export())
	updates, err := c.keeper.EndBlock(c.ctx)
	require.NoError(t, err)
	require.Empty(t, updates)
	require.Equal(t, before, string(c.export()))
}

func TestInvariantsSeeWhatIsWrong(t *testing.T) {
	for _, test := range []struct {
		name     string
		sabotage func(t *testing.T, c *chain)
	}{
		{"an operator that leads elsewhere", func(t *testing.T, c *chain) {
			require.NoError(t, c.keeper.Operators.Set(c.ctx, operatorOf(2), 3))
		}},
		{"an operator too many", func(t *testing.T, c *chain) {
			require.NoError(t, c.keeper.Operators.Set(c.ctx, operatorOf(20), 3))
		}},
		{"votes of nobody", func(t *testing.T, c *chain) {
			require.NoError(t, c.keeper.Liveness.Set(c.ctx, 20, types.Liveness{}))
		}},
		{"a retired key that nobody will forget", func(t *testing.T, c *chain) {
			require.NoError(t, c.keeper.RetiredKeys.Clear(c.ctx, nil))
		}},
		{"too few seats", func(t *testing.T, c *chain) {
			require.NoError(t, c.keeper.SeatsAtLastResolution.Set(c.ctx, 12))
		}},
		{"a seat without its key's owner", func(t *testing.T, c *chain) {
			require.NoError(t, c.keeper.KeyOwners.Remove(c.ctx, firstKey(3).PubKey().Address()))
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			c := newChain(t, 7)
			c.run(block{send: func() { require.NoError(t, c.rotate(2, keyOf("second"))) }})
			c.blocks(2)
			test.sabotage(t, c)
			require.ErrorIs(t, c.keeper.CheckInvariants(c.ctx), types.ErrInvariantBroken)
		})
	}
}
