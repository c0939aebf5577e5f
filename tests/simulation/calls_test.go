package simulation

import (
	"cmp"
	"slices"

	governancetypes "github.com/coopledger/coopledger/x/governance/types"
)

// quorate says whether enough are present at the call that a meeting is at.
func (p *paper) quorate(m *gathering) bool {
	quorum := m.record.Rules.FirstCallQuorum
	if m.record.Status == secondCall {
		quorum = m.record.Rules.SecondCallQuorum
	}
	here := int64(len(m.present()))
	return here > 0 && reaches(quorum, here, int64(len(p.rollOf(m))))
}

// meetingsDue starts meetings by the clocks, then takes the steps of those that have
// started, then ends requisitions: each in the order of (due, number). What doesn't
// fit into the block's work waits, and all after it.
func (p *paper) meetingsDue(work *worker) {
	for _, kind := range []struct {
		until int64
		waits func(*gathering) bool
	}{
		{p.civil, func(m *gathering) bool { return m.record.Status == convened }},
		{p.now, (*gathering).called},
	} {
		var due []*gathering
		for _, m := range p.meetings {
			if kind.waits(m) && m.record.DueAt <= kind.until {
				due = append(due, m)
			}
		}
		slices.SortStableFunc(due, func(a, b *gathering) int { return cmp.Compare(a.record.DueAt, b.record.DueAt) })
		for _, m := range due {
			if !work.take(p.texts.ClosingGas) {
				return
			}
			p.stepMeeting(m)
		}
	}
	var due []*petition
	for _, q := range p.petitions {
		if q.open() && q.record.DueAt <= p.now {
			due = append(due, q)
		}
	}
	slices.SortStableFunc(due, func(a, b *petition) int { return cmp.Compare(a.record.DueAt, b.record.DueAt) })
	for _, q := range due {
		if !work.take(p.texts.ClosingGas) {
			return
		}
		q.record.DueAt = 0
	}
}

func (p *paper) stepMeeting(m *gathering) {
	rules := m.record.Rules
	switch {
	case m.record.Status == convened && p.civil-m.record.DueAt > int64(p.texts.LateStartSeconds):
		// The ledger stood still when it should have begun.
		m.waitsUntil(p.today().AddDate(0, 0, 2).Format("2006-01-02") + m.record.Notice.StartsAt[10:])
	case m.record.Status == convened:
		m.record.CalledAt, m.record.DueAt = p.now, p.now+int64(rules.GracePeriodSeconds)
		m.record.Status = firstCall
		if m.record.Session > 1 {
			m.record.Status = secondCall
		}
	case m.record.Status == inSession:
		p.endMeeting(m, adjourned)
	case p.quorate(m):
		p.openMeeting(m)
	case m.record.Status == firstCall && rules.SecondCallAfterSeconds > 0:
		m.record.Status, m.record.DueAt = secondCall, m.record.CalledAt+int64(rules.SecondCallAfterSeconds)
	case rules.AdjournedDays == 0 || m.record.Session > 1:
		p.endMeeting(m, lapsed)
	default:
		at, _ := starting(m.record.Notice.StartsAt)
		m.again(at.AddDate(0, 0, int(rules.AdjournedDays)).Format(minute))
	}
}

// openMeeting opens the votes on its agenda, one after the other.
func (p *paper) openMeeting(m *gathering) {
	c := p.coop(m.record.CoopId)
	if m.roll == nil {
		if len(c.voters()) == 0 {
			p.endMeeting(m, lapsed)
			return
		}
		p.recordRoll(c, m)
	}
	m.record.Status, m.record.OpenedAt, m.record.DueAt = inSession, p.now, p.now+int64(m.record.Rules.MaxLengthSeconds)
	for _, r := range p.agenda(m.record.Id) {
		r.due = p.now
	}
}

// endMeeting closes a meeting, lets it lapse or calls it off. Votes that end with it
// are due; what was not voted on can be tabled again.
func (p *paper) endMeeting(m *gathering, as meetingStatus) {
	m.record.Status, m.record.DueAt, m.record.ClosedAt = as, 0, p.now
	key := [2]uint64{m.record.CoopId, uint64(m.record.AnnualYear)}
	if m.notHeld() && p.annuals[key] == m.record.Id {
		delete(p.annuals, key)
	}
	for _, r := range p.agenda(m.record.Id) {
		if r.status == tabled || (r.status == voted && !m.record.Rules.OwnVotingPeriod) {
			r.due = p.now
		}
	}
}

// advanceTabled opens the vote if the meeting is open, frees the resolution if it is
// over, and lets it expire if no other meeting took it.
func (p *paper) advanceTabled(r *resolution) {
	m := p.meeting(r.meeting)
	switch {
	case m == nil:
		p.end(r, governancetypes.Status_STATUS_EXPIRED)
	case m.record.Status == inSession:
		p.openOrRefuse(r)
	case m.over():
		p.awaitMeeting(r)
	default:
		r.due = waitsForThose
	}
}

// awaitMeeting lets a resolution wait for a meeting, for so long.
func (p *paper) awaitMeeting(r *resolution) {
	r.meeting, r.status, r.due = 0, tabled, p.now+int64(p.texts.ReturnedPeriodSeconds)
}

// exported meetings and requisitions, as the genesis has them.
func (p *paper) exportMeetings(state *governancetypes.GenesisState) {
	state.NextMeetingId, state.NextRequisitionId = uint64(len(p.meetings))+1, uint64(len(p.petitions))+1
	for _, m := range p.meetings {
		state.Meetings = append(state.Meetings, p.exportMeeting(m))
	}
	for _, q := range p.petitions {
		entry := governancetypes.GenesisRequisition{Requisition: q.record, SignedBy: inOrder(q.signed)}
		entry.Requisition.Signatures, entry.Requisition.Roll = uint64(len(q.signed)), uint64(len(q.roll))
		state.Requisitions = append(state.Requisitions, entry)
	}
	for _, r := range p.resolutions {
		for _, id := range inOrder(r.attested) {
			state.AttestedBallots = append(state.AttestedBallots, governancetypes.AttestedBallot{
				ResolutionId: r.id, MemberId: id, Sheet: r.attested[id], ClassId: r.roll[id],
			})
		}
	}
}

func (p *paper) exportMeeting(m *gathering) governancetypes.GenesisMeeting {
	entry := governancetypes.GenesisMeeting{Meeting: m.record, Minutes: m.minutes}
	record := &entry.Meeting
	record.Roll, record.Active = byClass(sizes(m.roll)), uint64(m.active)
	record.AgendaItems, record.Minutes = uint32(len(p.agenda(record.Id))), uint32(len(m.minutes))
	record.Sheets, record.ConfirmedSheets = uint32(len(m.sheets)), uint32(m.confirmed())
	for i, present := range m.sessions {
		session := governancetypes.GenesisSession{Session: uint32(i) + 1}
		for _, id := range inOrder(present) {
			session.Attendance = append(session.Attendance, governancetypes.Attendance{MemberId: id, Sheet: present[id]})
			if current := session.Session == record.Session; current && present[id] != 0 {
				record.AttestedPresent++
			}
		}
		if len(present) > 0 {
			entry.Sessions = append(entry.Sessions, session)
		}
	}
	record.Present = uint64(len(m.present()))
	waiting := make(map[uint64]uint32)
	for _, s := range m.sheets {
		one := governancetypes.GenesisSheet{Sheet: s.Sheet, DisputedBy: inOrder(s.disputed)}
		one.Sheet.Disputes = uint64(len(s.disputed))
		entry.Sheets = append(entry.Sheets, one)
		if s.ConfirmedBy == 0 {
			waiting[s.EnteredBy]++
		}
	}
	for _, id := range inOrder(waiting) {
		record.WaitingSheets = append(record.WaitingSheets, governancetypes.WaitingSheets{MemberId: id, Sheets: waiting[id]})
	}
	return entry
}

// inOrder are the numbers that a map has, ascending.
func inOrder[V any](from map[uint64]V) (ids []uint64) {
	for id := range from {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	return ids
}
