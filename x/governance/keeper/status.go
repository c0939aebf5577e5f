package keeper

import (
	"context"

	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/coopledger/coopledger/x/governance/types"
)

// queueOf is the queue that a resolution of this status waits in; false if it
// has ended.
func (k *Keeper) queueOf(status types.Status) (collections.KeySet[collections.Pair[int64, uint64]], bool) {
	switch status {
	case types.Status_STATUS_DRAFT, types.Status_STATUS_DISCUSSION, types.Status_STATUS_VOTING, types.Status_STATUS_TABLED:
		return k.Deadlines, true
	case types.Status_STATUS_TIMELOCK:
		return k.Timelocks, true
	case types.Status_STATUS_PASSED:
		return k.Executions, true
	default:
		return collections.KeySet[collections.Pair[int64, uint64]]{}, false
	}
}

// move gives a resolution its next status and stores it: the only way that a
// status changes, so that queues, indexes and counters follow. A new resolution
// comes from the unspecified status. Due is when the new status ends by itself.
func (k *Keeper) move(ctx context.Context, r *types.Resolution, to types.Status, due, now int64) error {
	from := r.Status
	if err := k.dequeue(ctx, *r); err != nil {
		return err
	}
	if from != to {
		if err := k.reindex(ctx, *r, to); err != nil {
			return err
		}
	}
	r.Status, r.DueAt = to, due
	if to.Ended() {
		r.DueAt, r.EndedAt = 0, now
	}
	if err := k.enqueue(ctx, *r); err != nil {
		return err
	}
	if err := k.Resolutions.Set(ctx, r.Id, *r); err != nil {
		return err
	}
	return sdk.UnwrapSDKContext(ctx).EventManager().EmitTypedEvent(&types.EventStatusChanged{
		ResolutionId: r.Id, CoopId: r.CoopId, From: from, To: to, DueAt: r.DueAt,
	})
}

// reschedule changes only when the present status ends.
func (k *Keeper) reschedule(ctx context.Context, r *types.Resolution, due int64) error {
	if err := k.dequeue(ctx, *r); err != nil {
		return err
	}
	before := r.DueAt
	r.DueAt = due
	if err := k.enqueue(ctx, *r); err != nil {
		return err
	}
	if err := k.Resolutions.Set(ctx, r.Id, *r); err != nil || before == due {
		return err
	}
	return sdk.UnwrapSDKContext(ctx).EventManager().EmitTypedEvent(&types.EventRescheduled{
		ResolutionId: r.Id, CoopId: r.CoopId, Status: r.Status, From: before, DueAt: due,
	})
}

func (k *Keeper) enqueue(ctx context.Context, r types.Resolution) error {
	queue, waits := k.queueOf(r.Status)
	if !waits {
		return nil
	}
	return queue.Set(ctx, collections.Join(r.DueAt, r.Id))
}

func (k *Keeper) dequeue(ctx context.Context, r types.Resolution) error {
	queue, waits := k.queueOf(r.Status)
	if !waits {
		return nil
	}
	return queue.Remove(ctx, collections.Join(r.DueAt, r.Id))
}

// reindex moves a resolution to another status in the indexes and counters.
func (k *Keeper) reindex(ctx context.Context, r types.Resolution, to types.Status) error {
	isNew := r.Status == types.Status_STATUS_UNSPECIFIED
	if isNew {
		if err := k.ByCoop.Set(ctx, collections.Join(r.CoopId, r.Id)); err != nil {
			return err
		}
	} else if err := k.ByCoopStatus.Remove(ctx, collections.Join3(r.CoopId, int32(r.Status), r.Id)); err != nil {
		return err
	}
	if err := k.ByCoopStatus.Set(ctx, collections.Join3(r.CoopId, int32(to), r.Id)); err != nil {
		return err
	}
	member := collections.Join(r.CoopId, r.ProposerMemberId)
	switch {
	case to.Open() && !r.Status.Open():
		if err := countUp(ctx, k.OpenByCoop, r.CoopId); err != nil {
			return err
		}
		return countUp(ctx, k.OpenByMember, member)
	case !to.Open() && r.Status.Open():
		if err := countDown(ctx, k.OpenByCoop, r.CoopId); err != nil {
			return err
		}
		return countDown(ctx, k.OpenByMember, member)
	}
	return nil
}
