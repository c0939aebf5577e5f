// Command determinism fails when consensus code could give two validators two
// answers: it reads a clock, a random source, the environment or a socket,
// computes with floats or decimals, starts a goroutine or depends on the order
// of a map.
//
//	go run ./scripts/determinism ./x/... ./app/...
//
// A line that is harmless for a reason that the check can't see carries it:
//
//	// deterministic: only counts, so the order does not matter
//	for range balances {
//
// The reason stands on the line above, or at the end of the line itself. Each
// one is printed, and one that excuses nothing is a finding too.
package main

import (
	"fmt"
	"go/token"
	"io"
	"os"
	"path/filepath"
)

func main() {
	os.Exit(run(os.Args[1:], os.Stdout, os.Stderr))
}

// run returns the exit code: 0 all clear, 1 findings, 2 the check could not be made.
func run(patterns []string, out, problems io.Writer) int {
	if len(patterns) == 0 {
		fmt.Fprintln(problems, "determinism: name the packages to check, as in ./x/... ./app/...")
		return 2
	}
	packages, err := load(patterns)
	if err != nil {
		fmt.Fprintln(problems, "determinism:", err)
		return 2
	}
	var findings []finding
	files, waived := 0, 0
	for _, p := range packages {
		files += len(p.files)
		report := inspect(p)
		findings = append(findings, report.findings...)
		for _, w := range report.waived {
			waived++
			fmt.Fprintf(out, "waived %s: %s (%s)\n", place(w.position), w.rule, w.text)
		}
	}
	if files == 0 {
		fmt.Fprintln(problems, "determinism: the packages named hold no consensus code, so nothing was checked")
		return 2
	}
	for _, f := range findings {
		fmt.Fprintf(problems, "%s: %s: %s\n", place(f.position), f.rule, f.text)
	}
	if len(findings) > 0 {
		fmt.Fprintf(problems, "determinism: %d findings in consensus code\n", len(findings))
		return 1
	}
	fmt.Fprintf(out, "determinism: %d packages, %d files, %d waivers, no finding\n", len(packages), files, waived)
	return 0
}

// place is a position with its path from here, which is what editors open.
func place(position token.Position) string {
	here, err := os.Getwd()
	if err != nil {
		return position.String()
	}
	if relative, err := filepath.Rel(here, position.Filename); err == nil {
		position.Filename = relative
	}
	return position.String()
}
