package keeper

import (
	"context"

	"github.com/coopledger/coopledger/x/membership/types"
)

// EndMediation says what one side thinks of the mediation. When both say that
// it is settled the case ends; when both say that it failed the charge goes on.
// Otherwise the charter's time decides.
func (s msgServer) EndMediation(ctx context.Context, msg *types.MsgEndMediation) (*types.MsgEndMediationResponse, error) {
	c, err := s.caseIn(ctx, msg.CoopId, msg.CaseId, "end the mediation", types.CaseStage_CASE_STAGE_MEDIATION)
	if err != nil {
		return nil, err
	}
	word, what := types.MediationWord_MEDIATION_WORD_FAILED, "mediation failed"
	if msg.Settled {
		word, what = types.MediationWord_MEDIATION_WORD_SETTLED, "settled"
	}
	by := c.MemberId
	if _, err := s.chargedMember(ctx, msg.Signer, c); err == nil {
		c.MemberSays = word
	} else {
		if by, err = s.chargingSide(ctx, msg.Signer, c); err != nil {
			return nil, err
		}
		c.ChargerSays = word
	}
	if err := s.noteCase(ctx, c, by, what); err != nil || c.MemberSays != c.ChargerSays {
		return &types.MsgEndMediationResponse{}, err
	}
	if msg.Settled {
		return &types.MsgEndMediationResponse{}, s.closeCase(ctx, &c, types.CaseEnd_CASE_END_SETTLED)
	}
	now, err := s.clock.Now(ctx)
	if err != nil {
		return nil, err
	}
	return &types.MsgEndMediationResponse{}, s.proceed(ctx, &c, now)
}
