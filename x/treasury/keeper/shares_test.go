package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	membershipkeeper "github.com/coopledger/coopledger/x/membership/keeper"
	"github.com/coopledger/coopledger/x/membership/testutil"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
	"github.com/coopledger/coopledger/x/treasury/types"
)

// A share is subscribed, paid in by instalments, booked to the member's part of the
// account, and given back after its notice, into the passbook.
func TestASharesLife(t *testing.T) {
	l := withHoldings(t)
	made := l.send(nil, subscribes(dora, 4, "share", 3)).(*types.MsgSubscribeResponse)
	require.Zero(t, made.Entry, "what is subscribed is not booked")
	require.Zero(t, l.bears(capital, "operating"))
	operating := l.holds(purse("operating"))
	l.send(nil, paysInto(dora, made.LotId, 30))
	l.send(nil, paysInto("visitor", made.LotId, 10))
	require.EqualValues(t, operating+40, l.holds(purse("operating")))
	require.EqualValues(t, -40, l.bears(capital, "operating"))
	lot := l.sharesOf(4)[0]
	require.EqualValues(t, 40, lot.Lot.Paid.Int64())
	require.EqualValues(t, 150, lot.Lot.Nominal.Int64())
	l.send(types.ErrInvalidHolding, redeems(dora, 4, "share", 1)) // not paid
	l.send(types.ErrInvalidHolding, paysInto(dora, made.LotId, 111))
	l.send(nil, paysInto(dora, made.LotId, 110))
	l.bought(cara, 3, "share", 2)
	require.EqualValues(t, -250, l.bears(capital, "operating"))

	l.send(types.ErrNotRedeemable, redeems(dora, 4, "share", 3)) // one is required
	asked := l.send(nil, redeems(dora, 4, "share", 0)).(*types.MsgRedeemResponse)
	require.EqualValues(t, l.clock.Seconds+90*day, asked.DueAt)
	require.EqualValues(t, 2, l.redemptions()[0].Number)
	l.send(types.ErrNotRedeemable, redeems(dora, 4, "share", 1)) // they wait already
	l.days(89)
	require.Zero(t, l.debt(4))
	l.days(1)
	require.EqualValues(t, 100, l.debt(4))
	require.EqualValues(t, 1, l.units(4, "share"))
	require.EqualValues(t, -150, l.bears(capital, "operating"))
	require.Empty(t, l.redemptions())
	entry, err := l.query.Book(l.ctx, &types.QueryBookRequest{Coop: "north"})
	require.NoError(t, err)
	paid, err := l.query.Entry(l.ctx, &types.QueryEntryRequest{Coop: "north", Number: entry.Book.Entries})
	require.NoError(t, err)
	require.Equal(t, types.Source_SOURCE_REDEMPTION, paid.Entry.Source)
	require.True(t, paid.Entry.RelatedParty)
}

// Who leaves is redeemed whole, counted from the day of leaving, also where nobody
// asks for it but an officer; what was never paid in is let go.
func TestRedeemedOnLeaving(t *testing.T) {
	l := withHoldings(t)
	l.instrument("share", func(i *membershiptypes.Instrument) {
		i.Redemption = membershiptypes.RedemptionRule_REDEMPTION_RULE_ON_LEAVING
		i.CapitalFloor = math.ZeroInt()
	})
	l.bought(dora, 4, "share", 1)
	unpaid := l.send(nil, subscribes(dora, 4, "share", 2)).(*types.MsgSubscribeResponse)
	l.send(nil, paysInto(dora, unpaid.LotId, 25))
	l.send(types.ErrNotRedeemable, redeems(dora, 4, "share", 1)) // a member still
	l.leaves(dora)
	l.send(types.ErrMayNotHold, subscribes(dora, 4, "share", 1))
	l.days(30)
	l.send(types.ErrNotYours, redeems("visitor", 4, "share", 0))
	asked := l.send(nil, redeems(anna, 4, "share", 0)).(*types.MsgRedeemResponse)
	require.EqualValues(t, l.clock.Seconds+60*day, asked.DueAt)
	l.days(60)
	require.EqualValues(t, 75, l.debt(4))
	require.Zero(t, l.units(4, "share"))
	require.Zero(t, l.bears(capital, "operating"))
	l.send(types.ErrUnknownLot, paysInto(dora, unpaid.LotId, 25))
}

// The oldest shares are redeemed first, by the day and not by the number.
func TestOldestFirst(t *testing.T) {
	l := withHoldings(t)
	newest := l.bought(dora, 4, "share", 2)
	brought := l.send(nil, bringsIn(1, given(4, "share", 3, 20190501, 150), given(4, "share", 2, 20200501, 100))).(*types.MsgBringInLotsResponse)
	l.send(nil, redeems(dora, 4, "share", 4))
	l.days(90)
	require.EqualValues(t, 200, l.debt(4))
	left := make(map[uint64]uint64)
	for _, line := range l.sharesOf(4) {
		left[line.Lot.Id] = line.Lot.Number
	}
	require.Equal(t, map[uint64]uint64{brought.FirstLotId + 1: 1, newest: 2}, left)
}

// What the floor of capital or the purse doesn't allow is held back, seen, and tried
// again every day, in the order in which it was asked for.
func TestHeldBack(t *testing.T) {
	l := withHoldings(t)
	l.bought(cara, 3, "share", 2)
	l.bought(dora, 4, "share", 3) // 250 in all
	l.instrument("share", func(i *membershiptypes.Instrument) { i.CapitalFloor = math.NewInt(200) })
	l.send(nil, redeems(cara, 3, "share", 1))
	l.send(nil, redeems(dora, 4, "share", 1))
	l.days(91)
	require.EqualValues(t, 50, l.debt(3), "who asked first")
	require.Zero(t, l.debt(4))
	held := l.redemptions()[0]
	require.EqualValues(t, 1, held.Attempts)
	require.EqualValues(t, types.ErrBelowCapital.ABCICode(), held.ErrorCode)
	require.Equal(t, l.clock.Seconds/day*day+day, held.DueAt, "the next day")
	late := l.late(4, 0)[types.ArrearsKind_ARREARS_KIND_REDEMPTION]
	require.EqualValues(t, 50, late.Amount.Int64())
	l.instrument("share", func(i *membershiptypes.Instrument) { i.CapitalFloor = math.ZeroInt() })
	l.send(nil, &types.MsgPay{Authority: account(north), CoopId: north, Fund: "operating", Payee: testutil.Address("visitor"), Coins: coins(l.holds(purse("operating")) - 49), Account: "5000", Narrative: "RENT"})
	l.days(1)
	require.Zero(t, l.debt(4))
	require.EqualValues(t, types.ErrNotEnough.ABCICode(), l.redemptions()[0].ErrorCode)
	l.funded(1)
	l.charter(func(rules *membershiptypes.TreasuryRules) {
		rules.Floors = []membershiptypes.FundFloor{{Fund: "operating", Denom: denom, Amount: math.OneInt(), Spending: true}}
	})
	l.days(1)
	require.EqualValues(t, types.ErrBelowFloor.ABCICode(), l.redemptions()[0].ErrorCode)
	l.funded(1)
	l.days(1)
	require.EqualValues(t, 50, l.debt(4))
	require.EqualValues(t, 1, l.holds(purse("operating")))
}

// A redemption is taken back by its holder, and refused by the members where the
// charter lets them, and nowhere else.
func TestStoppedAndRefused(t *testing.T) {
	l := withHoldings(t)
	l.bought(dora, 4, "share", 3)
	l.bought(dora, 4, "investor", 2)
	share := l.send(nil, redeems(dora, 4, "share", 1)).(*types.MsgRedeemResponse).RedemptionId
	investor := l.send(nil, redeems(dora, 4, "investor", 2)).(*types.MsgRedeemResponse).RedemptionId
	l.send(types.ErrNotRedeemable, stopsRedemption(account(north), share))
	l.send(types.ErrNotYours, stopsRedemption(testutil.Address(cara), share))
	l.send(nil, stopsRedemption(testutil.Address(dora), share))
	l.send(types.ErrUnknownRedemption, stopsRedemption(testutil.Address(dora), share))
	l.send(nil, stopsRedemption(account(north), investor))
	l.days(365)
	require.Zero(t, l.debt(4))
	require.EqualValues(t, 2, l.units(4, "investor"))
}

// Who has to hold a share and doesn't, or doesn't pay it in, is in arrears, and lapses
// for it where the charter says so.
func TestArrearsOfShares(t *testing.T) {
	l := withHoldings(t)
	require.NotContains(t, l.late(4, 20231214), types.ArrearsKind_ARREARS_KIND_REQUIRED, "thirty days after 14 November")
	missing := l.late(4, 20231215)[types.ArrearsKind_ARREARS_KIND_REQUIRED]
	require.EqualValues(t, 50, missing.Amount.Int64())
	require.EqualValues(t, 20231215, missing.Since)
	require.False(t, l.late(4, 20240212)[types.ArrearsKind_ARREARS_KIND_REQUIRED].MayLapse)
	require.True(t, l.late(4, 20240213)[types.ArrearsKind_ARREARS_KIND_REQUIRED].MayLapse, "after sixty days")
	l.instrument("share", func(i *membershiptypes.Instrument) { i.RequiredFrom = 20240101 })
	require.EqualValues(t, 20240201, l.late(4, 20240201)[types.ArrearsKind_ARREARS_KIND_REQUIRED].Since, "counted from when it was required")

	lot := l.send(nil, subscribes(dora, 4, "share", 2)).(*types.MsgSubscribeResponse).LotId
	for at, overdue := range map[uint32]int64{20231114: 0, 20231115: 20, 20231214: 20, 20231215: 40, 20240313: 80, 20240314: 100, 20300101: 100} {
		line := l.late(4, at)[types.ArrearsKind_ARREARS_KIND_INSTALMENTS]
		if overdue == 0 {
			require.Zero(t, line, at)
			continue
		}
		require.EqualValues(t, overdue, line.Amount.Int64(), at)
		require.EqualValues(t, lot, line.LotId)
	}
	l.send(nil, paysInto(dora, lot, 45))
	require.EqualValues(t, 15, l.late(4, 20240114)[types.ArrearsKind_ARREARS_KIND_INSTALMENTS].Amount.Int64())
	require.EqualValues(t, 20240114, l.late(4, 20240114)[types.ArrearsKind_ARREARS_KIND_INSTALMENTS].Since)

	lapse := func() error {
		_, err := membershipkeeper.NewMsgServer(l.members).Lapse(l.ctx, &membershiptypes.MsgLapse{Authority: account(north), CoopId: north, MemberId: 4, Ground: arrears})
		return err
	}
	l.on("2024-03-13")
	require.ErrorIs(t, lapse(), membershiptypes.ErrNoLapse)
	l.on("2024-03-14")
	require.NoError(t, lapse())
	l.send(nil, paysInto(dora, lot, 55))
	l.days(40)
	member, err := l.members.GetMember(l.ctx, north, 4)
	require.NoError(t, err)
	require.Equal(t, membershiptypes.MemberState_MEMBER_STATE_ACTIVE, member.State, "she has paid")
}

// A receipt on the ledger or in a bank pays in for a lot: the officer says for which.
func TestReceiptsPayIn(t *testing.T) {
	l := withHoldings(t)
	lot := l.send(nil, subscribes(dora, 4, "share", 3)).(*types.MsgSubscribeResponse).LotId
	l.receives(90)
	classifies := func(amount int64, lot uint64, account string, member uint64) *types.MsgClassify {
		return &types.MsgClassify{Authority: testutil.Address(anna), CoopId: north, Coin: sdk.NewInt64Coin(denom, amount), Fund: "operating", Account: account, MemberId: member, LotId: lot}
	}
	l.send(types.ErrWrongAccount, classifies(60, 0, capital, 4)) // which lot?
	l.send(types.ErrInvalidHolding, classifies(60, lot, capital, 3))
	l.send(types.ErrInvalidHolding, classifies(60, lot, "4000", 0))
	l.send(types.ErrInvalidHolding, classifies(151, lot, "", 0))
	l.send(types.ErrNotEnough, classifies(91, lot, "", 0))
	l.send(nil, classifies(60, lot, "", 0))
	require.EqualValues(t, 60, l.sharesOf(4)[0].Lot.Paid.Int64())
	require.EqualValues(t, -60, l.bears(capital, "operating"))
}

// Units pass to another with the approval of two officers who neither give nor get
// them, or of the members; or at once where the charter lets holders.
func TestTransfers(t *testing.T) {
	l := withHoldings(t)
	l.bought(dora, 4, "share", 4)
	l.bought(dora, 4, "investor", 2)
	require.NotZero(t, l.send(nil, transfers(dora, 4, "investor", 3, 1)).(*types.MsgTransferSharesResponse).Entry)
	l.send(types.ErrMayNotHold, transfers(dora, 4, "investor", 2, 1)) // not named
	require.EqualValues(t, 1, l.units(3, "investor"))

	l.send(types.ErrNotTransferable, transfers(dora, 4, "share", 3, 4)) // one is required
	l.send(types.ErrNotTransferable, transfers(dora, 4, "share", 4, 1))
	l.send(nil, transfers(dora, 4, "share", 1, 2))
	require.Zero(t, l.units(1, "share"))
	l.send(types.ErrOwnPayment, approvesTransfer(testutil.Address(anna), 4, "share", 1, 2))
	l.send(types.ErrNotTransferable, approvesTransfer(testutil.Address(ben), 4, "share", 1, 1))
	l.send(nil, approvesTransfer(testutil.Address(ben), 4, "share", 1, 2))
	l.send(types.ErrSameOfficer, approvesTransfer(testutil.Address(ben), 4, "share", 1, 2))
	l.grant(3)
	require.NotZero(t, l.send(nil, approvesTransfer(testutil.Address(cara), 4, "share", 1, 2)).(*types.MsgApproveTransferResponse).Entry)
	require.EqualValues(t, 2, l.units(1, "share"))
	require.EqualValues(t, 2, l.units(4, "share"))
	require.EqualValues(t, -200, l.bears(capital, "operating"), "the capital is what it was")

	l.send(nil, transfers(dora, 4, "share", 2, 1))
	l.send(nil, transfers(dora, 4, "share", 2, 0)) // taken back
	l.send(types.ErrNotTransferable, approvesTransfer(account(north), 4, "share", 2, 1))
	l.send(nil, transfers(dora, 4, "share", 2, 1))
	refused := approvesTransfer(testutil.Address(anna), 4, "share", 2, 1)
	refused.Refuses = true
	l.send(nil, refused)
	l.send(nil, transfers(dora, 4, "share", 2, 1))
	require.NotZero(t, l.send(nil, approvesTransfer(account(north), 4, "share", 2, 1)).(*types.MsgApproveTransferResponse).Entry)
}

// H21. What can't be held, paid in or given back is refused, and changes nothing.
func TestRefusedHoldings(t *testing.T) {
	l := withHoldings(t)
	lot := l.send(nil, subscribes(dora, 4, "share", 3)).(*types.MsgSubscribeResponse).LotId
	frozen := l.bought(cara, 3, "share", 2)
	require.NotZero(t, frozen)
	l.freezes(cara, 3)
	for name, c := range map[string]struct {
		message sdk.Msg
		refusal error
	}{
		"error - no such instrument":        {subscribes(dora, 4, "bond", 1), types.ErrUnknownInstrument},
		"error - no units":                  {subscribes(dora, 4, "share", 0), types.ErrInvalidHolding},
		"error - more than one may hold":    {subscribes(dora, 4, "share", 8), types.ErrMayNotHold},
		"error - 2^64-1 units":              {subscribes(dora, 4, "share", 1<<64-1), types.ErrMayNotHold},
		"error - for another":               {subscribes(dora, 2, "share", 1), types.ErrNotYours},
		"error - for nobody":                {subscribes(dora, 9, "share", 1), membershiptypes.ErrUnknownMember},
		"error - not of those named":        {subscribes(anna, 1, "investor", 1), types.ErrMayNotHold},
		"error - lent and not paid":         {subscribes(dora, 4, "loan", 100), types.ErrInvalidHolding},
		"error - more than is issued":       {buys(dora, 4, "loan", 100_001), types.ErrMayNotHold},
		"error - while money is frozen":     {redeems(cara, 3, "share", 1), types.ErrMoneyFrozen},
		"error - by a frozen key":           {transfers(cara, 3, "share", 4, 1), types.ErrMoneyFrozen},
		"error - pays in nothing":           {paysInto(dora, lot, 0), types.ErrInvalidCoins},
		"error - pays in less than that":    {paysInto(dora, lot, -5), types.ErrInvalidCoins},
		"error - pays in another coin":      {&types.MsgPayIn{Payer: testutil.Address(dora), CoopId: north, LotId: lot, Coin: sdk.NewInt64Coin(other, 10)}, types.ErrInvalidHolding},
		"error - pays in for no lot":        {paysInto(dora, 99, 10), types.ErrUnknownLot},
		"error - pays in out of a purse":    {&types.MsgPayIn{Payer: types.PurseAddress(north, "operating"), CoopId: north, LotId: lot, Coin: coins(10)[0]}, types.ErrPurseClosed},
		"error - pays in elsewhere":         {&types.MsgPayIn{Payer: testutil.Address(dora), CoopId: east, LotId: lot, Coin: coins(10)[0]}, types.ErrUnknownLot},
		"error - more than is held":         {redeems(dora, 4, "investor", 1), types.ErrNotRedeemable},
		"error - a loan":                    {redeems(dora, 4, "loan", 1), types.ErrNotRedeemable},
		"error - by an officer, a member":   {redeems(anna, 4, "share", 1), types.ErrNotYours},
		"error - no redemption waits":       {stopsRedemption(testutil.Address(dora), 7), types.ErrUnknownRedemption},
		"error - unpaid is passed on":       {transfers(dora, 4, "share", 2, 1), types.ErrInvalidHolding},
		"error - a loan is passed on":       {transfers(dora, 4, "loan", 2, 1), types.ErrNotTransferable},
		"error - nothing waits":             {approvesTransfer(testutil.Address(anna), 4, "share", 2, 1), types.ErrNotTransferable},
		"error - approved by no officer":    {approvesTransfer(testutil.Address(dora), 4, "share", 2, 1), types.ErrUnauthorized},
		"error - posted by officers":        {&types.MsgPost{Officer: testutil.Address(anna), CoopId: north, Postings: []types.Posting{withMember(line(capital, "operating", -5), 4), line("5000", "operating", 5)}}, types.ErrWrongAccount},
		"error - paid out of the capital":   {&types.MsgPay{Authority: account(north), CoopId: north, Fund: "operating", Payee: testutil.Address("visitor"), Coins: coins(5), Account: lent}, types.ErrWrongAccount},
		"error - budget out of a loan":      {opens(budgetOn(lent)), types.ErrWrongAccount},
		"error - interest on member share":  {paysInterest("share", 1, lot), types.ErrInvalidHolding},
		"error - interest on nothing":       {paysInterest("investor", 300), types.ErrInvalidHolding},
		"error - interest above the cap":    {paysInterest("investor", 301, lot), types.ErrInvalidHolding},
		"error - interest twice":            {paysInterest("investor", 300, lot, lot), types.ErrInvalidHolding},
		"error - interest on another":       {paysInterest("investor", 300, lot), types.ErrInvalidHolding},
		"error - interest by an officer":    {&types.MsgPayInterest{Authority: testutil.Address(anna), CoopId: north, Instrument: "investor", BasisPoints: 1, LotIds: []uint64{1}}, types.ErrUnauthorized},
		"error - a share bears no interest": {accrues(lot), types.ErrInvalidHolding},
	} {
		t.Run(name, func(t *testing.T) { l.send(c.refusal, c.message) })
	}
}

func withMember(posting types.Posting, member uint64) types.Posting {
	posting.MemberId = member
	return posting
}

func budgetOn(account string) types.BudgetTerms {
	budget := terms()
	budget.Account = account
	return budget
}
