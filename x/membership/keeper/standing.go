package keeper

import (
	"context"

	"cosmossdk.io/collections"

	"github.com/coopledger/coopledger/x/membership/types"
)

// Restand stores a member whose state, class or number of keys has changed, and
// lets the counters, the roll and the member's intervals follow. It is the only
// way that a standing changes. Before is the member as it is stored; a change
// that would leave the root federation too small is refused unless the ledger
// itself ends the membership (of the dead, of those that exist no longer).
func (k *Keeper) Restand(ctx context.Context, before, after types.Member) error {
	if after.State == types.MemberState_MEMBER_STATE_EXPELLED && before.State != after.State {
		if err := k.expulsionIsFinal(ctx, after.CoopId, after.MemberId); err != nil {
			return err
		}
	}
	params, err := k.GetParams(ctx)
	if err != nil {
		return err
	}
	coop, err := k.GetCoop(ctx, after.CoopId)
	if err != nil {
		return err
	}
	from, err := k.standingOf(ctx, before)
	if err != nil {
		return err
	}
	to, err := k.standingOf(ctx, after)
	if err != nil {
		return err
	}
	roll, err := k.GetRoll(ctx, coop.Id)
	if err != nil {
		return err
	}
	was := roll.Sequence
	if err := rootStaysLargeEnough(coop, from, to, roll); err != nil {
		return err
	}
	if err := roll.Move(from, to); err != nil {
		return err
	}
	if roll.Sequence != was {
		after.Restand(to, roll.Sequence)
		if err := k.pruneIntervals(ctx, &after, params); err != nil {
			return err
		}
	}
	if err := k.Members.Set(ctx, collections.Join(after.CoopId, after.MemberId), after); err != nil {
		return err
	}
	if err := k.Rolls.Set(ctx, coop.Id, roll); err != nil {
		return err
	}
	if before.State == after.State && before.ClassId == after.ClassId {
		return nil
	}
	return emit(ctx, &types.EventStandingChanged{
		CoopId: after.CoopId, MemberId: after.MemberId, FromState: before.State, ToState: after.State,
		FromClassId: before.ClassId, ToClassId: after.ClassId,
	})
}

// standingOf reads the charter in force for the class of a member who holds a place.
func (k *Keeper) standingOf(ctx context.Context, member types.Member) (types.Standing, error) {
	if !member.HoldsPlace() {
		return types.Standing{}, nil
	}
	_, charter, err := k.GetCharter(ctx, member.CoopId)
	if err != nil {
		return types.Standing{}, err
	}
	class, err := charter.Class(member.ClassId)
	return member.Standing(class), err
}

// rootStaysLargeEnough refuses the step from four members, or four voting ones,
// to three. A ledger founded with fewer may lose some until it once had four.
func rootStaysLargeEnough(coop types.Coop, from, to types.Standing, roll types.Roll) error {
	if coop.Id != types.RootCoopID {
		return nil
	}
	fewer := from.ClassID != 0 && to.ClassID == 0 && roll.ActiveMembers == types.MinRootMembers
	fewerVoters := from.OnRoll && !to.OnRoll && roll.Voters() == types.MinRootMembers
	if fewer || fewerVoters {
		return types.ErrRootTooSmall.Wrapf("the root federation has %d members, the fewest it may have; another co-op must join before one goes",
			types.MinRootMembers)
	}
	return nil
}

// EndMembership ends a membership for good: no more votes, keys or powers. What
// the member is owed stays owed to its number. State is one of those in which a
// membership has ended.
func (k *Keeper) EndMembership(ctx context.Context, member types.Member, state types.MemberState) error {
	now, err := k.clock.Now(ctx)
	if err != nil {
		return err
	}
	if !member.HoldsPlace() || !state.Ended() {
		return types.ErrBroken.Wrapf("member %d of co-op %d is %s and can't become %s",
			member.MemberId, member.CoopId, member.State.Word(), state.Word())
	}
	ended := member
	ended.State, ended.LeftAt, ended.KeyCount = state, now, 0
	if err := k.Restand(ctx, member, ended); err != nil {
		return err
	}
	if err := k.dropAllNotices(ctx, member); err != nil {
		return err
	}
	if err := k.keysWait(ctx, member, state, now); err != nil {
		return err
	}
	if err := k.endKeys(ctx, member); err != nil {
		return err
	}
	if err := k.dropAllPowers(ctx, member); err != nil {
		return err
	}
	if err := k.leaveCases(ctx, ended); err != nil {
		return err
	}
	if ended.MemberCoopId != 0 {
		if err := k.memberCoopLeaves(ctx, ended.CoopId, ended.MemberCoopId); err != nil {
			return err
		}
	}
	if k.hooks == nil {
		return nil
	}
	return k.hooks.AfterMemberLeft(ctx, ended)
}

// Suspend takes a member's part in decisions away until it is reinstated: it
// stays on the roll, and ballots it has cast stand.
func (k *Keeper) Suspend(ctx context.Context, member types.Member) error {
	return k.toState(ctx, member, types.MemberState_MEMBER_STATE_SUSPENDED,
		types.MemberState_MEMBER_STATE_ACTIVE, types.MemberState_MEMBER_STATE_LEAVING)
}

// Reinstate ends a suspension, and what was to follow it. The member votes again,
// also on the open resolutions whose roll it is on. Who has given notice of leaving is
// leaving again.
func (k *Keeper) Reinstate(ctx context.Context, member types.Member) error {
	if err := k.forgetSuspension(ctx, member); err != nil {
		return err
	}
	leaves, err := k.Notices.Has(ctx, noticeKey(member, types.NoticeKind_NOTICE_KIND_LEAVING))
	if err != nil {
		return err
	}
	to := types.MemberState_MEMBER_STATE_ACTIVE
	if leaves {
		to = types.MemberState_MEMBER_STATE_LEAVING
	}
	return k.toState(ctx, member, to, types.MemberState_MEMBER_STATE_SUSPENDED)
}

// toState moves a member who holds a place to another state in which it does.
func (k *Keeper) toState(ctx context.Context, member types.Member, to types.MemberState, from ...types.MemberState) error {
	for _, state := range from {
		if member.State == state {
			after := member
			after.State = to
			return k.Restand(ctx, member, after)
		}
	}
	return types.ErrWrongState.Wrapf("member %d of co-op %d is %s and can't become %s",
		member.MemberId, member.CoopId, member.State.Word(), to.Word())
}
