package keeper

import (
	"context"

	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/coopledger/coopledger/x/governance/types"
)

// beginSealing queues a closed resolution for the hash over its ballots, none of
// which can change any more.
func (k *Keeper) beginSealing(ctx context.Context, r types.Resolution) error {
	if err := k.DelegatedTallies.Remove(ctx, r.Id); err != nil {
		return err
	}
	if err := k.SealingQueue.Set(ctx, collections.Join(r.ClosedAt, r.Id)); err != nil {
		return err
	}
	return k.Sealings.Set(ctx, r.Id, types.Sealing{Hash: types.NewBallotsHash()})
}

// seal hashes at most recordsMax more records of a closed resolution's ballots,
// and stores the hash when there are none left. It returns how many it hashed.
func (k *Keeper) seal(ctx context.Context, id uint64, recordsMax int) (hashed int, err error) {
	sealing, err := k.Sealings.Get(ctx, id)
	if err != nil {
		return 0, err
	}
	next := collections.NewPrefixedPairRange[uint64, uint64](id).StartInclusive(sealing.NextRecord)
	more := false
	if err := k.Ballots.Walk(ctx, next, func(key collections.Pair[uint64, uint64], record []byte) (bool, error) {
		if hashed == recordsMax {
			sealing.NextRecord, more = key.K2(), true
			return true, nil
		}
		hashed++
		sealing.Hash = types.ChainBallotsHash(sealing.Hash, key.K2(), record)
		return false, nil
	}); err != nil {
		return hashed, err
	}
	if more {
		return hashed, k.Sealings.Set(ctx, id, sealing)
	}
	return hashed, k.endSealing(ctx, id, sealing.Hash)
}

func (k *Keeper) endSealing(ctx context.Context, id uint64, hash []byte) error {
	r, err := k.GetResolution(ctx, id)
	if err != nil {
		return err
	}
	r.BallotsHash = hash
	if err := k.Resolutions.Set(ctx, id, r); err != nil {
		return err
	}
	if err := k.Sealings.Remove(ctx, id); err != nil {
		return err
	}
	if err := k.SealingQueue.Remove(ctx, collections.Join(r.ClosedAt, id)); err != nil {
		return err
	}
	return sdk.UnwrapSDKContext(ctx).EventManager().EmitTypedEvent(&types.EventBallotsSealed{ResolutionId: id, BallotsHash: hash})
}
