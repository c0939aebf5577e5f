package keeper_test

import (
	"slices"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/coopledger/coopledger/x/membership/testutil"
	"github.com/coopledger/coopledger/x/treasury/types"
)

// holdingMessages are those about shares, loans and set-off.
func (h *history) holdingMessages() map[string]func() sdk.Msg {
	return map[string]func() sdk.Msg{
		"Subscribe": h.subscribe, "PayIn": h.payIn, "Redeem": h.redeem, "StopRedemption": h.stopRedemption,
		"TransferShares": h.transferShares, "ApproveTransfer": h.approveTransfer,
		"AccrueInterest": h.accrueInterest, "PayInterest": h.payInterest, "BringInLots": h.bringInLots,
		"AnnounceSetOff": h.announceSetOff, "DisputeSetOff": h.disputeSetOff, "DecideSetOff": h.decideSetOff, "ExecuteSetOff": h.executeSetOff,
	}
}

func (h *history) instrumentName() string {
	return h.word("share", "share", "share", "investor", "loan", "moon")
}

func (h *history) subscribe() sdk.Msg {
	memberID, key := h.member()
	message := subscribes(key, memberID, h.instrumentName(), uint64(h.number(0, 3)))
	message.Pays = h.wrong(2)
	return message
}

// lots of all members, of one kind.
func (h *history) lots(loans bool) []types.LotLine {
	if loans {
		return h.loansOf(0)
	}
	return h.sharesOf(0)
}

// lot is one of those there are; false when there is none.
func (h *history) lot(loans bool) (types.LotLine, bool) {
	var there []types.LotLine
	for _, line := range h.lots(loans) {
		// What is paid is more often worth a try than what isn't.
		if h.wrong(3) || line.Lot.Paid.Equal(line.Lot.Nominal.MulRaw(int64(line.Lot.Number))) {
			there = append(there, line)
		}
	}
	if len(there) == 0 {
		return types.LotLine{}, false
	}
	return there[h.number(0, len(there)-1)], true
}

func (h *history) payIn() sdk.Msg {
	line, found := h.lot(false)
	if !found {
		return nil
	}
	return paysInto(h.word("visitor", "visitor", cara, "thief"), line.Lot.Id, int64(h.number(0, 60)))
}

func (h *history) redeem() sdk.Msg {
	line, found := h.lot(h.wrong(4))
	if !found {
		return nil
	}
	key := h.keyOf(line.Lot.MemberId)
	if h.wrong(8) {
		key = "thief"
	}
	return redeems(key, line.Lot.MemberId, line.Lot.Instrument, uint64(h.number(0, 1)))
}

// keyOf a member, or its heir's.
func (h *history) keyOf(memberID uint64) string {
	if heir, dead := h.heirs[memberID]; dead {
		return heir
	}
	return h.people[memberID-1]
}

func (h *history) stopRedemption() sdk.Msg {
	waiting := h.redemptions()
	if len(waiting) == 0 || !h.wrong(3) { // seldom, so that some are paid
		return nil
	}
	one := waiting[h.number(0, len(waiting)-1)]
	if h.wrong(3) {
		return stopsRedemption(h.coop(), one.Id)
	}
	return stopsRedemption(testutil.Address(h.keyOf(one.MemberId)), one.Id)
}

func (h *history) transferShares() sdk.Msg {
	line, found := h.lot(false)
	if !found {
		return nil
	}
	key := h.keyOf(line.Lot.MemberId)
	if h.wrong(8) {
		key = "thief"
	}
	return transfers(key, line.Lot.MemberId, line.Lot.Instrument, uint64(h.number(1, founders+1)), uint64(h.number(1, 2)))
}

// approveTransfer that waits; one officer, another, or the members.
func (h *history) approveTransfer() sdk.Msg {
	answer, err := h.query.Transfers(h.ctx, &types.QueryTransfersRequest{Coop: "north"})
	require.NoError(h.t, err)
	if len(answer.Transfers) == 0 {
		if h.wrong(10) {
			return approvesTransfer(h.officer(), 3, "share", 4, 1)
		}
		return nil
	}
	waits := answer.Transfers[h.number(0, len(answer.Transfers)-1)]
	signer := h.officer()
	if h.wrong(3) {
		signer = h.coop()
	}
	message := approvesTransfer(signer, waits.MemberId, waits.Instrument, waits.ToMemberId, waits.Number)
	message.Refuses = h.wrong(4)
	return message
}

func (h *history) accrueInterest() sdk.Msg {
	line, found := h.lot(!h.wrong(6))
	if !found {
		return nil
	}
	return accrues(line.Lot.Id)
}

func (h *history) payInterest() sdk.Msg {
	var lots []uint64
	for _, line := range h.lots(false) {
		if line.Lot.Instrument == "investor" && len(lots) < 3 {
			lots = append(lots, line.Lot.Id)
		}
	}
	if len(lots) == 0 {
		return nil
	}
	slices.Sort(lots)
	message := paysInterest("investor", uint32(h.number(100, 330)), lots...)
	message.Authority = h.coop()
	return message
}

// bringInLots by parts that follow each other, and sometimes by one that was.
func (h *history) bringInLots() sdk.Msg {
	memberID, _ := h.member()
	units := uint64(h.number(1, 2))
	lot := given(memberID, "share", units, 20200301, 50*int64(units))
	switch h.number(0, 5) {
	case 0:
		lot.Paid = math.NewInt(int64(h.number(0, 50)))
	case 1:
		lot = given(uint64(h.number(3, 5)), "investor", 9, 20230301, 900)
	case 2, 3:
		lot = given(memberID, "loan", 900, h.day(-20), 900)
	}
	part := uint32(h.done["BringInLots"] + 1)
	if h.wrong(4) {
		part = 1
	}
	message := bringsIn(part, lot)
	message.Authority = h.coop()
	return message
}

// announceSetOff of dues, or of what of a lot is unpaid.
func (h *history) announceSetOff() sdk.Msg {
	memberID, _ := h.member()
	lot := uint64(0)
	if line, found := h.lot(false); found && h.wrong(2) {
		memberID, lot = line.Lot.MemberId, line.Lot.Id
	}
	signer := h.coop()
	if h.wrong(3) {
		signer = h.officer()
	}
	return setsOff(signer, memberID, lot, int64(h.number(1, 20)))
}

// setOff that is announced.
func (h *history) setOff() (types.SetOff, bool) {
	answer, err := h.query.SetOffs(h.ctx, &types.QuerySetOffsRequest{Coop: "north"})
	require.NoError(h.t, err)
	if len(answer.SetOffs) == 0 {
		return types.SetOff{MemberId: 3}, h.wrong(10)
	}
	return answer.SetOffs[h.number(0, len(answer.SetOffs)-1)], true
}

func (h *history) disputeSetOff() sdk.Msg {
	one, found := h.setOff()
	if !found || !h.wrong(3) {
		return nil
	}
	key := h.keyOf(one.MemberId)
	if h.wrong(4) {
		key = "thief"
	}
	return disputes(key, one.MemberId, one.LotId)
}

func (h *history) decideSetOff() sdk.Msg {
	one, found := h.setOff()
	if !found {
		return nil
	}
	message := decides(one.MemberId, one.LotId, !h.wrong(4))
	message.Authority = h.coop()
	return message
}

// executeSetOff of one whose notice is over, if there is one.
func (h *history) executeSetOff() sdk.Msg {
	one, found := h.ripeSetOff()
	if !found {
		one, found = h.setOff()
	}
	if !found {
		return nil
	}
	return carriesOut(one.MemberId, one.LotId)
}

// ripeSetOff is one that can be carried out, if the member has something to take.
func (h *history) ripeSetOff() (types.SetOff, bool) {
	answer, err := h.query.SetOffs(h.ctx, &types.QuerySetOffsRequest{Coop: "north"})
	require.NoError(h.t, err)
	ripe := slices.DeleteFunc(answer.SetOffs, func(one types.SetOff) bool {
		return one.DueAt == 0 || one.DueAt > h.clock.Seconds || one.Disputed && !one.Decided
	})
	if len(ripe) == 0 {
		return types.SetOff{}, false
	}
	return ripe[h.number(0, len(ripe)-1)], true
}
