package simulation

import (
	"maps"
	"slices"

	governancetypes "github.com/coopledger/coopledger/x/governance/types"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

// Operations of those who speak for their co-op in a federation.
const (
	opDelegate = "a delegate votes for its co-op"
	opOverride = "a co-op votes in its delegate's place"
)

// What must have happened to delegates and their ballots.
const (
	sawOverride  = "a co-op replaces its delegate's ballot, though ballots are final"
	sawChange    = "a delegate changes its ballot"
	sawEnded     = "a delegate's term ends before the vote"
	sawRevoked   = "a delegate's ballot stands after its power"
	sawBeyond    = "a delegate is beyond its scope"
	sawWithin    = "a delegate votes within a scope"
	sawCounted   = "a delegate's ballot counts at the close"
	sawTurning   = "final ballots would decide it, but for a delegate's"
	sawNewerCoop = "a delegate speaks for a co-op that came after the roll was frozen"
	sawFormer    = "a delegate speaks for a co-op that has left the federation"
)

// delegateFaults are what speaks against a delegate's ballot.
func (p *paper) delegateFaults(m *governancetypes.MsgVoteAsDelegate) []error {
	r := p.resolution(m.ResolutionId)
	if r == nil {
		return []error{governancetypes.ErrUnknownResolution}
	}
	faults := p.ballotFaults(r, m.Choice)
	delegate, reasons := p.insider(m.MemberCoopId, m.Delegate, false)
	faults = append(faults, reasons...)
	if delegate == nil {
		return faults
	}
	faults = append(faults, when(!p.speaks(m.MemberCoopId, delegate.id, r), governancetypes.ErrNotDelegate)...)
	voter, reasons := p.insider(r.coop, membershiptypes.CoopAddress(m.MemberCoopId), false)
	faults = append(faults, reasons...)
	if voter == nil {
		return faults
	}
	faults = append(faults, r.rollFaults(voter.id)...)
	faults = append(faults, when(r.hasSpoken(voter.id), governancetypes.ErrCoopHasSpoken)...)
	_, cast := r.ballots[voter.id]
	return append(faults, when(cast && r.final(), governancetypes.ErrFinalBallot)...)
}

// speaks says whether a co-op's member may vote on a federation's resolution.
func (p *paper) speaks(coopID, memberID uint64, r *resolution) bool {
	c := p.coop(coopID)
	return p.holds(c, memberID, speaking) && covers(c.grants[office{speaking, memberID}].Scope, r)
}

// covers says whether a resolution lies within a scope: each list that is given
// must hold its federation, all of its subjects, all of its rules.
func covers(scope *membershiptypes.Scope, r *resolution) bool {
	if scope == nil {
		return true
	}
	inside := len(scope.FederationIds) == 0 || slices.Contains(scope.FederationIds, r.coop)
	if len(scope.Subjects) > 0 {
		inside = inside && len(r.subjects) > 0
		for subject := range r.subjects {
			inside = inside && slices.Contains(scope.Subjects, subject)
		}
	}
	if len(scope.Rules) > 0 {
		for _, rule := range r.rules {
			inside = inside && slices.Contains(scope.Rules, rule.Name)
		}
	}
	return inside
}

func (p *paper) voteAsDelegate(m *governancetypes.MsgVoteAsDelegate) {
	r := p.resolution(m.ResolutionId)
	voter := p.coop(r.coop).holder(membershiptypes.CoopAddress(m.MemberCoopId)).id
	r.delegated[voter] = p.coop(m.MemberCoopId).holder(m.Delegate).id
	r.cast(p.now, voter, m.Choice)
}

// delegates lists which ballots they cast, as the genesis does.
func (r *resolution) delegates() (list []governancetypes.Delegated) {
	for _, id := range slices.Sorted(maps.Keys(r.delegated)) {
		list = append(list, governancetypes.Delegated{MemberId: id, DelegateMemberId: r.delegated[id]})
	}
	return list
}

// voting names the operation by whose ballot it is, and in whose place.
func (x *machine) voting(m *governancetypes.MsgVote) string {
	if r := x.paper.resolution(m.ResolutionId); r != nil {
		if voter := x.paper.coop(r.coop).holder(m.Voter); voter != nil && r.delegated[voter.id] != 0 {
			return opOverride
		}
	}
	return x.operation(m.Voter, opVote, opVoteCoop)
}

// delegate lets somebody speak for a co-op in a federation, and perhaps the co-op
// itself after it.
func (x *machine) delegate() {
	r := x.aResolution(func(r *resolution) bool { return x.takesBallots(r) && len(x.coopsOn(r)) > 0 })
	if r == nil {
		root := x.paper.coop(uint64(1 + 5*x.number("grove", 0, 1)))
		proposer, _ := x.aMember(root, root.votes)
		if proposer != nil {
			x.send(opProposeCoop, x.draft(root, x.aKey(proposer), 1))
		}
		return
	}
	voter, found := one(x, "member co-op", x.coopsOn(r))
	if x.number("any of them", 0, 5) == 0 {
		voter, found = x.aMember(x.paper.coop(r.coop), func(m *member) bool { _, onRoll := r.roll[m.id]; return m.coop != 0 && (m.gone || !onRoll) })
	}
	if !found {
		return
	}
	m := x.spokenBy(r, x.paper.coop(voter.coop))
	if !x.speaksFor(m) {
		return
	}
	switch x.number("then", 0, 5) {
	case 0, 1:
		x.override(r, voter, m)
	case 2:
		m.Choice = x.choice(r)
		x.speaksFor(m)
	}
}

// coopsOn are the co-ops on a resolution's roll that are members still.
func (x *machine) coopsOn(r *resolution) (some []*member) {
	for _, id := range slices.Sorted(maps.Keys(r.roll)) {
		if m := x.paper.coop(r.coop).member(id); m.coop != 0 && !m.gone {
			some = append(some, m)
		}
	}
	return some
}

// spokenBy is a ballot by somebody whom the co-op has given the power, now if
// need be.
func (x *machine) spokenBy(r *resolution, c *coop) *governancetypes.MsgVoteAsDelegate {
	may := func(m *member) bool { return !m.gone && x.paper.speaks(c.id, m.id, r) }
	delegate, found := x.aMember(c, may)
	if !found && x.number("without a grant", 0, 5) > 0 {
		x.send(opGrant, x.grantingVote(c, r))
		delegate, found = x.aMember(c, may)
	}
	if !found {
		delegate, _ = x.aMember(c, func(m *member) bool { return !m.gone })
	}
	m := &governancetypes.MsgVoteAsDelegate{MemberCoopId: c.id, ResolutionId: r.id, Choice: x.choice(r)}
	if delegate == nil {
		delegate = &member{}
	}
	m.Delegate = x.aKey(delegate)
	switch x.flaw("stranger", "any member", "any member", "choice", "unknown", "other co-op", "former", "former") {
	case "stranger":
		m.Delegate = x.anybody()
	case "any member":
		if another, some := x.aMember(c, func(m *member) bool { return !m.gone }); some {
			m.Delegate = x.aKey(another)
		}
	case "choice":
		m.Choice = governancetypes.Choice(x.number("choice", 0, 6))
	case "unknown":
		m.ResolutionId = x.anyResolution()
	case "other co-op":
		m.MemberCoopId = uint64(x.number("other co-op", 0, len(x.paper.coops)+1))
	case "former":
		x.formerDelegate(m)
	}
	return m
}

// formerDelegate is one whose term is over.
func (x *machine) formerDelegate(m *governancetypes.MsgVoteAsDelegate) {
	c := x.paper.coop(m.MemberCoopId)
	former, found := x.aMember(c, func(m *member) bool {
		_, had := c.grants[office{speaking, m.id}]
		return had && !x.paper.granted(c, office{speaking, m.id})
	})
	if found {
		m.Delegate = x.aKey(former)
	}
}

// grantingVote gives a member the word on a resolution, mostly.
func (x *machine) grantingVote(c *coop, r *resolution) *membershiptypes.MsgGrantPower {
	m := &membershiptypes.MsgGrantPower{
		Authority: c.account(), CoopId: c.id, MemberId: 1, Power: speaking,
		TermSeconds: uint64(x.number("term", 1, 300)), Scope: x.scope(r),
	}
	if delegate, found := x.aMember(c, func(m *member) bool { return !m.gone }); found {
		m.MemberId = delegate.id
	}
	return m
}

// scope narrows a delegate's power, around a resolution or beside it; none is given
// without one.
func (x *machine) scope(r *resolution) *membershiptypes.Scope {
	kind, _ := one(x, "scope", []string{"", "", "federation", "subjects", "rules", "elsewhere", "other subject", "other rule"})
	if r == nil || kind == "" {
		return nil
	}
	scope := &membershiptypes.Scope{}
	switch kind {
	case "federation":
		scope.FederationIds = []uint64{r.coop}
	case "subjects":
		scope.Subjects = slices.Sorted(maps.Keys(r.subjects))
	case "rules":
		for _, rule := range r.rules {
			scope.Rules = append(scope.Rules, rule.Name)
		}
	case "elsewhere":
		scope.FederationIds = []uint64{r.coop + 1}
	case "other subject":
		scope.Subjects = []string{"seat"}
	case "other rule":
		scope.Rules = []string{"ordinary"}
	}
	return scope
}

// override lets a co-op vote after its delegate, who then can't any more.
func (x *machine) override(r *resolution, voter *member, after *governancetypes.MsgVoteAsDelegate) {
	m := &governancetypes.MsgVote{Voter: x.paper.coop(voter.coop).account(), ResolutionId: r.id, Choice: x.choice(r)}
	if x.flaw("choice") == "choice" {
		m.Choice = governancetypes.Choice(x.number("choice", 0, 6))
	}
	if x.number("badly first", 0, 1) == 0 {
		badly := *m
		badly.Choice = governancetypes.Choice_CHOICE_UNSPECIFIED
		x.cast(&badly)
	}
	if x.cast(m) && r.final() {
		x.saw(sawOverride)
	}
	if x.number("again", 0, 1) == 0 {
		x.send(opDelegate, after)
	}
}

// seeDelegate notes what a delegate's ballot is an example of.
func (x *machine) seeDelegate(m *governancetypes.MsgVoteAsDelegate) {
	r, c := x.paper.resolution(m.ResolutionId), x.paper.coop(m.MemberCoopId)
	if r == nil || c == nil || c.holder(m.Delegate) == nil {
		return
	}
	delegate := c.holder(m.Delegate).id
	grant, had := c.grants[office{speaking, delegate}]
	switch {
	case had && x.paper.now >= grant.Until:
		x.saw(sawEnded)
	case had && !covers(grant.Scope, r):
		x.saw(sawBeyond)
	case had && len(x.paper.faults(m)) == 0:
		if grant.Scope != nil {
			x.saw(sawWithin)
		}
		if r.delegated[x.paper.coop(r.coop).holder(c.account()).id] != 0 {
			x.saw(sawChange)
		}
	}
	upstairs := x.paper.coop(r.coop).holder(c.account())
	if !x.takesBallots(r) || !x.paper.speaks(c.id, delegate, r) {
		return
	}
	if upstairs == nil {
		x.saw(sawFormer)
	} else if _, onRoll := r.roll[upstairs.id]; !onRoll {
		x.saw(sawNewerCoop)
	}
}

// seeDelegated notes at a vote's end which ballots of delegates count in it.
func (x *machine) seeDelegated(r *resolution) {
	for upstairs, delegate := range r.delegated {
		x.saw(sawCounted)
		if c := x.paper.coop(x.paper.coop(r.coop).member(upstairs).coop); !x.paper.granted(c, office{speaking, delegate}) {
			x.saw(sawRevoked)
		}
	}
}
