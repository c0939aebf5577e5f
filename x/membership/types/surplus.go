package types

import (
	"slices"

	errorsmod "cosmossdk.io/errors"
	"cosmossdk.io/math"
)

// Limits of what a charter says about surplus.
const (
	// MaxSurplusBases of a charter.
	MaxSurplusBases = 16
	// MaxSurplusSteps of a charter.
	MaxSurplusSteps = 32
	// MaxSurplusUnitBytes bounds the unit of a basis.
	MaxSurplusUnitBytes = 64
	// MaxSurplusAmountBits bounds an amount: what is shared is less than 2^112 base units.
	MaxSurplusAmountBits = 112
	// MaxSurplusSeconds bounds a period that is a number of seconds, and the time for
	// adjusting: a year.
	MaxSurplusSeconds = 366 * 24 * 60 * 60
	// MinSurplusAdjusting is the shortest time for adjusting after a period of the
	// calendar: a day.
	MinSurplusAdjusting = 24 * 60 * 60
	// MaxSurplusGroundBytes bounds the ground on which nobody approves the accounts.
	MaxSurplusGroundBytes = 256
	// WholeRate is all of it, in millionths.
	WholeRate = 1_000_000
)

// Validate refuses rules that contradict themselves or the rest of the charter, that
// promise more than there is, or that leave the shape that they say they keep to.
func (r SurplusRules) Validate(charter Charter) error {
	r = r.WithAmounts()
	for _, check := range []func(Charter) error{
		r.validateReserve, r.validateBases, r.validateLossOrder, r.validateAmounts, r.validateSteps, r.validateWhole, r.validateShapes,
		r.validatePeriods, r.validateVaried,
	} {
		if err := check(charter); err != nil {
			return errorsmod.Wrap(err, "surplus")
		}
	}
	return nil
}

// withAmounts does so where there are rules.
func (r *SurplusRules) withAmounts() *SurplusRules {
	if r == nil {
		return nil
	}
	rules := r.WithAmounts()
	return &rules
}

// WithAmounts gives a zero to amounts that were left out.
func (r SurplusRules) WithAmounts() SurplusRules {
	zero := func(amount *math.Int) {
		if amount.IsNil() {
			*amount = math.ZeroInt()
		}
	}
	zero(&r.DeMinimis)
	r.Steps = slices.Clone(r.Steps)
	for i := range r.Steps {
		step := &r.Steps[i]
		zero(&step.Min)
		zero(&step.Max)
		zero(&step.MemberCap)
		if step.Until != nil {
			until := *step.Until
			zero(&until.Amount)
			step.Until = &until
		}
	}
	return r
}

// Basis finds a basis by name.
func (r SurplusRules) Basis(name string) (SurplusBasis, bool) {
	at := slices.IndexFunc(r.Bases, func(basis SurplusBasis) bool { return basis.Name == name })
	if at < 0 {
		return SurplusBasis{}, false
	}
	return r.Bases[at], true
}

func (r SurplusRules) validateReserve(charter Charter) error {
	fund, found := charter.Book().Fund(r.Reserve)
	if !found || fund.Policy != FundPolicy_FUND_POLICY_INDIVISIBLE {
		return ErrInvalidCharter.Wrapf("the reserve is the fund %q, which has to be one of treasury that is indivisible; the funds are %s", r.Reserve, charter.Book().FundNames())
	}
	return nil
}

func (r SurplusRules) validateBases(Charter) error {
	if len(r.Bases) > MaxSurplusBases {
		return ErrInvalidCharter.Wrapf("there are %d bases; at most %d: leave some out", len(r.Bases), MaxSurplusBases)
	}
	last := ""
	for _, basis := range r.Bases {
		if err := validateWord("basis", basis.Name); err != nil {
			return err
		}
		if basis.Name <= last {
			return ErrInvalidCharter.Wrapf("the basis %q follows %q; order bases by name, each once", basis.Name, last)
		}
		last = basis.Name
		if basis.Unit == "" {
			return ErrInvalidCharter.Wrapf("the basis %q has no unit; say what it counts, such as hours", basis.Name)
		}
		if err := validateText("the unit of a basis", basis.Unit, MaxSurplusUnitBytes); err != nil {
			return err
		}
	}
	return nil
}

func (r SurplusRules) validateLossOrder(charter Charter) error {
	for i, name := range r.LossOrder {
		fund, found := charter.Book().Fund(name)
		if !found {
			return ErrInvalidCharter.Wrapf("the loss order names the fund %q, which there is not; the funds are %s", name, charter.Book().FundNames())
		}
		if isNobodysEquity(name) {
			return ErrInvalidCharter.Wrapf("the loss order names the fund %q, in which no equity is; name another", name)
		}
		if fund.Policy == FundPolicy_FUND_POLICY_RESTRICTED {
			return ErrInvalidCharter.Wrapf("the loss order names the fund %q, which is restricted to its purpose; losses are borne by free and indivisible funds", name)
		}
		if slices.Contains(r.LossOrder[:i], name) {
			return ErrInvalidCharter.Wrapf("the loss order names the fund %q twice; name it once", name)
		}
	}
	return nil
}

// isNobodysEquity says of a fund that what is in it is unclassified, or the members' already.
func isNobodysEquity(fund string) bool { return fund == SuspenseFund || IsSetAside(fund) }

func (r SurplusRules) validateAmounts(Charter) error {
	amounts := []math.Int{r.DeMinimis}
	for _, step := range r.Steps {
		amounts = append(amounts, step.Min, step.Max, step.MemberCap)
		if step.Until != nil {
			amounts = append(amounts, step.Until.Amount)
		}
	}
	for _, amount := range amounts {
		if amount.IsNegative() || amount.BigIntMut().BitLen() > MaxSurplusAmountBits {
			return ErrInvalidCharter.Wrapf("%s is no amount of a surplus; give 0 to less than 2^%d base units", amount, MaxSurplusAmountBits)
		}
	}
	return nil
}

func (r SurplusRules) validateSteps(charter Charter) error {
	if len(r.Steps) == 0 || len(r.Steps) > MaxSurplusSteps {
		return ErrInvalidCharter.Wrapf("there are %d steps; a surplus is shared in 1 to %d", len(r.Steps), MaxSurplusSteps)
	}
	for i, step := range r.Steps {
		if err := validateWord("step", step.Name); err != nil {
			return err
		}
		if slices.ContainsFunc(r.Steps[:i], func(other SurplusStep) bool { return other.Name == step.Name }) {
			return ErrInvalidCharter.Wrapf("there are two steps %q; give each a name of its own", step.Name)
		}
		check := r.validateFundStep
		switch step.To {
		case SurplusDestination_SURPLUS_DESTINATION_LOSSES:
			if i > 0 {
				return ErrInvalidCharter.Wrapf("the step %q makes good losses after other steps have taken theirs; put it first", step.Name)
			}
			check = r.validateLosses
		case SurplusDestination_SURPLUS_DESTINATION_INTEREST, SurplusDestination_SURPLUS_DESTINATION_MEMBERS:
			check = r.validateMemberStep
		}
		if err := check(step, charter); err != nil {
			return err
		}
	}
	return nil
}

// validateLosses refuses terms for what takes all that it can.
func (r SurplusRules) validateLosses(step SurplusStep, _ Charter) error {
	bare := SurplusStep{Name: step.Name, To: step.To}
	if !step.Equal(SurplusRules{Steps: []SurplusStep{bare}}.WithAmounts().Steps[0]) {
		return ErrInvalidCharter.Wrapf("the step %q makes good losses as far as the surplus goes; leave out everything but its name", step.Name)
	}
	return nil
}

// validateRate refuses a rate that is none, over a whole, or of no base.
func validateRate(step SurplusStep) error {
	if step.Base < SurplusBase_SURPLUS_BASE_GROSS || step.Base > SurplusBase_SURPLUS_BASE_CAPITAL {
		return ErrInvalidCharter.Wrapf("the step %q says no base; write gross, net, remaining or, for interest, capital", step.Name)
	}
	if step.RatePpm > WholeRate || step.RatePpm == 0 && !step.Min.IsPositive() {
		return ErrInvalidCharter.Wrapf("the step %q takes %d millionths of its base; give 1 to %d, or 0 with a least amount", step.Name, step.RatePpm, WholeRate)
	}
	if step.Rounding != SurplusRounding_SURPLUS_ROUNDING_DOWN && step.Rounding != SurplusRounding_SURPLUS_ROUNDING_UP {
		return ErrInvalidCharter.Wrapf("the step %q doesn't say how it is rounded; write up for what a law asks at least, else down", step.Name)
	}
	if step.Max.IsPositive() && step.Min.GT(step.Max) {
		return ErrInvalidCharter.Wrapf("the step %q takes at least %s and at most %s; give the lesser one as min", step.Name, step.Min, step.Max)
	}
	return nil
}

func (r SurplusRules) validateFundStep(step SurplusStep, charter Charter) error {
	if step.To < SurplusDestination_SURPLUS_DESTINATION_RESERVE || step.To > SurplusDestination_SURPLUS_DESTINATION_FUND {
		return ErrInvalidCharter.Wrapf("the step %q doesn't say to whom it gives; write losses, reserve, education, community, federation, fund, interest or members", step.Name)
	}
	if err := validateRate(step); err != nil {
		return err
	}
	if _, found := charter.Book().Fund(step.Fund); !found {
		return ErrInvalidCharter.Wrapf("the step %q gives to the fund %q, which there is not; the funds are %s", step.Name, step.Fund, charter.Book().FundNames())
	}
	if isNobodysEquity(step.Fund) {
		return ErrInvalidCharter.Wrapf("the step %q gives to the fund %q, in which no equity is; name another", step.Name, step.Fund)
	}
	if (step.To == SurplusDestination_SURPLUS_DESTINATION_RESERVE) != (step.Fund == r.Reserve) {
		return ErrInvalidCharter.Wrapf("the step %q gives to the fund %q; a step to the reserve, and no other, gives to the fund %q", step.Name, step.Fund, r.Reserve)
	}
	if step.Base == SurplusBase_SURPLUS_BASE_CAPITAL || step.Basis != "" || len(step.ClassIds) > 0 || step.MemberCap.IsPositive() || step.CashPpm > 0 {
		return ErrInvalidCharter.Wrapf("the step %q gives to a fund, in which no member has a share; leave out the base capital, basis, classes, member_cap and cash", step.Name)
	}
	if step.Until == nil {
		return nil
	}
	if of := step.Until.Of != SurplusFigure_SURPLUS_FIGURE_UNSPECIFIED; of == step.Until.Amount.IsPositive() || of == (step.Until.RatePpm == 0) ||
		step.Until.Of < 0 || step.Until.Of > SurplusFigure_SURPLUS_FIGURE_ASSETS {
		return ErrInvalidCharter.Wrapf("the step %q ends at an amount and at a part of a figure, or at neither; give the one or the other", step.Name)
	}
	return nil
}

func (r SurplusRules) validateMemberStep(step SurplusStep, charter Charter) error {
	if err := validateRate(step); err != nil {
		return err
	}
	if _, found := r.Basis(step.Basis); !found {
		return ErrInvalidCharter.Wrapf("the step %q is shared by the basis %q, which there is not; name one of bases", step.Name, step.Basis)
	}
	if step.Fund != "" || step.Until != nil {
		return ErrInvalidCharter.Wrapf("the step %q gives to members; leave out fund and until", step.Name)
	}
	if interest := step.To == SurplusDestination_SURPLUS_DESTINATION_INTEREST; interest != (step.Base == SurplusBase_SURPLUS_BASE_CAPITAL) {
		return ErrInvalidCharter.Wrapf("the step %q: interest is so much of the capital, and nothing else is; write base capital for interest, and for interest alone", step.Name)
	}
	if step.CashPpm > WholeRate {
		return ErrInvalidCharter.Wrapf("the step %q pays %d millionths of a share in cash; give 0 to %d", step.Name, step.CashPpm, WholeRate)
	}
	last := uint32(0)
	for _, id := range step.ClassIds {
		if _, err := charter.Class(id); err != nil || id <= last {
			return ErrInvalidCharter.Wrapf("the step %q names the class %d; name classes of the charter by their ids, ascending, each once", step.Name, id)
		}
		last = id
	}
	return nil
}

// validateWhole refuses steps that promise more than the surplus: those that are
// not bounded take at most all of it together.
func (r SurplusRules) validateWhole(Charter) error {
	whole := uint64(0)
	for _, step := range r.Steps {
		bounded := step.Max.IsPositive() || step.Until != nil
		if !bounded && (step.Base == SurplusBase_SURPLUS_BASE_GROSS || step.Base == SurplusBase_SURPLUS_BASE_NET) {
			whole += uint64(step.RatePpm)
		}
	}
	if whole > WholeRate {
		return ErrInvalidCharter.Wrapf("the steps promise %d millionths of the surplus, and there are %d; lower a rate, or take it of what remains", whole, WholeRate)
	}
	return nil
}

// validatePeriods refuses periods that have no calendar or no length, and windows that
// are too long.
func (r SurplusRules) validatePeriods(charter Charter) error {
	if r.Every < SurplusPeriodLength_SURPLUS_PERIOD_LENGTH_UNSPECIFIED || r.Every > SurplusPeriodLength_SURPLUS_PERIOD_LENGTH_SECONDS {
		return ErrInvalidCharter.Wrapf("periods are of the unknown length %d; write fiscal year, fiscal period or seconds", r.Every)
	}
	seconds := r.Every == SurplusPeriodLength_SURPLUS_PERIOD_LENGTH_SECONDS
	if seconds != (r.PeriodSeconds > 0) || r.PeriodSeconds > MaxSurplusSeconds {
		return ErrInvalidCharter.Wrapf("a period has %d seconds; give its length, at most %d, where every is seconds, and there alone", r.PeriodSeconds, MaxSurplusSeconds)
	}
	if !seconds && charter.Book().Fiscal == nil {
		return ErrInvalidCharter.Wrap("periods are of the fiscal calendar, and treasury has none; say there how the fiscal year is divided")
	}
	least := uint64(MinSurplusAdjusting)
	if seconds {
		least = 0
	}
	if r.AdjustingSeconds < least || r.AdjustingSeconds > MaxSurplusSeconds {
		return ErrInvalidCharter.Wrapf("records are adjusted for %d seconds after a period; give %d to %d, so that members can dispute them", r.AdjustingSeconds, least, MaxSurplusSeconds)
	}
	if r.Late < SurplusLate_SURPLUS_LATE_UNSPECIFIED || r.Late > SurplusLate_SURPLUS_LATE_CARRIED {
		return ErrInvalidCharter.Wrapf("what comes late is treated in the unknown way %d; write refused or carried", r.Late)
	}
	return validateText("the ground on which nobody approves the accounts", r.Unapproved, MaxSurplusGroundBytes)
}

// validateVaried refuses bounds of a rate that the rate itself leaves, and those of
// what has no rate. At the upper ones the steps promise no more than the surplus either.
func (r SurplusRules) validateVaried(charter Charter) error {
	highest := r.WithAmounts()
	for i, step := range r.Steps {
		if step.MostRatePpm == 0 && step.LeastRatePpm == 0 {
			continue
		}
		if step.To == SurplusDestination_SURPLUS_DESTINATION_LOSSES || step.LeastRatePpm == 0 || step.LeastRatePpm > step.RatePpm || step.MostRatePpm < step.RatePpm || step.MostRatePpm > WholeRate {
			return ErrInvalidCharter.Wrapf("the members may set the rate of the step %q from %d to %d millionths, and it is %d; give bounds around it, of at most %d",
				step.Name, step.LeastRatePpm, step.MostRatePpm, step.RatePpm, WholeRate)
		}
		highest.Steps[i].RatePpm = step.MostRatePpm
	}
	return highest.validateWhole(charter)
}

// Funds that the rules speak of, the reserve first, each once.
func (r SurplusRules) Funds() []string {
	funds := []string{r.Reserve}
	add := func(fund string) {
		if fund != "" && !slices.Contains(funds, fund) {
			funds = append(funds, fund)
		}
	}
	for _, step := range r.Steps {
		add(step.Fund)
	}
	for _, fund := range r.LossOrder {
		add(fund)
	}
	return funds
}

// validateSurplus holds the rules of sharing, if there are any, against the charter.
func (c Charter) validateSurplus(Params) error {
	if c.Surplus == nil {
		return nil
	}
	return c.Surplus.Validate(c)
}

// Word says the figure as people do.
func (f SurplusFigure) Word() string {
	words := []string{"no figure", "capital", "assets"}
	if f < 0 || int(f) >= len(words) {
		return words[0]
	}
	return words[f]
}
