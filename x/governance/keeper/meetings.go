package keeper

import (
	"bytes"
	"context"
	"errors"
	"strings"

	"cosmossdk.io/collections"
	errorsmod "cosmossdk.io/errors"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/coopledger/coopledger/x/governance/types"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

// GetMeeting finds a meeting by id.
func (k *Keeper) GetMeeting(ctx context.Context, id uint64) (types.Meeting, error) {
	meeting, err := k.Meetings.Get(ctx, id)
	if errors.Is(err, collections.ErrNotFound) {
		return types.Meeting{}, errorsmod.Wrapf(types.ErrUnknownMeeting,
			"no meeting has the id %d; list a co-op's with: coopd q governance meetings COOP", id)
	}
	return meeting, err
}

// CoopOfMeeting says whose meeting it is.
func (k *Keeper) CoopOfMeeting(ctx context.Context, meetingID uint64) (uint64, error) {
	meeting, err := k.GetMeeting(ctx, meetingID)
	return meeting.CoopId, err
}

// meetingQueue is the queue that a meeting of this status waits in; false once
// it is over. Only the start is civil: it must not come before the clocks of
// those who travel to it. All that follows is in chain time, so that a chain
// that stands still doesn't hold a meeting without anybody.
func (k *Keeper) meetingQueue(status types.MeetingStatus) (collections.KeySet[collections.Pair[int64, uint64]], bool) {
	switch {
	case status == types.MeetingStatus_MEETING_STATUS_CONVENED:
		return k.MeetingStarts, true
	case status.TakesAttendance():
		return k.MeetingDeadlines, true
	default:
		return collections.KeySet[collections.Pair[int64, uint64]]{}, false
	}
}

// moveMeeting gives a meeting its next status and stores it: the only way that
// it changes, so that queues and indexes follow.
func (k *Keeper) moveMeeting(ctx context.Context, m *types.Meeting, to types.MeetingStatus, due int64) error {
	if queue, waits := k.meetingQueue(m.Status); waits {
		if err := queue.Remove(ctx, collections.Join(m.DueAt, m.Id)); err != nil {
			return err
		}
	}
	m.Status, m.DueAt = to, due
	if queue, waits := k.meetingQueue(to); waits {
		if err := queue.Set(ctx, collections.Join(m.DueAt, m.Id)); err != nil {
			return err
		}
	}
	if to.Over() {
		if err := k.OpenMeetings.Remove(ctx, collections.Join(m.CoopId, m.Id)); err != nil {
			return err
		}
	}
	if err := k.Meetings.Set(ctx, m.Id, *m); err != nil {
		return err
	}
	return sdk.UnwrapSDKContext(ctx).EventManager().EmitTypedEvent(&types.EventMeetingChanged{
		MeetingId: m.Id, CoopId: m.CoopId, Status: to, Session: m.Session, Present: m.Present,
		DueAt: m.DueAt, StartsAt: m.Notice.StartsAt,
	})
}

// requireMeetingStatus refuses what is not possible at a meeting's stage.
func requireMeetingStatus(m types.Meeting, what string, possible ...types.MeetingStatus) error {
	words := make([]string, 0, len(possible))
	for _, status := range possible {
		if m.Status == status {
			return nil
		}
		words = append(words, status.Word())
	}
	return errorsmod.Wrapf(types.ErrWrongMeetingStatus, "meeting %d is %s; you can %s only while it is %s",
		m.Id, m.Status.Word(), what, strings.Join(words, " or "))
}

// officer finds who acts for a co-op: its own account, as member 0, or a member
// who holds one of the powers now.
func (k *Keeper) officer(ctx context.Context, coopID uint64, address string, powers ...string) (memberID uint64, err error) {
	account, err := k.addresses.StringToBytes(address)
	if err == nil && bytes.Equal(account, membershiptypes.CoopAccount(coopID)) {
		return 0, nil
	}
	return k.holder(ctx, coopID, address, powers...)
}

// holder finds a member who holds one of the powers now.
func (k *Keeper) holder(ctx context.Context, coopID uint64, address string, powers ...string) (memberID uint64, err error) {
	member, err := k.actingMember(ctx, coopID, address)
	if err != nil {
		return 0, err
	}
	for _, power := range powers {
		holds, err := k.membership.HasPower(ctx, coopID, member.MemberId, power)
		if err != nil || holds {
			return member.MemberId, err
		}
	}
	return 0, errorsmod.Wrapf(types.ErrNoPower, "member %d of co-op %d does not hold the power %s now; ask an officer (see: coopd q membership powers %d) or propose a resolution",
		member.MemberId, coopID, `"`+strings.Join(powers, `" or "`)+`"`, coopID)
}

// eachAgendaItem goes through a meeting's agenda, of at most max_agenda_items.
func (k *Keeper) eachAgendaItem(ctx context.Context, meetingID uint64, do func(r types.Resolution) error) error {
	var ids []uint64
	if err := k.Agenda.Walk(ctx, collections.NewPrefixedPairRange[uint64, uint64](meetingID),
		func(key collections.Pair[uint64, uint64]) (bool, error) {
			ids = append(ids, key.K2())
			return false, nil
		}); err != nil {
		return err
	}
	for _, id := range ids {
		r, err := k.GetResolution(ctx, id)
		if err != nil {
			return err
		}
		if err := do(r); err != nil {
			return err
		}
	}
	return nil
}
