package keeper

import (
	"context"
	"errors"
	"time"

	"cosmossdk.io/collections"

	"github.com/cosmos/cosmos-sdk/crypto/keys/ed25519"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/coopledger/coopledger/x/validators/types"
)

// maxForgottenKeysPerBlock bounds how many retired keys one block forgets.
const maxForgottenKeysPerBlock = 8

// checkKeyFree returns ErrKeyInUse or ErrKeyBanned unless the co-op may sign
// with the key. Its own retired key is free again only when mayReturn.
func (k *Keeper) checkKeyFree(ctx context.Context, coopID uint64, key *ed25519.PubKey, mayReturn bool) error {
	owner, err := k.KeyOwners.Get(ctx, key.Address())
	switch {
	case errors.Is(err, collections.ErrNotFound):
		return nil
	case err != nil:
		return err
	case owner.Banned:
		return types.ErrKeyBanned.Wrapf("the key %X of co-op %d signed twice at one height and can never come back; make a new one", owner.ConsensusAddress, owner.CoopId)
	case owner.RetiredHeight == 0:
		return types.ErrKeyInUse.Wrapf("the key %X is the key of co-op %d's seat; make a new one", owner.ConsensusAddress, owner.CoopId)
	case owner.CoopId != coopID || !mayReturn:
		return types.ErrKeyInUse.Wrapf("the key %X was co-op %d's until height %d and evidence may still name it; make a new one", owner.ConsensusAddress, owner.CoopId, owner.RetiredHeight)
	default:
		return nil
	}
}

// claimKey records whose key it is from now on; checkKeyFree comes first.
func (k *Keeper) claimKey(ctx context.Context, coopID uint64, key *ed25519.PubKey) error {
	owner, err := k.KeyOwners.Get(ctx, key.Address())
	if err != nil && !errors.Is(err, collections.ErrNotFound) {
		return err
	}
	if err == nil {
		if err := k.RetiredKeys.Remove(ctx, collections.Join(owner.RetiredHeight, owner.ConsensusAddress)); err != nil {
			return err
		}
	}
	return k.KeyOwners.Set(ctx, key.Address(), types.KeyOwner{ConsensusAddress: key.Address(), CoopId: coopID})
}

// retireKey records that no seat has the key any more. CometBFT lets it sign
// one more height, since a change at height h takes effect at h + 2.
func (k *Keeper) retireKey(ctx context.Context, key *ed25519.PubKey) error {
	owner, err := k.KeyOwners.Get(ctx, key.Address())
	if err != nil {
		return err
	}
	owner.RetiredHeight = height(ctx) + 1
	owner.RetiredAt = 0
	if !owner.Banned {
		if err := k.RetiredKeys.Set(ctx, collections.Join(owner.RetiredHeight, owner.ConsensusAddress)); err != nil {
			return err
		}
	}
	return k.KeyOwners.Set(ctx, owner.ConsensusAddress, owner)
}

// banKey makes sure that a key never comes back and is never forgotten.
func (k *Keeper) banKey(ctx context.Context, address []byte) error {
	owner, err := k.KeyOwners.Get(ctx, address)
	if err != nil {
		return err
	}
	owner.Banned = true
	if owner.RetiredHeight != 0 {
		if err := k.RetiredKeys.Remove(ctx, collections.Join(owner.RetiredHeight, owner.ConsensusAddress)); err != nil {
			return err
		}
	}
	return k.KeyOwners.Set(ctx, address, owner)
}

// dateRetiredKeys gives the keys that the last block retired the time of this
// one, the last that they may have signed. Nobody could know it before: the
// chain might have stood still for a month in between.
func (k *Keeper) dateRetiredKeys(ctx context.Context) error {
	iterator, err := k.RetiredKeys.Iterate(ctx, new(collections.Range[collections.Pair[int64, []byte]]).Descending())
	if err != nil {
		return err
	}
	var undated []types.KeyOwner
	for ; iterator.Valid(); iterator.Next() {
		retired, err := iterator.Key()
		if err != nil {
			return errors.Join(err, iterator.Close())
		}
		owner, err := k.KeyOwners.Get(ctx, retired.K2())
		if err != nil {
			return errors.Join(err, iterator.Close())
		}
		if owner.RetiredAt != 0 {
			break
		}
		undated = append(undated, owner)
	}
	if err := iterator.Close(); err != nil {
		return err
	}
	for _, owner := range undated {
		owner.RetiredAt = sdk.UnwrapSDKContext(ctx).BlockTime().Unix() + 1
		if err := k.KeyOwners.Set(ctx, owner.ConsensusAddress, owner); err != nil {
			return err
		}
	}
	return nil
}

// forgetRetiredKeys forgets the oldest keys once evidence against them is too
// old in blocks and in seconds: CometBFT refuses it only when it is both.
func (k *Keeper) forgetRetiredKeys(ctx context.Context) error {
	sdkCtx := sdk.UnwrapSDKContext(ctx)
	evidence := sdkCtx.ConsensusParams().Evidence
	if evidence == nil {
		return nil
	}
	iterator, err := k.RetiredKeys.Iterate(ctx, nil)
	if err != nil {
		return err
	}
	var old []collections.Pair[int64, []byte]
	for ; iterator.Valid() && len(old) < maxForgottenKeysPerBlock; iterator.Next() {
		retired, err := iterator.Key()
		if err != nil {
			return errors.Join(err, iterator.Close())
		}
		owner, err := k.KeyOwners.Get(ctx, retired.K2())
		if err != nil {
			return errors.Join(err, iterator.Close())
		}
		ageBlocks := sdkCtx.BlockHeight() - owner.RetiredHeight
		ageSeconds := sdkCtx.BlockTime().Unix() - owner.RetiredAt
		maxAgeSeconds := int64(evidence.MaxAgeDuration/time.Second) + 1
		if owner.RetiredAt == 0 || ageBlocks <= evidence.MaxAgeNumBlocks || ageSeconds <= maxAgeSeconds {
			break
		}
		old = append(old, retired)
	}
	if err := iterator.Close(); err != nil {
		return err
	}
	for _, retired := range old {
		if err := k.RetiredKeys.Remove(ctx, retired); err != nil {
			return err
		}
		if err := k.KeyOwners.Remove(ctx, retired.K2()); err != nil {
			return err
		}
	}
	return nil
}
