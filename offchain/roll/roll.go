// Package roll reads the roll of an existing co-op from a file and cuts it into
// the messages that bring it in.
package roll

import (
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"fmt"
	"io"
	"strconv"
	"time"

	"github.com/coopledger/coopledger/offchain/sheet"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

// The columns of a file. It has one of the first two, class and joined, and the others
// if it likes.
const (
	columnNumber   = "member_number"
	columnExternal = "external_id"
	columnClass    = "class"
	columnJoined   = "joined"
	columnState    = "state"
	columnUntil    = "suspended_until"
	columnLeaves   = "leaves"
	columnEnded    = "ended"
	columnMinor    = "minor_until"
	columnHolders  = "holders"
)

// columns in the order in which they are named to people.
var columns = []string{
	columnNumber, columnExternal, columnClass, columnJoined, columnState, columnUntil, columnLeaves, columnEnded, columnMinor, columnHolders,
}

const (
	stateActive    = "active"
	stateSuspended = "suspended"
	stateLeaving   = "leaving"
	stateLapsed    = "lapsed"
	stateDeceased  = "deceased"
	dateLayout     = "2006-01-02"
)

// Roll is a file whose every row can be brought in.
type Roll struct {
	// FileSHA256 of the bytes that were read.
	FileSHA256 []byte
	// Rows in the order of the file.
	Rows []membershiptypes.ImportRow
	// Counts by class, in the order of class ids, and Former the members whose
	// membership has ended.
	Counts []membershiptypes.ClassCount
	Former uint64
	// FirstNumber is the member number of the first row.
	FirstNumber uint64
}

// reader gathers rows and problems.
type reader struct {
	sheet.Sheet
	charter membershiptypes.Charter
	now     int64
	next    uint64
	seen    map[string]int
	counts  map[uint32]uint64
	former  uint64
	rows    []membershiptypes.ImportRow
}

// Read checks a whole file against a co-op's charter and roll. firstNumber is
// the number that the co-op's next member gets, now is in seconds since 1970.
// It names everything that is wrong at once.
func Read(text []byte, charter membershiptypes.Charter, firstNumber uint64, now int64) (Roll, error) {
	r := reader{
		charter: charter, now: now, next: firstNumber,
		seen: make(map[string]int), counts: make(map[uint32]uint64),
	}
	r.Read(text, columns, []string{columnClass, columnJoined}, r.checkHeader, r.readRow)
	if len(r.rows) == 0 && len(r.Problems) == 0 {
		r.Problems = append(r.Problems, "the file has no members")
	}
	r.checkSizes()
	if len(r.Problems) > 0 {
		return Roll{}, r.Problems
	}
	sum := sha256.Sum256(text)
	return Roll{FileSHA256: sum[:], Rows: r.rows, Counts: r.classCounts(), Former: r.former, FirstNumber: firstNumber}, nil
}

// checkHeader demands one of the two columns by which members are told apart.
func (r *reader) checkHeader() {
	_, byNumber := r.Columns[columnNumber]
	_, byID := r.Columns[columnExternal]
	if byNumber == byID {
		r.Report(1, "give one of the columns %s and %s", columnNumber, columnExternal)
	}
}

func (r *reader) readRow(line int, record []string) {
	if record == nil {
		r.next++
		return
	}
	before := len(r.Problems)
	row := membershiptypes.ImportRow{}
	if at, found := r.Columns[columnNumber]; found {
		r.checkNumber(line, record[at])
	} else {
		row.ExternalId = r.externalID(line, record[r.Columns[columnExternal]])
	}
	r.next++
	class, err := r.charter.ClassByName(record[r.Columns[columnClass]])
	if err != nil {
		r.Report(line, "%s", err)
	}
	row.ClassId = class.Id
	row.JoinedAt = r.day(line, "joined on", record[r.Columns[columnJoined]])
	r.readState(line, record, &row)
	if len(r.Problems) > before {
		return
	}
	if _, err := row.Validate(r.charter, r.now); err != nil {
		r.Report(line, "%s", err)
		return
	}
	if row.Former() {
		r.former++
	} else {
		r.counts[row.ClassId]++
	}
	r.rows = append(r.rows, row)
}

// field of a row; empty if the file has no such column.
func (r *reader) field(record []string, column string) string {
	if at, found := r.Columns[column]; found {
		return record[at]
	}
	return ""
}

// readState reads in which state a member is, and the days that belong to it.
func (r *reader) readState(line int, record []string, row *membershiptypes.ImportRow) {
	state := r.field(record, columnState)
	switch state {
	case "", stateActive, stateLeaving:
	case stateSuspended:
		row.Suspended = true
	case stateLapsed:
		row.Ended = membershiptypes.MemberState_MEMBER_STATE_LAPSED
	case stateDeceased:
		row.Ended = membershiptypes.MemberState_MEMBER_STATE_DECEASED
	default:
		r.Report(line, "the state is %q; it is %s, %s, %s, %s or %s (who has left is not on the roll)", state, stateActive, stateSuspended, stateLeaving, stateLapsed, stateDeceased)
		return
	}
	if until := r.field(record, columnUntil); until != "" {
		row.SuspendedUntil = r.suspendedUntil(line, until, row.Suspended)
	}
	row.LeavesAt = r.dayOf(line, columnLeaves, r.field(record, columnLeaves), state == stateLeaving, "the state is "+stateLeaving)
	row.EndedAt = r.dayOf(line, columnEnded, r.field(record, columnEnded), row.Former(), "the state is "+stateLapsed+" or "+stateDeceased)
	if row.LeavesAt != 0 && row.LeavesAt <= r.now {
		r.Report(line, "leaves on %s, which is over; who has left is not on the roll", r.field(record, columnLeaves))
	}
	r.readPlace(line, record, row)
}

// dayOf reads the day that a state needs, and that no other has.
func (r *reader) dayOf(line int, column, text string, needed bool, when string) int64 {
	if needed != (text != "") {
		r.Report(line, "the column %s is %q; it has a day if, and only if, %s", column, text, when)
		return 0
	}
	if text == "" {
		return 0
	}
	return r.day(line, column, text)
}

// readPlace reads what makes a place a minor's, or a joint one.
func (r *reader) readPlace(line int, record []string, row *membershiptypes.ImportRow) {
	if minor := r.field(record, columnMinor); minor != "" {
		if row.MinorUntil = r.day(line, columnMinor, minor); row.MinorUntil <= r.now {
			r.Report(line, "was a minor until %s, which is over; leave it out", minor)
		}
	}
	holders := r.field(record, columnHolders)
	if holders == "" {
		return
	}
	number, err := strconv.ParseUint(holders, 10, 32)
	if err != nil || number < 1 {
		r.Report(line, "the place is held by %q; give how many persons hold it together", holders)
	}
	if row.Holders = uint32(number); row.Holders == 1 {
		row.Holders = 0
	}
}

// day reads a day as the moment when it begins, in UTC.
func (r *reader) day(line int, what, text string) int64 {
	day, err := time.ParseInLocation(dateLayout, text, time.UTC)
	if err != nil {
		r.Report(line, "%s %q; write the day like 1999-12-31", what, text)
	}
	return day.Unix()
}

// suspendedUntil reads the day on which a suspension ends. One that is over needs
// none, and so does an active member.
func (r *reader) suspendedUntil(line int, text string, suspended bool) int64 {
	until := r.day(line, "suspended until", text)
	switch {
	case !suspended:
		r.Report(line, "is suspended until %s and the state is not %s; write one or leave out the other", text, stateSuspended)
	case until <= r.now:
		r.Report(line, "was suspended until %s, which is over; the state is %s", text, stateActive)
	}
	return until
}

// checkNumber wants the numbers that the ledger will give: a ballot is found by
// its number, so numbers have no gaps.
func (r *reader) checkNumber(line int, text string) {
	number, err := strconv.ParseUint(text, 10, 64)
	if err != nil || number != r.next {
		r.Report(line, "the member number is %q and the ledger's next is %d; sort by number, close the gaps, or use the column %s instead", text, r.next, columnExternal)
	}
}

func (r *reader) externalID(line int, text string) []byte {
	id, err := hex.DecodeString(text)
	if err != nil || len(id) != sha256.Size {
		r.Report(line, "the external id is %q; it is the 64 hexadecimal digits of a SHA-256", text)
		return nil
	}
	if first, twice := r.seen[string(id)]; twice {
		r.Report(line, "the external id is that of line %d too", first)
	}
	r.seen[string(id)] = line
	return id
}

// checkSizes holds the file against the charter's limits.
func (r *reader) checkSizes() {
	for _, class := range r.charter.Classes {
		if class.MaxMembers > 0 && r.counts[class.Id] > class.MaxMembers {
			r.Problems = append(r.Problems, fmt.Sprintf("class %q: the file has %d members and the charter lets it have %d", class.Name, r.counts[class.Id], class.MaxMembers))
		}
	}
}

func (r *reader) classCounts() []membershiptypes.ClassCount {
	var counts []membershiptypes.ClassCount
	for _, class := range r.charter.Classes {
		if r.counts[class.Id] > 0 {
			counts = append(counts, membershiptypes.ClassCount{ClassId: class.Id, Members: r.counts[class.Id]})
		}
	}
	return counts
}

// Announcement is the message that the members resolve.
func (r Roll) Announcement(coop membershiptypes.Coop) *membershiptypes.MsgAnnounceImport {
	return &membershiptypes.MsgAnnounceImport{
		Authority: coop.Account, CoopId: coop.Id, FileSha256: r.FileSHA256, Members: uint64(len(r.Rows)),
		Head: membershiptypes.ImportHead(r.Rows, membershiptypes.ImportTail()), ClassCounts: r.Counts, Former: r.Former,
	}
}

// Batches are the messages that bring the rows in, each with so many at most and
// without a sender: whoever sends it puts itself in.
func (r Roll) Batches(coopID uint64, size int) []*membershiptypes.MsgImportMembers {
	count := (len(r.Rows) + size - 1) / size
	batches := make([]*membershiptypes.MsgImportMembers, count)
	tail := membershiptypes.ImportTail()
	for i := count - 1; i >= 0; i-- {
		from, to := i*size, min((i+1)*size, len(r.Rows))
		batches[i] = &membershiptypes.MsgImportMembers{
			CoopId: coopID, FileSha256: r.FileSHA256, FirstRow: uint64(from), Rows: r.Rows[from:to], Tail: tail,
		}
		tail = membershiptypes.ImportHead(r.Rows[from:to], tail)
	}
	return batches
}

// Generate writes a file of so many members for tests and rehearsals, the same
// for the same number: half in each of two classes, joined over forty years.
func Generate(out io.Writer, members int, classes [2]string) error {
	lines := csv.NewWriter(out)
	if err := lines.Write([]string{columnExternal, columnClass, columnJoined, columnState}); err != nil {
		return err
	}
	first := time.Date(1980, time.January, 1, 0, 0, 0, 0, time.UTC)
	for i := range members {
		id := sha256.Sum256(fmt.Appendf(nil, "generated member %d", i))
		state := stateActive
		if i%50 == 49 {
			state = stateSuspended
		}
		joined := first.AddDate(0, 0, i%14_600).Format(dateLayout)
		if err := lines.Write([]string{hex.EncodeToString(id[:]), classes[i%2], joined, state}); err != nil {
			return err
		}
	}
	lines.Flush()
	return lines.Error()
}
