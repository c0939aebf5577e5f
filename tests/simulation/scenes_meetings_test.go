package simulation

import (
	"maps"
	"slices"

	"github.com/stretchr/testify/require"

	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	sdk "github.com/cosmos/cosmos-sdk/types"

	governancetypes "github.com/coopledger/coopledger/x/governance/types"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

// What must have happened to meetings, and to what a board decides.
const (
	sawConvenedByMembers = "members convene a meeting"
	sawGaveWay           = "a requisition gives its place to a new one"
	sawOverdue           = "members ask for an annual meeting that is overdue"
	sawPutOff            = "a meeting is put off, since the ledger stood still"
	sawAttested          = "ballots count that scrutineers entered"
	sawOwnInstead        = "a member's own ballot takes the place of an entered one"
	sawOutlasts          = "a vote outlasts its meeting"
	sawClosesWithIt      = "a vote closes with its meeting"
	sawRecordAtOpening   = "a meeting's roll is recorded as it opens"
	sawReturned          = "a resolution goes back from a meeting that was not held"
	sawBoardDecides      = "a board's resolution is executed"
	sawMembersInstead    = "members decide what their board could"
	sawFormerElector     = "a member votes with its board after it has left it"
	sawLateElector       = "who comes to a board in mid-vote has no vote"
	sawBoardKept         = "a board can't call off what members asked for"
)

// meetingWay is a step that the end of a block takes with a meeting.
func meetingWay(from, to meetingStatus) string {
	return "a meeting: " + from.Word() + " to " + to.Word()
}

// everyMeetingMoment that a run must have come by.
var everyMeetingMoment = []string{
	meetingWay(convened, firstCall), meetingWay(convened, secondCall), meetingWay(firstCall, inSession), meetingWay(firstCall, secondCall),
	meetingWay(secondCall, inSession), meetingWay(secondCall, convened), meetingWay(secondCall, lapsed), meetingWay(inSession, adjourned),
	leftOutAs(notActive), leftOutAs(ownBallot), leftOutAs(presentNow),
	sawConvenedByMembers, sawGaveWay, sawOverdue, sawPutOff, sawAttested, sawOwnInstead, sawOutlasts, sawClosesWithIt,
	sawRecordAtOpening, sawReturned, sawBoardDecides, sawMembersInstead, sawFormerElector, sawLateElector, sawBoardKept,
}

// stages of all meetings, in order, with when they end.
type stageOf struct {
	status meetingStatus
	due    int64
	rolled bool
}

func (p *paper) stages() (all []stageOf) {
	for _, m := range p.meetings {
		all = append(all, stageOf{m.record.Status, m.record.DueAt, m.roll != nil})
	}
	return all
}

// metNow notes what the end of a block did with meetings.
func (x *machine) metNow(before []stageOf, tabledBefore map[uint64]uint64) {
	for i, was := range before {
		m := x.paper.meetings[i]
		switch {
		case was.status != m.record.Status:
			x.saw(meetingWay(was.status, m.record.Status))
			if !was.rolled && m.roll != nil {
				x.saw(sawRecordAtOpening)
			}
		case was.status == convened && was.due < m.record.DueAt:
			x.saw(sawPutOff)
		}
	}
	for _, r := range x.paper.resolutions {
		m := x.paper.meeting(r.meeting)
		switch {
		case m == nil && tabledBefore[r.id] != 0 && r.status == tabled:
			x.saw(sawReturned)
		case m != nil && r.closed == x.paper.now && m.record.Status == adjourned && m.record.ClosedAt <= x.paper.now:
			if m.record.Rules.OwnVotingPeriod && m.record.ClosedAt < x.paper.now {
				x.saw(sawOutlasts)
			} else if !m.record.Rules.OwnVotingPeriod {
				x.saw(sawClosesWithIt)
			}
		}
	}
}

// onAgendas says which meeting each resolution is on the agenda of.
func (p *paper) onAgendas() map[uint64]uint64 {
	on := make(map[uint64]uint64)
	for _, r := range p.resolutions {
		if r.meeting != 0 {
			on[r.id] = r.meeting
		}
	}
	return on
}

// appointed has a member hold a power from now on. If all powers are given one is
// taken back for it.
func (x *machine) appointed(c *coop, m *member, power string) bool {
	if x.paper.holds(c, m.id, power) {
		return true
	}
	granting := &membershiptypes.MsgGrantPower{
		Authority: c.account(), CoopId: c.id, MemberId: m.id, Power: power, TermSeconds: x.paper.limits.MaxPowerTermSeconds,
	}
	if len(x.paper.grantFaults(granting)) > 0 {
		for _, held := range slices.SortedFunc(maps.Keys(c.grants), byPower) {
			if x.paper.granted(c, held) && held.power != power {
				x.send(opRevoke, &membershiptypes.MsgRevokePower{Authority: c.account(), CoopId: c.id, MemberId: held.member, Power: held.power})
				break
			}
		}
	}
	return x.send(opGrant, granting)
}

// roomy co-ops hold meetings and take another resolution of one of their members.
func (x *machine) roomy(c *coop) bool {
	ofCoop, _ := x.paper.open(c.id, 0)
	return x.meets(c) && ofCoop < int(x.paper.texts.MaxOpenResolutionsPerCoop)-1
}

// proposer is somebody in a co-op who may propose one more.
func (x *machine) proposer(c *coop) (*member, bool) {
	return one(x, "proposer", slices.DeleteFunc(x.ableIn(c), func(m *member) bool {
		_, open := x.paper.open(c.id, m.id)
		return open >= int(c.charter().MaxOpenResolutionsPerMember)
	}))
}

// motion for a meeting, under a rule of the members; nil if none is taken.
func (x *machine) motion(c *coop) *resolution {
	by, found := x.proposer(c)
	if !found {
		return nil
	}
	rule, _ := one(x, "rule", []string{"ordinary", "ordinary", "absolute", "quick", "swift", "seconded", "consent"})
	if !x.send(opPropose, &governancetypes.MsgPropose{Proposer: x.aKey(by), CoopId: c.id, Title: "for the meeting", Rule: rule, ForMeeting: true}) {
		return nil
	}
	return x.paper.resolution(uint64(len(x.paper.resolutions)))
}

// assembly takes a meeting from its notice to its minutes, or as far as it comes.
func (x *machine) assembly() {
	c, found := x.aCoop(x.roomy)
	if !found {
		return
	}
	able := x.ableIn(c)
	for _, m := range able[:2] {
		x.appointed(c, m, scrutinising)
	}
	if x.number("an officer", 0, 1) == 0 {
		x.appointed(c, able[len(able)-1], convening)
	}
	x.motion(c)
	before := len(x.paper.meetings)
	x.insist(func() bool { return x.send(opConvene, x.convoking(c)) })
	if len(x.paper.meetings) == before {
		return
	}
	id := uint64(before) + 1
	if r := x.motion(c); r != nil && early(r) {
		x.insist(func() bool { return x.tablesAt(x.paper.meeting(id), x.paper.resolution(r.id)) })
	}
	switch x.number("what comes of it", 0, 11) {
	case 0:
		x.insist(func() bool { return x.send(opCancel, x.callingOff(x.paper.meeting(id))) })
		return
	case 1:
		x.startAfter(id, int64(x.paper.texts.LateStartSeconds)+1)
	case 2:
		x.startAfter(id, 0)
		x.withoutQuorum(id)
	case 3:
		for range 2 {
			x.startAfter(id, 0)
			x.withoutQuorum(id)
		}
	}
	x.startAfter(id, 0)
	x.comeTogether(id)
	x.inTheRoom(id)
	x.wayHome(id)
}

// startAfter lets the start of a meeting come, and so many seconds more.
func (x *machine) startAfter(id uint64, late int64) {
	m := x.paper.meeting(id)
	if m.record.Status != convened {
		return
	}
	x.block(max(1, m.record.DueAt-x.paper.civil+late))
	x.block(1)
}

// withoutQuorum lets nobody come, or too few, and the chair put it off, or not.
func (x *machine) withoutQuorum(id uint64) {
	m := x.paper.meeting(id)
	if !m.called() {
		return
	}
	x.send(opAdjourn, x.puttingOff(m))
	x.block(int64(m.record.Rules.GracePeriodSeconds))
	x.block(1)
	if x.number("by the chair", 0, 1) == 0 {
		x.insist(func() bool {
			m := x.paper.meeting(id)
			return m.called() && x.send(opAdjourn, x.puttingOff(m))
		})
	}
	x.block(int64(m.record.Rules.SecondCallAfterSeconds))
	x.block(1)
}

// comeTogether lets members be present, by their own keys and on a list, at the first
// call or, if too few came, at the second.
func (x *machine) comeTogether(id uint64) {
	for _, few := range []bool{x.number("few at first", 0, 2) == 0, false} {
		m := x.paper.meeting(id)
		if !m.called() || m.record.Status == inSession {
			return
		}
		for range len(x.paper.rollOf(m)) {
			if m = x.paper.meeting(id); few && 4*(len(m.present())+1) > len(x.paper.rollOf(m)) {
				break
			}
			x.attendsAt(m)
		}
		if x.number("a list", 0, 1) == 0 {
			x.insist(func() bool { return x.entersPresentAt(x.paper.meeting(id)) })
			x.insist(func() bool { return x.confirmsAt(x.paper.meeting(id)) })
		}
		seconds := m.record.DueAt - x.paper.now
		x.block(max(1, seconds))
		x.block(1)
	}
}

// inTheRoom lets members vote at a meeting, with their keys and on paper.
func (x *machine) inTheRoom(id uint64) {
	if x.paper.meeting(id).record.Status != inSession {
		return
	}
	x.send(opCloseMeeting, x.closingOf(x.paper.meeting(id)))
	for _, r := range x.paper.agenda(id) {
		if !x.takesBallots(r) {
			continue
		}
		for _, voter := range x.voters(r) {
			if x.number("votes", 0, 2) == 0 && x.takesBallots(r) {
				x.cast(&governancetypes.MsgVote{Voter: x.aKey(voter), ResolutionId: r.id, Choice: x.choice(r)})
			}
		}
		for range x.number("lists", 1, 3) {
			x.insist(func() bool { return x.entersBallotsOn(x.paper.resolution(r.id)) })
		}
		if x.number("suspended", 0, 3) == 0 {
			x.suspendListed(id)
		}
		x.insist(func() bool { return x.confirmsAt(x.paper.meeting(id)) })
		x.confirmsAt(x.paper.meeting(id))
		x.voteInstead(r)
		x.disputesAt(x.paper.meeting(id))
		x.disputesAt(x.paper.meeting(id))
	}
}

// suspendListed takes the vote from somebody who is on a list that waits.
func (x *machine) suspendListed(id uint64) {
	m := x.paper.meeting(id)
	c := x.paper.coop(m.record.CoopId)
	if !chargeable(c) {
		return
	}
	for _, s := range m.sheets {
		if s.ConfirmedBy != 0 {
			continue
		}
		for _, entry := range s.Ballots {
			of := c.member(entry.MemberId)
			if !of.takesPart() || x.paper.openCase(c, of.id) != 0 {
				continue
			}
			if x.send(opCharge, &membershiptypes.MsgCharge{
				Authority: c.account(), CoopId: c.id, MemberId: of.id, Ground: "neglect", ChargeSha256: x.hash(false),
			}) {
				x.send(opSuspend, x.suspending(x.paper.theCase(uint64(len(x.paper.cases)))))
			}
			return
		}
	}
}

// voteInstead lets members whose ballots were entered vote themselves.
func (x *machine) voteInstead(r *resolution) {
	for _, id := range inOrder(r.attested) {
		voter := x.paper.coop(r.coop).member(id)
		if !x.takesBallots(r) || !voter.takesPart() || x.number("votes itself", 0, 1) == 0 {
			continue
		}
		if x.cast(&governancetypes.MsgVote{Voter: x.aKey(voter), ResolutionId: r.id, Choice: x.choice(r)}) {
			x.saw(sawOwnInstead)
		}
	}
}

// wayHome closes a meeting, or lets it close, and records its minutes.
func (x *machine) wayHome(id uint64) {
	m := x.paper.meeting(id)
	if m.record.Status == inSession {
		x.block(int64(m.record.Rules.MinLengthSeconds))
		if x.number("by itself", 0, 2) > 0 {
			x.insist(func() bool {
				m := x.paper.meeting(id)
				return m.record.Status == inSession && x.send(opCloseMeeting, x.closingOf(m))
			})
		}
		for range 3 {
			x.block(60)
		}
	}
	if m = x.paper.meeting(id); at(adjourned, lapsed)(m) {
		x.insist(func() bool { return x.send(opMinutes, x.minutesOf(x.paper.meeting(id))) })
	}
}

// petitioned is a meeting that members ask for, or places that a few of them take.
func (x *machine) petitioned() {
	c, found := x.aCoop(x.meets)
	if !found {
		return
	}
	if x.number("overdue", 0, 3) == 0 {
		x.block(5 * aDay)
		c = x.paper.coop(c.id)
	}
	id := uint64(0)
	for range int(x.paper.texts.MaxOpenMeetingsPerCoop) + 1 {
		if begun := x.askFor(c); begun != 0 {
			id = begun
		}
	}
	if x.number("places", 0, 1) == 0 {
		x.block(int64(x.paper.texts.RequisitionStandsSeconds))
		x.insist(func() bool { return x.askFor(x.paper.coop(c.id)) != 0 })
		return
	}
	for range 2 * len(c.members) {
		if q := x.paper.petition(id); q != nil && q.open() {
			x.signFor(q)
		}
	}
	q := x.paper.petition(id)
	if q == nil || q.record.MeetingId == 0 {
		return
	}
	m := x.paper.meeting(q.record.MeetingId)
	if officer := x.ableIn(c)[0]; x.appointed(c, officer, convening) {
		x.send(opCancel, &governancetypes.MsgCancelMeeting{Officer: x.aKey(officer), MeetingId: m.record.Id, ReasonSha256: x.hash(false)})
	}
	x.callsOffAsked(c, m)
}

// callsOffAsked lets a board try to call off what members asked for, and members do.
func (x *machine) callsOffAsked(c *coop, m *gathering) {
	by, found := x.proposer(c)
	if !found {
		return
	}
	proposal := x.proposing(c, by, "", &governancetypes.MsgCancelMeeting{Officer: c.account(), MeetingId: m.record.Id, ReasonSha256: x.hash(false)})
	if !x.send(opPropose, proposal) {
		x.saw(sawBoardKept)
	}
	proposal.Rule = "ordinary"
	if x.send(opPropose, proposal) {
		x.through(uint64(len(x.paper.resolutions)))
	}
}

// proposing is a proposal of a member with some messages.
func (x *machine) proposing(c *coop, by *member, rule string, messages ...sdk.Msg) *governancetypes.MsgPropose {
	m := &governancetypes.MsgPropose{Proposer: x.aKey(by), CoopId: c.id, Title: "to be decided", Rule: rule}
	for _, message := range messages {
		packed, err := codectypes.NewAnyWithValue(message)
		require.NoError(x, err)
		m.Messages = append(m.Messages, packed)
	}
	return m
}

// through takes a resolution that is being voted on to its execution, if all go along.
func (x *machine) through(id uint64) bool {
	for range 6 {
		r := x.paper.resolution(id)
		if x.takesBallots(r) {
			for _, voter := range x.voters(r) {
				if x.takesBallots(r) {
					x.cast(&governancetypes.MsgVote{Voter: x.aKey(voter), ResolutionId: id, Choice: governancetypes.Choice_CHOICE_YES})
				}
			}
		}
		if r.ended != 0 {
			break
		}
		x.block(60)
	}
	return x.paper.resolution(id).status == governancetypes.Status_STATUS_EXECUTED
}

// board lets the holders of a power decide on a meeting, or the members instead.
func (x *machine) board() {
	c, found := x.aCoop(x.roomy)
	if !found {
		return
	}
	able := x.ableIn(c)
	first, second, third := able[0], able[1], able[2]
	if !x.appointed(c, first, governing) || !x.appointed(c, second, governing) {
		return
	}
	by, found := x.proposer(c)
	if !found {
		return
	}
	notice := x.notice("")
	notice.StartsAt = x.startIn(4)
	convoking := &governancetypes.MsgConveneMeeting{Convener: c.account(), CoopId: c.id, Notice: notice}
	rule := ""
	switch x.number("who decides", 0, 3) {
	case 0:
		// Not the board and all members at once.
		x.send(opPropose, x.proposing(c, by, "board", x.granting(c)))
		x.send(opPropose, x.proposing(c, by, "absolute", convoking))
	case 1:
		rule = "ordinary"
	}
	if !x.send(opPropose, x.proposing(c, by, rule, convoking)) {
		return
	}
	id := uint64(len(x.paper.resolutions))
	if rule == "" {
		x.boardChanges(c, id, first, third)
	}
	if x.through(id) {
		if rule == "" {
			x.saw(sawBoardDecides)
		} else {
			x.saw(sawMembersInstead)
		}
	}
}

// boardChanges while it decides: one leaves it and votes, another comes and can't.
func (x *machine) boardChanges(c *coop, id uint64, leaving, coming *member) {
	if x.number("leaves", 0, 1) == 0 &&
		x.send(opRevoke, &membershiptypes.MsgRevokePower{Authority: c.account(), CoopId: c.id, MemberId: leaving.id, Power: governing}) &&
		x.cast(&governancetypes.MsgVote{Voter: x.aKey(leaving), ResolutionId: id, Choice: governancetypes.Choice_CHOICE_YES}) {
		x.saw(sawFormerElector)
	}
	_, elector := x.paper.resolution(id).roll[coming.id]
	if !elector && x.appointed(c, coming, governing) &&
		!x.cast(&governancetypes.MsgVote{Voter: x.aKey(coming), ResolutionId: id, Choice: governancetypes.Choice_CHOICE_YES}) {
		x.saw(sawLateElector)
	}
}
