package keeper_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/math"

	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
	"github.com/coopledger/coopledger/x/treasury/types"
)

// Nobody fills another's places with crumbs: what a member gets on one day is one lot,
// and it can subscribe what it has to hold.
func TestCrumbsFillNobodysPlaces(t *testing.T) {
	l := withHoldings(t)
	params := types.DefaultParams()
	params.MaxLotsPerMember = 3
	require.NoError(t, l.keeper.Params.Set(l.ctx, params))
	l.bought(dora, 4, "investor", 12)
	for range 5 {
		l.send(nil, transfers(dora, 4, "investor", 3, 1))
	}
	require.Len(t, l.sharesOf(3), 1)
	l.days(30)
	l.send(nil, transfers(dora, 4, "investor", 3, 1))
	l.bought(cara, 3, "share", 1)
	require.Len(t, l.sharesOf(3), 3)
	require.EqualValues(t, 6, l.units(3, "investor"))
	require.EqualValues(t, 6, l.units(4, "investor"))
	require.EqualValues(t, -1_200, l.bears(invested, "operating"))
	// 500 for 60 days and 100 for 30 at 3 %; what was passed on bears for whoever held it.
	l.days(30)
	var lots []uint64
	for _, line := range l.sharesOf(3) {
		if line.Lot.Instrument == "investor" {
			lots = append(lots, line.Lot.Id)
		}
	}
	slices.Sort(lots)
	l.send(nil, paysInterest("investor", 300, lots...))
	require.EqualValues(t, 2, l.debt(3), "500*60*300/3650000, rounded down; the other is less than one")
}

// Nobody subscribes so many units that no more can be counted.
func TestNobodySubscribesAllUnits(t *testing.T) {
	l := withHoldings(t)
	l.instrument("share", func(i *membershiptypes.Instrument) { i.Most = 0 })
	for name, number := range map[string]uint64{"2^64-1": 1<<64 - 1, "2^63": 1 << 63, "one too many": 1<<48 + 1} {
		t.Run("error - "+name, func(t *testing.T) { l.send(types.ErrMayNotHold, subscribes(dora, 4, "share", number)) })
	}
	l.send(nil, subscribes(dora, 4, "share", 1<<48))
	l.send(types.ErrMayNotHold, subscribes(dora, 4, "share", 1))
	l.send(nil, subscribes(cara, 3, "share", 1))
}

// What one member may hold at most holds for what is brought in, too.
func TestNobodyIsBroughtInAboveTheMost(t *testing.T) {
	l := withHoldings(t)
	l.send(types.ErrInvalidBringIn, bringsIn(1, given(4, "share", 11, 20150301, 550)))
	l.send(types.ErrInvalidBringIn, bringsIn(1, given(4, "share", 6, 20150301, 300), given(4, "share", 5, 20160301, 250)))
	l.send(nil, bringsIn(1, given(4, "share", 6, 20150301, 300), given(4, "share", 4, 20160301, 200)))
}

// While it is one, a member gets nothing back while something is unpaid, nor what it
// has to keep: also what came about after it asked.
func TestNothingIsGivenBackThatIsOwedOrRequired(t *testing.T) {
	l := withHoldings(t)
	l.instrument("share", func(i *membershiptypes.Instrument) { i.CapitalFloor = math.ZeroInt() })
	l.bought(dora, 4, "share", 3)
	l.send(nil, redeems(dora, 4, "share", 2))
	unpaid := l.send(nil, subscribes(dora, 4, "share", 2)).(*types.MsgSubscribeResponse).LotId
	l.days(90)
	require.Zero(t, l.debt(4))
	require.EqualValues(t, types.ErrInvalidHolding.ABCICode(), l.redemptions()[0].ErrorCode)
	l.send(nil, paysInto(dora, unpaid, 100))
	l.instrument("share", func(i *membershiptypes.Instrument) { i.Required = 4 })
	l.days(1)
	require.Zero(t, l.debt(4))
	require.EqualValues(t, types.ErrNotRedeemable.ABCICode(), l.redemptions()[0].ErrorCode)
	l.instrument("share", func(i *membershiptypes.Instrument) { i.Required = 3 })
	l.days(1)
	require.EqualValues(t, 100, l.debt(4))
	require.EqualValues(t, 3, l.units(4, "share"))
}

// Whoever is gone gets it back all the same.
func TestWhoIsGoneGetsBackWhatWasRequired(t *testing.T) {
	l := withHoldings(t)
	l.instrument("share", func(i *membershiptypes.Instrument) { i.CapitalFloor = math.ZeroInt() })
	l.bought(dora, 4, "share", 2)
	l.send(nil, redeems(dora, 4, "share", 1))
	l.send(nil, subscribes(dora, 4, "share", 2))
	l.leaves(dora)
	l.days(90)
	require.EqualValues(t, 50, l.debt(4))
}

// A set-off takes what was owed when it was announced, and nothing that came to be owed
// later: for that there is another notice.
func TestASetOffTakesNoLaterDebt(t *testing.T) {
	l := withHoldings(t)
	l.on("2024-02-15")
	l.send(nil, setsOff(account(north), 4, 0, 20))
	l.send(nil, paysDues(dora, 4, 10))
	l.on("2024-04-20") // February, March and April are owed
	l.owes(4, 100)
	taken := l.send(nil, carriesOut(4, 0)).(*types.MsgExecuteSetOffResponse)
	require.EqualValues(t, 10, taken.Coin.Amount.Int64(), "February")
	require.EqualValues(t, 20240301, l.standing(4, 0).PaidTo)
	l.send(types.ErrNoSetOff, carriesOut(4, 0))
	require.EqualValues(t, 90, l.debt(4))

	lot := l.send(nil, subscribes(dora, 4, "share", 2)).(*types.MsgSubscribeResponse).LotId
	l.days(1) // 20 are overdue
	l.send(nil, setsOff(account(north), 4, lot, 20))
	l.send(nil, paysInto(dora, lot, 20))
	l.days(90) // and 60 more
	require.True(t, l.send(nil, carriesOut(4, lot)).(*types.MsgExecuteSetOffResponse).Coin.IsZero())
	require.EqualValues(t, 90, l.debt(4))
}

// A loan that is brought in is repaid over what is left of its term: what was repaid
// elsewhere isn't repaid again at once.
func TestALoanGoesOnOverWhatIsLeftOfItsTerm(t *testing.T) {
	for name, c := range map[string]struct {
		since uint32
		debts []int64
		next  int64
	}{
		// In three parts within 365 days, after 121, 243 and 365; it is 1 January 2024.
		"success - none is over":      {20231201, []int64{0}, 121 - 31},
		"success - the first is over": {20230704, []int64{200}, 62},
		"success - two are over":      {20230501, []int64{300}, 120},
		"success - its term is over":  {20200301, []int64{600}, 0},
	} {
		t.Run(name, func(t *testing.T) {
			l := withHoldings(t)
			l.on("2024-01-01")
			l.send(nil, bringsIn(1, given(4, "loan", 600, c.since, 600)))
			for range 4 {
				l.days(0)
			}
			require.EqualValues(t, c.debts[0], l.debt(4))
			if c.next == 0 {
				require.Empty(t, l.redemptions())
				return
			}
			require.EqualValues(t, c.next*day, l.redemptions()[0].DueAt-l.clock.Seconds)
		})
	}
}
