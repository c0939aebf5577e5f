package types

import (
	"fmt"

	errorsmod "cosmossdk.io/errors"

	chaintypes "github.com/coopledger/coopledger/x/chain/types"
)

const (
	daysPerWeek      = 7
	monthsPerYear    = 12
	monthsPerQuarter = 3
	// maxStartDay of a fiscal year: the last that every month of every year has.
	maxStartDay = 28
)

// FiscalPeriod is a stretch of a fiscal year.
type FiscalPeriod struct {
	// First day of it.
	First chaintypes.Date
	// Last day of it.
	Last chaintypes.Date
	// Year of the calendar in which its fiscal year is due to begin.
	Year int64
	// Number in its fiscal year, from 1.
	Number int64
}

// weeksOf a year's periods, but for the 53rd week; none where periods are months.
func (p FiscalPattern) weeksOf() []int64 {
	switch p {
	case FiscalPattern_FISCAL_PATTERN_4_4_5:
		return []int64{4, 4, 5, 4, 4, 5, 4, 4, 5, 4, 4, 5}
	case FiscalPattern_FISCAL_PATTERN_4_5_4:
		return []int64{4, 5, 4, 4, 5, 4, 4, 5, 4, 4, 5, 4}
	case FiscalPattern_FISCAL_PATTERN_52_53:
		return []int64{13, 13, 13, 13}
	default:
		return nil
	}
}

// Word says the pattern as charters do.
func (p FiscalPattern) Word() string {
	words := []string{"no known pattern", "month", "quarter", "4-4-5", "52/53", "4-5-4"}
	if p < 0 || int(p) >= len(words) {
		return words[0]
	}
	return words[p]
}

// periodsPerYear of the pattern.
func (f FiscalCalendar) periodsPerYear() int64 {
	switch f.Pattern {
	case FiscalPattern_FISCAL_PATTERN_MONTH:
		return monthsPerYear
	case FiscalPattern_FISCAL_PATTERN_QUARTER:
		return monthsPerYear / monthsPerQuarter
	default:
		return int64(len(f.Pattern.weeksOf()))
	}
}

// yearStart is the day on which the fiscal year begins that is due in a year.
func (f FiscalCalendar) yearStart(year int64) chaintypes.Date {
	due := chaintypes.Date{Year: year, Month: int64(f.StartMonth), Day: int64(f.StartDay)}
	if f.Pattern.weeksOf() == nil {
		return due
	}
	// Sunday is 7 in a charter and 0 in a weekday.
	back := (due.Weekday() - int64(f.WeekStartsOn) + 2*daysPerWeek) % daysPerWeek
	if f.Nearest && back > daysPerWeek/2 {
		back -= daysPerWeek
	}
	return due.AddDays(-back)
}

// periodStart is the first day of a period of a year; that of the one after the
// last begins the next year.
func (f FiscalCalendar) periodStart(year, number int64) chaintypes.Date {
	if number > f.periodsPerYear() {
		return f.yearStart(year + 1)
	}
	start := f.yearStart(year)
	if weeks := f.Pattern.weeksOf(); weeks != nil {
		for _, length := range weeks[:number-1] {
			start = start.AddDays(length * daysPerWeek)
		}
		return start
	}
	months := (number - 1) * monthsPerYear / f.periodsPerYear()
	since := start.Month - 1 + months
	return chaintypes.Date{Year: start.Year + since/monthsPerYear, Month: since%monthsPerYear + 1, Day: start.Day}
}

// regular is the period of the pattern that a day is in, as if the calendar had
// no first day. A year of weeks begins at most six days before it is due, and
// three after, so that the day is in the year that is due in the year after its
// own, in its own, or in the one before.
func (f FiscalCalendar) regular(day chaintypes.Date) FiscalPeriod {
	year := day.Year + 1
	for day.Before(f.yearStart(year)) {
		year--
	}
	number := f.periodsPerYear()
	for number > 1 && day.Before(f.periodStart(year, number)) {
		number--
	}
	return FiscalPeriod{First: f.periodStart(year, number), Last: f.periodStart(year, number+1).AddDays(-1), Year: year, Number: number}
}

// PeriodOf is the period that a day is in; false for a day before the first.
// Periods follow each other without a gap.
func (f FiscalCalendar) PeriodOf(day chaintypes.Date) (FiscalPeriod, bool) {
	begins, err := chaintypes.DateOfNumber(f.FirstDay)
	if err != nil || day.Before(begins) {
		return FiscalPeriod{}, false
	}
	first := f.regular(begins)
	if f.LongFirst {
		first = f.regular(first.Last.AddDays(1))
	}
	if !first.Last.Before(day) {
		first.First = begins
		return first, true
	}
	return f.regular(day), true
}

// LastDayOfYear is the last day of the fiscal year that a day is in.
func (f FiscalCalendar) LastDayOfYear(day chaintypes.Date) chaintypes.Date {
	return f.yearStart(f.regular(day).Year + 1).AddDays(-1)
}

// LastDayOfPeriod is the last day of the period that a day is in. Before the first
// period of the calendar they are as the pattern has them, and end with the day before it.
func (f FiscalCalendar) LastDayOfPeriod(day chaintypes.Date) (chaintypes.Date, error) {
	if period, found := f.PeriodOf(day); found {
		return period.Last, nil
	}
	begins, err := chaintypes.DateOfNumber(f.FirstDay)
	if err != nil {
		return day, err
	}
	last := f.regular(day).Last
	if last.Before(begins) {
		return last, nil
	}
	return begins.AddDays(-1), nil
}

// NextPeriod is the one that can be locked after those that end with a day; zero
// is none yet. After a change of the calendar it can be shorter than the pattern
// has it, or begin before the calendar's first day, so that there is no gap.
func (f FiscalCalendar) NextPeriod(lockedThrough uint32) (FiscalPeriod, error) {
	day, err := chaintypes.DateOfNumber(f.FirstDay)
	if err != nil {
		return FiscalPeriod{}, err
	}
	if lockedThrough == 0 {
		period, _ := f.PeriodOf(day)
		return period, nil
	}
	locked, err := chaintypes.DateOfNumber(lockedThrough)
	if err != nil {
		return FiscalPeriod{}, err
	}
	begins := locked.AddDays(1)
	if day.Before(begins) {
		day = begins
	}
	period, _ := f.PeriodOf(day)
	period.First = begins
	return period, nil
}

// Label names a period of the calendar: 2027 P03, or 2027/28 Q1 where the year
// isn't due on the first of January.
func (f FiscalCalendar) Label(period FiscalPeriod) string {
	year := fmt.Sprint(period.Year)
	if f.StartMonth != 1 || f.StartDay != 1 {
		year = fmt.Sprintf("%d/%02d", period.Year, (period.Year+1)%100)
	}
	if f.periodsPerYear() == monthsPerYear/monthsPerQuarter {
		return fmt.Sprintf("%s Q%d", year, period.Number)
	}
	return fmt.Sprintf("%s P%02d", year, period.Number)
}

// Validate refuses a calendar by which no day has a period.
func (f FiscalCalendar) Validate() error {
	if f.StartMonth < 1 || f.StartMonth > monthsPerYear || f.StartDay < 1 || f.StartDay > maxStartDay {
		return ErrInvalidCharter.Wrapf("the fiscal year begins on day %d of month %d; give a month from 1 to %d and a day from 1 to %d, which every year has",
			f.StartDay, f.StartMonth, monthsPerYear, maxStartDay)
	}
	if f.Pattern <= FiscalPattern_FISCAL_PATTERN_UNSPECIFIED || f.Pattern > FiscalPattern_FISCAL_PATTERN_4_5_4 {
		return ErrInvalidCharter.Wrapf("the fiscal year has %s; write month, quarter, 4-4-5, 4-5-4 or 52/53", f.Pattern.Word())
	}
	if weeks := f.Pattern.weeksOf() != nil; weeks && (f.WeekStartsOn < 1 || f.WeekStartsOn > daysPerWeek) {
		return ErrInvalidCharter.Wrapf("the weeks of the fiscal year begin on day %d; give 1 for Monday to %d for Sunday", f.WeekStartsOn, daysPerWeek)
	} else if !weeks && (f.WeekStartsOn != 0 || f.Nearest) {
		return ErrInvalidCharter.Wrapf("the fiscal year is of periods of a %s, and says how its weeks begin; leave that out, or make it a year of weeks", f.Pattern.Word())
	}
	first, err := chaintypes.DateOfNumber(f.FirstDay)
	if err != nil {
		return errorsmod.Wrap(ErrInvalidCharter, "the first day of the fiscal calendar: "+err.Error())
	}
	if f.LongFirst && f.regular(first).First == first {
		return ErrInvalidCharter.Wrapf("the first period is to be long, and %s begins a whole one; leave that out, or give a later first day", first)
	}
	return nil
}
