package types

import (
	"cmp"
	"slices"
)

// HoldsPlace says whether the member is one of the co-op's members now: it has
// keys and, in a voting class, is on the roll.
func (s MemberState) HoldsPlace() bool {
	return s == MemberState_MEMBER_STATE_ACTIVE || s == MemberState_MEMBER_STATE_SUSPENDED ||
		s == MemberState_MEMBER_STATE_LEAVING
}

// TakesPart says whether a member in this state votes, proposes, seconds and
// holds powers.
func (s MemberState) TakesPart() bool {
	return s == MemberState_MEMBER_STATE_ACTIVE || s == MemberState_MEMBER_STATE_LEAVING
}

// Ended says whether the membership is over; the place and what it is owed stay.
func (s MemberState) Ended() bool {
	return s != MemberState_MEMBER_STATE_UNSPECIFIED && MemberState_name[int32(s)] != "" && !s.HoldsPlace()
}

// Word says the state for people to read.
func (s MemberState) Word() string {
	switch s {
	case MemberState_MEMBER_STATE_ACTIVE:
		return "active"
	case MemberState_MEMBER_STATE_LEFT:
		return "no longer a member"
	case MemberState_MEMBER_STATE_SUSPENDED:
		return "suspended"
	case MemberState_MEMBER_STATE_LEAVING:
		return "leaving"
	case MemberState_MEMBER_STATE_LAPSED:
		return "lapsed"
	case MemberState_MEMBER_STATE_EXPELLED:
		return "expelled"
	case MemberState_MEMBER_STATE_DECEASED:
		return "deceased"
	case MemberState_MEMBER_STATE_DISSOLVED:
		return "dissolved"
	default:
		return "in no known state"
	}
}

// HoldsPlace says whether the member is one of the co-op's members now.
func (m Member) HoldsPlace() bool { return m.State.HoldsPlace() }

// TakesPart says whether the member votes, proposes, seconds and holds powers.
func (m Member) TakesPart() bool { return m.State.TakesPart() }

// Standing is what a member counts as on its co-op's roll. The zero Standing
// counts as nothing.
type Standing struct {
	// ClassID of the place; zero without one.
	ClassID uint32
	// OnRoll says that the class votes, and the member is no minor.
	OnRoll bool
	// Able says that the member can cast a ballot by itself now.
	Able bool
}

// IsMinor says that the place is a minor's, who has no vote yet.
func (m Member) IsMinor() bool { return m.MinorUntil != 0 }

// Standing of a member whose class is given.
func (m Member) Standing(class Class) Standing {
	if !m.HoldsPlace() {
		return Standing{}
	}
	votes := class.Votes && !m.IsMinor()
	return Standing{ClassID: class.Id, OnRoll: votes, Able: votes && m.TakesPart() && m.KeyCount > 0}
}

// rollClass is the class in which it is on the roll; zero if it isn't.
func (s Standing) rollClass() uint32 {
	if s.OnRoll {
		return s.ClassID
	}
	return 0
}

// Move counts a member out of one standing and into another. The roll's
// sequence moves on if the roll changes: if the member comes on it, goes off it
// or is on it in another class. It fails if there is nobody to count out.
func (r *Roll) Move(from, to Standing) error {
	next := *r
	if from.ClassID != 0 {
		if err := next.countOut(from); err != nil {
			return err
		}
	}
	next.count(to)
	if from.rollClass() != to.rollClass() {
		next.Sequence++
	}
	*r = next
	return nil
}

// count adds a member of this standing to the counters.
func (r *Roll) count(s Standing) {
	if s.ClassID == 0 {
		return
	}
	r.ActiveMembers++
	if !s.OnRoll {
		r.NonVoting = countIn(r.NonVoting, s.ClassID)
		return
	}
	r.Counts = countIn(r.Counts, s.ClassID)
	if s.Able {
		r.Able = countIn(r.Able, s.ClassID)
	}
}

func (r *Roll) countOut(s Standing) error {
	out := func(counts *[]ClassCount) error {
		left, found := countOut(*counts, s.ClassID)
		if !found {
			return ErrBroken.Wrapf("class %d has no member left to count out", s.ClassID)
		}
		*counts = left
		return nil
	}
	if r.ActiveMembers == 0 {
		return ErrBroken.Wrap("the co-op has no member left to count out")
	}
	r.ActiveMembers--
	if !s.OnRoll {
		return out(&r.NonVoting)
	}
	if s.Able {
		if err := out(&r.Able); err != nil {
			return err
		}
	}
	return out(&r.Counts)
}

// Ables is how many members on the roll can cast a ballot by themselves now.
func (r Roll) Ables() uint64 {
	total := uint64(0)
	for _, count := range r.Able {
		total += count.Members
	}
	return total
}

// WithKeyless is the roll as it would be with so many more members of a class
// that votes, who have no key yet.
func (r Roll) WithKeyless(more ClassCount) Roll {
	counts := slices.Clone(r.Counts)
	at, found := slices.BinarySearchFunc(counts, more.ClassId, func(c ClassCount, id uint32) int { return cmp.Compare(c.ClassId, id) })
	if found {
		counts[at].Members += more.Members
	} else {
		counts = slices.Insert(counts, at, more)
	}
	r.Counts = counts
	return r
}

// Restand notes on the member that its place on the roll changed at a sequence
// number: the interval that was open ends, and a new one begins where it is on
// the roll now.
func (m *Member) Restand(to Standing, sequence uint64) {
	for i := range m.Intervals {
		if m.Intervals[i].To == 0 {
			m.Intervals[i].To = sequence
		}
	}
	if to.OnRoll {
		m.Intervals = append(m.Intervals, RollInterval{ClassId: to.ClassID, From: sequence})
	}
}
