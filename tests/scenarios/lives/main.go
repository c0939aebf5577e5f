// Command lives plays what becomes of members, keys, rules and charters on a fresh
// network, in seven co-ops side by side so that waiting overlaps: places that are
// tried, changed, given up, lapse and outlive their holders; charges that end in
// mediation, in a suspension and in an expulsion; money frozen and places given
// back; the rules that other scenarios leave out; charters that come into force
// later, or not for long; meetings put off, and a list that is disputed; a roll, shares
// and a book that come from files.
//
// Each co-op has its charter beside this file, and its story in the file of the
// same name. Names as arguments play only those: scripts/scenario.sh lives rules.
// On a machine that is slow, or busy, PACE=4 makes every period four times as long.
//
// Run it with: make scenario-lives
package main

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/coopledger/coopledger/tests/scenarios/driver"
)

var patience = driver.Paced(2 * time.Minute)

// topics, each in a co-op of its own, with its members in the order of their numbers.
var topics = []struct {
	name, coop string
	members    []any
	play       func(*life)
}{
	{"places", "alder", people("ada", "amal", "anton", "anya", "aroha", "asha", "ayo"), (*life).places},
	{"conduct", "birch", people("bela", "bo", "bahar", "boaz", "bruno", "britt", "basil"), (*life).conduct},
	{"recovery", "cedar", people("chidi", "carla", "cem", "cora", "ciro", "celia"), (*life).recovery},
	{"rules", "drift", append(of("workers", "dana", "diego", "dunya", "dora"), of("users", "dov", "dina")...), (*life).rules},
	{"charters", "elm", people("emi", "ezra", "elif", "enzo", "edda"), (*life).charters},
	{"meeting", "fjord", people("farid", "fern", "freja", "felix", "fleur"), (*life).meeting},
	{"moving", "grove", people("gala", "gil", "gina"), (*life).moving},
}

func main() {
	wanted := os.Args[1:]
	midnight := time.Now().Add(eveningLasts).Truncate(time.Second)
	driver.RunWithFiles(func(s *driver.Scenario, setup driver.Setup) { prepare(s, setup, midnight) }, func(s *driver.Scenario) {
		s.Act("Seven co-ops, side by side")
		var parts []func()
		for _, topic := range topics {
			if len(wanted) == 0 || slices.Contains(wanted, topic.name) {
				parts = append(parts, func() { topic.play(&life{Scenario: s, coop: topic.coop, midnight: midnight}) })
			}
		}
		s.Expect(len(parts) > 0, "none of %s is a topic of this scenario", strings.Join(wanted, ", "))
		s.Together(parts...)
		if len(wanted) == 0 {
			questions(s)
		}
	})
}

// prepare gives each co-op its charter and its members, and makes what the ledger
// counts in days a matter of seconds.
func prepare(s *driver.Scenario, setup driver.Setup, midnight time.Time) {
	known := setup.Accounts()
	for _, topic := range topics {
		coop := setup.Coop(topic.coop)
		coop["charter"] = s.PacedFile("tests/scenarios/lives/" + topic.name + ".yaml")
		coop["members"] = topic.members
		for _, key := range []string{"name", "description", "periods"} {
			delete(coop, key)
		}
		for _, member := range topic.members {
			if name := keyOf(member); !slices.Contains(known, name) {
				setup.AddAccounts(name)
			}
		}
	}
	setup.SetPeriods(map[string]string{"voting": "3 minutes"}, driver.Federation)
	setup.SetMembership(map[string]any{
		"min_recovery_delay_seconds": "5", "min_reply_period_seconds": "5", "min_appeal_period_seconds": "5",
		"min_lapse_notice_seconds": "5", "min_death_delay_seconds": "5",
	})
	setup.SetZone("Elsewhere/Nearly_Midnight", midnight)
}

func people(names ...string) []any { return of("members", names...) }

func of(class string, names ...string) (members []any) {
	for _, name := range names {
		members = append(members, map[string]any{"class": class, "keys": []string{name}})
	}
	return members
}

func keyOf(member any) string { return member.(map[string]any)["keys"].([]string)[0] }

// life is what one co-op goes through.
type life struct {
	*driver.Scenario
	coop string
	// midnight on the clocks of the co-op that meets.
	midnight time.Time
}

// Tell says where it happens.
func (l *life) Tell(format string, values ...any) {
	l.Scenario.Tell("%-6s %s", l.coop+":", fmt.Sprintf(format, values...))
}

// id of the co-op, as messages have it.
func (l *life) id() string { return fmt.Sprint(l.CoopID(l.coop)) }

// membership sends what concerns this co-op's members.
func (l *life) membership(from, what string, arguments ...string) driver.TxResult {
	return l.Tx(from, l.about(what, arguments...)...)
}

// about is a command of the membership about this co-op.
func (l *life) about(what string, arguments ...string) []string {
	return append([]string{"membership", what, l.coop}, arguments...)
}

// motion lets a command write a proposal, and returns the file.
func (l *life) motion(what string, arguments ...string) string {
	return l.WriteFile(what+".yaml", []byte(l.Coopd(append([]string{"tx"}, l.about(what, arguments...)...)...)))
}

// grants is a proposal by which members become officers for a day: "1 board".
func (l *life) grants(powers ...string) string {
	resolution := driver.Resolution{Coop: l.coop, Title: "Our officers"}
	for _, power := range powers {
		member, name, _ := strings.Cut(power, " ")
		resolution.Messages = append(resolution.Messages, map[string]any{
			"@type": "/coop.membership.v1.MsgGrantPower", "coop_id": l.id(), "member_id": member, "power": name, "term_seconds": "86400",
		})
	}
	return l.WriteYAML("officers", resolution)
}

// vote casts the same ballot with several keys.
func (l *life) vote(id uint64, choice string, names ...string) {
	var votes []func()
	for _, name := range names {
		votes = append(votes, func() { l.Vote(name, id, choice) })
	}
	l.Together(votes...)
}

// pass has members decide what a file says, the first of whom proposes it, and
// waits until it is executed.
func (l *life) pass(file string, voters ...string) uint64 {
	return l.ends(file, "executed", voters...)
}

// ends does so, whatever becomes of it.
func (l *life) ends(file, status string, voters ...string) uint64 {
	id := l.ProposeFile(voters[0], file)
	l.vote(id, "yes", voters...)
	l.Await(id, patience, status)
	return id
}

// about what, and under which rule: a resolution that carries nothing.
func (l *life) propose(from, title, rule string) uint64 {
	return l.Propose(from, driver.Resolution{Coop: l.coop, Title: title, Rule: rule})
}

// proves makes a key that agrees to be in this co-op; a new one if it is not there.
func (l *life) proves(name string, arguments ...string) string {
	return l.ProveKey(l.coop, name, arguments...)
}

// place of a key in this co-op.
func (l *life) place(name string) (uint64, bool) {
	place, found := l.PlaceOf(l.AddressOf(name), l.coop)
	return place.Member, found
}
