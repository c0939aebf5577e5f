package sharing

import (
	"slices"

	"cosmossdk.io/math"

	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
	"github.com/coopledger/coopledger/x/surplus/types"
)

// FundAmount is an amount in base units of a fund.
type FundAmount struct {
	Fund   string
	Amount math.Int
}

// Result of a period, in base units, after taxes on it. A source that lost money is
// negative. A nil amount is not known.
type Result struct {
	// Member is what the business with members has earned, NonMember that with
	// others, Extraordinary what is no result of the business.
	Member, NonMember, Extraordinary math.Int
	// Losses brought forward from periods before; not negative.
	Losses math.Int
	// Capital that is paid in and Assets at the period's end, where a step asks for them.
	Capital, Assets math.Int
	// Funds and what they hold before the surplus is shared.
	Funds []FundAmount
}

// WithZeros takes what is not known of the sources and the losses for nothing.
func (r Result) WithZeros() Result {
	for _, amount := range []*math.Int{&r.Member, &r.NonMember, &r.Extraordinary, &r.Losses} {
		if amount.IsNil() {
			*amount = math.ZeroInt()
		}
	}
	return r
}

// Surplus is what all sources have earned together; a loss is negative.
func (r Result) Surplus() math.Int { return r.Member.Add(r.NonMember).Add(r.Extraordinary) }

func (r Result) fund(name string) (math.Int, bool) {
	at := slices.IndexFunc(r.Funds, func(fund FundAmount) bool { return fund.Fund == name })
	if at < 0 {
		return math.Int{}, false
	}
	return r.Funds[at].Amount, true
}

// validate refuses amounts out of bounds, and funds of which the rules don't speak.
func (r Result) validate(rules membershiptypes.SurplusRules) error {
	for _, source := range []math.Int{r.Member, r.NonMember, r.Extraordinary} {
		if err := checkAmount("what a source has earned or lost", source.Abs()); err != nil {
			return err
		}
	}
	if err := checkAmount("the surplus or loss", r.Surplus().Abs()); err != nil {
		return err
	}
	amounts := []math.Int{r.Losses}
	for _, known := range []math.Int{r.Capital, r.Assets} {
		if !known.IsNil() {
			amounts = append(amounts, known)
		}
	}
	for i, fund := range r.Funds {
		if !speaksOf(rules, fund.Fund) {
			return types.ErrInvalidResult.Wrapf("the result says what the fund %q holds, of which the charter's surplus doesn't speak; leave it out", fund.Fund)
		}
		if slices.ContainsFunc(r.Funds[:i], func(other FundAmount) bool { return other.Fund == fund.Fund }) {
			return types.ErrInvalidResult.Wrapf("the result names the fund %q twice; name it once", fund.Fund)
		}
		amounts = append(amounts, fund.Amount)
	}
	for _, amount := range amounts {
		if err := checkAmount("a loss, fund or figure of the result", amount); err != nil {
			return err
		}
	}
	return nil
}

func speaksOf(rules membershiptypes.SurplusRules, fund string) bool {
	return fund == rules.Reserve || slices.Contains(rules.LossOrder, fund) ||
		slices.ContainsFunc(rules.Steps, func(step membershiptypes.SurplusStep) bool { return step.Fund == fund })
}
