package keeper

import (
	"context"

	"cosmossdk.io/collections"

	"github.com/coopledger/coopledger/x/treasury/types"
)

// initPeriods stores locked periods, what waits to be locked, rates, and the
// entries that will take themselves back.
func (k *Keeper) initPeriods(ctx context.Context, genesis *types.GenesisState) error {
	for _, period := range genesis.Periods {
		if err := k.Periods.Set(ctx, collections.Join(period.CoopId, period.Number), period); err != nil {
			return err
		}
	}
	for _, request := range genesis.LockRequests {
		if _, err := k.membership.GetCoop(ctx, request.CoopId); err != nil {
			return types.ErrInvalidGenesis.Wrapf("the wish to lock a period of co-op %d: %s", request.CoopId, err)
		}
		if err := k.LockRequests.Set(ctx, request.CoopId, request); err != nil {
			return err
		}
	}
	for _, rate := range genesis.Rates {
		if _, err := k.membership.GetCoop(ctx, rate.CoopId); err != nil {
			return types.ErrInvalidGenesis.Wrapf("the rate of %s of co-op %d: %s", rate.Denom, rate.CoopId, err)
		}
		if err := k.Rates.Set(ctx, collections.Join3(rate.CoopId, rate.Denom, rate.Day), rate); err != nil {
			return err
		}
	}
	for _, reversal := range genesis.Reversals {
		entry, err := k.entry(ctx, reversal.CoopId, reversal.Entry)
		if err != nil {
			return err
		}
		if err := k.storeReversal(ctx, reversal.CoopId, reversal.Entry, entry.ReverseOn, reversal.At); err != nil {
			return err
		}
	}
	return nil
}

// exportPeriods adds all of that to an export.
func (k *Keeper) exportPeriods(ctx context.Context, genesis *types.GenesisState) error {
	if err := k.Periods.Walk(ctx, nil, func(_ collections.Pair[uint64, uint64], period types.Period) (bool, error) {
		genesis.Periods = append(genesis.Periods, period)
		return false, nil
	}); err != nil {
		return err
	}
	if err := k.LockRequests.Walk(ctx, nil, func(_ uint64, request types.LockRequest) (bool, error) {
		genesis.LockRequests = append(genesis.LockRequests, request)
		return false, nil
	}); err != nil {
		return err
	}
	if err := k.Rates.Walk(ctx, nil, func(_ collections.Triple[uint64, string, uint32], rate types.Rate) (bool, error) {
		genesis.Rates = append(genesis.Rates, rate)
		return false, nil
	}); err != nil {
		return err
	}
	return k.Reversals.Walk(ctx, nil, func(key collections.Triple[uint64, uint32, uint64], at int64) (bool, error) {
		genesis.Reversals = append(genesis.Reversals, types.GenesisReversal{CoopId: key.K1(), Entry: key.K3(), At: at})
		return false, nil
	})
}
