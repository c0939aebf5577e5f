package types

import (
	"google.golang.org/grpc/codes"

	"cosmossdk.io/errors"
)

// What x/governance refuses. Each is wrapped with a sentence that says what,
// why and what to do.
var (
	ErrUnknownResolution = errors.RegisterWithGRPCCode(ModuleName, 2, codes.NotFound, "no such resolution")
	ErrUnknownBallot     = errors.RegisterWithGRPCCode(ModuleName, 3, codes.NotFound, "no such ballot")
	ErrInvalidContent    = errors.Register(ModuleName, 4, "the resolution's text or messages can't be taken")
	ErrMessageNotAllowed = errors.Register(ModuleName, 5, "a resolution can't carry this message")
	ErrWrongSigner       = errors.Register(ModuleName, 6, "the message is not signed by the co-op's account alone")
	ErrRootOnly          = errors.Register(ModuleName, 7, "only the root federation can decide this")
	ErrActsOnItself      = errors.Register(ModuleName, 8, "a co-op is no member of itself")
	ErrNestedTooDeep     = errors.Register(ModuleName, 9, "resolutions within resolutions are nested too deep")
	ErrTooManyOpen       = errors.Register(ModuleName, 10, "too many open resolutions")
	ErrNotActive         = errors.Register(ModuleName, 11, "not an active member")
	ErrNotOnRoll         = errors.Register(ModuleName, 12, "not on the roll")
	ErrWrongStatus       = errors.Register(ModuleName, 13, "not possible at this stage")
	ErrVotingEnded       = errors.Register(ModuleName, 14, "voting has ended")
	ErrInvalidChoice     = errors.Register(ModuleName, 15, "not a choice here")
	ErrFinalBallot       = errors.Register(ModuleName, 16, "ballots are final")
	ErrAlreadySeconded   = errors.Register(ModuleName, 17, "already seconded")
	ErrOwnDraft          = errors.Register(ModuleName, 18, "a proposer can't second")
	ErrNotProposer       = errors.Register(ModuleName, 19, "not the proposer")
	ErrUnauthorized      = errors.Register(ModuleName, 20, "not authorised")
	ErrInvalidParams     = errors.Register(ModuleName, 21, "parameters can't be taken")
	ErrInvalidGenesis    = errors.Register(ModuleName, 22, "genesis can't be taken")
	ErrInvalidPage       = errors.RegisterWithGRPCCode(ModuleName, 23, codes.InvalidArgument, "page can't be served")
	ErrInvalidRequest    = errors.RegisterWithGRPCCode(ModuleName, 24, codes.InvalidArgument, "request can't be answered")
	ErrInvalidTerms      = errors.Register(ModuleName, 25, "decision rules can't be used")
	ErrInvariant         = errors.Register(ModuleName, 26, "state contradicts itself")
	ErrStepFailed        = errors.Register(ModuleName, 27, "a resolution's next step could not be taken")
	ErrNoEmergency       = errors.Register(ModuleName, 30, "not for an emergency rule")
	ErrNotDelegate       = errors.Register(ModuleName, 31, "not the co-op's delegate for this")
	ErrCoopHasSpoken     = errors.Register(ModuleName, 32, "the co-op has voted itself")
)
