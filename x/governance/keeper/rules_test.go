package keeper_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/collections"

	"github.com/coopledger/coopledger/x/governance/types"
	"github.com/coopledger/coopledger/x/membership/testutil"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

// withRules puts another charter in force at the bakery, with these rules beside its own.
func (l *ledger) withRules(change func(*membershiptypes.Charter), rules ...membershiptypes.DecisionRule) {
	l.t.Helper()
	coop, err := l.membership.GetCoop(l.ctx, bakery)
	require.NoError(l.t, err)
	charter := bakeryCharter()
	charter.Rules = append(charter.Rules, rules...)
	slices.SortFunc(charter.Rules, func(a, b membershiptypes.DecisionRule) int { return strings.Compare(a.Name, b.Name) })
	if change != nil {
		change(&charter)
	}
	require.NoError(l.t, charter.Validate(membershiptypes.DefaultParams()))
	require.NoError(l.t, l.membership.Charters.Set(l.ctx, collections.Join(coop.Id, coop.CharterVersion), charter))
}

// boardRule is a majority of the board, of whom half must have voted.
func boardRule() membershiptypes.DecisionRule {
	rule := testutil.Ordinary()
	rule.Name, rule.Electorate = "board", membershiptypes.PowerBoard
	return rule
}

func (l *ledger) grant(member uint64, power string) {
	l.t.Helper()
	grant := membershiptypes.Grant{CoopId: bakery, MemberId: member, Power: power, Until: l.now() + 1000*day}
	require.NoError(l.t, l.membership.Grants.Set(l.ctx, collections.Join3(bakery, power, member), grant))
}

func (l *ledger) boardOfThree() {
	l.withRules(func(c *membershiptypes.Charter) {
		c.Requirements[0] = membershiptypes.Requirement{Subject: "admission", Rule: "board", MembersRule: "ordinary"}
	}, boardRule())
	for member := uint64(1); member <= 3; member++ {
		l.grant(member, membershiptypes.PowerBoard)
	}
}

func TestABoardDecides(t *testing.T) {
	l := newLedger(t)
	l.boardOfThree()
	id := l.propose(worker(1), bakery, "board")
	l.requireStatus(id, types.Status_STATUS_VOTING)
	require.ErrorIs(t, l.vote(id, worker(4), yes), types.ErrNotOnRoll)
	require.NoError(t, l.vote(id, worker(1), yes))
	require.NoError(t, l.vote(id, worker(2), no))
	require.NoError(t, l.vote(id, worker(2), yes), "replaced, not doubled")
	require.EqualValues(t, 2, l.tally(id).InFavour())
	require.EqualValues(t, 2, l.tally(id).Present())
	// A board that changes in mid-vote: the list that was frozen holds.
	l.grant(4, membershiptypes.PowerBoard)
	require.ErrorIs(t, l.vote(id, worker(4), yes), types.ErrNotOnRoll)
	require.NoError(t, l.membership.Grants.Remove(l.ctx, collections.Join3(bakery, membershiptypes.PowerBoard, uint64(3))))
	require.NoError(t, l.vote(id, worker(3), no), "an elector to the end of the vote")
	require.NoError(t, l.governance.CheckInvariants(l.ctx))
	l.wait(30 * day)
	l.endBlock()
	l.requireOutcome(id, types.Status_STATUS_EXECUTED, types.OutcomeCode_OUTCOME_CODE_EXECUTED)
}

func TestAnElectorWhoLeavesVotesNoMore(t *testing.T) {
	l := newLedger(t)
	l.boardOfThree()
	id := l.propose(worker(1), bakery, "board")
	member, err := l.membership.GetMember(l.ctx, bakery, 2)
	require.NoError(t, err)
	require.NoError(t, l.membership.Suspend(l.ctx, member))
	require.ErrorIs(t, l.vote(id, worker(2), yes), types.ErrNotActive)
	require.Len(t, l.termsOf(id).Electors, 3, "denominators never change")
}

func TestABoardOfNobody(t *testing.T) {
	l := newLedger(t)
	l.withRules(nil, boardRule())
	id := l.propose(worker(1), bakery, "board")
	l.requireOutcome(id, types.Status_STATUS_REJECTED, types.OutcomeCode_OUTCOME_CODE_EMPTY_ROLL)
}

func TestTheMembersInsteadOfTheBoard(t *testing.T) {
	l := newLedger(t)
	l.boardOfThree()
	admission := func() *membershiptypes.MsgAdmit {
		return &membershiptypes.MsgAdmit{Authority: membershiptypes.CoopAddress(bakery), CoopId: bakery}
	}
	require.Equal(t, "board", l.termsOf(l.propose(worker(4), bakery, "", admission())).Electorate())
	require.Equal(t, "", l.termsOf(l.propose(worker(4), bakery, "ordinary", admission())).Electorate())
	before := l.stateHash()
	_, err := l.tryPropose(worker(4), bakery, "special", admission())
	require.ErrorIs(t, err, membershiptypes.ErrMixedElectorate, "a rule that the charter does not name for it comes on top")
	// Powers are never a board's.
	grant := &membershiptypes.MsgGrantPower{
		Authority: membershiptypes.CoopAddress(bakery), CoopId: bakery, MemberId: 1, Power: "board", TermSeconds: 1,
	}
	_, err = l.tryPropose(worker(1), bakery, "", admission(), grant)
	require.ErrorIs(t, err, membershiptypes.ErrMixedElectorate)
	require.Equal(t, before, l.stateHash())
}

func TestOnlyTheBoardSecondsWhatTheBoardDecides(t *testing.T) {
	l := newLedger(t)
	rule := boardRule()
	rule.Seconders, rule.SecondingPeriodSeconds = 1, day
	l.withRules(nil, rule)
	for member := uint64(1); member <= 3; member++ {
		l.grant(member, membershiptypes.PowerBoard)
	}
	id := l.propose(worker(5), bakery, "board")
	l.requireStatus(id, types.Status_STATUS_DRAFT)
	require.ErrorIs(t, l.second(id, worker(6)), types.ErrNotOnRoll)
	require.NoError(t, l.second(id, worker(2)))
	l.requireStatus(id, types.Status_STATUS_VOTING)
	require.ErrorIs(t, l.vote(id, worker(5), yes), types.ErrNotOnRoll, "who proposed it is none of them")
}

func TestRollFrozenAtNotice(t *testing.T) {
	l := newLedger(t)
	rule := testutil.Ordinary()
	rule.Name, rule.RecordAtNotice, rule.DiscussionPeriodSeconds = "noticed", true, 3*day
	l.withRules(nil, rule)
	id := l.propose(worker(1), bakery, "noticed")
	l.requireStatus(id, types.Status_STATUS_DISCUSSION)
	require.EqualValues(t, 7, l.termsOf(id).RollSize())
	require.NoError(t, l.governance.CheckInvariants(l.ctx))

	// Whoever goes after the notice is on the roll still; amending forgets it.
	l.goes(worker(7))
	require.NoError(t, l.amend(id, worker(1), "noticed"))
	require.EqualValues(t, 6, l.termsOf(id).RollSize())
	require.NoError(t, l.governance.CheckInvariants(l.ctx))
	l.goes(worker(6))
	l.wait(3*day + 1)
	l.requireStatus(id, types.Status_STATUS_VOTING)
	require.EqualValues(t, 6, l.termsOf(id).RollSize())
	require.ErrorIs(t, l.vote(id, worker(6), yes), membershiptypes.ErrNotAMember)
	l.yes(id, 1, 2, 3)
	require.NoError(t, l.governance.CheckInvariants(l.ctx))

	other := l.propose(worker(1), bakery, "noticed")
	require.NoError(t, l.withdraw(other, worker(1)))
	require.NoError(t, l.governance.CheckInvariants(l.ctx), "the pin is let go")
}

func TestALateQuorumExtendsOnce(t *testing.T) {
	l := newLedger(t)
	rule := testutil.Ordinary()
	rule.Name, rule.LateQuorumWindowSeconds, rule.LateQuorumExtensionSeconds = "late", day, 2*day
	rule.Quorum = membershiptypes.Threshold{Numerator: 1, Denominator: 2, Base: membershiptypes.Base_BASE_ROLL}
	l.withRules(nil, rule)
	id := l.propose(worker(1), bakery, "late")
	due := l.resolution(id).DueAt
	l.yes(id, 1, 2)
	l.tick(int64(rule.VotingPeriodSeconds) - 1000)
	require.Equal(t, due, l.resolution(id).DueAt, "two of seven are no quorum of a half")
	l.yes(id, 3)
	require.Equal(t, due, l.resolution(id).DueAt)
	l.yes(id, 4)
	require.Equal(t, due+2*day, l.resolution(id).DueAt, "the fourth of seven makes it")
	l.tick(2 * day)
	l.yes(id, 5)
	require.Equal(t, due+2*day, l.resolution(id).DueAt, "once")
	require.NoError(t, l.governance.CheckInvariants(l.ctx))

	early := l.propose(worker(1), bakery, "late")
	due = l.resolution(early).DueAt
	l.yes(early, 1, 2, 3, 4)
	require.Equal(t, due, l.resolution(early).DueAt, "reached in good time")
	l.tick(int64(rule.VotingPeriodSeconds) - 1000)
	l.yes(early, 5)
	require.Equal(t, due, l.resolution(early).DueAt)
}

func TestADoubleMajorityFailsInOneChamber(t *testing.T) {
	l := newLedger(t)
	rule := testutil.Ordinary()
	rule.Name = "double"
	rule.Chambers = []*membershiptypes.Chamber{{
		ClassIds: []uint32{1},
		Approval: membershiptypes.Threshold{Numerator: 3, Denominator: 4, Base: membershiptypes.Base_BASE_VOTES_CAST},
		Quorum:   membershiptypes.Threshold{Denominator: 1, Base: membershiptypes.Base_BASE_ROLL},
	}}
	l.withRules(nil, rule)
	id := l.propose(worker(1), bakery, "double")
	l.yes(id, 1, 2, 3)
	require.NoError(t, l.vote(id, worker(4), no))
	require.NoError(t, l.vote(id, worker(5), no))
	l.wait(30 * day)
	l.requireOutcome(id, types.Status_STATUS_REJECTED, types.OutcomeCode_OUTCOME_CODE_NO_MAJORITY)
	require.EqualValues(t, 1, l.resolution(id).Outcome.Chamber)
}

func (l *ledger) goes(address string) {
	l.t.Helper()
	member, err := l.membership.GetMember(l.ctx, bakery, l.member(bakery, address))
	require.NoError(l.t, err)
	require.NoError(l.t, l.membership.EndMembership(l.ctx, member, membershiptypes.MemberState_MEMBER_STATE_LEFT))
}

func (l *ledger) termsOf(id uint64) types.Terms {
	l.t.Helper()
	terms, err := l.governance.Terms.Get(l.ctx, id)
	require.NoError(l.t, err)
	return terms
}

// Export in the middle of a board's vote and of a notice, import, export again.
func TestExportOfEveryElectorate(t *testing.T) {
	l := newLedger(t)
	rule := testutil.Ordinary()
	rule.Name, rule.RecordAtNotice, rule.DiscussionPeriodSeconds = "noticed", true, 3*day
	l.withRules(nil, boardRule(), rule)
	for member := uint64(1); member <= 3; member++ {
		l.grant(member, membershiptypes.PowerBoard)
	}
	board, noticed := l.propose(worker(1), bakery, "board"), l.propose(worker(2), bakery, "noticed")
	require.NoError(t, l.vote(board, worker(1), yes))
	state, err := l.governance.ExportGenesis(l.ctx)
	require.NoError(t, err)
	require.NoError(t, state.Validate())
	require.NoError(t, l.try(func(ctx context.Context) error { return l.governance.InitGenesis(ctx, *state) }))
	again, err := l.governance.ExportGenesis(l.ctx)
	require.NoError(t, err)
	require.Equal(t, state, again)

	state.Resolutions[board-1].Terms.Electors = state.Resolutions[board-1].Terms.Electors[:2]
	require.ErrorContains(t, state.Validate(), "the electors make it")
	state = again
	state.Resolutions[noticed-1].Resolution.RecordedAt = 0
	require.ErrorContains(t, state.Validate(), "frozen roll")
}
