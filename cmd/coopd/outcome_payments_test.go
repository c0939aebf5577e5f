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
			&treasurytypes.MsgRequestPayment{CoopId: 2, Schedule: &treasurytypes.Schedule{Every: treasurytypes.Recurrence_RECURRENCE_DAYS, Days: 14, Count: 3}},
			&treasurytypes.MsgRequestPaymentResponse{PaymentId: 7}, "It is payment 7, a standing order that pays every 14 days.",
		},
		{
			&treasurytypes.MsgRetryPayment{CoopId: 2, PaymentId: 7},
			&treasurytypes.MsgRetryPaymentResponse{Status: treasurytypes.PaymentStatus_PAYMENT_STATUS_AWAITING_BRIDGE}, "Payment 7 is due again, and waits for a bridge",
		},
		{
			&treasurytypes.MsgRetryPayment{CoopId: 2, PaymentId: 7},
			&treasurytypes.MsgRetryPaymentResponse{Status: treasurytypes.PaymentStatus_PAYMENT_STATUS_RESERVED}, "waits for the charter's delay",
		},
		{
			&treasurytypes.MsgApprovePayment{CoopId: 2, PaymentId: 7},
			&treasurytypes.MsgApprovePaymentResponse{Status: treasurytypes.PaymentStatus_PAYMENT_STATUS_RESERVED}, "Payment 7 is reserved.",
		},
		{&treasurytypes.MsgRetryPayment{CoopId: 2, PaymentId: 7}, &treasurytypes.MsgRetryPaymentResponse{Entry: 12}, "coopd q treasury entry 2 12"},
		{&treasurytypes.MsgObjectToPayment{}, &treasurytypes.MsgObjectToPaymentResponse{Objections: 1, Vetoes: 3}, "1 of 3 objections"},
		{&treasurytypes.MsgPayDues{}, &treasurytypes.MsgPayDuesResponse{Entry: 3, PaidTo: 20270501}, "Nothing is owed up to the day before 20270501"},
		{&treasurytypes.MsgAnnouncePayout{}, &treasurytypes.MsgAnnouncePayoutResponse{ConfirmedAt: 86_400}, "It is confirmed from 1970-01-02 00:00:00 UTC on"},
		{&treasurytypes.MsgWithdraw{CoopId: 2}, &treasurytypes.MsgWithdrawResponse{Entry: 12}, "It is paid, and is entry 12 of the journal: coopd q treasury entry 2 12"},
		{
			&treasurytypes.MsgWithdraw{CoopId: 2}, &treasurytypes.MsgWithdrawResponse{WithdrawalId: 5, DueAt: 86_400},
			"It waits until 1970-01-02 00:00:00 UTC. Any key of the member stops it with: coopd tx treasury stop-withdrawal 2 5",
		},
	} {
		require.Contains(t, outcome(c.message, c.response), c.says)
	}
	require.Empty(t, paymentOutcome(&treasurytypes.MsgPay{}, &treasurytypes.MsgPayResponse{}))
}
