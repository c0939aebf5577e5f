package keeper

import (
	"context"

	"cosmossdk.io/collections"
	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	membershiptypes "github.com/coopledger/coopledger/x/membership/types"

	"github.com/coopledger/coopledger/x/treasury/types"
)

// RequestPayment asks for a payment out of a budget. It reserves nothing: that
// is the last approval's.
func (s msgServer) RequestPayment(ctx context.Context, msg *types.MsgRequestPayment) (*types.MsgRequestPaymentResponse, error) {
	coop, err := s.membership.GetCoop(ctx, msg.CoopId)
	if err != nil {
		return nil, err
	}
	member, err := s.actingMember(ctx, coop, msg.Member)
	if err != nil {
		return nil, err
	}
	if err := s.mustNotBeFrozen(ctx, coop); err != nil {
		return nil, err
	}
	budget, err := s.usableBudget(ctx, coop.Id, msg.BudgetId)
	if err != nil {
		return nil, err
	}
	if err := s.mustBeIn(ctx, coop, budget.Terms.Spenders, member.MemberId, "spend"); err != nil {
		return nil, err
	}
	now, limits, err := s.checkRequest(ctx, budget, msg)
	if err != nil {
		return nil, err
	}
	if err := s.roomForRequest(ctx, coop, member.MemberId, limits); err != nil {
		return nil, err
	}
	schedule, err := s.requestedSchedule(ctx, coop, limits, msg)
	if err != nil {
		return nil, err
	}
	to, err := s.requestedPayee(ctx, coop, budget, limits, msg)
	if err != nil {
		return nil, err
	}
	if err := s.mustBePart(ctx, budget, to.memberID); err != nil {
		return nil, err
	}
	book, err := s.book(ctx, coop.Id)
	if err != nil {
		return nil, err
	}
	book.LastPaymentId++
	if err := s.Books.Set(ctx, coop.Id, book); err != nil {
		return nil, err
	}
	if err := s.countRequest(ctx, coop.Id, true); err != nil {
		return nil, err
	}
	payment := types.Payment{
		CoopId: coop.Id, Id: book.LastPaymentId, BudgetId: budget.Id, Status: requested, RequesterMemberId: member.MemberId,
		PayeeCode: msg.PayeeCode, PayeeSha256: msg.PayeeSha256, PayeeMemberId: to.memberID, ToPassbook: to.passbook, Coin: msg.Coin,
		Narrative: msg.Narrative, DocumentSha256: msg.DocumentSha256, PayeeEthereum: msg.PayeeEthereum, Schedule: schedule,
		RequestedAt: now, NotBefore: msg.NotBefore, NextAt: now + int64(limits.PendingLifetimeSeconds),
	}
	if !to.passbook && !payment.IsOutside() && payment.PayeeEthereum == "" {
		payment.Payee = membershiptypes.AddressText(to.address)
	}
	return &types.MsgRequestPaymentResponse{PaymentId: payment.Id}, s.put(ctx, budget, types.Payment{}, payment)
}

// requestedPayee is whom a payment is to go to: an address here or on Ethereum or a
// passbook, or the payee of an outside account, who is no address.
func (k *Keeper) requestedPayee(
	ctx context.Context, coop membershiptypes.Coop, budget types.Budget, limits types.Params, msg *types.MsgRequestPayment,
) (recipient, error) {
	if budget.Terms.Outside != "" {
		if address := msg.Payee + msg.PayeeEthereum; address != "" {
			return recipient{}, types.ErrInvalidPayee.Wrapf("budget %d is paid out of the outside account %q, and %s is an address; name the payee by a code and a hash",
				budget.Id, budget.Terms.Outside, address)
		}
		return recipient{memberID: msg.PayeeMemberId}, k.outsidePayee(ctx, coop, msg.PayeeCode, msg.PayeeSha256, msg.PayeeMemberId, limits)
	}
	if msg.PayeeCode != "" || len(msg.PayeeSha256) > 0 {
		return recipient{}, types.ErrInvalidPayee.Wrapf("budget %d is paid in coins of the ledger; name the payee by an address alone, or the member whose passbook it goes into", budget.Id)
	}
	if msg.PayeeEthereum != "" {
		return k.ethereumPayee(ctx, coop, msg)
	}
	return k.recipient(ctx, coop, msg.Payee, msg.PayeeMemberId)
}

// checkRequest refuses a coin, a date or a voucher that no payment out of the
// budget has.
func (k *Keeper) checkRequest(ctx context.Context, budget types.Budget, msg *types.MsgRequestPayment) (int64, types.Params, error) {
	limits, err := k.GetParams(ctx)
	if err != nil {
		return 0, limits, err
	}
	if err := types.ValidateCoins(sdk.Coins{msg.Coin}, 1); err != nil {
		return 0, limits, err
	}
	if err := types.ValidateVoucher(msg.Narrative, msg.DocumentSha256, limits); err != nil {
		return 0, limits, err
	}
	if msg.Coin.Denom != budget.Terms.Denom {
		return 0, limits, types.ErrInvalidPayment.Wrapf("budget %d (%s) pays in %s and %s is asked for", budget.Id, budget.Terms.Purpose, budget.Terms.Denom, msg.Coin)
	}
	if most := budget.Terms.CeilingOfOne(); msg.Coin.Amount.GT(most) {
		return 0, limits, types.ErrOverBudget.Wrapf("one payment out of budget %d (%s) is at most %s%s and %s is asked for", budget.Id, budget.Terms.Purpose, most, msg.Coin.Denom, msg.Coin)
	}
	now, err := k.chain.Now(ctx)
	if err != nil {
		return 0, limits, err
	}
	if latest := now + int64(limits.MaxPaymentAheadSeconds); msg.NotBefore != 0 && (msg.NotBefore < now || msg.NotBefore > latest) {
		return 0, limits, types.ErrInvalidPayment.Wrapf("it is to be paid on %s; give a date between now and %s, or none for at once",
			membershiptypes.Date(msg.NotBefore), membershiptypes.Date(latest))
	}
	return now, limits, nil
}

// roomForRequest refuses one request too many: of the co-op, or of the member, so
// that no one member keeps all others from asking.
func (k *Keeper) roomForRequest(ctx context.Context, coop membershiptypes.Coop, memberID uint64, limits types.Params) error {
	book, err := k.book(ctx, coop.Id)
	if err != nil {
		return err
	}
	if book.Requests >= limits.MaxRequestsPerCoop {
		return types.ErrTooManyOpen.Wrapf("%s has %d requests that nobody has decided, of at most %d; approve or refuse some first", coop.Slug, book.Requests, limits.MaxRequestsPerCoop)
	}
	own, err := amountAt(ctx, k.RequestsByMember, collections.Join(coop.Id, memberID))
	if most := limits.MostRequestsOfMember(); err == nil && own.GTE(math.NewIntFromUint64(most)) {
		err = types.ErrTooManyOpen.Wrapf("member %d of %s has asked for %s payments that nobody has decided, of at most %d; withdraw some, or let them be approved or refused first", memberID, coop.Slug, own, most)
	}
	return err
}
