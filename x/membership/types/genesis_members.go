package types

import (
	"bytes"
	"slices"
)

func (c *stateCheck) members() {
	var last MemberRef
	for _, member := range c.state.Members {
		ref := MemberRef{CoopId: member.CoopId, MemberId: member.MemberId}
		if ref.CoopId < last.CoopId || (ref.CoopId == last.CoopId && ref.MemberId <= last.MemberId) || ref.MemberId == 0 {
			c.report("member %d of co-op %d is out of order", ref.MemberId, ref.CoopId)
		}
		last = ref
		c.member[ref] = member
		charter, found := c.charter[ref.CoopId]
		if !found {
			c.report("member %d of co-op %d, which does not exist", ref.MemberId, ref.CoopId)
			continue
		}
		c.standing(member, charter)
	}
}

func (c *stateCheck) standing(member Member, charter Charter) {
	name := MemberRef{CoopId: member.CoopId, MemberId: member.MemberId}.Words()
	switch {
	case member.HoldsPlace():
		if member.LeftAt != 0 {
			c.report("%s is %s, but left at %d", name, member.State.Word(), member.LeftAt)
		}
		class, err := charter.Class(member.ClassId)
		if err != nil {
			c.report("%s: %s", name, err)
			return
		}
		if class.Admits != member.Kind {
			c.report("%s is in class %q, which does not admit its kind", name, class.Name)
		}
	case member.State.Ended():
		if member.LeftAt < member.JoinedAt || member.KeyCount != 0 {
			c.report("%s has left at %d after joining at %d, and has %d keys", name, member.LeftAt, member.JoinedAt, member.KeyCount)
		}
	default:
		c.report("%s has no state", name)
	}
	isCoop := member.Kind == MemberKind_MEMBER_KIND_COOP
	if (!isCoop && member.Kind != MemberKind_MEMBER_KIND_PERSON) || isCoop != (member.MemberCoopId != 0) {
		c.report("%s is of kind %s with member_coop_id %d", name, member.Kind, member.MemberCoopId)
	}
	if isCoop && member.HoldsPlace() && member.KeyCount != 1 {
		c.report("%s is a co-op and has %d keys; its account is its only one", name, member.KeyCount)
	}
	if member.JoinedAt < EarliestJoining || uint64(member.KeyCount) > uint64(c.limits.MaxKeysPerMember) {
		c.report("%s joined at %d and has %d keys", name, member.JoinedAt, member.KeyCount)
	}
}

// Words name the member for people to read.
func (r MemberRef) Words() string {
	return "member " + decimal(r.MemberId) + " of co-op " + decimal(r.CoopId)
}

// storedKey is where the store keeps a key.
type storedKey struct {
	ref     MemberRef
	account []byte
}

// before orders keys as the store does: by co-op, member and address bytes.
func (k storedKey) before(next storedKey) bool {
	switch {
	case k.ref.CoopId != next.ref.CoopId:
		return k.ref.CoopId < next.ref.CoopId
	case k.ref.MemberId != next.ref.MemberId:
		return k.ref.MemberId < next.ref.MemberId
	}
	return bytes.Compare(k.account, next.account) < 0
}

// keys checks them against the members, and that an address acts for at most
// one member of a co-op and is no co-op's account but the member's own.
func (c *stateCheck) keys() {
	type place struct {
		coopID  uint64
		address string
	}
	counts := make(map[MemberRef]uint32)
	places := make(map[place]bool, len(c.state.Keys))
	accounts := make(map[string]uint64, len(c.state.Coops))
	for _, coop := range c.state.Coops {
		accounts[CoopAddress(coop.Id)] = coop.Id
	}
	var last storedKey
	for _, entry := range c.state.Keys {
		ref := MemberRef{CoopId: entry.CoopId, MemberId: entry.MemberId}
		account, err := AddressBytes(entry.Key.Address)
		if err != nil || AddressText(account) != entry.Key.Address {
			c.report("a key of %s: %q is not an address in its usual spelling", ref.Words(), entry.Key.Address)
			continue
		}
		key := storedKey{ref: ref, account: account}
		if !last.before(key) {
			c.report("key %s of %s is out of order", entry.Key.Address, ref.Words())
		}
		last = key
		at := place{entry.CoopId, entry.Key.Address}
		if places[at] && !entry.Key.MoneyOnly {
			c.report("%s is the key of two members of co-op %d", entry.Key.Address, entry.CoopId)
		}
		places[at] = places[at] || !entry.Key.MoneyOnly
		member, found := c.member[ref]
		if !found || member.HoldsPlace() == entry.Key.MoneyOnly {
			c.report("%s is the key of %s, for its money alone: %t; so it is for former members, and for no others", entry.Key.Address, ref.Words(), entry.Key.MoneyOnly)
		}
		if owner := accounts[entry.Key.Address]; owner != member.MemberCoopId {
			c.report("%s is the key of %s; a member co-op's only key is its own account, and no person's key is a co-op's", entry.Key.Address, ref.Words())
		}
		if !entry.Key.MoneyOnly {
			counts[ref]++
		}
	}
	for _, member := range c.state.Members {
		ref := MemberRef{CoopId: member.CoopId, MemberId: member.MemberId}
		if counts[ref] != member.KeyCount {
			c.report("%s counts %d keys and has %d", ref.Words(), member.KeyCount, counts[ref])
		}
	}
}

// rolls recounts every counter and checks each member's intervals.
func (c *stateCheck) rolls() {
	last := uint64(0)
	for _, entry := range c.state.Rolls {
		if _, found := c.coop[entry.CoopId]; !found || entry.CoopId <= last {
			c.report("roll of co-op %d is out of order, or the co-op does not exist", entry.CoopId)
		}
		last = entry.CoopId
		c.roll[entry.CoopId] = entry.Roll
	}
	recount := make(map[uint64]Roll, len(c.coop))
	for _, member := range c.state.Members {
		counted := recount[member.CoopId]
		if class, err := c.charter[member.CoopId].Class(member.ClassId); err == nil {
			counted.count(member.Standing(class))
		}
		counted.NextMemberId = member.MemberId
		recount[member.CoopId] = counted
		c.intervals(member)
	}
	for _, coop := range c.state.Coops {
		roll, found := c.roll[coop.Id]
		if !found {
			c.report("co-op %d has no roll", coop.Id)
			continue
		}
		counted := recount[coop.Id]
		if !slices.Equal(roll.Counts, counted.Counts) || !slices.Equal(roll.NonVoting, counted.NonVoting) ||
			!slices.Equal(roll.Able, counted.Able) || roll.ActiveMembers != counted.ActiveMembers {
			c.report("the roll of co-op %d counts %v on the roll, %v of them able to vote, %v beside it and %d in all; there are %v, %v, %v and %d",
				coop.Id, roll.Counts, roll.Able, roll.NonVoting, roll.ActiveMembers,
				counted.Counts, counted.Able, counted.NonVoting, counted.ActiveMembers)
		}
		if roll.NextMemberId != counted.NextMemberId+1 {
			c.report("co-op %d would give the next member the number %d after %d", coop.Id, roll.NextMemberId, counted.NextMemberId)
		}
	}
}

func (c *stateCheck) intervals(member Member) {
	name := MemberRef{CoopId: member.CoopId, MemberId: member.MemberId}.Words()
	if uint64(len(member.Intervals)) > uint64(c.limits.MaxIntervalsPerMember) {
		c.report("%s has %d intervals on the roll", name, len(member.Intervals))
	}
	sequence, previous, open := c.roll[member.CoopId].Sequence, uint64(0), false
	for i, interval := range member.Intervals {
		isLast := i == len(member.Intervals)-1
		end := interval.To
		if end == 0 {
			open = isLast && interval.ClassId == member.ClassId
			end = sequence + 1
		}
		if interval.From < 1 || interval.From < previous || end <= interval.From || end > sequence+1 ||
			(interval.To == 0 && !isLast) || (interval.To > sequence) {
			c.report("%s was on the roll from %d to %d, which can't be with the roll at %d", name, interval.From, interval.To, sequence)
		}
		previous = end
		if interval.ClassId < 1 || interval.ClassId > c.coop[member.CoopId].LastClassId {
			c.report("%s was on the roll in class %d, which no charter had", name, interval.ClassId)
		}
	}
	class, err := c.charter[member.CoopId].Class(member.ClassId)
	shouldBeOn := err == nil && member.Standing(class).OnRoll
	if open != shouldBeOn || (!open && len(member.Intervals) > 0 && member.Intervals[len(member.Intervals)-1].To == 0) {
		c.report("%s is on the roll: %t; it should be: %t", name, open, shouldBeOn)
	}
}

// pins must be at sequence numbers that were reached.
func (c *stateCheck) pins() {
	var last GenesisPin
	for _, pin := range c.state.Pins {
		roll, found := c.roll[pin.CoopId]
		if !found || pin.Sequence > roll.Sequence || pin.Count == 0 {
			c.report("co-op %d has %d pins at sequence %d; its roll is at %d", pin.CoopId, pin.Count, pin.Sequence, roll.Sequence)
		}
		if last.Count > 0 && (pin.CoopId < last.CoopId || (pin.CoopId == last.CoopId && pin.Sequence <= last.Sequence)) {
			c.report("pin of co-op %d at sequence %d is out of order", pin.CoopId, pin.Sequence)
		}
		last = pin
	}
}

func (c *stateCheck) grants() {
	for i, grant := range c.state.Grants {
		ref := MemberRef{CoopId: grant.CoopId, MemberId: grant.MemberId}
		member, found := c.member[ref]
		if !found || !member.HoldsPlace() {
			c.report("%s holds the power %q and is no member now", ref.Words(), grant.Power)
		}
		if err := ValidatePower(grant.Power); err != nil {
			c.report("%s: %s", ref.Words(), err)
		}
		for _, err := range []error{grant.Scope.Validate(grant.Power), grant.Limit.Validate(grant.Power), grant.Use.Validate(grant.Limit)} {
			if err != nil {
				c.report("the power %q of %s: %s", grant.Power, ref.Words(), err)
			}
		}
		if i > 0 && !grantBefore(c.state.Grants[i-1], grant) {
			c.report("the power %q of %s is out of order", grant.Power, ref.Words())
		}
	}
}

func grantBefore(a, b Grant) bool {
	switch {
	case a.CoopId != b.CoopId:
		return a.CoopId < b.CoopId
	case a.Power != b.Power:
		return a.Power < b.Power
	}
	return a.MemberId < b.MemberId
}
