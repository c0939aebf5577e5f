package simulation

import (
	"maps"
	"slices"

	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

// Roads to a new key.
const (
	byGuardians  = membershiptypes.RecoveryRoad_RECOVERY_ROAD_GUARDIANS
	byResolution = membershiptypes.RecoveryRoad_RECOVERY_ROAD_RESOLUTION
	inPerson     = membershiptypes.RecoveryRoad_RECOVERY_ROAD_IN_PERSON
)

// freezeRests is how many times as long as a freeze the same side must rest.
const freezeRests = 3

// safety is what protects a member's keys and its money.
type safety struct {
	// guardians in force, and those who are to follow at a time.
	guardians, next *membershiptypes.GuardianSet
	nextAt          int64
	// closed roads, by vetoes.
	closed   map[membershiptypes.RecoveryRoad]bool
	freezes  map[membershiptypes.Freezer]membershiptypes.Freeze
	removals map[string]membershiptypes.KeyRemoval
	recovery *membershiptypes.Recovery
}

func (s safety) copied() safety {
	s.closed, s.freezes, s.removals = maps.Clone(s.closed), maps.Clone(s.freezes), maps.Clone(s.removals)
	if s.recovery != nil {
		same := *s.recovery
		same.Proposals = nil
		for _, one := range s.recovery.Proposals {
			same.Proposals = append(same.Proposals, membershiptypes.RecoveryProposal{Address: one.Address, Guardians: slices.Clone(one.Guardians)})
		}
		s.recovery = &same
	}
	return s
}

// runs says that a new key is settled and the time for vetoes runs.
func (s safety) runs() bool { return s.recovery != nil && s.recovery.Address != "" }

func (s safety) isGuardian(id uint64) bool {
	return s.guardians != nil && slices.Contains(s.guardians.Members, id)
}

// policyOf is what the charter says of recovery; nothing if it says none.
func policyOf(c *coop) membershiptypes.RecoveryPolicy {
	if policy := c.charter().Recovery; policy != nil {
		return *policy
	}
	return membershiptypes.RecoveryPolicy{}
}

func delayOn(policy membershiptypes.RecoveryPolicy, road membershiptypes.RecoveryRoad) int64 {
	return int64(map[membershiptypes.RecoveryRoad]uint64{
		byGuardians: policy.GuardiansDelaySeconds, byResolution: policy.ResolutionDelaySeconds, inPerson: policy.InPersonDelaySeconds,
	}[road])
}

// allKeys are those that act for a member, or for a former one's money.
func (m *member) allKeys() map[string]int64 {
	if m.gone {
		return m.former
	}
	return m.keys
}

func (p *paper) setGuardiansFaults(m *membershiptypes.MsgSetGuardians) []error {
	c, holder, faults := p.ownPlace(m.CoopId, m.Signer)
	if len(faults) > 0 {
		return faults
	}
	faults = append(faults, when(policyOf(c).GuardiansDelaySeconds == 0, membershiptypes.ErrNotInCharter)...)
	none := len(m.Guardians) == 0 && m.Needed == 0
	enough := m.Needed >= 2 && int(m.Needed) <= len(m.Guardians) && len(m.Guardians) <= int(p.limits.MaxGuardians)
	faults = append(faults, when(!none && !enough, membershiptypes.ErrInvalidGuardians)...)
	for i, id := range m.Guardians {
		wrong := id == holder.id || (i > 0 && id <= m.Guardians[i-1])
		guardian := c.member(id)
		faults = append(faults, when(guardian == nil, membershiptypes.ErrUnknownMember)...)
		wrong = wrong || id == 0 || (guardian != nil && (guardian.gone || guardian.coop != 0))
		faults = append(faults, when(wrong, membershiptypes.ErrInvalidGuardians)...)
	}
	return faults
}

func (p *paper) setGuardians(m *membershiptypes.MsgSetGuardians) {
	c := p.coop(m.CoopId)
	holder := c.holder(m.Signer)
	holder.safety.next = &membershiptypes.GuardianSet{Members: m.Guardians, Needed: m.Needed}
	holder.safety.nextAt = p.now + int64(policyOf(c).GuardiansDelaySeconds)
}

// recoverable finds a person whose keys can be replaced.
func (p *paper) recoverable(c *coop, id uint64) (*member, []error) {
	m := c.member(id)
	if m == nil {
		return nil, []error{membershiptypes.ErrUnknownMember}
	}
	return m, when(m.coop != 0, membershiptypes.ErrMemberCoopKeys)
}

// guardianFaults are what speaks against whoever acts as a member's guardian.
func (p *paper) guardianFaults(c *coop, signer string, of *member) []error {
	guardian := c.holder(signer)
	faults := when(guardian == nil, membershiptypes.ErrNotAMember)
	faults = append(faults, when(guardian != nil && !guardian.takesPart(), membershiptypes.ErrWrongState)...)
	return append(faults, when(guardian != nil && !of.safety.isGuardian(guardian.id), membershiptypes.ErrNotGuardian)...)
}

func roadFaults(c *coop, m *member, road membershiptypes.RecoveryRoad) []error {
	faults := when(delayOn(policyOf(c), road) == 0, membershiptypes.ErrNotInCharter)
	return append(faults, when(m.safety.closed[road], membershiptypes.ErrRoadClosed)...)
}

// newKeyFaults are what speaks against the new key of a recovery: it agrees, and is
// nobody else's. One of a former member's may act elsewhere.
func (p *paper) newKeyFaults(c *coop, m *member, proof membershiptypes.KeyProof) []error {
	faults := p.agreementFaults(proof, claim{slug: c.slug, member: m.id})
	return append(faults, when(!p.mayReplace(c, m, proofAddress(proof)), membershiptypes.ErrKeyTaken)...)
}

func (p *paper) mayReplace(c *coop, m *member, address string) bool {
	if _, own := m.keys[address]; own {
		return true
	}
	return p.coopOf(address) == nil && (m.gone || c.holder(address) == nil)
}

func (p *paper) startFaults(m *membershiptypes.MsgStartRecovery) []error {
	c := p.coop(m.CoopId)
	if c == nil {
		return []error{membershiptypes.ErrUnknownCoop}
	}
	of, faults := p.recoverable(c, m.MemberId)
	if of == nil {
		return faults
	}
	faults = append(faults, p.guardianFaults(c, m.Guardian, of)...)
	faults = append(faults, roadFaults(c, of, byGuardians)...)
	faults = append(faults, when(of.safety.runs(), membershiptypes.ErrRecoveryRuns)...)
	// Guardians need a proof that nobody has used, unless the key is the member's own,
	// or one of them has proposed it before.
	_, own := of.keys[proofAddress(m.Key)]
	spent := p.used[usedProof{m.Key.ExpiresAt, c.id, of.id, proofAddress(m.Key)}]
	faults = append(faults, when(spent && !own && !of.safety.proposes(proofAddress(m.Key)), membershiptypes.ErrProofUsed)...)
	return append(faults, p.newKeyFaults(c, of, m.Key)...)
}

func (p *paper) supportFaults(m *membershiptypes.MsgSupportRecovery) []error {
	c := p.coop(m.CoopId)
	if c == nil {
		return []error{membershiptypes.ErrUnknownCoop}
	}
	of := c.member(m.MemberId)
	if of == nil {
		// Nobody is a guardian of nobody.
		of = &member{}
	}
	faults := p.guardianFaults(c, m.Guardian, of)
	faults = append(faults, roadFaults(c, of, byGuardians)...)
	faults = append(faults, when(of.safety.runs(), membershiptypes.ErrRecoveryRuns)...)
	return append(faults, when(!of.safety.proposes(m.Address), membershiptypes.ErrNoRecovery)...)
}

func (s safety) proposes(address string) bool {
	return s.recovery != nil && slices.ContainsFunc(s.recovery.Proposals, func(one membershiptypes.RecoveryProposal) bool {
		return one.Address == address
	})
}

// want notes which key a guardian wants, instead of any it wanted before. With
// enough who want the same it is settled.
func (p *paper) want(c *coop, of *member, guardian uint64, address string) {
	if of.safety.recovery == nil {
		of.safety.recovery = &membershiptypes.Recovery{
			CoopId: c.id, MemberId: of.id, Road: byGuardians, StartedAt: p.now, DueAt: p.now + delayOn(policyOf(c), byGuardians),
		}
	}
	r := of.safety.recovery
	for i := range r.Proposals {
		r.Proposals[i].Guardians = slices.DeleteFunc(r.Proposals[i].Guardians, func(id uint64) bool { return id == guardian })
	}
	at := slices.IndexFunc(r.Proposals, func(one membershiptypes.RecoveryProposal) bool { return one.Address == address })
	if at < 0 {
		at = len(r.Proposals)
		r.Proposals = append(r.Proposals, membershiptypes.RecoveryProposal{Address: address})
	}
	r.Proposals[at].Guardians = append(r.Proposals[at].Guardians, guardian)
	enough := len(r.Proposals[at].Guardians) >= int(of.safety.guardians.Needed)
	r.Proposals = slices.DeleteFunc(r.Proposals, func(one membershiptypes.RecoveryProposal) bool { return len(one.Guardians) == 0 })
	if enough {
		r.Address, r.DueAt = address, p.now+delayOn(policyOf(c), byGuardians)
	}
}

func (p *paper) vetoFaults(m *membershiptypes.MsgVetoRecovery) []error {
	c := p.coop(m.CoopId)
	if c == nil {
		return []error{membershiptypes.ErrUnknownCoop}
	}
	of := c.member(m.MemberId)
	if of == nil {
		return []error{membershiptypes.ErrNotAMember}
	}
	_, own := of.allKeys()[m.Signer]
	faults := when(!own, membershiptypes.ErrNotAMember)
	open := of.safety.runs() && of.safety.recovery.VetoedAt == 0
	return append(faults, when(!open, membershiptypes.ErrNoRecovery)...)
}

// veto ends a recovery and its road. One in person goes on and shows it.
func (p *paper) veto(m *membershiptypes.MsgVetoRecovery) {
	of := p.coop(m.CoopId).member(m.MemberId)
	if of.safety.recovery.Road == inPerson {
		of.safety.recovery.VetoedAt = p.now
		return
	}
	if of.safety.closed == nil {
		of.safety.closed = make(map[membershiptypes.RecoveryRoad]bool)
	}
	of.safety.closed[of.safety.recovery.Road] = true
	of.safety.recovery = nil
}

// resolved counts the recoveries that a co-op has resolved and that are under way.
func (c *coop) resolved() (open int) {
	for _, m := range c.members {
		if m.safety.recovery != nil && m.safety.recovery.Road != byGuardians {
			open++
		}
	}
	return open
}

// recoverFaults are what speaks against a recovery that the co-op resolves.
func (p *paper) recoverFaults(coopID uint64, authority string, id uint64, proof membershiptypes.KeyProof, road membershiptypes.RecoveryRoad) []error {
	c, faults := p.ownDecision(coopID, authority)
	if c == nil {
		return faults
	}
	of, reasons := p.recoverable(c, id)
	faults = append(faults, reasons...)
	if of == nil {
		return faults
	}
	faults = append(faults, roadFaults(c, of, road)...)
	faults = append(faults, when(road == inPerson && len(of.safety.closed) == 0, membershiptypes.ErrNotAllowed)...)
	full := c.resolved() >= int(policyOf(c).MaxOpenRecoveries)
	faults = append(faults, when(full, membershiptypes.ErrTooManyRecoveries)...)
	faults = append(faults, when(of.safety.runs(), membershiptypes.ErrRecoveryRuns)...)
	return append(faults, p.newKeyFaults(c, of, proof)...)
}

func (p *paper) recoverBy(coopID, id uint64, proof membershiptypes.KeyProof, road membershiptypes.RecoveryRoad) {
	c := p.coop(coopID)
	p.use(proof, c, id)
	c.member(id).safety.recovery = &membershiptypes.Recovery{
		CoopId: c.id, MemberId: id, Road: road, StartedAt: p.now, DueAt: p.now + delayOn(policyOf(c), road), Address: proofAddress(proof),
	}
}

func (p *paper) stopFaults(m *membershiptypes.MsgStopRecovery) []error {
	c, faults := p.ownDecision(m.CoopId, m.Authority)
	if c == nil {
		return faults
	}
	of := c.member(m.MemberId)
	resolved := of != nil && of.safety.recovery != nil && of.safety.recovery.Road != byGuardians
	return append(faults, when(!resolved, membershiptypes.ErrNoRecovery)...)
}

// freezingSide is as whom somebody freezes a member's money: the member itself, a
// guardian, an officer; none with the reason why not.
func (p *paper) freezingSide(c *coop, signer string, of *member) (membershiptypes.Freezer, []error) {
	if _, own := of.allKeys()[signer]; own {
		return membershiptypes.Freezer_FREEZER_MEMBER, nil
	}
	other := c.holder(signer)
	switch {
	case other == nil:
		return 0, []error{membershiptypes.ErrNotAMember}
	case of.safety.isGuardian(other.id) && other.takesPart():
		return membershiptypes.Freezer_FREEZER_GUARDIAN, nil
	case p.holds(c, other.id, freezing):
		return membershiptypes.Freezer_FREEZER_OFFICER, nil
	}
	return 0, []error{membershiptypes.ErrNotAllowed}
}

func (p *paper) freezeFaults(m *membershiptypes.MsgFreeze) []error {
	c := p.coop(m.CoopId)
	if c == nil {
		return []error{membershiptypes.ErrUnknownCoop}
	}
	of := c.member(m.MemberId)
	if of == nil {
		return []error{membershiptypes.ErrUnknownMember}
	}
	faults := when(policyOf(c).FreezeSeconds == 0, membershiptypes.ErrNotInCharter)
	side, reasons := p.freezingSide(c, m.Signer, of)
	faults = append(faults, reasons...)
	return append(faults, when(of.safety.freezes[side].AgainAt > p.now, membershiptypes.ErrFrozen)...)
}

// freeze also forgets the freezes whose rest is over.
func (p *paper) freeze(m *membershiptypes.MsgFreeze) {
	c := p.coop(m.CoopId)
	of := c.member(m.MemberId)
	side, _ := p.freezingSide(c, m.Signer, of)
	if of.safety.freezes == nil {
		of.safety.freezes = make(map[membershiptypes.Freezer]membershiptypes.Freeze)
	}
	maps.DeleteFunc(of.safety.freezes, func(_ membershiptypes.Freezer, other membershiptypes.Freeze) bool { return other.AgainAt <= p.now })
	seconds := int64(policyOf(c).FreezeSeconds)
	of.safety.freezes[side] = membershiptypes.Freeze{By: side, Until: p.now + seconds, AgainAt: p.now + (1+freezeRests)*seconds}
}

// frozenUntil is when a member's money can move again; zero if it can now. A new
// key that is settled keeps it frozen until it is there, however late that is.
func (p *paper) frozenUntil(m *member) (until int64) {
	for _, freeze := range m.safety.freezes {
		if freeze.Until > p.now {
			until = max(until, freeze.Until)
		}
	}
	if m.safety.runs() {
		until = max(until, m.safety.recovery.DueAt, p.now+1)
	}
	return until
}

func (p *paper) keepKeyFaults(m *membershiptypes.MsgKeepKey) []error {
	_, holder, faults := p.ownPlace(m.CoopId, m.Signer)
	if len(faults) > 0 {
		return faults
	}
	_, waits := holder.safety.removals[m.Signer]
	return when(!waits, membershiptypes.ErrNoRemoval)
}

// What of a member's keys can be due, in the order among things of one time.
const (
	dueGuardians = 1
	dueRecovery  = 2
	dueRemoval   = 3
)

// keyItem is due for a member's keys.
type keyItem struct {
	due          int64
	coop, member uint64
	// matter is what, and of a removal the key.
	matter string
}
