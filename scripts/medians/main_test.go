package main

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const page = "# Results\n\nbefore\n" + beginMark + "\nold\n" + endMark + "\nafter\n"

func TestRun(t *testing.T) {
	cases := []struct {
		name, page, output, refusal string
		want                        []string
	}{
		{
			name: "success - medians of odd and even counts, in order of appearance",
			page: page,
			output: `machine: 2 cores
goos: linux
goarch: amd64
cpu: Example 2 GHz
BenchmarkClose/1000-2 	 100	 1500000 ns/op	 64 B/op	 2 allocs/op
BenchmarkClose/1000-2 	 100	 9000000 ns/op	 64 B/op	 2 allocs/op
BenchmarkClose/1000-2 	 100	 1000000 ns/op	 64 B/op	 2 allocs/op
cpu: Example 2 GHz
BenchmarkBallot-2 	 5	 100 ns/op	 10.5 bytes/vote
BenchmarkBallot-2 	 5	 300 ns/op	 10.5 bytes/vote
PASS
`,
			want: []string{
				"before\n", "\nafter\n",
				"Machine: 2 cores, goos: linux, goarch: amd64, cpu: Example 2 GHz. Each",
				"| Close/1000-2 | 3 | 1.5 ms | 64 B/op, 2 allocs/op |\n| Ballot-2 | 2 | 200 ns | 10.5 bytes/vote |\n",
			},
		},
		{name: "error - nothing ran", page: page, output: "PASS\n", refusal: "no benchmark ran"},
		{name: "error - one failed", page: page, output: "BenchmarkA-2 1 5 ns/op\n--- FAIL: BenchmarkB\n", refusal: "a benchmark failed"},
		{name: "error - a number that is none", page: page, output: "BenchmarkA-2 1 x ns/op\n", refusal: "invalid syntax"},
		{name: "error - a page without marks", page: "# Results\n", output: "BenchmarkA-2 1 5 ns/op\n", refusal: "has no line"},
		{name: "error - a page without the second mark", page: beginMark, output: "BenchmarkA-2 1 5 ns/op\n", refusal: endMark},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "RESULTS.md")
			if err := os.WriteFile(path, []byte(c.page), 0o600); err != nil {
				t.Fatal(err)
			}
			err := run([]string{path}, strings.NewReader(c.output), io.Discard)
			written, readErr := os.ReadFile(path)
			if readErr != nil {
				t.Fatal(readErr)
			}
			if c.refusal != "" {
				if err == nil || !strings.Contains(err.Error(), c.refusal) {
					t.Fatalf("refusal %v, want one about %q", err, c.refusal)
				}
				if string(written) != c.page {
					t.Fatalf("a refusal changed the page: %q", written)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			for _, want := range c.want {
				if !strings.Contains(string(written), want) {
					t.Errorf("page lacks %q:\n%s", want, written)
				}
			}
			if strings.Contains(string(written), "old") {
				t.Error("the old table is still there")
			}
		})
	}
}

func TestReadable(t *testing.T) {
	for nanoseconds, want := range map[float64]string{5: "5 ns", 8000: "8 µs", 1.6e6: "1.6 ms", 31e9: "31.00 s", 999.4: "999.4 ns"} {
		if got := readable(nanoseconds); got != want {
			t.Errorf("%v ns reads %q, want %q", nanoseconds, got, want)
		}
	}
}
