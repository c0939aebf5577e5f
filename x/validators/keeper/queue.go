package keeper

import (
	"context"

	"github.com/coopledger/coopledger/x/validators/types"
)

// queue puts a change at the end of the queue. A seat has at most one change
// of each kind in it, so it is never longer than twice max_seats.
func (k *Keeper) queue(ctx context.Context, change types.Change) error {
	id, err := k.NextChangeID.Get(ctx)
	if err != nil {
		return err
	}
	change.Id = id
	if err := k.Changes.Set(ctx, id, change); err != nil {
		return err
	}
	if err := k.NextChangeID.Set(ctx, id+1); err != nil {
		return err
	}
	return emit(ctx, &types.EventChangeQueued{Change: change})
}

func (k *Keeper) allChanges(ctx context.Context) ([]types.Change, error) {
	iterator, err := k.Changes.Iterate(ctx, nil)
	if err != nil {
		return nil, err
	}
	return iterator.Values()
}

func (k *Keeper) dropChange(ctx context.Context, change types.Change) error {
	if err := k.Changes.Remove(ctx, change.Id); err != nil {
		return err
	}
	return emit(ctx, &types.EventChangeDropped{Change: change})
}

// withdrawChanges takes a seat's changes out of the queue, and with them the
// key that waited. The caller stores the seat.
func (k *Keeper) withdrawChanges(ctx context.Context, seat *types.Seat) error {
	changes, err := k.allChanges(ctx)
	if err != nil {
		return err
	}
	for _, change := range changes {
		if change.CoopId != seat.CoopId {
			continue
		}
		if err := k.dropChange(ctx, change); err != nil {
			return err
		}
	}
	if seat.NextPubkey == nil {
		return nil
	}
	key, err := types.ParseConsensusKey(seat.NextPubkey)
	if err != nil {
		return err
	}
	seat.NextPubkey = nil
	return k.retireKey(ctx, key)
}

// forgetReplacement lets a queued seat join without replacing a seat that is
// gone, so that it can't take the place of a later seat of the same co-op.
func (k *Keeper) forgetReplacement(ctx context.Context, coopID uint64) error {
	changes, err := k.allChanges(ctx)
	if err != nil {
		return err
	}
	for _, change := range changes {
		if change.ReplacesCoopId != coopID {
			continue
		}
		change.ReplacesCoopId = 0
		if err := k.Changes.Set(ctx, change.Id, change); err != nil {
			return err
		}
	}
	return nil
}
