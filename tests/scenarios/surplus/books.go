package main

import (
	"maps"

	"github.com/coopledger/coopledger/tests/scenarios/driver"
)

// Accounts that all three books have.
const (
	coinsHeld  = "1000"
	inPassbook = "2700"
	notTaken   = "2750"
)

// sameBalances compares the operating fund's balances with those of the pencil.
func (c *closing) sameBalances(wanted map[string]int64) {
	got := c.Balances(c.coop)
	c.Expect(maps.Equal(got, wanted), "the balances of %s are %v, not %v", c.coop, got, wanted)
}

// bookAgrees holds the book against itself, the purses and the passbooks, and prints it.
func (c *closing) bookAgrees() {
	book := c.BalancesByFund(c.coop)
	var all int64
	owed := map[string]int64{}
	for at, balance := range book {
		all += balance
		owed[at.Account] -= balance
	}
	c.Expect(all == 0, "debits of %s are %d more than credits", c.coop, all)
	for _, purse := range c.PursesOf(c.coop) {
		held, booked := c.heldInFund(c.coop, purse.Fund), book[driver.InBook{Account: coinsHeld, Fund: purse.Fund}]
		c.Expect(held == booked, "the fund %s of %s holds %d, and its book says %d", purse.Fund, c.coop, held, booked)
	}
	now := c.period()
	var passbooks int64
	for member := range c.wanted {
		passbooks += c.InPassbook(c.coop, member)
	}
	c.Expect(owed[inPassbook] == passbooks, "members of %s have %d in their passbooks, and the book says %d", c.coop, passbooks, owed[inPassbook])
	left := now.Outcome.Cash - now.Period.Taken
	c.Expect(left == 0 && owed[notTaken] == 0 && c.heldInFund(c.coop, "surplus") == 0, "of %s %d are not taken, and the book says %d", c.coop, left, owed[notTaken])
	c.Print("\n%s\n%s", c.coop, c.Coopd("query", "treasury", "trial-balance", c.coop))
}
