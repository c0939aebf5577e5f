package types

import (
	"math/big"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

// ValidateRate refuses a rate of what has none: the book's own currency, a coin
// of a fixed value, or anything in a book without a currency.
func ValidateRate(rules membershiptypes.TreasuryRules, rate Rate) error {
	if err := rate.validate(); err != nil {
		return err
	}
	return hasRates(rules, rate.Denom)
}

func (r Rate) validate() error {
	if err := sdk.ValidateDenom(r.Denom); err != nil {
		return ErrInvalidRate.Wrapf("%q is no denom: %s", r.Denom, err)
	}
	if r.BaseUnits == 0 || r.CurrencyUnits == 0 {
		return ErrInvalidRate.Wrapf("%d base units of %s are worth %d minor units of the currency; give 1 or more for both", r.BaseUnits, r.Denom, r.CurrencyUnits)
	}
	return nil
}

func hasRates(rules membershiptypes.TreasuryRules, denom string) error {
	switch {
	case rules.Currency == membershiptypes.NoCurrency:
		return ErrInvalidRate.Wrap("the book is kept in no currency, so nothing has a rate in it")
	case denom == rules.Currency:
		return ErrInvalidRate.Wrapf("the book is kept in %s, which has no rate in itself", denom)
	case HasFixedValue(rules, denom):
		return ErrInvalidRate.Wrapf("the charter gives %s a fixed value in %s, so it has no rate", denom, rules.Currency)
	}
	return nil
}

// Value of an amount at the rate, in minor units of the book's currency: rounded
// to the nearest, and half a unit away from zero, so that a debt is worth as much
// as a claim of the same amount.
func (r Rate) Value(amount math.Int) (math.Int, error) {
	base := new(big.Int).SetUint64(r.BaseUnits)
	worth := new(big.Int).Mul(amount.Abs().BigInt(), new(big.Int).SetUint64(r.CurrencyUnits))
	worth.Add(worth.Lsh(worth, 1), base).Quo(worth, base.Lsh(base, 1))
	if worth.BitLen() > MaxAmountBits {
		return math.Int{}, ErrOverflow.Wrapf("%s%s is worth more than a book holds", amount, r.Denom)
	}
	value := math.NewIntFromBigInt(worth)
	if amount.IsNegative() {
		return value.Neg(), nil
	}
	return value, nil
}

// IsMonetary says whether a posting changes what is owned or owed in another unit
// than the book's currency, so that it is worth more or less as rates move. What
// isn't money, such as a machine paid in dollars, is posted in the currency alone.
func IsMonetary(rules membershiptypes.TreasuryRules, posting Posting) bool {
	if rules.Currency == membershiptypes.NoCurrency || posting.Denom == "" {
		return false
	}
	account, found := rules.Account(posting.Account)
	return found && holdsValue(account)
}

// holdsValue says whether an account is on the balance sheet, but for equity.
func holdsValue(account membershiptypes.LedgerAccount) bool {
	return account.Kind == membershiptypes.AccountKind_ACCOUNT_KIND_ASSET || account.Kind == membershiptypes.AccountKind_ACCOUNT_KIND_LIABILITY
}

// RevaluedAccounts are those whose balances in a fund are worth more or less as
// rates move. What members have in accounts kept by member stays at the value at
// which it came in, and so do the coins that are set aside for them:
// the two are one amount, so what one gains the other loses.
func RevaluedAccounts(rules membershiptypes.TreasuryRules, fund string) (accounts []membershiptypes.LedgerAccount) {
	for _, account := range rules.Accounts {
		setAside := membershiptypes.IsSetAside(fund) && account.Role == membershiptypes.AccountRole_ACCOUNT_ROLE_PURSES
		if holdsValue(account) && !account.ByMember && !setAside {
			accounts = append(accounts, account)
		}
	}
	return accounts
}

// CanRevalue says whether a revaluation would make a balance of the denom.
func CanRevalue(rules membershiptypes.TreasuryRules, denom string) error {
	if err := hasRates(rules, denom); err != nil {
		return err
	}
	if rules.CodeOf(membershiptypes.AccountRole_ACCOUNT_ROLE_EXCHANGE) == "" {
		return ErrCannotRevalue.Wrap("no account of the book has the role exchange, for gains and losses; amend the charter: give it to an account of income or expense")
	}
	return nil
}
