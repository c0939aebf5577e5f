//go:build long

package integration

import (
	"bytes"
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	dbm "github.com/cosmos/cosmos-db"
	"github.com/stretchr/testify/require"

	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/coopledger/coopledger/offchain/roll"
	"github.com/coopledger/coopledger/testutil/ledger"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

const (
	importedMembers = 100_000
	importBatch     = 1_000
	// importGas is what a batch may take; measured: about 9 million.
	importGas = 40_000_000
)

// A hundred thousand members come in by batches, one a block, within minutes,
// and every counter is a recount.
func TestImportAHundredThousand(t *testing.T) {
	directory := t.TempDir()
	db, err := dbm.NewGoLevelDB("application", directory, nil)
	require.NoError(t, err)
	setup := chambers()
	setup.DB = db
	l := ledger.New(t, setup)
	coop := l.Coop(ledger.Worker)

	var file bytes.Buffer
	require.NoError(t, roll.Generate(&file, importedMembers, [2]string{"workers", "friends"}))
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
		importedMembers, took.Round(time.Millisecond), slowest.Round(time.Millisecond), gas, memory.HeapAlloc>>20, sizeOf(t, directory)>>20)
	require.Less(t, took, 10*time.Minute)

	state, err := l.App.Keepers().Membership.GetRoll(l.Ctx(), coop)
	require.NoError(t, err)
	require.EqualValues(t, founded+importedMembers/2, state.Voters())
	require.EqualValues(t, founded, state.Ables(), "who has no key can't vote yet")
	broken, err := l.App.Keepers().Membership.BrokenInvariants(l.Ctx())
	require.NoError(t, err)
	require.Empty(t, broken)
	brought, err := l.App.Keepers().Membership.Imports.Get(l.Ctx(), collections.Join(coop, read.FileSHA256))
	require.NoError(t, err)
	require.Equal(t, membershiptypes.ImportStatus_IMPORT_STATUS_DONE, brought.Status)
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
