package main

import (
	"bytes"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/coopledger/coopledger/charters"
)

func runCharter(t *testing.T, input string, arguments ...string) (string, error) {
	t.Helper()
	cmd := charterCommand(nil)
	cmd.SilenceUsage, cmd.SilenceErrors = true, true
	var out bytes.Buffer
	cmd.SetOut(&out)
	cmd.SetErr(io.Discard)
	cmd.SetIn(strings.NewReader(input))
	cmd.SetArgs(arguments)
	err := cmd.Execute()
	return out.String(), err
}

func TestCharterCommands(t *testing.T) {
	preset, err := charters.PresetFile("worker")
	require.NoError(t, err)
	good := filepath.Join(t.TempDir(), "charter.yaml")
	require.NoError(t, os.WriteFile(good, preset, 0o600))
	misspelt := filepath.Join(t.TempDir(), "misspelt.yaml")
	require.NoError(t, os.WriteFile(misspelt, []byte(strings.Replace(string(preset), "quorum:", "quorun:", 1)), 0o600))
	lax := filepath.Join(t.TempDir(), "lax.yaml")
	require.NoError(t, os.WriteFile(lax, []byte(strings.Replace(string(preset), "  charter: special", "  charter: ordinary", 1)), 0o600))

	greedy := filepath.Join(t.TempDir(), "greedy.yaml")
	require.NoError(t, os.WriteFile(greedy, []byte(strings.Replace(string(preset), "base: net, rate_ppm: 300000", "base: net, rate_ppm: 1000000", 1)), 0o600))

	for _, tc := range []struct {
		name      string
		arguments []string
		want      string
		wantError string
	}{
		{name: "success - list", arguments: []string{"list"}, want: "worker       A co-op owned and run by those who work in it."},
		{name: "success - show a preset as written", arguments: []string{"show", "worker"}, want: string(preset)},
		{name: "success - show a file", arguments: []string{"show", good}, want: string(preset)},
		{name: "success - explain", arguments: []string{"explain", "worker"}, want: "Every member has one vote."},
		{name: "success - explain in Spanish", arguments: []string{"explain", "worker", "--language", "es"}, want: "Cada persona socia tiene un voto."},
		{name: "success - explain in French", arguments: []string{"explain", "worker", "--language", "fr"}, want: "Chaque membre a une voix."},
		{name: "error - explain in a language that there is not", arguments: []string{"explain", "worker", "--language", "de"}, wantError: "the languages are en, es, fr"},
		{name: "success - explain how a surplus is shared", arguments: []string{"explain", "worker"}, want: "The fund \"reserve\" gets 30\u00a0% of the surplus without those losses, rounded up."},
		{name: "error - more is shared than there is", arguments: []string{"validate", greedy}, wantError: "the steps promise 1050000 millionths of the surplus"},
		{name: "success - validate", arguments: []string{"validate", good}, want: "is a valid charter: Worker co-op"},
		{name: "success - validate from standard input", arguments: []string{"validate", "-"}, want: "is a valid charter"},
		{name: "success - schema", arguments: []string{"schema"}, want: `"$schema"`},
		{name: "success - diff of nothing", arguments: []string{"diff", "worker", good}, want: "Nothing changes."},
		{name: "success - diff", arguments: []string{"diff", "worker", "consumer"}, want: "  + from now on: The co-op is called Consumer co-op."},
		{name: "success - diff in French", arguments: []string{"diff", "worker", "consumer", "--language", "fr"}, want: "désormais"},
		{name: "error - diff with no node", arguments: []string{"diff", "worker", "bakery@2"}, wantError: "there is no ledger to ask"},
		{name: "error - diff with no version", arguments: []string{"diff", "worker", "bakery@two"}, wantError: "write bakery@3 for version 3"},
		{name: "error - preview of no number", arguments: []string{"preview", "twelve"}, wantError: "resolutions are named by number"},
		{name: "error - misspelt key", arguments: []string{"validate", misspelt}, wantError: `misspelt.yaml: line 35: rule ordinary has no key "quorun"`},
		{name: "error - charter change below the floor", arguments: []string{"validate", lax}, wantError: "two thirds in favour"},
		{name: "error - neither preset nor file", arguments: []string{"explain", "company"}, wantError: `there is neither a preset nor a file "company"; the presets are consumer, creator`},
	} {
		t.Run(tc.name, func(t *testing.T) {
			out, err := runCharter(t, string(preset), tc.arguments...)
			if tc.wantError != "" {
				require.ErrorContains(t, err, tc.wantError)
				return
			}
			require.NoError(t, err)
			require.Contains(t, out, tc.want)
		})
	}
}

func TestCharterAsJSON(t *testing.T) {
	for _, arguments := range [][]string{{"list"}, {"show", "federation"}, {"explain", "federation"}, {"validate", "federation"}, {"diff", "federation", "worker"}} {
		out, err := runCharter(t, "", append(arguments, "-o", "json")...)
		require.NoError(t, err)
		var document map[string]any
		require.NoError(t, json.Unmarshal([]byte(out), &document), arguments)
	}
	out, err := runCharter(t, "", "show", "federation", "-o", "json")
	require.NoError(t, err)
	require.Contains(t, out, `"voting_period_seconds":"1209600"`)
}
