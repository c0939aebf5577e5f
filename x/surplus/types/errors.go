package types

import "cosmossdk.io/errors"

// Refusals of x/surplus.
var (
	// ErrOutOfBounds refuses a surplus, a member's patronage or a total that is negative or greater than can be shared exactly: 112, 128 and 144 bits. Give amounts in greater units.
	ErrOutOfBounds = errors.Register(ModuleName, 2, "not an amount that can be shared exactly")
	// ErrChanged refuses records that are not those of the passes before: another sum, another member, another order of passes. Begin again over the sealed records.
	ErrChanged = errors.Register(ModuleName, 3, "the records are not those of the passes before")
	// ErrInvalidResult refuses a period's result that is missing, negative where it can't be, or names a fund that the policy doesn't. Mend what the sentence names.
	ErrInvalidResult = errors.Register(ModuleName, 4, "not a usable result of a period")
	// ErrInvalidPatronage refuses records of patronage that don't fit the policy: an unknown basis, no member, an amount that is no whole number. Mend the line that the sentence names.
	ErrInvalidPatronage = errors.Register(ModuleName, 5, "not usable records of patronage")
)
