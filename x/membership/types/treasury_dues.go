package types

import (
	"slices"

	"cosmossdk.io/math"

	chaintypes "github.com/coopledger/coopledger/x/chain/types"
)

// MaxLapseAfterPeriods bounds how many unpaid periods a charter asks for.
const MaxLapseAfterPeriods = 120

// validateDues checks dues against the charter's classes and grounds of lapse.
func (c Charter) validateDues() error {
	dues := c.Treasury.Dues
	if dues == nil {
		return nil
	}
	if c.Treasury.CodeOf(AccountRole_ACCOUNT_ROLE_DUES) == "" {
		return ErrInvalidCharter.Wrap("there are dues and no account with the role dues; add one, of the kind income")
	}
	first, err := chaintypes.DateOfNumber(dues.FirstDay)
	if err != nil {
		return ErrInvalidCharter.Wrapf("the first day of dues is %d; give a day in digits, such as 20270101", dues.FirstDay)
	}
	last := uint32(0)
	for _, class := range dues.Classes {
		if class.ClassId <= last {
			return ErrInvalidCharter.Wrapf("the dues of class %d follow those of class %d; order them by class, one for each", class.ClassId, last)
		}
		last = class.ClassId
		if err := c.validateClassDues(class, first); err != nil {
			return err
		}
	}
	return c.validateLapseForDues(*dues)
}

func (c Charter) validateClassDues(dues ClassDues, first chaintypes.Date) error {
	class, err := c.Class(dues.ClassId)
	if err != nil {
		return ErrInvalidCharter.Wrapf("class %d owes dues, and there is no such class", dues.ClassId)
	}
	if dues.Period < DuesPeriod_DUES_PERIOD_MONTH || dues.Period > DuesPeriod_DUES_PERIOD_YEAR {
		return ErrInvalidCharter.Wrapf("the dues of class %q are for no known period; make it a month, a quarter or a year", class.Name)
	}
	if dues.Period.FirstDay(dues.Period.Number(first)) != first {
		return ErrInvalidCharter.Wrapf("the dues of class %q are for each %s, and %s, on which they begin, begins none; give the first day of one", class.Name, dues.Period.Word(), first)
	}
	if err := validateDenom("the dues of "+class.Name, dues.Denom); err != nil {
		return err
	}
	if dues.Amount.IsNil() || dues.Amount.IsNegative() {
		return ErrInvalidCharter.Wrapf("the dues of class %q have no amount; give one, or zero to let the class pay nothing", class.Name)
	}
	// So that what a member owes after any number of periods is within a book.
	if bits := dues.Amount.BigInt().BitLen(); bits > MaxTreasuryAmountBits/2 {
		return ErrInvalidCharter.Wrapf("the dues of class %q have an amount of %d bits; at most %d: give less", class.Name, bits, MaxTreasuryAmountBits/2)
	}
	return nil
}

func (c Charter) validateLapseForDues(dues DuesRules) error {
	if dues.LapseGround == "" {
		if dues.LapseAfterPeriods != 0 {
			return ErrInvalidCharter.Wrapf("a membership lapses after %d unpaid periods and on no ground; name one of the charter's grounds, or leave both out", dues.LapseAfterPeriods)
		}
		return nil
	}
	if !c.MembershipTerms().NamesGround(dues.LapseGround) {
		return ErrInvalidCharter.Wrapf("a membership lapses for arrears on the ground %q, which the charter doesn't name; add it to the lapse grounds", dues.LapseGround)
	}
	if dues.LapseAfterPeriods < 1 || dues.LapseAfterPeriods > MaxLapseAfterPeriods {
		return ErrInvalidCharter.Wrapf("a membership lapses after %d unpaid periods; give 1 to %d", dues.LapseAfterPeriods, MaxLapseAfterPeriods)
	}
	return nil
}

// Of are the dues of a class; none if it owes none.
func (d *DuesRules) Of(classID uint32) (ClassDues, bool) {
	if d == nil {
		return ClassDues{}, false
	}
	at := slices.IndexFunc(d.Classes, func(dues ClassDues) bool { return dues.ClassId == classID })
	if at < 0 || !d.Classes[at].Amount.IsPositive() {
		return ClassDues{}, false
	}
	return d.Classes[at], true
}

func (d *DuesRules) withAmounts() *DuesRules {
	if d == nil {
		return nil
	}
	rules := *d
	rules.Classes = slices.Clone(d.Classes)
	for i := range rules.Classes {
		if rules.Classes[i].Amount.IsNil() {
			rules.Classes[i].Amount = math.ZeroInt()
		}
	}
	return &rules
}

// Number counts periods: the one that a day is in.
func (p DuesPeriod) Number(day chaintypes.Date) int64 {
	months := day.Year*12 + day.Month - 1
	return months / p.months()
}

// FirstDay of a period by its number.
func (p DuesPeriod) FirstDay(number int64) chaintypes.Date {
	months := number * p.months()
	return chaintypes.Date{Year: months / 12, Month: months%12 + 1, Day: 1}
}

func (p DuesPeriod) months() int64 {
	switch p {
	case DuesPeriod_DUES_PERIOD_QUARTER:
		return 3
	case DuesPeriod_DUES_PERIOD_YEAR:
		return 12
	default:
		return 1
	}
}

// Word says the period as people do.
func (p DuesPeriod) Word() string {
	words := []string{"no known period", "month", "quarter", "year"}
	if p < 0 || int(p) >= len(words) {
		return words[0]
	}
	return words[p]
}
