// Package payments writes the files by which a co-op's bank pays what its members
// have decided. Names and numbers of bank accounts are in a list that the
// treasurer keeps; on the ledger is a hash of each, against which it is held.
package payments

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"math/big"
	"regexp"
	"slices"
	"strings"

	treasurytypes "github.com/coopledger/coopledger/x/treasury/types"
)

const (
	// maxPayees bounds the list, which is read whole.
	maxPayees = 100_000
	// maxNameLetters is what SEPA takes of a name.
	maxNameLetters = 70
	// minSaltBytes keeps others from trying out numbers of bank accounts.
	minSaltBytes = 16
)

var (
	header = []string{"code", "name", "iban", "bic", "salt"}
	// bicForm is BICFIDec2014Identifier of ISO 20022.
	bicForm = regexp.MustCompile(`^[A-Z0-9]{4}[A-Z]{2}[A-Z0-9]{2}([A-Z0-9]{3})?$`)
	// ibanForm is IBAN2007Identifier of ISO 20022, in capitals.
	ibanForm = regexp.MustCompile(`^[A-Z]{2}[0-9]{2}[A-Z0-9]{1,30}$`)
)

// Payee is a line of the treasurer's list.
type Payee struct{ Code, Name, IBAN, BIC, Salt string }

// Hash is what stands on the ledger for the payee.
func (p Payee) Hash() []byte { return treasurytypes.PayeeHash(p.Code, p.Name, p.IBAN, p.BIC, p.Salt) }

// ReadPayees reads the list: CSV with the columns code, name, iban, bic and salt.
// What is written in groups of four is read without the spaces.
func ReadPayees(from io.Reader) ([]Payee, error) {
	reader := csv.NewReader(from)
	reader.FieldsPerRecord = len(header)
	first, err := reader.Read()
	if err != nil || !slices.Equal(first, header) {
		return nil, fmt.Errorf("the list of payees must begin with the line %s", strings.Join(header, ","))
	}
	var payees []Payee
	known := make(map[string]bool)
	for {
		line, err := reader.Read()
		if errors.Is(err, io.EOF) {
			return payees, nil
		}
		if err != nil {
			return nil, fmt.Errorf("the list of payees: %w", err)
		}
		payee := Payee{Code: line[0], Name: line[1], IBAN: solid(line[2]), BIC: solid(line[3]), Salt: line[4]}
		if err := payee.validate(); err != nil {
			return nil, err
		}
		if known[payee.Code] || len(payees) == maxPayees {
			return nil, fmt.Errorf("the payee %q is in the list twice, or the list has more than %d", payee.Code, maxPayees)
		}
		known[payee.Code] = true
		payees = append(payees, payee)
	}
}

func solid(text string) string { return strings.ToUpper(strings.ReplaceAll(text, " ", "")) }

// validate refuses what a bank would refuse later. It names the payee by its code
// alone: what is said may end up in a log.
func (p Payee) validate() error {
	refuse := func(why string) error { return fmt.Errorf("the payee %q %s", p.Code, why) }
	switch {
	case p.Code == "":
		return errors.New("a payee has no code")
	case strings.TrimSpace(p.Name) != p.Name || p.Name == "" || len([]rune(p.Name)) > maxNameLetters:
		return refuse(fmt.Sprintf("has a name of %d letters, or spaces around it; give 1 to %d", len([]rune(p.Name)), maxNameLetters))
	case strings.ContainsAny(p.Name[:1], "=+-@") || strings.ContainsFunc(p.Name, func(r rune) bool { return r < ' ' }):
		return refuse("has a name that a spreadsheet would take for a formula, or on two lines")
	case p.IBAN != "" && !ValidIBAN(p.IBAN):
		return refuse("has an IBAN whose check digits are wrong; look for a typing error")
	case p.BIC != "" && !bicForm.MatchString(p.BIC):
		return refuse("has a BIC that is none; it has 8 or 11 letters and digits, or leave it empty")
	case len(p.Salt) < minSaltBytes:
		return refuse(fmt.Sprintf("has a salt of %d letters, and its bank account could be guessed from the hash; give %d or more at random: openssl rand -hex 16", len(p.Salt), minSaltBytes))
	}
	return nil
}

// ValidIBAN checks the form and the check digits of ISO 13616: the first four
// letters moved to the end, letters as numbers from A = 10, the rest by 97 is 1.
func ValidIBAN(iban string) bool {
	if !ibanForm.MatchString(iban) {
		return false
	}
	var digits strings.Builder
	for _, letter := range iban[4:] + iban[:4] {
		if letter >= 'A' {
			fmt.Fprintf(&digits, "%d", letter-'A'+10)
			continue
		}
		digits.WriteRune(letter)
	}
	number, ok := new(big.Int).SetString(digits.String(), 10)
	return ok && new(big.Int).Mod(number, big.NewInt(97)).Int64() == 1
}

// find a payee by its code.
func find(payees []Payee, code string) (Payee, error) {
	at := slices.IndexFunc(payees, func(payee Payee) bool { return payee.Code == code })
	if at < 0 {
		return Payee{}, fmt.Errorf("the payee %q is not in the list", code)
	}
	return payees[at], nil
}

// matching finds the payee of a payment, and refuses one whose details are other
// than those that were approved.
func matching(payees []Payee, code string, hash []byte) (Payee, error) {
	payee, err := find(payees, code)
	if err == nil && !bytes.Equal(payee.Hash(), hash) {
		err = fmt.Errorf("the payee %q has other details in the list than those that were approved (%x); somebody has changed the list: don't pay before you know who and why", code, hash)
	}
	return payee, err
}
