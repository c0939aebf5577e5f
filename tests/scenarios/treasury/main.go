// Command treasury plays what the Co-op Cloud Federation has resolved about its
// money, on a fresh network. Most of the money is in a bank account, which officers
// attest; some is on the ledger: dues come in to both (resolution 002), no budget is
// proposed while the common fund holds no more than its buffer of EUR 1,500 (009), a
// standing budget of ten hours a month (010) is paid by the bank and one of twelve
// hours at EUR 20 (029) in coins, and the second is recalled. Meanwhile the workers of
// one member co-op stop a large payment, pay their rent by a standing order, and buy
// and give back shares.
//
// All of it happens in one month: a network's clock can't be moved. The same
// decisions through a whole year, month by month, are the test TestAYearOfCoopCloud
// in tests/integration. What an hour of 010 is paid is not published; here it is
// the same as in 029.
//
// Run it with: make scenario-treasury
package main

import (
	"time"

	"github.com/coopledger/coopledger/tests/scenarios/driver"
)

const (
	commons = driver.Federation
	workers = "alder"

	// A credit is worth a cent.
	euro     = 100
	hour     = 20 * euro
	buffer   = 1_500 * euro
	gift     = 2_000 * euro // at the bank
	donation = 400 * euro   // in coins
	dues     = 10 * euro
	fee      = 4*euro + 50 // of the bank
	// strangersFee is what the ledger takes of who is a member of nothing, for each transaction.
	strangersFee = 10 * euro

	// atFloor is ErrBelowFloor of the treasury.
	atFloor = 27

	// The first test vector of BIP 39: Asha's address is known before the ledger
	// begins, so that the days after which it is confirmed are over by then.
	ashasWords   = "abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon about"
	ashasAddress = "coop19rl4cm2hmr8afy4kldpxz3fka4jguq0ah29gz8"
)

var (
	patience = driver.Paced(2 * time.Minute)

	// large decisions need five of nine.
	inFavour = []string{workers, "birch", "cedar", "drift", "elm"}
	members  = []string{workers, "birch", "cedar", "drift", "elm", "fjord", "grove", "heath", "inlet"}
)

// Volunteers are members of the federation without a vote: the tenth to the
// thirteenth on its roll.
var volunteers = []string{"vera", "vito", "vilma", "volker"}

const (
	claims, helps         = "vera", "vito"    // ask for what they have worked
	approves, keepsBooks  = "vilma", "volker" // approve it; the second keeps the book too
	approver, bookkeeper  = uint64(12), uint64(13)
	supplier, landlord    = "supplier", "landlord"
	benefactor            = "visitor"
	fixes, help           = 1, 2      // the budgets, by number
	alder                 = uint64(2) // the workers' co-op, by number
	fixesHours, helpHours = 10, 12
)

func main() {
	driver.RunWithFiles(prepare, func(s *driver.Scenario) {
		list := s.WriteFile("payees.csv", []byte(payees))
		s.SideBySide(
			func(s *driver.Scenario) { (&story{Scenario: s, payees: list}).ofTheCommons() },
			func(s *driver.Scenario) { (&story{Scenario: s}).ofTheWorkers() },
		)
		(&story{Scenario: s}).books()
	})
}

func (s *story) ofTheCommons() {
	s.officers()
	s.bankBegins()
	s.atTheBuffer()
	s.moneyComesToTheBank()
	s.moneyComesIn()
	s.budgets()
	s.hoursInCoins()
	s.hoursAtTheBank()
	s.endOfTheMonth()
	s.recall()
	s.commonsAtTheEnd()
}

func (s *story) ofTheWorkers() {
	s.workersBudget()
	s.stopped()
	s.rent()
	s.equipment()
	s.shares()
	s.arrears()
	s.withdrawal()
	s.workersAtTheEnd()
}

func prepare(s *driver.Scenario, setup driver.Setup) {
	for slug, file := range map[string]string{commons: "federation.yaml", workers: "workers.yaml"} {
		coop := setup.Coop(slug)
		coop["charter"] = s.PacedFile("tests/scenarios/treasury/" + file)
		for _, key := range []string{"name", "description", "periods"} {
			delete(coop, key)
		}
	}
	setup.AddAccounts(append(volunteers, supplier, landlord)...)
	setup.Account("asha")["mnemonic"] = ashasWords
	setup.Account("asha")["coins"] = []any{driver.Coins(3 * share)}
	setup.SetPayout(alder, asha, ashasAddress)
	federation := setup.Coop(commons)
	roll := append([]any{}, federation["members"].([]any)...) //nolint:forcetypeassert // as config.yml has it
	for _, volunteer := range volunteers {
		roll = append(roll, map[string]any{"class": "volunteers", "keys": []string{volunteer}})
	}
	federation["members"] = roll
	setup.Coop(workers)["treasury"] = map[string]any{"opening": map[string]string{
		"operating": driver.Coins(3_000 * euro), "reserve": driver.Coins(500 * euro),
	}}
	setup.SetPeriods(map[string]string{"voting": "12 seconds", "discussion": "none", "timelock": "none"}, members[1:]...)
}

// story is the scenario, act by act.
type story struct {
	*driver.Scenario
	// payees is the federation's list of them, a file.
	payees string
	// statement that the bank will send next.
	statement month
}

// atBank is the federation's account at the bank, as the ledger says it.
func (s *story) atBank() driver.Outside {
	lines := s.OutsideOf(commons)
	s.Expect(len(lines) == 1 && lines[0].Account.Name == bank, "the federation has the outside accounts %v", lines)
	return lines[0]
}

// nextYear is the day on which a budget of twelve months ends.
func nextYear() string { return time.Now().UTC().AddDate(1, 0, 0).Format(time.DateOnly) }
