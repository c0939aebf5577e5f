package keeper

import (
	"context"
	"slices"

	"github.com/coopledger/coopledger/x/membership/types"
)

// EndMediation says what one side thinks of the mediation. When both say that
// it is settled the case ends; when both say that it failed the charge goes on.
// Otherwise the charter's time decides. Where several charge, it is settled when
// all of them say so.
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
		c.Say(by, msg.Settled)
	}
	// Who charges may have left the co-op since that side's last word.
	if c.ChargerSays, err = s.chargersSay(ctx, c); err != nil {
		return nil, err
	}
	if err := s.noteCase(ctx, c, by, what); err != nil {
		return nil, err
	}
	return &types.MsgEndMediationResponse{}, s.endMediation(ctx, c)
}

// endMediation ends it if both sides have said the same.
func (k *Keeper) endMediation(ctx context.Context, c types.Case) error {
	if c.Stage != types.CaseStage_CASE_STAGE_MEDIATION {
		return nil
	}
	switch {
	case c.MemberSays != c.ChargerSays || c.MemberSays == types.MediationWord_MEDIATION_WORD_UNSPECIFIED:
		return nil
	case c.MemberSays == types.MediationWord_MEDIATION_WORD_SETTLED:
		return k.closeCase(ctx, &c, types.CaseEnd_CASE_END_SETTLED)
	}
	now, err := k.clock.Now(ctx)
	if err != nil {
		return err
	}
	return k.proceed(ctx, &c, now)
}

// chargersSay is the word of the side that charges. That it failed one can say for
// all; that it is settled all must, but for those who are no members any more. Where
// nobody has said it, it isn't settled: members who leave don't settle by leaving.
func (k *Keeper) chargersSay(ctx context.Context, c types.Case) (types.MediationWord, error) {
	if len(c.Chargers) == 0 {
		return c.ChargerSays, nil
	}
	if len(c.FailedWith) > 0 {
		return types.MediationWord_MEDIATION_WORD_FAILED, nil
	}
	if len(c.SettledWith) == 0 {
		return types.MediationWord_MEDIATION_WORD_UNSPECIFIED, nil
	}
	for _, charger := range c.Chargers {
		member, err := k.GetMember(ctx, c.CoopId, charger)
		if err != nil {
			return c.ChargerSays, err
		}
		if member.HoldsPlace() && !slices.Contains(c.SettledWith, charger) {
			return types.MediationWord_MEDIATION_WORD_UNSPECIFIED, nil
		}
	}
	return types.MediationWord_MEDIATION_WORD_SETTLED, nil
}
