package main

import (
	"maps"
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
	s.CheckJournals(commons, workers)
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
		s.Print("  The ledger holds   EUR %9s  in the fund %s (%s)\n", driver.Euros(cents), purse.Fund, policies[purse.Fund])
	}
}

// attestedOnly is what it doesn't have, and officers say is there.
func (s *story) attestedOnly(coop string) {
	for _, outside := range s.OutsideOf(coop) {
		s.Print("  Officers attest    EUR %9s  at the %s, of which a statement shows EUR %s\n",
			driver.Euros(int64(outside.Attested.Amount)), outside.Account.Name, driver.Euros(int64(outside.Stated)))
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
