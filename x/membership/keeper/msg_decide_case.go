package keeper

import (
	"context"

	"github.com/coopledger/coopledger/x/membership/types"
)

// DecideCase decides a case: by a resolution under the rule that the charter
// gives to the subject "discipline", and not before the member was heard. What
// is decided takes effect when the time to appeal is over.
func (s msgServer) DecideCase(ctx context.Context, msg *types.MsgDecideCase) (*types.MsgDecideCaseResponse, error) {
	coop, err := s.decidedBy(ctx, msg.Authority, msg.CoopId, "cases")
	if err != nil {
		return nil, err
	}
	c, err := s.caseIn(ctx, coop.Id, msg.CaseId, "decide it", types.CaseStage_CASE_STAGE_DECIDING)
	if err != nil {
		return nil, err
	}
	if err := s.notOver(ctx, c, "decide"); err != nil {
		return nil, err
	}
	decision, now, err := s.decisionIn(ctx, c, msg.Outcome, msg.SuspensionSeconds, msg.ReasonsSha256)
	if err != nil {
		return nil, err
	}
	c.Decision = &decision
	if err := emit(ctx, &types.EventCaseDecided{CaseId: c.Id, CoopId: c.CoopId, MemberId: c.MemberId, Outcome: decision.Outcome}); err != nil {
		return nil, err
	}
	if decision.Outcome == types.CaseOutcome_CASE_OUTCOME_DISMISSED {
		return &types.MsgDecideCaseResponse{}, s.closeCase(ctx, &c, types.CaseEnd_CASE_END_DISMISSED)
	}
	due := after(now, c.Terms.AppealPeriodSeconds)
	return &types.MsgDecideCaseResponse{}, s.moveCase(ctx, &c, types.CaseStage_CASE_STAGE_APPEALABLE, due)
}

// decisionIn is a decision of now that a case's terms allow.
func (k *Keeper) decisionIn(
	ctx context.Context, c types.Case, outcome types.CaseOutcome, suspensionSeconds uint64, reasons []byte,
) (types.CaseDecision, int64, error) {
	now, err := k.clock.Now(ctx)
	if err != nil {
		return types.CaseDecision{}, 0, err
	}
	conduct, err := k.GetConduct(ctx, c.CoopId, c.MemberId)
	if err != nil {
		return types.CaseDecision{}, 0, err
	}
	decision := types.CaseDecision{Outcome: outcome, SuspensionSeconds: suspensionSeconds, ReasonsSha256: reasons, DecidedAt: now}
	return decision, now, decision.Validate(c.Terms, conduct.Warnings)
}
