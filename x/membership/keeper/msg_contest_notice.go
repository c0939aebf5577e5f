package keeper

import (
	"context"

	"github.com/coopledger/coopledger/x/membership/types"
)

// ContestNotice is a member's word against a notice on its own place, by any of
// its keys: a lapse goes to the members, the record of its death is void.
func (s msgServer) ContestNotice(ctx context.Context, msg *types.MsgContestNotice) (*types.MsgContestNoticeResponse, error) {
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
	if !msg.Kind.IsWindow() {
		return nil, types.ErrInvalidRequest.Wrapf("a notice of %s is not contested; a lapse or the record of a death is", msg.Kind.Word())
	}
	notice, err := s.findNotice(ctx, coop.Id, member.MemberId, msg.Kind)
	if err != nil {
		return nil, err
	}
	if msg.Kind == types.NoticeKind_NOTICE_KIND_DEATH {
		return &types.MsgContestNoticeResponse{}, s.dropNotice(ctx, notice, types.NoticeChange_NOTICE_CHANGE_CONTESTED)
	}
	if notice.Contested {
		return nil, types.ErrNoticeGiven.Wrapf("member %d of %s has objected already; the members decide now", member.MemberId, coop.Slug)
	}
	contested := notice
	contested.Contested, contested.Due = true, 0
	return &types.MsgContestNoticeResponse{}, s.changeNotice(ctx, notice, contested, types.NoticeChange_NOTICE_CHANGE_CONTESTED)
}
