package keeper

import (
	"bytes"
	"context"

	"cosmossdk.io/collections"

	"github.com/coopledger/coopledger/x/membership/types"
)

// RemoveKey ends a key's right to act for the signer's place. Ballots that it
// cast stay the member's. Another key goes after the charter's delay, in which it
// can object, so that a stolen key can't shut its owner out.
func (s msgServer) RemoveKey(ctx context.Context, msg *types.MsgRemoveKey) (*types.MsgRemoveKeyResponse, error) {
	coop, member, err := s.keyHolder(ctx, msg.Signer, msg.CoopId)
	if err != nil {
		return nil, err
	}
	key, err := types.AddressBytes(msg.Address)
	if err != nil {
		return nil, err
	}
	own, err := s.Keys.Has(ctx, collections.Join3(coop.Id, member.MemberId, key))
	if err != nil {
		return nil, err
	}
	if !own {
		return nil, types.ErrNotAMember.Wrapf("%s is not a key of member %d of %s; see: coopd q membership member %s %d",
			msg.Address, member.MemberId, coop.Slug, coop.Slug, member.MemberId)
	}
	if member.KeyCount <= 1 {
		return nil, types.ErrLastKey.Wrapf("it is the last key of member %d of %s; add another first, or leave the co-op",
			member.MemberId, coop.Slug)
	}
	policy, err := s.recoveryPolicy(ctx, coop.Id)
	if err != nil {
		return nil, err
	}
	signer, err := s.signerBytes(msg.Signer)
	if err != nil {
		return nil, err
	}
	if policy.RemovalDelaySeconds == 0 || bytes.Equal(signer, key) {
		return &types.MsgRemoveKeyResponse{}, s.removeKey(ctx, member, key)
	}
	now, err := s.clock.Now(ctx)
	if err != nil {
		return nil, err
	}
	removal := types.KeyRemoval{
		CoopId: coop.Id, MemberId: member.MemberId, Address: types.AddressText(key),
		By: types.AddressText(signer), DueAt: now + int64(policy.RemovalDelaySeconds),
	}
	return &types.MsgRemoveKeyResponse{DueAt: removal.DueAt}, s.askRemoval(ctx, removal, key)
}
