package keeper

import (
	"context"

	"cosmossdk.io/collections"

	"github.com/coopledger/coopledger/x/treasury/types"
)

// checkStanding holds the queue of standing orders, their instalments by day and
// what waits for a bridge against the payments.
func (k *Keeper) checkStanding(ctx context.Context, genesis *types.GenesisState) error {
	standing, instalments, waiting := 0, 0, 0
	for _, payment := range genesis.Payments {
		if payment.NextInstalmentAt != 0 {
			standing++
			queued, err := k.StandingQueue.Has(ctx, collections.Join3(payment.NextInstalmentAt, payment.CoopId, payment.Id))
			if err != nil {
				return err
			}
			if !queued {
				return types.ErrInvariantBroken.Wrapf("the standing order %d of co-op %d would never be paid", payment.Id, payment.CoopId)
			}
		}
		if payment.OrderId != 0 {
			instalments++
			id, err := k.Instalments.Get(ctx, collections.Join3(payment.CoopId, payment.OrderId, payment.InstalmentDay))
			if err != nil || id != payment.Id {
				return types.ErrInvariantBroken.Wrapf("payment %d of co-op %d is not found as an instalment of order %d", payment.Id, payment.CoopId, payment.OrderId)
			}
		}
		if payment.Status == awaitingBridge {
			waiting++
			found, err := k.AwaitsBridge.Has(ctx, collections.Join(payment.CoopId, payment.Id))
			if err != nil {
				return err
			}
			if !found {
				return types.ErrInvariantBroken.Wrapf("payment %d of co-op %d waits for a bridge that would not find it", payment.Id, payment.CoopId)
			}
		}
	}
	for _, count := range []struct {
		what string
		walk func(func()) error
		want int
	}{
		{"queued standing orders", func(one func()) error {
			return k.StandingQueue.Walk(ctx, nil, func(collections.Triple[int64, uint64, uint64]) (bool, error) { one(); return false, nil })
		}, standing},
		{"instalments", func(one func()) error {
			return k.Instalments.Walk(ctx, nil, func(collections.Triple[uint64, uint64, uint32], uint64) (bool, error) { one(); return false, nil })
		}, instalments},
		{"payments that wait for a bridge", func(one func()) error {
			return k.AwaitsBridge.Walk(ctx, nil, func(collections.Pair[uint64, uint64]) (bool, error) { one(); return false, nil })
		}, waiting},
	} {
		found := 0
		if err := count.walk(func() { found++ }); err != nil {
			return err
		}
		if found != count.want {
			return types.ErrInvariantBroken.Wrapf("there are %d %s and should be %d", found, count.what, count.want)
		}
	}
	return nil
}
