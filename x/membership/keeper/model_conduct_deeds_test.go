package keeper_test

import (
	"slices"

	"pgregory.net/rapid"

	"github.com/coopledger/coopledger/x/membership/types"
)

// deeds are all messages about charges, and what befalls members meanwhile.
func (w *conductWalk) deeds() map[string]func() deed {
	return map[string]func() deed{
		"charge": w.chargeIt, "join": w.joinIt, "withdraw the charge": w.withdrawIt,
		"say in mediation": w.mediate, "record the notice": w.deliverIt, "acknowledge": w.acknowledge,
		"reply": w.replyTo, "decide": w.decideIt, "appeal": w.appealIt, "decide the appeal": w.decideAppealIt,
		"suspend": w.suspendIt, "leave": w.leaveIt, "withdraw the notice": w.stay,
		"grant": w.grantIt, "revoke": w.revokeIt, "admit": func() deed { return w.admitted(w.name()) },
	}
}

func (w *conductWalk) chargeIt() deed {
	by, whom := w.signer(w.officers(types.PowerCharge)...), w.somebody()
	if w.once(2, "by a member") {
		by = w.name()
	}
	message := charge(address(by), whom)
	message.ChargeSha256 = w.paper(rapid.SampledFrom([]string{"charge", "another charge", "a third"}).Draw(w.draw, "charge"))
	if w.once(3, "for conduct") {
		message.Ground = "conduct"
	}
	if w.once(8, "another ground") {
		message.Ground = "laziness"
	}
	c := &types.Case{
		Id: uint64(len(w.cases)), CoopId: north, MemberId: whom, Ground: message.Ground, ChargeSha256: message.ChargeSha256,
		Terms: w.terms, ChargedAt: w.now,
	}
	charger, charged := w.who(by), w.member(whom)
	allowed := by == coop
	if charger != nil {
		c.Chargers, c.ByMembers = []uint64{charger.id}, !charger.officer(types.PowerCharge)
		allowed = charger.able() && (!c.ByMembers || w.terms.ChargingMembers > 0) && charger.id != whom && !w.busy(charger.id)
	}
	petition := c.ByMembers && w.terms.ChargingMembers > 1
	allowed = allowed && charged != nil && charged.here() && w.open(petition) < w.mostOpen && (petition || w.against(whom) == nil) &&
		message.Ground != "laziness" && len(message.ChargeSha256) == 32 && !w.rests(c)
	return deed{message, allowed, func(any) {
		w.cases = append(w.cases, c)
		if petition {
			w.to(c, joining)
		} else {
			w.proceed(c)
		}
	}}
}

func (w *conductWalk) joinIt() deed {
	c, by := w.pick(joining, mediation, undelivered), w.signer(walkNames...)
	member, charged := w.who(by), w.member(c.MemberId)
	enough := c.Stage == joining && len(c.Chargers)+1 >= int(w.terms.ChargingMembers)
	open := (c.Stage == joining || c.Stage == mediation || c.Stage == undelivered) && c.ByMembers && w.now < c.DueAt
	allowed := open && member != nil && member.able() && member.id != c.MemberId && !slices.Contains(c.Chargers, member.id) &&
		charged.here() && !w.busy(member.id) && (!enough || (w.against(c.MemberId) == nil && w.open(false) < w.mostOpen && !w.rests(c))) &&
		len(c.Chargers)+len(struck(c.Withdrawn, member.id)) < 10
	return deed{&types.MsgJoinCharge{Signer: address(by), CoopId: north, CaseId: c.Id}, allowed, func(any) {
		c.Chargers = append(c.Chargers, member.id)
		slices.Sort(c.Chargers)
		c.Withdrawn = struck(c.Withdrawn, member.id)
		w.bothSay(c)
		if enough {
			w.proceed(c)
		}
	}}
}

func (w *conductWalk) withdrawIt() deed {
	c := w.pick(joining, mediation, undelivered, replying, deciding)
	by := w.signer(w.side(c)...)
	open := slices.Contains([]types.CaseStage{joining, mediation, undelivered, replying, deciding}, c.Stage)
	return deed{&types.MsgWithdrawCharge{Authority: address(by), CoopId: north, CaseId: c.Id}, open && w.charges(c, by), func(any) {
		// From the reply on one charger is enough to go on, as while others may join.
		tooFew := c.ByMembers && (c.Stage == mediation || c.Stage == undelivered) && len(c.Chargers)-1 < int(w.terms.ChargingMembers)
		if len(c.Chargers) < 2 {
			w.end(c, types.CaseEnd_CASE_END_WITHDRAWN)
			return
		}
		charger := w.who(by).id
		c.Chargers, c.SettledWith, c.FailedWith = struck(c.Chargers, charger), struck(c.SettledWith, charger), struck(c.FailedWith, charger)
		if c.Stage != joining {
			c.Withdrawn = append(c.Withdrawn, charger)
			slices.Sort(c.Withdrawn)
		}
		if tooFew {
			w.backToJoining(c)
			return
		}
		w.bothSay(c)
	}}
}

// backToJoining gives those who still charge time to find others: no case, no
// suspension for it, nothing said about it.
func (w *conductWalk) backToJoining(c *types.Case) {
	charged := w.member(c.MemberId)
	if charged.state == isSuspended && charged.spells[len(charged.spells)-1].CaseId == c.Id {
		w.reinstate(charged)
	}
	c.MemberSays, c.ChargerSays, c.SettledWith, c.FailedWith = 0, 0, nil, nil
	w.to(c, joining)
}

// struck is a list without a number.
func struck(list []uint64, number uint64) []uint64 {
	return slices.DeleteFunc(slices.Clone(list), func(other uint64) bool { return other == number })
}

func (w *conductWalk) mediate() deed {
	c := w.pick(mediation)
	by, settled := w.signer(append(w.side(c), w.charged(c)...)...), rapid.Bool().Draw(w.draw, "settled")
	isCharged := w.isCharged(c, by)
	message := &types.MsgEndMediation{Signer: address(by), CoopId: north, CaseId: c.Id, Settled: settled}
	return deed{message, c.Stage == mediation && (isCharged || w.charges(c, by)), func(any) {
		word := types.MediationWord_MEDIATION_WORD_FAILED
		if settled {
			word = types.MediationWord_MEDIATION_WORD_SETTLED
		}
		if isCharged {
			c.MemberSays = word
		} else {
			w.sideSays(c, by, word)
		}
		w.bothSay(c)
	}}
}

// sideSays notes the word of one who charges.
func (w *conductWalk) sideSays(c *types.Case, by string, word types.MediationWord) {
	if by == coop {
		c.ChargerSays = word
		return
	}
	charger := w.who(by).id
	c.SettledWith, c.FailedWith = struck(c.SettledWith, charger), struck(c.FailedWith, charger)
	list := &c.SettledWith
	if word == types.MediationWord_MEDIATION_WORD_FAILED {
		list = &c.FailedWith
	}
	*list = append(*list, charger)
	slices.Sort(*list)
}

// bothSay: it failed on the chargers' side when one says so, and is settled when
// all say so who are still members, and somebody does. When both sides say the same
// it is over.
func (w *conductWalk) bothSay(c *types.Case) {
	if len(c.Chargers) > 0 {
		c.ChargerSays = types.MediationWord_MEDIATION_WORD_SETTLED
		for _, id := range c.Chargers {
			if w.member(id).here() && !slices.Contains(c.SettledWith, id) {
				c.ChargerSays = types.MediationWord_MEDIATION_WORD_UNSPECIFIED
			}
		}
		if len(c.SettledWith) == 0 {
			c.ChargerSays = types.MediationWord_MEDIATION_WORD_UNSPECIFIED
		}
		if len(c.FailedWith) > 0 {
			c.ChargerSays = types.MediationWord_MEDIATION_WORD_FAILED
		}
	}
	switch {
	case c.Stage != mediation || c.MemberSays != c.ChargerSays || c.MemberSays == 0:
	case c.MemberSays == types.MediationWord_MEDIATION_WORD_SETTLED:
		w.end(c, types.CaseEnd_CASE_END_SETTLED)
	default:
		w.to(c, undelivered)
	}
}

// deliverIt is by an officer or the co-op, and never by a party.
func (w *conductWalk) deliverIt() deed {
	c, by := w.pick(undelivered), w.signer(w.officers(types.PowerCharge)...)
	message := notice(address(by), c.Id)
	message.EvidenceSha256 = w.paper("receipt")
	officer := w.who(by)
	allowed := by == coop && len(c.Chargers) > 0
	if officer != nil {
		allowed = officer.officer(types.PowerCharge) && !slices.Contains(parties(c), officer.id)
	}
	return deed{message, allowed && c.Stage == undelivered && len(message.EvidenceSha256) == 32, func(any) {
		c.DeliveredAt, c.DeliverySha256 = w.now, message.EvidenceSha256
		w.to(c, replying)
	}}
}

func (w *conductWalk) acknowledge() deed {
	c := w.pick(undelivered)
	by := w.signer(w.charged(c)...)
	message := &types.MsgAcknowledgeCharge{Signer: address(by), CoopId: north, CaseId: c.Id}
	return deed{message, c.Stage == undelivered && w.isCharged(c, by), func(any) {
		c.DeliveredAt = w.now
		w.to(c, replying)
	}}
}

func (w *conductWalk) replyTo() deed {
	c := w.pick(undelivered, replying, deciding)
	by := w.signer(w.charged(c)...)
	message := reply(address(by), c.Id)
	message.ReplySha256 = w.paper("reply")
	open := c.Stage == undelivered || c.Stage == replying || c.Stage == deciding
	return deed{message, open && w.isCharged(c, by) && len(message.ReplySha256) == 32, func(any) {
		c.RepliedAt, c.ReplySha256 = w.now, message.ReplySha256
		if c.DeliveredAt == 0 {
			c.DeliveredAt = w.now
		}
		if c.Stage != deciding {
			w.to(c, deciding)
		}
	}}
}

// decision is drawn with the seconds that go with it, mostly.
func (w *conductWalk) decision(outcomes ...types.CaseOutcome) *types.CaseDecision {
	decision := &types.CaseDecision{
		Outcome: rapid.SampledFrom(append(outcomes, outcomes[0], 0)).Draw(w.draw, "outcome"), ReasonsSha256: w.paper("reasons"), DecidedAt: w.now,
	}
	if decision.Outcome == suspension || w.once(8, "seconds of what takes none") {
		decision.SuspensionSeconds = w.seconds()
	}
	return decision
}

// sensible says that the terms have such a decision.
func (w *conductWalk) sensible(c *types.Case, decision *types.CaseDecision) bool {
	seconds := decision.SuspensionSeconds
	switch decision.Outcome {
	case suspension:
		return seconds >= 1 && seconds <= w.terms.MaxSuspensionSeconds && len(decision.ReasonsSha256) == 32
	case expulsion:
		return seconds == 0 && w.warned(c) >= w.terms.WarningsBeforeExpulsion && len(decision.ReasonsSha256) == 32
	default:
		return seconds == 0 && decision.Outcome != 0 && len(decision.ReasonsSha256) == 32
	}
}

func (w *conductWalk) decideIt() deed {
	c, by, decision := w.pick(deciding), w.signer(coop), w.decision(expulsion, suspension, warning, dismissed)
	message := decide(c.Id, decision.Outcome, decision.SuspensionSeconds)
	message.Authority, message.ReasonsSha256 = address(by), decision.ReasonsSha256
	w.voters(message, types.PowerBoard, c, deciding)
	return deed{message, by == coop && c.Stage == deciding && w.sensible(c, decision), func(any) {
		c.Decision = decision
		if decision.Outcome == dismissed {
			w.end(c, types.CaseEnd_CASE_END_DISMISSED)
		} else {
			w.to(c, appealable)
		}
	}}
}

func (w *conductWalk) appealIt() deed {
	c := w.pick(appealable)
	by := w.signer(w.charged(c)...)
	message := appeal(address(by), c.Id)
	message.AppealSha256 = w.paper("appeal")
	return deed{message, c.Stage == appealable && w.isCharged(c, by) && len(message.AppealSha256) == 32, func(any) {
		c.AppealedAt, c.AppealSha256 = w.now, message.AppealSha256
		w.to(c, appealed)
	}}
}

// decideAppealIt is the same or milder, never harsher.
func (w *conductWalk) decideAppealIt() deed {
	c, by, decision := w.pick(appealed), w.signer(coop), w.decision(expulsion, suspension, warning, dismissed)
	message := decideAppeal(c.Id, decision.Outcome, decision.SuspensionSeconds)
	message.Authority, message.ReasonsSha256 = address(by), decision.ReasonsSha256
	w.voters(message, types.PowerAppeals, c, appealed)
	harsher := c.Decision != nil && (decision.Outcome > c.Decision.Outcome ||
		(decision.Outcome == c.Decision.Outcome && decision.SuspensionSeconds > c.Decision.SuspensionSeconds))
	return deed{message, by == coop && c.Stage == appealed && w.sensible(c, decision) && !harsher, func(any) {
		c.AppealDecision = decision
		if decision.Outcome == dismissed {
			w.end(c, types.CaseEnd_CASE_END_UPHELD)
		} else {
			w.to(c, final)
		}
	}}
}

// suspendIt is once a case, before it is decided finally, and by no party.
func (w *conductWalk) suspendIt() deed {
	stages := []types.CaseStage{mediation, undelivered, replying, deciding, appealable, appealed}
	c, by := w.pick(stages...), w.signer(w.officers(types.PowerSuspend)...)
	message := suspend(address(by), c.Id, w.seconds())
	w.voters(message, types.PowerBoard, c, stages...)
	officer, charged := w.who(by), w.member(c.MemberId)
	allowed := by == coop || (officer != nil && officer.officer(types.PowerSuspend) && !slices.Contains(parties(c), officer.id))
	allowed = allowed && slices.Contains(stages, c.Stage) && !c.SuspendedMeanwhile && charged.state != isSuspended &&
		message.SuspensionSeconds >= 1 && message.SuspensionSeconds <= min(w.terms.MaxSuspensionSeconds, w.suspendable(charged))
	return deed{message, allowed, func(any) {
		c.SuspendedMeanwhile = true
		w.suspend(charged, c, message.SuspensionSeconds)
	}}
}

func (w *conductWalk) leaveIt() deed {
	by := w.signer(walkNames...)
	member := w.who(by)
	return deed{&types.MsgLeave{Signer: address(by), CoopId: north}, member != nil && member.leavesAt == 0, func(any) {
		member.leavesAt = w.now + w.noticeSeconds
		if member.state == isActive {
			member.state = isLeaving
		}
	}}
}

// stay is the member's own word.
func (w *conductWalk) stay() deed {
	var leavers []string
	for _, member := range w.members {
		if member.leavesAt != 0 {
			leavers = append(leavers, member.name)
		}
	}
	by, whom := w.signer(leavers...), w.somebody()
	member := w.who(by)
	if member != nil && !w.once(5, "another's") {
		whom = member.id
	}
	message := &types.MsgWithdrawNotice{Signer: address(by), CoopId: north, MemberId: whom, Kind: types.NoticeKind_NOTICE_KIND_LEAVING}
	return deed{message, member != nil && member.id == whom && member.leavesAt != 0, func(any) {
		member.leavesAt = 0
		if member.state == isLeaving {
			member.state = isActive
		}
	}}
}

func (w *conductWalk) power() string {
	return rapid.SampledFrom([]string{types.PowerCharge, types.PowerSuspend, types.PowerBoard, types.PowerAppeals}).Draw(w.draw, "power")
}

func (w *conductWalk) grantIt() deed {
	by, power, whom := w.signer(coop), w.power(), w.somebody()
	member := w.member(whom)
	message := &types.MsgGrantPower{Authority: address(by), CoopId: north, MemberId: whom, Power: power, TermSeconds: 1_400 * day}
	return deed{message, by == coop && member != nil && member.able(), func(any) { member.powers[power] = true }}
}

func (w *conductWalk) revokeIt() deed {
	by, power, whom := w.signer(coop), w.power(), w.somebody()
	member := w.member(whom)
	message := &types.MsgRevokePower{Authority: address(by), CoopId: north, MemberId: whom, Power: power}
	return deed{message, by == coop && member != nil && member.powers[power], func(any) { delete(member.powers, power) }}
}
