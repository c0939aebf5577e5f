package keeper

import (
	"context"

	"cosmossdk.io/collections"

	"github.com/coopledger/coopledger/x/surplus/types"
)

// InitGenesis stores a genesis after checking the whole of it. What members' records
// sum to, queues and counts follow from it.
func (k *Keeper) InitGenesis(ctx context.Context, genesis *types.GenesisState) error {
	if err := genesis.Validate(); err != nil {
		return err
	}
	if err := k.Params.Set(ctx, genesis.Params); err != nil {
		return err
	}
	for _, period := range genesis.Periods {
		if _, _, err := k.rulesOf(ctx, period); err != nil {
			return types.ErrInvalidGenesis.Wrapf("period %d of co-op %d: %s", period.Number, period.CoopId, err)
		}
		if err := k.PeriodCounts.Set(ctx, period.CoopId, period.Number); err != nil {
			return err
		}
		if err := k.store(ctx, period, period.DueAt); err != nil {
			return err
		}
	}
	if err := k.checkPatronage(ctx, genesis); err != nil {
		return types.ErrInvalidGenesis.Wrap(err.Error())
	}
	if err := k.initRecords(ctx, genesis); err != nil {
		return err
	}
	for _, state := range genesis.Settlings {
		if err := k.keepSettling(ctx, state); err != nil {
			return err
		}
	}
	for _, kept := range genesis.Outcomes {
		if err := k.Outcomes.Set(ctx, collections.Join(kept.CoopId, kept.Period), kept); err != nil {
			return err
		}
	}
	for _, taken := range genesis.Taken {
		if err := k.Taken.Set(ctx, collections.Join3(taken.CoopId, taken.Period, taken.MemberId), taken); err != nil {
			return err
		}
	}
	return k.initPeriods(ctx)
}

// initPeriods opens the first period of co-ops that the genesis founds.
func (k *Keeper) initPeriods(ctx context.Context) error {
	coops, err := k.membership.CoopCount(ctx)
	if err != nil {
		return err
	}
	for coopID := uint64(1); coopID <= coops; coopID++ {
		count, err := k.count(ctx, coopID)
		if err != nil {
			return err
		}
		if count > 0 {
			continue
		}
		if err := k.Hooks().AfterFounded(ctx, coopID); err != nil {
			return types.ErrInvalidGenesis.Wrapf("the first period of co-op %d: %s", coopID, err)
		}
	}
	return nil
}

func (k *Keeper) initRecords(ctx context.Context, genesis *types.GenesisState) error {
	for _, patronage := range genesis.Patronage {
		if _, err := k.membership.GetMember(ctx, patronage.CoopId, patronage.MemberId); err != nil {
			return types.ErrInvalidGenesis.Wrapf("patronage in period %d: %s", patronage.Period, err)
		}
		if err := k.Patronage.Set(ctx, collections.Join3(patronage.CoopId, patronage.Period, patronage.MemberId), patronage); err != nil {
			return err
		}
	}
	for _, batch := range genesis.Batches {
		if err := k.Batches.Set(ctx, collections.Join3(batch.CoopId, batch.Period, batch.Id), batch); err != nil {
			return err
		}
	}
	for _, line := range genesis.Recorded {
		if err := k.Recorded.Set(ctx, collections.Join4(line.CoopId, line.Period, line.MemberId, line.Batch), line); err != nil {
			return err
		}
	}
	for _, dispute := range genesis.Disputes {
		if err := k.Disputes.Set(ctx, collections.Join3(dispute.CoopId, dispute.Period, dispute.MemberId), dispute); err != nil {
			return err
		}
	}
	return nil
}

// ExportGenesis returns the whole state.
func (k *Keeper) ExportGenesis(ctx context.Context) (*types.GenesisState, error) {
	genesis := &types.GenesisState{}
	var err error
	if genesis.Params, err = k.Params.Get(ctx); err != nil {
		return nil, err
	}
	if genesis.Periods, err = listed(ctx, k.Periods); err != nil {
		return nil, err
	}
	if genesis.Patronage, err = listed(ctx, k.Patronage); err != nil {
		return nil, err
	}
	if genesis.Batches, err = listed(ctx, k.Batches); err != nil {
		return nil, err
	}
	if genesis.Recorded, err = listed(ctx, k.Recorded); err != nil {
		return nil, err
	}
	if genesis.Disputes, err = listed(ctx, k.Disputes); err != nil {
		return nil, err
	}
	if genesis.Settlings, err = listed(ctx, k.Settlings); err != nil {
		return nil, err
	}
	if genesis.Outcomes, err = listed(ctx, k.Outcomes); err != nil {
		return nil, err
	}
	genesis.Taken, err = listed(ctx, k.Taken)
	return genesis, err
}

// listed is everything in a map, in the order of its keys; nil where there is nothing.
func listed[K, V any](ctx context.Context, values collections.Map[K, V]) (list []V, err error) {
	err = values.Walk(ctx, nil, func(_ K, value V) (bool, error) {
		list = append(list, value)
		return false, nil
	})
	return list, err
}
