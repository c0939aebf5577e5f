package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/math"

	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
	"github.com/coopledger/coopledger/x/surplus/types"
	treasurytypes "github.com/coopledger/coopledger/x/treasury/types"
)

// An approval that can't be carried out is taken back by the members, and the next
// period isn't kept waiting for ever.
func TestAnApprovalIsTakenBack(t *testing.T) {
	l := sealedPeriod(t, 1_000, 0, 0, 100)
	l.coop.coins, l.coop.lockedThrough = 0, 20231231
	reopen := &types.MsgReopenAccounts{Authority: membershiptypes.CoopAddress(bakery), CoopId: bakery, Period: 1}
	l.refused(types.ErrWrongStage, "an approval is taken back before the surplus is shared", reopen)
	l.must(present(1))
	l.must(approve(1, 1))
	for range 8 {
		l.elapse(1)
	}
	require.Equal(t, isApproved, l.period(1).Stage)
	stranger := *reopen
	stranger.Authority = keyOf(officer)
	l.refused(types.ErrUnauthorized, "decide this by a resolution", &stranger)
	l.must(reopen)
	require.Equal(t, isSealed, l.period(1).Stage)
	l.block()
	l.movesOn()
	l.coop.coins = 1_000
	l.must(present(1))
	l.must(approve(1, 2))
	for range 8 {
		l.elapse(1)
	}
	require.Equal(t, isSettled, l.period(1).Stage)
}

// What lies before the members is not presented anew under their hands again and again,
// as long as the book says the same; the members let it be.
func TestPresentedAccountsAreLeftAlone(t *testing.T) {
	l := sealedPeriod(t, 1_000, 0, 0, 100)
	for range 3 {
		l.must(present(1))
	}
	l.refused(types.ErrWrongStage, "have been presented 3 times", present(1))
	byMembers := present(1)
	byMembers.Signer = membershiptypes.CoopAddress(bakery)
	require.Equal(t, uint32(4), l.must(byMembers).(*types.MsgPresentAccountsResponse).Presentation)
	l.must(approve(1, 4))
}

// Taking back at the last second gives the member its time to dispute that, as long as
// disputes may keep a period open.
func TestTakingBackAtTheLastSecond(t *testing.T) {
	l := newLedger(t)
	l.must(hours(0, 0, 100, 200))
	l.elapse(toNewYear)
	l.elapse(10*day - 1)
	back := hours(0, 0, -99)
	back.Period = 1
	l.must(back)
	l.elapse(1)
	require.Equal(t, isAdjusting, l.period(1).Stage)
	l.must(dispute(1, ada))
	l.must(answer(1, ada, other, 99))
	l.elapse(10 * day)
	require.Equal(t, isSealed, l.period(1).Stage)
}

// One hour taken back moves nobody's year into another class, and who has nothing left
// is no head.
func TestAClassIsKept(t *testing.T) {
	l := newLedger(t)
	l.must(hours(0, 0, 100, 200))
	l.coop.classes[ada] = 2
	l.must(hours(0, 0, -1, -200))
	page, err := l.query.Patronage(l.ctx, &types.QueryPatronageRequest{Coop: "bakery", Period: 1})
	require.NoError(t, err)
	require.Len(t, page.Patronage, 1)
	require.Equal(t, []any{uint64(ada), uint32(1), "99"}, []any{page.Patronage[0].MemberId, page.Patronage[0].ClassId, page.Patronage[0].Amounts[1].String()})
	require.EqualValues(t, 1, l.period(1).Members)
	l.block()
	l.movesOn()
	l.must(hours(0, 0, 1))
	page, err = l.query.Patronage(l.ctx, &types.QueryPatronageRequest{Coop: "bakery", Period: 1})
	require.NoError(t, err)
	require.EqualValues(t, 2, page.Patronage[0].ClassId)
}

// After a halt of months no day is left out: one period after the other is caught up.
func TestNoDayIsLeftOut(t *testing.T) {
	l := newLedger(t)
	l.elapse(toNewYear + 200*day)
	for range 4 {
		l.elapse(1)
	}
	last := uint32(0)
	for number := uint64(1); number <= 4; number++ {
		period := l.period(number)
		if number > 1 {
			require.Equal(t, map[uint32]uint32{20231231: 20240101, 20240331: 20240401, 20240630: 20240701}[last], period.FirstDay)
		}
		last = period.LastDay
	}
	require.Equal(t, isOpen, l.period(4).Stage)
}

// A period that has not begun goes by the rules that are in force when it does.
func TestAPeriodThatHasNotBegun(t *testing.T) {
	l := newLedger(t, func(c *membershiptypes.Charter) { c.Treasury.Fiscal.FirstDay = 29990101 })
	require.Equal(t, uint32(29990101), l.period(1).FirstDay)
	l.refused(types.ErrWrongStage, "begins on 29990101", hours(0, 0, 1))
	l.coop.charters = append(l.coop.charters, bakeryCharter())
	require.NoError(t, l.keeper.Hooks().AfterCharterInForce(l.ctx, bakery))
	mended := l.period(1)
	require.Equal(t, []any{uint32(20240101), uint64(2)}, []any{mended.FirstDay, mended.CharterVersion})
	l.block()
	l.movesOn()
}

// A loss goes by what funds hold and may bear: less than was shown sends the accounts
// back, and a fund that may bear none any more is left out.
func TestALossThatAFundNoLongerBears(t *testing.T) {
	l := sealedPeriod(t, -700, 0, 0, 100)
	l.coop.equity["reserve"], l.coop.lockedThrough = 200, 20231231
	l.must(present(1))
	l.coop.equity["reserve"] = 199
	l.refused(types.ErrAccountsChanged, `the fund "reserve" bears losses and holds 199`, approve(1, 1))
	l.must(present(1))
	stricter := bakeryCharter()
	stricter.Treasury.Funds[1].Policy = membershiptypes.FundPolicy_FUND_POLICY_RESTRICTED
	l.coop.charters = append(l.coop.charters, stricter)
	l.must(approve(1, 2))
	l.elapse(1)
	l.elapse(1)
	require.Equal(t, isSettled, l.period(1).Stage)
	require.Equal(t, []treasurytypes.Appropriation{{
		CoopID: bakery, PeriodNumber: 1, ResolutionID: 9, ToFunds: []treasurytypes.FundAmount{{Fund: "reserve", Amount: math.ZeroInt()}}, Cash: math.ZeroInt(), Retained: math.ZeroInt(),
	}}, l.coop.booked)
	answer, err := l.query.Period(l.ctx, &types.QueryPeriodRequest{Coop: "bakery", Period: 1})
	require.NoError(t, err)
	require.Equal(t, "700", answer.Outcome.LossesForward.String())
}
