package ante_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/errors"
)

var errOff = errors.Register("ante_test", 2, "switched off")

// What is switched off is refused before it costs its sender anything.
func TestWhatIsOffCostsNothing(t *testing.T) {
	c := newChain(t, nil)
	raw := c.Sign(vote(ada, 1))
	c.Off = errOff
	response := c.Check(raw)
	refusedWith(t, errOff, response.Codespace, response.Code, response.Log)
	require.NotZero(t, c.Block(raw)[0].Code)
	_, drawn := bucket(t, c, 1, 1)
	require.False(t, drawn)
	c.Off = nil
	require.Zero(t, c.Check(raw).Code)
}

// Whoever may trip the breaker comes before all members, at the member's cost.
func TestTrippingTheBreakerComesFirst(t *testing.T) {
	c := newChain(t, nil)
	usual, first := c.Sign(vote(ben, 1)), c.Sign(vote(ada, 1))
	c.Places.First = map[uint64]bool{1: true}
	require.Zero(t, c.Check(usual).Code)
	require.Zero(t, c.Check(first).Code)
	require.Equal(t, [][]byte{first, usual}, c.Propose())
	require.Zero(t, c.Block(first)[0].Code)
	_, drawn := bucket(t, c, 1, 1)
	require.True(t, drawn)
}
