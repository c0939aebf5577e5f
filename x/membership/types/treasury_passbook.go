package types

import (
	"slices"

	"cosmossdk.io/math"
)

// MaxWithdrawLimits of a charter, one for each denom.
const MaxWithdrawLimits = 16

// validatePassbook checks that a book either has all of a passbook or nothing of
// one: the coins' purse, the account of the debt, and how members withdraw.
func (t TreasuryRules) validatePassbook(limits Params) error {
	_, hasFund := t.Fund(PassbookFund)
	hasAccount, hasRules := t.CodeOf(AccountRole_ACCOUNT_ROLE_PASSBOOK) != "", t.Passbook != nil
	if !hasFund && !hasAccount && !hasRules {
		return nil
	}
	if !hasFund || !hasAccount || !hasRules {
		return ErrInvalidCharter.Wrapf("of a passbook there is the fund %q: %t, an account with the role passbook: %t, rules of withdrawing: %t; give all three, or none of them",
			PassbookFund, hasFund, hasAccount, hasRules)
	}
	return t.Passbook.validate(limits)
}

func (p PassbookRules) validate(limits Params) error {
	for _, wait := range []struct {
		what    string
		seconds uint64
	}{
		{"a payout address waits", p.PayoutAddressDelaySeconds},
		{"a withdrawal above the daily limit waits", p.WithdrawDelaySeconds},
	} {
		if wait.seconds < 1 || wait.seconds > limits.MaxPeriodSeconds {
			return ErrInvalidCharter.Wrapf("%s %s; give some time in which a member sees that its key was stolen, at most %s", wait.what, Duration(wait.seconds), Duration(limits.MaxPeriodSeconds))
		}
	}
	if len(p.WithdrawDailyLimits) > MaxWithdrawLimits {
		return ErrInvalidCharter.Wrapf("there are %d daily limits; at most %d: leave some out, and withdrawals in other denoms wait", len(p.WithdrawDailyLimits), MaxWithdrawLimits)
	}
	last := ""
	for _, limit := range p.WithdrawDailyLimits {
		if err := limit.validate(last); err != nil {
			return err
		}
		last = limit.Denom
	}
	return nil
}

func (l WithdrawLimit) validate(last string) error {
	if err := validateDenom("a daily limit", l.Denom); err != nil {
		return err
	}
	if l.Denom <= last {
		return ErrInvalidCharter.Wrapf("the daily limit in %s follows that in %s; order them by denom, one for each", l.Denom, last)
	}
	if l.Amount.IsNil() || !l.Amount.IsPositive() {
		return ErrInvalidCharter.Wrapf("the daily limit in %s is nothing; give an amount above zero, or leave it out, so that each withdrawal waits", l.Denom)
	}
	if bits := l.Amount.BigInt().BitLen(); bits > MaxTreasuryAmountBits {
		return ErrInvalidCharter.Wrapf("the daily limit in %s has an amount of %d bits; a book holds %d: give less", l.Denom, bits, MaxTreasuryAmountBits)
	}
	return nil
}

// DailyLimit is what a member may withdraw in a denom within a day without a
// wait; nothing where the charter names none.
func (p PassbookRules) DailyLimit(denom string) math.Int {
	at := slices.IndexFunc(p.WithdrawDailyLimits, func(limit WithdrawLimit) bool { return limit.Denom == denom })
	if at < 0 {
		return math.ZeroInt()
	}
	return p.WithdrawDailyLimits[at].Amount
}

// withAmounts gives a zero to limits that came without an amount.
func (p *PassbookRules) withAmounts() *PassbookRules {
	if p == nil {
		return nil
	}
	rules := *p
	rules.WithdrawDailyLimits = slices.Clone(p.WithdrawDailyLimits)
	for i := range rules.WithdrawDailyLimits {
		if rules.WithdrawDailyLimits[i].Amount.IsNil() {
			rules.WithdrawDailyLimits[i].Amount = math.ZeroInt()
		}
	}
	return &rules
}

// noPartsOutside refuses an outside account that is kept by member, or whose money
// is the members' already: officers attest to it, and they are nobody's parts.
func (t TreasuryRules) noPartsOutside() error {
	for _, outside := range t.Outside {
		if account, _ := t.Account(outside.Account); account.ByMember {
			return ErrInvalidCharter.Wrapf("the outside account %q is account %s of the book, which is kept by member; name another account", outside.Name, outside.Account)
		}
		if IsSetAside(outside.Fund) {
			return ErrInvalidCharter.Wrapf("the outside account %q is for the fund %q, whose coins lie on the ledger; name another fund", outside.Name, outside.Fund)
		}
	}
	return nil
}
