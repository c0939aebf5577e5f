package keeper

import (
	"context"

	"cosmossdk.io/collections"
	errorsmod "cosmossdk.io/errors"

	chaintypes "github.com/coopledger/coopledger/x/chain/types"
	"github.com/coopledger/coopledger/x/governance/types"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

// Requisition begins to ask for a meeting, with the member's own signature. The
// roll is frozen, so that nobody signs twice by leaving and coming back.
// A requisition that can't begin leaves nothing behind.
func (k msgServer) Requisition(ctx context.Context, msg *types.MsgRequisition) (*types.MsgRequisitionResponse, error) {
	return chaintypes.Atomically(ctx, func(ctx context.Context) (*types.MsgRequisitionResponse, error) { return k.requisition(ctx, msg) })
}

func (k *Keeper) requisition(ctx context.Context, msg *types.MsgRequisition) (*types.MsgRequisitionResponse, error) {
	member, err := k.votingMember(ctx, msg.CoopId, msg.Member, "ask for a meeting")
	if err != nil {
		return nil, err
	}
	rules, charter, err := k.meetingRules(ctx, msg.CoopId)
	if err != nil {
		return nil, err
	}
	params, err := k.Params.Get(ctx)
	if err != nil {
		return nil, err
	}
	if err := msg.Notice.Validate(params); err != nil {
		return nil, err
	}
	if err := k.checkDayAsked(ctx, msg.Notice, charter.TimeZone, params); err != nil {
		return nil, err
	}
	if err := k.checkAsked(ctx, msg, params, member); err != nil {
		return nil, err
	}
	now, err := k.chain.Now(ctx)
	if err != nil {
		return nil, err
	}
	if err := k.makeRoomForRequisition(ctx, msg.CoopId, params, now); err != nil {
		return nil, err
	}
	roll, err := k.membership.GetRoll(ctx, msg.CoopId)
	if err != nil {
		return nil, err
	}
	if err := k.membership.PinRoll(ctx, msg.CoopId, roll.Sequence); err != nil {
		return nil, err
	}
	q := types.Requisition{
		CoopId: msg.CoopId, OpenedBy: member.MemberId, Notice: msg.Notice, Agenda: msg.Agenda, BegunAt: now,
		RollSequence: roll.Sequence, Roll: roll.Voters(), DueAt: types.Deadline(now, rules.RequisitionPeriodSeconds),
	}
	if err := k.askFor(ctx, &q, rules, charter.TimeZone); err != nil {
		return nil, err
	}
	if q.Id, err = k.NextRequisitionID.Next(ctx); err != nil {
		return nil, err
	}
	if err := k.RequisitionDeadlines.Set(ctx, collections.Join(q.DueAt, q.Id)); err != nil {
		return nil, err
	}
	if err := k.OpenRequisitions.Set(ctx, collections.Join(q.CoopId, q.Id)); err != nil {
		return nil, err
	}
	if err := k.RequisitionsByCoop.Set(ctx, collections.Join(q.CoopId, q.Id)); err != nil {
		return nil, err
	}
	if err := k.sign(ctx, &q, member); err != nil {
		return nil, err
	}
	return &types.MsgRequisitionResponse{RequisitionId: q.Id, MeetingId: q.MeetingId}, nil
}

// checkDayAsked refuses a day that is too far ahead before anybody signs for it.
// One that is too near moves once enough have signed.
func (k *Keeper) checkDayAsked(ctx context.Context, notice types.MeetingNotice, zoneName string, params types.Params) error {
	_, today, err := k.civilDay(ctx, zoneName)
	if err != nil {
		return err
	}
	local, err := chaintypes.ParseCivilMinute(notice.StartsAt)
	if err != nil {
		return err
	}
	return checkNearEnough(params, today.Date, local.Date)
}

// checkAsked refuses a requisition of a member whose signature stands elsewhere, an
// agenda that is too long, and one that holds what is not this co-op's.
func (k *Keeper) checkAsked(ctx context.Context, msg *types.MsgRequisition, params types.Params, member membershiptypes.Member) error {
	if err := k.refuseBound(ctx, msg.CoopId, member.MemberId, 0); err != nil {
		return err
	}
	if len(msg.Agenda) > int(params.MaxAgendaItems) {
		return errorsmod.Wrapf(types.ErrCannotTable, "the agenda has %d items; at most %d", len(msg.Agenda), params.MaxAgendaItems)
	}
	last := uint64(0)
	for _, id := range msg.Agenda {
		r, err := k.GetResolution(ctx, id)
		if err != nil {
			return err
		}
		if id <= last || r.CoopId != msg.CoopId {
			return errorsmod.Wrapf(types.ErrCannotTable, "resolution %d is of co-op %d and follows %d; name those of co-op %d in the order of their ids", id, r.CoopId, last, msg.CoopId)
		}
		last = id
	}
	return nil
}
