package types

import "cosmossdk.io/errors"

// Refusals of x/validators.
var (
	// ErrUnauthorized refuses to change seats for anybody but the root federation's account, or a seat for anybody but its co-op or operator. Sign with the key, or pass the resolution of the co-op, that the sentence names.
	ErrUnauthorized = errors.Register(ModuleName, 2, "not entitled to change seats")
	// ErrNotMemberCoop refuses a seat for a co-op that is no active member of the root federation. Let the root federation admit it first.
	ErrNotMemberCoop = errors.Register(ModuleName, 3, "not a member co-op of the root federation")
	// ErrSeatHeld refuses a second seat for a co-op. Rotate its key or change its operator instead.
	ErrSeatHeld = errors.Register(ModuleName, 4, "the co-op already holds a seat")
	// ErrNoSeat refuses what only the holder of a seat can do. See who holds one with: coopd q validators seats.
	ErrNoSeat = errors.Register(ModuleName, 5, "the co-op holds no seat")
	// ErrInvalidKey refuses a consensus key that is missing, not ed25519, or weak. Copy it from coopd comet show-validator, or make a new one.
	ErrInvalidKey = errors.Register(ModuleName, 6, "not a usable consensus key")
	// ErrKeyInUse refuses a consensus key that is a seat's, or was one's so lately that evidence may name it. Make a new one.
	ErrKeyInUse = errors.Register(ModuleName, 7, "the consensus key is or was in use")
	// ErrKeyBanned refuses for ever a key that signed twice at one height. Make a new one, and never run two nodes with one key.
	ErrKeyBanned = errors.Register(ModuleName, 8, "the consensus key signed twice at one height")
	// ErrInvalidProof refuses a consensus key whose holder has not signed for this chain, co-op and operator. Make the proof with: coopd tx validators prove-consensus-key.
	ErrInvalidProof = errors.Register(ModuleName, 9, "the consensus key's proof does not hold")
	// ErrInvalidOperator refuses an operator that is no address, another seat's, a co-op's or a module's account. Name the key of the person who runs the node.
	ErrInvalidOperator = errors.Register(ModuleName, 10, "not a usable operator")
	// ErrInvalidMoniker refuses a moniker that is empty, too long or not one line of text. Choose another.
	ErrInvalidMoniker = errors.Register(ModuleName, 11, "not a usable moniker")
	// ErrTooManySeats refuses one more seat than max_seats. Name a seat that the co-op replaces, or raise max_seats.
	ErrTooManySeats = errors.Register(ModuleName, 12, "no seat is free")
	// ErrInvalidReplacement refuses to replace a seat that isn't there, that another replaces already, or the co-op's own. Name another, or leave replaces_coop_id out.
	ErrInvalidReplacement = errors.Register(ModuleName, 13, "the seat can't be replaced")
	// ErrSeatState refuses what a seat can't do while it joins, leaves, is jailed or condemned. See its state with: coopd q validators seats.
	ErrSeatState = errors.Register(ModuleName, 14, "the seat's state does not allow it")
	// ErrTooEarly refuses to unjail or rotate before the time for it has come. Try again at the time or height that the sentence names.
	ErrTooEarly = errors.Register(ModuleName, 15, "too early")
	// ErrInvalidParams refuses parameters outside their bounds or left out, or that the present seats don't fit. Give every parameter, within the bounds that the sentence names.
	ErrInvalidParams = errors.Register(ModuleName, 16, "invalid parameters")
	// ErrInvalidGenesis refuses a genesis whose seats, keys and operators contradict each other. Export it again, or mend the entry that the sentence names.
	ErrInvalidGenesis = errors.Register(ModuleName, 17, "invalid genesis")
	// ErrInvariantBroken reports a state that should be impossible. Stop, keep the data and report it with the sentence (docs/operate).
	ErrInvariantBroken = errors.Register(ModuleName, 18, "the validator set is inconsistent")
)
