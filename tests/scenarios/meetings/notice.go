package main

import (
	"fmt"
	"time"

	"github.com/coopledger/coopledger/tests/scenarios/driver"
)

// notice: the charter asks for 21 clear days. Members who ask for a meeting get
// one on the first day that leaves them; then the co-op lowers the notice, and the
// board convenes the annual meeting for the next day.
func (s *story) notice() {
	s.Act("The calendar, and notice in clear days")
	calendar := s.CalendarOf(market)
	s.Expect(calendar.AnnualDue != "" && !calendar.Overdue && len(calendar.Meetings) == 0, "the calendar is %+v", calendar)
	s.Tell("On the co-op's clocks it is the evening of %s. Its charter wants an annual meeting by %s, and 21 clear days of notice.", calendar.Today, calendar.AnnualDue)
	tomorrow := s.dayAfter(calendar.Today, 1)
	amendment := s.lowerNotice()
	s.requisition(calendar.Today)
	s.Refused("are 0 clear days and the charter asks for 21", "ezra", "governance", "meeting", "convene", s.noticeOf("extraordinary", tomorrow))
	s.Await(amendment, patience, "executed")
	s.Tell("All but one vote to lower the notice to a night, for the sake of this story. Meetings that are convened keep theirs.")
	s.agenda()
	s.convened(calendar.Today, calendar.AnnualDue, tomorrow)
}

// dayAfter counts days on the calendar.
func (s *story) dayAfter(day string, days int) string {
	date, err := time.Parse(time.DateOnly, day)
	s.Must(err)
	return date.AddDate(0, 0, days).Format(time.DateOnly)
}

// noticeOf a meeting at the beginning of a day.
func (s *story) noticeOf(kind, day string, agenda ...uint64) string {
	return s.WriteYAML("notice", map[string]any{
		"coop": market, "kind": kind, "starts_at": day + "T00:00", "place": "The shop on Elm Street", "agenda": agenda,
	})
}

// lowerNotice opens the change of the charter's part on meetings.
func (s *story) lowerNotice() uint64 {
	charter := s.charterWith("notice_clear_days: 21", "notice_clear_days: 0", "tabling_clear_days: 10", "tabling_clear_days: 0")
	proposal := s.WriteFile("amendment.yaml", []byte(s.Coopd("tx", "membership", "amend-charter", market, charter, "--part", "meetings")))
	id := s.ProposeFile("edda", proposal)
	s.vote(id, "yes", "emi", "ezra", "elif", "edda", "nadia")
	return id
}

// requisition: a third of the roll asks for a meeting tomorrow, and nobody can
// refuse it; but nobody is taken by surprise either.
func (s *story) requisition(today string) {
	asked := s.Tx("nadia", "governance", "meeting", "requisition", s.noticeOf("extraordinary", s.dayAfter(today, 1)))
	id := asked.Attribute("coop.governance.v1.EventRequisition", "requisition_id")
	s.Refused("counts once", "nadia", "governance", "meeting", "sign-requisition", id)
	s.Together(
		func() { s.Tx("enzo", "governance", "meeting", "sign-requisition", id) },
		func() { s.Tx("elif", "governance", "meeting", "sign-requisition", id) },
	)
	meetings := s.CalendarOf(market).Meetings
	s.Expect(len(meetings) == 1, "%d meetings are convened, not 1", len(meetings))
	meeting := meetings[0].Meeting
	first := s.dayAfter(today, 22) + "T00:00"
	s.Expect(meeting.Notice.StartsAt == first && meeting.RequisitionID > 0, "the meeting asked for is %+v; it should start at %s", meeting, first)
	s.Tell("Nadia, Enzo and Elif, a third of the roll, ask for a meeting tomorrow. With the third signature it is convened, on the first day that leaves 21 between: %s.", first)
}

// agenda of the annual meeting: two drafts that wait for it.
func (s *story) agenda() {
	s.Together(
		func() {
			s.accounts = s.Propose("emi", driver.Resolution{Coop: market, Title: "Adopt the accounts of the year", ForMeeting: true})
		},
		func() {
			s.hours = s.Propose("enzo", driver.Resolution{Coop: market, Title: "Close on Saturdays", ForMeeting: true})
		},
	)
}

// convened: the board decides on the notice, under its own rule.
func (s *story) convened(today, due, tomorrow string) {
	s.Refused("the day of the notice", "ezra", "governance", "meeting", "convene", s.noticeOf("annual", today))
	proposal := s.WriteFile("convene.yaml", []byte(s.Coopd("tx", "governance", "meeting", "convene", s.noticeOf("annual", tomorrow, s.accounts, s.hours), "--resolution")))
	id := s.ProposeFile("emi", proposal)
	s.Refused("decided by those who held the power", "enzo", "governance", "vote", fmt.Sprint(id), "yes")
	s.vote(id, "yes", "emi", "edda")
	s.Await(id, patience, "executed")
	calendar := s.CalendarOf(market)
	s.Expect(calendar.Today == today, "it is %s on the co-op's clocks already: this machine is too slow for an evening of %s", calendar.Today, eveningLasts)
	for _, found := range calendar.Meetings {
		if found.Meeting.AnnualYear != 0 {
			s.meeting = uint64(found.Meeting.ID)
		}
	}
	s.Expect(s.meeting != 0, "no annual meeting is convened: %+v", calendar)
	meeting := s.LookAtMeeting(s.meeting)
	s.Expect(meeting.Notice.StartsAt == tomorrow+"T00:00" && meeting.AgendaItems == 2, "the annual meeting is %+v", meeting)
	s.Expect(calendar.AnnualDue > due, "the annual meeting is due on %s still", calendar.AnnualDue)
	s.Tell("The board decides on the notice: the annual meeting is convened for %s, with two resolutions on its agenda. The next one is due by %s.", meeting.Notice.StartsAt, calendar.AnnualDue)
}

// afterNotice admits somebody who is not on the meeting's roll.
func (s *story) afterNotice() {
	s.lateComer()
	s.Tell("Ezra admits Lena, member 12. Notice has been given: she is a member, and not on the roll of this meeting.")
}
