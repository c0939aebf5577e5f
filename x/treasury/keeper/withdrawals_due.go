package keeper

import (
	"context"

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

// settleWithdrawals pays the withdrawals that are due, the oldest first, as many
// as the parameters and the block's budget for queued work have room for.
func (k *Keeper) settleWithdrawals(ctx context.Context) error {
	goesOn, err := k.windowsGoOn(ctx, withdrawing)
	if err != nil || !goesOn {
		return err
	}
	limits, err := k.GetParams(ctx)
	if err != nil {
		return err
	}
	now, err := k.chain.Now(ctx)
	if err != nil {
		return err
	}
	return k.settleQueued(ctx, queued{
		queue: k.WithdrawalQueue, now: now, most: limits.MaxWithdrawalsPerBlock, gas: limits.PaymentGas, what: "a withdrawal", settle: k.settleWithdrawal,
	})
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
		// The members may end a suspension early, so it is asked again each day.
		return k.postpone(ctx, withdrawal, min(until, now+triedAgainAfter))
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
