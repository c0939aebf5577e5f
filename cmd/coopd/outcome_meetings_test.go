package main

import (
	"testing"

	"github.com/cosmos/gogoproto/proto"
	"github.com/stretchr/testify/require"

	sdk "github.com/cosmos/cosmos-sdk/types"

	governancetypes "github.com/coopledger/coopledger/x/governance/types"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

func TestOutcomesOfMeetingsAndTheBreaker(t *testing.T) {
	officer := membershiptypes.CoopAddress(9)
	trip := &governancetypes.MsgTripBreaker{Holder: officer, Messages: []string{"/cosmos.bank.v1beta1.MsgSend"}, Seconds: 60, Reason: "Payments go astray"}
	for _, tc := range []struct {
		name     string
		message  sdk.Msg
		response proto.Message
		want     string
	}{
		{
			"success - those present", &governancetypes.MsgEnterAttendance{Scrutineer: officer, MeetingId: 3}, &governancetypes.MsgEnterAttendanceResponse{Sheet: 1},
			"It is sheet 1. Another scrutineer confirms it with: coopd tx governance meeting confirm-sheet 3 1 LIST.csv --paper FILE",
		},
		{
			"success - ballots", &governancetypes.MsgEnterBallots{Scrutineer: officer, ResolutionId: 12}, &governancetypes.MsgEnterBallotsResponse{Sheet: 2},
			"It is sheet 2. Another scrutineer confirms it with: coopd tx governance meeting confirm-sheet MEETING 2 LIST.csv --paper FILE --resolution 12",
		},
		{
			"success - confirmed", &governancetypes.MsgConfirmSheet{Scrutineer: officer, MeetingId: 3, Sheet: 2}, &governancetypes.MsgConfirmSheetResponse{Applied: 4},
			"All 4 on the list count by it",
		},
		{
			"success - confirmed, and some left out", &governancetypes.MsgConfirmSheet{Scrutineer: officer, MeetingId: 3, Sheet: 2},
			&governancetypes.MsgConfirmSheetResponse{Applied: 2, LeftOut: []governancetypes.LeftOut{
				{MemberId: 5, Reason: governancetypes.LeftOutReason_LEFT_OUT_REASON_NOT_ACTIVE}, {MemberId: 7, Reason: governancetypes.LeftOutReason_LEFT_OUT_REASON_OWN_BALLOT},
			}},
			"2 on the list count by it, and 2 don't; member 5 is suspended or no longer a member; member 7 has voted with a key of its own",
		},
		{
			"success - minutes", &governancetypes.MsgRecordMinutes{Officer: officer, MeetingId: 3}, &governancetypes.MsgRecordMinutesResponse{Version: 2},
			"It is version 2 of the minutes",
		},
		{
			"success - too few want it off", trip, &governancetypes.MsgTripBreakerResponse{},
			"Nothing is off yet: others who hold the power must ask for the same messages and the same time. Who has is shown by: coopd q governance breaker",
		},
		{
			"success - off", trip, &governancetypes.MsgTripBreakerResponse{OffUntil: 1_798_761_600},
			"They are off for everybody until 2027-01-01 00:00:00 UTC",
		},
		{
			"success - taken back", &governancetypes.MsgTripBreaker{Holder: officer}, &governancetypes.MsgTripBreakerResponse{},
			"Your word is taken back. What is off now is shown by: coopd q governance breaker",
		},
	} {
		t.Run(tc.name, func(t *testing.T) {
			require.Equal(t, result{outcome: tc.want}, (&ledgerRPC{}).outcome(t, tc.message, tc.response))
		})
	}
}
