package simulation

import (
	"bytes"
	"cmp"
	"maps"
	"slices"

	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

// lose takes a key from a member, with what it had asked for.
func (m *member) lose(key string) {
	delete(m.keys, key)
	maps.DeleteFunc(m.safety.removals, func(address string, removal membershiptypes.KeyRemoval) bool {
		return address == key || removal.By == key
	})
}

// unsettle drops what guardians want and have not settled.
func (m *member) unsettle() {
	if m.safety.recovery != nil && !m.safety.runs() {
		m.safety.recovery = nil
	}
}

// endSafety ends what only a member has; freezes, closed roads and a new key that
// is settled stay with the money.
func (m *member) endSafety() {
	m.safety.guardians, m.safety.next, m.safety.nextAt, m.safety.removals = nil, nil, 0, nil
	m.unsettle()
}

func (p *paper) keyItems() (all []keyItem) {
	for _, c := range p.coops {
		for _, m := range c.members {
			if m.safety.next != nil {
				all = append(all, keyItem{m.safety.nextAt, c.id, m.id, string([]byte{dueGuardians})})
			}
			if m.safety.recovery != nil {
				all = append(all, keyItem{m.safety.recovery.DueAt, c.id, m.id, string([]byte{dueRecovery})})
			}
			for address, removal := range m.safety.removals {
				key, _ := membershiptypes.AddressBytes(address)
				all = append(all, keyItem{removal.DueAt, c.id, m.id, string(append([]byte{dueRemoval}, key...))})
			}
		}
	}
	return all
}

// keysDue lets happen what is due for keys, but never while the chain is quiet: all
// of it are windows for vetoes.
func (p *paper) keysDue(work *worker, note func(operation string, happened bool)) {
	due := slices.DeleteFunc(p.keyItems(), func(i keyItem) bool { return i.due > p.now || p.quiet() })
	slices.SortFunc(due, func(a, b keyItem) int {
		return cmp.Or(cmp.Compare(a.due, b.due), cmp.Compare(a.coop, b.coop), cmp.Compare(a.member, b.member),
			bytes.Compare([]byte(a.matter), []byte(b.matter)))
	})
	for _, i := range due {
		if !slices.Contains(p.keyItems(), i) {
			continue
		}
		if !work.take(p.limits.DueItemGas) {
			return
		}
		c := p.coop(i.coop)
		m := c.member(i.member)
		switch i.matter[0] {
		case dueGuardians:
			m.changeGuardians()
		case dueRecovery:
			road := m.safety.recovery.Road
			done := p.recovered(c, m)
			if road == byGuardians {
				note(opRecovered, done)
			}
		default:
			m.removedAtLast(membershiptypes.AddressText([]byte(i.matter[1:])))
		}
	}
}

func (m *member) changeGuardians() {
	m.safety.guardians, m.safety.next, m.safety.nextAt = m.safety.next, nil, 0
	if len(m.safety.guardians.Members) == 0 {
		m.safety.guardians = nil
	}
	m.unsettle()
}

// removedAtLast takes a key that did not object, unless it is the last by now.
func (m *member) removedAtLast(address string) {
	delete(m.safety.removals, address)
	if len(m.keys) > 1 {
		m.lose(address)
	}
}

// recovered ends a recovery. It says whether the member has its new key: it has
// none if too few guardians wanted one, or if that became somebody else's.
func (p *paper) recovered(c *coop, m *member) bool {
	r := m.safety.recovery
	m.safety.recovery = nil
	if r.Address == "" {
		return false
	}
	if !p.mayReplace(c, m, r.Address) {
		m.thwarted = p.now
		return false
	}
	m.renewed, m.road = p.now, r.Road
	keys := map[string]int64{r.Address: p.now}
	if m.gone {
		m.former = keys
	} else {
		m.keys = keys
	}
	m.safety.removals, m.safety.next, m.safety.nextAt = nil, nil, 0
	if r.Road == inPerson {
		m.safety.closed = nil
	}
	return true
}

func (m *member) removalsInOrder() (list []membershiptypes.KeyRemoval) {
	for _, address := range slices.SortedFunc(maps.Keys(m.safety.removals), byAddress) {
		list = append(list, m.safety.removals[address])
	}
	return list
}

// protection is what the genesis says of a member's keys; nothing if there is none.
func (m *member) protection(coopID uint64) (membershiptypes.KeySafety, bool) {
	record := membershiptypes.KeySafety{
		CoopId: coopID, MemberId: m.id, Guardians: m.safety.guardians, NextGuardians: m.safety.next, NextGuardiansAt: m.safety.nextAt,
		ClosedRoads: slices.Sorted(maps.Keys(m.safety.closed)),
	}
	for _, side := range slices.Sorted(maps.Keys(m.safety.freezes)) {
		record.Freezes = append(record.Freezes, m.safety.freezes[side])
	}
	some := record.Guardians != nil || record.NextGuardians != nil || len(record.ClosedRoads) > 0 || len(record.Freezes) > 0
	return record, some
}
