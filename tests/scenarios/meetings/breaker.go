package main

import (
	"fmt"

	"github.com/coopledger/coopledger/tests/scenarios/driver"
)

// delegating are the member co-ops of the federation who have given one member
// each the power to speak for them; the first three, in which order they are
// members 1 to 3 of it, can trip its breaker.
var delegating = []string{"alder", "birch", "cedar", "drift", "fjord", "grove", "heath", "inlet"}

const (
	whoTrips = "Who can trip the breaker"
	why      = "Payments go astray"
	// offFor is longer than the general meeting takes, and than switching on again.
	offFor = "420s"
)

// breakers are the co-ops that hold the power to trip, with who speaks for each.
var breakers = []struct{ coop, member string }{{"alder", "ada"}, {"birch", "bela"}, {"cedar", "chidi"}}

// inPeace lets the federation decide who can trip its breaker, and each of its
// members who speaks for it. It tells nothing: it goes on while the story begins.
func (s *story) inPeace() {
	var decisions []func()
	for i, slug := range delegating {
		id := fmt.Sprint(s.CoopID(slug))
		messages := []map[string]any{driver.GrantMessage(id, "1", "vote")}
		if i < len(breakers) {
			messages = append(messages, driver.GrantMessage(id, "1", "break"))
		}
		if slug == "birch" {
			messages = append(messages, driver.ProposeMessage(whoTrips, "", "large",
				driver.GrantMessage("1", "1", "break"), driver.GrantMessage("1", "2", "break"), driver.GrantMessage("1", "3", "break")))
		}
		decisions = append(decisions, func() { s.Enact(slug, driver.Resolution{Title: "Who speaks for us", Messages: messages}) })
	}
	s.Together(decisions...)
	id := s.NumberOf(driver.Federation, whoTrips)
	s.delegatesVote(id)
	s.Await(id, patience, "executed")
}

// delegatesVote lets the delegates of seven of the nine member co-ops vote.
func (s *story) delegatesVote(id uint64) {
	var votes []func()
	for _, slug := range delegating[:7] {
		votes = append(votes, func() {
			coop, err := s.Coop(slug)
			s.Must(err)
			s.Tx(coop.Members[0].Accounts[0], "governance", "vote-as-delegate", fmt.Sprint(id), fmt.Sprint(coop.ID), "yes")
		})
	}
	s.Together(votes...)
}

// switchedOff: three holders of the power say the same, and nobody can pay. What
// the members have resolved to pay waits.
func (s *story) switchedOff() {
	s.Act("The federation's breaker switches payments off")
	s.Tell("In peace the federation has given the power to alder, birch and cedar, and each of them to a member who speaks for it.")
	s.Refused("does not hold the power", "emi", "governance", "trip-breaker", paying, sending, "--for", offFor, "--reason", why, "--coop", market)
	s.Refused("never switched off", "ada", "governance", "trip-breaker", "/coop.governance.v1.MsgVote", "--for", offFor, "--reason", why, "--coop", "alder")
	for i, holder := range breakers {
		s.Expect(!s.off(), "payments are off after %d of %d have said so", i, len(breakers))
		s.Tx(holder.member, "governance", "trip-breaker", paying, sending, "--for", offFor, "--reason", why, "--coop", holder.coop)
	}
	s.Expect(s.off(), "payments are not off")
	s.Tell("Ada, Bela and Chidi each ask for it, in the same words. With the third it is done.")
	s.Refused("is switched off until", "visitor", "bank", "send", "visitor", s.AddressOf("supplier"), "10credit", "--fees", "1000credit")
	s.Await(s.payment, patience, "passed")
	s.Tell("The market's 700 credit for apples have come to the end of their time, and wait.")
}

// off says whether anything is switched off now.
func (s *story) off() bool {
	var answer struct {
		Off bool `json:"off"`
	}
	s.Get("/coop/governance/v1/breaker", &answer)
	return answer.Off
}

// emergency: the federation switches payments on again by its emergency rule.
func (s *story) emergency() {
	s.Act("On again, by the emergency rule")
	s.Expect(s.off() && s.Look(s.payment).Status() == "passed", "payments are on again, or the co-op has paid meanwhile")
	s.Tell("Payments are off still: the annual meeting has voted meanwhile, and nobody was paid.")
	s.EnactFile("drift", s.WriteFile("lift.yaml", []byte(s.Coopd("tx", "governance", "lift-breaker", "drift", "--rule", "emergency"))))
	id := s.NumberOf(driver.Federation, "Switch on what the breaker has switched off")
	s.delegatesVote(id)
	found := s.Await(id, patience, "executed")
	s.Expect(s.Count(id) == driver.Tally{InFavour: 7, Roll: 9}, "it was counted as %+v", s.Count(id))
	s.Expect(!s.off(), "payments are off although resolution %s has ended as %q", found.Resolution.ID, found.Outcome())
	s.Tell("Drift proposes it as an emergency. Seven of nine delegates vote for it, more than three quarters, and payments are on.")
	s.Tx("visitor", "bank", "send", "visitor", s.AddressOf("supplier"), "10credit", "--fees", "1000credit")
	s.Tell("Whoever was refused pays at the next attempt.")
}

// applesPaid: what has passed was not lost.
func (s *story) applesPaid() {
	s.Act("What waited is paid")
	s.Await(s.payment, patience, "executed")
	s.Expect(s.credit("supplier") == 710, "the supplier has %d credit, not 710", s.credit("supplier"))
	s.Tell("The market's payment for its apples goes out with the next block: what was held back goes on at the lift.")
}
