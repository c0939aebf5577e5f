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

func (s *story) officers() {
	s.Act("Two volunteers may approve payments and keep the book")
	grant := func(member uint64, power string) map[string]any {
		return driver.GrantMessage("1", fmt.Sprint(member), power)
	}
	s.large("Officers", grant(approver, "pay"), grant(approver, "book"), grant(bookkeeper, "pay"), grant(bookkeeper, "book"))
	s.Tell("By a large decision Vilma and Volker get the power to approve payments, and that over the book.")
}

// criticalFixes are paid by the bank, out of its account.
func (s *story) criticalFixes() []map[string]any {
	return s.MessagesOf(append(budgetOf(fmt.Sprintf("%dEUR", fixesHours*hour), "CRITICAL-FIXES"), "--outside", bank)...)
}

// budgetFourteen is paid in coins, for a year.
func (s *story) budgetFourteen() []map[string]any {
	return s.MessagesOf(append(budgetOf(driver.Coins(helpHours*hour), "BUDGET-14"), "--until", nextYear())...)
}

func budgetOf(most, purpose string) []string {
	return []string{
		"treasury", "open-budget", commons, "operating", most, "5100", purpose,
		"--window", "month", "--approvers", "pay", "--approvals", "2",
	}
}

func (s *story) atTheBuffer() {
	s.Act("The common fund is at its buffer of EUR 1,500: no budget is even proposed (resolution 009)")
	s.Expect(s.atBank().Attested.Amount == buffer, "the common fund has %d cents", s.atBank().Attested.Amount)
	inner := s.Propose("bela", driver.Resolution{
		Coop: "birch", Title: "Propose a budget", Messages: []map[string]any{driver.ProposeMessage("Budget", "", "large", s.criticalFixes()...)},
	})
	s.Together(func() { s.Vote("bela", inner, "yes") }, func() { s.Vote("bo", inner, "yes") })
	s.Await(inner, patience, "failed")
	outcome := s.Look(inner).Resolution.Outcome
	s.Expect(outcome.Codespace == "treasury" && outcome.ErrorCode == atFloor, "the resolution says %s %d", outcome.Codespace, outcome.ErrorCode)
	s.Tell("Birch's members want to propose a budget. Their resolution fails: the fund is at its floor.")
}

func (s *story) moneyComesIn() {
	s.Act("Some of it comes in coins of the ledger")
	fund, err := s.Coop(commons)
	s.Must(err)
	s.Tx(benefactor, "bank", "send", benefactor, fund.Account, driver.Coins(3*dues), "--fees", driver.Coins(strangersFee))
	s.classify(3*dues, "DUES-1", "4100")
	s.Tell("Three co-ops have paid EUR 10 each in coins. They arrived in suspense, and Volker has booked them as dues.")

	s.Tx(benefactor, "bank", "send", benefactor, fund.Account, driver.Coins(donation), "--fees", driver.Coins(strangersFee))
	s.Refused("does not hold the power", helps, "treasury", "classify", commons, driver.Coins(donation), "operating", "4200")
	s.classify(donation, "DONATION-1", "4200")
	s.Tell("Somebody has given EUR 400. Vito can't book it, as he isn't an officer of the book; Volker can.")

	s.classify(2*strangersFee, "FEES-1", "4300")
	s.Tell("Whoever belongs to no co-op pays the ledger's fees: EUR 10 for each of the two transfers. They are the federation's, and he books them too.")
}

func (s *story) classify(amount int64, narrative, account string) {
	s.Tx(keepsBooks, "treasury", "classify", commons, driver.Coins(amount), "operating", account, "--narrative", narrative)
}

func (s *story) budgets() {
	s.Act("Above the buffer: ten hours a month for critical fixes (010), twelve hours at EUR 20 for budget 14 (029)")
	s.large("Resolutions 010 and 029", append(s.criticalFixes(), s.budgetFourteen()...)...)
	s.Tell("Both are open: the first is paid by the bank, the second in coins. Any volunteer may ask; Vilma and Volker approve, together.")
}

func (s *story) hoursInCoins() {
	s.Act("Volunteers claim the hours of budget 14, in coins")
	own := s.claim(claims, helpHours-4)
	s.Refused("can't approve payments out of this budget", claims, "treasury", "approve", commons, fmt.Sprint(own))
	s.Tx(approves, "treasury", "approve", commons, fmt.Sprint(own))
	s.Refused("has approved payment", approves, "treasury", "approve", commons, fmt.Sprint(own))
	s.Tx(keepsBooks, "treasury", "approve", commons, fmt.Sprint(own))
	s.isNow(own, "paid")
	other := s.claim(helps, 4)
	s.approvedByBoth(other)
	s.isNow(other, "paid")
	s.Tell("Vera and Vito have been paid for all twelve hours of the month, EUR %d, in the moment of the second approval.", helpHours*hour/euro)

	oneMore := s.claim(helps, 1)
	s.Tx(approves, "treasury", "approve", commons, fmt.Sprint(oneMore))
	s.Refused("left of", keepsBooks, "treasury", "approve", commons, fmt.Sprint(oneMore))
	s.Tx(helps, "treasury", "withdraw-payment", commons, fmt.Sprint(oneMore))
}

// claim asks for hours in coins.
func (s *story) claim(volunteer string, hours int64) uint64 {
	return s.RequestPayment(volunteer, commons, help, volunteer, hours*hour, "HOURS-1")
}

func (s *story) approvedByBoth(payment uint64) {
	s.Tx(approves, "treasury", "approve", commons, fmt.Sprint(payment))
	s.Tx(keepsBooks, "treasury", "approve", commons, fmt.Sprint(payment))
}

// isNow says at which stage a payment of the federation is.
func (s *story) isNow(id uint64, status string) {
	is := s.PaymentOf(commons, id).Status
	s.Expect(is == status, "payment %d is %s, and not %s", id, is, status)
}

func (s *story) recall() {
	s.Act("Budget 14 is recalled, as resolution 029 allows, by a large decision")
	s.large("Recall budget 14", s.MessagesOf("treasury", "close-budget", commons, fmt.Sprint(help))...)
	s.Refused("closed budget", helps, "treasury", "request-payment", commons, fmt.Sprint(help), s.AddressOf(helps), driver.Coins(hour))
}

// commonsAtTheEnd compares the book with a pencil's sums: EUR 1,500 at first, nine
// dues and one late, gifts of EUR 2,000 and 400, fees of strangers, ten hours and twelve, the bank's fee.
func (s *story) commonsAtTheEnd() {
	s.sameBalances(commons, map[string]int64{
		"1000": 210 * euro, "1100": 3_365*euro + 50, "3000": -1_500 * euro,
		"4100": -100 * euro, "4200": -2_400 * euro, "4300": -20 * euro, "5100": 440 * euro, "5700": 4*euro + 50,
	})
	for _, purse := range s.PursesOf(commons) {
		s.Expect(purse.Fund != "suspense" || len(purse.Coins) == 0, "%v are in suspense", purse.Coins)
	}
	is := s.atBank()
	s.Expect(is.Attested.Amount == 3_365*euro+50 && is.Stated == 3_355*euro+50 && is.Reserved == 0, "the bank account is %+v", is)
}
