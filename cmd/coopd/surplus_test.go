package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func runSurplus(t *testing.T, input string, arguments ...string) (string, error) {
	t.Helper()
	cmd := surplusCommand()
	cmd.SilenceUsage, cmd.SilenceErrors = true, true
	var out bytes.Buffer
	cmd.SetOut(&out)
	cmd.SetIn(strings.NewReader(input))
	cmd.SetArgs(arguments)
	err := cmd.Execute()
	return out.String(), err
}

func TestSurplusCommands(t *testing.T) {
	folder := t.TempDir()
	file := func(name, text string) string {
		path := filepath.Join(folder, name)
		require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
		return path
	}
	hours := file("hours.csv", "member,class,hours\n1,1,10\n2,2,20\n3,1,30\n")
	result := file("result.yaml", "member: 1000000\nlosses: 100000\n")
	simulate := func(more ...string) []string { return append([]string{"simulate"}, more...) }
	for _, tc := range []struct {
		name      string
		arguments []string
		want      string
		wantError string
	}{
		{"success - a number", simulate("worker", "--result", "100", "--patronage", hours, "-o", "csv"), "1,1,11,11,6,5\n2,2,22,22,11,11\n3,1,32,32,16,16\n", ""},
		{"success - a file, from standard input", simulate("worker", "--result", result, "--patronage", "-"), "workers    members  5850.00  100.0000 %            5850.00", ""},
		{"success - steps", simulate("worker", "--result", "100", "--patronage", hours, "-o", "csv", "--table", "steps"), "reserve,reserve,100,300000,,30\n", ""},
		{"success - JSON", simulate("worker", "--result", "100", "--patronage", hours, "-o", "json"), `"cut_member"`, ""},
		{"success - show", []string{"show", "musicians"}, "rate_ppm: 350000", ""},
		{"error - show nothing known", []string{"show", "bankers"}, "", "the presets are musicians, reserve45, statutory20cash"},
		{"error - a charter without the section", simulate("federation", "--result", "100", "--patronage", hours), "", "begin with: coopd surplus show musicians|reserve45|statutory20cash"},
		{"error - a result that is nothing", simulate("worker", "--result", "1,000", "--patronage", hours), "", "neither a whole number of base units nor a file"},
		{"error - a loss whose fund is not known", simulate("worker", "--result", "-100", "--patronage", hours), "", `what the fund "reserve" holds, which bears losses`},
		{"error - no such file", simulate("worker", "--result", "100", "--patronage", "nowhere.csv"), "", "nowhere.csv"},
		{"error - another format", simulate("worker", "--result", "100", "--patronage", hours, "-o", "pdf"), "", "give text, json, or csv"},
		{"error - no patronage", simulate("worker", "--result", "100"), "", "patronage"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			out, err := runSurplus(t, "member,class,hours\n1,1,10\n2,2,20\n", tc.arguments...)
			if tc.wantError != "" {
				require.ErrorContains(t, err, tc.wantError)
				return
			}
			require.NoError(t, err)
			require.Contains(t, out, tc.want)
		})
	}
}

// A section to begin from is a charter's own once it stands in its file.
func TestSurplusPresetsFitTheirCharters(t *testing.T) {
	for name, charter := range map[string]string{"reserve45": "worker", "statutory20cash": "consumer", "musicians": "creator"} {
		t.Run(name, func(t *testing.T) {
			section, err := runSurplus(t, "", "show", name)
			require.NoError(t, err)
			text, err := runCharter(t, "", "show", charter)
			require.NoError(t, err)
			text, _, _ = strings.Cut(text, "\n# How a period's surplus")
			path := filepath.Join(t.TempDir(), "charter.yaml")
			require.NoError(t, os.WriteFile(path, []byte(strings.ReplaceAll(text, ", surplus.steps", "")+"\n"+section), 0o600))
			out, err := runCharter(t, "", "validate", path)
			require.NoError(t, err)
			require.Contains(t, out, "is a valid charter")
		})
	}
}
