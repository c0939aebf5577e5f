package cli_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/coopledger/coopledger/x/treasury/client/cli"
	"github.com/coopledger/coopledger/x/treasury/types"
)

func TestParseSchedule(t *testing.T) {
	for name, c := range map[string]struct {
		every, first, last string
		times              uint32
		want               types.Schedule
		refusal            string
	}{
		"success - each month from a day":  {"month", "2027-05-31", "", 12, types.Schedule{Every: types.Recurrence_RECURRENCE_MONTH, FirstDay: 20270531, Count: 12}, ""},
		"success - each quarter to a day":  {"quarter", "", "2028-12-31", 0, types.Schedule{Every: types.Recurrence_RECURRENCE_QUARTER, LastDay: 20281231}, ""},
		"success - each year":              {"year", "", "", 3, types.Schedule{Every: types.Recurrence_RECURRENCE_YEAR, Count: 3}, ""},
		"success - every fourteen days":    {"14d", "", "", 26, types.Schedule{Every: types.Recurrence_RECURRENCE_DAYS, Days: 14, Count: 26}, ""},
		"error - no days":                  {"0d", "", "", 1, types.Schedule{}, "write month, quarter, year"},
		"error - a word that nobody knows": {"fortnight", "", "", 1, types.Schedule{}, "write month, quarter, year"},
		"error - a day that there is not":  {"month", "2027-02-30", "", 1, types.Schedule{}, "--first"},
		"error - no last day":              {"month", "", "soon", 0, types.Schedule{}, "--last"},
	} {
		t.Run(name, func(t *testing.T) {
			schedule, err := cli.ParseSchedule(c.every, c.first, c.last, c.times)
			if c.refusal != "" {
				require.ErrorContains(t, err, c.refusal)
				return
			}
			require.NoError(t, err)
			require.Equal(t, c.want, *schedule)
		})
	}
}
