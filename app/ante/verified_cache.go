package ante

import (
	"crypto/sha256"
	"encoding/binary"
	"sync/atomic"

	lru "github.com/hashicorp/golang-lru/v2"
	"github.com/prometheus/client_golang/prometheus"

	"github.com/cosmos/cosmos-sdk/crypto/keys/secp256k1"
)

// VerifiedCache remembers signatures that were found good, so that a node
// verifies each once and not again in the proposal, its check and the block.
// It is the process's own memory: no verdict, gas or state depends on it, and
// a bad signature is never remembered. Safe for concurrent use.
type VerifiedCache struct {
	known  *lru.Cache[[sha256.Size]byte, struct{}]
	hits   atomic.Uint64
	misses atomic.Uint64
}

// NewVerifiedCache returns a cache of so many signatures, about 150 bytes each;
// the least recently used goes first. With zero it remembers nothing.
func NewVerifiedCache(entries int) *VerifiedCache {
	cache := &VerifiedCache{}
	if known, err := lru.New[[sha256.Size]byte, struct{}](entries); err == nil {
		cache.known = known
	}
	return cache
}

// Verify says whether the signature is the key's over the message.
func (c *VerifiedCache) Verify(key *secp256k1.PubKey, message, signature []byte) bool {
	if c.known == nil {
		c.misses.Add(1)
		return verifySecp256k1(key, message, signature)
	}
	name := nameOf(key.Type(), key.Key, message, signature)
	if _, ok := c.known.Get(name); ok {
		c.hits.Add(1)
		return true
	}
	c.misses.Add(1)
	if !verifySecp256k1(key, message, signature) {
		return false
	}
	c.known.Add(name, struct{}{})
	return true
}

// Hits returns how many verifications the cache saved.
func (c *VerifiedCache) Hits() uint64 { return c.hits.Load() }

// Misses returns how many signatures were verified.
func (c *VerifiedCache) Misses() uint64 { return c.misses.Load() }

// Register adds the counters to Prometheus as coop_signatures_verified_total
// and coop_signatures_remembered_total.
func (c *VerifiedCache) Register(registry prometheus.Registerer) error {
	counters := []struct {
		name, help string
		count      *atomic.Uint64
	}{
		{"coop_signatures_verified_total", "Signatures that this node verified.", &c.misses},
		{"coop_signatures_remembered_total", "Signatures that this node had verified before.", &c.hits},
	}
	for _, counter := range counters {
		err := registry.Register(prometheus.NewCounterFunc(
			prometheus.CounterOpts{Name: counter.name, Help: counter.help},
			// deterministic: a metric, which nothing on the chain reads
			func() float64 { return float64(counter.count.Load()) },
		))
		if err != nil {
			return err
		}
	}
	return nil
}

// nameOf is the SHA-256 of the parts, each after its length in 8 bytes, so that
// no two lists of parts read the same.
func nameOf(keyType string, parts ...[]byte) [sha256.Size]byte {
	hash := sha256.New()
	write := func(part []byte) {
		var length [8]byte
		binary.BigEndian.PutUint64(length[:], uint64(len(part)))
		hash.Write(length[:])
		hash.Write(part)
	}
	write([]byte(keyType))
	for _, part := range parts {
		write(part)
	}
	var name [sha256.Size]byte
	hash.Sum(name[:0])
	return name
}
