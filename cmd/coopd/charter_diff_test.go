package main

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

// What a charter command asks of a ledger it asks of the node that the home names.
func TestCharterCommandsAskTheHomesNode(t *testing.T) {
	home := t.TempDir()
	require.NoError(t, os.Mkdir(filepath.Join(home, "config"), 0o700))
	require.NoError(t, os.WriteFile(filepath.Join(home, "config", "client.toml"), []byte(
		"chain-id = \"\"\nkeyring-backend = \"test\"\noutput = \"text\"\nnode = \"tcp://127.0.0.1:9\"\nbroadcast-mode = \"sync\"\n"), 0o600))
	for name, arguments := range map[string][]string{
		"error - preview":             {"charter", "preview", "1"},
		"error - diff":                {"charter", "diff", "bakery@", "worker"},
		"error - diff, the other way": {"charter", "diff", "worker", "bakery@2"},
	} {
		t.Run(name, func(t *testing.T) {
			root, err := newRootCommand()
			require.NoError(t, err)
			root.SetOut(&bytes.Buffer{})
			root.SetErr(&bytes.Buffer{})
			root.SetArgs(append(arguments, "--home", home))
			require.ErrorContains(t, root.Execute(), "127.0.0.1:9")
		})
	}
}
