package keeper

import (
	"context"

	"cosmossdk.io/collections"
	"cosmossdk.io/math"

	membershiptypes "github.com/coopledger/coopledger/x/membership/types"

	"github.com/coopledger/coopledger/x/surplus/types"
)

const (
	open      = types.PeriodStage_PERIOD_STAGE_OPEN
	adjusting = types.PeriodStage_PERIOD_STAGE_ADJUSTING
	sealed    = types.PeriodStage_PERIOD_STAGE_SEALED
	presented = types.PeriodStage_PERIOD_STAGE_PRESENTED
	approved  = types.PeriodStage_PERIOD_STAGE_APPROVED
	settled   = types.PeriodStage_PERIOD_STAGE_SETTLED

	bySeconds = membershiptypes.SurplusPeriodLength_SURPLUS_PERIOD_LENGTH_SECONDS
)

// openNext opens a co-op's next period by the charter in force, unless one is open or
// the charter shares no surplus. A co-op that is founded begins at once; any other
// begins with a whole period of its calendar, since its rules were adopted before.
func (k *Keeper) openNext(ctx context.Context, coopID uint64, founded bool) error {
	version, charter, err := k.membership.GetCharter(ctx, coopID)
	if err != nil || charter.Surplus == nil {
		return err
	}
	count, err := k.count(ctx, coopID)
	if err != nil {
		return err
	}
	if count, err = k.dropUnbegun(ctx, coopID, count); err != nil {
		return err
	}
	next := types.Period{CoopId: coopID, Number: count + 1, CharterVersion: version, Taken: math.ZeroInt()}
	if count > 0 {
		last, err := k.Periods.Get(ctx, collections.Join(coopID, count))
		if err != nil || last.Stage == open {
			return err
		}
		next.BeginsAt, next.FirstDay = last.EndsAt, last.LastDay
	}
	if charter.Surplus.Every == bySeconds {
		err = k.boundBySeconds(ctx, *charter.Surplus, &next)
	} else {
		err = k.boundByCalendar(ctx, charter, founded, &next)
	}
	if err != nil {
		return err
	}
	if err := k.PeriodCounts.Set(ctx, coopID, next.Number); err != nil {
		return err
	}
	return k.moveTo(ctx, next, open, next.DueAt)
}

// dropUnbegun takes back a co-op's last period if its first day is still to come: the
// rules that are in force by then were adopted before it too, and are the later ones.
func (k *Keeper) dropUnbegun(ctx context.Context, coopID, count uint64) (uint64, error) {
	if count == 0 {
		return 0, nil
	}
	last, err := k.Periods.Get(ctx, collections.Join(coopID, count))
	if err != nil {
		return count, err
	}
	now, err := k.chain.CivilNow(ctx)
	if err != nil || last.Stage != open || last.LastDay == 0 || last.BeginsAt <= now || last.Batches > 0 || last.Disputes > 0 {
		return count, err
	}
	if err := k.unqueue(ctx, last); err != nil {
		return count, err
	}
	if count == 1 {
		err = k.PeriodCounts.Remove(ctx, coopID)
	} else {
		err = k.PeriodCounts.Set(ctx, coopID, count-1)
	}
	if err != nil {
		return count, err
	}
	return count - 1, k.Periods.Remove(ctx, collections.Join(coopID, count))
}

// boundBySeconds lets a period begin now, or where the one before it ended in this block.
func (k *Keeper) boundBySeconds(ctx context.Context, rules membershiptypes.SurplusRules, next *types.Period) error {
	now, err := k.chain.Now(ctx)
	if err != nil {
		return err
	}
	length := int64(rules.PeriodSeconds)
	if next.BeginsAt == 0 || next.FirstDay != 0 || next.BeginsAt > now || next.BeginsAt+length <= now {
		next.BeginsAt = now
	}
	next.FirstDay, next.EndsAt = 0, next.BeginsAt+length
	next.DueAt = next.EndsAt
	opening, err := k.resultsSoFar(ctx, next.CoopId)
	next.Opening = &opening
	return err
}

// moveTo gives a period its next stage, with when something happens to it by itself;
// zero is never. It is the only way that a stage changes.
func (k *Keeper) moveTo(ctx context.Context, period types.Period, stage types.PeriodStage, due int64) error {
	moved := period.Stage != stage
	period.Stage, period.ErrorCodespace, period.ErrorCode = stage, "", 0
	if err := k.store(ctx, period, due); err != nil || !moved {
		return err
	}
	return emit(ctx, &types.EventPeriodMoved{CoopId: period.CoopId, Period: period.Number, Stage: stage})
}

// store keeps a period and its place in the queues.
func (k *Keeper) store(ctx context.Context, period types.Period, due int64) error {
	before, err := k.Periods.Has(ctx, collections.Join(period.CoopId, period.Number))
	if err != nil {
		return err
	}
	if before {
		was, err := k.Periods.Get(ctx, collections.Join(period.CoopId, period.Number))
		if err != nil {
			return err
		}
		if err := k.unqueue(ctx, was); err != nil {
			return err
		}
	}
	period.DueAt = due
	if err := k.Periods.Set(ctx, collections.Join(period.CoopId, period.Number), period); err != nil {
		return err
	}
	if period.Stage == open && due == 0 {
		return k.CutOffs.Set(ctx, collections.Join3(period.EndsAt, period.CoopId, period.Number))
	}
	if due == 0 {
		return nil
	}
	return k.Deadlines.Set(ctx, collections.Join3(due, period.CoopId, period.Number))
}

// unqueue takes a period out of the queues.
func (k *Keeper) unqueue(ctx context.Context, period types.Period) error {
	if err := k.CutOffs.Remove(ctx, collections.Join3(period.EndsAt, period.CoopId, period.Number)); err != nil {
		return err
	}
	return k.Deadlines.Remove(ctx, collections.Join3(period.DueAt, period.CoopId, period.Number))
}
