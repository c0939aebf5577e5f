package ante

import (
	"fmt"
	"testing"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/stretchr/testify/require"

	"github.com/cosmos/cosmos-sdk/crypto/keys/secp256k1"
)

func TestVerifiedCache(t *testing.T) {
	private := secp256k1.GenPrivKeyFromSecret([]byte("a key"))
	key := private.PubKey().(*secp256k1.PubKey)
	message := []byte("one member, one vote")
	good := mustSign(t, private, message)
	bad := append([]byte{}, good...)
	bad[63] ^= 1

	t.Run("success - a good signature is verified once", func(t *testing.T) {
		cache := NewVerifiedCache(10)
		for range 4 {
			require.True(t, cache.Verify(key, message, good))
		}
		require.Equal(t, uint64(1), cache.Misses())
		require.Equal(t, uint64(3), cache.Hits())
	})
	t.Run("success - a bad one is never remembered", func(t *testing.T) {
		cache := NewVerifiedCache(10)
		for range 3 {
			require.False(t, cache.Verify(key, message, bad))
		}
		require.Equal(t, uint64(3), cache.Misses())
		require.Zero(t, cache.Hits())
		require.Zero(t, cache.known.Len())
	})
	t.Run("success - each part of the question counts", func(t *testing.T) {
		cache := NewVerifiedCache(10)
		require.True(t, cache.Verify(key, message, good))
		other := secp256k1.GenPrivKeyFromSecret([]byte("another key")).PubKey().(*secp256k1.PubKey)
		require.False(t, cache.Verify(other, message, good))
		require.False(t, cache.Verify(key, []byte("two votes"), good))
		require.False(t, cache.Verify(key, message, bad))
		require.Zero(t, cache.Hits())
	})
	t.Run("success - lengths come first, so parts can't run into each other", func(t *testing.T) {
		require.NotEqual(t, nameOf("k", []byte("ab"), []byte("c")), nameOf("k", []byte("a"), []byte("bc")))
		require.NotEqual(t, nameOf("ka", []byte("b")), nameOf("k", []byte("ab")))
		require.NotEqual(t, nameOf("k", []byte("a"), nil), nameOf("k", []byte("a")))
	})
	t.Run("success - bounded, the least recently used goes first", func(t *testing.T) {
		cache := NewVerifiedCache(2)
		sign := func(i int) ([]byte, []byte) {
			text := []byte(fmt.Sprint("message ", i))
			return text, mustSign(t, private, text)
		}
		for _, i := range []int{1, 2, 1, 3} { // 3 pushes 2 out
			text, signature := sign(i)
			require.True(t, cache.Verify(key, text, signature))
		}
		require.Equal(t, 2, cache.known.Len())
		text, signature := sign(1)
		require.True(t, cache.Verify(key, text, signature))
		require.Equal(t, uint64(2), cache.Hits())
		text, signature = sign(2)
		require.True(t, cache.Verify(key, text, signature))
		require.Equal(t, uint64(2), cache.Hits())
	})
	t.Run("success - none at all", func(t *testing.T) {
		cache := NewVerifiedCache(0)
		require.True(t, cache.Verify(key, message, good))
		require.True(t, cache.Verify(key, message, good))
		require.False(t, cache.Verify(key, message, bad))
		require.Equal(t, uint64(3), cache.Misses())
	})
	t.Run("success - Prometheus sees the counts", func(t *testing.T) {
		cache, registry := NewVerifiedCache(10), prometheus.NewRegistry()
		require.NoError(t, cache.Register(registry))
		require.Error(t, cache.Register(registry), "twice")
		cache.Verify(key, message, good)
		cache.Verify(key, message, good)
		cache.Verify(key, message, good)
		families, err := registry.Gather()
		require.NoError(t, err)
		seen := map[string]float64{}
		for _, family := range families {
			seen[family.GetName()] = family.GetMetric()[0].GetCounter().GetValue()
		}
		require.Equal(t, map[string]float64{"coop_signatures_verified_total": 1, "coop_signatures_remembered_total": 2}, seen)
	})
}
