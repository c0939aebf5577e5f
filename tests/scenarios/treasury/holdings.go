package main

import (
	"fmt"
	"maps"
	"time"

	"github.com/coopledger/coopledger/tests/scenarios/driver"
)

const (
	share      = 50 * euro
	asha, anya = uint64(6), uint64(4)
)

func (s *story) shares() {
	s.Act("Members buy shares, which give no vote, and get them back")
	s.Tx("asha", "treasury", "subscribe", workers, fmt.Sprint(asha), "share", "3", "--pays")
	s.Tx("anya", "treasury", "subscribe", workers, fmt.Sprint(anya), "share", "1")
	s.Tell("Asha buys three shares of EUR 50 and pays them. Anya subscribes one, to be paid in two instalments.")
	s.Refused("and 2 can be", "asha", "treasury", "redeem", workers, fmt.Sprint(asha), "share", "3")
	s.Tx("asha", "treasury", "redeem", workers, fmt.Sprint(asha), "share", "2")
	s.Until(patience, "two shares are in Asha's passbook", func() bool { return s.InPassbook(workers, asha) == 2*share })
	s.Tell("Asha wants two back: EUR 100 are in her passbook. One she keeps, as the charter asks of who works there.")
}

// arrears are asked for today and for a day to come, as nobody moves the clock.
func (s *story) arrears() {
	s.Act("Who is in arrears")
	s.Expect(len(s.owedOn(0)) == 0, "members owe %v today", s.owedOn(0))
	soon := s.owedOn(10)
	s.Expect(maps.Equal(soon, map[uint64]int64{anya: share / 2}), "members owe %v in ten days", soon)
	later := s.owedOn(40)
	s.Expect(maps.Equal(later, map[uint64]int64{1: share, 2: share, 3: share, anya: share, 5: share, 7: share}), "members owe %v in forty days", later)
	s.Tell("Today nobody is. If nobody pays, Anya is in ten days, with a first EUR 25; in forty days all but Asha, with EUR 50 each.")
}

// owedOn is what each member is late with so many days from now.
func (s *story) owedOn(days int) map[uint64]int64 {
	var answer struct {
		Lines []struct {
			Member driver.Number `json:"member_id"`
			Amount driver.Number `json:"amount"`
		} `json:"lines"`
	}
	day := time.Now().UTC().AddDate(0, 0, days).Format("20060102")
	s.Ask(&answer, "treasury", "arrears", workers, "--at", day)
	owed := make(map[uint64]int64)
	for _, line := range answer.Lines {
		owed[uint64(line.Member)] += int64(line.Amount)
	}
	return owed
}

func (s *story) withdrawal() {
	s.Act("Asha takes money out of her passbook")
	own := s.AddressOf("asha")
	withdraw := func(address string, cents int64) []string {
		return []string{"treasury", "withdraw", workers, fmt.Sprint(asha), address, driver.Coins(cents)}
	}
	s.Refused("does not act for the money of member", "amal", withdraw(s.AddressOf("amal"), 60*euro)...)
	s.Refused("has not announced", "asha", withdraw(s.AddressOf(landlord), 60*euro)...)
	s.Tx("asha", withdraw(own, 60*euro)...)
	s.Expect(s.InPassbook(workers, asha) == 40*euro, "EUR %s are left in the passbook", driver.Euros(s.InPassbook(workers, asha)))
	s.Tell("EUR 60 go at once to the address that she named days ago. To an address that she never named nothing goes.")

	second := s.Tx("asha", withdraw(own, 30*euro)...)
	var waits struct {
		ID  string        `json:"id"`
		Due driver.Number `json:"due_at"`
	}
	s.Held(second, "coop.treasury.v1.EventWithdrawal", "withdrawal", &waits)
	wait := time.Until(time.Unix(int64(waits.Due), 0)).Round(time.Hour)
	s.Expect(wait == 3*24*time.Hour && s.InPassbook(workers, asha) == 40*euro, "the second withdrawal waits %s", wait)
	s.Refused("that are not on their way yet", "asha", withdraw(own, 20*euro)...)
	s.Tx("asha", "treasury", "stop-withdrawal", workers, waits.ID)
	s.Tell("EUR 30 more are above the EUR 80 of a day, and wait three days, in which any key of hers stops them. She does.")
}
