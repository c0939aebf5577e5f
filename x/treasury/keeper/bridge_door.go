package keeper

import (
	"context"

	"cosmossdk.io/collections"
	errorsmod "cosmossdk.io/errors"

	sdk "github.com/cosmos/cosmos-sdk/types"

	chaintypes "github.com/coopledger/coopledger/x/chain/types"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"

	"github.com/coopledger/coopledger/x/treasury/types"
)

const (
	awaitingBridge = types.PaymentStatus_PAYMENT_STATUS_AWAITING_BRIDGE
	inBridge       = types.PaymentStatus_PAYMENT_STATUS_IN_BRIDGE
)

var _ types.BridgeDoor = (*Keeper)(nil)

// ethereumPayee is a payee on Ethereum, and the member whose address it is: one
// whose key has the same bytes, or whom the request names.
func (k *Keeper) ethereumPayee(ctx context.Context, coop membershiptypes.Coop, msg *types.MsgRequestPayment) (recipient, error) {
	if msg.Payee != "" {
		return recipient{}, types.ErrInvalidPayee.Wrapf("both %s and %s are to be paid; name one of them", msg.Payee, msg.PayeeEthereum)
	}
	address, err := types.ParseEthereum(msg.PayeeEthereum)
	if err != nil {
		return recipient{}, err
	}
	member, err := k.payeeMember(ctx, coop.Id, address)
	if err != nil {
		return recipient{}, err
	}
	switch named := msg.PayeeMemberId; {
	case member == 0 && named != 0:
		_, err := k.membership.GetMember(ctx, coop.Id, named)
		return recipient{memberID: named}, err
	case named != 0 && named != member:
		return recipient{}, types.ErrInvalidPayee.Wrapf("%s is a key of member %d, and member %d is named; name whose it is", msg.PayeeEthereum, member, named)
	}
	return recipient{memberID: member}, nil
}

// awaitBridge says that a payment to Ethereum is due: it waits for a bridge, and
// its coins stay reserved.
func (k *Keeper) awaitBridge(ctx context.Context, budget types.Budget, payment types.Payment) (types.Payment, error) {
	is := payment
	is.Status, is.NextAt = awaitingBridge, 0
	return is, k.put(ctx, budget, payment, is)
}

// AwaitingBridge lists payments that wait for a bridge, by co-op and number, after
// the one given.
func (k *Keeper) AwaitingBridge(ctx context.Context, afterCoopID, afterPaymentID uint64, most int) (waiting []types.Payment, err error) {
	after := new(collections.Range[collections.Pair[uint64, uint64]]).StartExclusive(collections.Join(afterCoopID, afterPaymentID))
	err = k.AwaitsBridge.Walk(ctx, after, func(key collections.Pair[uint64, uint64]) (bool, error) {
		if len(waiting) >= most {
			return true, nil
		}
		payment, err := k.payment(ctx, key.K1(), key.K2())
		waiting = append(waiting, payment)
		return err != nil, err
	})
	return waiting, err
}

// TakeOver says that a bridge makes a payment from now on: nobody gives it up,
// withdraws or refuses it until the bridge has reported.
func (k *Keeper) TakeOver(ctx context.Context, coopID, paymentID uint64) (types.Payment, error) {
	coop, err := k.membership.GetCoop(ctx, coopID)
	if err != nil {
		return types.Payment{}, err
	}
	if err := k.mustNotBeFrozen(ctx, coop); err != nil {
		return types.Payment{}, err
	}
	if k.breaker != nil {
		if _, err := k.breaker.IsAllowed(ctx, paying); err != nil {
			return types.Payment{}, err
		}
	}
	was, budget, err := k.paymentAt(ctx, coopID, paymentID, awaitingBridge)
	if err != nil {
		return was, err
	}
	if _, err := k.payingRules(ctx, budget); err != nil {
		return was, err
	}
	is := was
	is.Status = inBridge
	return is, k.put(ctx, budget, was, is)
}

// ReportPaid books a payment that a bridge has made, and hands its coins to the
// bridge's module account. A frozen treasury doesn't stop it: it has happened.
func (k *Keeper) ReportPaid(ctx context.Context, coopID, paymentID uint64, into sdk.AccAddress) (uint64, error) {
	payment, budget, err := k.paymentAt(ctx, coopID, paymentID, inBridge)
	if err != nil {
		return 0, err
	}
	if _, isModule := k.accounts.GetAccount(ctx, into).(sdk.ModuleAccountI); !isModule {
		return 0, types.ErrInvalidPayee.Wrapf("%s is no account of a part of the ledger; a bridge takes what it has paid into its own", into)
	}
	rules, err := k.rules(ctx, coopID)
	if err != nil {
		return 0, err
	}
	paid, err := chaintypes.Atomically(ctx, func(ctx context.Context) (types.Payment, error) {
		return k.makePayment(ctx, rules, budget, payment, recipient{address: into, memberID: payment.PayeeMemberId})
	})
	return paid.Entry, err
}

// ReportFailed says that a bridge has not made a payment and never will by what
// was signed for it: it is held.
func (k *Keeper) ReportFailed(ctx context.Context, coopID, paymentID uint64, cause error) error {
	was, budget, err := k.paymentAt(ctx, coopID, paymentID, inBridge)
	if err != nil {
		return err
	}
	if cause == nil {
		cause = types.ErrNotBridged
	}
	is := was
	is.Status = held
	is.Attempts++
	is.ErrorCodespace, is.ErrorCode, _ = errorsmod.ABCIInfo(cause, false)
	return k.put(ctx, budget, was, is)
}
