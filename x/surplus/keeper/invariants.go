package keeper

import (
	"context"
	"slices"

	"cosmossdk.io/collections"
	"cosmossdk.io/math"

	membershiptypes "github.com/coopledger/coopledger/x/membership/types"

	"github.com/coopledger/coopledger/x/surplus/types"
)

// CheckInvariants reads the whole state and reports the first thing in it that should
// be impossible: patronage that is not the sum of its lines, a period that waits in
// the wrong queue, more taken than was set aside.
func (k *Keeper) CheckInvariants(ctx context.Context) error {
	genesis, err := k.ExportGenesis(ctx)
	if err != nil {
		return err
	}
	if err := genesis.Validate(); err != nil {
		return types.ErrInvariantBroken.Wrap(err.Error())
	}
	if err := k.checkPatronage(ctx, genesis); err != nil {
		return err
	}
	return k.checkQueues(ctx, genesis.Periods)
}

// checkPatronage holds what members have in a period against the sum of their lines,
// basis by basis.
func (k *Keeper) checkPatronage(ctx context.Context, genesis *types.GenesisState) error {
	sums, err := k.sumLines(ctx, genesis)
	if err != nil {
		return err
	}
	for _, patronage := range genesis.Patronage {
		key := [3]uint64{patronage.CoopId, patronage.Period, patronage.MemberId}
		sum, known := sums[key]
		if !known || patronage.IsNothing() || !slices.EqualFunc(patronage.Amounts, sum, func(a, b math.Int) bool { return !a.IsNil() && !a.IsNegative() && a.Equal(b) }) {
			return types.ErrInvariantBroken.Wrapf("member %d in period %d of co-op %d has %v, and its lines come to %v", patronage.MemberId, patronage.Period, patronage.CoopId, patronage.Amounts, sum)
		}
		delete(sums, key)
	}
	for _, line := range genesis.Recorded {
		sum, left := sums[[3]uint64{line.CoopId, line.Period, line.MemberId}]
		if left && !(types.Patronage{Amounts: sum}).IsNothing() {
			return types.ErrInvariantBroken.Wrapf("member %d in period %d of co-op %d has lines and no patronage", line.MemberId, line.Period, line.CoopId)
		}
	}
	return nil
}

// sumLines adds up the lines of each member in each period.
func (k *Keeper) sumLines(ctx context.Context, genesis *types.GenesisState) (map[[3]uint64][]math.Int, error) {
	rules := make(map[[2]uint64]membershiptypes.SurplusRules, len(genesis.Periods))
	for _, period := range genesis.Periods {
		_, of, err := k.rulesOf(ctx, period)
		if err != nil {
			return nil, err
		}
		rules[[2]uint64{period.CoopId, period.Number}] = of
	}
	column := make(map[[3]uint64]int, len(genesis.Batches))
	for _, batch := range genesis.Batches {
		at, err := basisOf(rules[[2]uint64{batch.CoopId, batch.Period}], batch.Basis)
		if err != nil {
			return nil, err
		}
		column[[3]uint64{batch.CoopId, batch.Period, batch.Id}] = at
	}
	sums := make(map[[3]uint64][]math.Int, len(genesis.Patronage))
	for _, line := range genesis.Recorded {
		at, known := column[[3]uint64{line.CoopId, line.Period, line.Batch}]
		if !known || line.Amount.IsNil() {
			return nil, types.ErrInvariantBroken.Wrapf("a line of member %d in period %d of co-op %d is of batch %d, which there is not, or has no amount", line.MemberId, line.Period, line.CoopId, line.Batch)
		}
		key := [3]uint64{line.CoopId, line.Period, line.MemberId}
		if sums[key] == nil {
			sums[key] = newPatronage(types.Period{}, 0, rules[[2]uint64{line.CoopId, line.Period}]).Amounts
		}
		sums[key][at] = sums[key][at].Add(line.Amount)
	}
	return sums, nil
}

// checkQueues holds both queues and the counts against the periods.
func (k *Keeper) checkQueues(ctx context.Context, periods []types.Period) error {
	cutOffs, deadlines := 0, 0
	for _, period := range periods {
		queue, at := k.Deadlines, period.DueAt
		switch {
		case period.Stage == open && period.DueAt == 0:
			queue, at = k.CutOffs, period.EndsAt
			cutOffs++
		case period.DueAt == 0:
			continue
		default:
			deadlines++
		}
		waits, err := queue.Has(ctx, collections.Join3(at, period.CoopId, period.Number))
		if err != nil {
			return err
		}
		if !waits {
			return types.ErrInvariantBroken.Wrapf("period %d of co-op %d is due at %d and waits in no queue", period.Number, period.CoopId, at)
		}
	}
	for _, one := range []struct {
		queue collections.KeySet[dueKey]
		want  int
	}{{k.CutOffs, cutOffs}, {k.Deadlines, deadlines}} {
		if err := one.queue.Walk(ctx, nil, func(dueKey) (bool, error) { one.want--; return false, nil }); err != nil {
			return err
		}
		if one.want != 0 {
			return types.ErrInvariantBroken.Wrapf("a queue has %d entries too few (negative: too many)", one.want)
		}
	}
	return nil
}
