package types

import (
	"context"
	"math/big"
	"slices"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

// MaxResultDays whose results are asked for at once.
const MaxResultDays = 400

// SurplusDoor is what a module that shares a period's surplus gets of the treasury.
// All amounts are in minor units of the book's currency. It asks of the module that
// it shares what was earned, once, as the members have decided; the treasury asks
// that the book takes it and that the coins are there.
type SurplusDoor interface {
	// ResultOfDays is what was earned from one day to another, both included, by the
	// accounting dates of the entries; at most MaxResultDays.
	ResultOfDays(ctx context.Context, coopID uint64, firstDay, lastDay uint32) (Result, error)
	// ResultSoFar is all that was ever earned.
	ResultSoFar(ctx context.Context, coopID uint64) (Result, error)
	// LockedThrough is the last day of the locked periods, in which nothing is dated any
	// more; zero where none is.
	LockedThrough(ctx context.Context, coopID uint64) (uint32, error)
	// Figures are what is paid in on shares that are equity, and all that the co-op owns.
	Figures(ctx context.Context, coopID uint64) (capital, assets math.Int, err error)
	// EquityOf a fund, without the account on which is counted what of the results has
	// been shared.
	EquityOf(ctx context.Context, coopID uint64, fund string) (math.Int, error)
	// Appropriate books who got what of a period's result, today, and sets the coins
	// aside where the charter names one. Nothing makes no entry, and gives zero.
	Appropriate(ctx context.Context, appropriation Appropriation) (entry uint64, err error)
	// TakeShare makes so much of what members got in cash a member's own, present or
	// former: in its passbook where the charter names a coin, else as a debt that a
	// payment settles. Nothing makes no entry, and gives zero.
	TakeShare(ctx context.Context, coopID, memberID, period uint64, cash math.Int) (entry uint64, err error)
}

// Result is what was earned, in minor units of the book's currency; a loss is
// negative.
type Result struct {
	// Member is of business with members, and of all accounts without another source.
	Member math.Int
	// NonMember is of business with others.
	NonMember math.Int
	// Extraordinary is no result of the business.
	Extraordinary math.Int
}

// NoResult is nothing earned.
func NoResult() Result {
	return Result{Member: math.ZeroInt(), NonMember: math.ZeroInt(), Extraordinary: math.ZeroInt()}
}

// Of a source. There are as many sources as ResultSources.
func (r *Result) Of(source membershiptypes.AccountSource) *math.Int {
	switch source {
	case membershiptypes.AccountSource_ACCOUNT_SOURCE_NON_MEMBER:
		return &r.NonMember
	case membershiptypes.AccountSource_ACCOUNT_SOURCE_EXTRAORDINARY:
		return &r.Extraordinary
	default:
		return &r.Member
	}
}

// Earn adds what was earned from a source.
func (r *Result) Earn(source membershiptypes.AccountSource, amount math.Int) (err error) {
	of := r.Of(source)
	*of, err = Sum(*of, amount)
	return err
}

// ResultSources are where results come from, in the order of the store's keys.
func ResultSources() []membershiptypes.AccountSource {
	return []membershiptypes.AccountSource{
		membershiptypes.AccountSource_ACCOUNT_SOURCE_UNSPECIFIED, membershiptypes.AccountSource_ACCOUNT_SOURCE_NON_MEMBER,
		membershiptypes.AccountSource_ACCOUNT_SOURCE_EXTRAORDINARY,
	}
}

// ResultOf an entry is what its lines on accounts of income and expense come to.
func ResultOf(rules membershiptypes.TreasuryRules, postings []Posting) (Result, error) {
	result := NoResult()
	for _, posting := range postings {
		account, found := rules.Account(posting.Account)
		if !found || !account.IsResult() {
			continue
		}
		if err := result.Earn(account.Source, posting.Functional.Neg()); err != nil {
			return result, err
		}
	}
	return result, nil
}

// FundAmount is what a fund gets of a result, or bears.
type FundAmount struct {
	Fund   string
	Amount math.Int
}

// Appropriation says who got what of a period's result, in minor units of the
// book's currency.
type Appropriation struct {
	CoopID uint64
	// PeriodNumber that the journal names.
	PeriodNumber uint64
	// ResolutionID that approved it; zero where the charter asks for none.
	ResolutionID uint64
	// ToFunds are what funds got, each once.
	ToFunds []FundAmount
	// Cash is what members got in cash, all together.
	Cash math.Int
	// Retained is what members got and is retained.
	Retained math.Int
	// Borne is what of a loss funds bear, each once.
	Borne []FundAmount
}

// Validate refuses amounts that are none, and funds that neither get nor bear.
func (a Appropriation) Validate(rules membershiptypes.TreasuryRules) error {
	for _, amount := range []math.Int{a.Cash, a.Retained} {
		if amount.IsNil() || amount.IsNegative() {
			return ErrInvalidAppropriation.Wrapf("members get %s of period %d; give zero or more", amountText(amount), a.PeriodNumber)
		}
	}
	for _, side := range [][]FundAmount{a.ToFunds, a.Borne} {
		for i, part := range side {
			if part.Amount.IsNil() || part.Amount.IsNegative() {
				return ErrInvalidAppropriation.Wrapf("the fund %q has %s of period %d; give zero or more", part.Fund, amountText(part.Amount), a.PeriodNumber)
			}
			if slices.ContainsFunc(side[:i], func(other FundAmount) bool { return other.Fund == part.Fund }) {
				return ErrInvalidAppropriation.Wrapf("the fund %q is named twice for period %d; name each once, with all of it", part.Fund, a.PeriodNumber)
			}
			if err := appropriable(rules, part.Fund); err != nil {
				return err
			}
		}
	}
	for _, part := range a.Borne {
		if fund, _ := rules.Fund(part.Fund); fund.Policy == membershiptypes.FundPolicy_FUND_POLICY_RESTRICTED {
			return ErrFundPolicy.Wrapf("the fund %q is restricted to %q and bears no loss; let another bear it, or carry it forward", fund.Name, fund.Purpose)
		}
	}
	return nil
}

// appropriable refuses a fund in which no equity is.
func appropriable(rules membershiptypes.TreasuryRules, name string) error {
	fund, err := FindFund(rules, name)
	if err == nil && (fund.Name == membershiptypes.SuspenseFund || membershiptypes.IsSetAside(fund.Name)) {
		err = ErrFundPolicy.Wrapf("the fund %q holds what is unclassified or the members' already, and gets and bears nothing of a result; name another", fund.Name)
	}
	return err
}

// Postings are the lines of an appropriation in the book's currency. What members got
// in cash is among them unless it is set aside in coins.
func (a Appropriation) Postings(rules membershiptypes.TreasuryRules, inCoins bool) (lines []Posting, err error) {
	shared, borne := math.ZeroInt(), math.ZeroInt()
	credit := func(role membershiptypes.AccountRole, fund string, amount math.Int) (err error) {
		if amount.IsPositive() {
			lines = append(lines, InCurrency(rules, role, fund, amount.Neg()))
			shared, err = Sum(shared, amount)
		}
		return err
	}
	for _, part := range a.ToFunds {
		if err := credit(membershiptypes.AccountRole_ACCOUNT_ROLE_APPROPRIATED, part.Fund, part.Amount); err != nil {
			return nil, err
		}
	}
	if err := credit(membershiptypes.AccountRole_ACCOUNT_ROLE_RETAINED, membershiptypes.OperatingFund, a.Retained); err != nil {
		return nil, err
	}
	if !inCoins {
		if err := credit(membershiptypes.AccountRole_ACCOUNT_ROLE_SHARED, membershiptypes.OperatingFund, a.Cash); err != nil {
			return nil, err
		}
	}
	for _, part := range a.Borne {
		if part.Amount.IsPositive() {
			lines = append(lines, InCurrency(rules, membershiptypes.AccountRole_ACCOUNT_ROLE_APPROPRIATED, part.Fund, part.Amount))
			if borne, err = Sum(borne, part.Amount); err != nil {
				return nil, err
			}
		}
	}
	for _, sum := range []math.Int{shared, borne.Neg()} {
		if !sum.IsZero() {
			lines = append(lines, InCurrency(rules, membershiptypes.AccountRole_ACCOUNT_ROLE_APPROPRIATION, membershiptypes.OperatingFund, sum))
		}
	}
	return lines, nil
}

// InCurrency is a line on the account of a role, of so much of the book's currency.
func InCurrency(rules membershiptypes.TreasuryRules, role membershiptypes.AccountRole, fund string, amount math.Int) Posting {
	return NewPosting(rules.CodeOf(role), fund, rules.Currency, amount, amount)
}

// CoinsWorth is how much of a coin of the book is worth so much in its currency.
func CoinsWorth(rules membershiptypes.TreasuryRules, denom string, value math.Int) (sdk.Coin, error) {
	for _, coin := range rules.Coins {
		if coin.Denom != denom {
			continue
		}
		amount := new(big.Int).Mul(value.BigInt(), new(big.Int).SetUint64(coin.BaseUnits))
		amount.Quo(amount, new(big.Int).SetUint64(coin.CurrencyUnits))
		if amount.BitLen() > MaxAmountBits {
			return sdk.Coin{}, ErrOverflow.Wrapf("%s minor units are more in %s than a book holds", value, denom)
		}
		return sdk.Coin{Denom: denom, Amount: math.NewIntFromBigInt(amount)}, nil
	}
	return sdk.Coin{}, ErrInvariantBroken.Wrapf("the book gives %s no fixed value", denom)
}
