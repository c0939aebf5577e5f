package keeper_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/coopledger/coopledger/x/governance/types"
	"github.com/coopledger/coopledger/x/membership/testutil"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

// speak casts the bakery's ballot in the federation by one of its workers.
func (l *ledger) speak(id uint64, delegate string, choice types.Choice) error {
	return l.try(func(ctx context.Context) error {
		_, err := l.messages.VoteAsDelegate(ctx, &types.MsgVoteAsDelegate{
			Delegate: delegate, MemberCoopId: bakery, ResolutionId: id, Choice: choice,
		})
		return err
	})
}

func (l *ledger) delegate(member uint64, scope *membershiptypes.Scope) {
	l.t.Helper()
	grant := membershiptypes.Grant{
		CoopId: bakery, MemberId: member, Power: membershiptypes.PowerVote, Until: l.now() + 1000*day, Scope: scope,
	}
	require.NoError(l.t, l.membership.Grants.Set(l.ctx, collections.Join3(bakery, membershiptypes.PowerVote, member), grant))
}

func (l *ledger) ballot(id, member uint64) types.Ballot {
	l.t.Helper()
	answer, err := l.queries.Ballot(l.ctx, &types.QueryBallotRequest{ResolutionId: id, MemberId: member})
	require.NoError(l.t, err)
	return answer.Ballot
}

func TestADelegateSpeaksAndItsCoopOverrides(t *testing.T) {
	l := newLedger(t)
	id := l.propose(memberCoop(2), federation, "medium")
	bakeryInFederation := l.member(federation, memberCoop(1))
	before := l.stateHash()
	require.ErrorIs(t, l.speak(id, worker(1), yes), types.ErrNotDelegate, "nobody has given it the power")
	require.Equal(t, before, l.stateHash())

	l.delegate(1, nil)
	l.delegate(2, nil)
	require.NoError(t, l.speak(id, worker(1), yes))
	require.Equal(t, types.Ballot{MemberId: bakeryInFederation, Choice: yes, DelegateMemberId: 1}, l.ballot(id, bakeryInFederation))
	require.NoError(t, l.speak(id, worker(2), types.Choice_CHOICE_ABSTAIN), "another delegate of the same co-op: one ballot")
	require.EqualValues(t, 1, l.tally(id).Present())
	require.EqualValues(t, 2, l.ballot(id, bakeryInFederation).DelegateMemberId)
	require.NoError(t, l.governance.CheckInvariants(l.ctx))

	// The co-op itself, by what its own resolution executes.
	require.NoError(t, l.vote(id, memberCoop(1), yes))
	require.Equal(t, types.Ballot{MemberId: bakeryInFederation, Choice: yes}, l.ballot(id, bakeryInFederation))
	require.EqualValues(t, 1, l.tally(id).Present())
	require.ErrorIs(t, l.speak(id, worker(1), types.Choice_CHOICE_BLOCK), types.ErrCoopHasSpoken)

	// Revoked in mid-vote: no more ballots; the one cast while it held the power stands.
	other := l.propose(memberCoop(2), federation, "medium")
	require.NoError(t, l.speak(other, worker(1), yes))
	require.NoError(t, l.membership.Grants.Remove(l.ctx, collections.Join3(bakery, membershiptypes.PowerVote, uint64(1))))
	require.ErrorIs(t, l.speak(other, worker(1), types.Choice_CHOICE_BLOCK), types.ErrNotDelegate)
	require.EqualValues(t, 1, l.tally(other).InFavour())
	require.NoError(t, l.governance.CheckInvariants(l.ctx))

	state, err := l.governance.ExportGenesis(l.ctx)
	require.NoError(t, err)
	require.NoError(t, l.try(func(ctx context.Context) error { return l.governance.InitGenesis(ctx, *state) }))
	again, err := l.governance.ExportGenesis(l.ctx)
	require.NoError(t, err)
	require.Equal(t, state, again)
	state.Resolutions[other-1].Delegated[0].MemberId = 9
	require.ErrorContains(t, state.Validate(), "no ballot that a delegate could have cast")
}

// quick gives the federation a rule with final ballots.
func (l *ledger) quick() {
	l.t.Helper()
	version, charter, err := l.membership.GetCharter(l.ctx, federation)
	require.NoError(l.t, err)
	quick := testutil.Ordinary()
	quick.Name, quick.FinalBallots = "quick", true
	charter.Rules = append(charter.Rules, quick)
	slices.SortFunc(charter.Rules, func(a, b membershiptypes.DecisionRule) int { return strings.Compare(a.Name, b.Name) })
	require.NoError(l.t, l.membership.Charters.Set(l.ctx, collections.Join(federation, version), charter))
}

// A delegate's ballot stays open to its co-op: a vote on final ballots ends before
// its time once nothing that it could become would change whether it passes.
func TestADelegatesBallotAndTheEarlyEnd(t *testing.T) {
	t.Run("error - another delegate can't replace it, and is noted nowhere, in no cache either", func(t *testing.T) {
		l := newLedger(t)
		l.quick()
		id := l.propose(memberCoop(2), federation, "quick")
		l.delegate(1, nil)
		l.delegate(2, nil)
		require.NoError(t, l.speak(id, worker(1), no))
		before := l.stateHash()
		_, err := l.messages.VoteAsDelegate(l.ctx, &types.MsgVoteAsDelegate{Delegate: worker(2), MemberCoopId: bakery, ResolutionId: id, Choice: yes})
		require.ErrorIs(t, err, types.ErrFinalBallot)
		require.Equal(t, before, l.stateHash())
	})
	t.Run("success - ends though a delegate's stands", func(t *testing.T) {
		l := newLedger(t)
		l.quick()
		id := l.propose(memberCoop(2), federation, "quick")
		l.delegate(1, nil)
		require.NoError(t, l.speak(id, worker(1), no))
		roll := l.termsOf(id).RollSize()
		for coop := uint64(2); 2*(coop-2) <= roll; coop++ {
			l.requireStatus(id, types.Status_STATUS_VOTING)
			require.NoError(t, l.vote(id, memberCoop(coop), yes))
			require.NoError(t, l.governance.CheckInvariants(l.ctx))
			l.endBlock()
		}
		require.NotEqual(t, types.Status_STATUS_VOTING, l.resolution(id).Status, "more than half of the roll is firmly in favour")
		left, err := l.governance.DelegatedTallies.Has(l.ctx, id)
		require.NoError(t, err)
		require.False(t, left, "the count goes with the vote")
		require.NoError(t, l.governance.CheckInvariants(l.ctx))
	})
	t.Run("success - not by a ballot that its co-op can change", func(t *testing.T) {
		l := newLedger(t)
		l.quick()
		id := l.propose(memberCoop(2), federation, "quick")
		l.delegate(1, nil)
		roll := l.termsOf(id).RollSize()
		coop := uint64(2)
		for ; 2*(coop-1) < roll; coop++ {
			require.NoError(t, l.vote(id, memberCoop(coop), yes))
		}
		before := l.resolution(id)
		require.NoError(t, l.speak(id, worker(1), yes))
		l.endBlock()
		l.requireStatus(id, types.Status_STATUS_VOTING)
		require.Equal(t, before.DueAt, l.resolution(id).DueAt)
		l.requireDelegated(id, 1)

		// Its co-op makes it firm, and that decides.
		require.NoError(t, l.vote(id, memberCoop(1), yes))
		l.requireDelegated(id, 0)
		l.endBlock()
		require.NotEqual(t, types.Status_STATUS_VOTING, l.resolution(id).Status)
	})
	t.Run("success - the count survives export and import", func(t *testing.T) {
		l := newLedger(t)
		l.quick()
		id := l.propose(memberCoop(2), federation, "quick")
		l.delegate(1, nil)
		require.NoError(t, l.speak(id, worker(1), yes))
		state, err := l.governance.ExportGenesis(l.ctx)
		require.NoError(t, err)
		hash := l.stateHash()
		next, err := l.reborn(state)
		require.NoError(t, err)
		require.Equal(t, hash, next.stateHash())
		next.requireDelegated(id, 1)
		require.NoError(t, next.governance.DelegatedTallies.Remove(next.ctx, id))
		require.ErrorContains(t, next.governance.CheckInvariants(next.ctx), "delegates cast")
	})
}

func (l *ledger) requireDelegated(id, ballots uint64) {
	l.t.Helper()
	tally, err := l.governance.DelegatedTallies.Get(l.ctx, id)
	if ballots == 0 {
		require.ErrorIs(l.t, err, collections.ErrNotFound)
	} else {
		require.NoError(l.t, err)
	}
	require.Equal(l.t, ballots, tally.Present())
	require.NoError(l.t, l.governance.CheckInvariants(l.ctx))
}

func TestADelegatesScope(t *testing.T) {
	for _, c := range []struct {
		name  string
		scope *membershiptypes.Scope
		want  error
	}{
		{"success - nothing narrows it", nil, nil},
		{"success - this federation, by this rule", &membershiptypes.Scope{FederationIds: []uint64{7, federation}, Rules: []string{"medium"}}, nil},
		{"error - another federation", &membershiptypes.Scope{FederationIds: []uint64{7}}, types.ErrNotDelegate},
		{"error - another rule", &membershiptypes.Scope{Rules: []string{"large"}}, types.ErrNotDelegate},
		{"error - subjects named, and the resolution has none", &membershiptypes.Scope{Subjects: []string{"admission"}}, types.ErrNotDelegate},
	} {
		t.Run(c.name, func(t *testing.T) {
			l := newLedger(t)
			id := l.propose(memberCoop(2), federation, "medium")
			l.delegate(1, c.scope)
			require.ErrorIs(t, l.speak(id, worker(1), yes), c.want)
		})
	}
	l := newLedger(t)
	l.delegate(1, &membershiptypes.Scope{Subjects: []string{"admission", "powers"}})
	named := l.propose(memberCoop(2), federation, "", &membershiptypes.MsgGrantPower{
		Authority: membershiptypes.CoopAddress(federation), CoopId: federation, MemberId: 1, Power: "board", TermSeconds: 1,
	})
	require.Equal(t, []string{"powers"}, l.termsOf(named).Subjects)
	require.NoError(t, l.speak(named, worker(1), yes), "all of the resolution's subjects are among those named")
	require.NoError(t, (&membershiptypes.Scope{Subjects: []string{"admission"}}).Validate("vote"))
	require.ErrorIs(t, (&membershiptypes.Scope{}).Validate("board"), membershiptypes.ErrInvalidTerm)
	require.Error(t, (&membershiptypes.Scope{Subjects: []string{"weather"}}).Validate("vote"))
	require.ErrorIs(t, (&membershiptypes.Scope{FederationIds: make([]uint64, 17)}).Validate("vote"), membershiptypes.ErrInvalidTerm)
}

// rescinding puts a resolution of the bakery into its timelock.
func (l *ledger) inTimelock() uint64 {
	l.t.Helper()
	id := l.propose(worker(1), bakery, "careful")
	require.NoError(l.t, l.second(id, worker(2)))
	require.NoError(l.t, l.second(id, worker(3)))
	l.wait(3*day + 1)
	l.yes(id, 1, 2, 3, 4)
	l.wait(int64(l.termsOf(id).VotingSeconds()) + 1)
	l.requireStatus(id, types.Status_STATUS_TIMELOCK)
	return id
}

func TestRescind(t *testing.T) {
	l := newLedger(t)
	l.withRules(func(c *membershiptypes.Charter) {
		for i := range c.Rules {
			if c.Rules[i].Name == "careful" {
				c.Rules[i].TimelockPeriodSeconds = 300 * day
			}
		}
	})
	passed := l.inTimelock()
	rescind := func(id uint64) sdk.Msg {
		return &types.MsgRescind{Authority: membershiptypes.CoopAddress(bakery), ResolutionId: id}
	}
	second := l.propose(worker(5), bakery, "", rescind(passed))
	require.True(t, l.termsOf(second).SpecialFloor)
	require.Equal(t, "special", l.termsOf(second).Rules[0].Name, "by the charter's own rule where it names none")
	l.yes(second, 1, 2, 3, 4, 5, 6)
	for range 3 {
		l.wait(40 * day)
	}
	l.requireOutcome(second, types.Status_STATUS_EXECUTED, types.OutcomeCode_OUTCOME_CODE_EXECUTED)
	l.requireStatus(passed, types.Status_STATUS_RESCINDED)
	require.NoError(t, l.governance.CheckInvariants(l.ctx))
	state, err := l.governance.ExportGenesis(l.ctx)
	require.NoError(t, err)
	require.NoError(t, state.Validate())

	// What has ended, what is another's, and oneself.
	for _, id := range []uint64{passed, second + 1} {
		refused := l.propose(worker(5), bakery, "", rescind(id))
		l.yes(refused, 1, 2, 3, 4, 5, 6)
		for range 3 {
			l.wait(40 * day)
		}
		l.requireOutcome(refused, types.Status_STATUS_FAILED, types.OutcomeCode_OUTCOME_CODE_MESSAGE_REFUSED)
		require.NoError(t, l.governance.CheckInvariants(l.ctx))
	}
	_, err = l.messages.Rescind(l.ctx, &types.MsgRescind{Authority: memberCoop(2), ResolutionId: passed})
	require.ErrorIs(t, err, types.ErrUnauthorized)
}
