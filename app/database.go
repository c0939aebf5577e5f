package app

import (
	dbm "github.com/cosmos/cosmos-db"
	"github.com/syndtr/goleveldb/leveldb/filter"
	"github.com/syndtr/goleveldb/leveldb/opt"
)

// OpenDatabase opens the application's goleveldb in a folder with the settings
// that were measured to cost least: see docs/reference/performance.md.
func OpenDatabase(dir string) (dbm.DB, error) {
	return dbm.NewGoLevelDBWithOpts("application", dir, &opt.Options{
		DisableSeeksCompaction: true,
		BlockCacheCapacity:     256 * opt.MiB,
		WriteBuffer:            64 * opt.MiB,
		Filter:                 filter.NewBloomFilter(10),
		OpenFilesCacheCapacity: 1024,
	})
}
