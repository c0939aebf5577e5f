package keeper

import (
	"context"
	"errors"

	"cosmossdk.io/collections"

	chaintypes "github.com/coopledger/coopledger/x/chain/types"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"

	"github.com/coopledger/coopledger/x/treasury/types"
)

// ImportBalance enters a period's trial balance out of the book that the co-op keeps
// elsewhere. It waits for a second officer, and takes the place of one that waits.
func (s msgServer) ImportBalance(ctx context.Context, msg *types.MsgImportBalance) (*types.MsgImportBalanceResponse, error) {
	coop, officer, err := s.bookkeeper(ctx, msg.Officer, msg.CoopId)
	if err != nil {
		return nil, err
	}
	imported := types.ImportedBalance{
		CoopId: coop.Id, FirstDay: msg.FirstDay, LastDay: msg.LastDay, CsvSha256: msg.CsvSha256, Lines: msg.Lines, PreparerMemberId: officer,
	}
	if err := s.importable(ctx, coop, imported); err != nil {
		return nil, err
	}
	id, err := chaintypes.Atomically(ctx, func(ctx context.Context) (uint64, error) { return s.enterImport(ctx, imported) })
	if err != nil {
		return nil, err
	}
	return &types.MsgImportBalanceResponse{ImportId: id}, nil
}

// importable refuses a trial balance that doesn't add up, has accounts that the book
// here doesn't have, or is of days to come or that another is of. It is asked again
// when the second officer approves.
func (k *Keeper) importable(ctx context.Context, coop membershiptypes.Coop, imported types.ImportedBalance) error {
	limits, err := k.GetParams(ctx)
	if err != nil {
		return err
	}
	if err := imported.Validate(int(limits.MaxImportLines)); err != nil {
		return err
	}
	rules, err := k.rules(ctx, coop.Id)
	if err != nil {
		return err
	}
	if err := imported.KnownAccounts(rules); err != nil {
		return err
	}
	today, err := k.today(ctx, coop.Id)
	if err != nil {
		return err
	}
	if !types.DayOf(imported.LastDay).Before(today) {
		return types.ErrInvalidImport.Wrapf("its period ends on %s, which is not over for %s; today is %s", types.DayOf(imported.LastDay), coop.Slug, today)
	}
	if err := wholePeriods(rules.Fiscal, coop, imported); err != nil {
		return err
	}
	last, err := k.LastImports.Get(ctx, coop.Id)
	if errors.Is(err, collections.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	before, err := k.ImportedBalances.Get(ctx, collections.Join(coop.Id, last))
	if err == nil && imported.FirstDay <= before.LastDay {
		err = types.ErrInvalidImport.Wrapf("it begins on %s, and trial balance %d is of the days until %s; an error found later goes into the next period",
			types.DayOf(imported.FirstDay), last, types.DayOf(before.LastDay))
	}
	return err
}

// wholePeriods refuses a trial balance that begins or ends in the midst of a period
// of the co-op's fiscal calendar. Without a calendar, and of days before its first
// period, any days will do.
func wholePeriods(calendar *membershiptypes.FiscalCalendar, coop membershiptypes.Coop, imported types.ImportedBalance) error {
	if calendar == nil {
		return nil
	}
	for _, end := range []struct {
		word string
		day  uint32
		is   func(membershiptypes.FiscalPeriod) chaintypes.Date
	}{
		{"first", imported.FirstDay, func(period membershiptypes.FiscalPeriod) chaintypes.Date { return period.First }},
		{"last", imported.LastDay, func(period membershiptypes.FiscalPeriod) chaintypes.Date { return period.Last }},
	} {
		day := types.DayOf(end.day)
		if period, found := calendar.PeriodOf(day); found && end.is(period) != day {
			return types.ErrInvalidImport.Wrapf("its %s day is %s, and the fiscal calendar of %s has the period %s from %s to %s; give the trial balance of whole periods",
				end.word, day, coop.Slug, calendar.Label(period), period.First, period.Last)
		}
	}
	return nil
}

func (k *Keeper) enterImport(ctx context.Context, imported types.ImportedBalance) (uint64, error) {
	book, err := k.book(ctx, imported.CoopId)
	if err != nil {
		return 0, err
	}
	book.LastImportId++
	if err := k.Books.Set(ctx, imported.CoopId, book); err != nil {
		return 0, err
	}
	replaced, err := k.WaitingImports.Get(ctx, imported.CoopId)
	switch {
	case err == nil:
		err = k.ImportedBalances.Remove(ctx, collections.Join(imported.CoopId, replaced))
	case errors.Is(err, collections.ErrNotFound):
		err = nil
	}
	if err != nil {
		return 0, err
	}
	imported.Id = book.LastImportId
	return imported.Id, k.putImport(ctx, imported)
}

func (k *Keeper) putImport(ctx context.Context, imported types.ImportedBalance) error {
	if err := k.storeImport(ctx, imported); err != nil {
		return err
	}
	return emit(ctx, &types.EventImportedBalance{Balance: imported})
}

// storeImport stores a trial balance with what finds it.
func (k *Keeper) storeImport(ctx context.Context, imported types.ImportedBalance) error {
	if err := k.ImportedBalances.Set(ctx, collections.Join(imported.CoopId, imported.Id), imported); err != nil {
		return err
	}
	if imported.Waits() {
		return k.WaitingImports.Set(ctx, imported.CoopId, imported.Id)
	}
	return k.LastImports.Set(ctx, imported.CoopId, imported.Id)
}

// ApproveBalance says that an imported trial balance is what the other book says.
func (s msgServer) ApproveBalance(ctx context.Context, msg *types.MsgApproveBalance) (*types.MsgApproveBalanceResponse, error) {
	coop, officer, err := s.bookkeeper(ctx, msg.Officer, msg.CoopId)
	if err != nil {
		return nil, err
	}
	imported, err := s.ImportedBalances.Get(ctx, collections.Join(coop.Id, msg.ImportId))
	if err != nil && !errors.Is(err, collections.ErrNotFound) {
		return nil, err
	}
	if err != nil || !imported.Waits() {
		return nil, types.ErrUnknownImport.Wrapf("no trial balance %d of %s waits; it was approved, or another has taken its place: coopd q treasury imported-balances %s", msg.ImportId, coop.Slug, coop.Slug)
	}
	if imported.PreparerMemberId == officer {
		return nil, types.ErrSameOfficer.Wrapf("member %d entered it; another officer with the power %q compares it with the other book", officer, membershiptypes.PowerBook)
	}
	if err := s.mustKeepBooks(ctx, coop, imported.PreparerMemberId); err != nil {
		return nil, types.ErrUnauthorized.Wrapf("whoever entered it keeps no books any more: %s; import it anew", err)
	}
	if err := s.importable(ctx, coop, imported); err != nil {
		return nil, err
	}
	if _, err := chaintypes.Atomically(ctx, func(ctx context.Context) (struct{}, error) {
		now, err := s.chain.Now(ctx)
		if err != nil {
			return struct{}{}, err
		}
		imported.ApproverMemberId, imported.ApprovedAt = officer, now
		if err := s.WaitingImports.Remove(ctx, coop.Id); err != nil {
			return struct{}{}, err
		}
		return struct{}{}, s.putImport(ctx, imported)
	}); err != nil {
		return nil, err
	}
	return &types.MsgApproveBalanceResponse{}, nil
}
