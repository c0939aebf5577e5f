// Package types holds the messages, records and rules of x/validators: who runs
// the chain.
package types

import "cosmossdk.io/collections"

const (
	// ModuleName names the module.
	ModuleName = "validators"
	// StoreKey names the module's store.
	StoreKey = ModuleName

	// SeatPower is the consensus power of every seat. It is a constant: no
	// message, parameter or genesis entry can make one seat count for more.
	SeatPower int64 = 1
	// LeastSeats is how many seats a set keeps once it had as many: four seats
	// are the fewest that survive the loss of one.
	LeastSeats uint32 = 4
)

// The set.
var (
	ParamsPrefix            = collections.NewPrefix(0)
	SeatsPrefix             = collections.NewPrefix(1)
	OperatorsPrefix         = collections.NewPrefix(2)
	SeatsAtResolutionPrefix = collections.NewPrefix(3)
	ReachedFourPrefix       = collections.NewPrefix(4)
)

// The queue of changes.
var (
	ChangesPrefix      = collections.NewPrefix(10)
	NextChangeIDPrefix = collections.NewPrefix(11)
)

// Keys, for evidence.
var (
	KeyOwnersPrefix   = collections.NewPrefix(20)
	RetiredKeysPrefix = collections.NewPrefix(21)
)

// Missed blocks.
var (
	LivenessPrefix    = collections.NewPrefix(30)
	MissedVotesPrefix = collections.NewPrefix(31)
)
