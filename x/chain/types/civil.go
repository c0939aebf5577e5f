package types

import (
	"fmt"
	"strconv"

	"cosmossdk.io/errors"
)

const (
	// MinYear is the first year that civil times are read in.
	MinYear = 1970
	// MaxYear is the last of them.
	MaxYear = 9999
)

// Date is a day of the Gregorian calendar.
type Date struct {
	Year, Month, Day int64
}

// CivilTime is a date and a time of day as a clock on a wall shows it.
type CivilTime struct {
	Date
	// SecondOfDay from 0 to 86,399.
	SecondOfDay int64
}

// String writes 2027-05-04.
func (d Date) String() string { return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day) }

// String writes 2027-05-04T18:00:00.
func (c CivilTime) String() string {
	return fmt.Sprintf("%sT%02d:%02d:%02d", c.Date, c.SecondOfDay/secondsPerHour,
		c.SecondOfDay/secondsPerMinute%60, c.SecondOfDay%60)
}

// Minutes writes 2027-05-04T18:00, as ParseCivilMinute reads it.
func (c CivilTime) Minutes() string {
	return fmt.Sprintf("%sT%02d:%02d", c.Date, c.SecondOfDay/secondsPerHour, c.SecondOfDay/secondsPerMinute%60)
}

// ParseCivilMinute reads 2027-05-04T18:00, a wall clock's time in no zone yet.
func ParseCivilMinute(text string) (CivilTime, error) {
	refused := errors.Wrapf(ErrInvalidCivilTime,
		"%q is no date and time from %d to %d; write year, month, day, hour and minute like 2027-05-04T18:00", text, MinYear, MaxYear)
	if len(text) != len("2027-05-04T18:00") || text[4] != '-' || text[7] != '-' || text[10] != 'T' || text[13] != ':' {
		return CivilTime{}, refused
	}
	var parts [5]int64
	for i, span := range [5][2]int{{0, 4}, {5, 7}, {8, 10}, {11, 13}, {14, 16}} {
		number, err := strconv.ParseUint(text[span[0]:span[1]], 10, 16)
		if err != nil {
			return CivilTime{}, refused
		}
		parts[i] = int64(number)
	}
	date := Date{Year: parts[0], Month: parts[1], Day: parts[2]}
	if !date.Valid() || parts[3] > 23 || parts[4] > 59 {
		return CivilTime{}, refused
	}
	return CivilTime{Date: date, SecondOfDay: parts[3]*secondsPerHour + parts[4]*secondsPerMinute}, nil
}

// Valid says whether there is such a day in the years that are read.
func (d Date) Valid() bool {
	return d.Year >= MinYear && d.Year <= MaxYear && d.Month >= 1 && d.Month <= 12 &&
		d.Day >= 1 && d.Day <= daysInMonth(d.Year, d.Month)
}

// Number writes the date as 20270504, which orders as dates do.
func (d Date) Number() uint32 { return uint32(d.Year*10_000 + d.Month*100 + d.Day) }

// DateOfNumber reads 20270504.
func DateOfNumber(number uint32) (Date, error) {
	date := Date{Year: int64(number / 10_000), Month: int64(number / 100 % 100), Day: int64(number % 100)}
	if !date.Valid() {
		return Date{}, errors.Wrapf(ErrInvalidCivilTime, "%d is no day from %d to %d; write year, month and day like 20270504", number, MinYear, MaxYear)
	}
	return date, nil
}

// Weekday of a date: Sunday is 0.
func (d Date) Weekday() int64 { return weekday(DaysFromDate(d)) }

// AddDays is the date so many days later, or earlier.
func (d Date) AddDays(days int64) Date { return DateFromDays(DaysFromDate(d) + days) }

// Before says whether the date is earlier than another.
func (d Date) Before(other Date) bool { return DaysFromDate(d) < DaysFromDate(other) }

// ClearDaysBetween counts the whole days between two dates, neither of them
// counted: none between a day and the next one, and fewer than none before.
func ClearDaysBetween(first, last Date) int64 { return DaysFromDate(last) - DaysFromDate(first) - 1 }

// DaysFromDate counts days since 1970-01-01; days before are negative. Years
// are taken to begin in March, so that the day that some lack is their last.
func DaysFromDate(d Date) int64 {
	year := d.Year
	if d.Month <= 2 {
		year--
	}
	era := floorDiv(year, 400)
	yearOfEra := year - era*400
	dayOfYear := (153*floorMod(d.Month+9, 12)+2)/5 + d.Day - 1
	dayOfEra := yearOfEra*365 + yearOfEra/4 - yearOfEra/100 + dayOfYear
	return era*146_097 + dayOfEra - 719_468
}

// DateFromDays is the date so many days after 1970-01-01.
func DateFromDays(days int64) Date {
	days += 719_468
	era := floorDiv(days, 146_097)
	dayOfEra := days - era*146_097
	yearOfEra := (dayOfEra - dayOfEra/1_460 + dayOfEra/36_524 - dayOfEra/146_096) / 365
	dayOfYear := dayOfEra - (365*yearOfEra + yearOfEra/4 - yearOfEra/100)
	monthFromMarch := (5*dayOfYear + 2) / 153
	date := Date{
		Year:  yearOfEra + era*400,
		Month: floorMod(monthFromMarch+2, 12) + 1,
		Day:   dayOfYear - (153*monthFromMarch+2)/5 + 1,
	}
	if date.Month <= 2 {
		date.Year++
	}
	return date
}

// DateOf is the date of a number of seconds since 1970 on the same clock.
func DateOf(seconds int64) Date { return DateFromDays(floorDiv(seconds, secondsPerDay)) }

// CivilOf is the date and time of a number of seconds since 1970 on the same clock.
func CivilOf(seconds int64) CivilTime {
	return CivilTime{Date: DateOf(seconds), SecondOfDay: floorMod(seconds, secondsPerDay)}
}

// Seconds since 1970 on the same clock.
func (c CivilTime) Seconds() int64 { return DaysFromDate(c.Date)*secondsPerDay + c.SecondOfDay }

func isLeap(year int64) bool { return year%4 == 0 && (year%100 != 0 || year%400 == 0) }

func daysInMonth(year, month int64) int64 {
	switch month {
	case 2:
		if isLeap(year) {
			return 29
		}
		return 28
	case 4, 6, 9, 11:
		return 30
	default:
		return 31
	}
}

// weekday of a day since 1970; Sunday is 0. 1970-01-01 was a Thursday.
func weekday(days int64) int64 { return floorMod(days+4, 7) }

// floorDiv divides by a positive number, rounded down.
func floorDiv(a, b int64) int64 {
	quotient := a / b
	if a%b < 0 {
		quotient--
	}
	return quotient
}

// floorMod is what floorDiv leaves, never negative.
func floorMod(a, b int64) int64 { return a - floorDiv(a, b)*b }
