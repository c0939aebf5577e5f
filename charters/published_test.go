package charters

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

// Published bylaws: their source is named, and each is a charter that a co-op can
// have. What their text says of counts of ballots, x/governance/types puts to the
// ledger's own count (TestPublishedBylawsDecide).
func TestPublishedBylaws(t *testing.T) {
	files, err := filepath.Glob("published/*.yaml")
	require.NoError(t, err)
	require.Len(t, files, 8, "one of each kind but data: docs/concepts/charters.md says why")
	compiled := compiledSchema(t)
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".yaml"), func(t *testing.T) {
			text, err := os.ReadFile(file)
			require.NoError(t, err)
			require.True(t, bytes.HasPrefix(text, []byte("# Source: ")), "the source is named")
			require.Contains(t, string(text), "https://")
			charter, err := Parse(text)
			require.NoError(t, err)
			require.NoError(t, charter.Validate(membershiptypes.DefaultParams()))
			require.NoError(t, charter.CanBeChangedBy(rollOf(charter, 4)))
			require.NoError(t, compiled.Validate(decoded(t, string(text))))
			for _, language := range Languages() {
				require.NotContains(t, Explain(charter, language), "{")
			}
		})
	}
}
