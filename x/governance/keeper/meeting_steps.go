package keeper

import (
	"context"

	errorsmod "cosmossdk.io/errors"

	chaintypes "github.com/coopledger/coopledger/x/chain/types"
	"github.com/coopledger/coopledger/x/governance/types"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

// meetingsDue starts, calls, opens and closes meetings and ends requisitions
// whose time has come, in the order of (due, id) and within the work budget.
func (k *Keeper) meetingsDue(ctx context.Context, params types.Params, now int64) error {
	civil, err := k.chain.CivilNow(ctx)
	if err != nil {
		return err
	}
	budget, err := k.chain.WorkLimit(ctx)
	if err != nil {
		return err
	}
	for _, kind := range []struct {
		queue    chaintypes.DueQueue
		until    int64
		take     func(ctx context.Context, id uint64, now int64) error
		instead  func(ctx context.Context, id uint64, now int64) error
		whatItIs string
	}{
		{k.MeetingStarts, civil, k.advanceMeeting, k.lapseBroken, "meeting"},
		{k.MeetingDeadlines, now, k.advanceMeeting, k.lapseBroken, "meeting"},
		{k.RequisitionDeadlines, now, k.endRequisition, k.endRequisition, "requisition"},
	} {
		due, err := chaintypes.Due(ctx, kind.queue, kind.until, mostItems(budget, params))
		if err != nil {
			return err
		}
		for _, key := range due {
			if fits, err := k.chain.SpendWork(ctx, params.ClosingGas); err != nil || !fits {
				return err
			}
			err := isolated(ctx, func(ctx context.Context) error { return kind.take(ctx, key.K2(), now) })
			if err == nil {
				continue
			}
			k.report(ctx, key.K2(), errorsmod.Wrap(err, kind.whatItIs))
			if err = isolated(ctx, func(ctx context.Context) error { return kind.instead(ctx, key.K2(), now) }); err == nil {
				continue
			}
			if err = isolated(ctx, func(ctx context.Context) error { return kind.queue.Remove(ctx, key) }); err != nil {
				k.report(ctx, key.K2(), errorsmod.Wrap(err, kind.whatItIs))
			}
		}
	}
	return nil
}

// advanceMeeting takes the step that a meeting's time asks for.
func (k *Keeper) advanceMeeting(ctx context.Context, id uint64, now int64) error {
	m, err := k.GetMeeting(ctx, id)
	if err != nil {
		return err
	}
	switch m.Status {
	case types.MeetingStatus_MEETING_STATUS_CONVENED:
		return k.startMeeting(ctx, &m, now)
	case types.MeetingStatus_MEETING_STATUS_FIRST_CALL:
		met, err := k.quorumMet(ctx, m, m.Rules.FirstCallQuorum)
		switch {
		case err != nil:
			return err
		case met:
			return k.openMeeting(ctx, &m, now)
		case m.Rules.SecondCallAfterSeconds > 0:
			due := types.Deadline(m.CalledAt, m.Rules.SecondCallAfterSeconds)
			return k.moveMeeting(ctx, &m, types.MeetingStatus_MEETING_STATUS_SECOND_CALL, due)
		default:
			return k.withoutQuorum(ctx, &m, now)
		}
	case types.MeetingStatus_MEETING_STATUS_SECOND_CALL:
		met, err := k.quorumMet(ctx, m, m.Rules.SecondCallQuorum)
		if err != nil {
			return err
		}
		if met {
			return k.openMeeting(ctx, &m, now)
		}
		return k.withoutQuorum(ctx, &m, now)
	case types.MeetingStatus_MEETING_STATUS_OPEN:
		return k.endMeeting(ctx, &m, types.MeetingStatus_MEETING_STATUS_CLOSED, now)
	default:
		return errorsmod.Wrapf(types.ErrInvariant, "meeting %d is %s and has no deadline", id, m.Status.Word())
	}
}

// startMeeting begins the first call, or at a later session the second. The
// start is computed anew, since a country may have changed its clocks since
// notice was given. A block that comes too late means that the chain stood
// still while members wanted to take part: the meeting is put off, to the same
// time of day with one clear day between.
func (k *Keeper) startMeeting(ctx context.Context, m *types.Meeting, now int64) error {
	params, err := k.Params.Get(ctx)
	if err != nil {
		return err
	}
	civil, err := k.chain.CivilNow(ctx)
	if err != nil {
		return err
	}
	zone, err := k.chain.Zone(ctx, m.TimeZone)
	if err != nil {
		return err
	}
	local, err := chaintypes.ParseCivilMinute(m.Notice.StartsAt)
	if err != nil {
		return err
	}
	start, err := zone.InstantOf(local)
	if err != nil {
		return err
	}
	if start > civil {
		return k.moveMeeting(ctx, m, types.MeetingStatus_MEETING_STATUS_CONVENED, start)
	}
	if uint64(civil-start) > params.LateStartSeconds {
		today, err := zone.CivilAt(civil)
		if err != nil {
			return err
		}
		local.Date = today.AddDays(2)
		return k.startAt(ctx, m, zone, local)
	}
	m.CalledAt = now
	status := types.MeetingStatus_MEETING_STATUS_FIRST_CALL
	if m.Session > 1 {
		status = types.MeetingStatus_MEETING_STATUS_SECOND_CALL
	}
	return k.moveMeeting(ctx, m, status, types.Deadline(now, m.Rules.GracePeriodSeconds))
}

// startAt lets a meeting wait for another start.
func (k *Keeper) startAt(ctx context.Context, m *types.Meeting, zone chaintypes.Zone, local chaintypes.CivilTime) error {
	start, err := zone.InstantOf(local)
	if err != nil {
		return err
	}
	m.Notice.StartsAt = local.Minutes()
	return k.moveMeeting(ctx, m, types.MeetingStatus_MEETING_STATUS_CONVENED, start)
}

// quorumMet compares those present with the meeting's roll, or with today's
// where the record date is the opening.
func (k *Keeper) quorumMet(ctx context.Context, m types.Meeting, quorum membershiptypes.Threshold) (bool, error) {
	size := m.RollSize()
	if m.RollSequence == 0 {
		roll, err := k.membership.GetRoll(ctx, m.CoopId)
		if err != nil {
			return false, err
		}
		size = roll.Voters()
	}
	return m.Present > 0 && quorum.Met(m.Present, size), nil
}

// withoutQuorum holds the meeting again some days later, once, or lets it lapse.
func (k *Keeper) withoutQuorum(ctx context.Context, m *types.Meeting, now int64) error {
	if m.Rules.AdjournedDays == 0 || m.Session > 1 {
		return k.endMeeting(ctx, m, types.MeetingStatus_MEETING_STATUS_LAPSED, now)
	}
	zone, err := k.chain.Zone(ctx, m.TimeZone)
	if err != nil {
		return err
	}
	local, err := chaintypes.ParseCivilMinute(m.Notice.StartsAt)
	if err != nil {
		return err
	}
	local.Date = local.AddDays(int64(m.Rules.AdjournedDays))
	return k.adjourn(ctx, m, zone, local)
}

// adjourn begins another session, whose attendance is counted anew. The roll
// stays: an adjourned meeting is the same meeting.
func (k *Keeper) adjourn(ctx context.Context, m *types.Meeting, zone chaintypes.Zone, local chaintypes.CivilTime) error {
	m.Session++
	m.Present, m.AttestedPresent, m.CalledAt = 0, 0, 0
	return k.startAt(ctx, m, zone, local)
}

// openMeeting opens the meeting: its roll is there, and each resolution on the
// agenda is queued for its vote to open, one by one within the work budget.
func (k *Keeper) openMeeting(ctx context.Context, m *types.Meeting, now int64) error {
	if m.RollSequence == 0 {
		if err := k.freezeRoll(ctx, m); err != nil {
			return err
		}
	}
	m.OpenedAt = now
	due := types.Deadline(now, m.Rules.MaxLengthSeconds)
	if err := k.moveMeeting(ctx, m, types.MeetingStatus_MEETING_STATUS_OPEN, due); err != nil {
		return err
	}
	return k.eachAgendaItem(ctx, m.Id, func(r types.Resolution) error { return k.reschedule(ctx, &r, now) })
}

// freezeRoll makes the roll as it is now the meeting's.
func (k *Keeper) freezeRoll(ctx context.Context, m *types.Meeting) error {
	roll, err := k.membership.GetRoll(ctx, m.CoopId)
	if err != nil {
		return err
	}
	if roll.Voters() == 0 {
		return errorsmod.Wrapf(types.ErrNotOnRoll, "nobody is on the roll of co-op %d; a meeting needs somebody who votes", m.CoopId)
	}
	now, err := k.chain.Now(ctx)
	if err != nil {
		return err
	}
	if err := k.membership.PinRoll(ctx, m.CoopId, roll.Sequence); err != nil {
		return err
	}
	m.RollSequence, m.Roll, m.Active, m.RecordedAt = roll.Sequence, nil, roll.Ables(), now
	for _, class := range roll.Counts {
		if class.Members > 0 {
			m.Roll = append(m.Roll, class)
		}
	}
	return nil
}

// endMeeting closes a meeting, lets it lapse or cancels it. Votes that close with it are
// due now; what was not voted on can be tabled again.
func (k *Keeper) endMeeting(ctx context.Context, m *types.Meeting, to types.MeetingStatus, now int64) error {
	if m.Pinned() {
		if err := k.membership.UnpinRoll(ctx, m.CoopId, m.RollSequence); err != nil {
			return err
		}
	}
	m.ClosedAt = now
	if err := k.moveMeeting(ctx, m, to, 0); err != nil {
		return err
	}
	if to.NotHeld() {
		if err := k.releaseAnnual(ctx, *m); err != nil {
			return err
		}
	}
	return k.eachAgendaItem(ctx, m.Id, func(r types.Resolution) error {
		closes := r.Status == types.Status_STATUS_VOTING && !m.Rules.OwnVotingPeriod
		if r.Status != types.Status_STATUS_TABLED && !closes {
			return nil
		}
		return k.reschedule(ctx, &r, now)
	})
}

// lapseBroken ends a meeting whose next step could not be taken, so that it
// holds up nothing else.
func (k *Keeper) lapseBroken(ctx context.Context, id uint64, now int64) error {
	m, err := k.GetMeeting(ctx, id)
	if err != nil {
		return err
	}
	return k.endMeeting(ctx, &m, types.MeetingStatus_MEETING_STATUS_LAPSED, now)
}
