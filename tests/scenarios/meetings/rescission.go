package main

import (
	"fmt"

	"github.com/coopledger/coopledger/tests/scenarios/driver"
)

// sending is the kind of message by which people pay, paying that by which co-ops do.
const (
	sending = "/cosmos.bank.v1beta1.MsgSend"
	paying  = "/coop.treasury.v1.MsgPay"
)

// takenBack: two payments are passed and wait; one of them is taken back by a
// higher rule before its time has come.
func (s *story) takenBack() {
	s.Act("What has passed is taken back before it is carried out")
	coop, err := s.Coop(market)
	s.Must(err)
	s.Tx("visitor", "bank", "send", "visitor", coop.Account, "9000credit", "--fees", "1000credit")
	s.Tx("ezra", "treasury", "classify", market, "9000credit", "operating", "4000", "--narrative", "SALES-1")
	s.Tell("A customer pays 9000 credit to the co-op's account, and Ezra, who keeps the book, classifies them as income.")

	const dear = "Pay 4000 credit for a neon sign"
	var sign uint64
	s.Together(
		func() { sign = s.pays("emi", dear, "4000") },
		func() { s.payment = s.pays("ezra", "Pay 700 credit for apples", "700") },
	)
	s.Together(
		func() { s.Tx("elif", "governance", "second", fmt.Sprint(sign)) },
		func() { s.Tx("edda", "governance", "second", fmt.Sprint(s.payment)) },
	)
	s.Together(
		func() { s.vote(sign, "yes", "emi", "elif") },
		func() { s.vote(s.payment, "yes", "ezra", "edda") },
	)
	s.Await(sign, patience, "timelock")
	s.Tell("Two payments pass, each proposed, seconded and voted for. They are carried out after little more than a minute.")

	rescission := s.WriteFile("rescind.yaml", []byte(s.Coopd("tx", "governance", "rescind", market, fmt.Sprint(sign))))
	id := s.ProposeFile("enzo", rescission)
	s.vote(id, "yes", "elif", "enzo", "edda", "nadia", "ezra")
	s.Await(id, patience, "executed")
	s.Await(sign, patience, "rescinded")
	s.Expect(s.credit("supplier") == 0, "the supplier has %d credit", s.credit("supplier"))
	s.Tell("The members think better of %q. Most of the roll votes to take it back, under the rule for the charter itself: it is rescinded, and nothing is paid.", dear)
}

// pays opens a resolution that pays the supplier from the co-op's account.
func (s *story) pays(proposer, title, amount string) uint64 {
	supplier := s.AddressOf("supplier")
	// The ledger doesn't know the supplier, so whoever proposes confirms the address.
	return s.ProposeFile(proposer, s.WriteYAML("payment", driver.Resolution{Coop: market, Title: title, Messages: []map[string]any{{
		"@type": paying, "coop_id": s.id(), "fund": "operating", "payee": supplier, "account": "5000",
		"coins": []map[string]string{{"denom": "credit", "amount": amount}},
	}}}), "--confirm-payee", supplier)
}

// credit that an account has.
func (s *story) credit(name string) uint64 {
	var answer struct {
		Balance struct {
			Amount driver.Number `json:"amount"`
		} `json:"balance"`
	}
	s.Get("/cosmos/bank/v1beta1/balances/"+s.AddressOf(name)+"/by_denom?denom=credit", &answer)
	return uint64(answer.Balance.Amount)
}
