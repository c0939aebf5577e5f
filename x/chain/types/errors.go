package types

import (
	"google.golang.org/grpc/codes"

	"cosmossdk.io/errors"
)

// Refusals of x/chain.
var (
	// ErrUnauthorized refuses a message not signed by the root federation's account.
	ErrUnauthorized = errors.Register(ModuleName, 2, "only the root federation may do this")
	// ErrInvalidParams refuses parameters outside their bounds.
	ErrInvalidParams = errors.Register(ModuleName, 3, "invalid chain parameters")
	// ErrInvalidAllowance refuses an allowance outside its bounds.
	ErrInvalidAllowance = errors.Register(ModuleName, 4, "invalid allowance")
	// ErrInvalidConsensusParams refuses block limits outside their bounds.
	ErrInvalidConsensusParams = errors.Register(ModuleName, 5, "invalid consensus parameters")
	// ErrInvalidUpgrade refuses an upgrade plan that is malformed or of a height that can't be.
	ErrInvalidUpgrade = errors.Register(ModuleName, 6, "invalid upgrade")
	// ErrUpgradePending refuses a second upgrade while one is scheduled.
	ErrUpgradePending = errors.Register(ModuleName, 7, "an upgrade is scheduled already")
	// ErrNoUpgrade refuses to cancel an upgrade where none is scheduled.
	ErrNoUpgrade = errors.Register(ModuleName, 8, "no upgrade is scheduled")
	// ErrNoFreeBucket refuses a free transaction of a co-op that has no free bucket.
	ErrNoFreeBucket = errors.Register(ModuleName, 9, "this co-op has no free transactions")
	// ErrQuotaUsedUp refuses a free transaction that a member's or co-op's bucket doesn't hold.
	ErrQuotaUsedUp = errors.Register(ModuleName, 10, "free quota used up")
	// ErrFreeBlockFull makes a free transaction wait for the next block.
	ErrFreeBlockFull = errors.Register(ModuleName, 11, "this block's room for free transactions is used up")
	// ErrClockNotSet refuses to tell the time before genesis.
	ErrClockNotSet = errors.Register(ModuleName, 12, "the chain's clock is not set")
	// ErrInvalidGenesis refuses a genesis state that contradicts itself.
	ErrInvalidGenesis = errors.Register(ModuleName, 13, "invalid genesis of x/chain")
	// ErrInvariant reports a state that should be impossible.
	ErrInvariant = errors.Register(ModuleName, 14, "broken invariant of x/chain")
	// ErrNeverFits refuses a free transaction that asks for more gas than all free ones may take of a block.
	ErrNeverFits = errors.Register(ModuleName, 15, "free transaction too large for any block")
	// ErrUnknownZone refuses a time zone that the table doesn't hold.
	ErrUnknownZone = errors.RegisterWithGRPCCode(ModuleName, 20, codes.NotFound, "no such time zone")
	// ErrInvalidZone refuses a time zone's name or rule that can't be read.
	ErrInvalidZone = errors.Register(ModuleName, 21, "invalid time zone")
	// ErrInvalidCivilTime refuses a date and time that can't be read.
	ErrInvalidCivilTime = errors.Register(ModuleName, 22, "invalid date and time")
)
