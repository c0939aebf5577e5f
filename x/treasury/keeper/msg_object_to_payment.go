package keeper

import (
	"context"
	"math"
	"slices"

	"github.com/coopledger/coopledger/x/treasury/types"
)

// ObjectToPayment counts towards stopping a payment that waits for the charter's
// delay. As many voting members as the charter says stop it.
func (s msgServer) ObjectToPayment(ctx context.Context, msg *types.MsgObjectToPayment) (*types.MsgObjectToPaymentResponse, error) {
	coop, err := s.membership.GetCoop(ctx, msg.CoopId)
	if err != nil {
		return nil, err
	}
	member, err := s.memberOf(ctx, coop, msg.Member)
	if err != nil {
		return nil, err
	}
	if _, onRoll := member.ClassAt(math.MaxUint64); !onRoll {
		return nil, types.ErrUnauthorized.Wrapf("members of your class (%d) don't vote in %s, so they can't object; ask a voting member to", member.ClassId, coop.Slug)
	}
	was, budget, err := s.paymentAt(ctx, coop.Id, msg.PaymentId, spokenFor)
	if err != nil {
		return nil, err
	}
	if was.Vetoes == 0 {
		return nil, types.ErrWrongStage.Wrapf("payment %d waits for its day and not for objections: the charter of %s has none against it; propose a resolution that refuses it", was.Id, coop.Slug)
	}
	if slices.Contains(was.ObjectorMemberIds, member.MemberId) {
		return nil, types.ErrTwice.Wrapf("member %d has objected to payment %d already; %d of %d objections are made", member.MemberId, was.Id, len(was.ObjectorMemberIds), was.Vetoes)
	}
	is := was
	is.ObjectorMemberIds = append(slices.Clone(was.ObjectorMemberIds), member.MemberId)
	response := &types.MsgObjectToPaymentResponse{Objections: uint32(len(is.ObjectorMemberIds)), Vetoes: was.Vetoes}
	if err := s.put(ctx, budget, was, is); err != nil || response.Objections < response.Vetoes {
		return response, err
	}
	return response, s.end(ctx, budget, is, types.PaymentStatus_PAYMENT_STATUS_STOPPED, 0, "")
}
