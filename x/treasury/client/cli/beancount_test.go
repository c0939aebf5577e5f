package cli_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
	"github.com/coopledger/coopledger/x/treasury/client/cli"
)

func TestBeancountWritesBothAmounts(t *testing.T) {
	text := cli.Beancount("EUR", 2, membershiptypes.DefaultTreasury().Accounts, sample())
	for _, line := range []string{
		`option "operating_currency" "EUR"`,
		"2023-10-31 commodity COIN1\n  denom: \"ibc/0A1B\"",
		"2023-10-31 open Assets:1000:Suspense\n  name: \"coins on the ledger\"",
		"2023-11-14 * \"receipt\"\n  posted: \"2023-11-14\"",
		"  Assets:1000:Suspense  95.00 EUR",
		"  Assets:1000:Suspense  1000 COIN1",
		"  Expenses:5000:Operating  -0.05 EUR",
	} {
		require.Contains(t, text, line+"\n")
	}
	renamed := sample()
	for i := range renamed[0].Postings {
		renamed[0].Postings[i].Denom, renamed[0].Postings[i].Fund = "USD", "for_2027"
	}
	text = cli.Beancount("EUR", 2, membershiptypes.DefaultTreasury().Accounts, renamed)
	require.Contains(t, text, "  Assets:1000:ForX5F2027  1000 USD\n")
	require.Equal(t, "option \"operating_currency\" \"EUR\"\n", cli.Beancount("EUR", 2, nil, nil))
}

// beancount itself accepts the journal, and refuses it once a unit is changed.
func TestBeancountChecksIt(t *testing.T) {
	program, err := exec.LookPath("bean-check")
	if err != nil {
		t.Skip("bean-check is not installed: apt-get install beancount")
	}
	check := func(text string) error {
		file := filepath.Join(t.TempDir(), "journal.beancount")
		require.NoError(t, os.WriteFile(file, []byte(text), 0o600))
		said, err := exec.Command(program, "--no-cache", file).CombinedOutput()
		t.Log(string(said))
		return err
	}
	text := cli.Beancount("EUR", 2, membershiptypes.DefaultTreasury().Accounts, sample())
	require.NoError(t, check(text))
	require.NoError(t, check(cli.Beancount(membershiptypes.NoCurrency, 0, membershiptypes.DefaultTreasury().Accounts, sample())))
	for _, change := range [][2]string{
		{"  95.00 EUR", "  95.01 EUR"}, {"  1000 COIN1", "  1001 COIN1"}, {"Income:4000:Operating  -", "Income:4001:Operating  -"},
	} {
		require.Contains(t, text, change[0])
		require.Error(t, check(strings.Replace(text, change[0], change[1], 1)), change[1])
	}
}
