// Package types holds the messages, state and bounds of x/chain.
package types

import (
	"math"

	"cosmossdk.io/collections"
)

const (
	// ModuleName is the module's name in genesis, routes and errors.
	ModuleName = "chain"
	// StoreKey is the persistent store's key.
	StoreKey = ModuleName
	// TransientStoreKey is the key of the store that is emptied with every block.
	TransientStoreKey = "transient_" + ModuleName

	// RootCoopID is the co-op whose account is the authority over the chain.
	// Its free bucket can't be taken away, or its members could no longer
	// decide to give it back.
	RootCoopID uint64 = 1

	// CoopBucket stands in the place of a member's number for the co-op's own
	// bucket. Members count from 1.
	CoopBucket uint64 = 0
	// OperatorBucket stands there for the bucket of the operator of the co-op's
	// seat. No member can have it.
	OperatorBucket uint64 = math.MaxUint64
)

// Keys of the persistent store.
var (
	// ParamsKey holds Params.
	ParamsKey = collections.NewPrefix(0)
	// ClockKey holds Clock.
	ClockKey = collections.NewPrefix(1)
	// AllotmentsKey holds an Allowance by co-op id.
	AllotmentsKey = collections.NewPrefix(2)
	// MemberBucketsKey holds a record of BucketsPerRecord buckets by (co-op id,
	// record number).
	MemberBucketsKey = collections.NewPrefix(3)
	// CoopBucketsKey holds a co-op's Bucket by co-op id.
	CoopBucketsKey = collections.NewPrefix(4)
	// OperatorBucketsKey holds the Bucket of a seat's operator by co-op id.
	OperatorBucketsKey = collections.NewPrefix(5)
	// ZonesKey holds a Zone by name.
	ZonesKey = collections.NewPrefix(20)
)

// Keys of the transient store.
var (
	// WorkSpentKey holds the gas that queued work took in this block.
	WorkSpentKey = collections.NewPrefix(0)
	// FreeGasSpentKey holds the gas that free transactions took in this block.
	FreeGasSpentKey = collections.NewPrefix(1)
)
