//go:build long

package integration

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"testing"
	"time"

	dbm "github.com/cosmos/cosmos-db"
	"github.com/stretchr/testify/require"

	"cosmossdk.io/collections"

	"github.com/cosmos/cosmos-sdk/baseapp"
	"github.com/cosmos/cosmos-sdk/store/v2/snapshots"
	snapshottypes "github.com/cosmos/cosmos-sdk/store/v2/snapshots/types"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/coopledger/coopledger/offchain/roll"
	"github.com/coopledger/coopledger/testutil/ledger"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

const (
	// importedMembers unless IMPORT_MEMBERS says how many.
	importedMembers = 100_000
	importBatch     = 1_000
	// importPace is how long a thousand members may take, at most.
	importPace = 6 * time.Second
	// importGas is what a batch may take; measured: about 9 million.
	importGas = 40_000_000
	// exportBytesPerMember is the memory that an export may take for each member.
	exportBytesPerMember = 16_384
	// exportSampling is how often the heap is looked at meanwhile.
	exportSampling = 5 * time.Millisecond
)

// A hundred thousand members come in by batches, one a block, within minutes,
// and every counter is a recount. Then the node starts again, and another one
// begins from a snapshot and has the same state. IMPORT_MEMBERS=1000000 brings in
// a million.
func TestImportAHundredThousand(t *testing.T) {
	members := importedMembers
	if given := os.Getenv("IMPORT_MEMBERS"); given != "" {
		var err error
		members, err = strconv.Atoi(given)
		require.NoError(t, err)
	}
	directory := t.TempDir()
	db, err := dbm.NewGoLevelDB("application", directory, nil)
	require.NoError(t, err)
	setup := chambers()
	setup.DB = db
	l := ledger.New(t, setup)
	coop := l.Coop(ledger.Worker)

	var file bytes.Buffer
	require.NoError(t, roll.Generate(&file, members, [2]string{"workers", "friends"}))
	answer, err := l.App.Keepers().Membership.GetCoop(l.Ctx(), coop)
	require.NoError(t, err)
	_, charter, err := l.App.Keepers().Membership.GetCharter(l.Ctx(), coop)
	require.NoError(t, err)
	start := time.Now()
	read, err := roll.Read(file.Bytes(), charter, founded+1, l.Now())
	require.NoError(t, err)
	t.Logf("read and checked %d rows (%d bytes) in %s", len(read.Rows), file.Len(), time.Since(start).Round(time.Millisecond))

	l.CoopDecides(ledger.Worker, read.Announcement(answer))
	l.Block()
	sender := ledger.Stranger()
	fee := sdk.NewCoins(sdk.NewInt64Coin(ledger.FeeDenom, importGas/1_000))
	start = time.Now()
	var slowest time.Duration
	var gas int64
	for _, batch := range read.Batches(coop, importBatch) {
		batch.Sender = sender.String()
		began := time.Now()
		result := l.Block(l.Sign(sender, fee, importGas, batch))[0]
		require.Zero(t, result.Code, result.Log)
		slowest, gas = max(slowest, time.Since(began)), max(gas, result.GasUsed)
	}
	took := time.Since(start)
	var memory runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&memory)
	t.Logf("brought in %d members in %s (slowest block %s, most gas a batch %d); heap %d MiB; store %d MiB",
		members, took.Round(time.Millisecond), slowest.Round(time.Millisecond), gas, memory.HeapAlloc>>20, sizeOf(t, directory)>>20)
	require.Less(t, took, time.Duration(members/importBatch)*importPace)

	state, err := l.App.Keepers().Membership.GetRoll(l.Ctx(), coop)
	require.NoError(t, err)
	require.EqualValues(t, founded+members/2, state.Voters())
	require.EqualValues(t, founded, state.Ables(), "who has no key can't vote yet")
	broken, err := l.App.Keepers().Membership.BrokenInvariants(l.Ctx())
	require.NoError(t, err)
	require.Empty(t, broken)
	brought, err := l.App.Keepers().Membership.Imports.Get(l.Ctx(), collections.Join(coop, read.FileSHA256))
	require.NoError(t, err)
	require.Equal(t, membershiptypes.ImportStatus_IMPORT_STATUS_DONE, brought.Status)

	requireExportWithin(t, l, members)

	hash := l.App.LastCommitID().Hash
	again := restart(t, l, db, hash)
	beginFromSnapshot(t, again, hash)
}

// requireExportWithin writes the export as coopd does, and bounds the memory it
// takes: docs/adr/0017.
func requireExportWithin(t *testing.T, l *ledger.Ledger, members int) {
	t.Helper()
	heap := func() uint64 {
		var memory runtime.MemStats
		runtime.ReadMemStats(&memory)
		return memory.HeapAlloc
	}
	runtime.GC()
	before, over, most := heap(), make(chan struct{}), make(chan uint64)
	go func() {
		for highest := before; ; highest = max(highest, heap()) {
			select {
			case <-over:
				most <- highest
				return
			case <-time.After(exportSampling):
			}
		}
	}()
	file, err := os.Create(filepath.Join(t.TempDir(), "export.json"))
	require.NoError(t, err)
	start := time.Now()
	require.NoError(t, l.App.WriteExport(file, ledger.ChainID, ledger.Start))
	took := time.Since(start)
	close(over)
	grown := <-most - before
	written, err := file.Seek(0, io.SeekEnd)
	require.NoError(t, err)
	require.NoError(t, file.Close())
	t.Logf("exported %d members in %s: %d MiB written, heap grew by %d MiB, %d bytes a member",
		members, took.Round(time.Millisecond), written>>20, grown>>20, grown/uint64(members))
	require.Less(t, grown/uint64(members), uint64(exportBytesPerMember))
}

// restart opens the same database with a new node, which can make snapshots.
func restart(t *testing.T, l *ledger.Ledger, db dbm.DB, hash []byte) *ledger.Ledger {
	t.Helper()
	start := time.Now()
	again := ledger.Open(t, ledger.Setup{DB: db, BaseOptions: []func(*baseapp.BaseApp){withSnapshots(t)}})
	require.Equal(t, l.Height, again.Height)
	require.Equal(t, hash, again.App.LastCommitID().Hash)
	t.Logf("started again at height %d in %s", again.Height, time.Since(start).Round(time.Millisecond))
	return again
}

// beginFromSnapshot takes a snapshot and lets an empty node begin from it.
func beginFromSnapshot(t *testing.T, l *ledger.Ledger, hash []byte) {
	t.Helper()
	start := time.Now()
	snapshot, err := l.App.SnapshotManager().Create(uint64(l.Height))
	require.NoError(t, err)
	made := time.Since(start)

	db, err := dbm.NewGoLevelDB("application", t.TempDir(), nil)
	require.NoError(t, err)
	fresh := ledger.Open(t, ledger.Setup{DB: db, BaseOptions: []func(*baseapp.BaseApp){withSnapshots(t)}})
	start = time.Now()
	require.NoError(t, fresh.App.SnapshotManager().Restore(*snapshot))
	bytes := 0
	for i := uint32(0); i < snapshot.Chunks; i++ {
		chunk, err := l.App.SnapshotManager().LoadChunk(snapshot.Height, snapshot.Format, i)
		require.NoError(t, err)
		bytes += len(chunk)
		done, err := fresh.App.SnapshotManager().RestoreChunk(chunk)
		require.NoError(t, err)
		require.Equal(t, i == snapshot.Chunks-1, done)
	}
	require.Equal(t, hash, fresh.App.CommitMultiStore().LastCommitID().Hash)
	t.Logf("snapshot of %d MiB in %d chunks made in %s, restored in %s",
		bytes>>20, snapshot.Chunks, made.Round(time.Millisecond), time.Since(start).Round(time.Millisecond))
}

func withSnapshots(t *testing.T) func(*baseapp.BaseApp) {
	t.Helper()
	directory := t.TempDir()
	db, err := dbm.NewGoLevelDB("metadata", directory, nil)
	require.NoError(t, err)
	store, err := snapshots.NewStore(db, directory)
	require.NoError(t, err)
	return baseapp.SetSnapshot(store, snapshottypes.NewSnapshotOptions(0, 2))
}

// sizeOf all files below a directory, in bytes.
func sizeOf(t *testing.T, directory string) (total int64) {
	t.Helper()
	require.NoError(t, filepath.Walk(directory, func(_ string, info os.FileInfo, err error) error {
		if err == nil && !info.IsDir() {
			total += info.Size()
		}
		return nil
	}))
	return total
}
