package main

import (
	"testing"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/math"

	"github.com/cosmos/gogoproto/proto"

	sdk "github.com/cosmos/cosmos-sdk/types"

	treasurytypes "github.com/coopledger/coopledger/x/treasury/types"
)

func TestOutcomesOfHoldings(t *testing.T) {
	for _, c := range []struct {
		message  sdk.Msg
		response proto.Message
		says     string
	}{
		{&treasurytypes.MsgSubscribe{CoopId: 2}, &treasurytypes.MsgSubscribeResponse{LotId: 12}, "It is lot 12. Pay it in with: coopd tx treasury pay-in 2 12 COIN"},
		{&treasurytypes.MsgSubscribe{CoopId: 2}, &treasurytypes.MsgSubscribeResponse{LotId: 12, Entry: 5}, "It is lot 12, and paid: entry 5"},
		{&treasurytypes.MsgPayIn{CoopId: 2}, &treasurytypes.MsgPayInResponse{Entry: 5}, "coopd q treasury entry 2 5"},
		{&treasurytypes.MsgRedeem{CoopId: 2}, &treasurytypes.MsgRedeemResponse{RedemptionId: 3, DueAt: 86_400}, "It is redemption 3, due on 1970-01-02 00:00:00 UTC. Take it back with: coopd tx treasury stop-redemption 2 3"},
		{&treasurytypes.MsgTransferShares{}, &treasurytypes.MsgTransferSharesResponse{}, "Nothing has passed on."},
		{&treasurytypes.MsgApproveTransfer{}, &treasurytypes.MsgApproveTransferResponse{Entry: 9}, "it is entry 9 of the journal"},
		{&treasurytypes.MsgAnnounceSetOff{}, &treasurytypes.MsgAnnounceSetOffResponse{}, "It waits for a second officer"},
		{&treasurytypes.MsgAnnounceSetOff{}, &treasurytypes.MsgAnnounceSetOffResponse{DueAt: 86_400}, "from 1970-01-02 00:00:00 UTC on, unless the member disputes it"},
		{&treasurytypes.MsgExecuteSetOff{}, &treasurytypes.MsgExecuteSetOffResponse{}, "Nothing is owed any more"},
		{&treasurytypes.MsgExecuteSetOff{}, &treasurytypes.MsgExecuteSetOffResponse{Entry: 4, Coin: sdk.Coin{Denom: "ceur", Amount: math.NewInt(30)}}, "30ceur were set off; it is entry 4"},
	} {
		require.Contains(t, outcome(c.message, c.response), c.says)
	}
}
