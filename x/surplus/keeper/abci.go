package keeper

import (
	"context"
	"errors"

	"cosmossdk.io/collections"
	errorsmod "cosmossdk.io/errors"

	sdk "github.com/cosmos/cosmos-sdk/types"

	chaintypes "github.com/coopledger/coopledger/x/chain/types"

	"github.com/coopledger/coopledger/x/surplus/types"
)

// EndBlock lets periods end, lets each that is due go a step further, and shares what
// is being shared, within the block's limits. What doesn't fit waits for the next block.
func (k *Keeper) EndBlock(ctx context.Context) error {
	params, err := k.GetParams(ctx)
	if err != nil {
		return err
	}
	civil, err := k.chain.CivilNow(ctx)
	if err != nil {
		return err
	}
	now, err := k.chain.Now(ctx)
	if err != nil {
		return err
	}
	left := uint64(params.MaxStepsPerBlock)
	if left, err = k.stepDue(ctx, k.CutOffs, civil, now, params, left); err != nil {
		return err
	}
	if _, err = k.stepDue(ctx, k.Deadlines, now, now, params, left); err != nil {
		return err
	}
	return k.settleSome(ctx, params)
}

// stepDue lets what is due in a queue go a step further, each alone: one that can't is
// held, and tries again later.
func (k *Keeper) stepDue(ctx context.Context, queue collections.KeySet[dueKey], at, now int64, params types.Params, most uint64) (uint64, error) {
	var due []dueKey
	if most == 0 {
		return 0, nil
	}
	if err := queue.Walk(ctx, nil, func(key dueKey) (bool, error) {
		if key.K1() > at {
			return true, nil
		}
		due = append(due, key)
		return uint64(len(due)) >= most, nil
	}); err != nil {
		return 0, err
	}
	for _, key := range due {
		if fits, err := k.chain.SpendWork(ctx, params.StepGas); err != nil || !fits {
			return 0, err
		}
		err := chaintypes.Isolated(ctx, types.ErrInvariantBroken, func(ctx context.Context) error { return k.step(ctx, key, now, params) })
		if err == nil {
			continue
		}
		if err := k.hold(ctx, queue, key, now, params, err); err != nil {
			return 0, err
		}
	}
	return most - uint64(len(due)), nil
}

// step takes what is due of one period.
func (k *Keeper) step(ctx context.Context, key dueKey, now int64, params types.Params) error {
	period, err := k.Periods.Get(ctx, collections.Join(key.K2(), key.K3()))
	if err != nil {
		return err
	}
	switch period.Stage {
	case open:
		return k.cutOff(ctx, period, now)
	case adjusting:
		return k.seal(ctx, period, now, params)
	case approved:
		return k.beginSettling(ctx, period)
	default:
		return types.ErrInvariantBroken.Wrapf("nothing happens by itself to period %d of co-op %d", period.Number, period.CoopId)
	}
}

// hold keeps a period at its stage, says why, and lets it try again later. One that
// can't even be held leaves its queue, so that the others go on.
func (k *Keeper) hold(ctx context.Context, queue collections.KeySet[dueKey], key dueKey, now int64, params types.Params, cause error) error {
	held := chaintypes.Isolated(ctx, types.ErrInvariantBroken, func(ctx context.Context) error {
		period, err := k.Periods.Get(ctx, collections.Join(key.K2(), key.K3()))
		if err != nil {
			return err
		}
		return k.holdPeriod(ctx, period, now+int64(params.RetrySeconds), cause)
	})
	if held == nil {
		return nil
	}
	sdk.UnwrapSDKContext(ctx).Logger().Error("a period of surplus can't go on",
		"module", types.ModuleName, "coop", key.K2(), "period", key.K3(), "error", errors.Join(cause, held).Error())
	return queue.Remove(ctx, key)
}

// holdPeriod notes why a period is held, and when it tries again.
func (k *Keeper) holdPeriod(ctx context.Context, period types.Period, due int64, cause error) error {
	codespace, code, _ := errorsmod.ABCIInfo(cause, false)
	period.ErrorCodespace, period.ErrorCode = codespace, code
	if err := k.store(ctx, period, due); err != nil {
		return err
	}
	return emit(ctx, &types.EventPeriodHeld{CoopId: period.CoopId, Period: period.Number, Codespace: codespace, ErrorCode: code})
}

// cutOff ends a period: what is recorded is adjusted from now on, and the next begins.
func (k *Keeper) cutOff(ctx context.Context, period types.Period, now int64) error {
	_, rules, err := k.rulesOf(ctx, period)
	if err != nil {
		return err
	}
	period.CutOffAt = now
	if err := k.moveTo(ctx, period, adjusting, now+int64(rules.AdjustingSeconds)); err != nil {
		return err
	}
	return k.openNext(ctx, period.CoopId, false)
}

// seal ends the time for adjusting, once every dispute is answered or old enough.
func (k *Keeper) seal(ctx context.Context, period types.Period, now int64, params types.Params) error {
	may, err := k.chain.VetoWindowsMayEnd(ctx)
	if err != nil {
		return err
	}
	waits := period.Disputes > 0 && now < period.CutOffAt+int64(params.MaxDisputeSeconds)
	if !may || waits {
		return k.store(ctx, period, now+min(int64(params.RetrySeconds), max(1, period.CutOffAt+int64(params.MaxDisputeSeconds)-now)))
	}
	period.SealedAt = now
	return k.moveTo(ctx, period, sealed, 0)
}
