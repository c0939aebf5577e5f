// Command treasury plays what the Co-op Cloud Federation has resolved about its
// money, on a fresh network: dues come in (resolution 002), no budget is proposed
// while the common fund holds no more than its buffer of EUR 1,500 (009), a
// standing budget of ten hours a month (010) and one of twelve hours at EUR 20 (029)
// are claimed by volunteers, and the second is recalled. Meanwhile the workers of
// one member co-op stop a large payment, and its officers keep the book.
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
	donation = 2_000 * euro
	dues     = 10 * euro
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
	supplier, benefactor  = "supplier", "visitor"
	fixes, help           = 1, 2 // the budgets, by number
	fixesHours, helpHours = 10, 12
)

func main() {
	driver.RunWithFiles(prepare, func(s *driver.Scenario) {
		story := &story{Scenario: s}
		story.Together(
			func() {
				story.atTheBuffer()
				story.officers()
				story.moneyComesIn()
				story.budgets()
				story.hours()
				story.recall()
				story.commonsAtTheEnd()
			},
			func() {
				story.workersBudget()
				story.stopped()
				story.equipment()
				story.workersAtTheEnd()
			},
		)
		story.books()
	})
}

func prepare(s *driver.Scenario, setup driver.Setup) {
	for slug, file := range map[string]string{commons: "federation.yaml", workers: "workers.yaml"} {
		coop := setup.Coop(slug)
		coop["charter"] = s.PacedFile("tests/scenarios/treasury/" + file)
		for _, key := range []string{"name", "description", "periods"} {
			delete(coop, key)
		}
	}
	setup.AddAccounts(append(volunteers, supplier)...)
	federation := setup.Coop(commons)
	roll := append([]any{}, federation["members"].([]any)...) //nolint:forcetypeassert // as config.yml has it
	for _, volunteer := range volunteers {
		roll = append(roll, map[string]any{"class": "volunteers", "keys": []string{volunteer}})
	}
	federation["members"] = roll
	// The common fund begins at its buffer, and no cent above it.
	federation["treasury"] = map[string]any{"opening": map[string]string{"operating": driver.Coins(buffer)}}
	setup.Coop(workers)["treasury"] = map[string]any{"opening": map[string]string{
		"operating": driver.Coins(3_000 * euro), "reserve": driver.Coins(500 * euro),
	}}
	setup.SetPeriods(map[string]string{"voting": "12 seconds", "discussion": "none", "timelock": "none"}, members[1:]...)
}

// story is the scenario, act by act, and what somebody with a pencil has written down.
type story struct {
	*driver.Scenario
	income, donated, spent int64
}
