package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/coopledger/coopledger/x/membership/testutil"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
	"github.com/coopledger/coopledger/x/treasury/types"
)

// What a member owes and is due is taken out of its passbook after two officers have
// announced it and the notice is over; never more, and never before.
func TestSetOffAfterNotice(t *testing.T) {
	l := withHoldings(t)
	lot := l.send(nil, subscribes(dora, 4, "share", 2)).(*types.MsgSubscribeResponse).LotId
	l.days(60) // 40 are overdue
	l.owes(4, 25)
	announced := func(signer string) int64 {
		return l.send(nil, setsOff(testutil.Address(signer), 4, lot, 40)).(*types.MsgAnnounceSetOffResponse).DueAt
	}
	l.send(types.ErrNoSetOff, setsOff(testutil.Address(anna), 4, lot, 41))
	require.Zero(t, announced(anna))
	require.Zero(t, announced(anna), "the same officer again")
	l.send(types.ErrNoSetOff, carriesOut(4, lot))
	require.Equal(t, l.clock.Seconds+30*day, announced(ben))
	l.send(types.ErrNoSetOff, carriesOut(4, lot))
	l.send(types.ErrNoSetOff, setsOff(testutil.Address(anna), 4, lot, 40))
	l.days(30)
	operating := l.holds(purse("operating"))
	taken := l.send(nil, carriesOut(4, lot)).(*types.MsgExecuteSetOffResponse)
	require.EqualValues(t, 25, taken.Coin.Amount.Int64(), "what is in the passbook")
	require.Zero(t, l.debt(4))
	require.EqualValues(t, operating+25, l.holds(purse("operating")))
	require.EqualValues(t, -25, l.bears(capital, "operating"))
	require.EqualValues(t, 25, l.sharesOf(4)[0].Lot.Paid.Int64())
	entry, err := l.query.Entry(l.ctx, &types.QueryEntryRequest{Coop: "north", Number: taken.Entry})
	require.NoError(t, err)
	require.Equal(t, types.Source_SOURCE_SET_OFF, entry.Entry.Source)
	require.EqualValues(t, 1, entry.Entry.PreparerMemberId)
	require.EqualValues(t, 2, entry.Entry.ApproverMemberId)
	require.Equal(t, lot, entry.Entry.LotId)
	l.send(types.ErrNoSetOff, carriesOut(4, lot)) // nothing is there
	l.owes(4, 50)
	require.EqualValues(t, 15, l.send(nil, carriesOut(4, lot)).(*types.MsgExecuteSetOffResponse).Coin.Amount.Int64(), "no more than was announced")
	require.EqualValues(t, 35, l.debt(4))
	l.send(types.ErrNoSetOff, carriesOut(4, lot))
}

// A dispute stops it until the members decide; what they let stand is not disputed
// again, what they drop is gone.
func TestSetOffDisputed(t *testing.T) {
	l := withHoldings(t)
	l.on("2024-02-15") // two months of dues are owed
	l.owes(4, 100)
	l.send(types.ErrNoSetOff, setsOff(account(north), 4, 0, 15)) // no whole month
	l.send(types.ErrNoSetOff, disputes(dora, 4, 0))
	require.NotZero(t, l.send(nil, setsOff(account(north), 4, 0, 20)).(*types.MsgAnnounceSetOffResponse).DueAt)
	l.send(types.ErrNotYours, disputes(cara, 4, 0))
	l.send(nil, disputes(dora, 4, 0))
	l.send(types.ErrNoSetOff, disputes(dora, 4, 0))
	l.days(30)
	l.send(types.ErrNoSetOff, carriesOut(4, 0))
	l.send(nil, decides(4, 0, true))
	l.send(types.ErrNoSetOff, decides(4, 0, true))
	l.send(types.ErrNoSetOff, disputes(dora, 4, 0))
	require.EqualValues(t, 20, l.send(nil, carriesOut(4, 0)).(*types.MsgExecuteSetOffResponse).Coin.Amount.Int64())
	require.EqualValues(t, 80, l.debt(4))
	require.EqualValues(t, -20, l.bears("4100", "operating"))
	require.EqualValues(t, 20240301, l.standing(4, 0).PaidTo)

	l.send(nil, setsOff(account(north), 4, 0, 10))
	l.send(nil, disputes(dora, 4, 0))
	l.send(nil, decides(4, 0, false))
	l.days(60)
	l.send(types.ErrNoSetOff, carriesOut(4, 0))
	require.EqualValues(t, 80, l.debt(4))
}

// A member who has paid meanwhile loses nothing; what is on its way to the member is
// not touched; and what is redeemed is set off as it comes in.
func TestSetOffAgainstARedemption(t *testing.T) {
	l := withHoldings(t)
	l.on("2024-02-15")
	l.send(nil, setsOff(account(north), 4, 0, 20))
	l.send(nil, paysDues(dora, 4, 30))
	l.days(30)
	paid := l.send(nil, carriesOut(4, 0)).(*types.MsgExecuteSetOffResponse)
	require.True(t, paid.Coin.IsZero())
	require.Zero(t, paid.Entry)

	l.instrument("share", func(i *membershiptypes.Instrument) { i.CapitalFloor = i.CapitalFloor.Sub(i.CapitalFloor) })
	l.bought(dora, 4, "share", 3)
	l.send(nil, redeems(dora, 4, "share", 2))
	l.days(60)
	l.send(nil, setsOff(account(north), 4, 0, 20))
	l.days(30)
	require.EqualValues(t, 100-20, l.debt(4))
	answer, err := l.query.SetOffs(l.ctx, &types.QuerySetOffsRequest{Coop: "north"})
	require.NoError(t, err)
	require.Empty(t, answer.SetOffs)
}

// Without a notice in the charter nothing is set off; without a debt neither.
func TestRefusedSetOffs(t *testing.T) {
	l := withHoldings(t)
	l.on("2024-02-15")
	lot := l.bought(dora, 4, "share", 1)
	mine := l.send(nil, subscribes(cara, 3, "share", 1)).(*types.MsgSubscribeResponse).LotId
	for name, c := range map[string]struct {
		message sdk.Msg
		refusal error
	}{
		"error - paid":             {setsOff(account(north), 4, lot, 1), types.ErrNoSetOff},
		"error - another's lot":    {setsOff(account(north), 4, mine, 1), types.ErrUnknownLot},
		"error - no lot":           {setsOff(account(north), 4, 99, 1), types.ErrUnknownLot},
		"error - nothing":          {setsOff(account(north), 4, 0, 0), types.ErrInvalidCoins},
		"error - of nobody":        {setsOff(account(north), 9, 0, 10), membershiptypes.ErrUnknownMember},
		"error - by a member":      {setsOff(testutil.Address(dora), 4, 0, 10), types.ErrUnauthorized},
		"error - another coin":     {&types.MsgAnnounceSetOff{Authority: account(north), CoopId: north, MemberId: 4, Coin: sdk.NewInt64Coin(other, 10)}, types.ErrNoSetOff},
		"error - nothing to carry": {carriesOut(4, 0), types.ErrNoSetOff},
		"error - decided by one":   {&types.MsgDecideSetOff{Authority: testutil.Address(anna), CoopId: north, MemberId: 4}, types.ErrUnauthorized},
		"error - nothing to drop":  {decides(4, 0, false), types.ErrNoSetOff},
	} {
		t.Run(name, func(t *testing.T) { l.send(c.refusal, c.message) })
	}
	l.charter(func(rules *membershiptypes.TreasuryRules) { rules.Arrears = nil })
	l.send(types.ErrNoSetOff, setsOff(account(north), 4, 0, 20))
}

// Who has paid a part meanwhile is asked for the rest alone.
func TestSetOffTakesNoMoreThanIsOwed(t *testing.T) {
	l := withHoldings(t)
	lot := l.send(nil, subscribes(dora, 4, "investor", 1)).(*types.MsgSubscribeResponse).LotId
	l.days(1)
	l.owes(4, 100)
	l.send(nil, setsOff(account(north), 4, lot, 100))
	l.send(nil, paysInto(dora, lot, 70))
	l.days(30)
	require.EqualValues(t, 30, l.send(nil, carriesOut(4, lot)).(*types.MsgExecuteSetOffResponse).Coin.Amount.Int64())
	require.EqualValues(t, 70, l.debt(4))
	require.True(t, l.sharesOf(4)[0].Lot.Unpaid().IsZero())
	l.send(types.ErrNoSetOff, carriesOut(4, lot))
}
