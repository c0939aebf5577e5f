package types

import (
	"slices"
	"strings"

	errorsmod "cosmossdk.io/errors"
	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"
)

// Limits of what a charter says about money. They are the software's own, so
// that a block's work on a purse, an account or a payment is bounded for ever.
const (
	// MaxFunds of a co-op, of which each has a purse.
	MaxFunds = 32
	// MaxAccounts of a book.
	MaxAccounts = 256
	// MaxCoinValues of a book.
	MaxCoinValues = 16
	// MaxFloors of a charter.
	MaxFloors = 32
	// MaxDelays of a charter.
	MaxDelays = 32
	// MaxVetoes that a delayed payment may ask for before it is stopped.
	MaxVetoes = 100
	// MaxDecimals of a currency: the most that ISO 4217 has.
	MaxDecimals = 4
	// MaxFundNameBytes bounds the name of a fund, which is typed in commands.
	MaxFundNameBytes = 32
	// MaxPurposeBytes bounds what a restricted fund is for.
	MaxPurposeBytes = 256
	// MaxAccountCodeBytes bounds an account's code, in digits.
	MaxAccountCodeBytes = 10
	// MaxAccountNameBytes bounds an account's name.
	MaxAccountNameBytes = 64
	// MaxTreasuryAmountBits bounds an amount; no book holds more.
	MaxTreasuryAmountBits = 240
)

// validateTreasury checks how the co-op keeps its money, if the charter says so.
func (c Charter) validateTreasury(limits Params) error {
	if c.Treasury == nil {
		return errorsmod.Wrap(c.validateSharing(), "treasury")
	}
	if err := c.Treasury.Validate(limits); err != nil {
		return errorsmod.Wrap(err, "treasury")
	}
	if err := c.validateDues(); err != nil {
		return errorsmod.Wrap(err, "treasury")
	}
	if err := c.validateSharing(); err != nil {
		return errorsmod.Wrap(err, "treasury")
	}
	return errorsmod.Wrap(c.validateInstruments(), "treasury")
}

// Validate refuses a treasury that contradicts itself or exceeds the limits.
func (t TreasuryRules) Validate(limits Params) error {
	for _, check := range []func() error{
		t.validateCurrency, t.validateCoins, t.validateFunds, t.validateAccounts, t.validateRoles, t.validateOutside, t.validateFloors,
		t.validateSpendingShares, t.validateLiquidity, t.validateOverheads,
		func() error { return t.validatePassbook(limits) }, t.validateSetAside, t.noPartsOutside,
	} {
		if err := check(); err != nil {
			return err
		}
	}
	if err := t.validateDelays(limits); err != nil {
		return err
	}
	if t.Fiscal == nil {
		return nil
	}
	return t.Fiscal.Validate()
}

func (t TreasuryRules) validateCurrency() error {
	if !isCurrency(t.Currency) {
		return ErrInvalidCharter.Wrapf("the currency %q is no ISO 4217 code; write its three capitals, like EUR, or %s for none", t.Currency, NoCurrency)
	}
	if t.Decimals > MaxDecimals {
		return ErrInvalidCharter.Wrapf("decimals is %d; no currency has more than %d: give how many its minor unit is away, 2 for EUR", t.Decimals, MaxDecimals)
	}
	if t.Currency == NoCurrency && t.Decimals != 0 {
		return ErrInvalidCharter.Wrapf("decimals is %d, and %s is no currency and has no minor unit; give 0, or name a currency", t.Decimals, NoCurrency)
	}
	return nil
}

func (t TreasuryRules) validateCoins() error {
	if len(t.Coins) > MaxCoinValues {
		return ErrInvalidCharter.Wrapf("%d coins have a fixed value; at most %d can: leave some out, and they are booked at no value", len(t.Coins), MaxCoinValues)
	}
	if len(t.Coins) > 0 && t.Currency == NoCurrency {
		return ErrInvalidCharter.Wrapf("%s has a value, and the book has no currency to count it in; name a currency or leave the coins out", t.Coins[0].Denom)
	}
	last := ""
	for _, coin := range t.Coins {
		if err := validateDenom("coin", coin.Denom); err != nil {
			return err
		}
		if coin.Denom <= last {
			return ErrInvalidCharter.Wrapf("coin %s follows %s; order coins by denom, each once", coin.Denom, last)
		}
		last = coin.Denom
		if coin.BaseUnits == 0 || coin.CurrencyUnits == 0 {
			return ErrInvalidCharter.Wrapf("%d base units of %s are worth %d minor units; give 1 or more for both, or leave the coin out, which books it at no value",
				coin.BaseUnits, coin.Denom, coin.CurrencyUnits)
		}
	}
	return nil
}

// validateDenom refuses what the bank takes for no denom.
func validateDenom(what, denom string) error {
	if err := sdk.ValidateDenom(denom); err != nil {
		return ErrInvalidCharter.Wrapf("%s: %q is no denom; write it as the ledger does, like ueur", what, denom)
	}
	return nil
}

func (t TreasuryRules) validateFunds() error {
	if len(t.Funds) > MaxFunds {
		return ErrInvalidCharter.Wrapf("there are %d funds; at most %d: each has a purse of its own", len(t.Funds), MaxFunds)
	}
	last := ""
	for _, fund := range t.Funds {
		if err := fund.validate(); err != nil {
			return err
		}
		if fund.Name <= last {
			return ErrInvalidCharter.Wrapf("fund %q follows %q; order funds by name, each once", fund.Name, last)
		}
		last = fund.Name
	}
	for _, name := range []string{OperatingFund, SuspenseFund} {
		fund, found := t.Fund(name)
		if !found {
			return ErrInvalidCharter.Wrapf("the fund %q is missing, which every co-op has; add it, with the policy free", name)
		}
		if fund.Policy != FundPolicy_FUND_POLICY_FREE {
			return ErrInvalidCharter.Wrapf("the fund %q is %s, and it has to take and give whatever comes; make it free, and add a fund of your own", name, fund.Policy.Word())
		}
	}
	return nil
}

func (f Fund) validate() error {
	if !isFundName(f.Name) {
		return ErrInvalidCharter.Wrapf("fund name %q: use 1 to %d lower-case letters, digits, hyphens and underscores, a letter first", f.Name, MaxFundNameBytes)
	}
	if f.Policy < FundPolicy_FUND_POLICY_FREE || f.Policy > FundPolicy_FUND_POLICY_INDIVISIBLE {
		return ErrInvalidCharter.Wrapf("fund %q has %s; make it free, restricted or indivisible", f.Name, f.Policy.Word())
	}
	if err := validateText("the purpose of fund "+f.Name, f.Purpose, MaxPurposeBytes); err != nil {
		return err
	}
	restricted := f.Policy == FundPolicy_FUND_POLICY_RESTRICTED
	if restricted && strings.TrimSpace(f.Purpose) == "" {
		return ErrInvalidCharter.Wrapf("fund %q is restricted to no purpose; say in a line what it is for", f.Name)
	}
	if !restricted && f.Purpose != "" {
		return ErrInvalidCharter.Wrapf("fund %q has a purpose that binds nobody, as it is %s; leave the purpose out, or make the fund restricted", f.Name, f.Policy.Word())
	}
	return nil
}

// isFundName says whether a name is like reserve, or solidarity_2.
func isFundName(name string) bool {
	if name == "" || len(name) > MaxFundNameBytes || name[0] < 'a' || name[0] > 'z' {
		return false
	}
	return strings.Trim(name, "abcdefghijklmnopqrstuvwxyz0123456789-_") == ""
}

func (t TreasuryRules) validateAccounts() error {
	if len(t.Accounts) > MaxAccounts {
		return ErrInvalidCharter.Wrapf("the book has %d accounts; at most %d: merge some", len(t.Accounts), MaxAccounts)
	}
	last := ""
	for _, account := range t.Accounts {
		if account.Code == "" || len(account.Code) > MaxAccountCodeBytes || strings.Trim(account.Code, "0123456789") != "" {
			return ErrInvalidCharter.Wrapf("account code %q: use 1 to %d digits", account.Code, MaxAccountCodeBytes)
		}
		if account.Code <= last {
			return ErrInvalidCharter.Wrapf("account %s follows %s; order accounts by code as words are, each once", account.Code, last)
		}
		last = account.Code
		if strings.TrimSpace(account.Name) == "" {
			return ErrInvalidCharter.Wrapf("account %s has no name; say in a line what is booked to it", account.Code)
		}
		if err := validateText("the name of account "+account.Code, account.Name, MaxAccountNameBytes); err != nil {
			return err
		}
		if account.Kind < AccountKind_ACCOUNT_KIND_ASSET || account.Kind > AccountKind_ACCOUNT_KIND_EXPENSE {
			return ErrInvalidCharter.Wrapf("account %s has %s; make it an asset, a liability, equity, income or an expense", account.Code, account.Kind.Word())
		}
		if err := account.validateSource(); err != nil {
			return err
		}
	}
	return nil
}

func (t TreasuryRules) validateFloors() error {
	if len(t.Floors) > MaxFloors {
		return ErrInvalidCharter.Wrapf("there are %d floors; at most %d: leave some out", len(t.Floors), MaxFloors)
	}
	last := []string{"", ""}
	for _, floor := range t.Floors {
		at := []string{floor.Fund, floor.Denom}
		if err := t.validateGuard("floor", at, last, floor.Amount); err != nil {
			return err
		}
		last = at
		if !floor.Amount.IsPositive() {
			return ErrInvalidCharter.Wrapf("the floor of %q is %s%s; give an amount above zero, or leave the floor out", floor.Fund, floor.Amount, floor.Denom)
		}
	}
	return nil
}

func (t TreasuryRules) validateDelays(limits Params) error {
	if len(t.Delays) > MaxDelays {
		return ErrInvalidCharter.Wrapf("there are %d delays; at most %d: leave some out", len(t.Delays), MaxDelays)
	}
	last := []string{"", ""}
	for _, delay := range t.Delays {
		at := []string{delay.Fund, delay.Denom}
		if err := t.validateGuard("delay", at, last, delay.Above); err != nil {
			return err
		}
		last = at
		if delay.Above.IsNegative() {
			return ErrInvalidCharter.Wrapf("payments from %q wait above %s%s; give zero to make each wait, or more", delay.Fund, delay.Above, delay.Denom)
		}
		if delay.DelaySeconds < 1 || delay.DelaySeconds > limits.MaxPeriodSeconds {
			return ErrInvalidCharter.Wrapf("the delay of payments from %q is %s; give some time, at most %s", delay.Fund, Duration(delay.DelaySeconds), Duration(limits.MaxPeriodSeconds))
		}
		if delay.Vetoes < 1 || delay.Vetoes > MaxVetoes {
			return ErrInvalidCharter.Wrapf("%d members stop a payment from %q; give 1 to %d, or the delay is for nothing", delay.Vetoes, delay.Fund, MaxVetoes)
		}
	}
	return nil
}

// validateGuard checks what floors and delays have in common: at and last are a
// fund and a denom each.
func (t TreasuryRules) validateGuard(what string, at, last []string, amount math.Int) error {
	if _, found := t.Fund(at[0]); !found {
		return ErrInvalidCharter.Wrapf("a %s names the fund %q, which there is not; its funds are %s", what, at[0], t.FundNames())
	}
	if err := validateDenom("a "+what+" of "+at[0], at[1]); err != nil {
		return err
	}
	if slices.Compare(at, last) <= 0 {
		return ErrInvalidCharter.Wrapf("the %s of %q in %s follows that of %q in %s; order %ss by fund and denom, one for each pair", what, at[0], at[1], last[0], last[1], what)
	}
	if amount.IsNil() {
		return ErrInvalidCharter.Wrapf("the %s of %q in %s has no amount; give one", what, at[0], at[1])
	}
	if bits := amount.BigInt().BitLen(); bits > MaxTreasuryAmountBits {
		return ErrInvalidCharter.Wrapf("the %s of %q in %s has an amount of %d bits; a book holds %d: give less", what, at[0], at[1], bits, MaxTreasuryAmountBits)
	}
	return nil
}
