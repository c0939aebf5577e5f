package sharing

import (
	"iter"

	"cosmossdk.io/math"

	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
	"github.com/coopledger/coopledger/x/surplus/types"
)

// The phases of a settling, in their order.
const (
	totalling   = types.SettlingPhase_SETTLING_PHASE_TOTALS
	dividingAll = types.SettlingPhase_SETTLING_PHASE_DIVIDING
	adding      = types.SettlingPhase_SETTLING_PHASE_ADDING
	settled     = types.SettlingPhase_SETTLING_PHASE_DONE
)

// Settling takes a period's result through the rules' steps and divides what members
// get, in at most 32 passes over the rows of all members: one for the totals of
// patronage, those in which all steps are divided side by side, and one that adds up
// what members get. Its public fields are all that it knows between two chunks of a
// pass; it converts to types.Settling and back, and goes on from there.
type Settling types.Settling

// NewSettling begins to share a period's result by valid rules. It refuses amounts out
// of bounds, and figures that a step asks for and the result doesn't have. Of a loss,
// or where there is nothing to share, it is done at once.
func NewSettling(rules membershiptypes.SurplusRules, result Result) (*Settling, error) {
	s, err := open(rules, result)
	if err != nil {
		return nil, err
	}
	if !s.SoFar.Gross.IsPositive() {
		s.Phase = settled
	}
	return s, nil
}

// open is the same, but counts patronage even where there is nothing to share by it.
func open(rules membershiptypes.SurplusRules, result Result) (*Settling, error) {
	rules, result = rules.WithAmounts(), result.WithZeros()
	if err := validate(result, rules); err != nil {
		return nil, err
	}
	s := &Settling{Rules: rules, Result: result, Phase: settled, Totals: make([]math.Int, len(rules.Steps))}
	for i, step := range rules.Steps {
		s.Totals[i] = math.ZeroInt()
		if step.Basis == "" {
			continue
		}
		if _, err := readingOf(step, rules.Bases); err != nil {
			return nil, err
		}
		s.Phase = totalling
	}
	// Without patronage the amounts may change yet, but what is missing is missing.
	if err := s.fall(); err != nil {
		return nil, err
	}
	if s.SoFar.Surplus.IsNegative() {
		s.Phase = settled
	}
	return s, nil
}

// fall works out what each step takes.
func (s *Settling) fall() error {
	through := waterfall{rules: s.Rules, result: s.Result, totals: s.Totals}
	err := through.run()
	s.SoFar = through.Outcome
	return err
}

// Run settles a result over rows in memory, which it reads once in each pass. It
// counts the patronage of a period of which there is nothing to share, too.
func Run(rules membershiptypes.SurplusRules, result Result, rows iter.Seq[Row]) (Outcome, error) {
	s, err := open(rules, result)
	if err != nil {
		return Outcome{}, err
	}
	for !s.Done() {
		if err := s.Pass(rows); err != nil {
			return Outcome{}, err
		}
		if err := s.EndPass(); err != nil {
			return Outcome{}, err
		}
	}
	return s.Outcome(), nil
}

// Done says that no pass is needed any more.
func (s *Settling) Done() bool { return s.Phase == settled }

// Outcome is what has come of it, once it is done.
func (s *Settling) Outcome() Outcome { return Outcome(s.SoFar) }

// EndPass takes what all rows have told. It refuses rows that are not those of the
// passes before; then all passes begin again.
func (s *Settling) EndPass() error {
	if s.Done() {
		return errNoPass()
	}
	s.Passes++
	switch s.Phase {
	case totalling:
		return s.endTotals()
	case dividingAll:
		return s.endDividing()
	default:
		return s.endAdding()
	}
}

func errNoPass() error {
	return types.ErrChanged.Wrap("the surplus is settled, and no row of it is read any more; begin again to settle it anew")
}

// endTotals works out all amounts, and begins to divide what members share.
func (s *Settling) endTotals() error {
	for _, total := range s.Totals {
		if err := checkBits("the whole patronage", total.BigIntMut(), MaxTotalBits); err != nil {
			return err
		}
	}
	if err := s.fall(); err != nil {
		return err
	}
	for i, taken := range s.SoFar.Taken {
		if taken.Division == nil {
			continue
		}
		s.Dividing = append(s.Dividing, types.Dividing{Step: uint32(i)})
		if err := s.dividing(len(s.Dividing) - 1).start(); err != nil {
			return err
		}
	}
	s.nextPhase()
	return nil
}

// dividing is a step whose division isn't found yet, by its index among them.
func (s *Settling) dividing(at int) dividing {
	one := &s.Dividing[at]
	return dividing{one, s.SoFar.Taken[one.Step].Division}
}

// endDividing takes each step one pass further.
func (s *Settling) endDividing() error {
	for at := range s.Dividing {
		if err := s.dividing(at).endPass(); err != nil {
			return err
		}
	}
	s.nextPhase()
	return nil
}

// nextPhase leaves out the steps that are divided, and the passes that nothing needs.
func (s *Settling) nextPhase() {
	var left []types.Dividing
	for at, one := range s.Dividing {
		if division := s.dividing(at); division.done() {
			s.SoFar.Undivided = s.SoFar.Undivided.Add(division.division.Undivided)
		} else {
			left = append(left, one)
		}
	}
	s.Dividing = left
	switch {
	case len(left) > 0:
		s.Phase = dividingAll
	case s.ofMembers().IsPositive():
		s.Phase = adding
	default:
		s.Phase = settled
	}
}

// ofMembers is what members get of what the steps have taken.
func (s *Settling) ofMembers() math.Int {
	amount := s.SoFar.Undivided.Neg()
	for _, taken := range s.SoFar.Taken {
		if taken.Division != nil {
			amount = amount.Add(taken.Amount)
		}
	}
	return amount
}

// endAdding refuses shares that don't sum to what the steps took: a row that is there
// twice, or not any more, settles nothing.
func (s *Settling) endAdding() error {
	if sum := s.SoFar.Cash.Add(s.SoFar.Retained); !sum.Equal(s.ofMembers()) {
		return types.ErrChanged.Wrapf("members' shares sum to %s, and the steps took %s for them; begin again over the sealed rows", sum, s.ofMembers())
	}
	s.Phase = settled
	return nil
}
