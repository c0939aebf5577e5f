package types

import (
	"math/big"

	"cosmossdk.io/math"

	chaintypes "github.com/coopledger/coopledger/x/chain/types"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

// WindowOfShare is the first day of the window of a spending share that a day is
// in, such as 20270401.
func WindowOfShare(share membershiptypes.SpendingShare, day chaintypes.Date) uint32 {
	switch share.Window {
	case membershiptypes.SpendingWindow_SPENDING_WINDOW_QUARTER:
		return Window_WINDOW_QUARTER.FirstDay(day)
	case membershiptypes.SpendingWindow_SPENDING_WINDOW_YEAR:
		return Window_WINDOW_YEAR.FirstDay(day)
	}
	return Window_WINDOW_MONTH.FirstDay(day)
}

// BasisPointsOf is so many ten-thousandths of an amount that isn't negative, rounded down.
func BasisPointsOf(amount math.Int, points uint32) math.Int {
	part := new(big.Int).Mul(amount.BigInt(), big.NewInt(int64(points)))
	return math.NewIntFromBigInt(part.Quo(part, big.NewInt(membershiptypes.BasisPoints)))
}

// Covering is so many ten-thousandths of an amount that isn't negative, rounded up.
func Covering(amount math.Int, points uint32) math.Int {
	part := new(big.Int).Mul(amount.BigInt(), big.NewInt(int64(points)))
	part.Add(part, big.NewInt(membershiptypes.BasisPoints-1))
	return math.NewIntFromBigInt(part.Quo(part, big.NewInt(membershiptypes.BasisPoints)))
}

// Place is where a fund's money is: in its purse, or in its outside accounts.
func (b SpendingBase) Place() string { return PlaceOf(b.Fund, b.Outside) }

// PlaceOf writes where a fund's money is. No fund has a slash in its name.
func PlaceOf(fund string, outside bool) string {
	if outside {
		return "outside/" + fund
	}
	return "coins/" + fund
}

// Place is where the money is that the budget pays with.
func (t BudgetTerms) Place() string { return PlaceOf(t.Fund, t.Outside != "") }

// IsLiquidFund says whether a fund's money is there for whatever is due: a free
// fund's, and not what waits in suspense or is owed to members.
func IsLiquidFund(fund membershiptypes.Fund) bool {
	return fund.Policy == membershiptypes.FundPolicy_FUND_POLICY_FREE &&
		fund.Name != membershiptypes.SuspenseFund && !membershiptypes.IsSetAside(fund.Name)
}

// validateGuards checks what funds held when their windows began.
func (g GenesisState) validateGuards() error {
	var last SpendingBase
	for _, base := range g.SpendingBases {
		follows := base.CoopId > last.CoopId || base.CoopId == last.CoopId && (base.Place() > last.Place() || base.Place() == last.Place() && base.Denom > last.Denom)
		if !follows {
			return ErrInvalidGenesis.Wrapf("what the fund %q of co-op %d held in %s is out of order; order such by co-op, place, fund and denom, each once", base.Fund, base.CoopId, base.Denom)
		}
		last = base
		if _, err := chaintypes.DateOfNumber(base.WindowStart); err != nil {
			return ErrInvalidGenesis.Wrapf("what the fund %q of co-op %d held in %s: %s", base.Fund, base.CoopId, base.Denom, err)
		}
		if base.Held.IsNil() || base.Held.IsNegative() || base.Held.BigInt().BitLen() > MaxAmountBits {
			return ErrInvalidGenesis.Wrapf("what the fund %q of co-op %d held in %s is %s", base.Fund, base.CoopId, base.Denom, amountText(base.Held))
		}
	}
	return nil
}
