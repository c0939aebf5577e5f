package bench

import (
	"fmt"
	"runtime"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	sdk "github.com/cosmos/cosmos-sdk/types"
)

// BenchmarkClose is the block in which a vote closes: the module's end block,
// and writing and hashing what it changed, as FinalizeBlock does. What the
// commit adds is measured apart: a commit waits for the disk, whatever it writes.
// Each round works on a copy of a store that is opened anew, and makes two blocks
// on it first: a node that closes a vote has been running.
func BenchmarkClose(b *testing.B) {
	// Ours go first: a heap of many gigabytes, which x/gov's closings leave, would slow them.
	for _, ballots := range sizes(1_000, 100_000) {
		b.Run(fmt.Sprintf("coop/%d", ballots), func(b *testing.B) {
			from := coopVoters(b, ballots)
			closings(b, ballots, func() (*diskStore, time.Time, outcome) {
				ledger := openCoopLedger(b, copyOf(b, from))
				ledger.runOn(b)
				ledger.endVoting(b)
				return ledger.store, voteEnds, ledger
			})
		})
	}
	for _, ballots := range sizes(1_000, 100_000) {
		b.Run(fmt.Sprintf("gov/%d", ballots), func(b *testing.B) {
			from := govVoters(b, ballots)
			closings(b, ballots, func() (*diskStore, time.Time, outcome) {
				ledger := openGovLedger(b, copyOf(b, from), ballots)
				ledger.runOn(b)
				return ledger.store, voteEnds.Add(time.Second), ledger
			})
		})
	}
}

// outcome is a side that closes its vote and says whether it did so rightly.
type outcome interface {
	close(ctx sdk.Context) error
	passed(ctx sdk.Context, ballots int) error
}

// closings closes the vote of a fresh copy in each round.
func closings(b *testing.B, ballots int, open func() (*diskStore, time.Time, outcome)) {
	var work, write, commit lap
	rounds := 0
	for b.Loop() {
		store, at, side := open()
		runtime.GC() // what filling and copying left behind is not the round's to clear
		ctx, stores := store.branch(at)
		watch := start()
		err := side.close(ctx)
		work.add(watch.lap())
		watch = start()
		store.write(stores)
		write.add(watch.lap())
		watch = start()
		store.commit()
		commit.add(watch.lap())
		rounds++
		require.NoError(b, err)
		ctx, _ = store.branch(at)
		require.NoError(b, side.passed(ctx, ballots))
		store.remove(b)
	}
	b.ReportMetric(work.micro(rounds)/1000, "ms-end-block")
	b.ReportMetric(write.micro(rounds)/1000, "ms-write")
	b.ReportMetric(commit.micro(rounds)/1000, "ms-commit")
	work.add(write)
	work.report(b, rounds)
}
