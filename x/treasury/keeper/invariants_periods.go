package keeper

import (
	"context"

	"cosmossdk.io/collections"
	"cosmossdk.io/math"

	"github.com/coopledger/coopledger/x/treasury/types"
)

// checkDates holds the indexes of accounting dates against what they find.
func (k *Keeper) checkDates(ctx context.Context, genesis *types.GenesisState) error {
	for _, pending := range genesis.Pending {
		dated, err := k.PendingByDay.Has(ctx, collections.Join3(pending.CoopId, pending.AccountingDate, pending.Id))
		if err != nil {
			return err
		}
		if !dated {
			return types.ErrInvariantBroken.Wrapf("the waiting entry %d of co-op %d is not found by its day", pending.Id, pending.CoopId)
		}
	}
	if err := counts(ctx, k.PendingByDay, len(genesis.Pending), "waiting entries are found by their day"); err != nil {
		return err
	}
	for _, reversal := range genesis.Reversals {
		queued, err := k.ReversalQueue.Has(ctx, collections.Join3(reversal.At, reversal.CoopId, reversal.Entry))
		if err != nil {
			return err
		}
		if !queued {
			return types.ErrInvariantBroken.Wrapf("entry %d of co-op %d would never take itself back", reversal.Entry, reversal.CoopId)
		}
	}
	if err := counts(ctx, k.ReversalQueue, len(genesis.Reversals), "entries are queued to take themselves back"); err != nil {
		return err
	}
	if err := k.checkResults(ctx, genesis.Entries); err != nil {
		return err
	}
	return k.checkMoved(ctx, genesis.Entries)
}

// checkMoved recounts what monetary postings come to on each day.
func (k *Keeper) checkMoved(ctx context.Context, entries []types.Entry) error {
	type place struct {
		coopID                uint64
		accountAndFund, denom string
		day                   uint32
	}
	sums := make(map[place]types.Balance)
	for _, entry := range entries {
		rules, err := k.rules(ctx, entry.CoopId)
		if err != nil {
			return err
		}
		for _, posting := range entry.Postings {
			if !types.IsMonetary(rules, posting) {
				continue
			}
			at := place{entry.CoopId, accountAndFund(posting.Account, posting.Fund), posting.Denom, entry.AccountingDate}
			sum, known := sums[at]
			if !known {
				sum = types.Balance{Amount: math.ZeroInt(), Functional: math.ZeroInt()}
			}
			if sums[at], err = sum.Plus(types.Balance{Amount: posting.Amount, Functional: posting.Functional}); err != nil {
				return err
			}
		}
	}
	found := 0
	if err := k.Moved.Walk(ctx, nil, func(key movedKey, moved types.Balance) (bool, error) {
		found++
		sum, known := sums[place{key.K1(), key.K2(), key.K3(), key.K4()}]
		if !known || !sum.Amount.Equal(moved.Amount) || !sum.Functional.Equal(moved.Functional) {
			return true, types.ErrInvariantBroken.Wrapf("what %s of co-op %d moves in %s on %d is not what its entries say", key.K2(), key.K1(), key.K3(), key.K4())
		}
		return false, nil
	}); err != nil {
		return err
	}
	for _, sum := range sums { // deterministic: only counts, so the order does not matter
		if !sum.IsZero() {
			found--
		}
	}
	if found != 0 {
		return types.ErrInvariantBroken.Wrapf("%d days' movements more are stored than the entries make", found)
	}
	return nil
}

// counts refuses a set that has more or fewer keys than there are records.
func counts[K any](ctx context.Context, set collections.KeySet[K], want int, what string) error {
	found := 0
	if err := set.Walk(ctx, nil, func(K) (bool, error) { found++; return false, nil }); err != nil {
		return err
	}
	if found != want {
		return types.ErrInvariantBroken.Wrapf("%d %s, and there are %d", found, what, want)
	}
	return nil
}
