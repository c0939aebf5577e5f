package main

import (
	"fmt"

	sdk "github.com/cosmos/cosmos-sdk/types"

	governancecli "github.com/coopledger/coopledger/x/governance/client/cli"
	treasurytypes "github.com/coopledger/coopledger/x/treasury/types"
)

// debtInWords says what a set-off is for.
func debtInWords(lotID uint64) string {
	if lotID == 0 {
		return "its dues"
	}
	return fmt.Sprintf("what is unpaid of lot %d", lotID)
}

// registerHoldingPreviews says what a co-op does about what its members hold, and what
// it does as a holder in another.
func registerHoldingPreviews() {
	governancecli.RegisterPreview(func(m *treasurytypes.MsgSubscribe) governancecli.Preview {
		return governancecli.Preview{Sentence: fmt.Sprintf("subscribes %d units of %q of co-op %d as its member %d", m.Number, m.Instrument, m.CoopId, m.MemberId)}
	})
	governancecli.RegisterPreview(func(m *treasurytypes.MsgRedeem) governancecli.Preview {
		if m.Number == 0 {
			return governancecli.Preview{Sentence: fmt.Sprintf("asks co-op %d to redeem all units of %q that its member %d may have redeemed", m.CoopId, m.Instrument, m.MemberId)}
		}
		return governancecli.Preview{Sentence: fmt.Sprintf("asks co-op %d to redeem %d units of %q of its member %d", m.CoopId, m.Number, m.Instrument, m.MemberId)}
	})
	governancecli.RegisterPreview(func(m *treasurytypes.MsgTransferShares) governancecli.Preview {
		if m.Number == 0 {
			return governancecli.Preview{Sentence: fmt.Sprintf("takes back the transfer of %q by member %d of co-op %d", m.Instrument, m.MemberId, m.CoopId)}
		}
		return governancecli.Preview{Sentence: fmt.Sprintf("passes %d units of %q of member %d of co-op %d on to member %d", m.Number, m.Instrument, m.MemberId, m.CoopId, m.ToMemberId)}
	})
	governancecli.RegisterPreview(func(m *treasurytypes.MsgDisputeSetOff) governancecli.Preview {
		return governancecli.Preview{Sentence: fmt.Sprintf("disputes that co-op %d sets off %s against the passbook of member %d", m.CoopId, debtInWords(m.LotId), m.MemberId)}
	})
	governancecli.RegisterPreview(func(m *treasurytypes.MsgStopRedemption) governancecli.Preview {
		return governancecli.Preview{Sentence: fmt.Sprintf("stops redemption %d of co-op %d: the shares stay where they are", m.RedemptionId, m.CoopId)}
	})
	governancecli.RegisterPreview(func(m *treasurytypes.MsgApproveTransfer) governancecli.Preview {
		what := "approves"
		if m.Refuses {
			what = "refuses"
		}
		return governancecli.Preview{Sentence: fmt.Sprintf("%s that member %d of co-op %d passes %d units of %q on to member %d", what, m.MemberId, m.CoopId, m.Number, m.Instrument, m.ToMemberId)}
	})
	governancecli.RegisterPreview(func(m *treasurytypes.MsgPayInterest) governancecli.Preview {
		return governancecli.Preview{Sentence: fmt.Sprintf("pays interest of %d.%02d %% a year on %d lots of %q of co-op %d, for the days since they last got some",
			m.BasisPoints/100, m.BasisPoints%100, len(m.LotIds), m.Instrument, m.CoopId)}
	})
	governancecli.RegisterPreview(func(m *treasurytypes.MsgBringInLots) governancecli.Preview {
		return governancecli.Preview{Sentence: fmt.Sprintf("brings in %d lots that members of co-op %d hold by another register (part %d of the document with the SHA-256 %x), against account %s",
			len(m.Lots), m.CoopId, m.Part, m.DocumentSha256, m.Account)}
	})
	governancecli.RegisterPreview(func(m *treasurytypes.MsgAnnounceSetOff) governancecli.Preview {
		return governancecli.Preview{Sentence: fmt.Sprintf("announces that up to %s are taken out of the passbook of member %d of co-op %d for %s, after the charter's notice",
			governancecli.CoinsInWords(sdk.Coins{m.Coin}), m.MemberId, m.CoopId, debtInWords(m.LotId))}
	})
	governancecli.RegisterPreview(func(m *treasurytypes.MsgDecideSetOff) governancecli.Preview {
		what := "drops"
		if m.Stands {
			what = "lets stand"
		}
		return governancecli.Preview{Sentence: fmt.Sprintf("%s what would be set off against the passbook of member %d of co-op %d for %s", what, m.MemberId, m.CoopId, debtInWords(m.LotId))}
	})
}
