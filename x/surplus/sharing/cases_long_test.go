//go:build long

package sharing_test

import "flag"

// Each property holds in 100,000 cases; -rapid.checks on the command line wins.
func init() {
	if err := flag.Set("rapid.checks", "100000"); err != nil {
		panic(err)
	}
}
