package keeper

import (
	"context"

	"github.com/coopledger/coopledger/x/membership/types"
)

// WithdrawNotice takes a notice back: the member its own, an officer or the
// members one of theirs. What the calendar brings can't be taken back.
func (s msgServer) WithdrawNotice(ctx context.Context, msg *types.MsgWithdrawNotice) (*types.MsgWithdrawNoticeResponse, error) {
	coop, err := s.GetCoop(ctx, msg.CoopId)
	if err != nil {
		return nil, err
	}
	switch msg.Kind {
	case types.NoticeKind_NOTICE_KIND_LEAVING, types.NoticeKind_NOTICE_KIND_CLASS:
		err = s.isOwnKey(ctx, msg.Signer, coop, msg.MemberId)
	case types.NoticeKind_NOTICE_KIND_LAPSE:
		_, err = s.decider(ctx, msg.Signer, coop, types.PowerLapse)
	case types.NoticeKind_NOTICE_KIND_DEATH:
		_, err = s.decider(ctx, msg.Signer, coop, types.PowerRegister)
	default:
		err = types.ErrInvalidRequest.Wrapf("a notice of %s can't be withdrawn; the members can decide otherwise, by a resolution", msg.Kind.Word())
	}
	if err != nil {
		return nil, err
	}
	notice, err := s.findNotice(ctx, coop.Id, msg.MemberId, msg.Kind)
	if err != nil {
		return nil, err
	}
	if err := s.dropNotice(ctx, notice, types.NoticeChange_NOTICE_CHANGE_WITHDRAWN); err != nil {
		return nil, err
	}
	member, err := s.GetMember(ctx, coop.Id, msg.MemberId)
	if err != nil || msg.Kind != types.NoticeKind_NOTICE_KIND_LEAVING || member.State != types.MemberState_MEMBER_STATE_LEAVING {
		return &types.MsgWithdrawNoticeResponse{}, err
	}
	err = s.toState(ctx, member, types.MemberState_MEMBER_STATE_ACTIVE, types.MemberState_MEMBER_STATE_LEAVING)
	return &types.MsgWithdrawNoticeResponse{}, err
}

// isOwnKey refuses any signer but a key of the member.
func (k *Keeper) isOwnKey(ctx context.Context, signer string, coop types.Coop, memberID uint64) error {
	account, err := k.signerBytes(signer)
	if err != nil {
		return err
	}
	member, err := k.MemberByKey(ctx, coop.Id, account)
	if err != nil {
		return err
	}
	if member.MemberId != memberID {
		return types.ErrNotAllowed.Wrapf("%s is a key of member %d of %s; only member %d takes back what it has said", signer, member.MemberId, coop.Slug, memberID)
	}
	return nil
}
