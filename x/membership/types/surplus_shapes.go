package types

const (
	tenth   = WholeRate / 10
	fifteen = WholeRate * 15 / 100
	fifth   = WholeRate / 5
)

// validateShapes refuses steps that leave the shape that the charter says they keep to.
func (r SurplusRules) validateShapes(Charter) error {
	last := SurplusShape_SURPLUS_SHAPE_UNSPECIFIED
	for _, shape := range r.Shapes {
		if shape <= last || shape > SurplusShape_SURPLUS_SHAPE_CASH_FIFTH {
			return ErrInvalidCharter.Wrapf("the shape %d follows %d; name known shapes, ascending, each once", shape, last)
		}
		last = shape
		check := map[SurplusShape]func() error{
			SurplusShape_SURPLUS_SHAPE_RESERVE_TENTH:         r.reserveTenth,
			SurplusShape_SURPLUS_SHAPE_RESERVE_UNTIL_CAPITAL: r.reserveUntilCapital,
			SurplusShape_SURPLUS_SHAPE_CASH_FIFTH:            r.cashFifth,
		}[shape]
		if err := check(); err != nil {
			return err
		}
	}
	return nil
}

// statutoryReserve is the step to the reserve that comes before every other but
// losses, is of the whole surplus, rounded up, and without a bound.
func (r SurplusRules) statutoryReserve() (SurplusStep, bool) {
	steps := r.Steps
	if len(steps) > 0 && steps[0].To == SurplusDestination_SURPLUS_DESTINATION_LOSSES {
		steps = steps[1:]
	}
	if len(steps) == 0 {
		return SurplusStep{}, false
	}
	step := steps[0]
	whole := step.Base == SurplusBase_SURPLUS_BASE_GROSS || step.Base == SurplusBase_SURPLUS_BASE_NET
	return step, step.To == SurplusDestination_SURPLUS_DESTINATION_RESERVE && whole &&
		step.Rounding == SurplusRounding_SURPLUS_ROUNDING_UP && !step.Max.IsPositive()
}

// reserveTenth is the shape that the Philippine Cooperative Code (RA 9520, Article
// 86) is cited with: at least 10 % of the net surplus to the reserve, at most 10 %
// to education. It says nothing of the first five years, in which sources differ.
func (r SurplusRules) reserveTenth() error {
	reserve, found := r.statutoryReserve()
	if !found || reserve.RatePpm < tenth || reserve.Until != nil {
		return ErrInvalidCharter.Wrapf("the shape reserve-10-education-10 asks for at least %d millionths of the surplus for the reserve before all else, rounded up and without a bound; mend the first step, or leave out the shape", tenth)
	}
	education := uint64(0)
	for _, step := range r.Steps {
		if step.To != SurplusDestination_SURPLUS_DESTINATION_EDUCATION {
			continue
		}
		if education += uint64(step.RatePpm); education > tenth || step.Min.IsPositive() || step.Rounding != SurplusRounding_SURPLUS_ROUNDING_DOWN {
			return ErrInvalidCharter.Wrapf("the shape reserve-10-education-10 lets education have at most %d millionths of the surplus, rounded down, and no least amount; mend the step %q, or leave out the shape", tenth, step.Name)
		}
	}
	return nil
}

// reserveUntilCapital is the shape of Article 65 of Regulation (EC) 1435/2003 on
// the European Cooperative Society: at least 15 % of the surplus without losses
// carried over to the reserve, until it equals the capital.
func (r SurplusRules) reserveUntilCapital() error {
	reserve, found := r.statutoryReserve()
	losses := r.Steps[0].To == SurplusDestination_SURPLUS_DESTINATION_LOSSES
	ends := reserve.Until != nil && (reserve.Until.Of != SurplusFigure_SURPLUS_FIGURE_CAPITAL || reserve.Until.RatePpm < WholeRate)
	if !found || !losses || reserve.Base != SurplusBase_SURPLUS_BASE_NET || reserve.RatePpm < fifteen || ends {
		return ErrInvalidCharter.Wrapf("the shape reserve-15-until-capital asks for losses to be made good first, and then for at least %d millionths of the net surplus for the reserve, rounded up, until it equals all of the capital and not before; mend the first steps, or leave out the shape", fifteen)
	}
	return nil
}

// cashFifth is the shape of 26 U.S.C. § 1388(c): at least 20 % of a qualified
// patronage dividend in cash. What is too little to be paid would not be, so there
// is no de-minimis.
func (r SurplusRules) cashFifth() error {
	for _, step := range r.Steps {
		if step.To == SurplusDestination_SURPLUS_DESTINATION_MEMBERS && step.CashPpm < fifth {
			return ErrInvalidCharter.Wrapf("the shape cash-20 asks for at least %d millionths of each share in cash, and the step %q pays %d; raise its cash, or leave out the shape", fifth, step.Name, step.CashPpm)
		}
	}
	if r.DeMinimis.IsPositive() {
		return ErrInvalidCharter.Wrapf("the shape cash-20 asks for cash on every share, and less than %s is not paid; leave out de_minimis or the shape", r.DeMinimis)
	}
	return nil
}
