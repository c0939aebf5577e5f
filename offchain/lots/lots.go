// Package lots reads what the members of an existing co-op hold, lot by lot, from a
// file: shares, loans, allocated surplus.
package lots

import (
	"crypto/sha256"
	"fmt"
	"math/big"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/coopledger/coopledger/offchain/sheet"
)

// columns of a file, in any order; it has all of them.
var columns = []string{columnNumber, columnInstrument, columnUnits, columnDate, columnPaid}

const (
	columnNumber     = "member_number"
	columnInstrument = "instrument"
	columnUnits      = "number"
	columnDate       = "date"
	columnPaid       = "paid"

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

// Instrument is what a charter says of one: its nominal value, and whether all of it is
// paid in at once.
type Instrument struct {
	Name    string
	Nominal *big.Int
	PaidUp  bool
}

// AreHoldings says whether a file's first line is that of members' lots.
func AreHoldings(text []byte) bool {
	return sheet.Has(text, columnInstrument, columnPaid)
}

type reader struct {
	sheet.Sheet
	instruments []Instrument
	members     uint64
	today       uint32
	lots        []Lot
}

// Read checks a whole file against a co-op's instruments. Members is the number of the
// last member that there will be, now is in seconds since 1970. It names everything
// that is wrong at once.
func Read(text []byte, instruments []Instrument, members uint64, now int64) (Holdings, error) {
	r := reader{instruments: instruments, members: members, today: day(time.Unix(now, 0).UTC())}
	r.Read(text, columns, columns, nil, r.readRow)
	if len(r.lots) == 0 && len(r.Problems) == 0 {
		r.Problems = append(r.Problems, "the file has no lots")
	}
	if len(r.Problems) > 0 {
		return Holdings{}, r.Problems
	}
	sum := sha256.Sum256(text)
	return Holdings{FileSHA256: sum[:], Lots: r.lots}, nil
}

func (r *reader) readRow(line int, record []string) {
	if record == nil {
		return
	}
	before := len(r.Problems)
	field := func(column string) string { return record[r.Columns[column]] }
	lot := Lot{Line: line, Instrument: field(columnInstrument)}
	lot.Member = r.number(line, "the member number", field(columnNumber), r.members)
	lot.Number = r.number(line, "the number of units", field(columnUnits), 1<<63-1)
	at, err := time.Parse(time.DateOnly, field(columnDate))
	if lot.Date = day(at); err != nil || lot.Date > r.today {
		r.Report(line, "held since %q; write a day like 1999-12-31, not one to come", field(columnDate))
	}
	paid, ok := new(big.Int).SetString(field(columnPaid), 10)
	if !ok || paid.Sign() < 0 || paid.BitLen() > maxAmountBits {
		r.Report(line, "paid in is %q; give base units of the instrument's denom, 0 or more", field(columnPaid))
		return
	}
	lot.Paid = paid
	if r.checkInstrument(lot); len(r.Problems) == before {
		r.lots = append(r.lots, lot)
	}
}

func day(at time.Time) uint32 {
	return uint32(at.Year())*10_000 + uint32(at.Month())*100 + uint32(at.Day())
}

func (r *reader) number(line int, what, text string, most uint64) uint64 {
	number, err := strconv.ParseUint(text, 10, 64)
	if err != nil || number == 0 || number > most {
		r.Report(line, "%s is %q; it is from 1 to %d", what, text, most)
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
		r.Report(lot.Line, "the charter has no instrument %q; it has: %s", lot.Instrument, strings.Join(names, ", "))
		return
	}
	instrument := r.instruments[at]
	nominal := new(big.Int).Mul(instrument.Nominal, new(big.Int).SetUint64(lot.Number))
	switch compared := lot.Paid.Cmp(nominal); {
	case compared > 0:
		r.Report(lot.Line, "%s are paid in, and %d units of %q have a nominal value of %s", lot.Paid, lot.Number, lot.Instrument, nominal)
	case compared < 0 && instrument.PaidUp:
		r.Report(lot.Line, "%s are paid in of a nominal value of %s, and %q is paid in at once", lot.Paid, nominal, lot.Instrument)
	}
}
