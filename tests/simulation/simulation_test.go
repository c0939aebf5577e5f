package simulation

import (
	"flag"
	"os"
	"runtime/debug"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

const (
	// moreWalks are added while something has not been seen, so many times at most.
	moreWalks  = "10"
	mostRounds = 25
)

// garbagePercent spends some hundred megabytes to collect garbage seldom.
const garbagePercent = 500

// TestWalk sends what members could and could not do to the application, block
// by block, and compares it with a few maps after each.
func TestWalk(t *testing.T) {
	require.NoError(t, flag.Set("rapid.checks", size("SIMULATION_WALKS", defaultWalks)))
	require.NoError(t, flag.Set("rapid.steps", size("SIMULATION_STEPS", defaultSteps)))
	// Each step exports everything and throws it away.
	defer debug.SetGCPercent(debug.SetGCPercent(garbagePercent))
	w, f := newWorld(t), newFigures()
	// Chance may leave something out; then there is more of it, a little each time.
	for round := 0; round == 0 || (round < mostRounds && len(f.missing()) > 0 && !t.Failed()); round++ {
		if round > 0 {
			require.NoError(t, flag.Set("rapid.checks", moreWalks))
		}
		if sameEachTime && os.Getenv("SIMULATION_WALKS") == "" {
			require.NoError(t, flag.Set("rapid.seed", strconv.Itoa(20261123+round)))
		}
		rapid.Check(t, func(rt *rapid.T) { walk(rt, w, f) })
		t.Logf("not seen so far: %q", f.missing())
	}
	f.report(t)
	f.wellMixed(t)
}

// walk goes from the genesis to wherever it gets.
func walk(t *rapid.T, w *world, f *figures) {
	x := newMachine(t, w, f)
	f.walks++
	actions := x.actions()
	if x.number("may be exported", 1, importEvery) == 1 {
		actions = append(actions, action{"export and import", x.exportAndImport})
	}
	x.beginning()
	t.Repeat(map[string]func(*rapid.T){"step": func(*rapid.T) {
		next := actions[pick(t, "action", len(actions))]
		t.Log(next.name)
		next.do()
	}})
	for range 3 {
		x.block(60)
	}
}

// size of the run: what the environment says, or the default.
func size(name string, normal int) string {
	if given := os.Getenv(name); given != "" {
		return given
	}
	return strconv.Itoa(normal)
}
