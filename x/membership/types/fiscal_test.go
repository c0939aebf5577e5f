package types_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	chaintypes "github.com/coopledger/coopledger/x/chain/types"
	"github.com/coopledger/coopledger/x/membership/types"
)

const (
	months   = types.FiscalPattern_FISCAL_PATTERN_MONTH
	quarters = types.FiscalPattern_FISCAL_PATTERN_QUARTER
	weeks445 = types.FiscalPattern_FISCAL_PATTERN_4_4_5
	weeks454 = types.FiscalPattern_FISCAL_PATTERN_4_5_4
	weeks    = types.FiscalPattern_FISCAL_PATTERN_52_53

	sunday = 7
)

// retail is the calendar of the National Retail Federation: weeks from Sunday to
// Saturday, and a year that ends on the Saturday nearest to the end of January.
func retail() types.FiscalCalendar {
	return types.FiscalCalendar{StartMonth: 2, StartDay: 1, Pattern: weeks454, WeekStartsOn: sunday, Nearest: true, FirstDay: 20000130}
}

// apple is the calendar of Apple's annual reports (form 10-K): the year ends on
// the last Saturday of September.
func apple() types.FiscalCalendar {
	return types.FiscalCalendar{StartMonth: 10, StartDay: 1, Pattern: weeks445, WeekStartsOn: sunday, FirstDay: 19990926}
}

func dateOf(t require.TestingT, number uint32) chaintypes.Date {
	date, err := chaintypes.DateOfNumber(number)
	require.NoError(t, err)
	require.Equal(t, number, date.Number())
	return date
}

// yearAround is the first and the last day of the fiscal year that a day is in.
func yearAround(t *testing.T, calendar types.FiscalCalendar, number uint32) (first, last uint32) {
	period, found := calendar.PeriodOf(dateOf(t, number))
	require.True(t, found)
	begins := period
	for begins.Number > 1 {
		begins, _ = calendar.PeriodOf(begins.First.AddDays(-1))
	}
	ends := period
	for {
		next, _ := calendar.PeriodOf(ends.Last.AddDays(1))
		if next.Number == 1 {
			return begins.First.Number(), ends.Last.Number()
		}
		ends = next
	}
}

// Published: nrf.com/resources/4-5-4-calendar.
func TestYearsOfTheRetailFederation(t *testing.T) {
	for _, year := range [][2]uint32{
		{20160131, 20170128},
		{20170129, 20180203},
		{20180204, 20190202},
		{20190203, 20200201},
		{20200202, 20210130},
		{20210131, 20220129},
		{20220130, 20230128},
		{20230129, 20240203},
	} {
		first, last := yearAround(t, retail(), dateOf(t, year[0]).AddDays(1).Number())
		require.Equal(t, year, [2]uint32{first, last})
	}
	// Its years of 53 weeks.
	var long []int64
	for year := int64(2000); year <= 2062; year++ {
		if first, last := yearAround(t, retail(), uint32(year*10_000+601)); daysBetween(t, first, last) == 53*7 {
			long = append(long, year)
		}
	}
	require.Equal(t, []int64{2000, 2006, 2012, 2017, 2023, 2028, 2034, 2040, 2045, 2051, 2056, 2062}, long)
	// October of 2015 is its ninth month.
	october, found := retail().PeriodOf(dateOf(t, 20151015))
	require.True(t, found)
	require.Equal(t, []any{uint32(20151004), uint32(20151031), "2015/16 P09"}, []any{october.First.Number(), october.Last.Number(), retail().Label(october)})
}

func daysBetween(t *testing.T, first, last uint32) int64 {
	return chaintypes.DaysFromDate(dateOf(t, last)) - chaintypes.DaysFromDate(dateOf(t, first)) + 1
}

// Published: the ends of Apple's fiscal years.
func TestYearsThatEndOnALastSaturday(t *testing.T) {
	ends := []uint32{
		20000930, 20010929, 20020928, 20030927, 20040925, 20050924, 20060930, 20070929, 20080927, 20090926, 20100925, 20110924, 20120929,
		20130928, 20140927, 20150926, 20160924, 20170930, 20180929, 20190928, 20200926, 20210925, 20220924, 20230930, 20240928,
	}
	for _, want := range ends {
		_, last := yearAround(t, apple(), want)
		require.Equal(t, want, last)
		first, _ := yearAround(t, apple(), dateOf(t, want).AddDays(1).Number())
		require.Equal(t, dateOf(t, want).AddDays(1).Number(), first)
	}
	// Twelve periods of four, four and five weeks in the year of 52 weeks that began on 1 October 2023.
	length := []int64{4, 4, 5, 4, 4, 5, 4, 4, 5, 4, 4, 5}
	begins := dateOf(t, 20231001)
	for i, of := range length {
		period, found := apple().PeriodOf(begins)
		require.True(t, found)
		require.Equal(t, begins, period.First)
		require.Equal(t, fmt.Sprintf("2023/24 P%02d", i+1), apple().Label(period))
		require.Equal(t, begins.AddDays(of*7-1), period.Last)
		begins = period.Last.AddDays(1)
	}
	require.EqualValues(t, 20240929, begins.Number())
	// A 53rd week is in the last period.
	last, _ := apple().PeriodOf(dateOf(t, 20230930))
	require.Equal(t, []any{uint32(20230820), int64(12)}, []any{last.First.Number(), last.Number})
}

func TestFirstPeriods(t *testing.T) {
	for _, tc := range []struct {
		name        string
		calendar    types.FiscalCalendar
		on          uint32
		first, last uint32
		label       string
	}{
		{"whole month", types.FiscalCalendar{StartMonth: 1, StartDay: 1, Pattern: months, FirstDay: 20270501}, 20270501, 20270501, 20270531, "2027 P05"},
		{"short month", types.FiscalCalendar{StartMonth: 1, StartDay: 1, Pattern: months, FirstDay: 20270520}, 20270520, 20270520, 20270531, "2027 P05"},
		{"after a short month", types.FiscalCalendar{StartMonth: 1, StartDay: 1, Pattern: months, FirstDay: 20270520}, 20270601, 20270601, 20270630, "2027 P06"},
		{"long month", types.FiscalCalendar{StartMonth: 1, StartDay: 1, Pattern: months, FirstDay: 20270520, LongFirst: true}, 20270630, 20270520, 20270630, "2027 P06"},
		{"after a long month", types.FiscalCalendar{StartMonth: 1, StartDay: 1, Pattern: months, FirstDay: 20270520, LongFirst: true}, 20270701, 20270701, 20270731, "2027 P07"},
		{"long over the end of a year", types.FiscalCalendar{StartMonth: 4, StartDay: 6, Pattern: quarters, FirstDay: 20270301, LongFirst: true}, 20270405, 20270301, 20270705, "2027/28 Q1"},
		{"a tax year's quarter", types.FiscalCalendar{StartMonth: 4, StartDay: 6, Pattern: quarters, FirstDay: 20270406}, 20280405, 20280106, 20280405, "2027/28 Q4"},
		{"quarter of weeks", types.FiscalCalendar{StartMonth: 1, StartDay: 1, Pattern: weeks, WeekStartsOn: 1, Nearest: true, FirstDay: 20260101}, 20271231, 20271004, 20280102, "2027 Q4"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			require.NoError(t, tc.calendar.Validate())
			period, found := tc.calendar.PeriodOf(dateOf(t, tc.on))
			require.True(t, found)
			require.Equal(t, []any{tc.first, tc.last, tc.label}, []any{period.First.Number(), period.Last.Number(), tc.calendar.Label(period)})
			_, found = tc.calendar.PeriodOf(dateOf(t, tc.calendar.FirstDay).AddDays(-1))
			require.False(t, found, "nothing is before the first")
		})
	}
}

func TestCalendarsThatAreRefused(t *testing.T) {
	for _, tc := range []struct {
		name   string
		change func(*types.FiscalCalendar)
		says   string
	}{
		{"error - no month", func(f *types.FiscalCalendar) { f.StartMonth = 0 }, "give a month from 1 to 12"},
		{"error - month 13", func(f *types.FiscalCalendar) { f.StartMonth = 13 }, "give a month from 1 to 12"},
		{"error - no day", func(f *types.FiscalCalendar) { f.StartDay = 0 }, "a day from 1 to 28"},
		{"error - a day that February lacks", func(f *types.FiscalCalendar) { f.StartDay = 29 }, "a day from 1 to 28"},
		{"error - no pattern", func(f *types.FiscalCalendar) { f.Pattern = 0 }, "no known pattern"},
		{"error - unknown pattern", func(f *types.FiscalCalendar) { f.Pattern = 6 }, "no known pattern"},
		{"error - weeks that begin on no day", func(f *types.FiscalCalendar) { f.WeekStartsOn = 0 }, "1 for Monday"},
		{"error - weeks that begin on day 8", func(f *types.FiscalCalendar) { f.WeekStartsOn = 8 }, "1 for Monday"},
		{"error - weeks of months", func(f *types.FiscalCalendar) { f.Pattern = months }, "leave that out"},
		{"error - months nearest to a day", func(f *types.FiscalCalendar) { f.Pattern, f.WeekStartsOn, f.Nearest = months, 0, true }, "leave that out"},
		{"error - no first day", func(f *types.FiscalCalendar) { f.FirstDay = 0 }, "no day from 1970"},
		{"error - 30 February", func(f *types.FiscalCalendar) { f.FirstDay = 20270230 }, "no day from 1970"},
		{"error - a whole period that is to be long", func(f *types.FiscalCalendar) { f.LongFirst = true }, "begins a whole one"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			charter := withBook(func(b *types.TreasuryRules) { calendar := apple(); b.Fiscal = &calendar })
			require.NoError(t, charter.Validate(types.DefaultParams()))
			tc.change(charter.Treasury.Fiscal)
			err := charter.Validate(types.DefaultParams())
			require.ErrorIs(t, err, types.ErrInvalidCharter)
			require.ErrorContains(t, err, tc.says)
		})
	}
}

// drawn is any calendar that a charter may have.
func drawn(t *rapid.T) types.FiscalCalendar {
	calendar := types.FiscalCalendar{
		StartMonth: rapid.Uint32Range(1, 12).Draw(t, "month"), StartDay: rapid.Uint32Range(1, 28).Draw(t, "day"),
		Pattern:  rapid.SampledFrom([]types.FiscalPattern{months, quarters, weeks445, weeks454, weeks}).Draw(t, "pattern"),
		FirstDay: chaintypes.DateFromDays(rapid.Int64Range(10_000, 40_000).Draw(t, "first")).Number(), LongFirst: rapid.Bool().Draw(t, "long"),
	}
	if calendar.Pattern != months && calendar.Pattern != quarters {
		calendar.WeekStartsOn, calendar.Nearest = rapid.Uint32Range(1, 7).Draw(t, "weeks"), rapid.Bool().Draw(t, "nearest")
	}
	if calendar.Validate() != nil {
		calendar.LongFirst = false
	}
	return calendar
}

// Whatever the calendar: its periods tile time from the first day on, every day
// of a period finds it, and numbers count up within a year.
func TestPeriodsTileTime(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		calendar := drawn(t)
		require.NoError(t, calendar.Validate())
		next := dateOf(t, calendar.FirstDay)
		var last types.FiscalPeriod
		labels := make(map[string]bool)
		for i := range 40 {
			period, found := calendar.PeriodOf(next)
			require.True(t, found)
			require.Equal(t, next, period.First, "no gap and no overlap")
			require.False(t, period.Last.Before(period.First))
			within := chaintypes.DaysFromDate(period.Last) - chaintypes.DaysFromDate(period.First)
			for _, at := range []int64{0, within, rapid.Int64Range(0, within).Draw(t, "within")} {
				same, found := calendar.PeriodOf(period.First.AddDays(at))
				require.True(t, found)
				require.Equal(t, period, same)
			}
			if i > 0 {
				inOrder := period.Year == last.Year && period.Number == last.Number+1 || period.Year == last.Year+1 && period.Number == 1
				require.True(t, inOrder, "%v follows %v", period, last)
			}
			label := calendar.Label(period)
			require.False(t, labels[label], "each label once")
			labels[label] = true
			following, err := calendar.NextPeriod(period.Last.Number())
			require.NoError(t, err)
			last, next = period, period.Last.AddDays(1)
			require.Equal(t, next, following.First)
		}
	})
}

// An independent way to the same days: the standard library's, which counts from
// weekday to weekday and month to month.
func TestYearsAgainstTheStandardLibrary(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		calendar := drawn(t)
		calendar.FirstDay, calendar.LongFirst = 19900101, false
		year := rapid.IntRange(1991, 2120).Draw(t, "year")
		due := time.Date(year, time.Month(calendar.StartMonth), int(calendar.StartDay), 0, 0, 0, 0, time.UTC)
		begins := due
		if calendar.WeekStartsOn != 0 {
			from, to := -6, 0
			if calendar.Nearest {
				from, to = -3, 3
			}
			for offset := from; offset <= to; offset++ {
				if at := due.AddDate(0, 0, offset); uint32(at.Weekday()) == calendar.WeekStartsOn%7 {
					begins = at
				}
			}
		}
		period, found := calendar.PeriodOf(chaintypes.Date{Year: int64(begins.Year()), Month: int64(begins.Month()), Day: int64(begins.Day())})
		require.True(t, found)
		require.Equal(t, begins.Format(time.DateOnly), period.First.String())
		require.Equal(t, []int64{int64(year), 1}, []int64{period.Year, period.Number})
	})
}

// A change of the calendar leaves no gap either: the next period begins where
// the locked ones end.
func TestTheNextPeriodAfterAChange(t *testing.T) {
	monthly := types.FiscalCalendar{StartMonth: 1, StartDay: 1, Pattern: months, FirstDay: 20270101}
	first, err := monthly.NextPeriod(0)
	require.NoError(t, err)
	require.Equal(t, []uint32{20270101, 20270131}, []uint32{first.First.Number(), first.Last.Number()})
	changed := types.FiscalCalendar{StartMonth: 4, StartDay: 1, Pattern: quarters, FirstDay: 20270401}
	transitional, err := changed.NextPeriod(20270131)
	require.NoError(t, err)
	require.Equal(t, []uint32{20270201, 20270630}, []uint32{transitional.First.Number(), transitional.Last.Number()})
	cut, err := changed.NextPeriod(20270731)
	require.NoError(t, err)
	require.Equal(t, []uint32{20270801, 20270930}, []uint32{cut.First.Number(), cut.Last.Number()})
	_, err = changed.NextPeriod(1)
	require.Error(t, err)
}
