package bench

import (
	"fmt"
	"math/rand"
	"runtime"
	"testing"

	"github.com/stretchr/testify/require"

	sdk "github.com/cosmos/cosmos-sdk/types"
)

const (
	// ballotsPerBlock is how many ballots are written and committed together.
	ballotsPerBlock = 2_000
	// ballotsPerRound is how many are cast on one copy of a store.
	ballotsPerRound = 20_000
)

// BenchmarkBallot is the state cost of one ballot where so many are in: the
// module's handler on a block's branch, and its share of writing, hashing and
// committing a block of 2,000 ballots. No signature, no ante handler.
//
// "coop" is a ballot whose transaction was checked before, as nearly all are:
// its check has read the voter's place on the roll. "coop-unmet" is one that
// comes to the node in the block, so that its voter is read from the disk.
// x/gov looks no voter up.
func BenchmarkBallot(b *testing.B) {
	for _, ballots := range sizes(100_000) {
		b.Run(fmt.Sprintf("gov/%d", ballots), func(b *testing.B) {
			from := govVoters(b, ballots)
			castings(b, ballots, func() (*diskStore, voting) {
				ledger := openGovLedger(b, copyOf(b, from), ballots)
				return ledger.store, voting{prepare: ledger.keepers.preparedVote}
			})
		})
		coop := func(meet bool) func(b *testing.B) {
			return func(b *testing.B) {
				from := coopVoters(b, ballots)
				castings(b, ballots, func() (*diskStore, voting) {
					ledger := openCoopLedger(b, copyOf(b, from))
					side := voting{prepare: ledger.preparedVote}
					if meet {
						side.meet = ledger.meet
					}
					return ledger.store, side
				})
			}
		}
		b.Run(fmt.Sprintf("coop/%d", ballots), coop(true))
		b.Run(fmt.Sprintf("coop-unmet/%d", ballots), coop(false))
	}
}

// voting is a side that takes ballots.
type voting struct {
	// prepare makes a voter's message ready, which is not measured.
	prepare func(voter int) func(ctx sdk.Context) error
	// meet is what a check before the block has read; it may be nil.
	meet func(ctx sdk.Context, voter int) error
}

// lateVoters have not voted yet, in an order that is the same in every run.
func lateVoters(ballots int) []int {
	late := make([]int, membersFor(ballots)-ballots)
	for i := range late {
		late[i] = ballots + i
	}
	order := rand.New(rand.NewSource(1))
	order.Shuffle(len(late), func(i, j int) { late[i], late[j] = late[j], late[i] })
	return late
}

// castings lets late voters vote on a fresh copy in each round.
func castings(b *testing.B, ballots int, open func() (*diskStore, voting)) {
	late := lateVoters(ballots)[:ballotsPerRound]
	var handled, written lap
	rounds := 0
	for b.Loop() {
		store, side := open()
		runtime.GC() // what filling and copying left behind is not the round's to clear
		for first := 0; first < ballotsPerRound; first += ballotsPerBlock {
			handle, write := castBlock(b, store, side, late[first:first+ballotsPerBlock])
			handled.add(handle)
			written.add(write)
		}
		rounds++
		store.remove(b)
	}
	b.ReportMetric(handled.micro(rounds*ballotsPerRound), "µs-handler")
	b.ReportMetric(written.micro(rounds*ballotsPerRound), "µs-write")
	handled.add(written)
	handled.report(b, rounds*ballotsPerRound)
}

// castBlock casts a block's ballots and commits them.
func castBlock(b *testing.B, store *diskStore, side voting, voters []int) (handled, written lap) {
	b.Helper()
	prepared := make([]func(sdk.Context) error, len(voters))
	checked, _ := store.branch(genesisTime)
	for i, voter := range voters {
		prepared[i] = side.prepare(voter)
		if side.meet != nil {
			require.NoError(b, side.meet(checked, voter))
		}
	}
	ctx, stores := store.branch(genesisTime)
	watch := start()
	for _, cast := range prepared {
		if err := cast(ctx); err != nil {
			b.Fatal(err)
		}
	}
	handled = watch.lap()
	watch = start()
	store.write(stores)
	store.commit()
	return handled, watch.lap()
}
