package types

import (
	"crypto/sha256"
)

// DefaultGenesis has no purse yet: they are opened for the co-ops that are there.
func DefaultGenesis() *GenesisState { return &GenesisState{Params: DefaultParams()} }

// Validate checks what can be checked without the co-ops and the coins.
func (g GenesisState) Validate() error {
	if err := g.Params.Validate(); err != nil {
		return err
	}
	for i, purse := range g.Purses {
		if i == 0 {
			continue
		}
		last := g.Purses[i-1]
		if purse.CoopId < last.CoopId || purse.CoopId == last.CoopId && purse.Fund <= last.Fund {
			return ErrInvalidGenesis.Wrapf("the purse %q of co-op %d follows %q of co-op %d; order purses by co-op and fund, each once",
				purse.Fund, purse.CoopId, last.Fund, last.CoopId)
		}
	}
	books, err := g.books()
	if err != nil {
		return err
	}
	if err := g.validateEntries(books); err != nil {
		return err
	}
	if err := g.validatePending(books); err != nil {
		return err
	}
	if err := g.validateBudgets(books); err != nil {
		return err
	}
	if err := g.validatePassbooks(books); err != nil {
		return err
	}
	if err := g.validateHoldings(books); err != nil {
		return err
	}
	if err := g.validateDues(); err != nil {
		return err
	}
	if err := g.validatePeriods(); err != nil {
		return err
	}
	if err := g.validateGuards(); err != nil {
		return err
	}
	if err := g.validateReversals(); err != nil {
		return err
	}
	if err := g.validateRates(); err != nil {
		return err
	}
	last := uint64(0)
	for _, freeze := range g.Freezes {
		if freeze.CoopId <= last {
			return ErrInvalidGenesis.Wrapf("the freeze of co-op %d follows that of co-op %d; order them by co-op, each once", freeze.CoopId, last)
		}
		last = freeze.CoopId
		if freeze.Freeze.InBank.IsNil() || freeze.Freeze.InBook.IsNil() {
			return ErrInvalidGenesis.Wrapf("the freeze of co-op %d doesn't say what is in the bank and in the book", freeze.CoopId)
		}
	}
	return nil
}

func (g GenesisState) books() (map[uint64]Book, error) {
	books := make(map[uint64]Book, len(g.Books))
	last := uint64(0)
	for _, book := range g.Books {
		if book.CoopId <= last {
			return nil, ErrInvalidGenesis.Wrapf("the book of co-op %d follows that of co-op %d; order books by co-op, each once", book.CoopId, last)
		}
		last = book.CoopId
		books[book.CoopId] = book.Book
	}
	return books, nil
}

// validateEntries checks that every journal is without gaps and every entry
// sums to zero.
func (g GenesisState) validateEntries(books map[uint64]Book) error {
	counted := make(map[uint64]uint64, len(books))
	last := uint64(0)
	for _, entry := range g.Entries {
		if entry.CoopId < last || entry.Number != counted[entry.CoopId]+1 {
			return ErrInvalidGenesis.Wrapf("entry %d of co-op %d is out of order; order entries by co-op and number, from 1, without gaps", entry.Number, entry.CoopId)
		}
		last = entry.CoopId
		counted[entry.CoopId]++
		if err := entry.validate(); err != nil {
			return ErrInvalidGenesis.Wrapf("entry %d of co-op %d: %s", entry.Number, entry.CoopId, err)
		}
	}
	for _, book := range g.Books {
		if counted[book.CoopId] != book.Book.Entries {
			return ErrInvalidGenesis.Wrapf("the book of co-op %d says that it has %d entries and %d are given", book.CoopId, book.Book.Entries, counted[book.CoopId])
		}
		delete(counted, book.CoopId)
	}
	if len(counted) > 0 {
		return ErrInvalidGenesis.Wrapf("%d co-ops have entries and no book", len(counted))
	}
	return nil
}

func (e Entry) validate() error {
	if _, known := Source_name[int32(e.Source)]; !known || e.Source == Source_SOURCE_UNSPECIFIED {
		return ErrInvalidEntry.Wrapf("%d is no source", e.Source)
	}
	if len(e.TxHash) != 0 && len(e.TxHash) != sha256.Size {
		return ErrInvalidEntry.Wrapf("its transaction's hash has %d bytes; it needs %d or none", len(e.TxHash), sha256.Size)
	}
	if e.Reverses >= e.Number {
		return ErrInvalidEntry.Wrapf("it takes back entry %d, which comes after it", e.Reverses)
	}
	if err := validateDays(e.AccountingDate, e.ReverseOn); err != nil {
		return err
	}
	if len(e.Postings) < 2 {
		return ErrInvalidEntry.Wrap("it has fewer than two postings")
	}
	for _, posting := range e.Postings {
		if err := posting.validate(); err != nil {
			return err
		}
	}
	return SumsToZero(e.Postings)
}

func (g GenesisState) validatePending(books map[uint64]Book) error {
	counted := make(map[uint64]uint32)
	var last PendingEntry
	for _, pending := range g.Pending {
		if pending.CoopId < last.CoopId || pending.CoopId == last.CoopId && pending.Id <= last.Id {
			return ErrInvalidGenesis.Wrapf("the waiting entry %d of co-op %d is out of order; order them by co-op and id", pending.Id, pending.CoopId)
		}
		last = pending
		counted[pending.CoopId]++
		if pending.Id > books[pending.CoopId].LastPendingId {
			return ErrInvalidGenesis.Wrapf("the waiting entry %d of co-op %d has a number that was not given yet", pending.Id, pending.CoopId)
		}
		if err := validateDays(pending.AccountingDate, pending.ReverseOn); err != nil {
			return ErrInvalidGenesis.Wrapf("the waiting entry %d of co-op %d: %s", pending.Id, pending.CoopId, err)
		}
		if pending.AccountingDate <= books[pending.CoopId].LockedThrough {
			return ErrInvalidGenesis.Wrapf("the waiting entry %d of co-op %d is dated %d, in a period that is locked", pending.Id, pending.CoopId, pending.AccountingDate)
		}
		if err := pending.validate(MaxPostingsLimit); err != nil {
			return ErrInvalidGenesis.Wrapf("the waiting entry %d of co-op %d: %s", pending.Id, pending.CoopId, err)
		}
	}
	for _, book := range g.Books {
		if counted[book.CoopId] != book.Book.Pending {
			return ErrInvalidGenesis.Wrapf("the book of co-op %d says that %d entries wait and %d are given", book.CoopId, book.Book.Pending, counted[book.CoopId])
		}
	}
	return nil
}
