package keeper

import (
	"context"

	"github.com/coopledger/coopledger/x/membership/types"
)

// Lapse gives a member notice that its membership lapses, on a ground that the
// charter names, by an officer or the members. Until it is due the member pays,
// and the notice is withdrawn, or objects, and only the members go on with it.
// Sent by the members about a notice that is contested, it ends the membership.
func (s msgServer) Lapse(ctx context.Context, msg *types.MsgLapse) (*types.MsgLapseResponse, error) {
	coop, err := s.GetCoop(ctx, msg.CoopId)
	if err != nil {
		return nil, err
	}
	officer, err := s.decider(ctx, msg.Authority, coop, types.PowerLapse)
	if err != nil {
		return nil, err
	}
	member, err := s.holdsPlace(ctx, coop, msg.MemberId)
	if err != nil {
		return nil, err
	}
	if err := types.ValidateDocumentHash(msg.DocumentSha256); err != nil {
		return nil, err
	}
	if err := s.mustLapse(ctx, coop, member, msg.Ground); err != nil {
		return nil, err
	}
	contested, err := s.contested(ctx, member, msg.Ground)
	if err != nil {
		return nil, err
	}
	if contested && officer == 0 {
		return &types.MsgLapseResponse{}, s.EndMembership(ctx, member, types.MemberState_MEMBER_STATE_LAPSED)
	}
	used, err := s.oneMore(ctx, coop, officer, types.PowerLapse, member.ClassId)
	if err != nil {
		return nil, err
	}
	notice, err := s.lapseNotice(ctx, coop, member, msg.Ground, officer)
	if err != nil {
		return nil, err
	}
	notice.DocumentSha256 = msg.DocumentSha256
	if err := s.giveNotice(ctx, notice); err != nil {
		return nil, err
	}
	return &types.MsgLapseResponse{LapsesAt: notice.Due}, s.noteUse(ctx, used)
}

// contested says whether the member has objected to a lapse on this ground.
func (k *Keeper) contested(ctx context.Context, member types.Member, ground string) (bool, error) {
	key := noticeKey(member, types.NoticeKind_NOTICE_KIND_LAPSE)
	given, err := k.Notices.Has(ctx, key)
	if err != nil || !given {
		return false, err
	}
	notice, err := k.Notices.Get(ctx, key)
	return notice.Contested && notice.Ground == ground, err
}

func (k *Keeper) lapseNotice(
	ctx context.Context, coop types.Coop, member types.Member, ground string, officer uint64,
) (types.Notice, error) {
	_, charter, err := k.GetCharter(ctx, coop.Id)
	if err != nil {
		return types.Notice{}, err
	}
	terms := charter.MembershipTerms()
	if !terms.NamesGround(ground) {
		return types.Notice{}, types.ErrUnknownGround.Wrapf("the charter of %s names no ground %q; its grounds are %q, and for anything else there is due process",
			coop.Slug, ground, terms.LapseGrounds)
	}
	if officer != 0 && member.KeyCount == 0 {
		return types.Notice{}, types.ErrNotAllowed.Wrapf("member %d of %s has no key and could not object; only the members let it lapse, by a resolution",
			member.MemberId, coop.Slug)
	}
	params, err := k.GetParams(ctx)
	if err != nil {
		return types.Notice{}, err
	}
	notice, err := k.newNotice(ctx, member, types.NoticeKind_NOTICE_KIND_LAPSE)
	if err != nil {
		return types.Notice{}, err
	}
	notice.Ground, notice.RecordedBy = ground, officer
	notice.Due = notice.RecordedAt + int64(max(terms.LapseNoticeSeconds, params.MinLapseNoticeSeconds))
	return notice, nil
}

// mustLapse refuses a ground that the ledger sees isn't there.
func (k *Keeper) mustLapse(ctx context.Context, coop types.Coop, member types.Member, ground string) error {
	stands, err := k.lapseStands(ctx, member, ground)
	if err == nil && !stands {
		err = types.ErrNoLapse.Wrapf("member %d of %s is not so far in arrears as the charter asks for a lapse on the ground %q; see: coopd q treasury dues %s",
			member.MemberId, coop.Slug, ground, coop.Slug)
	}
	return err
}

func (k *Keeper) lapseStands(ctx context.Context, member types.Member, ground string) (bool, error) {
	if k.charters == nil {
		return true, nil
	}
	return k.charters.LapseStands(ctx, member, ground)
}
