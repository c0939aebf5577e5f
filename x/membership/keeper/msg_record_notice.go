package keeper

import (
	"context"

	"github.com/coopledger/coopledger/x/membership/types"
)

// RecordNotice records that the charge reached the member, with evidence. Who
// charges can't say so itself: it could shorten the member's time to reply.
func (s msgServer) RecordNotice(ctx context.Context, msg *types.MsgRecordNotice) (*types.MsgRecordNoticeResponse, error) {
	coop, officer, err := s.byCoopOrOfficer(ctx, msg.Authority, msg.CoopId, types.PowerCharge, "record a notice")
	if err != nil {
		return nil, err
	}
	c, err := s.caseIn(ctx, coop.Id, msg.CaseId, "record the notice", types.CaseStage_CASE_STAGE_CHARGED)
	if err != nil {
		return nil, err
	}
	if err := s.notOver(ctx, c, "record the notice"); err != nil {
		return nil, err
	}
	if err := notByCharger(c, officer); err != nil {
		return nil, err
	}
	if err := types.ValidateHash("evidence", msg.EvidenceSha256); err != nil {
		return nil, err
	}
	now, err := s.clock.Now(ctx)
	if err != nil {
		return nil, err
	}
	return &types.MsgRecordNoticeResponse{}, s.deliver(ctx, &c, now, msg.EvidenceSha256)
}
