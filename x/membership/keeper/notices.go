package keeper

import (
	"context"
	"errors"

	"cosmossdk.io/collections"

	"github.com/coopledger/coopledger/x/membership/types"
)

func noticeKey(member types.Member, kind types.NoticeKind) collections.Triple[uint64, uint64, uint64] {
	return collections.Join3(member.CoopId, member.MemberId, uint64(kind))
}

// newNotice on a place, recorded now by the member itself or by resolution, and
// not yet given.
func (k *Keeper) newNotice(ctx context.Context, member types.Member, kind types.NoticeKind) (types.Notice, error) {
	now, err := k.clock.Now(ctx)
	return types.Notice{CoopId: member.CoopId, MemberId: member.MemberId, Kind: kind, RecordedAt: now}, err
}

// findNotice refuses if there is none of the kind.
func (k *Keeper) findNotice(ctx context.Context, coopID, memberID uint64, kind types.NoticeKind) (types.Notice, error) {
	notice, err := k.Notices.Get(ctx, collections.Join3(coopID, memberID, uint64(kind)))
	if errors.Is(err, collections.ErrNotFound) {
		return types.Notice{}, types.ErrUnknownNotice.Wrapf("there is no notice of %s on member %d of co-op %d; see: coopd q membership member %d %d",
			kind.Word(), memberID, coopID, coopID, memberID)
	}
	return notice, err
}

// giveNotice stores a notice and lets it happen when it is due.
func (k *Keeper) giveNotice(ctx context.Context, notice types.Notice) error {
	given, err := k.Notices.Has(ctx, collections.Join3(notice.CoopId, notice.MemberId, uint64(notice.Kind)))
	if err != nil {
		return err
	}
	if given {
		return types.ErrNoticeGiven.Wrapf("there is a notice of %s on member %d of co-op %d already; see: coopd q membership member %d %d",
			notice.Kind.Word(), notice.MemberId, notice.CoopId, notice.CoopId, notice.MemberId)
	}
	return k.storeNotice(ctx, notice, types.NoticeChange_NOTICE_CHANGE_GIVEN)
}

// changeNotice replaces a notice by a later form of it.
func (k *Keeper) changeNotice(ctx context.Context, before, after types.Notice, change types.NoticeChange) error {
	if err := k.unqueueNotice(ctx, before); err != nil {
		return err
	}
	return k.storeNotice(ctx, after, change)
}

func (k *Keeper) storeNotice(ctx context.Context, notice types.Notice, change types.NoticeChange) error {
	key := collections.Join3(notice.CoopId, notice.MemberId, uint64(notice.Kind))
	if err := k.Notices.Set(ctx, key, notice); err != nil {
		return err
	}
	if notice.Due != 0 {
		if err := k.noticeQueue(notice.Kind).Set(ctx, noticeDueKey(notice)); err != nil {
			return err
		}
	}
	return emit(ctx, &types.EventNotice{Notice: notice, Change: change})
}

// dropNotice removes a notice, which has happened or will not.
func (k *Keeper) dropNotice(ctx context.Context, notice types.Notice, change types.NoticeChange) error {
	if err := k.unqueueNotice(ctx, notice); err != nil {
		return err
	}
	if err := k.Notices.Remove(ctx, collections.Join3(notice.CoopId, notice.MemberId, uint64(notice.Kind))); err != nil {
		return err
	}
	return emit(ctx, &types.EventNotice{Notice: notice, Change: change})
}

// dropNoticeOf removes a member's notice of a kind, if there is one.
func (k *Keeper) dropNoticeOf(ctx context.Context, member types.Member, kind types.NoticeKind) error {
	notice, err := k.Notices.Get(ctx, noticeKey(member, kind))
	if errors.Is(err, collections.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	return k.dropNotice(ctx, notice, types.NoticeChange_NOTICE_CHANGE_WITHDRAWN)
}

func (k *Keeper) dropAllNotices(ctx context.Context, member types.Member) error {
	for _, kind := range types.NoticeKinds() {
		if err := k.dropNoticeOf(ctx, member, kind); err != nil {
			return err
		}
	}
	return nil
}

func (k *Keeper) unqueueNotice(ctx context.Context, notice types.Notice) error {
	if notice.Due == 0 {
		return nil
	}
	return k.noticeQueue(notice.Kind).Remove(ctx, noticeDueKey(notice))
}

func noticeDueKey(notice types.Notice) dueKey {
	return collections.Join4(notice.Due, notice.CoopId, uint64(notice.Kind), notice.MemberId)
}

func (k *Keeper) noticeQueue(kind types.NoticeKind) collections.KeySet[dueKey] {
	if kind.IsWindow() {
		return k.Windows
	}
	return k.Dates
}

// noticeDue lets happen what a notice says.
func (k *Keeper) noticeDue(ctx context.Context, key dueKey, now int64) error {
	notice, err := k.findNotice(ctx, key.K2(), key.K4(), types.NoticeKind(key.K3()))
	if err != nil {
		return err
	}
	if notice.Due != key.K1() {
		return types.ErrBroken.Wrapf("the notice of %s on member %d of co-op %d is queued at %d and due at %d",
			notice.Kind.Word(), notice.MemberId, notice.CoopId, key.K1(), notice.Due)
	}
	member, err := k.GetMember(ctx, notice.CoopId, notice.MemberId)
	if err != nil {
		return err
	}
	if notice.Kind == types.NoticeKind_NOTICE_KIND_LAPSE {
		if stands, err := k.lapseStands(ctx, member, notice.Ground); err != nil {
			return err
		} else if !stands {
			return k.dropNotice(ctx, notice, types.NoticeChange_NOTICE_CHANGE_WITHDRAWN)
		}
	}
	if err := k.dropNotice(ctx, notice, types.NoticeChange_NOTICE_CHANGE_DONE); err != nil {
		return err
	}
	switch notice.Kind {
	case types.NoticeKind_NOTICE_KIND_LEAVING:
		return k.EndMembership(ctx, member, types.MemberState_MEMBER_STATE_LEFT)
	case types.NoticeKind_NOTICE_KIND_LAPSE:
		return k.EndMembership(ctx, member, types.MemberState_MEMBER_STATE_LAPSED)
	case types.NoticeKind_NOTICE_KIND_DEATH:
		return k.bury(ctx, member, notice, now)
	case types.NoticeKind_NOTICE_KIND_TRIAL:
		return k.endTrial(ctx, member, notice, now)
	case types.NoticeKind_NOTICE_KIND_MAJORITY:
		return k.comeOfAge(ctx, member)
	default:
		return types.ErrBroken.Wrapf("nothing happens by itself after a notice of %s", notice.Kind.Word())
	}
}

// bury ends the membership of somebody who died, or of a body that is gone, and
// lets the representative act for its money.
func (k *Keeper) bury(ctx context.Context, member types.Member, notice types.Notice, now int64) error {
	state := types.MemberState_MEMBER_STATE_DECEASED
	if notice.Dissolved {
		state = types.MemberState_MEMBER_STATE_DISSOLVED
	}
	if err := k.EndMembership(ctx, member, state); err != nil {
		return err
	}
	if notice.Representative == "" {
		return nil
	}
	representative, err := types.AddressBytes(notice.Representative)
	if err != nil {
		return err
	}
	return k.storeTrustee(ctx, member, representative, now)
}

// startTrial notes when a trial ends, if the class is for one: so long after the
// member began, but not before now.
func (k *Keeper) startTrial(ctx context.Context, member types.Member, class types.Class, began, now int64) error {
	if class.TrialPeriodSeconds == 0 {
		return nil
	}
	notice, err := k.newNotice(ctx, member, types.NoticeKind_NOTICE_KIND_TRIAL)
	if err != nil {
		return err
	}
	notice.Due = max(began+int64(class.TrialPeriodSeconds), now)
	if !class.TrialLapses {
		notice.ToClassId = class.NextClassId
	}
	return k.giveNotice(ctx, notice)
}

// endTrial moves the member on to the class that was to follow when the trial
// began, or ends the membership. A class that is gone leaves it where it is; one
// that is full lets it wait.
func (k *Keeper) endTrial(ctx context.Context, member types.Member, notice types.Notice, now int64) error {
	if notice.ToClassId == 0 {
		return k.EndMembership(ctx, member, types.MemberState_MEMBER_STATE_LAPSED)
	}
	_, charter, err := k.GetCharter(ctx, member.CoopId)
	if err != nil {
		return err
	}
	next, err := charter.Class(notice.ToClassId)
	if errors.Is(err, types.ErrUnknownClass) {
		return nil
	}
	if err != nil {
		return err
	}
	moved, err := k.reclass(ctx, member, next)
	if err != nil {
		return err
	}
	return k.startTrial(ctx, moved, next, now, now)
}

// reclass moves a member to a class that has room.
func (k *Keeper) reclass(ctx context.Context, member types.Member, class types.Class) (types.Member, error) {
	if err := class.Takes(member.Kind); err != nil {
		return member, err
	}
	roll, err := k.GetRoll(ctx, member.CoopId)
	if err != nil {
		return member, err
	}
	if class.IsFull(roll) {
		return member, types.ErrClassFull.Wrapf("class %q has its %d members; wait until one leaves, or raise max_members in the charter", class.Name, class.MaxMembers)
	}
	after := member
	after.ClassId = class.Id
	if err := k.Restand(ctx, member, after); err != nil {
		return member, err
	}
	return k.GetMember(ctx, member.CoopId, member.MemberId)
}

// comeOfAge gives a minor its vote and ends the guardian's authority.
func (k *Keeper) comeOfAge(ctx context.Context, member types.Member) error {
	after := member
	after.MinorUntil = 0
	if err := k.Restand(ctx, member, after); err != nil {
		return err
	}
	return k.dropTrustee(ctx, member)
}
