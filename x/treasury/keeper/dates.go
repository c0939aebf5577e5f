package keeper

import (
	"context"

	chaintypes "github.com/coopledger/coopledger/x/chain/types"

	"github.com/coopledger/coopledger/x/treasury/types"
)

// today on the clocks of a time zone.
func (k *Keeper) todayIn(ctx context.Context, zoneName string) (chaintypes.Date, error) {
	zone, err := k.chain.ZoneOrUTC(ctx, zoneName)
	if err != nil {
		return chaintypes.Date{}, err
	}
	now, err := k.chain.CivilNow(ctx)
	if err != nil {
		return chaintypes.Date{}, err
	}
	local, err := zone.CivilAt(now)
	return local.Date, err
}

// today on the clocks of a co-op's time zone.
func (k *Keeper) today(ctx context.Context, coopID uint64) (chaintypes.Date, error) {
	_, charter, err := k.membership.GetCharter(ctx, coopID)
	if err != nil {
		return chaintypes.Date{}, err
	}
	return k.todayIn(ctx, charter.TimeZone)
}

// accountingDate is the day that officers give an entry; zero is today. The
// future and locked periods are refused.
func (k *Keeper) accountingDate(ctx context.Context, coopID uint64, given uint32) (uint32, error) {
	today, err := k.today(ctx, coopID)
	if err != nil {
		return 0, err
	}
	if given == 0 {
		given = today.Number()
	}
	if _, err := chaintypes.DateOfNumber(given); err != nil {
		return 0, types.ErrInvalidDate.Wrapf("accounting date: %s", err)
	}
	if given > today.Number() {
		return 0, types.ErrInvalidDate.Wrapf("the accounting date %d is in the future: on the co-op's clocks it is %d; give today or a day before", given, today.Number())
	}
	return given, k.mustBeOpen(ctx, coopID, given)
}

// mustBeOpen refuses a day in a locked period.
func (k *Keeper) mustBeOpen(ctx context.Context, coopID uint64, day uint32) error {
	book, err := k.book(ctx, coopID)
	if err != nil {
		return err
	}
	if day <= book.LockedThrough {
		return types.ErrPeriodLocked.Wrapf("%d is in a period of co-op %d that is locked, as all are to %d, and none is opened again; date the entry after it, or see coopd q treasury periods %d",
			day, coopID, book.LockedThrough, coopID)
	}
	return nil
}

// openDay is a day, or the first one after the locked periods. What moves coins
// is dated on its own day, which is after them, unless the co-op's clocks were
// put back by a new time zone meanwhile: coins are never refused for that.
func openDay(book types.Book, day uint32) (uint32, error) {
	if day > book.LockedThrough {
		return day, nil
	}
	locked, err := chaintypes.DateOfNumber(book.LockedThrough)
	return locked.AddDays(1).Number(), err
}
