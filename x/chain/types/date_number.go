package types

import "cosmossdk.io/errors"

// Number is the day in digits: 20270504.
func (d Date) Number() uint32 { return uint32(d.Year)*10_000 + uint32(d.Month)*100 + uint32(d.Day) }

// DateOfNumber reads 20270504.
func DateOfNumber(number uint32) (Date, error) {
	date := Date{Year: int64(number / 10_000), Month: int64(number / 100 % 100), Day: int64(number % 100)}
	if !date.Valid() {
		return Date{}, errors.Wrapf(ErrInvalidCivilTime, "%d is no day from %d to %d; write year, month and day like 20270504", number, MinYear, MaxYear)
	}
	return date, nil
}
