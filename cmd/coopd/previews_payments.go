package main

import (
	"fmt"

	sdk "github.com/cosmos/cosmos-sdk/types"

	governancecli "github.com/coopledger/coopledger/x/governance/client/cli"
	treasurytypes "github.com/coopledger/coopledger/x/treasury/types"
)

// requestPreview says what a co-op asks for out of a budget of another, whom it goes
// to, and how often.
func requestPreview(m *treasurytypes.MsgRequestPayment) governancecli.Preview {
	out := fmt.Sprintf("%s out of budget %d of co-op %d", oftenInWords(m.Schedule), m.BudgetId, m.CoopId)
	if m.PayeeCode != "" {
		return governancecli.Preview{Sentence: fmt.Sprintf("asks for %s to the payee %s, whose details have the SHA-256 %x,%s", m.Coin, m.PayeeCode, m.PayeeSha256, out)}
	}
	coins := governancecli.CoinsInWords(sdk.Coins{m.Coin})
	if m.PayeeEthereum != "" {
		return governancecli.Preview{Sentence: fmt.Sprintf("asks for %s to the Ethereum address %s%s", coins, m.PayeeEthereum, out)}
	}
	to, payees := payeeInWords(m.Payee, m.PayeeMemberId, m.CoopId)
	return governancecli.Preview{Sentence: fmt.Sprintf("asks for %s to %s%s", coins, to, out), Payees: payees}
}

// oftenInWords says how often a standing order pays; nothing for one payment.
func oftenInWords(schedule *treasurytypes.Schedule) string {
	if schedule == nil {
		return ""
	}
	said := " " + schedule.Words()
	if schedule.FirstDay != 0 {
		said += " from " + treasurytypes.DayText(schedule.FirstDay)
	}
	if schedule.LastDay != 0 {
		return said + " to " + treasurytypes.DayText(schedule.LastDay)
	}
	return said + fmt.Sprintf(", %d times", schedule.Count)
}
