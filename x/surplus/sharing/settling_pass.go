package sharing

import (
	"iter"

	"cosmossdk.io/math"

	"github.com/coopledger/coopledger/x/surplus/types"
)

// Pass reads rows of the pass that is under way, all of them or the next few, in any
// order; it keeps none. It refuses a row out of bounds; then all passes begin again.
func (s *Settling) Pass(rows iter.Seq[Row]) error {
	pass, err := s.begin()
	if err != nil {
		return err
	}
	for row := range rows {
		if err := pass.read(row); err != nil {
			return err
		}
	}
	pass.end()
	return nil
}

// rowPass reads rows one after another, and at its end keeps what it has read.
type rowPass interface {
	read(Row) error
	end()
}

func (s *Settling) begin() (rowPass, error) {
	switch s.Phase {
	case totalling:
		return s.beginTotals()
	case dividingAll:
		return s.beginDividing()
	case adding:
		return s.beginAdding()
	default:
		return nil, errNoPass()
	}
}

// stepPass is the pass of one step over its records.
type stepPass struct {
	reading
	recordPass
}

// stepsPass is that of some steps, side by side.
type stepsPass []stepPass

func (p stepsPass) read(row Row) error {
	for i := range p {
		one, takesPart := p[i].record(row)
		if !takesPart {
			continue
		}
		if err := p[i].add(one); err != nil {
			return err
		}
	}
	return nil
}

func (p stepsPass) end() {
	for _, step := range p {
		step.end()
	}
}

func (s *Settling) beginTotals() (pass stepsPass, err error) {
	for i, step := range s.Rules.Steps {
		if step.Basis == "" {
			continue
		}
		by, err := readingOf(step, s.Rules.Bases)
		if err != nil {
			return nil, err
		}
		pass = append(pass, stepPass{by, totalPass{&s.Totals[i], newAdder(s.Totals[i])}})
	}
	return pass, nil
}

// totalPass adds up patronage.
type totalPass struct {
	total *math.Int
	sum   *adder
}

func (p totalPass) add(one record) error {
	if err := one.check(); err != nil {
		return err
	}
	p.sum.add(one.weight)
	return nil
}

func (p totalPass) end() { *p.total = p.sum.sum() }

func (s *Settling) beginDividing() (pass stepsPass, err error) {
	for at, one := range s.Dividing {
		by, err := readingOf(s.Rules.Steps[one.Step], s.Rules.Bases)
		if err != nil {
			return nil, err
		}
		pass = append(pass, stepPass{by, s.dividing(at).begin()})
	}
	return pass, nil
}

func (s *Settling) beginAdding() (*addingPass, error) {
	shares, err := s.Outcome().newShares()
	if err != nil {
		return nil, err
	}
	return &addingPass{shares, &s.SoFar, newAdder(s.SoFar.Cash), newAdder(s.SoFar.Retained)}, nil
}

// addingPass adds up what members get.
type addingPass struct {
	*memberShares
	outcome              *types.Outcome
	allCash, allRetained *adder
}

func (p *addingPass) read(row Row) error {
	if err := p.of(row); err != nil {
		return err
	}
	p.allCash.add(&p.cash)
	p.allRetained.add(&p.retained)
	if p.total.Sign() > 0 {
		p.outcome.Members++
	}
	return nil
}

func (p *addingPass) end() {
	p.outcome.Cash, p.outcome.Retained = p.allCash.sum(), p.allRetained.sum()
}
