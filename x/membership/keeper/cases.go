package keeper

import (
	"context"
	"errors"

	"cosmossdk.io/collections"

	"github.com/coopledger/coopledger/x/membership/types"
)

// dueCase is a queue's entry: when, and which case.
type dueCase = collections.Pair[int64, uint64]

// Counters of a co-op's open cases.
const (
	openPetitions uint64 = 0
	openCases     uint64 = 1
)

// GetCase finds a case by id, one that is over too.
func (k *Keeper) GetCase(ctx context.Context, id uint64) (types.Case, error) {
	found, err := k.Cases.Get(ctx, id)
	if errors.Is(err, collections.ErrNotFound) {
		return types.Case{}, types.ErrUnknownCase.Wrapf("no case has the id %d; list a co-op's with: coopd q membership cases COOP", id)
	}
	return found, err
}

// caseIn finds a co-op's case and refuses one that is not at one of the stages.
func (k *Keeper) caseIn(ctx context.Context, coopID, id uint64, what string, stages ...types.CaseStage) (types.Case, error) {
	found, err := k.GetCase(ctx, id)
	if err != nil {
		return types.Case{}, err
	}
	if found.CoopId != coopID {
		return types.Case{}, types.ErrUnknownCase.Wrapf("co-op %d has no case %d; it is one of co-op %d", coopID, id, found.CoopId)
	}
	for _, stage := range stages {
		if found.Stage == stage {
			return found, nil
		}
	}
	return types.Case{}, types.ErrWrongCaseStage.Wrapf("case %d is %s; nobody can %s now (see: coopd q membership case %d)",
		id, found.Stage.Word(), what, id)
}

// notOver refuses what comes after a stage's time, though its end is not yet
// taken from the queue.
func (k *Keeper) notOver(ctx context.Context, c types.Case, what string) error {
	now, err := k.clock.Now(ctx)
	if err != nil {
		return err
	}
	if now >= c.DueAt {
		return types.ErrWrongCaseStage.Wrapf("the time to %s in case %d ended on %s, and it is %s", what, c.Id, types.Date(c.DueAt), types.Date(now))
	}
	return nil
}

// GetConduct is what cases have left with a member's number.
func (k *Keeper) GetConduct(ctx context.Context, coopID, memberID uint64) (types.Conduct, error) {
	conduct, err := k.Conduct.Get(ctx, collections.Join(coopID, memberID))
	if errors.Is(err, collections.ErrNotFound) {
		return types.Conduct{CoopId: coopID, MemberId: memberID}, nil
	}
	return conduct, err
}

func (k *Keeper) setConduct(ctx context.Context, conduct types.Conduct) error {
	at := collections.Join(conduct.CoopId, conduct.MemberId)
	if conduct.Blank() {
		return k.Conduct.Remove(ctx, at)
	}
	return k.Conduct.Set(ctx, at, conduct)
}

// moveCase gives a case its next stage and stores it: the only way that a stage
// changes, so that queues, counters and the member's open case follow. A new
// case comes from the unspecified stage.
func (k *Keeper) moveCase(ctx context.Context, c *types.Case, to types.CaseStage, due int64) error {
	from := c.Stage
	if from != types.CaseStage_CASE_STAGE_UNSPECIFIED {
		if err := k.caseQueue(from).Remove(ctx, collections.Join(c.DueAt, c.Id)); err != nil {
			return err
		}
		if err := k.countCase(ctx, *c, countDown); err != nil {
			return err
		}
	}
	c.Stage, c.DueAt = to, due
	if c.Open() {
		if err := k.caseQueue(to).Set(ctx, collections.Join(c.DueAt, c.Id)); err != nil {
			return err
		}
		if err := k.countCase(ctx, *c, countUp); err != nil {
			return err
		}
	}
	if err := k.holdOpenCase(ctx, *c); err != nil {
		return err
	}
	if err := k.Cases.Set(ctx, c.Id, *c); err != nil {
		return err
	}
	return emit(ctx, &types.EventCaseMoved{
		CaseId: c.Id, CoopId: c.CoopId, MemberId: c.MemberId, FromStage: from, ToStage: to, DueAt: c.DueAt, EndedAs: c.EndedAs,
	})
}

func (k *Keeper) caseQueue(stage types.CaseStage) collections.KeySet[dueCase] {
	if stage.Window() {
		return k.CaseWindows
	}
	return k.CaseDeadlines
}

// countCase counts an open case with its co-op and its chargers.
func (k *Keeper) countCase(
	ctx context.Context, c types.Case,
	count func(context.Context, collections.Map[collections.Pair[uint64, uint64], uint64], collections.Pair[uint64, uint64]) error,
) error {
	kind := openCases
	if c.Petition() {
		kind = openPetitions
	}
	if err := count(ctx, k.OpenCasesByCoop, collections.Join(c.CoopId, kind)); err != nil {
		return err
	}
	for _, charger := range c.Chargers {
		if err := count(ctx, k.OpenCasesByCharger, collections.Join(c.CoopId, charger)); err != nil {
			return err
		}
	}
	return nil
}

// holdOpenCase notes with the charged member that a case is open, or is no longer.
func (k *Keeper) holdOpenCase(ctx context.Context, c types.Case) error {
	conduct, err := k.GetConduct(ctx, c.CoopId, c.MemberId)
	if err != nil {
		return err
	}
	switch {
	case c.Open() && !c.Petition():
		conduct.OpenCaseId = c.Id
	case conduct.OpenCaseId == c.Id:
		conduct.OpenCaseId = 0
	default:
		return nil
	}
	return k.setConduct(ctx, conduct)
}

// closeCase ends a case. A suspension that was only meant until then ends too. A
// charge that came to nothing is noted with the member.
func (k *Keeper) closeCase(ctx context.Context, c *types.Case, as types.CaseEnd) error {
	now, err := k.clock.Now(ctx)
	if err != nil {
		return err
	}
	if err := k.endMeanwhile(ctx, *c); err != nil {
		return err
	}
	c.EndedAs, c.EndedAt = as, now
	if err := k.noteCleared(ctx, *c); err != nil {
		return err
	}
	return k.moveCase(ctx, c, types.CaseStage_CASE_STAGE_CLOSED, 0)
}

// noteCleared keeps what the member was cleared of, and until when nobody charges
// it on the same ground.
func (k *Keeper) noteCleared(ctx context.Context, c types.Case) error {
	if !c.Cleared() {
		return nil
	}
	params, err := k.GetParams(ctx)
	if err != nil {
		return err
	}
	conduct, err := k.GetConduct(ctx, c.CoopId, c.MemberId)
	if err != nil {
		return err
	}
	conduct.Clear(c, after(c.EndedAt, params.ChargeRestSeconds))
	return k.setConduct(ctx, conduct)
}

// countUp adds one to a counter that is absent at zero.
func countUp(
	ctx context.Context, counters collections.Map[collections.Pair[uint64, uint64], uint64], at collections.Pair[uint64, uint64],
) error {
	return countUpOrDown(ctx, counters, at, true)
}

// countDown takes one from a counter; at zero it goes.
func countDown(
	ctx context.Context, counters collections.Map[collections.Pair[uint64, uint64], uint64], at collections.Pair[uint64, uint64],
) error {
	return countUpOrDown(ctx, counters, at, false)
}
