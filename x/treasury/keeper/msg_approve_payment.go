package keeper

import (
	"context"
	"slices"

	chaintypes "github.com/coopledger/coopledger/x/chain/types"

	"github.com/coopledger/coopledger/x/treasury/types"
)

// ApprovePayment approves a payment. The last approval reserves its coins, and
// pays them if it is due; a standing order stands from then on.
func (s msgServer) ApprovePayment(ctx context.Context, msg *types.MsgApprovePayment) (*types.MsgApprovePaymentResponse, error) {
	payment, err := chaintypes.Atomically(ctx, func(ctx context.Context) (types.Payment, error) { return s.approvePayment(ctx, msg) })
	if err != nil {
		return nil, err
	}
	return &types.MsgApprovePaymentResponse{Status: payment.Status, Entry: payment.Entry}, nil
}

func (s msgServer) approvePayment(ctx context.Context, msg *types.MsgApprovePayment) (types.Payment, error) {
	coop, err := s.membership.GetCoop(ctx, msg.CoopId)
	if err != nil {
		return types.Payment{}, err
	}
	member, err := s.actingMember(ctx, coop, msg.Member)
	if err != nil {
		return types.Payment{}, err
	}
	if err := s.mustNotBeFrozen(ctx, coop); err != nil {
		return types.Payment{}, err
	}
	was, budget, err := s.paymentAt(ctx, coop.Id, msg.PaymentId, requested)
	if err != nil {
		return was, err
	}
	if _, err := s.usableBudget(ctx, coop.Id, budget.Id); err != nil {
		return was, err
	}
	if err := s.mustBeIn(ctx, coop, budget.Terms.Approvers, member.MemberId, "approve payments out of"); err != nil {
		return was, err
	}
	is := was
	is.ApproverMemberIds = append(slices.Clone(was.ApproverMemberIds), member.MemberId)
	if err := s.approvedByOthers(ctx, &is, member.MemberId); err != nil {
		return was, err
	}
	if slices.Contains(was.ApproverMemberIds, member.MemberId) {
		return was, types.ErrTwice.Wrapf("member %d has approved payment %d already; %d of %d approvals are given", member.MemberId, was.Id, len(was.ApproverMemberIds), budget.Terms.Approvals)
	}
	if err := s.put(ctx, budget, was, is); err != nil || len(is.ApproverMemberIds) < int(budget.Terms.Approvals) {
		return is, err
	}
	if is.IsOrder() {
		return s.stand(ctx, coop, budget, is)
	}
	if err := s.countRequest(ctx, coop.Id, false); err != nil {
		return was, err
	}
	reserved, err := s.reserve(ctx, coop, budget, is, is)
	if err != nil {
		return was, err
	}
	now, err := s.chain.Now(ctx)
	if err != nil || reserved.NextAt > now || !s.goesOn(ctx, paying) {
		return reserved, err
	}
	return s.settle(ctx, coop, budget, reserved)
}

// approvedByOthers refuses an approval by whoever asked for the payment or gets
// it. Whose key the payee is may have changed since it was asked for, so it is
// looked at anew, and for all who have approved.
func (k *Keeper) approvedByOthers(ctx context.Context, payment *types.Payment, memberID uint64) error {
	before := payment.PayeeMemberId
	if err := k.lookUpPayee(ctx, payment); err != nil {
		return err
	}
	paid, whose := payment.PayeeMemberId, "a key of"
	if payment.IsOutside() {
		whose = "a bank account of"
	}
	if payment.PayeeEthereum != "" {
		whose = "an Ethereum address of"
	}
	if payment.ToPassbook {
		whose = "the passbook of"
	}
	switch {
	case memberID == payment.RequesterMemberId:
		return types.ErrOwnPayment.Wrapf("member %d has asked for payment %d; somebody else approves it", memberID, payment.Id)
	case memberID == paid || memberID == before:
		return types.ErrOwnPayment.Wrapf("payment %d goes to %s member %d; somebody else approves it", payment.Id, whose, memberID)
	case paid != 0 && slices.Contains(payment.ApproverMemberIds, paid):
		return types.ErrOwnPayment.Wrapf("payment %d goes to a key of member %d now, who has approved it; refuse it and let it be asked for anew", payment.Id, paid)
	}
	return nil
}

// lookUpPayee notes whose key the payee is by now. One that was a member's stays
// that member's; a passbook is its member's for good, and so is a bank account.
func (k *Keeper) lookUpPayee(ctx context.Context, payment *types.Payment) error {
	if payment.ToPassbook || payment.IsOutside() {
		return nil
	}
	payee, err := k.payeeBytes(*payment)
	if err != nil {
		return err
	}
	member, err := k.payeeMember(ctx, payment.CoopId, payee)
	if err == nil && member != 0 {
		payment.PayeeMemberId = member
	}
	return err
}

// payeeBytes are the bytes of a payee's address. One on Ethereum is that of the
// member who signs here with the same key.
func (k *Keeper) payeeBytes(payment types.Payment) ([]byte, error) {
	if payment.PayeeEthereum != "" {
		return types.ParseEthereum(payment.PayeeEthereum)
	}
	return k.addressCodec.StringToBytes(payment.Payee)
}
