package types

import (
	"slices"
	"strings"

	"cosmossdk.io/math"
)

const (
	// OperatingFund is the fund that every co-op has for its daily business.
	OperatingFund = "operating"
	// SuspenseFund is where every co-op's receipts wait until they are classified.
	SuspenseFund = "suspense"
	// PassbookFund is where the coins lie that a co-op with passbooks owes its members.
	PassbookFund = "passbook"
	// SurplusFund is where the coins lie that members got as shares of a surplus and
	// have not taken, in a co-op that sets them aside.
	SurplusFund = "surplus"
	// NoCurrency is ISO 4217's code for "no currency involved".
	NoCurrency = "XXX"
)

// DefaultTreasury is the book of a co-op whose charter says nothing about one:
// it counts coins, in no currency.
func DefaultTreasury() TreasuryRules {
	return TreasuryRules{
		Currency: NoCurrency,
		Funds: []Fund{
			{Name: OperatingFund, Policy: FundPolicy_FUND_POLICY_FREE},
			{Name: SuspenseFund, Policy: FundPolicy_FUND_POLICY_FREE},
		},
		Accounts: []LedgerAccount{
			{Code: "1000", Name: "coins on the ledger", Kind: AccountKind_ACCOUNT_KIND_ASSET, Role: AccountRole_ACCOUNT_ROLE_PURSES},
			{Code: "2900", Name: "unclassified receipts", Kind: AccountKind_ACCOUNT_KIND_LIABILITY, Role: AccountRole_ACCOUNT_ROLE_SUSPENSE},
			{Code: "3000", Name: "members' equity", Kind: AccountKind_ACCOUNT_KIND_EQUITY},
			{Code: "4000", Name: "income", Kind: AccountKind_ACCOUNT_KIND_INCOME},
			{Code: "5000", Name: "expenses", Kind: AccountKind_ACCOUNT_KIND_EXPENSE},
		},
	}
}

// Book is how the co-op keeps its book: as its charter says, or as every co-op
// does whose charter says nothing.
func (c Charter) Book() TreasuryRules {
	if c.Treasury == nil {
		return DefaultTreasury()
	}
	return *c.Treasury
}

// Fund finds a fund by name.
func (t TreasuryRules) Fund(name string) (Fund, bool) {
	at := slices.IndexFunc(t.Funds, func(fund Fund) bool { return fund.Name == name })
	if at < 0 {
		return Fund{}, false
	}
	return t.Funds[at], true
}

// FundNames lists the funds in words.
func (t TreasuryRules) FundNames() string {
	names := make([]string, len(t.Funds))
	for i, fund := range t.Funds {
		names[i] = fund.Name
	}
	return strings.Join(names, ", ")
}

// Account finds an account by its code.
func (t TreasuryRules) Account(code string) (LedgerAccount, bool) {
	at := slices.IndexFunc(t.Accounts, func(account LedgerAccount) bool { return account.Code == code })
	if at < 0 {
		return LedgerAccount{}, false
	}
	return t.Accounts[at], true
}

// CodeOf is the code of the account to which the ledger itself posts in a role;
// empty if there is none, which no valid charter has.
func (t TreasuryRules) CodeOf(role AccountRole) string {
	for _, account := range t.Accounts {
		if account.Role == role {
			return account.Code
		}
	}
	return ""
}

// Word says the kind of account as people do.
func (k AccountKind) Word() string {
	words := []string{"no known kind", "asset", "liability", "equity", "income", "expense"}
	if k < 0 || int(k) >= len(words) {
		return words[0]
	}
	return words[k]
}

// Word says the policy as charters do.
func (p FundPolicy) Word() string {
	words := []string{"no known policy", "free", "restricted", "indivisible"}
	if p < 0 || int(p) >= len(words) {
		return words[0]
	}
	return words[p]
}

// withAmounts gives a zero to floors and delays that came without an amount, so
// that they can be compared before they are validated.
func (t *TreasuryRules) withAmounts() *TreasuryRules {
	if t == nil {
		return nil
	}
	rules := *t
	rules.Floors, rules.Delays = slices.Clone(t.Floors), slices.Clone(t.Delays)
	rules.Passbook, rules.Dues = t.Passbook.withAmounts(), t.Dues.withAmounts()
	rules.Instruments = instrumentsWithAmounts(t.Instruments)
	for i := range rules.Floors {
		if rules.Floors[i].Amount.IsNil() {
			rules.Floors[i].Amount = math.ZeroInt()
		}
	}
	for i := range rules.Delays {
		if rules.Delays[i].Above.IsNil() {
			rules.Delays[i].Above = math.ZeroInt()
		}
	}
	return &rules
}
