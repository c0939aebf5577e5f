package keeper

import (
	"context"

	"github.com/coopledger/coopledger/x/membership/types"
)

// ConfirmDeath is the second officer's word on the record of a death: from now
// on its delay runs.
func (s msgServer) ConfirmDeath(ctx context.Context, msg *types.MsgConfirmDeath) (*types.MsgConfirmDeathResponse, error) {
	signer, err := s.signerBytes(msg.Signer)
	if err != nil {
		return nil, err
	}
	coop, err := s.GetCoop(ctx, msg.CoopId)
	if err != nil {
		return nil, err
	}
	officer, err := s.officerFor(ctx, signer, coop, types.PowerRegister)
	if err != nil {
		return nil, err
	}
	notice, err := s.findNotice(ctx, coop.Id, msg.MemberId, types.NoticeKind_NOTICE_KIND_DEATH)
	if err != nil {
		return nil, err
	}
	if notice.Due != 0 {
		return nil, types.ErrNoticeGiven.Wrapf("the record about member %d of %s needs no other confirmation; it takes effect on %s", notice.MemberId, coop.Slug, types.Date(notice.Due))
	}
	if officer == notice.RecordedBy || officer == notice.MemberId {
		return nil, types.ErrSecondOfficer.Wrapf("member %d recorded it, or is the one it is about; another officer with the power %q must confirm", officer, types.PowerRegister)
	}
	now, err := s.clock.Now(ctx)
	if err != nil {
		return nil, err
	}
	confirmed := notice
	confirmed.ConfirmedBy = officer
	if confirmed.Due, err = s.deathDue(ctx, coop, now); err != nil {
		return nil, err
	}
	err = s.changeNotice(ctx, notice, confirmed, types.NoticeChange_NOTICE_CHANGE_CONFIRMED)
	return &types.MsgConfirmDeathResponse{Due: confirmed.Due}, err
}
