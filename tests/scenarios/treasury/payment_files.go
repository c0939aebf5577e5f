package main

import (
	"crypto/sha256"
	"encoding/csv"
	"encoding/xml"
	"fmt"
	"slices"
	"strings"
)

// payees are in a list that the federation alone has; its IBANs are examples of the
// standard. The ledger has a hash of each line.
const payees = `code,name,iban,bic,salt
bank,Hosting Commons,DE89370400440532013000,,0f5a7cc2d1e94b3f8a61
VOL-1,Vera Volunteer,GB82WEST12345698765432,,5c1f2b7ae6d04bd29f3e
VOL-2,Vito Volunteer,FR1420041010050500013M02606,,9be04c1d7730a2f5c6d8
VOL-2B,Vito Volunteer,NL91ABNA0417164300,,c3a7710be9424fd08e55
`

const vera, vito = uint64(10), uint64(11) // on the federation's roll

// claimAtBank is a payment for hours to a bank account, approved by the two who may.
func (s *story) claimAtBank(volunteer string, member uint64, code string, hours int64) uint64 {
	hash := strings.TrimSpace(s.Coopd("treasury", "payee", code, "--payees", s.payees))
	id := s.RequestPaymentTo(volunteer, commons, fixes, code, fmt.Sprintf("%dEUR", hours*hour),
		"--narrative", "HOURS-1", "--payee-sha256", hash, "--payee-member", fmt.Sprint(member))
	s.approvedByBoth(id)
	s.isNow(id, "due")
	return id
}

func (s *story) hoursAtTheBank() {
	s.Act("Ten hours of critical fixes are claimed, and paid by the bank: a payment file in ISO 20022 (pain.001)")
	first := s.claimAtBank(claims, vera, "VOL-1", 6)
	second := s.claimAtBank(helps, vito, "VOL-2", 4)
	s.Tell("Vera asks for six hours and Vito for four, EUR 120 and EUR 80. Vilma and Volker approve; nothing has left the bank yet.")

	changed := s.WriteFile("payees.csv", []byte(strings.Replace(payees, "FR1420041010050500013M02606", "NL91ABNA0417164300", 1)))
	said := s.Fails("has other details in the list than those that were approved", s.exporting("pain.001", changed)...)
	s.Tell("Somebody puts another IBAN into the list of payees. No file is written: %s", said)

	text, file := s.exported("pain.001")
	s.isPain(text, "200.00", map[string]string{"GB82WEST12345698765432": "120.00", "FR1420041010050500013M02606": "80.00"})
	s.Tell("With the right list there is a file for the bank: two payments, EUR 200. Volker records its hash before the bank gets it.")
	s.Refused("recorded the file; another officer", keepsBooks, s.confirming(file, first, second)...)
	s.confirmed(file, first, second)
	s.statement.shows(fmt.Sprint(s.PaymentOf(commons, first).Entry), -6*hour)
	s.statement.shows(fmt.Sprint(s.PaymentOf(commons, second).Entry), -4*hour)
	s.Tell("The statement shows both. Vilma says so, as Volker recorded the file: only now they are in the book.")
	s.comesBack(second)
}

// comesBack is a payment that the bank sends back, and what becomes of it.
func (s *story) comesBack(payment uint64) {
	s.Act("Vito's bank account is closed: his EUR 80 come back")
	before := s.atBank().Attested.Amount
	shown := s.Document("returned.txt", "Returned: EUR 80.00, account closed\n")
	prepared := s.Tx(keepsBooks, "treasury", "return-payment", commons, fmt.Sprint(payment), "ACCOUNT-CLOSED", "--document", shown)
	s.Refused("another officer with the power", keepsBooks, "treasury", "approve-entry", commons, prepared.WaitingEntry())
	entry := s.Tx(approves, "treasury", "approve-entry", commons, prepared.WaitingEntry()).PostedEntry()
	s.isNow(payment, "returned")
	now := s.atBank()
	s.Expect(now.Attested.Amount == before+4*hour && now.Reserved == 4*hour, "after the return %d cents are attested and %d reserved", now.Attested.Amount, now.Reserved)
	s.statement.shows(entry, 4*hour)
	s.statement.shows(s.attested("spent", fee, "5700", "RETURN-FEE"), -fee)
	s.Tell("Two officers take the payment back: EUR 80 are at the bank again, still set aside for Vito. The bank's fee of EUR 4.50 is attested too.")

	s.Tx(approves, "treasury", "release", commons, fmt.Sprint(payment), "NEW-ACCOUNT")
	s.isNow(payment, "released")
	again := s.claimAtBank(helps, vito, "VOL-2B", 4)
	text, file := s.exported("csv")
	s.isCSV(text, "NL91ABNA0417164300", "80.00")
	s.confirmed(file, again)
	s.statement.shows(fmt.Sprint(s.PaymentOf(commons, again).Entry), -4*hour)
	s.Tell("Vilma gives that payment up. Vito asks again with another account; this time the file is CSV, and the money arrives.")
}

func (s *story) exporting(format, list string) []string {
	return []string{"treasury", "payment-file", commons, "--account", bank, "--format", format, "--payees", list}
}

// exported writes what is due for the bank, and records it by the very command
// that is printed beside it: the file's text and its number.
func (s *story) exported(format string) (text, number string) {
	text, said := s.CoopdSays(s.exporting(format, s.payees)...)
	_, command, _ := strings.Cut(said, "coopd tx ")
	command, found := strings.CutSuffix(strings.SplitN(command, "\n", 2)[0], " --from KEY")
	s.Expect(found, "no command that records the file is printed, but %q", said)
	var recorded struct {
		ID     string `json:"id"`
		SHA256 []byte `json:"file_sha256"`
	}
	s.Held(s.Tx(keepsBooks, strings.Fields(command)...), "coop.treasury.v1.EventPaymentFile", "file", &recorded)
	hash := sha256.Sum256([]byte(text))
	s.Expect(slices.Equal(recorded.SHA256, hash[:]), "the ledger has the hash %x, and the file %x", recorded.SHA256, hash)
	s.Fails("no payment out of the outside account", s.exporting(format, s.payees)...)
	return text, recorded.ID
}

// confirming is the command that says which payments of a file a statement shows.
func (s *story) confirming(file string, payments ...uint64) []string {
	ids := make([]string, len(payments))
	for i, id := range payments {
		s.isNow(id, "exported")
		ids[i] = fmt.Sprint(id)
	}
	return []string{
		"treasury", "confirm-file", commons, file, "--paid", strings.Join(ids, ","),
		"--document", s.Document("debits.txt", "Paid: "+strings.Join(ids, ", ")+"\n"),
	}
}

// confirmed by the officer who has not recorded the file, with the statement's hash.
func (s *story) confirmed(file string, payments ...uint64) {
	s.Tx(approves, s.confirming(file, payments...)...)
	for _, id := range payments {
		s.isNow(id, "paid")
	}
}

// isPain reads the file as a bank does.
func (s *story) isPain(text, sum string, amounts map[string]string) {
	var file struct {
		Count     int    `xml:"CstmrCdtTrfInitn>GrpHdr>NbOfTxs"`
		Sum       string `xml:"CstmrCdtTrfInitn>GrpHdr>CtrlSum"`
		From      string `xml:"CstmrCdtTrfInitn>PmtInf>DbtrAcct>Id>IBAN"`
		Transfers []struct {
			Amount string `xml:"Amt>InstdAmt"`
			IBAN   string `xml:"CdtrAcct>Id>IBAN"`
		} `xml:"CstmrCdtTrfInitn>PmtInf>CdtTrfTxInf"`
	}
	s.Must(xml.Unmarshal([]byte(text), &file))
	s.Expect(file.Count == len(amounts) && file.Sum == sum && file.From == "DE89370400440532013000" && len(file.Transfers) == file.Count,
		"the file has %d payments, EUR %s, out of %s", file.Count, file.Sum, file.From)
	for _, transfer := range file.Transfers {
		s.Expect(amounts[transfer.IBAN] == transfer.Amount, "the file pays EUR %s to %s", transfer.Amount, transfer.IBAN)
	}
}

// isCSV reads a file of one payment.
func (s *story) isCSV(text, iban, amount string) {
	lines, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	s.Must(err)
	s.Expect(len(lines) == 3 && lines[1][3] == iban && lines[1][5] == amount && lines[2][0] == "total" && lines[2][5] == amount,
		"the file has the lines %v", lines)
}
