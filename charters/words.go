package charters

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

const (
	// none is how a file says "no quorum" and "no time at all".
	none = "none"

	maxThresholdNumber = 1_000_000
)

// A unit is how many seconds a word stands for.
type unit struct {
	word    string
	seconds uint64
}

var (
	units = []unit{{"day", 24 * 60 * 60}, {"hour", 60 * 60}, {"minute", 60}, {"second", 1}}

	durationPart  = regexp.MustCompile(`^([0-9]{1,9}) (second|minute|hour|day|week)s?$`)
	thresholdText = regexp.MustCompile(`^(?:(more than|at least) )?(?:([0-9]{1,7})/([0-9]{1,7})|(all)) of (.+)$`)
)

// ParseDuration reads a length of time in words: "14 days", "30 seconds",
// "1 day 12 hours", "none". It returns whole seconds.
func ParseDuration(text string) (uint64, error) {
	if text == none {
		return 0, nil
	}
	words := strings.Fields(text)
	var total uint64
	for i := 0; i < len(words); i += 2 {
		part := strings.Join(words[i:min(i+2, len(words))], " ")
		match := durationPart.FindStringSubmatch(part)
		if match == nil {
			return 0, fmt.Errorf("%q is not a length of time; write it like 14 days, 36 hours, 1 day 12 hours or none", text)
		}
		count, err := strconv.ParseUint(match[1], 10, 64)
		if err != nil {
			return 0, err
		}
		total += count * secondsOf(match[2])
	}
	if total == 0 {
		return 0, fmt.Errorf("%q is no time at all; write %q if that is meant", text, none)
	}
	return total, nil
}

func secondsOf(word string) uint64 {
	for _, u := range units {
		if u.word == word {
			return u.seconds
		}
	}
	return 7 * 24 * 60 * 60 // a week: read, but written as days
}

// FormatDuration writes seconds in words that ParseDuration reads.
func FormatDuration(seconds uint64) string {
	if seconds == 0 {
		return none
	}
	return strings.Join(membershiptypes.DurationParts(seconds), " ")
}

var bases = []struct {
	base membershiptypes.Base
	word string
}{
	{membershiptypes.Base_BASE_VOTES_CAST, "votes cast"},
	{membershiptypes.Base_BASE_PRESENT, "those present"},
	{membershiptypes.Base_BASE_ROLL, "the roll"},
	{membershiptypes.Base_BASE_ACTIVE, "active members"},
}

// ParseQuorum reads a share of the roll in words, or "none".
func ParseQuorum(text string) (membershiptypes.Threshold, error) {
	if text == none {
		return membershiptypes.Threshold{Denominator: 1, Base: membershiptypes.Base_BASE_ROLL}, nil
	}
	return ParseThreshold(text)
}

// ParseThreshold reads a share in words: "more than 1/2 of the roll",
// "2/3 of votes cast" (that many or more), "all of votes cast".
func ParseThreshold(text string) (membershiptypes.Threshold, error) {
	match := thresholdText.FindStringSubmatch(text)
	if match == nil {
		return membershiptypes.Threshold{}, fmt.Errorf(
			"%q is not a share; write it like more than 1/2 of the roll, 2/3 of votes cast, or all of votes cast", text)
	}
	threshold := membershiptypes.Threshold{Numerator: 1, Denominator: 1, MoreThan: match[1] == "more than"}
	if match[4] == "" {
		numerator, err := thresholdNumber(match[2])
		if err != nil {
			return membershiptypes.Threshold{}, err
		}
		denominator, err := thresholdNumber(match[3])
		if err != nil {
			return membershiptypes.Threshold{}, err
		}
		threshold.Numerator, threshold.Denominator = numerator, denominator
	}
	for _, known := range bases {
		if known.word == match[5] {
			threshold.Base = known.base
		}
	}
	switch {
	case threshold.Base == membershiptypes.Base_BASE_UNSPECIFIED:
		return membershiptypes.Threshold{}, fmt.Errorf(
			"%q says a share of %q; it can be of votes cast, those present or the roll; a quorum also of active members", text, match[5])
	case threshold.Denominator == 0 || threshold.Numerator > threshold.Denominator:
		return membershiptypes.Threshold{}, fmt.Errorf("%q is more than the whole; nobody could reach it", text)
	case threshold.MoreThan && threshold.Numerator == threshold.Denominator:
		return membershiptypes.Threshold{}, fmt.Errorf("%q asks for more than all; nobody could reach it", text)
	}
	return threshold, nil
}

func thresholdNumber(text string) (uint32, error) {
	number, err := strconv.ParseUint(text, 10, 32)
	if err != nil || number > maxThresholdNumber {
		return 0, fmt.Errorf("%s is too large for a share; the most is %d", text, maxThresholdNumber)
	}
	return uint32(number), nil
}

// FormatQuorum writes a share of the roll in words that ParseQuorum reads.
func FormatQuorum(threshold membershiptypes.Threshold) string {
	if threshold == (membershiptypes.Threshold{Denominator: 1, Base: membershiptypes.Base_BASE_ROLL}) {
		return none
	}
	return FormatThreshold(threshold)
}

// FormatThreshold writes a share in words that ParseThreshold reads.
func FormatThreshold(threshold membershiptypes.Threshold) string {
	share := fmt.Sprintf("%d/%d", threshold.Numerator, threshold.Denominator)
	if threshold.Numerator == 1 && threshold.Denominator == 1 {
		share = "all"
	} else if threshold.MoreThan {
		share = "more than " + share
	} else {
		share = "at least " + share
	}
	for _, known := range bases {
		if known.base == threshold.Base {
			return share + " of " + known.word
		}
	}
	return share + " of nothing"
}
