package main

import (
	"fmt"
	"slices"

	"github.com/coopledger/coopledger/tests/scenarios/driver"
)

const hardware, renting = 1, 2 // the workers' budgets, by number

func (s *story) workersBudget() {
	s.Act("Meanwhile seven workers open budgets for hardware and rent, and make two of them officers of the book")
	s.Expect(s.CoopID(workers) == alder, "%s is number %d", workers, s.CoopID(workers))
	id := fmt.Sprint(alder)
	s.Enact(workers, driver.Resolution{
		Title: "Hardware and rent", Messages: slices.Concat(
			s.MessagesOf("treasury", "open-budget", workers, "operating", driver.Coins(1_000*euro), "5000", "HARDWARE", "--approvals", "2"),
			s.MessagesOf("treasury", "open-budget", workers, "operating", driver.Coins(150*euro), "5200", "RENT", "--window", "month", "--approvals", "2"),
			[]map[string]any{driver.GrantMessage(id, "2", "book"), driver.GrantMessage(id, "3", "book")}),
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

// rent is a standing order: it has an end, and reserves nothing until its day.
func (s *story) rent() {
	s.Act("The rent is a standing order of a year")
	monthly := []string{"--narrative", "RENT", "--every", "month"}
	s.Refused("a standing order ends after so many instalments or on a last day", "asha", append([]string{
		"treasury", "request-payment", workers, fmt.Sprint(renting), s.AddressOf(landlord), driver.Coins(150 * euro),
	}, monthly...)...)
	order := s.RequestPayment("asha", workers, renting, landlord, 150*euro, "RENT", "--every", "month", "--times", "12")
	s.approved(order)
	s.Expect(s.PaymentOf(workers, order).Status == "standing", "the order is %s", s.PaymentOf(workers, order).Status)
	s.Until(patience, "the first rent is paid", func() bool { return len(s.instalments(order)) == 1 && s.instalments(order)[0] == "PAYMENT_STATUS_PAID" })
	s.Tell("Without an end it is refused. With twelve months, and two approvals, it stands, and the first rent is paid by itself.")

	s.Tx("ada", "treasury", "refuse", workers, fmt.Sprint(order), "MOVED-OUT")
	s.Expect(s.PaymentOf(workers, order).Status == "refused", "the order is %s", s.PaymentOf(workers, order).Status)
	s.Tell("They move out, and Ada ends the order alone: what is paid is paid, and nothing more will be.")
}

// instalments of a standing order, each by its status.
func (s *story) instalments(order uint64) (statuses []string) {
	var answer struct {
		Payments []struct {
			Status string `json:"status"`
		} `json:"payments"`
	}
	s.Ask(&answer, "treasury", "payments", workers, "--order-id", fmt.Sprint(order))
	for _, payment := range answer.Payments {
		statuses = append(statuses, payment.Status)
	}
	return statuses
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

// workersAtTheEnd compares the book with a pencil's sums: EUR 3,000 at first, less
// 150 for hardware and 150 of rent; three shares bought, two of them given back.
func (s *story) workersAtTheEnd() {
	s.sameBalances(workers, map[string]int64{
		"1000": 2_750 * euro, "1590": -40 * euro, "3000": -3_000 * euro, "3150": -50 * euro,
		"5000": 150 * euro, "5200": 150 * euro, "5600": 40 * euro,
	})
}
