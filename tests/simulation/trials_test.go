package simulation

import (
	"maps"
	"slices"

	sdk "github.com/cosmos/cosmos-sdk/types"

	governancetypes "github.com/coopledger/coopledger/x/governance/types"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

// verdict is what a body decides, and what is wrong with it, if anything is.
func (x *machine) verdict(k *lawsuit) (outcome verdict, seconds uint64, reasons []byte) {
	outcome, _ = one(x, "outcome", []verdict{dismissed, warned, suspended, suspended, expelled, expelled, expelled})
	if k.Decision != nil && x.number("as before", 0, 2) > 0 {
		outcome = k.Decision.Outcome
	}
	if outcome == suspended {
		seconds = uint64(x.number("suspended for", 1, 100))
		if k.Decision != nil && k.Decision.Outcome == suspended {
			seconds = k.Decision.SuspensionSeconds
		}
	}
	flaw := x.flaw("outcome", "too long", "reasons")
	switch flaw {
	case "outcome":
		outcome = verdict(5 * x.number("outcome", 0, 1))
	case "too long":
		seconds = k.Terms.MaxSuspensionSeconds + 1
	}
	return outcome, seconds, x.hash(flaw == "reasons")
}

func (x *machine) deciding(k *lawsuit) *membershiptypes.MsgDecideCase {
	c := x.paper.coop(k.CoopId)
	m := &membershiptypes.MsgDecideCase{Authority: x.pretender(c, x.flaw("pretender", "", "")), CoopId: c.id, CaseId: k.Id}
	m.Outcome, m.SuspensionSeconds, m.ReasonsSha256 = x.verdict(k)
	return m
}

func (x *machine) decidingAppeal(k *lawsuit) *membershiptypes.MsgDecideAppeal {
	c := x.paper.coop(k.CoopId)
	m := &membershiptypes.MsgDecideAppeal{Authority: x.pretender(c, x.flaw("pretender", "", "")), CoopId: c.id, CaseId: k.Id}
	m.Outcome, m.SuspensionSeconds, m.ReasonsSha256 = x.verdict(k)
	return m
}

func (x *machine) suspendMeanwhile() {
	k := x.aCase(suspendable...)
	c := x.paper.coop(k.CoopId)
	m := x.suspending(k)
	if x.number("an officer", 0, 1) == 0 {
		m.Authority = x.officerKey(c, suspending)
	}
	switch x.flaw("stranger", "party") {
	case "stranger":
		m.Authority = x.anybody()
	case "party":
		m.Authority = x.partyKey(k)
	}
	x.send(opSuspend, m)
}

func (x *machine) suspending(k *lawsuit) *membershiptypes.MsgSuspendMember {
	m := &membershiptypes.MsgSuspendMember{
		Authority: x.paper.coop(k.CoopId).account(), CoopId: k.CoopId, CaseId: k.Id, SuspensionSeconds: uint64(x.number("suspended for", 1, 120)),
	}
	switch x.flaw("none", "too long") {
	case "none":
		m.SuspensionSeconds = 0
	case "too long":
		m.SuspensionSeconds = k.Terms.MaxSuspensionSeconds + 1
	}
	return m
}

// conductBy is what the members decide about the conduct of one of them.
func (x *machine) conductBy(c *coop) (string, sdk.Msg) {
	var own []*lawsuit
	for _, k := range x.paper.cases {
		if k.CoopId == c.id && k.Stage != over {
			own = append(own, k)
		}
	}
	k, found := one(x, "case of the co-op", own)
	if !found {
		m := &membershiptypes.MsgCharge{
			Authority: x.pretender(c, x.flaw("pretender")), CoopId: c.id, Ground: "neglect", ChargeSha256: x.hash(false),
		}
		if of, some := x.aMember(c, func(m *member) bool { return !m.gone }); some {
			m.MemberId = of.id
		}
		return opCharge, m
	}
	switch {
	case k.Stage == appealed:
		return opDecideAppeal, x.decidingAppeal(k)
	case k.Stage == undecided || x.number("too early", 0, 3) == 0:
		return opDecide, x.deciding(k)
	}
	return opSuspend, x.suspending(k)
}

// trial brings a case to its end while a vote is open: the charged member votes
// before it, or not.
func (x *machine) trial() {
	r := x.aResolution(func(r *resolution) bool {
		return x.takesBallots(r) && chargeable(x.paper.coop(r.coop)) && r.due-x.paper.now > 45
	})
	if r == nil || !x.takesBallots(r) {
		c, found := x.aCoop(chargeable)
		if !found {
			return
		}
		if r = x.freshVote(c); r == nil {
			return
		}
	}
	c := x.paper.coop(r.coop)
	of, found := x.aMember(c, func(m *member) bool {
		_, onRoll := r.roll[m.id]
		return onRoll && m.takesPart() && x.paper.openCase(c, m.id) == 0
	})
	if !found || c.charter().Discipline == nil {
		x.dueProcess()
		return
	}
	if x.number("votes first", 0, 1) == 0 {
		x.cast(&governancetypes.MsgVote{Voter: x.aKey(of), ResolutionId: r.id, Choice: x.choice(r)})
	}
	if !x.send(opCharge, &membershiptypes.MsgCharge{
		Authority: c.account(), CoopId: c.id, MemberId: of.id, Ground: "neglect", ChargeSha256: x.hash(false),
	}) {
		return
	}
	id := uint64(len(x.paper.cases))
	if x.number("meanwhile", 0, 2) == 0 {
		x.send(opSuspend, x.suspending(x.paper.theCase(id)))
		if x.number("until the close", 0, 1) == 0 {
			return
		}
	}
	x.send(opReply, &membershiptypes.MsgReplyToCharge{Signer: x.aKey(of), CoopId: c.id, CaseId: id, ReplySha256: x.hash(false)})
	x.send(opDecide, x.deciding(x.paper.theCase(id)))
	for range 4 {
		x.block(int64(x.number("seconds", 10, 20)))
		if x.paper.resolution(r.id).status != governancetypes.Status_STATUS_VOTING {
			return
		}
	}
	if x.number("first the case", 0, 3) == 0 {
		x.secondInstance(id)
	}
	x.speakAgain(r.id, of.id)
}

// speakAgain lets a member of a case vote, on the roll that was frozen before it.
func (x *machine) speakAgain(id, memberID uint64) {
	r := x.paper.resolution(id)
	of := x.paper.coop(r.coop).member(memberID)
	key := x.aKey(of)
	if len(of.keys) == 0 && len(of.former) > 0 {
		key, _ = one(x, "former key", slices.Sorted(maps.Keys(of.former)))
	}
	x.cast(&governancetypes.MsgVote{Voter: key, ResolutionId: id, Choice: x.choice(r)})
}

// seeConduct notes at a vote's end what cases came between.
func (x *machine) seeConduct(r *resolution) {
	c := x.paper.coop(r.coop)
	if len(r.abstaining) > 0 {
		x.saw(sawAbstained)
	}
	if r.closed == 0 {
		x.saw(sawNotReady)
		return
	}
	for _, m := range c.members {
		_, onRoll := r.roll[m.id]
		_, voted := r.ballots[m.id]
		expelled := m.conduct.expelledAt >= r.opened && m.gone
		switch {
		case expelled && voted:
			x.saw(sawExpelledBallot)
		case expelled && onRoll:
			x.saw(sawExpelledPlace)
		case voted && m.conduct.suspended:
			x.saw(sawSuspendedBallot)
		case !onRoll && m.conduct.expelledAt != 0 && m.conduct.expelledAt < r.opened:
			x.saw(sawNextRoll)
		}
	}
}

func endsAs(as ending) string { return "a case ends as " + as.String() }

// casesNow looks at the cases that ended in this block.
func (x *machine) casesNow() {
	for _, k := range x.paper.cases {
		if k.EndedAt == x.paper.now {
			x.saw(endsAs(k.EndedAs))
		}
	}
}
