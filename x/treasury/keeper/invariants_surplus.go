package keeper

import (
	"context"

	"cosmossdk.io/collections"

	"github.com/coopledger/coopledger/x/treasury/types"
)

// coversShares reports a co-op whose coins set aside are not worth what members have
// got in cash and not taken.
func (k *Keeper) coversShares(ctx context.Context, coopID uint64) error {
	_, charter, err := k.membership.GetCharter(ctx, coopID)
	if err != nil || charter.SharedCoin() == "" {
		return err
	}
	rules, denom := charter.Book(), charter.SharedCoin()
	for _, code := range []string{rules.CodeOf(shared), rules.CodeOf(purses)} {
		within := collections.NewSuperPrefixedQuadRange[uint64, string, string, string](coopID, code)
		if err := k.Balances.Walk(ctx, within, func(key balanceKey, balance types.Balance) (bool, error) {
			if code == rules.CodeOf(purses) && key.K3() != surplusFund {
				return false, nil
			}
			if key.K3() != surplusFund || key.K4() != denom {
				return true, types.ErrInvariantBroken.Wrapf("account %s of co-op %d has %s%s in the fund %q; what members got lies in %q, in %s", code, coopID, balance.Amount, key.K4(), key.K3(), surplusFund, denom)
			}
			return false, nil
		}); err != nil {
			return err
		}
	}
	debt, err := k.balance(ctx, collections.Join4(coopID, rules.CodeOf(shared), surplusFund, denom))
	if err != nil {
		return err
	}
	ready, err := k.balance(ctx, collections.Join4(coopID, rules.CodeOf(purses), surplusFund, denom))
	if err != nil {
		return err
	}
	worth, err := types.CoinsWorth(rules, denom, ready.Functional)
	if err != nil {
		return err
	}
	if owes := debt.Negated(); !owes.Amount.Equal(ready.Amount) || !owes.Functional.Equal(ready.Functional) || !worth.Amount.Equal(ready.Amount) {
		return types.ErrInvariantBroken.Wrapf("in co-op %d %s%s are set aside, carried at %s, and members have got %s and not taken it, which is %s", coopID, ready.Amount, denom, ready.Functional, owes.Amount, owes.Functional)
	}
	return nil
}
