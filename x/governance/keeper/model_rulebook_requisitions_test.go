package keeper_test

import (
	"slices"

	"github.com/coopledger/coopledger/x/governance/types"
)

func (w *rulebook) requisitions() {
	name := w.who(func(name string) bool { _, may := w.decides(name); return may })
	by, may := w.decides(name)
	agenda, open := w.agenda(), 0
	for _, q := range w.paper.requisitions {
		if !q.over {
			open++
		}
	}
	for _, id := range agenda {
		may = may && w.found(id) != nil && w.found(id).coop == bakery
	}
	asked, share, year := notice(w.ahead(5)), 2, 0
	if between(w.draw, "annual", 0, 1) == 0 {
		overdue := false
		asked.Kind = types.MeetingKind_MEETING_KIND_ANNUAL
		if year, overdue = w.annualOwed(); overdue {
			w.seen["members ask for an annual meeting that is overdue"]++
			share = 1
		}
	}
	_, taken := w.expect(may && open < 10 && w.mayAsk(by), "requisition", &types.MsgRequisition{
		Member: keyOf(name), CoopId: bakery, Notice: asked, Agenda: agenda,
	})
	if taken {
		q := &bookRequisition{
			id: uint64(len(w.paper.requisitions)) + 1, by: by, agenda: agenda, roll: w.copied(bakery), signed: map[uint64]bool{}, due: w.now() + 30*day,
			kind: asked.Kind, share: share, year: year,
		}
		w.paper.requisitions = append(w.paper.requisitions, q)
		w.signedBy(q, by)
	}
}

// mayAsk says whether a member may begin to ask for a meeting, or sign for one: its
// signature stands nowhere else.
func (w *rulebook) mayAsk(member uint64) bool {
	for _, q := range w.paper.requisitions {
		if q.signed[member] && (!q.over || q.meeting != nil && !slices.Contains([]types.MeetingStatus{closed, lapsed, cancelled}, q.meeting.status)) {
			return false
		}
	}
	return true
}

// signedBy adds a signature; two of seven convene (one where the annual meeting is
// overdue), on the first day there can be.
func (w *rulebook) signedBy(q *bookRequisition, member uint64) {
	q.signed[member] = true
	if 7*len(q.signed) < q.share*len(q.roll) {
		return
	}
	q.over = true
	w.seen["members convene"]++
	m := w.newMeeting(w.ahead(15))
	m.asked, q.meeting = true, m
	w.annualAsked(q, m)
	w.meetings = append(w.meetings, m)
	for _, id := range q.agenda {
		if w.mayBeTabled(w.found(id), m, true) {
			tabled(w.found(id), m)
		}
	}
}

func (w *rulebook) signs() {
	id := uint64(between(w.draw, "requisition", 1, len(w.paper.requisitions)+1))
	var q *bookRequisition
	for _, one := range w.paper.requisitions {
		if one.id == id || (!one.over && w.mostly(4)) {
			q, id = one, one.id
		}
	}
	name := w.who(func(name string) bool { return q != nil && q.roll[w.keys[name]] != 0 && !q.signed[w.keys[name]] })
	member, _, may := w.acting(name)
	may = may && q != nil && !q.over && w.now() < q.due && q.roll[member] != 0 && !q.signed[member] && w.mayAsk(member)
	if _, taken := w.expect(may, "sign", &types.MsgSignRequisition{Member: keyOf(name), RequisitionId: id}); taken {
		w.signedBy(q, member)
	}
}
