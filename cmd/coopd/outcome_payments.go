package main

import (
	"fmt"

	"github.com/cosmos/gogoproto/proto"

	sdk "github.com/cosmos/cosmos-sdk/types"

	treasurytypes "github.com/coopledger/coopledger/x/treasury/types"
)

// paymentOutcome says what a message about payments out of budgets made, and
// which command comes next; nothing for other messages.
func paymentOutcome(message sdk.Msg, response proto.Message) string {
	switch made := response.(type) {
	case *treasurytypes.MsgRequestPaymentResponse:
		if sent, ok := message.(*treasurytypes.MsgRequestPayment); ok {
			return fmt.Sprintf("It is payment %d. Others approve it with: coopd tx treasury approve %d %d", made.PaymentId, sent.CoopId, made.PaymentId)
		}
	case *treasurytypes.MsgApprovePaymentResponse:
		if sent, ok := message.(*treasurytypes.MsgApprovePayment); ok {
			return fmt.Sprintf("Payment %d is %s. Who has approved it, and when it is due: coopd q treasury payment %d %d",
				sent.PaymentId, made.Status.Word(), sent.CoopId, sent.PaymentId)
		}
	case *treasurytypes.MsgRetryPaymentResponse:
		if sent, ok := message.(*treasurytypes.MsgRetryPayment); ok {
			if made.Entry == 0 {
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
	case *treasurytypes.MsgObjectToPaymentResponse:
		return fmt.Sprintf("%d of %d objections are made that stop it", made.Objections, made.Vetoes)
	}
	return ""
}
