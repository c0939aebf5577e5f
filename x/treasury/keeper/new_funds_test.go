package keeper_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/collections"

	membershipkeeper "github.com/coopledger/coopledger/x/membership/keeper"
	"github.com/coopledger/coopledger/x/membership/testutil"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
	"github.com/coopledger/coopledger/x/treasury/types"
)

// withReserve is north's charter with a fund that its members add.
func withReserve() membershiptypes.Charter {
	charter := testutil.WorkerCharter()
	book := membershiptypes.DefaultTreasury()
	book.Funds = slices.Insert(book.Funds, 1, membershiptypes.Fund{Name: "reserve", Policy: membershiptypes.FundPolicy_FUND_POLICY_INDIVISIBLE})
	charter.Treasury = &book
	return charter
}

func (l *ledger) hasPurse(fund string) bool {
	l.t.Helper()
	has, err := l.keeper.FundPurses.Has(l.ctx, collections.Join(uint64(north), fund))
	require.NoError(l.t, err)
	return has
}

// A fund that the members add gets its purse when the charter comes into force,
// not before, and what somebody had sent to its address by then is a receipt.
func TestAFundThatTheMembersAddGetsItsPurse(t *testing.T) {
	l := newLedger(t)
	members := membershipkeeper.NewMsgServer(l.members)
	l.rich("visitor", coins(70))
	require.NoError(t, l.bank.SendCoins(l.ctx, person("visitor"), purse("reserve"), coins(70)))
	require.EqualValues(t, 70, l.holds(purse("reserve")), "nobody's address yet")
	_, err := members.AmendCharter(l.ctx, &membershiptypes.MsgAmendCharter{
		Authority: account(north), CoopId: north, Charter: withReserve(), EffectiveAt: l.clock.Seconds + testutil.Day,
	})
	require.NoError(t, err)
	require.False(t, l.hasPurse("reserve"))
	l.clock.Seconds += testutil.Day
	require.NoError(t, l.members.EndBlock(l.ctx))
	require.True(t, l.hasPurse("reserve"))
	require.Zero(t, l.holds(purse("reserve")))
	require.EqualValues(t, 70, l.bears("1000", "suspense"))
	require.EqualValues(t, -70, l.bears("2900", "suspense"))
	require.NoError(t, l.keeper.CheckInvariants(l.ctx))

	l.rich("visitor", coins(5))
	require.NoError(t, l.bank.SendCoins(l.ctx, person("visitor"), purse("reserve"), coins(5)))
	require.Zero(t, l.holds(purse("reserve")), "it is a purse now: what comes to it is redirected")
	require.EqualValues(t, 75, l.bears("1000", "suspense"))
	funds, err := l.query.Funds(l.ctx, &types.QueryFundsRequest{Coop: "north"})
	require.NoError(t, err)
	require.Len(t, funds.Funds, 3)

	// The officers' classification into the new fund, and an annulment after it.
	l.send(nil, &types.MsgClassify{Authority: testutil.Address(anna), CoopId: north, Coin: coins(75)[0], Fund: "reserve", Account: "3000"})
	_, err = members.AnnulCharter(l.ctx, &membershiptypes.MsgAnnulCharter{
		Authority: account(north), CoopId: north, Version: 2,
		Decision: &membershiptypes.Document{Uri: "https://court.example", Sha256: make([]byte, 32)},
	})
	require.NoError(t, err)
	require.NoError(t, l.keeper.CheckInvariants(l.ctx))
	require.EqualValues(t, 75, l.holds(purse("reserve")))
	l.send(types.ErrFundPolicy, &types.MsgMove{Authority: account(north), CoopId: north, FromFund: "reserve", ToFund: "operating", Coins: coins(75)})
}
