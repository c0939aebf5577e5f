package integration

import (
	"bytes"
	"testing"

	abci "github.com/cometbft/cometbft/abci/types"
	"github.com/stretchr/testify/require"

	"github.com/coopledger/coopledger/offchain/audit"
	"github.com/coopledger/coopledger/testutil/ledger"
	governancetypes "github.com/coopledger/coopledger/x/governance/types"
)

// A ballot is proved against an app hash by a program that shares no code with
// the ledger's modules; a record changed by one bit, another member's place and
// another app hash don't hold.
func TestBallotsAreProvable(t *testing.T) {
	l := ledger.New(t, ledger.Federation())
	id := l.Propose(ledger.Member(ledger.Worker, 1), ledger.Worker, "ordinary")
	cast := map[int]governancetypes.Choice{1: yes, 3: no, 6: abstain}
	for _, member := range []int{1, 3, 6} {
		l.Vote(ledger.Member(ledger.Worker, member), id, cast[member])
	}
	appHash := l.App.LastCommitID().Hash
	query := func(resolution, member uint64) *abci.ResponseQuery {
		response, err := l.App.Query(t.Context(), &abci.RequestQuery{
			Path: "/store/governance/key", Data: audit.BallotKey(resolution, member), Prove: true, Height: l.Height,
		})
		require.NoError(t, err)
		require.Zero(t, response.Code, response.Log)
		return response
	}

	said := query(id, 1)
	for member, expected := range []audit.Choice{0, audit.InFavour, 0, audit.Against, 0, 0, audit.Abstained, 0} {
		choice, err := audit.VerifyBallot(appHash, id, uint64(member), said.Value, said.ProofOps)
		require.NoError(t, err)
		require.Equal(t, expected, choice, "member %d", member)
	}

	forged := bytes.Clone(said.Value)
	forged[0] ^= 1 << 4 // member 2 would have voted
	_, err := audit.VerifyBallot(appHash, id, 2, forged, said.ProofOps)
	require.ErrorIs(t, err, audit.ErrProof)
	_, err = audit.VerifyBallot(appHash, id, 5_000, said.Value, said.ProofOps)
	require.ErrorIs(t, err, audit.ErrProof, "another record's member")
	_, err = audit.VerifyBallot(append([]byte{appHash[0] ^ 1}, appHash[1:]...), id, 1, said.Value, said.ProofOps)
	require.ErrorIs(t, err, audit.ErrProof)
	_, err = audit.VerifyBallot(appHash, id, 1, nil, said.ProofOps)
	require.ErrorIs(t, err, audit.ErrProof, "a record that is there can't be left out")

	absent := query(id+1, 1)
	choice, err := audit.VerifyBallot(appHash, id+1, 1, absent.Value, absent.ProofOps)
	require.NoError(t, err)
	require.Equal(t, audit.None, choice)
}

// ICS-23 proves nothing about an entry without a value, so none may be stored.
func TestNoEntryIsWithoutAValue(t *testing.T) {
	l := ledger.New(t, ledger.Federation())
	member := ledger.Member(ledger.Worker, 1)
	l.Vote(member, l.Propose(member, ledger.Worker, "special"), yes)
	l.Propose(member, ledger.Worker, "seconded")
	for _, name := range []string{"chain", "membership", "governance", "treasury", "validators"} {
		store := l.Ctx().KVStore(l.App.StoreKeys()[name])
		entries := store.Iterator(nil, nil)
		count := 0
		for ; entries.Valid(); entries.Next() {
			require.NotEmpty(t, entries.Value(), "%s: key %x", name, entries.Key())
			count++
		}
		require.NoError(t, entries.Close())
		require.Positive(t, count, name)
	}
}
