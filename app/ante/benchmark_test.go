package ante_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/cosmos/cosmos-sdk/crypto/keys/secp256k1"

	"github.com/coopledger/coopledger/app/ante"
	"github.com/coopledger/coopledger/app/ante/testutil"
)

// BenchmarkVerify compares the SDK's verifier, ours and a remembered signature.
func BenchmarkVerify(b *testing.B) {
	private := secp256k1.GenPrivKeyFromSecret([]byte("a key"))
	key := private.PubKey().(*secp256k1.PubKey)
	message := make([]byte, 300)
	signature, err := private.Sign(message)
	require.NoError(b, err)
	b.Run("sdk", func(b *testing.B) {
		for b.Loop() {
			require.True(b, key.VerifySignature(message, signature))
		}
	})
	b.Run("ours", func(b *testing.B) {
		never := ante.NewVerifiedCache(0)
		for b.Loop() {
			require.True(b, never.Verify(key, message, signature))
		}
	})
	b.Run("remembered", func(b *testing.B) {
		cache := ante.NewVerifiedCache(10)
		for b.Loop() {
			require.True(b, cache.Verify(key, message, signature))
		}
	})
}

// BenchmarkCheckTx runs the whole of CheckTx on members' votes: new ones, those
// whose signature the node knows, and rechecks, which verify none.
func BenchmarkCheckTx(b *testing.B) {
	const batch = 500
	for _, bench := range []struct {
		name    string
		entries int
		recheck bool
	}{{"new", 0, false}, {"remembered", 2 * batch, false}, {"recheck", 0, true}} {
		b.Run(bench.name, func(b *testing.B) {
			c := newChain(b, func(s *testutil.Settings) {
				s.CacheEntries = bench.entries
				s.Params.MemberAllowance.Gas, s.Params.MemberAllowance.Bytes = 1_000_000_000, 100_000_000
			})
			txs := make([][]byte, batch)
			for i := range txs {
				tx := vote(ada, 1)
				tx.Sequence = uint64(i)
				txs[i] = c.Sign(tx)
				require.Zero(b, c.Check(txs[i]).Code)
			}
			next := batch
			for b.Loop() {
				if next == batch {
					// A block resets the state that CheckTx runs on.
					b.StopTimer()
					c.Block()
					next = 0
					b.StartTimer()
				}
				check := c.Check
				if bench.recheck {
					check = c.Recheck
				}
				if response := check(txs[next]); response.Code != 0 {
					b.Fatal(response.Log)
				}
				next++
			}
		})
	}
}
