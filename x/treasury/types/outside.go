package types

import (
	"crypto/sha256"

	"cosmossdk.io/math"

	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

// FindOutside finds an outside account of the charter.
func FindOutside(rules membershiptypes.TreasuryRules, name string) (membershiptypes.OutsideAccount, error) {
	outside, found := rules.FindOutside(name)
	switch {
	case found:
		return outside, nil
	case len(rules.Outside) == 0:
		return outside, ErrUnknownOutside.Wrapf("there is no outside account %q; the charter names none: amend it first", name)
	}
	return outside, ErrUnknownOutside.Wrapf("there is no outside account %q; they are %s", name, rules.OutsideNames())
}

// Validate refuses what attests nothing, or without a document.
func (m MsgAttest) Validate(limits Params) error {
	if m.Amount.IsNil() || m.Amount.IsZero() {
		return ErrInvalidAttestation.Wrap("it has no amount; give what came in above zero, or what left below")
	}
	if err := checkAmount("amount", m.Amount); err != nil {
		return err
	}
	if len(m.DocumentSha256) != sha256.Size {
		return ErrInvalidAttestation.Wrap("it has no document, and the ledger can't see the money; give the hash of the statement or receipt: coopd doc hash FILE")
	}
	return ValidateVoucher(m.Narrative, m.DocumentSha256, limits)
}

// AttestedPostings are the lines of what came to an outside account or left it.
// What nobody can classify yet waits in suspense, as coins do.
func AttestedPostings(rules membershiptypes.TreasuryRules, outside membershiptypes.OutsideAccount, account string, amount, value math.Int) []Posting {
	fund := outside.Fund
	if account == "" {
		account, fund = rules.CodeOf(membershiptypes.AccountRole_ACCOUNT_ROLE_SUSPENSE), membershiptypes.SuspenseFund
	}
	own := NewPosting(outside.Account, fund, outside.Currency, amount, value)
	against := own.Negated()
	against.Account = account
	return []Posting{own, against}
}

// CheckAttested refuses what no officers attest: against a fund's policy, or to an
// account that takes no such money. The postings are those of AttestedPostings.
func CheckAttested(rules membershiptypes.TreasuryRules, outside membershiptypes.OutsideAccount, postings []Posting) error {
	if len(postings) != 2 || postings[0].Account != outside.Account {
		return ErrInvariantBroken.Wrapf("what is attested about %q has other postings", outside.Name)
	}
	own, against := postings[0], postings[1]
	fund, err := FindFund(rules, outside.Fund)
	if err != nil {
		return err
	}
	if own.Amount.IsPositive() {
		if against.Account == rules.CodeOf(membershiptypes.AccountRole_ACCOUNT_ROLE_SUSPENSE) {
			return nil
		}
		return TakesIn(rules, fund, against.Account)
	}
	account, err := FindAccount(rules, against.Account, membershiptypes.AccountKind_ACCOUNT_KIND_EXPENSE, membershiptypes.AccountKind_ACCOUNT_KIND_LIABILITY)
	if err != nil {
		return err
	}
	if fund.Policy == membershiptypes.FundPolicy_FUND_POLICY_RESTRICTED && account.Kind != membershiptypes.AccountKind_ACCOUNT_KIND_EXPENSE {
		return ErrFundPolicy.Wrapf("the fund %q is restricted to %q: without a decision of the members it bears expenses and is moved nowhere, and account %s is of the kind %s",
			fund.Name, fund.Purpose, account.Code, account.Kind.Word())
	}
	return Pays(fund)
}

// TakesIn refuses an account to which nothing is booked that a fund receives.
func TakesIn(rules membershiptypes.TreasuryRules, fund membershiptypes.Fund, code string) error {
	account, err := FindAccount(rules, code, membershiptypes.AccountKind_ACCOUNT_KIND_INCOME,
		membershiptypes.AccountKind_ACCOUNT_KIND_LIABILITY, membershiptypes.AccountKind_ACCOUNT_KIND_EQUITY)
	if err != nil {
		return err
	}
	if fund.Policy == membershiptypes.FundPolicy_FUND_POLICY_INDIVISIBLE && account.Kind != membershiptypes.AccountKind_ACCOUNT_KIND_EQUITY {
		return ErrFundPolicy.Wrapf("the fund %q is indivisible: what it takes in is equity, and account %s is of the kind %s",
			fund.Name, account.Code, account.Kind.Word())
	}
	return nil
}

// WorthOf is what so much of a currency is worth in the book's: the same in the
// book's own, the charter's fixed value of another, nothing without one.
func WorthOf(rules membershiptypes.TreasuryRules, currency string, amount math.Int) (math.Int, error) {
	if currency == rules.Currency {
		return amount, nil
	}
	return ValueOf(rules, currency, amount)
}
