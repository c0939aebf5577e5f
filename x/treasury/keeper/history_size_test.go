//go:build !long

package keeper_test

// A history is this many operations; ten thousand, and three of them, with the
// build tag "long".
const (
	historyOperations = 4_000
	histories         = 1
	meetsSeldom       = false
)
