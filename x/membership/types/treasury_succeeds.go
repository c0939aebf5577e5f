package types

import (
	"slices"
	"strings"
)

// succeeds refuses a book by which money would lose its place, or what was put
// aside its protection. Whoever decides may add to a book, rename what it has,
// and change the values of coins, floors and delays.
func (t TreasuryRules) succeeds(previous TreasuryRules) error {
	if t.Currency != previous.Currency || t.Decimals != previous.Decimals {
		return ErrBookKept.Wrapf("the book is kept in %s with %d decimals and would go on in %s with %d, and entries are never rewritten; keep the currency",
			previous.Currency, previous.Decimals, t.Currency, t.Decimals)
	}
	for _, old := range previous.Funds {
		fund, found := t.Fund(old.Name)
		if !found {
			return ErrBookKept.Wrapf("the fund %q is missing, whose purse may hold coins; keep it", old.Name)
		}
		if fund.Policy < old.Policy {
			return ErrBookKept.Wrapf("the fund %q is %s and would become %s; no version of a charter loosens a fund: keep its policy, or make it stricter",
				old.Name, old.Policy.Word(), fund.Policy.Word())
		}
	}
	for _, old := range previous.Accounts {
		account, found := t.Account(old.Code)
		if !found {
			return ErrBookKept.Wrapf("the account %s (%s) is missing, to which entries may be posted; keep it", old.Code, old.Name)
		}
		if account.Kind != old.Kind {
			return ErrBookKept.Wrapf("the account %s (%s) is of the kind %s and would become one of the kind %s, which rewrites what was posted to it; keep the kind, and add another account",
				old.Code, old.Name, old.Kind.Word(), account.Kind.Word())
		}
		if account.Source != old.Source {
			return ErrBookKept.Wrapf("the account %s (%s) is of %s and would become one of %s, and its results count as they were booked; leave it, and add another account",
				old.Code, old.Name, sourceText(old), sourceText(account))
		}
		if account.ByMember != old.ByMember {
			return ErrBookKept.Wrapf("the account %s (%s) would begin or cease to be kept by member, and what is posted to it already names members or names none; leave it, and add another account",
				old.Code, old.Name)
		}
	}
	for _, role := range roleKinds() {
		before, now := previous.CodeOf(role.Role), t.CodeOf(role.Role)
		if _, known := previous.Account(now); before == "" && known {
			return ErrBookKept.Wrapf("the account %s would get the role %s, and what was posted to it before is not the ledger's; give the role to a new account", now, role.Role.Word())
		}
		if before != "" && before != now {
			return ErrBookKept.Wrapf("the role %s would move from the account %s to %s, and what is posted to the one would be missing from the other; leave it where it is",
				role.Role.Word(), before, now)
		}
	}
	if err := t.instrumentsSucceed(previous); err != nil {
		return err
	}
	return t.outsideSucceeds(previous)
}

// WithBookOf is a charter of before with what the book in force has got since:
// its funds, accounts and outside accounts, and the stricter policy of each fund. A court can
// annul what the members decided, and no coin loses its place by it.
func (c Charter) WithBookOf(inForce Charter) Charter {
	restored := c.Book()
	merged := restored
	merged.Funds, merged.Accounts = slices.Clone(restored.Funds), slices.Clone(restored.Accounts)
	for _, fund := range inForce.Book().Funds {
		at := slices.IndexFunc(merged.Funds, func(known Fund) bool { return known.Name == fund.Name })
		switch {
		case at < 0:
			merged.Funds = append(merged.Funds, fund)
		case fund.Policy > merged.Funds[at].Policy:
			merged.Funds[at] = fund
		}
	}
	for _, account := range inForce.Book().Accounts {
		if _, known := restored.Account(account.Code); !known {
			merged.Accounts = append(merged.Accounts, account)
		}
	}
	merged = merged.withOutsideOf(inForce.Book()).withInstrumentsOf(inForce.Book(), c).withFittingOverheads()
	if merged.Passbook == nil {
		merged.Passbook = inForce.Book().Passbook
	}
	if c.Surplus == nil && inForce.Surplus != nil {
		c = c.withSharingOf(inForce)
		if merged.Fiscal == nil {
			merged.Fiscal = inForce.Book().Fiscal
		}
		merged = merged.withCoinsSetAsideBy(inForce.Book(), c.SharedCoin())
	}
	slices.SortFunc(merged.Funds, func(a, b Fund) int { return strings.Compare(a.Name, b.Name) })
	slices.SortFunc(merged.Accounts, func(a, b LedgerAccount) int { return strings.Compare(a.Code, b.Code) })
	if !merged.Equal(restored) {
		c.Treasury = &merged
	}
	return c
}
