package keeper

import (
	"context"

	chaintypes "github.com/coopledger/coopledger/x/chain/types"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"

	"github.com/coopledger/coopledger/x/surplus/types"
)

// boundByCalendar gives a period its days: from the day after the one before it, if
// that has just ended, to the end of the fiscal year or of the calendar's period.
// Otherwise a founded co-op begins today, and any other when the next one begins.
func (k *Keeper) boundByCalendar(ctx context.Context, charter membershiptypes.Charter, founded bool, next *types.Period) error {
	zone, err := k.chain.ZoneOrUTC(ctx, charter.TimeZone)
	if err != nil {
		return err
	}
	now, err := k.chain.CivilNow(ctx)
	if err != nil {
		return err
	}
	today, err := zone.CivilAt(now)
	if err != nil {
		return err
	}
	fiscal, year := *charter.Treasury.Fiscal, charter.Surplus.Every == membershiptypes.SurplusPeriodLength_SURPLUS_PERIOD_LENGTH_UNSPECIFIED
	first, err := firstDay(fiscal, year, today.Date, founded, next.FirstDay)
	if err != nil {
		return err
	}
	last, err := lastDay(fiscal, year, first)
	if err != nil {
		return err
	}
	next.FirstDay, next.LastDay, next.DueAt = first.Number(), last.Number(), 0
	if next.BeginsAt, err = zone.InstantOf(chaintypes.CivilTime{Date: first}); err != nil {
		return err
	}
	next.EndsAt, err = zone.InstantOf(chaintypes.CivilTime{Date: last.AddDays(1)})
	return err
}

// firstDay of the next period; lastBefore is the last day of the one before, zero for
// none. After one there is no gap, however long the ledger has stood still.
func firstDay(fiscal membershiptypes.FiscalCalendar, year bool, today chaintypes.Date, founded bool, lastBefore uint32) (chaintypes.Date, error) {
	if lastBefore != 0 {
		before, err := chaintypes.DateOfNumber(lastBefore)
		return before.AddDays(1), err
	}
	begins, err := chaintypes.DateOfNumber(fiscal.FirstDay)
	if err != nil || today.Before(begins) {
		return begins, err
	}
	if founded {
		return today, nil
	}
	last, err := lastDay(fiscal, year, today)
	return last.AddDays(1), err
}

// lastDay of the fiscal year, or of the calendar's period, that a day is in.
func lastDay(fiscal membershiptypes.FiscalCalendar, year bool, day chaintypes.Date) (chaintypes.Date, error) {
	if year {
		return fiscal.LastDayOfYear(day), nil
	}
	return fiscal.LastDayOfPeriod(day)
}
