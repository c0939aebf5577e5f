package keeper

import (
	"context"

	"github.com/coopledger/coopledger/x/membership/types"
)

// AddKey lets another key act for the signer's place. The new key agrees by its
// own signature, so nobody can tie a stranger's key to a membership.
func (s msgServer) AddKey(ctx context.Context, msg *types.MsgAddKey) (*types.MsgAddKeyResponse, error) {
	coop, member, err := s.keyHolder(ctx, msg.Signer, msg.CoopId)
	if err != nil {
		return nil, err
	}
	params, err := s.GetParams(ctx)
	if err != nil {
		return nil, err
	}
	if member.KeyCount >= params.MaxKeysPerMember {
		return nil, types.ErrTooManyKeys.Wrapf("member %d of %s has %d keys and may have %d; remove one first",
			member.MemberId, coop.Slug, member.KeyCount, params.MaxKeysPerMember)
	}
	key, err := s.provedKey(ctx, msg.Key, coop, member.MemberId, params)
	if err != nil {
		return nil, err
	}
	now, err := s.clock.Now(ctx)
	if err != nil {
		return nil, err
	}
	before := member
	member.KeyCount++
	if err := s.Restand(ctx, before, member); err != nil {
		return nil, err
	}
	if err := s.spendProofs(ctx, coop, member.MemberId, msg.Key); err != nil {
		return nil, err
	}
	return &types.MsgAddKeyResponse{Address: types.AddressText(key)}, s.storeKey(ctx, member, key, now)
}

// keyHolder finds the person whose keys a signer may change. A member co-op has
// one key for ever, its account: another would let somebody vote in its place.
func (k *Keeper) keyHolder(ctx context.Context, signer string, coopID uint64) (types.Coop, types.Member, error) {
	account, err := k.signerBytes(signer)
	if err != nil {
		return types.Coop{}, types.Member{}, err
	}
	coop, err := k.GetCoop(ctx, coopID)
	if err != nil {
		return types.Coop{}, types.Member{}, err
	}
	member, err := k.MemberByKey(ctx, coop.Id, account)
	if err != nil {
		return types.Coop{}, types.Member{}, err
	}
	if member.Kind != types.MemberKind_MEMBER_KIND_PERSON {
		return types.Coop{}, types.Member{}, types.ErrMemberCoopKeys.Wrapf("member %d of %s is co-op %d, which acts through its account alone",
			member.MemberId, coop.Slug, member.MemberCoopId)
	}
	return coop, member, nil
}
