package simulation

import (
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

func (p *paper) leaveFaults(m *membershiptypes.MsgLeave) []error {
	c := p.coop(m.CoopId)
	if c == nil {
		return []error{membershiptypes.ErrUnknownCoop}
	}
	leaving := c.holder(m.Signer)
	if leaving == nil {
		return []error{membershiptypes.ErrNotAMember}
	}
	tooFew := c.present() <= 4 || (c.votes(leaving) && len(c.voters()) <= 4)
	return when(c.id == 1 && tooFew, membershiptypes.ErrRootTooSmall)
}

func (p *paper) leave(m *membershiptypes.MsgLeave) {
	c := p.coop(m.CoopId)
	leaving := c.holder(m.Signer)
	if c.votes(leaving) {
		c.changes++
		leaving.to = c.changes
		leaving.remembered = len(p.pins(c.id)) > 0
	}
	leaving.gone, leaving.left, leaving.former, leaving.keys = true, p.now, leaving.keys, nil
	delete(c.grants, leaving.id)
	p.measure()
}

// ownPlace finds the person who changes their own keys.
func (p *paper) ownPlace(coopID uint64, signer string) (*coop, *member, []error) {
	c := p.coop(coopID)
	if c == nil {
		return nil, nil, []error{membershiptypes.ErrUnknownCoop}
	}
	m := c.holder(signer)
	if m == nil {
		return c, nil, []error{membershiptypes.ErrNotAMember}
	}
	return c, m, when(m.coop != 0, membershiptypes.ErrMemberCoopKeys)
}

func (p *paper) addKeyFaults(m *membershiptypes.MsgAddKey) []error {
	c, holder, faults := p.ownPlace(m.CoopId, m.Signer)
	if len(faults) > 0 {
		return faults
	}
	faults = append(faults, when(len(holder.keys) >= int(p.limits.MaxKeysPerMember), membershiptypes.ErrTooManyKeys)...)
	return append(faults, p.proofFaults(m.Key, c, claim{slug: c.slug, member: holder.id})...)
}

func (p *paper) addKey(m *membershiptypes.MsgAddKey) {
	c := p.coop(m.CoopId)
	holder := c.holder(m.Signer)
	p.use(m.Key, c, holder.id)
	holder.keys[proofAddress(m.Key)] = p.now
}

func (p *paper) removeKeyFaults(m *membershiptypes.MsgRemoveKey) []error {
	_, holder, faults := p.ownPlace(m.CoopId, m.Signer)
	if len(faults) > 0 {
		return faults
	}
	_, own := holder.keys[m.Address]
	faults = append(faults, when(!own, membershiptypes.ErrNotAMember)...)
	return append(faults, when(len(holder.keys) == 1, membershiptypes.ErrLastKey)...)
}

func (p *paper) removeKey(m *membershiptypes.MsgRemoveKey) {
	delete(p.coop(m.CoopId).holder(m.Signer).keys, m.Address)
}

// ownDecision finds a co-op and refuses any signer but its account.
func (p *paper) ownDecision(coopID uint64, authority string) (*coop, []error) {
	c := p.coop(coopID)
	if c == nil {
		return nil, []error{membershiptypes.ErrUnknownCoop}
	}
	return c, when(authority != c.account(), membershiptypes.ErrNotAllowed)
}

func (p *paper) grantFaults(m *membershiptypes.MsgGrantPower) []error {
	c, faults := p.ownDecision(m.CoopId, m.Authority)
	if c == nil {
		return faults
	}
	faults = append(faults, when(m.Power != "admit", membershiptypes.ErrUnknownPower)...)
	officer := c.member(m.MemberId)
	faults = append(faults, when(officer == nil, membershiptypes.ErrUnknownMember)...)
	faults = append(faults, when(officer != nil && officer.gone, membershiptypes.ErrWrongState)...)
	faults = append(faults, when(m.TermSeconds == 0 || m.TermSeconds > p.limits.MaxPowerTermSeconds, membershiptypes.ErrInvalidTerm)...)
	others := 0
	for id := range c.grants {
		if id != m.MemberId && p.admits(c, id) {
			others++
		}
	}
	return append(faults, when(others >= int(p.limits.MaxGrantsPerCoop), membershiptypes.ErrTooManyPowers)...)
}

// grant also clears away the powers whose term is over.
func (p *paper) grant(m *membershiptypes.MsgGrantPower) {
	c := p.coop(m.CoopId)
	for id := range c.grants {
		if !p.admits(c, id) {
			delete(c.grants, id)
		}
	}
	c.grants[m.MemberId] = p.now + int64(m.TermSeconds)
}

func (p *paper) revokeFaults(m *membershiptypes.MsgRevokePower) []error {
	c, faults := p.ownDecision(m.CoopId, m.Authority)
	if c == nil {
		return faults
	}
	faults = append(faults, when(m.Power != "admit", membershiptypes.ErrUnknownPower)...)
	return append(faults, when(!p.admits(c, m.MemberId), membershiptypes.ErrNoSuchGrant)...)
}
