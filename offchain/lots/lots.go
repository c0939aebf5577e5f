// Package lots reads what the members of an existing co-op hold, lot by lot, from a
// file: shares, loans, allocated surplus.
package lots

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
	"time"
)

// columns of a file, in any order; it has all of them.
var columns = []string{columnNumber, columnInstrument, columnUnits, columnDate, columnPaid}

const (
	columnNumber     = "member_number"
	columnInstrument = "instrument"
	columnUnits      = "number"
	columnDate       = "date"
	columnPaid       = "paid"

	maxProblems   = 1_000
	maxAmountBits = 240
)

// Lot is a row that can be brought in.
type Lot struct {
	// Line of the file.
	Line int
	// Member is the number of the holder, present or former.
	Member uint64
	// Instrument of the charter, by its name.
	Instrument string
	// Number of units.
	Number uint64
	// Date since which it is held, such as 20190501.
	Date uint32
	// Paid in of it, in base units of the instrument's denom.
	Paid *big.Int
}

// Words say what a row becomes, for people to read.
func (l Lot) Words() string {
	return fmt.Sprintf("member %d, %d of %q since %d, %s paid in", l.Member, l.Number, l.Instrument, l.Date, l.Paid)
}

// Holdings is a file whose every row can be brought in.
type Holdings struct {
	// FileSHA256 of the bytes that were read.
	FileSHA256 []byte
	// Lots in the order of the file.
	Lots []Lot
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

// Instrument is what a charter says of one: its nominal value, and whether all of it is
// paid in at once.
type Instrument struct {
	Name    string
	Nominal *big.Int
	PaidUp  bool
}

// AreHoldings says whether a file's first line is that of members' lots.
func AreHoldings(text []byte) bool {
	header, err := lines(text).Read()
	return err == nil && slices.Contains(header, columnInstrument) && slices.Contains(header, columnPaid)
}

func lines(text []byte) *csv.Reader {
	reader := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(text, []byte("\xef\xbb\xbf"))))
	reader.FieldsPerRecord = -1
	return reader
}

type reader struct {
	instruments []Instrument
	members     uint64
	today       uint32
	columns     map[string]int
	lots        []Lot
	problems    Problems
}

// Read checks a whole file against a co-op's instruments. Members is the number of the
// last member that there will be, now is in seconds since 1970. It names everything
// that is wrong at once.
func Read(text []byte, instruments []Instrument, members uint64, now int64) (Holdings, error) {
	r := reader{instruments: instruments, members: members, today: day(time.Unix(now, 0).UTC())}
	from := lines(text)
	header, err := from.Read()
	if err != nil {
		return Holdings{}, Problems{"the file has no first line with the names of its columns"}
	}
	if r.readHeader(header); len(r.problems) > 0 {
		return Holdings{}, r.problems
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
	if len(r.lots) == 0 && len(r.problems) == 0 {
		r.problems = append(r.problems, "the file has no lots")
	}
	if len(r.problems) > 0 {
		return Holdings{}, r.problems
	}
	sum := sha256.Sum256(text)
	return Holdings{FileSHA256: sum[:], Lots: r.lots}, nil
}

func (r *reader) report(line int, format string, arguments ...any) {
	r.problems = append(r.problems, fmt.Sprintf("line %d: ", line)+fmt.Sprintf(format, arguments...))
}

func (r *reader) readHeader(header []string) {
	r.columns = make(map[string]int, len(header))
	for i, name := range header {
		if !slices.Contains(columns, name) {
			r.report(1, "there is no column %q; the columns are %s", name, strings.Join(columns, ", "))
		}
		if _, twice := r.columns[name]; twice {
			r.report(1, "the column %q is there twice", name)
		}
		r.columns[name] = i
	}
	for _, needed := range columns {
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
	before := len(r.problems)
	field := func(column string) string { return record[r.columns[column]] }
	lot := Lot{Line: line, Instrument: field(columnInstrument)}
	lot.Member = r.number(line, "the member number", field(columnNumber), r.members)
	lot.Number = r.number(line, "the number of units", field(columnUnits), 1<<63-1)
	at, err := time.Parse(time.DateOnly, field(columnDate))
	if lot.Date = day(at); err != nil || lot.Date > r.today {
		r.report(line, "held since %q; write a day like 1999-12-31, not one to come", field(columnDate))
	}
	paid, ok := new(big.Int).SetString(field(columnPaid), 10)
	if !ok || paid.Sign() < 0 || paid.BitLen() > maxAmountBits {
		r.report(line, "paid in is %q; give base units of the instrument's denom, 0 or more", field(columnPaid))
		return
	}
	lot.Paid = paid
	if r.checkInstrument(lot); len(r.problems) == before {
		r.lots = append(r.lots, lot)
	}
}

func day(at time.Time) uint32 {
	return uint32(at.Year())*10_000 + uint32(at.Month())*100 + uint32(at.Day())
}

func (r *reader) number(line int, what, text string, most uint64) uint64 {
	number, err := strconv.ParseUint(text, 10, 64)
	if err != nil || number == 0 || number > most {
		r.report(line, "%s is %q; it is from 1 to %d", what, text, most)
	}
	return number
}

// checkInstrument holds what is paid in against the nominal value.
func (r *reader) checkInstrument(lot Lot) {
	at := slices.IndexFunc(r.instruments, func(i Instrument) bool { return i.Name == lot.Instrument })
	if at < 0 {
		names := make([]string, len(r.instruments))
		for i, instrument := range r.instruments {
			names[i] = instrument.Name
		}
		r.report(lot.Line, "the charter has no instrument %q; it has: %s", lot.Instrument, strings.Join(names, ", "))
		return
	}
	instrument := r.instruments[at]
	nominal := new(big.Int).Mul(instrument.Nominal, new(big.Int).SetUint64(lot.Number))
	switch compared := lot.Paid.Cmp(nominal); {
	case compared > 0:
		r.report(lot.Line, "%s are paid in, and %d units of %q have a nominal value of %s", lot.Paid, lot.Number, lot.Instrument, nominal)
	case compared < 0 && instrument.PaidUp:
		r.report(lot.Line, "%s are paid in of a nominal value of %s, and %q is paid in at once", lot.Paid, nominal, lot.Instrument)
	}
}
