package keeper

import (
	"context"

	"github.com/coopledger/coopledger/x/membership/types"
)

// ReplyToCharge is the member's reply. With it the body can decide; until it
// has, a later reply replaces the one before. Who replies has the charge.
func (s msgServer) ReplyToCharge(ctx context.Context, msg *types.MsgReplyToCharge) (*types.MsgReplyToChargeResponse, error) {
	c, err := s.caseIn(ctx, msg.CoopId, msg.CaseId, "reply to the charge",
		types.CaseStage_CASE_STAGE_CHARGED, types.CaseStage_CASE_STAGE_REPLY, types.CaseStage_CASE_STAGE_DECIDING)
	if err != nil {
		return nil, err
	}
	if _, err := s.chargedMember(ctx, msg.Signer, c); err != nil {
		return nil, err
	}
	if err := types.ValidateHash("reply", msg.ReplySha256); err != nil {
		return nil, err
	}
	now, err := s.clock.Now(ctx)
	if err != nil {
		return nil, err
	}
	c.RepliedAt, c.ReplySha256 = now, msg.ReplySha256
	if c.DeliveredAt == 0 {
		c.DeliveredAt = now
	}
	if err := s.noteCase(ctx, c, c.MemberId, "replied"); err != nil || c.Stage == types.CaseStage_CASE_STAGE_DECIDING {
		return &types.MsgReplyToChargeResponse{}, err
	}
	return &types.MsgReplyToChargeResponse{}, s.hear(ctx, &c, now)
}
