package keeper

import (
	"context"

	"cosmossdk.io/collections"

	"github.com/coopledger/coopledger/x/membership/types"
)

// KeepKey refuses the removal of the key that signs.
func (s msgServer) KeepKey(ctx context.Context, msg *types.MsgKeepKey) (*types.MsgKeepKeyResponse, error) {
	coop, member, err := s.keyHolder(ctx, msg.Signer, msg.CoopId)
	if err != nil {
		return nil, err
	}
	key, err := s.signerBytes(msg.Signer)
	if err != nil {
		return nil, err
	}
	waits, err := s.KeyRemovals.Has(ctx, collections.Join3(coop.Id, member.MemberId, key))
	if err != nil {
		return nil, err
	}
	if !waits {
		return nil, types.ErrNoRemoval.Wrapf("nobody wants to remove %s from member %d of %s; see: coopd q membership guardians %s %d",
			types.AddressText(key), member.MemberId, coop.Slug, coop.Slug, member.MemberId)
	}
	if err := s.dropRemoval(ctx, coop.Id, member.MemberId, key); err != nil {
		return nil, err
	}
	return &types.MsgKeepKeyResponse{}, emit(ctx, &types.EventKeyKept{
		CoopId: coop.Id, MemberId: member.MemberId, Address: types.AddressText(key),
	})
}
