package types

import (
	"fmt"
	"slices"
	"strings"
)

// powersOverMembers are those that one officer uses alone, each time over one
// member or newcomer: they can be narrowed to classes and limited in number.
func powersOverMembers() []string {
	return []string{PowerAdmit, PowerCharge, PowerFreeze, PowerLapse, PowerSuspend}
}

// ActsOnMembers says whether a power is used alone, over one member at a time.
func ActsOnMembers(power string) bool { return slices.Contains(powersOverMembers(), power) }

// Validate refuses a limit that its power doesn't take, or that limits nothing.
func (l *PowerLimit) Validate(power string) error {
	switch {
	case l == nil:
		return nil
	case !ActsOnMembers(power):
		return ErrInvalidTerm.Wrapf("the power %q takes no limit; those over members do (%s)", power, strings.Join(powersOverMembers(), ", "))
	case l.PerDay == 0 && l.InTerm == 0:
		return ErrInvalidTerm.Wrapf("the limit of the power %q is nothing a day and nothing in the term; give one of them, or grant it without a limit", power)
	case l.InTerm > 0 && l.PerDay > l.InTerm:
		return ErrInvalidTerm.Wrapf("the limit of the power %q is %d a day and %d in the term; a day can't have more than the term", power, l.PerDay, l.InTerm)
	}
	return nil
}

// OneMore counts one more use on the day that began at dayAt, in seconds. It
// refuses one more than the limit, and says what is left.
func (l *PowerLimit) OneMore(use *PowerUse, dayAt int64) (PowerUse, error) {
	next := PowerUse{DayAt: dayAt}
	if use != nil {
		next.InTerm = use.InTerm
		if use.DayAt == dayAt {
			next.ThatDay = use.ThatDay
		}
	}
	if l.InTerm > 0 && next.InTerm >= uint64(l.InTerm) {
		return PowerUse{}, ErrPowerUsedUp.Wrapf("it was used %d times in its term, of %d, so none is left; ask another officer, or propose a resolution", next.InTerm, l.InTerm)
	}
	if l.PerDay > 0 && next.ThatDay >= uint64(l.PerDay) {
		return PowerUse{}, ErrPowerUsedUp.Wrapf("it was used %d times today, of %d a day%s; wait until %s, ask another officer, or propose a resolution",
			next.ThatDay, l.PerDay, l.leftInTerm(next.InTerm), Date(dayAt+secondsPerDay))
	}
	next.ThatDay++
	next.InTerm++
	return next, nil
}

func (l *PowerLimit) leftInTerm(used uint64) string {
	if l.InTerm == 0 {
		return ""
	}
	return fmt.Sprintf(", and %d are left in its term", uint64(l.InTerm)-used)
}

// Validate refuses counts that a limit could not have led to.
func (u *PowerUse) Validate(limit *PowerLimit) error {
	switch {
	case u == nil:
		return nil
	case limit == nil:
		return ErrInvalidTerm.Wrap("uses are counted of a power without a limit")
	case u.DayAt < 0 || u.DayAt%secondsPerDay != 0:
		return ErrInvalidTerm.Wrapf("%d is not when a day begins", u.DayAt)
	case u.ThatDay == 0 || u.ThatDay > u.InTerm:
		return ErrInvalidTerm.Wrapf("%d uses on a day and %d in the term", u.ThatDay, u.InTerm)
	case limit.PerDay > 0 && u.ThatDay > uint64(limit.PerDay), limit.InTerm > 0 && u.InTerm > uint64(limit.InTerm):
		return ErrInvalidTerm.Wrapf("%d uses on a day and %d in the term; the limit is %d and %d", u.ThatDay, u.InTerm, limit.PerDay, limit.InTerm)
	}
	return nil
}
