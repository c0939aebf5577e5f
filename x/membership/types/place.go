package types

import (
	"crypto/sha256"
	"encoding/binary"
	"slices"
	"time"

	chaintypes "github.com/coopledger/coopledger/x/chain/types"
)

const (
	// EarliestJoining is the first second of 1844, when Rochdale's pioneers began:
	// members of older co-ops are brought in as having joined then.
	EarliestJoining int64 = -3_976_214_400

	// LongestMinority in seconds: 25 years, more than any law knows.
	LongestMinority int64 = 25 * 366 * secondsPerDay

	sha256Bytes = sha256.Size
)

// Word says the kind of a notice for people to read.
func (k NoticeKind) Word() string {
	switch k {
	case NoticeKind_NOTICE_KIND_LEAVING:
		return "leaving"
	case NoticeKind_NOTICE_KIND_LAPSE:
		return "lapse"
	case NoticeKind_NOTICE_KIND_DEATH:
		return "death"
	case NoticeKind_NOTICE_KIND_TRIAL:
		return "trial"
	case NoticeKind_NOTICE_KIND_MAJORITY:
		return "coming of age"
	case NoticeKind_NOTICE_KIND_CLASS:
		return "another class"
	default:
		return "no known kind"
	}
}

// Words say what will happen and when, for people to read.
func (n Notice) Words() string {
	what := map[NoticeKind]string{
		NoticeKind_NOTICE_KIND_LEAVING:  "leaves",
		NoticeKind_NOTICE_KIND_LAPSE:    "lapses (" + n.Ground + ") unless the member objects",
		NoticeKind_NOTICE_KIND_DEATH:    "recorded as dead unless one of its keys objects",
		NoticeKind_NOTICE_KIND_TRIAL:    "its trial ends",
		NoticeKind_NOTICE_KIND_MAJORITY: "comes of age",
		NoticeKind_NOTICE_KIND_CLASS:    "asks for another class",
	}[n.Kind]
	switch {
	case n.Kind == NoticeKind_NOTICE_KIND_DEATH && n.Due == 0:
		return "recorded as dead, and not confirmed"
	case n.Kind == NoticeKind_NOTICE_KIND_DEATH && n.Dissolved:
		return "recorded as dissolved unless it objects, on " + Date(n.Due)
	case n.Contested:
		return "contests a lapse (" + n.Ground + "); the members decide"
	case n.Due == 0:
		return what
	}
	return what + ", on " + Date(n.Due)
}

// NoticeKinds lists all of them in order.
func NoticeKinds() []NoticeKind {
	return []NoticeKind{
		NoticeKind_NOTICE_KIND_LEAVING, NoticeKind_NOTICE_KIND_LAPSE, NoticeKind_NOTICE_KIND_DEATH,
		NoticeKind_NOTICE_KIND_TRIAL, NoticeKind_NOTICE_KIND_MAJORITY, NoticeKind_NOTICE_KIND_CLASS,
	}
}

// IsWindow says whether the time until the notice is due is one in which the
// member can stop it: such a time doesn't end while the ledger catches up.
func (k NoticeKind) IsWindow() bool {
	return k == NoticeKind_NOTICE_KIND_LAPSE || k == NoticeKind_NOTICE_KIND_DEATH
}

// Word says the stage for people to read.
func (s ApplicationStage) Word() string {
	switch s {
	case ApplicationStage_APPLICATION_STAGE_WAITING:
		return "waiting for an officer or the members"
	case ApplicationStage_APPLICATION_STAGE_SPONSORING:
		return "waiting for sponsors"
	case ApplicationStage_APPLICATION_STAGE_STANDING:
		return "standing for objections"
	case ApplicationStage_APPLICATION_STAGE_REFERRED:
		return "referred to the members"
	default:
		return "in no known stage"
	}
}

// HasSpoken says whether a member has sponsored an application or objected to it.
func (a PersonApplication) HasSpoken(memberID uint64) bool {
	return slices.Contains(a.Sponsors, memberID) || slices.Contains(a.Objectors, memberID)
}

// ValidateDocumentHash refuses a hash that is neither missing nor a SHA-256.
func ValidateDocumentHash(hash []byte) error {
	if len(hash) == 0 || len(hash) == sha256Bytes {
		return nil
	}
	return ErrInvalidDocument.Wrapf("the document's hash has %d bytes; give the %d of its SHA-256, or none", len(hash), sha256Bytes)
}

// Validate refuses a row that can't be a member of the charter's classes who
// joined by now (chain time in seconds).
func (r ImportRow) Validate(charter Charter, now int64) (Class, error) {
	if len(r.ExternalId) != 0 && len(r.ExternalId) != sha256Bytes {
		return Class{}, ErrInvalidImport.Wrapf("the external id has %d bytes; it needs the %d of a SHA-256, or none", len(r.ExternalId), sha256Bytes)
	}
	if r.JoinedAt < EarliestJoining || r.JoinedAt > now {
		return Class{}, ErrInvalidImport.Wrapf("joined on %s; that must lie between the beginning of 1844 and now, %s", chaintypes.DateOf(r.JoinedAt), chaintypes.DateOf(now))
	}
	if err := r.validateState(now); err != nil {
		return Class{}, err
	}
	if r.SuspendedUntil != 0 && (!r.Suspended || r.SuspendedUntil < r.JoinedAt) {
		return Class{}, ErrInvalidImport.Wrapf("suspended until %s; only a suspended member has such a day, and not one before it joined", chaintypes.DateOf(r.SuspendedUntil))
	}
	class, err := charter.Class(r.ClassId)
	if err != nil {
		return Class{}, err
	}
	return class, class.Takes(MemberKind_MEMBER_KIND_PERSON)
}

// validateState refuses a member who is in two states at once, and days that can't be.
func (r ImportRow) validateState(now int64) error {
	states := 0
	for _, is := range []bool{r.Suspended, r.LeavesAt != 0, r.Former()} {
		if is {
			states++
		}
	}
	if states > 1 || r.Former() != (r.EndedAt != 0) {
		return ErrInvalidImport.Wrapf("suspended: %t, leaves at %d, ended as %s at %d; a member is in one state, and only a former one has a day on which it ended",
			r.Suspended, r.LeavesAt, r.Ended.Word(), r.EndedAt)
	}
	if r.Former() && r.Ended != MemberState_MEMBER_STATE_LAPSED && r.Ended != MemberState_MEMBER_STATE_DECEASED {
		return ErrInvalidImport.Wrapf("it is %s; a former member who comes in has lapsed or died", r.Ended.Word())
	}
	if r.Former() && (r.EndedAt < r.JoinedAt || r.EndedAt > now) {
		return ErrInvalidImport.Wrapf("it is %s since %s; that must lie between joining and now, %s", r.Ended.Word(), chaintypes.DateOf(r.EndedAt), chaintypes.DateOf(now))
	}
	if r.LeavesAt != 0 && r.LeavesAt < r.JoinedAt {
		return ErrInvalidImport.Wrapf("it leaves on %s, before it joined", chaintypes.DateOf(r.LeavesAt))
	}
	special := r.MinorUntil != 0 || r.Holders > 1
	if special && r.Former() || r.MinorUntil != 0 && r.Holders > 1 {
		return ErrInvalidImport.Wrapf("a minor until %d, %d holders, former: %t; a minor's place is not joint, and a former member's is neither", r.MinorUntil, r.Holders, r.Former())
	}
	if r.MinorUntil != 0 && (r.MinorUntil < r.JoinedAt || r.MinorUntil-now > LongestMinority) {
		return ErrInvalidImport.Wrapf("the minor comes of age on %s; that lies after its joining, and ahead by %s at most", chaintypes.DateOf(r.MinorUntil), Duration(int64(LongestMinority)))
	}
	return nil
}

// Former says whether the membership has ended.
func (r ImportRow) Former() bool { return r.Ended != MemberState_MEMBER_STATE_UNSPECIFIED }

// SuspensionEnd is when a suspension that comes in now ends by itself: as the row
// says, and no later than the ledger's most for a year from now. It is now for a
// member who is not suspended, or is no longer.
func (r ImportRow) SuspensionEnd(now int64, limits Params) int64 {
	if !r.Suspended {
		return now
	}
	latest := now + int64(limits.MaxSuspensionSecondsPerYear)
	if r.SuspendedUntil == 0 {
		return latest
	}
	return max(now, min(latest, r.SuspendedUntil))
}

// importChainEnd is what the hash chain over a file's rows ends in.
const importChainEnd = "Coop Ledger: the end of an imported roll, version 1"

// ImportTail is the head of the hash chain over no rows.
func ImportTail() []byte {
	end := sha256.Sum256([]byte(importChainEnd))
	return end[:]
}

// ImportHead is the head of the hash chain over rows that come before a tail.
// The head of the whole file announces all of it: a batch shows its rows and
// the tail, and nothing else leads to the head.
//
// Each link is the SHA-256 of the row in fixed places (a byte for the length of
// the external id, 32 bytes of it, 4 bytes class, 8 bytes joined, a byte: 0 for
// active, 1 for suspended, 2 for suspended until the second that the next 8 bytes
// say, 3 where anything else is said of the member; numbers big-endian) followed by
// the link after it. After a 3 come: a byte, 1 for suspended; 8 bytes each for the ends
// of suspension, membership (by notice), membership (former) and minority; a byte for
// the state in which it ended; 4 bytes for the holders.
func ImportHead(rows []ImportRow, tail []byte) []byte {
	head := tail
	for i := len(rows) - 1; i >= 0; i-- {
		head = rows[i].link(head)
	}
	return head
}

func (r ImportRow) link(next []byte) []byte {
	var row [1 + sha256Bytes + 4 + 8 + 1]byte
	row[0] = byte(len(r.ExternalId))
	copy(row[1:], r.ExternalId)
	binary.BigEndian.PutUint32(row[1+sha256Bytes:], r.ClassId)
	binary.BigEndian.PutUint64(row[5+sha256Bytes:], uint64(r.JoinedAt))
	said := row[:]
	if r.Suspended {
		row[len(row)-1] = 1
	}
	if r.SuspendedUntil != 0 {
		row[len(row)-1] = 2
		said = binary.BigEndian.AppendUint64(said, uint64(r.SuspendedUntil))
	}
	if r.LeavesAt != 0 || r.Former() || r.MinorUntil != 0 || r.Holders != 0 {
		said = r.statesLink(row[:len(row)-1])
	}
	link := sha256.Sum256(append(said, next...))
	return link[:]
}

// statesLink says the whole state of a member in a link.
func (r ImportRow) statesLink(place []byte) []byte {
	said := append(slices.Clone(place), 3, 0)
	if r.Suspended {
		said[len(said)-1] = 1
	}
	for _, at := range []int64{r.SuspendedUntil, r.LeavesAt, r.EndedAt, r.MinorUntil} {
		said = binary.BigEndian.AppendUint64(said, uint64(at))
	}
	return binary.BigEndian.AppendUint32(append(said, byte(r.Ended)), r.Holders)
}

// Take counts a row off what is still to come of a file: one of a class, or a former
// member's.
func (i *Import) Take(row ImportRow) error {
	if row.Former() {
		if i.RemainingFormer == 0 {
			return ErrNotAnnounced.Wrap("the announcement has no former member left")
		}
		i.RemainingFormer--
		return nil
	}
	classID := row.ClassId
	left, found := countOut(i.Remaining, classID)
	if !found {
		return ErrNotAnnounced.Wrapf("the announcement has no member of class %d left", classID)
	}
	i.Remaining = left
	return nil
}

// Date writes chain time for people to read.
func Date(seconds int64) string {
	return time.Unix(seconds, 0).UTC().Format("2006-01-02 15:04:05 UTC")
}
