package keeper

import (
	"context"

	"cosmossdk.io/collections"

	"github.com/coopledger/coopledger/x/membership/types"
)

// Leave ends the signer's membership: no more votes, keys or powers. What the
// member is owed stays owed to its number, and its keys act for that alone. It is at once, or after the notice
// that the charter asks for; until then the member has all its rights and may
// withdraw. Who is suspended stays so.
func (s msgServer) Leave(ctx context.Context, msg *types.MsgLeave) (*types.MsgLeaveResponse, error) {
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
	_, charter, err := s.GetCharter(ctx, coop.Id)
	if err != nil {
		return nil, err
	}
	seconds := charter.MembershipTerms().LeavingNoticeSeconds
	if seconds == 0 {
		return &types.MsgLeaveResponse{}, s.EndMembership(ctx, member, types.MemberState_MEMBER_STATE_LEFT)
	}
	notice, err := s.newNotice(ctx, member, types.NoticeKind_NOTICE_KIND_LEAVING)
	if err != nil {
		return nil, err
	}
	notice.Due = notice.RecordedAt + int64(seconds)
	if err := s.giveNotice(ctx, notice); err != nil {
		return nil, err
	}
	if member.State != types.MemberState_MEMBER_STATE_ACTIVE {
		return &types.MsgLeaveResponse{EndsAt: notice.Due}, nil
	}
	err = s.toState(ctx, member, types.MemberState_MEMBER_STATE_LEAVING, types.MemberState_MEMBER_STATE_ACTIVE)
	return &types.MsgLeaveResponse{EndsAt: notice.Due}, err
}

func (k *Keeper) dropAllPowers(ctx context.Context, member types.Member) error {
	for _, power := range types.Powers() {
		key := collections.Join3(member.CoopId, power, member.MemberId)
		held, err := k.Grants.Has(ctx, key)
		if err != nil {
			return err
		}
		if !held {
			continue
		}
		if err := k.Grants.Remove(ctx, key); err != nil {
			return err
		}
		event := &types.EventPowerRevoked{CoopId: member.CoopId, MemberId: member.MemberId, Power: power}
		if err := emit(ctx, event); err != nil {
			return err
		}
	}
	return nil
}
