// Package types holds the messages, records and limits of x/surplus, how co-ops
// share their surplus.
package types

import "cosmossdk.io/collections"

const (
	// ModuleName names the module.
	ModuleName = "surplus"
	// StoreKey names the module's store.
	StoreKey = ModuleName
)

// Limits and periods.
var (
	ParamsPrefix       = collections.NewPrefix(0)
	PeriodsPrefix      = collections.NewPrefix(1)
	CutOffsPrefix      = collections.NewPrefix(2)
	DeadlinesPrefix    = collections.NewPrefix(3)
	PeriodCountsPrefix = collections.NewPrefix(4)
)

// What members have done with their co-op.
var (
	PatronagePrefix = collections.NewPrefix(10)
	BatchesPrefix   = collections.NewPrefix(11)
	RecordedPrefix  = collections.NewPrefix(12)
	DisputesPrefix  = collections.NewPrefix(13)
)

// How it is shared.
var (
	SettlingsPrefix = collections.NewPrefix(20)
	OutcomesPrefix  = collections.NewPrefix(21)
	TakenPrefix     = collections.NewPrefix(22)
	RunningPrefix   = collections.NewPrefix(23)
)
