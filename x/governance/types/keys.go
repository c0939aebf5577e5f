// Package types holds what x/governance stores, says and refuses, and the pure
// rules by which it decides.
package types

import "cosmossdk.io/collections"

const (
	// ModuleName of x/governance.
	ModuleName = "governance"
	// StoreKey of the module's store.
	StoreKey = ModuleName
)

// FirstResolutionID is the number of the ledger's first resolution.
const FirstResolutionID uint64 = 1

// Prefixes of the store, in tens by concern: the module, resolutions, ballots,
// queues, indexes and counters.
var (
	ParamsPrefix           = collections.NewPrefix(0)
	NextResolutionIDPrefix = collections.NewPrefix(1)

	ResolutionsPrefix = collections.NewPrefix(10)
	ContentsPrefix    = collections.NewPrefix(11)
	TermsPrefix       = collections.NewPrefix(12)
	SecondersPrefix   = collections.NewPrefix(13)

	TalliesPrefix  = collections.NewPrefix(20)
	BallotsPrefix  = collections.NewPrefix(21)
	SealingsPrefix = collections.NewPrefix(22)

	DeadlinesPrefix    = collections.NewPrefix(30)
	TimelocksPrefix    = collections.NewPrefix(31)
	ExecutionsPrefix   = collections.NewPrefix(32)
	SealingQueuePrefix = collections.NewPrefix(33)

	ByCoopPrefix       = collections.NewPrefix(40)
	ByCoopStatusPrefix = collections.NewPrefix(41)
	OpenByCoopPrefix   = collections.NewPrefix(42)
	OpenByMemberPrefix = collections.NewPrefix(43)

	DelegatedPrefix            = collections.NewPrefix(50)
	BreakerPrefix              = collections.NewPrefix(51)
	BreakerWishesPrefix        = collections.NewPrefix(52)
	DelegatedTalliesPrefix     = collections.NewPrefix(53)
	NextMeetingIDPrefix        = collections.NewPrefix(60)
	MeetingsPrefix             = collections.NewPrefix(61)
	AgendaPrefix               = collections.NewPrefix(62)
	AttendancePrefix           = collections.NewPrefix(63)
	MinutesPrefix              = collections.NewPrefix(64)
	NextRequisitionIDPrefix    = collections.NewPrefix(65)
	RequisitionsPrefix         = collections.NewPrefix(66)
	SignaturesPrefix           = collections.NewPrefix(67)
	SheetsPrefix               = collections.NewPrefix(68)
	DisputesPrefix             = collections.NewPrefix(69)
	AttestedBallotsPrefix      = collections.NewPrefix(70)
	AttestedTalliesPrefix      = collections.NewPrefix(71)
	MeetingStartsPrefix        = collections.NewPrefix(72)
	MeetingDeadlinesPrefix     = collections.NewPrefix(73)
	RequisitionDeadlinesPrefix = collections.NewPrefix(74)
	MeetingsByCoopPrefix       = collections.NewPrefix(75)
	OpenMeetingsPrefix         = collections.NewPrefix(76)
	OpenRequisitionsPrefix     = collections.NewPrefix(77)
	AnnualMeetingsPrefix       = collections.NewPrefix(78)
	RequisitionsByCoopPrefix   = collections.NewPrefix(79)
)
