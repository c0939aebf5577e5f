package keeper_test

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/coopledger/coopledger/x/governance/types"
	membershipkeeper "github.com/coopledger/coopledger/x/membership/keeper"
	"github.com/coopledger/coopledger/x/membership/testutil"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

// longVote is a vote of the bakery that goes on for long after the meeting at
// which it was opened, so that all that can happen to a member can happen in it,
// and scrutineers can enter ballots.
type longVote struct {
	*midVote
	meeting uint64
	// attested are those whose standing ballot scrutineers entered.
	attested map[uint64]bool
	draw     *rapid.T
	done     map[string]*[2]int
}

func longVoteCharter(charter *membershiptypes.Charter) {
	withMeetings(func(rules *membershiptypes.MeetingRules) {
		rules.OwnVotingPeriod, rules.MaxAttested.Numerator = true, rules.MaxAttested.Denominator
	})(charter)
	midVoteCharter(charter)
	charter.Recovery.GuardiansDelaySeconds = 3 * day
	charter.Terms = &membershiptypes.MembershipTerms{LapseGrounds: []string{"dues"}, LapseNoticeSeconds: 14 * day}
}

// newLongVote has the workers 1 to 5, 9 to 12 and 14 and the users 6, 7, 13 and
// 15 on the roll. The workers 2, 3 and 14 have been heard on charges, and 14 is
// suspended; 12 has chosen guardians; 15 has two keys.
func newLongVote(t *testing.T, done map[string]*[2]int) *longVote {
	l := newLedger(t)
	l.withRules(longVoteCharter, doubleRule())
	v := &longVote{midVote: &midVote{
		ledger: l, members: membershipkeeper.NewMsgServer(l.membership), cases: map[uint64]uint64{},
		roll: map[uint64]uint32{1: 1, 2: 1, 3: 1, 4: 1, 5: 1, 6: 3, 7: 3, 9: 1, 10: 1, 11: 1, 12: 1, 13: 3, 14: 1, 15: 3},
		keys: map[string]uint64{}, silent: map[uint64]bool{14: true}, said: map[uint64]types.Choice{},
	}, attested: map[uint64]bool{}, done: done}
	coop, err := l.membership.GetCoop(l.ctx, bakery)
	require.NoError(t, err)
	coop.LastClassId = 3
	require.NoError(t, l.membership.Coops.Set(l.ctx, bakery, coop))
	for member, powers := range map[uint64][]string{
		1: {membershiptypes.PowerCharge, membershiptypes.PowerConvene},
		6: {membershiptypes.PowerScrutineer},
		7: {membershiptypes.PowerCharge, membershiptypes.PowerSuspend, membershiptypes.PowerScrutineer, membershiptypes.PowerLapse},
	} {
		for _, power := range powers {
			l.grant(member, power)
		}
	}
	v.reclass(6, "users")
	v.reclass(7, "users")
	for number := uint64(9); number <= 15; number++ {
		class := map[uint32]string{1: "workers", 3: "users"}[v.roll[number]]
		require.Equal(t, number, l.admit(fmt.Sprintf("worker-%d", number), class))
	}
	for number := range v.roll {
		v.keys[worker(int(number))] = number
	}
	l.addKey(worker(15), "second of 15", 15)
	v.keys[testutil.Address("second of 15")] = 15
	v.sent(v.members.SetGuardians(v.ctx, &membershiptypes.MsgSetGuardians{Signer: worker(12), CoopId: bakery, Guardians: []uint64{1, 6, 7}, Needed: 2}))
	for _, number := range []uint64{2, 3, 14} {
		v.charge(number)
	}
	v.passes(14 * day)
	v.opens()
	return v
}

// opens the vote at a meeting that is over the same day.
func (v *longVote) opens() {
	h := &hall{v.ledger}
	v.id = h.motion(1, "double")
	meeting, err := h.tryConvene(worker(1), h.ahead(15), v.id)
	require.NoError(v.t, err)
	v.meeting = meeting
	h.call(meeting)
	require.NoError(v.t, h.attend(meeting, 1, 2, 3, 4, 5, 6, 7, 9, 10, 11))
	v.suspends(14)
	h.wait(1_800)
	v.requireStatus(v.id, types.Status_STATUS_VOTING)
	h.wait(8 * 3_600)
	h.requireMeeting(meeting, types.MeetingStatus_MEETING_STATUS_CLOSED)
}

func (v *longVote) suspends(number uint64) {
	v.sent(v.members.SuspendMember(v.ctx, &membershiptypes.MsgSuspendMember{
		Authority: worker(7), CoopId: bakery, CaseId: v.cases[number], SuspensionSeconds: 60 * day,
	}))
	v.isIn(number, membershiptypes.MemberState_MEMBER_STATE_SUSPENDED)
}

func (v *longVote) recovered(number uint64, key string) {
	v.passes(3 * day)
	delete(v.keys, worker(int(number)))
	v.keys[testutil.Address(key)] = number
	require.Equal(v.t, number, v.member(bakery, testutil.Address(key)))
}

func (v *longVote) gone(number uint64, state membershiptypes.MemberState) {
	v.isIn(number, state)
	delete(v.keys, worker(int(number)))
}

// events adds to those of the shorter vote what else can happen to a member.
func (v *longVote) events() map[string]func() {
	all, authority := v.midVote.events(), membershiptypes.CoopAddress(bakery)
	maps.Copy(all, map[string]func(){
		"reinstated": func() {
			v.sent(v.members.DecideCase(v.ctx, &membershiptypes.MsgDecideCase{
				Authority: authority, CoopId: bakery, CaseId: v.cases[14],
				Outcome: membershiptypes.CaseOutcome_CASE_OUTCOME_DISMISSED, ReasonsSha256: sum("reasons"),
			}))
			v.isIn(14, membershiptypes.MemberState_MEMBER_STATE_ACTIVE)
			delete(v.silent, 14)
		},
		"recovered by guardians": func() {
			v.sent(v.members.StartRecovery(v.ctx, &membershiptypes.MsgStartRecovery{
				Guardian: worker(6), CoopId: bakery, MemberId: 12, Key: testutil.Proof("by guardians", "bakery", 12, v.now()+day),
			}))
			v.sent(v.members.SupportRecovery(v.ctx, &membershiptypes.MsgSupportRecovery{
				Guardian: worker(7), CoopId: bakery, MemberId: 12, Address: testutil.Address("by guardians"),
			}))
			v.recovered(12, "by guardians")
		},
		"left": func() {
			v.leave(worker(9))
			v.gone(9, membershiptypes.MemberState_MEMBER_STATE_LEFT)
		},
		"lapsed": func() {
			v.sent(v.members.Lapse(v.ctx, &membershiptypes.MsgLapse{Authority: worker(7), CoopId: bakery, MemberId: 10, Ground: "dues"}))
			v.passes(14 * day)
			v.gone(10, membershiptypes.MemberState_MEMBER_STATE_LAPSED)
		},
		"died": func() {
			v.sent(v.members.RecordDeath(v.ctx, &membershiptypes.MsgRecordDeath{Authority: authority, CoopId: bakery, MemberId: 11}))
			v.passes(14 * day)
			v.gone(11, membershiptypes.MemberState_MEMBER_STATE_DECEASED)
		},
		"a key added": func() {
			v.addKey(worker(13), "second of 13", 13)
			v.keys[testutil.Address("second of 13")] = 13
		},
		"a key removed": func() {
			v.removeKey(testutil.Address("second of 15"), worker(15))
			delete(v.keys, worker(15))
		},
		"entered on paper":       v.entersOnPaper,
		"entered on paper again": v.entersOnPaper,
	})
	return all
}

// entersOnPaper lets scrutineers enter a ballot for some of those on the roll. It
// counts for those who can vote now and have not done so themselves.
func (v *longVote) entersOnPaper() {
	choice := one(v.draw, "on paper", []types.Choice{yes, no, abstain})
	var list []types.Ballot
	applied := uint32(0)
	for _, number := range slices.Sorted(maps.Keys(v.roll)) {
		if between(v.draw, "is on the list", 0, 2) == 0 {
			continue
		}
		list = append(list, types.Ballot{MemberId: number, Choice: choice})
		_, voted := v.said[number]
		if (!voted || v.attested[number]) && v.acts(number) {
			v.said[number], v.attested[number] = choice, true
			applied++
		}
	}
	if len(list) == 0 {
		return
	}
	require.NoError(v.t, v.try(func(ctx context.Context) error {
		entered, err := v.messages.EnterBallots(ctx, &types.MsgEnterBallots{
			Scrutineer: worker(6), ResolutionId: v.id, Ballots: list, PaperSha256: sum("paper"),
		})
		if err != nil {
			return err
		}
		confirmed, err := v.messages.ConfirmSheet(ctx, &types.MsgConfirmSheet{
			Scrutineer: worker(7), MeetingId: v.meeting, Sheet: entered.Sheet, ListHash: entered.ListHash,
		})
		if err == nil {
			require.Equal(v.t, applied, confirmed.Applied)
		}
		return err
	}))
}

// acts says whether a member could cast a ballot now.
func (v *longVote) acts(number uint64) bool {
	return !v.silent[number] && slices.Contains(slices.Collect(maps.Values(v.keys)), number)
}

// speaks lets one address cast a ballot, counts its fate, and sees that a refusal
// leaves everything as it was.
func (v *longVote) speaks(after, address string) {
	choice := one(v.draw, "choice", []types.Choice{yes, yes, no, abstain})
	number, known := v.keys[address]
	_, onRoll := v.roll[number]
	before := v.stateHash()
	err := v.vote(v.id, address, choice)
	if v.done[after] == nil {
		v.done[after] = new([2]int)
	}
	switch {
	case !known:
		require.ErrorIs(v.t, err, membershiptypes.ErrNotAMember)
	case !onRoll:
		require.ErrorIs(v.t, err, types.ErrNotOnRoll)
	case v.silent[number]:
		require.ErrorIs(v.t, err, types.ErrNotActive)
	default:
		require.NoError(v.t, err)
		v.said[number] = choice
		delete(v.attested, number)
		v.done[after][0]++
		return
	}
	v.done[after][1]++
	require.Equal(v.t, before, v.stateHash(), "a refusal changes nothing")
}

func (v *longVote) agrees() {
	v.t.Helper()
	v.midVote.agrees()
	for number := range v.roll {
		answer, err := v.queries.Ballot(v.ctx, &types.QueryBallotRequest{ResolutionId: v.id, MemberId: number})
		if err != nil {
			answer = &types.QueryBallotResponse{}
		}
		require.Equal(v.t, v.said[number], answer.Ballot.Choice, "the ballot of member %d", number)
		require.Equal(v.t, v.attested[number], answer.AttestedBy != 0, "who entered the ballot of member %d", number)
	}
}

// branch is the same vote on a branch of the state.
func (v *longVote) branch(draw *rapid.T) *longVote {
	inner, ledger := *v.midVote, *v.ledger
	ledger.ctx, _ = v.ctx.CacheContext()
	inner.ledger = &ledger
	inner.keys, inner.silent, inner.said = maps.Clone(v.keys), maps.Clone(v.silent), map[uint64]types.Choice{}
	return &longVote{midVote: &inner, meeting: v.meeting, attested: map[uint64]bool{}, draw: draw, done: v.done}
}

// Whatever happens to members while a vote is open, in whatever order (every
// event comes before every other), with ballots of their own and such as
// scrutineers enter: the frozen roll and its chambers hold, each member has one
// ballot, no chamber's total exceeds its roll, and the outcome is that of a
// recount on the roll as it was.
//
// Each of these faults, put into the code on purpose, made it fail: a ballot
// counted in the class of now; a newcomer's ballot; a suspended member's ballot; an
// attested ballot in place of a member's own; one of a member who has gone.
func TestMidVoteWhateverHappens(t *testing.T) {
	done := map[string]*[2]int{}
	v := newLongVote(t, done)
	names := slices.Sorted(maps.Keys(v.events()))
	addresses := slices.Sorted(maps.Keys(v.keys))
	for _, name := range []string{"newcomer", "found again", "by guardians", "second of 13", "stranger"} {
		addresses = append(addresses, testutil.Address(name))
	}
	first, outcomes := map[[2]string]bool{}, map[bool]int{}
	rapid.Check(t, func(draw *rapid.T) {
		order := rapid.Permutation(names).Draw(draw, "order")
		defer func() {
			if t.Failed() {
				t.Log("the order was:", order)
			}
		}()
		outcomes[v.branch(draw).walked(order, addresses)]++
		notesOrder(first, order)
	})
	everyEventCame(t, names, first, outcomes, done)
}

// notesOrder notes which events came before which.
func notesOrder(first map[[2]string]bool, order []string) {
	for i, name := range order {
		for _, later := range order[i+1:] {
			first[[2]string{name, later}] = true
		}
	}
}

// everyEventCame prints what the walks over a vote did, and sees that they did all of it.
func everyEventCame(t *testing.T, names []string, first map[[2]string]bool, outcomes map[bool]int, done map[string]*[2]int) {
	t.Helper()
	t.Log("votes that passed and that did not:", outcomes)
	for _, name := range slices.Sorted(maps.Keys(done)) {
		t.Logf("after %s: %d ballots taken, %d refused", name, done[name][0], done[name][1])
	}
	if testing.Short() || t.Failed() {
		return
	}
	require.Len(t, first, len(names)*(len(names)-1), "every event comes before every other")
	require.NotZero(t, outcomes[true])
	require.NotZero(t, outcomes[false])
	for name, count := range done {
		require.NotZero(t, count[0], "ballots taken after %s", name)
		require.NotZero(t, count[1], "ballots refused after %s", name)
	}
}

// walked goes through one order and says whether the vote passed.
func (v *longVote) walked(order, addresses []string) bool {
	events := v.events()
	some := func(after string) {
		for _, address := range addresses {
			if between(v.draw, "votes", 0, 3) == 0 {
				v.speaks(after, address)
			}
		}
		v.agrees()
	}
	some("nothing yet")
	for _, name := range order {
		events[name]()
		some(name)
	}
	v.tick(90 * day)
	require.NoError(v.t, v.governance.EndBlock(v.ctx))
	r := v.resolution(v.id)
	require.Equal(v.t, v.decided(), r.Outcome.Code == types.OutcomeCode_OUTCOME_CODE_PASSED ||
		r.Outcome.Code == types.OutcomeCode_OUTCOME_CODE_EXECUTED, "%v: %s", v.said, r.Outcome.String())
	return v.decided()
}
