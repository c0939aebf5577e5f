package keeper_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/collections"
	"cosmossdk.io/math"

	"github.com/coopledger/coopledger/x/membership/testutil"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
	"github.com/coopledger/coopledger/x/treasury/types"
)

// accrual is dated on the last of October and takes itself back on a day.
func accrual(reverseOn uint32) *types.MsgPost {
	return invoice(func(m *types.MsgPost) { m.AccountingDate, m.ReverseOn = lastOfOctober, reverseOn })
}

// freeze north's treasury.
func (l *ledger) freeze() {
	l.t.Helper()
	require.NoError(l.t, l.keeper.Freezes.Set(l.ctx, north, types.Freeze{Height: 1, Fund: "operating", Denom: denom, InBank: math.OneInt(), InBook: math.ZeroInt()}))
}

func (l *ledger) valueOf(code string) int64 {
	l.t.Helper()
	balance, err := l.keeper.Balances.Get(l.ctx, collections.Join4(uint64(north), code, "operating", ""))
	if err != nil {
		require.ErrorIs(l.t, err, collections.ErrNotFound)
		return 0
	}
	return balance.Functional.Int64()
}

func (l *ledger) length() uint64 {
	l.t.Helper()
	answer, err := l.query.Book(l.ctx, &types.QueryBookRequest{Coop: "north"})
	require.NoError(l.t, err)
	return answer.Book.Entries
}

// until the end of a day's last second, and then the block after it.
const untilMidnight = 24*60*60 - (22*60*60 + 13*60 + 20)

func TestAnAccrualTakesItselfBack(t *testing.T) {
	l := newLedger(t)
	number := l.entered(accrual(today + 1))
	l.later(untilMidnight - 1)
	require.EqualValues(t, 1, l.length(), "a second too early")
	require.EqualValues(t, 250, l.valueOf("5000"))
	l.later(1)
	require.EqualValues(t, 2, l.length())
	require.Zero(t, l.valueOf("5000"))
	original, back := l.entryAt(number), l.entryAt(2)
	require.EqualValues(t, 2, original.ReversedBy)
	require.Equal(t, types.Source_SOURCE_REVERSAL, back.Source)
	require.EqualValues(t, []uint64{number, 1, 2}, []uint64{back.Reverses, back.PreparerMemberId, back.ApproverMemberId})
	require.EqualValues(t, today+1, back.AccountingDate)
	require.Equal(t, original.Postings[0].Negated(), back.Postings[0])
	l.later(10 * secondsPerDay)
	require.EqualValues(t, 2, l.length(), "once")
	l.send(types.ErrNotReversible, &types.MsgReverse{Officer: testutil.Address(ben), CoopId: north, Entry: number})
	l.send(types.ErrNotReversible, &types.MsgReverse{Officer: testutil.Address(ben), CoopId: north, Entry: 2})
}

// Posted late, for a month that is over: it is taken back in the next block, and
// dated on its day.
func TestAnAccrualOfLastMonth(t *testing.T) {
	l := newLedger(t)
	l.entered(accrual(20231101))
	l.later(1)
	require.EqualValues(t, 20231101, l.entryAt(2).AccountingDate)
}

func TestReversalsThatAreRefused(t *testing.T) {
	for _, c := range []struct {
		name    string
		change  func(*types.MsgPost)
		refusal error
	}{
		{"error - no day", func(m *types.MsgPost) { m.ReverseOn = 20240230 }, types.ErrInvalidReversal},
		{"error - the same day", func(m *types.MsgPost) { m.ReverseOn = lastOfOctober }, types.ErrInvalidReversal},
		{"error - before", func(m *types.MsgPost) { m.ReverseOn = 20231001 }, types.ErrInvalidReversal},
		{"error - too far ahead", func(m *types.MsgPost) { m.ReverseOn = 20241219 }, types.ErrInvalidReversal},
		{"error - equity of an indivisible fund, which stays", func(m *types.MsgPost) {
			m.Postings = []types.Posting{line("5000", "operating", 250), line("3000", "reserve", -250)}
		}, types.ErrFundPolicy},
	} {
		t.Run(c.name, func(t *testing.T) {
			l := newLedger(t)
			l.charter(func(rules *membershiptypes.TreasuryRules) {
				reserve := membershiptypes.Fund{Name: "reserve", Policy: membershiptypes.FundPolicy_FUND_POLICY_INDIVISIBLE}
				rules.Funds = []membershiptypes.Fund{rules.Funds[0], reserve, rules.Funds[1]}
			})
			message := accrual(20241218)
			l.send(nil, message)
			c.change(message)
			l.send(c.refusal, message)
		})
	}
}

// An officer takes it back before its day, and nothing happens on it.
func TestATakenBackAccrualStays(t *testing.T) {
	l := newLedger(t)
	number := l.entered(accrual(today + 1))
	l.send(nil, &types.MsgReverse{Officer: testutil.Address(ben), CoopId: north, Entry: number})
	l.send(nil, approval(anna, 2))
	l.later(3 * secondsPerDay)
	require.EqualValues(t, 2, l.length())
	require.Zero(t, l.valueOf("5000"))
}

// What waits for an officer when the day comes is too late.
func TestAManualReversalTooLate(t *testing.T) {
	l := newLedger(t)
	number := l.entered(accrual(today + 1))
	l.send(nil, &types.MsgReverse{Officer: testutil.Address(ben), CoopId: north, Entry: number})
	l.later(secondsPerDay)
	l.send(types.ErrNotReversible, approval(anna, 2))
	require.Zero(t, l.valueOf("5000"))
}

func TestNoPeriodIsLockedBeforeItsReversals(t *testing.T) {
	l := byMonths(newLedger(t))
	l.entered(invoice(func(m *types.MsgPost) { m.AccountingDate, m.ReverseOn = 20230930, lastOfOctober }))
	l.lockedTo(20230930)
	l.send(types.ErrCannotLock, locks(anna, lastOfOctober))
	l.send(types.ErrPeriodLocked, invoice(func(m *types.MsgPost) { m.AccountingDate, m.ReverseOn = 20230929, 20230930 }))
	l.later(1)
	l.lockedTo(lastOfOctober)
	require.EqualValues(t, lastOfOctober, l.entryAt(2).AccountingDate)
}

func TestAFrozenTreasuryPostponesReversals(t *testing.T) {
	l := newLedger(t)
	l.entered(accrual(today + 1))
	l.freeze()
	l.later(secondsPerDay)
	require.EqualValues(t, 1, l.length())
	require.NoError(t, l.keeper.Freezes.Remove(l.ctx, north))
	l.later(secondsPerDay - 1)
	require.EqualValues(t, 1, l.length(), "looked at again a day later")
	l.later(1)
	require.EqualValues(t, 2, l.length())
	require.EqualValues(t, today+1, l.entryAt(2).AccountingDate, "on its day all the same")
}

// switchedOff says which kinds of messages are off.
type switchedOff map[string]bool

func (s switchedOff) IsAllowed(_ context.Context, typeURL string) (bool, error) {
	return !s[typeURL], nil
}

func TestReversalsWaitWhileEntriesAreSwitchedOff(t *testing.T) {
	l := newLedger(t)
	off := switchedOff{"/coop.treasury.v1.MsgPost": true}
	l.keeper.SetBreaker(off)
	l.entered(accrual(today + 1))
	l.later(secondsPerDay)
	require.EqualValues(t, 1, l.length())
	delete(off, "/coop.treasury.v1.MsgPost")
	l.later(1)
	require.EqualValues(t, 2, l.length())
}

func TestReversalsAreBounded(t *testing.T) {
	l := newLedger(t)
	params := types.DefaultParams()
	params.MaxReversalsPerBlock = 2
	l.send(nil, &types.MsgUpdateParams{Authority: account(root), Params: params})
	for range 5 {
		l.entered(accrual(today + 1))
	}
	l.later(secondsPerDay)
	require.EqualValues(t, 7, l.length(), "two a block")
	items := 1
	l.clock.Items = &items
	l.later(1)
	require.EqualValues(t, 8, l.length(), "one more fits into the block's work")
	l.clock.Items = nil
	l.later(1)
	require.EqualValues(t, 10, l.length())
	for number := uint64(1); number <= 5; number++ {
		require.Equal(t, number+5, l.entryAt(number).ReversedBy, "the oldest first")
	}
}

// The charter has become stricter meanwhile: the entry stands, and an event says so.
func TestAReversalThatTheCharterForbidsNow(t *testing.T) {
	l := newLedger(t)
	l.charter(func(rules *membershiptypes.TreasuryRules) {
		reserve := membershiptypes.Fund{Name: "reserve", Policy: membershiptypes.FundPolicy_FUND_POLICY_FREE}
		rules.Funds = []membershiptypes.Fund{rules.Funds[0], reserve, rules.Funds[1]}
	})
	message := accrual(today + 1)
	message.Postings = []types.Posting{line("5000", "operating", 250), line("3000", "reserve", -250)}
	number := l.entered(message)
	l.charter(func(rules *membershiptypes.TreasuryRules) {
		rules.Funds[1].Policy = membershiptypes.FundPolicy_FUND_POLICY_INDIVISIBLE
	})
	l.later(secondsPerDay)
	require.EqualValues(t, 1, l.length())
	require.Zero(t, l.entryAt(number).ReverseOn)
	events := l.ctx.EventManager().Events()
	require.Equal(t, "coop.treasury.v1.EventReversalGivenUp", events[len(events)-1].Type)
	waits, err := l.keeper.Reversals.Iterate(l.ctx, nil)
	require.NoError(t, err)
	defer waits.Close()
	require.False(t, waits.Valid())
}

// A new time zone puts the clocks back: the day has not come on them yet.
func TestAReversalWaitsForTheNewClocks(t *testing.T) {
	l := newLedger(t)
	l.clock.Zones = map[string]string{"Pacific/Kiritimati": "<+14>-14", "Pacific/Midway": "SST11"}
	l.amendCharter(func(charter *membershiptypes.Charter) { charter.TimeZone = "Pacific/Kiritimati" })
	l.entered(accrual(today + 2))
	l.amendCharter(func(charter *membershiptypes.Charter) { charter.TimeZone = "Pacific/Midway" })
	l.later(untilMidnight + secondsPerDay - 14*60*60)
	require.EqualValues(t, 1, l.length())
	l.later(25*60*60 - 1)
	require.EqualValues(t, 1, l.length())
	l.later(1)
	require.EqualValues(t, 2, l.length())
}
