// Command surplus lets three co-ops close a period and share what they have earned, on
// a fresh network: workers by their hours, a platform whose workers, users and couriers
// have a pool each, and the federation above them, by what its member co-ops have
// bought from it. All of it follows from the journal and from what officers record:
// coins arrive and are classified, expenses are paid, patronage is recorded, disputed
// and corrected, accounts are presented and approved. Each waterfall is then worked out
// again off line, by `coopd surplus simulate`, to the unit.
//
// A period is a number of seconds here. The charters are beside this file.
//
// Run it with: make scenario-surplus
package main

import (
	"time"

	"github.com/coopledger/coopledger/tests/scenarios/driver"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

const (
	commons  = driver.Federation
	workers  = "alder"
	platform = "drift"

	// A credit is worth a cent.
	euro = 100
	// strangersFee is what the ledger takes of who is a member of nothing, for each transaction.
	strangersFee = 10 * euro
	// customer sends all coins that come from outside; transfers is how often.
	customer  = "visitor"
	transfers = 5

	// What workers, the platform and two other co-ops pay the federation for hosting.
	hostingOfWorkers  = 250 * euro
	hostingOfPlatform = 234 * euro
	hostingOfOthers   = 350 * euro

	// By number: the federation and the workers among co-ops, Birch on the federation's
	// roll, Asha on the workers'.
	theCommons, alder = uint64(1), uint64(2)
	birch, asha       = uint64(2), uint64(6)

	// The first test vector of BIP 39: Asha's address is known before the ledger
	// begins, so that the days after which it is confirmed are over by then.
	ashasWords   = "abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon about"
	ashasAddress = "coop19rl4cm2hmr8afy4kldpxz3fka4jguq0ah29gz8"
)

var patience = driver.Paced(3 * time.Minute)

func main() {
	files := map[string]string{}
	driver.RunWithFiles(func(s *driver.Scenario, setup driver.Setup) { prepare(s, setup, files) }, func(s *driver.Scenario) {
		ofWorkers, ofPlatform, ofCommons := theWorkers(files), thePlatform(files), theFederation(files)
		s.SideBySide(ofWorkers.play, ofPlatform.play, ofCommons.play)
		s.Act("The books")
		for _, coop := range []*closing{ofWorkers, ofPlatform, ofCommons} {
			coop.Scenario = s
			coop.bookAgrees()
		}
		s.CheckJournals(workers, platform, commons)
	})
}

// prepare gives three co-ops charters by which they share, and notes where these are.
func prepare(s *driver.Scenario, setup driver.Setup, files map[string]string) {
	for slug, file := range map[string]string{commons: "federation.yaml", workers: "workers.yaml", platform: "platform.yaml"} {
		files[slug] = s.PacedFile("tests/scenarios/surplus/" + file)
		coop := setup.Coop(slug)
		coop["charter"] = files[slug]
		for _, key := range []string{"name", "description", "periods"} {
			delete(coop, key)
		}
		coop["treasury"] = map[string]any{"opening": map[string]string{"operating": driver.Coins(1_000 * euro)}}
	}
	setup.SetSurplus(map[string]any{"min_period_seconds": "60", "retry_seconds": "5"})
	setup.SetPeriods(map[string]string{"voting": "10 seconds", "discussion": "none", "timelock": "none"},
		"birch", "cedar", "elm", "fjord", "grove", "heath", "inlet")
	setup.AddAccounts("uma", "ugo", "kai", "kim", "vilma", "volker")
	setup.Coop(platform)["members"] = []any{
		place("workers", "dana"), place("workers", "diego"), place("users", "dunya"), place("users", "uma"), place("users", "ugo"),
		place("couriers", "kai"), place("couriers", "kim"),
	}
	federation := setup.Coop(commons)
	roll := append([]any{}, federation["members"].([]any)...) //nolint:forcetypeassert // as config.yml has it
	federation["members"] = append(roll, place("volunteers", "vilma"), place("volunteers", "volker"))
	setup.SetPayout(theCommons, birch, membershiptypes.AddressText(membershiptypes.CoopAccount(3)))
	setup.Account("asha")["mnemonic"] = ashasWords
	setup.SetPayout(alder, asha, ashasAddress)
}

func place(class, key string) map[string]any {
	return map[string]any{"class": class, "keys": []string{key}}
}
