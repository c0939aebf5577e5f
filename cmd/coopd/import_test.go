package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

// What is neither a roll nor a trial balance is refused by name before anything is asked.
func TestImportRefusesSharesAndLots(t *testing.T) {
	directory := t.TempDir()
	name := func(file, text string) string {
		path := filepath.Join(directory, file)
		require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
		return path
	}
	shares, lots := name("shares.csv", "member_number,shares\n"), name("lots.csv", "member_number,nominal\n")
	balance := name("opening.csv", "account,fund,balance\n")
	refused := func(args ...string) error {
		cmd := importCommand()
		cmd.SilenceUsage, cmd.SilenceErrors = true, true
		cmd.SetArgs(append(args, "--coop", "bakery", "--dry-run"))
		return cmd.Execute()
	}
	err := refused("roll.csv", shares, lots, balance)
	require.ErrorContains(t, err, shares+", "+lots+" can't be brought in: ")
	require.ErrorContains(t, err, "give the roll and its trial balance alone")
	require.ErrorContains(t, refused("roll.csv", balance, balance), "are both opening trial balances")
	require.ErrorIs(t, refused("roll.csv", filepath.Join(directory, "none.csv")), os.ErrNotExist)
}
