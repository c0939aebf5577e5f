package payments

import (
	"crypto/sha256"
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"cosmossdk.io/math"

	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
	treasurytypes "github.com/coopledger/coopledger/x/treasury/types"
)

// maxReferenceLetters is Max140Text of ISO 20022.
const maxReferenceLetters = 140

// File is what a bank is to pay. The same payments, list and times write the same
// bytes.
type File struct {
	// CoopID and Outside say whose money it is.
	CoopID  uint64
	Outside membershiptypes.OutsideAccount
	// Debtor is the co-op itself: the payee whose code is the outside account's name.
	Debtor Payee
	// Created is when the file was made; On is the day on which the bank is to pay.
	Created, On time.Time
	Transfers   []Transfer
}

// Transfer is one payment with whom it goes to.
type Transfer struct {
	Payment treasurytypes.Payment
	Payee   Payee
}

// New joins payments that are due with the payees of the list.
func New(
	coopID uint64, outside membershiptypes.OutsideAccount, due []treasurytypes.Payment, payees []Payee, created, on time.Time,
) (File, error) {
	file := File{CoopID: coopID, Outside: outside, Created: created.UTC(), On: on}
	var err error
	if file.Debtor, err = find(payees, outside.Name); err != nil {
		return file, fmt.Errorf("the co-op's own account: %w; add a line whose code is %s", err, outside.Name)
	}
	for _, payment := range due {
		payee, err := matching(payees, payment.PayeeCode, payment.PayeeSha256)
		if err != nil {
			return file, fmt.Errorf("payment %d: %w", payment.Id, err)
		}
		if payment.Coin.Denom != outside.Currency || !payment.Coin.Amount.IsPositive() {
			return file, fmt.Errorf("payment %d is of %s, and the outside account %q has %s", payment.Id, payment.Coin, outside.Name, outside.Currency)
		}
		if len(payment.Narrative) > maxReferenceLetters {
			return file, fmt.Errorf("payment %d has a narrative of %d letters, and a bank takes %d", payment.Id, len(payment.Narrative), maxReferenceLetters)
		}
		file.Transfers = append(file.Transfers, Transfer{Payment: payment, Payee: payee})
	}
	if len(file.Transfers) == 0 {
		return file, fmt.Errorf("no payment out of the outside account %q is due", outside.Name)
	}
	return file, nil
}

// Total of the file in minor units.
func (f File) Total() math.Int {
	total := math.ZeroInt()
	for _, transfer := range f.Transfers {
		total = total.Add(transfer.Payment.Coin.Amount)
	}
	return total
}

// PaymentIDs in the file.
func (f File) PaymentIDs() (ids []uint64) {
	for _, transfer := range f.Transfers {
		ids = append(ids, transfer.Payment.Id)
	}
	return ids
}

// Reference of the file, which a bank takes once: of its co-op, payments and the
// moment in which it was made. It has at most 35 letters, as Max35Text.
func (f File) Reference() string {
	text := fmt.Sprintf("%d %s %s", f.CoopID, f.Outside.Name, f.Created.Format(time.RFC3339))
	for _, transfer := range f.Transfers {
		text += " " + endToEnd(transfer) + "=" + transfer.Payment.Coin.Amount.String()
	}
	return fmt.Sprintf("COOP%d-%x", f.CoopID%1_000_000, sha256.Sum256([]byte(text)))[:28]
}

// endToEnd names a payment on the payee's statement: its number and how often it
// was tried. It has at most 35 letters.
func endToEnd(transfer Transfer) string {
	return fmt.Sprintf("P%d-%d", transfer.Payment.Id, transfer.Payment.Attempts+1)
}

// amount of minor units as a bank reads it, such as 12.50.
func (f File) amount(minor math.Int) string {
	digits, places := minor.String(), int(f.Outside.Decimals)
	if places == 0 {
		return digits
	}
	if missing := places + 1 - len(digits); missing > 0 {
		digits = strings.Repeat("0", missing) + digits
	}
	return digits[:len(digits)-places] + "." + digits[len(digits)-places:]
}

// WriteCSV writes a line for each payment, and last a line with how many there are
// and what they come to.
func (f File) WriteCSV(to io.Writer) error {
	writer := csv.NewWriter(to)
	lines := [][]string{{"payment", "reference", "name", "iban", "bic", "amount", "currency", "narrative", "on"}}
	for _, transfer := range f.Transfers {
		lines = append(lines, []string{
			strconv.FormatUint(transfer.Payment.Id, 10), endToEnd(transfer), transfer.Payee.Name, transfer.Payee.IBAN, transfer.Payee.BIC,
			f.amount(transfer.Payment.Coin.Amount), f.Outside.Currency, transfer.Payment.Narrative, f.On.Format(time.DateOnly),
		})
	}
	lines = append(lines, []string{"total", f.Reference(), "", "", "", f.amount(f.Total()), f.Outside.Currency, fmt.Sprintf("%d payments", len(f.Transfers)), ""})
	if err := writer.WriteAll(lines); err != nil {
		return err
	}
	return writer.Error()
}
