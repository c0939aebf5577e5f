// Command roll shows on a fresh network that a member has one vote and no more:
// with three keys, with a key added or removed in mid-vote, and that whoever
// comes or goes in mid-vote changes neither the roll nor the count.
//
// Run it with: scripts/scenario.sh roll
package main

import (
	"fmt"
	"strings"
	"time"

	"github.com/coopledger/coopledger/tests/scenarios/driver"
)

const (
	coop = "alder"
	// ada is member 1 of alder, with three keys.
	ada = 1
)

var patience = driver.Paced(2 * time.Minute)

func main() {
	driver.Run(func(setup driver.Setup) {
		setup.SetPeriods(map[string]string{"voting": "1 minute"}, "hosting-commons")
		setup.SetPeriods(map[string]string{"voting": "45 seconds", "discussion": "none", "timelock": "none"}, coop)
		// The admission needs the rule "special" and ends while the other vote is open.
		setup.SetRulePeriods("special", map[string]string{"voting": "25 seconds"}, coop)
	}, func(s *driver.Scenario) {
		story := &story{Scenario: s}
		story.admissionBegins()
		story.threeKeys()
		story.keysComeAndGo()
		story.membersComeAndGo()
		story.closes()
	})
}

// story is the scenario, act by act: an admission that ends while another vote
// is open.
type story struct {
	*driver.Scenario
	admission, vote uint64
}

func (s *story) admissionBegins() {
	s.Act("A worker co-op of seven votes on an eighth member")
	s.Expect(s.Voters(coop) == 7, "alder has %d members, not 7", s.Voters(coop))
	proof := s.WriteFile("proof.json", []byte(s.Coopd("tx", "membership", "prove-key", coop, "--from", "visitor", "--keyring-backend", "test")))
	proposal := s.WriteFile("admit.yaml", []byte(s.Coopd("tx", "membership", "admit", coop,
		"--class", "workers", "--key", proof, "--resolution", "--from", "ada")))
	s.admission = s.ProposeFile("amal", proposal)
	var votes []func()
	for _, member := range []string{"amal", "anton", "anya", "aroha", "asha"} {
		votes = append(votes, func() { s.Vote(member, s.admission, "yes") })
	}
	s.Together(votes...)
	s.Tell("Five have voted to admit somebody new. The vote goes on for a while.")
}

func (s *story) threeKeys() {
	s.Act("Meanwhile, another vote: one member, three keys, one ballot")
	s.vote = s.Propose("anya", driver.Resolution{Coop: coop, Title: "Paint the workshop", Summary: "In green."})
	for _, cast := range []struct {
		key, choice string
		count       driver.Tally
	}{
		{"ada", "yes", driver.Tally{InFavour: 1, Roll: 7}},
		{"ada-phone", "no", driver.Tally{Against: 1, Roll: 7}},
		{"ada-laptop", "abstain", driver.Tally{Abstained: 1, Roll: 7}},
	} {
		s.Vote(cast.key, s.vote, cast.choice)
		s.counts(cast.count)
		s.Tell("Ada votes %s with the key %s. The count: %s.", cast.choice, cast.key, words(cast.count))
	}
}

func (s *story) keysComeAndGo() {
	s.Act("A key added, a key removed: still one ballot")
	s.Coopd("keys", "add", "ada-watch", "--keyring-backend", "test", "--output", "json")
	proof := s.WriteFile("watch.json", []byte(s.Coopd("tx", "membership", "prove-key", coop,
		"--member", fmt.Sprint(ada), "--from", "ada-watch", "--keyring-backend", "test")))
	s.Tx("ada", "membership", "add-key", coop, proof)
	s.Vote("ada-watch", s.vote, "yes")
	s.counts(driver.Tally{InFavour: 1, Roll: 7})
	s.Tell("Ada adds the key of her watch, and votes yes with it. The count: %s.", words(s.Count(s.vote)))

	phone, err := s.Address("ada-phone")
	s.Must(err)
	// A key removes itself at once; another's goes after the charter's delay.
	s.Tx("ada-phone", "membership", "remove-key", coop, phone)
	s.Refused("no member's key in co-op", "ada-phone", "governance", "vote", fmt.Sprint(s.vote), "no")
	s.counts(driver.Tally{InFavour: 1, Roll: 7})
	s.Tell("She has her phone remove itself. It can't vote any more; her ballot stays as it was.")
}

func (s *story) membersComeAndGo() {
	s.Act("A member admitted in mid-vote, a member who leaves in mid-vote")
	s.Await(s.admission, patience, "executed")
	s.Expect(s.Look(s.vote).Status() == "voting", "the second vote is %s already", s.Look(s.vote).Status())
	s.Expect(s.Voters(coop) == 8, "alder has %d members, not 8", s.Voters(coop))
	s.Tell("The admission has passed: alder has 8 members now.")
	s.Refused("you became a member on", "visitor", "governance", "vote", fmt.Sprint(s.vote), "yes")
	s.counts(driver.Tally{InFavour: 1, Roll: 7})
	s.Tell("The eighth can't vote on what was open before. That roll still has 7.")

	s.Vote("asha", s.vote, "no")
	s.Tx("asha", "membership", "leave", coop)
	s.Tx("ayo", "membership", "leave", coop)
	s.Refused("no member's key in co-op", "ayo", "governance", "vote", fmt.Sprint(s.vote), "yes")
	s.Expect(s.Voters(coop) == 6, "alder has %d members, not 6", s.Voters(coop))
	s.counts(driver.Tally{InFavour: 1, Against: 1, Roll: 7})
	s.Tell("Asha has voted no and left; ayo has left without voting, and can't any more. That roll still has 7, and asha's ballot stands.")
}

func (s *story) closes() {
	s.Act("The count")
	var votes []func()
	for _, member := range []string{"amal", "anton"} {
		votes = append(votes, func() { s.Vote(member, s.vote, "yes") })
	}
	s.Together(votes...)
	s.Await(s.vote, patience, "executed")
	s.counts(driver.Tally{InFavour: 3, Against: 1, Roll: 7})
	s.Tell("3 in favour, 1 against, of a roll of 7: passed. Nobody has counted twice.")
}

// counts compares the vote's count.
func (s *story) counts(wanted driver.Tally) {
	got := s.Count(s.vote)
	s.Expect(got == wanted, "the count is %s, not %s", words(got), words(wanted))
}

func words(tally driver.Tally) string {
	parts := []string{fmt.Sprintf("%d in favour", tally.InFavour), fmt.Sprintf("%d against", tally.Against)}
	if tally.Abstained > 0 {
		parts = append(parts, fmt.Sprintf("%d abstained", tally.Abstained))
	}
	return strings.Join(parts, ", ") + fmt.Sprintf(", of %d", tally.Roll)
}
