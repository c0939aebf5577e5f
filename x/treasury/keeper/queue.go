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

// dueIn are those of a queue whose time has come, as many as there is room for: one of
// each co-op's first, so that one co-op's many keep no other's waiting, then the
// oldest. Each co-op's own are in order. They are read before any is dealt with, which
// changes the queue.
func dueIn(ctx context.Context, queue collections.KeySet[queueKey], now int64, most uint32) ([]queueKey, error) {
	due, err := firstsIn(ctx, queue, now, int(most))
	if err != nil || len(due) == 0 {
		return due, err
	}
	first := make(map[uint64]queueKey, len(due))
	for _, key := range due {
		first[key.K2()] = key
	}
	err = queue.Walk(ctx, nil, func(key queueKey) (bool, error) {
		if key.K1() > now || len(due) >= int(most) {
			return true, nil
		}
		if taken, known := first[key.K2()]; !known || taken.K1() != key.K1() || taken.K3() != key.K3() {
			due = append(due, key)
		}
		return false, nil
	})
	return due, err
}

// firstsIn are the first of each co-op's whose time has come. It looks no more often
// than it may take; those that are behind come when these are done.
func firstsIn(ctx context.Context, queue collections.KeySet[queueKey], now int64, most int) (firsts []queueKey, err error) {
	seen := make(map[uint64]bool)
	from := new(collections.Range[queueKey])
	for range most {
		var key queueKey
		found := false
		if err := queue.Walk(ctx, from, func(next queueKey) (bool, error) {
			key, found = next, true
			return true, nil
		}); err != nil {
			return nil, err
		}
		if !found || key.K1() > now {
			break
		}
		if !seen[key.K2()] {
			seen[key.K2()] = true
			firsts = append(firsts, key)
		}
		from = new(collections.Range[queueKey]).StartInclusive(collections.Join3(key.K1(), key.K2()+1, uint64(0)))
	}
	return firsts, nil
}

// windowsGoOn is false while a kind of message is switched off, and for a while after
// the chain stood still: nobody could have objected.
func (k *Keeper) windowsGoOn(ctx context.Context, typeURL string) (bool, error) {
	mayEnd, err := k.chain.VetoWindowsMayEnd(ctx)
	return err == nil && mayEnd && k.goesOn(ctx, typeURL), err
}
