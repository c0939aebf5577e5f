package charters

import (
	"fmt"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

type fiscalCalendar = membershiptypes.FiscalCalendar

var fiscalPatterns = words[membershiptypes.FiscalPattern]{
	{membershiptypes.FiscalPattern_FISCAL_PATTERN_MONTH, "month"},
	{membershiptypes.FiscalPattern_FISCAL_PATTERN_QUARTER, "quarter"},
	{membershiptypes.FiscalPattern_FISCAL_PATTERN_4_4_5, "4-4-5"},
	{membershiptypes.FiscalPattern_FISCAL_PATTERN_4_5_4, "4-5-4"},
	{membershiptypes.FiscalPattern_FISCAL_PATTERN_52_53, "52/53"},
}

var weekdays = words[uint32]{{1, "monday"}, {2, "tuesday"}, {3, "wednesday"}, {4, "thursday"}, {5, "friday"}, {6, "saturday"}, {7, "sunday"}}

// fiscalRecord divides time into the periods of a book.
var fiscalRecord = record[fiscalCalendar]{what: "fiscal", fields: []field[fiscalCalendar]{
	yearStartField(),
	oneOf("periods", fiscalPatterns, func(f *fiscalCalendar) *membershiptypes.FiscalPattern { return &f.Pattern }).needed().
		described("Months, quarters, or whole weeks: 4-4-5 and 4-5-4 in each quarter, 52/53 in quarters of 13 weeks."),
	oneOf("weeks_start", weekdays, func(f *fiscalCalendar) *uint32 { return &f.WeekStartsOn }).
		described("For a year of weeks: the first day of each."),
	truth("nearest", func(f *fiscalCalendar) *bool { return &f.Nearest }).quiet("false").
		described("A year of weeks begins with the week whose first day is nearest to year_starts; else with the last one that begins on or before it."),
	day("first_day", func(f *fiscalCalendar) *uint32 { return &f.FirstDay }).needed().
		described("Of the first period. Within a period of the pattern it makes the first one short."),
	truth("long_first", func(f *fiscalCalendar) *bool { return &f.LongFirst }).quiet("false").
		described("A first day in the midst of a period makes the first period long, not short."),
}}

// yearStartField is a month and a day: 04-01.
func yearStartField() field[fiscalCalendar] {
	return field[fiscalCalendar]{
		key: "year_starts", schema: `{"type": "string", "pattern": "^(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])$"}`,
		read: func(m mapping, into *fiscalCalendar) error {
			text, err := m.text("year_starts", "")
			if err != nil {
				return err
			}
			month, day, _ := strings.Cut(text, "-")
			first, wrongMonth := strconv.ParseUint(month, 10, 32)
			second, wrongDay := strconv.ParseUint(day, 10, 32)
			if wrongMonth != nil || wrongDay != nil || fmt.Sprintf("%02d-%02d", first, second) != text {
				return wrong(m.values["year_starts"].Line, "%s: year_starts must be a month and a day like 04-01, not %q", m.what, text)
			}
			into.StartMonth, into.StartDay = uint32(first), uint32(second)
			return nil
		},
		write: func(from *fiscalCalendar) *yaml.Node { return scalar("!!str", yearStart(*from)) },
	}.needed().described("Month and day, to the 28th: every year has them.")
}

func yearStart(calendar fiscalCalendar) string {
	return fmt.Sprintf("%02d-%02d", calendar.StartMonth, calendar.StartDay)
}

// fiscal says how the year of the book is divided.
func (s speech) fiscal(calendar *fiscalCalendar) (sentences []string) {
	if calendar == nil {
		return nil
	}
	sentences = append(sentences, s.say("fiscal."+calendar.Pattern.Word(), "start", yearStart(*calendar), "first", dayOf(calendar.FirstDay)))
	if calendar.WeekStartsOn != 0 {
		name := "fiscal.weeks"
		if calendar.Nearest {
			name = "fiscal.weeks nearest"
		}
		sentences = append(sentences, s.say(name, "weekday", s.say("weekday."+weekdays.say(calendar.WeekStartsOn))))
	}
	if calendar.LongFirst {
		sentences = append(sentences, s.say("fiscal.long"))
	}
	return sentences
}
