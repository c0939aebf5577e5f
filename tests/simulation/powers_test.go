package simulation

import (
	"cmp"
	"maps"

	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

// Powers that the walk knows of; there are more.
const (
	admitting    = "admit"
	chairing     = "chair"
	convening    = "convene"
	freezing     = "freeze"
	governing    = "board"
	prosecuting  = "charge"
	scrutinising = "scrutineer"
	speaking     = "vote"
	suspending   = "suspend"
)

// powers in the order of their names.
var powers = []string{admitting, governing, chairing, prosecuting, convening, freezing, scrutinising, suspending, speaking}

// byPower orders grants by the power's name, then by the member's number.
func byPower(a, b office) int {
	return cmp.Or(cmp.Compare(a.power, b.power), cmp.Compare(a.member, b.member))
}

// granted says whether a member's term with a power runs.
func (p *paper) granted(c *coop, held office) bool {
	grant, given := c.grants[held]
	return given && p.now < grant.Until
}

// holds says whether a member may use a power now: it rests while the member is
// suspended.
func (p *paper) holds(c *coop, memberID uint64, power string) bool {
	return p.granted(c, office{power, memberID}) && c.member(memberID).takesPart()
}

// powerHolders are the members who may use a power now, with their classes.
func (p *paper) powerHolders(c *coop, power string) map[uint64]uint32 {
	holders := make(map[uint64]uint32)
	for _, m := range c.members {
		if p.holds(c, m.id, power) {
			holders[m.id] = m.class
		}
	}
	return holders
}

func (p *paper) grantFaults(m *membershiptypes.MsgGrantPower) []error {
	c, faults := p.ownDecision(m.CoopId, m.Authority)
	if c == nil {
		return faults
	}
	faults = append(faults, when(!isPower(m.Power), membershiptypes.ErrUnknownPower)...)
	faults = append(faults, scopeFaults(m.Power, m.Scope)...)
	faults = append(faults, when(m.Limit != nil && m.Power == speaking, membershiptypes.ErrInvalidTerm)...)
	officer := c.member(m.MemberId)
	faults = append(faults, when(officer == nil, membershiptypes.ErrUnknownMember)...)
	faults = append(faults, when(officer != nil && !officer.takesPart(), membershiptypes.ErrWrongState)...)
	faults = append(faults, when(m.TermSeconds == 0 || m.TermSeconds > p.limits.MaxPowerTermSeconds, membershiptypes.ErrInvalidTerm)...)
	others := 0
	for held := range c.grants {
		if held != (office{m.Power, m.MemberId}) && p.granted(c, held) {
			others++
		}
	}
	return append(faults, when(others >= int(p.limits.MaxGrantsPerCoop), membershiptypes.ErrTooManyPowers)...)
}

func isPower(name string) bool {
	for _, power := range powers {
		if power == name {
			return true
		}
	}
	return false
}

// scopeFaults are what speaks against narrowing a power so: a delegate's by
// federations, subjects and rules. The walk narrows no other power.
func scopeFaults(power string, scope *membershiptypes.Scope) []error {
	if scope == nil {
		return nil
	}
	faults := when(power != speaking || len(scope.ClassIds) > 0, membershiptypes.ErrInvalidTerm)
	for _, subject := range scope.Subjects {
		_, known := subjectsThatNeedMore[subject]
		faults = append(faults, when(!known, membershiptypes.ErrUnknownSubject)...)
	}
	return faults
}

// grant also clears away the powers whose term is over.
func (p *paper) grant(m *membershiptypes.MsgGrantPower) {
	c := p.coop(m.CoopId)
	maps.DeleteFunc(c.grants, func(held office, _ membershiptypes.Grant) bool { return !p.granted(c, held) })
	c.grants[office{m.Power, m.MemberId}] = membershiptypes.Grant{
		CoopId: c.id, MemberId: m.MemberId, Power: m.Power, Until: p.now + int64(m.TermSeconds), Scope: m.Scope, Limit: m.Limit,
	}
}

func (p *paper) revokeFaults(m *membershiptypes.MsgRevokePower) []error {
	c, faults := p.ownDecision(m.CoopId, m.Authority)
	if c == nil {
		return faults
	}
	faults = append(faults, when(!isPower(m.Power), membershiptypes.ErrUnknownPower)...)
	return append(faults, when(!p.granted(c, office{m.Power, m.MemberId}), membershiptypes.ErrNoSuchGrant)...)
}
