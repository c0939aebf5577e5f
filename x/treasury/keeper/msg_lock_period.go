package keeper

import (
	"context"
	"errors"

	"cosmossdk.io/collections"

	membershiptypes "github.com/coopledger/coopledger/x/membership/types"

	"github.com/coopledger/coopledger/x/treasury/types"
)

// LockPeriod locks the next period of a book, for good: when a second officer
// with the power "book" sends what a first one sent, or by resolution.
func (s msgServer) LockPeriod(ctx context.Context, msg *types.MsgLockPeriod) (*types.MsgLockPeriodResponse, error) {
	if s.isCoop(msg.Authority, msg.CoopId) {
		coop, resolution, err := s.byResolution(ctx, msg.Authority, msg.CoopId)
		if err != nil {
			return nil, err
		}
		period, err := s.lockable(ctx, coop, msg.LastDay)
		if err != nil {
			return nil, err
		}
		period.ResolutionId = resolution
		return s.lock(ctx, period)
	}
	coop, officer, err := s.bookkeeper(ctx, msg.Authority, msg.CoopId)
	if err != nil {
		return nil, err
	}
	period, err := s.lockable(ctx, coop, msg.LastDay)
	if err != nil {
		return nil, err
	}
	request, asked, err := s.lockRequest(ctx, coop, msg.LastDay)
	if err != nil {
		return nil, err
	}
	if !asked || request.AskerMemberId == officer {
		return &types.MsgLockPeriodResponse{}, s.askToLock(ctx, coop, officer, msg.LastDay)
	}
	period.AskerMemberId, period.ConfirmerMemberId = request.AskerMemberId, officer
	return s.lock(ctx, period)
}

// lockable is the next period of a book, if it ends with the day given, has
// ended, and nothing waits that would be dated in it.
func (k *Keeper) lockable(ctx context.Context, coop membershiptypes.Coop, lastDay uint32) (types.Period, error) {
	rules, err := k.rules(ctx, coop.Id)
	if err != nil {
		return types.Period{}, err
	}
	if rules.Fiscal == nil {
		return types.Period{}, types.ErrNoCalendar.Wrapf("the charter of %s doesn't say how its fiscal year is divided; amend its treasury first", coop.Slug)
	}
	book, err := k.book(ctx, coop.Id)
	if err != nil {
		return types.Period{}, err
	}
	next, err := rules.Fiscal.NextPeriod(book.LockedThrough)
	if err != nil {
		return types.Period{}, err
	}
	label := rules.Fiscal.Label(next)
	if lastDay != next.Last.Number() {
		return types.Period{}, types.ErrCannotLock.Wrapf("the next period of %s to be locked is %s, which ends with %d, and %d was given; periods are locked in order, each whole",
			coop.Slug, label, next.Last.Number(), lastDay)
	}
	today, err := k.today(ctx, coop.Id)
	if err != nil {
		return types.Period{}, err
	}
	if !next.Last.Before(today) {
		return types.Period{}, types.ErrCannotLock.Wrapf("the period %s of %s ends with %s, and today is %s; lock it when it has ended", label, coop.Slug, next.Last, today)
	}
	if err := k.nothingWaits(ctx, coop, lastDay); err != nil {
		return types.Period{}, err
	}
	now, err := k.chain.Now(ctx)
	return types.Period{
		CoopId: coop.Id, Number: book.LockedPeriods + 1, Label: label, FirstDay: next.First.Number(), LastDay: lastDay, LockedAt: now, Entries: book.Entries,
	}, err
}

// nothingWaits refuses a period in which an entry waits for a second officer, or
// for the day on which another takes itself back.
func (k *Keeper) nothingWaits(ctx context.Context, coop membershiptypes.Coop, lastDay uint32) error {
	upTo := new(collections.Range[collections.Triple[uint64, uint32, uint64]]).
		StartInclusive(collections.Join3(coop.Id, uint32(0), uint64(0))).
		EndInclusive(collections.Join3(coop.Id, lastDay, ^uint64(0)))
	if err := k.PendingByDay.Walk(ctx, upTo, func(key collections.Triple[uint64, uint32, uint64]) (bool, error) {
		return true, types.ErrCannotLock.Wrapf("entry %d of %s, dated %d, waits for a second officer; approve it, or wait until it is dropped (coopd q treasury pending %s)",
			key.K3(), coop.Slug, key.K2(), coop.Slug)
	}); err != nil {
		return err
	}
	return k.Reversals.Walk(ctx, upTo, func(key collections.Triple[uint64, uint32, uint64], _ int64) (bool, error) {
		return true, types.ErrCannotLock.Wrapf("entry %d of %s is to take itself back on %d and has not done so yet; wait for it", key.K3(), coop.Slug, key.K2())
	})
}

// lockRequest is an officer's wish to lock the period, if it counts still: it is
// for the same period, not too old, and of one who keeps the book today.
func (k *Keeper) lockRequest(ctx context.Context, coop membershiptypes.Coop, lastDay uint32) (types.LockRequest, bool, error) {
	request, err := k.LockRequests.Get(ctx, coop.Id)
	if errors.Is(err, collections.ErrNotFound) {
		return request, false, nil
	}
	if err != nil {
		return request, false, err
	}
	now, err := k.chain.Now(ctx)
	if err != nil || request.LastDay != lastDay || now >= request.ExpiresAt {
		return request, false, err
	}
	keeps, err := k.membership.HasPower(ctx, coop.Id, request.AskerMemberId, membershiptypes.PowerBook)
	return request, keeps, err
}

func (k *Keeper) askToLock(ctx context.Context, coop membershiptypes.Coop, officer uint64, lastDay uint32) error {
	limits, err := k.GetParams(ctx)
	if err != nil {
		return err
	}
	now, err := k.chain.Now(ctx)
	if err != nil {
		return err
	}
	request := types.LockRequest{CoopId: coop.Id, LastDay: lastDay, AskerMemberId: officer, ExpiresAt: now + int64(limits.PendingLifetimeSeconds)}
	if err := k.LockRequests.Set(ctx, coop.Id, request); err != nil {
		return err
	}
	return emit(ctx, &types.EventPeriodLockAsked{Request: request})
}

// lock a period: its book takes nothing more that is dated in it.
func (k *Keeper) lock(ctx context.Context, period types.Period) (*types.MsgLockPeriodResponse, error) {
	book, err := k.book(ctx, period.CoopId)
	if err != nil {
		return nil, err
	}
	book.LockedPeriods, book.LockedThrough = period.Number, period.LastDay
	if err := k.Books.Set(ctx, period.CoopId, book); err != nil {
		return nil, err
	}
	if err := k.Periods.Set(ctx, collections.Join(period.CoopId, period.Number), period); err != nil {
		return nil, err
	}
	if err := k.LockRequests.Remove(ctx, period.CoopId); err != nil {
		return nil, err
	}
	return &types.MsgLockPeriodResponse{Number: period.Number}, emit(ctx, &types.EventPeriodLocked{Period: period})
}
