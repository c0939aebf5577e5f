package keeper

import (
	"context"

	"cosmossdk.io/collections"
	errorsmod "cosmossdk.io/errors"

	sdk "github.com/cosmos/cosmos-sdk/types"

	chaintypes "github.com/coopledger/coopledger/x/chain/types"
	"github.com/coopledger/coopledger/x/governance/types"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

// table puts a resolution on the agenda of a meeting that is convened. Whoever
// convenes the meeting stands in for seconders; discussion still gets its time.
func (k *Keeper) table(ctx context.Context, m *types.Meeting, r types.Resolution, byConvener bool) error {
	if r.CoopId != m.CoopId {
		return errorsmod.Wrapf(types.ErrCannotTable, "resolution %d is of co-op %d and meeting %d of co-op %d; propose it there", r.Id, r.CoopId, m.Id, m.CoopId)
	}
	if err := k.mayBeTabled(r, byConvener); err != nil {
		return err
	}
	if err := k.forgetNotice(ctx, *m, &r); err != nil {
		return err
	}
	params, err := k.Params.Get(ctx)
	if err != nil {
		return err
	}
	if m.AgendaItems >= params.MaxAgendaItems {
		return errorsmod.Wrapf(types.ErrCannotTable, "the agenda of meeting %d has %d items, the most there can be; table it for another", m.Id, m.AgendaItems)
	}
	if err := k.agendaStillOpen(ctx, *m, r); err != nil {
		return err
	}
	m.AgendaItems++
	if err := k.Meetings.Set(ctx, m.Id, *m); err != nil {
		return err
	}
	if err := k.Agenda.Set(ctx, collections.Join(m.Id, r.Id)); err != nil {
		return err
	}
	r.MeetingId = m.Id
	now, err := k.chain.Now(ctx)
	if err != nil {
		return err
	}
	if err := k.move(ctx, &r, types.Status_STATUS_TABLED, types.WaitsForMeeting, now); err != nil {
		return err
	}
	return sdk.UnwrapSDKContext(ctx).EventManager().EmitTypedEvent(&types.EventTabled{MeetingId: m.Id, ResolutionId: r.Id})
}

// forgetNotice leaves it to the meeting who can vote. What a board decides is not
// for a general meeting, whose roll is the members'.
func (k *Keeper) forgetNotice(ctx context.Context, m types.Meeting, r *types.Resolution) error {
	terms, err := k.Terms.Get(ctx, r.Id)
	if err != nil {
		return err
	}
	if err := fitForMeeting(terms); err != nil {
		return err
	}
	content, err := k.Contents.Get(ctx, r.Id)
	if err != nil {
		return err
	}
	if err := partiesCanBeCounted(content.Messages, terms, !m.Rules.RecordAtOpening); err != nil {
		return err
	}
	if r.RecordedAt == 0 {
		return nil
	}
	if err := k.forgetRecord(ctx, r); err != nil {
		return err
	}
	terms.Roll, terms.Active = nil, 0
	return k.Terms.Set(ctx, r.Id, terms)
}

// fitForMeeting refuses what the members don't decide.
func fitForMeeting(terms types.Terms) error {
	if terms.Electorate() == "" {
		return nil
	}
	return errorsmod.Wrapf(types.ErrCannotTable, "it is decided by those who hold the power %q, and a general meeting votes by its own roll; let them decide it, or choose a rule of the members'",
		terms.Electorate())
}

// mayBeTabled: what is seconded, by its proposer; a draft, by the convener; and
// what a meeting before could not decide. The convener can't take a seconded
// resolution away from its proposer and put it off to a far day.
func (k *Keeper) mayBeTabled(r types.Resolution, byConvener bool) error {
	switch {
	case r.Status == types.Status_STATUS_TABLED && r.MeetingId == 0,
		r.Status == types.Status_STATUS_DISCUSSION && !byConvener,
		r.Status == types.Status_STATUS_DRAFT && byConvener:
		return nil
	case r.Status == types.Status_STATUS_DRAFT:
		return errorsmod.Wrapf(types.ErrCannotTable, "resolution %d has not found its seconders; find them, or ask an officer with the power %q to table it",
			r.Id, membershiptypes.PowerConvene)
	case r.Status == types.Status_STATUS_DISCUSSION:
		return errorsmod.Wrapf(types.ErrCannotTable, "resolution %d is seconded; its proposer, member %d, can table it", r.Id, r.ProposerMemberId)
	default:
		return errorsmod.Wrapf(types.ErrCannotTable, "resolution %d is %s; table one that is a draft or under discussion", r.Id, r.Status.Word())
	}
}

// agendaStillOpen refuses what comes too late for the members to prepare: after
// the charter's clear days, or with less time than the rules give to discussion.
func (k *Keeper) agendaStillOpen(ctx context.Context, m types.Meeting, r types.Resolution) error {
	if err := requireMeetingStatus(m, "table resolutions", types.MeetingStatus_MEETING_STATUS_CONVENED); err != nil {
		return err
	}
	_, today, err := k.civilDay(ctx, m.TimeZone)
	if err != nil {
		return err
	}
	local, err := chaintypes.ParseCivilMinute(m.Notice.StartsAt)
	if err != nil {
		return err
	}
	if clear := chaintypes.ClearDaysBetween(today.Date, local.Date); clear < int64(m.Rules.TablingClearDays) {
		return errorsmod.Wrapf(types.ErrShortNotice, "%d clear days are left before meeting %d on %s and its agenda closed %d before; table it for another",
			max(clear, 0), m.Id, local.Date, m.Rules.TablingClearDays)
	}
	terms, err := k.Terms.Get(ctx, r.Id)
	if err != nil {
		return err
	}
	civil, err := k.chain.CivilNow(ctx)
	if err != nil {
		return err
	}
	if left := max(m.DueAt-civil, 0); uint64(left) < terms.DiscussionSeconds() {
		return errorsmod.Wrapf(types.ErrShortNotice, "meeting %d starts in %d seconds and the rules of resolution %d ask for %d of discussion; table it for a later one",
			m.Id, left, r.Id, terms.DiscussionSeconds())
	}
	return nil
}

// takeOffAgenda frees a resolution from its meeting, before that opens its vote.
func (k *Keeper) takeOffAgenda(ctx context.Context, r *types.Resolution) error {
	if r.MeetingId == 0 {
		return nil
	}
	m, err := k.GetMeeting(ctx, r.MeetingId)
	if err != nil {
		return err
	}
	if m.AgendaItems == 0 {
		return errorsmod.Wrapf(types.ErrInvariant, "resolution %d is on the agenda of meeting %d, which has none", r.Id, m.Id)
	}
	m.AgendaItems--
	if err := k.Agenda.Remove(ctx, collections.Join(m.Id, r.Id)); err != nil {
		return err
	}
	r.MeetingId = 0
	return k.Meetings.Set(ctx, m.Id, m)
}

// advanceTabled opens the vote if the meeting is open, frees the resolution for
// another if the meeting is over, and lets it expire if no other took it.
func (k *Keeper) advanceTabled(ctx context.Context, r *types.Resolution, terms types.Terms, now int64) error {
	if r.MeetingId == 0 {
		return k.move(ctx, r, types.Status_STATUS_EXPIRED, 0, now)
	}
	m, err := k.GetMeeting(ctx, r.MeetingId)
	if err != nil {
		return err
	}
	switch {
	case m.Status == types.MeetingStatus_MEETING_STATUS_OPEN:
		return k.openOrRefuse(ctx, *r, terms, now)
	case m.Status.Over():
		if err := k.takeOffAgenda(ctx, r); err != nil {
			return err
		}
		return k.awaitMeeting(ctx, r, now)
	default:
		return k.reschedule(ctx, r, types.WaitsForMeeting)
	}
}

// awaitMeeting lets a resolution wait to be tabled, for a bounded time.
func (k *Keeper) awaitMeeting(ctx context.Context, r *types.Resolution, now int64) error {
	params, err := k.Params.Get(ctx)
	if err != nil {
		return err
	}
	return k.move(ctx, r, types.Status_STATUS_TABLED, types.Deadline(now, params.ReturnedPeriodSeconds), now)
}
