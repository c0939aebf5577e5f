package main

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// What belongs to no roll is refused by name before anything is read or asked.
func TestImportRefusesSharesLotsAndBalances(t *testing.T) {
	cmd := importCommand()
	cmd.SilenceUsage, cmd.SilenceErrors = true, true
	cmd.SetArgs([]string{"roll.csv", "shares.csv", "lots.csv", "opening.csv", "--coop", "bakery", "--dry-run"})
	err := cmd.Execute()
	require.ErrorContains(t, err, "shares.csv, lots.csv, opening.csv can't be brought in yet: ")
	require.ErrorContains(t, err, "bring in the roll alone with: coopd import roll.csv --coop SLUG")
}
