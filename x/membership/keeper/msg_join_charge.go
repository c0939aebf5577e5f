package keeper

import (
	"context"

	"github.com/coopledger/coopledger/x/membership/types"
)

// JoinCharge adds the signer to those who charge together; with the last one
// needed the charge becomes a case.
func (s msgServer) JoinCharge(ctx context.Context, msg *types.MsgJoinCharge) (*types.MsgJoinChargeResponse, error) {
	c, err := s.caseIn(ctx, msg.CoopId, msg.CaseId, "join in the charge", types.CaseStage_CASE_STAGE_JOINING)
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
	if err := votingNow(member, "join in a charge"); err != nil {
		return nil, err
	}
	if member.MemberId == c.MemberId || c.IsCharger(member.MemberId) {
		return nil, types.ErrInvalidCharge.Wrapf("member %d is charged in case %d or charges in it already; others can join", member.MemberId, c.Id)
	}
	charged, err := s.GetMember(ctx, c.CoopId, c.MemberId)
	if err != nil {
		return nil, err
	}
	if !charged.HoldsPlace() {
		return nil, types.ErrWrongState.Wrapf("member %d, who is charged in case %d, is %s; there is nothing to decide any more", c.MemberId, c.Id, charged.State.Word())
	}
	if err := s.roomForCharger(ctx, c.CoopId, member.MemberId); err != nil {
		return nil, err
	}
	ready := len(c.Chargers)+1 >= c.ChargersNeeded()
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
	if err := s.countCase(ctx, c, countUp); err != nil {
		return nil, err
	}
	if err := s.noteCase(ctx, c, member.MemberId, "joined"); err != nil || !ready {
		return &types.MsgJoinChargeResponse{}, err
	}
	return &types.MsgJoinChargeResponse{}, s.proceed(ctx, &c, now)
}

// noteCase stores what was added to a case at the same stage.
func (k *Keeper) noteCase(ctx context.Context, c types.Case, by uint64, what string) error {
	if err := k.Cases.Set(ctx, c.Id, c); err != nil {
		return err
	}
	return emit(ctx, &types.EventCaseNoted{CaseId: c.Id, CoopId: c.CoopId, ByMemberId: by, What: what})
}
