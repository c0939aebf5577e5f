package bench

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	sdk "github.com/cosmos/cosmos-sdk/types"
)

// BenchmarkClose is the block in which a vote closes: the module's end block,
// and writing and hashing what it changed, as FinalizeBlock does. What the
// commit adds is measured apart: a commit waits for the disk, whatever it writes.
func BenchmarkClose(b *testing.B) {
	for _, ballots := range sizes(1_000, 100_000) {
		b.Run(fmt.Sprintf("gov/%d", ballots), func(b *testing.B) {
			from := govVoters(b, ballots)
			closings(b, ballots, func() (*diskStore, time.Time, outcome) {
				ledger := openGovLedger(b, copyOf(b, from), ballots)
				return ledger.store, voteEnds.Add(time.Second), ledger
			})
		})
		b.Run(fmt.Sprintf("coop/%d", ballots), func(b *testing.B) {
			from := coopVoters(b, ballots)
			closings(b, ballots, func() (*diskStore, time.Time, outcome) {
				ledger := openCoopLedger(b, copyOf(b, from))
				ledger.endVoting(b)
				return ledger.store, voteEnds, ledger
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
	var work, write, commit time.Duration
	rounds := 0
	for b.Loop() {
		store, at, side := open()
		ctx, stores := store.branch(at)
		begun := time.Now()
		err := side.close(ctx)
		worked := time.Now()
		store.write(stores)
		written := time.Now()
		store.commit()
		commit += time.Since(written)
		write += written.Sub(worked)
		work += worked.Sub(begun)
		rounds++
		require.NoError(b, err)
		ctx, _ = store.branch(at)
		require.NoError(b, side.passed(ctx, ballots))
		store.remove(b)
	}
	perRound := func(d time.Duration) float64 { return float64(d.Nanoseconds()) / float64(rounds) }
	b.ReportMetric(perRound(work+write), "ns/op")
	b.ReportMetric(perRound(work)/1e6, "ms-end-block")
	b.ReportMetric(perRound(write)/1e6, "ms-write")
	b.ReportMetric(perRound(commit)/1e6, "ms-commit")
}
