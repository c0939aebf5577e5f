package keeper_test

import (
	"slices"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/collections"
	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/coopledger/coopledger/x/membership/testutil"
	"github.com/coopledger/coopledger/x/treasury/types"
)

func (h *history) circle() types.Circle {
	switch h.number(0, 5) {
	case 0:
		return types.Circle{MemberIds: []uint64{2, 3, 4, 5}}
	case 1:
		return types.Circle{Power: h.word("book", "pay")}
	case 2:
		return types.Circle{}
	}
	return everybody
}

func (h *history) openBudget() sdk.Msg {
	given := types.BudgetTerms{
		Fund: h.word("operating", "operating", "works", "education", "reserve"), Denom: h.denom(), Cap: math.NewInt(int64(h.number(0, 900))),
		Window: types.Window(h.number(1, 4)), Ceiling: math.NewInt(int64(h.number(0, 200))), Account: h.word("5000", "5000", "2000"),
		Spenders: h.circle(), Approvers: h.circle(), Approvals: uint32(h.number(1, 2)), Purpose: "HOSTING",
	}
	if h.number(0, 2) == 0 {
		given.Denom, given.Outside = "EUR", h.word("bank", "bank", "box")
		given.Fund = h.word("operating", "operating", "education")
	}
	if h.wrong(6) {
		given.ExpiresAt = h.clock.Seconds + int64(h.number(-1, 60))*day
	}
	return &types.MsgOpenBudget{Authority: h.coop(), CoopId: north, Terms: given}
}

func (h *history) closeBudget() sdk.Msg {
	message := &types.MsgCloseBudget{Authority: h.coop(), CoopId: north, BudgetId: h.recent(h.book().LastBudgetId)}
	if !h.wrong(3) { // seldom, so that there is something to spend from
		return nil
	}
	if h.wrong(6) {
		message.BudgetId = h.budget().Id
	}
	return message
}

// budget that is open, if one is; else one of the last few.
func (h *history) budget() types.Budget {
	var open []types.Budget
	require.NoError(h.t, h.keeper.Budgets.Walk(h.ctx, collections.NewPrefixedPairRange[uint64, uint64](north),
		func(_ collections.Pair[uint64, uint64], budget types.Budget) (bool, error) {
			if budget.OpenAt(h.clock.Seconds) && budget.ClosedAt == 0 {
				open = append(open, budget)
			}
			return false, nil
		}))
	if len(open) > 0 && !h.wrong(10) {
		return open[h.number(0, len(open)-1)]
	}
	budget, err := h.keeper.Budgets.Get(h.ctx, collections.Join(uint64(north), h.recent(h.book().LastBudgetId)))
	if err != nil {
		require.ErrorIs(h.t, err, collections.ErrNotFound)
		return types.Budget{Id: 999, Terms: terms()}
	}
	return budget
}

func (h *history) requestPayment() sdk.Msg {
	budget := h.budget()
	message := &types.MsgRequestPayment{
		Member: h.someone(), CoopId: north, BudgetId: budget.Id, Coin: sdk.Coin{Denom: budget.Terms.Denom, Amount: h.amount(math.NewInt(90))}, Narrative: "INV-17",
	}
	switch {
	case budget.Terms.Outside != "":
		message.PayeeCode, message.PayeeSha256 = "SUP-1", supplier
	case h.number(0, 1) == 0:
		message.PayeeMemberId, _ = h.member()
	default:
		message.Payee = h.word(testutil.Address("supplier"), testutil.Address("supplier"), testutil.Address(dora), account(north), account(east))
	}
	if h.wrong(5) {
		message.NotBefore = h.clock.Seconds + int64(h.number(-1, 20))*day
	}
	if h.wrong(5) && budget.Terms.Outside == "" && message.Payee == "" {
		message.PayeeEthereum = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"
	}
	if h.wrong(4) {
		h.schedule(message)
	}
	return message
}

// payment that is at one of these stages; in one draw of ten any. It is false when
// none is.
func (h *history) payment(stages ...types.PaymentStatus) (types.Payment, bool) {
	if h.wrong(10) {
		return types.Payment{Id: h.recent(h.book().LastPaymentId), Coin: coins(1)[0], RequesterMemberId: 1}, true
	}
	var fitting []types.Payment
	for _, stage := range stages {
		require.NoError(h.t, h.keeper.PaymentsByStatus.Walk(h.ctx,
			collections.NewSuperPrefixedTripleRange[uint64, uint32, uint64](north, uint32(stage)),
			func(key collections.Triple[uint64, uint32, uint64]) (bool, error) {
				payment, err := h.keeper.Payments.Get(h.ctx, collections.Join(uint64(north), key.K3()))
				fitting = append(fitting, payment)
				return false, err
			}))
	}
	if len(fitting) == 0 {
		return types.Payment{}, false
	}
	return fitting[h.number(max(0, len(fitting)-20), len(fitting)-1)], true
}

func (h *history) approvePayment() sdk.Msg {
	payment, found := h.payment(types.PaymentStatus_PAYMENT_STATUS_REQUESTED)
	if !found {
		return nil
	}
	return &types.MsgApprovePayment{Member: h.someone(), CoopId: north, PaymentId: payment.Id}
}

func (h *history) refusePayment() sdk.Msg {
	payment, found := h.payment(types.PaymentStatus_PAYMENT_STATUS_REQUESTED, types.PaymentStatus_PAYMENT_STATUS_HELD, types.PaymentStatus_PAYMENT_STATUS_AWAITING_BRIDGE)
	if !found || !h.wrong(3) { // seldom, so that some are approved
		return nil
	}
	member := h.someone()
	if h.wrong(3) {
		member = h.coop()
	}
	return &types.MsgRefusePayment{Member: member, CoopId: north, Reason: "NOT-NOW", PaymentId: payment.Id}
}

func (h *history) withdrawPayment() sdk.Msg {
	payment, found := h.payment(types.PaymentStatus_PAYMENT_STATUS_REQUESTED)
	if !found || !h.wrong(4) {
		return nil
	}
	member := h.someone()
	if h.wrong(2) {
		member = testutil.Address(h.people[payment.RequesterMemberId-1])
	}
	return &types.MsgWithdrawPayment{Member: member, CoopId: north, PaymentId: payment.Id}
}

func (h *history) objectToPayment() sdk.Msg {
	payment, found := h.payment(types.PaymentStatus_PAYMENT_STATUS_RESERVED)
	if !found || payment.Vetoes == 0 && !h.wrong(5) {
		return nil
	}
	return &types.MsgObjectToPayment{Member: h.someone(), CoopId: north, PaymentId: payment.Id}
}

func (h *history) standing() (types.Payment, bool) {
	return h.payment(types.PaymentStatus_PAYMENT_STATUS_HELD, types.PaymentStatus_PAYMENT_STATUS_RETURNED)
}

func (h *history) retryPayment() sdk.Msg {
	payment, found := h.standing()
	if !found {
		return nil
	}
	return &types.MsgRetryPayment{Member: h.someone(), CoopId: north, PaymentId: payment.Id}
}

func (h *history) releasePayment() sdk.Msg {
	payment, found := h.standing()
	if !found {
		return nil
	}
	return &types.MsgReleasePayment{Member: h.someone(), CoopId: north, PaymentId: payment.Id, Reason: "GONE"}
}

func (h *history) attest() sdk.Msg {
	message := attests(h.word("bank", "bank", "box", "moon"), int64(h.number(-60, 600)), h.word("4000", "4000", "", "5000"))
	message.Officer = h.officer()
	if message.Amount.IsNegative() && !h.wrong(6) {
		message.Account = "5000"
	}
	return message
}

func (h *history) payOutside() sdk.Msg {
	message := payBank(int64(h.number(0, 90)))
	message.Authority, message.Outside = h.coop(), h.word("bank", "box")
	return message
}

func (h *history) recordFile() sdk.Msg {
	var ids []uint64
	total, outside := math.ZeroInt(), ""
	for range h.number(1, 3) {
		payment, found := h.payment(types.PaymentStatus_PAYMENT_STATUS_DUE)
		if !found || slices.Contains(ids, payment.Id) {
			continue
		}
		budget, err := h.keeper.Budgets.Get(h.ctx, collections.Join(uint64(north), payment.BudgetId))
		if err == nil && outside != "" && budget.Terms.Outside != outside {
			continue
		}
		outside = budget.Terms.Outside
		ids = append(ids, payment.Id)
		total = total.Add(payment.Coin.Amount)
	}
	if len(ids) == 0 {
		return nil
	}
	slices.Sort(ids)
	message := records(0, ids...)
	message.Officer, message.Total, message.Outside = h.officer(), total, outside
	return message
}

func (h *history) confirmFile() sdk.Msg {
	payment, found := h.payment(types.PaymentStatus_PAYMENT_STATUS_EXPORTED)
	if !found {
		return nil
	}
	message := confirms(payment.FileId, []uint64{payment.Id}, nil)
	message.Officer = h.officer()
	if h.number(0, 2) == 0 {
		message.PaidIds, message.UnpaidIds = nil, message.PaidIds
	}
	return message
}

func (h *history) returnPayment() sdk.Msg {
	payment, found := h.payment(types.PaymentStatus_PAYMENT_STATUS_PAID)
	if !found {
		return nil
	}
	message := returns(payment.Id)
	message.Officer = h.officer()
	return message
}

// standing order: some of the payments are asked for once, to be made often.
func (h *history) schedule(message *types.MsgRequestPayment) {
	message.NotBefore = 0
	message.Schedule = &types.Schedule{Every: types.Recurrence_RECURRENCE_DAYS, Days: uint32(h.number(1, 20)), FirstDay: h.day(1), Count: uint32(h.number(1, 4))}
	message.Coin.Amount = math.MinInt(message.Coin.Amount, math.NewInt(20))
}
