package testutil

import (
	"slices"

	"github.com/coopledger/coopledger/x/membership/types"
)

// KeepPassbooks gives a co-op's book passbooks, on terms of its own: the fund, and the
// account 2500 of what members are owed.
func KeepPassbooks(rules *types.TreasuryRules, terms types.PassbookRules) {
	rules.Funds = slices.Insert(slices.Clone(rules.Funds), 1, types.Fund{Name: types.PassbookFund, Policy: types.FundPolicy_FUND_POLICY_FREE})
	rules.Accounts = slices.Insert(slices.Clone(rules.Accounts), 1, types.LedgerAccount{
		Code: "2500", Name: "owed to members", Kind: types.AccountKind_ACCOUNT_KIND_LIABILITY,
		Role: types.AccountRole_ACCOUNT_ROLE_PASSBOOK, ByMember: true,
	})
	rules.Passbook = &terms
}
