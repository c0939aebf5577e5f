package keeper_test

import (
	"context"
	"errors"
	"flag"
	"maps"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/coopledger/coopledger/x/governance/types"
	"github.com/coopledger/coopledger/x/membership/testutil"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

// rulebook walks over everything that the bakery and the federation above it can
// do to decide, and holds the ledger against a paper (model_rulebook_paper_test.go).
type rulebook struct {
	*hall
	*paper
	draw *rapid.T
	// done counts what was taken and refused, by what was tried.
	done map[string]*[2]int
	// told is what the events alone say of each resolution, and heard how many of
	// this block's events are among them.
	told  map[uint64]told
	heard int
}

// ruleBookRules are the bakery's: one for each thing that rules can ask for.
func ruleBookRules() []membershiptypes.DecisionRule {
	noticed, late, double := testutil.Ordinary(), testutil.Ordinary(), doubleRule()
	noticed.Name, noticed.RecordAtNotice, noticed.DiscussionPeriodSeconds = "noticed", true, 3*day
	late.Name, late.LateQuorumWindowSeconds, late.LateQuorumExtensionSeconds = "late", day, 2*day
	late.Quorum = membershiptypes.Threshold{Numerator: 1, Denominator: 2, Base: membershiptypes.Base_BASE_ROLL}
	double.VotingPeriodSeconds = 5 * day
	return []membershiptypes.DecisionRule{noticed, late, double, boardRule(), emergencyRule()}
}

// emergencyRule is three quarters of the roll within a day.
func emergencyRule() membershiptypes.DecisionRule {
	rule := testutil.Ordinary()
	rule.Name, rule.Emergency, rule.VotingPeriodSeconds = "emergency", true, day
	rule.Approval = membershiptypes.Threshold{Numerator: 3, Denominator: 4, Base: membershiptypes.Base_BASE_ROLL}
	return rule
}

// ruleBookCharter gives the bakery users as a second chamber, meetings, charges
// whose parties abstain, and a timelock long enough for a resolution that rescinds.
func ruleBookCharter(charter *membershiptypes.Charter) {
	withMeetings(nil)(charter)
	charter.Classes = append(charter.Classes, membershiptypes.Class{
		Id: 3, Name: "users", Votes: true, Admits: membershiptypes.MemberKind_MEMBER_KIND_PERSON,
	})
	charter.Discipline = &membershiptypes.Discipline{
		Grounds: []string{"theft"}, NoticePeriodSeconds: 10 * day, ReplyPeriodSeconds: 14 * day, DecisionPeriodSeconds: caseDays * day,
		AppealPeriodSeconds: 15 * day, AppealDecisionPeriodSeconds: 40 * day, MaxSuspensionSeconds: 60 * day, PartiesAbstain: true,
	}
	for i := range charter.Rules {
		if charter.Rules[i].Name == "careful" {
			charter.Rules[i].TimelockPeriodSeconds = 20 * day
		}
	}
}

// ruleBookFederation adds to the federation a rule with final ballots, and one
// for emergencies.
func ruleBookFederation() membershiptypes.Charter {
	charter := federationCharter()
	final := charter.Rules[1]
	final.Name, final.Consent, final.FinalBallots = "resolute", false, true
	final.Approval = membershiptypes.Threshold{Numerator: 1, Denominator: 2, MoreThan: true, Base: membershiptypes.Base_BASE_VOTES_CAST}
	charter.Rules = slices.Insert(charter.Rules, 2, final)
	charter.Rules = slices.Insert(charter.Rules, 0, emergencyRule())
	return charter
}

func newRulebook(t *testing.T, draw *rapid.T, done map[string]*[2]int, seen map[string]int) *rulebook {
	l := newLedger(t)
	recordAtOpening, ownVotingPeriod := rapid.Bool().Draw(draw, "record at opening"), rapid.Bool().Draw(draw, "own voting period")
	boardDecides := rapid.Bool().Draw(draw, "the board decides cases")
	l.withRules(func(charter *membershiptypes.Charter) {
		ruleBookCharter(charter)
		charter.Meetings.RecordAtOpening, charter.Meetings.OwnVotingPeriod = recordAtOpening, ownVotingPeriod
		if boardDecides {
			needs(charter, membershiptypes.SubjectDiscipline, "board")
		}
	}, ruleBookRules()...)
	coop, err := l.membership.GetCoop(l.ctx, bakery)
	require.NoError(t, err)
	coop.LastClassId = 3
	require.NoError(t, l.membership.Coops.Set(l.ctx, bakery, coop))
	_, charter, err := l.membership.GetCharter(l.ctx, bakery)
	require.NoError(t, err)
	above := ruleBookFederation()
	require.NoError(t, above.Validate(membershiptypes.DefaultParams()))
	require.NoError(t, l.membership.Charters.Set(l.ctx, collections.Join(federation, uint64(1)), above))
	l.fund(bakery, 1_000_000)

	w := &rulebook{hall: &hall{l}, paper: newPaper(seen, charter, above), draw: draw, done: done, told: map[uint64]told{}}
	w.recordAtOpening, w.ownVotingPeriod, w.boardDecides = recordAtOpening, ownVotingPeriod, boardDecides
	for id, member := range w.people[bakery] {
		for power := range member.powers {
			l.grant(id, power)
		}
	}
	for id, member := range w.people[federation] {
		if member.powers[membershiptypes.PowerBreak] {
			l.holdsBreak(federation, id)
		}
	}
	for _, number := range []int{6, 7} {
		w.mustDo(&membershiptypes.MsgAskClass{Signer: worker(number), CoopId: bakery, Class: "users"})
		w.mustDo(&membershiptypes.MsgChangeClass{
			Authority: membershiptypes.CoopAddress(bakery), CoopId: bakery, MemberId: uint64(number), Class: "users",
		})
	}
	w.endBlock()
	return w
}

// send a message through the router, as a transaction and an execution do.
func (w *rulebook) send(message sdk.Msg) (answer any, err error) {
	err = w.try(func(ctx context.Context) error {
		sdkCtx := sdk.UnwrapSDKContext(ctx)
		result, err := w.router.HandlerByTypeURL(sdk.MsgTypeURL(message))(sdkCtx, message)
		if err != nil {
			return err
		}
		if len(result.MsgResponses) > 0 {
			answer = result.MsgResponses[0].GetCachedValue()
		}
		sdkCtx.EventManager().EmitEvents(result.GetEvents())
		return nil
	})
	return answer, err
}

func (w *rulebook) mustDo(message sdk.Msg) {
	_, err := w.send(message)
	require.NoError(w.t, err)
}

// expect sends a message, compares its fate with the paper's verdict and counts
// it. A refusal leaves the stores as they were.
func (w *rulebook) expect(may bool, what string, message sdk.Msg) (answer any, taken bool) {
	url := sdk.MsgTypeURL(message)
	off := w.breaker.isOff(url, w.now())
	answer, err := w.send(message)
	w.draw.Logf("%s: %v: %v", what, message, err)
	if errors.Is(err, types.ErrSwitchedOff) != off {
		w.draw.Fatalf("%s is switched off: %t, and the ledger says: %v", url, off, err)
	}
	return answer, w.settle(may && !off, what, err)
}

// settle compares a fate with the paper's verdict.
func (w *rulebook) settle(may bool, what string, err error) bool {
	if w.done[what] == nil {
		w.done[what] = new([2]int)
	}
	if errors.Is(err, membershiptypes.ErrTooManyIntervals) {
		may = false
	}
	if may != (err == nil) {
		w.draw.Fatalf("%s: the paper says that it is taken: %t, the ledger says: %v", what, may, err)
	}
	if err != nil {
		if w.done[what][1]++; w.changed > 0 {
			w.draw.Fatalf("%s was refused (%v) after it had written %d records", what, err, w.changed)
		}
		return false
	}
	w.done[what][0]++
	return true
}

// operation is something that is tried, as often as its weight says; mostly only
// while there is something that it could be done to.
type operation struct {
	weight int
	do     func()
	ready  func() bool
}

func (w *rulebook) operations() map[string]operation {
	always := func() bool { return true }
	at := func(coop uint64, statuses ...types.Status) func() bool {
		return func() bool { return slices.ContainsFunc(w.motions, is(coop, statuses...)) }
	}
	met := func(stages ...types.MeetingStatus) func() bool {
		return func() bool {
			return slices.ContainsFunc(w.meetings, func(m *bookMeeting) bool { return slices.Contains(stages, m.status) })
		}
	}
	entered := func() bool {
		return slices.ContainsFunc(w.meetings, func(m *bookMeeting) bool { return m.takesAttendance() && len(m.sheets) > 0 })
	}
	early := at(bakery, types.Status_STATUS_DRAFT, types.Status_STATUS_DISCUSSION, types.Status_STATUS_TABLED)
	votes, votesAbove := at(bakery, types.Status_STATUS_VOTING), at(federation, types.Status_STATUS_VOTING)
	return map[string]operation{
		"propose": {9, w.proposes, always}, "propose above": {5, w.proposesAbove, always},
		"second": {8, w.seconds, at(bakery, types.Status_STATUS_DRAFT)}, "amend": {2, w.amends, early}, "withdraw": {1, w.withdraws, early},
		"vote": {14, w.votes, votes}, "vote above": {6, w.votesAbove, votesAbove}, "all vote": {5, w.allVote, votes},
		"vote as delegate": {5, w.votesAsDelegate, votesAbove}, "rescind": {5, w.rescinds, at(bakery, types.Status_STATUS_TIMELOCK, types.Status_STATUS_PASSED)},
		"convene": {3, w.convenes, always}, "requisition": {2, w.requisitions, always},
		"sign":   {4, w.signs, func() bool { return slices.ContainsFunc(w.paper.requisitions, (*bookRequisition).open) }},
		"table":  {5, w.tables, func() bool { return met(convened)() && early() }},
		"attend": {5, w.attends, met(firstCall, secondCall, opened)}, "all attend": {5, w.allAttend, met(firstCall, secondCall)},
		"enter attendance": {2, w.entersAttendance, met(firstCall, secondCall, opened)}, "adjourn": {2, w.adjourns, met(firstCall, secondCall)},
		"cancel": {1, w.cancels, met(convened)},
		"close":  {4, w.closes, met(opened)}, "minutes": {1, w.recordsMinutes, met(closed, lapsed)},
		"enter ballots": {9, w.entersBallots, w.votesInRoom}, "confirm": {10, w.confirms, entered}, "dispute": {3, w.disputes, entered},
		"trip": {3, w.trips, always}, "holders talk": {6, w.holdersTalk, func() bool { return w.now() < max(w.breaker.until, w.breaker.again) }}, "take back": {2, w.takesBack, func() bool { return len(w.breaker.wishes)+len(w.breaker.holders) > 0 }},
		"lift":  {2, w.lifts, func() bool { return w.breaker.canBeLifted(w.now()) }},
		"admit": {2, w.admits, always}, "leave": {1, w.leaves, always}, "ask class": {2, w.asksClass, always},
		"change class": {3, w.changesClass, func() bool { return len(w.whoAsked()) > 0 }},
		"suspend":      {1, w.suspends, always}, "reinstate": {2, w.reinstates, func() bool { return w.suspended() != 0 }},
		"charge": {3, w.charges, always}, "reply": {4, w.replies, func() bool { return slices.ContainsFunc(w.cases, (*bookCase).waits) }},
		"decide":  {3, w.decidesCase, func() bool { return slices.ContainsFunc(w.cases, (*bookCase).heardAndOpen) }},
		"add key": {1, w.addsKey, always}, "remove key": {1, w.removesKey, always}, "grant": {2, w.grants, always}, "revoke": {1, w.revokes, always},
		"in the room": {12, w.inTheRoom, w.votesInRoom}, "time": {4, w.timePasses, always}, "next deadline": {9, w.nextDeadline, always},
	}
}

// beginnings are where a walk sets out from.
func (w *rulebook) beginnings() []func() {
	return []func(){
		func() {}, w.beginsWithAMeeting, w.beginsWithABoard, w.beginsWithALateVote, func() { w.beginsWithAMeeting(); w.beginsWithAQuorum() },
		func() { w.beginsWithAMeeting(); w.beginsWithAQuorum(); w.beginsWithASheet() }, w.beginsWithATimelock,
		func() { w.beginsWithAVoteAbove(); w.beginsWithPaymentsOff() }, w.beginsWithNarrowDelegates, w.beginsWithATrial, w.beginsWithATrial, w.beginsOverdue, w.beginsWithTwoAnnuals,
	}
}

// Whatever is decided in whatever order: the ledger does what the paper says, a
// refusal changes nothing, every tally is a recount, frozen rolls hold, no member
// has two ballots, every outcome is a teller's, meetings go only the ways that
// are documented, whoever reads nothing but the events knows each status and
// deadline, and the state survives export and import.
//
// Each of these faults, put into the code on purpose, made it fail: the roll of a
// member who was re-classed in mid-vote forgotten; a delegate's ballot in place of
// its co-op's; an execution that doesn't ask the breaker; rescinding after
// execution; a sheet confirmed by who entered it; more of the roll attested than
// the charter lets; a second call that asks for the quorum of the first; those
// present counted on at the next session; a vote that a late quorum extends twice;
// an elector's ballot counted in the class of now; an attested ballot in place of a
// member's own, or ending a vote early; a trip that outlives its holders' word; an
// amended resolution that keeps the roll of its notice; a party
// left on the roll; those who charge not counted as parties; a vote that opens on
// a charge before the member was heard; a delegate beyond its scope; the annual
// meeting of a meeting that lapsed, or of a requisition, forgotten; the larger
// share asked for an overdue annual meeting; the roll of a meeting frozen at its
// notice where the charter says at its opening; a vote with a period of its own
// that ends with the meeting; a deadline that moves without an event. It found that a delegate's ballot could end a vote by itself.
func TestRuleBookInAnyOrder(t *testing.T) {
	done, seen := make(map[string]*[2]int), make(map[string]int)
	walk := func(draw *rapid.T) {
		w := newRulebook(t, draw, done, seen)
		operations := w.operations()
		var names []string
		for _, name := range slices.Sorted(maps.Keys(operations)) {
			names = append(names, slices.Repeat([]string{name}, operations[name].weight)...)
		}
		one(draw, "beginning", w.beginnings())()
		for range between(draw, "steps", 40, 200) {
			next := operations[one(draw, "step", names)]
			if !next.ready() && w.mostly(8) {
				continue
			}
			next.do()
			w.agrees()
			w.sound()
		}
		w.survivesExport()
	}
	// Chance may leave something out; then there are more walks, a few each time.
	walks := flag.Lookup("rapid.checks").Value.String()
	for round := 0; round == 0 || (round < 40 && len(missing(done, seen)) > 0 && !t.Failed()); round++ {
		if round == 1 {
			require.NoError(t, flag.Set("rapid.checks", "10"))
		}
		rapid.Check(t, walk)
	}
	require.NoError(t, flag.Set("rapid.checks", walks))
	for _, moment := range slices.Sorted(maps.Keys(seen)) {
		t.Logf("%s: %d", moment, seen[moment])
	}
	taken, refused := 0, 0
	for _, name := range slices.Sorted(maps.Keys(done)) {
		t.Logf("%s: %d taken, %d refused", name, done[name][0], done[name][1])
		taken, refused = taken+done[name][0], refused+done[name][1]
	}
	t.Logf("in all: %d taken, %d refused", taken, refused)
	if testing.Short() || t.Failed() {
		return
	}
	require.Empty(t, missing(done, seen))
	require.Equal(t, bookDeeds, slices.Sorted(maps.Keys(done)), "whatever is tried is listed")
	require.Greater(t, 3*refused, taken+refused, "a third of what is tried is to be refused")
}

// bookDeeds are what a run has to try, so that each is taken and refused.
var bookDeeds = []string{
	"add key", "adjourn", "admit", "amend", "ask class", "attend", "cancel", "change class", "charge", "close", "confirm", "convene",
	"decide", "dispute", "enter attendance", "enter ballots", "grant", "leave", "lift", "minutes", "propose", "propose above", "reinstate",
	"remove key", "reply", "requisition", "rescind", "revoke", "second", "sign", "suspend", "table", "take back", "trip", "vote",
	"vote above", "vote as delegate", "withdraw",
}

// missing lists what was never taken or never refused, and moments that never came.
func missing(done map[string]*[2]int, seen map[string]int) (names []string) {
	for _, name := range bookDeeds {
		count := done[name]
		if count == nil {
			count = new([2]int)
		}
		if count[0] == 0 {
			names = append(names, name+", taken")
		}
		if count[1] == 0 {
			names = append(names, name+", refused")
		}
	}
	for _, moment := range bookMoments {
		if seen[moment] == 0 {
			names = append(names, moment)
		}
	}
	return names
}

// sound holds the modules' own invariants, and each frozen roll against its copy, if
// anything was written since it last did.
func (w *rulebook) sound() {
	w.t.Helper()
	if !w.dirty {
		return
	}
	w.dirty = false
	if err := w.governance.CheckInvariants(w.ctx); err != nil {
		w.draw.Fatalf("x/governance: %s", err)
	}
	broken, err := w.membership.BrokenInvariants(w.ctx)
	require.NoError(w.t, err)
	if len(broken) > 0 {
		w.draw.Fatalf("x/membership: %v", broken)
	}
	w.rollsHold()
	w.casesAgree()
}

// survivesExport exports, imports and exports again.
func (w *rulebook) survivesExport() {
	first := w.export()
	text, err := w.cdc.MarshalJSON(first)
	require.NoError(w.t, err)
	var read types.GenesisState
	require.NoError(w.t, w.cdc.UnmarshalJSON(text, &read))
	next, err := w.reborn(&read)
	if err != nil {
		w.draw.Fatalf("the export can't be imported: %s", err)
	}
	again, err := w.cdc.MarshalJSON(next.export())
	require.NoError(w.t, err)
	if string(text) != string(again) || w.stateHash() != next.stateHash() {
		w.draw.Fatalf("export, import and export again differ:\n%s\n%s", text, again)
	}
	require.NoError(w.t, next.governance.CheckInvariants(next.ctx))
}
