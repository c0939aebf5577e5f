// Command medians turns the output of repeated Go benchmarks into a table of
// medians, holds them against the ledger's targets, and puts both between the
// two marks of a results page, so that what is written around them stays. The
// benchmarks behind missed targets are listed in a second file, if one is named.
//
//	go test -bench . -count 5 ./tests/bench/... | medians tests/bench/RESULTS.md missed.txt
package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"
)

// The marks between which the table goes.
const (
	beginMark = "<!-- measured: begin -->"
	endMark   = "<!-- measured: end -->"
)

func main() {
	if err := run(os.Args[1:], os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "medians:", err)
		os.Exit(1)
	}
}

func run(arguments []string, in io.Reader, out io.Writer) error {
	if len(arguments) < 1 || len(arguments) > 2 {
		return errors.New("name the results page and, if wanted, a file for what was missed")
	}
	measured, err := read(in, out)
	if err != nil {
		return err
	}
	page, err := os.ReadFile(arguments[0])
	if err != nil {
		return err
	}
	held, missed := targetTable(measured)
	changed, err := replace(string(page), machine(measured)+held+"\n"+table(measured))
	if err != nil {
		return fmt.Errorf("%s: %w", arguments[0], err)
	}
	if err := os.WriteFile(arguments[0], []byte(changed), 0o644); err != nil || len(arguments) < 2 {
		return err
	}
	return os.WriteFile(arguments[1], []byte(strings.Join(append(missed, ""), "\n")), 0o644)
}

// results are what the benchmarks of one run measured.
type results struct {
	machine    []string // "goos: linux" and its like, each once
	benchmarks []string // in order of appearance
	runs       map[string]int
	values     map[string]map[string][]float64 // by benchmark, then unit
}

// read copies the output on, and keeps what was measured. It fails when a
// benchmark failed or none ran.
func read(in io.Reader, out io.Writer) (results, error) {
	r := results{runs: map[string]int{}, values: map[string]map[string][]float64{}}
	lines := bufio.NewScanner(in)
	failed := false
	for lines.Scan() {
		line := lines.Text()
		fmt.Fprintln(out, line)
		for _, prefix := range []string{"goos: ", "goarch: ", "cpu: ", "machine: "} {
			fact := strings.TrimPrefix(line, "machine: ")
			if strings.HasPrefix(line, prefix) && !slices.Contains(r.machine, fact) {
				r.machine = append(r.machine, fact)
			}
		}
		if strings.HasPrefix(line, "FAIL") || strings.HasPrefix(line, "--- FAIL") {
			failed = true
		}
		if err := r.add(strings.Fields(line)); err != nil {
			return results{}, fmt.Errorf("%q: %w", line, err)
		}
	}
	if err := lines.Err(); err != nil {
		return results{}, err
	}
	if failed {
		return results{}, errors.New("a benchmark failed; the page stays as it is")
	}
	if len(r.benchmarks) == 0 {
		return results{}, errors.New("no benchmark ran; the page stays as it is")
	}
	return r, nil
}

// add takes a line such as: BenchmarkClose/1000-2  100  1234 ns/op  5 B/op.
func (r *results) add(words []string) error {
	if len(words) < 4 || len(words)%2 != 0 || !strings.HasPrefix(words[0], "Benchmark") {
		return nil
	}
	if _, err := strconv.Atoi(words[1]); err != nil {
		return nil
	}
	name := strings.TrimPrefix(words[0], "Benchmark")
	if r.runs[name] == 0 {
		r.benchmarks = append(r.benchmarks, name)
		r.values[name] = map[string][]float64{}
	}
	r.runs[name]++
	for i := 2; i < len(words); i += 2 {
		value, err := strconv.ParseFloat(words[i], 64)
		if err != nil {
			return err
		}
		r.values[name][words[i+1]] = append(r.values[name][words[i+1]], value)
	}
	return nil
}

// median is the middle value, or the mean of the two in the middle.
func median(values []float64) float64 {
	ordered := slices.Clone(values)
	slices.Sort(ordered)
	middle := len(ordered) / 2
	if len(ordered)%2 == 1 {
		return ordered[middle]
	}
	return (ordered[middle-1] + ordered[middle]) / 2
}

func machine(r results) string {
	return fmt.Sprintf("Machine: %s. Each number is the median of its runs.\n\n", strings.Join(r.machine, ", "))
}

func table(r results) string {
	var text strings.Builder
	text.WriteString("| benchmark | runs | time | other |\n| --- | ---: | ---: | --- |\n")
	for _, name := range r.benchmarks {
		var others []string
		for unit, values := range r.values[name] {
			if unit != "ns/op" {
				others = append(others, strconv.FormatFloat(median(values), 'g', 4, 64)+" "+unit)
			}
		}
		slices.SortFunc(others, func(a, b string) int {
			return strings.Compare(a[strings.Index(a, " "):], b[strings.Index(b, " "):])
		})
		duration := ""
		if values := r.values[name]["ns/op"]; len(values) > 0 {
			duration = readable(median(values))
		}
		fmt.Fprintf(&text, "| %s | %d | %s | %s |\n", name, r.runs[name], duration, strings.Join(others, ", "))
	}
	return text.String()
}

// readable gives nanoseconds in the unit that leaves one to three digits before
// the point.
func readable(nanoseconds float64) string {
	for _, unit := range []string{"ns", "µs", "ms"} {
		if nanoseconds < 1000 {
			return strconv.FormatFloat(nanoseconds, 'g', 4, 64) + " " + unit
		}
		nanoseconds /= 1000
	}
	return strconv.FormatFloat(nanoseconds, 'f', 2, 64) + " s"
}

func replace(page, table string) (string, error) {
	before, rest, ok := strings.Cut(page, beginMark)
	if !ok {
		return "", fmt.Errorf("has no line %q", beginMark)
	}
	_, after, ok := strings.Cut(rest, endMark)
	if !ok {
		return "", fmt.Errorf("has no line %q", endMark)
	}
	return before + beginMark + "\n\n" + table + "\n" + endMark + after, nil
}
