package cli

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/coopledger/coopledger/x/treasury/types"
)

const (
	flagEvery    = "every"
	flagFirstDay = "first"
	flagLastDay  = "last"
	flagTimes    = "times"

	ethereumPayee = "0x"
)

// addScheduleFlags lets a request be a standing order.
func addScheduleFlags(cmd *cobra.Command) {
	cmd.Flags().String(flagEvery, "", "pay again and again: each month, quarter or year, or every so many days (14d); once if left out")
	cmd.Flags().String(flagFirstDay, "", "day of the first instalment (2027-05-01); today if left out")
	cmd.Flags().String(flagLastDay, "", "last day on which there is one (2027-12-31); or give --times")
	cmd.Flags().Uint32(flagTimes, 0, "how many instalments there are; or give --last")
}

// scheduleOf reads the schedule that the flags say; none for one payment.
func scheduleOf(cmd *cobra.Command) (*types.Schedule, error) {
	given := make(map[string]string)
	for _, flag := range []string{flagEvery, flagFirstDay, flagLastDay} {
		text, err := cmd.Flags().GetString(flag)
		if err != nil {
			return nil, err
		}
		given[flag] = text
	}
	times, err := cmd.Flags().GetUint32(flagTimes)
	if err != nil {
		return nil, err
	}
	if given[flagEvery] == "" {
		if given[flagFirstDay] != "" || given[flagLastDay] != "" || times != 0 {
			return nil, fmt.Errorf("--%s, --%s and --%s are for what is paid again and again; say how often with --%s", flagFirstDay, flagLastDay, flagTimes, flagEvery)
		}
		return nil, nil
	}
	return ParseSchedule(given[flagEvery], given[flagFirstDay], given[flagLastDay], times)
}

// ParseSchedule reads "month", "quarter", "year" or a number of days such as "14d",
// with the first and the last day, each of which may be empty.
func ParseSchedule(every, first, last string, times uint32) (*types.Schedule, error) {
	schedule := types.Schedule{Count: times}
	switch every {
	case "month":
		schedule.Every = types.Recurrence_RECURRENCE_MONTH
	case "quarter":
		schedule.Every = types.Recurrence_RECURRENCE_QUARTER
	case "year":
		schedule.Every = types.Recurrence_RECURRENCE_YEAR
	default:
		number, counted := strings.CutSuffix(every, "d")
		days, err := strconv.ParseUint(number, 10, 32)
		if !counted || err != nil || days == 0 {
			return nil, fmt.Errorf("--%s %q: write month, quarter, year, or a number of days such as 14d", flagEvery, every)
		}
		schedule.Every, schedule.Days = types.Recurrence_RECURRENCE_DAYS, uint32(days)
	}
	for _, day := range []struct {
		flag, text string
		into       *uint32
	}{{flagFirstDay, first, &schedule.FirstDay}, {flagLastDay, last, &schedule.LastDay}} {
		if day.text == "" {
			continue
		}
		read, err := types.ParseDay(day.text)
		if err != nil {
			return nil, fmt.Errorf("--%s: %w", day.flag, err)
		}
		*day.into = read
	}
	return &schedule, nil
}
