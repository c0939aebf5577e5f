package keeper

import (
	"context"

	membershiptypes "github.com/coopledger/coopledger/x/membership/types"

	"github.com/coopledger/coopledger/x/treasury/types"
)

// outsidePayee refuses a payee of an outside account who is no code and hash, or
// a member that there is not. Who the hash stands for the ledger can't tell.
func (k *Keeper) outsidePayee(
	ctx context.Context, coop membershiptypes.Coop, code string, hash []byte, memberID uint64, limits types.Params,
) error {
	if err := types.ValidatePayee(code, hash, limits); err != nil || memberID == 0 {
		return err
	}
	_, err := k.membership.GetMember(ctx, coop.Id, memberID)
	return err
}

// makeDue says that a payment out of an outside account is due: it waits for a
// payment file, and its money stays reserved.
func (k *Keeper) makeDue(ctx context.Context, rules membershiptypes.TreasuryRules, budget types.Budget, payment types.Payment) (types.Payment, error) {
	if _, err := types.FindOutside(rules, budget.Terms.Outside); err != nil {
		return payment, err
	}
	is := payment
	is.Status, is.NextAt, is.FileId = due, 0, 0
	return is, k.put(ctx, budget, payment, is)
}

// payOutside books a payment that a statement shows. Its money was reserved until now.
func (k *Keeper) payOutside(ctx context.Context, rules membershiptypes.TreasuryRules, budget types.Budget, payment types.Payment) error {
	outside, err := types.FindOutside(rules, budget.Terms.Outside)
	if err != nil {
		return err
	}
	book, err := k.book(ctx, budget.CoopId)
	if err != nil {
		return err
	}
	paid := payment
	paid.Status, paid.Entry = paidOut, book.Entries+1
	if err := k.put(ctx, budget, payment, paid); err != nil {
		return err
	}
	value, err := k.takeOutside(ctx, budget.CoopId, outside, outside.Fund, payment.Coin.Amount)
	if err != nil {
		return err
	}
	debit := types.NewPosting(budget.Terms.Account, outside.Fund, outside.Currency, payment.Coin.Amount, value)
	credit := debit.Negated()
	credit.Account = outside.Account
	approver := uint64(0)
	if approved := payment.ApproverMemberIds; len(approved) > 0 {
		approver = approved[len(approved)-1]
	}
	_, err = k.post(ctx, rules, types.Entry{
		CoopId: budget.CoopId, Source: types.Source_SOURCE_PAYMENT, ResolutionId: budget.ResolutionId, PaymentId: payment.Id, Outside: outside.Name,
		PreparerMemberId: payment.RequesterMemberId, ApproverMemberId: approver,
		Narrative: payment.Narrative, DocumentSha256: payment.DocumentSha256, RelatedParty: payment.PayeeMemberId != 0,
		Postings: []types.Posting{credit, debit.Of(rules, payment.PayeeMemberId)},
	})
	return err
}

// cameBack says that a payment has come back: entry took it back. Its money stays
// reserved, until somebody tries again or gives it up.
func (k *Keeper) cameBack(ctx context.Context, original types.Entry, entry uint64, reason string) error {
	payment, budget, err := k.paymentAt(ctx, original.CoopId, original.PaymentId, paidOut)
	if err != nil {
		return err
	}
	if payment.Entry != original.Number {
		return types.ErrInvariantBroken.Wrapf("payment %d of co-op %d is entry %d, and entry %d was taken back", payment.Id, payment.CoopId, payment.Entry, original.Number)
	}
	is := payment
	is.Status, is.Entry, is.ReturnEntry, is.Reason = returned, 0, entry, reason
	is.Attempts++
	return k.put(ctx, budget, payment, is)
}
