package keeper

import (
	"context"

	"github.com/coopledger/coopledger/x/membership/types"
)

// WithdrawCharge takes the signer's charge back. If fewer are left than it takes
// to go on, the case ends.
func (s msgServer) WithdrawCharge(ctx context.Context, msg *types.MsgWithdrawCharge) (*types.MsgWithdrawChargeResponse, error) {
	c, err := s.caseIn(ctx, msg.CoopId, msg.CaseId, "withdraw the charge",
		types.CaseStage_CASE_STAGE_JOINING, types.CaseStage_CASE_STAGE_MEDIATION, types.CaseStage_CASE_STAGE_CHARGED,
		types.CaseStage_CASE_STAGE_REPLY, types.CaseStage_CASE_STAGE_DECIDING)
	if err != nil {
		return nil, err
	}
	charger, err := s.chargingSide(ctx, msg.Authority, c)
	if err != nil {
		return nil, err
	}
	if len(c.Chargers)-1 < max(1, c.ChargersToGoOn()) {
		return &types.MsgWithdrawChargeResponse{}, s.closeCase(ctx, &c, types.CaseEnd_CASE_END_WITHDRAWN)
	}
	if err := s.countCase(ctx, c, countDown); err != nil {
		return nil, err
	}
	c.Withdraw(charger)
	if c.ChargerSays, err = s.chargersSay(ctx, c); err != nil {
		return nil, err
	}
	if err := s.countCase(ctx, c, countUp); err != nil {
		return nil, err
	}
	if err := s.noteCase(ctx, c, charger, "left the charge"); err != nil {
		return nil, err
	}
	return &types.MsgWithdrawChargeResponse{}, s.endMediation(ctx, c)
}
