package keeper

import (
	"context"

	"cosmossdk.io/collections"

	"github.com/coopledger/coopledger/x/membership/types"
)

// ConfirmInvitation is the second officer's word. One officer alone could
// otherwise take over the place of a member who has not come yet.
func (s msgServer) ConfirmInvitation(
	ctx context.Context, msg *types.MsgConfirmInvitation,
) (*types.MsgConfirmInvitationResponse, error) {
	coop, err := s.GetCoop(ctx, msg.CoopId)
	if err != nil {
		return nil, err
	}
	_, charter, err := s.GetCharter(ctx, coop.Id)
	if err != nil {
		return nil, err
	}
	now, err := s.clock.Now(ctx)
	if err != nil {
		return nil, err
	}
	invitation, err := s.openInvitation(ctx, coop, msg.Invitation, now)
	if err != nil {
		return nil, err
	}
	confirmer, err := s.inviter(ctx, msg.Officer, coop, charter, invitation)
	if err != nil {
		return nil, err
	}
	switch {
	case invitation.MemberId == 0 || invitation.Inviter == 0 || invitation.Confirmer != 0 || confirmer == 0:
		return nil, types.ErrInvalidInvitation.Wrap("only an officer's invitation to an existing place is confirmed, once, by another officer")
	case invitation.Inviter == confirmer:
		return nil, types.ErrNotAllowed.Wrapf("member %d made the invitation itself; another officer must confirm it", confirmer)
	}
	invitation.Confirmer = confirmer
	if err := s.Invitations.Set(ctx, collections.Join(coop.Id, invitation.PubKey), invitation); err != nil {
		return nil, err
	}
	return &types.MsgConfirmInvitationResponse{}, emit(ctx, &types.EventInvitationConfirmed{
		CoopId: coop.Id, PubKey: invitation.PubKey, Confirmer: confirmer,
	})
}
