package ante_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/coopledger/coopledger/app/ante/testutil"
)

// A node sees a transaction in CheckTx, its proposal, the judging of a proposal
// and the block, and verifies it in the first alone.
func TestSignatureIsVerifiedOnceANode(t *testing.T) {
	c := newChain(t, nil)
	raw := c.Sign(vote(ada, 1))
	require.Zero(t, c.Check(raw).Code)
	proposal := c.Propose()
	require.Equal(t, [][]byte{raw}, proposal)
	require.True(t, c.Accepts(proposal))
	require.Zero(t, c.Block(proposal...)[0].Code)
	require.Equal(t, uint64(1), c.Verified.Misses())
	require.Equal(t, uint64(3), c.Verified.Hits())
}

// A node that only sees the block verifies it there.
func TestSignatureUnknownToTheNodeIsVerified(t *testing.T) {
	c := newChain(t, nil)
	require.Zero(t, c.Block(c.Sign(vote(ada, 1)))[0].Code)
	require.Equal(t, uint64(1), c.Verified.Misses())
	require.Zero(t, c.Verified.Hits())
}

// Whether a node remembers signatures changes neither gas nor state.
func TestCacheAffectsNeitherGasNorState(t *testing.T) {
	remembers := newChain(t, nil)
	forgets := newChain(t, func(s *testutil.Settings) { s.CacheEntries = 0 })
	txs := []testutil.Tx{
		vote(ada, 1),
		vote(cleo, 2),
		{Messages: []sdk.Msg{testutil.Payment(stranger, 5)}, Signers: []testutil.Key{stranger}, Fee: 300},
		{Messages: []sdk.Msg{testutil.Payment(ben, 5), testutil.Payment(otto, 5)}, Signers: []testutil.Key{ben, otto}, Fee: 300},
	}
	for _, tx := range txs {
		raw := remembers.Sign(tx)
		require.Equal(t, raw, forgets.Sign(tx))
		first, second := remembers.Check(raw), forgets.Check(raw)
		require.Zero(t, first.Code, first.Log)
		require.Equal(t, first.GasUsed, second.GasUsed)
		a, b := remembers.Block(raw)[0], forgets.Block(raw)[0]
		require.Zero(t, a.Code, a.Log)
		require.Positive(t, a.GasUsed)
		require.Equal(t, a, b)
		require.Equal(t, remembers.LastCommitID().Hash, forgets.LastCommitID().Hash)
	}
	require.Equal(t, uint64(5), remembers.Verified.Hits())
	require.Equal(t, uint64(10), forgets.Verified.Misses())
}
