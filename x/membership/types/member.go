package types

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

// IsActive says whether the member has all its rights.
func (m Member) IsActive() bool { return m.State == MemberState_MEMBER_STATE_ACTIVE }

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

// MembersOf is the number of active members of a class, voting or not.
func (r Roll) MembersOf(classID uint32) uint64 {
	for _, counts := range [][]ClassCount{r.Counts, r.NonVoting} {
		for _, count := range counts {
			if count.ClassId == classID {
				return count.Members
			}
		}
	}
	return 0
}

// Join counts a new member of a class. A voting class changes the roll, so its
// sequence moves on; the new interval is from the sequence then reached.
func (r *Roll) Join(class Class) {
	r.ActiveMembers++
	if !class.Votes {
		r.NonVoting = countIn(r.NonVoting, class.Id)
		return
	}
	r.Sequence++
	r.Counts = countIn(r.Counts, class.Id)
}

// Leave takes a member of a class off the counts. It fails if there is none.
func (r *Roll) Leave(class Class) error {
	counts := &r.NonVoting
	if class.Votes {
		counts = &r.Counts
	}
	left, found := countOut(*counts, class.Id)
	if !found || r.ActiveMembers == 0 {
		return ErrBroken.Wrapf("class %d has no member left to count out", class.Id)
	}
	*counts = left
	r.ActiveMembers--
	if class.Votes {
		r.Sequence++
	}
	return nil
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
// (chain time in seconds). For a voting class the interval on the roll is open
// from the roll's new sequence number.
func (r *Roll) NewMember(
	coopID uint64, class Class, kind MemberKind, memberCoopID uint64, now int64, keyCount uint32,
) Member {
	member := Member{
		CoopId: coopID, MemberId: r.NextMemberId, ClassId: class.Id,
		State: MemberState_MEMBER_STATE_ACTIVE, Kind: kind, MemberCoopId: memberCoopID,
		JoinedAt: now, KeyCount: keyCount,
	}
	r.NextMemberId++
	r.Join(class)
	if class.Votes {
		member.Intervals = []RollInterval{{ClassId: class.Id, From: r.Sequence}}
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
