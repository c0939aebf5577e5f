package keeper

import (
	"context"

	"github.com/coopledger/coopledger/x/membership/types"
)

// AcknowledgeCharge says that the charge reached the signer.
func (s msgServer) AcknowledgeCharge(ctx context.Context, msg *types.MsgAcknowledgeCharge) (*types.MsgAcknowledgeChargeResponse, error) {
	c, err := s.caseIn(ctx, msg.CoopId, msg.CaseId, "acknowledge the charge", types.CaseStage_CASE_STAGE_CHARGED)
	if err != nil {
		return nil, err
	}
	if _, err := s.chargedMember(ctx, msg.Signer, c); err != nil {
		return nil, err
	}
	now, err := s.clock.Now(ctx)
	if err != nil {
		return nil, err
	}
	return &types.MsgAcknowledgeChargeResponse{}, s.deliver(ctx, &c, now, nil)
}
