package types

import (
	"encoding/hex"
	"math"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// The layout in a store, written by hand: member 17 is the second of record 1.
func TestBucketRecordLayout(t *testing.T) {
	record := NewBucketRecord()
	require.Equal(t, uint64(1), BucketRecordNumber(17))
	WriteBucket(record, 17, Bucket{Gas: 0x0102, Bytes: 0x03, UpdatedAt: 0x0405})
	want := strings.Repeat("00", 24) + "0000000000000102" + "0000000000000003" + "0000000000000405" + strings.Repeat("00", 14*24)
	require.Equal(t, want, hex.EncodeToString(record))
}

// A record reads as a map of what was written into it.
func TestBucketRecordKeepsNeighboursApart(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		first := rapid.Uint64Range(0, math.MaxUint64/BucketsPerRecord-1).Draw(t, "record") * BucketsPerRecord
		record, model := NewBucketRecord(), map[uint64]Bucket{}
		for range rapid.IntRange(0, 40).Draw(t, "draws") {
			member := first + rapid.Uint64Range(0, BucketsPerRecord-1).Draw(t, "member")
			model[member] = Bucket{
				Gas: rapid.Uint64().Draw(t, "gas"), Bytes: rapid.Uint64().Draw(t, "bytes"),
				UpdatedAt: rapid.Int64Min(1).Draw(t, "second"),
			}
			WriteBucket(record, member, model[member])
		}
		for member := first; member < first+BucketsPerRecord; member++ {
			want, drawn := model[member]
			got, found := ReadBucket(record, member)
			if found != drawn || got != want {
				t.Fatalf("member %d: %v, %v; want %v, %v", member, got, found, want, drawn)
			}
			if BucketRecordNumber(member) != first/BucketsPerRecord {
				t.Fatalf("member %d lies in record %d", member, BucketRecordNumber(member))
			}
		}
	})
}
