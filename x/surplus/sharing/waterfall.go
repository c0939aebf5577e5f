package sharing

import (
	"cosmossdk.io/math"

	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
	"github.com/coopledger/coopledger/x/surplus/types"
)

// waterfall takes a result through the steps of valid rules.
type waterfall struct {
	rules  membershiptypes.SurplusRules
	result Result
	// totals of patronage by the index of the step.
	totals []math.Int
	types.Outcome
}

// run takes the surplus through the steps, or lets funds bear the loss.
func (w *waterfall) run() error {
	w.begin()
	if w.Surplus.IsNegative() {
		return w.bear()
	}
	w.ToReserve = toReserve(w.rules, w.result)
	w.Gross = w.Surplus.Sub(w.ToReserve)
	w.Rest = w.Gross
	for i, step := range w.rules.Steps {
		if err := w.take(step, w.totals[i]); err != nil {
			return err
		}
	}
	return nil
}

func (w *waterfall) begin() {
	zero := math.ZeroInt()
	w.Outcome = types.Outcome{
		Surplus: w.result.Surplus(), ToReserve: zero, Gross: zero, Rest: zero, Undivided: zero, Cash: zero, Retained: zero,
		LossesForward: w.result.Losses, Bases: w.rules.Bases, DeMinimis: w.rules.DeMinimis,
	}
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
func (w *waterfall) bear() error {
	loss := w.Surplus.Neg()
	for _, name := range w.rules.LossOrder {
		held, known := w.result.Held(name)
		if !known {
			return types.ErrInvalidResult.Wrapf("the result doesn't say what the fund %q holds, which bears losses; add it", name)
		}
		part := math.MinInt(held, loss)
		w.Borne = append(w.Borne, FundAmount{Fund: name, Amount: part})
		loss = loss.Sub(part)
	}
	w.LossesForward = w.LossesForward.Add(loss)
	return nil
}

// take gives a step min(remaining, max, what its target lacks, max(min, base ·
// rate)), and begins to divide it where members share it.
func (w *waterfall) take(step membershiptypes.SurplusStep, total math.Int) error {
	taken := types.Taken{Step: step}
	if step.To == membershiptypes.SurplusDestination_SURPLUS_DESTINATION_LOSSES {
		taken.Base, taken.Amount = w.LossesForward, w.LossesForward
	} else {
		taken.Base = w.base(step, total)
		taken.Amount = portion(taken.Base, step.RatePpm, step.Rounding == membershiptypes.SurplusRounding_SURPLUS_ROUNDING_UP)
	}
	if taken.Amount.LT(step.Min) {
		taken.Amount, taken.Bound = step.Min, types.BoundMin
	}
	if step.Max.IsPositive() {
		holdTo(&taken, step.Max, types.BoundMax)
	}
	if step.Until != nil {
		room, err := w.room(step)
		if err != nil {
			return err
		}
		holdTo(&taken, room, types.BoundTarget)
	}
	holdTo(&taken, w.Rest, types.BoundRemaining)
	w.Rest = w.Rest.Sub(taken.Amount)
	if step.To == membershiptypes.SurplusDestination_SURPLUS_DESTINATION_LOSSES {
		w.LossesForward = w.LossesForward.Sub(taken.Amount)
	}
	if step.Basis != "" {
		taken.Division = divide(taken.Amount, step.MemberCap, total)
	}
	w.Taken = append(w.Taken, taken)
	return nil
}

func holdTo(taken *types.Taken, most math.Int, bound types.Bound) {
	if taken.Amount.GT(most) {
		taken.Amount, taken.Bound = most, bound
	}
}

func (w *waterfall) base(step membershiptypes.SurplusStep, total math.Int) math.Int {
	switch step.Base {
	case membershiptypes.SurplusBase_SURPLUS_BASE_GROSS:
		return w.Gross
	case membershiptypes.SurplusBase_SURPLUS_BASE_NET:
		net := w.Gross
		for _, taken := range w.Taken {
			if taken.Step.To == membershiptypes.SurplusDestination_SURPLUS_DESTINATION_LOSSES {
				net = net.Sub(taken.Amount)
			}
		}
		return net
	case membershiptypes.SurplusBase_SURPLUS_BASE_CAPITAL:
		return total
	default:
		return w.Rest
	}
}

// room is what a step's fund lacks of its target, with what it gets in this period.
func (w *waterfall) room(step membershiptypes.SurplusStep) (math.Int, error) {
	held, known := w.result.Held(step.Fund)
	if !known {
		return math.Int{}, types.ErrInvalidResult.Wrapf("the result doesn't say what the fund %q holds, which the step %q fills up; add it", step.Fund, step.Name)
	}
	target, figure := step.Until.Amount, map[membershiptypes.SurplusFigure]*math.Int{
		membershiptypes.SurplusFigure_SURPLUS_FIGURE_CAPITAL: w.result.Capital,
		membershiptypes.SurplusFigure_SURPLUS_FIGURE_ASSETS:  w.result.Assets,
	}
	if step.Until.Of != membershiptypes.SurplusFigure_SURPLUS_FIGURE_UNSPECIFIED {
		if figure[step.Until.Of] == nil {
			return math.Int{}, types.ErrInvalidResult.Wrapf("the result doesn't say the co-op's %s, up to which the step %q fills the fund %q; add it", step.Until.Of.Word(), step.Name, step.Fund)
		}
		target = portion(*figure[step.Until.Of], step.Until.RatePpm, true)
	}
	if step.Fund == w.rules.Reserve {
		held = held.Add(w.ToReserve)
	}
	for _, taken := range w.Taken {
		if taken.Step.Fund == step.Fund {
			held = held.Add(taken.Amount)
		}
	}
	return math.MaxInt(math.ZeroInt(), target.Sub(held)), nil
}
