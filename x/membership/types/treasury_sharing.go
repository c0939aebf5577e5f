package types

import (
	"slices"
	"strings"
)

// SharedCoin is the denom in which the cash part of shares is set aside; empty where
// it is owed in the book's currency, or nothing is shared.
func (c Charter) SharedCoin() string {
	if c.Surplus == nil {
		return ""
	}
	return c.Surplus.Coin
}

// validateSharing checks that a book has what a surplus is shared on, and nothing of
// it where the charter shares none.
func (c Charter) validateSharing() error {
	book, shares, coin := c.Book(), c.Surplus != nil, c.SharedCoin()
	without := "the charter has no section surplus"
	for _, role := range []AccountRole{
		AccountRole_ACCOUNT_ROLE_APPROPRIATION, AccountRole_ACCOUNT_ROLE_APPROPRIATED, AccountRole_ACCOUNT_ROLE_RETAINED, AccountRole_ACCOUNT_ROLE_SHARED,
	} {
		if err := book.hasRole(role, shares, without); err != nil {
			return err
		}
	}
	if coin != "" {
		without = "the charter sets what members get in cash aside in " + coin
	}
	if err := book.hasRole(AccountRole_ACCOUNT_ROLE_SHARED_OUTSIDE, shares && coin == "", without); err != nil {
		return err
	}
	_, hasFund := book.Fund(SurplusFund)
	switch {
	case hasFund && coin == "":
		return ErrInvalidCharter.Wrapf("there is the fund %q, where coins lie that members got as shares, and the charter sets none aside; leave the fund out, or name a coin in its section surplus", SurplusFund)
	case coin == "":
		return nil
	case !hasFund:
		return ErrInvalidCharter.Wrapf("what members get in cash is set aside in %s, and the fund %q is missing, where it lies; add it, with the policy free", coin, SurplusFund)
	}
	return book.setsAside(coin)
}

// hasRole checks that a role is given where it is needed, and only there.
func (t TreasuryRules) hasRole(role AccountRole, needed bool, without string) error {
	code := t.CodeOf(role)
	if needed && code == "" {
		kind := roleKinds()[slices.IndexFunc(roleKinds(), func(known LedgerAccount) bool { return known.Role == role })]
		return ErrInvalidCharter.Wrapf("the charter shares its surplus, and no account has the role %q; add one of the kind %s, kept by member: %t", role.Word(), kind.Kind.Word(), kind.ByMember)
	}
	if !needed && code != "" {
		return ErrInvalidCharter.Wrapf("account %s has the role %q, and %s; leave the role out, or the account", code, role.Word(), without)
	}
	return nil
}

// setsAside refuses a coin in which members' shares could not lie ready.
func (t TreasuryRules) setsAside(coin string) error {
	if t.Passbook == nil {
		return ErrInvalidCharter.Wrapf("what members get is set aside in %s and goes into their passbooks, and there are none; keep passbooks, or name no coin", coin)
	}
	value, found := t.coinValue(coin)
	if !found {
		return ErrInvalidCharter.Wrapf("what members get is set aside in %s, which has no fixed value in %s; add it to the coins of the book", coin, t.Currency)
	}
	if value.BaseUnits%value.CurrencyUnits != 0 {
		return ErrInvalidCharter.Wrapf("what members get is set aside in %s, of which %d base units are worth %d minor units of %s: no whole number is worth one; choose another coin or value",
			coin, value.BaseUnits, value.CurrencyUnits, t.Currency)
	}
	if t.CodeOf(AccountRole_ACCOUNT_ROLE_EXCHANGE) == "" {
		return ErrInvalidCharter.Wrapf("what members get is set aside in %s, and no account has the role exchange, for what the coins are carried at more or less in the book; give it to an account of income or expense", coin)
	}
	return nil
}

// coinValue is the fixed value of a coin.
func (t TreasuryRules) coinValue(denom string) (CoinValue, bool) {
	at := slices.IndexFunc(t.Coins, func(coin CoinValue) bool { return coin.Denom == denom })
	if at < 0 {
		return CoinValue{}, false
	}
	return t.Coins[at], true
}

// keepsBookOf refuses a charter by which money would lose its place in the book.
func (c Charter) keepsBookOf(previous Charter) error {
	if err := c.sharingSucceeds(previous); err != nil {
		return err
	}
	return c.Book().succeeds(previous.Book())
}

// sharingSucceeds refuses to take away on what a surplus is shared, and to give the
// coins that are set aside another denom or value: what members have not taken is
// counted in them.
func (c Charter) sharingSucceeds(previous Charter) error {
	if previous.Surplus == nil {
		return nil
	}
	if c.Surplus == nil {
		return ErrBookKept.Wrap("the section surplus is missing, by which members may have shares that they have not taken; keep it, and change its steps")
	}
	bySeconds := func(c Charter) bool { return c.Surplus.Every == SurplusPeriodLength_SURPLUS_PERIOD_LENGTH_SECONDS }
	if bySeconds(c) != bySeconds(previous) {
		return ErrBookKept.Wrap("periods were of the fiscal calendar and would be a number of seconds, or the other way round, and some days would be shared twice or never; keep the kind of periods")
	}
	coin := previous.SharedCoin()
	if c.SharedCoin() != coin {
		return ErrBookKept.Wrapf("what members get in cash was set aside in %q and would be in %q, and they may have shares that they have not taken; keep the coin", coin, c.SharedCoin())
	}
	before, _ := previous.Book().coinValue(coin)
	if now, _ := c.Book().coinValue(coin); now != before {
		return ErrBookKept.Wrapf("%d base units of %s were worth %d minor units and %d would be worth %d, and members' shares are set aside in it; keep its value",
			before.BaseUnits, coin, before.CurrencyUnits, now.BaseUnits, now.CurrencyUnits)
	}
	return nil
}

// withSharingOf is the charter with how another shares its surplus. Steps for classes that the charter doesn't have fall away.
func (c Charter) withSharingOf(inForce Charter) Charter {
	rules := *inForce.Surplus
	rules.Steps = nil
	for _, step := range inForce.Surplus.Steps {
		known := slices.DeleteFunc(slices.Clone(step.ClassIds), func(id uint32) bool { _, err := c.Class(id); return err != nil })
		if len(known) == 0 && len(step.ClassIds) > 0 {
			continue
		}
		if len(known) > 0 {
			step.ClassIds = known
		}
		rules.Steps = append(rules.Steps, step)
	}
	if len(rules.Steps) == 0 {
		rules.Steps = []SurplusStep{{
			Name: "reserve", To: SurplusDestination_SURPLUS_DESTINATION_RESERVE, Fund: rules.Reserve,
			Base: SurplusBase_SURPLUS_BASE_REMAINING, RatePpm: WholeRate, Rounding: SurplusRounding_SURPLUS_ROUNDING_DOWN,
		}}
	}
	rules = rules.WithAmounts()
	c.Surplus = &rules
	return c
}

// withCoinsSetAsideBy gives a coin the value that it has in another book, and the
// role exchange to the account that has it there.
func (t TreasuryRules) withCoinsSetAsideBy(other TreasuryRules, denom string) TreasuryRules {
	value, found := other.coinValue(denom)
	if !found {
		return t
	}
	t.Coins = append(slices.DeleteFunc(slices.Clone(t.Coins), func(coin CoinValue) bool { return coin.Denom == denom }), value)
	slices.SortFunc(t.Coins, func(a, b CoinValue) int { return strings.Compare(a.Denom, b.Denom) })
	if t.CodeOf(AccountRole_ACCOUNT_ROLE_EXCHANGE) != "" {
		return t
	}
	t.Accounts = slices.Clone(t.Accounts)
	for i, account := range t.Accounts {
		if account.Code == other.CodeOf(AccountRole_ACCOUNT_ROLE_EXCHANGE) {
			t.Accounts[i].Role = AccountRole_ACCOUNT_ROLE_EXCHANGE
		}
	}
	return t
}
