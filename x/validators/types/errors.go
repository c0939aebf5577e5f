package types

import "cosmossdk.io/errors"

// Refusals of x/validators.
var (
	// ErrUnauthorized refuses to change seats for anybody but the root federation's account, or a seat for anybody but its co-op or operator.
	ErrUnauthorized = errors.Register(ModuleName, 2, "not entitled to change seats")
	// ErrNotMemberCoop refuses a seat for a co-op that is no member of the root federation now.
	ErrNotMemberCoop = errors.Register(ModuleName, 3, "not a member co-op of the root federation")
	// ErrSeatHeld refuses a second seat for a co-op.
	ErrSeatHeld = errors.Register(ModuleName, 4, "the co-op already holds a seat")
	// ErrNoSeat refuses what only the holder of a seat can do.
	ErrNoSeat = errors.Register(ModuleName, 5, "the co-op holds no seat")
	// ErrInvalidKey refuses a consensus key that is missing or not ed25519.
	ErrInvalidKey = errors.Register(ModuleName, 6, "not a usable consensus key")
	// ErrKeyInUse refuses a consensus key that some seat has or had, so that evidence finds one owner.
	ErrKeyInUse = errors.Register(ModuleName, 7, "the consensus key is or was in use")
	// ErrKeyBanned refuses for ever a key that signed twice at one height.
	ErrKeyBanned = errors.Register(ModuleName, 8, "the consensus key signed twice at one height")
	// ErrInvalidProof refuses a consensus key whose holder has not signed for this chain, co-op and operator.
	ErrInvalidProof = errors.Register(ModuleName, 9, "the consensus key's proof does not hold")
	// ErrInvalidOperator refuses an operator that is another seat's, a co-op's or a module's account.
	ErrInvalidOperator = errors.Register(ModuleName, 10, "not a usable operator")
	// ErrInvalidMoniker refuses a moniker that is empty, too long or not one line of text.
	ErrInvalidMoniker = errors.Register(ModuleName, 11, "not a usable moniker")
	// ErrTooManySeats refuses one more seat than max_seats.
	ErrTooManySeats = errors.Register(ModuleName, 12, "no seat is free")
	// ErrInvalidReplacement refuses to replace a seat that isn't there, or that another replaces already.
	ErrInvalidReplacement = errors.Register(ModuleName, 13, "the seat can't be replaced")
	// ErrSeatState refuses what a seat can't do while it joins, leaves, is jailed or condemned.
	ErrSeatState = errors.Register(ModuleName, 14, "the seat's state does not allow it")
	// ErrTooEarly refuses to unjail or rotate before the time for it has come.
	ErrTooEarly = errors.Register(ModuleName, 15, "too early")
	// ErrInvalidParams refuses parameters outside their bounds, or that the present seats don't fit.
	ErrInvalidParams = errors.Register(ModuleName, 16, "invalid parameters")
	// ErrInvalidGenesis refuses a genesis state that contradicts itself.
	ErrInvalidGenesis = errors.Register(ModuleName, 17, "invalid genesis")
	// ErrInvariantBroken reports a state that should be impossible.
	ErrInvariantBroken = errors.Register(ModuleName, 18, "the validator set is inconsistent")
)
