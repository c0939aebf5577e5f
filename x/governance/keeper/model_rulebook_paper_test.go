package keeper_test

import (
	"maps"
	"slices"

	"github.com/coopledger/coopledger/x/governance/types"
	"github.com/coopledger/coopledger/x/membership/testutil"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

// paper is what a careful secretary of the bakery and of its federation would
// write down, with the README of the module and docs/concepts beside it: who is
// in which class with which keys and powers, each resolution with its own copy of
// the roll and of all ballots, each meeting with those present and its sheets.
type paper struct {
	// people by co-op and member number.
	people map[uint64]map[uint64]*bookMember
	// keys of the bakery's members by name, and all names there have been.
	keys  map[string]uint64
	names []string
	// rules of each co-op by name.
	rules        map[uint64]map[string]membershiptypes.DecisionRule
	motions      []*bookMotion
	meetings     []*bookMeeting
	requisitions []*bookRequisition
	cases        []*bookCase
	// annual is which meeting is a year's annual one.
	annual map[int]*bookMeeting
	// recordAtOpening and ownVotingPeriod are what this bakery's charter says of meetings.
	recordAtOpening, ownVotingPeriod bool
	// boardDecides says that its board decides cases, rather than its members.
	boardDecides bool
	breaker      bookBreaker
	// seen counts the moments that a run has to come by (bookMoments).
	seen map[string]int
}

type bookMember struct {
	class     uint32
	suspended bool
	// suspendedAt is when its last suspension began.
	suspendedAt int64
	gone        bool
	asked       string
	keys        int
	powers      map[string]bool
	// terms say until when powers are held, and scope what it may vote on for the bakery.
	terms map[string]int64
	scope *membershiptypes.Scope
	// wasDelegate says that its term with the power to vote is over.
	wasDelegate bool
}

// bookMotion is a resolution.
type bookMotion struct {
	id, coop, proposer uint64
	rules              []membershiptypes.DecisionRule
	special            bool
	// carries is the type of its message, if it has one, and target the resolution which that is about.
	carries string
	target  uint64
	choice  types.Choice
	// dismisses says what it decides on a case.
	dismisses  bool
	forMeeting bool
	meeting    *bookMeeting
	status     types.Status
	due        int64
	seconders  map[uint64]bool
	// roll is the class of each who can vote, copied when it was frozen.
	roll map[uint64]uint32
	// abstaining are the parties who are left out of it.
	abstaining    []uint64
	ballots       map[uint64]bookBallot
	mayBeExtended bool
	outcome       types.OutcomeCode
}

// bookBallot stands for one member: its own, or entered by scrutineers, or cast by a delegate.
type bookBallot struct {
	choice   types.Choice
	sheet    int
	delegate uint64
}

func newPaper(seen map[string]int, charters ...membershiptypes.Charter) *paper {
	p := &paper{
		seen:   seen,
		people: map[uint64]map[uint64]*bookMember{bakery: {}, federation: {}}, keys: map[string]uint64{},
		annual: map[int]*bookMeeting{}, rules: map[uint64]map[string]membershiptypes.DecisionRule{}, breaker: bookBreaker{wishes: map[uint64]bookWish{}},
	}
	for i, coop := range []uint64{bakery, federation} {
		p.rules[coop] = map[string]membershiptypes.DecisionRule{}
		for _, rule := range charters[i].Rules {
			p.rules[coop][rule.Name] = rule
		}
	}
	powers := map[uint64][]string{
		1: {membershiptypes.PowerConvene, membershiptypes.PowerChair, membershiptypes.PowerBoard, membershiptypes.PowerBreak},
		2: {membershiptypes.PowerScrutineer, membershiptypes.PowerBoard}, 3: {membershiptypes.PowerScrutineer, membershiptypes.PowerBoard},
		4: {membershiptypes.PowerVote}, 5: {membershiptypes.PowerVote},
		6: {membershiptypes.PowerCharge}, 7: {membershiptypes.PowerCharge},
	}
	for i, class := range []uint32{1, 1, 1, 1, 1, 3, 3} {
		p.joins(uint64(i)+1, []string{"worker-1", "worker-2", "worker-3", "worker-4", "worker-5", "worker-6", "worker-7"}[i], class)
	}
	p.joins(8, "supporter", 2)
	for id, held := range powers {
		for _, power := range held {
			p.people[bakery][id].powers[power] = true
		}
	}
	for id := uint64(1); id <= 9; id++ {
		p.people[federation][id] = &bookMember{class: 1, keys: 1, powers: map[string]bool{}}
		if id <= 4 {
			p.people[federation][id].powers[membershiptypes.PowerBreak] = true
		}
	}
	p.names = append(p.names, "stranger")
	return p
}

func (p *paper) joins(id uint64, name string, class uint32) {
	p.people[bakery][id] = &bookMember{class: class, keys: 1, powers: map[string]bool{}}
	p.keys[name] = id
	p.names = append(p.names, name)
}

// votes says whether members of a class are on the roll.
func (m *bookMember) onRoll() bool { return !m.gone && m.class != 2 }

func (m *bookMember) acts() bool { return !m.gone && !m.suspended }

// acting is the member of the bakery that a name's key acts for now.
func (p *paper) acting(name string) (uint64, *bookMember, bool) {
	id := p.keys[name]
	member := p.people[bakery][id]
	if member == nil || !member.acts() {
		return id, &bookMember{powers: map[string]bool{}}, false
	}
	return id, member, true
}

// decides says whether a name's member is on the roll now.
func (p *paper) decides(name string) (uint64, bool) {
	id, member, acts := p.acting(name)
	return id, acts && member.onRoll()
}

// officer says whether a name's member holds one of the powers now.
func (p *paper) officer(name string, powers ...string) (uint64, bool) {
	id, member, acts := p.acting(name)
	return id, acts && slices.ContainsFunc(powers, func(power string) bool { return member.powers[power] })
}

// copied is the roll of a co-op as it is now.
func (p *paper) copied(coop uint64) map[uint64]uint32 {
	roll := map[uint64]uint32{}
	for id, member := range p.people[coop] {
		if member.onRoll() {
			roll[id] = member.class
		}
	}
	return roll
}

// electors are those on the bakery's board now.
func (p *paper) electors() map[uint64]uint32 {
	roll := map[uint64]uint32{}
	for id, member := range p.people[bakery] {
		if member.acts() && member.powers[membershiptypes.PowerBoard] {
			roll[id] = member.class
		}
	}
	return roll
}

func (p *paper) found(id uint64) *bookMotion {
	if id == 0 || id > uint64(len(p.motions)) {
		return nil
	}
	return p.motions[id-1]
}

func (p *paper) openOf(coop, proposer uint64) (open int) {
	for _, m := range p.motions {
		if m.coop == coop && m.proposer == proposer && m.status.Open() {
			open++
		}
	}
	return open
}

func (m *bookMotion) board() bool { return m.rules[0].Electorate != "" }

func (m *bookMotion) longest(of func(membershiptypes.DecisionRule) uint64) (most int64) {
	for _, rule := range m.rules {
		most = max(most, int64(of(rule)))
	}
	return most
}

func (m *bookMotion) discussion() int64 {
	return m.longest(func(r membershiptypes.DecisionRule) uint64 { return r.DiscussionPeriodSeconds })
}

func (m *bookMotion) voting() int64 {
	return m.longest(func(r membershiptypes.DecisionRule) uint64 { return r.VotingPeriodSeconds })
}

func (m *bookMotion) timelock() int64 {
	return m.longest(func(r membershiptypes.DecisionRule) uint64 { return r.TimelockPeriodSeconds })
}

func (m *bookMotion) consent() bool {
	return slices.ContainsFunc(m.rules, func(r membershiptypes.DecisionRule) bool { return r.Consent })
}

func (m *bookMotion) final() bool {
	return !slices.ContainsFunc(m.rules, func(r membershiptypes.DecisionRule) bool { return !r.FinalBallots })
}

func (m *bookMotion) offers(choice types.Choice) bool {
	return choice == yes || choice == abstain || (choice == block && m.consent()) || (choice == no && !m.consent())
}

// needs is how many seconders a motion waits for: what its rules ask for, or all
// others who decide where they are fewer.
func (p *paper) needs(m *bookMotion) int {
	deciding := p.copied(m.coop)
	if m.board() {
		deciding = p.electors()
	}
	asked := int(m.longest(func(r membershiptypes.DecisionRule) uint64 { return uint64(r.Seconders) }))
	return min(asked, max(len(deciding), 1)-1)
}

func (p *paper) begins(m *bookMotion, now int64) {
	m.seconders, m.roll, m.meeting, m.ballots = map[uint64]bool{}, nil, nil, map[uint64]bookBallot{}
	m.abstaining = nil
	m.mayBeExtended = m.longest(func(r membershiptypes.DecisionRule) uint64 { return r.LateQuorumWindowSeconds }) > 0
	m.status = types.Status_STATUS_DRAFT
	m.due = now + m.longest(func(r membershiptypes.DecisionRule) uint64 { return r.SecondingPeriodSeconds })
	if p.needs(m) == 0 {
		p.discusses(m, now)
	}
}

func (p *paper) discusses(m *bookMotion, now int64) {
	switch {
	case m.forMeeting:
		m.status, m.due = types.Status_STATUS_TABLED, now+31_622_400
	case m.discussion() == 0:
		p.opens(m, now)
	default:
		if slices.ContainsFunc(m.rules, func(r membershiptypes.DecisionRule) bool { return r.RecordAtNotice }) {
			m.roll = p.copied(m.coop)
		}
		m.status, m.due = types.Status_STATUS_DISCUSSION, now+m.discussion()
	}
}

// opens the vote: on the meeting's roll, on that of the notice, or on the one of
// now, without those who are parties to what is decided.
func (p *paper) opens(m *bookMotion, now int64) {
	if !p.readyToDecide(m) {
		p.seen["what is not ready to be decided ends as its vote would open"]++
		m.status, m.due, m.outcome = types.Status_STATUS_FAILED, 0, types.OutcomeCode_OUTCOME_CODE_MESSAGE_REFUSED
		return
	}
	m.status, m.due = types.Status_STATUS_VOTING, now+m.voting()
	switch {
	case m.meeting != nil && p.ownVotingPeriod:
		p.seen["a vote that a meeting opens has its own period"]++
		m.roll = maps.Clone(m.meeting.roll)
	case m.meeting != nil:
		m.roll, m.due, m.mayBeExtended = maps.Clone(m.meeting.roll), m.meeting.due, false
	case m.board():
		m.roll = p.electors()
	case m.roll == nil:
		m.roll = p.copied(m.coop)
	}
	p.leavesOutParties(m)
	if len(m.roll) == 0 {
		p.closes(m, now)
	}
}

func (p *paper) closes(m *bookMotion, now int64) {
	m.outcome = m.counted(nil)
	p.seen[m.outcome.String()]++
	switch {
	case m.outcome != types.OutcomeCode_OUTCOME_CODE_PASSED:
		m.status, m.due = types.Status_STATUS_REJECTED, 0
	case m.timelock() > 0:
		m.status, m.due = types.Status_STATUS_TIMELOCK, now+m.timelock()
	default:
		m.status, m.due = types.Status_STATUS_PASSED, now
	}
}

// mayVote says whether a member who acts can cast its own ballot.
func (p *paper) mayVote(m *bookMotion, member uint64, choice types.Choice, now int64) bool {
	if m == nil || m.status != types.Status_STATUS_VOTING || now >= m.due || !m.offers(choice) {
		return false
	}
	_, onRoll := m.roll[member]
	standing, voted := m.ballots[member]
	return onRoll && (!voted || !m.final() || standing.sheet != 0 || standing.delegate != 0)
}

// casts a ballot that is taken: the vote may be extended by it, or end by it.
func (p *paper) casts(m *bookMotion, member uint64, ballot bookBallot, now int64) {
	p.notes(m, member, ballot)
	m.ballots[member] = ballot
	if m.mayBeExtended && m.quorate() {
		m.mayBeExtended = false
		if window := m.longest(func(r membershiptypes.DecisionRule) uint64 { return r.LateQuorumWindowSeconds }); m.due-now <= window {
			m.due += m.longest(func(r membershiptypes.DecisionRule) uint64 { return r.LateQuorumExtensionSeconds })
			p.seen["a vote is extended"]++
		}
	}
	if m.final() && m.settled() {
		m.due = now
		p.seen["a vote ends early"]++
	}
}

func keyOf(name string) string { return testutil.Address(name) }
