package keeper

import (
	"context"
	"errors"

	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/coopledger/coopledger/x/membership/types"
)

// Claim takes the place that an invitation offers, for the new key that both
// signatures name. Whoever relays it can change nothing, and gets nothing.
func (s msgServer) Claim(ctx context.Context, msg *types.MsgClaim) (*types.MsgClaimResponse, error) {
	if _, err := s.signerBytes(msg.Relayer); err != nil {
		return nil, err
	}
	coop, err := s.GetCoop(ctx, msg.CoopId)
	if err != nil {
		return nil, err
	}
	_, charter, err := s.GetCharter(ctx, coop.Id)
	if err != nil {
		return nil, err
	}
	params, err := s.GetParams(ctx)
	if err != nil {
		return nil, err
	}
	taken, err := s.roomForClaim(ctx, params)
	if err != nil {
		return nil, err
	}
	now, err := s.clock.Now(ctx)
	if err != nil {
		return nil, err
	}
	invitation, err := s.openInvitation(ctx, coop, msg.Invitation, now)
	if err != nil {
		return nil, err
	}
	if err := s.officersStandBy(ctx, coop, charter, invitation); err != nil {
		return nil, err
	}
	if err := s.verifyClaim(ctx, coop, msg); err != nil {
		return nil, err
	}
	memberID, key, err := s.takeOffer(ctx, coop, charter, invitation, msg.Key, params, now)
	if err != nil {
		return nil, err
	}
	if err := s.endInvitation(ctx, invitation, memberID); err != nil {
		return nil, err
	}
	return &types.MsgClaimResponse{MemberId: memberID, Address: types.AddressText(key)}, s.ClaimsInBlock.Set(ctx, taken+1)
}

// roomForClaim says how many claims this block has taken, and refuses more than
// the limit, so that a hall full of newcomers can't crowd the others out of it.
func (k *Keeper) roomForClaim(ctx context.Context, params types.Params) (uint64, error) {
	taken, err := k.ClaimsInBlock.Get(ctx)
	if err != nil && !errors.Is(err, collections.ErrNotFound) {
		return 0, err
	}
	if taken >= uint64(params.MaxClaimsPerBlock) {
		return 0, types.ErrTooManyClaims.Wrapf("this block has taken its %d claims; send it again in a minute", params.MaxClaimsPerBlock)
	}
	return taken, nil
}

// verifyClaim refuses a claim that the invitation's key did not sign for this
// new key.
func (k *Keeper) verifyClaim(ctx context.Context, coop types.Coop, msg *types.MsgClaim) error {
	account, err := msg.Key.Account()
	if err != nil {
		return err
	}
	sdkCtx := sdk.UnwrapSDKContext(ctx)
	sdkCtx.GasMeter().ConsumeGas(proofGas, "claim")
	return types.VerifyClaim(msg.Invitation, msg.Signature, sdkCtx.ChainID(), coop.Slug, types.AddressText(account), msg.Key.ExpiresAt)
}

// takeOffer gives the new key the place: a new one, or the one that was
// waiting. It returns the place's number and the key's address.
func (k *Keeper) takeOffer(
	ctx context.Context, coop types.Coop, charter types.Charter, invitation types.Invitation, proof types.KeyProof,
	params types.Params, now int64,
) (uint64, []byte, error) {
	if invitation.MemberId == 0 {
		return k.takeNewPlace(ctx, coop, charter, invitation, proof, params)
	}
	member, err := k.unclaimedPlace(ctx, coop, invitation.MemberId)
	if err != nil {
		return 0, nil, err
	}
	key, err := k.provedKey(ctx, proof, coop, member.MemberId, params)
	if err != nil {
		return 0, nil, err
	}
	after := member
	after.KeyCount = 1
	if err := k.Restand(ctx, member, after); err != nil {
		return 0, nil, err
	}
	if err := k.spendProofs(ctx, coop, member.MemberId, proof); err != nil {
		return 0, nil, err
	}
	return member.MemberId, key, k.storeKey(ctx, after, key, now)
}

func (k *Keeper) takeNewPlace(
	ctx context.Context, coop types.Coop, charter types.Charter, invitation types.Invitation, proof types.KeyProof,
	params types.Params,
) (uint64, []byte, error) {
	class, err := charter.Class(invitation.ClassId)
	if err != nil {
		return 0, nil, err
	}
	joining := types.NewMember{Class: class.Name, Keys: []types.KeyProof{proof}}
	taken, err := k.personsPlace(ctx, coop, charter, joining, params, func(proof types.KeyProof) ([]byte, error) {
		return k.provedKey(ctx, proof, coop, 0, params)
	})
	if err != nil {
		return 0, nil, err
	}
	roll, err := k.GetRoll(ctx, coop.Id)
	if err != nil {
		return 0, nil, err
	}
	authority := coop.Account
	if invitation.Inviter != 0 {
		authority = types.MemberRef{CoopId: coop.Id, MemberId: invitation.Inviter}.Words()
	}
	if err := k.hasRoom(ctx, taken, roll, invitation.Inviter == 0); err != nil {
		return 0, nil, err
	}
	member, err := k.join(ctx, &roll, taken, authority)
	if err != nil {
		return 0, nil, err
	}
	if err := k.spendProofs(ctx, coop, 0, proof); err != nil {
		return 0, nil, err
	}
	return member.MemberId, taken.keys[0], k.Rolls.Set(ctx, coop.Id, roll)
}
