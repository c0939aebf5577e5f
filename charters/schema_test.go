package charters

import (
	"flag"
	"os"
	"testing"

	"github.com/stretchr/testify/require"
)

// update writes the published schema anew: go test ./charters -run Schema -update.
var update = flag.Bool("update", false, "write charter.schema.json")

func TestSchemaIsPublished(t *testing.T) {
	generated, err := GenerateSchema()
	require.NoError(t, err)
	if *update {
		require.NoError(t, os.WriteFile("charter.schema.json", generated, 0o600))
		return
	}
	require.Equal(t, string(generated), string(Schema()), "charter.schema.json is stale; write it with: go test ./charters -run Schema -update")
}
