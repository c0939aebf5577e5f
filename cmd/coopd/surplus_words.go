package main

import (
	"fmt"

	"github.com/cosmos/gogoproto/proto"

	sdk "github.com/cosmos/cosmos-sdk/types"

	governancecli "github.com/coopledger/coopledger/x/governance/client/cli"
	surplustypes "github.com/coopledger/coopledger/x/surplus/types"
)

// registerSurplusPreviews says what a resolution does with a period and its surplus.
func registerSurplusPreviews() {
	governancecli.RegisterPreview(func(m *surplustypes.MsgApproveAccounts) governancecli.Preview {
		said := fmt.Sprintf("approves the accounts of period %d of co-op %d by presentation %d, and lets its surplus be shared", m.Period, m.CoopId, m.Presentation)
		for _, rate := range m.Rates {
			said += fmt.Sprintf("; the step %q gets %d millionths", rate.Step, rate.RatePpm)
		}
		return governancecli.Preview{Sentence: said}
	})
	governancecli.RegisterPreview(func(m *surplustypes.MsgPresentAccounts) governancecli.Preview {
		return governancecli.Preview{Sentence: fmt.Sprintf("presents the accounts of period %d of co-op %d, of the SHA-256 %x", m.Period, m.CoopId, m.AccountsSha256)}
	})
	governancecli.RegisterPreview(func(m *surplustypes.MsgReopenAccounts) governancecli.Preview {
		return governancecli.Preview{Sentence: fmt.Sprintf("takes back the approval of the accounts of period %d of co-op %d, by which nothing is shared yet", m.Period, m.CoopId)}
	})
	governancecli.RegisterPreview(func(m *surplustypes.MsgRecordPatronage) governancecli.Preview {
		return governancecli.Preview{Sentence: fmt.Sprintf("records patronage of %d members of co-op %d by %q", len(m.Records), m.CoopId, m.Basis)}
	})
	governancecli.RegisterPreview(func(m *surplustypes.MsgAnswerDispute) governancecli.Preview {
		if m.Correction.IsNil() || m.Correction.IsZero() {
			return governancecli.Preview{Sentence: fmt.Sprintf("lets stand what is recorded of member %d of co-op %d in period %d", m.MemberId, m.CoopId, m.Period)}
		}
		return governancecli.Preview{Sentence: fmt.Sprintf("adds %s to what is recorded of member %d of co-op %d in period %d", m.Correction, m.MemberId, m.CoopId, m.Period)}
	})
	governancecli.RegisterPreview(func(m *surplustypes.MsgDisputePatronage) governancecli.Preview {
		return governancecli.Preview{Sentence: fmt.Sprintf("disputes what co-op %d has recorded of member %d in period %d by %q", m.CoopId, m.MemberId, m.Period, m.Basis)}
	})
	governancecli.RegisterPreview(func(m *surplustypes.MsgTakeShare) governancecli.Preview {
		return governancecli.Preview{Sentence: fmt.Sprintf("takes the cash share of member %d of co-op %d of period %d", m.MemberId, m.CoopId, m.Period)}
	})
}

// surplusOutcome says what a message about surplus made; nothing for other messages.
func surplusOutcome(message sdk.Msg, response proto.Message) string {
	switch made := response.(type) {
	case *surplustypes.MsgRecordPatronageResponse:
		if sent, ok := message.(*surplustypes.MsgRecordPatronage); ok {
			return fmt.Sprintf("It is batch %d of period %d. What members have: coopd q surplus patronage %d %d", made.Batch, made.Period, sent.CoopId, made.Period)
		}
	case *surplustypes.MsgDisputePatronageResponse:
		if sent, ok := message.(*surplustypes.MsgDisputePatronage); ok {
			return fmt.Sprintf("Another officer, or the members, answer it. Until then it is listed by: coopd q surplus disputes %d %d", sent.CoopId, sent.Period)
		}
	case *surplustypes.MsgAnswerDisputeResponse:
		if sent, ok := message.(*surplustypes.MsgAnswerDispute); ok {
			return answered(sent, made.Batch)
		}
	case *surplustypes.MsgPresentAccountsResponse:
		if sent, ok := message.(*surplustypes.MsgPresentAccounts); ok {
			return fmt.Sprintf("It is presentation %d. Propose to approve it with: coopd tx surplus approve-accounts %d %d %d", made.Presentation, sent.CoopId, sent.Period, made.Presentation)
		}
	case *surplustypes.MsgTakeShareResponse:
		if sent, ok := message.(*surplustypes.MsgTakeShare); ok {
			return fmt.Sprintf("Its cash is %s minor units of the book's currency; it is entry %d of the journal. The arithmetic: coopd q surplus share %d %d %d",
				made.Cash, made.Entry, sent.CoopId, sent.Period, sent.MemberId)
		}
	}
	return ""
}

// answered says what became of a member's dispute.
func answered(sent *surplustypes.MsgAnswerDispute, batch uint64) string {
	said := "What is recorded stands."
	if batch != 0 {
		said = fmt.Sprintf("The correction is batch %d.", batch)
	}
	return fmt.Sprintf("%s The member's lines: coopd q surplus records %d %d %d", said, sent.CoopId, sent.Period, sent.MemberId)
}
