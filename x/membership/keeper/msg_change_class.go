package keeper

import (
	"context"

	"cosmossdk.io/collections"

	"github.com/coopledger/coopledger/x/membership/types"
)

// ChangeClass moves a member to another class by the members' resolution. Open
// resolutions keep their frozen rolls: there it stays in the class it was in.
// Nobody loses its vote this way without having asked for it.
func (s msgServer) ChangeClass(ctx context.Context, msg *types.MsgChangeClass) (*types.MsgChangeClassResponse, error) {
	coop, err := s.decidedBy(ctx, msg.Authority, msg.CoopId, "who is in which class")
	if err != nil {
		return nil, err
	}
	member, err := s.holdsPlace(ctx, coop, msg.MemberId)
	if err != nil {
		return nil, err
	}
	class, err := s.otherClass(ctx, coop, member, msg.Class)
	if err != nil {
		return nil, err
	}
	now, err := s.clock.Now(ctx)
	if err != nil {
		return nil, err
	}
	if err := s.keepsItsVote(ctx, coop, member, class); err != nil {
		return nil, err
	}
	moved, err := s.reclass(ctx, member, class)
	if err != nil {
		return nil, err
	}
	for _, kind := range []types.NoticeKind{types.NoticeKind_NOTICE_KIND_CLASS, types.NoticeKind_NOTICE_KIND_TRIAL} {
		if err := s.dropNoticeOf(ctx, member, kind); err != nil {
			return nil, err
		}
	}
	return &types.MsgChangeClassResponse{}, s.startTrial(ctx, moved, class, now, now)
}

// holdsPlace finds a member whose membership has not ended.
func (k *Keeper) holdsPlace(ctx context.Context, coop types.Coop, memberID uint64) (types.Member, error) {
	member, err := k.GetMember(ctx, coop.Id, memberID)
	if err != nil {
		return types.Member{}, err
	}
	if !member.HoldsPlace() {
		return types.Member{}, types.ErrWrongState.Wrapf("member %d of %s is %s; name one who holds a place", memberID, coop.Slug, member.State.Word())
	}
	return member, nil
}

// keepsItsVote refuses to move a member out of the roll, or out of a chamber,
// unless it has asked to go to that class, and any move after which the members
// could no longer change their charter. Whoever could move members between
// chambers at will could tip one, or empty it.
func (k *Keeper) keepsItsVote(ctx context.Context, coop types.Coop, member types.Member, class types.Class) error {
	_, charter, err := k.GetCharter(ctx, coop.Id)
	if err != nil {
		return err
	}
	from, err := charter.Class(member.ClassId)
	if err != nil {
		return err
	}
	if from.Votes && (!class.Votes || charter.ChambersTellApart(from.Id, class.Id)) {
		if err := k.hasAskedFor(ctx, coop, member, class); err != nil {
			return err
		}
	}
	before, err := k.GetRoll(ctx, coop.Id)
	if err != nil {
		return err
	}
	after := before
	if err := after.Move(member.Standing(from), member.Standing(class)); err != nil {
		return err
	}
	return charter.StaysChangeable(before, after)
}

// hasAskedFor refuses a class that a member has not asked for itself.
func (k *Keeper) hasAskedFor(ctx context.Context, coop types.Coop, member types.Member, class types.Class) error {
	asked, err := k.Notices.Has(ctx, noticeKey(member, types.NoticeKind_NOTICE_KIND_CLASS))
	if err != nil {
		return err
	}
	if asked {
		notice, err := k.Notices.Get(ctx, noticeKey(member, types.NoticeKind_NOTICE_KIND_CLASS))
		if err != nil {
			return err
		}
		asked = notice.ToClassId == class.Id
	}
	if !asked {
		return types.ErrOwnConsent.Wrapf("member %d of %s would lose its vote, or its chamber, in class %q and has not asked for that (coopd tx membership ask-class)",
			member.MemberId, coop.Slug, class.Name)
	}
	return nil
}

// trusteeOf is who acts for a place's money, if anybody does.
func (k *Keeper) trusteeOf(ctx context.Context, member types.Member) (*types.Trustee, error) {
	at := collections.Join(member.CoopId, member.MemberId)
	has, err := k.Trustees.Has(ctx, at)
	if err != nil || !has {
		return nil, err
	}
	trustee, err := k.Trustees.Get(ctx, at)
	return &trustee, err
}
