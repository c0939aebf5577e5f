package keeper_test

import (
	"math/bits"
	"slices"

	"pgregory.net/rapid"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/coopledger/coopledger/x/governance/types"
)

// begun is a resolution of the bakery that a walk sets out with.
func (w *rulebook) begun(rule string, forMeeting bool) *bookMotion {
	m := &bookMotion{coop: bakery, proposer: 4, forMeeting: forMeeting, rules: w.rulesOf(bakery, rule, "")}
	w.put(true, "propose", worker(4), rule, m, nil)
	return m
}

// beginsWithAMeeting on its day, with a motion on its agenda.
func (w *rulebook) beginsWithAMeeting() {
	m := w.begun(one(w.draw, "the motion's rule", []string{"ordinary", "double", "final"}), true)
	meeting := w.newMeeting(w.ahead(15))
	w.expect(true, "convene", &types.MsgConveneMeeting{Convener: worker(1), CoopId: bakery, Notice: notice(meeting.startsAt), Agenda: []uint64{m.id}})
	w.meetings = append(w.meetings, meeting)
	tabled(m, meeting)
	w.passes(meeting.due - w.now())
}

// beginsWithAQuorum opens that meeting.
func (w *rulebook) beginsWithAQuorum() {
	meeting := w.meetings[0]
	for member := uint64(2); member <= 6; member++ {
		w.comes(meeting.id, meeting, w.nameOf(member))
	}
	w.passes(meeting.due - w.now())
}

// beginsWithATimelock has something that has passed and waits.
func (w *rulebook) beginsWithATimelock() {
	m := w.begun("careful", false)
	for _, number := range []int{1, 2} {
		w.expect(true, "second", &types.MsgSecond{Seconder: worker(number), ResolutionId: m.id})
		m.seconders[uint64(number)] = true
	}
	w.discusses(m, w.now())
	w.passes(m.due - w.now())
	for member := uint64(1); member <= 5; member++ {
		w.ballot(m.id, m, w.nameOf(member), yes)
	}
	w.passes(m.due - w.now())
}

// beginsWithAVoteAbove has something that the bakery's delegates can vote on.
func (w *rulebook) beginsWithAVoteAbove() {
	rule := one(w.draw, "the rule above", []string{"medium", "resolute"})
	m := &bookMotion{coop: federation, proposer: 2, rules: w.rulesOf(federation, rule, "")}
	w.put(true, "propose above", memberCoop(2), rule, m, nil)
}

// beginsWithPaymentsOff has passed a payment that is held back.
func (w *rulebook) beginsWithPaymentsOff() {
	for holder := uint64(2); holder <= 4; holder++ {
		w.expect(true, "trip", &types.MsgTripBreaker{Holder: memberCoop(holder), Messages: []string{sending}, Seconds: 7 * day, Reason: "It goes astray"})
		w.wishes(holder, bookWish{sending, 7 * day, w.now()}, []string{sending})
	}
	m := &bookMotion{coop: bakery, proposer: 4, carries: sending, rules: w.rulesOf(bakery, "final", sending)}
	w.put(true, "propose", worker(4), "final", m, []sdk.Msg{pay(bakery, memberCoop(5), 1)})
	for member := uint64(1); member <= 5; member++ {
		w.ballot(m.id, m, w.nameOf(member), yes)
	}
	w.passes(m.due - w.now())
}

func (w *rulebook) timePasses() {
	w.passes(one(w.draw, "seconds", []int64{0, 0, 600, 3_600, 2 * 3_600, day, day, 7 * day, 21 * day}))
}

// nextDeadline waits for what is next, or for one of the things to come.
func (w *rulebook) nextDeadline() {
	var ahead []int64
	for _, m := range w.motions {
		if m.status.Open() && m.due > w.now() && m.due < w.now()+40*day {
			ahead = append(ahead, m.due)
		}
	}
	for _, meeting := range w.meetings {
		if !meeting.status.Over() && meeting.due > w.now() {
			ahead = append(ahead, meeting.due)
		}
	}
	if len(ahead) == 0 {
		return
	}
	slices.Sort(ahead)
	w.passes(ahead[between(w.draw, "which", 0, min(len(ahead)-1, 3))] - w.now())
}

// passes lets time go by to the end of a block, on the ledger and on paper.
func (w *rulebook) passes(seconds int64) {
	w.draw.Logf("%d seconds pass from %d", seconds, w.now())
	w.wait(seconds)
	// The block ended a second before the next one begins.
	w.passesTime(w.now()-1, berlin)
	w.hash = w.storesHash()
}

// between draws a number from least to most. Rapid's own ranges prefer what is
// small; here each is as likely as the other, to a thousandth.
func between(draw *rapid.T, label string, least, most int) int {
	n := most - least + 1
	return least + rapid.Custom(func(t *rapid.T) int {
		value := 0
		for range bits.Len(uint(n)) + 10 {
			value <<= 1
			if rapid.Bool().Draw(t, "") {
				value++
			}
		}
		return value % n
	}).Draw(draw, label)
}

func one[T any](draw *rapid.T, label string, of []T) T {
	return of[between(draw, label, 0, len(of)-1)]
}
