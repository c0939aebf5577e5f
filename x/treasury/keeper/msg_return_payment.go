package keeper

import (
	"context"
	"crypto/sha256"

	"github.com/coopledger/coopledger/x/treasury/types"
)

// ReturnPayment prepares the entry that takes back a payment that the bank has sent
// back. It waits for a second officer, who looks at the statement too.
func (s msgServer) ReturnPayment(ctx context.Context, msg *types.MsgReturnPayment) (*types.MsgReturnPaymentResponse, error) {
	coop, officer, err := s.bookkeeper(ctx, msg.Officer, msg.CoopId)
	if err != nil {
		return nil, err
	}
	payment, budget, err := s.paymentAt(ctx, coop.Id, msg.PaymentId, paidOut)
	if err != nil {
		return nil, err
	}
	if budget.Terms.Outside == "" {
		return nil, types.ErrWrongStage.Wrapf("payment %d was made in coins of the ledger, which don't come back by themselves; whoever has them sends them back", payment.Id)
	}
	if err := s.checkReason(ctx, msg.Reason); err != nil {
		return nil, err
	}
	if len(msg.DocumentSha256) != sha256.Size {
		return nil, types.ErrInvalidAttestation.Wrap("no statement shows that it came back; give the hash of the statement: coopd doc hash FILE")
	}
	original, err := s.reversible(ctx, coop.Id, payment.Entry)
	if err != nil {
		return nil, err
	}
	pending := types.PendingEntry{
		CoopId: coop.Id, PreparerMemberId: officer, Narrative: msg.Reason, DocumentSha256: msg.DocumentSha256, Reverses: original.Number, Outside: original.Outside,
	}
	for _, posting := range original.Postings {
		pending.Postings = append(pending.Postings, posting.Negated())
	}
	id, err := s.prepare(ctx, coop, pending)
	if err != nil {
		return nil, err
	}
	return &types.MsgReturnPaymentResponse{PendingId: id}, nil
}
