package main

import (
	"io"
	"slices"
	"strings"
	"testing"
)

// measured reads benchmark lines as a run prints them.
func measured(t *testing.T, lines ...string) results {
	t.Helper()
	r, err := read(strings.NewReader(strings.Join(lines, "\n")), io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestTargetTable(t *testing.T) {
	cases := []struct {
		name, line, peer string
		row              string
		missed           []string
	}{
		{
			name: "success - a limit kept exactly",
			line: "BenchmarkCheckTx/coop-2 1 60000 ns/op",
			row:  "| CheckTx of a vote | at most 60 µs | 60 µs |  | met |",
		},
		{
			name:   "error - a limit broken by one nanosecond",
			line:   "BenchmarkCheckTx/coop-2 1 60001 ns/op 60.001 µs-cpu",
			row:    "| CheckTx of a vote | at most 60 µs | 60 µs | 60 µs | **missed**, profile below |",
			missed: []string{"CheckTx/coop"},
		},
		{
			name: "success - a busy machine",
			line: "BenchmarkCheckTx/coop-2 1 90000 ns/op 59.9 µs-cpu",
			row:  "| CheckTx of a vote | at most 60 µs | 90 µs | 59.9 µs | met in processor time; the machine was busy |",
		},
		{
			name: "success - a ratio kept exactly, on another number of cores",
			line: "BenchmarkClose/coop/1000000-16 1 2000000 ns/op", peer: "BenchmarkClose/gov/1000000-16 1 30000000000 ns/op",
			row: "| closing with 10^6 ballots, next to x/gov | at least 15,000 times | 15,000 times |  | met |",
		},
		{
			name: "error - a ratio too small names our benchmark",
			line: "BenchmarkBlock/coop/fresh 1 150 ns/op", peer: "BenchmarkBlock/gov/fresh 1 299 ns/op",
			row:    "| signed votes through a block, fresh, next to x/gov | at least 2 times | 1.99 times |  | **missed**, profile below |",
			missed: []string{"Block/coop/fresh"},
		},
		{
			name: "success - a growth kept", line: "BenchmarkBallot/coop/1000000-2 1 5000 ns/op",
			peer: "BenchmarkBallot/coop/100000-2 1 4000 ns/op",
			row:  "| state cost of a ballot, 10^6 over 10^5 | at most 1.25 times | 1.25 times |  | met |",
		},
		{
			name: "error - closings that are not flat", line: "BenchmarkClose/coop/1000000-2 1 1260000 ns/op",
			peer:   "BenchmarkClose/coop/1000-2 1 1000000 ns/op",
			row:    "| closing, 10^6 ballots over 10^3 | at most 1.25 times | 1.26 times |  | **missed**, profile below |",
			missed: []string{"Close/coop/1000000"},
		},
		{
			name: "success - what was not measured is said to be so", line: "BenchmarkCheckTx/coop-2 1 1 ns/op",
			row: "| closing a resolution with 10^3 ballots | at most 2 ms |  |  | not measured in this run |",
		},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			text, missed := targetTable(measured(t, c.line, c.peer))
			if !strings.Contains(text, c.row+"\n") {
				t.Errorf("no row %q in\n%s", c.row, text)
			}
			if !slices.Equal(missed, c.missed) {
				t.Errorf("missed %v, want %v", missed, c.missed)
			}
		})
	}
}

func TestTargetTableOfOtherBenchmarks(t *testing.T) {
	if text, missed := targetTable(measured(t, "BenchmarkElse-2 1 5 ns/op")); text != "" || missed != nil {
		t.Errorf("benchmarks without a target gave %q and %v", text, missed)
	}
}

func TestCeiling(t *testing.T) {
	text := ceiling(measured(t,
		"BenchmarkVerify/libsecp256k1-2 1 25000 ns/op 40000 votes/s",
		"BenchmarkBlock/coop/fresh-2 1 100000 ns/op 10000 votes/s"))
	for _, want := range []string{"verifies 40,000 signatures a second", "our fresh votes 10,000 (25%)."} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in %q", want, text)
		}
	}
}
