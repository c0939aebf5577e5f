package bench

import (
	"testing"

	"github.com/stretchr/testify/require"

	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"
	govtypes "github.com/cosmos/cosmos-sdk/x/gov/types"

	governancetypes "github.com/coopledger/coopledger/x/governance/types"
)

// BenchmarkBytes is what one vote takes: in a transaction, in the newest state
// (keys and values, once 100,000 have voted), and on a disk that keeps every
// version, where ballots come in blocks of 2,000.
func BenchmarkBytes(b *testing.B) {
	const ballots = 100_000
	b.Run("gov", func(b *testing.B) {
		from := govVoters(b, ballots)
		for b.Loop() {
			b.ReportMetric(float64(len(newGovApp(b, 2).vote(b, 0, 0))), "tx-B/vote")
			ledger := openGovLedger(b, copyOf(b, from), ballots)
			votes := storeBytes(b, ledger.store, govtypes.StoreKey, govtypes.VotesKeyPrefix.Bytes())
			b.ReportMetric(float64(votes)/ballots, "state-B/vote")
			b.ReportMetric(diskGrowth(b, ledger.store, ballots, voting{prepare: ledger.keepers.preparedVote}), "disk-B/vote")
		}
		b.ReportMetric(0, "ns/op")
	})
	b.Run("coop", func(b *testing.B) {
		from := coopVoters(b, ballots)
		for b.Loop() {
			b.ReportMetric(float64(len(newCoopApp(b, 2).vote(b, 0, 0))), "tx-B/vote")
			ledger := openCoopLedger(b, copyOf(b, from))
			packed := storeBytes(b, ledger.store, governancetypes.StoreKey, governancetypes.BallotsPrefix.Bytes()) +
				storeBytes(b, ledger.store, governancetypes.StoreKey, governancetypes.TalliesPrefix.Bytes())
			b.ReportMetric(float64(packed)/ballots, "state-B/vote")
			b.ReportMetric(diskGrowth(b, ledger.store, ballots, voting{prepare: ledger.preparedVote}), "disk-B/vote")
		}
		b.ReportMetric(0, "ns/op")
	})
}

// storeBytes adds up keys and values under a prefix.
func storeBytes(b *testing.B, store *diskStore, name string, prefix []byte) int {
	b.Helper()
	key := store.root.StoreKeysByName()[name]
	entries := store.root.GetKVStore(key).Iterator(prefix, storetypes.PrefixEndBytes(prefix))
	defer entries.Close()
	total := 0
	for ; entries.Valid(); entries.Next() {
		total += len(entries.Key()) + len(entries.Value())
	}
	require.NoError(b, entries.Error())
	return total
}

// diskGrowth casts one round of ballots and returns how much the folder has
// grown by each, once the database has merged its files.
func diskGrowth(b *testing.B, store *diskStore, ballots int, side voting) float64 {
	b.Helper()
	before := store.compactedBytes(b)
	late := lateVoters(ballots)[:ballotsPerRound]
	for first := 0; first < ballotsPerRound; first += ballotsPerBlock {
		castBlock(b, store, side, late[first:first+ballotsPerBlock])
	}
	growth := store.compactedBytes(b) - before
	store.remove(b)
	return float64(growth) / ballotsPerRound
}
