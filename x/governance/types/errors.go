package types

import (
	"google.golang.org/grpc/codes"

	"cosmossdk.io/errors"
)

// What x/governance refuses. Each is wrapped with a sentence that says what,
// why and what to do.
var (
	// ErrUnknownResolution refuses a resolution's number that was never given. List a co-op's with: coopd q governance resolutions COOP.
	ErrUnknownResolution = errors.RegisterWithGRPCCode(ModuleName, 2, codes.NotFound, "no such resolution")
	// ErrUnknownBallot answers a question about the ballot of a member who has not voted on that resolution. List who has with: coopd q governance ballots ID.
	ErrUnknownBallot = errors.RegisterWithGRPCCode(ModuleName, 3, codes.NotFound, "no such ballot")
	// ErrInvalidContent refuses a title, summary, document or list of messages that is empty, too long, not plain text or can't be decoded. Mend what the sentence names; what is too long goes into the document or into a second resolution.
	ErrInvalidContent = errors.Register(ModuleName, 4, "the resolution's text or messages can't be taken")
	// ErrMessageNotAllowed refuses a message that is not on the list of what a co-op's account may sign. Leave it out; x/governance's README lists what a resolution may carry.
	ErrMessageNotAllowed = errors.Register(ModuleName, 5, "a resolution can't carry this message")
	// ErrWrongSigner refuses a message that asks for another signature than that of the co-op's account. Put in the account that the sentence names as authority or sender.
	ErrWrongSigner = errors.Register(ModuleName, 6, "the message is not signed by the co-op's account alone")
	// ErrRootOnly refuses a message about the whole ledger in a resolution of a co-op that is not the root federation. Propose it in co-op 1, the root federation.
	ErrRootOnly = errors.Register(ModuleName, 7, "only the root federation can decide this")
	// ErrActsOnItself refuses a resolution by which a co-op would propose, second, vote, withdraw, apply or leave in itself. Let its members do it, each with their own key.
	ErrActsOnItself = errors.Register(ModuleName, 8, "a co-op is no member of itself")
	// ErrNestedTooDeep refuses a proposal within a proposal more than MaxMessageDepth levels deep. Propose the inner resolutions when their time has come.
	ErrNestedTooDeep = errors.Register(ModuleName, 9, "resolutions within resolutions are nested too deep")
	// ErrTooManyOpen refuses another resolution of a member who has as many open ones as the charter allows, or in a co-op that has as many as the ledger does. Wait until one has closed, or withdraw one.
	ErrTooManyOpen = errors.Register(ModuleName, 10, "too many open resolutions")
	// ErrNotActive refuses a member who takes no part in decisions now, because it was suspended, has left or has no key yet. Ask an officer about your place (coopd q membership member COOP MEMBER_ID).
	ErrNotActive = errors.Register(ModuleName, 11, "not an active member")
	// ErrNotOnRoll refuses to let somebody propose, second, vote, sign or be counted who is not on the roll that decides: admitted after it closed, of a class without a vote, or not holding the power. Ask a member who is on it, or take part in the next decision.
	ErrNotOnRoll = errors.Register(ModuleName, 12, "not on the roll")
	// ErrWrongStatus refuses what can't be done at the stage that the resolution is at, such as to second one that is being voted on. See the stage and its end with: coopd q governance resolution ID.
	ErrWrongStatus = errors.Register(ModuleName, 13, "not possible at this stage")
	// ErrVotingEnded refuses a ballot after the end of voting, even before the resolution is closed. Ballots cast in time count; propose the matter again if it has to be decided anew.
	ErrVotingEnded = errors.Register(ModuleName, 14, "voting has ended")
	// ErrInvalidChoice refuses a choice that the resolution doesn't offer, such as to block where no rule asks for consent. Vote one of the choices that the sentence names.
	ErrInvalidChoice = errors.Register(ModuleName, 15, "not a choice here")
	// ErrFinalBallot refuses a second ballot where the rules make ballots final. Nothing can be done: the first ballot stands.
	ErrFinalBallot = errors.Register(ModuleName, 16, "ballots are final")
	// ErrAlreadySeconded refuses a member's second seconding of the same resolution. Ask other members to second it.
	ErrAlreadySeconded = errors.Register(ModuleName, 17, "already seconded")
	// ErrOwnDraft refuses the proposer's seconding of its own resolution. Ask other members to second it.
	ErrOwnDraft = errors.Register(ModuleName, 18, "a proposer can't second")
	// ErrNotProposer refuses to let anybody but its proposer amend or withdraw a resolution. Ask the proposer, or vote against it.
	ErrNotProposer = errors.Register(ModuleName, 19, "not the proposer")
	// ErrUnauthorized refuses a sender that is no address, parameters that don't come from the root federation's account, and rescinding another co-op's resolution. Sign with the key, or pass the resolution of the co-op, that the sentence names.
	ErrUnauthorized = errors.Register(ModuleName, 20, "not authorised")
	// ErrInvalidParams refuses parameters outside their bounds or left out. Give every parameter, within the bounds that the sentence names.
	ErrInvalidParams = errors.Register(ModuleName, 21, "parameters can't be taken")
	// ErrInvalidGenesis refuses a genesis whose resolutions, ballots or meetings contradict each other. Export it again, or mend the entry that the sentence names; never edit ballots by hand.
	ErrInvalidGenesis = errors.Register(ModuleName, 22, "genesis can't be taken")
	// ErrInvalidPage refuses a page that is too large, or that is asked for by offset, backwards or with a key of the wrong form. Ask for a smaller page and go on with the next key.
	ErrInvalidPage = errors.RegisterWithGRPCCode(ModuleName, 23, codes.InvalidArgument, "page can't be served")
	// ErrInvalidRequest refuses a question that can't be understood, such as for a status that there is not. Mend the field that the sentence names.
	ErrInvalidRequest = errors.RegisterWithGRPCCode(ModuleName, 24, codes.InvalidArgument, "request can't be answered")
	// ErrInvalidTerms refuses frozen rules without a decision rule, out of order or doubled; they come from the charter, so only a wrong genesis meets it. Mend the entry of the genesis that the sentence names.
	ErrInvalidTerms = errors.Register(ModuleName, 25, "decision rules can't be used")
	// ErrInvariant reports a state that should be impossible. Stop, keep the data and report it with the sentence (docs/operate).
	ErrInvariant = errors.Register(ModuleName, 26, "state contradicts itself")
	// ErrStepFailed is the outcome noted where a resolution's next step, such as its closing, met an error or a panic; the block goes on and nothing else changes. Read the outcome with coopd q governance resolution ID and report it.
	ErrStepFailed = errors.Register(ModuleName, 27, "a resolution's next step could not be taken")
	// ErrNoEmergency refuses an emergency rule for anything but upgrades of the software and its breaker. Ask for another of the charter's rules.
	ErrNoEmergency = errors.Register(ModuleName, 30, "not for an emergency rule")
	// ErrNotDelegate refuses a vote for a member co-op by somebody whom its members gave no power to vote on this. Let the co-op's members grant the power or decide the vote by a resolution.
	ErrNotDelegate = errors.Register(ModuleName, 31, "not the co-op's delegate for this")
	// ErrCoopHasSpoken refuses a delegate's ballot after the co-op itself has voted by a resolution. Nothing but another resolution of the co-op changes its vote.
	ErrCoopHasSpoken = errors.Register(ModuleName, 32, "the co-op has voted itself")
	// ErrSwitchedOff refuses a kind of message that members of the root federation have switched off for a time. Try again at the time that the sentence names; coopd q governance breaker says what is off and why.
	ErrSwitchedOff = errors.Register(ModuleName, 33, "switched off")
	// ErrBreakerRests refuses to trip the breaker again before its rest after the last trip is over. Let a resolution of the root federation decide meanwhile.
	ErrBreakerRests = errors.Register(ModuleName, 34, "the breaker can't be tripped now")
	// ErrInvalidTrip refuses to switch off nothing, too much, for too long, without a reason, or what members always can; and to take back or lift where nothing was said or is off. Mend what the sentence names.
	ErrInvalidTrip = errors.Register(ModuleName, 35, "the breaker can't be used so")

	// ErrUnknownMeeting refuses a meeting's number that was never given. List a co-op's with: coopd q governance meetings COOP.
	ErrUnknownMeeting = errors.RegisterWithGRPCCode(ModuleName, 60, codes.NotFound, "no such meeting")
	// ErrNoMeetings refuses to convene, or ask for, a general meeting where the charter has none. Decide by a resolution, or amend the charter's part on meetings.
	ErrNoMeetings = errors.Register(ModuleName, 61, "the charter knows no general meetings")
	// ErrShortNotice refuses a notice, or an item for the agenda, so late that the charter's clear days or a rule's discussion would be cut short. Choose a later day, or table the item for a later meeting.
	ErrShortNotice = errors.Register(ModuleName, 62, "notice is too short")
	// ErrInvalidNotice refuses a notice or minutes without a kind, a place, a readable time or a usable document. Mend the field that the sentence names.
	ErrInvalidNotice = errors.Register(ModuleName, 63, "the notice can't be taken")
	// ErrTooManyMeetings refuses one more open meeting or requisition than the ledger allows a co-op or a member. Wait until one is over.
	ErrTooManyMeetings = errors.Register(ModuleName, 64, "too many open meetings or requisitions")
	// ErrWrongMeetingStatus refuses what can't be done at the stage that a meeting or requisition is at. See the stage with: coopd q governance meeting ID.
	ErrWrongMeetingStatus = errors.Register(ModuleName, 65, "not possible at this stage of the meeting")
	// ErrCannotTable refuses a resolution that is another co-op's, not ready, not the sender's to table, not the meeting's to decide, or more than the agenda holds. Do what the sentence says, or table it for another meeting.
	ErrCannotTable = errors.Register(ModuleName, 66, "the resolution can't be tabled")
	// ErrAlreadyPresent refuses to count a member twice at one meeting. Nothing is left to do: the member is counted.
	ErrAlreadyPresent = errors.Register(ModuleName, 67, "already present")
	// ErrNoPower refuses an act at or about a meeting by a member who doesn't hold the power for it now. Ask an officer (coopd q membership powers COOP), or propose a resolution.
	ErrNoPower = errors.Register(ModuleName, 68, "the power is missing")
	// ErrUnknownRequisition refuses a requisition's number that was never given. List a co-op's with: coopd q governance calendar COOP.
	ErrUnknownRequisition = errors.RegisterWithGRPCCode(ModuleName, 69, codes.NotFound, "no such requisition")
	// ErrAlreadySigned refuses a member's second signature under one requisition, or one under another while the first binds it (until the requisition has ended or its meeting is over). Ask other members to sign.
	ErrAlreadySigned = errors.Register(ModuleName, 70, "already signed")
	// ErrUnknownSheet refuses a sheet's number that the meeting doesn't have. List them with: coopd q governance sheets MEETING_ID.
	ErrUnknownSheet = errors.RegisterWithGRPCCode(ModuleName, 71, codes.NotFound, "no such sheet")
	// ErrInvalidSheet refuses a list of ballots by hand or on paper that is empty, too long, out of order, without the paper's SHA-256, with a choice that there is not, or about a resolution of no meeting. Mend what the sentence names and enter it again.
	ErrInvalidSheet = errors.Register(ModuleName, 72, "the sheet can't be taken")
	// ErrCannotConfirm refuses to confirm a sheet twice, by who entered it, with another hash, or after who entered it lost the power. Let another scrutineer confirm it, or count again and enter it anew.
	ErrCannotConfirm = errors.Register(ModuleName, 73, "the sheet can't be confirmed")
	// ErrTooManyAttested refuses more attested ballots on a resolution than the charter's share of the roll. Members with a key vote for themselves.
	ErrTooManyAttested = errors.Register(ModuleName, 74, "too many attested ballots")
	// ErrAlreadyDisputed refuses a member's second dispute of one sheet. Nothing is left to do: the dispute is on record.
	ErrAlreadyDisputed = errors.Register(ModuleName, 75, "already disputed")
	// ErrTooEarly refuses to close a meeting before it has lasted as long as it must, and to put one off before those present were counted. Do it from the time that the sentence names.
	ErrTooEarly = errors.Register(ModuleName, 76, "too early")
	// ErrTooManyMinutes refuses one more version of a meeting's minutes than the ledger allows. Correct them by the minutes of the next meeting.
	ErrTooManyMinutes = errors.Register(ModuleName, 77, "too many versions of the minutes")
	// ErrCannotCancel refuses to call off a meeting that members have asked for without a resolution of the members, another by an officer once its agenda is complete, and any without the hash of the reasons. Propose a resolution, by a rule of the members where the sentence says so.
	ErrCannotCancel = errors.Register(ModuleName, 78, "the meeting can't be cancelled")
	// ErrAbstains refuses the ballot of a member who is a party to the case that the resolution decides. Nothing can be done: the others decide it.
	ErrAbstains = errors.Register(ModuleName, 100, "a party to the case abstains")
)
