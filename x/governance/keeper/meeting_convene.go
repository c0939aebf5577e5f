package keeper

import (
	"context"
	"errors"

	"cosmossdk.io/collections"
	errorsmod "cosmossdk.io/errors"

	sdk "github.com/cosmos/cosmos-sdk/types"

	chaintypes "github.com/coopledger/coopledger/x/chain/types"
	"github.com/coopledger/coopledger/x/governance/types"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

// meetingRules of the charter in force.
func (k *Keeper) meetingRules(ctx context.Context, coopID uint64) (membershiptypes.MeetingRules, membershiptypes.Charter, error) {
	_, charter, err := k.membership.GetCharter(ctx, coopID)
	if err != nil {
		return membershiptypes.MeetingRules{}, charter, err
	}
	if charter.Meetings == nil {
		return membershiptypes.MeetingRules{}, charter, errorsmod.Wrapf(types.ErrNoMeetings,
			"the charter of co-op %d says nothing of general meetings; give it a part \"meetings\" first", coopID)
	}
	return *charter.Meetings, charter, nil
}

// civilDay is what clocks in a zone show now.
func (k *Keeper) civilDay(ctx context.Context, zoneName string) (chaintypes.Zone, chaintypes.CivilTime, error) {
	zone, err := k.chain.Zone(ctx, zoneName)
	if err != nil {
		return zone, chaintypes.CivilTime{}, err
	}
	civil, err := k.chain.CivilNow(ctx)
	if err != nil {
		return zone, chaintypes.CivilTime{}, err
	}
	local, err := zone.CivilAt(civil)
	return zone, local, err
}

// firstDay on which a meeting can be held if notice is given today.
func firstDay(today chaintypes.Date, clearDays uint32) chaintypes.Date {
	return today.AddDays(int64(clearDays) + 1)
}

// convene gives notice of a meeting: its start is fixed, its roll frozen if the
// charter says so, its agenda still empty.
func (k *Keeper) convene(ctx context.Context, coopID uint64, notice types.MeetingNotice, asked *types.Requisition) (types.Meeting, error) {
	rules, charter, err := k.meetingRules(ctx, coopID)
	if err != nil {
		return types.Meeting{}, err
	}
	params, err := k.Params.Get(ctx)
	if err != nil {
		return types.Meeting{}, err
	}
	if err := notice.Validate(params); err != nil {
		return types.Meeting{}, err
	}
	if err := k.roomForMeeting(ctx, coopID, asked != nil, params); err != nil {
		return types.Meeting{}, err
	}
	zone, today, err := k.civilDay(ctx, charter.TimeZone)
	if err != nil {
		return types.Meeting{}, err
	}
	local, err := chaintypes.ParseCivilMinute(notice.StartsAt)
	if err != nil {
		return types.Meeting{}, err
	}
	if err := checkNotice(rules, params, zone.Name, today.Date, local.Date); err != nil {
		return types.Meeting{}, err
	}
	m := types.Meeting{CoopId: coopID, Notice: notice, Rules: rules, TimeZone: zone.Name, Session: 1}
	if asked != nil {
		m.RequisitionId = asked.Id
	}
	if m.ConvenedAt, err = k.chain.CivilNow(ctx); err != nil {
		return m, err
	}
	if m.Id, err = k.NextMeetingID.Next(ctx); err != nil {
		return m, err
	}
	if err := k.claimAnnual(ctx, &m, asked, today.Date, zone); err != nil {
		return m, err
	}
	if !rules.RecordAtOpening {
		if err := k.freezeRoll(ctx, &m); err != nil {
			return m, err
		}
	}
	return m, k.announce(ctx, &m, zone, local)
}

// checkNotice counts clear days in the co-op's zone: neither the day of notice
// nor that of the meeting counts.
func checkNotice(rules membershiptypes.MeetingRules, params types.Params, zone string, today, day chaintypes.Date) error {
	if !today.Before(day) {
		return errorsmod.Wrapf(types.ErrShortNotice,
			"it is %s in %s and the meeting would be on %s; neither the day of the notice nor that of the meeting is a clear day, and the charter asks for %d between them; %s is the first day",
			today, zone, day, rules.NoticeClearDays, firstDay(today, rules.NoticeClearDays))
	}
	clear := chaintypes.ClearDaysBetween(today, day)
	if clear < int64(rules.NoticeClearDays) {
		return errorsmod.Wrapf(types.ErrShortNotice,
			"it is %s in %s; from there to %s are %d clear days and the charter asks for %d; %s is the first day",
			today, zone, day, clear, rules.NoticeClearDays, firstDay(today, rules.NoticeClearDays))
	}
	return checkNearEnough(params, today, day)
}

// checkNearEnough refuses a day that is too far ahead.
func checkNearEnough(params types.Params, today, day chaintypes.Date) error {
	if chaintypes.ClearDaysBetween(today, day) > int64(params.MaxNoticeDays) {
		return errorsmod.Wrapf(types.ErrInvalidNotice, "%s is more than %d days ahead; choose a day that is nearer", day, params.MaxNoticeDays)
	}
	return nil
}

func (k *Keeper) announce(ctx context.Context, m *types.Meeting, zone chaintypes.Zone, local chaintypes.CivilTime) error {
	if err := k.MeetingsByCoop.Set(ctx, collections.Join(m.CoopId, m.Id)); err != nil {
		return err
	}
	if err := k.OpenMeetings.Set(ctx, collections.Join(m.CoopId, m.Id)); err != nil {
		return err
	}
	if err := k.startAt(ctx, m, zone, local); err != nil {
		return err
	}
	return sdk.UnwrapSDKContext(ctx).EventManager().EmitTypedEvent(&types.EventMeetingConvened{
		MeetingId: m.Id, CoopId: m.CoopId, Notice: m.Notice, RequisitionId: m.RequisitionId,
	})
}

// roomForMeeting refuses another meeting above the ledger's limit for a co-op. The
// meetings that members requisition have places of their own, so that neither
// they nor whoever convenes can take the others'.
func (k *Keeper) roomForMeeting(ctx context.Context, coopID uint64, requisitioned bool, params types.Params) error {
	open := uint64(0)
	if err := k.OpenMeetings.Walk(ctx, collections.NewPrefixedPairRange[uint64, uint64](coopID),
		func(key collections.Pair[uint64, uint64]) (bool, error) {
			m, err := k.Meetings.Get(ctx, key.K2())
			if (m.RequisitionId != 0) == requisitioned {
				open++
			}
			return false, err
		}); err != nil {
		return err
	}
	if open >= uint64(params.MaxOpenMeetingsPerCoop) {
		return errorsmod.Wrapf(types.ErrTooManyMeetings, "co-op %d has %d open meetings of this kind (requisitioned by members: %t), and the ledger allows %d; wait until one is over",
			coopID, open, requisitioned, params.MaxOpenMeetingsPerCoop)
	}
	return nil
}

// annualDay is the day of a year by which the annual meeting is due.
func annualDay(rules membershiptypes.MeetingRules, year int64) chaintypes.Date {
	return chaintypes.Date{Year: year, Month: int64(rules.AnnualMonth), Day: int64(rules.AnnualDay)}
}

// annualDue is the earliest annual meeting that nobody has convened: its day,
// and whether that is past. A co-op owes none for days before it was founded,
// and only the latest of those missed.
func (k *Keeper) annualDue(
	ctx context.Context, coopID uint64, rules membershiptypes.MeetingRules, today chaintypes.Date, zone chaintypes.Zone,
) (due chaintypes.Date, overdue bool, err error) {
	if !rules.HasAnnual() {
		return due, false, nil
	}
	coop, err := k.membership.GetCoop(ctx, coopID)
	if err != nil {
		return due, false, err
	}
	founded, err := zone.CivilAt(coop.FoundedAt)
	if err != nil {
		return due, false, err
	}
	due = annualDay(rules, today.Year)
	if !due.Before(today) {
		due = annualDay(rules, today.Year-1)
	}
	for ahead := int64(0); ahead <= 2; ahead++ {
		candidate := annualDay(rules, due.Year+ahead)
		if candidate.Before(founded.Date) {
			continue
		}
		convened, err := k.AnnualMeetings.Has(ctx, collections.Join(coopID, uint32(candidate.Year)))
		if err != nil {
			return due, false, err
		}
		if !convened {
			return candidate, candidate.Before(today), nil
		}
	}
	return annualDay(rules, due.Year+3), false, nil
}

// claimAnnual makes a meeting the annual one of the year that is owed, or that was
// owed when members began to ask for it. If that one was convened while they
// signed, theirs is held all the same, as an extraordinary one.
func (k *Keeper) claimAnnual(ctx context.Context, m *types.Meeting, asked *types.Requisition, today chaintypes.Date, zone chaintypes.Zone) error {
	if m.Notice.Kind != types.MeetingKind_MEETING_KIND_ANNUAL || !m.Rules.HasAnnual() {
		return nil
	}
	due, _, err := k.annualDue(ctx, m.CoopId, m.Rules, today, zone)
	if err != nil {
		return err
	}
	m.AnnualYear = uint32(due.Year)
	if asked != nil && (asked.AnnualYear < m.AnnualYear || due.Year > today.Year+1) {
		m.AnnualYear, m.Notice.Kind = 0, types.MeetingKind_MEETING_KIND_EXTRAORDINARY
		return nil
	}
	if due.Year > today.Year+1 {
		return errorsmod.Wrapf(types.ErrInvalidNotice, "the annual meetings up to %d are convened; convene an extraordinary one", due.Year-1)
	}
	return k.AnnualMeetings.Set(ctx, collections.Join(m.CoopId, m.AnnualYear), m.Id)
}

// releaseAnnual takes that back: a meeting that lapsed or was cancelled was none.
func (k *Keeper) releaseAnnual(ctx context.Context, m types.Meeting) error {
	if m.AnnualYear == 0 {
		return nil
	}
	key := collections.Join(m.CoopId, m.AnnualYear)
	holder, err := k.AnnualMeetings.Get(ctx, key)
	if errors.Is(err, collections.ErrNotFound) || err == nil && holder != m.Id {
		return nil
	}
	if err != nil {
		return err
	}
	return k.AnnualMeetings.Remove(ctx, key)
}
