package keeper_test

import (
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/coopledger/coopledger/x/governance/types"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
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

// beginsWithASheet has three ballots of members' own at that meeting, and two that
// scrutineers entered. Together they are most of the roll, without those not.
func (w *rulebook) beginsWithASheet() {
	m, meeting := w.motions[0], w.meetings[0]
	for member := uint64(2); member <= 4; member++ {
		w.ballot(m.id, m, w.nameOf(member), yes)
	}
	list := []types.Ballot{{MemberId: 5, Choice: yes}, {MemberId: 6, Choice: yes}}
	answer, _ := w.expect(true, "enter ballots", &types.MsgEnterBallots{
		Scrutineer: worker(2), ResolutionId: m.id, Ballots: list, PaperSha256: paperHash,
	})
	sheet := &bookSheet{motion: m, by: 2, list: list, hash: answer.(*types.MsgEnterBallotsResponse).ListHash}
	w.enters(meeting, sheet, 1)
	w.expect(true, "confirm", &types.MsgConfirmSheet{Scrutineer: worker(3), MeetingId: meeting.id, Sheet: 1, ListHash: sheet.hash})
	w.takesEffect(meeting, 1, sheet)
	if !w.mostly(2) {
		w.beginsWithTooLongASheet(m, meeting)
	}
}

// beginsWithTooLongASheet has another, with which more ballots would be attested
// than the charter allows.
func (w *rulebook) beginsWithTooLongASheet(m *bookMotion, meeting *bookMeeting) {
	list := []types.Ballot{{MemberId: 1, Choice: yes}, {MemberId: 7, Choice: yes}}
	answer, _ := w.expect(true, "enter ballots", &types.MsgEnterBallots{
		Scrutineer: worker(2), ResolutionId: m.id, Ballots: list, PaperSha256: paperHash,
	})
	sheet := &bookSheet{motion: m, by: 2, list: list, hash: answer.(*types.MsgEnterBallotsResponse).ListHash}
	w.enters(meeting, sheet, 2)
	w.expect(w.applicable(meeting, sheet), "confirm", &types.MsgConfirmSheet{Scrutineer: worker(3), MeetingId: meeting.id, Sheet: 2, ListHash: sheet.hash})
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

// beginsWithAVoteAbove has something that the bakery's delegates can vote on, and a
// resolution of the bakery that will vote for it.
func (w *rulebook) beginsWithAVoteAbove() {
	rule := one(w.draw, "the rule above", []string{"medium", "resolute"})
	m := &bookMotion{coop: federation, proposer: 2, rules: w.rulesOf(federation, rule, "")}
	w.put(true, "propose above", memberCoop(2), rule, m, nil)
	own := &bookMotion{coop: bakery, proposer: 5, carries: voting, target: m.id, choice: yes, rules: w.rulesOf(bakery, "", voting)}
	w.put(true, "propose", worker(5), "", own, []sdk.Msg{&types.MsgVote{Voter: membershiptypes.CoopAddress(bakery), ResolutionId: m.id, Choice: yes}})
	for member := uint64(1); member <= 5; member++ {
		w.ballot(own.id, own, w.nameOf(member), yes)
	}
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
	w.passes(3_600)
	if !w.mostly(2) {
		w.expect(true, "take back", &types.MsgTripBreaker{Holder: memberCoop(2)})
		w.tookBack(2)
	}
	w.holdersTalk()
}

// beginsWithABoard has a vote of the board, one on it who has changed its class since and one who asks to.
func (w *rulebook) beginsWithABoard() {
	w.begun("board", false)
	for _, number := range []uint64{2, 3} {
		w.asksToBeUser(number)
	}
	w.becomesUser(2)
	w.allVote()
}

func (w *rulebook) asksToBeUser(number uint64) {
	w.expect(true, "ask class", &membershiptypes.MsgAskClass{Signer: worker(int(number)), CoopId: bakery, Class: "users"})
	w.people[bakery][number].asked = "users"
}

func (w *rulebook) becomesUser(number uint64) {
	w.expect(true, "change class", &membershiptypes.MsgChangeClass{
		Authority: membershiptypes.CoopAddress(bakery), CoopId: bakery, MemberId: number, Class: "users",
	})
	w.people[bakery][number].class, w.people[bakery][number].asked = 3, ""
}

// beginsWithALateVote lacks one ballot of its quorum in its last day, and one on
// its roll is in another class since.
func (w *rulebook) beginsWithALateVote() {
	m := w.begun("late", false)
	for member := uint64(1); member <= 3; member++ {
		w.ballot(m.id, m, w.nameOf(member), yes)
	}
	w.asksToBeUser(5)
	w.becomesUser(5)
	w.passes(m.due - w.now() - day + 600)
}
