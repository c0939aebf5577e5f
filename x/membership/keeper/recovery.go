package keeper

import (
	"context"
	"errors"

	"cosmossdk.io/collections"

	"github.com/coopledger/coopledger/x/membership/types"
)

// recoveryOf finds the recovery that is under way for a member.
func (k *Keeper) recoveryOf(ctx context.Context, coopID, memberID uint64) (types.Recovery, bool, error) {
	recovery, err := k.Recoveries.Get(ctx, collections.Join(coopID, memberID))
	if errors.Is(err, collections.ErrNotFound) {
		return types.Recovery{}, false, nil
	}
	return recovery, err == nil, err
}

// recoverable finds a person, member or former member, whose keys can be replaced.
func (k *Keeper) recoverable(ctx context.Context, coop types.Coop, memberID uint64) (types.Member, error) {
	member, err := k.GetMember(ctx, coop.Id, memberID)
	if err != nil {
		return member, err
	}
	if member.Kind != types.MemberKind_MEMBER_KIND_PERSON {
		return member, types.ErrMemberCoopKeys.Wrapf("member %d of %s is co-op %d, which acts through its account alone: there is nothing to recover",
			memberID, coop.Slug, member.MemberCoopId)
	}
	keys, err := k.keysOf(ctx, coop.Id, memberID)
	if err != nil {
		return member, err
	}
	if len(keys) == 0 {
		return member, types.ErrWrongState.Wrapf("member %d of %s has had no key yet; invite it instead: coopd tx membership invite", memberID, coop.Slug)
	}
	return member, nil
}

// openRoad refuses a road that the charter does not have or a veto has ended.
func (k *Keeper) openRoad(
	policy types.RecoveryPolicy, coop types.Coop, safety types.KeySafety, road types.RecoveryRoad,
) error {
	if policy.DelaySeconds(road) == 0 {
		return types.ErrNotInCharter.Wrapf("the charter of %s has no %s", coop.Slug, road.Word())
	}
	if safety.IsClosed(road) {
		return types.ErrRoadClosed.Wrapf("a key of member %d of %s has objected to %s, which ended that road; the members can resolve a recovery in person",
			safety.MemberId, coop.Slug, road.Word())
	}
	return nil
}

// storeRecovery keeps it and the order in which recoveries are due.
func (k *Keeper) storeRecovery(ctx context.Context, recovery types.Recovery) error {
	if err := k.Recoveries.Set(ctx, collections.Join(recovery.CoopId, recovery.MemberId), recovery); err != nil {
		return err
	}
	return k.KeyDeadlines.Set(ctx, recoveryDue(recovery))
}

func recoveryDue(r types.Recovery) keyDeadline {
	return collections.Join4(r.DueAt, r.CoopId, r.MemberId, matterRecovery)
}

// byResolution says that the co-op's own recoveries are counted.
func byResolution(road types.RecoveryRoad) bool {
	return road == types.RecoveryRoad_RECOVERY_ROAD_RESOLUTION || road == types.RecoveryRoad_RECOVERY_ROAD_IN_PERSON
}

// dropRecovery ends a recovery, if there is one: the member keeps its keys.
func (k *Keeper) dropRecovery(ctx context.Context, coopID, memberID uint64) error {
	recovery, found, err := k.recoveryOf(ctx, coopID, memberID)
	if err != nil || !found {
		return err
	}
	return k.takeOffRecovery(ctx, recovery, false)
}

// dropUnsettled ends what guardians propose and have not settled.
func (k *Keeper) dropUnsettled(ctx context.Context, coopID, memberID uint64) error {
	recovery, found, err := k.recoveryOf(ctx, coopID, memberID)
	if err != nil || !found || recovery.Runs() {
		return err
	}
	return k.takeOffRecovery(ctx, recovery, false)
}

func (k *Keeper) takeOffRecovery(ctx context.Context, recovery types.Recovery, recovered bool) error {
	if err := k.Recoveries.Remove(ctx, collections.Join(recovery.CoopId, recovery.MemberId)); err != nil {
		return err
	}
	if err := k.KeyDeadlines.Remove(ctx, recoveryDue(recovery)); err != nil {
		return err
	}
	if byResolution(recovery.Road) {
		if err := countUpOrDown(ctx, k.RecoveryCounts, recovery.CoopId, false); err != nil {
			return err
		}
	}
	return emit(ctx, &types.EventRecoveryEnded{
		CoopId: recovery.CoopId, MemberId: recovery.MemberId, Road: recovery.Road,
		Recovered: recovered, Address: recovery.Address,
	})
}

// endRecovery gives the member its new key when the time for vetoes is over. A
// recovery that too few guardians supported lapses, and so does one whose new
// key has become another member's meanwhile.
func (k *Keeper) endRecovery(ctx context.Context, coopID, memberID uint64, now int64) error {
	recovery, found, err := k.recoveryOf(ctx, coopID, memberID)
	if err != nil {
		return err
	}
	if !found {
		return types.ErrBroken.Wrapf("no recovery is under way for member %d of co-op %d", memberID, coopID)
	}
	if !recovery.Runs() {
		return k.takeOffRecovery(ctx, recovery, false)
	}
	key, err := types.AddressBytes(recovery.Address)
	if err != nil {
		return err
	}
	coop, err := k.GetCoop(ctx, coopID)
	if err != nil {
		return err
	}
	member, err := k.GetMember(ctx, coopID, memberID)
	if err != nil {
		return err
	}
	if err := k.keyMayReplace(ctx, coop, member, key); errors.Is(err, types.ErrKeyTaken) {
		return k.takeOffRecovery(ctx, recovery, false)
	} else if err != nil {
		return err
	}
	if err := k.takeOffRecovery(ctx, recovery, true); err != nil {
		return err
	}
	if err := k.replaceKeys(ctx, member, key, now); err != nil {
		return err
	}
	return k.afterRecovery(ctx, recovery)
}

// afterRecovery undoes what a thief may have set in motion: guardians it
// chose. A recovery in person opens the roads again that vetoes had closed.
func (k *Keeper) afterRecovery(ctx context.Context, recovery types.Recovery) error {
	if err := k.dropNextGuardians(ctx, recovery.CoopId, recovery.MemberId); err != nil {
		return err
	}
	if recovery.Road != types.RecoveryRoad_RECOVERY_ROAD_IN_PERSON {
		return nil
	}
	safety, err := k.safetyOf(ctx, recovery.CoopId, recovery.MemberId)
	if err != nil {
		return err
	}
	safety.ClosedRoads = nil
	return k.storeSafety(ctx, safety)
}

// guardianOf finds the member whose guardian signs, and the guardian's number.
func (k *Keeper) guardianOf(
	ctx context.Context, signer string, coop types.Coop, memberID uint64,
) (types.KeySafety, uint64, error) {
	account, err := k.signerBytes(signer)
	if err != nil {
		return types.KeySafety{}, 0, err
	}
	guardian, err := k.MemberByKey(ctx, coop.Id, account)
	if err != nil {
		return types.KeySafety{}, 0, err
	}
	safety, err := k.safetyOf(ctx, coop.Id, memberID)
	if err != nil {
		return types.KeySafety{}, 0, err
	}
	if !safety.Guardians.Has(guardian.MemberId) {
		return types.KeySafety{}, 0, types.ErrNotGuardian.Wrapf("member %d is not among the guardians of member %d of %s; see: coopd q membership guardians %s %d",
			guardian.MemberId, memberID, coop.Slug, coop.Slug, memberID)
	}
	if !guardian.TakesPart() {
		return types.KeySafety{}, 0, types.ErrWrongState.Wrapf("guardian %d is %s; another guardian must act", guardian.MemberId, guardian.State.Word())
	}
	return safety, guardian.MemberId, nil
}

// settle begins the time for vetoes.
func (k *Keeper) settle(ctx context.Context, recovery types.Recovery) error {
	if err := k.storeRecovery(ctx, recovery); err != nil {
		return err
	}
	return emit(ctx, &types.EventRecoveryRuns{
		CoopId: recovery.CoopId, MemberId: recovery.MemberId, Road: recovery.Road,
		Address: recovery.Address, DueAt: recovery.DueAt,
	})
}

// keyMayReplace refuses a new key that acts for somebody else. One of the
// member's own is fine: it may want to be rid of the others; and a thief, who
// can read the new key's proof on chain, could make it one with add-key. A former
// member's key for its money may act for another place, where it joined anew.
func (k *Keeper) keyMayReplace(ctx context.Context, coop types.Coop, member types.Member, key []byte) error {
	if !member.HoldsPlace() {
		return k.keyIsPersons(ctx, key)
	}
	own, err := k.Keys.Has(ctx, collections.Join3(coop.Id, member.MemberId, key))
	if err != nil || own {
		return err
	}
	return k.keyIsFree(ctx, coop, key)
}

// recoveryProofIsFresh refuses to let guardians propose a key by a proof that was
// used before, for a key since removed perhaps. A key that is the member's own has
// used its proof up to become that.
func (k *Keeper) recoveryProofIsFresh(ctx context.Context, coop types.Coop, member types.Member, proof types.KeyProof) error {
	key, err := proof.Account()
	if err != nil {
		return err
	}
	own, err := k.Keys.Has(ctx, collections.Join3(coop.Id, member.MemberId, key))
	if err != nil || own {
		return err
	}
	return k.proofIsFresh(ctx, usedProof(proof.ExpiresAt, coop.Id, member.MemberId, key), coop)
}

// newKeyFor verifies the new key of a recovery.
func (k *Keeper) newKeyFor(ctx context.Context, coop types.Coop, member types.Member, proof types.KeyProof) (string, error) {
	params, err := k.GetParams(ctx)
	if err != nil {
		return "", err
	}
	key, err := k.agreeingKey(ctx, proof, coop, member.MemberId, params)
	if err != nil {
		return "", err
	}
	return types.AddressText(key), k.keyMayReplace(ctx, coop, member, key)
}
