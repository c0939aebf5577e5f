package simulation

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"

	governancetypes "github.com/coopledger/coopledger/x/governance/types"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

// Why an entry of a confirmed list is left out.
const (
	notActive   = governancetypes.LeftOutReason_LEFT_OUT_REASON_NOT_ACTIVE
	notOnRoll   = governancetypes.LeftOutReason_LEFT_OUT_REASON_NOT_ON_ROLL
	ownBallot   = governancetypes.LeftOutReason_LEFT_OUT_REASON_OWN_BALLOT
	isParty     = governancetypes.LeftOutReason_LEFT_OUT_REASON_PARTY
	presentNow  = governancetypes.LeftOutReason_LEFT_OUT_REASON_PRESENT
	takesEffect = governancetypes.LeftOutReason_LEFT_OUT_REASON_UNSPECIFIED
)

func (p *paper) attendFaults(m *governancetypes.MsgAttend) []error {
	meeting := p.meeting(m.MeetingId)
	if meeting == nil {
		return []error{governancetypes.ErrUnknownMeeting}
	}
	by, faults := p.insider(meeting.record.CoopId, m.Member, false)
	faults = append(faults, when(!meeting.called(), governancetypes.ErrWrongMeetingStatus)...)
	if by == nil {
		return faults
	}
	_, onRoll := p.rollOf(meeting)[by.id]
	_, present := meeting.present()[by.id]
	faults = append(faults, when(!onRoll, governancetypes.ErrNotOnRoll)...)
	return append(faults, when(present, governancetypes.ErrAlreadyPresent)...)
}

func (p *paper) attend(m *governancetypes.MsgAttend) {
	meeting := p.meeting(m.MeetingId)
	meeting.present()[p.coop(meeting.record.CoopId).holder(m.Member).id] = 0
}

func (p *paper) enterPresentFaults(m *governancetypes.MsgEnterAttendance) []error {
	meeting := p.meeting(m.MeetingId)
	if meeting == nil {
		return []error{governancetypes.ErrUnknownMeeting}
	}
	by, faults := p.holderFaults(meeting.record.CoopId, m.Scrutineer, scrutinising)
	faults = append(faults, when(!meeting.called(), governancetypes.ErrWrongMeetingStatus)...)
	return append(faults, p.listFaults(meeting, by, presentList(m), m.PaperSha256, nil)...)
}

func presentList(m *governancetypes.MsgEnterAttendance) (list []governancetypes.Ballot) {
	for _, id := range m.Members {
		list = append(list, governancetypes.Ballot{MemberId: id})
	}
	return list
}

func (p *paper) enterBallotsFaults(m *governancetypes.MsgEnterBallots) []error {
	r := p.resolution(m.ResolutionId)
	if r == nil {
		return []error{governancetypes.ErrUnknownResolution}
	}
	by, faults := p.holderFaults(r.coop, m.Scrutineer, scrutinising)
	faults = append(faults, p.takesFaults(r)...)
	meeting := p.meeting(r.meeting)
	if meeting == nil {
		return append(faults, governancetypes.ErrInvalidSheet)
	}
	for _, entry := range m.Ballots {
		faults = append(faults, when(r.isParty(entry.MemberId), governancetypes.ErrAbstains)...)
	}
	faults = append(faults, when(meeting.record.Rules.MaxAttested.Numerator == 0, governancetypes.ErrTooManyAttested)...)
	return append(faults, p.listFaults(meeting, by, m.Ballots, m.PaperSha256, r)...)
}

// takesFaults are what speaks against any ballot now, whatever it says.
func (p *paper) takesFaults(r *resolution) []error {
	faults := when(r.status != voted, governancetypes.ErrWrongStatus)
	return append(faults, when(p.now >= r.due, governancetypes.ErrVotingEnded)...)
}

// listFaults are what speaks against a scrutineer's list: of those present, or of
// ballots on a resolution.
func (p *paper) listFaults(m *gathering, by uint64, list []governancetypes.Ballot, paper []byte, on *resolution) []error {
	invalid := len(list) == 0 || len(list) > int(p.texts.MaxMembersPerSheet) || len(paper) != 32
	waiting, confirmed := m.waiting(by), m.confirmed()
	invalid = invalid || waiting >= int(p.texts.MaxWaitingSheets) || confirmed >= int(p.texts.MaxSheetsPerMeeting)
	var faults []error
	last, roll := uint64(0), p.rollOf(m)
	for _, entry := range list {
		invalid = invalid || entry.MemberId <= last
		last = entry.MemberId
		if on == nil {
			invalid = invalid || entry.Choice != governancetypes.Choice_CHOICE_UNSPECIFIED
		} else {
			invalid = invalid || !on.offers(entry.Choice)
		}
		_, onRoll := roll[entry.MemberId]
		faults = append(faults, when(!onRoll, governancetypes.ErrNotOnRoll)...)
		faults = append(faults, when(p.coop(m.record.CoopId).member(entry.MemberId) == nil, membershiptypes.ErrUnknownMember)...)
	}
	return append(faults, when(invalid, governancetypes.ErrInvalidSheet)...)
}

// waiting is how many lists of a scrutineer nobody has confirmed.
func (m *gathering) waiting(by uint64) (count int) {
	for _, s := range m.sheets {
		if s.EnteredBy == by && s.ConfirmedBy == 0 {
			count++
		}
	}
	return count
}

func (m *gathering) confirmed() (count int) {
	for _, s := range m.sheets {
		if s.ConfirmedBy != 0 {
			count++
		}
	}
	return count
}

// enter keeps a list until another scrutineer confirms it.
func (p *paper) enter(m *gathering, by uint64, list []governancetypes.Ballot, paper []byte, on uint64) {
	m.sheets = append(m.sheets, &sheet{Sheet: governancetypes.Sheet{
		Number: uint32(len(m.sheets)) + 1, ResolutionId: on, EnteredBy: by, PaperSha256: paper, Ballots: list,
		ListHash: listHash(m.record.Id, on, paper, list),
	}, disputed: make(map[uint64]bool)})
}

// listHash is what the second scrutineer makes of the list in its own hands.
func listHash(meeting, on uint64, paper []byte, list []governancetypes.Ballot) []byte {
	text := bytes.NewBufferString("coop-ledger sheet 1")
	number := func(n uint64) { text.Write(binary.BigEndian.AppendUint64(nil, n)) }
	number(meeting)
	number(on)
	text.Write(paper)
	for _, entry := range list {
		number(entry.MemberId)
		text.WriteByte(byte(entry.Choice))
	}
	sum := sha256.Sum256(text.Bytes())
	return sum[:]
}

func (p *paper) sheetOf(meetingID uint64, number uint32) (*gathering, *sheet, []error) {
	m := p.meeting(meetingID)
	switch {
	case m == nil:
		return nil, nil, []error{governancetypes.ErrUnknownMeeting}
	case number == 0 || int(number) > len(m.sheets):
		return m, nil, []error{governancetypes.ErrUnknownSheet}
	}
	return m, m.sheets[number-1], nil
}

func (p *paper) confirmFaults(m *governancetypes.MsgConfirmSheet) []error {
	meeting, s, faults := p.sheetOf(m.MeetingId, m.Sheet)
	if s == nil {
		return faults
	}
	by, faults := p.holderFaults(meeting.record.CoopId, m.Scrutineer, scrutinising)
	faults = append(faults, when(meeting.confirmed() >= int(p.texts.MaxSheetsPerMeeting), governancetypes.ErrInvalidSheet)...)
	stale := !p.holds(p.coop(meeting.record.CoopId), s.EnteredBy, scrutinising)
	wrong := s.ConfirmedBy != 0 || by == s.EnteredBy || !bytes.Equal(m.ListHash, s.ListHash)
	faults = append(faults, when(stale || wrong, governancetypes.ErrCannotConfirm)...)
	if s.ResolutionId == 0 {
		return append(faults, when(!meeting.called(), governancetypes.ErrWrongMeetingStatus)...)
	}
	r := p.resolution(s.ResolutionId)
	reasons := p.takesFaults(r)
	if faults = append(faults, reasons...); len(reasons) > 0 {
		return faults
	}
	attested := copiedMap(r.attested)
	for _, entry := range s.Ballots {
		if p.leftOut(meeting, s, entry.MemberId) == takesEffect {
			attested[entry.MemberId] = s.Number
		}
	}
	most := meeting.record.Rules.MaxAttested
	tooMany := len(attested)*int(most.Denominator) > len(meeting.roll)*int(most.Numerator)
	return append(faults, when(tooMany, governancetypes.ErrTooManyAttested)...)
}

// leftOut is why an entry of a list takes no effect if it is confirmed now.
func (p *paper) leftOut(m *gathering, s *sheet, id uint64) governancetypes.LeftOutReason {
	_, onRoll := p.rollOf(m)[id]
	_, present := m.present()[id]
	active := p.coop(m.record.CoopId).member(id).takesPart()
	if s.ResolutionId == 0 {
		switch {
		case !onRoll:
			return notOnRoll
		case !active:
			return notActive
		case present:
			return presentNow
		}
		return takesEffect
	}
	r := p.resolution(s.ResolutionId)
	_, hasVoted := r.ballots[id]
	_, entered := r.attested[id]
	switch {
	case !onRoll:
		return notOnRoll
	case r.isParty(id):
		return isParty
	case hasVoted && !entered:
		return ownBallot
	case !active:
		return notActive
	}
	return takesEffect
}

// confirm lets a list take effect, entry by entry.
func (p *paper) confirm(m *governancetypes.MsgConfirmSheet) {
	meeting, s, _ := p.sheetOf(m.MeetingId, m.Sheet)
	s.ConfirmedBy, _ = p.holderFaults(meeting.record.CoopId, m.Scrutineer, scrutinising)
	for _, entry := range s.Ballots {
		why := p.leftOut(meeting, s, entry.MemberId)
		if why != takesEffect {
			s.LeftOut = append(s.LeftOut, governancetypes.LeftOut{MemberId: entry.MemberId, Reason: why})
			continue
		}
		s.Applied++
		if s.ResolutionId == 0 {
			meeting.present()[entry.MemberId] = s.Number
			continue
		}
		r := p.resolution(s.ResolutionId)
		r.attested[entry.MemberId] = s.Number
		r.cast(p.now, entry.MemberId, entry.Choice)
	}
}

func (p *paper) disputeFaults(m *governancetypes.MsgDisputeSheet) []error {
	meeting, s, faults := p.sheetOf(m.MeetingId, m.Sheet)
	if meeting == nil {
		return faults
	}
	by, reasons := p.insider(meeting.record.CoopId, m.Member, true)
	faults = append(faults, reasons...)
	if s == nil || by == nil {
		return faults
	}
	return append(faults, when(s.disputed[by.id], governancetypes.ErrAlreadyDisputed)...)
}

func (p *paper) dispute(m *governancetypes.MsgDisputeSheet) {
	meeting, s, _ := p.sheetOf(m.MeetingId, m.Sheet)
	s.disputed[p.coop(meeting.record.CoopId).holder(m.Member).id] = true
}
