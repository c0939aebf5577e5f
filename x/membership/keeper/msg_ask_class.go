package keeper

import (
	"context"

	"github.com/coopledger/coopledger/x/membership/types"
)

// AskClass says that a member would like to be in another class. The members
// decide; without it nobody can take a member's vote away by moving it.
func (s msgServer) AskClass(ctx context.Context, msg *types.MsgAskClass) (*types.MsgAskClassResponse, error) {
	signer, err := s.signerBytes(msg.Signer)
	if err != nil {
		return nil, err
	}
	coop, err := s.GetCoop(ctx, msg.CoopId)
	if err != nil {
		return nil, err
	}
	member, err := s.MemberByKey(ctx, coop.Id, signer)
	if err != nil {
		return nil, err
	}
	class, err := s.otherClass(ctx, coop, member, msg.Class)
	if err != nil {
		return nil, err
	}
	if err := s.dropNoticeOf(ctx, member, types.NoticeKind_NOTICE_KIND_CLASS); err != nil {
		return nil, err
	}
	notice, err := s.newNotice(ctx, member, types.NoticeKind_NOTICE_KIND_CLASS)
	if err != nil {
		return nil, err
	}
	notice.ToClassId = class.Id
	return &types.MsgAskClassResponse{}, s.giveNotice(ctx, notice)
}

// otherClass finds a class that a member could move to.
func (k *Keeper) otherClass(ctx context.Context, coop types.Coop, member types.Member, name string) (types.Class, error) {
	_, charter, err := k.GetCharter(ctx, coop.Id)
	if err != nil {
		return types.Class{}, err
	}
	class, err := charter.ClassByName(name)
	if err != nil {
		return types.Class{}, err
	}
	if class.Id == member.ClassId {
		return types.Class{}, types.ErrInvalidPlace.Wrapf("member %d of %s is in class %q already; name another", member.MemberId, coop.Slug, name)
	}
	return class, class.Takes(member.Kind)
}
