package main

import (
	"fmt"
	"strings"

	"github.com/cosmos/gogoproto/proto"

	sdk "github.com/cosmos/cosmos-sdk/types"

	governancetypes "github.com/coopledger/coopledger/x/governance/types"
)

// meetingOutcome of what is done at general meetings and with the breaker.
func meetingOutcome(message sdk.Msg, response proto.Message) string {
	switch made := response.(type) {
	case *governancetypes.MsgConveneMeetingResponse:
		return convenedOutcome(made.MeetingId)
	case *governancetypes.MsgRequisitionResponse:
		if made.MeetingId != 0 {
			return convenedOutcome(made.MeetingId)
		}
		return fmt.Sprintf("It is requisition %d. Other members sign it with: coopd tx governance meeting sign-requisition %d", made.RequisitionId, made.RequisitionId)
	case *governancetypes.MsgSignRequisitionResponse:
		if made.MeetingId != 0 {
			return convenedOutcome(made.MeetingId)
		}
	case *governancetypes.MsgEnterAttendanceResponse:
		if sent, ok := message.(*governancetypes.MsgEnterAttendance); ok {
			return fmt.Sprintf("It is sheet %d. Another scrutineer confirms it with: coopd tx governance meeting confirm-sheet %d %d LIST.csv --paper FILE",
				made.Sheet, sent.MeetingId, made.Sheet)
		}
	case *governancetypes.MsgEnterBallotsResponse:
		if sent, ok := message.(*governancetypes.MsgEnterBallots); ok {
			return fmt.Sprintf("It is sheet %d. Another scrutineer confirms it with: coopd tx governance meeting confirm-sheet MEETING %d LIST.csv --paper FILE --resolution %d",
				made.Sheet, made.Sheet, sent.ResolutionId)
		}
	case *governancetypes.MsgConfirmSheetResponse:
		return confirmedOutcome(made)
	case *governancetypes.MsgRecordMinutesResponse:
		return fmt.Sprintf("It is version %d of the minutes", made.Version)
	case *governancetypes.MsgTripBreakerResponse:
		return breakerOutcome(message, made.OffUntil)
	}
	return ""
}

// confirmedOutcome says how many count by a sheet, and who doesn't and why.
func confirmedOutcome(made *governancetypes.MsgConfirmSheetResponse) string {
	if len(made.LeftOut) == 0 {
		return fmt.Sprintf("All %d on the list count by it", made.Applied)
	}
	var says strings.Builder
	fmt.Fprintf(&says, "%d on the list count by it, and %d don't", made.Applied, len(made.LeftOut))
	for _, entry := range made.LeftOut {
		fmt.Fprintf(&says, "; member %d %s", entry.MemberId, entry.Reason.Word())
	}
	return says.String()
}

func convenedOutcome(meeting uint64) string {
	return fmt.Sprintf("It is meeting %d. Put a resolution on its agenda with: coopd tx governance meeting table %d RESOLUTION", meeting, meeting)
}

func breakerOutcome(message sdk.Msg, offUntil int64) string {
	sent, ok := message.(*governancetypes.MsgTripBreaker)
	switch {
	case !ok:
		return ""
	case len(sent.Messages) == 0:
		return "Your word is taken back. What is off now is shown by: coopd q governance breaker"
	case offUntil == 0:
		return "Nothing is off yet: others who hold the power must ask for the same messages and the same time. Who has is shown by: coopd q governance breaker"
	default:
		return fmt.Sprintf("They are off for everybody until %s", governancetypes.Date(offUntil))
	}
}
