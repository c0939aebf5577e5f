// Package keeper holds the state of x/chain: the clock, the work budget of a
// block, the free buckets, and what the root federation may decide about the
// chain itself.
package keeper

import (
	"bytes"
	"fmt"

	"cosmossdk.io/collections"
	"cosmossdk.io/core/address"
	"cosmossdk.io/core/store"

	"github.com/cosmos/cosmos-sdk/codec"

	"github.com/coopledger/coopledger/x/chain/types"
)

// Keeper holds the state of x/chain.
type Keeper struct {
	addressCodec address.Codec
	authority    []byte
	consensus    types.ConsensusParamsStore
	upgrades     types.UpgradeKeeper

	Schema collections.Schema
	// Params are the chain-level limits.
	Params collections.Item[types.Params]
	// Clock is chain time.
	Clock collections.Item[types.Clock]
	// Allotments holds the co-ops' own allowances by co-op id.
	Allotments collections.Map[uint64, types.Allowance]
	// MemberBuckets are the packed records of what members have left, by co-op id
	// and record number.
	MemberBuckets collections.Map[collections.Pair[uint64, uint64], []byte]
	// CoopBuckets hold what co-ops have left by co-op id.
	CoopBuckets collections.Map[uint64, types.Bucket]
	// OperatorBuckets hold what the operators of co-ops' seats have left by co-op id.
	OperatorBuckets collections.Map[uint64, types.Bucket]

	// Zones holds the time zones by name.
	Zones collections.Map[string, types.Zone]

	TransientSchema collections.Schema
	// WorkSpent is the gas queued work took in this block.
	WorkSpent collections.Item[uint64]
	// FreeGasSpent is the gas free transactions took in this block.
	FreeGasSpent collections.Item[uint64]
}

// NewKeeper returns the keeper. The consensus store is the ParamsStore of
// x/consensus's keeper; the authority is the root federation's account in
// bech32. It panics if one of them is missing, since the node can't start without.
func NewKeeper(
	cdc codec.BinaryCodec,
	storeService store.KVStoreService,
	transientService store.TransientStoreService,
	addressCodec address.Codec,
	consensus types.ConsensusParamsStore,
	upgrades types.UpgradeKeeper,
	authority string,
) *Keeper {
	authorityBytes, err := addressCodec.StringToBytes(authority)
	if err != nil {
		panic(fmt.Errorf("x/chain: authority %q is no address: %w", authority, err))
	}
	if consensus == nil || upgrades == nil {
		panic("x/chain: the stores of x/consensus and x/upgrade are needed")
	}
	persistent := collections.NewSchemaBuilder(storeService)
	transient := collections.NewSchemaBuilderFromAccessor(transientService.OpenTransientStore)
	k := &Keeper{
		addressCodec: addressCodec,
		authority:    bytes.Clone(authorityBytes),
		consensus:    consensus,
		upgrades:     upgrades,

		Params:     collections.NewItem(persistent, types.ParamsKey, "params", codec.CollValue[types.Params](cdc)),
		Clock:      collections.NewItem(persistent, types.ClockKey, "clock", codec.CollValue[types.Clock](cdc)),
		Allotments: collections.NewMap(persistent, types.AllotmentsKey, "allotments", collections.Uint64Key, codec.CollValue[types.Allowance](cdc)),
		MemberBuckets: collections.NewMap(persistent, types.MemberBucketsKey, "member_buckets",
			collections.PairKeyCodec(collections.Uint64Key, collections.Uint64Key), collections.BytesValue),
		CoopBuckets:     collections.NewMap(persistent, types.CoopBucketsKey, "coop_buckets", collections.Uint64Key, codec.CollValue[types.Bucket](cdc)),
		OperatorBuckets: collections.NewMap(persistent, types.OperatorBucketsKey, "operator_buckets", collections.Uint64Key, codec.CollValue[types.Bucket](cdc)),
		Zones:           collections.NewMap(persistent, types.ZonesKey, "zones", collections.StringKey, codec.CollValue[types.Zone](cdc)),

		WorkSpent:    collections.NewItem(transient, types.WorkSpentKey, "work_spent", collections.Uint64Value),
		FreeGasSpent: collections.NewItem(transient, types.FreeGasSpentKey, "free_gas_spent", collections.Uint64Value),
	}
	if k.Schema, err = persistent.Build(); err != nil {
		panic(err)
	}
	if k.TransientSchema, err = transient.Build(); err != nil {
		panic(err)
	}
	return k
}
