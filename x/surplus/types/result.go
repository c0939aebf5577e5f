package types

import (
	"slices"

	"cosmossdk.io/math"
)

// WithZeros takes what is not known of the sources and the losses for nothing.
func (r SurplusResult) WithZeros() SurplusResult {
	for _, amount := range []*math.Int{&r.Member, &r.NonMember, &r.Extraordinary, &r.Losses} {
		if amount.IsNil() {
			*amount = math.ZeroInt()
		}
	}
	return r
}

// Surplus is what all sources have earned together; a loss is negative.
func (r SurplusResult) Surplus() math.Int { return r.Member.Add(r.NonMember).Add(r.Extraordinary) }

// Held is what a fund holds before the surplus is shared, if that is known.
func (r SurplusResult) Held(fund string) (amount math.Int, known bool) {
	at := slices.IndexFunc(r.Funds, func(one FundAmount) bool { return one.Fund == fund })
	if at < 0 {
		return math.Int{}, false
	}
	return r.Funds[at].Amount, true
}
