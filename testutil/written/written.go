// Package written tells what a message has written, before it is kept.
package written

import (
	"bytes"

	"github.com/cosmos/cosmos-sdk/store/v2/cachekv"
	"github.com/cosmos/cosmos-sdk/store/v2/cachemulti"
	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
)

// Changes are what was written in a context and would change a store.
type Changes struct {
	below   storetypes.MultiStore
	written storetypes.CacheMultiStore
	stores  map[storetypes.StoreKey]*store
	changes []change
}

// change of one record; nil deletes it.
type change struct {
	in         storetypes.KVStore
	key, value []byte
}

// Within is a context on a cache of another's stores, and what will have been written
// to it.
func Within(ctx sdk.Context) (sdk.Context, *Changes) {
	c := &Changes{below: ctx.MultiStore(), stores: make(map[storetypes.StoreKey]*store)}
	c.written = cachemulti.NewFromParent(c.parent)
	return ctx.WithMultiStore(c.written).WithEventManager(sdk.NewEventManager()), c
}

// Count is how many records would be other than they are: none if, and only if, a hash
// over all stores would be the same. The context takes nothing more after it.
func (c *Changes) Count() int {
	c.written.Write()
	return len(c.changes)
}

// Keep writes them. Count comes before it.
func (c *Changes) Keep() {
	for _, one := range c.changes {
		if one.value == nil {
			one.in.Delete(one.key)
			continue
		}
		one.in.Set(one.key, one.value)
	}
}

func (c *Changes) parent(key storetypes.StoreKey) storetypes.CacheWrapper {
	below, isKV := c.below.GetStore(key).(storetypes.KVStore)
	if !isKV {
		return c.below.GetStore(key)
	}
	if c.stores[key] == nil {
		c.stores[key] = &store{KVStore: below, noted: c}
	}
	return c.stores[key]
}

// store notes what is written to it, and lets nothing through.
type store struct {
	storetypes.KVStore
	noted *Changes
}

// CacheWrap implements storetypes.CacheWrapper.
func (s *store) CacheWrap() storetypes.CacheWrap { return cachekv.NewStore(s) }

// Set implements storetypes.KVStore.
func (s *store) Set(key, value []byte) {
	if before := s.Get(key); before == nil || !bytes.Equal(before, value) {
		s.noted.changes = append(s.noted.changes, change{s.KVStore, key, value})
	}
}

// Delete implements storetypes.KVStore.
func (s *store) Delete(key []byte) {
	if s.Has(key) {
		s.noted.changes = append(s.noted.changes, change{s.KVStore, key, nil})
	}
}
