package main

import (
	"fmt"

	"github.com/cosmos/gogoproto/proto"

	sdk "github.com/cosmos/cosmos-sdk/types"

	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
	treasurytypes "github.com/coopledger/coopledger/x/treasury/types"
)

// paymentOutcome says what a message about payments out of budgets made, and
// which command comes next; nothing for other messages.
func paymentOutcome(message sdk.Msg, response proto.Message) string {
	switch made := response.(type) {
	case *treasurytypes.MsgRequestPaymentResponse:
		if sent, ok := message.(*treasurytypes.MsgRequestPayment); ok {
			if sent.Schedule != nil {
				return fmt.Sprintf("It is payment %d, a standing order that pays %s. Others approve it with: coopd tx treasury approve %d %d", made.PaymentId, sent.Schedule.Words(), sent.CoopId, made.PaymentId)
			}
			return fmt.Sprintf("It is payment %d. Others approve it with: coopd tx treasury approve %d %d", made.PaymentId, sent.CoopId, made.PaymentId)
		}
	case *treasurytypes.MsgApprovePaymentResponse:
		if sent, ok := message.(*treasurytypes.MsgApprovePayment); ok {
			return fmt.Sprintf("Payment %d is %s. Who has approved it, and when it is due: coopd q treasury payment %d %d",
				sent.PaymentId, made.Status.Word(), sent.CoopId, sent.PaymentId)
		}
	case *treasurytypes.MsgRetryPaymentResponse:
		if sent, ok := message.(*treasurytypes.MsgRetryPayment); ok {
			switch {
			case made.Status == treasurytypes.PaymentStatus_PAYMENT_STATUS_AWAITING_BRIDGE:
				return fmt.Sprintf("Payment %d is due again, and waits for a bridge", sent.PaymentId)
			case made.Status == treasurytypes.PaymentStatus_PAYMENT_STATUS_RESERVED:
				return fmt.Sprintf("Payment %d is reserved, and waits for the charter's delay: coopd q treasury payment %d %d", sent.PaymentId, sent.CoopId, sent.PaymentId)
			case made.Entry == 0:
				return fmt.Sprintf("Payment %d is due again, and waits for a payment file: coopd treasury payment-file %d", sent.PaymentId, sent.CoopId)
			}
			return fmt.Sprintf("It is paid, and is entry %d of the journal: coopd q treasury entry %d %d", made.Entry, sent.CoopId, made.Entry)
		}
	case *treasurytypes.MsgRecordPaymentFileResponse:
		if sent, ok := message.(*treasurytypes.MsgRecordPaymentFile); ok {
			return fmt.Sprintf("It is payment file %d. Give it to the bank; when the statement shows it, another officer says so with: coopd tx treasury confirm-file %d %d",
				made.FileId, sent.CoopId, made.FileId)
		}
	case *treasurytypes.MsgConfirmPaymentFileResponse:
		return fmt.Sprintf("%d payments of the file wait for a statement that shows them", made.Open)
	case *treasurytypes.MsgReturnPaymentResponse:
		if sent, ok := message.(*treasurytypes.MsgReturnPayment); ok {
			return fmt.Sprintf("It waits for a second officer, who looks at the statement and approves it with: coopd tx treasury approve-entry %d %d", sent.CoopId, made.PendingId)
		}
	case *treasurytypes.MsgReconcileResponse:
		if sent, ok := message.(*treasurytypes.MsgReconcile); ok {
			return fmt.Sprintf("It waits for a second officer, who looks at the statement and approves it with: coopd tx treasury approve-reconciliation %d %d", sent.CoopId, made.ReconciliationId)
		}
	case *treasurytypes.MsgImportBalanceResponse:
		if sent, ok := message.(*treasurytypes.MsgImportBalance); ok {
			return fmt.Sprintf("It waits for a second officer, who compares it with the other book and approves it with: coopd tx treasury approve-balance %d %d", sent.CoopId, made.ImportId)
		}
	case *treasurytypes.MsgAttestResponse:
		if sent, ok := message.(*treasurytypes.MsgAttest); ok {
			return fmt.Sprintf("It waits for a second officer, who looks at the document and approves it with: coopd tx treasury approve-entry %d %d", sent.CoopId, made.PendingId)
		}
	case *treasurytypes.MsgAnnouncePayoutResponse:
		return "It is confirmed from " + membershiptypes.Date(made.ConfirmedAt) + " on, unless a key of the member drops it"
	case *treasurytypes.MsgPayDuesResponse:
		return fmt.Sprintf("Nothing is owed up to the day before %d; it is entry %d of the journal", made.PaidTo, made.Entry)
	case *treasurytypes.MsgWithdrawResponse:
		if sent, ok := message.(*treasurytypes.MsgWithdraw); ok {
			return withdrawalOutcome(sent, made)
		}
	case *treasurytypes.MsgObjectToPaymentResponse:
		return fmt.Sprintf("%d of %d objections are made that stop it", made.Objections, made.Vetoes)
	}
	return holdingOutcome(message, response)
}

// withdrawalOutcome says whether it is paid, or until when it waits and how to stop it.
func withdrawalOutcome(sent *treasurytypes.MsgWithdraw, made *treasurytypes.MsgWithdrawResponse) string {
	if made.WithdrawalId == 0 {
		return fmt.Sprintf("It is paid, and is entry %d of the journal: coopd q treasury entry %d %d", made.Entry, sent.CoopId, made.Entry)
	}
	return fmt.Sprintf("It waits until %s. Any key of the member stops it with: coopd tx treasury stop-withdrawal %d %d",
		membershiptypes.Date(made.DueAt), sent.CoopId, made.WithdrawalId)
}
