package simulation

import (
	"github.com/stretchr/testify/require"

	codectypes "github.com/cosmos/cosmos-sdk/codec/types"

	governancetypes "github.com/coopledger/coopledger/x/governance/types"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

// crowds charge, and apply, until there are too many.
func (x *machine) crowds() {
	c, found := x.aCoop(chargeable)
	if !found {
		return
	}
	if x.number("applicants", 0, 1) == 0 {
		class, _ := one(x, "class", classesFor(c.charter(), membershiptypes.MemberKind_MEMBER_KIND_PERSON))
		for range 5 {
			key := x.proof(false, c.slug, 0, x.freeKey(c, false))
			x.send(opApplyPerson, &membershiptypes.MsgApply{Applicant: proofAddress(key), CoopId: c.id, Class: class, Key: &key})
		}
		return
	}
	for _, m := range c.members {
		if !m.gone && !x.send(opCharge, &membershiptypes.MsgCharge{
			Authority: c.account(), CoopId: c.id, MemberId: m.id, Ground: "fraud", ChargeSha256: x.hash(false),
		}) {
			return
		}
	}
}

// heard is a case of a co-op in which the member has replied.
func (x *machine) heard() (*coop, *lawsuit) {
	c, found := x.aCoop(func(c *coop) bool { return chargeable(c) && c.charter().Discipline.MediationPeriodSeconds == 0 })
	if !found {
		return nil, nil
	}
	for _, k := range x.paper.cases {
		if k.CoopId == c.id && k.Stage == undecided && x.paper.now < k.DueAt {
			return c, k
		}
	}
	of, found := x.aMember(c, func(m *member) bool { return m.takesPart() && x.paper.openCase(c, m.id) == 0 })
	if !found {
		return nil, nil
	}
	charge := &membershiptypes.MsgCharge{Authority: x.officerKey(c, prosecuting), CoopId: c.id, MemberId: of.id, Ground: "fraud", ChargeSha256: x.hash(false)}
	if !x.send(opCharge, charge) {
		return nil, nil
	}
	id := uint64(len(x.paper.cases))
	if x.paper.theCase(id).Stage != charged {
		return nil, nil
	}
	if x.number("charged again", 0, 3) == 0 {
		x.send(opCharge, charge)
		x.send(opNotice, &membershiptypes.MsgRecordNotice{Authority: charge.Authority, CoopId: c.id, CaseId: id, EvidenceSha256: x.hash(false)})
	}
	if !x.send(opReply, &membershiptypes.MsgReplyToCharge{Signer: x.aKey(of), CoopId: c.id, CaseId: id, ReplySha256: x.hash(false)}) {
		return nil, nil
	}
	return c, x.paper.theCase(id)
}

// verdictOf is a proposal to decide a case, by a member who votes.
func (x *machine) verdictOf(c *coop, k *lawsuit, rule string) *resolution {
	proposer, found := x.aMember(c, func(m *member) bool { return c.votes(m) && m.takesPart() })
	if !found {
		return nil
	}
	packed, err := codectypes.NewAnyWithValue(x.deciding(k))
	require.NoError(x, err)
	m := &governancetypes.MsgPropose{Proposer: x.aKey(proposer), CoopId: c.id, Title: "a case", Rule: rule, Messages: []*codectypes.Any{packed}}
	if x.number("with something else", 0, 7) == 0 {
		m.Messages = append(m.Messages, packed)
	}
	if !x.send(x.operation(m.Proposer, opPropose, opProposeCoop), m) {
		return nil
	}
	return x.paper.resolution(uint64(len(x.paper.resolutions)))
}

// hearing puts a case to the vote, from which its parties abstain.
func (x *machine) hearing() {
	c, k := x.heard()
	if k == nil {
		return
	}
	r := x.verdictOf(c, k, "")
	if r == nil || !x.takesBallots(r) {
		return
	}
	if party, found := x.aMember(c, func(m *member) bool { return m.takesPart() && inCase(k, m.id) }); found {
		x.cast(&governancetypes.MsgVote{Voter: x.aKey(party), ResolutionId: r.id, Choice: x.choice(r)})
	}
	x.rallyFor(r, false)
	for _, seconds := range []int64{60, 5, 5} {
		x.block(seconds)
	}
	x.secondInstance(k.Id)
}

// secondInstance lets a member appeal against what was decided, and others decide it.
func (x *machine) secondInstance(id uint64) {
	k := x.paper.theCase(id)
	if k.Stage == undecided && !x.send(opDecide, x.deciding(k)) {
		return
	}
	if k.Stage != appealable || x.number("appeals", 0, 3) == 0 {
		return
	}
	x.send(opAppeal, &membershiptypes.MsgAppeal{Signer: x.chargedKey(k), CoopId: k.CoopId, CaseId: k.Id, AppealSha256: x.hash(false)})
	for range x.number("decisions", 0, 3) {
		x.send(opDecideAppeal, x.decidingAppeal(k))
	}
}

// settlement is a mediation in which both sides say the same, or not.
func (x *machine) settlement() {
	c, found := x.aCoop(func(c *coop) bool { return chargeable(c) && c.charter().Discipline.MediationPeriodSeconds > 0 })
	if !found {
		return
	}
	of, found := x.aMember(c, func(m *member) bool { return m.takesPart() && x.paper.openCase(c, m.id) == 0 })
	if !found || !x.send(opCharge, &membershiptypes.MsgCharge{
		Authority: x.officerKey(c, prosecuting), CoopId: c.id, MemberId: of.id, Ground: "fraud", ChargeSha256: x.hash(false),
	}) {
		return
	}
	k := x.paper.theCase(uint64(len(x.paper.cases)))
	settled := x.number("settled", 0, 2) > 0
	for _, side := range []string{x.sideKey(k), x.anybody(), x.aKey(of)} {
		x.send(opMediate, &membershiptypes.MsgEndMediation{Signer: side, CoopId: c.id, CaseId: k.Id, Settled: settled})
	}
}

// hearingPutOff takes a case away while the vote on it is being discussed.
func (x *machine) hearingPutOff() {
	c, k := x.heard()
	if k == nil {
		return
	}
	r := x.verdictOf(c, k, "seconded")
	if r == nil || r.status != governancetypes.Status_STATUS_DRAFT {
		return
	}
	for _, m := range c.members {
		if r.status == governancetypes.Status_STATUS_DRAFT && c.votes(m) && m.takesPart() && m.id != r.proposer {
			second := &governancetypes.MsgSecond{Seconder: x.aKey(m), ResolutionId: r.id}
			x.send(x.operation(second.Seconder, opSecond, opSecondCoop), second)
			if x.number("again", 0, 3) == 0 {
				x.send(x.operation(second.Seconder, opSecond, opSecondCoop), second)
			}
		}
	}
	x.send(opDropCharge, &membershiptypes.MsgWithdrawCharge{Authority: x.sideKey(k), CoopId: c.id, CaseId: k.Id})
	x.block(60)
	x.block(1)
}

// fullClass moves members into a class until it takes nobody else.
func (x *machine) fullClass() {
	c, found := x.aCoop(func(c *coop) bool {
		_, known := classByName(c.charter(), "neighbours")
		return known && len(c.voters()) > 2
	})
	if !found {
		return
	}
	class, _ := classByName(c.charter(), "neighbours")
	for _, m := range c.members {
		if isPerson(m) && m.class != class.Id && !x.send(opReclass, &membershiptypes.MsgChangeClass{
			Authority: c.account(), CoopId: c.id, MemberId: m.id, Class: class.Name,
		}) {
			return
		}
	}
}
