package keeper_test

import (
	"bytes"
	"maps"
	"slices"

	"github.com/coopledger/coopledger/x/governance/types"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

// bookSheet is a list that a scrutineer entered: of ballots on a motion, or of
// those present.
type bookSheet struct {
	motion    *bookMotion
	by        uint64
	list      []types.Ballot
	hash      []byte
	confirmed bool
	disputed  map[uint64]bool
}

var paperHash = bytes.Repeat([]byte{9}, 32)

func (w *rulebook) scrutineer(other uint64) (string, uint64, bool) {
	name := w.who(func(name string) bool {
		id, may := w.officer(name, membershiptypes.PowerScrutineer)
		return may && id != other
	})
	id, may := w.officer(name, membershiptypes.PowerScrutineer)
	return name, id, may
}

// listed draws some members, mostly on a roll and in the order of their numbers,
// and says whether the list can be taken.
func (w *rulebook) listed(roll map[uint64]uint32) (list []uint64, fine bool) {
	on := slices.Sorted(maps.Keys(roll))
	if len(on) > 0 && w.mostly(6) {
		chosen := map[uint64]bool{}
		for range between(w.draw, "how many", 1, 6) {
			chosen[one(w.draw, "on the list", on)] = true
		}
		list = slices.Sorted(maps.Keys(chosen))
	} else {
		for range between(w.draw, "how many", 0, 3) {
			id, _ := w.somebody()
			list = append(list, id)
		}
	}
	fine, last := len(list) > 0, uint64(0)
	for _, id := range list {
		fine, last = fine && id > last && roll[id] != 0, id
	}
	return list, fine
}

func (w *rulebook) entersBallots() {
	id, m := w.pick(func(m *bookMotion) bool { return m.meeting != nil && m.status == types.Status_STATUS_VOTING })
	name, by, may := w.scrutineer(0)
	roll := map[uint64]uint32{}
	if m != nil {
		roll = m.roll
	}
	members, fine := w.listed(roll)
	var list []types.Ballot
	wrong := !w.mostly(6)
	for _, member := range members {
		choice := one(w.draw, "entered", []types.Choice{yes, no, abstain})
		if wrong {
			choice = w.choice()
		}
		fine = fine && m.offers(choice)
		list = append(list, types.Ballot{MemberId: member, Choice: choice})
	}
	may = may && fine && m != nil && m.meeting != nil && m.status == types.Status_STATUS_VOTING && w.now() < m.due && w.roomForSheet(m.meeting, by)
	answer, taken := w.expect(may, "enter ballots", &types.MsgEnterBallots{
		Scrutineer: keyOf(name), ResolutionId: id, Ballots: list, PaperSha256: paperHash,
	})
	if taken {
		entered := answer.(*types.MsgEnterBallotsResponse)
		w.enters(m.meeting, &bookSheet{motion: m, by: by, list: list, hash: entered.ListHash}, entered.Sheet)
	}
}

func (w *rulebook) entersAttendance() {
	id, m := w.meets(firstCall, secondCall, opened)
	name, by, may := w.scrutineer(0)
	roll := map[uint64]uint32{}
	if m != nil {
		roll = w.rollOf(m)
	}
	members, fine := w.listed(roll)
	may = may && fine && m != nil && m.takesAttendance() && w.roomForSheet(m, by)
	answer, taken := w.expect(may, "enter attendance", &types.MsgEnterAttendance{
		Scrutineer: keyOf(name), MeetingId: id, Members: members, PaperSha256: paperHash,
	})
	if !taken {
		return
	}
	entered, sheet := answer.(*types.MsgEnterAttendanceResponse), &bookSheet{by: by}
	for _, member := range members {
		sheet.list = append(sheet.list, types.Ballot{MemberId: member})
	}
	sheet.hash = entered.ListHash
	w.enters(m, sheet, entered.Sheet)
}

// roomForSheet says whether a scrutineer may enter another: twenty may wait.
func (w *rulebook) roomForSheet(m *bookMeeting, by uint64) bool {
	waiting := 0
	for _, sheet := range m.sheets {
		if sheet.by == by && !sheet.confirmed {
			waiting++
		}
	}
	return waiting < 20
}

func (w *rulebook) enters(m *bookMeeting, sheet *bookSheet, number uint32) {
	sheet.disputed = map[uint64]bool{}
	if m.sheets = append(m.sheets, sheet); int(number) != len(m.sheets) {
		w.draw.Fatalf("sheet %d of meeting %d has the number %d", len(m.sheets), m.id, number)
	}
}

// sheet draws mostly one that is entered, and if possible not confirmed.
func (w *rulebook) sheet() (uint64, *bookMeeting, uint32, *bookSheet) {
	id, m := w.meets(firstCall, secondCall, opened)
	if m == nil {
		return id, nil, 1, nil
	}
	for _, other := range w.meetings {
		if len(m.sheets) == 0 && len(other.sheets) > 0 {
			id, m = other.id, other
		}
	}
	number := between(w.draw, "sheet", 1, len(m.sheets)+1)
	for i, sheet := range m.sheets {
		if !sheet.confirmed && w.mostly(3) {
			number = i + 1
		}
	}
	if number > len(m.sheets) {
		return id, m, uint32(number), nil
	}
	return id, m, uint32(number), m.sheets[number-1]
}

// confirms a list by its hash, as another scrutineer than the one who entered it.
func (w *rulebook) confirms() {
	id, m, number, sheet := w.sheet()
	by, hash := uint64(0), paperHash
	if sheet != nil {
		by, hash = sheet.by, sheet.hash
		if !w.mostly(8) {
			hash = paperHash
		}
	}
	name, confirmer, may := w.scrutineer(by)
	may = may && sheet != nil && !sheet.confirmed && confirmer != by && bytes.Equal(hash, sheet.hash)
	if may {
		entered := w.people[bakery][by]
		may = entered.acts() && entered.powers[membershiptypes.PowerScrutineer] && w.applicable(m, sheet)
	}
	answer, taken := w.expect(may, "confirm", &types.MsgConfirmSheet{Scrutineer: keyOf(name), MeetingId: id, Sheet: number, ListHash: hash})
	if taken {
		w.leavesOut(m, sheet, answer.(*types.MsgConfirmSheetResponse))
		w.takesEffect(m, number, sheet)
	}
}

// leavesOut compares whom a confirmation names as left out, with whom the paper
// doesn't count by it.
func (w *rulebook) leavesOut(m *bookMeeting, sheet *bookSheet, answer *types.MsgConfirmSheetResponse) {
	counts := map[uint64]bool{}
	for _, entry := range w.applies(m, sheet) {
		counts[entry.MemberId] = true
	}
	named := map[uint64]bool{}
	for _, entry := range answer.LeftOut {
		named[entry.MemberId] = true
		member := w.people[bakery][entry.MemberId]
		if gone := entry.Reason == types.LeftOutReason_LEFT_OUT_REASON_NOT_ACTIVE; gone && (member == nil || member.acts()) {
			w.draw.Fatalf("member %d is left out as not active", entry.MemberId)
		}
	}
	for _, entry := range sheet.list {
		if counts[entry.MemberId] == named[entry.MemberId] {
			w.draw.Fatalf("member %d of the sheet counts: %t, and is named as left out: %t", entry.MemberId, counts[entry.MemberId], named[entry.MemberId])
		}
	}
	if int(answer.Applied) != len(counts) || len(named) != len(sheet.list)-len(counts) {
		w.draw.Fatalf("%d of %d take effect, and the ledger says %v", len(counts), len(sheet.list), answer)
	}
}

// takesEffect counts what a confirmed sheet says.
func (w *rulebook) takesEffect(m *bookMeeting, number uint32, sheet *bookSheet) {
	sheet.confirmed = true
	for _, member := range w.applies(m, sheet) {
		if sheet.motion == nil {
			m.present[member.MemberId] = true
			m.attested++
		} else {
			w.casts(sheet.motion, member.MemberId, bookBallot{choice: member.Choice, sheet: int(number)}, w.now())
		}
	}
}

// applies lists whom a sheet still counts: those who act, without the present and
// without those who have voted themselves.
func (w *rulebook) applies(m *bookMeeting, sheet *bookSheet) (list []types.Ballot) {
	for _, entry := range sheet.list {
		member := w.people[bakery][entry.MemberId]
		counts := member != nil && member.acts()
		if sheet.motion == nil {
			counts = counts && !m.present[entry.MemberId] && w.rollOf(m)[entry.MemberId] != 0
		} else if standing, voted := sheet.motion.ballots[entry.MemberId]; voted {
			counts = counts && standing.sheet != 0
			if standing.sheet == 0 {
				w.seen["an attested ballot leaves a member's own alone"]++
			}
		}
		if counts {
			list = append(list, entry)
		}
	}
	return list
}

// applicable says whether a sheet can take effect: in time, and of ballots with at
// most three sevenths of the roll attested.
func (w *rulebook) applicable(m *bookMeeting, sheet *bookSheet) bool {
	if sheet.motion == nil {
		return m.takesAttendance()
	}
	attested := map[uint64]bool{}
	for member, ballot := range sheet.motion.ballots {
		if ballot.sheet != 0 {
			attested[member] = true
		}
	}
	for _, entry := range w.applies(m, sheet) {
		attested[entry.MemberId] = true
	}
	votes := sheet.motion.status == types.Status_STATUS_VOTING && w.now() < sheet.motion.due
	if tooMany := 7*len(attested) > 3*len(m.roll); votes && tooMany {
		w.seen["too many would be attested"]++
		return false
	}
	return votes
}

// votesInRoom says whether a vote is open at a meeting that is.
func (w *rulebook) votesInRoom() bool {
	return slices.ContainsFunc(w.motions, func(m *bookMotion) bool {
		return m.meeting != nil && m.meeting.status == opened && m.status == types.Status_STATUS_VOTING
	})
}

// inTheRoom lets some things happen in a row at a meeting that is open.
func (w *rulebook) inTheRoom() {
	for range 8 {
		if !w.votesInRoom() {
			return
		}
		one(w.draw, "in the room", []func(){
			w.entersBallots, w.entersBallots, w.confirms, w.confirms, w.confirms, w.votes, w.votesAnew, w.votesAnew, w.disputes, w.closes, func() { w.passes(600) },
		})()
		w.agrees()
	}
}

func (w *rulebook) disputes() {
	id, _, number, sheet := w.sheet()
	name := w.who(func(name string) bool {
		member, may := w.decides(name)
		return may && sheet != nil && !sheet.disputed[member]
	})
	member, may := w.decides(name)
	may = may && sheet != nil && !sheet.disputed[member]
	if _, taken := w.expect(may, "dispute", &types.MsgDisputeSheet{Member: keyOf(name), MeetingId: id, Sheet: number}); taken {
		sheet.disputed[member] = true
	}
}
