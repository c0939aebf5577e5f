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

// MessagesOf a proposal that a command writes: coopd tx treasury open-budget …
func (s *Scenario) MessagesOf(command ...string) []map[string]any {
	var written Resolution
	s.Must(yaml.Unmarshal([]byte(s.Coopd(append([]string{"tx"}, command...)...)), &written))
	s.Expect(len(written.Messages) > 0, "`coopd tx %s` writes no message", strings.Join(command, " "))
	return written.Messages
}

// Balances of a co-op's accounts in its operating fund, by code, in minor units
// of its book's currency, debits positive.
func (s *Scenario) Balances(coop string) map[string]int64 {
	var answer struct {
		Lines []struct {
			Account string `json:"account"`
			Fund    string `json:"fund"`
			Balance struct {
				Functional string `json:"functional"`
			} `json:"balance"`
		} `json:"lines"`
	}
	s.Ask(&answer, "treasury", "trial-balance", coop)
	balances := make(map[string]int64)
	for _, line := range answer.Lines {
		if line.Fund != "operating" {
			continue
		}
		var value int64
		_, err := fmt.Sscan(line.Balance.Functional, &value)
		s.Must(err)
		balances[line.Account] += value
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
func (s *Scenario) RequestPayment(from, coop string, budget uint64, payee string, amount int64, narrative string) uint64 {
	result := s.Tx(from, "treasury", "request-payment", coop, fmt.Sprint(budget), s.AddressOf(payee), Coins(amount), "--narrative", narrative)
	var payment struct {
		ID Number `json:"id"`
	}
	s.Held(result, "coop.treasury.v1.EventPayment", "payment", &payment)
	return uint64(payment.ID)
}
