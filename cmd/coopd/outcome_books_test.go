package main

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/cosmos/gogoproto/proto"

	sdk "github.com/cosmos/cosmos-sdk/types"

	treasurytypes "github.com/coopledger/coopledger/x/treasury/types"
)

func TestOutcomesOfBooks(t *testing.T) {
	lock := &treasurytypes.MsgLockPeriod{CoopId: 2, LastDay: 20270531}
	for _, c := range []struct {
		message  sdk.Msg
		response proto.Message
		says     string
	}{
		{&treasurytypes.MsgPost{CoopId: 2}, &treasurytypes.MsgPostResponse{PendingId: 7}, "coopd tx treasury approve-entry 2 7"},
		{&treasurytypes.MsgReverse{CoopId: 2}, &treasurytypes.MsgReverseResponse{PendingId: 8}, "coopd tx treasury approve-entry 2 8"},
		{&treasurytypes.MsgSetRate{CoopId: 2}, &treasurytypes.MsgSetRateResponse{PendingId: 9}, "coopd tx treasury approve-entry 2 9"},
		{&treasurytypes.MsgRevalue{CoopId: 2}, &treasurytypes.MsgRevalueResponse{PendingId: 10}, "coopd tx treasury approve-entry 2 10"},
		{lock, &treasurytypes.MsgLockPeriodResponse{}, "coopd tx treasury lock-period 2 2027-05-31"},
		{lock, &treasurytypes.MsgLockPeriodResponse{Number: 3}, "locked to 2027-05-31, for good"},
	} {
		require.Contains(t, outcome(c.message, c.response), c.says)
	}
	require.Empty(t, bookOutcome(&treasurytypes.MsgPay{}, &treasurytypes.MsgPayResponse{}))
}
