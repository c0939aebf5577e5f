package cli_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/math"

	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
	"github.com/coopledger/coopledger/x/treasury/client/cli"
	"github.com/coopledger/coopledger/x/treasury/types"
)

// sample is a receipt of 1,000 coins worth 95.00, and its classification.
func sample() []types.Entry {
	posting := func(account, fund string, amount, functional int64) types.Posting {
		return types.NewPosting(account, fund, "ibc/0A1B", math.NewInt(amount), math.NewInt(functional))
	}
	return []types.Entry{
		{
			CoopId: 2, Number: 1, PostedAt: 1_700_000_000, AccountingDate: 20231114, Source: types.Source_SOURCE_RECEIPT,
			Postings: []types.Posting{posting("1000", "suspense", 1_000, 9_500), posting("2900", "suspense", -1_000, -9_500)},
		},
		{
			CoopId: 2, Number: 2, PostedAt: 1_700_086_400, AccountingDate: 20231031, Source: types.Source_SOURCE_OFFICER, PreparerMemberId: 1, Narrative: "DUES-1",
			Postings: []types.Posting{
				posting("1000", "operating", 1_000, 9_500), posting("1000", "suspense", -1_000, -9_500),
				posting("2900", "suspense", 1_000, 9_500), posting("4000", "operating", -1_000, -9_500),
			},
		},
		{
			CoopId: 2, Number: 3, PostedAt: 1_700_086_401, AccountingDate: 20231115, Source: types.Source_SOURCE_OFFICER, PreparerMemberId: 1, ApproverMemberId: 2,
			DocumentSha256: make([]byte, 32),
			Postings: []types.Posting{
				types.NewPosting("5000", "operating", "", math.ZeroInt(), math.NewInt(-5)),
				{Account: "3000", Fund: "operating", Amount: math.ZeroInt(), Functional: math.NewInt(5), MemberId: 7},
			},
		},
	}
}

func TestHledgerWritesBothAmounts(t *testing.T) {
	text := cli.Hledger("EUR", 2, membershiptypes.DefaultTreasury().Accounts, sample())
	for _, line := range []string{
		"commodity 1000.00 EUR",
		`commodity 1000. "ibc/0A1B"`,
		"account asset:1000:suspense  ; coins on the ledger, type:A",
		"2023-11-14 * (1) receipt",
		"    asset:1000:suspense  95.00 EUR",
		`    [asset:1000:suspense]  1000 "ibc/0A1B"`,
		"2023-10-31 * (2) officer | DUES-1",
		"    ; posted:2023-11-15",
		"    expense:5000:operating  -0.05 EUR",
		"    equity:3000:operating:member-7  0.05 EUR",
	} {
		require.Contains(t, text, line+"\n")
	}
}

// hledger itself accepts the journal, strictly, and refuses it once a unit is changed.
func TestHledgerChecksIt(t *testing.T) {
	program, err := exec.LookPath("hledger")
	if err != nil {
		t.Skip("hledger is not installed: apt-get install hledger")
	}
	check := func(text string) error {
		file := filepath.Join(t.TempDir(), "journal.txt")
		require.NoError(t, os.WriteFile(file, []byte(text), 0o600))
		said, err := exec.Command(program, "-f", file, "check", "-s").CombinedOutput()
		t.Log(string(said))
		return err
	}
	text := cli.Hledger("EUR", 2, membershiptypes.DefaultTreasury().Accounts, sample())
	require.NoError(t, check(text))
	require.NoError(t, check(cli.Hledger(membershiptypes.NoCurrency, 0, membershiptypes.DefaultTreasury().Accounts, sample())))

	// Money of a bank account is in the book's own currency, and no cent of it slips.
	ofBank := sample()
	for i, posting := range ofBank[0].Postings {
		ofBank[0].Postings[i] = types.NewPosting(posting.Account, posting.Fund, "EUR", posting.Functional, posting.Functional)
	}
	text = cli.Hledger("EUR", 2, membershiptypes.DefaultTreasury().Accounts, ofBank[:1])
	require.Contains(t, text, "    asset:1000:suspense  95.00 EUR\n    [asset:1000:suspense]  9500 \"EUR base units\"\n")
	require.NoError(t, check(text))
	require.Error(t, check(strings.Replace(text, "  95.00 EUR", "  95.01 EUR", 1)))
	require.Error(t, check(strings.Replace(text, "  9500 ", "  9501 ", 1)))

	text = cli.Hledger("EUR", 2, membershiptypes.DefaultTreasury().Accounts, sample())
	for _, change := range [][2]string{
		{"  95.00 EUR", "  95.01 EUR"}, {`1000 "ibc/0A1B"`, `1001 "ibc/0A1B"`}, {"income:4000:operating  -", "income:4001:operating  -"},
	} {
		require.Contains(t, text, change[0])
		require.Error(t, check(strings.Replace(text, change[0], change[1], 1)), change[1])
	}
}

func TestParsePosting(t *testing.T) {
	for text, want := range map[string]types.Posting{
		"5000:operating:@2500":          types.NewPosting("5000", "operating", "", math.ZeroInt(), math.NewInt(2_500)),
		"2000:operating:-100ibc/0A@-95": types.NewPosting("2000", "operating", "ibc/0A", math.NewInt(-100), math.NewInt(-95)),
		"2000:operating:7ceur":          types.NewPosting("2000", "operating", "ceur", math.NewInt(7), math.ZeroInt()),
		"3100#7:operating:@-5": {
			Account: "3100", Fund: "operating", MemberId: 7, Amount: math.ZeroInt(), Functional: math.NewInt(-5),
		},
	} {
		posting, err := cli.ParsePosting(text)
		require.NoError(t, err, text)
		require.Equal(t, want.String(), posting.String())
	}
	for _, text := range []string{"", "5000", "5000:operating", "5000:operating:ceur", "5000:operating:@x", "5000:operating:-@1", "3100#:operating:@5", "3100#x:operating:@5"} {
		_, err := cli.ParsePosting(text)
		require.ErrorContains(t, err, "is no posting", text)
	}
}
