package keeper_test

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/coopledger/coopledger/x/membership/types"
)

const (
	byGuardians = types.RecoveryRoad_RECOVERY_ROAD_GUARDIANS
	resolved    = types.RecoveryRoad_RECOVERY_ROAD_RESOLUTION
	inPerson    = types.RecoveryRoad_RECOVERY_ROAD_IN_PERSON
)

// safe is a paper about keys, written from the README's "Keys", "Invitations" and
// "Lost and stolen keys" and from the proto files.
type safe struct {
	now         int64
	places      []*safePlace
	invitations map[string]*types.Invitation
}

type safePlace struct {
	id   uint64
	here bool
	// keys by name; of a former member they act for its money.
	keys   map[string]bool
	powers map[string]bool
	// guardians in force, and those who wait until nextAt.
	guardians, next types.GuardianSet
	nextAt          int64
	closed          map[types.RecoveryRoad]bool
	freezes         map[types.Freezer]types.Freeze
	removals        map[string]types.KeyRemoval
	recovery        *safeRecovery
}

// safeRecovery is under way: key is the new one once it is settled, and before
// that each guardian wants one.
type safeRecovery struct {
	road   types.RecoveryRoad
	key    string
	wanted map[uint64]string
	due    int64
	vetoed bool
}

func (s *safe) add(keys ...string) *safePlace {
	place := &safePlace{
		id: uint64(len(s.places)) + 1, here: true, keys: make(map[string]bool), powers: make(map[string]bool),
		closed: make(map[types.RecoveryRoad]bool), freezes: make(map[types.Freezer]types.Freeze), removals: make(map[string]types.KeyRemoval),
	}
	for _, name := range keys {
		place.keys[name] = true
	}
	s.places = append(s.places, place)
	return place
}

// who holds the place that a key acts for.
func (s *safe) who(name string) *safePlace {
	for _, place := range s.places {
		if place.here && place.keys[name] {
			return place
		}
	}
	return nil
}

func (s *safe) place(id uint64) *safePlace {
	if id == 0 || id > uint64(len(s.places)) {
		return nil
	}
	return s.places[id-1]
}

func (s *safe) officer(name, power string) bool {
	place := s.who(name)
	return place != nil && place.powers[power]
}

func (p *safePlace) runs() bool { return p.recovery != nil && p.recovery.key != "" }

// mayHave says that a key can replace those of a place: it is nobody else's. A
// former member's may act elsewhere.
func (s *safe) mayHave(p *safePlace, name string) bool {
	return !p.here || p.keys[name] || s.who(name) == nil
}

// byCoop counts the recoveries that the co-op has resolved.
func (s *safe) byCoop() (count int) {
	for _, place := range s.places {
		if place.recovery != nil && place.recovery.road != byGuardians {
			count++
		}
	}
	return count
}

// lose takes a key off a place, and what it had asked for.
func (p *safePlace) lose(name string) {
	delete(p.keys, name)
	delete(p.removals, name)
	for other, removal := range p.removals {
		if removal.By == key(name) {
			delete(p.removals, other)
		}
	}
}

// want notes which key a guardian wants; enough who want the same settle it.
func (s *safe) want(p *safePlace, guardian uint64, name string) {
	if p.recovery == nil {
		p.recovery = &safeRecovery{road: byGuardians, wanted: make(map[uint64]string), due: s.now + week}
	}
	p.recovery.wanted[guardian] = name
	count := uint32(0)
	for _, wanted := range p.recovery.wanted {
		if wanted == name {
			count++
		}
	}
	if count >= p.guardians.Needed {
		p.recovery.key, p.recovery.due = name, s.now+week
	}
}

func (p *safePlace) proposes(name string) bool {
	for _, wanted := range p.recovery.wanted {
		if wanted == name {
			return true
		}
	}
	return false
}

// unsettle drops what guardians want and have not settled.
func (p *safePlace) unsettle() {
	if p.recovery != nil && !p.runs() {
		p.recovery = nil
	}
}

func (p *safePlace) leave() {
	p.here, p.guardians, p.next, p.nextAt = false, types.GuardianSet{}, types.GuardianSet{}, 0
	p.powers, p.removals = make(map[string]bool), make(map[string]types.KeyRemoval)
	p.unsettle()
}

// frozen is until when a place's money is frozen.
func (s *safe) frozen(p *safePlace) (until int64) {
	for _, freeze := range p.freezes {
		if freeze.Until > s.now {
			until = max(until, freeze.Until)
		}
	}
	if p.runs() {
		until = max(until, p.recovery.due, s.now+1)
	}
	return until
}

// pending is one thing that waits for its time: guardians, a recovery, or the
// removal of a key.
type pending struct {
	due    int64
	place  *safePlace
	matter int
	key    string
}

func (s *safe) pending() (all []pending) {
	for _, place := range s.places {
		if place.nextAt != 0 {
			all = append(all, pending{place.nextAt, place, 1, ""})
		}
		if place.recovery != nil {
			all = append(all, pending{place.recovery.due, place, 2, ""})
		}
		for name, removal := range place.removals {
			all = append(all, pending{removal.DueAt, place, 3, name})
		}
	}
	slices.SortFunc(all, func(a, b pending) int {
		return cmp.Or(cmp.Compare(a.due, b.due), cmp.Compare(a.place.id, b.place.id), cmp.Compare(a.matter, b.matter),
			bytes.Compare(accountOf(a.key), accountOf(b.key)))
	})
	return all
}

// tick lets time bring what it brings; nothing that can be vetoed ends while the
// ledger is quiet.
func (s *safe) tick(now int64, quiet bool) {
	s.now = now
	for _, one := range s.pending() {
		if quiet || one.due > now || !slices.Contains(s.pending(), one) {
			continue
		}
		switch one.matter {
		case 1:
			one.place.guardians, one.place.next, one.place.nextAt = one.place.next, types.GuardianSet{}, 0
			one.place.unsettle()
		case 2:
			s.recover(one.place)
		default:
			delete(one.place.removals, one.key)
			if len(one.place.keys) > 1 {
				one.place.lose(one.key)
			}
		}
	}
	for name, invitation := range s.invitations {
		if invitation.ExpiresAt <= now {
			delete(s.invitations, name)
		}
	}
}

// recover ends a recovery: the new key replaces all others, if it was settled and
// is nobody else's by now.
func (s *safe) recover(p *safePlace) {
	recovery := p.recovery
	p.recovery = nil
	if recovery.key == "" || !s.mayHave(p, recovery.key) {
		return
	}
	p.keys, p.removals = map[string]bool{recovery.key: true}, make(map[string]types.KeyRemoval)
	p.next, p.nextAt = types.GuardianSet{}, 0
	if recovery.road == inPerson {
		clear(p.closed)
	}
}

// text is all that a paper says of a place, to be compared.
func (s *safe) text(p *safePlace) string {
	var parts []string
	for name := range p.keys {
		parts = append(parts, fmt.Sprintf("key %s for money only: %t", key(name), !p.here))
	}
	for name, removal := range p.removals {
		parts = append(parts, fmt.Sprintf("removal of %s by %s at %d", key(name), removal.By, removal.DueAt))
	}
	for road := range p.closed {
		parts = append(parts, fmt.Sprintf("closed %s", road))
	}
	if p.recovery != nil {
		parts = append(parts, fmt.Sprintf("recovery %s due %d vetoed %t", p.recovery.road, p.recovery.due, p.recovery.vetoed))
		if p.recovery.key != "" {
			parts = append(parts, "settled "+key(p.recovery.key))
		}
		for guardian, name := range p.recovery.wanted {
			parts = append(parts, fmt.Sprintf("guardian %d wants %s", guardian, key(name)))
		}
	}
	parts = append(parts, fmt.Sprintf("guardians %v of %d, then %v of %d at %d, frozen until %d",
		p.guardians.Members, p.guardians.Needed, p.next.Members, p.next.Needed, p.nextAt, s.frozen(p)))
	slices.Sort(parts)
	return strings.Join(parts, "\n")
}
