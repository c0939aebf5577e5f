package types

import (
	"crypto/sha256"
	"encoding/binary"
	"math"

	"cosmossdk.io/errors"

	chaintypes "github.com/coopledger/coopledger/x/chain/types"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

const (
	// WaitsForMeeting is the deadline of a resolution that its meeting moves on.
	WaitsForMeeting int64 = math.MaxInt64
	// MaxMinutes is how many versions the minutes of a meeting have.
	MaxMinutes = 20
	// MaxSessions of a meeting, the first one counted.
	MaxSessions = 4

	maxPlaceBytes = 200
)

// Over says whether a meeting has ended.
func (s MeetingStatus) Over() bool {
	return s == MeetingStatus_MEETING_STATUS_CLOSED || s.NotHeld()
}

// NotHeld says whether a meeting is over that never opened: it is no annual one.
func (s MeetingStatus) NotHeld() bool {
	return s == MeetingStatus_MEETING_STATUS_LAPSED || s == MeetingStatus_MEETING_STATUS_CANCELLED
}

// TakesAttendance says whether members can be present now.
func (s MeetingStatus) TakesAttendance() bool {
	switch s {
	case MeetingStatus_MEETING_STATUS_FIRST_CALL, MeetingStatus_MEETING_STATUS_SECOND_CALL, MeetingStatus_MEETING_STATUS_OPEN:
		return true
	default:
		return false
	}
}

// Word for the status, as members read it.
func (s MeetingStatus) Word() string {
	switch s {
	case MeetingStatus_MEETING_STATUS_CONVENED:
		return "convened"
	case MeetingStatus_MEETING_STATUS_FIRST_CALL:
		return "at first call"
	case MeetingStatus_MEETING_STATUS_SECOND_CALL:
		return "at second call"
	case MeetingStatus_MEETING_STATUS_OPEN:
		return "open"
	case MeetingStatus_MEETING_STATUS_CLOSED:
		return "closed"
	case MeetingStatus_MEETING_STATUS_LAPSED:
		return "lapsed"
	case MeetingStatus_MEETING_STATUS_CANCELLED:
		return "cancelled"
	default:
		return "unknown"
	}
}

// Validate refuses a notice without a kind, a readable start, or a place.
func (n MeetingNotice) Validate(limits Params) error {
	if n.Kind != MeetingKind_MEETING_KIND_ANNUAL && n.Kind != MeetingKind_MEETING_KIND_EXTRAORDINARY {
		return errors.Wrap(ErrInvalidNotice, "say whether the meeting is annual or extraordinary")
	}
	if _, err := chaintypes.ParseCivilMinute(n.StartsAt); err != nil {
		return errors.Wrapf(ErrInvalidNotice, "starts_at: %s", err)
	}
	if n.Place == "" {
		return errors.Wrap(ErrInvalidNotice, "the place is empty; say where the meeting is, or how to take part from afar")
	}
	if err := validateText("place", n.Place, maxPlaceBytes, ""); err != nil {
		return errors.Wrap(ErrInvalidNotice, err.Error())
	}
	if n.Document != nil {
		if err := n.Document.Validate(limits.MaxUriBytes); err != nil {
			return errors.Wrap(ErrInvalidNotice, err.Error())
		}
	}
	return nil
}

// RollSize is how many members the meeting's roll has.
func (m Meeting) RollSize() uint64 { return Terms{Roll: m.Roll}.RollSize() }

// Pinned says whether x/membership keeps the meeting's roll.
func (m Meeting) Pinned() bool { return m.RollSequence != 0 && !m.Status.Over() }

// GivesWay says whether a requisition leaves its place to another where all are
// taken: it has had the time to find others, and fewer than half of those needed
// have signed it.
func (q Requisition) GivesWay(now int64, limits Params) bool {
	return now >= Deadline(q.BegunAt, limits.RequisitionStandsSeconds) && !q.Share.Met(2*q.Signatures, q.Roll)
}

// sheetDomain begins what a second scrutineer confirms.
const sheetDomain = "coop-ledger sheet 1"

// HashOfList is what the second scrutineer confirms: SHA-256 over the domain, the
// meeting, the resolution, the paper's hash and each entry's member (8 bytes,
// big-endian, like the other numbers) and choice (1 byte).
func (s Sheet) HashOfList(meetingID uint64) []byte {
	list := []byte(sheetDomain)
	list = binary.BigEndian.AppendUint64(list, meetingID)
	list = binary.BigEndian.AppendUint64(list, s.ResolutionId)
	list = append(list, s.PaperSha256...)
	for _, ballot := range s.Ballots {
		list = binary.BigEndian.AppendUint64(list, ballot.MemberId)
		list = append(list, byte(ballot.Choice))
	}
	sum := sha256.Sum256(list)
	return sum[:]
}

// ValidateList refuses a list that is empty, too long, out of order, or without
// the hash of its paper. Consent is that of the resolution; a list of those
// present has no choices.
func (s Sheet) ValidateList(mostMembers uint32, consent bool) error {
	if len(s.Ballots) == 0 || len(s.Ballots) > int(mostMembers) {
		return errors.Wrapf(ErrInvalidSheet, "it names %d members; a sheet names 1 to %d, so make it several", len(s.Ballots), mostMembers)
	}
	if len(s.PaperSha256) != sha256.Size {
		return errors.Wrapf(ErrInvalidSheet, "paper_sha256 has %d bytes and needs %d: get it with sha256sum FILE", len(s.PaperSha256), sha256.Size)
	}
	last := uint64(0)
	for _, ballot := range s.Ballots {
		if ballot.MemberId <= last {
			return errors.Wrapf(ErrInvalidSheet, "member %d follows %d; name each member once, in the order of their numbers", ballot.MemberId, last)
		}
		last = ballot.MemberId
		_, valid := Pack(ballot.Choice, consent)
		if s.ResolutionId == 0 {
			valid = ballot.Choice == Choice_CHOICE_UNSPECIFIED
		}
		if !valid {
			return errors.Wrapf(ErrInvalidSheet, "member %d: %q is not a choice here", ballot.MemberId, ballot.Choice.Word())
		}
	}
	return nil
}

// Note counts an entry that took effect, or notes why one did not.
func (s *Sheet) Note(memberID uint64, why LeftOutReason) {
	if why == LeftOutReason_LEFT_OUT_REASON_UNSPECIFIED {
		s.Applied++
		return
	}
	s.LeftOut = append(s.LeftOut, LeftOut{MemberId: memberID, Reason: why})
}

// Word for the reason, as scrutineers read it.
func (r LeftOutReason) Word() string {
	switch r {
	case LeftOutReason_LEFT_OUT_REASON_NOT_ACTIVE:
		return "is suspended or no longer a member"
	case LeftOutReason_LEFT_OUT_REASON_NOT_ON_ROLL:
		return "is not on the roll"
	case LeftOutReason_LEFT_OUT_REASON_OWN_BALLOT:
		return "has voted with a key of its own"
	case LeftOutReason_LEFT_OUT_REASON_PARTY:
		return "is a party to the case and abstains"
	case LeftOutReason_LEFT_OUT_REASON_PRESENT:
		return "was counted as present already"
	default:
		return "was left out"
	}
}

// Less a part of it, class by class: what is left of a tally without the
// ballots that others entered.
func (t Tally) Less(part Tally) Tally {
	rest := Tally{Classes: make([]ClassTally, len(t.Classes))}
	copy(rest.Classes, t.Classes)
	for _, class := range part.Classes {
		into := rest.class(class.ClassId)
		into.InFavour -= min(class.InFavour, into.InFavour)
		into.Against -= min(class.Against, into.Against)
		into.Abstained -= min(class.Abstained, into.Abstained)
	}
	return rest
}

// WithoutEmpty leaves classes out in which nothing is counted.
func (t Tally) WithoutEmpty() Tally {
	var kept Tally
	for _, class := range t.Classes {
		if class.InFavour+class.Against+class.Abstained > 0 {
			kept.Classes = append(kept.Classes, class)
		}
	}
	return kept
}

// WithinShare says whether part is at most a share of whole, exactly, in 128
// bits: whether the rest is at least the rest of the share.
func WithinShare(share membershiptypes.Threshold, part, whole uint64) bool {
	complement := membershiptypes.Threshold{
		Numerator: share.Denominator - share.Numerator, Denominator: share.Denominator, Base: share.Base,
	}
	return part <= whole && complement.Met(whole-part, whole)
}
