package types

import (
	"cosmossdk.io/math"

	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

// OverheadOf is what the co-op keeps of a receipt that is classified to a fund, and
// where it is booked: the charter's basis points, rounded down in base units. Of
// what is owed to somebody it keeps nothing, since that is no receipt of the project.
func OverheadOf(rules membershiptypes.TreasuryRules, msg *MsgClassify) (kept math.Int, account string) {
	overhead, given := rules.Overhead(msg.Fund)
	booked, _ := rules.Account(msg.Account)
	if !given || booked.Kind == membershiptypes.AccountKind_ACCOUNT_KIND_LIABILITY {
		return math.ZeroInt(), ""
	}
	return BasisPointsOf(msg.Coin.Amount, overhead.BasisPoints), overhead.Account
}

// WithOverhead splits the lines of a receipt that is classified: the co-op keeps so
// much of it, which goes to the operating fund as its own income. The value goes
// along by its share, rounded down.
func WithOverhead(classified []Posting, kept math.Int, account string) []Posting {
	if !kept.IsPositive() {
		return classified
	}
	into, becomes := classified[0], classified[3]
	value := Balance{Amount: into.Amount, Functional: into.Functional}.CarriedBy(kept)
	own := NewPosting(into.Account, membershiptypes.OperatingFund, into.Denom, kept, value)
	income := own.Negated()
	income.Account = account
	into.Amount, into.Functional = into.Amount.Sub(kept), into.Functional.Sub(value)
	becomes.Amount, becomes.Functional = becomes.Amount.Add(kept), becomes.Functional.Add(value)
	return []Posting{into, classified[1], classified[2], becomes, own, income}
}
