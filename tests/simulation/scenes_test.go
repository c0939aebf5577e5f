package simulation

import (
	"maps"
	"slices"

	governancetypes "github.com/coopledger/coopledger/x/governance/types"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

// scenes bring about in a few steps what chance would seldom bring: each begins from
// wherever the walk is, ends where something is refused, and leaves the rest to it.
func (x *machine) scenes() {
	scenes := []action{
		{"threatened key", x.threatened},
		{"contested recovery", x.contested},
		{"recovery in mid-vote", x.recoveredInMidVote},
		{"hearing", x.hearing},
		{"hearing put off", x.hearingPutOff},
		{"late delegate", x.lateDelegate},
		{"delegates of a newcomer and of one that left", x.delegatesWithoutVote},
		{"full class", x.fullClass},
		{"guardians", x.guarded},
		{"crowds", x.crowds},
		{"settlement", x.settlement},
		{"assembly", x.assembly},
		{"requisition", x.petitioned},
		{"board", x.board},
	}
	next := scenes[pick(x.T, "scene", len(scenes))]
	x.Log(next.name)
	next.do()
}

// beginning is about meetings: a run must see all of them, whatever chance brings.
func (x *machine) beginning() {
	scenes := []func(){x.assembly, x.assembly, x.petitioned, x.board}
	scenes[pick(x.T, "begins with", len(scenes))]()
	seldom := []func(){x.badlyNamed, x.hasty, x.overworked, x.leavesCharged}
	seldom[pick(x.T, "seldom", len(seldom))]()
}

// badlyNamed is a co-op whose slug is none.
func (x *machine) badlyNamed() {
	m := x.founding(address(people-1), false)
	m.Slug, _ = one(x, "slug", []string{"", "x", "Upper", "-edge", "1234", "under_score"})
	x.send(opFound, m)
}

// leavesCharged is a member who leaves a case behind; nobody can take back another.
func (x *machine) leavesCharged() {
	c, found := x.aCoop(func(c *coop) bool { return chargeable(c) && c.id != 1 })
	if !found {
		return
	}
	of, found := x.aMember(c, func(m *member) bool { return m.coop == 0 && m.takesPart() && x.paper.openCase(c, m.id) == 0 })
	if !found {
		return
	}
	x.send(opDropCharge, &membershiptypes.MsgWithdrawCharge{Authority: x.aKey(of), CoopId: c.id, CaseId: uint64(len(x.paper.cases)) + 1})
	charge := &membershiptypes.MsgCharge{Authority: c.account(), CoopId: c.id, MemberId: of.id, Ground: "neglect", ChargeSha256: x.hash(false)}
	if x.send(opCharge, charge) && x.send(opLeave, &membershiptypes.MsgLeave{Signer: x.aKey(of), CoopId: c.id}) {
		x.block(1)
	}
}

// hasty is the root federation if it left its members no time to decide their votes.
func (x *machine) hasty() {
	root := x.paper.coop(1)
	m := &membershiptypes.MsgAmendCharter{Authority: root.account(), CoopId: root.id, Charter: root.charter()}
	m.Charter.Rules = slices.Clone(m.Charter.Rules)
	m.Charter.Rules[0].VotingPeriodSeconds = 10
	x.send(opAmendCharter, m)
}

// overworked is a member who proposes one thing after the other.
func (x *machine) overworked() {
	c, found := x.aCoop(x.roomy)
	if !found {
		return
	}
	by := x.ableIn(c)[0]
	for range int(c.charter().MaxOpenResolutionsPerMember) + 1 {
		if !x.send(opPropose, x.proposing(c, by, "absolute")) {
			return
		}
	}
}

// threatened is a key that another wants to remove.
func (x *machine) threatened() {
	c, found := x.aCoop(func(c *coop) bool { return policyOf(c).RemovalDelaySeconds > 0 && ofPersons(c) })
	if !found {
		return
	}
	holder, found := x.aMember(c, func(m *member) bool { return isPerson(m) && len(m.keys) > 1 })
	if !found {
		holder, _ = x.aMember(c, isPerson)
		m := &membershiptypes.MsgAddKey{Signer: x.aKey(holder), CoopId: c.id}
		m.Key = x.proof(false, c.slug, holder.id, x.freeKey(c, false))
		if !x.send(opAddKey, m) {
			return
		}
	}
	keys := slices.Sorted(maps.Keys(holder.keys))
	if !x.send(opRemoveKey, &membershiptypes.MsgRemoveKey{Signer: keys[0], CoopId: c.id, Address: keys[1]}) {
		return
	}
	switch x.number("then", 0, 3) {
	case 0:
		x.send(opKeepKey, &membershiptypes.MsgKeepKey{Signer: keys[0], CoopId: c.id})
	case 1:
		x.send(opRemoveKey, &membershiptypes.MsgRemoveKey{Signer: keys[0], CoopId: c.id, Address: keys[1]})
	case 2:
		if x.send(opKeepKey, &membershiptypes.MsgKeepKey{Signer: keys[1], CoopId: c.id}) {
			x.saw(sawKept)
		}
	}
}

// recoverNow lets a co-op begin a recovery of a place on a road.
func (x *machine) recoverNow(c *coop, of *member, road membershiptypes.RecoveryRoad) bool {
	proof := x.newKey(c, of, "")
	if road == inPerson {
		return x.send(opInPerson, &membershiptypes.MsgRecoverInPerson{Authority: c.account(), CoopId: c.id, MemberId: of.id, Key: proof})
	}
	return x.send(opRecover, &membershiptypes.MsgRecover{Authority: c.account(), CoopId: c.id, MemberId: of.id, Key: proof})
}

// objects is a veto by a key of the member, present or former.
func (x *machine) objects(c *coop, of *member) bool {
	key, _ := one(x, "own key", slices.Sorted(maps.Keys(of.allKeys())))
	if !x.send(opVeto, &membershiptypes.MsgVetoRecovery{Signer: key, CoopId: c.id, MemberId: of.id}) {
		return false
	}
	if of.safety.recovery == nil {
		x.saw(sawVetoEnds)
	} else {
		x.saw(sawVetoShown)
	}
	return true
}

// contested is a recovery that a key vetoes, tried again, and then in person, where
// the veto is shown and the members may stop it.
func (x *machine) contested() {
	c, found := x.aCoop(func(c *coop) bool {
		policy := policyOf(c)
		return policy.ResolutionDelaySeconds > 0 && c.resolved() < int(policy.MaxOpenRecoveries) && ofPersons(c)
	})
	if !found {
		return
	}
	of, _ := x.aMember(c, func(m *member) bool { return m.coop == 0 && (m.gone || x.number("member", 0, 1) == 0) })
	if of == nil {
		return
	}
	if len(of.safety.closed) == 0 {
		if !x.recoverNow(c, of, byResolution) || !x.objects(c, of) {
			return
		}
	}
	if x.number("tried again", 0, 1) == 0 {
		x.recoverNow(c, of, byResolution)
	}
	if !x.recoverNow(c, of, inPerson) {
		return
	}
	switch x.number("then", 0, 3) {
	case 0:
		x.send(opStop, &membershiptypes.MsgStopRecovery{Authority: c.account(), CoopId: c.id, MemberId: of.id})
	case 1:
		x.recoverNow(c, of, inPerson)
		x.objects(c, of)
	case 2:
		x.block(60)
		x.block(60)
	}
}

// recoveredInMidVote gives a member who has voted a new key, with which it votes
// again.
func (x *machine) recoveredInMidVote() {
	c, found := x.aCoop(func(c *coop) bool {
		policy := policyOf(c)
		return policy.ResolutionDelaySeconds > 0 && c.resolved() < int(policy.MaxOpenRecoveries) && ofPersons(c)
	})
	if !found {
		return
	}
	r := x.freshVote(c)
	if r == nil {
		return
	}
	of, found := one(x, "voter", slices.DeleteFunc(x.voters(r), func(m *member) bool { return m.coop != 0 }))
	if !found || !x.cast(&governancetypes.MsgVote{Voter: x.aKey(of), ResolutionId: r.id, Choice: x.choice(r)}) || !x.recoverNow(c, of, byResolution) {
		return
	}
	x.block(delayOn(policyOf(c), byResolution))
	x.block(1)
	x.rewrite()
}

// guarded are three guardians of whom two want a new key, not the same at first.
func (x *machine) guarded() {
	c, found := x.aCoop(func(c *coop) bool {
		_, enough := x.guardiansIn(c)
		return policyOf(c).GuardiansDelaySeconds > 0 && enough
	})
	if !found {
		return
	}
	persons, _ := x.guardiansIn(c)
	of, first, second := persons[0], persons[1], persons[2]
	if !of.safety.isGuardian(first.id) || !of.safety.isGuardian(second.id) {
		if !x.send(opGuardians, &membershiptypes.MsgSetGuardians{Signer: x.aKey(of), CoopId: c.id, Guardians: []uint64{first.id, second.id}, Needed: 2}) {
			return
		}
		x.block(60)
		x.block(1)
		c = x.paper.coop(c.id)
		of, first, second = c.member(of.id), c.member(first.id), c.member(second.id)
	}
	start := &membershiptypes.MsgStartRecovery{Guardian: x.aKey(first), CoopId: c.id, MemberId: of.id, Key: x.newKey(c, of, "")}
	if !x.send(opStart, start) {
		return
	}
	support := &membershiptypes.MsgSupportRecovery{Guardian: x.aKey(second), CoopId: c.id, MemberId: of.id, Address: proofAddress(start.Key)}
	if x.number("another key", 0, 2) == 0 {
		support.Address = x.anybody()
	}
	if !x.send(opSupport, support) {
		return
	}
	if x.number("again", 0, 1) == 0 {
		x.send(opStart, start)
	}
	if x.number("objects", 0, 2) == 0 {
		x.objects(c, of)
	}
}

// guardiansIn are the persons of a co-op who take part, if there are three.
func (x *machine) guardiansIn(c *coop) (some []*member, enough bool) {
	for _, m := range c.members {
		if m.takesPart() && m.coop == 0 {
			some = append(some, m)
		}
	}
	return some, len(some) > 2
}
