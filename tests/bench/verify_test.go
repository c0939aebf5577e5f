package bench

import (
	"crypto/sha256"
	"testing"

	ethsecp256k1 "github.com/ethereum/go-ethereum/crypto/secp256k1"
)

// verifications are measured in one round.
const verifications = 5_000

// BenchmarkVerify is what one core needs to verify one secp256k1 signature: no
// node that verifies each vote once can take votes faster.
func BenchmarkVerify(b *testing.B) {
	key := voterKey(0)
	message := []byte("one member, one vote")
	signature, err := key.Sign(message)
	if err != nil {
		b.Fatal(err)
	}
	public := key.PubKey()
	measure := func(verify func() bool) func(b *testing.B) {
		return func(b *testing.B) {
			var spent lap
			rounds := 0
			for b.Loop() {
				watch := start()
				for range verifications {
					if !verify() {
						b.Fatal("a good signature was refused")
					}
				}
				spent.add(watch.lap())
				rounds++
			}
			spent.report(b, rounds*verifications)
			b.ReportMetric(1e6/spent.micro(rounds*verifications), "votes/s")
		}
	}
	b.Run("sdk", measure(func() bool { return public.VerifySignature(message, signature) }))
	b.Run("libsecp256k1", measure(func() bool {
		digest := sha256.Sum256(message)
		return ethsecp256k1.VerifySignature(public.Bytes(), digest[:], signature)
	}))
}
