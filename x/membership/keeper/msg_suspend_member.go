package keeper

import (
	"context"

	"github.com/coopledger/coopledger/x/membership/types"
)

// suspendableStages are those in which a member may be suspended meanwhile.
func suspendableStages() []types.CaseStage {
	return []types.CaseStage{
		types.CaseStage_CASE_STAGE_MEDIATION, types.CaseStage_CASE_STAGE_CHARGED, types.CaseStage_CASE_STAGE_REPLY,
		types.CaseStage_CASE_STAGE_DECIDING, types.CaseStage_CASE_STAGE_APPEALABLE, types.CaseStage_CASE_STAGE_APPEALED,
	}
}

// SuspendMember suspends a member before its case is decided, once in a case,
// where the charter allows that. It ends by itself, and with the case.
func (s msgServer) SuspendMember(ctx context.Context, msg *types.MsgSuspendMember) (*types.MsgSuspendMemberResponse, error) {
	coop, officer, err := s.byCoopOrOfficer(ctx, msg.Authority, msg.CoopId, types.PowerSuspend, "suspend a member")
	if err != nil {
		return nil, err
	}
	c, err := s.caseIn(ctx, coop.Id, msg.CaseId, "suspend the member", suspendableStages()...)
	if err != nil {
		return nil, err
	}
	if err := notInOwnCase(c, officer, "suspend the member"); err != nil {
		return nil, err
	}
	if !c.Terms.SuspendsMeanwhile {
		return nil, types.ErrNotAllowed.Wrapf("the charter of %s suspends nobody before a case is decided; decide case %d", coop.Slug, c.Id)
	}
	if c.SuspendedMeanwhile {
		return nil, types.ErrSuspensionTooLong.Wrapf("member %d was suspended in case %d already, which is possible once; decide it", c.MemberId, c.Id)
	}
	member, err := s.GetMember(ctx, c.CoopId, c.MemberId)
	if err != nil {
		return nil, err
	}
	used, err := s.oneMore(ctx, coop, officer, types.PowerSuspend, member.ClassId)
	if err != nil {
		return nil, err
	}
	now, err := s.clock.Now(ctx)
	if err != nil {
		return nil, err
	}
	if err := s.suspensionFits(ctx, c, msg.SuspensionSeconds, now); err != nil {
		return nil, err
	}
	if err := s.beginSuspension(ctx, c, msg.SuspensionSeconds, now); err != nil {
		return nil, err
	}
	c.SuspendedMeanwhile = true
	if err := s.Cases.Set(ctx, c.Id, c); err != nil {
		return nil, err
	}
	return &types.MsgSuspendMemberResponse{}, s.noteUse(ctx, used)
}

// suspensionFits refuses a suspension longer than the charter allows, or than is
// left of what the ledger allows within a year.
func (k *Keeper) suspensionFits(ctx context.Context, c types.Case, seconds uint64, now int64) error {
	if seconds < 1 || seconds > c.Terms.MaxSuspensionSeconds {
		return types.ErrSuspensionTooLong.Wrapf("the suspension would last %s; the charter allows some time, at most %s", types.Duration(seconds), types.Duration(c.Terms.MaxSuspensionSeconds))
	}
	params, err := k.GetParams(ctx)
	if err != nil {
		return err
	}
	conduct, err := k.GetConduct(ctx, c.CoopId, c.MemberId)
	if err != nil {
		return err
	}
	if conduct.Suspended() {
		return types.ErrWrongState.Wrapf("member %d is suspended until %s already; wait until then", c.MemberId, types.Date(conduct.SuspendedUntil()))
	}
	if left := conduct.SuspensionLeft(now, params); seconds > left {
		return types.ErrSuspensionTooLong.Wrapf("the suspension would last %s, and what is left of what member %d can be suspended for within these 365 days is %s; choose no more than that",
			types.Duration(seconds), c.MemberId, types.Duration(left))
	}
	return nil
}
