package main

import (
	"fmt"
	"slices"

	"github.com/coopledger/coopledger/tests/scenarios/driver"
)

const (
	feesOfUsers    = 1_234*euro + 56
	feesOfOthers   = 77 * euro
	ugo, kai, kim  = uint64(5), uint64(6), uint64(7)
	kilometresLeft = 17
)

// thePlatform shares EUR 1,000.56: 20 % to the reserve, 32 % to workers, 28 % to users
// and 20 % to couriers. Uma's orders would bring her EUR 198.69, and the cap is 150.
func thePlatform(files map[string]string) *closing {
	return &closing{
		coop: platform, charter: files[platform], bookkeeper: "dana",
		names:   map[uint64]string{1: "Dana", 2: "Diego", 3: "Dunya", 4: "Uma", ugo: "Ugo", kai: "Kai", kim: "Kim"},
		classes: map[uint64]int{1: 1, 2: 1, 3: 2, 4: 2, ugo: 2, kai: 3, kim: 3},
		earned:  result{Member: feesOfUsers - hostingOfPlatform, NonMember: feesOfOthers},
		wanted: map[uint64]share{
			1: {20_011, 10_006}, 2: {12_006, 6_003}, 3: {12_698, 12_698}, 4: {15_000, 15_000}, ugo: {317, 0}, kai: {6_664, 6_664}, kim: {13_347, 13_347},
		},
		tell: tellOfPlatform,
	}
}

func tellOfPlatform(c *closing) {
	c.platformEarns()
	c.platformRecords()
	c.platformApproves()
	c.platformTakes()
}

func (c *closing) platformEarns() {
	c.Act("A platform of workers, users and couriers: what it earns and pays")
	c.Together(
		func() {
			c.Enact(platform, driver.Resolution{Title: "Officers, and our hosting", Messages: slices.Concat(
				[]map[string]any{c.grant(3, "record_patronage"), c.grant(kai, "record_patronage"), c.grant(1, "book")},
				c.pays(c.account(commons), hostingOfPlatform, "5300", "HOSTING-1"),
			)})
		},
		func() {
			c.receives(feesOfUsers)
			c.receives(feesOfOthers)
		},
	)
	c.classifies(feesOfUsers, "4010", "FEES-1")
	c.classifies(feesOfOthers, "4050", "ADS-1")
	c.Tell("Users have paid EUR 1,234.56 of fees, others EUR 77 for advertising; EUR 234 for hosting go to the federation. Dana keeps the book.")
}

func (c *closing) platformRecords() {
	c.Act("Hours, orders and kilometres are recorded, each of its class")
	c.records("dunya", "hours", map[uint64]int64{1: 100, 2: 60})
	c.records("dunya", "orders", map[uint64]int64{4: 1_000 * euro, ugo: 10 * euro})
	c.records("dunya", "kilometres", map[uint64]int64{kai: 333, kim: 650})
	c.records("kai", "orders", map[uint64]int64{3: 400 * euro})
	c.did["orders"] = map[uint64]int64{3: 400 * euro, 4: 1_000 * euro, ugo: 10 * euro}
	c.Tx("kim", "surplus", "dispute", platform, "1", fmt.Sprint(kim), "kilometres", c.Document("tachograph.txt", "667 kilometres."))
	c.Refused("disputes already", "kim", "surplus", "dispute", platform, "1", fmt.Sprint(kim), "orders", c.Document("again.txt", "And more."))
	c.answered("kai", "kilometres", kim, kilometresLeft)
	c.Tell("Dunya and Kai, a user and a courier, record what the others have done. Kim misses 17 kilometres, and gets them.")
	c.reaches("sealed")
}

func (c *closing) platformApproves() {
	c.Act("The platform's members approve its accounts")
	c.Enact(platform, driver.Resolution{Title: "Approve the accounts", Messages: c.approval(c.presents("A report."))})
	c.reaches("settled")
	c.Tell("Dana presents them once, four of seven vote in favour, and each class shares its pool.")
	c.waterfall()
	c.shares()
	c.Tell("Uma gets the most that a user gets, and what is beyond it the other users. EUR 3.17 for Ugo are too little to be paid, and stay in his account.")
	c.offLine()
}

func (c *closing) platformTakes() {
	c.Act("Members of each class take their cash")
	c.Refused("has no cash share", "ugo", c.take(ugo)...)
	c.taken(map[uint64]string{1: "dana", 2: "ugo", 3: "dunya", 4: "uma", kai: "kai", kim: "kim"})
	c.Refused("has taken its share", "uma", c.take(4)...)
	c.Tell("What is Diego's Ugo takes for him: anybody may, since it goes into Diego's passbook alone.")
}
