package driver

import (
	"encoding/json"
	"fmt"
	"time"
)

// SetMembership overrides limits of x/membership, for a scenario in which days
// are seconds.
func (setup Setup) SetMembership(limits map[string]any) {
	params := setup.part("genesis", "app_state", "membership", "params")
	for name, value := range limits {
		params[name] = value
	}
}

// SetZone makes a time zone of its own the only one beside UTC. Its clocks show
// midnight at that instant.
func (setup Setup) SetZone(name string, midnight time.Time) {
	east := -midnight.Unix() % secondsPerDay
	if east < -secondsPerDay/2 {
		east += secondsPerDay
	}
	// POSIX counts hours west of Greenwich: "ELM-3" is three hours east.
	sign, size := "-", time.Duration(east)*time.Second
	if size < 0 {
		sign, size = "+", -size
	}
	clock := time.Time{}.Add(size).Format(time.TimeOnly)
	zone := func(name, posix string) map[string]any {
		return map[string]any{"name": name, "version": "1", "rules": []any{map[string]any{"from": "0", "posix": posix}}}
	}
	setup.part("genesis", "app_state", "chain")["zones"] = []any{zone(name, "LOCAL"+sign+clock), zone("UTC", "UTC0")}
}

const secondsPerDay = 24 * 60 * 60

// part of config.yml below some keys.
func (setup Setup) part(keys ...string) map[string]any {
	inner := map[string]any(setup)
	for _, key := range keys {
		next, ok := inner[key].(map[string]any)
		if !ok {
			panic(failure{fmt.Errorf("config.yml has no %s", key)})
		}
		inner = next
	}
	return inner
}

// Place is what a key acts for in a co-op.
type Place struct {
	Member uint64
	Class  string
}

// PlaceOf finds whom an address acts for in a co-op, if anybody.
func (s *Scenario) PlaceOf(address, coop string) (Place, bool) {
	var who struct {
		Places []struct {
			CoopID   Number `json:"coop_id"`
			MemberID Number `json:"member_id"`
		} `json:"places"`
	}
	s.Get("/coop/membership/v1/who/"+address, &who)
	id := s.CoopID(coop)
	for _, place := range who.Places {
		if uint64(place.CoopID) != id {
			continue
		}
		var found struct {
			ClassName string `json:"class_name"`
		}
		s.Get(fmt.Sprintf("/coop/membership/v1/coops/%s/members/%d", coop, place.MemberID), &found)
		return Place{Member: uint64(place.MemberID), Class: found.ClassName}, true
	}
	return Place{}, false
}

// Charter is the version of a co-op's charter that is in force, as the ledger
// stores it.
func (s *Scenario) Charter(coop string) map[string]any {
	var answer struct {
		Charter map[string]any `json:"charter"`
	}
	s.Get("/coop/membership/v1/coops/"+coop+"/charters/0", &answer)
	return answer.Charter
}

// NumberIn reads the number of what an event holds.
func (s *Scenario) NumberIn(result TxResult, event, key string) string {
	var held struct {
		Number string `json:"number"`
	}
	s.Held(result, event, key, &held)
	return held.Number
}

// Held reads what an event holds.
func (s *Scenario) Held(result TxResult, event, key string, into any) {
	s.Must(json.Unmarshal([]byte(result.Attribute(event, key)), into))
}
