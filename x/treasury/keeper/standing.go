package keeper

import (
	"context"
	"slices"

	"cosmossdk.io/collections"
	errorsmod "cosmossdk.io/errors"

	membershiptypes "github.com/coopledger/coopledger/x/membership/types"

	"github.com/coopledger/coopledger/x/treasury/types"
)

const (
	standing = types.PaymentStatus_PAYMENT_STATUS_STANDING
	ended    = types.PaymentStatus_PAYMENT_STATUS_ENDED
	overdue  = types.PaymentStatus_PAYMENT_STATUS_OVERDUE
)

// budgetOver is why a standing order ends whose budget was closed or has expired.
const budgetOver = "BUDGET-OVER"

// requestedSchedule is the schedule that a request asks for, with its first day
// and its count; none for one payment.
func (k *Keeper) requestedSchedule(ctx context.Context, coop membershiptypes.Coop, limits types.Params, msg *types.MsgRequestPayment) (*types.Schedule, error) {
	if msg.Schedule == nil {
		return nil, nil
	}
	if msg.NotBefore != 0 {
		return nil, types.ErrInvalidSchedule.Wrap("a standing order is paid on the days of its schedule; leave out the day of a single payment")
	}
	today, err := k.today(ctx, coop.Id)
	if err != nil {
		return nil, err
	}
	schedule := *msg.Schedule
	if schedule.FirstDay == 0 {
		schedule.FirstDay = today.Number()
	}
	latest := today.AddDays(int64(limits.MaxPaymentAheadSeconds / secondsPerDay))
	if schedule.FirstDay < today.Number() || schedule.FirstDay > latest.Number() {
		return nil, types.ErrInvalidSchedule.Wrapf("its first instalment is on %s; give a day from %s to %s", types.DayText(schedule.FirstDay), today, latest)
	}
	if schedule, err = schedule.Counted(limits.MaxInstalments); err != nil {
		return nil, err
	}
	return &schedule, nil
}

// stand lets an approved order stand: from now on its instalments are paid on
// their days. It reserves nothing, so that each of them has to fit when it comes.
func (k *Keeper) stand(ctx context.Context, coop membershiptypes.Coop, budget types.Budget, was types.Payment) (types.Payment, error) {
	limits, err := k.GetParams(ctx)
	if err != nil {
		return was, err
	}
	book, err := k.book(ctx, coop.Id)
	if err != nil {
		return was, err
	}
	if book.StandingOrders >= limits.MaxStandingOrdersPerCoop {
		return was, types.ErrTooManyOpen.Wrapf("%s has %d standing orders, of at most %d; refuse one that is not needed first", coop.Slug, book.StandingOrders, limits.MaxStandingOrdersPerCoop)
	}
	if err := k.countRequest(ctx, coop.Id, false); err != nil {
		return was, err
	}
	if err := k.countStanding(ctx, coop.Id, true); err != nil {
		return was, err
	}
	is := was
	is.Status, is.NextAt = standing, 0
	if is.NextInstalmentAt, err = k.instalmentAt(ctx, is); err != nil {
		return was, err
	}
	return is, k.put(ctx, budget, was, is)
}

// countStanding keeps how many orders of a co-op stand.
func (k *Keeper) countStanding(ctx context.Context, coopID uint64, adds bool) error {
	book, err := k.book(ctx, coopID)
	if err != nil {
		return err
	}
	switch {
	case adds:
		book.StandingOrders++
	case book.StandingOrders == 0:
		return types.ErrInvariantBroken.Wrapf("co-op %d counts no standing order, and one stands", coopID)
	default:
		book.StandingOrders--
	}
	return k.Books.Set(ctx, coopID, book)
}

// instalmentAt is when the day of an order's next instalment begins on the co-op's
// clocks, in civil time.
func (k *Keeper) instalmentAt(ctx context.Context, order types.Payment) (int64, error) {
	day, err := order.Schedule.Day(order.Instalments)
	if err != nil {
		return 0, err
	}
	_, charter, err := k.membership.GetCharter(ctx, order.CoopId)
	if err != nil {
		return 0, err
	}
	return k.beginningOf(ctx, charter.TimeZone, day.Number())
}

// accountStanding adds what follows from a standing order or an instalment, or
// takes it away. A day of an order never has two instalments.
func (k *Keeper) accountStanding(ctx context.Context, payment types.Payment, adds bool) error {
	if payment.NextInstalmentAt != 0 {
		if err := member(ctx, k.StandingQueue, collections.Join3(payment.NextInstalmentAt, payment.CoopId, payment.Id), adds); err != nil {
			return err
		}
	}
	if payment.Status == awaitingBridge {
		if err := member(ctx, k.AwaitsBridge, collections.Join(payment.CoopId, payment.Id), adds); err != nil {
			return err
		}
	}
	if payment.OrderId == 0 {
		return nil
	}
	key := collections.Join3(payment.CoopId, payment.OrderId, payment.InstalmentDay)
	if !adds {
		return k.Instalments.Remove(ctx, key)
	}
	paid, err := k.Instalments.Has(ctx, key)
	if err != nil {
		return err
	}
	if paid {
		return types.ErrInvariantBroken.Wrapf("order %d of co-op %d has an instalment for %s already", payment.OrderId, payment.CoopId, types.DayText(payment.InstalmentDay))
	}
	return k.Instalments.Set(ctx, key, payment.Id)
}

// instalmentOf an order, for the day whose turn it is: it has the order's approvals,
// and gets the next number of a payment.
func (k *Keeper) instalmentOf(ctx context.Context, order types.Payment) (types.Payment, error) {
	day, err := order.Schedule.Day(order.Instalments)
	if err != nil {
		return types.Payment{}, err
	}
	now, err := k.chain.Now(ctx)
	if err != nil {
		return types.Payment{}, err
	}
	book, err := k.book(ctx, order.CoopId)
	if err != nil {
		return types.Payment{}, err
	}
	book.LastPaymentId++
	return types.Payment{
		CoopId: order.CoopId, Id: book.LastPaymentId, BudgetId: order.BudgetId, Status: overdue, RequesterMemberId: order.RequesterMemberId,
		Payee: order.Payee, PayeeMemberId: order.PayeeMemberId, ToPassbook: order.ToPassbook, PayeeCode: order.PayeeCode, PayeeSha256: order.PayeeSha256,
		PayeeEthereum: order.PayeeEthereum, Coin: order.Coin, Narrative: order.Narrative, DocumentSha256: order.DocumentSha256, RequestedAt: now,
		ApproverMemberIds: slices.Clone(order.ApproverMemberIds), OrderId: order.Id, InstalmentDay: day.Number(),
	}, k.Books.Set(ctx, order.CoopId, book)
}

// mayMakeUp refuses to pay an instalment late whose order or budget the members
// have ended: nothing was promised for it.
func (k *Keeper) mayMakeUp(ctx context.Context, instalment types.Payment) error {
	order, err := k.payment(ctx, instalment.CoopId, instalment.OrderId)
	if err != nil {
		return err
	}
	if order.Status != standing && order.Status != ended {
		return types.ErrWrongStage.Wrapf("the standing order %d is %s, and nothing is paid for it any more; release payment %d", order.Id, order.Status.Word(), instalment.Id)
	}
	_, err = k.usableBudget(ctx, instalment.CoopId, instalment.BudgetId)
	return err
}

// missed is an instalment that could not be reserved on its day, with why.
func missed(instalment types.Payment, why error) types.Payment {
	instalment.Attempts++
	instalment.ErrorCodespace, instalment.ErrorCode, _ = errorsmod.ABCIInfo(why, false)
	return instalment
}
