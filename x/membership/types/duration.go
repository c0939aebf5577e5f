package types

import (
	"fmt"
	"strings"
)

// Duration says in words how long so many seconds are: "1 day and 12 hours". It
// leaves nothing out, so that two that differ read differently.
func Duration[T int64 | uint64](seconds T) string {
	if seconds < 0 {
		return "minus " + Duration(uint64(-seconds))
	}
	parts := DurationParts(uint64(seconds))
	switch last := len(parts) - 1; {
	case last < 0:
		return "no time"
	case last == 0:
		return parts[0]
	default:
		return strings.Join(parts[:last], ", ") + " and " + parts[last]
	}
}

// DurationParts are the days, hours, minutes and seconds that so many seconds
// are, in words and without those there are none of.
func DurationParts(seconds uint64) (parts []string) {
	for _, unit := range []struct {
		name    string
		seconds uint64
	}{{"day", secondsPerDay}, {"hour", 3_600}, {"minute", 60}, {"second", 1}} {
		switch count := seconds / unit.seconds; {
		case count == 1:
			parts = append(parts, "1 "+unit.name)
		case count > 1:
			parts = append(parts, fmt.Sprintf("%d %ss", count, unit.name))
		}
		seconds %= unit.seconds
	}
	return parts
}
