package keeper

import (
	"context"
	"fmt"

	"cosmossdk.io/collections"

	"github.com/coopledger/coopledger/x/membership/types"
)

// beginSuspension suspends a member for a time that ends by itself. It is cut to
// what the ledger allows within a year; if nothing is left, the member stays as it is.
func (k *Keeper) beginSuspension(ctx context.Context, c types.Case, seconds uint64, now int64) error {
	params, err := k.GetParams(ctx)
	if err != nil {
		return err
	}
	conduct, err := k.GetConduct(ctx, c.CoopId, c.MemberId)
	if err != nil {
		return err
	}
	conduct.Prune(now)
	if seconds = min(seconds, conduct.SuspensionLeft(now, params)); seconds == 0 {
		return k.setConduct(ctx, conduct)
	}
	member, err := k.GetMember(ctx, c.CoopId, c.MemberId)
	if err != nil {
		return err
	}
	if err := k.Suspend(ctx, member); err != nil {
		return err
	}
	until := after(now, seconds)
	conduct.SuspendedFrom = member.State
	conduct.Suspensions = append(conduct.Suspensions, types.Suspension{From: now, Until: until, CaseId: c.Id})
	if err := k.setConduct(ctx, conduct); err != nil {
		return err
	}
	if err := k.SuspensionEnds.Set(ctx, collections.Join3(until, c.CoopId, c.MemberId)); err != nil {
		return err
	}
	return emit(ctx, &types.EventMemberSuspended{CaseId: c.Id, CoopId: c.CoopId, MemberId: c.MemberId, Until: until})
}

// endMeanwhile ends the suspension that a case brought before it was decided.
func (k *Keeper) endMeanwhile(ctx context.Context, c types.Case) error {
	if !c.SuspendedMeanwhile {
		return nil
	}
	conduct, err := k.GetConduct(ctx, c.CoopId, c.MemberId)
	if err != nil || !conduct.Suspended() || conduct.Suspensions[len(conduct.Suspensions)-1].CaseId != c.Id {
		return err
	}
	return k.endSuspension(ctx, conduct)
}

// endSuspension ends the suspension that is running, and reinstates the member.
func (k *Keeper) endSuspension(ctx context.Context, conduct types.Conduct) error {
	if err := k.stopSuspension(ctx, &conduct); err != nil {
		return err
	}
	if err := k.setConduct(ctx, conduct); err != nil {
		return err
	}
	member, err := k.GetMember(ctx, conduct.CoopId, conduct.MemberId)
	if err != nil {
		return err
	}
	if member.State != types.MemberState_MEMBER_STATE_SUSPENDED {
		return nil
	}
	if err := k.Reinstate(ctx, member); err != nil {
		return err
	}
	return emit(ctx, &types.EventSuspensionEnded{CoopId: conduct.CoopId, MemberId: conduct.MemberId})
}

// stopSuspension takes the running suspension out of its queue and notes when it ended.
func (k *Keeper) stopSuspension(ctx context.Context, conduct *types.Conduct) error {
	now, err := k.clock.Now(ctx)
	if err != nil {
		return err
	}
	due := collections.Join3(conduct.SuspendedUntil(), conduct.CoopId, conduct.MemberId)
	if err := k.SuspensionEnds.Remove(ctx, due); err != nil {
		return err
	}
	conduct.EndSuspension(now)
	return nil
}

// endSuspensions gives members back what they were suspended from, when their
// time is over.
func (k *Keeper) endSuspensions(ctx context.Context, now int64) error {
	params, err := k.GetParams(ctx)
	if err != nil {
		return err
	}
	var due []collections.Triple[int64, uint64, uint64]
	if err := k.SuspensionEnds.Walk(ctx, nil, func(entry collections.Triple[int64, uint64, uint64]) (bool, error) {
		if entry.K1() > now {
			return true, nil
		}
		due = append(due, entry)
		return len(due) >= maxStepsPerBlock, nil
	}); err != nil {
		return err
	}
	for _, entry := range due {
		if fits, err := k.clock.SpendWork(ctx, params.CaseStepGas); err != nil || !fits {
			return err
		}
		give := func(ctx context.Context) error {
			conduct, err := k.GetConduct(ctx, entry.K2(), entry.K3())
			if err != nil {
				return err
			}
			return k.endSuspension(ctx, conduct)
		}
		drop := func(ctx context.Context) error { return k.SuspensionEnds.Remove(ctx, entry) }
		k.step(ctx, fmt.Sprintf("suspension of member %d of co-op %d", entry.K3(), entry.K2()), give, drop)
		if err := drop(ctx); err != nil {
			return err
		}
	}
	return nil
}
