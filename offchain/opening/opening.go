// Package opening reads the opening trial balance of an existing co-op from a file
// and says with which entries two officers bring it into the book.
package opening

import (
	"bytes"
	"crypto/sha256"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"math/big"
	"slices"
	"strconv"
	"strings"

	"cosmossdk.io/math"

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

const (
	maxProblems = 1_000
	// narrative of every entry.
	narrative = "OPENING"
)

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

// Problems are all that is wrong with a file.
type Problems []string

// Error lists them, one a line.
func (p Problems) Error() string {
	text := fmt.Sprintf("%d problems; nothing is brought in before all are gone", len(p))
	for _, problem := range p {
		text += "\n  " + problem
	}
	return text
}

// IsBalance says whether a file's first line is that of an opening trial balance.
func IsBalance(text []byte) bool {
	header, err := lines(text).Read()
	return err == nil && slices.Contains(header, columnAccount) && slices.Contains(header, columnBalance)
}

func lines(text []byte) *csv.Reader {
	reader := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(text, []byte("\xef\xbb\xbf"))))
	reader.FieldsPerRecord = -1
	return reader
}

// reader gathers rows and problems.
type reader struct {
	rules    membershiptypes.TreasuryRules
	members  uint64
	columns  map[string]int
	seen     map[string]int
	rows     []Row
	problems Problems
}

// Read checks a whole file against a co-op's book. Members is the number of the last
// member that there will be. It names everything that is wrong at once.
func Read(text []byte, rules membershiptypes.TreasuryRules, limits treasurytypes.Params, members uint64) (Balance, error) {
	r := reader{rules: rules, members: members, seen: make(map[string]int)}
	from := lines(text)
	header, err := from.Read()
	if err != nil {
		return Balance{}, Problems{"the file has no first line with the names of its columns"}
	}
	if r.readHeader(header); len(r.problems) > 0 {
		return Balance{}, r.problems
	}
	for len(r.problems) < maxProblems {
		record, err := from.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		line, _ := from.FieldPos(0)
		if err != nil {
			r.report(line, "can't be read: %s", err)
			break
		}
		r.readRow(line, record)
	}
	r.checkSum()
	sum := sha256.Sum256(text)
	read := Balance{FileSHA256: sum[:], Rows: r.rows}
	if len(r.problems) == 0 {
		r.join(&read, int(limits.MaxPostings))
	}
	if len(r.problems) > 0 {
		return Balance{}, r.problems
	}
	return read, nil
}

func (r *reader) report(line int, format string, arguments ...any) {
	r.problems = append(r.problems, fmt.Sprintf("line %d: ", line)+fmt.Sprintf(format, arguments...))
}

func (r *reader) readHeader(header []string) {
	r.columns = make(map[string]int, len(header))
	for i, name := range header {
		if !slices.Contains([]string{columnAccount, columnFund, columnBalance, columnNumber}, name) {
			r.report(1, "there is no column %q; the columns are %s, %s, %s and %s", name, columnAccount, columnFund, columnBalance, columnNumber)
		}
		if _, twice := r.columns[name]; twice {
			r.report(1, "the column %q is there twice", name)
		}
		r.columns[name] = i
	}
	for _, needed := range []string{columnAccount, columnFund, columnBalance} {
		if _, found := r.columns[needed]; !found {
			r.report(1, "the column %q is missing", needed)
		}
	}
}

func (r *reader) readRow(line int, record []string) {
	if len(record) != len(r.columns) {
		r.report(line, "has %d fields; the first line names %d columns", len(record), len(r.columns))
		return
	}
	balance, ok := minorUnits(record[r.columns[columnBalance]])
	if !ok {
		r.report(line, "the balance is %q, which is no number of minor units: write 169050 for a debit of 1690.50, and -169050 for a credit", record[r.columns[columnBalance]])
		return
	}
	if balance.IsZero() {
		r.report(line, "account %s has no balance; leave it out", record[r.columns[columnAccount]])
		return
	}
	row := Row{Line: line, Posting: treasurytypes.NewPosting(
		record[r.columns[columnAccount]], record[r.columns[columnFund]], "", math.ZeroInt(), balance)}
	if at, found := r.columns[columnNumber]; found && record[at] != "" {
		number, err := strconv.ParseUint(record[at], 10, 64)
		if err != nil || number == 0 || number > r.members {
			r.report(line, "the member number is %q; members are numbered from 1 to %d, those of the roll that comes in counted", record[at], r.members)
			return
		}
		row.Posting.MemberId = number
	}
	key := fmt.Sprintf("%s %s %d", row.Posting.Account, row.Posting.Fund, row.Posting.MemberId)
	if first, twice := r.seen[key]; twice {
		r.report(line, "account %s of the fund %q is that of line %d too; add them up", row.Posting.Account, row.Posting.Fund, first)
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
		r.report(row.Line, "there is no account %q; add it to the charter, or give its balance to one that there is", code)
		return
	}
	if row.Account.Role != membershiptypes.AccountRole_ACCOUNT_ROLE_UNSPECIFIED {
		r.report(row.Line, "account %s (%s) holds coins, which come into the book when they are sent to the co-op and classified; leave them out here, and the equity that they are", code, row.Account.Name)
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
		r.report(row.Line, "%s", err)
		return
	}
	r.rows = append(r.rows, row)
}

// placeOutside: officers attest what is in an account that the ledger doesn't hold.
func (r *reader) placeOutside(row Row, outside membershiptypes.OutsideAccount) {
	switch {
	case outside.Fund != row.Posting.Fund:
		r.report(row.Line, "the outside account %q is of the fund %q, not %q", outside.Name, outside.Fund, row.Posting.Fund)
	case outside.Currency != r.rules.Currency:
		r.report(row.Line, "the outside account %q is kept in %s and this file in %s; bring it in by hand with: coopd tx treasury received", outside.Name, outside.Currency, r.rules.Currency)
	case row.Posting.Functional.IsNegative():
		r.report(row.Line, "the outside account %q is overdrawn; officers attest what comes to one, so enter what the bank has lent in an account of liabilities", outside.Name)
	default:
		row.Outside = outside.Name
		r.rows = append(r.rows, row)
	}
}

// checkSum refuses a trial balance whose debits and credits differ.
func (r *reader) checkSum() {
	if len(r.problems) > 0 {
		return
	}
	if len(r.rows) < 2 {
		r.problems = append(r.problems, "a trial balance has two lines at the least")
		return
	}
	sum, err := math.ZeroInt(), error(nil)
	for _, row := range r.rows {
		if sum, err = treasurytypes.Sum(sum, row.Posting.Functional); err != nil {
			r.problems = append(r.problems, err.Error())
			return
		}
	}
	if !sum.IsZero() {
		r.problems = append(r.problems, fmt.Sprintf("the balances sum to %s and must sum to zero: debits are positive, credits negative", sum))
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
		r.problems = append(r.problems, "it takes more than one entry, and the book has no account of equity in a free fund to join them by; add one to the charter")
		return
	}
	var rest []Row
	for _, row := range read.Rows {
		if row.Outside == "" {
			rest = append(rest, row)
			continue
		}
		if err := r.takesIn(row, read.Against); err != nil {
			r.report(row.Line, "%s", err)
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
		return f.Policy == membershiptypes.FundPolicy_FUND_POLICY_FREE && f.Name != membershiptypes.SuspenseFund && f.Name != membershiptypes.PassbookFund
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
