package main

import (
	"fmt"
	"slices"

	"github.com/coopledger/coopledger/tests/scenarios/driver"
)

const (
	workedForMembers = 900*euro + 10
	workedForOthers  = 100*euro + 3

	// outdated is ErrAccountsChanged of the surplus.
	outdated = 14
)

// theWorkers share EUR 585.09 by 550 hours: EUR 1.06 and 0.38 of a cent an hour.
func theWorkers(files map[string]string) *closing {
	return &closing{
		coop: workers, charter: files[workers], bookkeeper: "anton",
		names:   map[uint64]string{1: "Ada", 2: "Amal", 3: "Anton", 4: "Anya", 6: "Asha", 7: "Ayo"},
		classes: map[uint64]int{1: 1, 2: 1, 3: 1, 4: 1, 6: 1, 7: 1},
		earned:  result{Member: workedForMembers - hostingOfWorkers, NonMember: workedForOthers},
		wanted: map[uint64]share{
			1: {12_766, 6_383}, 2: {10_638, 5_319}, 3: {8_510, 4_255}, 4: {6_808, 3_404}, 6: {15_957, 7_979}, 7: {3_830, 1_915},
		},
		tell: tellOfWorkers,
	}
}

func tellOfWorkers(c *closing) {
	c.workersEarn()
	c.workersRecord()
	c.workersApprove()
	c.workersTake()
}

func (c *closing) workersEarn() {
	c.Act("Seven workers: what they earn and pay")
	c.Together(
		func() {
			c.Enact(workers, driver.Resolution{Title: "Officers, and our hosting", Messages: slices.Concat(
				[]map[string]any{c.grant(1, "record_patronage"), c.grant(2, "record_patronage"), c.grant(3, "book")},
				c.pays(c.account(commons), hostingOfWorkers, "5300", "HOSTING-1"),
			)})
		},
		func() {
			c.receives(workedForMembers)
			c.receives(workedForOthers)
		},
	)
	c.Tell("By a resolution Ada and Amal may record patronage, Anton keeps the book, and EUR 250 for hosting go to the federation.")
	c.Refused("does not hold the power", "amal", c.classify(workedForMembers, "4000", "SALES-1")...)
	c.classifies(workedForMembers, "4000", "SALES-1")
	c.classifies(workedForOthers, "4050", "SALES-2")
	c.Tell("EUR 900.10 have come in for work for members and EUR 100.03 for work for others. Anton books them as such.")
}

func (c *closing) workersRecord() {
	c.Act("Hours are recorded, disputed and corrected")
	c.records("ada", "hours", map[uint64]int64{2: 100, 3: 80, 4: 64, 6: 105, 7: 36})
	c.Refused("record its own patronage", "ada", c.record("hours", map[uint64]int64{1: 120})...)
	c.records("amal", "hours", map[uint64]int64{1: 120})
	c.Tell("Ada records the hours of five others out of a CSV file, with the hash of their time sheets. Her own she may not; Amal does.")
	c.Tx("asha", "surplus", "dispute", workers, "1", fmt.Sprint(asha), "hours", c.Document("letter.txt", "It were 150 hours."))
	c.Refused("does not hold the power", "asha", "surplus", "answer", workers, "1", fmt.Sprint(asha), "45", "--document", c.Document("no.txt", "No."))
	c.answered("amal", "hours", asha, 45)
	c.Tell("Asha says that 105 hours are too few. Amal looks, and adds 45.")
	c.reaches("adjusting")
	c.Refused("takes nothing late", "ada", c.record("hours", map[uint64]int64{7: 5}, "--period", "1")...)
	c.reaches("sealed")
	c.Tell("The period ends by itself, and after twelve seconds nothing of it changes any more.")
}

func (c *closing) workersApprove() {
	c.Act("Accounts are presented, mended, and approved")
	old := c.Propose("asha", driver.Resolution{Coop: workers, Title: "Approve the accounts", Messages: c.approval(c.presents("A report."))})
	var mended uint64
	c.Together(
		func() { c.vote(old, "aroha", "amal", "anya", "ayo") },
		func() {
			mended = c.Propose("ada", driver.Resolution{Coop: workers, Title: "Approve the mended accounts", Messages: c.approval(c.presents("A mended report."))})
		},
	)
	c.vote(mended, "aroha", "amal", "anya", "ayo")
	c.Await(old, patience, "failed")
	outcome := c.Look(old).Resolution.Outcome
	c.Expect(outcome.Codespace == "surplus" && outcome.ErrorCode == outdated, "the resolution says %s %d", outcome.Codespace, outcome.ErrorCode)
	c.Await(mended, patience, "executed")
	c.reaches("settled")
	c.Tell("Anton presents the accounts, and again with a mended report. The members vote for both: the first resolution fails, as there are later accounts. By the second the surplus is shared, by itself.")
	c.waterfall()
	c.shares()
	c.offLine()
}

func (c *closing) workersTake() {
	c.Act("Workers take their cash")
	c.taken(map[uint64]string{1: "ada", 2: "amal", 3: "anton", 4: "anya", asha: "asha", 7: "ayo"})
	c.Refused("has taken its share", "asha", c.take(asha)...)
	c.Refused("has no cash share", "aroha", c.take(5)...)
	c.Tx("asha", "treasury", "withdraw", workers, fmt.Sprint(asha), c.AddressOf("asha"), driver.Coins(70*euro))
	left := c.InPassbook(workers, asha)
	c.Expect(left == c.wanted[asha].Cash-70*euro, "%d are left in Asha's passbook", left)
	c.Tell("Each has it in the passbook now, once. Asha withdraws EUR 70 to an address that she named days ago, and leaves EUR %s.", driver.Euros(left))
	cash, retained := int64(29_255), int64(29_254)
	c.sameBalances(map[string]int64{
		"1000": 1_000*euro + workedForMembers + workedForOthers - hostingOfWorkers - cash, "3000": -1_000 * euro,
		"3210": -retained, "3910": c.earned.Member + c.earned.NonMember,
		"4000": -workedForMembers, "4050": -workedForOthers, "5300": hostingOfWorkers,
	})
}
