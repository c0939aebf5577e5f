package main

import (
	"fmt"

	sdk "github.com/cosmos/cosmos-sdk/types"

	governancecli "github.com/coopledger/coopledger/x/governance/client/cli"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
	treasurytypes "github.com/coopledger/coopledger/x/treasury/types"
)

// payeeInWords is an address, which is to be confirmed if it is unknown, or a
// member's passbook, which can't be mistaken for somebody's address.
func payeeInWords(payee string, memberID, coopID uint64) (words string, payees []string) {
	if memberID != 0 {
		return fmt.Sprintf("the passbook of member %d of co-op %d", memberID, coopID), nil
	}
	return payee, []string{payee}
}

// registerPassbookPreviews says what a co-op does with what it is owed as a member
// of another, and about the passbooks of its own members.
func registerPassbookPreviews() {
	governancecli.RegisterPreview(func(m *treasurytypes.MsgSuspendWithdrawals) governancecli.Preview {
		if m.Seconds == 0 {
			return governancecli.Preview{Sentence: fmt.Sprintf("lets the members of co-op %d withdraw again (%s)", m.CoopId, m.Reason)}
		}
		return governancecli.Preview{Sentence: fmt.Sprintf("keeps all members of co-op %d from withdrawing what they are owed for %s (%s)", m.CoopId, membershiptypes.Duration(m.Seconds), m.Reason)}
	})
	governancecli.RegisterPreview(func(m *treasurytypes.MsgWaiveDues) governancecli.Preview {
		return governancecli.Preview{Sentence: fmt.Sprintf("lets member %d of co-op %d off its dues for %d periods (%s)", m.MemberId, m.CoopId, m.Periods, m.Reason)}
	})
	governancecli.RegisterPreview(func(m *treasurytypes.MsgAnnouncePayout) governancecli.Preview {
		return governancecli.Preview{
			Sentence: fmt.Sprintf("names %s as an address to which co-op %d may pay what it owes member %d", m.Address, m.CoopId, m.MemberId),
			Payees:   []string{m.Address},
		}
	})
	governancecli.RegisterPreview(func(m *treasurytypes.MsgDropPayout) governancecli.Preview {
		return governancecli.Preview{Sentence: fmt.Sprintf("takes %s off the addresses to which co-op %d may pay what it owes member %d", m.Address, m.CoopId, m.MemberId)}
	})
	governancecli.RegisterPreview(func(m *treasurytypes.MsgWithdraw) governancecli.Preview {
		return governancecli.Preview{
			Sentence: fmt.Sprintf("withdraws %s of what co-op %d owes member %d, to %s", governancecli.CoinsInWords(sdk.Coins{m.Coin}), m.CoopId, m.MemberId, m.Address),
			Payees:   []string{m.Address},
		}
	})
	governancecli.RegisterPreview(func(m *treasurytypes.MsgStopWithdrawal) governancecli.Preview {
		return governancecli.Preview{Sentence: fmt.Sprintf("stops withdrawal %d of co-op %d", m.WithdrawalId, m.CoopId)}
	})
}
