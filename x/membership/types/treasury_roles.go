package types

import "strings"

// roleKinds are the roles that accounts have, on which side of the book, and
// whether such an account is kept by member.
func roleKinds() []LedgerAccount {
	return []LedgerAccount{
		{Role: AccountRole_ACCOUNT_ROLE_PURSES, Kind: AccountKind_ACCOUNT_KIND_ASSET},
		{Role: AccountRole_ACCOUNT_ROLE_SUSPENSE, Kind: AccountKind_ACCOUNT_KIND_LIABILITY},
		{Role: AccountRole_ACCOUNT_ROLE_PASSBOOK, Kind: AccountKind_ACCOUNT_KIND_LIABILITY, ByMember: true},
		{Role: AccountRole_ACCOUNT_ROLE_DUES, Kind: AccountKind_ACCOUNT_KIND_INCOME},
		{Role: AccountRole_ACCOUNT_ROLE_APPROPRIATION, Kind: AccountKind_ACCOUNT_KIND_EQUITY},
		{Role: AccountRole_ACCOUNT_ROLE_APPROPRIATED, Kind: AccountKind_ACCOUNT_KIND_EQUITY},
		{Role: AccountRole_ACCOUNT_ROLE_RETAINED, Kind: AccountKind_ACCOUNT_KIND_EQUITY},
		{Role: AccountRole_ACCOUNT_ROLE_SHARED, Kind: AccountKind_ACCOUNT_KIND_LIABILITY},
		{Role: AccountRole_ACCOUNT_ROLE_SHARED_OUTSIDE, Kind: AccountKind_ACCOUNT_KIND_LIABILITY, ByMember: true},
	}
}

// isOptional says that a book may do without the role.
func (r AccountRole) isOptional() bool {
	return r != AccountRole_ACCOUNT_ROLE_PURSES && r != AccountRole_ACCOUNT_ROLE_SUSPENSE
}

const unknownRole = "unknown"

// Word says the role as charters do; empty for none.
func (r AccountRole) Word() string {
	words := []string{
		"", "purses", "suspense", unknownRole, "passbook", "dues", "exchange", "appropriation", "appropriated", "retained", "shared", "shared outside",
	}
	if r < 0 || int(r) >= len(words) {
		return unknownRole
	}
	return words[r]
}

// Word says where income comes from, or what an expense is for, as charters do;
// empty for business with members.
func (s AccountSource) Word() string {
	words := []string{"", "non-member", "extraordinary"}
	if s < 0 || int(s) >= len(words) {
		return "no known source"
	}
	return words[s]
}

// validateSource refuses a source of what is no result.
func (a LedgerAccount) validateSource() error {
	if a.Source < AccountSource_ACCOUNT_SOURCE_UNSPECIFIED || a.Source > AccountSource_ACCOUNT_SOURCE_EXTRAORDINARY {
		return ErrInvalidCharter.Wrapf("account %s has %s; write non-member, extraordinary, or leave it out for business with members", a.Code, a.Source.Word())
	}
	if a.Source != AccountSource_ACCOUNT_SOURCE_UNSPECIFIED && !a.IsResult() {
		return ErrInvalidCharter.Wrapf("account %s of the kind %s has the source %s, and only income and expenses have one; leave it out", a.Code, a.Kind.Word(), a.Source.Word())
	}
	return nil
}

// sourceText says an account's source in words.
func sourceText(account LedgerAccount) string {
	if account.Source == AccountSource_ACCOUNT_SOURCE_UNSPECIFIED {
		return "business with members"
	}
	return account.Source.Word() + " source"
}

// IsResult says that what is posted to the account is earned or spent.
func (a LedgerAccount) IsResult() bool {
	return a.Kind == AccountKind_ACCOUNT_KIND_INCOME || a.Kind == AccountKind_ACCOUNT_KIND_EXPENSE
}

// validateRoles checks that the ledger finds exactly one account for each role,
// or none where a book may do without.
func (t TreasuryRules) validateRoles() error {
	for _, account := range t.Accounts {
		if account.Role.Word() == unknownRole {
			return ErrInvalidCharter.Wrapf("account %s has an unknown role; use purses, suspense, passbook, dues, exchange, appropriation, appropriated, retained, shared, shared outside or none", account.Code)
		}
	}
	if err := t.validateExchange(); err != nil {
		return err
	}
	for _, role := range roleKinds() {
		var codes []string
		for _, account := range t.Accounts {
			if account.Role != role.Role {
				continue
			}
			codes = append(codes, account.Code)
			if account.ByMember != role.ByMember {
				return ErrInvalidCharter.Wrapf("account %s has the role %s and is kept by member: %t; what the ledger posts to it is a member's part: %t",
					account.Code, role.Role.Word(), account.ByMember, role.ByMember)
			}
			if account.Kind != role.Kind {
				return ErrInvalidCharter.Wrapf("account %s has the role %s and the kind %s; the role belongs to an account of the kind %s",
					account.Code, role.Role.Word(), account.Kind.Word(), role.Kind.Word())
			}
		}
		if len(codes) == 0 && role.Role.isOptional() {
			continue
		}
		if len(codes) != 1 {
			return ErrInvalidCharter.Wrapf("%d accounts have the role %s (%s); give it to exactly one account of the kind %s, for the ledger to post to",
				len(codes), role.Role.Word(), strings.Join(codes, ", "), role.Kind.Word())
		}
	}
	return nil
}

// validateExchange checks that at most one account takes gains and losses by
// rates, and that it is of profit and loss. It may move: nothing is held on it.
func (t TreasuryRules) validateExchange() error {
	first := ""
	for _, account := range t.Accounts {
		if account.Role != AccountRole_ACCOUNT_ROLE_EXCHANGE {
			continue
		}
		if !account.IsResult() {
			return ErrInvalidCharter.Wrapf("account %s has the role exchange and the kind %s; gains and losses by rates belong to an account of income or expense",
				account.Code, account.Kind.Word())
		}
		if first != "" {
			return ErrInvalidCharter.Wrapf("accounts %s and %s have the role exchange; give it to one", first, account.Code)
		}
		first = account.Code
	}
	return nil
}
