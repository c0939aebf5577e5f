package keeper

import (
	"context"

	membershiptypes "github.com/coopledger/coopledger/x/membership/types"

	"github.com/coopledger/coopledger/x/treasury/types"
)

// RefusePayment ends a request, or a standing order: one approver is enough. The
// co-op's resolution ends what is reserved too, as long as it isn't paid.
func (s msgServer) RefusePayment(ctx context.Context, msg *types.MsgRefusePayment) (*types.MsgRefusePaymentResponse, error) {
	coop, by, resolved, err := s.approver(ctx, msg.Member, msg.CoopId, msg.PaymentId)
	if err != nil {
		return nil, err
	}
	stages := []types.PaymentStatus{requested, standing}
	if resolved {
		stages = append(stages, spokenFor, held, due, returned, overdue, awaitingBridge)
	}
	payment, budget, err := s.paymentAt(ctx, coop.Id, msg.PaymentId, stages...)
	if err != nil {
		return nil, err
	}
	if err := s.checkReason(ctx, msg.Reason); err != nil {
		return nil, err
	}
	return &types.MsgRefusePaymentResponse{}, s.end(ctx, budget, payment, types.PaymentStatus_PAYMENT_STATUS_REFUSED, by, msg.Reason)
}

// approver is who may end a payment of a budget: one of its approvers, or the
// members by resolution.
func (k *Keeper) approver(ctx context.Context, signer string, coopID, paymentID uint64) (coop membershiptypes.Coop, memberID uint64, resolved bool, err error) {
	if k.isCoop(signer, coopID) {
		coop, _, err = k.byResolution(ctx, signer, coopID)
		return coop, 0, true, err
	}
	if coop, err = k.membership.GetCoop(ctx, coopID); err != nil {
		return coop, 0, false, err
	}
	member, err := k.memberOf(ctx, coop, signer)
	if err != nil {
		return coop, 0, false, err
	}
	payment, err := k.payment(ctx, coopID, paymentID)
	if err != nil {
		return coop, 0, false, err
	}
	budget, err := k.budget(ctx, coopID, payment.BudgetId)
	if err != nil {
		return coop, 0, false, err
	}
	return coop, member.MemberId, false, k.mustBeIn(ctx, coop, budget.Terms.Approvers, member.MemberId, "approve or refuse payments out of")
}

// checkReason wants a short code.
func (k *Keeper) checkReason(ctx context.Context, reason string) error {
	limits, err := k.GetParams(ctx)
	if err != nil {
		return err
	}
	if reason == "" {
		return types.ErrInvalidPayment.Wrap("no reason is given; write a short code, such as NO-INVOICE")
	}
	return types.ValidateVoucher(reason, nil, limits)
}
