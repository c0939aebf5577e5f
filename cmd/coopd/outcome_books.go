package main

import (
	"fmt"

	"github.com/cosmos/gogoproto/proto"

	sdk "github.com/cosmos/cosmos-sdk/types"

	treasurytypes "github.com/coopledger/coopledger/x/treasury/types"
)

// bookOutcome says what a message about a book made, and which command comes
// next; nothing for other messages.
func bookOutcome(message sdk.Msg, response proto.Message) string {
	switch made := response.(type) {
	case *treasurytypes.MsgPostResponse:
		if sent, ok := message.(*treasurytypes.MsgPost); ok {
			return waitsForOfficer(sent.CoopId, made.PendingId)
		}
	case *treasurytypes.MsgReverseResponse:
		if sent, ok := message.(*treasurytypes.MsgReverse); ok {
			return waitsForOfficer(sent.CoopId, made.PendingId)
		}
	case *treasurytypes.MsgSetRateResponse:
		if sent, ok := message.(*treasurytypes.MsgSetRate); ok {
			return waitsForOfficer(sent.CoopId, made.PendingId)
		}
	case *treasurytypes.MsgRevalueResponse:
		if sent, ok := message.(*treasurytypes.MsgRevalue); ok {
			return waitsForOfficer(sent.CoopId, made.PendingId)
		}
	case *treasurytypes.MsgLockPeriodResponse:
		if sent, ok := message.(*treasurytypes.MsgLockPeriod); ok {
			if made.Number != 0 {
				return fmt.Sprintf("The books of co-op %d are locked to %s, for good", sent.CoopId, treasurytypes.DayText(sent.LastDay))
			}
			return fmt.Sprintf("It waits for another officer, who sends the same: coopd tx treasury lock-period %d %s", sent.CoopId, treasurytypes.DayText(sent.LastDay))
		}
	}
	return ""
}

func waitsForOfficer(coopID, pendingID uint64) string {
	return fmt.Sprintf("It waits for another officer as entry %d: coopd tx treasury approve-entry %d %d", pendingID, coopID, pendingID)
}
