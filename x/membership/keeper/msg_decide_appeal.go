package keeper

import (
	"context"

	"github.com/coopledger/coopledger/x/membership/types"
)

// DecideAppeal decides an appeal: by a resolution under the rule that the
// charter gives to the subject "appeals". The same outcome as before rejects
// the appeal, dismissed upholds it, and a milder one stands between. A harsher
// one is refused: nobody must fear to appeal. It takes effect in the end of a block.
func (s msgServer) DecideAppeal(ctx context.Context, msg *types.MsgDecideAppeal) (*types.MsgDecideAppealResponse, error) {
	coop, err := s.decidedBy(ctx, msg.Authority, msg.CoopId, "appeals")
	if err != nil {
		return nil, err
	}
	c, err := s.caseIn(ctx, coop.Id, msg.CaseId, "decide the appeal", types.CaseStage_CASE_STAGE_APPEALED)
	if err != nil {
		return nil, err
	}
	if err := s.notOver(ctx, c, "decide the appeal"); err != nil {
		return nil, err
	}
	decision, now, err := s.decisionIn(ctx, c, msg.Outcome, msg.SuspensionSeconds, msg.ReasonsSha256)
	if err != nil {
		return nil, err
	}
	if c.Decision == nil {
		return nil, types.ErrBroken.Wrapf("case %d is under appeal and nothing was decided", c.Id)
	}
	if decision.HarsherThan(*c.Decision) {
		return nil, types.ErrInvalidDecision.Wrapf("%s is harsher than what member %d appealed against, %s; decide the same or something milder",
			decision.InWords(), c.MemberId, c.Decision.InWords())
	}
	c.AppealDecision = &decision
	if err := emit(ctx, &types.EventCaseDecided{
		CaseId: c.Id, CoopId: c.CoopId, MemberId: c.MemberId, OnAppeal: true, Outcome: decision.Outcome,
	}); err != nil {
		return nil, err
	}
	if decision.Outcome == types.CaseOutcome_CASE_OUTCOME_DISMISSED {
		return &types.MsgDecideAppealResponse{}, s.closeCase(ctx, &c, types.CaseEnd_CASE_END_UPHELD)
	}
	return &types.MsgDecideAppealResponse{}, s.moveCase(ctx, &c, types.CaseStage_CASE_STAGE_FINAL, now)
}
