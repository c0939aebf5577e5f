package simulation

import (
	"bytes"
	"slices"

	sdk "github.com/cosmos/cosmos-sdk/types"

	governancetypes "github.com/coopledger/coopledger/x/governance/types"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

// Operations on general meetings.
const (
	opConvene      = "a meeting is convened"
	opAskMeeting   = "a member asks for a meeting"
	opSign         = "a member signs for a meeting"
	opTable        = "a resolution is tabled"
	opAttend       = "a member is present"
	opEnterPresent = "a scrutineer enters who is present"
	opEnterBallots = "a scrutineer enters ballots"
	opConfirm      = "a scrutineer confirms a list"
	opDispute      = "a member disputes a list"
	opAdjourn      = "a meeting is put off"
	opCancel       = "a meeting is called off"
	opCloseMeeting = "a meeting is closed"
	opMinutes      = "minutes are recorded"
)

// meetings is something that is done for a meeting, or at one.
func (x *machine) meetings() {
	steps := []func() bool{
		x.convenes, x.asksForMeeting, x.signs, x.tables, x.attends, x.entersPresent, x.entersBallots, x.confirms, x.disputes,
		x.adjourns, x.cancels, x.closes, x.recordsMinutes,
	}
	steps[pick(x.T, "at a meeting", len(steps))]()
}

// insist tries something until it is taken, a few times: most inputs are.
func (x *machine) insist(step func() bool) bool {
	for range 4 {
		if step() {
			return true
		}
	}
	return false
}

// meets says that a co-op can hold a meeting: its charter knows them, and three
// persons could vote at one.
func (x *machine) meets(c *coop) bool {
	return c.charter().Meetings != nil && len(x.ableIn(c)) > 2
}

// ableIn are the persons of a co-op who vote and can act now.
func (x *machine) ableIn(c *coop) []*member {
	return slices.DeleteFunc(slices.Clone(c.members), func(m *member) bool { return m.coop != 0 || !c.votes(m) || !m.takesPart() || len(m.keys) == 0 })
}

// aMeeting at one of some stages, or seldom any; nil if there is none.
func (x *machine) aMeeting(fits func(*gathering) bool) *gathering {
	var some []*gathering
	for _, m := range x.paper.meetings {
		if fits(m) {
			some = append(some, m)
		}
	}
	if m, found := one(x, "meeting", some); found {
		return m
	}
	if x.number("any", 0, 5) > 0 {
		return nil
	}
	m, _ := one(x, "any meeting", x.paper.meetings)
	return m
}

func at(stages ...meetingStatus) func(*gathering) bool {
	return func(m *gathering) bool { return slices.Contains(stages, m.record.Status) }
}

// signer is the co-op's account or a member with one of the powers, or somebody who
// may not.
func (x *machine) signer(c *coop, flaw string, powers ...string) string {
	if flaw == "stranger" {
		return x.anybody()
	}
	may := func(m *member) bool {
		return slices.ContainsFunc(powers, func(power string) bool { return x.paper.holds(c, m.id, power) })
	}
	if flaw == "no officer" {
		if other, found := x.aMember(c, func(m *member) bool { return !m.gone && !may(m) }); found {
			return x.aKey(other)
		}
	}
	if officer, found := x.aMember(c, may); found && x.number("officer", 0, 3) > 0 {
		return x.aKey(officer)
	}
	return c.account()
}

// startIn is six in the evening, so many days from today.
func (x *machine) startIn(days int) string {
	return x.paper.today().AddDate(0, 0, days).Format("2006-01-02") + "T18:00"
}

// notice of a meeting in two days or more.
func (x *machine) notice(flaw string) governancetypes.MeetingNotice {
	n := governancetypes.MeetingNotice{
		Kind: governancetypes.MeetingKind_MEETING_KIND_EXTRAORDINARY, Place: "in the hall", StartsAt: x.startIn(x.number("days", 2, 4)),
	}
	if x.number("annual", 0, 3) == 0 {
		n.Kind = annual
	}
	switch flaw {
	case "too soon":
		n.StartsAt = x.startIn(x.number("days", -1, 1))
	case "too far":
		n.StartsAt = x.startIn(int(x.paper.texts.MaxNoticeDays) + 2)
	case "kind":
		n.Kind = 0
	case "place":
		n.Place = ""
	case "start":
		n.StartsAt = "in spring"
	}
	return n
}

// forAgenda draws what could be tabled, at most two.
func (x *machine) forAgenda(c *coop, flaw string) (ids []uint64) {
	for _, r := range x.paper.resolutions {
		ready := r.status == governancetypes.Status_STATUS_DRAFT || (r.status == tabled && r.meeting == 0)
		if r.coop == c.id && ready && r.electorate() == "" && len(ids) < 2 && x.number("tabled at once", 0, 1) == 0 {
			ids = append(ids, r.id)
		}
	}
	switch flaw {
	case "agenda":
		ids = append(ids, x.anyResolution())
	case "twice":
		if len(ids) > 0 {
			ids = append(ids, ids[0])
		}
	}
	return ids
}

func (x *machine) convenes() bool {
	c, found := x.aCoop(x.meets)
	if !found {
		return false
	}
	return x.send(opConvene, x.convoking(c))
}

func (x *machine) convoking(c *coop) *governancetypes.MsgConveneMeeting {
	flaw := x.flaw("stranger", "no officer", "too soon", "too soon", "too far", "kind", "place", "start", "agenda", "agenda", "twice", "unknown co-op", "federation")
	m := &governancetypes.MsgConveneMeeting{
		Convener: x.signer(c, flaw, convening), CoopId: c.id, Notice: x.notice(flaw), Agenda: x.forAgenda(c, flaw),
	}
	switch flaw {
	case "unknown co-op":
		m.CoopId = uint64(len(x.paper.coops)) + 3
	case "federation":
		m.CoopId, m.Convener = 1, x.paper.coop(1).account()
	}
	return m
}

func (x *machine) asksForMeeting() bool {
	c, found := x.aCoop(x.meets)
	return found && x.askFor(c) != 0
}

// askFor begins a requisition and says its number, zero if it is refused.
func (x *machine) askFor(c *coop) uint64 {
	flaw := x.flaw("stranger", "bound", "too far", "kind", "start", "agenda", "twice", "unknown co-op", "no voter")
	free := func(m *member) bool { return !x.paper.bound(c.id, m.id, nil) }
	m := &governancetypes.MsgRequisition{CoopId: c.id, Notice: x.notice(flaw), Agenda: x.forAgenda(c, flaw), Member: x.anybody()}
	slices.Sort(m.Agenda)
	if flaw == "bound" {
		free = func(m *member) bool { return x.paper.bound(c.id, m.id, nil) }
	}
	if by, some := one(x, "who asks", slices.DeleteFunc(x.ableIn(c), func(m *member) bool { return !free(m) })); some && flaw != "stranger" {
		m.Member = x.aKey(by)
	}
	switch flaw {
	case "unknown co-op":
		m.CoopId = uint64(len(x.paper.coops)) + 3
	case "no voter":
		if silent, some := x.aMember(c, func(m *member) bool { return !m.gone && !c.votes(m) }); some {
			m.Member = x.aKey(silent)
		}
	}
	_, full := x.paper.weakest(c.id)
	if !x.send(opAskMeeting, m) {
		return 0
	}
	if full {
		x.saw(sawGaveWay)
	}
	q := x.paper.petitions[len(x.paper.petitions)-1]
	if q.record.Share == x.paper.coop(c.id).charter().Meetings.OverdueRequisition {
		x.saw(sawOverdue)
	}
	return q.record.Id
}

func (x *machine) signs() bool {
	var open []*petition
	for _, q := range x.paper.petitions {
		if q.open() || x.number("ended", 0, 9) == 0 {
			open = append(open, q)
		}
	}
	q, found := one(x, "requisition", open)
	return found && x.signFor(q)
}

func (x *machine) signFor(q *petition) bool {
	c := x.paper.coop(q.record.CoopId)
	m := &governancetypes.MsgSignRequisition{RequisitionId: q.record.Id, Member: x.anybody()}
	by, found := x.aMember(c, func(m *member) bool {
		_, onRoll := q.roll[m.id]
		return onRoll && m.takesPart() && !q.signed[m.id] && !x.paper.bound(c.id, m.id, q)
	})
	if found {
		m.Member = x.aKey(by)
	}
	switch x.flaw("stranger", "again", "unknown", "newcomer") {
	case "stranger":
		m.Member = x.anybody()
	case "again":
		if id, some := one(x, "signer", inOrder(q.signed)); some {
			m.Member = x.aKey(c.member(id))
		}
	case "unknown":
		m.RequisitionId = uint64(len(x.paper.petitions)) + 1
	case "newcomer":
		if other, some := x.aMember(c, func(m *member) bool { _, onRoll := q.roll[m.id]; return !m.gone && !onRoll }); some {
			m.Member = x.aKey(other)
		}
	}
	if !x.send(opSign, m) {
		return false
	}
	if q = x.paper.petition(q.record.Id); q.record.MeetingId != 0 {
		x.saw(sawConvenedByMembers)
	}
	return true
}

func (x *machine) tables() bool {
	m := x.aMeeting(at(convened))
	if m == nil {
		return false
	}
	r := x.aResolution(func(r *resolution) bool { return r.coop == m.record.CoopId && early(r) && r.meeting == 0 })
	return r != nil && x.tablesAt(m, r)
}

func (x *machine) tablesAt(m *gathering, r *resolution) bool {
	c := x.paper.coop(m.record.CoopId)
	message := &governancetypes.MsgTable{MeetingId: m.record.Id, ResolutionId: r.id, Member: x.signer(c, "", convening)}
	if r.coop == c.id && (message.Member == c.account() || r.status != governancetypes.Status_STATUS_DRAFT) {
		message.Member = x.aKey(c.member(r.proposer))
	}
	switch x.flaw("stranger", "no officer", "any", "unknown", "unknown meeting") {
	case "stranger":
		message.Member = x.anybody()
	case "no officer":
		message.Member = x.signer(c, "no officer", convening)
	case "any":
		message.ResolutionId = uint64(x.number("any resolution", 1, len(x.paper.resolutions)))
	case "unknown":
		message.ResolutionId = x.anyResolution()
	case "unknown meeting":
		message.MeetingId = uint64(len(x.paper.meetings)) + 1
	}
	return x.send(opTable, message)
}

func (x *machine) attends() bool {
	m := x.aMeeting((*gathering).called)
	return m != nil && x.attendsAt(m)
}

func (x *machine) attendsAt(m *gathering) bool {
	c, roll := x.paper.coop(m.record.CoopId), x.paper.rollOf(m)
	message := &governancetypes.MsgAttend{MeetingId: m.record.Id, Member: x.anybody()}
	by, found := x.aMember(c, func(one *member) bool {
		_, onRoll := roll[one.id]
		_, present := m.present()[one.id]
		return onRoll && one.takesPart() && !present
	})
	if found {
		message.Member = x.aKey(by)
	}
	switch x.flaw("stranger", "again", "unknown", "not on the roll") {
	case "stranger":
		message.Member = x.anybody()
	case "again":
		if id, some := one(x, "present", inOrder(m.present())); some {
			message.Member = x.aKey(c.member(id))
		}
	case "unknown":
		message.MeetingId = uint64(len(x.paper.meetings)) + 1
	case "not on the roll":
		if other, some := x.aMember(c, func(one *member) bool { _, onRoll := roll[one.id]; return !one.gone && !onRoll }); some {
			message.Member = x.aKey(other)
		}
	}
	return x.send(opAttend, message)
}

// scrutineer of a co-op other than the one given, or somebody who is none.
func (x *machine) scrutineer(c *coop, but uint64, flaw string) string {
	if flaw == "stranger" {
		return x.anybody()
	}
	by, found := x.aMember(c, func(m *member) bool {
		return m.id != but && x.paper.holds(c, m.id, scrutinising) == (flaw != "no officer") && !m.gone
	})
	if !found {
		return x.anybody()
	}
	return x.aKey(by)
}

// listed draws members in the order of their numbers, at most as many as a list holds,
// those of a roll first.
func (x *machine) listed(c *coop, roll map[uint64]uint32, flaw string) (ids []uint64) {
	from := inOrder(roll)
	if flaw == "not on the roll" {
		for _, m := range c.members {
			if _, onRoll := roll[m.id]; !onRoll {
				ids = append(ids, m.id)
			}
		}
		return ids[:min(len(ids), 1)]
	}
	for _, id := range from {
		if len(ids) < int(x.paper.texts.MaxMembersPerSheet) && x.number("on the list", 0, 2) == 0 {
			ids = append(ids, id)
		}
	}
	if len(ids) == 0 && len(from) > 0 {
		ids = from[len(from)-1:]
	}
	switch flaw {
	case "empty":
		return nil
	case "order":
		return append(ids, ids...)
	case "nobody":
		return []uint64{uint64(len(c.members)) + 1}
	}
	return ids
}

func (x *machine) entersPresent() bool {
	m := x.aMeeting((*gathering).called)
	return m != nil && x.entersPresentAt(m)
}

func (x *machine) entersPresentAt(m *gathering) bool {
	c := x.paper.coop(m.record.CoopId)
	flaw := x.flaw("stranger", "no officer", "empty", "order", "nobody", "not on the roll", "paper", "unknown")
	message := &governancetypes.MsgEnterAttendance{
		Scrutineer: x.scrutineer(c, 0, flaw), MeetingId: m.record.Id, Members: x.listed(c, x.paper.rollOf(m), flaw), PaperSha256: x.hash(flaw == "paper"),
	}
	if flaw == "unknown" {
		message.MeetingId = uint64(len(x.paper.meetings)) + 1
	}
	return x.send(opEnterPresent, message)
}

func (x *machine) entersBallots() bool {
	r := x.aResolution(func(r *resolution) bool { return r.meeting != 0 && x.takesBallots(r) })
	return r != nil && x.entersBallotsOn(r)
}

func (x *machine) entersBallotsOn(r *resolution) bool {
	c := x.paper.coop(r.coop)
	flaw := x.flaw("stranger", "no officer", "empty", "order", "nobody", "not on the roll", "paper", "choice", "no meeting", "unknown")
	message := &governancetypes.MsgEnterBallots{Scrutineer: x.scrutineer(c, 0, flaw), ResolutionId: r.id, PaperSha256: x.hash(flaw == "paper")}
	for _, id := range x.listed(c, r.roll, flaw) {
		choice := x.choice(r)
		if flaw == "choice" {
			choice = governancetypes.Choice(x.number("choice", 0, 6))
		}
		message.Ballots = append(message.Ballots, governancetypes.Ballot{MemberId: id, Choice: choice})
	}
	switch flaw {
	case "no meeting", "unknown":
		message.ResolutionId = x.anyResolution()
	}
	return x.send(opEnterBallots, message)
}

// aList that nobody has confirmed, if there is one.
func (x *machine) aList(m *gathering) (*sheet, bool) {
	var some []*sheet
	for _, s := range m.sheets {
		if s.ConfirmedBy == 0 {
			some = append(some, s)
		}
	}
	if s, found := one(x, "list", some); found {
		return s, true
	}
	return one(x, "any list", m.sheets)
}

func (x *machine) confirms() bool {
	m := x.aMeeting(func(m *gathering) bool { return len(m.sheets) > m.confirmed() })
	return m != nil && x.confirmsAt(m)
}

func (x *machine) confirmsAt(m *gathering) bool {
	s, found := x.aList(m)
	if !found {
		return false
	}
	flaw := x.flaw("stranger", "no officer", "own", "other hash", "unknown", "unknown meeting")
	c := x.paper.coop(m.record.CoopId)
	message := &governancetypes.MsgConfirmSheet{
		Scrutineer: x.scrutineer(c, s.EnteredBy, flaw), MeetingId: m.record.Id, Sheet: s.Number, ListHash: s.ListHash,
	}
	switch flaw {
	case "own":
		message.Scrutineer = x.aKey(c.member(s.EnteredBy))
	case "other hash":
		message.ListHash = bytes.Repeat([]byte{7}, 32)
	case "unknown":
		message.Sheet = uint32(len(m.sheets)) + 1
	case "unknown meeting":
		message.MeetingId = uint64(len(x.paper.meetings)) + 1
	}
	if !x.send(opConfirm, message) {
		return false
	}
	s = x.paper.meeting(m.record.Id).sheets[s.Number-1]
	for _, left := range s.LeftOut {
		x.saw(leftOutAs(left.Reason))
	}
	if s.ResolutionId != 0 && s.Applied > 0 {
		x.saw(sawAttested)
	}
	return true
}

func leftOutAs(why governancetypes.LeftOutReason) string { return "a list leaves out: " + why.Word() }

func (x *machine) disputes() bool {
	m := x.aMeeting(func(m *gathering) bool { return len(m.sheets) > 0 })
	return m != nil && x.disputesAt(m)
}

func (x *machine) disputesAt(m *gathering) bool {
	s, found := x.aList(m)
	if !found {
		return false
	}
	c := x.paper.coop(m.record.CoopId)
	message := &governancetypes.MsgDisputeSheet{Member: x.anybody(), MeetingId: m.record.Id, Sheet: s.Number}
	if by, some := one(x, "who disputes", slices.DeleteFunc(x.ableIn(c), func(m *member) bool { return s.disputed[m.id] })); some {
		message.Member = x.aKey(by)
	}
	switch x.flaw("stranger", "again", "unknown") {
	case "stranger":
		message.Member = x.anybody()
	case "again":
		if id, some := one(x, "who disputed", inOrder(s.disputed)); some {
			message.Member = x.aKey(c.member(id))
		}
	case "unknown":
		message.Sheet = uint32(len(m.sheets)) + 1
	}
	return x.send(opDispute, message)
}

func (x *machine) adjourns() bool {
	m := x.aMeeting(at(firstCall, secondCall))
	return m != nil && x.send(opAdjourn, x.puttingOff(m))
}

func (x *machine) puttingOff(m *gathering) *governancetypes.MsgAdjournMeeting {
	flaw := x.flaw("stranger", "no officer", "too soon", "too far", "unknown")
	message := &governancetypes.MsgAdjournMeeting{
		Officer: x.signer(x.paper.coop(m.record.CoopId), flaw, chairing, convening), MeetingId: m.record.Id, StartsAt: x.startIn(2),
	}
	switch flaw {
	case "too soon":
		message.StartsAt = x.startIn(1)
	case "too far":
		message.StartsAt = x.startIn(int(m.record.Rules.AdjournedDays) + 1)
	case "unknown":
		message.MeetingId = uint64(len(x.paper.meetings)) + 1
	}
	return message
}

func (x *machine) cancels() bool {
	m := x.aMeeting(at(convened))
	return m != nil && x.number("called off", 0, 1) == 0 && x.send(opCancel, x.callingOff(m))
}

func (x *machine) callingOff(m *gathering) *governancetypes.MsgCancelMeeting {
	flaw := x.flaw("stranger", "no officer", "reasons", "unknown", "another")
	message := &governancetypes.MsgCancelMeeting{
		Officer: x.signer(x.paper.coop(m.record.CoopId), flaw, convening), MeetingId: m.record.Id, ReasonSha256: x.hash(flaw == "reasons"),
	}
	switch flaw {
	case "unknown":
		message.MeetingId = uint64(len(x.paper.meetings)) + 1
	case "another":
		message.MeetingId = uint64(x.number("any meeting", 1, len(x.paper.meetings)))
	}
	return message
}

func (x *machine) closes() bool {
	m := x.aMeeting(at(inSession))
	return m != nil && x.send(opCloseMeeting, x.closingOf(m))
}

func (x *machine) closingOf(m *gathering) *governancetypes.MsgCloseMeeting {
	flaw := x.flaw("stranger", "no officer", "unknown")
	message := &governancetypes.MsgCloseMeeting{
		Officer: x.signer(x.paper.coop(m.record.CoopId), flaw, chairing, convening), MeetingId: m.record.Id,
	}
	if flaw == "unknown" {
		message.MeetingId = uint64(len(x.paper.meetings)) + 1
	}
	return message
}

func (x *machine) recordsMinutes() bool {
	m := x.aMeeting(at(adjourned, lapsed))
	return m != nil && x.send(opMinutes, x.minutesOf(m))
}

func (x *machine) minutesOf(m *gathering) *governancetypes.MsgRecordMinutes {
	flaw := x.flaw("stranger", "no officer", "document", "unknown")
	message := &governancetypes.MsgRecordMinutes{
		Officer: x.signer(x.paper.coop(m.record.CoopId), flaw, chairing, convening), MeetingId: m.record.Id,
		Document: membershiptypes.Document{Uri: "https://example.org/minutes", Sha256: x.hash(flaw == "document")},
	}
	if flaw == "unknown" {
		message.MeetingId = uint64(len(x.paper.meetings)) + 1
	}
	return message
}

// meetingBy is what a co-op decides about its meetings.
func (x *machine) meetingBy(c *coop) (string, sdk.Msg) {
	own := x.aMeeting(func(m *gathering) bool { return m.record.CoopId == c.id })
	if own == nil || x.number("another meeting", 0, 2) == 0 {
		m := x.convoking(c)
		if x.number("pretended", 0, 5) > 0 {
			m.Convener = c.account()
		}
		return opConvene, m
	}
	account := x.paper.coop(own.record.CoopId).account()
	switch own.record.Status {
	case convened:
		m := x.callingOff(own)
		m.Officer = account
		return opCancel, m
	case firstCall, secondCall:
		m := x.puttingOff(own)
		m.Officer = account
		return opAdjourn, m
	case inSession:
		m := x.closingOf(own)
		m.Officer = account
		return opCloseMeeting, m
	default:
		m := x.minutesOf(own)
		m.Officer = account
		return opMinutes, m
	}
}
