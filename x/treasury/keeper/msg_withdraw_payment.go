package keeper

import (
	"context"

	"github.com/coopledger/coopledger/x/treasury/types"
)

// WithdrawPayment takes one's own request back, as long as it isn't paid.
func (s msgServer) WithdrawPayment(ctx context.Context, msg *types.MsgWithdrawPayment) (*types.MsgWithdrawPaymentResponse, error) {
	coop, err := s.membership.GetCoop(ctx, msg.CoopId)
	if err != nil {
		return nil, err
	}
	member, err := s.memberOf(ctx, coop, msg.Member)
	if err != nil {
		return nil, err
	}
	payment, budget, err := s.paymentAt(ctx, coop.Id, msg.PaymentId, requested, standing, spokenFor, held, due, returned, overdue, awaitingBridge)
	if err != nil {
		return nil, err
	}
	if payment.RequesterMemberId != member.MemberId {
		return nil, types.ErrUnauthorized.Wrapf("member %d has asked for payment %d, and only who has asked can withdraw it; an approver can refuse it", payment.RequesterMemberId, payment.Id)
	}
	return &types.MsgWithdrawPaymentResponse{}, s.end(ctx, budget, payment, types.PaymentStatus_PAYMENT_STATUS_WITHDRAWN, member.MemberId, "")
}
