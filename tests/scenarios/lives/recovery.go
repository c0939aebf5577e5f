package main

import (
	"fmt"
	"time"

	"github.com/coopledger/coopledger/tests/scenarios/driver"
)

// recovery: money that is frozen, and places that are given back.
func (l *life) recovery() {
	l.Together(l.frozen, l.byResolution, l.inPerson)
}

// frozenUntil is until when a member's money is frozen; zero if it is not.
func (l *life) frozenUntil(member string) uint64 {
	var safety struct {
		Until driver.Number `json:"money_frozen_until"`
	}
	l.Ask(&safety, "membership", "guardians", l.coop, member)
	return uint64(safety.Until)
}

// frozen: the votes of a member go on while its money is frozen.
func (l *life) frozen() {
	l.Refused("is not the member, no guardian of it", "celia", l.about("freeze", "4")...)
	id := l.propose("carla", "New curtains", "")
	l.membership("cora", "freeze", "4")
	l.Vote("cora", id, "yes")
	l.Expect(l.frozenUntil("4") > 0, "Cora's money is not frozen")
	l.Expect(l.Count(id).InFavour == 1, "Cora's ballot was counted as %+v", l.Count(id))
	var ballot struct {
		Ballot struct {
			Choice string `json:"choice"`
		} `json:"ballot"`
	}
	l.Ask(&ballot, "governance", "ballot", fmt.Sprint(id), "4")
	l.Expect(ballot.Ballot.Choice == "CHOICE_YES", "Cora's ballot is %s", ballot.Ballot.Choice)
	l.Refused("the same side froze the money", "cora", l.about("freeze", "4")...)
	l.Tell("Cora misses her phone and freezes her money with another key. She votes all the same.")
	l.Until(patience, "Cora's money is free again", func() bool {
		var now struct {
			Until driver.Number `json:"money_frozen_until"`
		}
		l.Get("/coop/membership/v1/coops/"+l.coop+"/members/4/guardians", &now)
		return now.Until == 0
	})
	l.Tell("The freeze ends by itself.")
}

// recovery that is under way, by the member's number.
func (l *life) underWay(member string) (road string, found bool) {
	var answer struct {
		Recoveries []struct {
			MemberID string `json:"member_id"`
			Road     string `json:"road"`
		} `json:"recoveries"`
	}
	l.Ask(&answer, "membership", "recovery", l.coop)
	for _, recovery := range answer.Recoveries {
		if recovery.MemberID == member {
			return recovery.Road, true
		}
	}
	return "", false
}

// moves waits until a new key acts for a member, and its old one doesn't.
func (l *life) moves(member uint64, fresh, lost string) {
	l.Until(patience, fresh+" acts for the member", func() bool {
		place, found := l.place(fresh)
		return found && place == member
	})
	_, found := l.place(lost)
	l.Expect(!found, "the lost key %s still acts", lost)
}

// byResolution: the members give a place back, and wait for anybody to object.
func (l *life) byResolution() {
	l.NewKey("cem-new")
	motion := l.motion("recover", "3", l.proves("cem-new", "--member", "3"), "--resolution", "--from", "chidi")
	l.pass(motion, "chidi", "celia")
	road, found := l.underWay("3")
	l.Expect(found && road == "RECOVERY_ROAD_RESOLUTION", "the recovery is on the road %q", road)
	_, early := l.place("cem-new")
	l.Expect(!early, "the new key acts before the delay is over")
	l.Tell("Cem has lost his only key. The members give his place to a new one; for a while the old one could object.")
	began := time.Now()
	l.moves(3, "cem-new", "cem")
	l.Expect(time.Since(began) > 5*time.Second, "the delay took %s", time.Since(began))
	id := l.propose("cem-new", "A key box", "")
	l.Vote("cem-new", id, "yes")
	l.Tell("It doesn't. Cem is member 3 as before, and votes with his new key.")
}

// inPerson: a thief objects, and the members see who it is.
func (l *life) inPerson() {
	l.NewKey("ciro-new")
	recover := func(how string) string {
		return l.motion(how, "5", l.proves("ciro-new", "--member", "5"), "--resolution", "--from", "chidi")
	}
	early := l.ends(recover("recover-in-person"), "failed", "celia", "chidi", "carla", "cora")
	l.Expect(l.Look(early).Outcome() == "message refused", "it ended as %q", l.Look(early).Outcome())
	l.pass(recover("recover"), "celia", "chidi")
	l.membership("ciro", "veto-recovery", "5")
	_, found := l.underWay("5")
	l.Expect(!found, "the recovery goes on in spite of the veto")
	l.Tell("Somebody has stolen Ciro's key, and objects with it when the members give his place to a new one. That ends it.")
	l.pass(recover("recover-in-person"), "celia", "chidi", "carla", "cora")
	road, found := l.underWay("5")
	l.Expect(found && road == "RECOVERY_ROAD_IN_PERSON", "the recovery is on the road %q", road)
	l.membership("ciro", "veto-recovery", "5")
	l.Tell("Two members see Ciro in person, and two thirds resolve it anew. The thief objects again, for all to see.")
	l.moves(5, "ciro-new", "ciro")
	l.Refused("", "ciro", "governance", "propose", l.WriteYAML("proposal", driver.Resolution{Coop: l.coop, Title: "Let me in"}))
	l.Tell("This time it doesn't help: the place is Ciro's again.")
}
