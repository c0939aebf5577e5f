package bench

import (
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"time"

	cmtproto "github.com/cometbft/cometbft/proto/tendermint/types"
	dbm "github.com/cosmos/cosmos-db"
	"github.com/stretchr/testify/require"

	"cosmossdk.io/log/v2"

	"github.com/cosmos/cosmos-sdk/store/v2/rootmulti"
	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/coopledger/coopledger/app"
)

const (
	// iavlCacheNodes is the default of app.toml.
	iavlCacheNodes = 781_250
	// batchKeys is how many keys are written between two commits when a store is filled.
	batchKeys = 500_000
	chainID   = "coop-bench-1"
)

// genesisTime of every chain measured here.
var genesisTime = time.Date(2026, 1, 5, 9, 0, 0, 0, time.UTC)

// sizes of a vote, in ballots; the largest only where asked for.
func sizes(small ...int) []int {
	if os.Getenv("BENCH_LARGE") != "" {
		return append(small, 1_000_000)
	}
	return small
}

// membersFor is the size of a roll of whom so many have voted: one in six is late.
func membersFor(ballots int) int { return ballots + ballots/5 }

// openDatabase opens a database as a node does.
func openDatabase(tb testing.TB, dir string) dbm.DB {
	tb.Helper()
	db, err := app.OpenDatabase(dir)
	require.NoError(tb, err)
	return db
}

// diskStore is a multistore as a node has it.
type diskStore struct {
	dir  string
	db   dbm.DB
	root *rootmulti.Store
}

// openStore loads the latest version of the stores in a folder.
func openStore(tb testing.TB, dir string, keys []storetypes.StoreKey) *diskStore {
	tb.Helper()
	db := openDatabase(tb, dir)
	root := rootmulti.NewStore(db, log.NewNopLogger())
	root.SetIAVLCacheSize(iavlCacheNodes)
	for _, key := range keys {
		kind := storetypes.StoreTypeIAVL
		if _, ok := key.(*storetypes.TransientStoreKey); ok {
			kind = storetypes.StoreTypeTransient
		}
		root.MountStoreWithDB(key, kind, nil)
	}
	require.NoError(tb, root.LoadLatestVersion())
	return &diskStore{dir: dir, db: db, root: root}
}

func (s *diskStore) close(tb testing.TB) {
	tb.Helper()
	require.NoError(tb, s.db.Close())
}

// branch is a block's state before it is written into the trees.
func (s *diskStore) branch(at time.Time) (sdk.Context, storetypes.CacheMultiStore) {
	stores := s.root.CacheMultiStore()
	header := cmtproto.Header{ChainID: chainID, Height: s.root.LatestVersion() + 1, Time: at}
	ctx := sdk.NewContext(stores, header, false, log.NewNopLogger())
	return ctx.WithConsensusParams(*consensusParams()), stores
}

// write puts a branch into the trees and hashes them, as FinalizeBlock does at its end.
func (s *diskStore) write(stores storetypes.CacheMultiStore) {
	stores.Write()
	s.root.WorkingHash()
}

func (s *diskStore) commit() { s.root.Commit() }

// batches calls put for each number below count on a branch that is committed
// every batchKeys numbers.
func (s *diskStore) batches(count int, put func(ctx sdk.Context, i int) error) error {
	for from := 0; from < count; from += batchKeys {
		ctx, stores := s.branch(genesisTime)
		for i := from; i < min(from+batchKeys, count); i++ {
			if err := put(ctx, i); err != nil {
				return err
			}
		}
		s.write(stores)
		s.commit()
	}
	return nil
}

// remove closes the store and deletes its folder.
func (s *diskStore) remove(tb testing.TB) {
	tb.Helper()
	s.close(tb)
	require.NoError(tb, os.RemoveAll(s.dir))
}

// compactedBytes on the disk, once the database has merged its files.
func (s *diskStore) compactedBytes(tb testing.TB) int64 {
	tb.Helper()
	require.NoError(tb, s.db.(*dbm.GoLevelDB).ForceCompact(nil, nil))
	return bytesOnDisk(tb, s.dir)
}

// voterAddress is the address of a voter whose key is never needed.
func voterAddress(i int) sdk.AccAddress {
	sum := sha256.Sum256(binary.BigEndian.AppendUint64([]byte("voter"), uint64(i)))
	return sum[:20]
}

// templates are filled stores by name, built once a run and never opened for a
// measurement: each measurement works on its own copy.
var templates = map[string]string{}

// template fills a store once.
func template(tb testing.TB, name string, fill func(dir string)) string {
	tb.Helper()
	if dir, ok := templates[name]; ok {
		return dir
	}
	dir := filepath.Join(templateRoot, name)
	require.NoError(tb, os.MkdirAll(dir, 0o700))
	fill(dir)
	templates[name] = dir
	return dir
}

// copyOf copies a filled store for one measurement.
func copyOf(tb testing.TB, from string) string {
	tb.Helper()
	to, err := os.MkdirTemp(templateRoot, "copy")
	require.NoError(tb, err)
	require.NoError(tb, os.CopyFS(to, os.DirFS(from)))
	return to
}

// bytesOnDisk of a folder. The database may delete what it has merged meanwhile;
// that counts no more.
func bytesOnDisk(tb testing.TB, dir string) int64 {
	tb.Helper()
	var total int64
	require.NoError(tb, filepath.WalkDir(dir, func(_ string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		info, err := entry.Info()
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		if err != nil {
			return err
		}
		total += info.Size()
		return nil
	}))
	return total
}

// templateRoot holds everything this package writes.
var templateRoot string

func TestMain(m *testing.M) {
	// It sets the SDK's globals, for both sides: the prefix of addresses, and the
	// scope without which x/gov too would be slower.
	if _, err := app.NewEncoding(); err != nil {
		println(err.Error())
		os.Exit(1)
	}
	os.Exit(func() int {
		root, err := os.MkdirTemp(os.Getenv("BENCH_DIR"), "coop-bench")
		if err != nil {
			println(err.Error())
			return 1
		}
		defer os.RemoveAll(root)
		templateRoot = root
		return m.Run()
	}())
}
