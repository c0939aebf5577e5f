package types

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
	}
	for _, role := range roleKinds() {
		if before, now := previous.CodeOf(role.Role), t.CodeOf(role.Role); before != now {
			return ErrBookKept.Wrapf("the role %s would move from the account %s to %s, and what is posted to the one would be missing from the other; leave it where it is",
				role.Role.Word(), before, now)
		}
	}
	return nil
}
