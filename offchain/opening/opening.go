// Package opening reads the opening trial balance of an existing co-op from a file
// and says with which entries two officers bring it into the book.
package opening

import (
	"crypto/sha256"
	"fmt"
	"math/big"
	"slices"
	"strconv"
	"strings"

	"cosmossdk.io/math"

	"github.com/coopledger/coopledger/offchain/sheet"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
	treasurytypes "github.com/coopledger/coopledger/x/treasury/types"
)

// The columns of a file. It has the first three, and the last if it likes.
const (
	columnAccount = "account"
	columnFund    = "fund"
	columnBalance = "balance"
	columnNumber  = "member_number"
)

// narrative of every entry.
const narrative = "OPENING"

// Row is a line of the file that can be brought in.
type Row struct {
	// Line of the file.
	Line int
	// Posting of it, in the book's currency; debits positive.
	Posting treasurytypes.Posting
	// Account as the charter has it.
	Account membershiptypes.LedgerAccount
	// Outside is the name of the outside account that it is the balance of, if it is.
	Outside string
}

// Words say what a row becomes, for people to read.
func (r Row) Words() string {
	side, amount := "debit", r.Posting.Functional
	if amount.IsNegative() {
		side, amount = "credit", amount.Neg()
	}
	words := fmt.Sprintf("account %s (%s), fund %s", r.Posting.Account, r.Account.Name, r.Posting.Fund)
	if r.Posting.MemberId != 0 {
		words += fmt.Sprintf(", member %d", r.Posting.MemberId)
	}
	if r.Outside != "" {
		words += ", attested as in " + r.Outside
	}
	return fmt.Sprintf("%s, %s %s", words, side, amount)
}

// Balance is a file whose every row can be brought in.
type Balance struct {
	// FileSHA256 of the bytes that were read.
	FileSHA256 []byte
	// Rows in the order of the file.
	Rows []Row
	// Against is the account of equity that joins entries which don't balance by
	// themselves, and Fund the one whose equity that is.
	Against, Fund string
	// Entries that bring it in.
	Entries []Entry
}

// Entry is one that an officer prepares and another approves: the postings of one, or
// what is attested of an outside account.
type Entry struct {
	Postings []treasurytypes.Posting
	// Outside is the name of an outside account, and Amount what is in it.
	Outside string
	Amount  math.Int
	// Against is the account that it is booked against.
	Against string
}

// IsBalance says whether a file's first line is that of an opening trial balance.
func IsBalance(text []byte) bool {
	return sheet.Has(text, columnAccount, columnBalance)
}

// reader gathers rows and problems.
type reader struct {
	sheet.Sheet
	rules   membershiptypes.TreasuryRules
	members uint64
	seen    map[string]int
	rows    []Row
}

// Read checks a whole file against a co-op's book. Members is the number of the last
// member that there will be. It names everything that is wrong at once.
func Read(text []byte, rules membershiptypes.TreasuryRules, limits treasurytypes.Params, members uint64) (Balance, error) {
	r := reader{rules: rules, members: members, seen: make(map[string]int)}
	needed := []string{columnAccount, columnFund, columnBalance}
	r.Read(text, append(needed, columnNumber), needed, nil, r.readRow)
	r.checkSum()
	sum := sha256.Sum256(text)
	read := Balance{FileSHA256: sum[:], Rows: r.rows}
	if len(r.Problems) == 0 {
		r.join(&read, int(limits.MaxPostings))
	}
	if len(r.Problems) > 0 {
		return Balance{}, r.Problems
	}
	return read, nil
}

func (r *reader) readRow(line int, record []string) {
	if record == nil {
		return
	}
	balance, ok := minorUnits(record[r.Columns[columnBalance]])
	if !ok {
		r.Report(line, "the balance is %q, which is no number of minor units: write 169050 for a debit of 1690.50, and -169050 for a credit", record[r.Columns[columnBalance]])
		return
	}
	if balance.IsZero() {
		r.Report(line, "account %s has no balance; leave it out", record[r.Columns[columnAccount]])
		return
	}
	row := Row{Line: line, Posting: treasurytypes.NewPosting(
		record[r.Columns[columnAccount]], record[r.Columns[columnFund]], "", math.ZeroInt(), balance)}
	if at, found := r.Columns[columnNumber]; found && record[at] != "" {
		number, err := strconv.ParseUint(record[at], 10, 64)
		if err != nil || number == 0 || number > r.members {
			r.Report(line, "the member number is %q; members are numbered from 1 to %d, those of the roll that comes in counted", record[at], r.members)
			return
		}
		row.Posting.MemberId = number
	}
	key := fmt.Sprintf("%s %s %d", row.Posting.Account, row.Posting.Fund, row.Posting.MemberId)
	if first, twice := r.seen[key]; twice {
		r.Report(line, "account %s of the fund %q is that of line %d too; add them up", row.Posting.Account, row.Posting.Fund, first)
		return
	}
	r.seen[key] = line
	r.place(row)
}

// minorUnits reads a decimal number, with leading zeros if it likes.
func minorUnits(text string) (math.Int, bool) {
	number, ok := new(big.Int).SetString(text, 10)
	if !ok || number.BitLen() > treasurytypes.MaxAmountBits {
		return math.ZeroInt(), false
	}
	return math.NewIntFromBigInt(number), true
}

// place says which message can bring a row in.
func (r *reader) place(row Row) {
	code, found := row.Posting.Account, false
	if row.Account, found = r.rules.Account(code); !found {
		r.Report(row.Line, "there is no account %q; add it to the charter, or give its balance to one that there is", code)
		return
	}
	if row.Account.Role != membershiptypes.AccountRole_ACCOUNT_ROLE_UNSPECIFIED {
		r.Report(row.Line, "account %s (%s) holds coins, which come into the book when they are sent to the co-op and classified; leave them out here, and the equity that they are", code, row.Account.Name)
		return
	}
	outside, is := r.rules.OutsideOf(code)
	if is {
		r.placeOutside(row, outside)
		return
	}
	err := treasurytypes.CheckOfficersPosting(r.rules, row.Posting)
	if err == nil {
		err = treasurytypes.CheckPart(r.rules, row.Posting)
	}
	if err != nil {
		r.Report(row.Line, "%s", err)
		return
	}
	r.rows = append(r.rows, row)
}

// placeOutside: officers attest what is in an account that the ledger doesn't hold.
func (r *reader) placeOutside(row Row, outside membershiptypes.OutsideAccount) {
	switch {
	case outside.Fund != row.Posting.Fund:
		r.Report(row.Line, "the outside account %q is of the fund %q, not %q", outside.Name, outside.Fund, row.Posting.Fund)
	case outside.Currency != r.rules.Currency:
		r.Report(row.Line, "the outside account %q is kept in %s and this file in %s; bring it in by hand with: coopd tx treasury received", outside.Name, outside.Currency, r.rules.Currency)
	case row.Posting.Functional.IsNegative():
		r.Report(row.Line, "the outside account %q is overdrawn; officers attest what comes to one, so enter what the bank has lent in an account of liabilities", outside.Name)
	default:
		row.Outside = outside.Name
		r.rows = append(r.rows, row)
	}
}

// checkSum refuses a trial balance whose debits and credits differ.
func (r *reader) checkSum() {
	if len(r.Problems) > 0 {
		return
	}
	if len(r.rows) < 2 {
		r.Problems = append(r.Problems, "a trial balance has two lines at the least")
		return
	}
	sum, err := math.ZeroInt(), error(nil)
	for _, row := range r.rows {
		if sum, err = treasurytypes.Sum(sum, row.Posting.Functional); err != nil {
			r.Problems = append(r.Problems, err.Error())
			return
		}
	}
	if !sum.IsZero() {
		r.Problems = append(r.Problems, fmt.Sprintf("the balances sum to %s and must sum to zero: debits are positive, credits negative", sum))
	}
}

// join makes entries of the rows: one, if all fit and none is outside; else several,
// each balanced by the equity of a free fund, in which nothing is left in the end.
func (r *reader) join(read *Balance, mostPostings int) {
	outside := slices.ContainsFunc(read.Rows, func(row Row) bool { return row.Outside != "" })
	if !outside && len(read.Rows) <= mostPostings {
		read.Entries = []Entry{{Postings: postings(read.Rows)}}
		return
	}
	var found bool
	if read.Against, read.Fund, found = r.equity(); !found {
		r.Problems = append(r.Problems, "it takes more than one entry, and the book has no account of equity in a free fund to join them by; add one to the charter")
		return
	}
	var rest []Row
	for _, row := range read.Rows {
		if row.Outside == "" {
			rest = append(rest, row)
			continue
		}
		if err := r.takesIn(row, read.Against); err != nil {
			r.Report(row.Line, "%s", err)
		}
		read.Entries = append(read.Entries, Entry{Outside: row.Outside, Amount: row.Posting.Functional, Against: read.Against})
	}
	for part := range slices.Chunk(rest, max(1, mostPostings-1)) {
		read.Entries = append(read.Entries, balanced(postings(part), read.Against, read.Fund))
	}
}

// takesIn refuses an outside account whose fund takes in no equity.
func (r *reader) takesIn(row Row, against string) error {
	fund, err := treasurytypes.FindFund(r.rules, row.Posting.Fund)
	if err != nil {
		return err
	}
	return treasurytypes.TakesIn(r.rules, fund, against)
}

// equity of a free fund that isn't kept by member.
func (r *reader) equity() (account, fund string, found bool) {
	free := slices.IndexFunc(r.rules.Funds, func(f membershiptypes.Fund) bool {
		return f.Policy == membershiptypes.FundPolicy_FUND_POLICY_FREE && f.Name != membershiptypes.SuspenseFund && !membershiptypes.IsSetAside(f.Name)
	})
	own := slices.IndexFunc(r.rules.Accounts, func(a membershiptypes.LedgerAccount) bool {
		return a.Kind == membershiptypes.AccountKind_ACCOUNT_KIND_EQUITY && a.Role == membershiptypes.AccountRole_ACCOUNT_ROLE_UNSPECIFIED && !a.ByMember
	})
	if free < 0 || own < 0 {
		return "", "", false
	}
	return r.rules.Accounts[own].Code, r.rules.Funds[free].Name, true
}

func postings(rows []Row) (all []treasurytypes.Posting) {
	for _, row := range rows {
		all = append(all, row.Posting)
	}
	return all
}

// balanced adds what is missing for an entry to sum to zero. The sums were checked.
func balanced(lines []treasurytypes.Posting, account, fund string) Entry {
	sum := math.ZeroInt()
	for _, line := range lines {
		sum = sum.Add(line.Functional)
	}
	if !sum.IsZero() {
		lines = append(lines, treasurytypes.NewPosting(account, fund, "", math.ZeroInt(), sum.Neg()))
	}
	return Entry{Postings: lines}
}

// Command is how an officer prepares an entry. Another approves it with:
// coopd tx treasury approve-entry COOP PENDING_ID.
func (e Entry) Command(coop string, fileSHA256 []byte) string {
	words := []string{"coopd tx treasury"}
	if e.Outside != "" {
		words = append(words, "received", coop, e.Outside, e.Amount.String(), e.Against)
	} else {
		words = append(words, "post", coop)
		for _, posting := range e.Postings {
			part := ""
			if posting.MemberId != 0 {
				part = fmt.Sprintf("#%d", posting.MemberId)
			}
			words = append(words, fmt.Sprintf("%s%s:%s:@%s", posting.Account, part, posting.Fund, posting.Functional))
		}
	}
	return strings.Join(append(words, "--narrative", narrative, "--document", fmt.Sprintf("%x", fileSHA256)), " ")
}
