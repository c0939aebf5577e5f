package keeper

import (
	"bytes"
	"context"
	"errors"

	"cosmossdk.io/collections"

	"github.com/coopledger/coopledger/x/membership/types"
)

// Charge opens a case against a member: by the co-op's own resolution, by an
// officer with the power "charge", or, where the charter says so, by a member
// for whom others must join in. The charter's terms are fixed now.
func (s msgServer) Charge(ctx context.Context, msg *types.MsgCharge) (*types.MsgChargeResponse, error) {
	coop, err := s.GetCoop(ctx, msg.CoopId)
	if err != nil {
		return nil, err
	}
	terms, err := s.disciplineOf(ctx, coop)
	if err != nil {
		return nil, err
	}
	if !terms.HasGround(msg.Ground) {
		return nil, types.ErrInvalidCharge.Wrapf("the charter of %s names no ground %q; its grounds are %q", coop.Slug, msg.Ground, terms.Grounds)
	}
	if err := types.ValidateHash("charge", msg.ChargeSha256); err != nil {
		return nil, err
	}
	charged, err := s.GetMember(ctx, coop.Id, msg.MemberId)
	if err != nil {
		return nil, err
	}
	charger, byMembers, used, err := s.mayCharge(ctx, msg.Authority, coop, terms, charged)
	if err != nil {
		return nil, err
	}
	if !charged.HoldsPlace() {
		return nil, types.ErrInvalidCharge.Wrapf("member %d of %s is %s; only members can be charged", charged.MemberId, coop.Slug, charged.State.Word())
	}
	if charged.MemberId == charger {
		return nil, types.ErrInvalidCharge.Wrapf("member %d can't charge itself", charger)
	}
	opened, err := s.openCase(ctx, coop, charger, byMembers, terms, msg)
	if err != nil {
		return nil, err
	}
	return opened, s.noteUse(ctx, used)
}

func (s msgServer) openCase(
	ctx context.Context, coop types.Coop, charger uint64, byMembers bool, terms types.Discipline, msg *types.MsgCharge,
) (*types.MsgChargeResponse, error) {
	now, err := s.clock.Now(ctx)
	if err != nil {
		return nil, err
	}
	petition := byMembers && terms.ChargingMembers > 1
	c := types.Case{
		CoopId: coop.Id, MemberId: msg.MemberId, Ground: msg.Ground, ChargeSha256: msg.ChargeSha256,
		ByMembers: byMembers, Terms: terms, ChargedAt: now,
	}
	c.Terms.Grounds = nil
	if charger != 0 {
		c.Chargers = []uint64{charger}
	}
	if err := s.roomForCase(ctx, c, petition); err != nil {
		return nil, err
	}
	if err := s.roomForCharger(ctx, coop.Id, charger); err != nil {
		return nil, err
	}
	if c.Id, err = s.NextCaseID.Next(ctx); err != nil {
		return nil, err
	}
	if err := s.CasesByCoop.Set(ctx, collections.Join(c.CoopId, c.Id)); err != nil {
		return nil, err
	}
	if err := emit(ctx, &types.EventMemberCharged{CaseId: c.Id, CoopId: c.CoopId, MemberId: c.MemberId, Ground: c.Ground}); err != nil {
		return nil, err
	}
	if petition {
		err = s.moveCase(ctx, &c, types.CaseStage_CASE_STAGE_JOINING, after(now, terms.JoiningPeriodSeconds))
	} else {
		err = s.proceed(ctx, &c, now)
	}
	return &types.MsgChargeResponse{CaseId: c.Id}, err
}

// disciplineOf is the charter's section on charges.
func (k *Keeper) disciplineOf(ctx context.Context, coop types.Coop) (types.Discipline, error) {
	_, charter, err := k.GetCharter(ctx, coop.Id)
	if err != nil {
		return types.Discipline{}, err
	}
	if charter.Discipline == nil {
		return types.Discipline{}, types.ErrNoDiscipline.Wrapf("the charter of %s has no section on discipline, so nobody can be charged; propose one", coop.Slug)
	}
	return *charter.Discipline, nil
}

// mayCharge says which member charges, zero for the co-op itself, and whether
// it does so as a member like any other, rather than as an officer, whose power
// is then used. An officer whose power doesn't reach is a member like any other.
func (k *Keeper) mayCharge(
	ctx context.Context, authority string, coop types.Coop, terms types.Discipline, charged types.Member,
) (charger uint64, byMembers bool, used types.Grant, err error) {
	signer, err := k.signerBytes(authority)
	if err != nil || bytes.Equal(signer, types.CoopAccount(coop.Id)) {
		return 0, false, used, err
	}
	member, err := k.MemberByKey(ctx, coop.Id, signer)
	if err != nil {
		return 0, false, used, err
	}
	officer, err := k.HasPower(ctx, coop.Id, member.MemberId, types.PowerCharge)
	if err != nil {
		return 0, false, used, err
	}
	if officer {
		used, err = k.oneMore(ctx, coop, member.MemberId, types.PowerCharge, charged.ClassId)
		outOfReach := errors.Is(err, types.ErrOutsideScope) || errors.Is(err, types.ErrPowerUsedUp)
		if !outOfReach || terms.ChargingMembers == 0 {
			return member.MemberId, false, used, err
		}
	}
	if terms.ChargingMembers == 0 {
		return 0, false, used, types.ErrNotAllowed.Wrapf("member %d of %s does not hold the power %q now, and the charter doesn't let members charge; ask an officer (see: coopd q membership powers %s) or propose a resolution",
			member.MemberId, coop.Slug, types.PowerCharge, coop.Slug)
	}
	return member.MemberId, true, used, votingNow(member, "charge")
}

// votingNow refuses a member who takes no part in decisions now.
func votingNow(member types.Member, what string) error {
	if !member.TakesPart() {
		return types.ErrWrongState.Wrapf("member %d of co-op %d is %s and can't %s", member.MemberId, member.CoopId, member.State.Word(), what)
	}
	if _, onRoll := member.OnRollNow(); !onRoll {
		return types.ErrNotAllowed.Wrapf("members of your class (%d) don't vote in co-op %d, so they can't %s; ask a voting member to",
			member.ClassId, member.CoopId, what)
	}
	return nil
}

// roomForCase refuses what the member was cleared of, a second open case against
// it, and more open cases in a co-op than the limit. Charges that wait for members to join are counted
// apart, so that they stand in nobody's way.
func (k *Keeper) roomForCase(ctx context.Context, c types.Case, petition bool) error {
	params, err := k.GetParams(ctx)
	if err != nil {
		return err
	}
	conduct, err := k.GetConduct(ctx, c.CoopId, c.MemberId)
	if err != nil {
		return err
	}
	now, err := k.clock.Now(ctx)
	if err != nil {
		return err
	}
	if err := conduct.MayBeCharged(c, now); err != nil {
		return err
	}
	kind := openPetitions
	if !petition {
		kind = openCases
		if conduct.OpenCaseId != 0 {
			return types.ErrCaseOpen.Wrapf("case %d against member %d is open, and there is one at a time; charge again when it is closed",
				conduct.OpenCaseId, c.MemberId)
		}
	}
	open, err := countAt(ctx, k.OpenCasesByCoop, collections.Join(c.CoopId, kind))
	if err != nil {
		return err
	}
	if open >= uint64(params.MaxOpenCasesPerCoop) {
		return types.ErrTooManyCases.Wrapf("co-op %d has %d open cases of at most %d; wait until one is closed", c.CoopId, open, params.MaxOpenCasesPerCoop)
	}
	return nil
}

// roomForCharger refuses more open charges of one member than the limit. The
// co-op itself (zero) is bounded by the resolutions that it takes.
func (k *Keeper) roomForCharger(ctx context.Context, coopID, charger uint64) error {
	if charger == 0 {
		return nil
	}
	params, err := k.GetParams(ctx)
	if err != nil {
		return err
	}
	open, err := countAt(ctx, k.OpenCasesByCharger, collections.Join(coopID, charger))
	if err != nil {
		return err
	}
	if open >= uint64(params.MaxOpenCasesPerCharger) {
		return types.ErrTooManyCases.Wrapf("member %d charges in %d open cases of at most %d; wait until one is closed, or withdraw one",
			charger, open, params.MaxOpenCasesPerCharger)
	}
	return nil
}
