package keeper_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/coopledger/coopledger/x/governance/types"
	membershipkeeper "github.com/coopledger/coopledger/x/membership/keeper"
	"github.com/coopledger/coopledger/x/membership/testutil"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

// membershipTry sends a message of x/membership.
func (l *ledger) membershipTry(do func(ctx context.Context, server membershiptypes.MsgServer) error) error {
	return l.try(func(ctx context.Context) error { return do(ctx, membershipkeeper.NewMsgServer(l.membership)) })
}

func (l *ledger) admit(name, class string) uint64 {
	l.t.Helper()
	var id uint64
	require.NoError(l.t, l.membershipTry(func(ctx context.Context, server membershiptypes.MsgServer) error {
		answer, err := server.Admit(ctx, &membershiptypes.MsgAdmit{
			Authority: membershiptypes.CoopAddress(bakery), CoopId: bakery,
			Member: membershiptypes.NewMember{
				Class: class, Keys: []membershiptypes.KeyProof{testutil.Proof(name, "bakery", 0, l.now()+day)},
			},
		})
		if err == nil {
			id = answer.MemberId
		}
		return err
	}))
	return id
}

func (l *ledger) addKey(signer, name string, memberID uint64) {
	l.t.Helper()
	require.NoError(l.t, l.membershipTry(func(ctx context.Context, server membershiptypes.MsgServer) error {
		_, err := server.AddKey(ctx, &membershiptypes.MsgAddKey{
			Signer: signer, CoopId: bakery, Key: testutil.Proof(name, "bakery", memberID, l.now()+day),
		})
		return err
	}))
}

func (l *ledger) removeKey(signer, address string) {
	l.t.Helper()
	require.NoError(l.t, l.membershipTry(func(ctx context.Context, server membershiptypes.MsgServer) error {
		_, err := server.RemoveKey(ctx, &membershiptypes.MsgRemoveKey{Signer: signer, CoopId: bakery, Address: address})
		return err
	}))
}

func (l *ledger) leave(address string) {
	l.t.Helper()
	require.NoError(l.t, l.membershipTry(func(ctx context.Context, server membershiptypes.MsgServer) error {
		_, err := server.Leave(ctx, &membershiptypes.MsgLeave{Signer: address, CoopId: bakery})
		return err
	}))
}

func (l *ledger) sums(id uint64) [3]uint64 {
	tally := l.tally(id)
	return [3]uint64{tally.InFavour(), tally.Against(), tally.Abstained()}
}

func TestVoteIsReplacedNeverDoubled(t *testing.T) {
	l := newLedger(t)
	id := l.propose(worker(1), bakery, "")
	for _, step := range []struct {
		choice types.Choice
		want   [3]uint64
	}{{yes, [3]uint64{1, 0, 0}}, {no, [3]uint64{0, 1, 0}}, {abstain, [3]uint64{0, 0, 1}}, {abstain, [3]uint64{0, 0, 1}}, {yes, [3]uint64{1, 0, 0}}} {
		require.NoError(t, l.vote(id, worker(4), step.choice))
		require.Equal(t, step.want, l.sums(id))
		require.NoError(t, l.governance.CheckInvariants(l.ctx))
	}
}

// H4, and "one member with three keys votes from each: one ballot".
func TestH4ManyKeysOneBallot(t *testing.T) {
	l := newLedger(t)
	id := l.propose(worker(1), bakery, "")
	member := l.member(bakery, worker(2))
	l.addKey(worker(2), "phone", member)
	l.addKey(testutil.Address("phone"), "laptop", member)
	require.NoError(t, l.vote(id, worker(2), yes))
	require.NoError(t, l.vote(id, testutil.Address("phone"), no))
	require.NoError(t, l.vote(id, testutil.Address("laptop"), yes))
	require.Equal(t, [3]uint64{1, 0, 0}, l.sums(id))

	l.removeKey(worker(2), testutil.Address("phone"))
	require.ErrorIs(t, l.vote(id, testutil.Address("phone"), no), membershiptypes.ErrNotAMember)
	l.removeKey(testutil.Address("laptop"), worker(2))
	require.NoError(t, l.vote(id, testutil.Address("laptop"), abstain))
	require.Equal(t, [3]uint64{0, 0, 1}, l.sums(id))
	require.NoError(t, l.governance.CheckInvariants(l.ctx))

	ballot, err := l.queries.Ballot(l.ctx, &types.QueryBallotRequest{ResolutionId: id, MemberId: member})
	require.NoError(t, err)
	require.Equal(t, types.Ballot{MemberId: member, Choice: abstain}, ballot.Ballot)
}

// H3: admitted after the record point.
func TestH3AdmittedAfterTheRollClosed(t *testing.T) {
	l := newLedger(t)
	id := l.propose(worker(1), bakery, "")
	l.wait(day)
	l.admit("newcomer", "workers")
	newcomer := testutil.Address("newcomer")
	err := l.vote(id, newcomer, yes)
	require.ErrorIs(t, err, types.ErrNotOnRoll)
	require.ErrorContains(t, err, "you became a member on 2023-11-15 22:13:22 UTC, this resolution's roll closed on 2023-11-14 22:13:21 UTC")

	// In the very second in which the roll closed, but after it.
	same := l.propose(worker(2), bakery, "")
	l.admit("late", "workers")
	err = l.vote(same, testutil.Address("late"), yes)
	require.ErrorIs(t, err, types.ErrNotOnRoll)
	require.NoError(t, l.vote(same, newcomer, yes), "on the roll of what was opened after admission")

	require.ErrorIs(t, l.vote(id, supporter(), yes), types.ErrNotOnRoll)
	require.ErrorContains(t, l.vote(id, supporter(), yes), "class without a vote")
	require.ErrorIs(t, l.vote(id, testutil.Address("stranger"), yes), membershiptypes.ErrNotAMember)
	require.ErrorIs(t, l.vote(id, membershiptypes.CoopAddress(bakery), yes), membershiptypes.ErrNotAMember)

	answer, err := l.queries.Tally(l.ctx, &types.QueryTallyRequest{ResolutionId: id})
	require.NoError(t, err)
	require.Equal(t, uint64(7), answer.Roll, "the roll's size stays")
}

// H2, with leaving for expulsion: a ballot cast while entitled stands, the
// denominator stays, and who left can't vote any more.
func TestH2LeftInMidVote(t *testing.T) {
	l := newLedger(t)
	id := l.propose(worker(1), bakery, "final")
	l.yes(id, 6)
	l.leave(worker(6))
	l.leave(worker(7))
	require.ErrorIs(t, l.vote(id, worker(6), no), membershiptypes.ErrNotAMember)
	require.ErrorIs(t, l.vote(id, worker(7), yes), membershiptypes.ErrNotAMember)
	require.NoError(t, l.governance.CheckInvariants(l.ctx))
	l.yes(id, 1, 2)
	l.endBlock()
	l.requireStatus(id, types.Status_STATUS_VOTING)
	l.yes(id, 3)
	l.endBlock()
	l.requireOutcome(id, types.Status_STATUS_PASSED, types.OutcomeCode_OUTCOME_CODE_PASSED)
	terms, err := l.governance.Terms.Get(l.ctx, id)
	require.NoError(t, err)
	require.Equal(t, uint64(7), terms.RollSize())
}

func TestVoteRefusals(t *testing.T) {
	l := newLedger(t)
	usual := l.propose(worker(1), bakery, "")
	consent := l.propose(memberCoop(1), federation, "")
	final := l.propose(worker(1), bakery, "final")
	require.NoError(t, l.vote(final, worker(2), no))
	for _, c := range []struct {
		name    string
		id      uint64
		voter   string
		choice  types.Choice
		want    error
		refused string
	}{
		{"error - no such resolution", 99, worker(1), yes, types.ErrUnknownResolution, "no resolution has the id 99"},
		{"error - block where there is no consent", usual, worker(1), block, types.ErrInvalidChoice, "vote yes, no or abstain"},
		{"error - no under consent", consent, memberCoop(1), no, types.ErrInvalidChoice, "vote yes, abstain or block"},
		{"error - no choice", usual, worker(1), types.Choice_CHOICE_UNSPECIFIED, types.ErrInvalidChoice, "not a choice"},
		{"error - not an address", usual, "coop1nonsense", yes, types.ErrUnauthorized, "not an address"},
		{"error - another ledger's address (H7)", usual, "cosmos1qypqxpq9qcrsszg2pvxq6rs0zqg3yyc5lzv7xu", yes, types.ErrUnauthorized, "not an address"},
		{"error - a final ballot", final, worker(2), yes, types.ErrFinalBallot, "member 2 has voted no"},
		{"error - a final ballot cast again alike", final, worker(2), no, types.ErrFinalBallot, "ballots final"},
	} {
		t.Run(c.name, func(t *testing.T) {
			before := l.stateHash()
			err := l.vote(c.id, c.voter, c.choice)
			require.ErrorIs(t, err, c.want)
			require.ErrorContains(t, err, c.refused)
			require.Equal(t, before, l.stateHash(), "a refusal changes no state")
		})
	}
}

// H7: an address in capitals is the same address.
func TestH7AddressesAreBytes(t *testing.T) {
	l := newLedger(t)
	id := l.propose(worker(1), bakery, "")
	l.yes(id, 2)
	require.NoError(t, l.vote(id, upper(worker(2)), no))
	require.Equal(t, [3]uint64{0, 1, 0}, l.sums(id))
}

// A ballot's gas does not depend on how many members there are, nor on whether
// it is the first of its record.
func TestBallotGasIsFlat(t *testing.T) {
	l := newLedger(t)
	id := l.propose(worker(1), bakery, "")
	gasOf := func(number int, choice types.Choice) storetypes.Gas {
		cacheCtx, write := l.ctx.CacheContext()
		meter := storetypes.NewInfiniteGasMeter()
		_, err := l.messages.Vote(cacheCtx.WithGasMeter(meter), &types.MsgVote{Voter: worker(number), ResolutionId: id, Choice: choice})
		require.NoError(t, err)
		write()
		return meter.GasConsumed()
	}
	first, second, replaced := gasOf(1, yes), gasOf(2, yes), gasOf(2, no)
	// The tally's own bytes are all that may differ: a few varints at 30 gas a byte and 3 a read.
	require.InDelta(t, first, second, 500)
	require.InDelta(t, first, replaced, 500)
}

// A transaction that runs out of gas after its ballot was cast leaves no trace of
// it: the stored record is never changed in place.
func TestARolledBackBallotLeavesNoTrace(t *testing.T) {
	l := newLedger(t)
	id := l.propose(worker(1), bakery, "")
	l.yes(id, 1)
	l.endBlock()
	l.yes(id, 2)
	for range 2 {
		before := l.stateHash()
		cacheCtx, _ := l.ctx.CacheContext()
		_, err := l.messages.Vote(cacheCtx, &types.MsgVote{Voter: worker(3), ResolutionId: id, Choice: no})
		require.NoError(t, err)
		require.Equal(t, before, l.stateHash())
		l.endBlock()
	}
	require.Equal(t, [3]uint64{2, 0, 0}, l.sums(id))
	require.NoError(t, l.governance.CheckInvariants(l.ctx))
}

// The Co-op Cloud Federation's rules, with nine member co-ops.
func TestCoopCloudRules(t *testing.T) {
	ballots := func(l *ledger, id uint64, inFavour, blocks int) {
		for i := range inFavour {
			require.NoError(t, l.vote(id, memberCoop(uint64(i+1)), yes))
		}
		for i := range blocks {
			require.NoError(t, l.vote(id, memberCoop(uint64(9-i)), block))
		}
	}
	for _, c := range []struct {
		name             string
		rule             string
		inFavour, blocks int
		status           types.Status
		code             types.OutcomeCode
	}{
		{"success - large: 5 of 9", "large", 5, 0, types.Status_STATUS_EXECUTED, types.OutcomeCode_OUTCOME_CODE_EXECUTED},
		{"error - large: 4 of 9", "large", 4, 0, types.Status_STATUS_REJECTED, types.OutcomeCode_OUTCOME_CODE_NO_MAJORITY},
		{"error - large: 8 and one block", "large", 8, 1, types.Status_STATUS_REJECTED, types.OutcomeCode_OUTCOME_CODE_BLOCKED},
		{"success - medium: one in favour", "medium", 1, 0, types.Status_STATUS_EXECUTED, types.OutcomeCode_OUTCOME_CODE_EXECUTED},
		{"error - medium: one block", "medium", 8, 1, types.Status_STATUS_REJECTED, types.OutcomeCode_OUTCOME_CODE_BLOCKED},
		{"error - medium: nobody", "medium", 0, 0, types.Status_STATUS_REJECTED, types.OutcomeCode_OUTCOME_CODE_NONE_IN_FAVOUR},
	} {
		t.Run(c.name, func(t *testing.T) {
			l := newLedger(t)
			id := l.propose(memberCoop(1), federation, c.rule)
			ballots(l, id, c.inFavour, c.blocks)
			l.wait(14 * day)
			l.endBlock()
			l.requireOutcome(id, c.status, c.code)
		})
	}
}

// The worker co-op's members decide by their own resolution how it votes in the
// federation; what that causes there acts from the next block.
func TestCoopVotesInItsFederationByResolution(t *testing.T) {
	l := newLedger(t)
	upstairs := l.propose(memberCoop(2), federation, "large")
	decide := func(choice types.Choice) uint64 {
		id := l.propose(worker(1), bakery, "", &types.MsgVote{
			Voter: membershiptypes.CoopAddress(bakery), ResolutionId: upstairs, Choice: choice,
		})
		l.yes(id, 1, 2, 3, 4)
		l.wait(3 * day)
		require.NoError(l.t, l.governance.CheckInvariants(l.ctx))
		l.endBlock()
		return id
	}
	id := decide(yes)
	l.requireOutcome(id, types.Status_STATUS_EXECUTED, types.OutcomeCode_OUTCOME_CODE_EXECUTED)
	require.Equal(t, [3]uint64{1, 0, 0}, l.sums(upstairs))
	id = decide(block)
	l.requireOutcome(id, types.Status_STATUS_EXECUTED, types.OutcomeCode_OUTCOME_CODE_EXECUTED)
	require.Equal(t, [3]uint64{0, 1, 0}, l.sums(upstairs), "its ballot is replaced")
	id = decide(no)
	r := l.resolution(id)
	require.Equal(t, types.Status_STATUS_FAILED, r.Status, "there is no such choice under consent")
	require.Equal(t, types.ModuleName, r.Outcome.Codespace)
	require.Equal(t, uint32(15), r.Outcome.ErrorCode)
}

func TestVoteEmitsTypedEvent(t *testing.T) {
	l := newLedger(t)
	id := l.propose(worker(1), bakery, "")
	ctx := l.ctx.WithEventManager(sdk.NewEventManager())
	_, err := l.messages.Vote(ctx, &types.MsgVote{Voter: worker(1), ResolutionId: id, Choice: yes})
	require.NoError(t, err)
	events := ctx.EventManager().Events()
	require.Len(t, events, 1)
	parsed, err := sdk.ParseTypedEvent(events.ToABCIEvents()[0])
	require.NoError(t, err)
	require.Equal(t, &types.EventVoted{ResolutionId: id, MemberId: 1, Choice: yes}, parsed)
}

// Money can be frozen, by the member itself or since its keys are being recovered;
// votes go on, with all that belongs to them.
func TestVotesGoOnWhileMoneyIsFrozen(t *testing.T) {
	l := newLedger(t)
	l.withRules(func(c *membershiptypes.Charter) {
		c.Requirements = append(c.Requirements, membershiptypes.Requirement{Subject: membershiptypes.SubjectInPerson, Rule: "special"})
		slices.SortFunc(c.Requirements, func(a, b membershiptypes.Requirement) int { return strings.Compare(a.Subject, b.Subject) })
		c.Recovery = &membershiptypes.RecoveryPolicy{
			GuardiansDelaySeconds: 7 * day, ResolutionDelaySeconds: 20 * day, InPersonDelaySeconds: 30 * day,
			RemovalDelaySeconds: 7 * day, FreezeSeconds: 20 * day, MaxOpenRecoveries: 1,
		}
	})
	require.NoError(t, l.membershipTry(func(ctx context.Context, server membershiptypes.MsgServer) error {
		_, err := server.Freeze(ctx, &membershiptypes.MsgFreeze{Signer: worker(2), CoopId: bakery, MemberId: 2})
		return err
	}))
	require.NoError(t, l.membershipTry(func(ctx context.Context, server membershiptypes.MsgServer) error {
		_, err := server.Recover(ctx, &membershiptypes.MsgRecover{
			Authority: membershiptypes.CoopAddress(bakery), CoopId: bakery, MemberId: 3, Key: testutil.Proof("new", "bakery", 3, l.now()+day),
		})
		return err
	}))
	frozen := func() {
		for _, member := range []uint64{2, 3} {
			until, err := l.membership.MoneyFrozen(l.ctx, bakery, member)
			require.NoError(t, err)
			require.Greater(t, until, l.now(), "member %d", member)
		}
	}
	frozen()
	own := l.propose(worker(2), bakery, "seconded")
	require.NoError(t, l.second(own, worker(3)))
	require.EqualValues(t, 7, l.termsOf(own).RollSize())
	require.EqualValues(t, 7, l.termsOf(own).Active)
	l.yes(own, 2, 3)
	require.NoError(t, l.vote(own, worker(4), no))
	require.NoError(t, l.vote(own, worker(3), abstain))
	require.NoError(t, l.vote(own, worker(3), yes))
	require.Equal(t, [3]uint64{2, 1, 0}, l.sums(own))
	l.wait(3 * day)
	l.endBlock()
	l.requireOutcome(own, types.Status_STATUS_EXECUTED, types.OutcomeCode_OUTCOME_CODE_EXECUTED)
	frozen()
}
