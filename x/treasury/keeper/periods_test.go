package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	membershipkeeper "github.com/coopledger/coopledger/x/membership/keeper"
	"github.com/coopledger/coopledger/x/membership/testutil"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
	"github.com/coopledger/coopledger/x/treasury/types"
)

// byMonths gives north a fiscal calendar of months, the first of them September 2023.
func byMonths(l *ledger) *ledger {
	l.charter(func(rules *membershiptypes.TreasuryRules) {
		rules.Fiscal = &membershiptypes.FiscalCalendar{
			StartMonth: 4, StartDay: 1, Pattern: membershiptypes.FiscalPattern_FISCAL_PATTERN_MONTH, FirstDay: 20230901,
		}
	})
	return l
}

func locks(name string, lastDay uint32) *types.MsgLockPeriod {
	return &types.MsgLockPeriod{Authority: testutil.Address(name), CoopId: north, LastDay: lastDay}
}

// lockedTo a day by Anna and Ben.
func (l *ledger) lockedTo(lastDay uint32) {
	l.t.Helper()
	require.Zero(l.t, l.send(nil, locks(anna, lastDay)).(*types.MsgLockPeriodResponse).Number)
	require.NotZero(l.t, l.send(nil, locks(ben, lastDay)).(*types.MsgLockPeriodResponse).Number)
}

func (l *ledger) periods() *types.QueryPeriodsResponse {
	l.t.Helper()
	answer, err := l.query.Periods(l.ctx, &types.QueryPeriodsRequest{Coop: "north"})
	require.NoError(l.t, err)
	return answer
}

func TestTwoOfficersLockAPeriod(t *testing.T) {
	l := byMonths(newLedger(t))
	l.entered(dated(20230831))
	require.Equal(t, "2023/24 P06", l.periods().Next.Label)
	l.send(nil, locks(anna, 20230930))
	l.send(nil, locks(anna, 20230930))
	require.Empty(t, l.periods().Periods, "one officer, twice, is one officer")
	require.EqualValues(t, 1, l.periods().Next.Request.AskerMemberId)
	require.EqualValues(t, 1, l.send(nil, locks(ben, 20230930)).(*types.MsgLockPeriodResponse).Number)

	now := l.periods()
	require.Equal(t, types.Period{
		CoopId: north, Number: 1, Label: "2023/24 P06", FirstDay: 20230901, LastDay: 20230930, LockedAt: testutil.Start, Entries: 1,
		AskerMemberId: 1, ConfirmerMemberId: 2,
	}, now.Periods[0])
	require.Equal(t, types.NextPeriod{Label: "2023/24 P07", FirstDay: 20231001, LastDay: lastOfOctober, Ended: true}, *now.Next)
	require.EqualValues(t, today, now.Today)
	for _, day := range []uint32{20230930, 20230901, 20230831, 19991231} {
		l.send(types.ErrPeriodLocked, dated(day))
	}
	require.EqualValues(t, 20231001, l.entryAt(l.entered(dated(20231001))).AccountingDate)
	// An entry of the locked period is taken back in an open one.
	back := &types.MsgReverse{Officer: testutil.Address(anna), CoopId: north, Entry: 1, AccountingDate: 20230930}
	l.send(types.ErrPeriodLocked, back)
	back.AccountingDate = 0
	l.send(nil, back)
	// Coins move on their own day, whatever is locked.
	l.receives(10)
	require.EqualValues(t, today, l.entryAt(3).AccountingDate)
	// What is locked is locked: not even again.
	l.send(types.ErrCannotLock, locks(anna, 20230930))
}

func TestLockRefuses(t *testing.T) {
	l := newLedger(t)
	l.send(types.ErrNoCalendar, locks(anna, 20230930))
	byMonths(l)
	for name, refused := range map[string]*types.MsgLockPeriod{
		"out of order":                    locks(anna, lastOfOctober),
		"not yet begun":                   locks(anna, 20231231),
		"no period's end":                 locks(anna, 20230929),
		"no day":                          locks(anna, 0),
		"another's key":                   {Authority: testutil.Address("stranger"), CoopId: north, LastDay: 20230930},
		"an officer of another co-op":     {Authority: testutil.Address(anna), CoopId: east, LastDay: 20230930},
		"the account of another co-op":    {Authority: account(east), CoopId: north, LastDay: 20230930},
		"the purse of the co-op's own":    {Authority: types.PurseAddress(north, "operating"), CoopId: north, LastDay: 20230930},
		"what is no address at all":       {Authority: "north", CoopId: north, LastDay: 20230930},
		"the greatest number in the mail": locks(anna, 1<<32-1),
	} {
		before := l.hash()
		_, err := l.msg.LockPeriod(l.ctx, refused)
		require.Error(t, err, name)
		require.Equal(t, before, l.hash(), name)
	}
	l.lockedTo(20230930)
	l.lockedTo(lastOfOctober)
	l.send(types.ErrCannotLock, locks(anna, 20231130))
	l.clock.Seconds += 16 * secondsPerDay
	l.send(types.ErrCannotLock, locks(anna, 20231130))
	l.clock.Seconds += secondsPerDay
	l.lockedTo(20231130)
}

// Nothing that waits may end up in a locked period.
func TestNoPeriodIsLockedUnderAWaitingEntry(t *testing.T) {
	l := byMonths(newLedger(t))
	l.send(nil, dated(20230929))
	l.send(types.ErrCannotLock, locks(anna, 20230930))
	l.send(nil, approval(ben, 1))
	l.send(nil, dated(20231001))
	l.lockedTo(20230930)
	l.send(types.ErrCannotLock, locks(anna, lastOfOctober))
	l.clock.Seconds += int64(types.DefaultParams().PendingLifetimeSeconds)
	require.NoError(t, l.keeper.EndBlock(l.ctx))
	l.lockedTo(lastOfOctober)
}

// The second officer finds the wish of one who keeps the book, for the same
// period, not too long ago; else it is a wish of its own.
func TestWishesToLockThatCountNoMore(t *testing.T) {
	l := byMonths(newLedger(t))
	first := locks(anna, 20230930)
	l.send(nil, first)
	l.clock.Seconds += int64(types.DefaultParams().PendingLifetimeSeconds)
	require.Zero(t, l.send(nil, locks(ben, 20230930)).(*types.MsgLockPeriodResponse).Number, "too long ago")
	require.EqualValues(t, 2, l.periods().Next.Request.AskerMemberId)
	_, err := membershipkeeper.NewMsgServer(l.members).RevokePower(l.ctx, &membershiptypes.MsgRevokePower{
		Authority: account(north), CoopId: north, MemberId: 2, Power: membershiptypes.PowerBook,
	})
	require.NoError(t, err)
	require.Zero(t, l.send(nil, first).(*types.MsgLockPeriodResponse).Number, "Ben keeps no book any more")
	require.EqualValues(t, 1, l.periods().Next.Request.AskerMemberId)
	// The calendar has changed: the wish was for another period.
	l.charter(func(rules *membershiptypes.TreasuryRules) { rules.Fiscal.StartDay = 16 })
	l.grant(2)
	require.Nil(t, l.periods().Next.Request)
	require.Zero(t, l.send(nil, locks(ben, 20230915)).(*types.MsgLockPeriodResponse).Number, "for another period")
}

func TestMembersLockAPeriod(t *testing.T) {
	l := byMonths(newLedger(t))
	l.send(nil, locks(anna, 20230930))
	byMembers := &types.MsgLockPeriod{Authority: account(north), CoopId: north, LastDay: 20230930}
	require.EqualValues(t, 1, l.send(nil, byMembers).(*types.MsgLockPeriodResponse).Number)
	period := l.periods().Periods[0]
	require.EqualValues(t, []uint64{9, 0, 0}, []uint64{period.ResolutionId, period.AskerMemberId, period.ConfirmerMemberId})
	require.Nil(t, l.periods().Next.Request, "the officer's wish is done with")
	_, err := l.msg.LockPeriod(l.ctx, &types.MsgLockPeriod{Authority: account(north), CoopId: north, LastDay: lastOfOctober})
	require.ErrorIs(t, err, types.ErrUnauthorized, "the account signs nothing without a resolution")
}

// A new time zone puts the clocks back into a locked day: coins come in all the
// same, dated on the first day that is open.
func TestClocksPutBackIntoALockedPeriod(t *testing.T) {
	l := byMonths(newLedger(t))
	l.clock.Zones = map[string]string{"Pacific/Kiritimati": "<+14>-14", "Pacific/Midway": "SST11"}
	l.amendCharter(func(charter *membershiptypes.Charter) { charter.TimeZone = "Pacific/Kiritimati" })
	l.lockedTo(20230930)
	l.clock.Seconds = 1_698_750_000 // 31 October, 11:00 UTC; 1 November on Kiritimati.
	l.lockedTo(lastOfOctober)
	l.amendCharter(func(charter *membershiptypes.Charter) { charter.TimeZone = "Pacific/Midway" })
	require.EqualValues(t, lastOfOctober, l.periods().Today)
	l.receives(10)
	require.EqualValues(t, 20231101, l.entryAt(1).AccountingDate)
	l.send(types.ErrPeriodLocked, invoice(nil))
}

// The wish of a frozen treasury's officer is refused, like all that posts.
func TestAFrozenTreasuryLocksNothing(t *testing.T) {
	l := byMonths(newLedger(t))
	l.freeze()
	l.send(types.ErrFrozen, locks(anna, 20230930))
	l.send(types.ErrFrozen, &types.MsgLockPeriod{Authority: account(north), CoopId: north, LastDay: 20230930})
}
