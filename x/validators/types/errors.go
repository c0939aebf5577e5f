package types

import "cosmossdk.io/errors"

// Refusals of x/validators.
var (
	ErrUnauthorized       = errors.Register(ModuleName, 2, "not entitled to change seats")
	ErrNotMemberCoop      = errors.Register(ModuleName, 3, "not a member co-op of the root federation")
	ErrSeatHeld           = errors.Register(ModuleName, 4, "the co-op already holds a seat")
	ErrNoSeat             = errors.Register(ModuleName, 5, "the co-op holds no seat")
	ErrInvalidKey         = errors.Register(ModuleName, 6, "not a usable consensus key")
	ErrKeyInUse           = errors.Register(ModuleName, 7, "the consensus key is or was in use")
	ErrKeyBanned          = errors.Register(ModuleName, 8, "the consensus key signed twice at one height")
	ErrInvalidProof       = errors.Register(ModuleName, 9, "the consensus key's proof does not hold")
	ErrInvalidOperator    = errors.Register(ModuleName, 10, "not a usable operator")
	ErrInvalidMoniker     = errors.Register(ModuleName, 11, "not a usable moniker")
	ErrTooManySeats       = errors.Register(ModuleName, 12, "no seat is free")
	ErrInvalidReplacement = errors.Register(ModuleName, 13, "the seat can't be replaced")
	ErrSeatState          = errors.Register(ModuleName, 14, "the seat's state does not allow it")
	ErrTooEarly           = errors.Register(ModuleName, 15, "too early")
	ErrInvalidParams      = errors.Register(ModuleName, 16, "invalid parameters")
	ErrInvalidGenesis     = errors.Register(ModuleName, 17, "invalid genesis")
	ErrInvariantBroken    = errors.Register(ModuleName, 18, "the validator set is inconsistent")
)
