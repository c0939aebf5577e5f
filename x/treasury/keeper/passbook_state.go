package keeper

import (
	"context"
	"errors"

	"cosmossdk.io/collections"
	"cosmossdk.io/math"

	"github.com/cosmos/cosmos-sdk/codec"

	chaintypes "github.com/coopledger/coopledger/x/chain/types"

	"github.com/coopledger/coopledger/x/treasury/types"
)

// buildPassbooks adds the state of what members are owed.
func (k *Keeper) buildPassbooks(cdc codec.BinaryCodec, persistent *collections.SchemaBuilder) {
	numbers := collections.TripleKeyCodec(collections.Uint64Key, collections.Uint64Key, collections.Uint64Key)
	k.PayoutAddresses = collections.NewMap(persistent, types.PayoutAddressesPrefix, "payout_addresses",
		collections.TripleKeyCodec(collections.Uint64Key, collections.Uint64Key, collections.BytesKey), codec.CollValue[types.PayoutAddress](cdc))
	k.Withdrawals = collections.NewMap(persistent, types.WithdrawalsPrefix, "withdrawals",
		collections.PairKeyCodec(collections.Uint64Key, collections.Uint64Key), codec.CollValue[types.Withdrawal](cdc))
	k.WithdrawalsByMember = chaintypes.NewProvableSet(persistent, types.WithdrawalsByMemberPrefix, "withdrawals_by_member", numbers)
	k.WithdrawalQueue = chaintypes.NewProvableSet(persistent, types.WithdrawalQueuePrefix, "withdrawal_queue",
		collections.TripleKeyCodec(collections.Int64Key, collections.Uint64Key, collections.Uint64Key))
	k.WithdrawnDays = collections.NewMap(persistent, types.WithdrawnDaysPrefix, "withdrawn_days",
		collections.TripleKeyCodec(collections.Uint64Key, collections.Uint64Key, collections.StringKey), codec.CollValue[types.WithdrawnDay](cdc))
	k.WithdrawalSuspensions = collections.NewMap(persistent, types.WithdrawalSuspensionsPrefix, "withdrawal_suspensions",
		collections.Uint64Key, codec.CollValue[types.WithdrawalSuspension](cdc))
	k.DuesAccounts = collections.NewMap(persistent, types.DuesAccountsPrefix, "dues_accounts",
		collections.PairKeyCodec(collections.Uint64Key, collections.Uint64Key), codec.CollValue[types.DuesAccount](cdc))
}

// withdrawal of a co-op that waits.
func (k *Keeper) withdrawal(ctx context.Context, coopID, id uint64) (types.Withdrawal, error) {
	withdrawal, err := k.Withdrawals.Get(ctx, collections.Join(coopID, id))
	if errors.Is(err, collections.ErrNotFound) {
		return withdrawal, types.ErrUnknownWithdrawal.Wrapf("no withdrawal %d of co-op %d waits; see those that do with: coopd q treasury withdrawals %d", id, coopID, coopID)
	}
	return withdrawal, err
}

// storeWithdrawal keeps a withdrawal that waits, and who finds it.
func (k *Keeper) storeWithdrawal(ctx context.Context, withdrawal types.Withdrawal) error {
	if err := k.Withdrawals.Set(ctx, collections.Join(withdrawal.CoopId, withdrawal.Id), withdrawal); err != nil {
		return err
	}
	if err := k.WithdrawalsByMember.Set(ctx, collections.Join3(withdrawal.CoopId, withdrawal.MemberId, withdrawal.Id)); err != nil {
		return err
	}
	return k.WithdrawalQueue.Set(ctx, collections.Join3(withdrawal.DueAt, withdrawal.CoopId, withdrawal.Id))
}

// dropWithdrawal takes one away that waits no more.
func (k *Keeper) dropWithdrawal(ctx context.Context, withdrawal types.Withdrawal) error {
	if err := k.Withdrawals.Remove(ctx, collections.Join(withdrawal.CoopId, withdrawal.Id)); err != nil {
		return err
	}
	if err := k.WithdrawalsByMember.Remove(ctx, collections.Join3(withdrawal.CoopId, withdrawal.MemberId, withdrawal.Id)); err != nil {
		return err
	}
	return k.WithdrawalQueue.Remove(ctx, collections.Join3(withdrawal.DueAt, withdrawal.CoopId, withdrawal.Id))
}

// withdrawalsOf lists what of a member waits; the parameters bound how many.
func (k *Keeper) withdrawalsOf(ctx context.Context, coopID, memberID uint64) (found []types.Withdrawal, err error) {
	of := collections.NewSuperPrefixedTripleRange[uint64, uint64, uint64](coopID, memberID)
	err = k.WithdrawalsByMember.Walk(ctx, of, func(key collections.Triple[uint64, uint64, uint64]) (bool, error) {
		withdrawal, err := k.withdrawal(ctx, coopID, key.K3())
		found = append(found, withdrawal)
		return err != nil, err
	})
	return found, err
}

// waitingOf adds up what of them is in a denom.
func waitingOf(withdrawals []types.Withdrawal, denom string) math.Int {
	sum := math.ZeroInt()
	for _, withdrawal := range withdrawals {
		if withdrawal.Coin.Denom == denom {
			sum = sum.Add(withdrawal.Coin.Amount)
		}
	}
	return sum
}

// payoutsOf lists a member's payout addresses; the parameters bound how many.
func (k *Keeper) payoutsOf(ctx context.Context, coopID, memberID uint64) (found []types.PayoutAddress, err error) {
	of := collections.NewSuperPrefixedTripleRange[uint64, uint64, []byte](coopID, memberID)
	err = k.PayoutAddresses.Walk(ctx, of, func(_ collections.Triple[uint64, uint64, []byte], payout types.PayoutAddress) (bool, error) {
		found = append(found, payout)
		return false, nil
	})
	return found, err
}

// payoutAt finds an address that a member has announced.
func (k *Keeper) payoutAt(ctx context.Context, coopID, memberID uint64, address []byte) (types.PayoutAddress, bool, error) {
	payout, err := k.PayoutAddresses.Get(ctx, collections.Join3(coopID, memberID, address))
	if errors.Is(err, collections.ErrNotFound) {
		return payout, false, nil
	}
	return payout, err == nil, err
}

// suspensionOf is the last suspension of a co-op's withdrawals; an empty one if it never
// had one.
func (k *Keeper) suspensionOf(ctx context.Context, coopID uint64) (types.WithdrawalSuspension, error) {
	suspension, err := k.WithdrawalSuspensions.Get(ctx, coopID)
	if errors.Is(err, collections.ErrNotFound) {
		return types.WithdrawalSuspension{}, nil
	}
	return suspension, err
}
