package simulation

import (
	"slices"

	sdk "github.com/cosmos/cosmos-sdk/types"

	governancetypes "github.com/coopledger/coopledger/x/governance/types"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

// Operations that move members from class to class.
const (
	opAskClass   = "a member asks for another class"
	opUnaskClass = "a member asks no longer for another class"
	opReclass    = "a co-op moves a member to another class"
)

// What must have happened to members who were moved while votes were open.
const (
	sawReclassed      = "a member moved in mid-vote votes in the class it was in"
	sawUnvoiced       = "a member moved to a class without a vote votes on the older roll"
	sawGivenVoice     = "a member moved to a class with a vote has none on the older roll"
	sawReclassedThere = "a ballot of a member moved in mid-vote counts in the class it was in"
)

// otherClassFaults are what speaks against a member's move to a class by itself.
func otherClassFaults(c *coop, m *member, name string) []error {
	class, known := classByName(c.charter(), name)
	if !known {
		return []error{membershiptypes.ErrUnknownClass}
	}
	kind := membershiptypes.MemberKind_MEMBER_KIND_PERSON
	if m.coop != 0 {
		kind = membershiptypes.MemberKind_MEMBER_KIND_COOP
	}
	faults := when(class.Id == m.class, membershiptypes.ErrInvalidPlace)
	return append(faults, when(class.Admits != kind, membershiptypes.ErrWrongKind)...)
}

func (p *paper) askFaults(m *membershiptypes.MsgAskClass) []error {
	c := p.coop(m.CoopId)
	if c == nil {
		return []error{membershiptypes.ErrUnknownCoop}
	}
	asking := c.holder(m.Signer)
	if asking == nil {
		return []error{membershiptypes.ErrNotAMember}
	}
	return otherClassFaults(c, asking, m.Class)
}

func (p *paper) unaskFaults(m *membershiptypes.MsgWithdrawNotice) []error {
	c := p.coop(m.CoopId)
	if c == nil {
		return []error{membershiptypes.ErrUnknownCoop}
	}
	signer, of := c.holder(m.Signer), c.member(m.MemberId)
	faults := when(signer == nil, membershiptypes.ErrNotAMember)
	faults = append(faults, when(signer != nil && signer.id != m.MemberId, membershiptypes.ErrNotAllowed)...)
	return append(faults, when(of == nil || of.asked == 0, membershiptypes.ErrUnknownNotice)...)
}

func (p *paper) reclassFaults(m *membershiptypes.MsgChangeClass) []error {
	c, faults := p.ownDecision(m.CoopId, m.Authority)
	if c == nil {
		return faults
	}
	of := c.member(m.MemberId)
	if of == nil {
		return append(faults, membershiptypes.ErrUnknownMember)
	}
	faults = append(faults, when(of.gone, membershiptypes.ErrWrongState)...)
	reasons := otherClassFaults(c, of, m.Class)
	faults = append(faults, reasons...)
	if of.gone || len(reasons) > 0 {
		return faults
	}
	class, _ := classByName(c.charter(), m.Class)
	silenced := c.votes(of) && !class.Votes
	faults = append(faults, when(silenced && of.asked != class.Id, membershiptypes.ErrOwnConsent)...)
	faults = append(faults, when(!c.staysChangeable(of, class), membershiptypes.ErrDeadlock)...)
	faults = append(faults, when(silenced && c.id == 1 && len(c.voters()) <= 4, membershiptypes.ErrRootTooSmall)...)
	inside := uint64(0)
	for _, other := range c.members {
		if !other.gone && other.class == class.Id {
			inside++
		}
	}
	faults = append(faults, when(class.MaxMembers > 0 && inside >= class.MaxMembers, membershiptypes.ErrClassFull)...)
	return append(faults, p.restandFaults(c, of, class.Id)...)
}

// staysChangeable says whether the members, if they can change their charter now, still
// could with one of them in another class.
func (c *coop) staysChangeable(of *member, class membershiptypes.Class) bool {
	able, voters := c.able(), len(c.voters())
	if !changeable(c.charter(), able, voters) {
		return true
	}
	step := 0
	switch {
	case c.votes(of) && !class.Votes:
		step = -1
	case !c.votes(of) && class.Votes:
		step = 1
	}
	voters += step
	if of.takesPart() && len(of.keys) > 0 {
		able += step
	}
	return changeable(c.charter(), able, voters)
}

func (p *paper) reclass(m *membershiptypes.MsgChangeClass) {
	c := p.coop(m.CoopId)
	of := c.member(m.MemberId)
	class, _ := classByName(c.charter(), m.Class)
	p.restand(c, of, class.Id)
	of.class, of.asked, of.askedAt = class.Id, 0, 0
}

// rollClass is the class in which a member is on the roll; zero if it isn't.
func (c *coop) rollClass(m *member) uint32 {
	if c.votes(m) {
		return m.class
	}
	return 0
}

// stands is the member's past on the roll, had it moved to a class, or out of all
// (zero): its present place ends, and what no open vote needs is forgotten.
func (p *paper) stands(c *coop, m *member, to uint32) (kept []membershiptypes.RollInterval, moves bool) {
	if class, known := classByID(c.charter(), to); !known || !class.Votes {
		to = 0
	}
	if c.rollClass(m) == to {
		return m.intervals, false
	}
	oldest := ^uint64(0)
	for sequence := range p.pins(c.id) {
		oldest = min(oldest, sequence)
	}
	for _, interval := range m.intervals {
		if interval.To == 0 {
			interval.To = c.changes + 1
		}
		if interval.To > oldest {
			kept = append(kept, interval)
		}
	}
	if to != 0 {
		kept = append(kept, membershiptypes.RollInterval{ClassId: to, From: c.changes + 1})
	}
	return kept, true
}

// restandFaults: open votes need only so much of a member's past.
func (p *paper) restandFaults(c *coop, m *member, to uint32) []error {
	kept, moves := p.stands(c, m, to)
	return when(moves && len(kept) > int(p.limits.MaxIntervalsPerMember), membershiptypes.ErrTooManyIntervals)
}

func (p *paper) restand(c *coop, m *member, to uint32) {
	kept, moves := p.stands(c, m, to)
	if moves {
		m.intervals = kept
		c.changes++
	}
}

// classes lets a member ask for another class, or a co-op move one, mostly somebody
// who is on the roll of an open vote, and lets that one vote.
func (x *machine) classes() {
	switch what, _ := one(x, "about classes", []string{"ask", "ask", "unask", "move", "move", "in mid-vote", "in mid-vote", "in mid-vote"}); what {
	case "ask":
		c, _ := x.aCoop(anyCoop)
		x.send(opAskClass, x.asking(c))
	case "unask":
		x.unask()
	case "move":
		c, _ := x.aCoop(anyCoop)
		if asked, some := x.aCoop(hasAsked); some {
			c = asked
		}
		x.send(opReclass, x.reclassing(c))
	case "in mid-vote":
		x.moveInMidVote()
	}
}

func hasAsked(c *coop) bool {
	return slices.ContainsFunc(c.members, func(m *member) bool { return m.asked != 0 })
}

func (x *machine) asking(c *coop) *membershiptypes.MsgAskClass {
	m := &membershiptypes.MsgAskClass{Signer: x.anybody(), CoopId: c.id}
	asking, some := x.aMember(c, func(m *member) bool { return !m.gone })
	if some {
		m.Signer, m.Class = x.aKey(asking), x.anotherClass(c, asking)
	}
	switch x.flaw("stranger", "class", "same", "kind", "unknown co-op") {
	case "stranger":
		m.Signer = x.anybody()
	case "class":
		m.Class = "owners"
	case "same":
		if some {
			class, _ := classByID(c.charter(), asking.class)
			m.Class = class.Name
		}
	case "kind":
		m.Class, _ = one(x, "class", classesFor(c.charter(), membershiptypes.MemberKind_MEMBER_KIND_COOP))
	case "unknown co-op":
		m.CoopId = 0
	}
	return m
}

// anotherClass that a member could be in.
func (x *machine) anotherClass(c *coop, m *member) string {
	kind := membershiptypes.MemberKind_MEMBER_KIND_PERSON
	if m.coop != 0 {
		kind = membershiptypes.MemberKind_MEMBER_KIND_COOP
	}
	var names []string
	for _, class := range c.charter().Classes {
		if class.Admits == kind && class.Id != m.class {
			names = append(names, class.Name)
		}
	}
	name, found := one(x, "other class", names)
	if !found {
		return "owners"
	}
	return name
}

func (x *machine) unask() {
	c, found := x.aCoop(hasAsked)
	if !found {
		c, _ = x.aCoop(anyCoop)
		if x.number("nobody asked", 0, 3) > 0 {
			x.send(opAskClass, x.asking(c))
			return
		}
	}
	of, some := x.aMember(c, func(m *member) bool { return m.asked != 0 })
	if !some {
		of, _ = x.aMember(c, func(*member) bool { return true })
	}
	m := &membershiptypes.MsgWithdrawNotice{
		Signer: x.aKey(of), CoopId: c.id, MemberId: of.id, Kind: membershiptypes.NoticeKind_NOTICE_KIND_CLASS,
	}
	switch x.flaw("stranger", "any member", "unknown co-op") {
	case "stranger":
		m.Signer = x.anybody()
	case "any member":
		m.MemberId = uint64(x.number("any member", 0, len(c.members)+1))
	case "unknown co-op":
		m.CoopId = 0
	}
	x.send(opUnaskClass, m)
}

// reclassing is what the members decide about somebody's class.
func (x *machine) reclassing(c *coop) sdk.Msg {
	flaw := x.flaw("pretender", "nobody", "former", "class", "unasked", "unknown co-op")
	m := &membershiptypes.MsgChangeClass{Authority: x.pretender(c, flaw), CoopId: c.id}
	of, some := x.aMember(c, func(m *member) bool { return m.asked != 0 })
	if some && flaw != "unasked" {
		class, _ := classByID(c.charter(), of.asked)
		m.MemberId, m.Class = of.id, class.Name
	} else if of, some = x.aMember(c, func(m *member) bool { return !m.gone }); some {
		m.MemberId, m.Class = of.id, x.anotherClass(c, of)
	}
	switch flaw {
	case "nobody":
		m.MemberId = uint64(len(c.members)) + 1
	case "former":
		if former, found := x.aMember(c, func(m *member) bool { return m.gone }); found {
			m.MemberId = former.id
		}
	case "class":
		m.Class = "owners"
	case "unknown co-op":
		m.CoopId = 0
	}
	return m
}

// moveInMidVote moves a member while a vote is open, once or until its past is too
// long for the roll, and lets it vote.
func (x *machine) moveInMidVote() {
	r := x.aResolution(x.takesBallots)
	if r == nil || !x.takesBallots(r) {
		return
	}
	c := x.paper.coop(r.coop)
	of, found := x.aMember(c, func(m *member) bool { return m.takesPart() && !c.votes(m) })
	if !found || x.number("with a vote", 0, 2) > 0 {
		if of, found = x.aMember(c, (*member).takesPart); !found {
			return
		}
	}
	for range x.number("moves", 1, 4) {
		name := x.anotherClass(c, of)
		class, _ := classByName(c.charter(), name)
		if c.votes(of) && !class.Votes && !x.send(opAskClass, &membershiptypes.MsgAskClass{Signer: x.aKey(of), CoopId: c.id, Class: name}) {
			return
		}
		if !x.send(opReclass, &membershiptypes.MsgChangeClass{Authority: c.account(), CoopId: c.id, MemberId: of.id, Class: name}) {
			break
		}
	}
	frozen, onRoll := r.roll[of.id]
	taken := x.cast(&governancetypes.MsgVote{Voter: x.aKey(of), ResolutionId: r.id, Choice: x.choice(r)})
	switch {
	case taken && frozen != of.class:
		x.saw(sawReclassed)
		if !c.votes(of) {
			x.saw(sawUnvoiced)
		}
	case !taken && !onRoll && c.votes(of) && len(r.abstaining) == 0:
		x.saw(sawGivenVoice)
	}
}

// seeClasses notes at a vote's end whose ballots count in a class that they left.
func (x *machine) seeClasses(r *resolution) {
	for id := range r.ballots {
		if r.roll[id] != x.paper.coop(r.coop).member(id).class {
			x.saw(sawReclassedThere)
		}
	}
}
