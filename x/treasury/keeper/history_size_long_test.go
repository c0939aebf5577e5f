//go:build long

package keeper_test

const (
	historyOperations = 10_000
	histories         = 3
	meetsSeldom       = true
)
