package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/coopledger/coopledger/x/membership/testutil"
	"github.com/coopledger/coopledger/x/treasury/types"
)

// A loan of 1,000 at 5 % is repaid in three parts within 365 days: 333, 333 and 334
// after 121, 243 and 365 days, with the interest of what was lent since the last,
// 1000·121·5/36500 = 16.57…, then 667·122 and 334·122. What is less than a unit is
// kept, so that all of it is ⌊(121000 + 81374 + 40748)·5/36500⌋ = 33.
func TestALoansLife(t *testing.T) {
	l := withHoldings(t)
	l.on("2024-01-01")
	made := l.send(nil, buys(dora, 4, "loan", 1_000)).(*types.MsgSubscribeResponse)
	require.NotZero(t, made.Entry)
	require.EqualValues(t, -1_000, l.bears(lent, "operating"))
	require.EqualValues(t, 2_000, l.holds(purse("operating")))
	l.days(120)
	require.Zero(t, l.debt(4))
	require.EqualValues(t, 16, l.loansOf(4)[0].Interest.Int64(), "120 days: 16.43")
	l.days(1)
	require.EqualValues(t, 333+16, l.debt(4))
	require.EqualValues(t, 667, l.loansOf(4)[0].Lot.Number)
	require.EqualValues(t, -667, l.bears(lent, "operating"))
	l.days(122)
	require.EqualValues(t, 333+16+333+11, l.debt(4), "16.57 + 11.14 = 27.72")
	l.days(122)
	require.EqualValues(t, 1_000+33, l.debt(4))
	require.Empty(t, l.loansOf(4))
	require.Empty(t, l.redemptions())
	require.Zero(t, l.bears(lent, "operating"))
	require.EqualValues(t, 33, l.bears("5000", "operating"))
}

// However often interest is booked, it comes to the same; and nothing comes of asking
// for it twice a day.
func TestInterestIsTheSameHoweverOftenItIsBooked(t *testing.T) {
	l := withHoldings(t)
	l.on("2024-01-01")
	seldom := l.bought(dora, 4, "loan", 997)
	often := l.bought(cara, 3, "loan", 997)
	booked := 0
	for range 100 {
		l.days(1)
		if _, err := l.deliver(l.ctx, accrues(often)); err == nil {
			booked++
		}
	}
	require.Equal(t, 13, booked, "once for each whole unit")
	l.send(types.ErrInvalidHolding, accrues(often))
	l.send(nil, accrues(seldom))
	require.EqualValues(t, 13, l.loansOf(4)[0].Lot.Interest.Int64(), "997·100·5/36500 = 13.65")
	require.Equal(t, l.loansOf(4)[0].Lot.Interest, l.loansOf(3)[0].Lot.Interest)
	require.EqualValues(t, -997*2-26, l.bears(lent, "operating"))
	for range 20 {
		l.days(1)
		require.Equal(t, l.loansOf(4)[0].Interest, l.loansOf(3)[0].Interest, "to the day")
	}
}

// A repayment that can't be paid is held, reported as the co-op's arrears, and goes on
// bearing interest; nobody stops it.
func TestARepaymentIsLate(t *testing.T) {
	l := withHoldings(t)
	l.on("2024-01-01")
	l.bought(dora, 4, "loan", 1_000)
	l.send(nil, &types.MsgPay{Authority: account(north), CoopId: north, Fund: "operating", Payee: testutil.Address("visitor"), Coins: coins(2_000), Account: "5000", Narrative: "OVEN"})
	l.days(131)
	held := l.redemptions()[0]
	require.EqualValues(t, 1, held.Attempts)
	require.EqualValues(t, types.ErrNotEnough.ABCICode(), held.ErrorCode)
	late := l.late(4, 0)[types.ArrearsKind_ARREARS_KIND_LOAN]
	require.EqualValues(t, 333, late.Amount.Int64())
	require.EqualValues(t, 20240502, late.Since)
	l.send(types.ErrNotRedeemable, stopsRedemption(testutil.Address(dora), held.Id))
	l.funded(500)
	l.days(1)
	require.EqualValues(t, 333+18, l.debt(4), "132 days: 18.08")
	require.EqualValues(t, 243*day, l.redemptions()[0].DueAt-l.redemptions()[0].AskedAt, "the next one has its own day")
}

// Investor shares get what the members resolve, up to the charter's rate, for what was
// paid in on each day.
func TestInterestOnInvestorShares(t *testing.T) {
	l := withHoldings(t)
	l.on("2024-01-01")
	lot := l.send(nil, subscribes(dora, 4, "investor", 20)).(*types.MsgSubscribeResponse).LotId
	l.days(100)
	l.send(nil, paysInto(dora, lot, 2_000))
	l.days(73)
	paid := l.send(nil, paysInterest("investor", 250, lot)).(*types.MsgPayInterestResponse)
	require.EqualValues(t, 10, paid.Paid.Int64(), "2000·73·2.5 %/365")
	require.EqualValues(t, 10, l.debt(4))
	require.EqualValues(t, -2_000, l.bears(invested, "operating"), "interest is no capital")
	l.send(types.ErrInvalidHolding, paysInterest("investor", 300, lot)) // no day has passed
	l.days(365)
	require.EqualValues(t, 60, l.send(nil, paysInterest("investor", 300, lot)).(*types.MsgPayInterestResponse).Paid.Int64())
}
