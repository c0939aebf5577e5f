package keeper_test

import (
	"bytes"
	"slices"
	"time"

	"github.com/coopledger/coopledger/x/governance/types"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

const (
	convened   = types.MeetingStatus_MEETING_STATUS_CONVENED
	firstCall  = types.MeetingStatus_MEETING_STATUS_FIRST_CALL
	secondCall = types.MeetingStatus_MEETING_STATUS_SECOND_CALL
	opened     = types.MeetingStatus_MEETING_STATUS_OPEN
	closed     = types.MeetingStatus_MEETING_STATUS_CLOSED
	lapsed     = types.MeetingStatus_MEETING_STATUS_LAPSED
	cancelled  = types.MeetingStatus_MEETING_STATUS_CANCELLED
)

// bookMeeting is a general meeting of the bakery.
type bookMeeting struct {
	id                         uint64
	status                     types.MeetingStatus
	startsAt                   string
	due, calledAt, openedAt    int64
	session, minutes, attested int
	roll                       map[uint64]uint32
	present                    map[uint64]bool
	sheets                     []*bookSheet
	// asked says that members asked for it.
	asked bool
	// year that it is the annual meeting of; zero for others.
	year int
}

type bookRequisition struct {
	id, by uint64
	agenda []uint64
	roll   map[uint64]uint32
	signed map[uint64]bool
	due    int64
	over   bool
	// meeting that it convened, if any.
	meeting *bookMeeting
	// year whose annual meeting they ask for, if any, and share that must sign, in sevenths.
	year, share int
	kind        types.MeetingKind
}

func (q *bookRequisition) open() bool { return !q.over }

func instant(startsAt string, place *time.Location) time.Time {
	start, err := time.ParseInLocation("2006-01-02T15:04", startsAt, place)
	if err != nil {
		panic(err)
	}
	return start
}

func (m *bookMeeting) waitsUntil(startsAt string, place *time.Location) {
	m.status, m.startsAt, m.due = convened, startsAt, instant(startsAt, place).Unix()
}

func (m *bookMeeting) again(startsAt string, place *time.Location) {
	m.session, m.present, m.attested = m.session+1, map[uint64]bool{}, 0
	m.waitsUntil(startsAt, place)
}

// takesAttendance from the first call until it is closed.
func (m *bookMeeting) takesAttendance() bool {
	return m.status == firstCall || m.status == secondCall || m.status == opened
}

// quorate: at the first call four of seven are present, at the second two of seven.
func (p *paper) quorate(m *bookMeeting) bool {
	share := map[types.MeetingStatus]int{firstCall: 4, secondCall: 2}[m.status]
	return len(m.present) > 0 && 7*len(m.present) >= share*len(p.rollOf(m))
}

// rollOf is a meeting's roll: that of its notice, or the one of now until it opens.
func (p *paper) rollOf(m *bookMeeting) map[uint64]uint32 {
	if m.roll == nil {
		return p.copied(bakery)
	}
	return m.roll
}

// moves a meeting whose time has come to what is next: start, calls, close.
func (p *paper) moves(m *bookMeeting, now int64, place *time.Location) {
	if m.status.Over() || m.due > now {
		return
	}
	switch {
	case m.status == convened && now-m.due > 3_600:
		today := time.Unix(now, 0).In(place)
		p.seen["a meeting is put off"]++
		m.waitsUntil(today.AddDate(0, 0, 2).Format("2006-01-02")+m.startsAt[10:], place)
	case m.status == convened:
		m.status, m.calledAt, m.due = firstCall, now, now+1_800
		if m.session > 1 {
			m.status = secondCall
		}
	case m.status == opened:
		p.ends(m, closed, now)
	case p.quorate(m):
		p.seen["a meeting opens: "+m.status.Word()]++
		if m.roll == nil {
			p.seen["a meeting's roll is frozen as it opens"]++
			m.roll = p.copied(bakery)
		}
		m.status, m.openedAt, m.due = opened, now, now+8*3_600
		p.agendaIsDue(m, now)
	case m.status == firstCall:
		m.status, m.due = secondCall, m.calledAt+3_600
	case m.session > 1:
		p.seen["a meeting lapses"]++
		p.ends(m, lapsed, now)
	default:
		p.seen["a meeting is held again"]++
		m.again(instant(m.startsAt, place).AddDate(0, 0, 7).Format("2006-01-02T15:04"), place)
	}
}

func (p *paper) ends(m *bookMeeting, status types.MeetingStatus, now int64) {
	m.status, m.due = status, 0
	if p.annual[m.year] == m && status != closed {
		if status == lapsed {
			p.seen["an annual meeting lapses"]++
		}
		delete(p.annual, m.year)
	}
	p.agendaIsDue(m, now)
}

// agendaIsDue lets what is on an agenda open its vote, close it, or go free.
func (p *paper) agendaIsDue(m *bookMeeting, now int64) {
	for _, motion := range p.motions {
		votes := motion.status == types.Status_STATUS_VOTING && !p.ownVotingPeriod
		if motion.meeting == m && (motion.status == types.Status_STATUS_TABLED || votes) {
			p.seen["a meeting moves its agenda on: "+motion.status.Word()]++
			motion.due = now
		}
	}
}

func (p *paper) gathering(id uint64) *bookMeeting {
	if id == 0 || id > uint64(len(p.meetings)) {
		return nil
	}
	return p.meetings[id-1]
}

// meets draws mostly a meeting at one of the stages.
func (w *rulebook) meets(stages ...types.MeetingStatus) (uint64, *bookMeeting) {
	var fitting []uint64
	for _, m := range w.meetings {
		if slices.Contains(stages, m.status) {
			fitting = append(fitting, m.id)
		}
	}
	id := uint64(between(w.draw, "any meeting", 1, len(w.meetings)+1))
	if len(fitting) > 0 && w.mostly(6) {
		id = one(w.draw, "meeting", fitting)
	}
	return id, w.gathering(id)
}

// officerFor draws a signer: mostly one with a power, or the co-op's account.
func (w *rulebook) officerFor(powers ...string) (signer string, may bool) {
	if between(w.draw, "by resolution", 0, 9) == 0 {
		return membershiptypes.CoopAddress(bakery), true
	}
	name := w.who(func(name string) bool { _, may := w.officer(name, powers...); return may })
	_, may = w.officer(name, powers...)
	return keyOf(name), may
}

// mayBeTabled says whether a resolution can go on the agenda of a meeting: a draft
// by who convenes, what is under discussion by who proposed it, or what waits.
func (w *rulebook) mayBeTabled(m *bookMotion, meeting *bookMeeting, byConvener bool) bool {
	if m == nil || m.coop != bakery || m.board() || meeting.status != convened {
		return false
	}
	ready := (m.status == types.Status_STATUS_TABLED && m.meeting == nil) ||
		(m.status == types.Status_STATUS_DISCUSSION && !byConvener) || (m.status == types.Status_STATUS_DRAFT && byConvener)
	return ready && w.daysTo(meeting.startsAt) >= 8 && max(meeting.due-w.now(), 0) >= m.discussion()
}

// daysTo counts from today to the day of a start; clear days are one less.
func (w *rulebook) daysTo(startsAt string) int {
	today, _ := time.Parse("2006-01-02", w.civil().Format("2006-01-02"))
	day, _ := time.Parse("2006-01-02", startsAt[:10])
	return int(day.Sub(today).Hours() / 24)
}

func tabled(m *bookMotion, meeting *bookMeeting) {
	m.status, m.due, m.meeting, m.roll = types.Status_STATUS_TABLED, types.WaitsForMeeting, meeting, nil
}

// agenda draws at most one item.
func (w *rulebook) agenda() []uint64 {
	if between(w.draw, "without an agenda", 0, 3) == 0 {
		return nil
	}
	id, _ := w.pick(func(m *bookMotion) bool {
		return is(bakery, types.Status_STATUS_DRAFT, types.Status_STATUS_TABLED)(m) && m.meeting == nil && !m.board()
	})
	return []uint64{id}
}

func (w *rulebook) openMeetings() (open int) {
	for _, m := range w.meetings {
		if !m.status.Over() && !m.asked {
			open++
		}
	}
	return open
}

func (w *rulebook) newMeeting(startsAt string) *bookMeeting {
	m := &bookMeeting{id: uint64(len(w.meetings)) + 1, session: 1, present: map[uint64]bool{}}
	if !w.recordAtOpening {
		m.roll = w.copied(bakery)
	}
	m.waitsUntil(startsAt, berlin)
	return m
}

func (w *rulebook) convenes() {
	signer, may := w.officerFor(membershiptypes.PowerConvene)
	days, agenda := one(w.draw, "days", []int{15, 15, 15, 16, 30, 14, 400}), w.agenda()
	m := w.newMeeting(w.ahead(days))
	asked := notice(m.startsAt)
	if between(w.draw, "annual", 0, 2) == 0 {
		asked.Kind = types.MeetingKind_MEETING_KIND_ANNUAL
		m.year, _ = w.annualOwed()
		may = may && m.year <= w.civil().Year()+1
	}
	may = may && days >= 15 && days <= 367 && w.openMeetings() < 10
	for _, id := range agenda {
		may = may && w.mayBeTabled(w.found(id), m, true)
	}
	_, taken := w.expect(may, "convene", &types.MsgConveneMeeting{Convener: signer, CoopId: bakery, Notice: asked, Agenda: agenda})
	if !taken {
		return
	}
	w.holdsAnnual(m)
	w.meetings = append(w.meetings, m)
	for _, id := range agenda {
		tabled(w.found(id), m)
	}
}

func (w *rulebook) tables() {
	meetingID, meeting := w.meets(convened)
	id, m := w.pick(func(m *bookMotion) bool {
		return m.coop == bakery && m.meeting == nil && (m.status == types.Status_STATUS_TABLED || m.status == types.Status_STATUS_DISCUSSION)
	})
	name := w.who(func(name string) bool {
		_, convenes := w.officer(name, membershiptypes.PowerConvene)
		return convenes || (m != nil && w.keys[name] == m.proposer)
	})
	member, _, may := w.acting(name)
	_, convenes := w.officer(name, membershiptypes.PowerConvene)
	may = may && m != nil && meeting != nil
	if may {
		proposed := m.coop == bakery && m.proposer == member
		byConvener := convenes && (!proposed || m.status == types.Status_STATUS_DRAFT)
		may = (proposed || convenes) && w.mayBeTabled(m, meeting, byConvener)
	}
	if _, taken := w.expect(may, "table", &types.MsgTable{Member: keyOf(name), MeetingId: meetingID, ResolutionId: id}); taken {
		tabled(m, meeting)
	}
}

func (w *rulebook) attends() {
	id, m := w.meets(firstCall, secondCall, opened)
	w.comes(id, m, w.who(func(name string) bool { return m != nil && w.rollOf(m)[w.keys[name]] != 0 && !m.present[w.keys[name]] }))
}

func (w *rulebook) comes(id uint64, m *bookMeeting, name string) {
	member, _, may := w.acting(name)
	may = may && m != nil && m.takesAttendance() && w.rollOf(m)[member] != 0 && !m.present[member]
	if _, taken := w.expect(may, "attend", &types.MsgAttend{Member: keyOf(name), MeetingId: id}); taken {
		m.present[member] = true
	}
}

func (w *rulebook) allAttend() {
	id, m := w.meets(firstCall, secondCall)
	if m == nil {
		return
	}
	for member := uint64(1); member <= uint64(len(w.people[bakery])); member++ {
		if w.rollOf(m)[member] != 0 && !m.present[member] && w.mostly(3) {
			w.comes(id, m, w.nameOf(member))
		}
	}
}

func (w *rulebook) adjourns() {
	id, m := w.meets(firstCall, secondCall)
	signer, may := w.officerFor(membershiptypes.PowerChair, membershiptypes.PowerConvene)
	days := one(w.draw, "days", []int{2, 4, 7, 1, 8})
	startsAt := w.ahead(days)
	may = may && m != nil && (m.status == firstCall || m.status == secondCall) && !w.quorate(m) && w.now() >= m.calledAt+1_800 &&
		m.session < 4 && days >= 2 && days <= 7
	if _, taken := w.expect(may, "adjourn", &types.MsgAdjournMeeting{Officer: signer, MeetingId: id, StartsAt: startsAt}); taken {
		m.again(startsAt, berlin)
	}
}

// cancels a meeting that has not started: by resolution, or by an officer as long
// as the agenda is open, but not what members asked for.
func (w *rulebook) cancels() {
	id, m := w.meets(convened)
	signer, may := w.officerFor(membershiptypes.PowerConvene)
	byCoop := signer == membershiptypes.CoopAddress(bakery)
	may = may && m != nil && m.status == convened && (byCoop || !m.asked && w.daysTo(m.startsAt) >= 8)
	if _, taken := w.expect(may, "cancel", &types.MsgCancelMeeting{Officer: signer, MeetingId: id, ReasonSha256: paperHash}); taken {
		w.ends(m, cancelled, w.now())
	}
}

func (w *rulebook) closes() {
	id, m := w.meets(opened)
	signer, may := w.officerFor(membershiptypes.PowerChair, membershiptypes.PowerConvene)
	may = may && m != nil && m.status == opened && w.now() >= m.openedAt+600
	if _, taken := w.expect(may, "close", &types.MsgCloseMeeting{Officer: signer, MeetingId: id}); taken {
		w.ends(m, closed, w.now())
	}
}

func (w *rulebook) recordsMinutes() {
	id, m := w.meets(closed, lapsed)
	signer, may := w.officerFor(membershiptypes.PowerChair, membershiptypes.PowerConvene)
	document := membershiptypes.Document{Uri: "https://bakery.example/minutes", Sha256: bytes.Repeat([]byte{1}, 32)}
	may = may && m != nil && (m.status == closed || m.status == lapsed) && m.minutes < 20
	if _, taken := w.expect(may, "minutes", &types.MsgRecordMinutes{Officer: signer, MeetingId: id, Document: document}); taken {
		m.minutes++
	}
}

// meetingAgrees compares a meeting with the paper.
func (w *rulebook) meetingAgrees(m *bookMeeting) {
	got := w.meeting(m.id)
	if got.Status != m.status || got.DueAt != m.due || int(got.Session) != m.session || got.Notice.StartsAt != m.startsAt ||
		int(got.Present) != len(m.present) || int(got.AttestedPresent) != m.attested || int(got.Sheets) != len(m.sheets) || int(got.Minutes) != m.minutes ||
		int(got.AnnualYear) != m.year || int(got.RollSize()) != len(m.roll) {
		w.draw.Fatalf("meeting %d is %v, the paper says %+v", m.id, got, *m)
	}
}
