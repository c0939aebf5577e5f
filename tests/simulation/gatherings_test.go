package simulation

import (
	"slices"
	"time"

	governancetypes "github.com/coopledger/coopledger/x/governance/types"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

type meetingStatus = governancetypes.MeetingStatus

// Stages of a meeting.
const (
	convened   = governancetypes.MeetingStatus_MEETING_STATUS_CONVENED
	firstCall  = governancetypes.MeetingStatus_MEETING_STATUS_FIRST_CALL
	secondCall = governancetypes.MeetingStatus_MEETING_STATUS_SECOND_CALL
	inSession  = governancetypes.MeetingStatus_MEETING_STATUS_OPEN
	adjourned  = governancetypes.MeetingStatus_MEETING_STATUS_CLOSED
	lapsed     = governancetypes.MeetingStatus_MEETING_STATUS_LAPSED
	calledOff  = governancetypes.MeetingStatus_MEETING_STATUS_CANCELLED

	tabled = governancetypes.Status_STATUS_TABLED
	voted  = governancetypes.Status_STATUS_VOTING
	annual = governancetypes.MeetingKind_MEETING_KIND_ANNUAL
)

// Bounds that no parameter changes.
const (
	mostSessions  = 4
	mostMinutes   = 20
	waitsForThose = 1<<63 - 1
)

// clocks are those of the co-ops that hold meetings.
var clocks = func() *time.Location {
	place, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		panic(err)
	}
	return place
}()

const minute = "2006-01-02T15:04"

// gathering is a general meeting. Of the record the paper writes what nobody can
// count: who is present, on the roll, listed or waiting is counted anew.
type gathering struct {
	record governancetypes.Meeting
	// roll by class, nil before the record date, and how many of it could vote then.
	roll   map[uint64]uint32
	active int
	// sessions say who was present, and by which sheet; zero for its own key.
	sessions []map[uint64]uint32
	sheets   []*sheet
	minutes  []governancetypes.Minutes
}

// sheet is a list that a scrutineer entered.
type sheet struct {
	governancetypes.Sheet
	disputed map[uint64]bool
}

func (m *gathering) copied() *gathering {
	same := *m
	same.sessions, same.sheets, same.minutes = nil, nil, slices.Clone(m.minutes)
	for _, present := range m.sessions {
		same.sessions = append(same.sessions, copiedMap(present))
	}
	for _, s := range m.sheets {
		same.sheets = append(same.sheets, &sheet{s.Sheet, copiedMap(s.disputed)})
	}
	return &same
}

func copiedMap[K comparable, V any](from map[K]V) map[K]V {
	same := make(map[K]V, len(from))
	for key, value := range from {
		same[key] = value
	}
	return same
}

func (m *gathering) over() bool {
	return m.record.Status == adjourned || m.notHeld()
}

func (m *gathering) notHeld() bool { return m.record.Status == lapsed || m.record.Status == calledOff }

// called says that members can be present now.
func (m *gathering) called() bool {
	return m.record.Status == firstCall || m.record.Status == secondCall || m.record.Status == inSession
}

func (m *gathering) present() map[uint64]uint32 { return m.sessions[m.record.Session-1] }

func (p *paper) meeting(id uint64) *gathering {
	if id == 0 || id > uint64(len(p.meetings)) {
		return nil
	}
	return p.meetings[id-1]
}

// agenda of a meeting.
func (p *paper) agenda(id uint64) (items []*resolution) {
	for _, r := range p.resolutions {
		if r.meeting == id {
			items = append(items, r)
		}
	}
	return items
}

// today is the day that the co-ops' clocks show, at midnight in UTC.
func (p *paper) today() time.Time {
	return dayOf(time.Unix(p.civil, 0).In(clocks))
}

func dayOf(at time.Time) time.Time {
	year, month, day := at.Date()
	return time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
}

// starting reads a start; false if it is not written like one.
func starting(text string) (at time.Time, valid bool) {
	at, err := time.ParseInLocation(minute, text, clocks)
	return at, err == nil && at.Format(minute) == text
}

// clearDays lie between today and a start, neither counted; -1 if it is today, or past.
func (p *paper) clearDays(at time.Time) int {
	days := int(dayOf(at).Sub(p.today()).Hours() / 24)
	return max(days-1, -1)
}

// officeFaults are what speaks against an officer's act: by the co-op's account, or
// by a member who holds one of the powers now. It is member zero for the account.
func (p *paper) officeFaults(coopID uint64, signer string, powers ...string) (officer uint64, faults []error) {
	if c := p.coop(coopID); c != nil && signer == c.account() {
		return 0, nil
	}
	return p.holderFaults(coopID, signer, powers...)
}

func (p *paper) holderFaults(coopID uint64, signer string, powers ...string) (officer uint64, faults []error) {
	m, faults := p.insider(coopID, signer, false)
	if m == nil {
		return 0, faults
	}
	for _, power := range powers {
		if p.holds(p.coop(coopID), m.id, power) {
			return m.id, faults
		}
	}
	return m.id, append(faults, governancetypes.ErrNoPower)
}

func (p *paper) convocationFaults(notice governancetypes.MeetingNotice) []error {
	_, valid := starting(notice.StartsAt)
	faults := when(!valid || notice.Place == "", governancetypes.ErrInvalidNotice)
	kind := notice.Kind != annual && notice.Kind != governancetypes.MeetingKind_MEETING_KIND_EXTRAORDINARY
	return append(faults, when(kind, governancetypes.ErrInvalidNotice)...)
}

// meetingRoomFaults: a co-op has so many open meetings of each kind.
func (p *paper) meetingRoomFaults(coopID uint64, asked bool) []error {
	open := 0
	for _, m := range p.meetings {
		if m.record.CoopId == coopID && !m.over() && (m.record.RequisitionId != 0) == asked {
			open++
		}
	}
	return when(open >= int(p.texts.MaxOpenMeetingsPerCoop), governancetypes.ErrTooManyMeetings)
}

// annualOwed is the year of the earliest annual meeting that nobody has convened, of
// those since the co-op was founded and of those missed only the latest, and whether
// its day is past.
func (p *paper) annualOwed(c *coop) (year int, overdue bool) {
	rules := c.charter().Meetings
	if rules == nil || rules.AnnualMonth == 0 {
		return 0, false
	}
	day := func(year int) time.Time {
		return time.Date(year, time.Month(rules.AnnualMonth), int(rules.AnnualDay), 0, 0, 0, 0, time.UTC)
	}
	year = p.today().Year()
	if !day(year).Before(p.today()) {
		year--
	}
	last := year + 3
	for ; year < last; year++ {
		held := p.annuals[[2]uint64{c.id, uint64(year)}] != 0
		if founded := dayOf(time.Unix(c.founded, 0).In(clocks)); !day(year).Before(founded) && !held {
			return year, day(year).Before(p.today())
		}
	}
	return last, false
}

func (p *paper) conveneFaults(m *governancetypes.MsgConveneMeeting) []error {
	_, faults := p.officeFaults(m.CoopId, m.Convener, convening)
	c := p.coop(m.CoopId)
	if c == nil || c.charter().Meetings == nil {
		return append(faults, when(c != nil, governancetypes.ErrNoMeetings)...)
	}
	faults = append(faults, p.convocationFaults(m.Notice)...)
	faults = append(faults, p.meetingRoomFaults(c.id, false)...)
	at, valid := starting(m.Notice.StartsAt)
	if !valid {
		return faults
	}
	clear := p.clearDays(at)
	faults = append(faults, when(clear < int(c.charter().Meetings.NoticeClearDays), governancetypes.ErrShortNotice)...)
	faults = append(faults, when(clear > int(p.texts.MaxNoticeDays), governancetypes.ErrInvalidNotice)...)
	owed, _ := p.annualOwed(c)
	tooSoon := m.Notice.Kind == annual && owed > p.today().Year()+1
	faults = append(faults, when(tooSoon, governancetypes.ErrInvalidNotice)...)
	unheard := !c.charter().Meetings.RecordAtOpening && len(c.voters()) == 0
	faults = append(faults, when(unheard, governancetypes.ErrNotOnRoll)...)
	meeting := &gathering{record: governancetypes.Meeting{
		CoopId: c.id, Notice: m.Notice, Rules: *c.charter().Meetings, Status: convened, DueAt: at.Unix(),
	}}
	seen := make(map[uint64]bool)
	for i, id := range m.Agenda {
		r := p.resolution(id)
		if r == nil {
			return append(faults, governancetypes.ErrUnknownResolution)
		}
		faults = append(faults, p.tablingFaults(meeting, r, true, i)...)
		faults = append(faults, when(seen[id], governancetypes.ErrCannotTable)...)
		seen[id] = true
	}
	return faults
}

// convene gives notice of a meeting, which members may have asked for.
func (p *paper) convene(c *coop, notice governancetypes.MeetingNotice, asked *petition, agenda []uint64) *gathering {
	at, _ := starting(notice.StartsAt)
	m := &gathering{
		record: governancetypes.Meeting{
			Id: uint64(len(p.meetings)) + 1, CoopId: c.id, Notice: notice, Rules: *c.charter().Meetings, TimeZone: c.charter().TimeZone,
			Status: convened, DueAt: at.Unix(), ConvenedAt: p.civil, Session: 1,
		},
		sessions: []map[uint64]uint32{make(map[uint64]uint32)},
	}
	if asked != nil {
		m.record.RequisitionId = asked.record.Id
	}
	p.claimAnnual(c, m, asked)
	if !m.record.Rules.RecordAtOpening {
		p.recordRoll(c, m)
	}
	p.meetings = append(p.meetings, m)
	for _, id := range agenda {
		if asked == nil || len(p.tablingFaults(m, p.resolution(id), true, len(p.agenda(m.record.Id)))) == 0 {
			p.table(m, p.resolution(id))
		}
	}
	return m
}

// claimAnnual makes a meeting the annual one that is owed. What members asked for
// while another was convened is an extraordinary one.
func (p *paper) claimAnnual(c *coop, m *gathering, asked *petition) {
	if m.record.Notice.Kind != annual || m.record.Rules.AnnualMonth == 0 {
		return
	}
	year, _ := p.annualOwed(c)
	if asked != nil && (int(asked.record.AnnualYear) < year || year > p.today().Year()+1) {
		m.record.Notice.Kind = governancetypes.MeetingKind_MEETING_KIND_EXTRAORDINARY
		return
	}
	m.record.AnnualYear = uint32(year)
	p.annuals[[2]uint64{c.id, uint64(year)}] = m.record.Id
}

// recordRoll copies the roll for a meeting: who may vote at it.
func (p *paper) recordRoll(c *coop, m *gathering) {
	m.roll, m.active = c.voters(), c.able()
	m.record.RollSequence, m.record.RecordedAt = c.changes, p.now
}

// rollOf is a meeting's roll: the one recorded, or until then that of now.
func (p *paper) rollOf(m *gathering) map[uint64]uint32 {
	if m.roll == nil {
		return p.coop(m.record.CoopId).voters()
	}
	return m.roll
}

func (p *paper) tableFaults(m *governancetypes.MsgTable) []error {
	meeting, r := p.meeting(m.MeetingId), p.resolution(m.ResolutionId)
	faults := when(meeting == nil, governancetypes.ErrUnknownMeeting)
	faults = append(faults, when(r == nil, governancetypes.ErrUnknownResolution)...)
	if len(faults) > 0 {
		return faults
	}
	c := p.coop(meeting.record.CoopId)
	by, faults := p.insider(c.id, m.Member, false)
	if by == nil {
		return faults
	}
	proposed, convenes := r.coop == c.id && by.id == r.proposer, p.holds(c, by.id, convening)
	faults = append(faults, when(!proposed && !convenes, governancetypes.ErrCannotTable)...)
	byConvener := convenes && (!proposed || r.status == governancetypes.Status_STATUS_DRAFT)
	return append(faults, p.tablingFaults(meeting, r, byConvener, len(p.agenda(meeting.record.Id)))...)
}

// tablingFaults are what speaks against an item on an agenda that has so many already:
// what is seconded is tabled by its proposer, a draft by who convenes, and by either
// what waits.
func (p *paper) tablingFaults(m *gathering, r *resolution, byConvener bool, items int) []error {
	waits := r.status == tabled && r.meeting == 0
	ready := waits || (r.status == governancetypes.Status_STATUS_DISCUSSION && !byConvener) ||
		(r.status == governancetypes.Status_STATUS_DRAFT && byConvener)
	unfit := r.coop != m.record.CoopId || !ready || r.electorate() != "" || items >= int(p.texts.MaxAgendaItems)
	faults := when(unfit, governancetypes.ErrCannotTable)
	faults = append(faults, when(m.record.Status != convened, governancetypes.ErrWrongMeetingStatus)...)
	at, _ := starting(m.record.Notice.StartsAt)
	short := p.clearDays(at) < int(m.record.Rules.TablingClearDays) || max(m.record.DueAt-p.civil, 0) < r.longest(discussion)
	return append(faults, when(short, governancetypes.ErrShortNotice)...)
}

func (p *paper) table(m *gathering, r *resolution) {
	r.status, r.due, r.meeting = tabled, waitsForThose, m.record.Id
}

func (p *paper) adjournFaults(m *governancetypes.MsgAdjournMeeting) []error {
	meeting := p.meeting(m.MeetingId)
	if meeting == nil {
		return []error{governancetypes.ErrUnknownMeeting}
	}
	_, faults := p.officeFaults(meeting.record.CoopId, m.Officer, chairing, convening)
	calls := meeting.record.Status == firstCall || meeting.record.Status == secondCall
	done := !calls || p.quorate(meeting) || meeting.record.Session >= mostSessions
	faults = append(faults, when(done, governancetypes.ErrWrongMeetingStatus)...)
	counted := meeting.record.CalledAt + int64(meeting.record.Rules.GracePeriodSeconds)
	faults = append(faults, when(calls && p.now < counted, governancetypes.ErrTooEarly)...)
	at, valid := starting(m.StartsAt)
	clear := p.clearDays(at)
	unfit := !valid || clear < 1 || clear >= int(meeting.record.Rules.AdjournedDays)
	return append(faults, when(unfit, governancetypes.ErrInvalidNotice)...)
}

// again is another session, to which all come anew.
func (m *gathering) again(startsAt string) {
	m.record.Session++
	m.record.CalledAt = 0
	m.sessions = append(m.sessions, make(map[uint64]uint32))
	m.waitsUntil(startsAt)
}

func (m *gathering) waitsUntil(startsAt string) {
	at, _ := starting(startsAt)
	m.record.Status, m.record.Notice.StartsAt, m.record.DueAt = convened, startsAt, at.Unix()
}

func (p *paper) cancelFaults(m *governancetypes.MsgCancelMeeting) []error {
	meeting := p.meeting(m.MeetingId)
	if meeting == nil {
		return []error{governancetypes.ErrUnknownMeeting}
	}
	officer, faults := p.officeFaults(meeting.record.CoopId, m.Officer, convening)
	faults = append(faults, when(meeting.record.Status != convened, governancetypes.ErrWrongMeetingStatus)...)
	at, _ := starting(meeting.record.Notice.StartsAt)
	bound := officer != 0 && (meeting.record.RequisitionId != 0 || p.clearDays(at) < int(meeting.record.Rules.TablingClearDays))
	return append(faults, when(bound || len(m.ReasonSha256) != 32, governancetypes.ErrCannotCancel)...)
}

func (p *paper) cancel(m *governancetypes.MsgCancelMeeting) {
	meeting := p.meeting(m.MeetingId)
	meeting.record.CancelledBy, _ = p.officeFaults(meeting.record.CoopId, m.Officer, convening)
	meeting.record.ReasonSha256 = m.ReasonSha256
	p.endMeeting(meeting, calledOff)
}

func (p *paper) closingFaults(m *governancetypes.MsgCloseMeeting) []error {
	meeting := p.meeting(m.MeetingId)
	if meeting == nil {
		return []error{governancetypes.ErrUnknownMeeting}
	}
	_, faults := p.officeFaults(meeting.record.CoopId, m.Officer, chairing, convening)
	open := meeting.record.Status == inSession
	faults = append(faults, when(!open, governancetypes.ErrWrongMeetingStatus)...)
	least := meeting.record.OpenedAt + int64(meeting.record.Rules.MinLengthSeconds)
	return append(faults, when(open && p.now < least, governancetypes.ErrTooEarly)...)
}

func (p *paper) minutesFaults(m *governancetypes.MsgRecordMinutes) []error {
	meeting := p.meeting(m.MeetingId)
	if meeting == nil {
		return []error{governancetypes.ErrUnknownMeeting}
	}
	_, faults := p.officeFaults(meeting.record.CoopId, m.Officer, chairing, convening)
	held := meeting.record.Status == adjourned || meeting.record.Status == lapsed
	faults = append(faults, when(!held, governancetypes.ErrWrongMeetingStatus)...)
	faults = append(faults, when(len(meeting.minutes) >= mostMinutes, governancetypes.ErrTooManyMinutes)...)
	return append(faults, when(len(m.Document.Sha256) != 32, governancetypes.ErrInvalidNotice)...)
}

func (p *paper) recordMinutes(m *governancetypes.MsgRecordMinutes) {
	meeting := p.meeting(m.MeetingId)
	officer, _ := p.officeFaults(meeting.record.CoopId, m.Officer, chairing, convening)
	meeting.minutes = append(meeting.minutes, governancetypes.Minutes{
		Version: uint32(len(meeting.minutes)) + 1, Document: m.Document, RecordedBy: officer, RecordedAt: p.now,
	})
}

// cancelsForMembers says whether a message of a co-op's resolution calls off what its
// members asked for, which no board decides.
func (p *paper) cancelsForMembers(coopID uint64, message any) bool {
	m, cancels := message.(*governancetypes.MsgCancelMeeting)
	if !cancels || p.meeting(m.MeetingId) == nil {
		return false
	}
	record := p.meeting(m.MeetingId).record
	return record.CoopId == coopID && record.RequisitionId != 0
}

// meetingTerms of the charters in a walk: short, on the clocks of Berlin.
func meetingTerms() *membershiptypes.MeetingRules {
	return &membershiptypes.MeetingRules{
		NoticeClearDays: 1, TablingClearDays: 1, Requisition: share(1, 2, false, rollBase), RequisitionPeriodSeconds: 300,
		GracePeriodSeconds: 20, FirstCallQuorum: share(1, 2, false, rollBase), SecondCallAfterSeconds: 50,
		SecondCallQuorum: share(1, 4, false, rollBase), AdjournedDays: 3, MinLengthSeconds: 20, MaxLengthSeconds: 150,
		OwnVotingPeriod: true, MaxAttested: share(1, 2, false, rollBase), AnnualMonth: 1, AnnualDay: 8,
		OverdueRequisition: share(1, 4, false, rollBase),
	}
}
