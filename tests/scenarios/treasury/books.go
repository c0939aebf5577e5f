package main

import (
	"fmt"
	"maps"
	"os/exec"
	"strings"
	"time"
)

// sameBalances compares the operating fund's balances with those of the pencil.
func (s *story) sameBalances(coop string, wanted map[string]int64) {
	got := s.Balances(coop)
	s.Expect(maps.Equal(got, wanted), "the balances of %s are %v, not %v", coop, got, wanted)
}

// books prints what the co-ops have at the end, and has hledger check their journals.
func (s *story) books() {
	s.Act("The books")
	for _, coop := range []string{commons, workers} {
		fmt.Printf("\n%s\n%s\n", coop, s.Coopd("query", "treasury", "trial-balance", coop))
	}
	hledger, err := exec.LookPath("hledger")
	if err != nil {
		s.Tell("hledger isn't on this machine; it would check both journals.")
		return
	}
	for _, coop := range []string{commons, workers} {
		journal := s.Coopd("query", "treasury", "journal", coop, "--format", "hledger")
		said, err := s.checked(hledger, journal)
		s.Expect(err == nil, "hledger refuses the journal of %s: %s", coop, said)
		_, err = s.checked(hledger, aCentMore(journal))
		s.Expect(err != nil, "hledger accepts a journal of %s with a cent too much", coop)
	}
	s.Tell("hledger accepts both journals (hledger check -s), and neither with a cent changed.")
}

func (s *story) checked(hledger, journal string) (string, error) {
	file := s.WriteFile("books.journal", []byte(journal))
	said, err := exec.CommandContext(s.Context(), hledger, "-f", file, "check", "-s").CombinedOutput()
	return string(said), err
}

// aCentMore changes the first posting of the first entry.
func aCentMore(journal string) string {
	head, entries, _ := strings.Cut(journal, "\n\n")
	return head + "\n\n" + strings.Replace(entries, ".00 EUR", ".01 EUR", 1)
}

func contains(text string, parts ...string) bool {
	for _, part := range parts {
		if !strings.Contains(text, part) {
			return false
		}
	}
	return true
}

// nextYear is the day on which a budget of twelve months ends.
func nextYear() string { return time.Now().UTC().AddDate(1, 0, 0).Format(time.DateOnly) }
