package keeper

import (
	"bytes"
	"context"
	"fmt"

	"cosmossdk.io/collections"

	"github.com/coopledger/coopledger/x/membership/types"
)

// keyDeadline is when, for which member, and what of it is due.
type keyDeadline = collections.Quad[int64, uint64, uint64, []byte]

// The matters that can be due for a member's keys. A removal is followed by the
// key's address.
var (
	matterGuardians = []byte{1}
	matterRecovery  = []byte{2}
	matterRemoval   = []byte{3}
)

// forgetClaims lets the next block take its own claims.
func (k *Keeper) forgetClaims(ctx context.Context, _ int64) error { return k.ClaimsInBlock.Remove(ctx) }

// keepKeyDeadlines ends the windows for vetoes whose time has come; none ends in
// the quiet blocks after the chain stood still.
func (k *Keeper) keepKeyDeadlines(ctx context.Context, now int64) error {
	mayEnd, err := k.clock.VetoWindowsMayEnd(ctx)
	if err != nil || !mayEnd {
		return err
	}
	params, err := k.GetParams(ctx)
	if err != nil {
		return err
	}
	entries, err := dueIn(ctx, k.KeyDeadlines, func(due keyDeadline) bool { return due.K1() <= now })
	if err != nil {
		return err
	}
	for _, due := range entries {
		// What came before may have taken it away: a change of guardians ends what
		// the earlier ones proposed.
		if waits, err := k.KeyDeadlines.Has(ctx, due); err != nil {
			return err
		} else if !waits {
			continue
		}
		if fits, err := k.clock.SpendWork(ctx, params.DueItemGas); err != nil || !fits {
			return err
		}
		k.step(ctx, fmt.Sprintf("keys of member %d of co-op %d", due.K3(), due.K2()),
			func(ctx context.Context) error { return k.takeKeyStep(ctx, due, now) },
			func(ctx context.Context) error { return k.giveUpKeyStep(ctx, due) })
		// Whatever happened, it has had its turn.
		if err := k.KeyDeadlines.Remove(ctx, due); err != nil {
			return err
		}
	}
	return nil
}

// takeKeyStep does one thing that is due. It leaves the queue with it.
func (k *Keeper) takeKeyStep(ctx context.Context, due keyDeadline, now int64) error {
	if err := k.KeyDeadlines.Remove(ctx, due); err != nil {
		return err
	}
	matter := due.K4()
	switch {
	case bytes.Equal(matter, matterGuardians):
		return k.changeGuardians(ctx, due.K2(), due.K3())
	case bytes.Equal(matter, matterRecovery):
		return k.endRecovery(ctx, due.K2(), due.K3(), now)
	case bytes.HasPrefix(matter, matterRemoval):
		return k.removeDueKey(ctx, due.K2(), due.K3(), matter[len(matterRemoval):])
	}
	return types.ErrBroken.Wrapf("nobody knows what %x is, which is due for member %d of co-op %d", matter, due.K3(), due.K2())
}

// giveUpKeyStep drops what could not be done, so that the others go on: the
// member keeps the keys it has.
func (k *Keeper) giveUpKeyStep(ctx context.Context, due keyDeadline) error {
	if err := k.dropKeyStep(ctx, due); err != nil {
		return err
	}
	return emit(ctx, &types.EventKeyStepFailed{CoopId: due.K2(), MemberId: due.K3()})
}

func (k *Keeper) dropKeyStep(ctx context.Context, due keyDeadline) error {
	matter := due.K4()
	switch {
	case bytes.Equal(matter, matterGuardians):
		return k.dropNextGuardians(ctx, due.K2(), due.K3())
	case bytes.Equal(matter, matterRecovery):
		return k.dropRecovery(ctx, due.K2(), due.K3())
	case bytes.HasPrefix(matter, matterRemoval):
		return k.dropRemoval(ctx, due.K2(), due.K3(), matter[len(matterRemoval):])
	}
	return k.KeyDeadlines.Remove(ctx, due)
}

// expireInvitations removes those whose time is over, the oldest first.
func (k *Keeper) expireInvitations(ctx context.Context, now int64) error {
	params, err := k.GetParams(ctx)
	if err != nil {
		return err
	}
	entries, err := dueIn(ctx, k.InvitationExpires, func(due collections.Triple[int64, uint64, []byte]) bool { return due.K1() <= now })
	if err != nil {
		return err
	}
	for _, due := range entries {
		if fits, err := k.clock.SpendWork(ctx, params.DueItemGas); err != nil || !fits {
			return err
		}
		k.step(ctx, fmt.Sprintf("an invitation of co-op %d", due.K2()), func(ctx context.Context) error {
			invitation, err := k.Invitations.Get(ctx, collections.Join(due.K2(), due.K3()))
			if err != nil {
				return err
			}
			return k.endInvitation(ctx, invitation, 0)
		}, func(context.Context) error { return nil })
		if err := k.InvitationExpires.Remove(ctx, due); err != nil {
			return err
		}
	}
	return nil
}

// dueIn lists the first entries of a queue, as long as they are due and at most
// as many as a block can do.
func dueIn[K any](ctx context.Context, queue collections.KeySet[K], isDue func(K) bool) (entries []K, err error) {
	err = queue.Walk(ctx, nil, func(entry K) (bool, error) {
		if !isDue(entry) {
			return true, nil
		}
		entries = append(entries, entry)
		return len(entries) == maxDuePerBlock, nil
	})
	return entries, err
}
