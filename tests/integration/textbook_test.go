package integration

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/coopledger/coopledger/testutil/ledger"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
	"github.com/coopledger/coopledger/x/treasury/client/cli"
	treasurykeeper "github.com/coopledger/coopledger/x/treasury/keeper"
	treasurytypes "github.com/coopledger/coopledger/x/treasury/types"
)

// The books of Printing Plus in January 2019, from OpenStax, Principles of
// Accounting, Volume 1: Financial Accounting (2019), sections 3.5, 3.6, 4.3 and
// 4.4: its figures, in dollars, and none of its words.
const (
	cash, receivable, interestReceivable, supplies, equipment, depreciation = "1010", "1100", "1150", "1200", "1500", "1590"
	payable, salariesPayable, unearned                                      = "2000", "2100", "2300"
	stock, dividends                                                        = "3000", "3200"
	interestRevenue, serviceRevenue                                         = "4100", "4200"
	suppliesExpense, depreciationExpense, salaries, utilities               = "5100", "5200", "5300", "5400"
)

const (
	assets      = membershiptypes.AccountKind_ACCOUNT_KIND_ASSET
	liabilities = membershiptypes.AccountKind_ACCOUNT_KIND_LIABILITY
	equity      = membershiptypes.AccountKind_ACCOUNT_KIND_EQUITY
	income      = membershiptypes.AccountKind_ACCOUNT_KIND_INCOME
	expenses    = membershiptypes.AccountKind_ACCOUNT_KIND_EXPENSE
)

// monthlyBook is a book of the calendar's months from 2019 on.
func monthlyBook(currency string, decimals uint32, own ...membershiptypes.LedgerAccount) *membershiptypes.TreasuryRules {
	rules := membershiptypes.DefaultTreasury()
	rules.Currency, rules.Decimals = currency, decimals
	rules.Fiscal = &membershiptypes.FiscalCalendar{
		StartMonth: 1, StartDay: 1, Pattern: membershiptypes.FiscalPattern_FISCAL_PATTERN_MONTH, FirstDay: 20190101,
	}
	rules.Accounts = []membershiptypes.LedgerAccount{
		{Code: "1000", Name: "Coins on the ledger", Kind: assets, Role: membershiptypes.AccountRole_ACCOUNT_ROLE_PURSES},
	}
	suspense := membershiptypes.LedgerAccount{Code: "2900", Name: "Unclassified receipts", Kind: liabilities, Role: membershiptypes.AccountRole_ACCOUNT_ROLE_SUSPENSE}
	for _, account := range own {
		if account.Code > suspense.Code && len(rules.Accounts) > 0 && rules.Accounts[len(rules.Accounts)-1].Code < suspense.Code {
			rules.Accounts = append(rules.Accounts, suspense)
		}
		rules.Accounts = append(rules.Accounts, account)
	}
	return &rules
}

func printingPlus() *membershiptypes.TreasuryRules {
	account := func(code, name string, kind membershiptypes.AccountKind) membershiptypes.LedgerAccount {
		return membershiptypes.LedgerAccount{Code: code, Name: name, Kind: kind}
	}
	return monthlyBook("USD", 2,
		account(cash, "Cash", assets), account(receivable, "Accounts Receivable", assets),
		account(interestReceivable, "Interest Receivable", assets), account(supplies, "Supplies", assets),
		account(equipment, "Equipment", assets), account(depreciation, "Accumulated Depreciation: Equipment", assets),
		account(payable, "Accounts Payable", liabilities), account(salariesPayable, "Salaries Payable", liabilities),
		account(unearned, "Unearned Revenue", liabilities), account(stock, "Common Stock", equity), account(dividends, "Dividends", equity),
		account(interestRevenue, "Interest Revenue", income), account(serviceRevenue, "Service Revenue", income),
		account(suppliesExpense, "Supplies Expense", expenses), account(depreciationExpense, "Depreciation Expense: Equipment", expenses),
		account(salaries, "Salaries Expense", expenses), account(utilities, "Utility Expense", expenses))
}

// books are a co-op's, kept by its first two members.
type books struct {
	*ledger.Ledger
	t      *testing.T
	slug   string
	asking treasurytypes.QueryServer
}

func keeps(t *testing.T, l *ledger.Ledger, slug string) *books {
	b := &books{Ledger: l, t: t, slug: slug, asking: treasurykeeper.NewQueryServer(l.App.Keepers().Treasury)}
	var grants []sdk.Msg
	for member := uint64(1); member <= 2; member++ {
		grants = append(grants, &membershiptypes.MsgGrantPower{
			Authority: l.Account(slug), CoopId: l.Coop(slug), MemberId: member, Power: membershiptypes.PowerBook, TermSeconds: 10_000_000,
		})
	}
	l.CoopDecides(slug, grants...)
	l.Pass(5 * time.Minute)
	return b
}

func (b *books) officer(number int) string { return ledger.Member(b.slug, number).String() }

// approved is what the second officer approves next.
func (b *books) approved() {
	b.t.Helper()
	pending, err := b.asking.Pending(b.Ctx(), &treasurytypes.QueryPendingRequest{Coop: b.slug})
	require.NoError(b.t, err)
	var approvals []sdk.Msg
	for _, waits := range pending.Pending {
		approvals = append(approvals, &treasurytypes.MsgApproveEntry{Officer: b.officer(2), CoopId: b.Coop(b.slug), PendingId: waits.Id})
	}
	b.Do(ledger.Member(b.slug, 2), approvals...)
	b.Pass(time.Hour)
}

// posts an entry of two lines in the book's currency.
func (b *books) posts(day uint32, debit, credit string, dollars int64) {
	b.t.Helper()
	b.enters(&treasurytypes.MsgPost{AccountingDate: day, Postings: []treasurytypes.Posting{
		valued(debit, "", 0, dollars*100), valued(credit, "", 0, -dollars*100),
	}})
}

func valued(account, denom string, amount, functional int64) treasurytypes.Posting {
	return treasurytypes.NewPosting(account, "operating", denom, math.NewInt(amount), math.NewInt(functional))
}

func (b *books) enters(message *treasurytypes.MsgPost) {
	b.t.Helper()
	message.Officer, message.CoopId = b.officer(1), b.Coop(b.slug)
	b.Do(ledger.Member(b.slug, 1), message)
	b.approved()
}

// trial is the trial balance as books print it: debit and credit, in whole units.
func (b *books) trial(minor int64) []string {
	b.t.Helper()
	answer, err := b.asking.TrialBalance(b.Ctx(), &treasurytypes.QueryTrialBalanceRequest{Coop: b.slug})
	require.NoError(b.t, err)
	var lines []string
	debits, credits := int64(0), int64(0)
	for _, line := range answer.Lines {
		value := line.Balance.Functional.Int64()
		require.Zero(b.t, value%minor)
		value /= minor
		switch {
		case value > 0:
			lines = append(lines, fmt.Sprintf("%s | %d |", line.Name, value))
			debits += value
		case value < 0:
			lines = append(lines, fmt.Sprintf("%s | | %d", line.Name, -value))
			credits -= value
		}
	}
	return append(lines, fmt.Sprintf("Total | %d | %d", debits, credits))
}

func TestATextbooksBooks(t *testing.T) {
	setup := ledger.Federation()
	setup.Foundings[1].Charter.Treasury = printingPlus()
	b := keeps(t, ledger.New(t, setup), ledger.Worker)
	b.posts(20190103, cash, stock, 20_000)
	b.posts(20190105, equipment, payable, 3_500)
	b.posts(20190109, cash, unearned, 4_000)
	b.posts(20190110, receivable, serviceRevenue, 5_500)
	b.posts(20190112, utilities, cash, 300)
	b.posts(20190114, dividends, cash, 100)
	b.posts(20190117, cash, serviceRevenue, 2_800)
	b.posts(20190118, payable, cash, 3_500)
	b.posts(20190120, salaries, cash, 3_600)
	b.posts(20190123, cash, receivable, 5_500)
	b.posts(20190127, receivable, serviceRevenue, 1_200)
	b.posts(20190130, supplies, payable, 500)
	require.Equal(t, []string{
		"Cash | 24800 |", "Accounts Receivable | 1200 |", "Supplies | 500 |", "Equipment | 3500 |", "Accounts Payable | | 500",
		"Unearned Revenue | | 4000", "Common Stock | | 20000", "Dividends | 100 |", "Service Revenue | | 9500",
		"Salaries Expense | 3600 |", "Utility Expense | 300 |", "Total | 34000 | 34000",
	}, b.trial(100), "the unadjusted trial balance that is published")

	b.posts(20190131, suppliesExpense, supplies, 100)
	b.posts(20190131, depreciationExpense, depreciation, 75)
	b.posts(20190131, unearned, serviceRevenue, 600)
	b.posts(20190131, interestReceivable, interestRevenue, 140)
	b.posts(20190131, salaries, salariesPayable, 1_500)
	adjusted := []string{
		"Cash | 24800 |", "Accounts Receivable | 1200 |", "Interest Receivable | 140 |", "Supplies | 400 |", "Equipment | 3500 |",
		"Accumulated Depreciation: Equipment | | 75", "Accounts Payable | | 500", "Salaries Payable | | 1500",
		"Unearned Revenue | | 3400", "Common Stock | | 20000", "Dividends | 100 |", "Interest Revenue | | 140",
		"Service Revenue | | 10100", "Supplies Expense | 100 |", "Depreciation Expense: Equipment | 75 |",
		"Salaries Expense | 5100 |", "Utility Expense | 300 |", "Total | 35715 | 35715",
	}
	require.Equal(t, adjusted, b.trial(100), "the adjusted trial balance that is published")

	// January is locked, by both officers, and takes nothing more.
	for officer := 1; officer <= 2; officer++ {
		b.Do(ledger.Member(b.slug, officer), &treasurytypes.MsgLockPeriod{Authority: b.officer(officer), CoopId: b.Coop(b.slug), LastDay: 20190131})
	}
	b.Refused(ledger.Member(b.slug, 1), treasurytypes.ErrPeriodLocked, &treasurytypes.MsgPost{
		Officer: b.officer(1), CoopId: b.Coop(b.slug), AccountingDate: 20190131,
		Postings: []treasurytypes.Posting{valued(utilities, "", 0, 1), valued(cash, "", 0, -1)},
	})
	require.Equal(t, adjusted, b.trial(100))
	require.NoError(t, b.App.Keepers().Treasury.CheckInvariants(b.Ctx()))
	b.read("USD", 2, printingPlus().Accounts, "20000.00 USD", "20000.01 USD")
}

// Two published examples of IAS 21. Emile Woolf, ACCA P2 study text (2010),
// chapter 8: a machine of EUR 260,000 on account at 1.30 to the pound, and 1.20 at
// the year's end; the machine stays GBP 200,000, GBP 216,667 are owed, GBP 16,667
// are lost. Kaplan, ACCA FR: a loan of 12 million dinars at 6.0 to the dollar, of
// which 3 million are repaid at 5.0; at the year's end it is 5.6, USD 1,607 thousand
// are owed, and 207 thousand are lost.
func TestPublishedBalancesInForeignCurrency(t *testing.T) {
	foreign := func(currency string) *membershiptypes.TreasuryRules {
		return monthlyBook(currency, 0,
			membershiptypes.LedgerAccount{Code: "1010", Name: "Bank", Kind: assets},
			membershiptypes.LedgerAccount{Code: "1500", Name: "Machine", Kind: assets},
			membershiptypes.LedgerAccount{Code: "2000", Name: "Owed", Kind: liabilities},
			membershiptypes.LedgerAccount{Code: "3900", Name: "Currency position", Kind: equity},
			membershiptypes.LedgerAccount{Code: "5900", Name: "Exchange loss", Kind: expenses, Role: membershiptypes.AccountRole_ACCOUNT_ROLE_EXCHANGE})
	}
	setup := ledger.Federation()
	setup.Foundings[2].Charter.Treasury, setup.Foundings[3].Charter.Treasury = foreign("GBP"), foreign("USD")
	l := ledger.New(t, setup)

	machine := keeps(t, l, "birch")
	machine.enters(&treasurytypes.MsgPost{AccountingDate: 20190301, Postings: []treasurytypes.Posting{
		valued("1500", "", 0, 200_000), valued("2000", "EUR", -260_000, -200_000), valued("3900", "EUR", 260_000, 0),
	}})
	machine.closes("EUR", 20191231, 10, 12)
	require.Equal(t, []string{"Machine | 200000 |", "Owed | | 216667", "Exchange loss | 16667 |", "Total | 216667 | 216667"}, machine.trial(1))
	machine.read("GBP", 0, foreign("GBP").Accounts, "-260000 EUR", "-260001 EUR")

	loan := keeps(t, l, "cedar")
	loan.enters(&treasurytypes.MsgPost{AccountingDate: 20190101, Postings: []treasurytypes.Posting{
		valued("1010", "", 0, 2_000_000), valued("2000", "DINAR", -12_000_000, -2_000_000), valued("3900", "DINAR", 12_000_000, 0),
	}})
	loan.enters(&treasurytypes.MsgPost{AccountingDate: 20191130, Postings: []treasurytypes.Posting{
		valued("1010", "", 0, -600_000), valued("2000", "DINAR", 3_000_000, 600_000), valued("3900", "DINAR", -3_000_000, 0),
	}})
	loan.closes("DINAR", 20191231, 10, 56)
	require.Equal(t, []string{"Bank | 1400000 |", "Owed | | 1607143", "Exchange loss | 207143 |", "Total | 1607143 | 1607143"}, loan.trial(1))
	require.NoError(t, l.App.Keepers().Treasury.CheckInvariants(l.Ctx()))
}

// closes a year with a rate that two officers enter, and revalues at it.
func (b *books) closes(denom string, day uint32, currencyUnits, baseUnits uint64) {
	b.t.Helper()
	first := ledger.Member(b.slug, 1)
	b.Do(first, &treasurytypes.MsgSetRate{
		Officer: b.officer(1), CoopId: b.Coop(b.slug), Denom: denom, Day: day, CurrencyUnits: currencyUnits, BaseUnits: baseUnits,
	})
	b.approved()
	b.Do(first, &treasurytypes.MsgRevalue{Officer: b.officer(1), CoopId: b.Coop(b.slug), Denom: denom, Day: day})
	b.approved()
}

// read lets hledger and beancount check the journal, as it is and with one unit
// changed.
func (b *books) read(currency string, decimals uint32, accounts []membershiptypes.LedgerAccount, amount, changed string) {
	page, err := b.asking.Journal(b.Ctx(), &treasurytypes.QueryJournalRequest{Coop: b.slug})
	require.NoError(b.t, err)
	require.Zero(b.t, page.Next)
	for _, reader := range []struct {
		name, text string
		command    []string
	}{
		{"hledger", cli.Hledger(currency, decimals, accounts, page.Entries), []string{"hledger", "check", "-s", "-f"}},
		{"beancount", cli.Beancount(currency, decimals, accounts, page.Entries), []string{"bean-check", "--no-cache"}},
	} {
		b.t.Run(reader.name+" reads the books of "+b.slug, func(t *testing.T) {
			program, err := exec.LookPath(reader.command[0])
			if err != nil {
				t.Skipf("%s is not installed: apt-get install %s", reader.command[0], reader.name)
			}
			check := func(text string) error {
				file := filepath.Join(t.TempDir(), "journal")
				require.NoError(t, os.WriteFile(file, []byte(text), 0o600))
				said, err := exec.Command(program, append(reader.command[1:], file)...).CombinedOutput()
				t.Log(string(said))
				return err
			}
			require.NoError(t, check(reader.text))
			before, after := strings.ReplaceAll(amount, "EUR", quoted(reader.name, "EUR")), strings.ReplaceAll(changed, "EUR", quoted(reader.name, "EUR"))
			require.Contains(t, reader.text, before)
			require.Error(t, check(strings.Replace(reader.text, before, after, 1)))
		})
	}
}

// quoted is a denom as the program writes it.
func quoted(program, denom string) string {
	if program == "hledger" {
		return `"` + denom + `"`
	}
	return denom
}
