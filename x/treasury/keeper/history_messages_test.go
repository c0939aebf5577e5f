package keeper_test

import (
	"github.com/stretchr/testify/require"

	"cosmossdk.io/collections"
	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/coopledger/coopledger/x/membership/testutil"
	"github.com/coopledger/coopledger/x/treasury/types"
)

// messages of the module, by the name of their method, each drawn anew: some of
// what is there, by who may, and in one draw of several something that is wrong. It
// is nil where there is nothing that it could be about.
func (h *history) messages() map[string]func() sdk.Msg {
	return map[string]func() sdk.Msg{
		"Classify": h.classify, "Pay": h.pay, "Deposit": h.deposit, "Move": h.move, "UpdateParams": h.updateParams,
		"Post": h.post, "Reverse": h.reverse, "ApproveEntry": h.approveEntry,
		"LockPeriod": h.lockPeriod, "SetRate": h.setRate, "Revalue": h.revalue,
		"OpenBudget": h.openBudget, "CloseBudget": h.closeBudget, "RequestPayment": h.requestPayment, "ApprovePayment": h.approvePayment,
		"RefusePayment": h.refusePayment, "WithdrawPayment": h.withdrawPayment, "ObjectToPayment": h.objectToPayment,
		"RetryPayment": h.retryPayment, "ReleasePayment": h.releasePayment,
		"Attest": h.attest, "PayOutside": h.payOutside, "RecordPaymentFile": h.recordFile, "ConfirmPaymentFile": h.confirmFile,
		"ReturnPayment": h.returnPayment, "Reconcile": h.reconcile, "ApproveReconciliation": h.approveReconciliation,
		"ImportBalance": h.importBalance, "ApproveBalance": h.approveBalance,
		"AnnouncePayout": h.announcePayout, "DropPayout": h.dropPayout, "Withdraw": h.withdraw, "StopWithdrawal": h.stopWithdrawal,
		"SuspendWithdrawals": h.suspendWithdrawals, "PayDues": h.payDues, "WaiveDues": h.waiveDues,
	}
}

func (h *history) number(least, most int) int { return least + h.random.IntN(most-least+1) }

// wrong in one draw of so many.
func (h *history) wrong(of int) bool { return h.number(1, of) == 1 }

func (h *history) word(words ...string) string { return words[h.number(0, len(words)-1)] }

func (h *history) oneOf(steps ...func()) func() { return steps[h.number(0, len(steps)-1)] }

func (h *history) oneOfAddresses(addresses ...sdk.AccAddress) sdk.AccAddress {
	return addresses[h.number(0, len(addresses)-1)]
}

func (h *history) denom() string { return h.word(denom, denom, denom, other) }

// amount is mostly some of what is there, sometimes too much, zero or less.
func (h *history) amount(there math.Int) math.Int {
	if h.wrong(8) {
		return []math.Int{math.ZeroInt(), math.NewInt(-3), there.AddRaw(1), math.NewInt(1).Mul(huge(239)), math.NewInt(1_000_000_007)}[h.number(0, 4)]
	}
	most := min(300, int(math.MinInt(there, math.NewInt(300)).Int64()))
	return math.NewInt(int64(h.number(1, max(1, most))))
}

// free coins of a purse: what is there and not reserved.
func (h *history) free(fund, denom string) math.Int {
	there := h.bank.GetBalance(h.ctx, purse(fund), denom).Amount
	reserved, err := h.keeper.Reserved.Get(h.ctx, collections.Join3(uint64(north), fund, denom))
	if err != nil {
		require.ErrorIs(h.t, err, collections.ErrNotFound)
		return there
	}
	return there.Sub(reserved)
}

func (h *history) some(fund string) sdk.Coin {
	denom := h.denom()
	return sdk.Coin{Denom: denom, Amount: h.amount(h.free(fund, denom))}
}

// recent is mostly one of the last few numbers, sometimes one that isn't there yet.
func (h *history) recent(last uint64) uint64 {
	if h.wrong(20) {
		return last + 1
	}
	return max(last, 12) - uint64(h.number(0, min(11, int(max(last, 12)-1))))
}

func (h *history) book() types.Book {
	book, err := h.keeper.Books.Get(h.ctx, north)
	require.NoError(h.t, err)
	return book
}

func (h *history) officer() string {
	return testutil.Address(h.word(anna, ben, anna, ben, anna, ben, anna, ben, cara, "east-anna"))
}

// coop is mostly the members' decision, sometimes somebody who speaks for nobody.
func (h *history) coop() string {
	if h.wrong(10) {
		return testutil.Address(h.word(anna, "thief"))
	}
	return account(north)
}

// member and a key of theirs; sometimes the key is another's.
func (h *history) member() (uint64, string) {
	at := h.number(0, founders-1)
	if h.number(0, 4) == 0 {
		at = h.number(0, len(h.people)-1)
	}
	memberID, key := uint64(at)+1, h.people[at]
	if heir, dead := h.heirs[memberID]; dead {
		key = heir
	}
	if h.wrong(12) {
		key = h.word("thief", anna, "visitor")
	}
	return memberID, key
}

func (h *history) someone() string { _, key := h.member(); return testutil.Address(key) }

// A resolution or an officer says what a receipt was for.
func (h *history) classify() sdk.Msg {
	message := &types.MsgClassify{
		Authority: h.officer(), CoopId: north, Coin: h.some("suspense"), Fund: h.word("operating", "operating", "education", "reserve", "works", "passbook", "moon"),
		Account: h.word("4000", "3000", "3000", "3100", "2000", "5000"), Narrative: h.word("SALES", "GIFT", "a narrative of Zoë's"),
	}
	if message.Account == "3100" {
		message.MemberId, _ = h.member()
	}
	if h.wrong(4) {
		message.Authority = h.coop()
	}
	if h.wrong(4) {
		message.Outside, message.Coin.Denom = h.word("bank", "box"), "EUR"
		message.Fund = h.word("operating", "education")
		message.Coin.Amount = math.NewInt(int64(h.number(1, 80)))
	}
	return message
}

func (h *history) pay() sdk.Msg {
	fund := h.word("operating", "operating", "operating", "education", "works", "works", "reserve", "suspense", "passbook")
	coin := h.some(fund)
	message := &types.MsgPay{
		Authority: h.coop(), CoopId: north, Fund: fund, Coins: sdk.Coins{coin}, Account: h.word("5000", "5000", "5000", "2000", "4000"),
	}
	if h.number(0, 3) == 0 {
		message.Payee = h.word(testutil.Address("supplier"), account(east), account(north), types.PurseAddress(north, "works"))
	} else {
		message.PayeeMemberId, _ = h.member()
		// Who is about to be set off against is paid more often, so that there is something.
		if ripe, found := h.ripeSetOff(); found {
			message.PayeeMemberId = ripe.MemberId
		}
	}
	return message
}

func (h *history) deposit() sdk.Msg {
	message := &types.MsgDeposit{
		Depositor: testutil.Address(h.word("visitor", "visitor", "thief", "north-eli")), CoopId: north, Reference: h.word("RF18-5390", "", "a b c"),
		Coins: sdk.Coins{{Denom: h.denom(), Amount: h.amount(math.NewInt(500))}},
	}
	if h.wrong(6) {
		message.CoopId = east
	}
	return message
}

func (h *history) move() sdk.Msg {
	from := h.word("operating", "works", "works", "reserve", "education", "passbook", "suspense")
	return &types.MsgMove{
		Authority: h.coop(), CoopId: north, FromFund: from, ToFund: h.word("works", "reserve", "operating", "education", "passbook"), Coins: sdk.Coins{h.some(from)},
	}
}

func (h *history) updateParams() sdk.Msg {
	limits := types.DefaultParams()
	limits.MaxPaymentsPerBlock = uint32(h.number(0, 40))
	authority := account(root)
	if h.wrong(3) {
		authority = h.coop()
	}
	return &types.MsgUpdateParams{Authority: authority, Params: limits}
}

func (h *history) post() sdk.Msg {
	amount := int64(h.number(1, 200))
	fund := h.word("operating", "operating", "education", "reserve", "works")
	debit, credit := h.word("5000", "1300", "3000", "1000", "1200"), h.word("2000", "4000", "3000", "3100", "2500")
	message := &types.MsgPost{
		Officer: h.officer(), CoopId: north, Narrative: "INV-" + h.word("1", "2"),
		Postings: []types.Posting{line(debit, fund, amount), line(credit, fund, -amount)},
	}
	if credit == "3100" {
		message.Postings[1].MemberId, _ = h.member()
	}
	if h.number(0, 4) == 0 { // a claim in a coin whose value officers enter
		message.Postings = []types.Posting{
			types.NewPosting("1300", fund, other, math.NewInt(amount), math.NewInt(2*amount)),
			types.NewPosting("4000", fund, other, math.NewInt(-amount), math.NewInt(-2*amount)),
		}
	}
	switch h.number(0, 9) {
	case 0:
		message.Postings[0].Functional = message.Postings[0].Functional.AddRaw(1)
	case 1:
		message.AccountingDate = h.day(int64(h.number(-60, 3)))
	case 2, 3:
		message.ReverseOn = h.day(int64(h.number(-1, 40)))
	}
	return message
}

func (h *history) reverse() sdk.Msg {
	last := h.book().Entries
	for number := last; number > max(last, 60)-60; number-- {
		entry := h.entryAt(number)
		if entry.ApproverMemberId != 0 && entry.PaymentId == 0 && entry.ReversedBy == 0 && h.wrong(2) {
			return &types.MsgReverse{Officer: h.officer(), CoopId: north, Entry: number}
		}
	}
	if h.wrong(5) {
		return &types.MsgReverse{Officer: h.officer(), CoopId: north, Entry: h.recent(last)}
	}
	return nil
}

func (h *history) approveEntry() sdk.Msg {
	message := &types.MsgApproveEntry{Officer: h.officer(), CoopId: north, PendingId: h.recent(h.book().LastPendingId)}
	waiting := h.waiting()
	if len(waiting) > 0 && !h.wrong(10) {
		message.PendingId = waiting[h.number(0, len(waiting)-1)]
	}
	return message
}

// waiting entries for a second officer.
func (h *history) waiting() (ids []uint64) {
	require.NoError(h.t, h.keeper.Pending.Walk(h.ctx, collections.NewPrefixedPairRange[uint64, uint64](north),
		func(key collections.Pair[uint64, uint64], _ types.PendingEntry) (bool, error) {
			ids = append(ids, key.K2())
			return false, nil
		}))
	return ids
}

func (h *history) lockPeriod() sdk.Msg {
	next := h.periods().Next
	if !next.Ended && !h.wrong(10) {
		return nil
	}
	message := &types.MsgLockPeriod{Authority: h.officer(), CoopId: north, LastDay: next.LastDay}
	if !h.wrong(6) { // mostly wrong, so that a period stays open for a while after its end
		message.LastDay = h.day(int64(h.number(-40, 40)))
	}
	if h.wrong(3) {
		message.Authority = h.coop()
	}
	return message
}

func (h *history) setRate() sdk.Msg {
	message := &types.MsgSetRate{
		Officer: h.officer(), CoopId: north, Denom: h.word(other, other, other, other, "USD", denom, "EUR"), Day: h.day(int64(h.number(-3, 1))),
		BaseUnits: uint64(h.number(0, 9)), CurrencyUnits: uint64(h.number(1, 20)),
	}
	if next := h.periods().Next; next.Ended {
		message.Day = next.LastDay
	}
	return message
}

// revalue at the end of the next period that is to be locked, or on another day.
func (h *history) revalue() sdk.Msg {
	if !h.periods().Next.Ended && !h.wrong(10) {
		return nil
	}
	message := &types.MsgRevalue{
		Officer: h.officer(), CoopId: north, Denom: h.word(other, other, other, "USD", denom), Fund: h.word("operating", "works", "passbook", ""), Day: h.periods().Next.LastDay,
	}
	if h.wrong(4) {
		message.Day = h.day(-int64(h.number(0, 3)))
	}
	return message
}

// reconcile shows what no statement has shown yet, or some of it.
func (h *history) reconcile() sdk.Msg {
	line := h.outsideHas("bank")
	closing, shown := line.Stated, []uint64(nil)
	for _, number := range h.unmatched() {
		if len(shown) == 20 || h.wrong(3) {
			continue
		}
		shown = append(shown, number)
		for _, posting := range h.entryAt(number).Postings {
			if posting.Account == "1200" {
				closing = closing.Add(posting.Amount)
			}
		}
	}
	message := h.reconciles(line.Stated.Int64(), closing.Int64(), shown...)
	message.Officer = h.officer()
	if h.wrong(6) {
		message.Closing = message.Closing.AddRaw(1)
	}
	return message
}

func (h *history) approveReconciliation() sdk.Msg {
	if _, err := h.keeper.WaitingStatements.Get(h.ctx, collections.Join(uint64(north), "bank")); err != nil && !h.wrong(10) {
		return nil
	}
	return &types.MsgApproveReconciliation{Officer: h.officer(), CoopId: north, ReconciliationId: h.book().LastReconciliationId}
}

// importBalance of the period after the last one that was approved.
func (h *history) importBalance() sdk.Msg {
	message := h.imports()
	message.Officer = h.officer()
	_, charter, err := h.members.GetCharter(h.ctx, north)
	require.NoError(h.t, err)
	before := uint32(0)
	if last, err := h.keeper.LastImports.Get(h.ctx, north); err == nil {
		imported, err := h.keeper.ImportedBalances.Get(h.ctx, collections.Join(uint64(north), last))
		require.NoError(h.t, err)
		before = imported.LastDay
	}
	next, err := charter.Treasury.Fiscal.NextPeriod(before)
	require.NoError(h.t, err)
	message.FirstDay, message.LastDay = next.First.Number(), next.Last.Number()
	if message.LastDay >= h.day(0) && !h.wrong(10) {
		return nil
	}
	if h.wrong(5) {
		message.Lines[0].Balance = message.Lines[0].Balance.AddRaw(1)
	}
	return message
}

func (h *history) approveBalance() sdk.Msg {
	if _, err := h.keeper.WaitingImports.Get(h.ctx, north); err != nil && !h.wrong(10) {
		return nil
	}
	return &types.MsgApproveBalance{Officer: h.officer(), CoopId: north, ImportId: h.book().LastImportId}
}

func (h *history) home(memberID uint64) string {
	return h.people[memberID-1] + h.word("-home", "-home", "-home", "-bank")
}

func (h *history) announcePayout() sdk.Msg {
	memberID, key := h.member()
	return announces(key, memberID, h.home(memberID))
}

func (h *history) dropPayout() sdk.Msg {
	memberID, key := h.member()
	if len(h.passbook(memberID).PayoutAddresses) == 0 && !h.wrong(10) {
		return nil
	}
	return drops(key, memberID, h.home(memberID))
}

// withdraw some of what a member is owed.
func (h *history) withdraw() sdk.Msg {
	memberID, key := h.member()
	owed := math.ZeroInt()
	for _, line := range h.passbook(memberID).Lines {
		if line.Denom == denom {
			owed = line.Owed
		}
	}
	if owed.IsZero() && !h.wrong(10) {
		return nil
	}
	message := withdraws(key, memberID, h.home(memberID), 1)
	message.Coin.Amount = h.amount(owed)
	return message
}

func (h *history) stopWithdrawal() sdk.Msg {
	for i := range h.people {
		memberID := uint64(i) + 1
		waiting := h.passbook(memberID).Withdrawals
		if len(waiting) == 0 {
			continue
		}
		key := h.people[i]
		if heir, dead := h.heirs[memberID]; dead {
			key = heir
		}
		if h.wrong(6) {
			key = h.word("thief", anna)
		}
		return stops(key, waiting[h.number(0, len(waiting)-1)].Id)
	}
	if h.wrong(10) {
		return stops(anna, h.recent(h.book().LastWithdrawalId))
	}
	return nil
}

func (h *history) suspendWithdrawals() sdk.Msg {
	message := suspends(0)
	if h.wrong(5) { // seldom right, or nobody would withdraw
		message = suspends(uint64(h.number(1, 2)))
	}
	message.Authority = h.coop()
	return message
}

func (h *history) payDues() sdk.Msg {
	memberID, _ := h.member()
	message := paysDues(h.word("visitor", "visitor", cara, "thief"), memberID, 10*int64(h.number(0, 3)))
	if h.wrong(6) {
		message.Coin.Amount = message.Coin.Amount.AddRaw(1)
	}
	return message
}

func (h *history) waiveDues() sdk.Msg {
	memberID, _ := h.member()
	message := waives(memberID, uint64(h.number(0, 2)))
	message.Authority = h.coop()
	return message
}
