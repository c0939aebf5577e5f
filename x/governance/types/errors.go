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

	ErrUnknownMeeting     = errors.RegisterWithGRPCCode(ModuleName, 60, codes.NotFound, "no such meeting")
	ErrNoMeetings         = errors.Register(ModuleName, 61, "the charter knows no general meetings")
	ErrShortNotice        = errors.Register(ModuleName, 62, "notice is too short")
	ErrInvalidNotice      = errors.Register(ModuleName, 63, "the notice can't be taken")
	ErrTooManyMeetings    = errors.Register(ModuleName, 64, "too many open meetings or requisitions")
	ErrWrongMeetingStatus = errors.Register(ModuleName, 65, "not possible at this stage of the meeting")
	ErrCannotTable        = errors.Register(ModuleName, 66, "the resolution can't be tabled")
	ErrAlreadyPresent     = errors.Register(ModuleName, 67, "already present")
	ErrNoPower            = errors.Register(ModuleName, 68, "the power is missing")
	ErrUnknownRequisition = errors.RegisterWithGRPCCode(ModuleName, 69, codes.NotFound, "no such requisition")
	ErrAlreadySigned      = errors.Register(ModuleName, 70, "already signed")
	ErrUnknownSheet       = errors.RegisterWithGRPCCode(ModuleName, 71, codes.NotFound, "no such sheet")
	ErrInvalidSheet       = errors.Register(ModuleName, 72, "the sheet can't be taken")
	ErrCannotConfirm      = errors.Register(ModuleName, 73, "the sheet can't be confirmed")
	ErrTooManyAttested    = errors.Register(ModuleName, 74, "too many attested ballots")
	ErrAlreadyDisputed    = errors.Register(ModuleName, 75, "already disputed")
	ErrTooEarly           = errors.Register(ModuleName, 76, "too early")
	ErrTooManyMinutes     = errors.Register(ModuleName, 77, "too many versions of the minutes")
)
