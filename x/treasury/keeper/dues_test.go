package keeper_test

import (
	"math"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/collections"
	sdkmath "cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	membershipkeeper "github.com/coopledger/coopledger/x/membership/keeper"
	"github.com/coopledger/coopledger/x/membership/testutil"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
	"github.com/coopledger/coopledger/x/treasury/types"
)

const (
	monthly = membershiptypes.DuesPeriod_DUES_PERIOD_MONTH
	arrears = "arrears"
)

// withDues is a ledger on which workers of north owe 10 a month from 2024 on, and
// lapse for arrears of three months. It is 14 November 2023, when all joined.
func withDues(t testing.TB) *ledger {
	l := withFour(newLedger(t), 1_000)
	l.amendCharter(func(charter *membershiptypes.Charter) {
		charter.Terms = &membershiptypes.MembershipTerms{LapseGrounds: []string{arrears, "gone"}, LapseNoticeSeconds: 30 * day}
	})
	l.charter(func(rules *membershiptypes.TreasuryRules) {
		rules.Accounts = slices.Insert(slices.Clone(rules.Accounts), 4, membershiptypes.LedgerAccount{
			Code: "4100", Name: "dues", Kind: membershiptypes.AccountKind_ACCOUNT_KIND_INCOME, Role: membershiptypes.AccountRole_ACCOUNT_ROLE_DUES,
		})
		rules.Dues = &membershiptypes.DuesRules{
			FirstDay: 20240101, LapseGround: arrears, LapseAfterPeriods: 3,
			Classes: []membershiptypes.ClassDues{{ClassId: 1, Period: monthly, Denom: denom, Amount: sdkmath.NewInt(10)}},
		}
	})
	_, charter, err := l.members.GetCharter(l.ctx, north)
	require.NoError(t, err)
	require.NoError(t, charter.Validate(membershiptypes.DefaultParams()))
	for _, name := range []string{dora, "visitor"} {
		l.rich(name, coins(500))
	}
	require.Equal(t, "2023-11-14", time.Unix(l.clock.Seconds, 0).UTC().Format(time.DateOnly))
	return l
}

// on lets the clock show a day at noon.
func (l *ledger) on(date string) {
	l.t.Helper()
	at, err := time.Parse(time.DateOnly, date)
	require.NoError(l.t, err)
	l.clock.Seconds = at.Unix() + day/2
	l.days(0)
}

func (l *ledger) standing(member uint64, at uint32) types.DuesStanding {
	l.t.Helper()
	answer, err := l.query.Dues(l.ctx, &types.QueryDuesRequest{Coop: "north", MemberId: member, At: at})
	require.NoError(l.t, err)
	return answer.Standings[0]
}

func paysDues(name string, member uint64, amount int64) *types.MsgPayDues {
	return &types.MsgPayDues{Payer: testutil.Address(name), CoopId: north, MemberId: member, Coin: sdk.Coin{Denom: denom, Amount: sdkmath.NewInt(amount)}}
}

func waives(member, periods uint64) *types.MsgWaiveDues {
	return &types.MsgWaiveDues{Authority: account(north), CoopId: north, MemberId: member, Periods: periods, Reason: "SOLIDARITY"}
}

// Dues are reckoned by the calendar, paid for whole months and waived by the members.
func TestDuesAreOwedPaidAndWaived(t *testing.T) {
	l := withDues(t)
	require.Zero(t, l.standing(4, 0).Unpaid)
	for at, owed := range map[uint32]int64{20231231: 0, 20240101: 10, 20240131: 10, 20240229: 20, 20241231: 120, 20250101: 130, 99991231: 10 * 12 * 7976} {
		require.EqualValues(t, owed, l.standing(4, at).Owed.Int64(), at)
	}
	l.on("2024-03-15")
	standing := l.standing(4, 0)
	require.EqualValues(t, 3, standing.Unpaid)
	require.EqualValues(t, 20240101, standing.PaidTo)
	require.True(t, standing.MayLapse)

	operating := l.holds(purse("operating"))
	paid := l.send(nil, paysDues(dora, 4, 20)).(*types.MsgPayDuesResponse)
	require.EqualValues(t, 20240301, paid.PaidTo)
	require.EqualValues(t, operating+20, l.holds(purse("operating")))
	require.EqualValues(t, -20, l.bears("4100", "operating"))
	entry, err := l.query.Entry(l.ctx, &types.QueryEntryRequest{Coop: "north", Number: paid.Entry})
	require.NoError(t, err)
	require.Equal(t, types.Source_SOURCE_DUES, entry.Entry.Source)
	require.EqualValues(t, 4, entry.Entry.MemberId)
	require.EqualValues(t, 1, l.standing(4, 0).Unpaid)

	l.send(nil, waives(4, 2))
	require.Zero(t, l.standing(4, 0).Unpaid)
	require.EqualValues(t, 20240501, l.standing(4, 0).PaidTo)
	require.EqualValues(t, -20, l.bears("4100", "operating"), "what is waived is no income")
	// Somebody else pays for her, a year ahead and no more.
	l.send(types.ErrInvalidDues, paysDues("visitor", 4, 120))
	require.EqualValues(t, 20250401, l.send(nil, paysDues("visitor", 4, 110)).(*types.MsgPayDuesResponse).PaidTo)
	require.Zero(t, l.standing(4, 20250331).Unpaid)
	require.EqualValues(t, 1, l.standing(4, 20250401).Unpaid)
}

// Who joins in the midst of a month owes from the next; who is gone owes what had
// begun by then, and pays it still; who comes in under other periods owes no part twice.
func TestDuesOfWhoComesAndGoes(t *testing.T) {
	l := withDues(t)
	l.on("2024-02-10")
	admitted, err := membershipkeeper.NewMsgServer(l.members).Admit(l.ctx, &membershiptypes.MsgAdmit{
		Authority: account(north), CoopId: north,
		Member: membershiptypes.NewMember{Class: "workers", Keys: []membershiptypes.KeyProof{testutil.Proof("eve", "north", 0, l.clock.Seconds+day)}},
	})
	require.NoError(t, err)
	require.Zero(t, l.standing(admitted.MemberId, 20240229).Unpaid)
	require.EqualValues(t, 1, l.standing(admitted.MemberId, 20240301).Unpaid)

	l.leaves(dora)
	l.on("2024-08-01")
	require.EqualValues(t, 2, l.standing(4, 0).Unpaid, "January and February")
	require.False(t, l.standing(4, 0).MayLapse)
	l.send(types.ErrInvalidDues, paysDues(dora, 4, 30))
	l.send(nil, paysDues(dora, 4, 20))
	require.Zero(t, l.standing(4, 0).Unpaid)
	l.send(types.ErrInvalidDues, paysDues(dora, 4, 10))

	l.send(nil, paysDues("visitor", 1, 20))
	l.charter(func(rules *membershiptypes.TreasuryRules) {
		quarterly := *rules.Dues
		quarterly.Classes = []membershiptypes.ClassDues{{ClassId: 1, Period: membershiptypes.DuesPeriod_DUES_PERIOD_QUARTER, Denom: denom, Amount: sdkmath.NewInt(30)}}
		rules.Dues = &quarterly
	})
	require.EqualValues(t, 20240401, l.standing(1, 0).PaidTo, "paid to March: the quarter that was begun is free")
	require.EqualValues(t, 60, l.standing(1, 0).Owed.Int64(), "the second and the third")
}

// A class that owes nothing, or whose amount is zero in solidarity, owes nothing.
func TestClassesInSolidarity(t *testing.T) {
	l := withDues(t)
	l.charter(func(rules *membershiptypes.TreasuryRules) {
		solidary := *rules.Dues
		solidary.Classes = []membershiptypes.ClassDues{{ClassId: 1, Period: monthly, Denom: denom, Amount: sdkmath.ZeroInt()}}
		rules.Dues = &solidary
	})
	l.on("2024-06-01")
	require.True(t, l.standing(4, 0).Owed.IsZero())
	l.send(types.ErrNoDues, paysDues(dora, 4, 10))
	l.send(types.ErrNoDues, waives(4, 1))
	lapses := &membershiptypes.MsgLapse{Authority: account(north), CoopId: north, MemberId: 4, Ground: arrears}
	_, err := membershipkeeper.NewMsgServer(l.members).Lapse(l.ctx, lapses)
	require.ErrorIs(t, err, membershiptypes.ErrNoLapse)
}

// Nobody lapses for arrears that aren't there, nor without notice, nor once they are paid.
func TestLapseForArrears(t *testing.T) {
	l := withDues(t)
	members := membershipkeeper.NewMsgServer(l.members)
	_, err := members.GrantPower(l.ctx, &membershiptypes.MsgGrantPower{
		Authority: account(north), CoopId: north, MemberId: 1, Power: membershiptypes.PowerLapse, TermSeconds: 300 * day,
	})
	require.NoError(t, err)
	lapse := func(member uint64, ground string) error {
		_, err := members.Lapse(l.ctx, &membershiptypes.MsgLapse{Authority: testutil.Address(anna), CoopId: north, MemberId: member, Ground: ground})
		return err
	}
	state := func(member uint64) membershiptypes.MemberState {
		found, err := l.members.GetMember(l.ctx, north, member)
		require.NoError(t, err)
		return found.State
	}
	l.on("2024-02-29")
	require.ErrorIs(t, lapse(4, arrears), membershiptypes.ErrNoLapse, "two months are unpaid")
	require.NoError(t, lapse(2, "gone"), "the other ground is for people to judge")
	l.on("2024-03-01")
	require.NoError(t, lapse(3, arrears))
	require.NoError(t, lapse(4, arrears))
	l.on("2024-03-20")
	require.Equal(t, membershiptypes.MemberState_MEMBER_STATE_ACTIVE, state(4), "the notice runs")
	l.send(nil, paysDues(dora, 4, 20))
	l.on("2024-04-05")
	require.Equal(t, membershiptypes.MemberState_MEMBER_STATE_LAPSED, state(3))
	require.Equal(t, membershiptypes.MemberState_MEMBER_STATE_ACTIVE, state(4), "she has paid")
	require.Equal(t, membershiptypes.MemberState_MEMBER_STATE_LAPSED, state(2))
	notice, err := l.members.Notices.Has(l.ctx, collections.Join3(uint64(north), uint64(4), uint64(membershiptypes.NoticeKind_NOTICE_KIND_LAPSE)))
	require.NoError(t, err)
	require.False(t, notice, "the notice fell away")
}

// H21. What are no dues is refused with a sentence, and changes nothing.
func TestH21RefusedDues(t *testing.T) {
	l := withDues(t)
	l.on("2024-03-15")
	for name, c := range map[string]struct {
		message sdk.Msg
		refusal error
	}{
		"error - nothing":               {paysDues(dora, 4, 0), types.ErrInvalidCoins},
		"error - less than nothing":     {paysDues(dora, 4, -10), types.ErrInvalidCoins},
		"error - part of a month":       {paysDues(dora, 4, 15), types.ErrInvalidDues},
		"error - for a thousand years":  {paysDues(dora, 4, 120_000), types.ErrInvalidDues},
		"error - 2^235":                 {&types.MsgPayDues{Payer: testutil.Address(dora), CoopId: north, MemberId: 4, Coin: sdk.NewCoin(denom, sdkmath.NewIntFromBigInt(sdkmath.NewInt(10).BigInt().Lsh(sdkmath.NewInt(10).BigInt(), 230)))}, types.ErrInvalidDues},
		"error - in another coin":       {&types.MsgPayDues{Payer: testutil.Address(dora), CoopId: north, MemberId: 4, Coin: sdk.NewInt64Coin(other, 10)}, types.ErrInvalidDues},
		"error - of nobody":             {paysDues(dora, 9, 10), membershiptypes.ErrUnknownMember},
		"error - where none are owed":   {&types.MsgPayDues{Payer: testutil.Address(dora), CoopId: east, MemberId: 1, Coin: coins(10)[0]}, types.ErrNoDues},
		"error - waives nothing":        {waives(4, 0), types.ErrInvalidDues},
		"error - waives for ever":       {waives(4, math.MaxUint64), types.ErrInvalidDues},
		"error - waives by somebody":    {&types.MsgWaiveDues{Authority: testutil.Address(anna), CoopId: north, MemberId: 4, Periods: 1, Reason: "X"}, types.ErrUnauthorized},
		"error - waives without reason": {&types.MsgWaiveDues{Authority: account(north), CoopId: north, MemberId: 4, Periods: 1}, types.ErrInvalidPayment},
		"error - out of its own purse":  {&types.MsgPayDues{Payer: types.PurseAddress(north, "operating"), CoopId: north, MemberId: 4, Coin: coins(10)[0]}, types.ErrPurseClosed},
		"error - out of a purse":        {&types.MsgPayDues{Payer: account(east), CoopId: north, MemberId: 4, Coin: coins(10)[0]}, types.ErrPurseClosed},
	} {
		t.Run(name, func(t *testing.T) { l.send(c.refusal, c.message) })
	}
	before := l.hash()
	_, err := l.deliver(l.ctx, paysDues(cara, 4, 10))
	require.ErrorContains(t, err, "insufficient funds")
	require.Equal(t, before, l.hash(), "nobody has paid without coins")
}

func TestDuesAreListedAndExported(t *testing.T) {
	l := withDues(t)
	l.on("2024-03-15")
	l.send(nil, paysDues(dora, 4, 20))
	page, err := l.query.Dues(l.ctx, &types.QueryDuesRequest{Coop: "north", Limit: 3})
	require.NoError(t, err)
	require.Len(t, page.Standings, 3)
	require.EqualValues(t, 4, page.Next)
	rest, err := l.query.Dues(l.ctx, &types.QueryDuesRequest{Coop: "north", From: page.Next})
	require.NoError(t, err)
	require.Len(t, rest.Standings, 1)
	require.EqualValues(t, 10, rest.Standings[0].Owed.Int64())
	require.Zero(t, rest.Next)
	_, err = l.query.Dues(l.ctx, &types.QueryDuesRequest{Coop: "north", At: 20240231})
	require.Error(t, err)

	genesis, err := l.keeper.ExportGenesis(l.ctx)
	require.NoError(t, err)
	before := l.hash()
	l.reimport(genesis)
	require.Equal(t, before, l.hash(), "every record is back")
	for name, spoil := range map[string]func(*types.GenesisState){
		"twice":     func(g *types.GenesisState) { g.DuesAccounts = append(g.DuesAccounts, g.DuesAccounts[0]) },
		"of nobody": func(g *types.GenesisState) { g.DuesAccounts[0].MemberId = 9 },
		"to no day": func(g *types.GenesisState) { g.DuesAccounts[0].PaidTo = 20240231 },
	} {
		t.Run(name, func(t *testing.T) {
			genesis, err := l.keeper.ExportGenesis(l.ctx)
			require.NoError(t, err)
			spoil(genesis)
			fresh, _ := l.ctx.CacheContext()
			l.emptied(fresh)
			require.ErrorIs(t, l.keeper.InitGenesis(fresh, genesis), types.ErrInvalidGenesis)
		})
	}
}
