package main

import (
	"encoding/json"

	"github.com/coopledger/coopledger/tests/scenarios/driver"
)

// questions puts each question that the command line knows about what has been
// played, and expects an answer in JSON with what it asks for. A list that may be
// empty by now is left out of an answer, and only its page is told.
func questions(s *driver.Scenario) {
	s.Act("Every question, by the command line")
	questions := []struct {
		answer   string
		question []string
	}{
		{"params", []string{"membership", "params"}},
		{"coop", []string{"membership", "coop", "alder"}},
		{"coops", []string{"membership", "coops"}},
		{"charter", []string{"membership", "charter", "elm", "4"}},
		{"versions", []string{"membership", "charter-versions", "elm"}},
		{"member", []string{"membership", "member", "alder", "6"}},
		{"members", []string{"membership", "members", "alder"}},
		{"places", []string{"membership", "who", s.AddressOf("tess")}},
		{"roll", []string{"membership", "roll", "drift"}},
		{"powers", []string{"membership", "powers", "birch"}},
		{"pagination", []string{"membership", "invitations", "elm"}},
		{"safety", []string{"membership", "guardians", "cedar", "4"}},
		{"pagination", []string{"membership", "recovery", "cedar"}},
		{"pagination", []string{"membership", "person-applications", "alder"}},
		{"pagination", []string{"membership", "applications", driver.Federation}},
		{"pagination", []string{"membership", "notices", "alder"}},
		{"imports", []string{"membership", "imports", "drift"}},
		{"case", []string{"membership", "case", "1"}},
		{"cases", []string{"membership", "cases", "birch"}},
		{"conduct", []string{"membership", "conduct", "birch", "4"}},
		{"pagination", []string{"membership", "documents", "elm"}},
		{"params", []string{"governance", "params"}},
		{"resolution", []string{"governance", "resolution", "1"}},
		{"resolutions", []string{"governance", "resolutions", "drift", "--status", "executed"}},
		{"ballots", []string{"governance", "ballots", "1"}},
		{"would_be", []string{"governance", "tally", "1"}},
		{"meeting", []string{"governance", "meeting", "1"}},
		{"meetings", []string{"governance", "meetings", "fjord"}},
		{"attendance", []string{"governance", "attendance", "1"}},
		{"sheets", []string{"governance", "sheets", "1"}},
		{"today", []string{"governance", "calendar", "fjord"}},
		{"breaker", []string{"governance", "breaker"}},
		{"seats", []string{"validators", "seats"}},
	}
	for _, asked := range questions {
		answer := map[string]json.RawMessage{}
		s.Ask(&answer, asked.question...)
		_, answered := answer[asked.answer]
		s.Expect(answered, "`coopd query %v` answers without %q: %v", asked.question, asked.answer, answer)
	}
	s.Tell("%d questions, each answered in JSON.", len(questions))
}
