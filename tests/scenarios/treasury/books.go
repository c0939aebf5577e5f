package main

import (
	"maps"
	"os/exec"
	"strings"

	"github.com/coopledger/coopledger/tests/scenarios/driver"
)

// sameBalances compares the operating fund's balances with those of the pencil.
func (s *story) sameBalances(coop string, wanted map[string]int64) {
	got := s.Balances(coop)
	s.Expect(maps.Equal(got, wanted), "the balances of %s are %v, not %v", coop, got, wanted)
}

// books prints what the co-ops have at the end, and has programs of others check
// their journals.
func (s *story) books() {
	s.Act("The books")
	for _, coop := range []string{commons, workers} {
		s.Print("\n%s\n", coop)
		s.held(coop)
		s.attestedOnly(coop)
		s.Print("\n%s", s.Coopd("query", "treasury", "trial-balance", coop))
	}
	s.Print("\n")
	s.checkedBy("hledger", "hledger", func(file string) []string { return []string{"-f", file, "check", "-s"} })
	s.checkedBy("bean-check", "beancount", func(file string) []string { return []string{"--no-cache", file} })
}

// held is what the ledger itself has, fund by fund.
func (s *story) held(coop string) {
	policies := s.policies(coop)
	for _, purse := range s.PursesOf(coop) {
		var cents int64
		for _, coin := range purse.Coins {
			s.Expect(coin.Denom == driver.FeeDenom, "the fund %s holds %d %s", purse.Fund, coin.Amount, coin.Denom)
			cents += int64(coin.Amount)
		}
		s.Print("  The ledger holds   EUR %9s  in the fund %s (%s)\n", euros(cents), purse.Fund, policies[purse.Fund])
	}
}

// attestedOnly is what it doesn't have, and officers say is there.
func (s *story) attestedOnly(coop string) {
	for _, outside := range s.OutsideOf(coop) {
		s.Print("  Officers attest    EUR %9s  at the %s, of which a statement shows EUR %s\n",
			euros(int64(outside.Attested.Amount)), outside.Account.Name, euros(int64(outside.Stated)))
	}
}

func (s *story) policies(coop string) map[string]string {
	var answer struct {
		Funds []struct {
			Name   string `json:"name"`
			Policy string `json:"policy"`
		} `json:"funds"`
	}
	s.Ask(&answer, "treasury", "funds", coop)
	policies := make(map[string]string)
	for _, fund := range answer.Funds {
		policies[fund.Name] = strings.ToLower(strings.TrimPrefix(fund.Policy, "FUND_POLICY_"))
	}
	return policies
}

// checkedBy lets a program that keeps books read both journals, as they are and
// with a cent too much.
func (s *story) checkedBy(program, format string, arguments func(file string) []string) {
	path, err := exec.LookPath(program)
	if err != nil {
		s.Tell("Skipped: %s isn't on this machine; it would check both journals.", program)
		return
	}
	check := func(journal string) (string, error) {
		file := s.WriteFile("books."+format, []byte(journal))
		said, err := exec.CommandContext(s.Context(), path, arguments(file)...).CombinedOutput()
		return string(said), err
	}
	for _, coop := range []string{commons, workers} {
		journal := s.Coopd("query", "treasury", "journal", coop, "--format", format)
		said, err := check(journal)
		s.Expect(err == nil, "%s refuses the journal of %s: %s", program, coop, said)
		_, err = check(s.aCentMore(journal))
		s.Expect(err != nil, "%s accepts a journal of %s with a cent too much", program, coop)
	}
	s.Tell("%s accepts both journals, and neither with a cent changed.", program)
}

// aCentMore changes the first posting of a journal.
func (s *story) aCentMore(journal string) string {
	const fund = "perating  "
	head, postings, found := strings.Cut(journal, fund)
	changed := strings.Replace(postings, ".00 EUR", ".01 EUR", 1)
	s.Expect(found && changed != postings, "there is no amount to change in the journal %s", journal)
	return head + fund + changed
}
