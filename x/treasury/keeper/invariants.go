package keeper

import (
	"bytes"
	"context"

	"cosmossdk.io/collections"

	"github.com/coopledger/coopledger/x/treasury/types"
)

// CheckInvariants reads the whole state and reports the first thing in it that
// should be impossible: an entry that doesn't sum to zero, a gap in a journal, a
// balance that is not the sum of its postings, an index that is not its primary,
// or a purse that holds other than the book says.
func (k *Keeper) CheckInvariants(ctx context.Context) error {
	genesis, err := k.ExportGenesis(ctx)
	if err != nil {
		return err
	}
	if err := genesis.Validate(); err != nil {
		return types.ErrInvariantBroken.Wrap(err.Error())
	}
	if err := k.checkBalances(ctx, genesis.Entries); err != nil {
		return err
	}
	if err := k.checkParts(ctx, genesis.Entries); err != nil {
		return err
	}
	if err := k.checkIndexes(ctx, genesis); err != nil {
		return err
	}
	if err := k.checkPayments(ctx, genesis); err != nil {
		return err
	}
	if err := k.checkStanding(ctx, genesis); err != nil {
		return err
	}
	if err := k.checkGuards(ctx, genesis); err != nil {
		return err
	}
	if err := k.checkStatements(ctx, genesis); err != nil {
		return err
	}
	if err := k.checkPassbooks(ctx, genesis); err != nil {
		return err
	}
	if err := k.checkHoldings(ctx, genesis); err != nil {
		return err
	}
	if err := k.checkDates(ctx, genesis); err != nil {
		return err
	}
	count, err := k.membership.CoopCount(ctx)
	if err != nil {
		return err
	}
	for coopID := uint64(1); coopID <= count; coopID++ {
		frozen, err := k.Freezes.Has(ctx, coopID)
		if err != nil {
			return err
		}
		if frozen {
			continue
		}
		if err := k.purseDiffers(ctx, coopID); err != nil {
			return err
		}
	}
	return nil
}

// checkBalances recounts every journal.
func (k *Keeper) checkBalances(ctx context.Context, entries []types.Entry) error {
	type place struct {
		coopID               uint64
		account, fund, denom string
	}
	sums := make(map[place]types.Balance)
	for _, entry := range entries {
		for _, posting := range entry.Postings {
			at := place{entry.CoopId, posting.Account, posting.Fund, posting.Denom}
			sum, known := sums[at]
			if !known {
				sum = types.Balance{Amount: posting.Amount, Functional: posting.Functional}
			} else {
				sum = types.Balance{Amount: sum.Amount.Add(posting.Amount), Functional: sum.Functional.Add(posting.Functional)}
			}
			sums[at] = sum
		}
	}
	if err := k.Balances.Walk(ctx, nil, func(key balanceKey, balance types.Balance) (bool, error) {
		at := place{key.K1(), key.K2(), key.K3(), key.K4()}
		sum, known := sums[at]
		if !known || !sum.Amount.Equal(balance.Amount) || !sum.Functional.Equal(balance.Functional) {
			return true, types.ErrInvariantBroken.Wrapf("account %s of co-op %d, fund %q, is %s%s in the balances and %s in the journal",
				at.account, at.coopID, at.fund, balance.Amount, at.denom, sum.Amount)
		}
		delete(sums, at)
		return false, nil
	}); err != nil {
		return err
	}
	for _, entry := range entries {
		for _, posting := range entry.Postings {
			sum, left := sums[place{entry.CoopId, posting.Account, posting.Fund, posting.Denom}]
			if left && (!sum.Amount.IsZero() || !sum.Functional.IsZero()) {
				return types.ErrInvariantBroken.Wrapf("account %s of co-op %d, fund %q, has no balance and is %s%s in the journal",
					posting.Account, entry.CoopId, posting.Fund, sum.Amount, posting.Denom)
			}
		}
	}
	return nil
}

// checkIndexes holds each index against what it finds.
func (k *Keeper) checkIndexes(ctx context.Context, genesis *types.GenesisState) error {
	for _, entry := range genesis.Entries {
		for _, posting := range entry.Postings {
			key := collections.Join3(entry.CoopId, posting.Account, entry.Number)
			indexed, err := k.EntriesByAccount.Has(ctx, key)
			if err != nil {
				return err
			}
			if !indexed {
				return types.ErrInvariantBroken.Wrapf("entry %d of co-op %d is not found by its account %s", entry.Number, entry.CoopId, posting.Account)
			}
		}
	}
	for _, pending := range genesis.Pending {
		queued, err := k.PendingExpires.Has(ctx, collections.Join3(pending.ExpiresAt, pending.CoopId, pending.Id))
		if err != nil {
			return err
		}
		if !queued {
			return types.ErrInvariantBroken.Wrapf("the waiting entry %d of co-op %d would never be dropped", pending.Id, pending.CoopId)
		}
	}
	waiting := 0
	if err := k.PendingExpires.Walk(ctx, nil, func(collections.Triple[int64, uint64, uint64]) (bool, error) { waiting++; return false, nil }); err != nil {
		return err
	}
	if waiting != len(genesis.Pending) {
		return types.ErrInvariantBroken.Wrapf("%d entries wait and %d are queued", len(genesis.Pending), waiting)
	}
	addresses := 0
	if err := k.Purses.Walk(ctx, nil, func(address []byte, purse types.Purse) (bool, error) {
		addresses++
		if !bytes.Equal(address, types.PurseAccount(purse.CoopId, purse.Fund)) {
			return true, types.ErrInvariantBroken.Wrapf("the purse %q of co-op %d has the wrong address", purse.Fund, purse.CoopId)
		}
		return false, nil
	}); err != nil {
		return err
	}
	if addresses != len(genesis.Purses) {
		return types.ErrInvariantBroken.Wrapf("%d purses have %d addresses", len(genesis.Purses), addresses)
	}
	return nil
}
