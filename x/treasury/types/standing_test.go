package types_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/coopledger/coopledger/x/treasury/types"
)

const (
	byDays  = types.Recurrence_RECURRENCE_DAYS
	monthly = types.Recurrence_RECURRENCE_MONTH
)

// The days are read off a calendar.
func TestDaysOfASchedule(t *testing.T) {
	for name, c := range map[string]struct {
		schedule types.Schedule
		days     []uint32
	}{
		"the first of each month": {types.Schedule{Every: monthly, FirstDay: 20271101, Count: 3}, []uint32{20271101, 20271201, 20280101}},
		"the 31st, where a month has one": {
			types.Schedule{Every: monthly, FirstDay: 20271231, Count: 5}, []uint32{20271231, 20280131, 20280229, 20280331, 20280430},
		},
		"each quarter":        {types.Schedule{Every: types.Recurrence_RECURRENCE_QUARTER, FirstDay: 20270830, Count: 3}, []uint32{20270830, 20271130, 20280229}},
		"each leap day":       {types.Schedule{Every: types.Recurrence_RECURRENCE_YEAR, FirstDay: 20280229, Count: 5}, []uint32{20280229, 20290228, 20300228, 20310228, 20320229}},
		"every fourteen days": {types.Schedule{Every: byDays, Days: 14, FirstDay: 20280220, Count: 3}, []uint32{20280220, 20280305, 20280319}},
		"to a last day":       {types.Schedule{Every: monthly, FirstDay: 20270131, LastDay: 20270330}, []uint32{20270131, 20270228}},
		"to that very day":    {types.Schedule{Every: monthly, FirstDay: 20270131, LastDay: 20270331}, []uint32{20270131, 20270228, 20270331}},
	} {
		t.Run(name, func(t *testing.T) {
			counted, err := c.schedule.Counted(120)
			require.NoError(t, err)
			require.EqualValues(t, len(c.days), counted.Count)
			for i, want := range c.days {
				day, err := counted.Day(uint32(i))
				require.NoError(t, err)
				require.Equal(t, want, day.Number())
			}
		})
	}
}

func TestSchedulesThatAreRefused(t *testing.T) {
	for name, c := range map[string]struct {
		schedule types.Schedule
		says     string
	}{
		"nothing":                     {types.Schedule{}, "0 is no recurrence"},
		"a recurrence of tomorrow":    {types.Schedule{Every: 5, FirstDay: 20270101, Count: 1}, "is no recurrence"},
		"no end":                      {types.Schedule{Every: monthly, FirstDay: 20270101}, "give one of the two"},
		"two ends":                    {types.Schedule{Every: monthly, FirstDay: 20270101, LastDay: 20271231, Count: 3}, "give one of the two"},
		"no days":                     {types.Schedule{Every: byDays, FirstDay: 20270101, Count: 3}, "with 0 days between"},
		"months with days":            {types.Schedule{Every: monthly, Days: 3, FirstDay: 20270101, Count: 3}, "with 3 days between"},
		"too far apart":               {types.Schedule{Every: byDays, Days: 367, FirstDay: 20270101, Count: 3}, "give 1 to 366 days"},
		"no day":                      {types.Schedule{Every: monthly, FirstDay: 20270230, Count: 3}, "its first day"},
		"no last day":                 {types.Schedule{Every: monthly, FirstDay: 20270101, LastDay: 20271301}, "its last day"},
		"over before it begins":       {types.Schedule{Every: monthly, FirstDay: 20270101, LastDay: 20261231}, "give a later last day"},
		"too many":                    {types.Schedule{Every: byDays, Days: 1, FirstDay: 20270101, Count: 121}, "more than 120 instalments"},
		"too many up to the last day": {types.Schedule{Every: byDays, Days: 1, FirstDay: 20270101, LastDay: 99991231}, "more than 120 instalments"},
		"past the last year":          {types.Schedule{Every: types.Recurrence_RECURRENCE_YEAR, FirstDay: 99980101, Count: 3}, "its last instalment"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := c.schedule.Counted(120)
			require.ErrorIs(t, err, types.ErrInvalidSchedule)
			require.ErrorContains(t, err, c.says)
		})
	}
}
