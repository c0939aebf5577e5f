package simulation

import (
	governancetypes "github.com/coopledger/coopledger/x/governance/types"
)

// petition is members' requisition of a meeting.
type petition struct {
	record governancetypes.Requisition
	roll   map[uint64]uint32
	signed map[uint64]bool
}

func (q *petition) open() bool { return q.record.DueAt != 0 }

func (q *petition) copied() *petition {
	return &petition{q.record, q.roll, copiedMap(q.signed)}
}

// reached says whether so many signatures are the share that is needed.
func (q *petition) reached(signatures int) bool {
	return reaches(q.record.Share, int64(signatures), int64(len(q.roll)))
}

func (p *paper) petition(id uint64) *petition {
	if id == 0 || id > uint64(len(p.petitions)) {
		return nil
	}
	return p.petitions[id-1]
}

// bound says whether a member's signature stands on another requisition that is open,
// or whose meeting is not over.
func (p *paper) bound(coopID, id uint64, but *petition) bool {
	for _, q := range p.petitions {
		if q == but || q.record.CoopId != coopID || !q.signed[id] {
			continue
		}
		if meeting := p.meeting(q.record.MeetingId); q.open() || (meeting != nil && !meeting.over()) {
			return true
		}
	}
	return false
}

// weakest is the requisition that leaves its place to a new one: of those that have
// stood long enough, and have not half of their signatures, the one with the fewest,
// and the oldest among equals. None is full of places, or none is free.
func (p *paper) weakest(coopID uint64) (weakest *petition, full bool) {
	open := 0
	for _, q := range p.petitions {
		if q.record.CoopId != coopID || !q.open() {
			continue
		}
		open++
		stood := p.now >= q.record.BegunAt+int64(p.texts.RequisitionStandsSeconds)
		if stood && !q.reached(2*len(q.signed)) && (weakest == nil || len(q.signed) < len(weakest.signed)) {
			weakest = q
		}
	}
	return weakest, open >= int(p.texts.MaxOpenMeetingsPerCoop)
}

func (p *paper) askMeetingFaults(m *governancetypes.MsgRequisition) []error {
	by, faults := p.insider(m.CoopId, m.Member, true)
	c := p.coop(m.CoopId)
	if c == nil || c.charter().Meetings == nil {
		return append(faults, when(c != nil, governancetypes.ErrNoMeetings)...)
	}
	faults = append(faults, p.convocationFaults(m.Notice)...)
	at, valid := starting(m.Notice.StartsAt)
	far := valid && p.clearDays(at) > int(p.texts.MaxNoticeDays)
	faults = append(faults, when(far, governancetypes.ErrInvalidNotice)...)
	faults = append(faults, when(len(m.Agenda) > int(p.texts.MaxAgendaItems), governancetypes.ErrCannotTable)...)
	last := uint64(0)
	for _, id := range m.Agenda {
		r := p.resolution(id)
		if r == nil {
			faults = append(faults, governancetypes.ErrUnknownResolution)
			break
		}
		faults = append(faults, when(id <= last || r.coop != c.id, governancetypes.ErrCannotTable)...)
		last = id
	}
	weakest, full := p.weakest(c.id)
	faults = append(faults, when(full && weakest == nil, governancetypes.ErrTooManyMeetings)...)
	if by == nil {
		return faults
	}
	faults = append(faults, when(p.bound(c.id, by.id, nil), governancetypes.ErrAlreadySigned)...)
	if q := p.asked(c, by, m); q.reached(1) {
		faults = append(faults, p.meetingRoomFaults(c.id, true)...)
	}
	return faults
}

// asked is the requisition that a message begins, before anybody has signed it.
func (p *paper) asked(c *coop, by *member, m *governancetypes.MsgRequisition) *petition {
	rules := c.charter().Meetings
	q := &petition{
		record: governancetypes.Requisition{
			Id: uint64(len(p.petitions)) + 1, CoopId: c.id, OpenedBy: by.id, Notice: m.Notice, Agenda: m.Agenda, Share: rules.Requisition,
			RollSequence: c.changes, DueAt: p.now + int64(rules.RequisitionPeriodSeconds), BegunAt: p.now,
		},
		roll: c.voters(), signed: make(map[uint64]bool),
	}
	if m.Notice.Kind == annual && rules.AnnualMonth != 0 {
		year, overdue := p.annualOwed(c)
		q.record.AnnualYear = uint32(year)
		if overdue {
			q.record.Share = rules.OverdueRequisition
		}
	}
	return q
}

func (p *paper) askMeeting(m *governancetypes.MsgRequisition) {
	c := p.coop(m.CoopId)
	if weakest, full := p.weakest(c.id); full {
		weakest.record.DueAt = 0
	}
	by := c.holder(m.Member)
	q := p.asked(c, by, m)
	p.petitions = append(p.petitions, q)
	p.signed(q, by.id)
}

func (p *paper) signFaults(m *governancetypes.MsgSignRequisition) []error {
	q := p.petition(m.RequisitionId)
	if q == nil {
		return []error{governancetypes.ErrUnknownRequisition}
	}
	by, faults := p.insider(q.record.CoopId, m.Member, false)
	faults = append(faults, when(p.now >= q.record.DueAt, governancetypes.ErrWrongMeetingStatus)...)
	if by == nil {
		return faults
	}
	_, onRoll := q.roll[by.id]
	faults = append(faults, when(!onRoll, governancetypes.ErrNotOnRoll)...)
	faults = append(faults, when(q.signed[by.id] || p.bound(q.record.CoopId, by.id, q), governancetypes.ErrAlreadySigned)...)
	if q.reached(len(q.signed) + 1) {
		faults = append(faults, p.meetingRoomFaults(q.record.CoopId, true)...)
	}
	return faults
}

// signed adds a signature. The last one needed convenes, on the first day that there
// can be if the one asked for has come too near, with what can still be tabled.
func (p *paper) signed(q *petition, id uint64) {
	q.signed[id] = true
	if !q.reached(len(q.signed)) {
		return
	}
	c := p.coop(q.record.CoopId)
	at, _ := starting(q.record.Notice.StartsAt)
	if least := int(c.charter().Meetings.NoticeClearDays); p.clearDays(at) < least {
		day := p.today().AddDate(0, 0, least+1)
		q.record.Notice.StartsAt = day.Format("2006-01-02") + q.record.Notice.StartsAt[10:]
	}
	q.record.DueAt = 0
	q.record.MeetingId = p.convene(c, q.record.Notice, q, q.record.Agenda).record.Id
}
