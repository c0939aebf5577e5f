package main

import (
	"fmt"

	"github.com/coopledger/coopledger/tests/scenarios/driver"
)

const hardware = 1 // the workers' budget, by number

func (s *story) workersBudget() {
	s.Act("Meanwhile seven workers open a budget for hardware, and make two of them officers of the book")
	id := fmt.Sprint(s.CoopID(workers))
	s.Enact(workers, driver.Resolution{
		Title: "Hardware", Messages: append(
			s.MessagesOf("treasury", "open-budget", workers, "operating", driver.Coins(1_000*euro), "5000", "HARDWARE", "--approvals", "2"),
			driver.GrantMessage(id, "2", "book"), driver.GrantMessage(id, "3", "book")),
	})
	s.Tell("A payment needs two others to approve it; above EUR 200 it waits, and two members can stop it.")
}

func (s *story) stopped() {
	small := s.RequestPayment("asha", workers, hardware, supplier, 150*euro, "INV-1")
	s.Refused("somebody else approves it", "asha", "treasury", "approve", workers, fmt.Sprint(small))
	s.approved(small)
	s.Expect(s.PaymentOf(workers, small).Status == "paid", "payment %d is %s", small, s.PaymentOf(workers, small).Status)
	s.Tell("Asha asks for EUR 150 for a supplier. She can't approve it herself; Ada and Amal do, and it is paid.")

	large := s.RequestPayment("asha", workers, hardware, supplier, 300*euro, "INV-2")
	s.approved(large)
	s.Expect(s.PaymentOf(workers, large).Status == "reserved", "payment %d is %s", large, s.PaymentOf(workers, large).Status)
	s.Tx("anton", "treasury", "object", workers, fmt.Sprint(large))
	s.Tx("anya", "treasury", "object", workers, fmt.Sprint(large))
	s.Expect(s.PaymentOf(workers, large).Status == "stopped", "payment %d is %s", large, s.PaymentOf(workers, large).Status)
	s.Tell("EUR 300 are approved too, and wait. Anton and Anya object in time: the payment is stopped, and its money is free again.")
}

func (s *story) approved(payment uint64) {
	s.Tx("ada", "treasury", "approve", workers, fmt.Sprint(payment))
	s.Tx("amal", "treasury", "approve", workers, fmt.Sprint(payment))
}

func (s *story) equipment() {
	s.Act("Two officers post depreciation; what the reserve holds is nobody's to move")
	post := []string{"treasury", "post", workers, "5600:operating:@4000", "1590:operating:@-4000", "--narrative", "DEP-1"}
	s.Tx("amal", post...)
	s.Refused("another officer with the power", "amal", "treasury", "approve-entry", workers, "1")
	s.Tx("anton", "treasury", "approve-entry", workers, "1")
	s.Tell("Amal prepares the entry of EUR 40 and can't approve it herself. Anton does.")

	id := s.Propose("ada", driver.Resolution{
		Coop: workers, Title: "Spend the reserve",
		Messages: s.MessagesOf("treasury", "move", workers, "reserve", "operating", driver.Coins(500*euro)),
	})
	var votes []func()
	for _, member := range []string{"ada", "amal", "anton", "anya", "aroha"} {
		votes = append(votes, func() { s.Vote(member, id, "yes") })
	}
	s.Together(votes...)
	s.Await(id, patience, "failed")
	s.Tell("Five of seven vote to move the reserve into the daily business. The resolution fails: the reserve is indivisible.")
}

func (s *story) workersAtTheEnd() {
	s.sameBalances(workers, map[string]int64{
		"1000": 3_000*euro - 150*euro, "1590": -40 * euro, "3000": -3_000 * euro, "5000": 150 * euro, "5600": 40 * euro,
	})
}
