package types_test

import (
	"archive/zip"
	"io"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/coopledger/coopledger/x/chain/types"
)

// database is the Go toolchain's own time zone database: the outside oracle.
func database(t *testing.T) *zip.ReadCloser {
	t.Helper()
	archive, err := zip.OpenReader(filepath.Join(runtime.GOROOT(), "lib", "time", "zoneinfo.zip")) //nolint:staticcheck // a test has the toolchain
	require.NoError(t, err)
	t.Cleanup(func() { archive.Close() })
	return archive
}

func location(t *testing.T, archive *zip.ReadCloser, name string) *time.Location {
	t.Helper()
	file, err := archive.Open(name)
	require.NoError(t, err)
	data, err := io.ReadAll(file)
	require.NoError(t, err)
	loaded, err := time.LoadLocationFromTZData(name, data)
	require.NoError(t, err)
	return loaded
}

func zoneNamed(t *testing.T, name string) types.Zone {
	t.Helper()
	for _, zone := range types.DefaultZones() {
		if zone.Name == name {
			return zone
		}
	}
	t.Fatalf("no zone %s", name)
	return types.Zone{}
}

func offsetIn(place *time.Location, instant int64) int64 {
	_, offset := time.Unix(instant, 0).In(place).Zone()
	return int64(offset)
}

// Every zone of the table gives the database's offset from 2025 to 2037: every
// six hours, and in the second before and the second of each change.
func TestZonesAgreeWithTheDatabase(t *testing.T) {
	archive := database(t)
	zones := types.DefaultZones()
	require.Len(t, zones, 419)
	changes := 0
	for _, zone := range zones {
		require.NoError(t, zone.Validate())
		place := location(t, archive, zone.Name)
		from := time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC).Unix()
		until := time.Date(2038, 1, 1, 0, 0, 0, 0, time.UTC).Unix()
		previous := offsetIn(place, from)
		for at := from; at < until; at += 6 * 3_600 {
			offset := offsetIn(place, at)
			requireOffset(t, zone, at, offset)
			if offset == previous {
				continue
			}
			low, high := at-6*3_600, at
			for high-low > 1 {
				if middle := (low + high) / 2; offsetIn(place, middle) == previous {
					low = middle
				} else {
					high = middle
				}
			}
			changes++
			requireOffset(t, zone, low, previous)
			requireOffset(t, zone, high, offset)
			requireClocks(t, zone, place, high, previous, offset)
			previous = offset
		}
	}
	require.Greater(t, changes, 3_000, "changes were looked at")
}

func requireOffset(t *testing.T, zone types.Zone, instant, want int64) {
	t.Helper()
	got, err := zone.OffsetAt(instant)
	if err != nil || got != want {
		t.Fatalf("%s at %d: %d, %v; the database says %d", zone.Name, instant, got, err, want)
	}
}

// requireClocks reads clocks around a change: a time shown once is the
// database's instant, one shown twice the first of both, one never shown as
// far after the change as the clocks skipped.
func requireClocks(t *testing.T, zone types.Zone, place *time.Location, change, before, after int64) {
	t.Helper()
	for shown := change + min(before, after) - 7_200; shown <= change+max(before, after)+7_200; shown += 900 {
		got, err := zone.InstantOf(types.CivilOf(shown))
		require.NoError(t, err)
		want := shown - before
		if want >= change && shown-after >= change {
			want = shown - after
		}
		require.Equal(t, want, got, "%s shows %s", zone.Name, types.CivilOf(shown))
		twiceOrNever := shown >= change+min(before, after) && shown < change+max(before, after)
		if wall := time.Unix(shown, 0).UTC(); !twiceOrNever {
			oracle := time.Date(wall.Year(), wall.Month(), wall.Day(), wall.Hour(), wall.Minute(), 0, 0, place)
			require.Equal(t, oracle.Unix(), got, "%s shows %s", zone.Name, types.CivilOf(shown))
		}
	}
}

// Instants from published time tables, of clocks put forward, back, and at odd hours.
func TestKnownClocks(t *testing.T) {
	cases := []struct{ name, zone, local, utc string }{
		{"success - Berlin in winter", "Europe/Berlin", "2027-03-27T10:00", "2027-03-27T09:00"},
		{"success - Berlin on the day clocks go forward", "Europe/Berlin", "2027-03-28T10:00", "2027-03-28T08:00"},
		{"success - Berlin, an hour that is skipped", "Europe/Berlin", "2027-03-28T02:30", "2027-03-28T01:30"},
		{"success - Berlin, an hour shown twice: the first", "Europe/Berlin", "2027-10-31T02:30", "2027-10-31T00:30"},
		{"success - New York on election day", "America/New_York", "2028-11-07T09:00", "2028-11-07T14:00"},
		{"success - Lord Howe moves by half an hour", "Australia/Lord_Howe", "2027-01-15T12:00", "2027-01-15T01:00"},
		{"success - Dublin's winter time is the exception", "Europe/Dublin", "2027-07-01T12:00", "2027-07-01T11:00"},
		{"success - Casablanca in Ramadan", "Africa/Casablanca", "2027-02-20T12:00", "2027-02-20T12:00"},
		{"success - Casablanca outside it", "Africa/Casablanca", "2027-06-20T12:00", "2027-06-20T11:00"},
		{"success - Kolkata", "Asia/Kolkata", "2027-06-20T12:00", "2027-06-20T06:30"},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			local, err := types.ParseCivilMinute(tc.local)
			require.NoError(t, err)
			utc, err := types.ParseCivilMinute(tc.utc)
			require.NoError(t, err)
			got, err := zoneNamed(t, tc.zone).InstantOf(local)
			require.NoError(t, err)
			require.Equal(t, utc.String(), types.CivilOf(got).String())
		})
	}
}

// Rules that no zone of the table has, against the calendar.
func TestPosixRules(t *testing.T) {
	at := func(text string) int64 {
		moment, err := time.Parse(time.RFC3339, text)
		require.NoError(t, err)
		return moment.Unix()
	}
	cases := []struct {
		name, rule, at string
		want           int64
	}{
		{"success - the day before J60 of a leap year is 29 February", "AAA0BBB,J60/0,J300/0", "2028-02-29T23:59:59Z", 0},
		{"success - J60 is 1 March in a leap year too", "AAA0BBB,J60/0,J300/0", "2028-03-01T00:00:00Z", 3_600},
		{"success - day 59 is 29 February in a leap year", "AAA0BBB,59/0,300/0", "2028-02-29T00:00:00Z", 3_600},
		{"success - and 1 March in any other", "AAA0BBB,59/0,300/0", "2027-02-28T23:59:59Z", 0},
		{"success - summer time all year round", "XXX3EDT4,0/0,J365/23", "2027-12-31T23:30:00Z", -14_400},
		{"success - and when the year begins", "XXX3EDT4,0/0,J365/23", "2028-01-01T03:00:00Z", -14_400},
		{"success - a change a week into the next year", "AAA0BBB,M12.5.0/167,M3.1.0", "2028-01-02T00:00:00Z", 3_600},
		{"success - and not yet", "AAA0BBB,M12.5.0/167,M3.1.0", "2028-01-01T22:59:59Z", 0},
		{"success - seconds", "AAA-1:02:03", "2028-01-01T00:00:00Z", 3_723},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			rule, err := types.ParsePosixRule(tc.rule)
			require.NoError(t, err)
			require.Equal(t, tc.want, rule.OffsetAt(at(tc.at)))
		})
	}
	for _, bad := range []string{
		"", "CE-1", "CET", "CET-1CEST", "CET-1CEST,M3.5.0", "CET-1CEST,M13.5.0,M10.5.0", "CET-1CEST,M3.6.0,M10.5.0",
		"CET-1CEST,M3.5.7,M10.5.0", "CET-1CEST,J0,J5", "CET-1CEST,366,5", "CET-1CEST,M3.5.0/168,M10.5.0", "CET-25", "CET-19",
		"CET-1:60", "CET-1CEST,M3.5.0,M10.5.0x", "<+01-1", "CET-1CEST,M3.5.0,M10.5.0/", "CET-1 ", "CET-0001", ":Europe/Berlin",
		strings.Repeat("A", 63) + "-1",
	} {
		t.Run("error - "+bad, func(t *testing.T) {
			_, err := types.ParsePosixRule(bad)
			require.ErrorIs(t, err, types.ErrInvalidZone)
		})
	}
}

// The calendar agrees with Go's for every day of 800 years, and a few beyond.
func TestCalendar(t *testing.T) {
	days := int64(0)
	for at := time.Date(1970, 1, 1, 0, 0, 0, 0, time.UTC); at.Year() < 2770; at = at.AddDate(0, 0, 1) {
		date := types.Date{Year: int64(at.Year()), Month: int64(at.Month()), Day: int64(at.Day())}
		if types.DaysFromDate(date) != days || types.DateFromDays(days) != date || !date.Valid() {
			t.Fatalf("day %d is %s, not %s", days, date, types.DateFromDays(days))
		}
		days++
	}
	for _, at := range []time.Time{time.Date(1600, 2, 29, 0, 0, 0, 0, time.UTC), time.Date(9999, 12, 31, 0, 0, 0, 0, time.UTC), time.Date(-44, 3, 15, 0, 0, 0, 0, time.UTC)} {
		date := types.Date{Year: int64(at.Year()), Month: int64(at.Month()), Day: int64(at.Day())}
		require.Equal(t, at.Unix()/86_400, types.DaysFromDate(date))
		require.Equal(t, date, types.DateFromDays(at.Unix()/86_400))
	}
}

func TestClearDays(t *testing.T) {
	day := func(year, month, day int64) types.Date { return types.Date{Year: year, Month: month, Day: day} }
	require.EqualValues(t, 14, types.ClearDaysBetween(day(2027, 12, 20), day(2028, 1, 4)), "over the year's end")
	require.EqualValues(t, 2, types.ClearDaysBetween(day(2028, 2, 27), day(2028, 3, 1)), "over 29 February")
	require.EqualValues(t, 0, types.ClearDaysBetween(day(2027, 5, 4), day(2027, 5, 5)), "the next day")
	require.EqualValues(t, -1, types.ClearDaysBetween(day(2027, 5, 4), day(2027, 5, 4)), "the same day")
}

func TestParseCivilMinute(t *testing.T) {
	read, err := types.ParseCivilMinute("2028-02-29T23:59")
	require.NoError(t, err)
	require.Equal(t, "2028-02-29T23:59", read.Minutes())
	for _, bad := range []string{
		"", "2027-02-29T10:00", "2027-13-01T10:00", "2027-00-01T10:00", "2027-01-00T10:00", "2027-04-31T10:00", "2027-01-01T24:00",
		"2027-01-01T10:60", "2027-01-01 10:00", "2027-01-01T10:00Z", "1969-12-31T10:00", "+027-01-01T10:00", "2027-1-01T010:00", "2027-01-01T-1:00",
	} {
		t.Run("error - "+bad, func(t *testing.T) {
			_, err := types.ParseCivilMinute(bad)
			require.ErrorIs(t, err, types.ErrInvalidCivilTime)
		})
	}
}
