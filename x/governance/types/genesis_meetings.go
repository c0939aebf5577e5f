package types

import (
	"bytes"
	"crypto/sha256"
	"slices"

	"cosmossdk.io/errors"

	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

// ValidateMeetings checks meetings, requisitions and attested ballots against
// each other and against the resolutions.
func (g GenesisState) ValidateMeetings() error {
	if g.NextMeetingId == 0 || g.NextRequisitionId == 0 {
		return errors.Wrap(ErrInvalidGenesis, "next_meeting_id and next_requisition_id count from 1")
	}
	meetings := make(map[uint64]GenesisMeeting, len(g.Meetings))
	last := uint64(0)
	for _, entry := range g.Meetings {
		id := entry.Meeting.Id
		if id <= last || id >= g.NextMeetingId {
			return errors.Wrapf(ErrInvalidGenesis, "meeting %d follows %d, and the next id is %d; order meetings by id", id, last, g.NextMeetingId)
		}
		last = id
		if err := entry.Validate(); err != nil {
			return errors.Wrapf(ErrInvalidGenesis, "meeting %d: %s", id, err)
		}
		meetings[id] = entry
	}
	last = 0
	for _, entry := range g.Requisitions {
		id := entry.Requisition.Id
		if id <= last || id >= g.NextRequisitionId {
			return errors.Wrapf(ErrInvalidGenesis, "requisition %d follows %d, and the next id is %d; order requisitions by id", id, last, g.NextRequisitionId)
		}
		last = id
		if err := entry.Validate(); err != nil {
			return errors.Wrapf(ErrInvalidGenesis, "requisition %d: %s", id, err)
		}
	}
	if err := g.validateAgendas(meetings); err != nil {
		return err
	}
	return g.validateAttested(meetings)
}

// validateAgendas: what is tabled waits for a meeting that holds it, and each
// agenda has as many items as its meeting says.
func (g GenesisState) validateAgendas(meetings map[uint64]GenesisMeeting) error {
	items := make(map[uint64]uint32)
	for _, entry := range g.Resolutions {
		r := entry.Resolution
		tabled := r.Status == Status_STATUS_TABLED
		if r.MeetingId == 0 {
			if tabled && r.DueAt == WaitsForMeeting {
				return errors.Wrapf(ErrInvalidGenesis, "resolution %d waits for a meeting and is on no agenda", r.Id)
			}
			continue
		}
		items[r.MeetingId]++
		meeting, known := meetings[r.MeetingId]
		if !known || meeting.Meeting.CoopId != r.CoopId {
			return errors.Wrapf(ErrInvalidGenesis, "resolution %d is on the agenda of meeting %d, which is not one of co-op %d", r.Id, r.MeetingId, r.CoopId)
		}
		if !tabled && !r.Status.votingOpened() {
			return errors.Wrapf(ErrInvalidGenesis, "resolution %d is %s and on the agenda of meeting %d", r.Id, r.Status.Word(), r.MeetingId)
		}
		m := meeting.Meeting
		if r.RollSequence != 0 && (r.RollSequence != m.RollSequence || r.RecordedAt != m.RecordedAt) {
			return errors.Wrapf(ErrInvalidGenesis, "resolution %d is decided on the roll at %d, its meeting %d on that at %d", r.Id, r.RollSequence, r.MeetingId, m.RollSequence)
		}
	}
	for _, entry := range g.Meetings {
		if m := entry.Meeting; items[m.Id] != m.AgendaItems {
			return errors.Wrapf(ErrInvalidGenesis, "meeting %d has %d items on its agenda, and %d resolutions name it", m.Id, m.AgendaItems, items[m.Id])
		}
	}
	return nil
}

// validateAttested: each mark is on a ballot that stands, from a confirmed sheet
// of the resolution's meeting that names the member.
func (g GenesisState) validateAttested(meetings map[uint64]GenesisMeeting) error {
	resolutions := make(map[uint64]GenesisResolution, len(g.Resolutions))
	for _, entry := range g.Resolutions {
		resolutions[entry.Resolution.Id] = entry
	}
	for i, mark := range g.AttestedBallots {
		if i > 0 {
			before := g.AttestedBallots[i-1]
			if mark.ResolutionId < before.ResolutionId || mark.ResolutionId == before.ResolutionId && mark.MemberId <= before.MemberId {
				return errors.Wrapf(ErrInvalidGenesis, "the attested ballot of member %d on resolution %d is out of order or doubled", mark.MemberId, mark.ResolutionId)
			}
		}
		entry := resolutions[mark.ResolutionId]
		sheets := meetings[entry.Resolution.MeetingId].Sheets
		if mark.Sheet == 0 || int(mark.Sheet) > len(sheets) || !sheets[mark.Sheet-1].Sheet.attests(mark) ||
			entry.ballotOf(mark.MemberId) == PackedNone || entry.Terms.RollOf(mark.ClassId) == 0 {
			return errors.Wrapf(ErrInvalidGenesis, "the ballot of member %d on resolution %d is marked attested by sheet %d, which does not bear it out", mark.MemberId, mark.ResolutionId, mark.Sheet)
		}
	}
	return nil
}

func (g GenesisResolution) ballotOf(memberID uint64) PackedChoice {
	for _, record := range g.Ballots {
		if record.Number == RecordNumber(memberID) && len(record.Ballots) == BallotRecordBytes {
			return ReadBallot(record.Ballots, memberID)
		}
	}
	return PackedNone
}

// attests says whether the sheet was confirmed and names the ballot's member.
func (s Sheet) attests(mark AttestedBallot) bool {
	if s.ConfirmedBy == 0 || s.ResolutionId != mark.ResolutionId {
		return false
	}
	for _, ballot := range s.Ballots {
		if ballot.MemberId == mark.MemberId {
			return true
		}
	}
	return false
}

// Validate checks one meeting with all that belongs to it.
func (g GenesisMeeting) Validate() error {
	m := g.Meeting
	if _, known := MeetingStatus_name[int32(m.Status)]; !known || m.Status == MeetingStatus_MEETING_STATUS_UNSPECIFIED || m.CoopId == 0 {
		return errors.Wrapf(ErrInvalidGenesis, "status %d or co-op %d is not known", m.Status, m.CoopId)
	}
	if err := m.Notice.Validate(CeilingParams()); err != nil {
		return err
	}
	if err := m.Rules.Validate(membershiptypes.CeilingParams()); err != nil {
		return err
	}
	over, opened := m.Status.Over(), m.OpenedAt != 0
	called := m.Status.TakesAttendance()
	if (m.DueAt == 0) != over || (m.ClosedAt != 0) != over || m.DueAt < 0 || m.Session < 1 || m.Session > MaxSessions || called && m.CalledAt == 0 {
		return errors.Wrapf(ErrInvalidGenesis, "it is %s: due_at %d, called_at %d, closed_at %d or session %d is not what that has", m.Status.Word(), m.DueAt, m.CalledAt, m.ClosedAt, m.Session)
	}
	if m.Status == MeetingStatus_MEETING_STATUS_OPEN && !opened ||
		opened && m.Status != MeetingStatus_MEETING_STATUS_OPEN && !over {
		return errors.Wrapf(ErrInvalidGenesis, "it is %s, and opened_at is %d", m.Status.Word(), m.OpenedAt)
	}
	if cancelled := m.Status == MeetingStatus_MEETING_STATUS_CANCELLED; cancelled != (len(m.ReasonSha256) == sha256.Size) ||
		!cancelled && (m.CancelledBy != 0 || len(m.ReasonSha256) != 0) || m.Status.NotHeld() && opened {
		return errors.Wrapf(ErrInvalidGenesis, "it is %s, with a reason of %d bytes, cancelled by %d, and opened_at is %d", m.Status.Word(), len(m.ReasonSha256), m.CancelledBy, m.OpenedAt)
	}
	if (m.RollSequence != 0) != (len(m.Roll) > 0) || (m.RollSequence != 0) != (m.RecordedAt > 0) || m.Active > m.RollSize() || (opened || !m.Rules.RecordAtOpening) && m.RollSequence == 0 {
		return errors.Wrap(ErrInvalidGenesis, "its roll is missing, or it has one before its record date")
	}
	if err := g.validateAttendance(); err != nil {
		return err
	}
	if err := g.validateSheets(); err != nil {
		return err
	}
	if uint32(len(g.Minutes)) != m.Minutes || m.Minutes > MaxMinutes {
		return errors.Wrapf(ErrInvalidGenesis, "it has %d versions of its minutes, and says %d", len(g.Minutes), m.Minutes)
	}
	for i, minutes := range g.Minutes {
		if minutes.Version != uint32(i+1) {
			return errors.Wrapf(ErrInvalidGenesis, "minutes: version %d stands at place %d", minutes.Version, i+1)
		}
	}
	return nil
}

// validateAttendance recounts those present.
func (g GenesisMeeting) validateAttendance() error {
	present, attested := uint64(0), uint64(0)
	for i, session := range g.Sessions {
		if session.Session == 0 || session.Session > g.Meeting.Session || i > 0 && session.Session <= g.Sessions[i-1].Session {
			return errors.Wrapf(ErrInvalidGenesis, "session %d is out of order, or still to come", session.Session)
		}
		last := uint64(0)
		for _, attendance := range session.Attendance {
			if attendance.MemberId <= last || attendance.Sheet > g.Meeting.Sheets {
				return errors.Wrapf(ErrInvalidGenesis, "session %d: member %d is out of order or doubled, or of a sheet that isn't there", session.Session, attendance.MemberId)
			}
			last = attendance.MemberId
			if session.Session == g.Meeting.Session {
				present++
				if attendance.Sheet != 0 {
					attested++
				}
			}
		}
	}
	if present != g.Meeting.Present || attested != g.Meeting.AttestedPresent {
		return errors.Wrapf(ErrInvalidGenesis, "%d are present, %d of them attested; it says %d and %d", present, attested, g.Meeting.Present, g.Meeting.AttestedPresent)
	}
	return nil
}

func (g GenesisMeeting) validateSheets() error {
	if uint32(len(g.Sheets)) != g.Meeting.Sheets {
		return errors.Wrapf(ErrInvalidGenesis, "it has %d sheets, and says %d", len(g.Sheets), g.Meeting.Sheets)
	}
	recount := Meeting{}
	for i, entry := range g.Sheets {
		sheet := entry.Sheet
		if recount.EnterSheet(sheet.EnteredBy); sheet.ConfirmedBy != 0 {
			recount.ConfirmSheet(sheet.EnteredBy)
		}
		if sheet.Number != uint32(i+1) || sheet.EnteredBy == 0 || sheet.EnteredBy == sheet.ConfirmedBy {
			return errors.Wrapf(ErrInvalidGenesis, "sheet %d at place %d: entered by %d, confirmed by %d", sheet.Number, i+1, sheet.EnteredBy, sheet.ConfirmedBy)
		}
		if err := sheet.validateEffect(); err != nil {
			return err
		}
		if !bytes.Equal(sheet.ListHash, sheet.HashOfList(g.Meeting.Id)) {
			return errors.Wrapf(ErrInvalidGenesis, "sheet %d: list_hash is not that of its list", sheet.Number)
		}
		if uint64(len(entry.DisputedBy)) != sheet.Disputes || !ascending(entry.DisputedBy) {
			return errors.Wrapf(ErrInvalidGenesis, "sheet %d: %d disputes, and it says %d; order members by number, each once", sheet.Number, len(entry.DisputedBy), sheet.Disputes)
		}
	}
	if recount.ConfirmedSheets != g.Meeting.ConfirmedSheets || !slices.Equal(recount.WaitingSheets, g.Meeting.WaitingSheets) {
		return errors.Wrapf(ErrInvalidGenesis, "%d sheets are confirmed and %v wait; it says %d and %v",
			recount.ConfirmedSheets, recount.WaitingSheets, g.Meeting.ConfirmedSheets, g.Meeting.WaitingSheets)
	}
	return nil
}

// validateEffect: of a confirmed sheet each entry took effect or was left out for
// a reason; of another none did.
func (s Sheet) validateEffect() error {
	entries := 0
	if s.ConfirmedBy != 0 {
		entries = len(s.Ballots)
	}
	if int(s.Applied)+len(s.LeftOut) != entries {
		return errors.Wrapf(ErrInvalidGenesis, "sheet %d, confirmed by %d: %d of %d entries took effect and %d were left out", s.Number, s.ConfirmedBy, s.Applied, len(s.Ballots), len(s.LeftOut))
	}
	last := uint64(0)
	for _, entry := range s.LeftOut {
		_, known := LeftOutReason_name[int32(entry.Reason)]
		named := slices.ContainsFunc(s.Ballots, func(ballot Ballot) bool { return ballot.MemberId == entry.MemberId })
		if !known || entry.Reason == LeftOutReason_LEFT_OUT_REASON_UNSPECIFIED || !named || entry.MemberId <= last {
			return errors.Wrapf(ErrInvalidGenesis, "sheet %d left member %d out for the reason %d; order members by number, each of the list once, with why", s.Number, entry.MemberId, entry.Reason)
		}
		last = entry.MemberId
	}
	return nil
}

// Validate checks one requisition with its signatures.
func (g GenesisRequisition) Validate() error {
	q := g.Requisition
	if err := q.Notice.Validate(CeilingParams()); err != nil {
		return err
	}
	if q.CoopId == 0 || q.RollSequence == 0 || q.Roll == 0 || q.DueAt < 0 || q.MeetingId != 0 && q.DueAt != 0 || q.Share.Denominator == 0 {
		return errors.Wrap(ErrInvalidGenesis, "its co-op, roll or share is missing, or it is open though its meeting is convened")
	}
	if uint64(len(g.SignedBy)) != q.Signatures || !ascending(g.SignedBy) || q.Signatures > q.Roll {
		return errors.Wrapf(ErrInvalidGenesis, "%d signatures, and it says %d of %d; order members by number, each once", len(g.SignedBy), q.Signatures, q.Roll)
	}
	if q.BegunAt <= 0 || q.DueAt != 0 && q.DueAt < q.BegunAt {
		return errors.Wrapf(ErrInvalidGenesis, "it began at %d and is due at %d", q.BegunAt, q.DueAt)
	}
	if q.MeetingId == 0 && q.DueAt != 0 && q.Share.Met(q.Signatures, q.Roll) {
		return errors.Wrap(ErrInvalidGenesis, "enough members have signed it, and no meeting was convened")
	}
	return nil
}

func ascending(ids []uint64) bool {
	last := uint64(0)
	for _, id := range ids {
		if id <= last {
			return false
		}
		last = id
	}
	return true
}
