package types

import (
	"slices"
	"strings"
)

// MaxOutside bounds the outside accounts of a co-op.
const MaxOutside = 16

// Word says the kind of an outside account as charters do.
func (k OutsideKind) Word() string {
	words := []string{"no known kind", "bank", "cash box", "payment processor"}
	if k < 0 || int(k) >= len(words) {
		return words[0]
	}
	return words[k]
}

// FindOutside finds an outside account by its name.
func (t TreasuryRules) FindOutside(name string) (OutsideAccount, bool) {
	at := slices.IndexFunc(t.Outside, func(outside OutsideAccount) bool { return outside.Name == name })
	if at < 0 {
		return OutsideAccount{}, false
	}
	return t.Outside[at], true
}

// OutsideOf finds the outside account that an account of the book is.
func (t TreasuryRules) OutsideOf(code string) (OutsideAccount, bool) {
	at := slices.IndexFunc(t.Outside, func(outside OutsideAccount) bool { return outside.Account == code })
	if at < 0 {
		return OutsideAccount{}, false
	}
	return t.Outside[at], true
}

// OutsideNames lists the outside accounts in words.
func (t TreasuryRules) OutsideNames() string {
	names := make([]string, len(t.Outside))
	for i, outside := range t.Outside {
		names[i] = outside.Name
	}
	return strings.Join(names, ", ")
}

func (t TreasuryRules) validateOutside() error {
	if len(t.Outside) > MaxOutside {
		return ErrInvalidCharter.Wrapf("there are %d outside accounts; at most %d: leave some out", len(t.Outside), MaxOutside)
	}
	last := ""
	taken := make(map[string]string, len(t.Outside))
	for _, outside := range t.Outside {
		if err := t.validateOneOutside(outside); err != nil {
			return err
		}
		if outside.Name <= last {
			return ErrInvalidCharter.Wrapf("outside account %q follows %q; order them by name, each once", outside.Name, last)
		}
		last = outside.Name
		if other, twice := taken[outside.Account]; twice {
			return ErrInvalidCharter.Wrapf("the outside accounts %q and %q are both account %s of the book; give each its own, or nobody could tell their balances apart", other, outside.Name, outside.Account)
		}
		taken[outside.Account] = outside.Name
	}
	return nil
}

func (t TreasuryRules) validateOneOutside(outside OutsideAccount) error {
	if !isFundName(outside.Name) {
		return ErrInvalidCharter.Wrapf("outside account name %q: use 1 to %d lower-case letters, digits, hyphens and underscores, a letter first; never the account's number, which is nobody else's business",
			outside.Name, MaxFundNameBytes)
	}
	if outside.Kind < OutsideKind_OUTSIDE_KIND_BANK || outside.Kind > OutsideKind_OUTSIDE_KIND_PROCESSOR {
		return ErrInvalidCharter.Wrapf("the outside account %q is of %s; make it a bank, a cash box or a payment processor", outside.Name, outside.Kind.Word())
	}
	if !isCurrency(outside.Currency) || outside.Currency == NoCurrency {
		return ErrInvalidCharter.Wrapf("the outside account %q is in %q, which is no ISO 4217 code; write its three capitals, like EUR", outside.Name, outside.Currency)
	}
	if outside.Decimals > MaxDecimals {
		return ErrInvalidCharter.Wrapf("the outside account %q has %d decimals; no currency has more than %d", outside.Name, outside.Decimals, MaxDecimals)
	}
	if outside.Currency == t.Currency && outside.Decimals != t.Decimals {
		return ErrInvalidCharter.Wrapf("the outside account %q counts %s with %d decimals and the book with %d; give both the same", outside.Name, t.Currency, outside.Decimals, t.Decimals)
	}
	account, found := t.Account(outside.Account)
	if !found || account.Kind != AccountKind_ACCOUNT_KIND_ASSET || account.Role != AccountRole_ACCOUNT_ROLE_UNSPECIFIED {
		return ErrInvalidCharter.Wrapf("the outside account %q is account %q of the book, which has to be an asset without a role; add one to the accounts", outside.Name, outside.Account)
	}
	if _, found := t.Fund(outside.Fund); !found || outside.Fund == SuspenseFund {
		return ErrInvalidCharter.Wrapf("the outside account %q is for the fund %q; name one of %s other than %s", outside.Name, outside.Fund, t.FundNames(), SuspenseFund)
	}
	return nil
}

func isCurrency(code string) bool {
	return len(code) == len(NoCurrency) && strings.Trim(code, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == ""
}

// outsideSucceeds refuses to take an outside account away, or to make it another:
// what was attested about it stays in the journal.
func (t TreasuryRules) outsideSucceeds(previous TreasuryRules) error {
	for _, old := range previous.Outside {
		outside, found := t.FindOutside(old.Name)
		if !found {
			return ErrBookKept.Wrapf("the outside account %q is missing, about which entries may be attested; keep it", old.Name)
		}
		outside.Kind = old.Kind
		if outside != old {
			return ErrBookKept.Wrapf("the outside account %q was in %s with %d decimals, account %s, fund %q, and would become another; keep it, and add one of a new name",
				old.Name, old.Currency, old.Decimals, old.Account, old.Fund)
		}
	}
	return nil
}

// withOutsideOf adds the outside accounts that a book has and this one doesn't.
func (t TreasuryRules) withOutsideOf(inForce TreasuryRules) TreasuryRules {
	for _, outside := range inForce.Outside {
		if _, known := t.FindOutside(outside.Name); !known {
			t.Outside = append(slices.Clone(t.Outside), outside)
		}
	}
	slices.SortFunc(t.Outside, func(a, b OutsideAccount) int { return strings.Compare(a.Name, b.Name) })
	return t
}
