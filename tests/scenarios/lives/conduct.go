package main

import (
	"fmt"
	"time"

	"github.com/coopledger/coopledger/tests/scenarios/driver"
)

// suspendedFor is how long a member is suspended before its case is decided.
var suspendedFor = driver.Paced(30 * time.Second)

// conduct: a charge that is settled, and one that goes to its end.
func (l *life) conduct() {
	l.pass(l.grants("1 board", "2 board", "3 board", "6 charge", "7 charge"), "bela", "bo")
	l.Tell("Bela, Bo and Bahar are the board; Britt and Basil may charge, and record that a charge was delivered.")
	l.Together(l.settled, l.goesOn)
	var cases struct {
		Cases []struct {
			EndedAs string `json:"ended_as"`
		} `json:"cases"`
	}
	l.Ask(&cases, "membership", "cases", l.coop)
	l.Expect(len(cases.Cases) == 2, "the co-op has %d cases, not 2", len(cases.Cases))
}

// found is a case as the ledger tells it.
type found struct {
	Case struct {
		Stage       string        `json:"stage"`
		EndedAs     string        `json:"ended_as"`
		DeliveredAt driver.Number `json:"delivered_at"`
		Suspended   bool          `json:"suspended_meanwhile"`
	} `json:"case"`
}

// looksAt a case by its number.
func (l *life) looksAt(id string) (c found) {
	l.Ask(&c, "membership", "case", id)
	return c
}

// at expects a case to be at a stage.
func (l *life) at(id, stage string) {
	c := l.looksAt(id)
	l.Expect(c.Case.Stage == "CASE_STAGE_"+stage, "case %s is at %s, not at %s", id, c.Case.Stage, stage)
}

// charges a member, and returns the number of the case.
func (l *life) charges(officer, member string) string {
	result := l.membership(officer, "charge", member, "conduct", l.WriteFile("charge.txt", []byte("What was seen, and by whom.")))
	id := result.Attribute("coop.membership.v1.EventCaseMoved", "case_id")
	l.Expect(id != "", "the charge has no number: %v", result.Events)
	return id
}

// settled in mediation, as both sides say.
func (l *life) settled() {
	id := l.charges("britt", "5")
	l.at(id, "MEDIATION")
	l.membership("britt", "end-mediation", id, "settled")
	l.at(id, "MEDIATION")
	l.membership("bruno", "end-mediation", id, "settled")
	c := l.looksAt(id)
	l.Expect(c.Case.EndedAs == "CASE_END_SETTLED", "the case ended as %s", c.Case.EndedAs)
	l.Tell("Britt charges Bruno. They sit down with a third; both say that it is settled, and the case is closed.")
}

// goesOn: mediation fails, and the case goes through every step to its end.
func (l *life) goesOn() {
	id := l.charges("britt", "4")
	l.membership("britt", "end-mediation", id, "failed")
	l.membership("boaz", "end-mediation", id, "failed")
	l.at(id, "CHARGED")
	l.Tell("Britt charges Boaz, too. Both sides say that talking has failed.")
	l.delivered(id)
	l.suspension(id)
	l.decided(id)
	l.dismissed(id)
}

// delivered: an officer who doesn't charge records it.
func (l *life) delivered(id string) {
	receipt := l.WriteFile("receipt.txt", []byte("Received: Boaz."))
	l.Refused("", "britt", l.about("record-notice", id, receipt)...)
	l.membership("basil", "record-notice", id, receipt)
	l.Expect(l.looksAt(id).Case.DeliveredAt > 0, "nothing is known about the delivery")
	l.Tell("Basil brings him the charge and records that he has it, with the hash of his receipt. Britt, who charges, could not.")
}

// suspension meanwhile, by the board, which ends by itself.
func (l *life) suspension(id string) {
	l.pass(l.WriteYAML("suspend", driver.Resolution{Coop: l.coop, Title: "Until we know more", Messages: []map[string]any{{
		"@type": "/coop.membership.v1.MsgSuspendMember", "coop_id": l.id(), "case_id": id,
		"suspension_seconds": fmt.Sprint(int(suspendedFor.Seconds())),
	}}}), "bela", "bo")
	l.Expect(l.StandingOf(l.coop, 4).Is("suspended"), "Boaz is %s", l.StandingOf(l.coop, 4).State)
	voters := l.Voters(l.coop)
	l.Expect(voters == 7, "%d are on the roll while one is suspended, not 7", voters)
	proposal := l.WriteYAML("proposal", driver.Resolution{Coop: l.coop, Title: "I was not there"})
	l.Refused("suspended", "boaz", "governance", "propose", proposal)
	l.membership("boaz", "reply-to-charge", id, l.WriteFile("reply.txt", []byte("I was not there.")))
	l.Tell("The board suspends him meanwhile. He stays on the roll and can't propose; but he replies to the charge.")
	l.AwaitState(l.coop, 4, patience, "active")
	l.ProposeFile("boaz", proposal)
	l.Expect(l.looksAt(id).Case.Suspended, "the case does not say that he was suspended")
	l.Tell("The suspension ends by itself, and he proposes again.")
}

// decided by the board, and nothing happens yet.
func (l *life) decided(id string) {
	l.pass(l.motion("decide-case", id, "expulsion", l.WriteFile("reasons.txt", []byte("What we read and heard."))), "bela", "bo")
	l.at(id, "APPEALABLE")
	l.Expect(l.StandingOf(l.coop, 4).Is("active"), "Boaz is %s before he could appeal", l.StandingOf(l.coop, 4).State)
	l.membership("boaz", "appeal", id, l.WriteFile("appeal.txt", []byte("Nobody asked those who were there.")))
	l.at(id, "APPEALED")
	l.Tell("The board decides to expel him. He appeals, and stays until the members have decided.")
}

// dismissed: the members hear the appeal, and leave it at what the board decided.
func (l *life) dismissed(id string) {
	motion := l.motion("decide-appeal", id, "expulsion", l.WriteFile("reasons.txt", []byte("We asked them, too.")))
	vote := l.ProposeFile("bruno", motion)
	l.Refused("parties don't vote", "britt", "governance", "vote", fmt.Sprint(vote), "yes")
	l.vote(vote, "yes", "bruno", "basil")
	l.Await(vote, patience, "executed")
	l.AwaitState(l.coop, 4, patience, "expelled")
	var conduct struct {
		Conduct struct {
			ExpelledCaseID string `json:"expelled_case_id"`
			Suspensions    []any  `json:"suspensions"`
		} `json:"conduct"`
	}
	l.Ask(&conduct, "membership", "conduct", l.coop, "4")
	l.Expect(conduct.Conduct.ExpelledCaseID == id && len(conduct.Conduct.Suspensions) == 1, "Boaz's record is %+v", conduct)
	l.Expect(l.looksAt(id).Case.EndedAs == "CASE_END_EXPELLED", "the case ended as %s", l.looksAt(id).Case.EndedAs)
	l.Refused("", "boaz", "governance", "propose", l.WriteYAML("proposal", driver.Resolution{Coop: l.coop, Title: "Once more"}))
	l.Tell("The members, without Britt and Boaz, dismiss his appeal: the expulsion is final, and takes effect.")
}
