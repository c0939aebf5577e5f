package types

import (
	"strconv"
	"strings"

	chaintypes "github.com/coopledger/coopledger/x/chain/types"
)

// DayText writes the day 20270504 as 2027-05-04.
func DayText(day uint32) string {
	date, err := chaintypes.DateOfNumber(day)
	if err != nil {
		return "no day"
	}
	return date.String()
}

// ParseDay reads 2027-05-04 as the day 20270504.
func ParseDay(text string) (uint32, error) {
	number, err := strconv.ParseUint(strings.ReplaceAll(text, "-", ""), 10, 32)
	if err == nil {
		var date chaintypes.Date
		if date, err = chaintypes.DateOfNumber(uint32(number)); err == nil && date.String() == text {
			return uint32(number), nil
		}
	}
	return 0, ErrInvalidDate.Wrapf("%q is no day; write it like 2027-05-04", text)
}

// Word says the source of an entry as people do: receipt, officer, payment …
func (s Source) Word() string {
	return strings.ToLower(strings.TrimPrefix(s.String(), "SOURCE_"))
}
