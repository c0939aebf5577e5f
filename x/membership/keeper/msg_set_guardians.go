package keeper

import (
	"context"

	"github.com/coopledger/coopledger/x/membership/types"
)

// SetGuardians chooses who may recover the signer's place together. The choice
// waits as long as a recovery would, so that the guardians in force can act
// before a stolen key has replaced them.
func (s msgServer) SetGuardians(ctx context.Context, msg *types.MsgSetGuardians) (*types.MsgSetGuardiansResponse, error) {
	coop, member, err := s.keyHolder(ctx, msg.Signer, msg.CoopId)
	if err != nil {
		return nil, err
	}
	policy, err := s.recoveryPolicy(ctx, coop.Id)
	if err != nil {
		return nil, err
	}
	if policy.GuardiansDelaySeconds == 0 {
		return nil, types.ErrNotInCharter.Wrapf("the charter of %s has no guardians", coop.Slug)
	}
	params, err := s.GetParams(ctx)
	if err != nil {
		return nil, err
	}
	next := types.GuardianSet{Members: msg.Guardians, Needed: msg.Needed}
	if err := next.Validate(member.MemberId, params.MaxGuardians); err != nil {
		return nil, err
	}
	if err := s.guardiansExist(ctx, coop, next); err != nil {
		return nil, err
	}
	safety, err := s.safetyOf(ctx, coop.Id, member.MemberId)
	if err != nil {
		return nil, err
	}
	now, err := s.clock.Now(ctx)
	if err != nil {
		return nil, err
	}
	dueAt := now + int64(policy.GuardiansDelaySeconds)
	if err := s.setNextGuardians(ctx, safety, next, dueAt); err != nil {
		return nil, err
	}
	return &types.MsgSetGuardiansResponse{DueAt: dueAt}, emit(ctx, &types.EventGuardiansChosen{
		CoopId: coop.Id, MemberId: member.MemberId, Guardians: &next, DueAt: dueAt,
	})
}

// guardiansExist refuses guardians who are not persons with a place in the
// co-op: a member co-op could act as a guardian only by resolution.
func (k *Keeper) guardiansExist(ctx context.Context, coop types.Coop, guardians types.GuardianSet) error {
	for _, id := range guardians.Members {
		guardian, err := k.GetMember(ctx, coop.Id, id)
		if err != nil {
			return err
		}
		if !guardian.HoldsPlace() || guardian.Kind != types.MemberKind_MEMBER_KIND_PERSON {
			return types.ErrInvalidGuardians.Wrapf("member %d of %s is %s, or no person; choose persons who are members now",
				id, coop.Slug, guardian.State.Word())
		}
	}
	return nil
}
