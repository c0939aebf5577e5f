package keeper

import (
	"context"

	"github.com/coopledger/coopledger/x/membership/types"
)

// JoinCharge adds the signer to those who charge together; with the last one
// needed the charge becomes a case. Others may join until the member has the
// charge in hand, so that none of those who were needed can end it for the others.
func (s msgServer) JoinCharge(ctx context.Context, msg *types.MsgJoinCharge) (*types.MsgJoinChargeResponse, error) {
	c, err := s.caseIn(ctx, msg.CoopId, msg.CaseId, "join in the charge",
		types.CaseStage_CASE_STAGE_JOINING, types.CaseStage_CASE_STAGE_MEDIATION, types.CaseStage_CASE_STAGE_CHARGED)
	if err != nil {
		return nil, err
	}
	if err := s.notOver(ctx, c, "join in the charge"); err != nil {
		return nil, err
	}
	member, err := s.signingMember(ctx, msg.Signer, msg.CoopId)
	if err != nil {
		return nil, err
	}
	if err := s.mayJoin(ctx, c, member); err != nil {
		return nil, err
	}
	ready := c.Petition() && len(c.Chargers)+1 >= c.ChargersNeeded()
	if ready {
		if err := s.roomForCase(ctx, c, false); err != nil {
			return nil, err
		}
	}
	now, err := s.clock.Now(ctx)
	if err != nil {
		return nil, err
	}
	if err := s.countCase(ctx, c, countDown); err != nil {
		return nil, err
	}
	c.Join(member.MemberId)
	if c.ChargerSays, err = s.chargersSay(ctx, c); err != nil {
		return nil, err
	}
	if err := s.countCase(ctx, c, countUp); err != nil {
		return nil, err
	}
	if err := s.noteCase(ctx, c, member.MemberId, "joined"); err != nil || !ready {
		return &types.MsgJoinChargeResponse{}, err
	}
	return &types.MsgJoinChargeResponse{}, s.proceed(ctx, &c, now)
}

// mayJoin refuses who takes no part in decisions, is a party already or charges
// too often, and a charge that is not members' or has as many as it can have.
func (k *Keeper) mayJoin(ctx context.Context, c types.Case, member types.Member) error {
	if !c.ByMembers {
		return types.ErrInvalidCharge.Wrapf("an officer or the co-op charges in case %d, and nobody joins in that; charge together with others in a case of your own", c.Id)
	}
	if err := votingNow(member, "join in a charge"); err != nil {
		return err
	}
	if member.MemberId == c.MemberId || c.IsCharger(member.MemberId) {
		return types.ErrInvalidCharge.Wrapf("member %d is charged in case %d or charges in it already; others can join", member.MemberId, c.Id)
	}
	charged, err := k.GetMember(ctx, c.CoopId, c.MemberId)
	if err != nil {
		return err
	}
	if !charged.HoldsPlace() {
		return types.ErrWrongState.Wrapf("member %d, who is charged in case %d, is %s; there is nothing to decide any more", c.MemberId, c.Id, charged.State.Word())
	}
	params, err := k.GetParams(ctx)
	if err != nil {
		return err
	}
	// Who withdrew stays a party, and parties are bounded.
	if most := int(params.MaxChargersPerCase); c.ChargersWith(member.MemberId) > most {
		return types.ErrTooManyCases.Wrapf("%d members charge in case %d or did, the most there can be; it goes on with those who charge", most, c.Id)
	}
	return k.roomForCharger(ctx, c.CoopId, member.MemberId)
}

// noteCase stores what was added to a case at the same stage.
func (k *Keeper) noteCase(ctx context.Context, c types.Case, by uint64, what string) error {
	if err := k.Cases.Set(ctx, c.Id, c); err != nil {
		return err
	}
	return emit(ctx, &types.EventCaseNoted{CaseId: c.Id, CoopId: c.CoopId, ByMemberId: by, What: what})
}
