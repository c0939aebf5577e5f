// Command federation replays the published rules of a real federation, the
// Co-op Cloud Federation, on a fresh network: nine founders, large decisions
// that need more than half of all members and no block, medium decisions that
// pass unless somebody blocks them, and a tenth member admitted by a large one.
//
// The rules and resolution 002 are as published; who votes how is invented, so
// that every case occurs. Run it with: make scenario-federation
package main

import (
	"fmt"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	"github.com/coopledger/coopledger/offchain/network"
	"github.com/coopledger/coopledger/tests/scenarios/driver"
)

const federation = driver.Federation

var (
	// federationPatience is how long a vote of the federation may take to close,
	// memberPatience the same of a member co-op's.
	federationPatience = driver.Paced(90 * time.Second)
	memberPatience     = driver.Paced(60 * time.Second)
)

// memberCoops in the order of their numbers in the federation.
var memberCoops = []string{"alder", "birch", "cedar", "drift", "elm", "fjord", "grove", "heath", "inlet"}

func main() {
	driver.Run(func(setup driver.Setup) {
		setup.SetPeriods(map[string]string{"voting": "32 seconds"}, federation)
		setup.SetPeriods(map[string]string{"voting": "12 seconds", "discussion": "none", "timelock": "none"}, memberCoops...)
	}, func(s *driver.Scenario) {
		story := &story{s}
		story.nineFounders()
		story.resolution002()
		story.largeAndMedium()
		story.tenthMember()
		story.oneChain()
	})
}

// story is the scenario, act by act.
type story struct{ *driver.Scenario }

func (s *story) nineFounders() {
	s.Act("Nine co-ops found a federation")
	s.Tell("Four validators run: %s.", s.names())
	s.Expect(s.Voters(federation) == 9, "the federation has %d members on its roll, not 9", s.Voters(federation))
	s.Tell("The federation's roll has 9 members, all of them co-ops. Each has one vote.")
	s.Expect(s.Voters("alder") == 7, "alder has %d members, not 7", s.Voters("alder"))
	s.Tell("One of them, alder, is a worker co-op with 7 members.")
}

func (s *story) names() string {
	names := ""
	for _, node := range s.Nodes {
		if names != "" {
			names += ", "
		}
		names += node.Name + " (run by " + node.Coop + ")"
	}
	return names
}

const (
	title002   = "Resolution 002: dues and new members"
	summary002 = "Dues are EUR 10 a month or EUR 60 a year; solidarity members pay nothing. A new member needs a large decision proposed by an existing member. Groups present at the first meeting are founding members."
)

func (s *story) resolution002() {
	s.Act("Resolution 002, a large decision: more than half of all members in favour, nobody blocks")
	s.Enact("birch", driver.Resolution{
		Title: "Propose resolution 002", Messages: []map[string]any{driver.ProposeMessage(title002, summary002, "large")},
	})
	id := s.NumberOf(federation, title002)
	s.Tell("Birch has decided among its own members to propose it. It is resolution %d of the ledger.", id)

	s.Together(
		func() { s.alderDecides(id) },
		func() { s.Decide("birch", driver.Ballots{id: "YES"}) },
		func() { s.Decide("cedar", driver.Ballots{id: "YES"}) },
		func() { s.Decide("drift", driver.Ballots{id: "YES"}) },
		func() { s.Decide("elm", driver.Ballots{id: "YES"}) },
		func() { s.Decide("fjord", driver.Ballots{id: "YES"}) },
	)
	s.Tell("Five more co-ops have decided in their own assemblies to vote in favour. Grove, heath and inlet stay silent.")
	s.closes(id, "executed", 6, 0, 9)
	s.Tell("6 of 9 in favour, none against: resolution 002 has passed.")
}

// alderDecides has alder's seven workers decide how their co-op votes.
func (s *story) alderDecides(id uint64) {
	inner := s.Propose("ayo", driver.Resolution{
		Coop: "alder", Title: "Vote in favour of resolution 002", Messages: []map[string]any{driver.VoteMessage(id, "YES")},
	})
	// Ada has three keys and votes from each: the last one counts, once.
	s.Vote("ada", inner, "no")
	s.Together(
		func() {
			s.Vote("ada-phone", inner, "abstain")
			s.Vote("ada-laptop", inner, "yes")
		},
		func() { s.Vote("amal", inner, "yes") },
		func() { s.Vote("anton", inner, "no") },
		func() { s.Vote("anya", inner, "yes") },
		func() { s.Vote("aroha", inner, "no") },
		func() { s.Vote("asha", inner, "yes") },
		func() { s.Vote("ayo", inner, "abstain") },
	)
	tally := s.Count(inner)
	s.Expect(tally == driver.Tally{InFavour: 4, Against: 2, Abstained: 1, Roll: 7},
		"alder's 7 workers were counted as %+v", tally)
	s.Await(inner, memberPatience, "executed")
	s.Tell("Alder's seven workers have voted: 4 yes, 2 no, 1 abstains. Ada voted from three keys and was counted once.")
	s.Tell("So alder's own account has cast its vote in the federation.")
}

func (s *story) largeAndMedium() {
	s.Act("Large and medium decisions, at their limits")
	const (
		large, medium = "large", "medium"

		fourOfNine = "Raise the dues to EUR 20 a month"
		fiveOfNine = "Resolution 010: 10 hours a month for critical fixes"
		oneBlock   = "Move every service to one provider"
		oneVote    = "Print stickers"
		blocked    = "Drop the newsletter"
	)
	s.Together(
		func() {
			s.Enact("elm", driver.Resolution{Title: "Propose three things", Messages: []map[string]any{
				driver.ProposeMessage(fourOfNine, "", large), driver.ProposeMessage(oneBlock, "", large), driver.ProposeMessage(oneVote, "", medium),
			}})
		},
		func() {
			s.Enact("fjord", driver.Resolution{Title: "Propose two things", Messages: []map[string]any{
				driver.ProposeMessage(fiveOfNine, "", large), driver.ProposeMessage(blocked, "", medium),
			}})
		},
	)
	number := func(title string) uint64 { return s.NumberOf(federation, title) }
	s.Tell("Elm and fjord propose five things, three large and two medium. Each co-op decides on them in its own assembly.")
	four, five, block, one, fall := number(fourOfNine), number(fiveOfNine), number(oneBlock), number(oneVote), number(blocked)
	s.Together(
		func() { s.Decide("alder", driver.Ballots{block: "BLOCK"}) },
		func() { s.Decide("birch", driver.Ballots{four: "YES", five: "YES", block: "YES"}) },
		func() { s.Decide("cedar", driver.Ballots{four: "YES", five: "YES", block: "YES", fall: "YES"}) },
		func() { s.Decide("drift", driver.Ballots{four: "YES", five: "YES", block: "YES", fall: "YES"}) },
		func() { s.Decide("elm", driver.Ballots{four: "YES", five: "YES", block: "YES", one: "YES"}) },
		func() { s.Decide("fjord", driver.Ballots{five: "YES", block: "YES", fall: "YES"}) },
		func() { s.Decide("grove", driver.Ballots{block: "YES", fall: "BLOCK"}) },
		func() { s.Decide("heath", driver.Ballots{block: "YES"}) },
		func() { s.Decide("inlet", driver.Ballots{block: "YES"}) },
	)
	s.closes(four, "rejected", 4, 0, 9, "no majority")
	s.Tell("Large, %q: 4 of 9 in favour. It fails: that is not more than half of all members.", fourOfNine)
	s.closes(five, "executed", 5, 0, 9)
	s.Tell("Large, %q: 5 of 9 in favour. It passes.", fiveOfNine)
	s.closes(block, "rejected", 8, 1, 9, "blocked")
	s.Tell("Large, %q: 8 in favour, alder blocks. It fails.", oneBlock)
	s.closes(one, "executed", 1, 0, 9)
	s.Tell("Medium, %q: one in favour, nobody against. It passes.", oneVote)
	s.closes(fall, "rejected", 3, 1, 9, "blocked")
	s.Tell("Medium, %q: three in favour, grove blocks. It fails.", blocked)
}

func (s *story) tenthMember() {
	s.Act("A tenth member, admitted by a large decision")
	const newcomer = "juniper"
	fees := []string{"--fees", "1000credit"}
	keyring := []string{"--keyring-backend", "test"}
	key := strings.TrimSpace(s.Coopd(append([]string{"keys", "show", "visitor", "--address"}, keyring...)...))
	founding := s.WriteYAML("founding", map[string]any{
		"slug": newcomer, "charter": s.quickWorkerCharter(), "founders": []any{map[string]any{"class": "workers", "keys": []string{key}}},
	})
	proof := s.WriteFile("proof.json", []byte(s.Coopd(append([]string{"tx", "membership", "prove-key", "--founding", founding, "--from", "visitor"}, keyring...)...)))
	s.Tx("visitor", append([]string{"membership", "found", founding, proof}, fees...)...)
	s.Tell("Somebody who belongs to nothing has founded the worker co-op juniper, and paid the fee for it.")

	application := s.WriteFile("apply.yaml", []byte(s.Coopd("tx", "membership", "apply", federation, "--applicant", newcomer)))
	inner := s.ProposeFile("visitor", application, fees...)
	s.Tx("visitor", append([]string{"governance", "vote", fmt.Sprint(inner), "yes"}, fees...)...)
	s.Await(inner, memberPatience, "executed")
	s.Tell("Juniper has decided to apply to the federation. Its members pay for their transactions as long as it is nobody's member.")

	const title = "Admit juniper"
	id := s.ProposeIn("cedar", title, "large", map[string]any{
		"@type": "/coop.membership.v1.MsgAdmit", "coop_id": "1",
		"member": map[string]any{"class": "co-ops", "member_coop_id": fmt.Sprint(s.CoopID(newcomer))},
	})
	s.Expect(s.Voters(federation) == 9, "juniper is on the roll before anybody voted")
	s.Tell("Cedar, a member, proposes to admit it.")
	var parts []func()
	for _, slug := range memberCoops[:5] {
		parts = append(parts, func() { s.Decide(slug, driver.Ballots{id: "YES"}) })
	}
	s.Together(parts...)
	s.closes(id, "executed", 5, 0, 9)
	s.Expect(s.Voters(federation) == 10, "the federation's roll has %d members, not 10", s.Voters(federation))
	s.Tell("5 of 9 in favour: juniper is the tenth member.")

	s.Propose("visitor", driver.Resolution{Coop: newcomer, Title: "Bake a cake"})
	s.Tell("Its members' transactions are free from now on.")
}

// oneChain checks that all validators have the same state.
func (s *story) oneChain() {
	s.Act("One ledger")
	height := int64(0)
	for _, node := range s.StatusOf(s.Context()) {
		s.Expect(node.Answers && node.VotingPower == 1, "node %s has the power %d", node.Name, node.VotingPower)
		if height == 0 || node.Height < height {
			height = node.Height
		}
	}
	var hash string
	for _, node := range s.Nodes {
		block, err := network.QueryBlock(s.Context(), node.RPC, height)
		s.Must(err)
		s.Expect(hash == "" || hash == block.AppHash, "node %s has another state at height %d", node.Name, height)
		hash = block.AppHash
	}
	s.Tell("All four validators, each with a power of 1, agree on the state at height %d: %s…", height, hash[:16])
}

// quickWorkerCharter is the preset "worker" with a voting period of seconds.
func (s *story) quickWorkerCharter() map[string]any {
	var charter map[string]any
	s.Must(yaml.Unmarshal([]byte(s.Coopd("charter", "show", "worker")), &charter))
	charter["name"] = "Juniper Printers"
	rules, _ := charter["rules"].(map[string]any)
	for _, rule := range rules {
		if periods, ok := rule.(map[string]any); ok {
			periods["discussion_period"], periods["voting_period"], periods["timelock_period"] = "none", "8 seconds", "none"
		}
	}
	return charter
}

// closes waits for the end of a resolution and compares its count.
func (s *story) closes(id uint64, status string, inFavour, against, roll driver.Number, outcome ...string) {
	found := s.Await(id, federationPatience, status)
	tally := s.Count(id)
	s.Expect(tally == driver.Tally{InFavour: inFavour, Against: against, Roll: roll}, "resolution %d was counted as %+v", id, tally)
	for _, wanted := range outcome {
		s.Expect(found.Outcome() == wanted, "resolution %d ended as %q, not as %q", id, found.Outcome(), wanted)
	}
}
