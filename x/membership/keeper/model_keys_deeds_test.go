package keeper_test

import (
	"slices"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/coopledger/coopledger/x/membership/types"
)

// deeds are all messages about keys and invitations.
func (w *keysWalk) deeds() map[string]func() deed {
	return map[string]func() deed{
		"add a key": w.addIt, "remove a key": w.removeIt, "keep the key": w.keepIt, "set guardians": w.guard,
		"start": w.startIt, "support": w.supportIt, "veto": w.vetoIt, "recover": func() deed { return w.recoverIt(resolved) },
		"recover in person": func() deed { return w.recoverIt(inPerson) }, "stop": w.stopIt, "freeze": w.freezeIt,
		"invite": w.inviteIt, "confirm": w.confirmIt, "withdraw the invitation": w.uninvite, "claim": w.claimIt,
		"leave": w.leaveIt, "grant": w.grantIt, "revoke": w.revokeIt,
	}
}

func held(p *safePlace) bool { return p.here && len(p.keys) > 0 }

// proving is a place whose number a new key signs: now and then another.
func (w *keysWalk) proving(id uint64) uint64 {
	if w.once(6, "for another place") {
		return id + 1
	}
	return id
}

func (w *keysWalk) addIt() deed {
	by, name := w.signer(w.some(held).names()...), w.fresh()
	place, proved := w.who(by), uint64(1)
	if place != nil {
		proved = w.proving(place.id)
	}
	allowed := place != nil && proved == place.id && len(place.keys) < 3 && w.who(name) == nil
	return deed{&types.MsgAddKey{Signer: address(by), CoopId: north, Key: w.proof(name, "north", proved)}, allowed, func(any) {
		place.keys[name] = true
	}}
}

func (w *keysWalk) removeIt() deed {
	from := w.some(func(p *safePlace) bool { return len(p.keys) > 1 })
	by, which := w.signer(from.names()...), w.signer(from.names()...)
	place := w.who(by)
	allowed := place != nil && place.keys[which] && len(place.keys) > 1
	if allowed && by != which {
		_, waits := place.removals[which]
		allowed = !waits
	}
	return deed{&types.MsgRemoveKey{Signer: address(by), CoopId: north, Address: address(which)}, allowed, func(any) {
		if by == which {
			place.lose(by)
		} else {
			place.removals[which] = types.KeyRemoval{By: key(by), DueAt: w.now + week}
		}
	}}
}

func (w *keysWalk) keepIt() deed {
	var threatened []string
	for _, place := range w.places {
		for name := range place.removals {
			threatened = append(threatened, name)
		}
	}
	by := w.signer(threatened...)
	place := w.who(by)
	waits := false
	if place != nil {
		_, waits = place.removals[by]
	}
	return deed{&types.MsgKeepKey{Signer: address(by), CoopId: north}, waits, func(any) { delete(place.removals, by) }}
}

func (w *keysWalk) guard() deed {
	by := w.signer(w.some(held).names()...)
	guardians := rapid.SliceOfN(rapid.Uint64Range(1, uint64(len(w.places))), 0, 5).Draw(w.draw, "guardians")
	slices.Sort(guardians)
	if !w.once(4, "as drawn") {
		guardians = slices.Compact(guardians)
	}
	set := types.GuardianSet{Members: guardians, Needed: rapid.SampledFrom([]uint32{2, 3, 0, 1}).Draw(w.draw, "needed")}
	place := w.who(by)
	allowed := place != nil && ((len(guardians) == 0 && set.Needed == 0) || (set.Needed >= 2 && int(set.Needed) <= len(guardians)))
	for i, id := range guardians {
		allowed = allowed && w.place(id).here && id != place.id && (i == 0 || id > guardians[i-1])
	}
	return deed{&types.MsgSetGuardians{Signer: address(by), CoopId: north, Guardians: guardians, Needed: set.Needed}, allowed, func(any) {
		place.next, place.nextAt = set, w.now+week
	}}
}

func (w *keysWalk) startIt() deed {
	place := w.some(func(p *safePlace) bool { return p.guardians.Needed > 0 && !p.runs() && !p.closed[byGuardians] })
	by, name, proved := w.signer(w.guardiansOf(place)...), w.fresh(), w.proving(place.id)
	message := &types.MsgStartRecovery{Guardian: address(by), CoopId: north, MemberId: place.id, Key: w.proof(name, "north", proved)}
	allowed := w.isGuardian(place, by) && len(place.keys) > 0 && !place.closed[byGuardians] && !place.runs() &&
		proved == place.id && w.mayHave(place, name)
	return deed{message, allowed, func(any) { w.want(place, w.who(by).id, name) }}
}

func (w *keysWalk) supportIt() deed {
	place := w.some(func(p *safePlace) bool { return p.recovery != nil && !p.runs() })
	by, name := w.signer(w.guardiansOf(place)...), w.name()
	if place.recovery != nil && !w.once(4, "any key") {
		var proposed []string
		for _, wanted := range place.recovery.wanted {
			proposed = append(proposed, wanted)
		}
		name = w.signer(proposed...)
	}
	message := &types.MsgSupportRecovery{Guardian: address(by), CoopId: north, MemberId: place.id, Address: address(name)}
	allowed := w.isGuardian(place, by) && !place.closed[byGuardians] && place.recovery != nil && !place.runs() && place.proposes(name)
	return deed{message, allowed, func(any) { w.want(place, w.who(by).id, name) }}
}

// vetoIt is any key of the member, of a former one too.
func (w *keysWalk) vetoIt() deed {
	place := w.some((*safePlace).runs)
	by := w.signer(place.names()...)
	message := &types.MsgVetoRecovery{Signer: address(by), CoopId: north, MemberId: place.id}
	return deed{message, place.runs() && place.keys[by] && !place.recovery.vetoed, func(any) {
		if place.recovery.road == inPerson {
			place.recovery.vetoed = true
			return
		}
		place.closed[place.recovery.road], place.recovery = true, nil
	}}
}

func (w *keysWalk) recoverIt(road types.RecoveryRoad) deed {
	place := w.some(func(p *safePlace) bool { return (len(p.closed) > 0) == (road == inPerson) && len(p.keys) > 0 })
	by, name, proved := w.signer(coop), w.fresh(), w.proving(place.id)
	proof := w.proof(name, "north", proved)
	var message sdk.Msg = &types.MsgRecover{Authority: address(by), CoopId: north, MemberId: place.id, Key: proof}
	allowed := by == coop && len(place.keys) > 0 && !place.closed[road] && !place.runs() && w.byCoop() == 0 &&
		proved == place.id && w.mayHave(place, name)
	due := w.now + week
	if road == inPerson {
		message = &types.MsgRecoverInPerson{Authority: address(by), CoopId: north, MemberId: place.id, Key: proof}
		allowed, due = allowed && len(place.closed) > 0, w.now+4*week
	}
	return deed{message, allowed, func(any) { place.recovery = &safeRecovery{road: road, key: name, due: due} }}
}

func (w *keysWalk) stopIt() deed {
	byCoop := func(p *safePlace) bool { return p.recovery != nil && p.recovery.road != byGuardians }
	place, by := w.some(byCoop), w.signer(coop)
	return deed{&types.MsgStopRecovery{Authority: address(by), CoopId: north, MemberId: place.id}, by == coop && byCoop(place), func(any) {
		place.recovery = nil
	}}
}

// freezeIt is by one of three sides, each of which must rest afterwards.
func (w *keysWalk) freezeIt() deed {
	place := w.some(func(p *safePlace) bool { return len(p.freezes) == 0 })
	by := w.signer(append(append(w.officers(types.PowerFreeze), place.names()...), w.guardiansOf(place)...)...)
	side := types.Freezer(0)
	switch {
	case place.keys[by]:
		side = types.Freezer_FREEZER_MEMBER
	case w.isGuardian(place, by):
		side = types.Freezer_FREEZER_GUARDIAN
	case w.officer(by, types.PowerFreeze):
		side = types.Freezer_FREEZER_OFFICER
	}
	allowed := side != 0 && w.place(place.id) != nil && place.freezes[side].AgainAt <= w.now
	return deed{&types.MsgFreeze{Signer: address(by), CoopId: north, MemberId: place.id}, allowed, func(any) {
		place.freezes[side] = types.Freeze{Until: w.now + week, AgainAt: w.now + 4*week}
	}}
}

func (w *keysWalk) inviteIt() deed {
	by, name := w.signer(w.officers(types.PowerAdmit)...), rapid.SampledFrom(invitationNames).Draw(w.draw, "invitation")
	message := w.invite(name, address(by))
	allowed := (by == coop || w.officer(by, types.PowerAdmit)) && w.invitations[name] == nil
	invitation := &types.Invitation{CoopId: north, PubKey: message.Invitation, ClassId: 1}
	if !w.once(3, "a new place") {
		place := w.some(func(p *safePlace) bool { return p.here && len(p.keys) == 0 })
		message.Class, message.MemberId = "", place.id
		invitation.ClassId, invitation.MemberId = 0, place.id
		allowed = allowed && place.here && len(place.keys) == 0
	}
	if w.once(8, "for too long") {
		message.ExpiresAt += 30 * day
		allowed = false
	}
	invitation.ExpiresAt = message.ExpiresAt
	if officer := w.who(by); officer != nil {
		invitation.Inviter = officer.id
	}
	return deed{message, allowed, func(any) { w.invitations[name] = invitation }}
}

// open is an invitation's name, mostly of one that is open.
func (w *keysWalk) open(what string) (string, *types.Invitation) {
	var names []string
	for name := range w.invitations {
		names = append(names, name)
	}
	if len(names) == 0 || w.once(6, what) {
		names = slices.Clone(invitationNames)
	}
	slices.Sort(names)
	name := rapid.SampledFrom(names).Draw(w.draw, "invitation")
	return name, w.invitations[name]
}

// confirmIt is by a second officer, for a place that exists.
func (w *keysWalk) confirmIt() deed {
	by := w.signer(w.officers(types.PowerAdmit)...)
	name, invitation := w.open("any to confirm")
	allowed := invitation != nil && w.officer(by, types.PowerAdmit) && invitation.MemberId != 0 && invitation.Inviter != 0 &&
		invitation.Confirmer == 0 && invitation.Inviter != w.who(by).id
	return deed{&types.MsgConfirmInvitation{Officer: address(by), CoopId: north, Invitation: invitationKey(name)}, allowed, func(any) {
		invitation.Confirmer = w.who(by).id
	}}
}

func (w *keysWalk) uninvite() deed {
	by := w.signer(w.officers(types.PowerAdmit)...)
	name, invitation := w.open("any to withdraw")
	allowed := invitation != nil && (by == coop || w.officer(by, types.PowerAdmit))
	return deed{&types.MsgWithdrawInvitation{Authority: address(by), CoopId: north, Invitation: invitationKey(name)}, allowed, func(any) {
		delete(w.invitations, name)
	}}
}

// claimIt needs the officers who stand by it, and a key that is nobody's.
func (w *keysWalk) claimIt() deed {
	name, invitation := w.open("any to claim")
	newKey, proved := w.fresh(), uint64(0)
	allowed := invitation != nil && w.who(newKey) == nil
	if invitation != nil {
		proved = w.proving(invitation.MemberId)
		stand := func(id uint64) bool { return w.place(id) != nil && w.place(id).powers[types.PowerAdmit] }
		allowed = allowed && proved == invitation.MemberId && (invitation.Inviter == 0 ||
			(stand(invitation.Inviter) && (invitation.MemberId == 0 || stand(invitation.Confirmer))))
		if place := w.place(invitation.MemberId); place != nil {
			allowed = allowed && place.here && len(place.keys) == 0
		}
	}
	message := w.claim(name, newKey, proved)
	if w.once(8, "another's signature") {
		message.Signature, allowed = w.claim("other", newKey, proved).Signature, false
	}
	return deed{message, allowed, func(response any) {
		delete(w.invitations, name)
		place := w.place(invitation.MemberId)
		if place == nil {
			place = w.add()
		}
		place.keys[newKey] = true
		require.Equal(w.t, place.id, response.(*types.MsgClaimResponse).MemberId)
		// The block ends, too: between blocks no claim is counted.
		w.elapse(0)
		w.tick(w.clock.Seconds, w.clock.Quiet)
	}}
}

func (w *keysWalk) leaveIt() deed {
	by := w.signer(stranger, w.name())
	place := w.who(by)
	return deed{&types.MsgLeave{Signer: address(by), CoopId: north}, place != nil, func(any) { place.leave() }}
}

func (w *keysWalk) power() string {
	return rapid.SampledFrom([]string{types.PowerAdmit, types.PowerFreeze}).Draw(w.draw, "power")
}

func (w *keysWalk) grantIt() deed {
	by, power, place := w.signer(coop), w.power(), w.some(held)
	message := &types.MsgGrantPower{Authority: address(by), CoopId: north, MemberId: place.id, Power: power, TermSeconds: 1_400 * day}
	return deed{message, by == coop && place.here, func(any) { place.powers[power] = true }}
}

func (w *keysWalk) revokeIt() deed {
	by, power, place := w.signer(coop), w.power(), w.some(held)
	message := &types.MsgRevokePower{Authority: address(by), CoopId: north, MemberId: place.id, Power: power}
	return deed{message, by == coop && place.powers[power], func(any) { delete(place.powers, power) }}
}
