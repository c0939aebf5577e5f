package types

import (
	"crypto/sha256"
	"slices"
	"strings"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

// NewPosting is one line of an entry.
func NewPosting(account, fund, denom string, amount, functional math.Int) Posting {
	return Posting{Account: account, Fund: fund, Denom: denom, Amount: amount, Functional: functional}
}

// Of is the line as a member's part of its account, if that is kept by member.
func (p Posting) Of(rules membershiptypes.TreasuryRules, memberID uint64) Posting {
	if account, found := rules.Account(p.Account); found && account.ByMember {
		p.MemberId = memberID
	}
	return p
}

// CheckPart refuses a posting that names no member where its account is kept by
// member, or one where it isn't.
func CheckPart(rules membershiptypes.TreasuryRules, posting Posting) error {
	account, _ := rules.Account(posting.Account)
	switch {
	case account.ByMember && posting.MemberId == 0:
		return ErrNoMember.Wrapf("account %s (%s) is kept by member, and the posting names none; say whose part it is by the member's number", account.Code, account.Name)
	case !account.ByMember && posting.MemberId != 0:
		return ErrNoMember.Wrapf("account %s (%s) is not kept by member, and the posting names member %d; leave the member out, or choose an account that is",
			posting.Account, account.Name, posting.MemberId)
	}
	return nil
}

// Negated is the line on the other side.
func (p Posting) Negated() Posting {
	p.Amount, p.Functional = p.Amount.Neg(), p.Functional.Neg()
	return p
}

// SumsToZero refuses postings whose debits and credits differ, in a denom or in
// the book's currency.
func SumsToZero(postings []Posting) error {
	var (
		functional = math.ZeroInt()
		denoms     []string
		sums       = make(map[string]math.Int)
		err        error
	)
	for _, posting := range postings {
		if functional, err = Sum(functional, posting.Functional); err != nil {
			return err
		}
		if _, known := sums[posting.Denom]; !known {
			denoms = append(denoms, posting.Denom)
			sums[posting.Denom] = math.ZeroInt()
		}
		if sums[posting.Denom], err = Sum(sums[posting.Denom], posting.Amount); err != nil {
			return err
		}
	}
	for _, denom := range denoms {
		if !sums[denom].IsZero() {
			return ErrUnbalanced.Wrapf("in %q the postings sum to %s and must sum to zero", denom, sums[denom])
		}
	}
	if !functional.IsZero() {
		return ErrUnbalanced.Wrapf("in the book's currency the postings sum to %s and must sum to zero", functional)
	}
	return nil
}

// ValidatePostings refuses lines that are no lines: without an amount, in a
// denom that is none, or greater than a book holds.
func ValidatePostings(postings []Posting, most int) error {
	if len(postings) < 2 || len(postings) > most {
		return ErrInvalidEntry.Wrapf("the entry has %d postings; it needs 2 to %d", len(postings), most)
	}
	for i, posting := range postings {
		if err := posting.validate(); err != nil {
			return ErrInvalidEntry.Wrapf("posting %d: %s", i+1, err)
		}
	}
	return SumsToZero(postings)
}

// validate checks what waits for a second officer: a rate, or an entry's lines.
func (p PendingEntry) validate(mostPostings int) error {
	if p.Rate == nil {
		return ValidatePostings(p.Postings, mostPostings)
	}
	if len(p.Postings) > 0 || p.Reverses != 0 || p.ReverseOn != 0 || p.Revalues != "" {
		return ErrInvalidRate.Wrap("it is a rate and an entry at once")
	}
	if p.Rate.CoopId != p.CoopId || p.Rate.Day != p.AccountingDate || p.Rate.PreparerMemberId != p.PreparerMemberId {
		return ErrInvalidRate.Wrap("it is another's rate, or for another day")
	}
	return p.Rate.validate()
}

// ValidatePending is validate for the keeper.
func ValidatePending(pending PendingEntry, limits Params) error {
	return pending.validate(int(limits.MaxPostings))
}

func (p Posting) validate() error {
	if err := checkAmount("amount", p.Amount); err != nil {
		return err
	}
	if err := checkAmount("functional amount", p.Functional); err != nil {
		return err
	}
	if p.Amount.IsZero() && p.Functional.IsZero() {
		return ErrInvalidEntry.Wrap("it posts nothing; leave it out")
	}
	if p.Denom == "" {
		if !p.Amount.IsZero() {
			return ErrInvalidEntry.Wrapf("its amount is %s of no denom; name the denom, or give the functional amount alone", p.Amount)
		}
		return nil
	}
	if err := sdk.ValidateDenom(p.Denom); err != nil {
		return ErrInvalidEntry.Wrapf("%q is no denom: %s", p.Denom, err)
	}
	return nil
}

// ValidateVoucher refuses a narrative that is more than a short code, so that no
// text about people gets on the ledger, and a document that is no SHA-256.
func ValidateVoucher(narrative string, document []byte, limits Params) error {
	if len(narrative) > int(limits.MaxNarrativeBytes) {
		return ErrInvalidEntry.Wrapf("the narrative has %d bytes; at most %d", len(narrative), limits.MaxNarrativeBytes)
	}
	if strings.TrimSpace(narrative) != narrative {
		return ErrInvalidEntry.Wrapf("the narrative %q begins or ends with a space; leave it out", narrative)
	}
	if strings.ContainsFunc(narrative, func(r rune) bool { return !isCode(r) }) {
		return ErrInvalidEntry.Wrapf("the narrative %q is no short code: use letters without accents, digits, spaces and - _ . / : #, and put the rest in the document", narrative)
	}
	if len(document) != 0 && len(document) != sha256.Size {
		return ErrInvalidEntry.Wrapf("the document's hash has %d bytes; a SHA-256 has %d: get it with coopd doc hash FILE", len(document), sha256.Size)
	}
	return nil
}

func isCode(r rune) bool {
	return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune(" -_./:#", r)
}

// ValidateCoins refuses coins that are none, not positive, out of order, given
// twice, too many, or greater than a book holds.
func ValidateCoins(coins sdk.Coins, most uint32) error {
	if len(coins) == 0 || len(coins) > int(most) {
		return ErrInvalidCoins.Wrapf("%d denoms given; give 1 to %d", len(coins), most)
	}
	if slices.ContainsFunc(coins, func(coin sdk.Coin) bool { return coin.Amount.IsNil() }) {
		return ErrInvalidCoins.Wrap("a coin has no amount; give one above zero")
	}
	if err := coins.Validate(); err != nil {
		return ErrInvalidCoins.Wrapf("%s; give positive amounts, ordered by denom, each denom once", err)
	}
	for _, coin := range coins {
		if err := checkAmount("amount of "+coin.Denom, coin.Amount); err != nil {
			return err
		}
	}
	return nil
}

// FindFund finds a fund of the book.
func FindFund(rules membershiptypes.TreasuryRules, name string) (membershiptypes.Fund, error) {
	fund, found := rules.Fund(name)
	if !found {
		return fund, ErrUnknownFund.Wrapf("there is no fund %q; the funds are %s", name, rules.FundNames())
	}
	return fund, nil
}

// FindAccount finds an account of the book that the ledger itself doesn't post
// to and that is no outside account, of one of the kinds given; of any if none is.
func FindAccount(rules membershiptypes.TreasuryRules, code string, kinds ...membershiptypes.AccountKind) (membershiptypes.LedgerAccount, error) {
	account, found := rules.Account(code)
	if !found {
		return account, ErrUnknownAccount.Wrapf("there is no account %q; see them with: coopd q treasury accounts COOP", code)
	}
	if account.Role != membershiptypes.AccountRole_ACCOUNT_ROLE_UNSPECIFIED {
		return account, ErrWrongAccount.Wrapf("account %s (%s) is posted to by the ledger alone, when coins move or a surplus is shared; choose another", code, account.Name)
	}
	if outside, is := rules.OutsideOf(code); is {
		return account, ErrWrongAccount.Wrapf("account %s (%s) is the outside account %q, about which two officers attest what comes (coopd tx treasury received) and goes (coopd tx treasury spent); choose another",
			code, account.Name, outside.Name)
	}
	if instrument, is := rules.InstrumentOf(code); is {
		return account, ErrWrongAccount.Wrapf("account %s (%s) is what members hold as %q, to which the ledger alone posts when it is paid in (coopd tx treasury pay-in) and redeemed; choose another",
			code, account.Name, instrument.Name)
	}
	if len(kinds) > 0 && !slices.Contains(kinds, account.Kind) {
		words := make([]string, len(kinds))
		for i, kind := range kinds {
			words[i] = kind.Word()
		}
		return account, ErrWrongAccount.Wrapf("account %s (%s) is of the kind %s; this needs one of the kind %s",
			code, account.Name, account.Kind.Word(), strings.Join(words, " or "))
	}
	return account, nil
}

// FindPaid finds an account to which a payment is booked: an expense, a liability, or
// what of a surplus members have taken and is paid outside.
func FindPaid(rules membershiptypes.TreasuryRules, code string) (membershiptypes.LedgerAccount, error) {
	if account, found := rules.Account(code); found && account.Role == membershiptypes.AccountRole_ACCOUNT_ROLE_SHARED_OUTSIDE {
		return account, nil
	}
	return FindAccount(rules, code, membershiptypes.AccountKind_ACCOUNT_KIND_EXPENSE, membershiptypes.AccountKind_ACCOUNT_KIND_LIABILITY)
}

// CheckOfficersPosting refuses what officers may not post: to the accounts that
// the ledger keeps, or against a fund's policy. What is in an indivisible fund
// is equity for good, and what is in a restricted one stays its equity.
func CheckOfficersPosting(rules membershiptypes.TreasuryRules, posting Posting) error {
	account, err := FindAccount(rules, posting.Account)
	if err != nil {
		return err
	}
	fund, err := FindFund(rules, posting.Fund)
	if err != nil {
		return err
	}
	if membershiptypes.IsSetAside(fund.Name) {
		return ErrFundPolicy.Wrapf("the fund %q is posted to by the ledger alone, when members are paid and withdraw; name another", fund.Name)
	}
	equity := account.Kind == membershiptypes.AccountKind_ACCOUNT_KIND_EQUITY
	debit := posting.Amount.IsPositive() || posting.Functional.IsPositive()
	switch fund.Policy {
	case membershiptypes.FundPolicy_FUND_POLICY_INDIVISIBLE:
		if !equity || debit {
			return ErrFundPolicy.Wrapf("the fund %q is indivisible: officers may credit its equity and do nothing else with it", fund.Name)
		}
	case membershiptypes.FundPolicy_FUND_POLICY_RESTRICTED:
		if equity && debit {
			return ErrFundPolicy.Wrapf("the fund %q is restricted to %q: its equity is not taken for anything else", fund.Name, fund.Purpose)
		}
	}
	return nil
}
