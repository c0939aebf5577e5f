package sharing

import (
	"slices"

	"cosmossdk.io/math"

	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
	"github.com/coopledger/coopledger/x/surplus/types"
)

// Bound says what a step's amount was held to.
type Bound string

// The bounds of a step, of which the last that changed the amount is said.
const (
	BoundNone      Bound = ""
	BoundMin       Bound = "min"
	BoundMax       Bound = "max"
	BoundTarget    Bound = "target"
	BoundRemaining Bound = "remaining"
)

// Patronage gives the records of the members of some classes by a basis; no class
// is all of them.
type Patronage interface {
	Records(basis string, classIDs []uint32) Records
}

// Taken is what a step has taken, in base units.
type Taken struct {
	Step membershiptypes.SurplusStep
	// Base of the rate, and Amount that the step takes.
	Base, Amount math.Int
	// Bound that the amount was held to.
	Bound Bound
	// Division of the amount among members; nil where it goes to a fund.
	Division *Division
}

// Outcome of a period, in base units. Of a surplus, ToReserve, what the steps take
// and Rest sum to Surplus. Of a loss, what Borne sums to and what it adds to
// LossesForward do.
type Outcome struct {
	Surplus math.Int
	// ToReserve goes to the reserve before the steps: what others than members and
	// extraordinary events have brought, where the rules don't share it.
	ToReserve math.Int
	// Gross is what the steps share.
	Gross math.Int
	Taken []Taken
	// Rest that no step has taken; it goes to the reserve.
	Rest math.Int
	// Undivided is what steps have taken for members of whom none may get it; it goes
	// to the reserve.
	Undivided math.Int
	// Borne of a loss by funds.
	Borne []FundAmount
	// LossesForward that are left, brought forward and new.
	LossesForward math.Int

	deMinimis math.Int
}

// Run takes a period's result through the steps of valid rules and divides what
// members get. It refuses amounts out of bounds and figures that a step asks for
// and the result doesn't have.
func Run(rules membershiptypes.SurplusRules, result Result, patronage Patronage) (Outcome, error) {
	rules, result = rules.WithAmounts(), result.WithZeros()
	if err := result.validate(rules); err != nil {
		return Outcome{}, err
	}
	zero := math.ZeroInt()
	outcome := Outcome{
		Surplus: result.Surplus(), ToReserve: zero, Gross: zero, Rest: zero, Undivided: zero,
		LossesForward: result.Losses, deMinimis: rules.DeMinimis,
	}
	if outcome.Surplus.IsNegative() {
		return outcome.bear(rules, result)
	}
	outcome.ToReserve = toReserve(rules, result)
	outcome.Gross = outcome.Surplus.Sub(outcome.ToReserve)
	outcome.Rest = outcome.Gross
	for _, step := range rules.Steps {
		if err := outcome.take(step, rules, result, patronage); err != nil {
			return Outcome{}, err
		}
	}
	return outcome, nil
}

// toReserve is what the sources that aren't shared have earned, no more than the
// whole surplus: a loss of one source is borne by the others.
func toReserve(rules membershiptypes.SurplusRules, result Result) math.Int {
	apart := math.ZeroInt()
	if !rules.ShareNonMember {
		apart = apart.Add(result.NonMember)
	}
	if !rules.ShareExtraordinary {
		apart = apart.Add(result.Extraordinary)
	}
	return math.MaxInt(math.ZeroInt(), math.MinInt(apart, result.Surplus()))
}

// bear lets funds bear a loss in the order of the rules; no step takes anything.
func (o Outcome) bear(rules membershiptypes.SurplusRules, result Result) (Outcome, error) {
	loss := o.Surplus.Neg()
	for _, name := range rules.LossOrder {
		held, known := result.fund(name)
		if !known {
			return Outcome{}, types.ErrInvalidResult.Wrapf("the result doesn't say what the fund %q holds, which bears losses; add it", name)
		}
		part := math.MinInt(held, loss)
		o.Borne = append(o.Borne, FundAmount{name, part})
		loss = loss.Sub(part)
	}
	o.LossesForward = o.LossesForward.Add(loss)
	return o, nil
}

// take gives a step min(remaining, max, what its target lacks, max(min, base ·
// rate)), and divides it where members share it.
func (o *Outcome) take(step membershiptypes.SurplusStep, rules membershiptypes.SurplusRules, result Result, patronage Patronage) error {
	taken := Taken{Step: step}
	if step.To == membershiptypes.SurplusDestination_SURPLUS_DESTINATION_LOSSES {
		taken.Base, taken.Amount = o.LossesForward, o.LossesForward
	} else {
		var err error
		if taken.Base, err = o.base(step, patronage); err != nil {
			return err
		}
		taken.Amount = portion(taken.Base, step.RatePpm, step.Rounding == membershiptypes.SurplusRounding_SURPLUS_ROUNDING_UP)
	}
	if taken.Amount.LT(step.Min) {
		taken.Amount, taken.Bound = step.Min, BoundMin
	}
	if step.Max.IsPositive() {
		taken.holdTo(step.Max, BoundMax)
	}
	if step.Until != nil {
		room, err := o.room(step, rules, result)
		if err != nil {
			return err
		}
		taken.holdTo(room, BoundTarget)
	}
	taken.holdTo(o.Rest, BoundRemaining)
	o.Rest = o.Rest.Sub(taken.Amount)
	if step.To == membershiptypes.SurplusDestination_SURPLUS_DESTINATION_LOSSES {
		o.LossesForward = o.LossesForward.Sub(taken.Amount)
	}
	if step.Basis != "" {
		division, err := Divide(taken.Amount, step.MemberCap, patronage.Records(step.Basis, step.ClassIds))
		if err != nil {
			return err
		}
		taken.Division, o.Undivided = &division, o.Undivided.Add(division.Undivided)
	}
	o.Taken = append(o.Taken, taken)
	return nil
}

func (t *Taken) holdTo(most math.Int, bound Bound) {
	if t.Amount.GT(most) {
		t.Amount, t.Bound = most, bound
	}
}

func (o *Outcome) base(step membershiptypes.SurplusStep, patronage Patronage) (math.Int, error) {
	switch step.Base {
	case membershiptypes.SurplusBase_SURPLUS_BASE_GROSS:
		return o.Gross, nil
	case membershiptypes.SurplusBase_SURPLUS_BASE_NET:
		net := o.Gross
		for _, taken := range o.Taken {
			if taken.Step.To == membershiptypes.SurplusDestination_SURPLUS_DESTINATION_LOSSES {
				net = net.Sub(taken.Amount)
			}
		}
		return net, nil
	case membershiptypes.SurplusBase_SURPLUS_BASE_CAPITAL:
		return Total(patronage.Records(step.Basis, step.ClassIds))
	default:
		return o.Rest, nil
	}
}

// room is what a step's fund lacks of its target, with what it gets in this period.
func (o *Outcome) room(step membershiptypes.SurplusStep, rules membershiptypes.SurplusRules, result Result) (math.Int, error) {
	held, known := result.fund(step.Fund)
	if !known {
		return math.Int{}, types.ErrInvalidResult.Wrapf("the result doesn't say what the fund %q holds, which the step %q fills up; add it", step.Fund, step.Name)
	}
	target, figure := step.Until.Amount, map[membershiptypes.SurplusFigure]math.Int{
		membershiptypes.SurplusFigure_SURPLUS_FIGURE_CAPITAL: result.Capital,
		membershiptypes.SurplusFigure_SURPLUS_FIGURE_ASSETS:  result.Assets,
	}
	if step.Until.Of != membershiptypes.SurplusFigure_SURPLUS_FIGURE_UNSPECIFIED {
		if figure[step.Until.Of].IsNil() {
			return math.Int{}, types.ErrInvalidResult.Wrapf("the result doesn't say the co-op's %s, up to which the step %q fills the fund %q; add it", step.Until.Of.Word(), step.Name, step.Fund)
		}
		target = portion(figure[step.Until.Of], step.Until.RatePpm, true)
	}
	if step.Fund == rules.Reserve {
		held = held.Add(o.ToReserve)
	}
	for _, taken := range o.Taken {
		if taken.Step.Fund == step.Fund {
			held = held.Add(taken.Amount)
		}
	}
	return math.MaxInt(math.ZeroInt(), target.Sub(held)), nil
}

// MemberShare is what a member gets of a surplus, in base units.
type MemberShare struct {
	// Shares by the steps that are divided, in their order; zero where the member's
	// class has no part.
	Shares []math.Int
	// Total of them; Cash is paid, and Retained in the member's account.
	Total, Cash, Retained math.Int
}

// ShareOf a member of a class, of whom the weight by each basis is given: its share
// of each step, and the cash part of it, rounded up. Cash that is less than the
// rules' de-minimis sum is retained too, and so never lost.
func (o Outcome) ShareOf(memberID uint64, classID uint32, weight func(basis string) math.Int) (MemberShare, error) {
	member := MemberShare{Total: math.ZeroInt(), Cash: math.ZeroInt()}
	for _, taken := range o.Taken {
		if taken.Division == nil {
			continue
		}
		share := math.ZeroInt()
		if len(taken.Step.ClassIds) == 0 || slices.Contains(taken.Step.ClassIds, classID) {
			var err error
			if share, err = taken.Division.Share(Record{MemberID: memberID, Weight: weight(taken.Step.Basis)}); err != nil {
				return MemberShare{}, err
			}
		}
		member.Shares = append(member.Shares, share)
		member.Total = member.Total.Add(share)
		member.Cash = member.Cash.Add(CashPart(share, taken.Step.CashPpm))
	}
	if member.Cash.LT(o.deMinimis) {
		member.Cash = math.ZeroInt()
	}
	member.Retained = member.Total.Sub(member.Cash)
	return member, nil
}
