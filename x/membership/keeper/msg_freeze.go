package keeper

import (
	"context"

	"cosmossdk.io/collections"

	"github.com/coopledger/coopledger/x/membership/types"
)

// Freeze stops what a member's keys can do with its money, for as long as the
// charter says. It ends by itself and by nothing else, so that a thief can't lift
// it, and the side that froze it must then rest, so that nobody freezes for ever.
func (s msgServer) Freeze(ctx context.Context, msg *types.MsgFreeze) (*types.MsgFreezeResponse, error) {
	coop, err := s.GetCoop(ctx, msg.CoopId)
	if err != nil {
		return nil, err
	}
	member, err := s.GetMember(ctx, coop.Id, msg.MemberId)
	if err != nil {
		return nil, err
	}
	policy, err := s.recoveryPolicy(ctx, coop.Id)
	if err != nil {
		return nil, err
	}
	if policy.FreezeSeconds == 0 {
		return nil, types.ErrNotInCharter.Wrapf("the charter of %s has no freezing of money", coop.Slug)
	}
	safety, err := s.safetyOf(ctx, coop.Id, member.MemberId)
	if err != nil {
		return nil, err
	}
	by, officer, err := s.freezer(ctx, msg.Signer, coop, safety)
	if err != nil {
		return nil, err
	}
	used, err := s.oneMore(ctx, coop, officer, types.PowerFreeze, member.ClassId)
	if err != nil {
		return nil, err
	}
	now, err := s.clock.Now(ctx)
	if err != nil {
		return nil, err
	}
	for _, freeze := range safety.Freezes {
		if freeze.By == by && freeze.AgainAt > now {
			return nil, types.ErrFrozen.Wrapf("the same side froze the money of member %d of %s until %d and may do so again from %d; an officer, a guardian or a recovery can protect it meanwhile",
				member.MemberId, coop.Slug, freeze.Until, freeze.AgainAt)
		}
	}
	until := now + int64(policy.FreezeSeconds)
	noteFreeze(&safety, types.Freeze{By: by, Until: until, AgainAt: until + types.FreezeRests*int64(policy.FreezeSeconds)}, now)
	if err := s.storeSafety(ctx, safety); err != nil {
		return nil, err
	}
	if err := emit(ctx, &types.EventMoneyFrozen{
		CoopId: coop.Id, MemberId: member.MemberId, By: by, Until: until,
	}); err != nil {
		return nil, err
	}
	return &types.MsgFreezeResponse{Until: until}, s.noteUse(ctx, used)
}

// freezer says in what capacity a key may freeze a member's money: as one of
// the member's own, a guardian's, or an officer's, whose number it says.
func (k *Keeper) freezer(
	ctx context.Context, signer string, coop types.Coop, safety types.KeySafety,
) (by types.Freezer, officer uint64, err error) {
	account, err := k.signerBytes(signer)
	if err != nil {
		return 0, 0, err
	}
	own, err := k.Keys.Has(ctx, collections.Join3(coop.Id, safety.MemberId, account))
	if err != nil {
		return 0, 0, err
	}
	if own {
		return types.Freezer_FREEZER_MEMBER, 0, nil
	}
	other, err := k.MemberByKey(ctx, coop.Id, account)
	if err != nil {
		return 0, 0, err
	}
	if safety.Guardians.Has(other.MemberId) && other.TakesPart() {
		return types.Freezer_FREEZER_GUARDIAN, 0, nil
	}
	holds, err := k.HasPower(ctx, coop.Id, other.MemberId, types.PowerFreeze)
	if err != nil {
		return 0, 0, err
	}
	if !holds {
		return 0, 0, types.ErrNotAllowed.Wrapf("member %d of %s is not the member, no guardian of it and does not hold the power %q now; ask one of those",
			other.MemberId, coop.Slug, types.PowerFreeze)
	}
	return types.Freezer_FREEZER_OFFICER, other.MemberId, nil
}
