package types

import (
	chaintypes "github.com/coopledger/coopledger/x/chain/types"
)

// validateDays refuses an accounting date that is no day, and a day to take the
// entry back that isn't later.
func validateDays(accountingDate, reverseOn uint32) error {
	if _, err := chaintypes.DateOfNumber(accountingDate); err != nil {
		return ErrInvalidDate.Wrapf("accounting date: %s", err)
	}
	if reverseOn == 0 {
		return nil
	}
	if _, err := chaintypes.DateOfNumber(reverseOn); err != nil {
		return ErrInvalidReversal.Wrap(err.Error())
	}
	if reverseOn <= accountingDate {
		return ErrInvalidReversal.Wrapf("it is dated %d and takes itself back on %d", accountingDate, reverseOn)
	}
	return nil
}

// validatePeriods checks that the locked periods of each book follow each other
// without a gap, and end where the book says.
func (g GenesisState) validatePeriods() error {
	ends := make(map[uint64]uint32)
	last := coopNumber{}
	counted := make(map[uint64]uint64)
	for _, period := range g.Periods {
		refuse := func(why string) error {
			return ErrInvalidGenesis.Wrapf("period %d of co-op %d %s", period.Number, period.CoopId, why)
		}
		key := coopNumber{period.CoopId, period.Number}
		counted[period.CoopId]++
		if !key.follows(last) || period.Number != counted[period.CoopId] {
			return refuse("is out of order; order periods by co-op and number, from 1, without gaps")
		}
		last = key
		first, err := chaintypes.DateOfNumber(period.FirstDay)
		if err != nil {
			return refuse(err.Error())
		}
		if _, err := chaintypes.DateOfNumber(period.LastDay); err != nil || period.LastDay < period.FirstDay {
			return refuse("ends before it begins, or on no day")
		}
		if period.Number > 1 && first.AddDays(-1).Number() != ends[period.CoopId] {
			return refuse("does not begin where the one before it ends")
		}
		ends[period.CoopId] = period.LastDay
		byOfficers := period.AskerMemberId != 0 && period.ConfirmerMemberId != 0 && period.AskerMemberId != period.ConfirmerMemberId
		if byOfficers == (period.ResolutionId != 0) {
			return refuse("was locked neither by two officers nor by a resolution")
		}
	}
	for _, book := range g.Books {
		if book.Book.LockedThrough != ends[book.CoopId] || book.Book.LockedPeriods != counted[book.CoopId] {
			return ErrInvalidGenesis.Wrapf("the book of co-op %d has %d periods locked, to %d; %d are given, to %d",
				book.CoopId, book.Book.LockedPeriods, book.Book.LockedThrough, counted[book.CoopId], ends[book.CoopId])
		}
		delete(counted, book.CoopId)
	}
	if len(counted) > 0 {
		return ErrInvalidGenesis.Wrapf("%d co-ops have locked periods and no book", len(counted))
	}
	return g.validateLockRequests()
}

func (g GenesisState) validateLockRequests() error {
	last := uint64(0)
	for _, request := range g.LockRequests {
		if request.CoopId <= last {
			return ErrInvalidGenesis.Wrapf("the wish to lock a period of co-op %d follows that of co-op %d; order them by co-op, each once", request.CoopId, last)
		}
		last = request.CoopId
		if _, err := chaintypes.DateOfNumber(request.LastDay); err != nil || request.AskerMemberId == 0 {
			return ErrInvalidGenesis.Wrapf("the wish to lock a period of co-op %d is nobody's, or for no day", request.CoopId)
		}
	}
	return nil
}

// validateReversals checks that the entries that will take themselves back are
// those that say so and were not taken back, each once.
func (g GenesisState) validateReversals() error {
	waiting := make(map[coopNumber]uint32)
	for _, entry := range g.Entries {
		if entry.ReverseOn != 0 && entry.ReversedBy == 0 {
			waiting[coopNumber{entry.CoopId, entry.Number}] = entry.ReverseOn
		}
	}
	var last GenesisReversal
	lastDay := uint32(0)
	for _, reversal := range g.Reversals {
		key := coopNumber{reversal.CoopId, reversal.Entry}
		day, known := waiting[key]
		if !known {
			return ErrInvalidGenesis.Wrapf("entry %d of co-op %d is given to take itself back, and doesn't say so, or was taken back", reversal.Entry, reversal.CoopId)
		}
		inOrder := reversal.CoopId > last.CoopId ||
			reversal.CoopId == last.CoopId && (day > lastDay || day == lastDay && reversal.Entry > last.Entry)
		if !inOrder {
			return ErrInvalidGenesis.Wrapf("entry %d of co-op %d is out of order among those that take themselves back; order them by co-op, day and entry", reversal.Entry, reversal.CoopId)
		}
		last, lastDay = reversal, day
		delete(waiting, key)
	}
	if len(waiting) > 0 {
		return ErrInvalidGenesis.Wrapf("%d entries say that they take themselves back, and aren't given to", len(waiting))
	}
	return nil
}

// validateRates checks that rates are confirmed ones, each once, in order.
func (g GenesisState) validateRates() error {
	var last Rate
	for _, rate := range g.Rates {
		inOrder := rate.CoopId > last.CoopId || rate.CoopId == last.CoopId && (rate.Denom > last.Denom || rate.Denom == last.Denom && rate.Day > last.Day)
		if !inOrder {
			return ErrInvalidGenesis.Wrapf("the rate of %s for %d of co-op %d is out of order; order rates by co-op, denom and day, each once", rate.Denom, rate.Day, rate.CoopId)
		}
		last = rate
		if err := rate.validate(); err != nil {
			return ErrInvalidGenesis.Wrapf("the rate of %s for %d of co-op %d: %s", rate.Denom, rate.Day, rate.CoopId, err)
		}
		if _, err := chaintypes.DateOfNumber(rate.Day); err != nil {
			return ErrInvalidGenesis.Wrapf("the rate of %s of co-op %d: %s", rate.Denom, rate.CoopId, err)
		}
		if rate.PreparerMemberId == 0 || rate.ApproverMemberId == 0 || rate.PreparerMemberId == rate.ApproverMemberId {
			return ErrInvalidGenesis.Wrapf("the rate of %s for %d of co-op %d was not confirmed by a second officer", rate.Denom, rate.Day, rate.CoopId)
		}
	}
	return nil
}
