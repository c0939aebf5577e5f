package main

import (
	"fmt"
	"path/filepath"
	"time"

	"github.com/coopledger/coopledger/tests/scenarios/driver"
)

// users who are on the roll and have no key: members of old, from a file.
const quietUsers = `member_number,class,joined,state
7,users,1998-04-01,active
8,users,2003-02-28,active
9,users,2010-06-15,active
10,users,2012-01-09,active
`

// rules: each way to decide that other scenarios leave out.
func (l *life) rules() {
	l.bringsIn()
	l.Together(l.activeQuorum, l.lateQuorum, l.swift, l.chambers, l.seconded)
}

// bringsIn four who have no keys: ten are on the roll, six can vote.
func (l *life) bringsIn() {
	file := l.WriteFile("roll.csv", []byte(quietUsers))
	directory := filepath.Join(filepath.Dir(file), "import-drift")
	l.Coopd("import", file, "--coop", l.coop, "--out", directory)
	l.pass(filepath.Join(directory, "announce.yaml"), "dana", "diego")
	l.Tx("dora", "membership", "import-members", filepath.Join(directory, "batch-0001.json"))
	l.Expect(l.Voters(l.coop) == 10, "%d are on the roll, not 10", l.Voters(l.coop))
	l.Tell("Six have founded it, and four members of old come in from a file. Ten are on the roll; six of them have a key.")
}

// activeQuorum: the same three ballots, counted against the roll and against
// those who can vote.
func (l *life) activeQuorum() {
	var ofRoll, ofActive uint64
	l.Together(
		func() { ofRoll = l.propose("dana", "Paint the door", "half-the-roll") },
		func() { ofActive = l.propose("diego", "Paint the gate", "half-the-active") },
	)
	l.Together(
		func() { l.vote(ofRoll, "yes", "dana", "diego", "dunya") },
		func() { l.vote(ofActive, "yes", "dana", "diego", "dunya") },
	)
	l.Expect(l.Count(ofRoll) == driver.Tally{InFavour: 3, Roll: 10}, "the door was counted as %+v", l.Count(ofRoll))
	l.Expect(l.Count(ofActive) == driver.Tally{InFavour: 3, Roll: 10}, "the gate was counted as %+v", l.Count(ofActive))
	outcome := l.Await(ofRoll, patience, "rejected").Outcome()
	l.Expect(outcome == "no quorum", "the door ended as %q", outcome)
	l.Await(ofActive, patience, "executed")
	l.Tell("Three vote yes on the door and on the gate. Half of the roll would be five: no door. Half of the active members is three: the gate is painted.")
}

// lateQuorum: whoever comes in the last moment gives the others time.
func (l *life) lateQuorum() {
	id := l.propose("dora", "Sell the van", "unhurried")
	l.Vote("dora", id, "no")
	before := l.Look(id).Resolution
	l.Tell("Dora proposes to sell the van, to have it settled, and votes no. Nobody else does for a while.")
	time.Sleep(driver.Paced(12 * time.Second))
	l.vote(id, "yes", "dov", "dina")
	after := l.Look(id).Resolution
	l.Expect(after.DueAt == before.DueAt+driver.Number(driver.Paced(20*time.Second).Seconds()), "the vote ends at %d, after %d before", after.DueAt, before.DueAt)
	l.Tell("Dov and Dina vote yes shortly before the end, and bring the quorum with them: the vote goes on for a third of a minute.")
	l.vote(id, "no", "dana", "diego")
	l.Await(id, patience, "rejected")
	closed := l.Look(id).Resolution
	l.Expect(closed.ClosedAt >= after.DueAt, "it closed at %d, before %d", closed.ClosedAt, after.DueAt)
	l.Expect(l.Count(id) == driver.Tally{InFavour: 2, Against: 3, Roll: 10}, "the van was counted as %+v", l.Count(id))
	l.Tell("Two who had not looked do now. The van stays.")
}

// swift: final ballots, and an end as soon as it is certain.
func (l *life) swift() {
	id := l.propose("diego", "Fix the roof now", "swift")
	l.Vote("dana", id, "yes")
	l.Refused("final", "dana", "governance", "vote", fmt.Sprint(id), "no")
	l.vote(id, "yes", "diego", "dunya", "dora", "dov")
	l.Expect(l.Look(id).Status() == "voting", "it is %s with five of ten in favour", l.Look(id).Status())
	l.Vote("dina", id, "yes")
	l.Await(id, patience, "executed")
	closed := l.Look(id).Resolution
	took := closed.ClosedAt - closed.VotingOpenedAt
	all := driver.Number(driver.Paced(2 * time.Minute).Seconds())
	l.Expect(took < all, "it took %d seconds", took)
	l.Tell("The roof: ballots are final, and with the sixth of ten it is certain. It closes after %d seconds of %d.", took, all)
}

// chambers: most are in favour, and too few of one side have voted.
func (l *life) chambers() {
	id := l.propose("dov", "Open on Sundays", "both-sides")
	l.vote(id, "yes", "dana", "diego", "dunya", "dora", "dov", "dina")
	end := l.Await(id, patience, "rejected")
	l.Expect(end.Outcome() == "no quorum" && end.Resolution.Outcome.Chamber == 2, "Sundays ended as %q in chamber %d",
		end.Outcome(), end.Resolution.Outcome.Chamber)
	l.Tell("Six of ten vote for Sundays, and nobody against. But of the six users only two have voted: their chamber has no quorum.")
}

// seconded: what is changed has to be seconded again.
func (l *life) seconded() {
	draft := driver.Resolution{Coop: l.coop, Title: "A party in May", Rule: "discussed"}
	id := l.Propose("dunya", draft)
	l.Expect(l.Look(id).Status() == "draft", "it is %s before anybody has seconded it", l.Look(id).Status())
	l.Tx("dora", "governance", "second", fmt.Sprint(id))
	l.Expect(l.Look(id).Status() == "discussion", "it is %s once it is seconded", l.Look(id).Status())
	draft.Title = "A party in June"
	l.Tx("dunya", "governance", "amend", fmt.Sprint(id), l.WriteYAML("resolution", draft))
	l.Expect(l.Look(id).Status() == "draft", "it is %s once it is amended", l.Look(id).Status())
	var told struct {
		Resolution struct {
			Seconds int `json:"seconds"`
		} `json:"resolution"`
		Content struct {
			Title string `json:"title"`
		} `json:"content"`
	}
	l.Ask(&told, "governance", "resolution", fmt.Sprint(id))
	l.Expect(told.Content.Title == draft.Title && told.Resolution.Seconds == 0, "the amended resolution is %+v", told)
	l.Refused("", "dana", "governance", "vote", fmt.Sprint(id), "yes")
	l.Tell("Dunya proposes a party in May, Dora seconds it. In the discussion June seems better: it is a draft again, with no seconder.")
	l.Tx("dora", "governance", "second", fmt.Sprint(id))
	l.Await(id, patience, "voting")
	l.vote(id, "yes", "dunya", "dora")
	l.Await(id, patience, "executed")
	l.Tell("Dora seconds the new text, and the party is in June.")
}
