package keeper

import (
	"context"

	"cosmossdk.io/collections"

	membershiptypes "github.com/coopledger/coopledger/x/membership/types"

	"github.com/coopledger/coopledger/x/treasury/types"
)

// Post prepares an entry that moves no coin: invoices, accruals, depreciation,
// opening balances. It waits for a second officer.
func (s msgServer) Post(ctx context.Context, msg *types.MsgPost) (*types.MsgPostResponse, error) {
	coop, officer, err := s.bookkeeper(ctx, msg.Officer, msg.CoopId)
	if err != nil {
		return nil, err
	}
	id, err := s.prepare(ctx, coop, types.PendingEntry{
		CoopId: coop.Id, PreparerMemberId: officer, Narrative: msg.Narrative, DocumentSha256: msg.DocumentSha256, Postings: msg.Postings,
		AccountingDate: msg.AccountingDate, ReverseOn: msg.ReverseOn,
	})
	if err != nil {
		return nil, err
	}
	return &types.MsgPostResponse{PendingId: id}, nil
}

// Reverse prepares the entry that takes an officers' entry back. It waits for a
// second officer too.
func (s msgServer) Reverse(ctx context.Context, msg *types.MsgReverse) (*types.MsgReverseResponse, error) {
	coop, officer, err := s.bookkeeper(ctx, msg.Officer, msg.CoopId)
	if err != nil {
		return nil, err
	}
	original, err := s.reversible(ctx, coop.Id, msg.Entry)
	if err != nil {
		return nil, err
	}
	if original.PaymentId != 0 {
		return nil, types.ErrNotReversible.Wrapf("entry %d is payment %d; if it has come back, say so with: coopd tx treasury return-payment", original.Number, original.PaymentId)
	}
	pending := types.PendingEntry{CoopId: coop.Id, PreparerMemberId: officer, Narrative: msg.Narrative, Reverses: original.Number, Outside: original.Outside, AccountingDate: msg.AccountingDate}
	for _, posting := range original.Postings {
		pending.Postings = append(pending.Postings, posting.Negated())
	}
	id, err := s.prepare(ctx, coop, pending)
	if err != nil {
		return nil, err
	}
	return &types.MsgReverseResponse{PendingId: id}, nil
}

// bookkeeper is the officer who signs, of a co-op whose treasury isn't frozen.
func (k *Keeper) bookkeeper(ctx context.Context, signer string, coopID uint64) (membershiptypes.Coop, uint64, error) {
	coop, err := k.membership.GetCoop(ctx, coopID)
	if err != nil {
		return coop, 0, err
	}
	officer, err := k.officer(ctx, signer, coop)
	if err != nil {
		return coop, 0, err
	}
	return coop, officer, k.mustNotBeFrozen(ctx, coop)
}

// reversible finds an entry that two officers posted, or a payment out of an
// outside account, and that nobody has taken back.
func (k *Keeper) reversible(ctx context.Context, coopID, number uint64) (types.Entry, error) {
	entry, err := k.entry(ctx, coopID, number)
	if err != nil {
		return entry, err
	}
	switch {
	case !officersTakeBack(entry):
		return entry, types.ErrNotReversible.Wrapf("entry %d moved coins, or what is in an outside account by a decision, and only another movement brings them back", number)
	case entry.ReversedBy != 0:
		return entry, types.ErrNotReversible.Wrapf("entry %d was taken back by entry %d already", number, entry.ReversedBy)
	case entry.Reverses != 0:
		return entry, types.ErrNotReversible.Wrapf("entry %d takes back entry %d itself; post anew what was right", number, entry.Reverses)
	}
	return entry, nil
}

// officersTakeBack says whether two officers may take an entry back: what two of
// them have posted without a decision, and what the bank has sent back.
func officersTakeBack(entry types.Entry) bool {
	switch entry.Source {
	case types.Source_SOURCE_OFFICER, types.Source_SOURCE_OUTSIDE:
		return entry.ApproverMemberId != 0
	case types.Source_SOURCE_PAYMENT:
		return entry.Outside != ""
	}
	return false
}

// prepare lets an entry wait for a second officer.
func (k *Keeper) prepare(ctx context.Context, coop membershiptypes.Coop, pending types.PendingEntry) (uint64, error) {
	limits, err := k.GetParams(ctx)
	if err != nil {
		return 0, err
	}
	if err := types.ValidateVoucher(pending.Narrative, pending.DocumentSha256, limits); err != nil {
		return 0, err
	}
	if err := types.ValidatePending(pending, limits); err != nil {
		return 0, err
	}
	if pending.AccountingDate, err = k.accountingDate(ctx, coop.Id, pending.AccountingDate); err != nil {
		return 0, err
	}
	if err := k.officersMayPost(ctx, coop, pending); err != nil {
		return 0, err
	}
	book, err := k.book(ctx, coop.Id)
	if err != nil {
		return 0, err
	}
	if book.Pending >= limits.MaxPendingPerCoop {
		return 0, types.ErrTooManyPending.Wrapf("%s has %d entries that wait for a second officer, of at most %d", coop.Slug, book.Pending, limits.MaxPendingPerCoop)
	}
	now, err := k.chain.Now(ctx)
	if err != nil {
		return 0, err
	}
	book.Pending++
	book.LastPendingId++
	pending.Id, pending.ExpiresAt = book.LastPendingId, now+int64(limits.PendingLifetimeSeconds)
	if err := k.Books.Set(ctx, coop.Id, book); err != nil {
		return 0, err
	}
	if err := k.storePending(ctx, pending); err != nil {
		return 0, err
	}
	return pending.Id, emit(ctx, &types.EventEntryPrepared{
		CoopId: coop.Id, PendingId: pending.Id, PreparerMemberId: pending.PreparerMemberId, ExpiresAt: pending.ExpiresAt,
	})
}

// officersMayPost refuses the accounts that the ledger keeps, what a fund's
// policy forbids, and days that an entry can't have. It is asked again when the
// second officer approves: the charter may have changed, or a period be locked.
func (k *Keeper) officersMayPost(ctx context.Context, coop membershiptypes.Coop, pending types.PendingEntry) error {
	rules, err := k.rules(ctx, coop.Id)
	if err != nil {
		return err
	}
	if err := k.mustBeOpen(ctx, coop.Id, pending.AccountingDate); err != nil {
		return err
	}
	if err := k.mustFollow(ctx, pending); err != nil {
		return err
	}
	switch {
	case pending.Outside != "":
		return k.officersMayAttest(ctx, coop, rules, pending)
	case pending.Rate != nil:
		return types.ValidateRate(rules, *pending.Rate)
	case pending.Revalues != "":
		return k.mustBeAsPrepared(ctx, rules, pending)
	}
	for _, posting := range pending.Postings {
		if err := types.CheckOfficersPosting(rules, posting); err != nil {
			return err
		}
	}
	if err := k.mustNameMembers(ctx, rules, pending.CoopId, pending.Postings); err != nil {
		return err
	}
	return k.mustBeReversible(ctx, rules, pending)
}

// mustFollow refuses an entry that takes another back before its day.
func (k *Keeper) mustFollow(ctx context.Context, pending types.PendingEntry) error {
	if pending.Reverses == 0 {
		return nil
	}
	original, err := k.entry(ctx, pending.CoopId, pending.Reverses)
	if err == nil && pending.AccountingDate < original.AccountingDate {
		err = types.ErrInvalidDate.Wrapf("entry %d is dated %d and would be taken back on %d; give its day or a later one",
			original.Number, original.AccountingDate, pending.AccountingDate)
	}
	return err
}

func (k *Keeper) storePending(ctx context.Context, pending types.PendingEntry) error {
	if err := k.Pending.Set(ctx, collections.Join(pending.CoopId, pending.Id), pending); err != nil {
		return err
	}
	if err := k.PendingByDay.Set(ctx, collections.Join3(pending.CoopId, pending.AccountingDate, pending.Id)); err != nil {
		return err
	}
	return k.PendingExpires.Set(ctx, collections.Join3(pending.ExpiresAt, pending.CoopId, pending.Id))
}

// dropPending takes an entry off the list, approved or not.
func (k *Keeper) dropPending(ctx context.Context, pending types.PendingEntry) error {
	book, err := k.book(ctx, pending.CoopId)
	if err != nil {
		return err
	}
	if book.Pending == 0 {
		return types.ErrInvariantBroken.Wrapf("the book of co-op %d counts no waiting entry, and %d waits", pending.CoopId, pending.Id)
	}
	book.Pending--
	if err := k.Books.Set(ctx, pending.CoopId, book); err != nil {
		return err
	}
	if err := k.Pending.Remove(ctx, collections.Join(pending.CoopId, pending.Id)); err != nil {
		return err
	}
	if err := k.PendingByDay.Remove(ctx, collections.Join3(pending.CoopId, pending.AccountingDate, pending.Id)); err != nil {
		return err
	}
	return k.PendingExpires.Remove(ctx, collections.Join3(pending.ExpiresAt, pending.CoopId, pending.Id))
}
