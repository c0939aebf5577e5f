package keeper

import (
	"cmp"
	"context"
	"slices"

	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"

	chaintypes "github.com/coopledger/coopledger/x/chain/types"
	"github.com/coopledger/coopledger/x/membership/types"
)

const secondsPerDay = 24 * 60 * 60

// dueKey is something that happens by itself: when (chain time in seconds), in
// which co-op, what, and to which member or application. What is the kind of a
// notice, or one of the two of an application.
type dueKey = collections.Quad[int64, uint64, uint64, uint64]

const (
	// dueAdmission is the end of an application's objection window.
	dueAdmission uint64 = 100
	// dueExpiry is when an application is over, undecided.
	dueExpiry uint64 = 101
)

// maxDuePerBlock is how many entries of each queue a block looks at; the work
// budget ends most blocks earlier.
const maxDuePerBlock = 1_000

// waiting is an entry of one of the two queues.
type waiting struct {
	queue collections.KeySet[dueKey]
	key   dueKey
}

// placesDue lets happen what is due to places and applications, in the order of
// the queues and within the block's work budget. What doesn't fit waits for the
// next block.
func (k *Keeper) placesDue(ctx context.Context, now int64) error {
	params, err := k.GetParams(ctx)
	if err != nil {
		return err
	}
	due, err := k.nextDue(ctx, now)
	if err != nil {
		return err
	}
	for _, entry := range due {
		// What happened before it may have taken it off the queue.
		if waits, err := entry.queue.Has(ctx, entry.key); err != nil {
			return err
		} else if !waits {
			continue
		}
		if fits, err := k.clock.SpendWork(ctx, params.DueItemGas); err != nil || !fits {
			return err
		}
		k.happen(ctx, entry.queue, entry.key, now)
	}
	return nil
}

// nextDue lists what is due in both queues, going through each once. Windows in
// which somebody can stop it don't end in the quiet blocks after the chain stood still.
func (k *Keeper) nextDue(ctx context.Context, now int64) (due []waiting, err error) {
	windowsMayEnd, err := k.clock.VetoWindowsMayEnd(ctx)
	if err != nil {
		return nil, err
	}
	queues := []collections.KeySet[dueKey]{k.Dates}
	if windowsMayEnd {
		queues = append(queues, k.Windows)
	}
	for _, queue := range queues {
		found := 0
		err := queue.Walk(ctx, nil, func(key dueKey) (bool, error) {
			if key.K1() > now || found == maxDuePerBlock {
				return true, nil
			}
			found++
			due = append(due, waiting{queue, key})
			return false, nil
		})
		if err != nil {
			return nil, err
		}
	}
	slices.SortFunc(due, func(a, b waiting) int {
		return cmp.Or(
			cmp.Compare(a.key.K1(), b.key.K1()), cmp.Compare(a.key.K2(), b.key.K2()),
			cmp.Compare(a.key.K3(), b.key.K3()), cmp.Compare(a.key.K4(), b.key.K4()),
		)
	})
	return due, nil
}

// happen takes one entry in a cache context. What can't happen now is tried
// again a day later, alone and visibly; if even that is impossible the entry
// only leaves its queue, so that the others go on.
func (k *Keeper) happen(ctx context.Context, queue collections.KeySet[dueKey], key dueKey, now int64) {
	err := isolated(ctx, func(ctx context.Context) error { return k.take(ctx, key, now) })
	if err == nil {
		return
	}
	k.reportDue(ctx, key, err)
	err = isolated(ctx, func(ctx context.Context) error { return k.postpone(ctx, key, now+secondsPerDay) })
	if err == nil {
		if stuck, err := queue.Has(ctx, key); err == nil && !stuck {
			return
		}
	}
	if err := isolated(ctx, func(ctx context.Context) error { return queue.Remove(ctx, key) }); err != nil {
		k.reportDue(ctx, key, err)
	}
}

func isolated(ctx context.Context, do func(context.Context) error) error {
	return chaintypes.Isolated(ctx, types.ErrItemFailed, do)
}

// reportDue tells the operator; the text stays out of the state.
func (k *Keeper) reportDue(ctx context.Context, key dueKey, err error) {
	sdk.UnwrapSDKContext(ctx).Logger().Error("something due did not happen",
		"module", types.ModuleName, "co-op", key.K2(), "what", key.K3(), "id", key.K4(), "error", err.Error())
}

// take lets one entry happen. It leaves the queue on the way.
func (k *Keeper) take(ctx context.Context, key dueKey, now int64) error {
	switch key.K3() {
	case dueAdmission:
		return k.admitStanding(ctx, key, now)
	case dueExpiry:
		return k.expireApplication(ctx, key)
	default:
		return k.noticeDue(ctx, key, now)
	}
}

// postpone moves an entry, and what it is of, to another time.
func (k *Keeper) postpone(ctx context.Context, key dueKey, due int64) error {
	switch key.K3() {
	case dueAdmission:
		application, err := k.GetPersonApplication(ctx, key.K2(), key.K4())
		if err != nil {
			return err
		}
		return k.moveApplication(ctx, application, application.Stage, due)
	case dueExpiry:
		return k.Dates.Remove(ctx, key)
	default:
		notice, err := k.findNotice(ctx, key.K2(), key.K4(), types.NoticeKind(key.K3()))
		if err != nil {
			return err
		}
		later := notice
		later.Due = due
		return k.changeNotice(ctx, notice, later, types.NoticeChange_NOTICE_CHANGE_POSTPONED)
	}
}
