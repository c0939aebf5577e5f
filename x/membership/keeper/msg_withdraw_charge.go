package keeper

import (
	"context"

	"github.com/coopledger/coopledger/x/membership/types"
)

// WithdrawCharge takes the signer's charge back. If nobody is left who charges,
// the case ends. If fewer are left than it takes to charge, and the member does
// not have the charge in hand, others have time to join once more: one who
// withdraws, or only joined to withdraw, ends it for nobody else.
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
	if len(c.Chargers) <= 1 {
		return &types.MsgWithdrawChargeResponse{}, s.closeCase(ctx, &c, types.CaseEnd_CASE_END_WITHDRAWN)
	}
	tooFew := len(c.Chargers)-1 < c.ChargersToGoOn()
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
	if tooFew {
		return &types.MsgWithdrawChargeResponse{}, s.joinAgain(ctx, c)
	}
	return &types.MsgWithdrawChargeResponse{}, s.endMediation(ctx, c)
}

// joinAgain takes a case back to where it waits for members to join. It is none
// against the member meanwhile, and what came of it ends; who withdrew stays a
// party.
func (k *Keeper) joinAgain(ctx context.Context, c types.Case) error {
	now, err := k.clock.Now(ctx)
	if err != nil {
		return err
	}
	if err := k.endMeanwhile(ctx, c); err != nil {
		return err
	}
	c.MemberSays, c.ChargerSays = types.MediationWord_MEDIATION_WORD_UNSPECIFIED, types.MediationWord_MEDIATION_WORD_UNSPECIFIED
	c.SettledWith, c.FailedWith = nil, nil
	return k.moveCase(ctx, &c, types.CaseStage_CASE_STAGE_JOINING, after(now, c.Terms.JoiningPeriodSeconds))
}
