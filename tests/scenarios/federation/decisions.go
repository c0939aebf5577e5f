package main

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/coopledger/coopledger/tests/scenarios/driver"
)

// ballots are what a member co-op votes on which resolutions of the federation.
type ballots map[uint64]string

func voteMessage(id uint64, choice string) map[string]any {
	return map[string]any{"@type": "/coop.governance.v1.MsgVote", "resolution_id": text(id), "choice": "CHOICE_" + choice}
}

// decide has a member co-op decide by its own resolution how it votes in the
// federation: one member proposes, and as many as its rule needs vote for it.
func (s *story) decide(slug string, cast ballots) {
	var messages []map[string]any
	var what []string
	for _, id := range sorted(cast) {
		messages = append(messages, voteMessage(id, cast[id]))
		what = append(what, fmt.Sprintf("%s on %d", strings.ToLower(cast[id]), id))
	}
	s.enact(slug, driver.Resolution{Coop: slug, Title: "In the federation: " + strings.Join(what, ", "), Messages: messages})
}

// proposeAs has a member co-op decide to propose resolutions in the federation,
// by title and rule. It returns their numbers.
func (s *story) proposeAs(slug string, rules, summaries map[string]string) map[string]uint64 {
	var messages []map[string]any
	for _, title := range sorted(rules) {
		messages = append(messages, map[string]any{
			"@type": "/coop.governance.v1.MsgPropose", "coop_id": "1",
			"title": title, "summary": summaries[title], "rule": rules[title],
		})
	}
	s.enact(slug, driver.Resolution{Coop: slug, Title: "Propose in the federation", Messages: messages})
	ids := map[string]uint64{}
	for title := range rules {
		ids[title] = s.NumberOf(federation, title)
	}
	return ids
}

// proposeMessages has a member co-op propose one resolution that does something.
func (s *story) proposeMessages(slug, title, rule string, messages []map[string]any) uint64 {
	s.enact(slug, driver.Resolution{Coop: slug, Title: "Propose in the federation", Messages: []map[string]any{{
		"@type": "/coop.governance.v1.MsgPropose", "coop_id": "1", "title": title, "rule": rule, "messages": messages,
	}}})
	return s.NumberOf(federation, title)
}

// enact passes a resolution of a member co-op. Half of its members voting, all
// in favour, are enough under the rule "ordinary".
func (s *story) enact(slug string, resolution driver.Resolution) {
	coop, err := s.Coop(slug)
	s.Must(err)
	id := s.Propose(coop.Members[0].Accounts[0], resolution)
	var votes []func()
	for _, member := range coop.Members[:(len(coop.Members)+1)/2] {
		votes = append(votes, func() { s.Vote(member.Accounts[0], id, "yes") })
	}
	s.Together(votes...)
	s.Await(id, memberPatience, "executed")
}

func sorted[K uint64 | string, V any](of map[K]V) []K {
	keys := make([]K, 0, len(of))
	for key := range of {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}

func text(number uint64) string { return strconv.FormatUint(number, 10) }

func unmarshalYAML(written string, into any) error { return yaml.Unmarshal([]byte(written), into) }
