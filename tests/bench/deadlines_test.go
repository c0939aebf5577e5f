package bench

import (
	"errors"
	"fmt"
	"runtime"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"

	chaintypes "github.com/coopledger/coopledger/x/chain/types"
	governancetypes "github.com/coopledger/coopledger/x/governance/types"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

const (
	// openAtOnce is how many votes end in the same second.
	openAtOnce = 10_000
	// fewAtOnce are enough for several blocks.
	fewAtOnce = 700
)

// What is due at once is spread over blocks: none does more than its budget of work
// holds, each does something, and all goes in the order of the numbers.
//
// Each of these faults, put into the code on purpose, made it fail: an end block
// that closes what the budget doesn't hold; one that stops before it is spent; votes
// closed, or executed, in another order.
func TestDeadlinesFillNoBlock(t *testing.T) {
	l := openCoopLedger(t, t.TempDir())
	l.found(t)
	l.openManyVotes(t, fewAtOnce)
	l.endVoting(t)
	blocks := l.untilNothingIsDue(t, fewAtOnce)
	require.Greater(t, len(blocks), 5, "more is due than one block holds")
	l.store.close(t)
}

// BenchmarkDeadlines lets 10,000 votes end in the same second, every other one
// of them won and to be executed. What counts is the slowest block but for one
// in a hundred: its end block, and writing and hashing what it changed. The
// others wait their turn, in the order of their numbers. It fails if a block does
// more than its budget holds, or out of turn, as TestDeadlinesFillNoBlock does.
func BenchmarkDeadlines(b *testing.B) {
	b.Run(fmt.Sprintf("coop/%d", openAtOnce), func(b *testing.B) {
		from := coopDeadlines(b)
		var blocks []lap
		for b.Loop() {
			ledger := openCoopLedger(b, copyOf(b, from))
			ledger.endVoting(b)
			runtime.GC()
			blocks = append(blocks, ledger.untilNothingIsDue(b, openAtOnce)...)
			ledger.store.remove(b)
		}
		slices.SortFunc(blocks, func(x, y lap) int { return int(x.wall - y.wall) })
		slowest := blocks[(len(blocks)*99+99)/100-1]
		b.ReportMetric(float64(len(blocks)), "blocks")
		b.ReportMetric(blocks[len(blocks)/2].micro(1)/1000, "ms-median")
		slowest.report(b, 1)
	})
}

// coopDeadlines fills a store with votes that all end in the same second.
func coopDeadlines(tb testing.TB) string {
	tb.Helper()
	return template(tb, "coop-deadlines", func(dir string) {
		l := openCoopLedger(tb, dir)
		l.found(tb)
		l.openManyVotes(tb, openAtOnce)
		l.store.close(tb)
	})
}

// openManyVotes raises the limits to what they can be and lets both members of
// the voting co-op propose; both vote for every resolution of an even number.
func (l coopLedger) openManyVotes(tb testing.TB, votes int) {
	tb.Helper()
	ctx, stores := l.store.branch(genesisTime)
	params := governancetypes.DefaultParams()
	params.MaxOpenResolutionsPerCoop = uint32(votes)
	require.NoError(tb, params.Validate())
	require.NoError(tb, l.governance.Params.Set(ctx, params))
	version, charter, err := l.membership.GetCharter(ctx, votingCoop)
	require.NoError(tb, err)
	// A charter grants a member 1,000 at the most; the block's bound is the same for two members as for ten.
	charter.MaxOpenResolutionsPerMember = uint32(votes)
	require.NoError(tb, l.membership.Charters.Set(ctx, collections.Join(uint64(votingCoop), version), charter))
	l.store.write(stores)
	l.store.commit()

	require.NoError(tb, l.store.batches(votes, func(ctx sdk.Context, i int) error {
		response, err := l.votes.Propose(ctx, &governancetypes.MsgPropose{
			Proposer: membershiptypes.AddressText(voterAddress(i % 2)), CoopId: votingCoop,
			Title: "A proposal", Summary: "To be decided.", Rule: "ordinary",
		})
		if err != nil || response.ResolutionId%2 != 0 {
			return err
		}
		for voter := range 2 {
			_, err = l.votes.Vote(ctx, &governancetypes.MsgVote{
				Voter: membershiptypes.AddressText(voterAddress(voter)), ResolutionId: response.ResolutionId,
				Choice: governancetypes.Choice_CHOICE_YES,
			})
			if err != nil {
				return err
			}
		}
		return nil
	}))
}

// progress is up to which number votes have closed, and those of an even number were
// executed.
type progress struct{ closed, executed uint64 }

// untilNothingIsDue makes blocks until every vote has closed and what was won is
// executed, and says what each took.
func (l coopLedger) untilNothingIsDue(tb testing.TB, votes uint64) (blocks []lap) {
	tb.Helper()
	for done := (progress{}); done.closed < votes || done.executed < votes; {
		ctx, stores := l.store.branch(voteEnds.Add(time.Duration(len(blocks)) * time.Second))
		// The work budget is half of a block's gas, as a ledger has it by default.
		ctx = ctx.WithConsensusParams(chaintypes.DefaultConsensusParams().ToProto())
		require.NoError(tb, l.chain.WorkSpent.Remove(ctx))
		watch := start()
		err := l.governance.EndBlock(ctx)
		spent, unknown := l.chain.WorkSpent.Get(ctx)
		l.store.write(stores)
		blocks = append(blocks, watch.lap())
		l.store.commit()
		require.NoError(tb, errors.Join(err, unknown))
		next := l.doneInOrder(tb, done, votes)
		l.withinBudget(tb, ctx, spent, done, next, votes)
		done = next
	}
	return blocks
}

// withinBudget fails if a block did more than its budget holds, or less while more
// was due.
func (l coopLedger) withinBudget(tb testing.TB, ctx sdk.Context, spent uint64, before, after progress, votes uint64) {
	tb.Helper()
	budget, err := l.chain.WorkLimit(ctx)
	require.NoError(tb, err)
	require.LessOrEqual(tb, spent, budget, "more work than a block's budget")
	params, err := l.governance.Params.Get(ctx)
	require.NoError(tb, err)
	steps := after.closed - before.closed + (after.executed-before.executed)/2
	most := budget / params.ClosingGas
	require.LessOrEqual(tb, steps, most, "each step counts closing_gas at the least")
	require.Positive(tb, steps, "the queue does not move")
	if after.closed < votes {
		require.Greater(tb, spent+params.ClosingGas, budget, "votes wait, and the budget is not spent")
	}
}

// doneInOrder is up to which numbers votes have closed and been executed now; none
// after these has.
func (l coopLedger) doneInOrder(tb testing.TB, from progress, votes uint64) progress {
	tb.Helper()
	ctx, _ := l.store.branch(voteEnds)
	done := from
	for id := min(from.closed, from.executed) + 1; id <= votes; id++ {
		r, err := l.governance.GetResolution(ctx, id)
		require.NoError(tb, err)
		if r.ClosedAt != 0 && id > from.closed {
			require.Equal(tb, done.closed+1, id, "a vote closed out of turn")
			done.closed = id
		}
		if r.Status == governancetypes.Status_STATUS_EXECUTED && id > from.executed {
			require.Equal(tb, done.executed+2, id, "what was won was executed out of turn")
			done.executed = id
		}
	}
	return done
}
