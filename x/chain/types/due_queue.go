package types

import (
	"context"

	"cosmossdk.io/collections"
)

// DueKey is an entry of a queue: when it is due, chain time in seconds, and its id.
type DueKey = collections.Pair[int64, uint64]

// DueQueue holds what is to be done at a time, in the order of (due, id).
type DueQueue = collections.KeySet[DueKey]

// Due lists what is due at now in a queue, at most so many entries, in the order
// of (due, id). It goes through the queue once. Asking for the first entry again
// after each that is done would cost more with every one: what a block and the
// blocks before it have taken off the queue has to be passed over each time.
func Due(ctx context.Context, queue DueQueue, now int64, most uint64) (entries []DueKey, err error) {
	if most == 0 {
		return nil, nil
	}
	err = queue.Walk(ctx, nil, func(entry DueKey) (bool, error) {
		if entry.K1() > now {
			return true, nil
		}
		entries = append(entries, entry)
		return uint64(len(entries)) >= most, nil
	})
	return entries, err
}
