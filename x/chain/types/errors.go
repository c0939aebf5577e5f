package types

import (
	"google.golang.org/grpc/codes"

	"cosmossdk.io/errors"
)

// Refusals of x/chain.
var (
	// ErrUnauthorized refuses a message that the root federation's account has not signed. Put it into a resolution of co-op 1.
	ErrUnauthorized = errors.Register(ModuleName, 2, "only the root federation may do this")
	// ErrInvalidParams refuses parameters outside their bounds or left out. Give every parameter, within the bounds that the sentence names.
	ErrInvalidParams = errors.Register(ModuleName, 3, "invalid chain parameters")
	// ErrInvalidAllowance refuses a free allowance outside its bounds, for no co-op, or of nothing for the root federation. Give one within what the sentence names.
	ErrInvalidAllowance = errors.Register(ModuleName, 4, "invalid allowance")
	// ErrInvalidConsensusParams refuses block limits that are missing or outside their bounds. Give all three groups, within the bounds that the sentence names.
	ErrInvalidConsensusParams = errors.Register(ModuleName, 5, "invalid consensus parameters")
	// ErrInvalidUpgrade refuses an upgrade plan that is malformed or of a height that can't be. Mend the field that the sentence names.
	ErrInvalidUpgrade = errors.Register(ModuleName, 6, "invalid upgrade")
	// ErrUpgradePending refuses a second upgrade while one is scheduled. Cancel the first, by a resolution, or wait until it is done.
	ErrUpgradePending = errors.Register(ModuleName, 7, "an upgrade is scheduled already")
	// ErrNoUpgrade refuses to cancel an upgrade where none is scheduled. See what is with: coopd q upgrade plan.
	ErrNoUpgrade = errors.Register(ModuleName, 8, "no upgrade is scheduled")
	// ErrNoFreeBucket refuses a free transaction of a co-op that is no member of the root federation and was allotted nothing, or was allotted zero. Attach a fee, or ask the root federation for an allotment.
	ErrNoFreeBucket = errors.Register(ModuleName, 9, "this co-op has no free transactions")
	// ErrQuotaUsedUp refuses a free transaction that asks for more than is left in the member's or the co-op's bucket. Wait until it has filled up (coopd q chain quota COOP MEMBER_ID), or attach a fee.
	ErrQuotaUsedUp = errors.Register(ModuleName, 10, "free quota used up")
	// ErrFreeBlockFull makes a free transaction wait where those before it have used this block's room. Do nothing: it comes into a later block.
	ErrFreeBlockFull = errors.Register(ModuleName, 11, "this block's room for free transactions is used up")
	// ErrClockNotSet refuses to tell the time before genesis has set it. Start from a genesis that has x/chain in it.
	ErrClockNotSet = errors.Register(ModuleName, 12, "the chain's clock is not set")
	// ErrInvalidGenesis refuses a genesis whose clock, buckets, allotments or zones contradict each other. Export it again, or mend the entry that the sentence names.
	ErrInvalidGenesis = errors.Register(ModuleName, 13, "invalid genesis of x/chain")
	// ErrInvariant reports a state that should be impossible. Stop, keep the data and report it with the sentence (docs/operate).
	ErrInvariant = errors.Register(ModuleName, 14, "broken invariant of x/chain")
	// ErrNeverFits refuses a free transaction that asks for more gas than all free ones may take of a block. Split it, lower its gas limit, or attach a fee.
	ErrNeverFits = errors.Register(ModuleName, 15, "free transaction too large for any block")
	// ErrUnknownZone refuses a time zone that the table doesn't hold. List them with: coopd q chain zones.
	ErrUnknownZone = errors.RegisterWithGRPCCode(ModuleName, 20, codes.NotFound, "no such time zone")
	// ErrInvalidZone refuses a time zone whose name, version or rules can't be read or are out of order. Write the rule like CET-1CEST,M3.5.0,M10.5.0/3.
	ErrInvalidZone = errors.Register(ModuleName, 21, "invalid time zone")
	// ErrInvalidCivilTime refuses a date and time that can't be read or that the calendar doesn't have. Write it as the sentence shows.
	ErrInvalidCivilTime = errors.Register(ModuleName, 22, "invalid date and time")
)
