package main

import (
	"fmt"
	"strings"
	"time"

	"github.com/coopledger/coopledger/tests/scenarios/driver"
)

// bank is the federation's outside account, by its name in the charter.
const bank = "bank"

// month is the statement that the bank sends, as the story's pencil adds it up.
type month struct {
	opening, closing int64
	entries          []string
}

// shows an entry that brought so much to the account.
func (m *month) shows(entry string, cents int64) {
	m.closing += cents
	m.entries = append(m.entries, entry)
}

func (s *story) bankBegins() {
	s.Act("Most of the common fund is at a bank, which the ledger can't see: two officers attest it")
	letter := s.Document("letter.txt", "The account of Hosting Commons holds EUR 1,500.00.\n")
	opening := []string{"treasury", "received", commons, bank, fmt.Sprint(buffer), "3000", "--narrative", "OPENING"}
	s.Refused("it has no document", keepsBooks, opening...)
	opening = append(opening, "--document", letter)
	s.Refused("does not hold the power", claims, opening...)
	prepared := s.Tx(keepsBooks, opening...)
	s.Refused("another officer with the power", keepsBooks, "treasury", "approve-entry", commons, prepared.WaitingEntry())
	s.Expect(s.atBank().Attested.Amount == 0, "one officer alone has attested %d cents", s.atBank().Attested.Amount)
	entry := s.Tx(approves, "treasury", "approve-entry", commons, prepared.WaitingEntry()).PostedEntry()
	s.Tell("Volker enters the EUR 1,500 that were there, with the hash of the bank's letter. Alone he is refused. Vilma confirms it.")

	s.statement = month{opening: 0}
	s.statement.shows(entry, buffer)
	s.reconciled("statement-1.csv")
	s.Tell("The first statement says the same. Volker holds it against the book, Vilma confirms.")
}

// attested by both officers, with the hash of what the bank shows: the entry's number.
func (s *story) attested(verb string, cents int64, account, narrative string) string {
	shown := s.Document("online-banking.txt", fmt.Sprintf("%s: %s, EUR %s\n", narrative, verb, driver.Euros(cents)))
	prepared := s.Tx(keepsBooks, "treasury", verb, commons, bank, fmt.Sprint(cents), account, "--narrative", narrative, "--document", shown)
	return s.Tx(approves, "treasury", "approve-entry", commons, prepared.WaitingEntry()).PostedEntry()
}

func (s *story) moneyComesToTheBank() {
	s.Act("Dues come in at the bank (resolution 002), and a gift")
	s.statement.shows(s.attested("received", 6*dues, "4100", "DUES-1"), 6*dues)
	s.statement.shows(s.attested("received", gift, "4200", "GIFT-1"), gift)
	s.Expect(s.atBank().Attested.Amount == buffer+6*dues+gift, "%d cents are attested", s.atBank().Attested.Amount)
	s.Tell("Six co-ops have sent EUR 10 each for this month, and somebody EUR 2,000. Volker enters both, Vilma confirms both.")
}

// endOfTheMonth holds the month's statement against the book. One receipt is too
// late for it.
func (s *story) endOfTheMonth() {
	s.Act("The month's statement is held against the book")
	late := s.attested("received", dues, "4100", "DUES-1")
	right := s.statement
	s.statement.opening++
	s.Refused("the last statement of the outside account", keepsBooks, s.reconcile("wrong.csv")...)
	s.statement = right
	s.statement.closing++
	s.Refused("entries come to", keepsBooks, s.reconcile("wrong.csv")...)
	s.statement = right
	s.reconciled("statement-2.csv")
	s.Tell("It opens with EUR %s, where the last one closed, shows %d entries, and closes with EUR %s.",
		driver.Euros(right.opening), len(right.entries), driver.Euros(right.closing))

	var answer struct {
		Lines []struct {
			Entry     string `json:"entry"`
			Amount    string `json:"amount"`
			Narrative string `json:"narrative"`
		} `json:"lines"`
	}
	s.Ask(&answer, "treasury", "unmatched", commons, bank)
	s.Expect(len(answer.Lines) == 1 && answer.Lines[0].Entry == late && answer.Lines[0].Amount == fmt.Sprint(dues),
		"what no statement has shown is %v, not entry %s", answer.Lines, late)
	s.Tell("One entry it doesn't show: number %s (%s), EUR %s that came after it. It stays listed until a statement shows it.",
		late, answer.Lines[0].Narrative, driver.Euros(dues))
}

// reconcile is the command that holds the statement against the book.
func (s *story) reconcile(name string) []string {
	text := fmt.Sprintf("opening,%s\nclosing,%s\n", driver.Euros(s.statement.opening), driver.Euros(s.statement.closing))
	// The ledger's own clock may lag a little behind.
	of := time.Now().UTC().Add(-10 * time.Second).Format(time.RFC3339)
	return []string{
		"treasury", "reconcile", commons, bank, fmt.Sprint(s.statement.opening), fmt.Sprint(s.statement.closing), of,
		"--entries", strings.Join(s.statement.entries, ","), "--document", s.Document(name, text),
	}
}

// reconciled by both officers; the next statement opens where this one closes.
func (s *story) reconciled(name string) {
	var prepared struct {
		ID string `json:"id"`
	}
	result := s.Tx(keepsBooks, s.reconcile(name)...)
	s.Held(result, "coop.treasury.v1.EventReconciliation", "reconciliation", &prepared)
	s.Refused("another officer with the power", keepsBooks, "treasury", "approve-reconciliation", commons, prepared.ID)
	s.Tx(approves, "treasury", "approve-reconciliation", commons, prepared.ID)
	stated := int64(s.atBank().Stated)
	s.Expect(stated == s.statement.closing, "the statement has %d cents and the ledger says %d", s.statement.closing, stated)
	s.statement = month{opening: stated, closing: stated}
}
