package bench

import (
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

// openAtOnce is how many votes end in the same second.
const openAtOnce = 10_000

// BenchmarkDeadlines lets 10,000 votes end in the same second, every other one
// of them won and to be executed. What counts is the slowest block but for one
// in a hundred: its end block, and writing and hashing what it changed. The
// others wait their turn, in the order of their numbers.
func BenchmarkDeadlines(b *testing.B) {
	b.Run(fmt.Sprintf("coop/%d", openAtOnce), func(b *testing.B) {
		from := coopDeadlines(b)
		var blocks []lap
		for b.Loop() {
			ledger := openCoopLedger(b, copyOf(b, from))
			ledger.endVoting(b)
			runtime.GC()
			blocks = append(blocks, ledger.untilNothingIsDue(b)...)
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
		l.openManyVotes(tb)
		l.store.close(tb)
	})
}

// openManyVotes raises the limits to what they can be and lets both members of
// the voting co-op propose; both vote for every resolution of an even number.
func (l coopLedger) openManyVotes(tb testing.TB) {
	tb.Helper()
	ctx, stores := l.store.branch(genesisTime)
	params := governancetypes.DefaultParams()
	params.MaxOpenResolutionsPerCoop = openAtOnce
	require.NoError(tb, params.Validate())
	require.NoError(tb, l.governance.Params.Set(ctx, params))
	version, charter, err := l.membership.GetCharter(ctx, votingCoop)
	require.NoError(tb, err)
	// A charter grants a member 1,000 at the most; the block's bound is the same for two members as for ten.
	charter.MaxOpenResolutionsPerMember = openAtOnce
	require.NoError(tb, l.membership.Charters.Set(ctx, collections.Join(uint64(votingCoop), version), charter))
	l.store.write(stores)
	l.store.commit()

	require.NoError(tb, l.store.batches(openAtOnce, func(ctx sdk.Context, i int) error {
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

// untilNothingIsDue makes blocks until every vote has closed and what was won is
// executed, and says what each took. Votes end in the order of their numbers.
func (l coopLedger) untilNothingIsDue(b *testing.B) (blocks []lap) {
	b.Helper()
	for closed := uint64(0); closed < openAtOnce || l.waiting(b); {
		ctx, stores := l.store.branch(voteEnds.Add(time.Duration(len(blocks)) * time.Second))
		// The work budget is half of a block's gas, as a ledger has it by default.
		ctx = ctx.WithConsensusParams(chaintypes.DefaultConsensusParams().ToProto())
		require.NoError(b, l.chain.WorkSpent.Remove(ctx))
		watch := start()
		err := l.governance.EndBlock(ctx)
		l.store.write(stores)
		blocks = append(blocks, watch.lap())
		l.store.commit()
		require.NoError(b, err)
		require.Less(b, len(blocks), openAtOnce, "the queue does not move")
		closed = l.closedInOrder(b, closed)
	}
	return blocks
}

// closedInOrder is up to which number votes have closed; all after it are open.
func (l coopLedger) closedInOrder(b *testing.B, from uint64) uint64 {
	b.Helper()
	ctx, _ := l.store.branch(voteEnds)
	closed := from
	for id := from + 1; id <= openAtOnce; id++ {
		r, err := l.governance.GetResolution(ctx, id)
		require.NoError(b, err)
		if r.ClosedAt != 0 {
			require.Equal(b, closed+1, id, "a vote closed out of turn")
			closed = id
		}
	}
	return closed
}

// waiting says whether anything that was won has not been executed yet.
func (l coopLedger) waiting(b *testing.B) bool {
	b.Helper()
	ctx, _ := l.store.branch(voteEnds)
	for id := uint64(2); id <= openAtOnce; id += 2 {
		r, err := l.governance.GetResolution(ctx, id)
		require.NoError(b, err)
		if r.Status != governancetypes.Status_STATUS_EXECUTED {
			return true
		}
	}
	return false
}
