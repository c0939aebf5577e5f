package main

import (
	"fmt"
	"strconv"
	"time"

	"github.com/coopledger/coopledger/tests/scenarios/driver"
)

var (
	// eveningLasts is how long after the start the clocks of the co-op that meets
	// show midnight. Notice has to be given by then.
	eveningLasts = 90*time.Second + driver.Paced(60*time.Second)

	// shortest is the charter's least length of a meeting, and a moment.
	shortest = driver.Paced(10*time.Second) + 2*time.Second
)

// meeting: one is put off by its chair, at the other a list is disputed.
func (l *life) meeting() {
	l.pass(l.grants("1 chair", "1 convene", "2 scrutineer", "3 scrutineer"), "farid", "fern")
	sundays := l.Propose("felix", driver.Resolution{Coop: l.coop, Title: "Open on Sundays", ForMeeting: true})
	today := l.CalendarOf(l.coop).Today
	held, putOff := l.convenes(l.dayAfter(today, 1), sundays), l.convenes(l.dayAfter(today, 1))
	l.Expect(l.CalendarOf(l.coop).Today == today, "it is past midnight: this machine is too slow for an evening of %s", eveningLasts)
	l.Tell("In the evening Farid convenes two meetings for the next morning, one about Sundays.")
	time.Sleep(time.Until(l.midnight))
	l.Together(
		func() { l.adjourned(putOff, l.dayAfter(today, 4)) },
		func() { l.disputed(held, sundays) },
	)
}

// at a meeting somebody does something.
func (l *life) atMeeting(from, what string, arguments ...string) driver.TxResult {
	return l.Tx(from, append([]string{"governance", "meeting", what}, arguments...)...)
}

// dayAfter counts days on the calendar.
func (l *life) dayAfter(day string, days int) string {
	date, err := time.Parse(time.DateOnly, day)
	l.Must(err)
	return date.AddDate(0, 0, days).Format(time.DateOnly)
}

// convenes a meeting at the beginning of a day, and returns its number.
func (l *life) convenes(day string, agenda ...uint64) uint64 {
	result := l.atMeeting("farid", "convene", l.WriteYAML("notice", map[string]any{
		"coop": l.coop, "kind": "extraordinary", "starts_at": day + "T00:00", "place": "The reading room", "agenda": agenda,
	}))
	id, err := strconv.ParseUint(result.Attribute("coop.governance.v1.EventMeetingConvened", "meeting_id"), 10, 64)
	l.Expect(err == nil, "the meeting has no number: %v", result.Events)
	return id
}

// adjourned: nobody comes, and the chair puts it off.
func (l *life) adjourned(id uint64, day string) {
	l.AwaitMeeting(id, patience, "first call")
	l.Refused(`does not hold the power "chair"`, "felix", "governance", "meeting", "adjourn", fmt.Sprint(id), day+"T18:00")
	l.RefusedUntil("are counted until", "farid", "governance", "meeting", "adjourn", fmt.Sprint(id), day+"T18:00")
	l.atMeeting("farid", "adjourn", fmt.Sprint(id), day+"T18:00")
	var answer struct {
		Meeting driver.Meeting `json:"meeting"`
	}
	l.Ask(&answer, "governance", "meeting", fmt.Sprint(id))
	found := answer.Meeting
	l.Expect(found.Stage() == "convened" && found.Notice.StartsAt == day+"T18:00", "the meeting that was put off is %+v", found)
	l.Tell("Nobody comes to the second meeting by the time that is left for it. Farid, in the chair, puts it off to %s: it is convened again.", found.Notice.StartsAt)
}

// disputed: a hand is not seen as it was meant.
func (l *life) disputed(id, sundays uint64) {
	l.AwaitMeeting(id, patience, "first call")
	l.Together(
		func() { l.atMeeting("farid", "attend", fmt.Sprint(id)) },
		func() { l.atMeeting("fern", "attend", fmt.Sprint(id)) },
		func() { l.atMeeting("felix", "attend", fmt.Sprint(id)) },
	)
	l.AwaitMeeting(id, patience, "open")
	opened := time.Now()
	l.Await(sundays, patience, "voting")
	l.Vote("felix", sundays, "yes")
	paper := l.WriteFile("count.pdf", []byte("The count of hands on Sundays, scanned."))
	list := l.WriteFile("ballots.csv", []byte("member,choice\n5,no\n"))
	l.atMeeting("fern", "enter-ballots", fmt.Sprint(sundays), list, "--paper", paper)
	l.atMeeting("freja", "confirm-sheet", fmt.Sprint(id), "1", list, "--paper", paper, "--resolution", fmt.Sprint(sundays))
	l.Expect(l.Count(sundays) == driver.Tally{InFavour: 1, Against: 1, Roll: 5}, "Sundays are counted as %+v", l.Count(sundays))
	l.Tell("At the first meeting Felix votes for Sundays with his key. Fern and Freja have seen Fleur's hand against it.")

	l.atMeeting("fleur", "dispute-sheet", fmt.Sprint(id), "1")
	l.Refused("already", "fleur", "governance", "meeting", "dispute-sheet", fmt.Sprint(id), "1")
	var sheets struct {
		Sheets []struct {
			Disputes driver.Number `json:"disputes"`
		} `json:"sheets"`
	}
	l.Ask(&sheets, "governance", "sheets", fmt.Sprint(id))
	l.Expect(len(sheets.Sheets) == 1 && sheets.Sheets[0].Disputes == 1, "the sheets are %+v", sheets)
	l.Expect(l.Count(sundays) == driver.Tally{InFavour: 1, Against: 1, Roll: 5}, "the dispute changed the count to %+v", l.Count(sundays))
	l.Vote("fleur", sundays, "yes")
	l.Expect(l.Count(sundays) == driver.Tally{InFavour: 2, Roll: 5}, "Sundays are counted as %+v", l.Count(sundays))
	l.Tell("Fleur disputes the list, for all to see, which changes no count; and votes with her own key, which does.")
	time.Sleep(time.Until(opened.Add(shortest)))
	l.atMeeting("farid", "close", fmt.Sprint(id))
	l.Await(sundays, patience, "executed")
	l.Tell("Farid closes the meeting. The library opens on Sundays.")
}
