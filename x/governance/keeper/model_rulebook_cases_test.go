package keeper_test

import (
	"bytes"
	"maps"
	"slices"

	sdk "github.com/cosmos/cosmos-sdk/types"

	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

// deciding is what a resolution carries that decides a case.
const deciding = "/coop.membership.v1.MsgDecideCase"

// caseDays are the time in which the bakery decides a case that was heard.
const caseDays = 60

// bookCase is a charge against a member of the bakery. Nothing but a decision
// and a member's going takes it further in this walk: what time does to a case is
// walked over in x/membership.
type bookCase struct {
	id, charged uint64
	// charger is zero where the co-op charges.
	charger uint64
	// heard and decided are the stages; due is until when it can be decided.
	heard, decided, over bool
	due                  int64
	// charge is its hash, and rests until when the member, once cleared, isn't
	// charged on its ground again; zero if it wasn't.
	charge []byte
	rests  int64
}

func (c *bookCase) waits() bool { return !c.heard && !c.over }

func (c *bookCase) heardAndOpen() bool { return c.heard && !c.decided && !c.over }

func (p *paper) caseOf(id uint64) *bookCase {
	if id == 0 || id > uint64(len(p.cases)) {
		return nil
	}
	return p.cases[id-1]
}

// readyToDecide says whether a vote on it may open: nobody votes on a charge
// before the member was heard.
func (p *paper) readyToDecide(m *bookMotion) bool {
	c := p.caseOf(m.target)
	return m.carries != deciding || (c != nil && c.heardAndOpen())
}

// opensAtOnce says whether a motion's vote opens as it is put.
func (p *paper) opensAtOnce(m *bookMotion) bool {
	return !m.forMeeting && m.discussion() == 0 && p.needs(m) == 0
}

// leavesOutParties takes who charges and who is charged off the roll.
func (p *paper) leavesOutParties(m *bookMotion) {
	if m.carries != deciding {
		return
	}
	c := p.caseOf(m.target)
	for _, party := range []uint64{min(c.charged, c.charger), max(c.charged, c.charger)} {
		if _, onRoll := m.roll[party]; !onRoll {
			continue
		}
		p.seen["a party is left out of the roll"]++
		if m.board() {
			p.seen["an elector who is a party is left out"]++
		}
		delete(m.roll, party)
		m.abstaining = append(m.abstaining, party)
	}
}

// decidesOn carries out a decision, if it comes in time and is the first.
func (p *paper) decidesOn(m *bookMotion, now int64) bool {
	c := p.caseOf(m.target)
	if c == nil || !c.heardAndOpen() || now >= c.due {
		return false
	}
	c.decided, c.over = true, m.dismisses
	if m.dismisses {
		c.rests = now + 30*day
	}
	return true
}

// leavesCase ends the case against a member who goes.
func (p *paper) leavesCase(member uint64) {
	for _, c := range p.cases {
		c.over = c.over || c.charged == member
	}
}

func (w *rulebook) charges() {
	authority, charger, may := membershiptypes.CoopAddress(bakery), uint64(0), true
	if w.mostly(4) {
		name := w.who(func(name string) bool { _, may := w.officer(name, membershiptypes.PowerCharge); return may })
		charger, may = w.officer(name, membershiptypes.PowerCharge)
		authority = keyOf(name)
	}
	id, member := w.somebody()
	may = may && member != nil && !member.gone && id != charger
	paper, open := one(w.draw, "charge", [][]byte{someHash, paperHash, bytes.Repeat([]byte{8}, 32)}), 0
	for _, c := range w.cases {
		may = may && (c.over || c.charged != id)
		if c.charged == id && c.rests != 0 && may && (w.now() < c.rests || bytes.Equal(c.charge, paper)) {
			w.seen["who was cleared is not charged again"]++
			may = false
		}
		if !c.over && c.charger == charger {
			open++
		}
	}
	answer, taken := w.expect(may && (charger == 0 || open < 3), "charge", &membershiptypes.MsgCharge{
		Authority: authority, CoopId: bakery, MemberId: id, Ground: "theft", ChargeSha256: paper,
	})
	if !taken {
		return
	}
	c := &bookCase{id: answer.(*membershiptypes.MsgChargeResponse).CaseId, charged: id, charger: charger, charge: paper}
	if w.cases = append(w.cases, c); c.id != uint64(len(w.cases)) {
		w.draw.Fatalf("case %d has the number %d", len(w.cases), c.id)
	}
}

// docket draws mostly a case that fits, and else any number.
func (w *rulebook) docket(fits func(*bookCase) bool) (uint64, *bookCase) {
	var fitting []uint64
	for _, c := range w.cases {
		if fits(c) {
			fitting = append(fitting, c.id)
		}
	}
	id := uint64(between(w.draw, "any case", 1, len(w.cases)+1))
	if len(fitting) > 0 && w.mostly(6) {
		id = one(w.draw, "case", fitting)
	}
	return id, w.caseOf(id)
}

// replies lets the member who is charged be heard, also while it is suspended.
func (w *rulebook) replies() {
	id, c := w.docket((*bookCase).waits)
	name := w.who(func(name string) bool { return c != nil && w.keys[name] == c.charged })
	may := c != nil && !c.over && !c.decided && w.keys[name] == c.charged
	_, taken := w.expect(may, "reply", &membershiptypes.MsgReplyToCharge{
		Signer: keyOf(name), CoopId: bakery, CaseId: id, ReplySha256: someHash,
	})
	if taken && !c.heard {
		c.heard, c.due = true, w.now()+caseDays*day
	}
}

// decision is a message by which a motion decides a case.
func (w *rulebook) decision(m *bookMotion) sdk.Msg {
	m.carries = deciding
	m.target, _ = w.docket((*bookCase).heardAndOpen)
	m.dismisses = w.mostly(3)
	outcome := warning
	if m.dismisses {
		outcome = membershiptypes.CaseOutcome_CASE_OUTCOME_DISMISSED
	}
	return decision(m.target, outcome)
}

// decidesCase puts a decision to the members, or to the board.
func (w *rulebook) decidesCase() {
	name := w.who(func(name string) bool { _, may := w.decides(name); return may })
	m := &bookMotion{coop: bakery, forMeeting: between(w.draw, "for a meeting", 0, 5) == 0}
	member, may := w.decides(name)
	m.proposer = member
	message := w.decision(m)
	rule := one(w.draw, "rule", []string{"", "careful", "double", "noticed", "ordinary"})
	if w.boardDecides && w.mostly(4) {
		rule = ""
		_, sits := w.officer(name, membershiptypes.PowerBoard)
		may = may || sits
	}
	m.rules = w.rulesOf(bakery, rule, deciding)
	w.put(may && w.sane(m) && w.openOf(bakery, member) < 5, "decide", keyOf(name), rule, m, []sdk.Msg{message})
}

// casesAgree compares the docket with the paper.
func (w *rulebook) casesAgree() {
	for _, c := range w.cases {
		got, err := w.membership.GetCase(w.ctx, c.id)
		if err != nil {
			w.draw.Fatalf("case %d: %s", c.id, err)
		}
		want := membershiptypes.CaseStage_CASE_STAGE_CHARGED
		switch {
		case c.over:
			want = membershiptypes.CaseStage_CASE_STAGE_CLOSED
		case c.decided:
			want = membershiptypes.CaseStage_CASE_STAGE_APPEALABLE
		case c.heard:
			want = membershiptypes.CaseStage_CASE_STAGE_DECIDING
		}
		if got.Stage != want {
			w.draw.Fatalf("case %d is %s, the paper says %s", c.id, got.Stage, want)
		}
	}
}

// beginsWithATrial has a case that was heard and one that was not, two motions
// about the first and one about the other. Mostly those who may have voted.
func (w *rulebook) beginsWithATrial() {
	for i, charged := range []uint64{2, 3} {
		w.expect(true, "charge", &membershiptypes.MsgCharge{
			Authority: worker(6 + i), CoopId: bakery, MemberId: charged, Ground: "theft", ChargeSha256: someHash,
		})
		c := &bookCase{id: uint64(i) + 1, charged: charged, charger: uint64(6 + i), charge: someHash}
		w.cases = append(w.cases, c)
		if charged == 2 {
			w.expect(true, "reply", &membershiptypes.MsgReplyToCharge{Signer: worker(2), CoopId: bakery, CaseId: c.id, ReplySha256: someHash})
			c.heard, c.due = true, w.now()+caseDays*day
		}
		rule := "noticed"
		if w.boardDecides {
			rule = ""
		}
		for _, proposer := range []uint64{4, 5}[i:] {
			m := &bookMotion{coop: bakery, proposer: proposer, carries: deciding, target: c.id, rules: w.rulesOf(bakery, rule, deciding)}
			w.put(w.sane(m), "decide", worker(int(proposer)), rule, m, []sdk.Msg{decision(c.id, warning)})
		}
	}
	if !w.boardDecides {
		w.passes(3 * day)
	}
	for _, m := range w.motions[:2] {
		w.ballot(m.id, m, "worker-2", yes)
		for _, member := range slices.Sorted(maps.Keys(m.roll)) {
			if w.mostly(8) {
				w.ballot(m.id, m, w.nameOf(member), yes)
			}
		}
	}
	if w.mostly(4) {
		w.passes(w.motions[0].due - w.now())
		w.passes(600)
	}
}
