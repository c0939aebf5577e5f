package main

import (
	"fmt"
	"time"

	"github.com/coopledger/coopledger/tests/scenarios/driver"
)

// annualMeeting is held on the morning after: a first call in vain, a second with
// enough, ballots from afar, by hand, and one of them replaced.
func (s *story) annualMeeting() {
	s.Act("The annual meeting")
	s.morning()
	s.secondCall()
	s.ballots()
	s.byHand()
	s.strangers()
	s.closed()
}

// shortest is the charter's least length of a meeting, and a moment.
var shortest = driver.Paced(20*time.Second) + 2*time.Second

// tx sends what concerns general meetings.
func (s *story) tx(from string, arguments ...string) driver.TxResult {
	return s.Tx(from, append([]string{"governance", "meeting"}, arguments...)...)
}

// morning waits for midnight, and sees the first call fail.
func (s *story) morning() {
	s.Expect(s.LookAtMeeting(s.meeting).Stage() == "convened", "the meeting began before the evening's story was over: this machine is too slow for an evening of %s", eveningLasts)
	s.Refused("you can attend it only while it is", "emi", "governance", "meeting", "attend", fmt.Sprint(s.meeting))
	time.Sleep(time.Until(s.midnight))
	s.AwaitMeeting(s.meeting, patience, "first call")
	s.Tell("Midnight on the co-op's clocks: the first call.")
	s.Together(
		func() { s.tx("emi", "attend", fmt.Sprint(s.meeting)) },
		func() { s.tx("ezra", "attend", fmt.Sprint(s.meeting)) },
	)
	found := s.AwaitMeeting(s.meeting, patience, "second call")
	s.Expect(found.Present == 2, "%d are present, not 2", found.Present)
	s.Tell("Two of nine are there when they are counted. The charter wants half of the roll: the first call is in vain.")
}

// secondCall: one more comes with a key, and two whom scrutineers see in the room.
func (s *story) secondCall() {
	paper := s.WriteFile("signatures.pdf", []byte("The signatures of members 7 and 8, scanned."))
	list := s.WriteFile("present.csv", []byte("7\n8\n"))
	s.Together(
		func() { s.tx("enzo", "attend", fmt.Sprint(s.meeting)) },
		func() { s.tx("elif", "enter-attendance", fmt.Sprint(s.meeting), list, "--paper", paper) },
	)
	s.Refused("another scrutineer", "elif", "governance", "meeting", "confirm-sheet", fmt.Sprint(s.meeting), "1", list, "--paper", paper)
	s.tx("enzo", "confirm-sheet", fmt.Sprint(s.meeting), "1", list, "--paper", paper)
	found := s.AwaitMeeting(s.meeting, patience, "open")
	s.opened = time.Now()
	s.Expect(found.Present == 5, "%d are present, not 5", found.Present)
	s.Tell("Enzo comes, and Elif enters two who have no key; Enzo confirms it. Five are there at second call, where a third is enough: the meeting opens.")
	s.Refused("seconds at the least", "emi", "governance", "meeting", "close", fmt.Sprint(s.meeting))
}

// ballots that members cast with their own keys.
func (s *story) ballots() {
	s.Await(s.accounts, patience, "voting")
	s.Await(s.hours, patience, "voting")
	s.Together(
		func() { s.Vote("emi", s.accounts, "yes"); s.Vote("emi", s.hours, "no") },
		func() { s.Vote("ezra", s.accounts, "yes"); s.Vote("ezra", s.hours, "no") },
		func() { s.Vote("enzo", s.accounts, "no"); s.Vote("enzo", s.hours, "yes") },
		func() { s.Vote("edda", s.accounts, "abstain") },
	)
	s.Tell("Four vote with their keys; Edda does so from home.")
}

// byHand: ballots from the room, entered by one and confirmed by another.
func (s *story) byHand() {
	paper := s.WriteFile("count.pdf", []byte("The count of hands on the accounts, scanned."))
	list := s.WriteFile("ballots.csv", []byte("member,choice\n6,no\n7,yes\n8,yes\n"))
	other := s.WriteFile("ballots.csv", []byte("member,choice\n6,no\n7,yes\n8,no\n"))
	s.tx("elif", "enter-ballots", fmt.Sprint(s.accounts), list, "--paper", paper)
	confirm := []string{"confirm-sheet", fmt.Sprint(s.meeting), "2"}
	about := []string{"--paper", paper, "--resolution", fmt.Sprint(s.accounts)}
	s.Expect(s.Attested(s.accounts) == 0, "ballots by hand count before they are confirmed")
	s.Refused("count again together", "enzo", append(append([]string{"governance", "meeting"}, append(confirm, other)...), about...)...)
	s.tx("enzo", append(append(confirm, list), about...)...)
	s.Expect(s.Attested(s.accounts) == 3, "%d ballots are attested, not 3", s.Attested(s.accounts))
	s.Tell("Three vote by hand. Elif enters them; Enzo's count differs in one, and nothing counts; they count again, and he confirms.")
	s.Vote("nadia", s.accounts, "yes")
	s.Expect(s.Attested(s.accounts) == 2, "%d ballots are attested, not 2", s.Attested(s.accounts))
	s.Tell("Nadia's hand was seen as a no. She votes yes with her own key, and her own ballot stands.")
}

// strangers who can't vote here: no member, and a member who came after notice.
func (s *story) strangers() {
	s.Refused("is no member's key", "visitor", "governance", "vote", fmt.Sprint(s.accounts), "no", "--fees", "1000credit")
	s.Refused("you became a member on", "lena", "governance", "vote", fmt.Sprint(s.accounts), "no")
	s.Refused("is not on the roll of meeting", "lena", "governance", "meeting", "attend", fmt.Sprint(s.meeting))
}

// closed: the chair ends the meeting and its votes, and the minutes are recorded.
func (s *story) closed() {
	s.Refused(`does not hold the power "chair" or "convene"`, "enzo", "governance", "meeting", "close", fmt.Sprint(s.meeting))
	time.Sleep(time.Until(s.opened.Add(shortest)))
	s.tx("emi", "close", fmt.Sprint(s.meeting))
	s.Await(s.accounts, patience, "executed")
	s.Await(s.hours, patience, "rejected")
	accounts, hours := s.Count(s.accounts), s.Count(s.hours)
	s.Expect(accounts == driver.Tally{InFavour: 5, Against: 1, Abstained: 1, Roll: 9}, "the accounts were counted as %+v", accounts)
	s.Expect(hours == driver.Tally{InFavour: 1, Against: 2, Roll: 9}, "the hours were counted as %+v", hours)
	s.Tell("Emi, in the chair, closes the meeting, and the votes close with it. The accounts are adopted, 5 to 1 of 9 on the roll; the shop stays open on Saturdays.")
	minutes := s.WriteFile("minutes.pdf", []byte(minutes))
	s.tx("emi", "minutes", fmt.Sprint(s.meeting), minutes, "https://elm.example/minutes.pdf")
	s.Tell("She records the minutes by their hash.")
}

const minutes = "Minutes of the annual meeting. Present: 5 of 9. The accounts are adopted.\n"
