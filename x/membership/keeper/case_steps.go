package keeper

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	chaintypes "github.com/coopledger/coopledger/x/chain/types"
	"github.com/coopledger/coopledger/x/membership/types"
)

// maxStepsPerBlock bounds what one block takes off a queue, whatever the work
// budget leaves.
const maxStepsPerBlock = 1_000

// caseRetrySeconds is how long what could not take effect waits for the next
// attempt: an expulsion from the root federation may have to wait for another
// member to join.
const caseRetrySeconds = 24 * 60 * 60

// after is a moment so many seconds from now. Periods are bounded by the charter's limits.
func after(now int64, seconds uint64) int64 { return now + int64(seconds) }

// proceed takes a charge that enough have made to mediation, or to the notice.
func (k *Keeper) proceed(ctx context.Context, c *types.Case, now int64) error {
	if c.Terms.MediationPeriodSeconds > 0 && c.Stage != types.CaseStage_CASE_STAGE_MEDIATION {
		return k.moveCase(ctx, c, types.CaseStage_CASE_STAGE_MEDIATION, after(now, c.Terms.MediationPeriodSeconds))
	}
	return k.moveCase(ctx, c, types.CaseStage_CASE_STAGE_CHARGED, after(now, c.Terms.NoticePeriodSeconds))
}

// deliver begins the member's time to reply.
func (k *Keeper) deliver(ctx context.Context, c *types.Case, now int64, evidence []byte) error {
	c.DeliveredAt, c.DeliverySha256 = now, evidence
	return k.moveCase(ctx, c, types.CaseStage_CASE_STAGE_REPLY, after(now, c.Terms.ReplyPeriodSeconds))
}

// hear ends the member's time to reply: the body can decide.
func (k *Keeper) hear(ctx context.Context, c *types.Case, now int64) error {
	return k.moveCase(ctx, c, types.CaseStage_CASE_STAGE_DECIDING, after(now, c.Terms.DecisionPeriodSeconds))
}

// keepCaseDeadlines ends the stages whose time has come. Windows don't end in
// the quiet blocks after the chain stood still.
func (k *Keeper) keepCaseDeadlines(ctx context.Context, now int64) error {
	params, err := k.GetParams(ctx)
	if err != nil {
		return err
	}
	windowsMayEnd, err := k.clock.VetoWindowsMayEnd(ctx)
	if err != nil {
		return err
	}
	due, err := chaintypes.Due(ctx, k.CaseDeadlines, now, maxStepsPerBlock)
	if err != nil {
		return err
	}
	if windowsMayEnd {
		windows, err := chaintypes.Due(ctx, k.CaseWindows, now, maxStepsPerBlock)
		if err != nil {
			return err
		}
		due = append(due, windows...)
		slices.SortStableFunc(due, func(a, b dueCase) int {
			return cmp.Or(cmp.Compare(a.K1(), b.K1()), cmp.Compare(a.K2(), b.K2()))
		})
	}
	for _, entry := range due[:min(len(due), maxStepsPerBlock)] {
		if fits, err := k.clock.SpendWork(ctx, params.CaseStepGas); err != nil || !fits {
			return err
		}
		if err := k.stepCase(ctx, entry, now); err != nil {
			return err
		}
	}
	return nil
}

// stepCase takes one case's step, alone. If it can't be taken, the case tries
// again a day later; if even that is impossible it only leaves its queue, so
// that the others go on.
func (k *Keeper) stepCase(ctx context.Context, entry dueCase, now int64) error {
	id := entry.K2()
	k.step(ctx, fmt.Sprintf("case %d", id),
		func(ctx context.Context) error { return k.advanceCase(ctx, id, now) },
		func(ctx context.Context) error { return k.postponeCase(ctx, id, now) })
	for _, queue := range []chaintypes.DueQueue{k.CaseDeadlines, k.CaseWindows} {
		if err := queue.Remove(ctx, entry); err != nil {
			return err
		}
	}
	return nil
}

// advanceCase takes the step that the end of a stage asks for.
func (k *Keeper) advanceCase(ctx context.Context, id uint64, now int64) error {
	c, err := k.GetCase(ctx, id)
	if err != nil {
		return err
	}
	switch c.Stage {
	case types.CaseStage_CASE_STAGE_JOINING:
		return k.closeCase(ctx, &c, types.CaseEnd_CASE_END_EXPIRED)
	case types.CaseStage_CASE_STAGE_MEDIATION:
		return k.proceed(ctx, &c, now)
	case types.CaseStage_CASE_STAGE_CHARGED, types.CaseStage_CASE_STAGE_DECIDING:
		return k.closeCase(ctx, &c, types.CaseEnd_CASE_END_DROPPED)
	case types.CaseStage_CASE_STAGE_REPLY:
		return k.hear(ctx, &c, now)
	case types.CaseStage_CASE_STAGE_APPEALED:
		return k.closeCase(ctx, &c, types.CaseEnd_CASE_END_UPHELD)
	case types.CaseStage_CASE_STAGE_APPEALABLE, types.CaseStage_CASE_STAGE_FINAL:
		return k.takeEffect(ctx, c, now)
	default:
		return types.ErrBroken.Wrapf("case %d is %s and has no deadline", id, c.Stage.Word())
	}
}

// postponeCase lets what could not take effect be tried again. Other steps that
// fail are tried again as they are.
func (k *Keeper) postponeCase(ctx context.Context, id uint64, now int64) error {
	c, err := k.GetCase(ctx, id)
	if err != nil {
		return err
	}
	stage := c.Stage
	if stage == types.CaseStage_CASE_STAGE_APPEALABLE {
		stage = types.CaseStage_CASE_STAGE_FINAL
	}
	return k.moveCase(ctx, &c, stage, now+caseRetrySeconds)
}

// takeEffect does what was decided finally: the only door to an expulsion.
func (k *Keeper) takeEffect(ctx context.Context, c types.Case, now int64) error {
	decision := c.Final()
	if decision == nil {
		return types.ErrBroken.Wrapf("case %d is %s and nothing was decided", c.Id, c.Stage.Word())
	}
	switch decision.Outcome {
	case types.CaseOutcome_CASE_OUTCOME_WARNING:
		conduct, err := k.GetConduct(ctx, c.CoopId, c.MemberId)
		if err != nil {
			return err
		}
		conduct.Warnings++
		if err := k.setConduct(ctx, conduct); err != nil {
			return err
		}
		return k.closeCase(ctx, &c, types.CaseEnd_CASE_END_WARNED)
	case types.CaseOutcome_CASE_OUTCOME_SUSPENSION:
		if err := k.closeCase(ctx, &c, types.CaseEnd_CASE_END_SUSPENDED); err != nil {
			return err
		}
		return k.beginSuspension(ctx, c, decision.SuspensionSeconds, now)
	case types.CaseOutcome_CASE_OUTCOME_EXPULSION:
		return k.expel(ctx, c, now)
	default:
		return types.ErrBroken.Wrapf("case %d has no outcome that takes effect", c.Id)
	}
}

// expel ends the membership. The member's record stays with its number, and so
// does what it is owed.
func (k *Keeper) expel(ctx context.Context, c types.Case, now int64) error {
	if err := k.closeCase(ctx, &c, types.CaseEnd_CASE_END_EXPELLED); err != nil {
		return err
	}
	conduct, err := k.GetConduct(ctx, c.CoopId, c.MemberId)
	if err != nil {
		return err
	}
	conduct.ExpelledAt, conduct.ExpelledCaseId = now, c.Id
	if err := k.setConduct(ctx, conduct); err != nil {
		return err
	}
	member, err := k.GetMember(ctx, c.CoopId, c.MemberId)
	if err != nil {
		return err
	}
	return k.EndMembership(ctx, member, types.MemberState_MEMBER_STATE_EXPELLED)
}

// expulsionIsFinal refuses to expel a member without a case that came to it.
// Whoever changes a standing asks it, so that there is no other door.
func (k *Keeper) expulsionIsFinal(ctx context.Context, coopID, memberID uint64) error {
	conduct, err := k.GetConduct(ctx, coopID, memberID)
	if err != nil {
		return err
	}
	if conduct.ExpelledAt != 0 {
		c, err := k.GetCase(ctx, conduct.ExpelledCaseId)
		if err != nil {
			return err
		}
		if c.CoopId == coopID && c.MemberId == memberID && c.EndedAs == types.CaseEnd_CASE_END_EXPELLED {
			return nil
		}
	}
	return types.ErrNoExpulsion.Wrapf("member %d of co-op %d has not been expelled by a case that is final; charge it with: coopd tx membership charge",
		memberID, coopID)
}

// leaveCases ends what is open about a member whose membership ends: the case
// against it, and its suspension.
func (k *Keeper) leaveCases(ctx context.Context, member types.Member) error {
	if err := k.forgetSuspension(ctx, member); err != nil {
		return err
	}
	conduct, err := k.GetConduct(ctx, member.CoopId, member.MemberId)
	if err != nil || conduct.OpenCaseId == 0 {
		return err
	}
	c, err := k.GetCase(ctx, conduct.OpenCaseId)
	if err != nil {
		return err
	}
	return k.closeCase(ctx, &c, types.CaseEnd_CASE_END_LEFT)
}
