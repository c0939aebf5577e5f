package keeper_test

import (
	"math/bits"
	"slices"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

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
	seconds := ahead[between(w.draw, "which", 0, min(len(ahead)-1, 3))] - w.now()
	if !w.mostly(4) {
		seconds = max(seconds-600, 0)
	}
	w.passes(seconds)
}

// passes lets time go by to the end of a block, on the ledger and on paper.
func (w *rulebook) passes(seconds int64) {
	w.draw.Logf("%d seconds pass from %d", seconds, w.now())
	w.tick(seconds)
	require.NoError(w.t, w.governance.EndBlock(w.ctx))
	w.listens()
	w.heard = 0
	w.commit()
	// The block ended a second before the next one begins.
	w.passesTime(w.now()-1, berlin)
	w.endTerms(w.now())
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
