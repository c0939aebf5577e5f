package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/coopledger/coopledger/tests/scenarios/driver"
)

// closing is how one co-op closes its first period, and what the story's pencil knows of it.
type closing struct {
	*driver.Scenario
	coop, charter string
	// bookkeeper is the officer who classifies and presents.
	bookkeeper string
	// names of members by number, and the id of each one's class.
	names   map[uint64]string
	classes map[uint64]int
	// did is what members have done, by basis and member.
	did map[string]map[uint64]int64
	// earned is the result by the pencil.
	earned result
	// wanted are members' shares by the pencil.
	wanted map[uint64]share
	tell   func(*closing)
}

// result of a period by source.
type result struct {
	Member    int64 `json:"member,string"`
	NonMember int64 `json:"non_member,string"`
}

// share of a member.
type share struct{ Total, Cash int64 }

func (c *closing) play(s *driver.Scenario) {
	c.Scenario = s
	c.did = map[string]map[uint64]int64{}
	c.tell(c)
}

func (c *closing) grant(member uint64, power string) map[string]any {
	return driver.GrantMessage(fmt.Sprint(c.CoopID(c.coop)), fmt.Sprint(member), power)
}

// pays is the message by which the co-op pays an expense.
func (c *closing) pays(payee string, amount int64, account, narrative string) []map[string]any {
	return c.MessagesOf("treasury", "pay", c.coop, "operating", payee, driver.Coins(amount), account, "--narrative", narrative)
}

// account of a co-op, to which anybody may send coins.
func (c *closing) account(coop string) string {
	found, err := c.Coop(coop)
	c.Must(err)
	return found.Account
}

// receives coins by an ordinary transfer.
func (c *closing) receives(amount int64) {
	c.Tx(customer, "bank", "send", customer, c.account(c.coop), driver.Coins(amount), "--fees", driver.Coins(strangersFee))
}

func (c *closing) classifies(amount int64, account, narrative string) {
	c.Tx(c.bookkeeper, c.classify(amount, account, narrative)...)
}

func (c *closing) classify(amount int64, account, narrative string) []string {
	return []string{"treasury", "classify", c.coop, driver.Coins(amount), "operating", account, "--narrative", narrative}
}

// records what members have done out of a CSV file.
func (c *closing) records(officer, basis string, amounts map[uint64]int64) {
	c.Tx(officer, c.record(basis, amounts)...)
	if c.did[basis] == nil {
		c.did[basis] = map[uint64]int64{}
	}
	maps.Copy(c.did[basis], amounts)
}

// record is the command with its file.
func (c *closing) record(basis string, amounts map[uint64]int64, flags ...string) []string {
	lines := "member,amount\n"
	for _, member := range slices.Sorted(maps.Keys(amounts)) {
		lines += fmt.Sprintf("%d,%d\n", member, amounts[member])
	}
	shown := c.Document("shown.txt", "What shows "+lines)
	return append([]string{"surplus", "record", c.coop, basis, c.WriteFile(basis+".csv", []byte(lines)), shown}, flags...)
}

// answered by an officer, who adds a correction.
func (c *closing) answered(officer, basis string, member uint64, correction int64) {
	c.Expect(c.disputes() == 1, "%d disputes are open in %s", c.disputes(), c.coop)
	answer := c.Document("answer.txt", "You are right.")
	c.Tx(officer, "surplus", "answer", c.coop, "1", fmt.Sprint(member), fmt.Sprint(correction), "--document", answer)
	c.did[basis][member] += correction
	c.Expect(c.disputes() == 0, "%d disputes are open in %s", c.disputes(), c.coop)
}

func (c *closing) disputes() int {
	var answer struct {
		Disputes []struct{} `json:"disputes"`
	}
	c.Ask(&answer, "surplus", "disputes", c.coop, "1")
	return len(answer.Disputes)
}

// reaches a stage by itself.
func (c *closing) reaches(stage string) {
	c.Until(patience, fmt.Sprintf("the first period of %s is %s", c.coop, stage), func() bool {
		var now period
		c.Get("/coop/surplus/v1/coops/"+c.coop+"/periods/1", &now)
		c.Expect(now.Period.ErrorCode == 0, "the period is held: %s %d", now.Period.Codespace, now.Period.ErrorCode)
		return now.stage() == stage
	})
}

// presents the accounts, and returns the presentation's number.
func (c *closing) presents(report string) string {
	sent := c.Tx(c.bookkeeper, "surplus", "present", c.coop, "1", c.Document("accounts.txt", "The accounts."), c.Document("report.txt", report))
	var presented struct {
		Number uint32 `json:"number"`
		Result result `json:"result"`
	}
	c.Held(sent, "coop.surplus.v1.EventAccountsPresented", "presentation", &presented)
	c.Expect(presented.Result == c.earned, "by the journal %s has earned %+v, by the pencil %+v", c.coop, presented.Result, c.earned)
	return fmt.Sprint(presented.Number)
}

// approval is the message by which the members approve a presentation.
func (c *closing) approval(presentation string) []map[string]any {
	return c.MessagesOf("surplus", "approve-accounts", c.coop, "1", presentation)
}

// vote of several members at once.
func (c *closing) vote(id uint64, keys ...string) {
	var votes []func()
	for _, key := range keys {
		votes = append(votes, func() { c.Vote(key, id, "yes") })
	}
	c.Together(votes...)
}

// take is the command by which a member's cash goes into its passbook.
func (c *closing) take(member uint64) []string {
	return []string{"surplus", "take-share", c.coop, "1", fmt.Sprint(member)}
}

// taken by each member who has cash, with these keys.
func (c *closing) taken(keys map[uint64]string) {
	var takes []func()
	for member, key := range keys {
		takes = append(takes, func() { c.Tx(key, c.take(member)...) })
	}
	c.Together(takes...)
	for member := range keys {
		owed := c.InPassbook(c.coop, member)
		c.Expect(owed == c.wanted[member].Cash, "member %d of %s has %d in its passbook, not %d", member, c.coop, owed, c.wanted[member].Cash)
	}
}

// heldInFund is what the ledger holds of the co-op's in a fund.
func (c *closing) heldInFund(coop, fund string) (held int64) {
	for _, purse := range c.PursesOf(coop) {
		for _, coin := range purse.Coins {
			if purse.Fund == fund {
				held += int64(coin.Amount)
			}
		}
	}
	return held
}

// file of all that members have done, as the off-line command reads it.
func (c *closing) file() string {
	bases := slices.Sorted(maps.Keys(c.did))
	lines := []string{"member,class," + strings.Join(bases, ",")}
	for _, member := range slices.Sorted(maps.Keys(c.wanted)) {
		line := fmt.Sprintf("%d,%d", member, c.classes[member])
		for _, basis := range bases {
			line += fmt.Sprintf(",%d", c.did[basis][member])
		}
		lines = append(lines, line)
	}
	return c.WriteFile("patronage.csv", []byte(strings.Join(lines, "\n")+"\n"))
}
