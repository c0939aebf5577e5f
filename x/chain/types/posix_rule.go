package types

import (
	"strings"

	"cosmossdk.io/errors"
)

const (
	// MaxPosixRuleBytes bounds a POSIX TZ string.
	MaxPosixRuleBytes = 64
	// maxOffsetSeconds bounds how far a zone's clocks may be from UTC.
	maxOffsetSeconds = 18 * secondsPerHour
	// maxChangeHours is RFC 8536's range of a change's time of day, either way.
	maxChangeHours = 167

	secondsPerMinute = 60
	secondsPerHour   = 3_600
	secondsPerDay    = 86_400
)

// PosixRule is a POSIX TZ string that has been read: POSIX.1-2017, section 8.3,
// with the hours of RFC 8536, section 3.3.1. Offsets are in seconds east of UTC.
type PosixRule struct {
	standard int64
	summer   int64
	changes  bool
	begins   yearlyChange
	ends     yearlyChange
}

// yearlyChange is a day of each year and a time of that day in seconds, counted
// from midnight of the clocks as they go before the change.
type yearlyChange struct {
	kind               byte
	month, week, day   int64
	secondsAfterNewDay int64
}

const (
	// weekdayOfMonth: Mm.w.d, the w-th weekday d of month m; the last one for w = 5.
	weekdayOfMonth = 'M'
	// julianDay: Jn, day n from 1 to 365; 29 February is never counted.
	julianDay = 'J'
	// dayOfYear: n, day n from 0 to 365; 29 February is counted.
	dayOfYear = 'n'
)

// ParsePosixRule reads a POSIX TZ string, strictly: what it can't read it refuses.
func ParsePosixRule(text string) (PosixRule, error) {
	if len(text) == 0 || len(text) > MaxPosixRuleBytes {
		return PosixRule{}, badRule(text, "it has %d bytes; give 1 to %d", len(text), MaxPosixRuleBytes)
	}
	reader := &ruleReader{text: text, rest: text}
	rule := PosixRule{}
	reader.name()
	rule.standard = -reader.clock(24)
	if reader.done() {
		return rule, reader.check(rule)
	}
	rule.changes = true
	reader.name()
	rule.summer = rule.standard + secondsPerHour
	if !reader.at(',') {
		rule.summer = -reader.clock(24)
	}
	reader.expect(',')
	rule.begins = reader.change()
	reader.expect(',')
	rule.ends = reader.change()
	if !reader.done() {
		reader.fail("%q is left over", reader.rest)
	}
	return rule, reader.check(rule)
}

func badRule(text, why string, args ...any) error {
	return errors.Wrapf(ErrInvalidZone, "%q is no rule for clocks: "+why+"; write it like CET-1CEST,M3.5.0,M10.5.0/3",
		append([]any{text}, args...)...)
}

// ruleReader reads from left to right and remembers the first failure.
type ruleReader struct {
	text, rest string
	err        error
}

func (r *ruleReader) fail(why string, args ...any) {
	if r.err == nil {
		r.err, r.rest = badRule(r.text, why, args...), ""
	}
}

func (r *ruleReader) done() bool { return r.rest == "" }

func (r *ruleReader) at(letter byte) bool { return r.rest != "" && r.rest[0] == letter }

func (r *ruleReader) take(letter byte) bool {
	if !r.at(letter) {
		return false
	}
	r.rest = r.rest[1:]
	return true
}

func (r *ruleReader) expect(letter byte) {
	if !r.take(letter) {
		r.fail("%q is missing", string(letter))
	}
}

// name skips an abbreviation: three letters or more, or <letters, digits and signs>.
func (r *ruleReader) name() {
	quoted := r.take('<')
	length := strings.IndexFunc(r.rest, func(char rune) bool {
		letter := char >= 'a' && char <= 'z' || char >= 'A' && char <= 'Z'
		sign := char == '+' || char == '-'
		return !letter && (!quoted || !sign && (char < '0' || char > '9'))
	})
	if length < 0 {
		length = len(r.rest)
	}
	if length < 3 {
		r.fail("an abbreviation has at least 3 letters")
		return
	}
	r.rest = r.rest[length:]
	if quoted {
		r.expect('>')
	}
}

// number reads digits; at most three, which is more than any part needs.
func (r *ruleReader) number(least, most int64) int64 {
	value, digits := int64(0), 0
	for digits < len(r.rest) && digits < 4 && r.rest[digits] >= '0' && r.rest[digits] <= '9' {
		value = value*10 + int64(r.rest[digits]-'0')
		digits++
	}
	if digits == 0 || digits > 3 || value < least || value > most {
		r.fail("a number from %d to %d is missing", least, most)
		return least
	}
	r.rest = r.rest[digits:]
	return value
}

// clock reads [+-]hh[:mm[:ss]] as seconds.
func (r *ruleReader) clock(maxHours int64) int64 {
	sign := int64(1)
	if r.take('-') {
		sign = -1
	} else {
		r.take('+')
	}
	seconds := r.number(0, maxHours) * secondsPerHour
	if r.take(':') {
		seconds += r.number(0, 59) * secondsPerMinute
		if r.take(':') {
			seconds += r.number(0, 59)
		}
	}
	return sign * seconds
}

func (r *ruleReader) change() yearlyChange {
	change := yearlyChange{kind: dayOfYear, secondsAfterNewDay: 2 * secondsPerHour}
	switch {
	case r.take('M'):
		change.kind = weekdayOfMonth
		change.month = r.number(1, 12)
		r.expect('.')
		change.week = r.number(1, 5)
		r.expect('.')
		change.day = r.number(0, 6)
	case r.take('J'):
		change.kind = julianDay
		change.day = r.number(1, 365)
	default:
		change.day = r.number(0, 365)
	}
	if r.take('/') {
		change.secondsAfterNewDay = r.clock(maxChangeHours)
	}
	return change
}

func (r *ruleReader) check(rule PosixRule) error {
	for _, offset := range []int64{rule.standard, rule.summer} {
		if offset < -maxOffsetSeconds || offset > maxOffsetSeconds {
			r.fail("clocks are at most %d hours from UTC", maxOffsetSeconds/secondsPerHour)
		}
	}
	return r.err
}

// OffsetAt is how many seconds east of UTC clocks are at an instant, in seconds
// since 1970. It is exact for every year from MinYear to MaxYear.
func (p PosixRule) OffsetAt(instant int64) int64 {
	if !p.changes {
		return p.standard
	}
	// The last change at or before the instant decides. It lies in the year of
	// the instant or, since a change may be a week outside its year, beside it.
	year := DateOf(instant + p.standard).Year
	last, offset, found := int64(0), p.standard, false
	for near := year - 1; near <= year+1; near++ {
		ends := p.ends.localSeconds(near) - p.summer
		begins := p.begins.localSeconds(near) - p.standard
		if ends <= instant && (!found || ends > last) {
			last, offset, found = ends, p.standard, true
		}
		// Where both fall together, summer time goes on: that is how a zone
		// says that it always has it.
		if begins <= instant && (!found || begins >= last) {
			last, offset, found = begins, p.summer, true
		}
	}
	return offset
}

// localSeconds is the change in a year, as the clocks before it show.
func (c yearlyChange) localSeconds(year int64) int64 {
	var day int64
	switch c.kind {
	case weekdayOfMonth:
		first := DaysFromDate(Date{Year: year, Month: c.month, Day: 1})
		day = first + floorMod(c.day-weekday(first), 7) + 7*(c.week-1)
		if c.week == 5 && day >= first+daysInMonth(year, c.month) {
			day -= 7
		}
	case julianDay:
		day = DaysFromDate(Date{Year: year, Month: 1, Day: 1}) + c.day - 1
		if isLeap(year) && c.day >= 60 {
			day++
		}
	default:
		day = DaysFromDate(Date{Year: year, Month: 1, Day: 1}) + c.day
	}
	return day*secondsPerDay + c.secondsAfterNewDay
}
