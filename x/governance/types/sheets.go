package types

import (
	"cmp"
	"slices"
)

// EnterSheet numbers another sheet of a scrutineer, which waits to be confirmed.
func (m *Meeting) EnterSheet(by uint64) (number uint32) {
	m.Sheets++
	m.countWaiting(by, 1)
	return m.Sheets
}

// ConfirmSheet counts one of a scrutineer's sheets as confirmed.
func (m *Meeting) ConfirmSheet(enteredBy uint64) {
	m.ConfirmedSheets++
	m.countWaiting(enteredBy, -1)
}

// WaitingOf is how many sheets of a scrutineer wait to be confirmed.
func (m Meeting) WaitingOf(memberID uint64) uint32 {
	if at, found := m.waitingAt(memberID); found {
		return m.WaitingSheets[at].Sheets
	}
	return 0
}

func (m Meeting) waitingAt(memberID uint64) (int, bool) {
	return slices.BinarySearchFunc(m.WaitingSheets, memberID, func(w WaitingSheets, id uint64) int { return cmp.Compare(w.MemberId, id) })
}

// countWaiting adds to a scrutineer's count, in a new slice; at zero it goes.
func (m *Meeting) countWaiting(memberID uint64, more int32) {
	waiting := slices.Clone(m.WaitingSheets)
	at, found := m.waitingAt(memberID)
	if !found {
		waiting = slices.Insert(waiting, at, WaitingSheets{MemberId: memberID})
	}
	waiting[at].Sheets = uint32(int64(waiting[at].Sheets) + int64(more))
	if waiting[at].Sheets == 0 {
		waiting = slices.Delete(waiting, at, at+1)
	}
	if len(waiting) == 0 {
		waiting = nil
	}
	m.WaitingSheets = waiting
}
