package keeper

import (
	"cmp"
	"context"
	"slices"

	sdk "github.com/cosmos/cosmos-sdk/types"

	chaintypes "github.com/coopledger/coopledger/x/chain/types"
	"github.com/coopledger/coopledger/x/governance/types"
)

// EndBlock does what is due, each kind in the order of (due, id) and within the
// block's work budget: first what has passed is executed, then meetings move on
// and with them their agendas, then deadlines are
// kept, so that nothing is executed in the block that decided it, then the
// ballots of closed votes are hashed. What doesn't fit waits for the next block.
func (k *Keeper) EndBlock(ctx context.Context) error {
	now, err := k.chain.Now(ctx)
	if err != nil {
		return err
	}
	params, err := k.Params.Get(ctx)
	if err != nil {
		return err
	}
	if err := k.goOn(ctx, params, now); err != nil {
		return err
	}
	if err := k.executeDue(ctx, params, now); err != nil {
		return err
	}
	if err := k.meetingsDue(ctx, params, now); err != nil {
		return err
	}
	if err := k.keepDeadlines(ctx, params, now); err != nil {
		return err
	}
	return k.sealDue(ctx, params, now)
}

// executeDue executes what has passed, as far as the work budget goes.
func (k *Keeper) executeDue(ctx context.Context, params types.Params, now int64) error {
	budget, err := k.chain.WorkLimit(ctx)
	if err != nil {
		return err
	}
	limit := min(params.ExecutionGasLimit, budget)
	due, err := chaintypes.Due(ctx, k.Executions, now, mostItems(budget, params))
	if err != nil {
		return err
	}
	for _, key := range due {
		// What an execution before it has taken off the queue is not executed.
		if waits, err := k.Executions.Has(ctx, key); err != nil {
			return err
		} else if !waits {
			continue
		}
		gas := limit
		if k.executesNothing(ctx, key.K2()) {
			gas = params.ClosingGas
		}
		if fits, err := k.chain.SpendWork(ctx, gas); err != nil || !fits {
			return err
		}
		k.step(ctx, k.Executions, key, now, func(ctx context.Context) error {
			return k.execute(ctx, key.K2(), limit, now)
		})
		if err := k.returnUnused(ctx, key.K2(), gas, params.ClosingGas); err != nil {
			return err
		}
	}
	return nil
}

// executesNothing says that a resolution has no messages, or that the breaker
// holds them back.
func (k *Keeper) executesNothing(ctx context.Context, id uint64) bool {
	content, err := k.Contents.Get(ctx, id)
	if err != nil {
		return false
	}
	until, err := k.heldBackUntil(ctx, content.Messages)
	return err == nil && (until > 0 || len(content.Messages) == 0)
}

// mostItems that a block's budget can hold: each counts at least closing_gas,
// but for the first, which always goes.
func mostItems(budget uint64, params types.Params) uint64 { return budget/params.ClosingGas + 1 }

// returnUnused gives back what an execution took from the block's budget and
// did not need, but for the least that an item counts for. What broke or could
// not be taken keeps its whole share: how much it cost is not known.
func (k *Keeper) returnUnused(ctx context.Context, id, taken, least uint64) error {
	r, err := k.GetResolution(ctx, id)
	if err != nil {
		return nil //nolint:nilerr // there is nothing of that number, so nothing is known of its cost
	}
	switch r.Outcome.Code {
	case types.OutcomeCode_OUTCOME_CODE_EXECUTED, types.OutcomeCode_OUTCOME_CODE_MESSAGE_REFUSED, types.OutcomeCode_OUTCOME_CODE_OUT_OF_GAS:
		if used := max(r.Outcome.GasUsed, least); used < taken {
			return k.chain.ReturnWork(ctx, taken-used)
		}
	}
	return nil
}

// waiting is an entry of one of several queues.
type waiting struct {
	queue chaintypes.DueQueue
	key   chaintypes.DueKey
}

// keepDeadlines ends drafts, discussions, votes and timelocks whose time has
// come.
func (k *Keeper) keepDeadlines(ctx context.Context, params types.Params, now int64) error {
	budget, err := k.chain.WorkLimit(ctx)
	if err != nil {
		return err
	}
	due, err := k.deadlinesDue(ctx, now, mostItems(budget, params))
	if err != nil {
		return err
	}
	for _, entry := range due {
		if waits, err := entry.queue.Has(ctx, entry.key); err != nil {
			return err
		} else if !waits {
			continue
		}
		if fits, err := k.chain.SpendWork(ctx, params.ClosingGas); err != nil || !fits {
			return err
		}
		k.step(ctx, entry.queue, entry.key, now, func(ctx context.Context) error {
			return k.advance(ctx, entry.key.K2(), now)
		})
	}
	return nil
}

// deadlinesDue lists what ends now, in the order of (due, id). Timelocks are
// windows for a veto: none ends in the quiet blocks after the chain stood still.
func (k *Keeper) deadlinesDue(ctx context.Context, now int64, most uint64) (due []waiting, err error) {
	vetoesMayEnd, err := k.chain.VetoWindowsMayEnd(ctx)
	if err != nil {
		return nil, err
	}
	queues := []chaintypes.DueQueue{k.Deadlines}
	if vetoesMayEnd {
		queues = append(queues, k.Timelocks)
	}
	for _, queue := range queues {
		keys, err := chaintypes.Due(ctx, queue, now, most)
		if err != nil {
			return nil, err
		}
		for _, key := range keys {
			due = append(due, waiting{queue, key})
		}
	}
	slices.SortFunc(due, func(a, b waiting) int {
		return cmp.Or(cmp.Compare(a.key.K1(), b.key.K1()), cmp.Compare(a.key.K2(), b.key.K2()))
	})
	return due, nil
}

// sealDue hashes the ballots of votes that closed before this block, a bounded
// number of records a block: a vote of a million takes four blocks to seal, and
// the block that closes it does no more than for a vote of a thousand.
func (k *Keeper) sealDue(ctx context.Context, params types.Params, now int64) error {
	budget, err := k.chain.WorkLimit(ctx)
	if err != nil {
		return err
	}
	due, err := chaintypes.Due(ctx, k.SealingQueue, now-1, mostItems(budget, params))
	if err != nil {
		return err
	}
	left := int(params.SealRecordsPerPass)
	for _, key := range due {
		if left <= 0 {
			return nil
		}
		if fits, err := k.chain.SpendWork(ctx, params.ClosingGas); err != nil || !fits {
			return err
		}
		hashed := 0
		err = isolated(ctx, func(ctx context.Context) error {
			hashed, err = k.seal(ctx, key.K2(), left)
			return err
		})
		left -= hashed
		if err != nil {
			k.report(ctx, key.K2(), err)
			if err := k.SealingQueue.Remove(ctx, key); err != nil {
				return err
			}
		}
	}
	return nil
}

// step takes one resolution's step in a cache context. If it can't be taken the
// resolution ends there, alone and visibly; if even that is impossible it only
// leaves its queue, so that the others go on.
func (k *Keeper) step(
	ctx context.Context, queue chaintypes.DueQueue, key chaintypes.DueKey, now int64, take func(context.Context) error,
) {
	err := isolated(ctx, take)
	if err == nil {
		return
	}
	k.report(ctx, key.K2(), err)
	if err = isolated(ctx, func(ctx context.Context) error { return k.giveUp(ctx, key.K2(), now) }); err == nil {
		if stuck, err := queue.Has(ctx, key); err == nil && !stuck {
			return
		}
	}
	if err = isolated(ctx, func(ctx context.Context) error { return queue.Remove(ctx, key) }); err != nil {
		k.report(ctx, key.K2(), err)
	}
}

// isolated writes state and events only if nothing failed.
func isolated(ctx context.Context, do func(context.Context) error) error {
	return chaintypes.Isolated(ctx, types.ErrStepFailed, do)
}

// report tells the operator; the text stays out of the state.
func (k *Keeper) report(ctx context.Context, id uint64, err error) {
	sdk.UnwrapSDKContext(ctx).Logger().Error("a resolution's step failed and was skipped",
		"module", types.ModuleName, "resolution", id, "error", err.Error())
}
