package main

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/cosmos/gogoproto/proto"

	sdk "github.com/cosmos/cosmos-sdk/types"

	treasurytypes "github.com/coopledger/coopledger/x/treasury/types"
)

func TestOutcomesOfPayments(t *testing.T) {
	for _, c := range []struct {
		message  sdk.Msg
		response proto.Message
		says     string
	}{
		{&treasurytypes.MsgRequestPayment{CoopId: 2}, &treasurytypes.MsgRequestPaymentResponse{PaymentId: 7}, "It is payment 7. Others approve it with: coopd tx treasury approve 2 7"},
		{
			&treasurytypes.MsgApprovePayment{CoopId: 2, PaymentId: 7},
			&treasurytypes.MsgApprovePaymentResponse{Status: treasurytypes.PaymentStatus_PAYMENT_STATUS_RESERVED}, "Payment 7 is reserved.",
		},
		{&treasurytypes.MsgRetryPayment{CoopId: 2, PaymentId: 7}, &treasurytypes.MsgRetryPaymentResponse{Entry: 12}, "coopd q treasury entry 2 12"},
		{&treasurytypes.MsgObjectToPayment{}, &treasurytypes.MsgObjectToPaymentResponse{Objections: 1, Vetoes: 3}, "1 of 3 objections"},
	} {
		require.Contains(t, outcome(c.message, c.response), c.says)
	}
	require.Empty(t, paymentOutcome(&treasurytypes.MsgPay{}, &treasurytypes.MsgPayResponse{}))
}
