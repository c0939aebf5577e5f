package main

import (
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"slices"

	"github.com/coopledger/coopledger/tests/scenarios/driver"
)

const (
	electricity     = 300 * euro
	drift, elm      = uint64(4), uint64(5)
	vilma, volker   = uint64(10), uint64(11) // on the federation's roll
	elmsSecondOrder = 10 * euro
)

// theFederation shares EUR 480.60 by EUR 834 of purchases.
func theFederation(files map[string]string) *closing {
	return &closing{
		coop: commons, charter: files[commons], bookkeeper: "volker",
		names:   map[uint64]string{1: "Alder", birch: "Birch", drift: "Drift", elm: "Elm"},
		classes: map[uint64]int{1: 1, birch: 1, drift: 1, elm: 1},
		earned:  result{Member: hostingOfWorkers + hostingOfPlatform + hostingOfOthers - electricity, NonMember: transfers * strangersFee},
		wanted:  map[uint64]share{1: {14_407, 14_407}, birch: {17_288, 17_288}, drift: {13_484, 13_484}, elm: {2_881, 2_881}},
		tell:    tellOfFederation,
	}
}

func tellOfFederation(c *closing) {
	c.federationEarns()
	c.federationRecords()
	c.federationApproves()
	c.federationTakes()
}

// decides what Birch has proposed: three member co-ops vote, nobody is against.
func (c *closing) decides(title string, messages ...map[string]any) {
	id := c.ProposeIn("birch", title, "medium", messages...)
	var votes []func()
	for _, coop := range []string{"cedar", "elm", "grove"} {
		votes = append(votes, func() { c.Decide(coop, driver.Ballots{id: "YES"}) })
	}
	c.Together(votes...)
	c.Await(id, patience, "executed")
}

func (c *closing) federationEarns() {
	c.Act("Their federation: what co-ops have bought from it")
	c.Together(
		func() {
			c.decides("Officers, and electricity", slices.Concat(
				[]map[string]any{c.grant(vilma, "record_patronage"), c.grant(volker, "record_patronage"), c.grant(volker, "book")},
				c.pays(c.account("heath"), electricity, "5400", "POWER-1"),
			)...)
		},
		func() { c.receives(hostingOfOthers) },
	)
	sales := int64(hostingOfWorkers + hostingOfPlatform + hostingOfOthers)
	c.Until(patience, "what co-ops have paid is in suspense", func() bool {
		return c.heldInFund(commons, "suspense") == sales+transfers*strangersFee
	})
	c.classifies(sales, "4010", "HOSTING-1")
	c.classifies(transfers*strangersFee, "4300", "LEDGER-1")
	c.Tell("Alder has paid EUR 250, Drift EUR 234, Birch and Elm EUR 350. Fees of strangers, EUR 50, are business with others. EUR 300 go to Heath for electricity, which its roof makes.")
}

func (c *closing) federationRecords() {
	c.Act("Purchases are recorded; a co-op disputes by its own resolution")
	c.records("volker", "purchases", map[uint64]int64{1: hostingOfWorkers, birch: 300 * euro, drift: hostingOfPlatform, elm: 40 * euro})
	c.Enact("elm", driver.Resolution{Title: "We have bought more", Messages: []map[string]any{c.disputeOfElm()}})
	c.answered("vilma", "purchases", elm, elmsSecondOrder)
	c.Tell("Elm's members resolve that EUR 40 are not all that they have bought. Vilma finds the second order, EUR 10.")
	c.reaches("sealed")
}

func (c *closing) disputeOfElm() map[string]any {
	hash, err := hex.DecodeString(c.Document("invoices.txt", "Two invoices."))
	c.Must(err)
	return map[string]any{
		"@type": "/coop.surplus.v1.MsgDisputePatronage", "coop_id": "1", "period": "1", "member_id": fmt.Sprint(elm), "basis": "purchases",
		"document_sha256": base64.StdEncoding.EncodeToString(hash),
	}
}

func (c *closing) federationApproves() {
	c.Act("Member co-ops approve the federation's accounts")
	c.decides("Approve the accounts", c.approval(c.presents("A report."))...)
	c.reaches("settled")
	c.Tell("Volker presents them, Birch proposes to approve them, and nobody is against it.")
	c.waterfall()
	c.shares()
	c.offLine()
}

func (c *closing) federationTakes() {
	c.Act("Co-ops take their shares")
	home := c.withdrawalOfBirch()
	c.Together(
		func() { c.takesByResolution(workers, 1) },
		func() { c.takesByResolution("birch", birch, home) },
		func() { c.takesByResolution(platform, drift) },
		func() { c.takesByResolution("elm", elm) },
	)
	c.Refused("has taken its share", "volker", c.take(birch)...)
	for _, member := range []uint64{1, drift, elm} {
		owed := c.InPassbook(commons, member)
		c.Expect(owed == c.wanted[member].Cash, "co-op %d of the federation has %d in its passbook, not %d", member, owed, c.wanted[member].Cash)
	}
	c.Tell("Each co-op's members resolve to take its share into the passbook that it has in the federation.")
	cash := c.wanted[birch].Cash
	c.Expect(c.InPassbook(commons, birch) == 0, "%d are left in Birch's passbook", c.InPassbook(commons, birch))
	c.Expect(c.heldInFund("birch", "suspense") == cash, "Birch has got %d", c.heldInFund("birch", "suspense"))
	c.Tell("Birch withdraws it in the same resolution: EUR %s are in Birch's own treasury.", driver.Euros(cash))
}

// takesByResolution lets a member co-op's members take its share, and more.
func (c *closing) takesByResolution(coop string, member uint64, more ...map[string]any) {
	take := map[string]any{"@type": "/coop.surplus.v1.MsgTakeShare", "coop_id": "1", "period": "1", "member_id": fmt.Sprint(member)}
	c.Enact(coop, driver.Resolution{Title: "Take our share", Messages: append([]map[string]any{take}, more...)})
}

func (c *closing) withdrawalOfBirch() map[string]any {
	return map[string]any{
		"@type": "/coop.treasury.v1.MsgWithdraw", "coop_id": "1", "member_id": fmt.Sprint(birch), "address": c.account("birch"),
		"coin": map[string]any{"denom": driver.FeeDenom, "amount": fmt.Sprint(c.wanted[birch].Cash)},
	}
}
