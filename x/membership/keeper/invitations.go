package keeper

import (
	"context"
	"errors"

	"cosmossdk.io/collections"

	"github.com/coopledger/coopledger/x/membership/types"
)

// openInvitation finds an invitation that can still be claimed.
func (k *Keeper) openInvitation(ctx context.Context, coop types.Coop, key []byte, now int64) (types.Invitation, error) {
	invitation, err := k.Invitations.Get(ctx, collections.Join(coop.Id, key))
	if errors.Is(err, collections.ErrNotFound) {
		return invitation, types.ErrNoInvitation.Wrapf("%s has no open invitation %x: it was never made, or is claimed, withdrawn or expired; ask for a new one", coop.Slug, key)
	}
	if err != nil {
		return invitation, err
	}
	if invitation.ExpiresAt <= now {
		return invitation, types.ErrInvitationExpired.Wrapf("the invitation ended on %s and it is %s; ask for a new one", types.Date(invitation.ExpiresAt), types.Date(now))
	}
	return invitation, nil
}

// storeInvitation puts a new one into its lists and counts it.
func (k *Keeper) storeInvitation(ctx context.Context, invitation types.Invitation) error {
	key := collections.Join(invitation.CoopId, invitation.PubKey)
	if err := k.Invitations.Set(ctx, key, invitation); err != nil {
		return err
	}
	if err := k.InvitationExpires.Set(ctx, collections.Join3(invitation.ExpiresAt, invitation.CoopId, invitation.PubKey)); err != nil {
		return err
	}
	return k.countInvitation(ctx, invitation, true)
}

// endInvitation takes it out of its lists for good. Member is whose place was
// claimed with it; 0 if it was withdrawn or has expired.
func (k *Keeper) endInvitation(ctx context.Context, invitation types.Invitation, memberID uint64) error {
	if err := k.Invitations.Remove(ctx, collections.Join(invitation.CoopId, invitation.PubKey)); err != nil {
		return err
	}
	if err := k.InvitationExpires.Remove(ctx, collections.Join3(invitation.ExpiresAt, invitation.CoopId, invitation.PubKey)); err != nil {
		return err
	}
	if err := k.countInvitation(ctx, invitation, false); err != nil {
		return err
	}
	return emit(ctx, &types.EventInvitationEnded{CoopId: invitation.CoopId, PubKey: invitation.PubKey, MemberId: memberID})
}

// countInvitation counts for the co-op (member 0) and for the officer who invited.
func (k *Keeper) countInvitation(ctx context.Context, invitation types.Invitation, in bool) error {
	counters := []uint64{0}
	if invitation.Inviter != 0 {
		counters = append(counters, invitation.Inviter)
	}
	for _, memberID := range counters {
		if err := countUpOrDown(ctx, k.InvitationCounts, collections.Join(invitation.CoopId, memberID), in); err != nil {
			return err
		}
	}
	return nil
}

// countUpOrDown keeps a counter that is only stored while it isn't zero.
func countUpOrDown[K any](ctx context.Context, counts collections.Map[K, uint64], key K, up bool) error {
	count, err := countAt(ctx, counts, key)
	if err != nil {
		return err
	}
	switch {
	case up:
		return counts.Set(ctx, key, count+1)
	case count == 0:
		return types.ErrBroken.Wrap("a counter would fall below zero")
	case count == 1:
		return counts.Remove(ctx, key)
	default:
		return counts.Set(ctx, key, count-1)
	}
}

func countAt[K any](ctx context.Context, counts collections.Map[K, uint64], key K) (uint64, error) {
	count, err := counts.Get(ctx, key)
	if errors.Is(err, collections.ErrNotFound) {
		return 0, nil
	}
	return count, err
}

// roomForInvitation refuses one more than the limits.
func (k *Keeper) roomForInvitation(ctx context.Context, coop types.Coop, inviter uint64, params types.Params) error {
	open, err := countAt(ctx, k.InvitationCounts, collections.Join(coop.Id, uint64(0)))
	if err != nil {
		return err
	}
	if open >= uint64(params.MaxInvitationsPerCoop) {
		return types.ErrTooManyInvitations.Wrapf("%s has %d open invitations, of at most %d; withdraw some, or wait until they are claimed or end",
			coop.Slug, open, params.MaxInvitationsPerCoop)
	}
	if inviter == 0 {
		return nil
	}
	open, err = countAt(ctx, k.InvitationCounts, collections.Join(coop.Id, inviter))
	if err != nil {
		return err
	}
	if open >= uint64(params.MaxInvitationsPerOfficer) {
		return types.ErrTooManyInvitations.Wrapf("member %d has %d open invitations, of at most %d an officer; withdraw some, or wait until they are claimed or end",
			inviter, open, params.MaxInvitationsPerOfficer)
	}
	return nil
}

// unclaimedPlace refuses to invite for a place that somebody acts for, or nobody can.
func (k *Keeper) unclaimedPlace(ctx context.Context, coop types.Coop, memberID uint64) (types.Member, error) {
	member, err := k.GetMember(ctx, coop.Id, memberID)
	if err != nil {
		return member, err
	}
	switch {
	case !member.HoldsPlace():
		return member, types.ErrWrongState.Wrapf("member %d of %s is %s; nobody can take its place", memberID, coop.Slug, member.State.Word())
	case member.Kind != types.MemberKind_MEMBER_KIND_PERSON:
		return member, types.ErrMemberCoopKeys.Wrapf("member %d of %s is co-op %d, which acts through its account alone", memberID, coop.Slug, member.MemberCoopId)
	case member.KeyCount > 0:
		return member, types.ErrHasKey.Wrapf("member %d of %s has %d keys; only a place without a key can be claimed (see: coopd tx membership start-recovery)",
			memberID, coop.Slug, member.KeyCount)
	}
	return member, nil
}

// officersStandBy refuses an invitation whose officers have lost the power since,
// or hold it for other classes now.
func (k *Keeper) officersStandBy(ctx context.Context, coop types.Coop, charter types.Charter, invitation types.Invitation) error {
	if invitation.Inviter == 0 {
		return nil
	}
	if invitation.MemberId != 0 && invitation.Confirmer == 0 {
		return types.ErrNotConfirmed.Wrapf("the place of member %d exists already, so a second officer must confirm: coopd tx membership confirm-invitation %s %x",
			invitation.MemberId, coop.Slug, invitation.PubKey)
	}
	class, err := k.classFor(ctx, charter, invitation)
	if err != nil {
		return err
	}
	if charter.Policy(class) != types.AdmissionPolicy_ADMISSION_POLICY_OFFICER {
		return types.ErrNotAllowed.Wrapf("officers of %s no longer admit to this class; ask the members to resolve it", coop.Slug)
	}
	officers := []uint64{invitation.Inviter}
	if invitation.Confirmer != 0 {
		officers = append(officers, invitation.Confirmer)
	}
	for _, officer := range officers {
		holds, err := k.HasPower(ctx, coop.Id, officer, types.PowerAdmit)
		if err != nil {
			return err
		}
		if !holds {
			return types.ErrNotAllowed.Wrapf("member %d of %s, who stands by the invitation, does not hold the power %q any more; ask another officer for a new one",
				officer, coop.Slug, types.PowerAdmit)
		}
		if _, err := k.covering(ctx, coop, officer, types.PowerAdmit, class.Id); err != nil {
			return err
		}
	}
	return nil
}
