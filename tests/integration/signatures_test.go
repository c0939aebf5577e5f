package integration

import (
	"testing"
	"time"

	abci "github.com/cometbft/cometbft/abci/types"
	"github.com/stretchr/testify/require"

	"github.com/coopledger/coopledger/testutil/ledger"
	chainkeeper "github.com/coopledger/coopledger/x/chain/keeper"
	chaintypes "github.com/coopledger/coopledger/x/chain/types"
)

// From the mempool to the block a transaction is checked four times, and its
// signature is verified once.
func TestASignatureIsVerifiedOnceANode(t *testing.T) {
	l := ledger.New(t, ledger.Federation())
	id := l.Propose(ledger.Member(ledger.Worker, 1), ledger.Worker, "ordinary")
	cache := l.App.VerifiedSignatures()
	misses, hits := cache.Misses(), cache.Hits()

	tx := l.Free(ledger.Member(ledger.Worker, 2), vote(ledger.Member(ledger.Worker, 2), id, yes))
	checked, err := l.App.CheckTx(&abci.RequestCheckTx{Tx: tx, Type: abci.CheckTxType_New})
	require.NoError(t, err)
	require.Zero(t, checked.Code, checked.Log)
	prepared, err := l.App.PrepareProposal(&abci.RequestPrepareProposal{
		Height: l.Height + 1, Time: l.Time.Add(time.Second), MaxTxBytes: 1 << 20, Txs: [][]byte{tx},
	})
	require.NoError(t, err)
	require.Equal(t, [][]byte{tx}, prepared.Txs)
	processed, err := l.App.ProcessProposal(&abci.RequestProcessProposal{
		Height: l.Height + 1, Time: l.Time.Add(time.Second), Txs: prepared.Txs,
	})
	require.NoError(t, err)
	require.Equal(t, abci.ResponseProcessProposal_ACCEPT, processed.Status)
	require.Zero(t, l.Block(tx)[0].Code)

	require.Equal(t, misses+1, cache.Misses())
	require.Equal(t, hits+3, cache.Hits())
	require.Equal(t, uint64(1), tally(t, l, id).InFavour())
}

// H39. A transaction that names a member without its key costs the member nothing.
func TestAForgedTransactionUsesUpNobodysQuota(t *testing.T) {
	l := ledger.New(t, ledger.Federation())
	member := ledger.Member(ledger.Worker, 1)
	id := l.Propose(member, ledger.Worker, "ordinary")
	left := func() uint64 {
		t.Helper()
		quota, err := chainkeeper.NewQueryServer(l.App.Keepers().Chain, l.App.Keepers().Membership).Quota(l.Ctx(), &chaintypes.QueryQuotaRequest{
			Coop: ledger.Worker, MemberId: 1,
		})
		require.NoError(t, err)
		return quota.Member.Gas
	}
	before := left()
	for range 20 {
		tx := l.Free(member, vote(member, id, yes))
		tx[len(tx)-1] ^= 1 // the signature is the last field
		require.NotZero(t, l.Block(tx)[0].Code)
	}
	require.GreaterOrEqual(t, left(), before)
	l.Vote(member, id, yes)
	require.Less(t, left(), before, "a real one is charged")
}
