package keeper

import (
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"

	chaintypes "github.com/coopledger/coopledger/x/chain/types"

	"github.com/coopledger/coopledger/x/treasury/types"
)

// paying is the kind of message that stands for all payments of co-ops: while it
// is switched off, payments that are due wait.
var paying = sdk.MsgTypeURL(&types.MsgPay{})

// goesOn is false while a kind of message is switched off.
func (k *Keeper) goesOn(ctx context.Context, typeURL string) bool {
	if k.breaker == nil {
		return true
	}
	allowed, err := k.breaker.IsAllowed(ctx, typeURL)
	return err == nil && allowed
}

// settleDue makes the payments that are due and lets requests lapse, the oldest
// first, as many as the block's budget for queued work has room for. While
// payments are switched off, and for a while after the chain stood still, they
// wait: nobody could have objected.
func (k *Keeper) settleDue(ctx context.Context) error {
	mayEnd, err := k.chain.VetoWindowsMayEnd(ctx)
	if err != nil || !mayEnd || !k.goesOn(ctx, paying) {
		return err
	}
	limits, err := k.GetParams(ctx)
	if err != nil {
		return err
	}
	due, err := k.dueIn(ctx, k.PaymentQueue, int(limits.MaxPaymentsPerBlock))
	if err != nil {
		return err
	}
	for _, key := range due {
		fits, err := k.chain.SpendWork(ctx, limits.PaymentGas)
		if err != nil || !fits {
			return err
		}
		err = chaintypes.Isolated(ctx, types.ErrInvariantBroken, func(ctx context.Context) error { return k.settleOne(ctx, key.K2(), key.K3()) })
		if err == nil {
			continue
		}
		// It leaves the queue, so that the others go on; the members can refuse it.
		report(ctx, "a payment that is due can't be dealt with", "coop", key.K2(), "payment", key.K3(), "error", err.Error())
		if err := k.PaymentQueue.Remove(ctx, key); err != nil {
			return err
		}
	}
	return nil
}

func (k *Keeper) settleOne(ctx context.Context, coopID, id uint64) error {
	payment, budget, err := k.paymentAt(ctx, coopID, id, requested, spokenFor)
	if err != nil {
		return err
	}
	if payment.Status == requested {
		return k.end(ctx, budget, payment, types.PaymentStatus_PAYMENT_STATUS_EXPIRED, 0, "")
	}
	coop, err := k.membership.GetCoop(ctx, coopID)
	if err != nil {
		return err
	}
	_, err = k.settle(ctx, coop, budget, payment)
	return err
}
