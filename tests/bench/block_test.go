package bench

import "testing"

const (
	// blockVoters each vote once a round.
	blockVoters = 10_000
	// blockVotes is how many votes a block holds.
	blockVotes = 2_000
)

// BenchmarkBlock is a block of signed votes through FinalizeBlock and Commit of
// a whole application. "fresh" votes come to the node in the block; "checked"
// ones went through its mempool before, as nearly all do.
func BenchmarkBlock(b *testing.B) {
	b.Run("gov/fresh", func(b *testing.B) { blocks(b, newGovApp(b, blockVoters), false) })
	b.Run("coop/fresh", func(b *testing.B) { blocks(b, newCoopApp(b, blockVoters), false) })
	b.Run("gov/checked", func(b *testing.B) { blocks(b, newGovApp(b, blockVoters), true) })
	b.Run("coop/checked", func(b *testing.B) { blocks(b, newCoopApp(b, blockVoters), true) })
}

// blocks lets every voter vote once in each round, in blocks of blockVotes. A
// first round, in which keys are written and opened, is not measured.
func blocks(b *testing.B, app *votingApp, check bool) {
	var checking, block lap
	app.round(b, 0, check)
	rounds := 0
	for b.Loop() {
		rounds++
		checked, blocked := app.round(b, rounds, check)
		checking.add(checked)
		block.add(blocked)
	}
	votes := rounds * blockVoters
	block.report(b, votes)
	b.ReportMetric(1e6/block.micro(votes), "votes/s")
	if check {
		b.ReportMetric(checking.micro(votes)+block.micro(votes), "µs-with-check")
	}
}

// round signs a vote of each voter and puts them through the application.
func (a *votingApp) round(b *testing.B, round int, check bool) (checking, block lap) {
	b.Helper()
	for first := 0; first < len(a.keys); first += blockVotes {
		txs := a.votes(b, first, blockVotes, round)
		watch := start()
		if check {
			for _, tx := range txs {
				a.checkTx(b, tx)
			}
		}
		checking.add(watch.lap())
		watch = start()
		a.block(b, txs)
		block.add(watch.lap())
	}
	return checking, block
}

// BenchmarkCheckTx is the admission of one signed vote to the mempool.
func BenchmarkCheckTx(b *testing.B) {
	b.Run("gov", func(b *testing.B) { checks(b, newGovApp(b, blockVoters)) })
	b.Run("coop", func(b *testing.B) { checks(b, newCoopApp(b, blockVoters)) })
}

func checks(b *testing.B, app *votingApp) {
	var spent lap
	app.round(b, 0, false)
	rounds := 0
	for b.Loop() {
		rounds++
		checking, _ := app.round(b, rounds, true)
		spent.add(checking)
	}
	spent.report(b, rounds*blockVoters)
}
