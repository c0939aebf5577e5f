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
	// ErrUnauthorized refuses who may not: who doesn't hold the power that the sentence names, or whose co-op has not resolved it. Ask an officer, or propose a resolution.
	ErrUnauthorized = errors.Register(ModuleName, 6, "not allowed to do this with a surplus")
	// ErrNoSurplus refuses where the charter doesn't say how a surplus is shared, or no period is open. Amend the charter's surplus first.
	ErrNoSurplus = errors.Register(ModuleName, 7, "the co-op shares no surplus by its charter")
	// ErrUnknownPeriod refuses a period that the co-op has not had. List them with: coopd q surplus periods COOP.
	ErrUnknownPeriod = errors.Register(ModuleName, 8, "no such period of surplus")
	// ErrWrongStage refuses what can't be done at the period's stage: records once it is sealed, accounts before it is, a share before it is settled. See it with: coopd q surplus period COOP PERIOD.
	ErrWrongStage = errors.Register(ModuleName, 9, "not possible at the period's stage")
	// ErrLate refuses patronage of a period that has ended, where the charter doesn't carry it over. Record it for the open period if it belongs there, or let the member dispute it.
	ErrLate = errors.Register(ModuleName, 10, "the period has ended")
	// ErrInvalidRecords refuses a batch that is empty, too long, out of order, of no basis, without evidence, or takes back more than is recorded. Mend what the sentence names.
	ErrInvalidRecords = errors.Register(ModuleName, 11, "not usable records")
	// ErrDisputed refuses a second dispute of a member in a period, an answer where there is no dispute, or one of the disputing member itself. Wait for the answer, or let another officer give it.
	ErrDisputed = errors.Register(ModuleName, 12, "not possible with the dispute as it is")
	// ErrInvalidAccounts refuses accounts without the hashes that show them. Give the SHA-256 of each document.
	ErrInvalidAccounts = errors.Register(ModuleName, 13, "not usable accounts")
	// ErrAccountsChanged refuses approval of accounts that are not the last presented, or no longer what the book says. Let an officer present them again.
	ErrAccountsChanged = errors.Register(ModuleName, 14, "not the accounts that lie before the members")
	// ErrBookOpen holds a period whose days the book still takes entries of. Lock the book up to the period's last day with: coopd tx treasury lock-period.
	ErrBookOpen = errors.Register(ModuleName, 15, "the period's book is not locked")
	// ErrInvalidRate refuses a rate outside what the charter lets the members vary. Keep to the step's bounds, or amend the charter for the next period.
	ErrInvalidRate = errors.Register(ModuleName, 16, "not a rate that the members may set")
	// ErrTaken refuses a share that has been taken, or has no cash. See it with: coopd q surplus share COOP PERIOD MEMBER.
	ErrTaken = errors.Register(ModuleName, 17, "there is no share to take")
	// ErrInvalidParams refuses limits out of bounds. See the parameters in the module's README.
	ErrInvalidParams = errors.Register(ModuleName, 18, "not usable parameters")
	// ErrInvalidGenesis refuses a genesis state that contradicts itself. Export again, or mend what the sentence names.
	ErrInvalidGenesis = errors.Register(ModuleName, 19, "not a usable state of surplus")
	// ErrInvariantBroken reports state that should be impossible. Tell the chain's operators.
	ErrInvariantBroken = errors.Register(ModuleName, 20, "the state of surplus contradicts itself")
)
