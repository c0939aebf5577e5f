package keeper

import (
	"context"

	"cosmossdk.io/collections"
	errorsmod "cosmossdk.io/errors"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/coopledger/coopledger/x/governance/types"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

// Attend counts a member as present, once a session.
func (k msgServer) Attend(ctx context.Context, msg *types.MsgAttend) (*types.MsgAttendResponse, error) {
	m, err := k.GetMeeting(ctx, msg.MeetingId)
	if err != nil {
		return nil, err
	}
	member, err := k.actingMember(ctx, m.CoopId, msg.Member)
	if err != nil {
		return nil, err
	}
	if err := requireAttendance(m); err != nil {
		return nil, err
	}
	if !onMeetingRoll(m, member) {
		return nil, errorsmod.Wrapf(types.ErrNotOnRoll, "member %d is not on the roll of meeting %d; only members on it make its quorum", member.MemberId, m.Id)
	}
	counted, err := k.attend(ctx, &m, member.MemberId, 0)
	if err != nil {
		return nil, err
	}
	if !counted {
		return nil, errorsmod.Wrapf(types.ErrAlreadyPresent, "member %d is present at meeting %d already; each member counts once", member.MemberId, m.Id)
	}
	return &types.MsgAttendResponse{}, k.Meetings.Set(ctx, m.Id, m)
}

func requireAttendance(m types.Meeting) error {
	return requireMeetingStatus(m, "attend it", types.MeetingStatus_MEETING_STATUS_FIRST_CALL,
		types.MeetingStatus_MEETING_STATUS_SECOND_CALL, types.MeetingStatus_MEETING_STATUS_OPEN)
}

// onMeetingRoll says whether a member is on the meeting's roll, or on today's
// while the record date is still to come.
func onMeetingRoll(m types.Meeting, member membershiptypes.Member) bool {
	sequence := m.RollSequence
	if sequence == 0 {
		// An interval that is still open holds every sequence number to come.
		sequence = 1<<64 - 1
	}
	_, onRoll := member.ClassAt(sequence)
	return onRoll
}

// attend counts a member of the session once; the caller stores the meeting.
func (k *Keeper) attend(ctx context.Context, m *types.Meeting, memberID uint64, sheet uint32) (counted bool, err error) {
	key := collections.Join3(m.Id, m.Session, memberID)
	if present, err := k.Attendance.Has(ctx, key); err != nil || present {
		return false, err
	}
	if err := k.Attendance.Set(ctx, key, types.Attendance{MemberId: memberID, Sheet: sheet}); err != nil {
		return false, err
	}
	m.Present++
	if sheet != 0 {
		m.AttestedPresent++
	}
	return true, sdk.UnwrapSDKContext(ctx).EventManager().EmitTypedEvent(&types.EventAttended{MeetingId: m.Id, MemberId: memberID, Sheet: sheet})
}
