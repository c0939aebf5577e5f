package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// Each fixture says in its own comments what must be found on which line, so a
// rule that goes silent and a rule that cries wolf both fail here.
func TestRulesFindWhatTheFixturesSay(t *testing.T) {
	for _, name := range []string{"clock", "random", "environment", "network", "numbers", "goroutine", "maporder", "waivers"} {
		t.Run(name, func(t *testing.T) {
			packages, err := load([]string{"./testdata/" + name})
			if err != nil {
				t.Fatal(err)
			}
			if len(packages) != 1 {
				t.Fatalf("%d packages, want 1", len(packages))
			}
			r := inspect(packages[0])
			path := filepath.Join("testdata", name, name+".go")
			compare(t, "findings", marks(t, path, "want"), places(r.findings))
			compare(t, "waivers", marks(t, path, "waived"), places(r.waived))
			if name != "waivers" && len(r.findings) == 0 {
				t.Error("the fixture proves nothing: it has no finding")
			}
		})
	}
}

// marks reads "want: rule rule" and "want below: rule" comments as "line rule".
func marks(t *testing.T, path, word string) []string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	pattern := regexp.MustCompile(word + `( below)?: ([a-z ]+)$`)
	var found []string
	for i, line := range strings.Split(string(text), "\n") {
		match := pattern.FindStringSubmatch(line)
		if match == nil {
			continue
		}
		number := i + 1
		if match[1] != "" {
			number++
		}
		rules := []string{match[2]}
		if match[2] != ruleMapOrder {
			rules = strings.Fields(match[2])
		}
		for _, rule := range rules {
			found = append(found, fmt.Sprintf("%d %s", number, rule))
		}
	}
	return found
}

func places(findings []finding) []string {
	var found []string
	for _, f := range findings {
		found = append(found, fmt.Sprintf("%d %s", f.position.Line, f.rule))
	}
	return found
}

func compare(t *testing.T, what string, want, got []string) {
	t.Helper()
	slices.Sort(want)
	slices.Sort(got)
	if !slices.Equal(want, got) {
		t.Errorf("%s:\n got %q\nwant %q", what, got, want)
	}
}

func TestRun(t *testing.T) {
	cases := []struct {
		name     string
		patterns []string
		code     int
		out, err string
	}{
		{name: "success - nothing to find", patterns: []string{"./testdata/clean"}, out: "1 packages, 1 files, 0 waivers, no finding"},
		{name: "error - a finding names file, line and rule", patterns: []string{"./testdata/clock"}, code: 1, err: "testdata/clock/clock.go:9:21: clock: uses time.Now"},
		{name: "error - a waiver is printed with its reason", patterns: []string{"./testdata/waivers"}, code: 1, out: "map order (a reason that takes two lines)"},
		{name: "error - only commands named", patterns: []string{"./testdata/x/client"}, code: 2, err: "nothing was checked"},
		{name: "error - only generated code named", patterns: []string{"./testdata/generated"}, code: 2, err: "nothing was checked"},
		{name: "error - code that does not build", patterns: []string{"./testdata/broken"}, code: 2, err: "do not build"},
		{name: "error - no such folder", patterns: []string{"./testdata/none"}, code: 2, err: "do not build"},
		{name: "error - no pattern", code: 2, err: "name the packages"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			var out, problems bytes.Buffer
			if code := run(c.patterns, &out, &problems); code != c.code {
				t.Errorf("exit code %d, want %d", code, c.code)
			}
			if !strings.Contains(out.String(), c.out) || !strings.Contains(problems.String(), c.err) {
				t.Errorf("output %q\nproblems %q", out.String(), problems.String())
			}
		})
	}
}
