package testutil

import (
	"slices"
	"strings"

	"github.com/coopledger/coopledger/x/membership/types"
)

// ShareSurplus lets a co-op share its surplus: by one step that gives members all, in
// cash, which is set aside in the coin, or owed where none is named. Its book gets the
// accounts 2600, 3800, 3810 and 3820, and 2610 or the fund surplus. The charter needs a
// fund reserve that is indivisible, and for a coin passbooks and the role exchange.
func ShareSurplus(charter *types.Charter, coin string) {
	rules := charter.Book()
	accounts := []types.LedgerAccount{
		{Code: "2600", Name: "shares not taken", Kind: types.AccountKind_ACCOUNT_KIND_LIABILITY, Role: types.AccountRole_ACCOUNT_ROLE_SHARED},
		{Code: "3800", Name: "results shared", Kind: types.AccountKind_ACCOUNT_KIND_EQUITY, Role: types.AccountRole_ACCOUNT_ROLE_APPROPRIATION},
		{Code: "3810", Name: "shared to funds", Kind: types.AccountKind_ACCOUNT_KIND_EQUITY, Role: types.AccountRole_ACCOUNT_ROLE_APPROPRIATED},
		{Code: "3820", Name: "retained shares", Kind: types.AccountKind_ACCOUNT_KIND_EQUITY, Role: types.AccountRole_ACCOUNT_ROLE_RETAINED},
	}
	if coin == "" {
		accounts = append(accounts, types.LedgerAccount{
			Code: "2610", Name: "shares to be paid", Kind: types.AccountKind_ACCOUNT_KIND_LIABILITY, Role: types.AccountRole_ACCOUNT_ROLE_SHARED_OUTSIDE, ByMember: true,
		})
	} else {
		rules.Funds = append(slices.Clone(rules.Funds), types.Fund{Name: types.SurplusFund, Policy: types.FundPolicy_FUND_POLICY_FREE})
		slices.SortFunc(rules.Funds, func(a, b types.Fund) int { return strings.Compare(a.Name, b.Name) })
	}
	rules.Accounts = append(slices.Clone(rules.Accounts), accounts...)
	slices.SortFunc(rules.Accounts, func(a, b types.LedgerAccount) int { return strings.Compare(a.Code, b.Code) })
	charter.Treasury = &rules
	sharing := types.SurplusRules{
		Reserve: "reserve", Coin: coin, Bases: []types.SurplusBasis{{Name: "hours", Unit: "hours"}},
		Every: types.SurplusPeriodLength_SURPLUS_PERIOD_LENGTH_SECONDS, PeriodSeconds: 30 * Day,
		Steps: []types.SurplusStep{{
			Name: "members", To: types.SurplusDestination_SURPLUS_DESTINATION_MEMBERS, Base: types.SurplusBase_SURPLUS_BASE_REMAINING,
			RatePpm: types.WholeRate, Rounding: types.SurplusRounding_SURPLUS_ROUNDING_DOWN, CashPpm: types.WholeRate, Basis: "hours",
		}},
	}.WithAmounts()
	charter.Surplus = &sharing
}
