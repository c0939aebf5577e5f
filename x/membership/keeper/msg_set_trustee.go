package keeper

import (
	"context"

	"cosmossdk.io/collections"

	"github.com/coopledger/coopledger/x/membership/types"
)

// SetTrustee replaces who acts for the money of a minor, or of a place that has
// ended, by the members' resolution.
func (s msgServer) SetTrustee(ctx context.Context, msg *types.MsgSetTrustee) (*types.MsgSetTrusteeResponse, error) {
	coop, err := s.decidedBy(ctx, msg.Authority, msg.CoopId, "who acts for a member's money")
	if err != nil {
		return nil, err
	}
	member, err := s.GetMember(ctx, coop.Id, msg.MemberId)
	if err != nil {
		return nil, err
	}
	dead := member.State == types.MemberState_MEMBER_STATE_DECEASED || member.State == types.MemberState_MEMBER_STATE_DISSOLVED
	if !dead && !member.IsMinor() {
		return nil, types.ErrWrongState.Wrapf("member %d of %s is %s and no minor; it, or whoever it chooses, acts for its own money",
			member.MemberId, coop.Slug, member.State.Word())
	}
	if msg.Address == "" {
		has, err := s.Trustees.Has(ctx, collections.Join(coop.Id, member.MemberId))
		if err == nil && !has {
			err = types.ErrInvalidRequest.Wrapf("member %d of %s has no trustee; name one", member.MemberId, coop.Slug)
		}
		if err != nil {
			return nil, err
		}
		return &types.MsgSetTrusteeResponse{}, s.dropTrustee(ctx, member)
	}
	account, err := s.trusteeAddress(ctx, msg.Address)
	if err != nil {
		return nil, err
	}
	now, err := s.clock.Now(ctx)
	if err != nil {
		return nil, err
	}
	return &types.MsgSetTrusteeResponse{}, s.storeTrustee(ctx, member, account, now)
}
