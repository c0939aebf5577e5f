package keeper

import (
	"context"

	"github.com/coopledger/coopledger/x/membership/types"
)

// RecordDeath records that a member has died, or that a body exists no longer.
// The members' record takes effect after a delay; an officer's first needs
// another officer's word. Any key of the member vetoes it meanwhile.
func (s msgServer) RecordDeath(ctx context.Context, msg *types.MsgRecordDeath) (*types.MsgRecordDeathResponse, error) {
	coop, err := s.GetCoop(ctx, msg.CoopId)
	if err != nil {
		return nil, err
	}
	officer, err := s.decider(ctx, msg.Authority, coop, types.PowerRegister)
	if err != nil {
		return nil, err
	}
	member, err := s.holdsPlace(ctx, coop, msg.MemberId)
	if err != nil {
		return nil, err
	}
	if member.Kind == types.MemberKind_MEMBER_KIND_COOP && !msg.Dissolved {
		return nil, types.ErrInvalidPlace.Wrapf("member %d of %s is a co-op; record that it is dissolved", member.MemberId, coop.Slug)
	}
	if member.Holders > 1 && officer != 0 {
		return nil, types.ErrInvalidPlace.Wrapf("%d persons hold the place of member %d of %s together and those who live keep it; remove the key of who died, or let the members decide",
			member.Holders, member.MemberId, coop.Slug)
	}
	if err := types.ValidateDocumentHash(msg.DocumentSha256); err != nil {
		return nil, err
	}
	notice, err := s.newNotice(ctx, member, types.NoticeKind_NOTICE_KIND_DEATH)
	if err != nil {
		return nil, err
	}
	if msg.Representative != "" {
		account, err := s.trusteeAddress(ctx, msg.Representative)
		if err != nil {
			return nil, err
		}
		notice.Representative = types.AddressText(account)
	}
	notice.RecordedBy, notice.DocumentSha256, notice.Dissolved = officer, msg.DocumentSha256, msg.Dissolved
	if officer == 0 {
		if notice.Due, err = s.deathDue(ctx, coop, notice.RecordedAt); err != nil {
			return nil, err
		}
	}
	return &types.MsgRecordDeathResponse{}, s.giveNotice(ctx, notice)
}

// deathDue is when a record that begins to count now takes effect.
func (k *Keeper) deathDue(ctx context.Context, coop types.Coop, now int64) (int64, error) {
	_, charter, err := k.GetCharter(ctx, coop.Id)
	if err != nil {
		return 0, err
	}
	params, err := k.GetParams(ctx)
	return now + int64(charter.MembershipTerms().DeathDelay(params)), err
}
