package keeper_test

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/collections"
	"cosmossdk.io/log/v2"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/coopledger/coopledger/x/governance/types"
	"github.com/coopledger/coopledger/x/membership/testutil"
)

// closedInBlock lists the resolutions whose vote closed in a block, in order.
func (l *ledger) closedInBlock() []uint64 {
	l.t.Helper()
	ctx := l.ctx.WithEventManager(sdk.NewEventManager())
	require.NoError(l.t, l.governance.EndBlock(ctx))
	var closed []uint64
	for _, event := range ctx.EventManager().Events().ToABCIEvents() {
		if parsed, err := sdk.ParseTypedEvent(event); err == nil {
			if c, ok := parsed.(*types.EventClosed); ok {
				closed = append(closed, c.ResolutionId)
			}
		}
	}
	l.commit()
	return closed
}

// H9: many closings due at once are bounded by the block's budget, in the order
// of (due, id), and go on in the next block.
func TestH9ClosingsAreBoundedAndInOrder(t *testing.T) {
	l := newLedger(t)
	params := types.DefaultParams()
	params.ClosingGas = 10_000_000 // The block's budget of 50 million is five closings.
	require.NoError(t, l.governance.Params.Set(l.ctx, params))
	var later []uint64
	for i := 1; i <= 6; i++ {
		later = append(later, l.propose(worker(i), bakery, "special"))
	}
	l.tick(4*day + 1)
	var sooner []uint64
	for i := 1; i <= 6; i++ {
		sooner = append(sooner, l.propose(worker(i), bakery, "ordinary"))
	}
	l.tick(3 * day)
	// Ids 7 to 12 were due a second after ids 1 to 6.
	require.Equal(t, later[:5], l.closedInBlock())
	require.Equal(t, append(later[5:6:6], sooner[:4]...), l.closedInBlock())
	require.Equal(t, sooner[4:], l.closedInBlock())
	require.Empty(t, l.closedInBlock())
	for range 12 {
		l.endBlock()
	}
	require.NoError(t, l.governance.CheckInvariants(l.ctx))
	for _, id := range append(later, sooner...) {
		require.True(t, l.resolution(id).Sealed())
	}
}

// Executions come before closings and take the budget first, but what doesn't
// fit leaves room for what does.
// Each execution counts for what it used, and at least for closing_gas.
func TestExecutionsAreBounded(t *testing.T) {
	t.Run("20 million gas each, 50 million a block", func(t *testing.T) { testExecutions(t, 20_000_000, 2, 4, 5) })
	t.Run("what was not used is given back", func(t *testing.T) { testExecutions(t, 100_000, 5, 5, 5) })
}

func testExecutions(t *testing.T, least uint64, paid ...int64) {
	l := newLedger(t)
	l.fund(bakery, 100)
	var ids []uint64
	for i := 1; i <= 5; i++ {
		ids = append(ids, l.propose(worker(i), bakery, "", pay(bakery, worker(7), 1)))
		l.yes(ids[i-1], 1, 2, 3, 4)
	}
	l.wait(3 * day)
	params, err := l.governance.Params.Get(l.ctx)
	require.NoError(t, err)
	params.ClosingGas = least
	require.NoError(t, l.governance.Params.Set(l.ctx, params))
	for _, want := range paid {
		l.endBlock()
		require.Equal(t, want, l.balance(worker(7)))
	}
	require.NoError(t, l.governance.CheckInvariants(l.ctx))
}

// What can't take its next step ends alone; the others go on.
func TestABrokenItemFailsAlone(t *testing.T) {
	var logged bytes.Buffer
	l := newLedger(t)
	broken := l.propose(worker(1), bakery, "")
	sound := l.propose(worker(2), bakery, "")
	l.yes(broken, 1, 2)
	l.yes(sound, 1, 2)
	terms, err := l.governance.Terms.Get(l.ctx, broken)
	require.NoError(t, err)
	require.NoError(t, l.governance.Terms.Remove(l.ctx, broken))
	l.tick(3 * day)
	ctx := l.ctx.WithLogger(log.NewLogger(&logged))
	require.NoError(t, l.governance.EndBlock(ctx))
	l.commit()
	require.Contains(t, logged.String(), "a resolution's step failed")
	r := l.resolution(broken)
	require.Equal(t, types.Status_STATUS_FAILED, r.Status)
	require.Equal(t, types.OutcomeCode_OUTCOME_CODE_STEP_FAILED, r.Outcome.Code)
	l.requireStatus(sound, types.Status_STATUS_PASSED)
	l.endBlock()
	l.requireStatus(sound, types.Status_STATUS_EXECUTED)
	require.NoError(t, l.governance.Terms.Set(l.ctx, broken, terms))
	require.NoError(t, l.governance.CheckInvariants(l.ctx), "the roll was let go and its ballots are sealed")
}

// The same in its discussion, when its roll was frozen at notice already.
func TestABrokenDiscussionLetsItsRollGo(t *testing.T) {
	l := newLedger(t)
	rule := testutil.Ordinary()
	rule.Name, rule.RecordAtNotice, rule.DiscussionPeriodSeconds = "noticed", true, 3*day
	l.withRules(nil, rule)
	id := l.propose(worker(1), bakery, "noticed")
	l.requireStatus(id, types.Status_STATUS_DISCUSSION)
	require.NotZero(t, l.resolution(id).RollSequence)
	terms, err := l.governance.Terms.Get(l.ctx, id)
	require.NoError(t, err)
	require.NoError(t, l.governance.Terms.Remove(l.ctx, id))
	l.wait(3 * day)
	l.requireStatus(id, types.Status_STATUS_FAILED)
	require.NoError(t, l.governance.Terms.Set(l.ctx, id, terms))
	require.NoError(t, l.governance.CheckInvariants(l.ctx))
}

func TestAnEntryOfNothingLeavesItsQueue(t *testing.T) {
	l := newLedger(t)
	for _, queue := range []collections.KeySet[collections.Pair[int64, uint64]]{
		l.governance.Deadlines, l.governance.Timelocks, l.governance.Executions, l.governance.SealingQueue,
	} {
		require.NoError(t, queue.Set(l.ctx, collections.Join(l.now(), uint64(77))))
	}
	l.endBlock()
	l.endBlock()
	require.NoError(t, l.governance.CheckInvariants(l.ctx))
}

// The hash over the ballots comes in bounded passes and is the same whatever
// their size.
func TestSealingInPasses(t *testing.T) {
	var hashes [][]byte
	for _, perPass := range []uint32{1, 2, 64} {
		l := newLedger(t)
		params := types.DefaultParams()
		params.SealRecordsPerPass = perPass
		require.NoError(t, l.governance.Params.Set(l.ctx, params))
		id := l.propose(worker(1), bakery, "")
		l.yes(id, 1, 2, 3)
		// As if members with high numbers had voted: records 3, 4, 9, 100 … 106.
		tally := l.tally(id)
		for _, number := range []uint64{3, 4, 9, 100, 101, 102, 103, 104, 105, 106} {
			record := types.NewBallotRecord()
			types.WriteBallot(record, number*4096+number, types.PackedInFavour)
			require.NoError(t, l.governance.Ballots.Set(l.ctx, collections.Join(id, number), record))
			tally.Move(1, types.PackedNone, types.PackedInFavour)
		}
		require.NoError(t, l.governance.Tallies.Set(l.ctx, id, tally))
		l.wait(3 * day)
		if perPass == 1 {
			sealing, err := l.governance.Sealings.Get(l.ctx, id)
			require.NoError(t, err)
			require.Zero(t, sealing.NextRecord, "nothing in the block that closed it, whatever the roll")
			require.Empty(t, l.resolution(id).BallotsHash)
		}
		for blocks := uint32(0); blocks*perPass < 11; blocks++ {
			require.False(t, l.resolution(id).Sealed(), "%d records of 11 in %d blocks", perPass, blocks)
			l.endBlock()
		}
		require.True(t, l.resolution(id).Sealed())
		hashes = append(hashes, l.resolution(id).BallotsHash)
	}
	require.Equal(t, hashes[0], hashes[1])
	require.Equal(t, hashes[0], hashes[2])
	require.Len(t, hashes[0], 32)
}

// Nothing is executed in the block that decided it, even when a vote upstairs
// ends it early.
func TestWhatAMessageCausesActsFromTheNextBlock(t *testing.T) {
	l := newLedger(t)
	charter := federationCharter()
	for i := range charter.Rules {
		charter.Rules[i].FinalBallots = true
	}
	require.NoError(t, l.membership.Charters.Set(l.ctx, collections.Join(federation, uint64(1)), charter))
	upstairs := l.propose(memberCoop(2), federation, "special")
	for i := uint64(2); i <= 5; i++ {
		require.NoError(t, l.vote(upstairs, memberCoop(i), yes))
	}
	id := l.pass(&types.MsgVote{Voter: memberCoop(1), ResolutionId: upstairs, Choice: yes})
	l.endBlock()
	l.requireStatus(id, types.Status_STATUS_EXECUTED)
	l.requireStatus(upstairs, types.Status_STATUS_PASSED)
	l.endBlock()
	l.requireStatus(upstairs, types.Status_STATUS_EXECUTED)
}

// A member's drafts don't outlive its place unnoticed: they go their way, and
// only the co-op's other members can still carry them.
func TestProposerLeaves(t *testing.T) {
	l := newLedger(t)
	id := l.propose(worker(1), bakery, "seconded")
	l.leave(worker(1))
	require.Error(t, l.withdraw(id, worker(1)))
	require.NoError(t, l.second(id, worker(2)))
	l.requireStatus(id, types.Status_STATUS_VOTING)
	l.admit("new", "workers")
	l.wait(4 * day)
	l.requireStatus(id, types.Status_STATUS_REJECTED)
	require.NoError(t, l.governance.CheckInvariants(l.ctx))
}
