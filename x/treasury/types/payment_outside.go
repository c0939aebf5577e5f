package types

import (
	"crypto/sha256"
	"fmt"
	"slices"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

// PayeeHash stands on the ledger for a payee's details, which the co-op keeps to
// itself: SHA-256 over each part with its length before it, so that no two payees
// read alike. The salt keeps others from trying out numbers of bank accounts.
func PayeeHash(code, name, iban, bic, salt string) []byte {
	text := "coopledger payee 1"
	for _, part := range []string{code, name, iban, bic, salt} {
		text += fmt.Sprintf("\n%d:%s", len(part), part)
	}
	hash := sha256.Sum256([]byte(text))
	return hash[:]
}

// ValidatePayee refuses a payee of an outside account who is no code and hash.
func ValidatePayee(code string, hash []byte, limits Params) error {
	if code == "" {
		return ErrInvalidPayee.Wrap("nobody is named; give the payee's code in the co-op's own list")
	}
	if err := ValidateVoucher(code, nil, limits); err != nil {
		return ErrInvalidPayee.Wrapf("its code: %s", err)
	}
	if len(hash) != sha256.Size {
		return ErrInvalidPayee.Wrapf("the hash of the payee's details has %d bytes and a SHA-256 has %d: get it with coopd treasury payee CODE --payees FILE", len(hash), sha256.Size)
	}
	return nil
}

// validateOutside refuses a budget that names an outside account and another
// fund or currency than that has.
func (t BudgetTerms) validateOutside(rules membershiptypes.TreasuryRules) error {
	if t.Outside == "" {
		return nil
	}
	outside, err := FindOutside(rules, t.Outside)
	if err != nil {
		return err
	}
	if t.Fund != outside.Fund || t.Denom != outside.Currency {
		return ErrInvalidBudget.Wrapf("the outside account %q has %s for the fund %q, and the budget is in %s for the fund %q; name its own",
			outside.Name, outside.Currency, outside.Fund, t.Denom, t.Fund)
	}
	return nil
}

// OfficersPay is who looks after a payment that the members have resolved: it can
// be tried again, or given up, by those who hold the power "pay".
func OfficersPay() Circle { return Circle{Power: membershiptypes.PowerPay} }

// Terms of the budget that stands behind one payment out of an outside account:
// the resolution that opens it closes it too.
func (m MsgPayOutside) Terms(outside membershiptypes.OutsideAccount) BudgetTerms {
	return BudgetTerms{
		Fund: outside.Fund, Denom: outside.Currency, Cap: m.Amount, Window: Window_WINDOW_ONCE, Ceiling: math.ZeroInt(), Account: m.Account,
		Spenders: OfficersPay(), Approvers: OfficersPay(), Approvals: 1, Purpose: m.Narrative, DocumentSha256: m.DocumentSha256, Outside: outside.Name,
	}
}

// IsOutside says whether a payment is out of an outside account.
func (p Payment) IsOutside() bool { return len(p.PayeeSha256) > 0 }

// validateOutside checks what payments out of outside accounts have and others don't.
func (p Payment) validateOutside() error {
	given := 0
	for _, one := range []bool{p.IsOutside(), p.Payee != "", p.ToPassbook, p.PayeeEthereum != ""} {
		if one {
			given++
		}
	}
	if given != 1 {
		return ErrInvalidPayment.Wrap("it goes to an address here or on Ethereum, into a passbook, or to a payee of an outside account; to one of them")
	}
	if p.IsOutside() && (len(p.PayeeSha256) != sha256.Size || p.PayeeCode == "") {
		return ErrInvalidPayment.Wrap("its payee has no code, or no SHA-256")
	}
	switch p.Status {
	case PaymentStatus_PAYMENT_STATUS_DUE, PaymentStatus_PAYMENT_STATUS_EXPORTED, PaymentStatus_PAYMENT_STATUS_RETURNED:
		if !p.IsOutside() {
			return ErrInvalidPayment.Wrapf("it is %s, which coins never are", p.Status.Word())
		}
	}
	if p.Status == PaymentStatus_PAYMENT_STATUS_EXPORTED && p.FileId == 0 {
		return ErrInvalidPayment.Wrap("it is exported, and in no file")
	}
	if p.Status == PaymentStatus_PAYMENT_STATUS_RETURNED && p.ReturnEntry == 0 {
		return ErrInvalidPayment.Wrap("it was returned, and no entry says so")
	}
	return nil
}

// Validate refuses a payment file that can't be.
func (m MsgRecordPaymentFile) Validate(limits Params) error {
	if len(m.PaymentIds) == 0 || len(m.PaymentIds) > int(limits.MaxFilePayments) {
		return ErrInvalidFile.Wrapf("it has %d payments; give 1 to %d", len(m.PaymentIds), limits.MaxFilePayments)
	}
	if err := validateIDs(m.PaymentIds); err != nil {
		return err
	}
	if len(m.FileSha256) != sha256.Size {
		return ErrInvalidFile.Wrapf("its hash has %d bytes and a SHA-256 has %d: coopd treasury payment-file prints it", len(m.FileSha256), sha256.Size)
	}
	if m.Total.IsNil() || !m.Total.IsPositive() {
		return ErrInvalidFile.Wrap("it has no total; give the sum of its payments")
	}
	return nil
}

// Validate refuses a confirmation of nothing, or without a statement.
func (m MsgConfirmPaymentFile) Validate(limits Params) error {
	if count := len(m.PaidIds) + len(m.UnpaidIds); count == 0 || count > int(limits.MaxFilePayments) {
		return ErrInvalidFile.Wrapf("it says of %d payments what has become of them; give 1 to %d", count, limits.MaxFilePayments)
	}
	for _, ids := range [][]uint64{m.PaidIds, m.UnpaidIds} {
		if err := validateIDs(ids); err != nil {
			return err
		}
	}
	if at := slices.IndexFunc(m.PaidIds, func(id uint64) bool { return slices.Contains(m.UnpaidIds, id) }); at >= 0 {
		return ErrInvalidFile.Wrapf("payment %d is both paid and unpaid; say one of them", m.PaidIds[at])
	}
	if len(m.DocumentSha256) != sha256.Size {
		return ErrInvalidFile.Wrap("no statement shows it; give the hash of the statement: coopd doc hash FILE")
	}
	return nil
}

func validateIDs(ids []uint64) error {
	for i, id := range ids {
		if id == 0 || i > 0 && id <= ids[i-1] {
			return ErrInvalidFile.Wrapf("the payments %v are out of order; give their numbers, each once, the smallest first", ids)
		}
	}
	return nil
}

// validateFiles checks payment files against the payments in them.
func (g GenesisState) validateFiles(books map[uint64]Book) error {
	exported := make(map[coopNumber]uint32)
	outside := make(map[coopNumber]bool)
	for _, payment := range g.Payments {
		outside[coopNumber{payment.CoopId, payment.Id}] = payment.IsOutside()
		if payment.Status == PaymentStatus_PAYMENT_STATUS_EXPORTED {
			exported[coopNumber{payment.CoopId, payment.FileId}]++
		}
	}
	last := coopNumber{}
	for _, file := range g.PaymentFiles {
		key := coopNumber{file.CoopId, file.Id}
		refuse := func(why string) error {
			return ErrInvalidGenesis.Wrapf("payment file %d of co-op %d %s", file.Id, file.CoopId, why)
		}
		if !key.follows(last) || file.Id > books[file.CoopId].LastFileId {
			return refuse("is out of order or has a number that was not given yet")
		}
		last = key
		if err := validateIDs(file.PaymentIds); err != nil {
			return refuse(err.Error())
		}
		if slices.ContainsFunc(file.PaymentIds, func(id uint64) bool { return !outside[coopNumber{file.CoopId, id}] }) {
			return refuse("has a payment that isn't given, or is of coins")
		}
		if len(file.FileSha256) != sha256.Size || file.Total.IsNil() || file.Open != exported[key] {
			return refuse("has no hash, no total, or other open payments than are exported")
		}
		delete(exported, key)
	}
	if len(exported) > 0 {
		return ErrInvalidGenesis.Wrapf("payments of %d files are exported, and the files aren't given", len(exported))
	}
	return nil
}

// CoinOf is so much of an outside account's currency.
func CoinOf(outside membershiptypes.OutsideAccount, amount math.Int) sdk.Coin {
	return sdk.Coin{Denom: outside.Currency, Amount: amount}
}
