package keeper

import (
	"context"

	"cosmossdk.io/collections"

	membershiptypes "github.com/coopledger/coopledger/x/membership/types"

	"github.com/coopledger/coopledger/x/treasury/types"
)

// initPassbooks stores where members' money goes and what of it is on its way.
// What they are owed is added up with the journal.
func (k *Keeper) initPassbooks(ctx context.Context, genesis *types.GenesisState) error {
	for _, payout := range genesis.PayoutAddresses {
		if _, err := k.membership.GetMember(ctx, payout.CoopId, payout.MemberId); err != nil {
			return types.ErrInvalidGenesis.Wrapf("the payout address %s: %s", payout.Address, err)
		}
		address, err := membershiptypes.AddressBytes(payout.Address)
		if err != nil {
			return err
		}
		if err := k.PayoutAddresses.Set(ctx, collections.Join3(payout.CoopId, payout.MemberId, address), payout); err != nil {
			return err
		}
	}
	for _, withdrawal := range genesis.Withdrawals {
		if err := k.storeWithdrawal(ctx, withdrawal); err != nil {
			return err
		}
	}
	for _, withdrawal := range genesis.Withdrawals {
		if err := k.waitsForOwed(ctx, withdrawal.CoopId, withdrawal.MemberId, withdrawal.Coin.Denom); err != nil {
			return types.ErrInvalidGenesis.Wrap(err.Error())
		}
	}
	for _, day := range genesis.WithdrawnDays {
		if _, err := k.membership.GetMember(ctx, day.CoopId, day.MemberId); err != nil {
			return types.ErrInvalidGenesis.Wrapf("the day in %s: %s", day.Coin.Denom, err)
		}
		if err := k.WithdrawnDays.Set(ctx, collections.Join3(day.CoopId, day.MemberId, day.Coin.Denom), day); err != nil {
			return err
		}
	}
	for _, suspension := range genesis.WithdrawalSuspensions {
		if _, err := k.membership.GetCoop(ctx, suspension.CoopId); err != nil {
			return types.ErrInvalidGenesis.Wrapf("the suspension of withdrawals: %s", err)
		}
		if err := k.WithdrawalSuspensions.Set(ctx, suspension.CoopId, suspension); err != nil {
			return err
		}
	}
	return k.initDues(ctx, genesis.DuesAccounts)
}

func (k *Keeper) initDues(ctx context.Context, accounts []types.DuesAccount) error {
	for _, account := range accounts {
		if _, err := k.membership.GetMember(ctx, account.CoopId, account.MemberId); err != nil {
			return types.ErrInvalidGenesis.Wrapf("the dues: %s", err)
		}
		if err := k.DuesAccounts.Set(ctx, collections.Join(account.CoopId, account.MemberId), account); err != nil {
			return err
		}
	}
	return nil
}

// waitsForOwed reports a member of whom more is on its way than is owed.
func (k *Keeper) waitsForOwed(ctx context.Context, coopID, memberID uint64, denom string) error {
	rules, err := k.rules(ctx, coopID)
	if err != nil {
		return err
	}
	part, err := k.part(ctx, coopID, rules.CodeOf(owed), memberID, denom)
	if err != nil {
		return err
	}
	waiting, err := k.withdrawalsOf(ctx, coopID, memberID)
	if err != nil {
		return err
	}
	if onItsWay := waitingOf(waiting, denom); onItsWay.GT(part.Amount.Neg()) {
		return types.ErrInvariantBroken.Wrapf("%s%s of member %d of co-op %d are on their way and %s are owed", onItsWay, denom, memberID, coopID, part.Amount.Neg())
	}
	return nil
}

func (k *Keeper) exportPassbooks(ctx context.Context, genesis *types.GenesisState) error {
	if err := k.PayoutAddresses.Walk(ctx, nil, func(_ collections.Triple[uint64, uint64, []byte], payout types.PayoutAddress) (bool, error) {
		genesis.PayoutAddresses = append(genesis.PayoutAddresses, payout)
		return false, nil
	}); err != nil {
		return err
	}
	if err := k.Withdrawals.Walk(ctx, nil, func(_ collections.Pair[uint64, uint64], withdrawal types.Withdrawal) (bool, error) {
		genesis.Withdrawals = append(genesis.Withdrawals, withdrawal)
		return false, nil
	}); err != nil {
		return err
	}
	if err := k.WithdrawnDays.Walk(ctx, nil, func(_ collections.Triple[uint64, uint64, string], day types.WithdrawnDay) (bool, error) {
		genesis.WithdrawnDays = append(genesis.WithdrawnDays, day)
		return false, nil
	}); err != nil {
		return err
	}
	if err := k.DuesAccounts.Walk(ctx, nil, func(_ collections.Pair[uint64, uint64], account types.DuesAccount) (bool, error) {
		genesis.DuesAccounts = append(genesis.DuesAccounts, account)
		return false, nil
	}); err != nil {
		return err
	}
	return k.WithdrawalSuspensions.Walk(ctx, nil, func(_ uint64, suspension types.WithdrawalSuspension) (bool, error) {
		genesis.WithdrawalSuspensions = append(genesis.WithdrawalSuspensions, suspension)
		return false, nil
	})
}
