package simulation

import (
	"slices"

	governancetypes "github.com/coopledger/coopledger/x/governance/types"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

// freshVote of a co-op of persons, on ballots that can be changed.
func (x *machine) freshVote(c *coop) *resolution {
	proposer, found := x.aMember(c, func(m *member) bool { return c.votes(m) && m.takesPart() })
	if !found || !x.send(x.operation(x.aKey(proposer), opPropose, opProposeCoop), &governancetypes.MsgPropose{
		Proposer: x.aKey(proposer), CoopId: c.id, Title: "at last", Rule: "absolute",
	}) {
		return nil
	}
	if r := x.paper.resolution(uint64(len(x.paper.resolutions))); x.takesBallots(r) {
		return r
	}
	return nil
}

// federal is a vote in a federation that takes ballots: one on final ballots is
// proposed if none is open.
func (x *machine) federal() *resolution {
	of := func(r *resolution) bool { return x.takesBallots(r) && r.final() && len(x.coopsOn(r)) > 0 }
	for _, r := range x.paper.resolutions {
		if of(r) {
			return r
		}
	}
	f, found := x.aCoop(func(c *coop) bool {
		_, known := ruleByName(c.charter(), "absolute")
		return known && c.charter().Name == federationCharter().Name
	})
	if !found {
		return nil
	}
	proposer, found := x.aMember(f, func(m *member) bool { return f.votes(m) && m.takesPart() })
	if !found || !x.send(opProposeCoop, &governancetypes.MsgPropose{Proposer: x.aKey(proposer), CoopId: f.id, Title: "finally", Rule: "absolute"}) {
		return nil
	}
	if r := x.paper.resolution(uint64(len(x.paper.resolutions))); of(r) {
		return r
	}
	return nil
}

// lateDelegate speaks on final ballots, or comes when its term is over.
func (x *machine) lateDelegate() {
	r := x.federal()
	if r == nil {
		return
	}
	voter, found := one(x, "member co-op", slices.DeleteFunc(x.coopsOn(r), func(m *member) bool { return r.hasSpoken(m.id) }))
	if !found {
		return
	}
	c := x.paper.coop(voter.coop)
	delegate, found := x.aMember(c, (*member).takesPart)
	if !found {
		return
	}
	term := x.number("term", 1, 60)
	if !x.send(opGrant, &membershiptypes.MsgGrantPower{
		Authority: c.account(), CoopId: c.id, MemberId: delegate.id, Power: speaking, TermSeconds: uint64(term),
	}) {
		return
	}
	m := &governancetypes.MsgVoteAsDelegate{Delegate: x.aKey(delegate), MemberCoopId: c.id, ResolutionId: r.id, Choice: x.choice(r)}
	if x.number("in time", 0, 2) > 0 {
		if !x.speaksFor(m) {
			return
		}
		if x.number("overridden", 0, 1) == 0 {
			x.override(r, voter, m)
			return
		}
	}
	x.block(int64(term))
	x.speaksFor(m)
}

// speaksFor sends a delegate's ballot and notes what it is an example of.
func (x *machine) speaksFor(m *governancetypes.MsgVoteAsDelegate) bool {
	x.seeDelegate(m)
	if !x.send(opDelegate, m) {
		return false
	}
	if r := x.paper.resolution(m.ResolutionId); r.final() && r.due > x.paper.now && r.settledBut(r.counted(), 0) {
		x.saw(sawTurning)
	}
	return true
}

// delegatesWithoutVote speak for a co-op that came after the roll was frozen, or has
// left since.
func (x *machine) delegatesWithoutVote() {
	r := x.aResolution(func(r *resolution) bool { return x.takesBallots(r) && len(x.coopsOn(r)) > 0 })
	if r == nil || !x.takesBallots(r) {
		return
	}
	f := x.paper.coop(r.coop)
	var c *coop
	if x.number("one that left", 0, 1) == 1 {
		c = x.newcomerTo(f)
	} else {
		voter, found := one(x, "member co-op", x.coopsOn(r))
		if !found || !x.send(opLeaveCoop, &membershiptypes.MsgLeave{Signer: x.paper.coop(voter.coop).account(), CoopId: f.id}) {
			return
		}
		c = x.paper.coop(voter.coop)
	}
	if c == nil {
		return
	}
	granting := x.grantingVote(c, r)
	granting.Scope = nil
	if x.send(opGrant, granting) {
		delegate, found := x.aMember(c, func(m *member) bool { return x.paper.speaks(c.id, m.id, r) })
		if found {
			x.speaksFor(&governancetypes.MsgVoteAsDelegate{Delegate: x.aKey(delegate), MemberCoopId: c.id, ResolutionId: r.id, Choice: x.choice(r)})
		}
	}
}

// newcomerTo is a co-op that joins a federation now; nil if none can.
func (x *machine) newcomerTo(f *coop) *coop {
	c, found := x.aCoop(func(c *coop) bool { return c != f && f.holder(c.account()) == nil && ofPersons(c) })
	if !found || !x.send(opApply, &membershiptypes.MsgApply{Applicant: c.account(), CoopId: f.id}) {
		return nil
	}
	m := &membershiptypes.MsgAdmit{Authority: f.account(), CoopId: f.id}
	m.Member.MemberCoopId = c.id
	m.Member.Class, _ = one(x, "class", classesFor(f.charter(), membershiptypes.MemberKind_MEMBER_KIND_COOP))
	if !x.send(opAdmitCoop, m) {
		return nil
	}
	return c
}
