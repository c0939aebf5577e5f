package keeper_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"cosmossdk.io/collections"

	"github.com/coopledger/coopledger/x/membership/testutil"
	"github.com/coopledger/coopledger/x/membership/types"
)

var (
	keyNames        = []string{"north-anna", "north-ben", "carla", "dora", "emil", "phone", "laptop", "wallet", "thief"}
	invitationNames = []string{"one", "two", "three"}
)

func accountOf(name string) []byte { return testutil.Key(name).PubKey().Address() }

// keysWalk invites, claims, adds, removes, loses and recovers keys, and holds the
// ledger against a paper about who holds which.
type keysWalk struct {
	*walk
	*safe
}

// newKeys is newSafeLedger with two members who came with a roll and have no key yet.
func newKeys(t *testing.T, draw *rapid.T, done tally) *keysWalk {
	t.Helper()
	l := newSafeLedger(t)
	rows := []types.ImportRow{{ClassId: 1}, {ClassId: 1}}
	announced := announcement(rows)
	announced.ClassCounts = []types.ClassCount{{ClassId: 1, Members: 2}}
	l.send(nil, announced)
	l.send(nil, batch(rows, 0, 2))
	l.setParams(func(p *types.Params) { p.MaxKeysPerMember = 3 })
	s := &safe{now: l.clock.Seconds, invitations: make(map[string]*types.Invitation)}
	for _, name := range keyNames[:5] {
		s.add(name)
	}
	s.add()
	s.add()
	s.place(1).guardians = types.GuardianSet{Members: []uint64{3, 4, 5}, Needed: 2}
	for id, power := range map[uint64]string{2: types.PowerAdmit, 3: types.PowerAdmit, 4: types.PowerFreeze} {
		l.grantPower(id, power)
		s.place(id).powers[power] = true
	}
	return &keysWalk{walk: &walk{ledger: l, draw: draw, done: done}, safe: s}
}

func (w *keysWalk) name() string { return rapid.SampledFrom(keyNames).Draw(w.draw, "name") }

// fresh is mostly a key that acts for nobody.
func (w *keysWalk) fresh() string {
	var free []string
	for _, name := range keyNames {
		if w.who(name) == nil {
			free = append(free, name)
		}
	}
	if len(free) == 0 || w.once(4, "any key") {
		return w.name()
	}
	return rapid.SampledFrom(free).Draw(w.draw, "new key")
}

// signer is mostly one of those who may, or else anybody.
func (w *keysWalk) signer(fitting ...string) string {
	if len(fitting) == 0 || w.once(5, "anybody") {
		fitting = append(slices.Clone(keyNames), coop, stranger)
	}
	slices.Sort(fitting)
	return rapid.SampledFrom(fitting).Draw(w.draw, "signer")
}

// some place, mostly one of which something holds, or else any, or none.
func (w *keysWalk) some(fits func(*safePlace) bool) *safePlace {
	var fitting []*safePlace
	for _, place := range w.places {
		if fits(place) {
			fitting = append(fitting, place)
		}
	}
	if len(fitting) == 0 || w.once(6, "any place") {
		id := rapid.Uint64Range(1, uint64(len(w.places))+1).Draw(w.draw, "place")
		if id > uint64(len(w.places)) {
			return &safePlace{id: id}
		}
		return w.place(id)
	}
	return rapid.SampledFrom(fitting).Draw(w.draw, "place")
}

func (p *safePlace) names() (names []string) {
	for name := range p.keys {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// guardiansOf are the keys of those who may recover a place.
func (w *keysWalk) guardiansOf(p *safePlace) (names []string) {
	for _, id := range p.guardians.Members {
		if guardian := w.place(id); guardian.here {
			names = append(names, guardian.names()...)
		}
	}
	return names
}

func (w *keysWalk) officers(power string) []string {
	names := []string{coop}
	for _, place := range w.places {
		if place.powers[power] {
			names = append(names, place.names()...)
		}
	}
	return names
}

func (w *keysWalk) isGuardian(p *safePlace, name string) bool {
	guardian := w.who(name)
	return guardian != nil && slices.Contains(p.guardians.Members, guardian.id)
}

// agrees compares the paper with the ledger.
func (w *keysWalk) agrees() {
	for _, place := range w.places {
		w.sees(w.text(place), w.stored(place.id), "place %d", place.id)
		w.sees(place.here, w.member(north, place.id).HoldsPlace(), "place %d is held", place.id)
		for _, power := range []string{types.PowerAdmit, types.PowerFreeze} {
			w.sees(place.powers[power], w.held(place.id, power), "member %d holds %s", place.id, power)
		}
		if !place.here {
			w.gone(place.id, place.names()...)
		}
	}
	for _, name := range keyNames {
		holder := uint64(0)
		if place := w.who(name); place != nil {
			holder = place.id
		}
		w.sees(holder, w.whose(name), "whose key is %s", name)
	}
	for _, name := range invitationNames {
		stored, err := w.keeper.Invitations.Get(w.ctx, collections.Join(uint64(north), invitationKey(name)))
		w.sees(w.invitations[name] != nil, err == nil, "invitation %s is open", name)
		if err == nil {
			w.sees(w.invitations[name].String(), stored.String(), "invitation %s", name)
		}
	}
}

// stored is what the ledger says of a place, in the words of the paper.
func (w *keysWalk) stored(id uint64) string {
	member, err := w.query.Member(w.ctx, &types.QueryMemberRequest{Coop: "north", MemberId: id})
	require.NoError(w.t, err)
	answer, err := w.query.Guardians(w.ctx, &types.QueryGuardiansRequest{Coop: "north", MemberId: id})
	require.NoError(w.t, err)
	var parts []string
	for _, key := range member.Keys {
		parts = append(parts, fmt.Sprintf("key %s for money only: %t", key.Address, key.MoneyOnly))
	}
	for _, removal := range answer.KeyRemovals {
		parts = append(parts, fmt.Sprintf("removal of %s by %s at %d", removal.Address, removal.By, removal.DueAt))
	}
	for _, road := range answer.Safety.ClosedRoads {
		parts = append(parts, fmt.Sprintf("closed %s", road))
	}
	recovery, err := w.keeper.Recoveries.Get(w.ctx, collections.Join(uint64(north), id))
	if err == nil {
		parts = append(parts, fmt.Sprintf("recovery %s due %d vetoed %t", recovery.Road, recovery.DueAt, recovery.VetoedAt != 0))
		if recovery.Address != "" {
			parts = append(parts, "settled "+recovery.Address)
		}
		for _, proposal := range recovery.Proposals {
			for _, guardian := range proposal.Guardians {
				parts = append(parts, fmt.Sprintf("guardian %d wants %s", guardian, proposal.Address))
			}
		}
	}
	var now, next types.GuardianSet
	if answer.Safety.Guardians != nil {
		now = *answer.Safety.Guardians
	}
	if answer.Safety.NextGuardians != nil {
		next = *answer.Safety.NextGuardians
	}
	parts = append(parts, fmt.Sprintf("guardians %v of %d, then %v of %d at %d, frozen until %d",
		now.Members, now.Needed, next.Members, next.Needed, answer.Safety.NextGuardiansAt, answer.MoneyFrozenUntil))
	slices.Sort(parts)
	return strings.Join(parts, "\n")
}

// time passes, now and then right after the ledger stood still.
func (w *keysWalk) time() {
	w.clock.Quiet = w.once(6, "quiet")
	var dates []int64
	for _, one := range w.pending() {
		dates = append(dates, one.due)
	}
	for _, name := range invitationNames {
		if invitation := w.invitations[name]; invitation != nil {
			dates = append(dates, invitation.ExpiresAt)
		}
	}
	w.elapse(w.until(dates))
	w.tick(w.clock.Seconds, w.clock.Quiet)
}

// further is something that waits for somebody.
func (w *keysWalk) further() string {
	steps := []string{"add a key", "remove a key", "start", "recover", "invite"}
	for _, place := range w.places {
		if place.runs() {
			steps = append(steps, "veto", "time", "time")
			if place.recovery.road != byGuardians {
				steps = append(steps, "stop")
			}
		} else if place.recovery != nil {
			steps = append(steps, "support", "support", "start")
		}
		if len(place.closed) > 0 {
			steps = append(steps, "recover in person", "recover in person")
		}
		if len(place.removals) > 0 {
			steps = append(steps, "keep the key", "keep the key", "time")
		}
	}
	for range w.invitations {
		steps = append(steps, "claim")
	}
	return rapid.SampledFrom(steps).Draw(w.draw, "further")
}

// Whoever adds, removes, loses, invites, vetoes and recovers in whatever order, each
// place has the keys that a paper says, and each key acts for one place. Each of
// these faults, put into the code on purpose, made it fail: a recovery that
// completes in spite of a veto; an invitation that is claimed twice; a removal that
// goes on after the key that asked for it is gone.
func TestKeysInAnyOrder(t *testing.T) {
	inAnyOrder(t, 75, func(draw *rapid.T, done tally) path {
		w := newKeys(t, draw, done)
		steps := make(map[string]func(string))
		for name, one := range w.deeds() {
			steps[name] = func(name string) { w.do(name, one()) }
		}
		return path{walk: w.walk, messages: steps, holds: w.agrees, further: w.further, others: map[string]func(){
			"time": w.time, "votes": w.votes,
		}}
	})
}
