package keeper

import (
	"context"

	errorsmod "cosmossdk.io/errors"

	"github.com/coopledger/coopledger/x/governance/types"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

// CloseMeeting ends an open meeting, not before the charter's least length: a
// chair must not close the votes as soon as its friends have voted.
func (k msgServer) CloseMeeting(ctx context.Context, msg *types.MsgCloseMeeting) (*types.MsgCloseMeetingResponse, error) {
	m, err := k.GetMeeting(ctx, msg.MeetingId)
	if err != nil {
		return nil, err
	}
	if _, err := k.officer(ctx, m.CoopId, msg.Officer, membershiptypes.PowerChair, membershiptypes.PowerConvene); err != nil {
		return nil, err
	}
	if err := requireMeetingStatus(m, "close it", types.MeetingStatus_MEETING_STATUS_OPEN); err != nil {
		return nil, err
	}
	now, err := k.chain.Now(ctx)
	if err != nil {
		return nil, err
	}
	if earliest := types.Deadline(m.OpenedAt, m.Rules.MinLengthSeconds); now < earliest {
		return nil, errorsmod.Wrapf(types.ErrTooEarly, "meeting %d opened on %s and lasts %d seconds at the least; close it from %s on",
			m.Id, types.Date(m.OpenedAt), m.Rules.MinLengthSeconds, types.Date(earliest))
	}
	return &types.MsgCloseMeetingResponse{}, k.endMeeting(ctx, &m, types.MeetingStatus_MEETING_STATUS_CLOSED, now)
}
