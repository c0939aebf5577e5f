package simulation

import (
	"maps"

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
	faults := when(c.id == 1 && tooFew, membershiptypes.ErrRootTooSmall)
	return append(faults, p.restandFaults(c, leaving, 0)...)
}

func (p *paper) leave(m *membershiptypes.MsgLeave) {
	c := p.coop(m.CoopId)
	p.endMembership(c, c.holder(m.Signer))
}

// endMembership ends it for good, by the member's wish or by expulsion.
func (p *paper) endMembership(c *coop, leaving *member) {
	p.restand(c, leaving, 0)
	leaving.asked, leaving.askedAt = 0, 0
	leaving.endSafety()
	leaving.gone, leaving.left, leaving.former, leaving.keys = true, p.now, leaving.keys, nil
	p.leaveCases(c, leaving)
	maps.DeleteFunc(c.grants, func(held office, _ membershiptypes.Grant) bool { return held.member == leaving.id })
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
	c, holder, faults := p.ownPlace(m.CoopId, m.Signer)
	if len(faults) > 0 {
		return faults
	}
	_, own := holder.keys[m.Address]
	faults = append(faults, when(!own, membershiptypes.ErrNotAMember)...)
	_, waits := holder.safety.removals[m.Address]
	again := waits && m.Signer != m.Address && policyOf(c).RemovalDelaySeconds > 0
	faults = append(faults, when(again, membershiptypes.ErrInvalidRequest)...)
	return append(faults, when(len(holder.keys) == 1, membershiptypes.ErrLastKey)...)
}

// removeKey takes a key at once, or another than the signer's after a time in which
// that one can object.
func (p *paper) removeKey(m *membershiptypes.MsgRemoveKey) {
	c := p.coop(m.CoopId)
	holder, delay := c.holder(m.Signer), int64(policyOf(c).RemovalDelaySeconds)
	if delay == 0 || m.Signer == m.Address {
		holder.lose(m.Address)
		return
	}
	if holder.safety.removals == nil {
		holder.safety.removals = make(map[string]membershiptypes.KeyRemoval)
	}
	holder.safety.removals[m.Address] = membershiptypes.KeyRemoval{
		CoopId: c.id, MemberId: holder.id, Address: m.Address, By: m.Signer, DueAt: p.now + delay,
	}
}

// ownDecision finds a co-op and refuses any signer but its account.
func (p *paper) ownDecision(coopID uint64, authority string) (*coop, []error) {
	c := p.coop(coopID)
	if c == nil {
		return nil, []error{membershiptypes.ErrUnknownCoop}
	}
	return c, when(authority != c.account(), membershiptypes.ErrNotAllowed)
}
