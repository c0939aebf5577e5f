package keeper

import (
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"

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
	goesOn, err := k.windowsGoOn(ctx, paying)
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
		queue: k.PaymentQueue, now: now, most: limits.MaxPaymentsPerBlock, gas: limits.PaymentGas, what: "a payment", settle: k.settleOne,
	})
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
