package types

import "math"

// ClassAt says in which class a member was on the roll at a sequence number.
// A member that was not on it, or whose interval no open resolution needs any
// more, was not on the roll.
func (m Member) ClassAt(sequence uint64) (classID uint32, onRoll bool) {
	for _, interval := range m.Intervals {
		if interval.Holds(sequence) {
			return interval.ClassId, true
		}
	}
	return 0, false
}

// OnRollNow says in which class a member is on the roll as it is now.
func (m Member) OnRollNow() (classID uint32, onRoll bool) {
	// An interval that is still open holds every sequence number to come.
	return m.ClassAt(math.MaxUint64)
}

// Holds says whether a sequence number lies in the interval.
func (i RollInterval) Holds(sequence uint64) bool {
	return i.From <= sequence && (i.To == 0 || sequence < i.To)
}

// Voters is the number of members on the roll, of all classes.
func (r Roll) Voters() uint64 {
	total := uint64(0)
	for _, count := range r.Counts {
		total += count.Members
	}
	return total
}

// MembersOf is the number of members who hold a place in a class, voting or not.
func (r Roll) MembersOf(classID uint32) uint64 {
	members := uint64(0)
	for _, counts := range [][]ClassCount{r.Counts, r.NonVoting} {
		for _, count := range counts {
			if count.ClassId == classID {
				members += count.Members
			}
		}
	}
	return members
}

func countIn(counts []ClassCount, classID uint32) []ClassCount {
	next := make([]ClassCount, 0, len(counts)+1)
	done := false
	for _, count := range counts {
		if !done && count.ClassId > classID {
			next, done = append(next, ClassCount{ClassId: classID, Members: 1}), true
		}
		if count.ClassId == classID {
			count.Members++
			done = true
		}
		next = append(next, count)
	}
	if !done {
		next = append(next, ClassCount{ClassId: classID, Members: 1})
	}
	return next
}

func countOut(counts []ClassCount, classID uint32) ([]ClassCount, bool) {
	var next []ClassCount
	found := false
	for _, count := range counts {
		if count.ClassId == classID {
			count.Members--
			found = true
		}
		if count.Members > 0 {
			next = append(next, count)
		}
	}
	return next, found
}

// NewMember takes the roll's next number for somebody who joins a class now
// (chain time in seconds). In a voting class it is on the roll from the roll's
// new sequence number on.
func (r *Roll) NewMember(
	coopID uint64, class Class, kind MemberKind, memberCoopID uint64, now int64, keyCount uint32,
) Member {
	return r.Join(Member{
		CoopId: coopID, State: MemberState_MEMBER_STATE_ACTIVE, Kind: kind, MemberCoopId: memberCoopID,
		JoinedAt: now, KeyCount: keyCount,
	}, class)
}

// Join gives a new member the roll's next number in a class.
func (r *Roll) Join(member Member, class Class) Member {
	member.MemberId, member.ClassId = r.NextMemberId, class.Id
	r.NextMemberId++
	standing := member.Standing(class)
	r.count(standing)
	if standing.OnRoll {
		r.Sequence++
		member.Restand(standing, r.Sequence)
	}
	return member
}

// Takes refuses members of another kind than the class admits.
func (c Class) Takes(kind MemberKind) error {
	if c.Admits == kind {
		return nil
	}
	words := map[MemberKind]string{
		MemberKind_MEMBER_KIND_PERSON: "persons", MemberKind_MEMBER_KIND_COOP: "co-ops",
	}
	return ErrWrongKind.Wrapf("class %q is for %s, not for %s; choose a class that admits %s",
		c.Name, words[c.Admits], words[kind], words[kind])
}

// LastClassID is the greatest class id of the charter.
func (c Charter) LastClassID() uint32 {
	last := uint32(0)
	for _, class := range c.Classes {
		last = max(last, class.Id)
	}
	return last
}
