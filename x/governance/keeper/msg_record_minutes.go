package keeper

import (
	"context"

	"cosmossdk.io/collections"
	errorsmod "cosmossdk.io/errors"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/coopledger/coopledger/x/governance/types"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

// RecordMinutes adds a version of a meeting's minutes; earlier ones stay.
func (k msgServer) RecordMinutes(ctx context.Context, msg *types.MsgRecordMinutes) (*types.MsgRecordMinutesResponse, error) {
	m, err := k.GetMeeting(ctx, msg.MeetingId)
	if err != nil {
		return nil, err
	}
	recorder, err := k.officer(ctx, m.CoopId, msg.Officer, membershiptypes.PowerChair, membershiptypes.PowerConvene)
	if err != nil {
		return nil, err
	}
	if err := requireMeetingStatus(m, "record its minutes",
		types.MeetingStatus_MEETING_STATUS_CLOSED, types.MeetingStatus_MEETING_STATUS_LAPSED); err != nil {
		return nil, err
	}
	if m.Minutes >= types.MaxMinutes {
		return nil, errorsmod.Wrapf(types.ErrTooManyMinutes, "the minutes of meeting %d have %d versions, the most there can be; correct them by those of the next meeting", m.Id, m.Minutes)
	}
	params, err := k.Params.Get(ctx)
	if err != nil {
		return nil, err
	}
	if err := msg.Document.Validate(params.MaxUriBytes); err != nil {
		return nil, errorsmod.Wrap(types.ErrInvalidNotice, err.Error())
	}
	now, err := k.chain.Now(ctx)
	if err != nil {
		return nil, err
	}
	m.Minutes++
	minutes := types.Minutes{Version: m.Minutes, Document: msg.Document, RecordedBy: recorder, RecordedAt: now}
	if err := k.Minutes.Set(ctx, collections.Join(m.Id, m.Minutes), minutes); err != nil {
		return nil, err
	}
	if err := k.Meetings.Set(ctx, m.Id, m); err != nil {
		return nil, err
	}
	return &types.MsgRecordMinutesResponse{Version: m.Minutes}, sdk.UnwrapSDKContext(ctx).EventManager().EmitTypedEvent(
		&types.EventMinutesRecorded{MeetingId: m.Id, Version: m.Minutes})
}
