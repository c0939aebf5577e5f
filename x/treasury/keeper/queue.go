package keeper

import (
	"context"

	"cosmossdk.io/collections"

	chaintypes "github.com/coopledger/coopledger/x/chain/types"

	"github.com/coopledger/coopledger/x/treasury/types"
)

// queueKey is when something happens by itself, co-op and id.
type queueKey = collections.Triple[int64, uint64, uint64]

// queued is what happens by itself at the end of a block.
type queued struct {
	queue collections.KeySet[queueKey]
	// now on the clock by which it is due.
	now int64
	// most of it in a block, and the gas of each within the block's budget for queued work.
	most uint32
	gas  uint64
	// what it is, for whoever runs the node.
	what string
	// settle one; what fails is undone.
	settle func(ctx context.Context, coopID, id uint64) error
}

// settleQueued does what is due, the oldest first, as much as there is room for. One
// that fails leaves the queue, so that the others go on, and is reported.
func (k *Keeper) settleQueued(ctx context.Context, work queued) error {
	due, err := dueIn(ctx, work.queue, work.now, work.most)
	if err != nil {
		return err
	}
	for _, key := range due {
		fits, err := k.chain.SpendWork(ctx, work.gas)
		if err != nil || !fits {
			return err
		}
		err = chaintypes.Isolated(ctx, types.ErrInvariantBroken, func(ctx context.Context) error { return work.settle(ctx, key.K2(), key.K3()) })
		if err == nil {
			continue
		}
		report(ctx, work.what+" that is due can't be dealt with", "coop", key.K2(), "id", key.K3(), "error", err.Error())
		if err := work.queue.Remove(ctx, key); err != nil {
			return err
		}
	}
	return nil
}

// dueIn are the first of a queue whose time has come. They are read before any is
// dealt with, which changes the queue.
func dueIn(ctx context.Context, queue collections.KeySet[queueKey], now int64, most uint32) (due []queueKey, err error) {
	err = queue.Walk(ctx, nil, func(key queueKey) (bool, error) {
		if key.K1() > now {
			return true, nil
		}
		due = append(due, key)
		return len(due) >= int(most), nil
	})
	return due, err
}

// windowsGoOn is false while a kind of message is switched off, and for a while after
// the chain stood still: nobody could have objected.
func (k *Keeper) windowsGoOn(ctx context.Context, typeURL string) (bool, error) {
	mayEnd, err := k.chain.VetoWindowsMayEnd(ctx)
	return err == nil && mayEnd && k.goesOn(ctx, typeURL), err
}
