package keeper

import (
	"context"

	"cosmossdk.io/collections"

	"github.com/coopledger/coopledger/x/membership/types"
)

// Invite offers a place, once, to whoever holds the invitation's private key: a
// new place in a class, or an existing one that has no key.
func (s msgServer) Invite(ctx context.Context, msg *types.MsgInvite) (*types.MsgInviteResponse, error) {
	coop, err := s.GetCoop(ctx, msg.CoopId)
	if err != nil {
		return nil, err
	}
	_, charter, err := s.GetCharter(ctx, coop.Id)
	if err != nil {
		return nil, err
	}
	invitation := types.Invitation{
		CoopId: coop.Id, PubKey: msg.Invitation, MemberId: msg.MemberId, ExpiresAt: msg.ExpiresAt,
	}
	if invitation.ClassId, err = s.offered(ctx, coop, charter, msg); err != nil {
		return nil, err
	}
	if invitation.Inviter, err = s.inviter(ctx, msg.Authority, coop, charter, invitation); err != nil {
		return nil, err
	}
	params, err := s.GetParams(ctx)
	if err != nil {
		return nil, err
	}
	if err := s.newInvitation(ctx, coop, invitation, params); err != nil {
		return nil, err
	}
	used := types.Grant{}
	if invitation.MemberId == 0 {
		if used, err = s.oneMore(ctx, coop, invitation.Inviter, types.PowerAdmit, invitation.ClassId); err != nil {
			return nil, err
		}
	}
	if err := s.storeInvitation(ctx, invitation); err != nil {
		return nil, err
	}
	if err := emit(ctx, &types.EventInvitationMade{
		CoopId: coop.Id, PubKey: invitation.PubKey, ClassId: invitation.ClassId,
		MemberId: invitation.MemberId, Inviter: invitation.Inviter, ExpiresAt: invitation.ExpiresAt,
	}); err != nil {
		return nil, err
	}
	return &types.MsgInviteResponse{}, s.noteUse(ctx, used)
}

// inviter is the number of the officer who invites; 0 for the co-op itself.
func (k *Keeper) inviter(
	ctx context.Context, authority string, coop types.Coop, charter types.Charter, invitation types.Invitation,
) (uint64, error) {
	class, err := k.classFor(ctx, charter, invitation)
	if err != nil {
		return 0, err
	}
	officer, err := k.mayAdmit(ctx, authority, coop, charter.Policy(class))
	if err != nil {
		return 0, err
	}
	_, err = k.covering(ctx, coop, officer, types.PowerAdmit, class.Id)
	return officer, err
}

// classFor is the class of the place that an invitation offers.
func (k *Keeper) classFor(ctx context.Context, charter types.Charter, invitation types.Invitation) (types.Class, error) {
	classID := invitation.ClassId
	if invitation.MemberId != 0 {
		member, err := k.GetMember(ctx, invitation.CoopId, invitation.MemberId)
		if err != nil {
			return types.Class{}, err
		}
		classID = member.ClassId
	}
	return charter.Class(classID)
}

// offered says in which class the new place is; 0 for one that exists already.
func (k *Keeper) offered(ctx context.Context, coop types.Coop, charter types.Charter, msg *types.MsgInvite) (uint32, error) {
	if (msg.Class == "") == (msg.MemberId == 0) {
		return 0, types.ErrInvalidInvitation.Wrap("an invitation is either for a new place in a class or for an existing one; give a class or a member's number")
	}
	if msg.MemberId != 0 {
		_, err := k.unclaimedPlace(ctx, coop, msg.MemberId)
		return 0, err
	}
	class, err := charter.ClassByName(msg.Class)
	if err != nil {
		return 0, err
	}
	return class.Id, class.Takes(types.MemberKind_MEMBER_KIND_PERSON)
}

// newInvitation refuses keys that are none or used, times that are too long,
// and one invitation too many.
func (k *Keeper) newInvitation(ctx context.Context, coop types.Coop, invitation types.Invitation, params types.Params) error {
	if _, err := types.InvitationKey(invitation.PubKey); err != nil {
		return err
	}
	used, err := k.Invitations.Has(ctx, collections.Join(coop.Id, invitation.PubKey))
	if err != nil {
		return err
	}
	if used {
		return types.ErrInvalidInvitation.Wrapf("%s has an invitation %x already; make a new key for each", coop.Slug, invitation.PubKey)
	}
	now, err := k.clock.Now(ctx)
	if err != nil {
		return err
	}
	if invitation.ExpiresAt <= now || uint64(invitation.ExpiresAt-now) > params.MaxProofLifetimeSeconds {
		return types.ErrInvalidInvitation.Wrapf("it ends on %s and it is %s; it must end later than that, by at most %s",
			types.Date(invitation.ExpiresAt), types.Date(now), types.Duration(params.MaxProofLifetimeSeconds))
	}
	return k.roomForInvitation(ctx, coop, invitation.Inviter, params)
}
