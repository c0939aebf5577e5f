package sharing

import (
	"slices"

	"cosmossdk.io/math"

	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
	"github.com/coopledger/coopledger/x/surplus/types"
)

// Result of a period that is shared.
type Result = types.SurplusResult

// FundAmount is an amount of a fund.
type FundAmount = types.FundAmount

// validate refuses amounts out of bounds, and funds of which the rules don't speak.
func validate(r Result, rules membershiptypes.SurplusRules) error {
	for _, source := range []math.Int{r.Member, r.NonMember, r.Extraordinary} {
		if err := checkAmount("what a source has earned or lost", source.Abs()); err != nil {
			return err
		}
	}
	if err := checkAmount("the surplus or loss", r.Surplus().Abs()); err != nil {
		return err
	}
	amounts := []math.Int{r.Losses}
	for _, known := range []*math.Int{r.Capital, r.Assets} {
		if known != nil {
			amounts = append(amounts, *known)
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
