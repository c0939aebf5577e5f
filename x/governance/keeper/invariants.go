package keeper

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"cosmossdk.io/collections"
	errorsmod "cosmossdk.io/errors"

	"github.com/coopledger/coopledger/x/governance/types"
)

// CheckInvariants goes through the whole state and returns the first thing that
// contradicts another. It is for tests, exports and auditors, not for blocks:
// it reads every ballot.
func (k *Keeper) CheckInvariants(ctx context.Context) error {
	var primaries []types.Resolution
	if err := k.Resolutions.Walk(ctx, nil, func(id uint64, r types.Resolution) (bool, error) {
		if r.Id != id {
			return true, broken("resolution %d is stored as %d", r.Id, id)
		}
		primaries = append(primaries, r)
		return false, nil
	}); err != nil {
		return err
	}
	for _, r := range primaries {
		if err := k.checkBallots(ctx, r); err != nil {
			return err
		}
	}
	if err := k.checkPins(ctx); err != nil {
		return broken("%s", err)
	}
	if err := k.checkIndexes(ctx, primaries); err != nil {
		return err
	}
	if err := k.checkQueues(ctx, primaries); err != nil {
		return err
	}
	if err := k.checkCounters(ctx, primaries); err != nil {
		return err
	}
	return k.checkMeetings(ctx)
}

func broken(format string, args ...any) error {
	return errorsmod.Wrapf(types.ErrInvariant, format, args...)
}

// checkBallots: the tally is a recount of the ballots, in each class there are
// no more ballots than members on the roll, and in an open vote each ballot is
// that of a member on it. That a member has one ballot needs no check: there is
// one place for it.
func (k *Keeper) checkBallots(ctx context.Context, r types.Resolution) error {
	entry, err := k.exportResolution(ctx, r)
	if err != nil {
		return err
	}
	if err := entry.Validate(); err != nil {
		return broken("resolution %d: %s", r.Id, err)
	}
	if err := k.checkMembers(ctx, entry); err != nil {
		return broken("resolution %d: %s", r.Id, err)
	}
	recount, err := k.recountDelegated(ctx, entry)
	if err != nil {
		return err
	}
	delegated, err := k.delegatedTally(ctx, r.Id)
	if err == nil && !slices.Equal(delegated.Classes, recount.Classes) {
		return broken("resolution %d: delegates cast %s, a recount by class is %s", r.Id, delegated.String(), recount.String())
	}
	return err
}

// checkIndexes: both indexes hold each resolution once, and nothing else.
func (k *Keeper) checkIndexes(ctx context.Context, primaries []types.Resolution) error {
	for _, r := range primaries {
		byCoop, err := k.ByCoop.Has(ctx, collections.Join(r.CoopId, r.Id))
		if err != nil {
			return err
		}
		byStatus, err := k.ByCoopStatus.Has(ctx, collections.Join3(r.CoopId, int32(r.Status), r.Id))
		if err != nil {
			return err
		}
		if !byCoop || !byStatus {
			return broken("resolution %d is missing from an index of co-op %d", r.Id, r.CoopId)
		}
	}
	if err := sizeIs(ctx, "the index by co-op", k.ByCoop, len(primaries)); err != nil {
		return err
	}
	return sizeIs(ctx, "the index by co-op and status", k.ByCoopStatus, len(primaries))
}

// checkQueues: each queue holds exactly those whose status waits in it.
func (k *Keeper) checkQueues(ctx context.Context, primaries []types.Resolution) error {
	sizes := make(map[types.Status]int)
	sealing := 0
	for _, r := range primaries {
		sizes[r.Status]++
		if queue, waits := k.queueOf(r.Status); waits {
			if found, err := queue.Has(ctx, collections.Join(r.DueAt, r.Id)); err != nil {
				return err
			} else if !found {
				return broken("resolution %d is %s and not in its queue", r.Id, r.Status.Word())
			}
		}
		queued, err := k.SealingQueue.Has(ctx, collections.Join(r.ClosedAt, r.Id))
		if err != nil {
			return err
		}
		if queued != (r.ClosedAt != 0 && !r.Sealed()) {
			return broken("resolution %d: closed at %d, sealed: %t, in the sealing queue: %t", r.Id, r.ClosedAt, r.Sealed(), queued)
		}
		if queued {
			sealing++
		}
	}
	deadlines := sizes[types.Status_STATUS_DRAFT] + sizes[types.Status_STATUS_DISCUSSION] + sizes[types.Status_STATUS_VOTING] +
		sizes[types.Status_STATUS_TABLED]
	return errors.Join(
		sizeIs(ctx, "the queue of deadlines", k.Deadlines, deadlines),
		sizeIs(ctx, "the queue of timelocks", k.Timelocks, sizes[types.Status_STATUS_TIMELOCK]),
		sizeIs(ctx, "the queue of executions", k.Executions, sizes[types.Status_STATUS_PASSED]),
		sizeIs(ctx, "the queue of sealing", k.SealingQueue, sealing),
	)
}

// checkCounters: open resolutions by co-op and by member are a recount.
func (k *Keeper) checkCounters(ctx context.Context, primaries []types.Resolution) error {
	byCoop, byMember := make(map[uint64]uint64), make(map[string]uint64)
	for _, r := range primaries {
		if r.Status.Open() {
			byCoop[r.CoopId]++
			byMember[place(r.CoopId, r.ProposerMemberId)]++
		}
	}
	found := 0
	if err := k.OpenByCoop.Walk(ctx, nil, func(coopID, open uint64) (bool, error) {
		found++
		if byCoop[coopID] != open {
			return true, broken("co-op %d has %d open resolutions, its counter says %d", coopID, byCoop[coopID], open)
		}
		return false, nil
	}); err != nil {
		return err
	}
	foundMembers := 0
	if err := k.OpenByMember.Walk(ctx, nil, func(key collections.Pair[uint64, uint64], open uint64) (bool, error) {
		foundMembers++
		if recount := byMember[place(key.K1(), key.K2())]; recount != open {
			return true, broken("member %d of co-op %d has %d open resolutions, its counter says %d", key.K2(), key.K1(), recount, open)
		}
		return false, nil
	}); err != nil {
		return err
	}
	if found != len(byCoop) || foundMembers != len(byMember) {
		return broken("counters of open resolutions are missing")
	}
	return nil
}

func place(coopID, memberID uint64) string { return fmt.Sprintf("%d/%d", coopID, memberID) }

// sizeIs counts a set's entries.
func sizeIs[K any](ctx context.Context, name string, set collections.KeySet[K], want int) error {
	size := 0
	if err := set.Walk(ctx, nil, func(K) (bool, error) { size++; return false, nil }); err != nil {
		return err
	}
	if size != want {
		return broken("%s has %d entries instead of %d", name, size, want)
	}
	return nil
}
