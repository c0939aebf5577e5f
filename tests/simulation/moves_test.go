package simulation

import (
	"maps"
	"slices"

	governancetypes "github.com/coopledger/coopledger/x/governance/types"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

// Operations as the figures name them. What a co-op does is sent with its
// account as the signer, as the execution of its resolution does.
const (
	opAddKey       = "a member adds a key"
	opRemoveKey    = "a member removes a key"
	opLeave        = "a member leaves"
	opPropose      = "a member proposes"
	opSecond       = "a member seconds"
	opRedraft      = "a member amends a draft"
	opVote         = "a member votes"
	opWithdraw     = "a member withdraws"
	opFound        = "somebody founds a co-op"
	opAdmitOfficer = "an officer admits a person"
	opAdmitPerson  = "a co-op admits a person"
	opAdmitCoop    = "a co-op admits a co-op"
	opGrant        = "a co-op grants a power"
	opRevoke       = "a co-op revokes a power"
	opAmendCharter = "a co-op amends its charter"
	opApply        = "a co-op applies"
	opLeaveCoop    = "a co-op leaves a federation"
	opProposeCoop  = "a co-op proposes in a federation"
	opSecondCoop   = "a co-op seconds in a federation"
	opVoteCoop     = "a co-op votes in a federation"
	opFoundByRoot  = "the root federation founds a co-op"
	opLimits       = "the root federation changes limits"
)

// actions of the walk, those that matter more more than once.
func (x *machine) actions() (all []action) {
	for _, weighted := range []struct {
		times int
		action
	}{
		{2, action{"add key", x.addKey}},
		{2, action{"remove key", x.removeKey}},
		{2, action{"leave", x.leave}},
		{8, action{"propose", x.propose}},
		{4, action{"second", x.second}},
		{3, action{"redraft", x.redraft}},
		{9, action{"vote", x.vote}},
		{1, action{"withdraw", x.withdraw}},
		{5, action{"delegate", x.delegate}},
		{8, action{"lost keys", x.lostKeys}},
		{8, action{"due process", x.dueProcess}},
		{2, action{"trial", x.trial}},
		{5, action{"classes", x.classes}},
		{8, action{"scene", x.scenes}},
		{4, action{"meetings", x.meetings}},
		{1, action{"found", x.found}},
		{3, action{"admit", x.admit}},
		{6, action{"decree", x.decree}},
		{2, action{"federate", x.federate}},
		{8, action{"applicants", x.applicants}},
		{1, action{"officers", x.officers}},
		{2, action{"root", x.root}},
		{2, action{"seats", x.seats}},
		{5, action{"rally", x.rally}},
		{6, action{"carry", x.carry}},
		{8, action{"pass", x.pass}},
		{1, action{"stand still", x.standStill}},
	} {
		all = append(all, slices.Repeat([]action{weighted.action}, weighted.times)...)
	}
	return all
}

// action is a step of the walk.
type action struct {
	name string
	do   func()
}

func (x *machine) addKey() {
	c, _ := x.aCoop(ofPersons)
	if c == nil {
		return
	}
	holder, _ := x.aMember(c, isPerson)
	m := &membershiptypes.MsgAddKey{Signer: x.aKey(holder), CoopId: c.id}
	flaw := x.flaw("stranger", "unknown co-op", "taken", "proof", "other member", "member co-op")
	m.Key = x.proof(flaw == "proof", c.slug, holder.id, x.freeKey(c, flaw == "taken"))
	switch flaw {
	case "stranger":
		m.Signer = x.anybody()
	case "unknown co-op":
		m.CoopId = uint64(len(x.paper.coops)) + 1
	case "other member":
		m.Key = x.proof(false, c.slug, holder.id+1, x.freeKey(c, false))
	case "member co-op":
		m.Signer, m.CoopId = x.paper.coop(2).account(), 1
	}
	x.send(opAddKey, m)
}

func (x *machine) removeKey() {
	c, _ := x.aCoop(ofPersons)
	if c == nil {
		return
	}
	holder, found := x.aMember(c, func(m *member) bool { return len(m.keys) > 1 })
	if !found {
		if x.number("last key", 0, 5) > 0 {
			x.addKey()
			return
		}
		holder, _ = x.aMember(c, isPerson)
	}
	m := &membershiptypes.MsgRemoveKey{Signer: x.aKey(holder), CoopId: c.id, Address: x.aKey(holder)}
	switch x.flaw("stranger", "foreign key", "unknown co-op", "member co-op") {
	case "stranger":
		m.Signer = x.anybody()
	case "foreign key":
		m.Address = x.anybody()
	case "unknown co-op":
		m.CoopId = 0
	case "member co-op":
		m.Signer, m.CoopId = x.paper.coop(3).account(), 1
		m.Address = m.Signer
	}
	x.send(opRemoveKey, m)
}

func (x *machine) leave() {
	c, _ := x.aCoop(ofPersons)
	if c == nil {
		return
	}
	leaving, _ := x.aMember(c, isPerson)
	m := &membershiptypes.MsgLeave{Signer: x.aKey(leaving), CoopId: c.id}
	switch x.flaw("stranger", "unknown co-op", "other co-op") {
	case "stranger":
		m.Signer = x.anybody()
	case "unknown co-op":
		m.CoopId = 1_000_000
	case "other co-op":
		m.CoopId = uint64(x.number("other co-op", 1, len(x.paper.coops)))
	}
	x.send(opLeave, m)
}

func (x *machine) propose() {
	c, _ := x.aCoop(func(c *coop) bool { return len(c.voters()) > 0 })
	if c == nil {
		return
	}
	proposer, _ := x.aMember(c, func(m *member) bool {
		_, open := x.paper.open(c.id, m.id)
		return c.votes(m) && open < int(c.charter().MaxOpenResolutionsPerMember)
	})
	if proposer == nil {
		proposer = c.members[0]
	}
	if busy, full := x.tooBusy(); full && x.number("too busy", 0, 9) == 0 {
		c, proposer = busy, busy.member(x.busiest(busy))
	}
	m := x.draft(c, x.aKey(proposer), 1)
	x.send(x.operation(m.Proposer, opPropose, opProposeCoop), m)
}

// tooBusy is a co-op in which no more can be proposed, or not by one of its voters.
func (x *machine) tooBusy() (*coop, bool) {
	return x.aCoop(func(c *coop) bool { return x.busiest(c) != 0 })
}

// busiest is a voter of a co-op who can't propose any more now, or zero.
func (x *machine) busiest(c *coop) uint64 {
	for _, m := range c.members {
		ofCoop, ofMember := x.paper.open(c.id, m.id)
		full := ofMember >= int(c.charter().MaxOpenResolutionsPerMember) || ofCoop >= int(x.paper.texts.MaxOpenResolutionsPerCoop)
		if full && c.votes(m) {
			return m.id
		}
	}
	return 0
}

func (x *machine) second() {
	r := x.aResolution(func(r *resolution) bool {
		return r.status == governancetypes.Status_STATUS_DRAFT && x.paper.now < r.due
	})
	if r == nil {
		x.propose()
		return
	}
	c := x.paper.coop(r.coop)
	seconder, found := x.aMember(c, func(m *member) bool { return c.votes(m) && m.id != r.proposer && !r.seconders[m.id] })
	if !found {
		seconder = c.members[0]
	}
	m := &governancetypes.MsgSecond{Seconder: x.aKey(seconder), ResolutionId: r.id}
	switch x.flaw("stranger", "proposer", "unknown", "again") {
	case "stranger":
		m.Seconder = x.anybody()
	case "proposer":
		m.Seconder = x.aKey(c.member(r.proposer))
	case "unknown":
		m.ResolutionId = x.anyResolution()
	case "again":
		if id, some := one(x, "seconder", slices.Sorted(maps.Keys(r.seconders))); some {
			m.Seconder = x.aKey(c.member(id))
		}
	}
	x.send(x.operation(m.Seconder, opSecond, opSecondCoop), m)
}

func (x *machine) redraft() {
	r := x.aResolution(early)
	if r == nil {
		x.propose()
		return
	}
	c := x.paper.coop(r.coop)
	text := x.draft(c, x.aKey(c.member(r.proposer)), 1)
	m := &governancetypes.MsgAmend{
		Proposer: text.Proposer, ResolutionId: r.id, Title: text.Title, Summary: text.Summary,
		Document: text.Document, Rule: text.Rule, Messages: text.Messages,
	}
	switch x.flaw("stranger", "unknown") {
	case "stranger":
		m.Proposer = x.anybody()
	case "unknown":
		m.ResolutionId = x.anyResolution()
	}
	x.send(opRedraft, m)
}

func (x *machine) withdraw() {
	r := x.aResolution(early)
	if r == nil {
		x.propose()
		return
	}
	m := &governancetypes.MsgWithdraw{Proposer: x.aKey(x.paper.coop(r.coop).member(r.proposer)), ResolutionId: r.id}
	switch x.flaw("stranger", "unknown", "another member") {
	case "stranger":
		m.Proposer = x.anybody()
	case "unknown":
		m.ResolutionId = x.anyResolution()
	case "another member":
		another, _ := x.aMember(x.paper.coop(r.coop), func(m *member) bool { return !m.gone })
		if another != nil {
			m.Proposer = x.aKey(another)
		}
	}
	x.send(opWithdraw, m)
}
