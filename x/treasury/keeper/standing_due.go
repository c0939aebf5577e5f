package keeper

import (
	"context"
	"errors"
	"slices"

	chaintypes "github.com/coopledger/coopledger/x/chain/types"

	"github.com/coopledger/coopledger/x/treasury/types"
)

// instalmentWork is how many payments' work an instalment takes: it is made and paid.
const instalmentWork = 2

// settleStanding pays the instalments of standing orders whose day has come, the
// oldest first and one of each order, as many as the block's budget for queued
// work has room for. Like other payments they wait while payments are switched
// off, and for a while after the chain stood still.
func (k *Keeper) settleStanding(ctx context.Context) error {
	goesOn, err := k.windowsGoOn(ctx, paying)
	if err != nil || !goesOn {
		return err
	}
	limits, err := k.GetParams(ctx)
	if err != nil {
		return err
	}
	now, err := k.chain.CivilNow(ctx)
	if err != nil {
		return err
	}
	return k.settleQueued(ctx, queued{
		queue: k.StandingQueue, now: now, most: limits.MaxPaymentsPerBlock, gas: instalmentWork * limits.PaymentGas, what: "a standing order", settle: k.settleOrder,
	})
}

// settleOrder pays the next instalment of an order. If the co-op's clocks were put
// back by a new time zone, it waits until the day begins on them; if the budget
// is over, so is the order.
func (k *Keeper) settleOrder(ctx context.Context, coopID, id uint64) error {
	was, budget, err := k.paymentAt(ctx, coopID, id, standing)
	if err != nil {
		return err
	}
	now, err := k.chain.CivilNow(ctx)
	if err != nil {
		return err
	}
	begins, err := k.instalmentAt(ctx, was)
	if err != nil {
		return err
	}
	if begins > now {
		is := was
		is.NextInstalmentAt = begins
		return k.put(ctx, budget, was, is)
	}
	if _, err := k.usableBudget(ctx, coopID, budget.Id); err != nil {
		if errors.Is(err, types.ErrBudgetOver) {
			return k.end(ctx, budget, was, ended, 0, budgetOver)
		}
		return err
	}
	instalment, err := k.instalmentOf(ctx, was)
	if err != nil {
		return err
	}
	if err := k.turn(ctx, budget, was); err != nil {
		return err
	}
	return k.payInstalment(ctx, budget, instalment)
}

// turn brings an order to its next instalment, or to its end.
func (k *Keeper) turn(ctx context.Context, budget types.Budget, was types.Payment) (err error) {
	is := was
	is.Instalments++
	if is.Instalments == is.Schedule.Count {
		if err := k.countStanding(ctx, is.CoopId, false); err != nil {
			return err
		}
		is.Status, is.NextInstalmentAt = ended, 0
	} else if is.NextInstalmentAt, err = k.instalmentAt(ctx, is); err != nil {
		return err
	}
	return k.put(ctx, budget, was, is)
}

// payInstalment reserves an instalment as the last approval of a payment does, and
// pays it unless the charter makes it wait. What can't be reserved is overdue.
func (k *Keeper) payInstalment(ctx context.Context, budget types.Budget, instalment types.Payment) error {
	refusal := chaintypes.Isolated(ctx, types.ErrInvariantBroken, func(ctx context.Context) error {
		reserved, err := k.reserveInstalment(ctx, budget, types.Payment{}, instalment)
		if err != nil {
			return err
		}
		now, err := k.chain.Now(ctx)
		if err != nil || reserved.NextAt > now {
			return err
		}
		coop, err := k.membership.GetCoop(ctx, instalment.CoopId)
		if err != nil {
			return err
		}
		_, err = k.settle(ctx, coop, budget, reserved)
		return err
	})
	if refusal == nil {
		return nil
	}
	return k.put(ctx, budget, types.Payment{}, missed(instalment, refusal))
}

// reserveInstalment reserves an instalment in the place of what it was, unless its
// payee has become a key of somebody who approved the order.
func (k *Keeper) reserveInstalment(ctx context.Context, budget types.Budget, was, is types.Payment) (types.Payment, error) {
	coop, err := k.membership.GetCoop(ctx, is.CoopId)
	if err != nil {
		return is, err
	}
	if err := k.mustNotBeFrozen(ctx, coop); err != nil {
		return is, err
	}
	if err := k.lookUpPayee(ctx, &is); err != nil {
		return is, err
	}
	if paid := is.PayeeMemberId; paid != 0 && slices.Contains(is.ApproverMemberIds, paid) {
		return is, types.ErrOwnPayment.Wrapf("order %d goes to a key of member %d now, who has approved it; refuse it and let it be asked for anew", is.OrderId, paid)
	}
	is.ErrorCodespace, is.ErrorCode = "", 0
	return k.reserve(ctx, coop, budget, was, is)
}
