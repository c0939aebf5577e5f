package keeper

import (
	"context"

	"github.com/coopledger/coopledger/x/membership/types"
)

// Appeal asks those who decide appeals to look at the decision again. Until they
// have, nothing of it happens.
func (s msgServer) Appeal(ctx context.Context, msg *types.MsgAppeal) (*types.MsgAppealResponse, error) {
	c, err := s.caseIn(ctx, msg.CoopId, msg.CaseId, "appeal", types.CaseStage_CASE_STAGE_APPEALABLE)
	if err != nil {
		return nil, err
	}
	if _, err := s.chargedMember(ctx, msg.Signer, c); err != nil {
		return nil, err
	}
	if err := types.ValidateHash("appeal", msg.AppealSha256); err != nil {
		return nil, err
	}
	now, err := s.clock.Now(ctx)
	if err != nil {
		return nil, err
	}
	c.AppealedAt, c.AppealSha256 = now, msg.AppealSha256
	due := after(now, c.Terms.AppealDecisionPeriodSeconds)
	return &types.MsgAppealResponse{}, s.moveCase(ctx, &c, types.CaseStage_CASE_STAGE_APPEALED, due)
}
