package charters

import (
	"fmt"
	"strconv"

	"go.yaml.in/yaml/v3"

	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

type meetingRules = membershiptypes.MeetingRules

// meetingsRecord is how general meetings are called and held.
var meetingsRecord = record[meetingRules]{what: "meetings", fields: []field[meetingRules]{
	number("notice_clear_days", 0, func(m *meetingRules) *uint32 { return &m.NoticeClearDays }).needed().
		described("Days between that of the notice and that of the meeting, neither counted."),
	number("tabling_clear_days", 0, func(m *meetingRules) *uint32 { return &m.TablingClearDays }).
		described("Clear days before the meeting by which its agenda is complete."),
	truth("record_at_opening", func(m *meetingRules) *bool { return &m.RecordAtOpening }).
		described("Those vote who are members when the meeting opens, not those who were when notice was given."),
	rollShare("requisition", func(m *meetingRules) *membershiptypes.Threshold { return &m.Requisition }).
		described("The members who together convene a meeting."),
	rollShare("overdue_requisition", func(m *meetingRules) *membershiptypes.Threshold { return &m.OverdueRequisition }).
		described("The same, for an annual meeting that is overdue."),
	duration("requisition_period", func(m *meetingRules) *uint64 { return &m.RequisitionPeriodSeconds }).needed(),
	duration("grace_period", func(m *meetingRules) *uint64 { return &m.GracePeriodSeconds }).needed().
		described("Between the start and the count of those present."),
	rollShare("first_call_quorum", func(m *meetingRules) *membershiptypes.Threshold { return &m.FirstCallQuorum }),
	duration("second_call_after", func(m *meetingRules) *uint64 { return &m.SecondCallAfterSeconds }),
	rollShare("second_call_quorum", func(m *meetingRules) *membershiptypes.Threshold { return &m.SecondCallQuorum }),
	number("adjourned_days", 0, func(m *meetingRules) *uint32 { return &m.AdjournedDays }).
		described("After how many days a meeting without a quorum is held again; 0 lets it lapse."),
	duration("min_length", func(m *meetingRules) *uint64 { return &m.MinLengthSeconds }).needed(),
	duration("max_length", func(m *meetingRules) *uint64 { return &m.MaxLengthSeconds }).needed(),
	truth("own_voting_period", func(m *meetingRules) *bool { return &m.OwnVotingPeriod }).
		described("Votes opened at a meeting last as long as their rules say, and don't close with it."),
	rollShare("max_attested", func(m *meetingRules) *membershiptypes.Threshold { return &m.MaxAttested }).
		described("Whose ballots two scrutineers may enter."),
	annualDue(),
}}

// rollShare is a share of the roll, or none.
func rollShare(key string, at func(*meetingRules) *membershiptypes.Threshold) field[meetingRules] {
	return share(key, rollShareSchema, ParseQuorum, FormatQuorum, at).needed()
}

// annualDue is the day by which the annual meeting is due: 06-30, or none.
func annualDue() field[meetingRules] {
	return field[meetingRules]{
		key: "annual_due", required: true,
		schema: `{"type": "string", "pattern": "^(none|[0-9]{2}-[0-9]{2})$"}`,
		read: func(m mapping, into *meetingRules) error {
			text, err := m.text("annual_due", "")
			if err != nil || text == none {
				return err
			}
			if len(text) == len("06-30") && text[2] == '-' {
				month, monthErr := strconv.ParseUint(text[:2], 10, 32)
				day, dayErr := strconv.ParseUint(text[3:], 10, 32)
				if monthErr == nil && dayErr == nil {
					into.AnnualMonth, into.AnnualDay = uint32(month), uint32(day)
					return nil
				}
			}
			return wrong(m.values["annual_due"].Line, "meetings: annual_due must be month and day like 06-30, or none, not %q", text)
		},
		write: func(from *meetingRules) *yaml.Node {
			if !from.HasAnnual() {
				return scalar("!!str", none)
			}
			return scalar("!!str", fmt.Sprintf("%02d-%02d", from.AnnualMonth, from.AnnualDay))
		},
	}
}

// meetings says how general meetings are called and held.
func (s speech) meetings(charter membershiptypes.Charter) []string {
	var sentences []string
	if charter.TimeZone != "" {
		sentences = append(sentences, s.say("meeting.zone", "zone", charter.TimeZone))
	}
	m := charter.Meetings
	if m == nil {
		return sentences
	}
	sentences = append(sentences, s.say("meeting.notice", "days", s.count("day", uint64(m.NoticeClearDays))))
	if m.RecordAtOpening {
		sentences = append(sentences, s.say("meeting.record opening"))
	} else {
		sentences = append(sentences, s.say("meeting.record notice"))
	}
	sentences = append(sentences,
		s.say("meeting.agenda", "days", s.count("day", uint64(m.TablingClearDays))),
		s.say("meeting.requisition", "share", plainShare(m.Requisition), "period", s.duration(m.RequisitionPeriodSeconds)),
		s.quorumOf("meeting.first", m.FirstCallQuorum, "period", s.duration(m.GracePeriodSeconds)))
	if m.SecondCallAfterSeconds > 0 {
		sentences = append(sentences, s.quorumOf("meeting.second", m.SecondCallQuorum, "period", s.duration(m.SecondCallAfterSeconds)))
	}
	if m.AdjournedDays > 0 {
		sentences = append(sentences, s.quorumOf("meeting.adjourned", m.SecondCallQuorum, "days", s.count("day", uint64(m.AdjournedDays))))
	} else {
		sentences = append(sentences, s.say("meeting.lapses"))
	}
	sentences = append(sentences, s.say("meeting.length", "least", s.duration(m.MinLengthSeconds), "most", s.duration(m.MaxLengthSeconds)))
	if m.OwnVotingPeriod {
		sentences = append(sentences, s.say("meeting.votes own"))
	} else {
		sentences = append(sentences, s.say("meeting.votes close"))
	}
	if m.MaxAttested.Numerator > 0 {
		sentences = append(sentences, s.say("meeting.attested", "share", plainShare(m.MaxAttested)))
	}
	if m.HasAnnual() {
		sentences = append(sentences, s.say("meeting.annual", "date", fmt.Sprintf("%02d-%02d", m.AnnualMonth, m.AnnualDay), "share", plainShare(m.OverdueRequisition)))
	}
	return sentences
}

// plainShare writes 1/10, the same in every language.
func plainShare(share membershiptypes.Threshold) string {
	return fmt.Sprintf("%d/%d", share.Numerator, share.Denominator)
}

// quorumOf says a sentence about who must be present, or that it is anybody.
func (s speech) quorumOf(name string, quorum membershiptypes.Threshold, places ...string) string {
	if quorum.Numerator == 0 {
		return s.say(name+" any", places...)
	}
	return s.say(name, append(places, "share", plainShare(quorum))...)
}
