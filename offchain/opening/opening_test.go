package opening_test

import (
	"crypto/sha256"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/math"

	"github.com/coopledger/coopledger/offchain/opening"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
	treasurytypes "github.com/coopledger/coopledger/x/treasury/types"
)

// book has a bank account, receivables, members' shares by member, a reserve that is
// nobody's, and equity to open with.
func book() membershiptypes.TreasuryRules {
	account := func(code, name string, kind membershiptypes.AccountKind) membershiptypes.LedgerAccount {
		return membershiptypes.LedgerAccount{Code: code, Name: name, Kind: kind}
	}
	purses := account("1000", "Purses", membershiptypes.AccountKind_ACCOUNT_KIND_ASSET)
	purses.Role = membershiptypes.AccountRole_ACCOUNT_ROLE_PURSES
	shares := account("3100", "Shares", membershiptypes.AccountKind_ACCOUNT_KIND_EQUITY)
	shares.ByMember = true
	return membershiptypes.TreasuryRules{
		Currency: "EUR",
		Funds: []membershiptypes.Fund{
			{Name: "indivisible", Policy: membershiptypes.FundPolicy_FUND_POLICY_INDIVISIBLE},
			{Name: "operating", Policy: membershiptypes.FundPolicy_FUND_POLICY_FREE},
			{Name: membershiptypes.SuspenseFund, Policy: membershiptypes.FundPolicy_FUND_POLICY_FREE},
		},
		Accounts: []membershiptypes.LedgerAccount{
			purses, account("1100", "Bank", membershiptypes.AccountKind_ACCOUNT_KIND_ASSET),
			account("1200", "Receivables", membershiptypes.AccountKind_ACCOUNT_KIND_ASSET),
			account("2000", "Payables", membershiptypes.AccountKind_ACCOUNT_KIND_LIABILITY),
			account("3000", "Equity", membershiptypes.AccountKind_ACCOUNT_KIND_EQUITY), shares,
		},
		Outside: []membershiptypes.OutsideAccount{{Name: "bank", Account: "1100", Fund: "operating", Currency: "EUR"}},
	}
}

func limits(postings uint32) treasurytypes.Params {
	params := treasurytypes.DefaultParams()
	params.MaxPostings = postings
	return params
}

const good = `account,fund,balance,member_number
1200,operating,90000,
2000,operating,-020000,
3100,operating,-30000,7
3000,indivisible,-40000,
`

// A balance that fits is one entry, of nothing but its rows.
func TestOneEntry(t *testing.T) {
	require.True(t, opening.IsBalance([]byte(good)))
	require.False(t, opening.IsBalance([]byte("member_number,class,joined\n")))
	read, err := opening.Read([]byte(good), book(), limits(32), 9)
	require.NoError(t, err)
	require.Len(t, read.Rows, 4)
	require.Len(t, read.Entries, 1)
	require.NoError(t, treasurytypes.ValidatePostings(read.Entries[0].Postings, 32))
	require.Equal(t, "account 3100 (Shares), fund operating, member 7, credit 30000", read.Rows[2].Words())
	require.Equal(t, "account 2000 (Payables), fund operating, credit 20000", read.Rows[1].Words(), "a leading zero makes no octal number")
	require.Equal(t, fmt.Sprintf("coopd tx treasury post bakery 1200:operating:@90000 2000:operating:@-20000 3100#7:operating:@-30000 3000:indivisible:@-40000"+
		" --narrative OPENING --document %x", sha256.Sum256([]byte(good))), read.Entries[0].Command("bakery", read.FileSHA256))
}

// What is outside, or more than an entry holds, is joined by equity, of which nothing
// but what the file says is left.
func TestSeveralEntries(t *testing.T) {
	text := "account,fund,balance\n1100,operating,120000\n1200,operating,500\n2000,operating,-100000\n3000,operating,-20500\n"
	read, err := opening.Read([]byte(text), book(), limits(3), 0)
	require.NoError(t, err)
	require.Equal(t, "account 1100 (Bank), fund operating, attested as in bank, debit 120000", read.Rows[0].Words())
	require.Len(t, read.Entries, 3)
	require.Contains(t, read.Entries[0].Command("bakery", read.FileSHA256), "coopd tx treasury received bakery bank 120000 3000 --narrative OPENING --document ")
	totals := map[string]math.Int{"1100": math.NewInt(120_000), "3000": math.NewInt(-120_000)}
	for _, entry := range read.Entries[1:] {
		require.NoError(t, treasurytypes.ValidatePostings(entry.Postings, 3))
		for _, posting := range entry.Postings {
			require.NoError(t, treasurytypes.CheckOfficersPosting(book(), posting))
			if totals[posting.Account].IsNil() {
				totals[posting.Account] = math.ZeroInt()
			}
			totals[posting.Account] = totals[posting.Account].Add(posting.Functional)
		}
	}
	for code, total := range map[string]int64{"1100": 120_000, "1200": 500, "2000": -100_000, "3000": -20_500} {
		require.Equal(t, total, totals[code].Int64(), code)
	}
}

// All problems are listed at once.
func TestEveryProblem(t *testing.T) {
	cases := []struct {
		name, text string
		says       []string
	}{
		{"error - empty", "", []string{"no first line"}},
		{"error - columns", "account,account,sum\n", []string{`no column "sum"`, "twice", `"fund" is missing`, `"balance" is missing`}},
		{"error - one line", "account,fund,balance\n1200,operating,5\n", []string{"two lines at the least"}},
		{"error - unbalanced", "account,fund,balance\n1200,operating,5\n2000,operating,-4\n", []string{"sum to 1 and must sum to zero"}},
		{
			"error - every row", "account,fund,balance,member_number\n9999,operating,1,\n1000,operating,1,\n1200,operating,0,\n1200,operating,1.50,\n" +
				"1200,nowhere,1,\n3100,operating,-5,\n1200,operating,5,3\n3100,operating,-5,99\n1100,operating,-5,\n1100,indivisible,5,\n3000,indivisible,5,\nx\n",
			[]string{
				`line 2: there is no account "9999"`, "line 3: account 1000 (Purses) holds coins", "line 4: account 1200 has no balance",
				`line 5: the balance is "1.50"`, `line 6: there is no fund "nowhere"`, "line 7: account 3100 (Shares) is kept by member",
				"line 8: account 1200 (Receivables) is not kept by member", `line 9: the member number is "99"`, `line 10: the outside account "bank" is overdrawn`,
				`line 11: the outside account "bank" is of the fund "operating"`, `line 12: the fund "indivisible" is indivisible`, "line 13: has 1 fields",
			},
		},
		{"error - twice", "account,fund,balance\n1200,operating,5\n1200,operating,-5\n", []string{"line 3: account 1200 of the fund \"operating\" is that of line 2 too"}},
		{"error - too great", "account,fund,balance\n1200,operating,1" + strings.Repeat("0", 80) + "\n", []string{"line 2: the balance is"}},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			_, err := opening.Read([]byte(tc.text), book(), limits(32), 9)
			for _, says := range tc.says {
				require.ErrorContains(t, err, says)
			}
		})
	}
	free := book()
	free.Accounts = free.Accounts[:4]
	_, err := opening.Read([]byte("account,fund,balance\n1100,operating,5\n2000,operating,-5\n"), free, limits(32), 0)
	require.ErrorContains(t, err, "no account of equity in a free fund")
}
