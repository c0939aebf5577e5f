package keeper_test

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/coopledger/coopledger/x/membership/testutil"
	"github.com/coopledger/coopledger/x/membership/types"
)

var walkNames = []string{"north-anna", "north-ben", "carol", "dora", "emil", "fred", "gina", "hugo"}

// walk does whatever can happen in north, in any order, and keeps a copy of the
// whole roll for each vote that is open.
type walk struct {
	*ledger
	draw *rapid.T
	// frozen are the copies: the class of each member on the roll.
	frozen []map[uint64]uint32
	at     []uint64
	// done counts what was accepted and refused.
	done tally
}

// tally counts what was accepted and refused, by what was done.
type tally map[string]*[2]int

func (w *walk) name() string { return rapid.SampledFrom(walkNames).Draw(w.draw, "name") }
func (w *walk) somebody() uint64 {
	return rapid.Uint64Range(1, w.roll(north).NextMemberId).Draw(w.draw, "member")
}

// once in so many times, by chance.
func (w *walk) once(in int, what string) bool {
	return rapid.IntRange(1, in).Draw(w.draw, what) == in
}

// until is for how long time goes by: mostly to one of the dates on which
// something happens, or a second less.
func (w *walk) until(dates []int64) int64 {
	dates = slices.DeleteFunc(dates, func(date int64) bool { return date <= w.clock.Seconds })
	if len(dates) == 0 || w.once(4, "any time") {
		return rapid.Int64Range(0, 12*day).Draw(w.draw, "seconds")
	}
	date := rapid.SampledFrom(dates).Draw(w.draw, "date")
	if w.once(4, "a second before") {
		date--
	}
	return date - w.clock.Seconds
}

// attempt sends a message, counts what comes of it, and sees that a refusal has
// changed nothing.
func (w *walk) attempt(name string, message sdk.Msg) (any, error) {
	before := w.hash()
	response, err := w.deliver(message)
	if err == nil {
		w.done[name][0]++
		return response, nil
	}
	w.done[name][1]++
	if !bytes.Equal(before, w.hash()) {
		w.draw.Fatalf("refused %T, and yet the store changed: %s", message, err)
	}
	return nil, err
}

// deed is a message, what a paper written from the documentation says of it, and
// what is to be noted on that paper when it was accepted.
type deed struct {
	message sdk.Msg
	allowed bool
	note    func(response any)
}

// do sends a message whose fate the paper knows.
func (w *walk) do(name string, one deed) {
	response, err := w.attempt(name, one.message)
	switch {
	case err == nil && !one.allowed:
		w.draw.Fatalf("%s: accepted, and the paper refuses: %v", name, one.message)
	case err != nil && one.allowed:
		w.draw.Fatalf("%s: the paper allows %v, and it was refused: %s", name, one.message, err)
	case err == nil && one.note != nil:
		one.note(response)
	}
}

// freeze copies the roll as the members themselves say it is.
func (w *walk) freeze() {
	roll := w.roll(north)
	_, charter, err := w.keeper.GetCharter(w.ctx, north)
	require.NoError(w.t, err)
	require.NoError(w.t, w.keeper.PinRoll(w.ctx, north, roll.Sequence))
	copied := make(map[uint64]uint32)
	for id := uint64(1); id < roll.NextMemberId; id++ {
		member := w.member(north, id)
		class, err := charter.Class(member.ClassId)
		if member.HoldsPlace() {
			require.NoError(w.t, err)
		}
		if member.HoldsPlace() && class.Votes && member.MinorUntil == 0 {
			copied[id] = member.ClassId
		}
	}
	require.Len(w.t, copied, int(roll.Voters()))
	w.at, w.frozen = append(w.at, roll.Sequence), append(w.frozen, copied)
}

// votes freezes the roll for one more vote, or lets the oldest go.
func (w *walk) votes() {
	if len(w.at) < 3 && rapid.Bool().Draw(w.draw, "a vote opens") {
		w.freeze()
	} else if len(w.at) > 0 {
		require.NoError(w.t, w.keeper.UnpinRoll(w.ctx, north, w.at[0]))
		w.at, w.frozen = w.at[1:], w.frozen[1:]
	}
}

// holds compares each frozen roll with its copy.
func (w *walk) holds() {
	next := w.roll(north).NextMemberId
	for i, sequence := range w.at {
		for id := uint64(1); id < next; id++ {
			class, onRoll := w.member(north, id).ClassAt(sequence)
			copied, should := w.frozen[i][id]
			if onRoll != should || class != copied {
				w.draw.Fatalf("member %d was on the roll frozen at %d in class %d: %t; it should be in %d: %t", id, sequence, class, onRoll, copied, should)
			}
		}
	}
}

// sees compares what the ledger says with what the paper says.
func (w *walk) sees(paper, ledger any, what string, args ...any) {
	if fmt.Sprintf("%+v", paper) != fmt.Sprintf("%+v", ledger) {
		w.draw.Fatalf("%s: the paper has %+v and the ledger %+v", fmt.Sprintf(what, args...), paper, ledger)
	}
}

// path is a walk that begins: the steps that it may take, by name, those that
// are no message, what must hold after each, and which step would lead further;
// every other one is such a step.
type path struct {
	*walk
	messages map[string]func(name string)
	others   map[string]func()
	holds    func()
	further  func() string
}

// inAnyOrder takes steps as they come. After each the invariants are asked, and in
// the end the state must survive export and import. Over all walks each message
// was accepted and refused, and a third or more of all messages were refused.
func inAnyOrder(t *testing.T, most int, begin func(*rapid.T, tally) path) {
	t.Helper()
	done := make(tally)
	walk := func(draw *rapid.T) { begin(draw, done).goes(draw, most) }
	// Chance may leave something out; then there are more walks, a few times.
	for round := 0; round == 0 || (round < 5 && len(done.missing()) > 0 && !t.Failed()); round++ {
		rapid.Check(t, walk)
	}
	accepted, refused := 0, 0
	for _, name := range slices.Sorted(maps.Keys(done)) {
		count := done[name]
		t.Logf("%s: %d accepted, %d refused", name, count[0], count[1])
		accepted, refused = accepted+count[0], refused+count[1]
	}
	t.Logf("in all: %d accepted, %d refused", accepted, refused)
	if testing.Short() || t.Failed() {
		return
	}
	require.Empty(t, done.missing())
	require.Less(t, accepted, 2*refused, "a third of what was tried or more must be refused")
}

// missing lists what was never accepted, and what never refused.
func (done tally) missing() (names []string) {
	for _, name := range slices.Sorted(maps.Keys(done)) {
		if done[name][0] == 0 {
			names = append(names, name+", accepted")
		}
		if done[name][1] == 0 {
			names = append(names, name+", refused")
		}
	}
	return names
}

// goes one walk.
func (p path) goes(draw *rapid.T, most int) {
	for name := range p.messages {
		if p.done[name] == nil {
			p.done[name] = new([2]int)
		}
	}
	names := slices.AppendSeq(slices.Collect(maps.Keys(p.messages)), maps.Keys(p.others))
	slices.Sort(names)
	for i := range rapid.IntRange(most/3, most).Draw(draw, "steps") {
		name := rapid.SampledFrom(names).Draw(draw, fmt.Sprintf("step %d", i))
		if p.further != nil && rapid.Bool().Draw(draw, "further") {
			name = p.further()
		}
		if message, is := p.messages[name]; is {
			message(name)
		} else {
			p.others[name]()
		}
		p.walk.holds()
		if p.holds != nil {
			p.holds()
		}
		p.sound()
	}
	p.elapse(0)
	p.sameAfterImport()
}

// held is whether a member holds a power now.
func (w *walk) held(memberID uint64, power string) bool {
	holds, err := w.keeper.HasPower(w.ctx, north, memberID, power)
	require.NoError(w.t, err)
	return holds
}

// gone sees that a membership that has ended left what the README says: no place,
// no vote, no power, and keys for its money only.
func (w *walk) gone(memberID uint64, keys ...string) {
	member := w.member(north, memberID)
	_, onRoll := member.OnRollNow()
	w.sees(false, onRoll, "member %d, who is gone, on the roll", memberID)
	w.sees(0, member.KeyCount, "keys of member %d, who is gone", memberID)
	for _, power := range types.Powers() {
		w.sees(false, w.held(memberID, power), "member %d, who is gone, holds %s", memberID, power)
	}
	for _, name := range keys {
		if w.whose(name) == memberID {
			w.draw.Fatalf("the key of %s still acts for member %d, who is gone", name, memberID)
		}
		moves, err := w.keeper.MayMoveMoney(w.ctx, north, memberID, testutil.Key(name).PubKey().Address())
		require.NoError(w.t, err)
		w.sees(true, moves, "%s acts for what member %d is owed", name, memberID)
	}
}
