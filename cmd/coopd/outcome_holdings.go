package main

import (
	"fmt"

	"github.com/cosmos/gogoproto/proto"

	sdk "github.com/cosmos/cosmos-sdk/types"

	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
	treasurytypes "github.com/coopledger/coopledger/x/treasury/types"
)

// holdingOutcome says what a message about shares, loans and set-offs made; nothing
// for other messages.
func holdingOutcome(message sdk.Msg, response proto.Message) string {
	switch made := response.(type) {
	case *treasurytypes.MsgSubscribeResponse:
		if sent, ok := message.(*treasurytypes.MsgSubscribe); ok {
			if made.Entry == 0 {
				return fmt.Sprintf("It is lot %d. Pay it in with: coopd tx treasury pay-in %d %d COIN", made.LotId, sent.CoopId, made.LotId)
			}
			return fmt.Sprintf("It is lot %d, and paid: entry %d of the journal", made.LotId, made.Entry)
		}
	case *treasurytypes.MsgPayInResponse:
		if sent, ok := message.(*treasurytypes.MsgPayIn); ok {
			return fmt.Sprintf("It is paid in, and is entry %d of the journal: coopd q treasury entry %d %d", made.Entry, sent.CoopId, made.Entry)
		}
	case *treasurytypes.MsgRedeemResponse:
		if sent, ok := message.(*treasurytypes.MsgRedeem); ok {
			return fmt.Sprintf("It is redemption %d, due on %s. Take it back with: coopd tx treasury stop-redemption %d %d",
				made.RedemptionId, membershiptypes.Date(made.DueAt), sent.CoopId, made.RedemptionId)
		}
	case *treasurytypes.MsgTransferSharesResponse:
		return passedOn(made.Entry)
	case *treasurytypes.MsgApproveTransferResponse:
		return passedOn(made.Entry)
	case *treasurytypes.MsgAnnounceSetOffResponse:
		if made.DueAt == 0 {
			return "It waits for a second officer, who sends the same"
		}
		return "It may be carried out from " + membershiptypes.Date(made.DueAt) + " on, unless the member disputes it"
	case *treasurytypes.MsgExecuteSetOffResponse:
		if made.Entry == 0 {
			return "Nothing is owed any more: it is dropped"
		}
		return fmt.Sprintf("%s were set off; it is entry %d of the journal", made.Coin, made.Entry)
	}
	return ""
}

func passedOn(entry uint64) string {
	if entry == 0 {
		return "Nothing has passed on. What waits for approval: coopd q treasury transfers COOP"
	}
	return fmt.Sprintf("The shares have passed on; it is entry %d of the journal", entry)
}
