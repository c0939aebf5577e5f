package main

import (
	"fmt"

	"github.com/coopledger/coopledger/tests/scenarios/driver"
)

// large has the federation pass a large decision: birch proposes it, five of nine
// are in favour.
func (s *story) large(title string, messages ...map[string]any) {
	id := s.ProposeIn("birch", title, "large", messages...)
	var votes []func()
	for _, coop := range inFavour {
		votes = append(votes, func() { s.Decide(coop, driver.Ballots{id: "YES"}) })
	}
	s.Together(votes...)
	s.Await(id, patience, "executed")
}

func budgetOf(hours int64, purpose string) []string {
	return []string{
		"treasury", "open-budget", commons, "operating", driver.Coins(hours * hour), "5100", purpose,
		"--window", "month", "--approvers", "pay", "--approvals", "2",
	}
}

func (s *story) atTheBuffer() {
	s.Act("The common fund is at its buffer of EUR 1,500: no budget is even proposed (resolution 009)")
	s.Expect(s.Balances(commons)["1000"] == buffer, "the common fund has %d cents", s.Balances(commons)["1000"])
	messages := s.MessagesOf(budgetOf(fixesHours, "CRITICAL-FIXES")...)
	inner := s.Propose("bela", driver.Resolution{
		Coop: "birch", Title: "Propose a budget", Messages: []map[string]any{driver.ProposeMessage("Budget", "", "large", messages...)},
	})
	s.Together(func() { s.Vote("bela", inner, "yes") }, func() { s.Vote("bo", inner, "yes") })
	s.Await(inner, patience, "failed")
	said := s.Coopd("query", "governance", "resolution", fmt.Sprint(inner))
	s.Expect(contains(said, "codespace: treasury", "error_code: 27"), "the resolution says %s", said)
	s.Tell("Birch's members want to propose a budget. Their resolution fails: the fund is at its floor.")
}

func (s *story) officers() {
	s.Act("Two volunteers may approve, one of them keeps the book")
	grant := func(member uint64, power string) map[string]any {
		return driver.GrantMessage("1", fmt.Sprint(member), power)
	}
	s.large("Officers", grant(approver, "pay"), grant(bookkeeper, "book"), grant(bookkeeper, "pay"))
	s.Tell("By a large decision Vilma and Volker get the power to approve payments, and Volker that over the book.")
}

func (s *story) moneyComesIn() {
	s.Act("Dues come in (resolution 002), and a donation")
	fund, err := s.Coop(commons)
	s.Must(err)
	s.Tx(benefactor, "bank", "send", benefactor, fund.Account, driver.Coins(6*dues), "--fees", "1000credit")
	s.classify(6*dues, "DUES-1", "4100")
	s.income = 6 * dues
	s.Tell("Six co-ops have paid EUR 10 each for this month. It arrived in suspense, and Volker has booked it as dues.")

	s.Tx(benefactor, "bank", "send", benefactor, fund.Account, driver.Coins(donation), "--fees", "1000credit")
	s.Refused("does not hold the power", approves, "treasury", "classify", commons, driver.Coins(donation), "operating", "4200")
	s.classify(donation, "DONATION-1", "4200")
	s.donated = donation
	s.Tell("Somebody has given EUR 2,000. Vilma can't book it, as she isn't an officer of the book; Volker can.")
}

func (s *story) classify(amount int64, narrative, account string) {
	s.Tx(keepsBooks, "treasury", "classify", commons, driver.Coins(amount), "operating", account, "--narrative", narrative)
}

func (s *story) budgets() {
	s.Act("Above the buffer: ten hours a month for critical fixes (010), twelve hours at EUR 20 for budget 14 (029)")
	s.large("Resolutions 010 and 029", append(s.MessagesOf(budgetOf(fixesHours, "CRITICAL-FIXES")...),
		s.MessagesOf(append(budgetOf(helpHours, "BUDGET-14"), "--until", nextYear())...)...)...)
	s.Tell("Both are open. Any member and any volunteer may ask; Vilma and Volker approve, together.")
}

func (s *story) hours() {
	s.Act("Volunteers claim their hours")
	for _, budget := range []struct {
		id    uint64
		hours int64
	}{{fixes, fixesHours}, {help, helpHours}} {
		s.claim(budget.id, claims, budget.hours-4)
		s.claim(budget.id, helps, 4)
	}
	s.Tell("Vera and Vito have been paid for all hours of the month, EUR %d.", s.spent/euro)

	oneMore := s.RequestPayment(helps, commons, fixes, helps, hour, "HOURS-1")
	s.Tx(approves, "treasury", "approve", commons, fmt.Sprint(oneMore))
	s.Refused("left of", keepsBooks, "treasury", "approve", commons, fmt.Sprint(oneMore))
	s.Tx(helps, "treasury", "withdraw-payment", commons, fmt.Sprint(oneMore))
}

// claim is a payment for hours, approved by the two who may.
func (s *story) claim(budget uint64, volunteer string, hours int64) {
	id := s.RequestPayment(volunteer, commons, budget, volunteer, hours*hour, "HOURS-1")
	payment := fmt.Sprint(id)
	s.Refused("can't approve payments out of this budget", volunteer, "treasury", "approve", commons, payment)
	s.Tx(approves, "treasury", "approve", commons, payment)
	s.Refused("has approved payment", approves, "treasury", "approve", commons, payment)
	s.Tx(keepsBooks, "treasury", "approve", commons, payment)
	s.Expect(s.PaymentOf(commons, id).Status == "paid", "payment %d is %s", id, s.PaymentOf(commons, id).Status)
	s.spent += hours * hour
}

func (s *story) recall() {
	s.Act("Budget 14 is recalled, as resolution 029 allows, by a large decision")
	s.large("Recall budget 14", s.MessagesOf("treasury", "close-budget", commons, fmt.Sprint(help))...)
	s.Refused("closed budget", helps, "treasury", "request-payment", commons, fmt.Sprint(help), s.AddressOf(helps), driver.Coins(hour))
}

func (s *story) commonsAtTheEnd() {
	wanted := map[string]int64{
		"1000": buffer + s.income + s.donated - s.spent, "3000": -buffer, "4100": -s.income, "4200": -s.donated, "5100": s.spent,
	}
	s.sameBalances(commons, wanted)
}
