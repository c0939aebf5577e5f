package audit

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"os"
	"testing"

	"github.com/cometbft/cometbft/proto/tendermint/crypto"
	"github.com/stretchr/testify/require"
)

// vector is one app hash and what it commits to. It stays as it is: whoever writes
// a verifier in another language tests it with the same file.
type vector struct {
	AppHash string `json:"app_hash"`
	Records []struct {
		ResolutionID uint64            `json:"resolution_id"`
		Key          string            `json:"key"`
		Value        []byte            `json:"value"`
		Proof        []crypto.ProofOp  `json:"proof"`
		Ballots      map[uint64]string `json:"ballots"`
	} `json:"records"`
}

func TestBallotVectors(t *testing.T) {
	text, err := os.ReadFile("testdata/ballots.json")
	require.NoError(t, err)
	var given vector
	require.NoError(t, json.Unmarshal(text, &given))
	appHash, err := hex.DecodeString(given.AppHash)
	require.NoError(t, err)
	require.Len(t, given.Records, 2, "one that is there and one that is not")

	for _, record := range given.Records {
		proof := &crypto.ProofOps{Ops: record.Proof}
		require.Len(t, record.Ballots, 7)
		for member, said := range record.Ballots {
			require.Equal(t, record.Key, hex.EncodeToString(BallotKey(record.ResolutionID, member)))
			choice, err := VerifyBallot(appHash, record.ResolutionID, member, record.Value, proof)
			require.NoError(t, err)
			require.Equal(t, said, choice.String(), "member %d on resolution %d", member, record.ResolutionID)
		}

		refuses := func(what string, i int, appHash, value []byte, proof *crypto.ProofOps) {
			t.Helper()
			_, err := VerifyBallot(appHash, record.ResolutionID, 1, value, proof)
			require.ErrorIs(t, err, ErrProof, "byte %d of %s was changed", i, what)
		}
		for i := range appHash {
			refuses("the app hash", i, changed(appHash, i), record.Value, proof)
		}
		for i := range record.Value {
			refuses("the record", i, appHash, changed(record.Value, i), proof)
		}
		key := BallotKey(record.ResolutionID, 1)
		for step, op := range record.Proof {
			repeated := bytes.Index(op.Data, key)
			for i := range op.Data {
				if len(record.Value) == 0 && repeated >= 0 && i >= repeated && i < repeated+len(key) {
					continue // a proof of absence repeats the key, and nothing reads it there
				}
				ops := []crypto.ProofOp{record.Proof[0], record.Proof[1]}
				ops[step].Data = changed(op.Data, i)
				refuses(op.Type, i, appHash, record.Value, &crypto.ProofOps{Ops: ops})
			}
		}
	}
}

// changed is a copy with one bit of one byte turned.
func changed(given []byte, at int) []byte {
	other := bytes.Clone(given)
	other[at] ^= 1
	return other
}
