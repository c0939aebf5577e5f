package driver

import (
	"fmt"
	"strings"

	"go.yaml.in/yaml/v3"
)

// FeeDenom is the coin of config.yml.
const FeeDenom = "credit"

// Coins is an amount of it.
func Coins(amount int64) string { return fmt.Sprintf("%d%s", amount, FeeDenom) }

// Euros of so many cents, such as 1234.50.
func Euros(cents int64) string {
	sign := ""
	if cents < 0 {
		sign, cents = "-", -cents
	}
	return fmt.Sprintf("%s%d.%02d", sign, cents/100, cents%100)
}

// Document is something on paper, of which the ledger gets the hash.
func (s *Scenario) Document(name, text string) string {
	return strings.Fields(s.Coopd("doc", "hash", s.WriteFile(name, []byte(text))))[0]
}

// MessagesOf a proposal that a command writes: coopd tx treasury open-budget …
func (s *Scenario) MessagesOf(command ...string) []map[string]any {
	var written Resolution
	s.Must(yaml.Unmarshal([]byte(s.Coopd(append([]string{"tx"}, command...)...)), &written))
	s.Expect(len(written.Messages) > 0, "`coopd tx %s` writes no message", strings.Join(command, " "))
	return written.Messages
}

// InBook is where a balance is.
type InBook struct {
	Account string `json:"account"`
	Fund    string `json:"fund"`
}

// Balances of a co-op's accounts in its operating fund, by code, in minor units
// of its book's currency, debits positive.
func (s *Scenario) Balances(coop string) map[string]int64 {
	balances := make(map[string]int64)
	for at, balance := range s.BalancesByFund(coop) {
		if at.Fund == "operating" {
			balances[at.Account] = balance
		}
	}
	return balances
}

// BalancesByFund are those of all funds.
func (s *Scenario) BalancesByFund(coop string) map[InBook]int64 {
	var answer struct {
		Lines []struct {
			InBook
			Balance struct {
				Functional string `json:"functional"`
			} `json:"balance"`
		} `json:"lines"`
	}
	s.Ask(&answer, "treasury", "trial-balance", coop)
	balances := make(map[InBook]int64)
	for _, line := range answer.Lines {
		var value int64
		_, err := fmt.Sscan(line.Balance.Functional, &value)
		s.Must(err)
		balances[line.InBook] += value
	}
	return balances
}

// Payment out of a budget, as the ledger tells it.
type Payment struct {
	Status string `json:"status"`
	Entry  Number `json:"entry"`
}

// PaymentOf a co-op.
func (s *Scenario) PaymentOf(coop string, id uint64) Payment {
	var answer struct {
		Payment Payment `json:"payment"`
	}
	s.Ask(&answer, "treasury", "payment", coop, fmt.Sprint(id))
	answer.Payment.Status = strings.ToLower(strings.TrimPrefix(answer.Payment.Status, "PAYMENT_STATUS_"))
	return answer.Payment
}

// RequestPayment asks for a payment out of a budget and returns its number.
func (s *Scenario) RequestPayment(from, coop string, budget uint64, payee string, amount int64, narrative string, flags ...string) uint64 {
	return s.RequestPaymentTo(from, coop, budget, s.AddressOf(payee), Coins(amount), append(flags, "--narrative", narrative)...)
}

// RequestPaymentTo does so where the payee or the money are of another kind: a code
// and what is in an outside account, or a member's passbook.
func (s *Scenario) RequestPaymentTo(from, coop string, budget uint64, payee, amount string, flags ...string) uint64 {
	result := s.Tx(from, append([]string{"treasury", "request-payment", coop, fmt.Sprint(budget), payee, amount}, flags...)...)
	var payment struct {
		ID Number `json:"id"`
	}
	s.Held(result, "coop.treasury.v1.EventPayment", "payment", &payment)
	return uint64(payment.ID)
}

// WaitingEntry is the number under which an entry waits for a second officer.
func (r TxResult) WaitingEntry() string {
	return r.Attribute("coop.treasury.v1.EventEntryPrepared", "pending_id")
}

// PostedEntry is the number in the journal of what a transaction has booked.
func (r TxResult) PostedEntry() string {
	return r.Attribute("coop.treasury.v1.EventEntryPosted", "entry")
}

// Outside is an outside account as officers attest it, in minor units of its currency.
type Outside struct {
	Account struct {
		Name     string `json:"name"`
		Currency string `json:"currency"`
	} `json:"outside"`
	Attested struct {
		Amount Number `json:"amount"`
	} `json:"attested"`
	Reserved Number `json:"reserved"`
	// Stated is what the last statement closed with.
	Stated Number `json:"stated"`
}

// OutsideOf a co-op are the accounts whose money the ledger doesn't hold.
func (s *Scenario) OutsideOf(coop string) []Outside {
	var answer struct {
		Lines []Outside `json:"lines"`
	}
	s.Ask(&answer, "treasury", "outside", coop)
	return answer.Lines
}

// Purse is what the ledger holds of a co-op's in one fund.
type Purse struct {
	Fund  string `json:"fund"`
	Coins []struct {
		Denom  string `json:"denom"`
		Amount Number `json:"amount"`
	} `json:"coins"`
}

// PursesOf a co-op.
func (s *Scenario) PursesOf(coop string) []Purse {
	var answer struct {
		Purses []Purse `json:"purses"`
	}
	s.Ask(&answer, "treasury", "purses", coop)
	return answer.Purses
}

// InPassbook is what a co-op owes a member in its passbook, in coins.
func (s *Scenario) InPassbook(coop string, member uint64) (owed int64) {
	var answer struct {
		Lines []struct {
			Owed Number `json:"owed"`
		} `json:"lines"`
	}
	s.Ask(&answer, "treasury", "passbook", coop, fmt.Sprint(member))
	for _, line := range answer.Lines {
		owed += int64(line.Owed)
	}
	return owed
}

// SetPayout lets a member's money go to an address from the beginning: its wait of
// days is over when the ledger begins. The key that has the address announced it.
func (setup Setup) SetPayout(coopID, member uint64, address string) {
	state := setup.part("genesis", "app_state")
	if state["treasury"] == nil {
		state["treasury"] = map[string]any{"payout_addresses": []any{}}
	}
	treasury := setup.part("genesis", "app_state", "treasury")
	known, _ := treasury["payout_addresses"].([]any)
	treasury["payout_addresses"] = append(known, map[string]any{
		"coop_id": fmt.Sprint(coopID), "member_id": fmt.Sprint(member), "address": address, "announced_by": address, "confirmed_at": "1",
	})
}
