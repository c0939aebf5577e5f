package keeper_test

import (
	"time"

	"github.com/coopledger/coopledger/x/governance/types"
)

// firstAnnual is the year of the bakery's first annual meeting: it was founded in
// November 2023, and its annual meetings are due on each 30 June.
const firstAnnual = 2024

// annualOwed is the year of the earliest annual meeting that is to be convened,
// of those that are not too long ago, and whether its day is past: of those
// missed only the latest is owed.
func (w *rulebook) annualOwed() (year int, overdue bool) {
	today := w.civil()
	latest := today.Year() - 1
	if pastAnnual(today, today.Year()) {
		latest = today.Year()
	}
	for year = max(latest, firstAnnual); w.annual[year] != nil; year++ {
	}
	return year, pastAnnual(today, year)
}

func pastAnnual(today time.Time, year int) bool {
	return today.Format("2006-01-02") > time.Date(year, time.June, 30, 0, 0, 0, 0, time.UTC).Format("2006-01-02")
}

// holdsAnnual notes that a meeting is a year's annual one, if it is.
func (w *rulebook) holdsAnnual(m *bookMeeting) {
	if m.year != 0 {
		w.seen["an annual meeting is convened"]++
		w.annual[m.year] = m
	}
}

// annualAsked makes what members asked for the annual meeting that is owed, or,
// if the one that they asked for is convened meanwhile, another meeting.
func (w *rulebook) annualAsked(q *bookRequisition, m *bookMeeting) {
	if q.kind != types.MeetingKind_MEETING_KIND_ANNUAL {
		return
	}
	year, _ := w.annualOwed()
	if year > q.year || year > w.civil().Year()+1 {
		w.seen["members get another meeting than the annual one"]++
		return
	}
	w.seen["members get an annual meeting"]++
	m.year = year
	w.holdsAnnual(m)
}

// beginsWithTwoAnnuals has members who ask for the annual meeting of next summer
// while somebody convenes it; mostly nobody comes to that one.
func (w *rulebook) beginsWithTwoAnnuals() {
	asked := notice(w.ahead(5))
	asked.Kind = types.MeetingKind_MEETING_KIND_ANNUAL
	w.expect(true, "requisition", &types.MsgRequisition{Member: worker(4), CoopId: bakery, Notice: asked})
	q := &bookRequisition{
		id: 1, by: 4, roll: w.copied(bakery), signed: map[uint64]bool{}, due: w.now() + 30*day, kind: asked.Kind, share: 2, year: firstAnnual,
	}
	w.paper.requisitions = append(w.paper.requisitions, q)
	w.signedBy(q, 4)
	m := w.newMeeting(w.ahead(15))
	m.year, asked.StartsAt = firstAnnual, m.startsAt
	w.expect(true, "convene", &types.MsgConveneMeeting{Convener: worker(1), CoopId: bakery, Notice: asked})
	w.holdsAnnual(m)
	w.meetings = append(w.meetings, m)
	if w.mostly(3) {
		w.expect(true, "sign", &types.MsgSignRequisition{Member: worker(5), RequisitionId: q.id})
		w.signedBy(q, 5)
	}
	for i := 0; i < 8 && !m.status.Over() && w.mostly(8); i++ {
		w.passes(max(m.due-w.now(), 0))
	}
}

// beginsOverdue lets a summer pass without an annual meeting, while others come
// and go.
func (w *rulebook) beginsOverdue() {
	w.passes(int64(between(w.draw, "days", 200, 260)) * day)
	w.requisitions()
	w.requisitions()
}
