package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
	"github.com/coopledger/coopledger/x/treasury/types"
)

// The ledger of these tests begins on the evening of 14 November 2023, by UTC.
const (
	lastOfOctober = 20231031
	today         = 20231114
)

// dated is an invoice with an accounting date.
func dated(day uint32) *types.MsgPost {
	return invoice(func(m *types.MsgPost) { m.AccountingDate = day })
}

// entryAt is an entry of north's journal.
func (l *ledger) entryAt(number uint64) types.Entry {
	l.t.Helper()
	answer, err := l.query.Entry(l.ctx, &types.QueryEntryRequest{Coop: "north", Number: number})
	require.NoError(l.t, err)
	return answer.Entry
}

// entered is the number of the entry that Anna prepares and Ben approves.
func (l *ledger) entered(message *types.MsgPost) uint64 {
	l.t.Helper()
	id := l.send(nil, message).(*types.MsgPostResponse).PendingId
	return l.send(nil, approval(ben, id)).(*types.MsgApproveEntryResponse).Entry
}

func TestAccountingDates(t *testing.T) {
	for _, c := range []struct {
		name    string
		given   uint32
		want    uint32
		refusal error
	}{
		{"success - none is today", 0, today, nil},
		{"success - today", today, today, nil},
		{"success - a month ago", lastOfOctober, lastOfOctober, nil},
		{"success - before the ledger was", 19991231, 19991231, nil},
		{"error - tomorrow", today + 1, 0, types.ErrInvalidDate},
		{"error - 31 September", 20230931, 0, types.ErrInvalidDate},
		{"error - no day at all", 7, 0, types.ErrInvalidDate},
		{"error - before 1970", 19691231, 0, types.ErrInvalidDate},
		{"error - the greatest number", 1<<32 - 1, 0, types.ErrInvalidDate},
	} {
		t.Run(c.name, func(t *testing.T) {
			l := newLedger(t)
			if c.refusal != nil {
				l.send(c.refusal, dated(c.given))
				return
			}
			require.Equal(t, c.want, l.entryAt(l.entered(dated(c.given))).AccountingDate)
		})
	}
}

// An entry keeps the day on which it was prepared, whenever it is approved.
func TestTodayIsTheDayOfPreparing(t *testing.T) {
	l := newLedger(t)
	l.send(nil, invoice(nil))
	l.clock.Seconds += 10 * secondsPerDay
	l.send(nil, approval(ben, 1))
	require.EqualValues(t, today, l.entryAt(1).AccountingDate)
}

const secondsPerDay = 24 * 60 * 60

// At the same instant it is another day elsewhere.
func TestDaysAreThoseOfTheCoopsClocks(t *testing.T) {
	l := newLedger(t)
	l.clock.Zones = map[string]string{"Pacific/Kiritimati": "<+14>-14", "Pacific/Midway": "SST11"}
	zone := func(name string) {
		l.amendCharter(func(charter *membershiptypes.Charter) { charter.TimeZone = name })
	}
	zone("Pacific/Kiritimati")
	l.receives(5)
	require.EqualValues(t, today+1, l.entryAt(1).AccountingDate)
	require.EqualValues(t, today+1, l.entryAt(l.entered(dated(today+1))).AccountingDate)
	zone("Pacific/Midway")
	l.send(types.ErrInvalidDate, dated(today+1))
	// No receipt is refused because the ledger's table lacks a zone.
	zone("Moon/Base")
	l.receives(5)
	require.EqualValues(t, today, l.entryAt(3).AccountingDate)
}

func TestTakenBackNotBeforeItsDay(t *testing.T) {
	l := newLedger(t)
	entry := l.entered(dated(20231101))
	back := func(day uint32) *types.MsgReverse {
		return &types.MsgReverse{Officer: approval(ben, 0).Officer, CoopId: north, Entry: entry, AccountingDate: day}
	}
	l.send(types.ErrInvalidDate, back(lastOfOctober))
	l.send(types.ErrInvalidDate, back(today+1))
	l.send(nil, back(20231102))
	l.send(nil, approval(anna, 2))
	require.EqualValues(t, 20231102, l.entryAt(2).AccountingDate)
}

func TestJournalOfSomeDays(t *testing.T) {
	l := newLedger(t)
	for _, day := range []uint32{20230901, 20231001, today, 20231031, 20230930} {
		l.entered(dated(day))
	}
	for _, c := range []struct {
		request types.QueryJournalRequest
		numbers []uint64
		next    uint64
	}{
		{types.QueryJournalRequest{}, []uint64{1, 2, 3, 4, 5}, 0},
		{types.QueryJournalRequest{Since: 20231001}, []uint64{2, 3, 4}, 0},
		{types.QueryJournalRequest{Until: 20231001}, []uint64{1, 2, 5}, 0},
		{types.QueryJournalRequest{Since: 20231001, Until: 20231031}, []uint64{2, 4}, 0},
		{types.QueryJournalRequest{Since: 20231001, Until: 20231031, Account: "5000", Limit: 3}, []uint64{2}, 4},
		{types.QueryJournalRequest{Since: 20250101, Limit: 2}, nil, 3},
	} {
		c.request.Coop = "north"
		page, err := l.query.Journal(l.ctx, &c.request)
		require.NoError(t, err)
		var numbers []uint64
		for _, entry := range page.Entries {
			numbers = append(numbers, entry.Number)
		}
		require.Equal(t, c.numbers, numbers, c.request.String())
		require.Equal(t, c.next, page.Next, c.request.String())
	}
}
