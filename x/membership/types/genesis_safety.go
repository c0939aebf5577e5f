package types

import (
	"bytes"
	"slices"
)

// invitations are for places that can be taken, by officers who are members.
func (c *stateCheck) invitations() {
	var last Invitation
	for _, invitation := range c.state.Invitations {
		name := "an invitation of co-op " + decimal(invitation.CoopId)
		coop, found := c.coop[invitation.CoopId]
		if _, err := InvitationKey(invitation.PubKey); err != nil || !found {
			c.report("%s: its key %x is none, or the co-op does not exist", name, invitation.PubKey)
			continue
		}
		if invitation.CoopId < last.CoopId || (invitation.CoopId == last.CoopId && bytes.Compare(invitation.PubKey, last.PubKey) <= 0) {
			c.report("%s, %x, is out of order", name, invitation.PubKey)
		}
		last = invitation
		if (invitation.ClassId == 0) == (invitation.MemberId == 0) || invitation.ClassId > coop.LastClassId {
			c.report("%s is for class %d and for member %d", name, invitation.ClassId, invitation.MemberId)
		}
		for _, member := range []uint64{invitation.MemberId, invitation.Inviter, invitation.Confirmer} {
			if _, known := c.member[MemberRef{CoopId: coop.Id, MemberId: member}]; member != 0 && !known {
				c.report("%s names member %d, who does not exist", name, member)
			}
		}
		if invitation.Confirmer != 0 && (invitation.MemberId == 0 || invitation.Inviter == 0 || invitation.Inviter == invitation.Confirmer) {
			c.report("%s is confirmed by member %d and made by member %d for member %d", name, invitation.Confirmer, invitation.Inviter, invitation.MemberId)
		}
		if invitation.ExpiresAt < 1 {
			c.report("%s expires at %d", name, invitation.ExpiresAt)
		}
	}
}

// safeties are of persons, and name other members.
func (c *stateCheck) safeties() {
	var last MemberRef
	for _, safety := range c.state.KeySafeties {
		ref := MemberRef{CoopId: safety.CoopId, MemberId: safety.MemberId}
		c.inOrder("what protects", &last, ref)
		member, found := c.member[ref]
		if !found || safety.IsEmpty() {
			c.report("something protects the keys of %s, who does not exist, or nothing does", ref.Words())
			continue
		}
		if (safety.NextGuardians == nil) != (safety.NextGuardiansAt == 0) || safety.NextGuardiansAt < 0 {
			c.report("a change of the guardians of %s is due at %d", ref.Words(), safety.NextGuardiansAt)
		}
		if !member.HoldsPlace() && (safety.Guardians != nil || safety.NextGuardians != nil) {
			c.report("%s is %s and has guardians", ref.Words(), member.State.Word())
		}
		c.guardians(ref, safety.Guardians)
		c.guardians(ref, safety.NextGuardians)
		if safety.Guardians != nil && len(safety.Guardians.Members) == 0 {
			c.report("%s has a list of guardians without a guardian", ref.Words())
		}
		c.roadsAndFreezes(ref, safety)
	}
}

func (c *stateCheck) guardians(ref MemberRef, guardians *GuardianSet) {
	if guardians == nil {
		return
	}
	if err := guardians.Validate(ref.MemberId, c.limits.MaxGuardians); err != nil {
		c.report("%s: %s", ref.Words(), err)
	}
	for _, id := range guardians.Members {
		guardian, found := c.member[MemberRef{CoopId: ref.CoopId, MemberId: id}]
		if !found || guardian.Kind != MemberKind_MEMBER_KIND_PERSON {
			c.report("%s has the guardian %d, who does not exist or is no person", ref.Words(), id)
		}
	}
}

func (c *stateCheck) roadsAndFreezes(ref MemberRef, safety KeySafety) {
	for i, road := range safety.ClosedRoads {
		if (road != RecoveryRoad_RECOVERY_ROAD_GUARDIANS && road != RecoveryRoad_RECOVERY_ROAD_RESOLUTION) ||
			(i > 0 && road <= safety.ClosedRoads[i-1]) {
			c.report("a veto has closed the road %d for %s", road, ref.Words())
		}
	}
	for i, freeze := range safety.Freezes {
		known := freeze.By >= Freezer_FREEZER_MEMBER && freeze.By <= Freezer_FREEZER_OFFICER
		if !known || freeze.Until < 1 || freeze.AgainAt < freeze.Until || (i > 0 && freeze.By <= safety.Freezes[i-1].By) {
			c.report("the money of %s is frozen by %d until %d and again from %d", ref.Words(), freeze.By, freeze.Until, freeze.AgainAt)
		}
	}
}

// inOrder reports records of members that don't ascend.
func (c *stateCheck) inOrder(what string, last *MemberRef, ref MemberRef) {
	if ref.CoopId < last.CoopId || (ref.CoopId == last.CoopId && ref.MemberId <= last.MemberId) {
		c.report("%s %s is out of order", what, ref.Words())
	}
	*last = ref
}

// recoveries are of persons; what is settled has one proposal at most.
func (c *stateCheck) recoveries() {
	var last MemberRef
	for _, recovery := range c.state.Recoveries {
		ref := MemberRef{CoopId: recovery.CoopId, MemberId: recovery.MemberId}
		c.inOrder("the recovery of", &last, ref)
		member, found := c.member[ref]
		if !found || member.Kind != MemberKind_MEMBER_KIND_PERSON {
			c.report("a recovery is under way for %s, who does not exist or is no person", ref.Words())
		}
		if recovery.StartedAt < 0 || recovery.DueAt <= recovery.StartedAt || recovery.VetoedAt < 0 {
			c.report("the recovery of %s began at %d and is due at %d", ref.Words(), recovery.StartedAt, recovery.DueAt)
		}
		if recovery.Runs() && !isAddress(recovery.Address) {
			c.report("the recovery of %s is for %q, which is no address", ref.Words(), recovery.Address)
		}
		if recovery.VetoedAt != 0 && recovery.Road != RecoveryRoad_RECOVERY_ROAD_IN_PERSON {
			c.report("the recovery of %s goes on in spite of a veto", ref.Words())
		}
		switch recovery.Road {
		case RecoveryRoad_RECOVERY_ROAD_GUARDIANS:
			c.proposals(ref, recovery)
			if !recovery.Runs() && !member.HoldsPlace() {
				c.report("guardians propose a key for %s, who is no member now", ref.Words())
			}
		case RecoveryRoad_RECOVERY_ROAD_RESOLUTION, RecoveryRoad_RECOVERY_ROAD_IN_PERSON:
			if !recovery.Runs() || len(recovery.Proposals) > 0 {
				c.report("the recovery of %s was resolved without a new key, or guardians propose one", ref.Words())
			}
		default:
			c.report("the recovery of %s is on no road", ref.Words())
		}
	}
}

// proposals count each guardian once.
func (c *stateCheck) proposals(ref MemberRef, recovery Recovery) {
	var guardians []uint64
	var addresses []string
	for _, proposal := range recovery.Proposals {
		if !isAddress(proposal.Address) || len(proposal.Guardians) == 0 || slices.Contains(addresses, proposal.Address) {
			c.report("%q is proposed for %s by %d guardians", proposal.Address, ref.Words(), len(proposal.Guardians))
		}
		addresses = append(addresses, proposal.Address)
		for _, guardian := range proposal.Guardians {
			if slices.Contains(guardians, guardian) {
				c.report("guardian %d of %s is counted twice", guardian, ref.Words())
			}
			guardians = append(guardians, guardian)
		}
	}
	if len(guardians) == 0 || uint64(len(guardians)) > uint64(c.limits.MaxGuardians) ||
		(recovery.Runs() && !recovery.Proposes(recovery.Address)) {
		c.report("%d guardians propose keys for %s", len(guardians), ref.Words())
	}
}

// removals are of keys that members have.
func (c *stateCheck) removals() {
	var last storedKey
	keys := make(map[MemberRef][]string)
	for _, entry := range c.state.Keys {
		if !entry.Key.MoneyOnly {
			ref := MemberRef{CoopId: entry.CoopId, MemberId: entry.MemberId}
			keys[ref] = append(keys[ref], entry.Key.Address)
		}
	}
	for _, removal := range c.state.KeyRemovals {
		ref := MemberRef{CoopId: removal.CoopId, MemberId: removal.MemberId}
		account, err := AddressBytes(removal.Address)
		if err != nil || !slices.Contains(keys[ref], removal.Address) || !slices.Contains(keys[ref], removal.By) || removal.By == removal.Address {
			c.report("%s wants to remove %s from %s, and they are not both its keys", removal.By, removal.Address, ref.Words())
			continue
		}
		key := storedKey{ref: ref, account: account}
		if !last.before(key) || removal.DueAt < 1 {
			c.report("the removal of %s from %s is out of order, or due at %d", removal.Address, ref.Words(), removal.DueAt)
		}
		last = key
	}
}

// isAddress in its usual spelling.
func isAddress(text string) bool {
	account, err := AddressBytes(text)
	return err == nil && AddressText(account) == text
}
