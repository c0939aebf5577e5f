package driver

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Federation is the root federation of config.yml.
const Federation = "hosting-commons"

// enactPatience is how long a member co-op's resolution may take.
var enactPatience = Paced(90 * time.Second)

// Ballots are what a member co-op votes on which resolutions of the federation:
// YES, ABSTAIN or BLOCK.
type Ballots map[uint64]string

// VoteMessage is a co-op's ballot in another, for its members to resolve.
func VoteMessage(id uint64, choice string) map[string]any {
	return map[string]any{
		"@type": "/coop.governance.v1.MsgVote", "resolution_id": strconv.FormatUint(id, 10), "choice": "CHOICE_" + choice,
	}
}

// ProposeMessage is a co-op's proposal in the federation, for its members to resolve.
func ProposeMessage(title, summary, rule string, messages ...map[string]any) map[string]any {
	return map[string]any{
		"@type": "/coop.governance.v1.MsgPropose", "coop_id": "1",
		"title": title, "summary": summary, "rule": rule, "messages": messages,
	}
}

// GrantMessage is how a co-op gives a member a power for a day.
func GrantMessage(coopID, member, power string) map[string]any {
	return map[string]any{
		"@type": "/coop.membership.v1.MsgGrantPower", "coop_id": coopID, "member_id": member, "power": power, "term_seconds": "86400",
	}
}

// Decide has a member co-op decide by its own resolution how it votes in the
// federation: one member proposes, and as many as its rule needs vote for it.
func (s *Scenario) Decide(slug string, cast Ballots) {
	ids := make([]uint64, 0, len(cast))
	for id := range cast {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	var messages []map[string]any
	var what []string
	for _, id := range ids {
		messages = append(messages, VoteMessage(id, cast[id]))
		what = append(what, fmt.Sprintf("%s on %d", strings.ToLower(cast[id]), id))
	}
	s.Enact(slug, Resolution{Title: "In the federation: " + strings.Join(what, ", "), Messages: messages})
}

// ProposeIn has a member co-op decide to propose something in the federation,
// and returns its number there.
func (s *Scenario) ProposeIn(slug, title, rule string, messages ...map[string]any) uint64 {
	s.Enact(slug, Resolution{
		Title: "Propose in the federation", Messages: []map[string]any{ProposeMessage(title, "", rule, messages...)},
	})
	return s.NumberOf(Federation, title)
}

// Enact passes a resolution of a member co-op and waits until it is executed.
// Half of its members voting, all in favour, are enough under the rule "ordinary".
func (s *Scenario) Enact(slug string, resolution Resolution) {
	resolution.Coop = slug
	s.EnactFile(slug, s.WriteYAML("resolution", resolution))
}

// EnactFile does so with the resolution that a file describes.
func (s *Scenario) EnactFile(slug, file string) {
	coop, err := s.Coop(slug)
	s.Must(err)
	id := s.ProposeFile(coop.Members[0].Accounts[0], file)
	var votes []func()
	for _, member := range coop.Members[:(len(coop.Members)+1)/2] {
		votes = append(votes, func() { s.Vote(member.Accounts[0], id, "yes") })
	}
	s.Together(votes...)
	s.Await(id, enactPatience, "executed")
}
