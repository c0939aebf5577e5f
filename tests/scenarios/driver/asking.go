package driver

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"
)

// Ask puts a question by the command line and reads what it prints as JSON, as
// a program would.
func (s *Scenario) Ask(into any, question ...string) {
	answer := s.Coopd(append(append([]string{"query"}, question...), "-o", "json")...)
	if err := json.Unmarshal([]byte(answer), into); err != nil {
		s.Fail("coopd query %s answers no JSON that can be read: %s: %s", strings.Join(question, " "), err, answer)
	}
}

// Standing is a member as the ledger tells it.
type Standing struct {
	Member struct {
		MinorUntil Number `json:"minor_until"`
		Holders    int    `json:"holders"`
		KeyCount   int    `json:"key_count"`
	} `json:"member"`
	Class string `json:"class_name"`
	// State in words: "active, a member since …".
	State   string `json:"state"`
	Notices []struct {
		Kind      string `json:"kind"`
		Due       Number `json:"due"`
		Contested bool   `json:"contested"`
	} `json:"notices"`
	Powers []struct {
		Power string `json:"power"`
	} `json:"powers"`
	Trustee *struct {
		Address string `json:"address"`
	} `json:"trustee"`
}

// Is says whether the member is active, leaving, lapsed, no longer a member …
func (s Standing) Is(state string) bool {
	after, is := strings.CutPrefix(s.State, state)
	return is && (strings.HasPrefix(after, ", ") || strings.HasPrefix(after, " since "))
}

// StandingOf a member, as the command line says it.
func (s *Scenario) StandingOf(coop string, member uint64) (standing Standing) {
	s.Ask(&standing, "membership", "member", coop, fmt.Sprint(member))
	return standing
}

// AwaitStanding waits until a member stands as it should.
func (s *Scenario) AwaitStanding(coop string, member uint64, patience time.Duration, what string, is func(Standing) bool) {
	s.Until(patience, fmt.Sprintf("member %d of %s is %s", member, coop, what), func() bool {
		var now Standing
		s.Get(fmt.Sprintf("/coop/membership/v1/coops/%s/members/%d", coop, member), &now)
		return is(now)
	})
}

// AwaitState waits until a member is active, lapsed …
func (s *Scenario) AwaitState(coop string, member uint64, patience time.Duration, state string) {
	s.AwaitStanding(coop, member, patience, state, func(now Standing) bool { return now.Is(state) })
}

// Until waits for something that comes by itself.
func (s *Scenario) Until(patience time.Duration, what string, is func() bool) {
	for deadline := time.Now().Add(patience); !is(); time.Sleep(pollInterval) {
		s.Expect(time.Now().Before(deadline) && s.ctx.Err() == nil, "it is not so after %s: %s", patience, what)
	}
}
