package keeper

import (
	"context"
	"crypto/sha256"
	"errors"

	"cosmossdk.io/collections"
	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	chaintypes "github.com/coopledger/coopledger/x/chain/types"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"

	"github.com/coopledger/coopledger/x/treasury/types"
)

const (
	purses       = membershiptypes.AccountRole_ACCOUNT_ROLE_PURSES
	unclassified = membershiptypes.AccountRole_ACCOUNT_ROLE_SUSPENSE
)

// post writes an entry into a journal: it gets the next number, the time and the
// transaction, its postings are added to the balances, and the purses that it
// touches are looked at when the block ends. An entry that doesn't name a day
// gets its own. Nothing else writes a journal.
func (k *Keeper) post(ctx context.Context, rules membershiptypes.TreasuryRules, entry types.Entry) (uint64, error) {
	if err := types.SumsToZero(entry.Postings); err != nil {
		return 0, err
	}
	if err := k.mustNameMembers(ctx, rules, entry.CoopId, entry.Postings); err != nil {
		return 0, err
	}
	book, err := k.book(ctx, entry.CoopId)
	if err != nil {
		return 0, err
	}
	now, err := k.chain.Now(ctx)
	if err != nil {
		return 0, err
	}
	if entry.AccountingDate == 0 {
		today, err := k.today(ctx, entry.CoopId)
		if err != nil {
			return 0, err
		}
		entry.AccountingDate = today.Number()
	}
	if entry.AccountingDate, err = openDay(book, entry.AccountingDate); err != nil {
		return 0, err
	}
	sdkCtx := sdk.UnwrapSDKContext(ctx)
	book.Entries++
	entry.Number, entry.Height, entry.PostedAt = book.Entries, sdkCtx.BlockHeight(), now
	if transaction := sdkCtx.TxBytes(); len(transaction) > 0 {
		hash := sha256.Sum256(transaction)
		entry.TxHash = hash[:]
	}
	if err := k.Books.Set(ctx, entry.CoopId, book); err != nil {
		return 0, err
	}
	if err := k.noteBases(ctx, rules, entry); err != nil {
		return 0, err
	}
	if err := k.store(ctx, rules, entry); err != nil {
		return 0, err
	}
	for _, posting := range entry.Postings {
		if posting.Account != rules.CodeOf(purses) {
			continue
		}
		if err := k.Touched.Set(ctx, collections.Join3(entry.CoopId, posting.Fund, posting.Denom)); err != nil {
			return 0, err
		}
	}
	return entry.Number, emit(ctx, &types.EventEntryPosted{
		CoopId: entry.CoopId, Entry: entry.Number, Source: entry.Source, ResolutionId: entry.ResolutionId, Reverses: entry.Reverses,
		AccountingDate: entry.AccountingDate,
	})
}

// store keeps an entry, its index, the balances and what was earned that day.
func (k *Keeper) store(ctx context.Context, rules membershiptypes.TreasuryRules, entry types.Entry) error {
	if err := k.Entries.Set(ctx, collections.Join(entry.CoopId, entry.Number), entry); err != nil {
		return err
	}
	for _, posting := range entry.Postings {
		if err := k.EntriesByAccount.Set(ctx, collections.Join3(entry.CoopId, posting.Account, entry.Number)); err != nil {
			return err
		}
		if err := k.add(ctx, entry.CoopId, posting); err != nil {
			return err
		}
		if err := k.addMoved(ctx, rules, entry.CoopId, entry.AccountingDate, posting); err != nil {
			return err
		}
	}
	if err := k.addResult(ctx, rules, entry); err != nil {
		return err
	}
	return k.storeUnmatched(ctx, entry)
}

// storeUnmatched lets an entry that brings something to an outside account, or takes
// it out, wait for the statement that shows it.
func (k *Keeper) storeUnmatched(ctx context.Context, entry types.Entry) error {
	if entry.Outside == "" {
		return nil
	}
	rules, err := k.rules(ctx, entry.CoopId)
	if err != nil {
		return err
	}
	outside, err := types.FindOutside(rules, entry.Outside)
	if err != nil {
		return err
	}
	moved, err := entry.MovesOutside(outside)
	if err != nil || moved.IsZero() {
		return err
	}
	return k.Unmatched.Set(ctx, collections.Join3(entry.CoopId, outside.Name, entry.Number))
}

// add brings a posting into its balance, into the account's total, and into the
// member's part of it.
func (k *Keeper) add(ctx context.Context, coopID uint64, posting types.Posting) error {
	if err := addPosting(ctx, k.Balances, collections.Join4(coopID, posting.Account, posting.Fund, posting.Denom), posting); err != nil {
		return err
	}
	if err := k.addTotal(ctx, coopID, posting); err != nil || posting.MemberId == 0 {
		return err
	}
	return addPosting(ctx, k.Parts, collections.Join4(coopID, posting.Account, posting.MemberId, posting.Denom), posting)
}

// addPosting brings a posting into a balance. What is zero is not stored.
func addPosting[K any](ctx context.Context, balances collections.Map[K, types.Balance], key K, posting types.Posting) error {
	balance, err := balanceAt(ctx, balances, key)
	if err != nil {
		return err
	}
	if balance, err = balance.Plus(types.Balance{Amount: posting.Amount, Functional: posting.Functional}); err != nil {
		return err
	}
	if balance.IsZero() {
		return balances.Remove(ctx, key)
	}
	return balances.Set(ctx, key, balance)
}

func (k *Keeper) balance(ctx context.Context, key balanceKey) (types.Balance, error) {
	return balanceAt(ctx, k.Balances, key)
}

// balanceAt reads a balance that is not stored while it is zero.
func balanceAt[K any](ctx context.Context, balances collections.Map[K, types.Balance], key K) (types.Balance, error) {
	balance, err := balances.Get(ctx, key)
	if errors.Is(err, collections.ErrNotFound) {
		return types.Balance{Amount: math.ZeroInt(), Functional: math.ZeroInt()}, nil
	}
	return balance, err
}

func (k *Keeper) book(ctx context.Context, coopID uint64) (types.Book, error) {
	book, err := k.Books.Get(ctx, coopID)
	if errors.Is(err, collections.ErrNotFound) {
		return types.Book{}, nil
	}
	return book, err
}

// entry of a journal.
func (k *Keeper) entry(ctx context.Context, coopID, number uint64) (types.Entry, error) {
	entry, err := k.Entries.Get(ctx, collections.Join(coopID, number))
	if errors.Is(err, collections.ErrNotFound) {
		return entry, types.ErrUnknownEntry.Wrapf("the journal of co-op %d has no entry %d; see it with: coopd q treasury journal %d", coopID, number, coopID)
	}
	return entry, err
}

// decidedBy is the resolution of the co-op that is being carried out; zero if
// it is another's or none.
func decidedBy(ctx context.Context, coopID uint64) uint64 {
	if decision, carried := chaintypes.DecisionOf(ctx); carried && decision.CoopID == coopID {
		return decision.ResolutionID
	}
	return 0
}
