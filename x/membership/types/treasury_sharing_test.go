package types_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/math"

	"github.com/coopledger/coopledger/x/membership/testutil"
	"github.com/coopledger/coopledger/x/membership/types"
)

const (
	equity  = types.AccountKind_ACCOUNT_KIND_EQUITY
	income  = types.AccountKind_ACCOUNT_KIND_INCOME
	expense = types.AccountKind_ACCOUNT_KIND_EXPENSE

	noRole = types.AccountRole_ACCOUNT_ROLE_UNSPECIFIED
)

// sharing is a charter that shares its surplus: in a coin, or outside.
func sharing(coin string, changes ...func(*types.Charter)) types.Charter {
	charter := withBook(func(b *types.TreasuryRules) {
		keepPassbook(b)
		b.Accounts = append(b.Accounts,
			types.LedgerAccount{Code: "4000", Name: "sales", Kind: income},
			types.LedgerAccount{Code: "4100", Name: "sales to others", Kind: income, Source: types.AccountSource_ACCOUNT_SOURCE_NON_MEMBER},
			types.LedgerAccount{Code: "5900", Name: "rates", Kind: expense, Role: types.AccountRole_ACCOUNT_ROLE_EXCHANGE},
		)
	})
	testutil.ShareSurplus(&charter, coin)
	for _, change := range changes {
		change(&charter)
	}
	return charter
}

// onAccount changes an account by its code.
func onAccount(code string, change func(*types.LedgerAccount)) func(*types.Charter) {
	return func(charter *types.Charter) {
		change(&charter.Treasury.Accounts[slices.IndexFunc(charter.Treasury.Accounts, func(account types.LedgerAccount) bool { return account.Code == code })])
	}
}

func withoutRole(code string) func(*types.Charter) {
	return onAccount(code, func(a *types.LedgerAccount) { a.Role = noRole })
}

func withoutFund(name string) func(*types.Charter) {
	return func(charter *types.Charter) {
		charter.Treasury.Funds = slices.DeleteFunc(charter.Treasury.Funds, func(fund types.Fund) bool { return fund.Name == name })
	}
}

func onBook(change func(*types.TreasuryRules)) func(*types.Charter) {
	return func(charter *types.Charter) { change(charter.Treasury) }
}

func withoutSurplus(charter *types.Charter) { charter.Surplus = nil }

func inCoin(coin string) func(*types.Charter) {
	return func(charter *types.Charter) {
		surplus := *charter.Surplus
		surplus.Coin = coin
		charter.Surplus = &surplus
	}
}

func TestBookOfASurplus(t *testing.T) {
	for name, tc := range map[string]struct {
		charter types.Charter
		says    string
	}{
		"success - paid outside":                {sharing(""), ""},
		"success - set aside in a coin":         {sharing("ueur"), ""},
		"success - paid outside, no passbook":   {sharing("", func(c *types.Charter) { dropPassbook(c) }), ""},
		"error - a silent charter":              {types.Charter{}, `no account has the role "appropriation"; add one of the kind equity`},
		"error - no appropriation":              {sharing("", withoutRole("3800")), `no account has the role "appropriation"; add one of the kind equity, kept by member: false`},
		"error - no appropriated":               {sharing("", withoutRole("3810")), `no account has the role "appropriated"; add one of the kind equity`},
		"error - nothing retained":              {sharing("", withoutRole("3820")), `no account has the role "retained"; add one of the kind equity`},
		"error - no shared":                     {sharing("ueur", withoutRole("2600")), `no account has the role "shared"; add one of the kind liability`},
		"error - no shared outside":             {sharing("", withoutRole("2610")), `no account has the role "shared outside"; add one of the kind liability, kept by member: true`},
		"error - shared outside, by nobody":     {sharing("", onAccount("2610", func(a *types.LedgerAccount) { a.ByMember = false })), "is a member's part: true"},
		"error - shared by member":              {sharing("", onAccount("2600", func(a *types.LedgerAccount) { a.ByMember = true })), "is a member's part: false"},
		"error - retained as a liability":       {sharing("", onAccount("3820", func(a *types.LedgerAccount) { a.Kind = liability })), "belongs to an account of the kind equity"},
		"error - shared twice":                  {sharing("", onAccount("2610", func(a *types.LedgerAccount) { a.Role, a.ByMember = types.AccountRole_ACCOUNT_ROLE_SHARED, false })), "2 accounts have the role shared"},
		"error - nothing is shared":             {sharing("", withoutSurplus), `has the role "appropriation", and the charter has no section surplus; leave the role out`},
		"error - outside, and set aside":        {sharing("", inCoin("ueur"), onBook(addSurplusFund)), "the charter sets what members get in cash aside in ueur; leave the role out"},
		"error - a fund and no coin":            {sharing("", onBook(addSurplusFund)), `there is the fund "surplus", where coins lie that members got as shares, and the charter sets none aside`},
		"error - a coin and no fund":            {sharing("ueur", withoutFund("surplus")), `the fund "surplus" is missing`},
		"error - a fund without a surplus":      {withBook(addSurplusFund), `there is the fund "surplus"`},
		"error - a coin without passbooks":      {sharing("ueur", dropPassbook), "goes into their passbooks, and there are none"},
		"error - a coin of no value":            {sharing("uatom"), "which has no fixed value in EUR"},
		"error - a coin that can't make a cent": {sharing("ueur", onBook(func(b *types.TreasuryRules) { b.Coins[1].CurrencyUnits = 3 })), "no whole number is worth one"},
		"error - no place for other values":     {sharing("ueur", withoutRole("5900")), "no account has the role exchange"},
		"error - a fund that isn't free":        {sharing("ueur", onFund("surplus", indivisible)), "its coins are the members'; make it free"},
		"error - a passbook that isn't free":    {sharing("ueur", onFund("passbook", indivisible)), "its coins are the members'; make it free"},
		"error - a floor of it":                 {sharing("ueur", onBook(func(b *types.TreasuryRules) { b.Floors[1].Fund = "surplus" })), `a floor of the fund "surplus"`},
		"error - a delay of it":                 {sharing("ueur", onBook(func(b *types.TreasuryRules) { b.Delays[1].Fund = "surplus" })), `a delay of the fund "surplus"`},
		"error - a share of it is spent": {sharing("ueur", onBook(func(b *types.TreasuryRules) {
			b.SpendingShares = []types.SpendingShare{{Fund: "surplus", Denom: "ueur", Window: 1, BasisPoints: 1}}
		})), `a spending share of the fund "surplus"`},
		"error - an outside account of it": {sharing("ueur", onBook(func(b *types.TreasuryRules) {
			b.Outside = []types.OutsideAccount{{Name: "bank", Kind: 1, Currency: "EUR", Decimals: 2, Account: "1200", Fund: "surplus"}}
		})), `is for the fund "surplus"`},
		"error - an instrument of it":          {sharing("ueur", withShareIn("surplus")), `it is paid into the fund "surplus"`},
		"error - the source of equity":         {sharing("", onAccount("3000", func(a *types.LedgerAccount) { a.Source = 1 })), "only income and expenses have one"},
		"error - the source of a bank account": {sharing("", onAccount("1200", func(a *types.LedgerAccount) { a.Source = 2 })), "only income and expenses have one"},
		"error - an unknown source":            {sharing("", onAccount("4000", func(a *types.LedgerAccount) { a.Source = 3 })), "write non-member, extraordinary"},
		"error - an account of liquidity shared": {sharing("", onBook(func(b *types.TreasuryRules) {
			b.Liquidity = &types.LiquidityTest{BasisPoints: 1, Assets: []string{"1000"}, Liabilities: []string{"2600"}}
		})), "name liabilities without a role"},
	} {
		t.Run(name, func(t *testing.T) {
			charter := tc.charter
			if charter.Name == "" { // shares, and says nothing of its book
				charter = testutil.WorkerCharter()
				rules := types.SurplusRules{}.WithAmounts()
				charter.Surplus = &rules
			}
			err := charter.Validate(types.DefaultParams())
			if tc.says == "" {
				require.NoError(t, err)
				return
			}
			require.ErrorIs(t, err, types.ErrInvalidCharter)
			require.ErrorContains(t, err, tc.says)
		})
	}
}

func addSurplusFund(b *types.TreasuryRules) {
	b.Funds = append(slices.Clone(b.Funds[:len(b.Funds)-1]), types.Fund{Name: "surplus", Policy: free}, b.Funds[len(b.Funds)-1])
}

func onFund(name string, policy types.FundPolicy) func(*types.Charter) {
	return func(charter *types.Charter) {
		charter.Treasury.Funds[slices.IndexFunc(charter.Treasury.Funds, func(fund types.Fund) bool { return fund.Name == name })].Policy = policy
	}
}

func dropPassbook(charter *types.Charter) {
	withoutFund("passbook")(charter)
	charter.Treasury.Passbook = nil
	onAccount("3500", func(a *types.LedgerAccount) { a.Role = noRole })(charter)
}

func withShareIn(fund string) func(*types.Charter) {
	return onBook(func(b *types.TreasuryRules) {
		b.Accounts = slices.Insert(b.Accounts, slices.IndexFunc(b.Accounts, func(a types.LedgerAccount) bool { return a.Code == "3500" }),
			types.LedgerAccount{Code: "3100", Name: "shares", Kind: equity, ByMember: true})
		b.Instruments = []types.Instrument{{Name: "share", Kind: 1, Account: "3100", Fund: fund, Denom: "ueur", Nominal: math.OneInt(), CapitalFloor: math.ZeroInt()}}
	})
}

// What members have not taken is never in a coin or on an account that a later
// charter doesn't know.
func TestBookOfASurplusStays(t *testing.T) {
	for name, tc := range map[string]struct {
		before, after types.Charter
		says          string
	}{
		"success - shared from now on":   {withBook(keepPassbook), sharing("ueur"), ""},
		"success - other steps":          {sharing("ueur"), sharing("ueur", func(c *types.Charter) { c.Surplus.Steps[0].CashPpm = 1 }), ""},
		"success - another coin's value": {sharing("ueur"), sharing("ueur", onBook(func(b *types.TreasuryRules) { b.Coins = b.Coins[1:] })), ""},
		"error - shared no more":         {sharing("ueur"), withBook(keepPassbook), "the section surplus is missing"},
		"error - in another coin":        {sharing("ueur"), sharing("ceur"), `aside in "ueur" and would be in "ceur"`},
		"error - outside from now on":    {sharing("ueur"), sharing(""), `aside in "ueur" and would be in ""`},
		"error - in a coin from now on":  {sharing(""), sharing("ueur"), `aside in "" and would be in "ueur"`},
		"error - worth less":             {sharing("ueur"), sharing("ueur", onBook(func(b *types.TreasuryRules) { b.Coins[1].BaseUnits = 20_000 })), "keep its value"},
		"error - a role that moves": {sharing(""), sharing("", withoutRole("3820"), onBook(func(b *types.TreasuryRules) {
			b.Accounts = slices.Insert(b.Accounts, len(b.Accounts)-3, types.LedgerAccount{Code: "3830", Name: "retained", Kind: equity, Role: types.AccountRole_ACCOUNT_ROLE_RETAINED})
		})), "would move from the account 3820 to 3830"},
		"error - income of another source": {sharing(""), sharing("", onAccount("4000", func(a *types.LedgerAccount) { a.Source = 1 })), "is of business with members and would become one of non-member source"},
		"error - income of no source":      {sharing(""), sharing("", onAccount("4100", func(a *types.LedgerAccount) { a.Source = 0 })), "is of non-member source and would become"},
	} {
		t.Run(name, func(t *testing.T) {
			require.NoError(t, tc.after.Validate(types.DefaultParams()), "valid by itself")
			err := tc.after.Succeeds(tc.before, tc.before.LastClassID(), types.Roll{})
			if tc.says == "" {
				require.NoError(t, err)
				return
			}
			require.ErrorIs(t, err, types.ErrBookKept)
			require.ErrorContains(t, err, tc.says)
		})
	}
}

// A court annuls the version by which a surplus was shared, and members' shares
// keep their place.
func TestASurplusThatIsRestored(t *testing.T) {
	before := withBook(func(b *types.TreasuryRules) {
		b.Coins[1].BaseUnits = 5_000
		b.Accounts = append(b.Accounts, types.LedgerAccount{Code: "5900", Name: "rates", Kind: expense})
	})
	for _, coin := range []string{"", "ueur"} {
		annulled := sharing(coin, func(c *types.Charter) {
			members := c.Surplus.Steps[0]
			members.ClassIds = []uint32{1}
			guests := members
			guests.Name, guests.ClassIds = "guests", []uint32{99}
			c.Surplus.Steps = []types.SurplusStep{members, guests}
		})
		restored := before.WithBookOf(annulled)
		require.NoError(t, restored.Validate(types.DefaultParams()))
		require.NoError(t, restored.Succeeds(annulled, annulled.LastClassID(), types.Roll{}))
		require.Equal(t, coin, restored.Surplus.Coin)
		require.Len(t, restored.Surplus.Steps, 1, "what is for a class that there is no more falls away")
		require.Nil(t, before.Surplus, "the stored version is not written to")
		require.Equal(t, uint64(5_000), before.Treasury.Coins[1].BaseUnits)
		require.Equal(t, restored, restored.WithBookOf(annulled), "nothing is added twice")

		annulled.Surplus.Steps = annulled.Surplus.Steps[1:]
		restored = before.WithBookOf(annulled)
		require.NoError(t, restored.Surplus.Validate(restored), "what nobody is there for goes to the reserve")
	}
}
