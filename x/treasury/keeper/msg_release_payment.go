package keeper

import (
	"context"

	chaintypes "github.com/coopledger/coopledger/x/chain/types"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"

	"github.com/coopledger/coopledger/x/treasury/types"
)

// RetryPayment tries again to pay what could not be paid. What fails again
// changes nothing.
func (s msgServer) RetryPayment(ctx context.Context, msg *types.MsgRetryPayment) (*types.MsgRetryPaymentResponse, error) {
	coop, payment, budget, err := s.retriable(ctx, msg)
	if err != nil {
		return nil, err
	}
	if s.breaker != nil {
		if _, err := s.breaker.IsAllowed(ctx, paying); err != nil {
			return nil, err
		}
	}
	paid, err := chaintypes.Atomically(ctx, func(ctx context.Context) (types.Payment, error) {
		if payment.Status == overdue {
			return s.makeUp(ctx, coop, budget, payment)
		}
		return s.pay(ctx, coop, budget, payment)
	})
	if err != nil {
		return nil, err
	}
	return &types.MsgRetryPaymentResponse{Entry: paid.Entry, Status: paid.Status}, nil
}

// makeUp reserves an instalment that is overdue, and pays it unless the charter
// makes it wait.
func (k *Keeper) makeUp(ctx context.Context, coop membershiptypes.Coop, budget types.Budget, instalment types.Payment) (types.Payment, error) {
	if err := k.mayMakeUp(ctx, instalment); err != nil {
		return instalment, err
	}
	reserved, err := k.reserveInstalment(ctx, budget, instalment, instalment)
	if err != nil {
		return instalment, err
	}
	now, err := k.chain.Now(ctx)
	if err != nil || reserved.NextAt > now {
		return reserved, err
	}
	return k.pay(ctx, coop, budget, reserved)
}

func (k *Keeper) retriable(ctx context.Context, msg *types.MsgRetryPayment) (membershiptypes.Coop, types.Payment, types.Budget, error) {
	coop, err := k.membership.GetCoop(ctx, msg.CoopId)
	if err != nil {
		return coop, types.Payment{}, types.Budget{}, err
	}
	payment, budget, err := k.paymentAt(ctx, coop.Id, msg.PaymentId, held, returned, overdue)
	if err != nil {
		return coop, payment, budget, err
	}
	if k.isCoop(msg.Member, coop.Id) {
		_, _, err := k.byResolution(ctx, msg.Member, coop.Id)
		return coop, payment, budget, err
	}
	member, err := k.actingMember(ctx, coop, msg.Member)
	if err != nil {
		return coop, payment, budget, err
	}
	spends, err := k.isIn(ctx, coop.Id, budget.Terms.Spenders, member.MemberId)
	if err != nil || spends {
		return coop, payment, budget, err
	}
	return coop, payment, budget, k.mustBeIn(ctx, coop, budget.Terms.Approvers, member.MemberId, "retry payments out of")
}

// ReleasePayment gives up a payment that could not be paid, waits for a bridge or
// has come back, and frees its coins.
func (s msgServer) ReleasePayment(ctx context.Context, msg *types.MsgReleasePayment) (*types.MsgReleasePaymentResponse, error) {
	coop, by, _, err := s.approver(ctx, msg.Member, msg.CoopId, msg.PaymentId)
	if err != nil {
		return nil, err
	}
	payment, budget, err := s.paymentAt(ctx, coop.Id, msg.PaymentId, held, returned, overdue, awaitingBridge)
	if err != nil {
		return nil, err
	}
	if err := s.checkReason(ctx, msg.Reason); err != nil {
		return nil, err
	}
	return &types.MsgReleasePaymentResponse{}, s.end(ctx, budget, payment, types.PaymentStatus_PAYMENT_STATUS_RELEASED, by, msg.Reason)
}
