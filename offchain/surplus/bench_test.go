package surplus_test

import (
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/coopledger/coopledger/offchain/surplus"
)

// manyMembers are lines of so many members with uneven patronage by the columns.
func manyMembers(members int, columns ...string) string {
	var out strings.Builder
	fmt.Fprintf(&out, "member,class,%s\n", strings.Join(columns, ","))
	seed := uint64(1)
	for id := 1; id <= members; id++ {
		fmt.Fprintf(&out, "%d,%d", id, id%2+1)
		for range columns {
			seed = seed*6364136223846793005 + 1442695040888963407
			fmt.Fprintf(&out, ",%d", seed>>40)
		}
		out.WriteByte('\n')
	}
	return out.String()
}

// A million members: reading their patronage, the waterfall, and writing each share.
func BenchmarkAMillionMembers(b *testing.B) {
	for name, columns := range map[string][]string{"worker": {"hours"}, "consumer": {"purchases", "capital"}} {
		charter, rules := preset(b, name)
		text := manyMembers(1_000_000, columns...)
		result, err := surplus.ParseResult([]byte("member: 1234567890123"))
		require.NoError(b, err)
		patronage, err := surplus.ReadPatronage(strings.NewReader(text), rules)
		require.NoError(b, err)
		simulation, err := surplus.Simulate(charter, rules, result, patronage)
		require.NoError(b, err)
		b.Run(name+"/read", func(b *testing.B) {
			for b.Loop() {
				_, err := surplus.ReadPatronage(strings.NewReader(text), rules)
				require.NoError(b, err)
			}
		})
		b.Run(name+"/run", func(b *testing.B) {
			for b.Loop() {
				_, err := surplus.Simulate(charter, rules, result, patronage)
				require.NoError(b, err)
			}
		})
		b.Run(name+"/write", func(b *testing.B) {
			for b.Loop() {
				require.NoError(b, simulation.WriteShares(io.Discard))
			}
		})
	}
}
