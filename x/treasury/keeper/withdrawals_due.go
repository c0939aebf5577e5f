package keeper

import (
	"context"

	"cosmossdk.io/collections"
	errorsmod "cosmossdk.io/errors"

	sdk "github.com/cosmos/cosmos-sdk/types"

	chaintypes "github.com/coopledger/coopledger/x/chain/types"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"

	"github.com/coopledger/coopledger/x/treasury/types"
)

// withdrawing is the kind of message that, switched off, lets withdrawals wait.
var withdrawing = sdk.MsgTypeURL(&types.MsgWithdraw{})

// triedAgainAfter is how long a withdrawal that can't be paid waits for the next
// attempt, in seconds of chain time.
const triedAgainAfter = 24 * 60 * 60

// withdrawalsGoOn is false while withdrawing is switched off, and for a while
// after the chain stood still: nobody could have objected.
func (k *Keeper) withdrawalsGoOn(ctx context.Context) (bool, error) {
	mayEnd, err := k.chain.VetoWindowsMayEnd(ctx)
	if err != nil || !mayEnd || k.breaker == nil {
		return mayEnd, err
	}
	allowed, off := k.breaker.IsAllowed(ctx, withdrawing)
	return off == nil && allowed, nil
}

// settleWithdrawals pays the withdrawals that are due, the oldest first, as many
// as the parameters and the block's budget for queued work have room for.
func (k *Keeper) settleWithdrawals(ctx context.Context) error {
	goesOn, err := k.withdrawalsGoOn(ctx)
	if err != nil || !goesOn {
		return err
	}
	limits, err := k.GetParams(ctx)
	if err != nil {
		return err
	}
	due, err := k.dueIn(ctx, k.WithdrawalQueue, int(limits.MaxWithdrawalsPerBlock))
	if err != nil {
		return err
	}
	for _, key := range due {
		fits, err := k.chain.SpendWork(ctx, limits.PaymentGas)
		if err != nil || !fits {
			return err
		}
		err = chaintypes.Isolated(ctx, types.ErrInvariantBroken, func(ctx context.Context) error { return k.settleWithdrawal(ctx, key.K2(), key.K3()) })
		if err == nil {
			continue
		}
		// It leaves the queue, so that the others go on; the member can stop it.
		report(ctx, "a withdrawal that is due can't be dealt with", "coop", key.K2(), "withdrawal", key.K3(), "error", err.Error())
		if err := k.WithdrawalQueue.Remove(ctx, key); err != nil {
			return err
		}
	}
	return nil
}

// settleWithdrawal pays a withdrawal, lets it wait longer, or drops it.
func (k *Keeper) settleWithdrawal(ctx context.Context, coopID, id uint64) error {
	withdrawal, err := k.withdrawal(ctx, coopID, id)
	if err != nil {
		return err
	}
	coop, err := k.membership.GetCoop(ctx, coopID)
	if err != nil {
		return err
	}
	stands, until, err := k.standsUntil(ctx, coop, withdrawal)
	if err != nil {
		return err
	}
	if !stands {
		if err := k.dropWithdrawal(ctx, withdrawal); err != nil {
			return err
		}
		return emit(ctx, &types.EventWithdrawal{Withdrawal: withdrawal, End: types.WithdrawalEnd_WITHDRAWAL_END_FALLEN})
	}
	now, err := k.chain.Now(ctx)
	if err != nil {
		return err
	}
	if until > now {
		return k.postpone(ctx, withdrawal, until)
	}
	failure := chaintypes.Isolated(ctx, types.ErrInvariantBroken, func(ctx context.Context) error {
		if err := k.dropWithdrawal(ctx, withdrawal); err != nil {
			return err
		}
		_, err := k.payWithdrawal(ctx, coop, withdrawal)
		return err
	})
	if failure == nil {
		return nil
	}
	later := withdrawal
	later.Attempts++
	later.ErrorCodespace, later.ErrorCode, _ = errorsmod.ABCIInfo(failure, false)
	if err := k.dropWithdrawal(ctx, withdrawal); err != nil {
		return err
	}
	later.DueAt = now + triedAgainAfter
	if err := k.storeWithdrawal(ctx, later); err != nil {
		return err
	}
	return emit(ctx, &types.EventWithdrawal{Withdrawal: later})
}

// standsUntil says whether a withdrawal still stands: who asked for it and the
// address act for the member as they did. And until when it waits longer: for its
// address, for the member's frozen money, or for the co-op's suspension.
func (k *Keeper) standsUntil(ctx context.Context, coop membershiptypes.Coop, withdrawal types.Withdrawal) (stands bool, until int64, err error) {
	member, err := k.membership.GetMember(ctx, coop.Id, withdrawal.MemberId)
	if err != nil {
		return false, 0, err
	}
	address, err := k.addressCodec.StringToBytes(withdrawal.Address)
	if err != nil {
		return false, 0, err
	}
	payout, found, err := k.payoutAt(ctx, coop.Id, member.MemberId, address)
	if err != nil || !found {
		return false, 0, err
	}
	for _, signer := range []string{withdrawal.AskedBy, payout.AnnouncedBy} {
		acts, err := k.actsFor(ctx, member, signer)
		if err != nil || !acts {
			return false, 0, err
		}
	}
	frozen, err := k.membership.MoneyFrozen(ctx, coop.Id, member.MemberId)
	if err != nil {
		return false, 0, err
	}
	suspension, err := k.suspensionOf(ctx, coop.Id)
	return true, max(payout.ConfirmedAt, frozen, suspension.Until), err
}

func (k *Keeper) postpone(ctx context.Context, withdrawal types.Withdrawal, until int64) error {
	if err := k.dropWithdrawal(ctx, withdrawal); err != nil {
		return err
	}
	withdrawal.DueAt = until
	if err := k.storeWithdrawal(ctx, withdrawal); err != nil {
		return err
	}
	return emit(ctx, &types.EventWithdrawal{Withdrawal: withdrawal})
}

// dueIn lists at most so many of a queue's items whose time has come.
func (k *Keeper) dueIn(
	ctx context.Context, queue collections.KeySet[collections.Triple[int64, uint64, uint64]], most int,
) (due []collections.Triple[int64, uint64, uint64], err error) {
	now, err := k.chain.Now(ctx)
	if err != nil {
		return nil, err
	}
	err = queue.Walk(ctx, nil, func(key collections.Triple[int64, uint64, uint64]) (bool, error) {
		if key.K1() > now {
			return true, nil
		}
		due = append(due, key)
		return len(due) >= most, nil
	})
	return due, err
}
