package keeper

import (
	"context"
	"errors"
	"fmt"

	"cosmossdk.io/collections"
	errorsmod "cosmossdk.io/errors"

	sdk "github.com/cosmos/cosmos-sdk/types"

	chaintypes "github.com/coopledger/coopledger/x/chain/types"
	"github.com/coopledger/coopledger/x/governance/types"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

// GetRequisition finds a requisition by id.
func (k *Keeper) GetRequisition(ctx context.Context, id uint64) (types.Requisition, error) {
	requisition, err := k.Requisitions.Get(ctx, id)
	if errors.Is(err, collections.ErrNotFound) {
		return types.Requisition{}, errorsmod.Wrapf(types.ErrUnknownRequisition,
			"no requisition has the id %d; list a co-op's with: coopd q governance requisitions COOP", id)
	}
	return requisition, err
}

// CoopOfRequisition says of which co-op members ask for a meeting.
func (k *Keeper) CoopOfRequisition(ctx context.Context, id uint64) (uint64, error) {
	requisition, err := k.GetRequisition(ctx, id)
	return requisition.CoopId, err
}

// askFor sets the share of the roll that must sign: the charter's, or the smaller
// one for an annual meeting that is overdue, and which year's that is.
func (k *Keeper) askFor(ctx context.Context, q *types.Requisition, rules membershiptypes.MeetingRules, zoneName string) error {
	q.Share = rules.Requisition
	if q.Notice.Kind != types.MeetingKind_MEETING_KIND_ANNUAL || !rules.HasAnnual() {
		return nil
	}
	zone, today, err := k.civilDay(ctx, zoneName)
	if err != nil {
		return err
	}
	due, overdue, err := k.annualDue(ctx, q.CoopId, rules, today.Date, zone)
	if err != nil {
		return err
	}
	q.AnnualYear = uint32(due.Year)
	if overdue {
		q.Share = rules.OverdueRequisition
	}
	return nil
}

// sign adds a member's signature and, with the last one needed, convenes.
func (k *Keeper) sign(ctx context.Context, q *types.Requisition, member membershiptypes.Member) error {
	if _, onRoll := member.ClassAt(q.RollSequence); !onRoll {
		return errorsmod.Wrapf(types.ErrNotOnRoll, "member %d was not on the roll when requisition %d began; only those who were can sign it", member.MemberId, q.Id)
	}
	signature := collections.Join(q.Id, member.MemberId)
	if signed, err := k.Signatures.Has(ctx, signature); err != nil {
		return err
	} else if signed {
		return errorsmod.Wrapf(types.ErrAlreadySigned, "member %d has signed requisition %d already; each member counts once", member.MemberId, q.Id)
	}
	if err := k.refuseBound(ctx, q.CoopId, member.MemberId, q.Id); err != nil {
		return err
	}
	if err := k.Signatures.Set(ctx, signature); err != nil {
		return err
	}
	q.Signatures++
	if err := sdk.UnwrapSDKContext(ctx).EventManager().EmitTypedEvent(&types.EventRequisition{
		RequisitionId: q.Id, CoopId: q.CoopId, MemberId: member.MemberId, Signatures: q.Signatures,
	}); err != nil {
		return err
	}
	if !q.Share.Met(q.Signatures, q.Roll) {
		return k.Requisitions.Set(ctx, q.Id, *q)
	}
	return k.conveneRequisitioned(ctx, q)
}

// refuseBound refuses a member whose signature stands on another requisition that
// is open, or whose meeting is not over. The same members could otherwise ask for
// one meeting after the other, until no place is left for those of others. The
// ledger bounds how many of both a co-op has.
func (k *Keeper) refuseBound(ctx context.Context, coopID, memberID, but uint64) error {
	within := collections.NewPrefixedPairRange[uint64, uint64](coopID)
	refuse := func(id uint64, until string) (bool, error) {
		if id == 0 || id == but {
			return false, nil
		}
		bound, err := k.Signatures.Has(ctx, collections.Join(id, memberID))
		if err == nil && bound {
			err = errorsmod.Wrapf(types.ErrAlreadySigned, "member %d has signed requisition %d, and signs no other until %s; others can", memberID, id, until)
		}
		return err != nil, err
	}
	if err := k.OpenRequisitions.Walk(ctx, within, func(key collections.Pair[uint64, uint64]) (bool, error) {
		return refuse(key.K2(), "that has ended, or its meeting is over")
	}); err != nil {
		return err
	}
	return k.OpenMeetings.Walk(ctx, within, func(key collections.Pair[uint64, uint64]) (bool, error) {
		m, err := k.Meetings.Get(ctx, key.K2())
		if err != nil {
			return true, err
		}
		return refuse(m.RequisitionId, fmt.Sprintf("meeting %d, which it convened, is over", m.Id))
	})
}

// conveneRequisitioned convenes what enough members asked for. Nobody can
// refuse it: a start that has come too near moves to the first day with full
// notice, at the same time of day, and what can't be tabled any more is left out.
func (k *Keeper) conveneRequisitioned(ctx context.Context, q *types.Requisition) error {
	rules, charter, err := k.meetingRules(ctx, q.CoopId)
	if err != nil {
		return err
	}
	_, today, err := k.civilDay(ctx, charter.TimeZone)
	if err != nil {
		return err
	}
	local, err := chaintypes.ParseCivilMinute(q.Notice.StartsAt)
	if err != nil {
		return err
	}
	if first := firstDay(today.Date, rules.NoticeClearDays); local.Before(first) {
		local.Date = first
		q.Notice.StartsAt = local.Minutes()
	}
	m, err := k.convene(ctx, q.CoopId, q.Notice, q)
	if err != nil {
		return err
	}
	for _, id := range q.Agenda {
		r, err := k.GetResolution(ctx, id)
		if err != nil {
			return err
		}
		tabled := m
		if err := isolated(ctx, func(ctx context.Context) error { return k.table(ctx, &tabled, r, true) }); err == nil {
			m = tabled
		}
	}
	q.MeetingId = m.Id
	return k.closeRequisition(ctx, q)
}

// closeRequisition takes a requisition off its queue and lets its roll go. Its
// signatures stay: they say who convened the meeting.
func (k *Keeper) closeRequisition(ctx context.Context, q *types.Requisition) error {
	if err := k.RequisitionDeadlines.Remove(ctx, collections.Join(q.DueAt, q.Id)); err != nil {
		return err
	}
	if err := k.OpenRequisitions.Remove(ctx, collections.Join(q.CoopId, q.Id)); err != nil {
		return err
	}
	q.DueAt = 0
	if err := k.membership.UnpinRoll(ctx, q.CoopId, q.RollSequence); err != nil {
		return err
	}
	return k.Requisitions.Set(ctx, q.Id, *q)
}

// endRequisition ends one that did not find its members in time.
func (k *Keeper) endRequisition(ctx context.Context, id uint64, _ int64) error {
	q, err := k.GetRequisition(ctx, id)
	if err != nil {
		return err
	}
	if err := k.closeRequisition(ctx, &q); err != nil {
		return err
	}
	return sdk.UnwrapSDKContext(ctx).EventManager().EmitTypedEvent(&types.EventRequisitionEnded{RequisitionId: id})
}
