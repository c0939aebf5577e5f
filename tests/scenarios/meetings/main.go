// Command meetings walks a consumer co-op through a year on a fresh network. It
// exists already, so its roll comes from a file; it convenes and holds its annual
// meeting, takes back what it had decided, and publishes its papers; meanwhile the
// federation switches payments off, and on again by its emergency rule.
//
// A year has days, and days can't be made short: notice is counted in clear days
// of the co-op's own clocks. What can be chosen is where those clocks are. The
// network's table of time zones has a place where midnight comes some minutes
// after the start, so that notice is given in the evening and the meeting held in
// the morning. The charters are the files beside this one.
//
// Run it with: make scenario-meetings
package main

import (
	"fmt"
	"time"

	"github.com/coopledger/coopledger/tests/scenarios/driver"
)

const (
	market = "elm"
	zone   = "Elsewhere/Nearly_Midnight"

	consumers, supporters = "consumers", "supporters"
)

var (
	patience = driver.Paced(2 * time.Minute)

	// eveningLasts is how long after the start the co-op's clocks show midnight.
	// All that happens on the day of the notice must be done by then.
	eveningLasts = driver.Paced(260 * time.Second)
)

// founders of the co-op, in the order of their member numbers. They have keys.
var founders = []string{"emi", "ezra", "elif", "enzo", "edda"}

func main() {
	midnight := time.Now().Add(eveningLasts).Truncate(time.Second)
	driver.RunWithFiles(func(s *driver.Scenario, setup driver.Setup) { prepare(s, setup, midnight) }, func(s *driver.Scenario) {
		story := &story{Scenario: s, midnight: midnight}
		story.Together(story.inPeace, story.evening)
		story.takenBack()
		story.switchedOff()
		story.annualMeeting()
		story.emergency()
		story.documents()
		story.applesPaid()
	})
}

// evening is all that comes before notice of the meeting is given.
func (s *story) evening() {
	s.bringingIn()
	s.aPlaceOfHerOwn()
	s.notice()
	s.afterNotice()
}

// prepare makes elm the consumer co-op, and everybody's votes short.
func prepare(s *driver.Scenario, setup driver.Setup, midnight time.Time) {
	for slug, file := range map[string]string{market: "market.yaml", driver.Federation: "federation.yaml"} {
		coop := setup.Coop(slug)
		coop["charter"] = s.PacedFile("tests/scenarios/meetings/" + file)
		delete(coop, "name")
		delete(coop, "description")
		delete(coop, "periods")
	}
	setup.AddAccounts(founders[1:]...)
	setup.AddAccounts("supplier")
	setup.Coop(market)["members"] = founders
	setup.SetRulePeriods("emergency", map[string]string{"voting": "25 seconds"}, driver.Federation)
	setup.SetPeriods(map[string]string{"voting": "26 seconds"}, driver.Federation)
	setup.SetPeriods(map[string]string{"voting": "16 seconds", "discussion": "none", "timelock": "none"}, delegating...)
	setup.SetMembership(map[string]any{"max_import_batch": 3})
	setup.SetZone(zone, midnight)
}

// story is the scenario, act by act, and what later acts need of earlier ones.
type story struct {
	*driver.Scenario
	midnight time.Time

	// meeting is the annual meeting, accounts and hours are on its agenda.
	meeting, accounts, hours uint64
	// opened is when the meeting opened.
	opened time.Time
	// payment is what the members have resolved to pay.
	payment uint64
}

// id of the co-op, as messages have it.
func (s *story) id() string { return fmt.Sprint(s.CoopID(market)) }

// vote casts the same ballot with several keys.
func (s *story) vote(id uint64, choice string, names ...string) {
	var votes []func()
	for _, name := range names {
		votes = append(votes, func() { s.Vote(name, id, choice) })
	}
	s.Together(votes...)
}
