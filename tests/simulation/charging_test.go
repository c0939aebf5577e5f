package simulation

import (
	"slices"

	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

// Operations in cases against members.
const (
	opCharge       = "somebody charges a member"
	opJoinCharge   = "a member joins in a charge"
	opDropCharge   = "somebody withdraws a charge"
	opMediate      = "a side speaks on the mediation"
	opNotice       = "somebody records a charge's delivery"
	opAcknowledge  = "a member acknowledges a charge"
	opReply        = "a member replies to a charge"
	opDecide       = "a co-op decides a case"
	opAppeal       = "a member appeals"
	opDecideAppeal = "a co-op decides an appeal"
	opSuspend      = "somebody suspends a member meanwhile"
	opCaseEnds     = "a stage's end suspends or expels a member"
)

// What must have happened around cases while votes were open.
const (
	sawExpelledBallot  = "the ballot of a member that was expelled in mid-vote stands"
	sawExpelledPlace   = "a member that was expelled in mid-vote keeps its place on the frozen roll"
	sawSuspendedBallot = "the ballot of a member that was suspended in mid-vote stands"
	sawRestored        = "a member whose suspension ended in mid-vote votes"
	sawAbstained       = "the parties to a case don't vote on it"
	sawNotReady        = "a vote on a case before its time does not open"
	sawNextRoll        = "an expelled member is not on the next roll"
)

// discipline varies what a charter says of charges, now and then.
func (x *machine) discipline(charter membershiptypes.Charter) *membershiptypes.Discipline {
	if charter.Name != workersCharter().Name {
		return charter.Discipline
	}
	terms := workersCharter().Discipline
	switch x.number("discipline", 0, 9) {
	case 0:
		return nil
	case 1:
		terms.MediationPeriodSeconds = 30
	case 2:
		terms.WarningsBeforeExpulsion = 1
	case 3:
		terms.ChargingMembers = uint32(x.number("charging members", 0, 3))
	case 4:
		terms.SuspendsMeanwhile, terms.PartiesAbstain = false, false
	case 5:
	default:
		return charter.Discipline
	}
	return terms
}

// hash of a text, or what is none.
func (x *machine) hash(flawed bool) []byte {
	if flawed {
		return []byte("short")
	}
	hash := make([]byte, 32)
	hash[0] = byte(x.number("text", 0, 255))
	return hash
}

// dueProcess takes a step in some case.
func (x *machine) dueProcess() {
	steps := []string{"charge", "charge"}
	for _, k := range x.paper.cases {
		steps = append(steps, map[stage][]string{
			joining: {"join", "join", "join", "withdraw"}, mediation: {"mediate", "mediate", "mediate", "join", "suspend"},
			charged: {"notice", "notice", "acknowledge", "reply", "join", "suspend"}, replying: {"reply", "reply", "withdraw", "suspend"},
			undecided: {"decide", "decide", "decide", "suspend"}, appealable: {"appeal", "appeal", "pass"}, appealed: {"decide appeal", "decide appeal"},
		}[k.Stage]...)
	}
	switch what, _ := one(x, "in a case", steps); what {
	case "charge":
		x.charge()
	case "join":
		x.joinCharge()
	case "withdraw":
		x.withdrawCharge()
	case "mediate":
		x.mediate()
	case "notice":
		x.recordNotice()
	case "acknowledge":
		x.acknowledge()
	case "reply":
		x.reply()
	case "decide":
		k := x.aCase(undecided)
		if x.send(opDecide, x.deciding(k)) && x.number("appealed", 0, 1) == 0 {
			x.secondInstance(k.Id)
		}
	case "appeal":
		x.appeal()
	case "decide appeal":
		k := x.aCase(appealed)
		x.send(opDecideAppeal, x.decidingAppeal(k))
	case "suspend":
		x.suspendMeanwhile()
	case "pass":
		x.block(60)
	}
}

// aCase at one of the stages, seldom any, or one that there is not.
func (x *machine) aCase(stages ...stage) *lawsuit {
	var some []*lawsuit
	for _, k := range x.paper.cases {
		if slices.Contains(stages, k.Stage) {
			some = append(some, k)
		}
	}
	if k, found := one(x, "case", some); found && x.number("any case", 0, 11) > 0 {
		return k
	}
	if k, found := one(x, "any case", x.paper.cases); found && x.number("no case", 0, 2) > 0 {
		return k
	}
	return &lawsuit{Id: uint64(len(x.paper.cases)) + 1, CoopId: uint64(x.number("co-op", 2, 4))}
}

// chargeable are co-ops of persons whose charter knows charges.
func chargeable(c *coop) bool {
	return c.charter().Discipline != nil && len(c.voters()) > 1 && ofPersons(c)
}

func (x *machine) charge() {
	c, found := x.aCoop(chargeable)
	if !found || x.number("any", 0, 11) == 0 {
		c, _ = x.aCoop(anyCoop)
	}
	m := &membershiptypes.MsgCharge{Authority: c.account(), CoopId: c.id, Ground: "neglect"}
	if of, some := x.aMember(c, func(m *member) bool { return !m.gone && x.paper.openCase(c, m.id) == 0 }); some {
		m.MemberId = of.id
	}
	switch who, _ := one(x, "who charges", []string{"co-op", "officer", "member", "member"}); who {
	case "officer":
		m.Authority = x.officerKey(c, prosecuting)
	case "member":
		if charger, some := x.aMember(c, c.votes); some {
			m.Authority = x.aKey(charger)
		}
	}
	flaw := x.flaw("stranger", "ground", "text", "nobody", "former", "again", "itself", "unknown co-op")
	m.ChargeSha256 = x.hash(flaw == "text")
	switch flaw {
	case "stranger":
		m.Authority = x.anybody()
	case "ground":
		m.Ground = "weather"
	case "nobody":
		m.MemberId = uint64(len(c.members)) + 1
	case "former":
		if former, some := x.aMember(c, func(m *member) bool { return m.gone }); some {
			m.MemberId = former.id
		}
	case "again":
		if of, some := x.aMember(c, func(m *member) bool { return x.paper.openCase(c, m.id) != 0 }); some {
			m.MemberId, m.Authority = of.id, c.account()
		}
	case "itself":
		if of := c.member(m.MemberId); of != nil {
			m.Authority = x.aKey(of)
		}
	case "unknown co-op":
		m.CoopId = 0
	}
	x.send(opCharge, m)
}

// officerKey is a key of somebody who holds a power, who is given it now and then.
func (x *machine) officerKey(c *coop, power string) string {
	holds := func(m *member) bool { return !m.gone && x.paper.holds(c, m.id, power) }
	officer, found := x.aMember(c, holds)
	if !found && x.number("appointed", 0, 2) > 0 {
		if officer, found = x.aMember(c, (*member).takesPart); found {
			x.send(opGrant, &membershiptypes.MsgGrantPower{
				Authority: c.account(), CoopId: c.id, MemberId: officer.id, Power: power, TermSeconds: 300,
			})
		}
	}
	if !found {
		return x.anybody()
	}
	return x.aKey(officer)
}

func (x *machine) joinCharge() {
	k := x.aCase(joining, joining, mediation, charged)
	c := x.paper.coop(k.CoopId)
	m := &membershiptypes.MsgJoinCharge{Signer: x.anybody(), CoopId: k.CoopId, CaseId: k.Id}
	if joiner, some := x.aMember(c, func(m *member) bool { return c.votes(m) && m.takesPart() && !inCase(k, m.id) }); some {
		m.Signer = x.aKey(joiner)
	}
	switch x.flaw("stranger", "party", "no vote", "other co-op") {
	case "stranger":
		m.Signer = x.anybody()
	case "party":
		m.Signer = x.partyKey(k)
	case "no vote":
		if another, some := x.aMember(c, func(m *member) bool { return !m.gone && !c.votes(m) }); some {
			m.Signer = x.aKey(another)
		}
	case "other co-op":
		m.CoopId++
	}
	x.send(opJoinCharge, m)
}

// partyKey is a key of a party to a case.
func (x *machine) partyKey(k *lawsuit) string {
	party, some := x.aMember(x.paper.coop(k.CoopId), func(m *member) bool { return !m.gone && inCase(k, m.id) })
	if !some {
		return x.anybody()
	}
	return x.aKey(party)
}

// sideKey is a key of those who charge, or the co-op where it does.
func (x *machine) sideKey(k *lawsuit) string {
	if len(k.Chargers) == 0 {
		return x.paper.coop(k.CoopId).account()
	}
	charger, some := x.aMember(x.paper.coop(k.CoopId), func(m *member) bool { return !m.gone && slices.Contains(k.Chargers, m.id) })
	if !some {
		return x.anybody()
	}
	return x.aKey(charger)
}

// chargedKey is a key of the member who is charged.
func (x *machine) chargedKey(k *lawsuit) string {
	of := x.paper.coop(k.CoopId).member(k.MemberId)
	if of == nil {
		return x.anybody()
	}
	return x.aKey(of)
}

func (x *machine) withdrawCharge() {
	k := x.aCase(joining, mediation, charged, replying, undecided)
	m := &membershiptypes.MsgWithdrawCharge{Authority: x.sideKey(k), CoopId: k.CoopId, CaseId: k.Id}
	switch x.flaw("stranger", "charged", "any member") {
	case "stranger":
		m.Authority = x.anybody()
	case "charged":
		m.Authority = x.chargedKey(k)
	case "any member":
		if another, some := x.aMember(x.paper.coop(k.CoopId), (*member).takesPart); some {
			m.Authority = x.aKey(another)
		}
	}
	x.send(opDropCharge, m)
}

func (x *machine) mediate() {
	k := x.aCase(mediation)
	m := &membershiptypes.MsgEndMediation{Signer: x.sideKey(k), CoopId: k.CoopId, CaseId: k.Id, Settled: x.number("settled", 0, 1) == 0}
	if x.number("the charged", 0, 1) == 0 {
		m.Signer = x.chargedKey(k)
	}
	if x.flaw("stranger") != "" {
		m.Signer = x.anybody()
	}
	x.send(opMediate, m)
}

func (x *machine) recordNotice() {
	k := x.aCase(charged)
	c := x.paper.coop(k.CoopId)
	m := &membershiptypes.MsgRecordNotice{Authority: c.account(), CoopId: k.CoopId, CaseId: k.Id}
	if len(k.Chargers) == 0 || x.number("an officer", 0, 1) == 0 {
		m.Authority = x.officerKey(c, prosecuting)
	}
	flaw := x.flaw("stranger", "evidence", "own case", "own case")
	m.EvidenceSha256 = x.hash(flaw == "evidence")
	switch flaw {
	case "stranger":
		m.Authority = x.anybody()
	case "own case":
		m.Authority = x.sideKey(k)
	}
	x.send(opNotice, m)
}

func (x *machine) acknowledge() {
	k := x.aCase(charged)
	m := &membershiptypes.MsgAcknowledgeCharge{Signer: x.chargedKey(k), CoopId: k.CoopId, CaseId: k.Id}
	switch x.flaw("stranger", "party") {
	case "stranger":
		m.Signer = x.anybody()
	case "party":
		m.Signer = x.sideKey(k)
	}
	x.send(opAcknowledge, m)
}

func (x *machine) reply() {
	k := x.aCase(charged, replying, undecided)
	m := &membershiptypes.MsgReplyToCharge{Signer: x.chargedKey(k), CoopId: k.CoopId, CaseId: k.Id}
	flaw := x.flaw("stranger", "text", "party")
	m.ReplySha256 = x.hash(flaw == "text")
	switch flaw {
	case "stranger":
		m.Signer = x.anybody()
	case "party":
		m.Signer = x.sideKey(k)
	}
	x.send(opReply, m)
}

func (x *machine) appeal() {
	k := x.aCase(appealable)
	m := &membershiptypes.MsgAppeal{Signer: x.chargedKey(k), CoopId: k.CoopId, CaseId: k.Id}
	flaw := x.flaw("stranger", "text", "party")
	m.AppealSha256 = x.hash(flaw == "text")
	switch flaw {
	case "stranger":
		m.Signer = x.anybody()
	case "party":
		m.Signer = x.sideKey(k)
	}
	x.send(opAppeal, m)
}
