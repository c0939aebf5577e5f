package keeper

import (
	"context"

	"cosmossdk.io/collections"

	"github.com/coopledger/coopledger/x/treasury/types"
)

// checkPassbooks holds the purses of what members are owed against the debts, each
// withdrawal that waits against what is owed, and the queue against both.
func (k *Keeper) checkPassbooks(ctx context.Context, genesis *types.GenesisState) error {
	for _, withdrawal := range genesis.Withdrawals {
		if err := k.waitsForOwed(ctx, withdrawal.CoopId, withdrawal.MemberId, withdrawal.Coin.Denom); err != nil {
			return err
		}
		queued, err := k.WithdrawalQueue.Has(ctx, collections.Join3(withdrawal.DueAt, withdrawal.CoopId, withdrawal.Id))
		if err != nil {
			return err
		}
		found, err := k.WithdrawalsByMember.Has(ctx, collections.Join3(withdrawal.CoopId, withdrawal.MemberId, withdrawal.Id))
		if err != nil {
			return err
		}
		if !queued || !found {
			return types.ErrInvariantBroken.Wrapf("withdrawal %d of co-op %d waits and is not queued, or not found by its member", withdrawal.Id, withdrawal.CoopId)
		}
	}
	queued, found := 0, 0
	if err := k.WithdrawalQueue.Walk(ctx, nil, func(collections.Triple[int64, uint64, uint64]) (bool, error) { queued++; return false, nil }); err != nil {
		return err
	}
	if err := k.WithdrawalsByMember.Walk(ctx, nil, func(collections.Triple[uint64, uint64, uint64]) (bool, error) { found++; return false, nil }); err != nil {
		return err
	}
	if waiting := len(genesis.Withdrawals); queued != waiting || found != waiting {
		return types.ErrInvariantBroken.Wrapf("%d withdrawals wait, %d are queued and %d found by their members", waiting, queued, found)
	}
	count, err := k.membership.CoopCount(ctx)
	if err != nil {
		return err
	}
	for coopID := uint64(1); coopID <= count; coopID++ {
		if err := k.coversPassbooks(ctx, coopID); err != nil {
			return err
		}
		if err := k.coversShares(ctx, coopID); err != nil {
			return err
		}
	}
	return nil
}

// coversPassbooks reports a co-op whose coins set aside for its members are not
// what it owes them.
func (k *Keeper) coversPassbooks(ctx context.Context, coopID uint64) error {
	rules, err := k.rules(ctx, coopID)
	if err != nil || rules.Passbook == nil {
		return err
	}
	for _, codes := range [][2]string{{rules.CodeOf(owed), rules.CodeOf(purses)}, {rules.CodeOf(purses), rules.CodeOf(owed)}} {
		within := collections.NewSuperPrefixedQuadRange3[uint64, string, string, string](coopID, codes[0], passbook)
		if err := k.Balances.Walk(ctx, within, func(key balanceKey, balance types.Balance) (bool, error) {
			other, err := k.balance(ctx, collections.Join4(coopID, codes[1], passbook, key.K4()))
			if err == nil && !other.Amount.Equal(balance.Amount.Neg()) {
				err = types.ErrInvariantBroken.Wrapf("account %s of co-op %d, fund %q, is %s%s and account %s is %s; the coins set aside are what the members are owed",
					codes[0], coopID, passbook, balance.Amount, key.K4(), codes[1], other.Amount)
			}
			return err != nil, err
		}); err != nil {
			return err
		}
	}
	return nil
}
