package main

import (
	"crypto/sha256"
	"math/big"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/coopledger/coopledger/offchain/lots"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

// What is neither a roll, nor a trial balance, nor what members hold is refused by name
// before anything is asked.
func TestImportRefusesOtherFiles(t *testing.T) {
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
	require.ErrorContains(t, err, "neither that of an opening trial balance")
	require.ErrorContains(t, refused("roll.csv", balance, balance), "are both opening trial balances")
	require.ErrorIs(t, refused("roll.csv", filepath.Join(directory, "none.csv")), os.ErrNotExist)
}

// A file of what members hold becomes messages of bounded size, in the order of its
// lines, with its hash as their document.
func TestPartsOfWhatMembersHold(t *testing.T) {
	text := "member_number,instrument,number,date,paid\n1,share,2,2015-03-01,100\n2,share,1,2016-01-01,0\n3,share,1,2017-01-01,50\n"
	_, held, err := readExtras([]string{"roll.csv", written(t, text)})
	require.NoError(t, err)
	require.Len(t, held, 1)
	read, err := lots.Read(held[0].text, []lots.Instrument{{Name: "share", Nominal: big.NewInt(50)}}, 3, time.Now().Unix())
	require.NoError(t, err)
	parts := partsOf(membershiptypes.Coop{Id: 4}, "3000", read, 2)
	require.Len(t, parts, 2)
	sum := sha256.Sum256([]byte(text))
	for i, part := range parts {
		require.EqualValues(t, i+1, part.Part)
		require.Equal(t, sum[:], part.DocumentSha256)
		require.Equal(t, membershiptypes.CoopAddress(4), part.Authority)
		require.Equal(t, "3000", part.Account)
	}
	require.Len(t, parts[0].Lots, 2)
	require.Equal(t, "member_id:3 instrument:\"share\" number:1 date:20170101 paid:\"50\" ", parts[1].Lots[0].String())
}

func written(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "shares.csv")
	require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
	return path
}
