package keeper

import (
	"bytes"
	"context"

	"cosmossdk.io/collections"
	errorsmod "cosmossdk.io/errors"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/coopledger/coopledger/x/membership/types"
)

// Found founds a co-op. Its founders prove their keys; whoever founds it pays
// the founding fee, unless the root federation decided it.
func (s msgServer) Found(ctx context.Context, msg *types.MsgFound) (*types.MsgFoundResponse, error) {
	payer, err := s.signerBytes(msg.Founder)
	if err != nil {
		return nil, err
	}
	params, err := s.GetParams(ctx)
	if err != nil {
		return nil, err
	}
	if err := s.slugIsFree(ctx, msg.Slug); err != nil {
		return nil, err
	}
	if err := msg.Charter.Validate(params); err != nil {
		return nil, err
	}
	id, err := s.nextCoopID(ctx)
	if err != nil {
		return nil, err
	}
	now, err := s.clock.Now(ctx)
	if err != nil {
		return nil, err
	}
	coop := types.Coop{
		Id: id, Slug: msg.Slug, Account: types.CoopAddress(id), CharterVersion: 1, FoundedAt: now,
		LastClassId: msg.Charter.LastClassID(),
	}
	places, err := s.foundersPlaces(ctx, coop, msg, params)
	if err != nil {
		return nil, err
	}
	if err := s.takeFoundingFee(ctx, payer, params); err != nil {
		return nil, err
	}
	if err := s.storeCoop(ctx, coop, msg.Charter); err != nil {
		return nil, err
	}
	if s.charters != nil {
		if err := s.charters.AfterFounded(ctx, id); err != nil {
			return nil, err
		}
	}
	roll := types.Roll{NextMemberId: 1}
	for _, place := range places {
		if _, err := s.join(ctx, &roll, place, msg.Founder); err != nil {
			return nil, err
		}
	}
	if err := s.Rolls.Set(ctx, id, roll); err != nil {
		return nil, err
	}
	return &types.MsgFoundResponse{CoopId: id, Account: coop.Account}, nil
}

func (k *Keeper) slugIsFree(ctx context.Context, slug string) error {
	if err := types.ValidateSlug(slug); err != nil {
		return err
	}
	taken, err := k.Slugs.Has(ctx, slug)
	if err != nil {
		return err
	}
	if taken {
		return types.ErrSlugTaken.Wrapf("another co-op has the slug %q; choose another", slug)
	}
	return nil
}

// nextCoopID is the id of the next co-op. The first, the root federation, is
// founded in genesis: there is nobody else who could.
func (k *Keeper) nextCoopID(ctx context.Context) (uint64, error) {
	id, err := k.NextCoopID.Peek(ctx)
	if err != nil {
		return 0, err
	}
	if id <= types.RootCoopID {
		return 0, types.ErrNotAllowed.Wrap("this ledger has no root federation; put it into the genesis as co-op 1")
	}
	return id, nil
}

// foundersPlaces checks the founders and their proofs, and that they could
// change the charter they found the co-op with.
func (s msgServer) foundersPlaces(
	ctx context.Context, coop types.Coop, msg *types.MsgFound, params types.Params,
) ([]place, error) {
	if len(msg.Founders) == 0 || uint64(len(msg.Founders)) > uint64(params.MaxFounders) {
		return nil, types.ErrInvalidFounders.Wrapf("%d founders given; give 1 to %d", len(msg.Founders), params.MaxFounders)
	}
	claim, err := s.foundingClaim(ctx, coop, msg)
	if err != nil {
		return nil, err
	}
	var (
		places []place
		seen   = make(map[string]bool)
		roll   types.Roll
	)
	for i, founder := range msg.Founders {
		if founder.MemberCoopId != 0 {
			return nil, types.ErrInvalidFounders.Wrapf("founder %d is co-op %d; found the co-op first, let the other apply, then admit it",
				i+1, founder.MemberCoopId)
		}
		place, err := s.personsPlace(ctx, coop, msg.Charter, founder, params, func(proof types.KeyProof) ([]byte, error) {
			return s.founderKey(ctx, proof, claim, i+1, coop, params)
		})
		if err != nil {
			return nil, errorsmod.Wrapf(err, "founder %d", i+1)
		}
		for _, key := range place.keys {
			if seen[string(key)] {
				return nil, types.ErrKeyTaken.Wrapf("%s is given for two founders; each needs a key of its own", types.AddressText(key))
			}
			seen[string(key)] = true
		}
		roll.Join(types.Member{
			State: types.MemberState_MEMBER_STATE_ACTIVE, MinorUntil: place.minorUntil, KeyCount: uint32(len(place.keys)),
		}, place.class)
		places = append(places, place)
	}
	return places, msg.Charter.CanBeChangedBy(roll)
}

// foundingClaim is what every founder must have signed.
func (k *Keeper) foundingClaim(ctx context.Context, coop types.Coop, msg *types.MsgFound) (types.FoundingClaim, error) {
	keys := 0
	for _, founder := range msg.Founders {
		keys += len(founder.Keys)
	}
	if keys > types.MaxFoundingKeys {
		return types.FoundingClaim{}, types.ErrInvalidFounders.Wrapf("the founders have %d keys together; at most %d, and each adds others later with: coopd tx membership add-key",
			keys, types.MaxFoundingKeys)
	}
	places, err := types.FounderPlaces(msg.Founders)
	if err != nil {
		return types.FoundingClaim{}, err
	}
	return types.NewFoundingClaim(sdk.UnwrapSDKContext(ctx).ChainID(), coop.Slug, msg.Charter, places)
}

// founderKey verifies a founder's consent to the whole founding. It needs no
// memory of proofs used: a slug is founded once.
func (k *Keeper) founderKey(
	ctx context.Context, proof types.KeyProof, claim types.FoundingClaim, number int, coop types.Coop, params types.Params,
) ([]byte, error) {
	now, err := k.timeOfProof(ctx)
	if err != nil {
		return nil, err
	}
	key, err := types.VerifyFounderProof(proof, claim, number, now, params.MaxProofLifetimeSeconds)
	if err != nil {
		return nil, err
	}
	return key, k.keyIsFree(ctx, coop, key)
}

func (k *Keeper) takeFoundingFee(ctx context.Context, payer []byte, params types.Params) error {
	root := types.CoopAccount(types.RootCoopID)
	if bytes.Equal(payer, root) {
		return nil
	}
	fee := sdk.Coins(params.FoundingFee)
	if fee.Empty() {
		return types.ErrNotAllowed.Wrap("no founding fee is set, so only the root federation founds co-ops; ask a member co-op of it to propose yours")
	}
	// A bank that refuses half-way leaves nothing behind.
	cached, write := sdk.UnwrapSDKContext(ctx).CacheContext()
	if err := k.bank.SendCoins(cached, payer, root, fee); err != nil {
		return types.ErrFoundingFee.Wrapf("founding costs %s, paid by %s to the root federation: %s",
			fee, types.AddressText(payer), err)
	}
	write()
	return nil
}

func (k *Keeper) storeCoop(ctx context.Context, coop types.Coop, charter types.Charter) error {
	if _, err := k.NextCoopID.Next(ctx); err != nil {
		return err
	}
	if err := k.Coops.Set(ctx, coop.Id, coop); err != nil {
		return err
	}
	if err := k.Slugs.Set(ctx, coop.Slug, coop.Id); err != nil {
		return err
	}
	if err := k.CoopAccounts.Set(ctx, types.CoopAccount(coop.Id), coop.Id); err != nil {
		return err
	}
	if err := k.Charters.Set(ctx, collections.Join(coop.Id, coop.CharterVersion), charter); err != nil {
		return err
	}
	return emit(ctx, &types.EventCoopFounded{CoopId: coop.Id, Slug: coop.Slug, Account: coop.Account})
}
