package keeper

import (
	"context"
	"fmt"

	"cosmossdk.io/collections"

	"github.com/coopledger/coopledger/x/membership/types"
)

// beginSuspension suspends a member for a time that ends by itself; for one who is
// suspended already it begins when that ends. It is cut to what the ledger allows
// within a year; if nothing is left, the member stays as it is.
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
	from := max(now, conduct.SuspendedUntil())
	until := min(after(from, seconds), after(now, conduct.SuspensionLeft(now, params)))
	if until <= from {
		return k.setConduct(ctx, conduct)
	}
	if !conduct.Suspended() {
		if conduct.SuspendedFrom, err = k.suspendedFrom(ctx, c); err != nil {
			return err
		}
	}
	return k.noteSuspension(ctx, conduct, types.Suspension{From: from, Until: until, CaseId: c.Id})
}

// suspendedFrom suspends the member of a case and says from which state. A
// suspension without an end, which a roll could bring in once, gets its end so.
func (k *Keeper) suspendedFrom(ctx context.Context, c types.Case) (types.MemberState, error) {
	member, err := k.GetMember(ctx, c.CoopId, c.MemberId)
	if err != nil {
		return types.MemberState_MEMBER_STATE_UNSPECIFIED, err
	}
	if member.State == types.MemberState_MEMBER_STATE_SUSPENDED {
		return types.MemberState_MEMBER_STATE_ACTIVE, nil
	}
	return member.State, k.Suspend(ctx, member)
}

// noteSuspension adds the stretch that a suspended member's suspension ends with:
// its end is in the queue once, in the place of the one before.
func (k *Keeper) noteSuspension(ctx context.Context, conduct types.Conduct, last types.Suspension) error {
	if before := conduct.SuspendedUntil(); before != 0 {
		if err := k.SuspensionEnds.Remove(ctx, suspensionEnd(conduct)); err != nil {
			return err
		}
	}
	conduct.Suspensions = append(conduct.Suspensions, last)
	if err := k.setConduct(ctx, conduct); err != nil {
		return err
	}
	if err := k.SuspensionEnds.Set(ctx, suspensionEnd(conduct)); err != nil {
		return err
	}
	return emit(ctx, &types.EventMemberSuspended{
		CaseId: last.CaseId, CoopId: conduct.CoopId, MemberId: conduct.MemberId, Until: last.Until,
	})
}

// suspensionEnd is where the end of the running suspension waits.
func suspensionEnd(conduct types.Conduct) collections.Triple[int64, uint64, uint64] {
	return collections.Join3(conduct.SuspendedUntil(), conduct.CoopId, conduct.MemberId)
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
	member, err := k.GetMember(ctx, conduct.CoopId, conduct.MemberId)
	if err != nil {
		return err
	}
	if err := k.Reinstate(ctx, member); err != nil {
		return err
	}
	return emit(ctx, &types.EventSuspensionEnded{CoopId: conduct.CoopId, MemberId: conduct.MemberId})
}

// forgetSuspension ends the suspension that is noted of a member, if one is running:
// nothing ends by itself any more.
func (k *Keeper) forgetSuspension(ctx context.Context, member types.Member) error {
	conduct, err := k.GetConduct(ctx, member.CoopId, member.MemberId)
	if err != nil || !conduct.Suspended() {
		return err
	}
	now, err := k.clock.Now(ctx)
	if err != nil {
		return err
	}
	if err := k.SuspensionEnds.Remove(ctx, suspensionEnd(conduct)); err != nil {
		return err
	}
	conduct.EndSuspension(now)
	return k.setConduct(ctx, conduct)
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
