package types

import (
	"google.golang.org/grpc/codes"

	"cosmossdk.io/errors"
)

// Refusals of the module. Each is wrapped with what was refused, why, and what to do.
var (
	// ErrInvalidAddress refuses a text that is no address of this ledger. Copy the address as coopd keys show prints it.
	ErrInvalidAddress = errors.RegisterWithGRPCCode(ModuleName, 2, codes.InvalidArgument, "not an address of this ledger")
	// ErrUnknownCoop refuses an id or slug that names no co-op. List them with: coopd q membership coops.
	ErrUnknownCoop = errors.RegisterWithGRPCCode(ModuleName, 3, codes.NotFound, "no such co-op")
	// ErrUnknownMember refuses a number, or an external id, that no member of the co-op has. List them with: coopd q membership members COOP.
	ErrUnknownMember = errors.RegisterWithGRPCCode(ModuleName, 4, codes.NotFound, "no such member")
	// ErrNotAMember refuses an address that is no key of a member, or of the member named, in this co-op. Sign with a member's key (coopd q membership who ADDRESS says whose it is), or ask to be admitted.
	ErrNotAMember = errors.Register(ModuleName, 5, "not a member's key")
	// ErrNotAllowed refuses what the sender may not decide: it needs a power, another member, or a resolution of the co-op's members. Ask who the sentence names, or propose a resolution.
	ErrNotAllowed = errors.Register(ModuleName, 6, "not allowed to decide this")
	// ErrInvalidSlug refuses a slug that is too short, too long, only digits, or has other characters than lower-case letters, digits and hyphens within. Choose another, such as green-bakery.
	ErrInvalidSlug = errors.Register(ModuleName, 7, "not a slug")
	// ErrSlugTaken refuses a slug that another co-op has. Choose another.
	ErrSlugTaken = errors.Register(ModuleName, 8, "slug already in use")
	// ErrInvalidCharter refuses a charter, or an amendment, that is incomplete, out of bounds or contradicts itself. Mend what the sentence names; coopd charter validate checks a file before it is sent.
	ErrInvalidCharter = errors.Register(ModuleName, 9, "charter not valid")
	// ErrBelowFloor refuses a charter whose rules for its gravest matters ask for less than the ledger's floor, or that changes an entrenched part in passing. Ask for at least what the sentence names, or amend the entrenched part by its own rule.
	ErrBelowFloor = errors.Register(ModuleName, 10, "rule below the ledger's floor")
	// ErrDeadlock refuses a charter, or a change of the roll, after which the members who can vote (with a key, and not suspended) could not change the charter: too few for its seconders or shares, or none in one of its chambers. Ask for less, or admit members with a key first.
	ErrDeadlock = errors.Register(ModuleName, 11, "charter could never be changed again")
	// ErrClassInUse refuses to rename a class, change who is in it or how it votes, reuse its id, or drop it while it has members. Keep the class and add a new one under a new id.
	ErrClassInUse = errors.Register(ModuleName, 12, "class can't change")
	// ErrUnknownClass refuses a class that the charter doesn't have. Name one that the sentence lists (coopd q membership charter COOP).
	ErrUnknownClass = errors.Register(ModuleName, 13, "no such class")
	// ErrWrongKind refuses a person for a class of co-ops, or a co-op for a class of persons. Choose a class that admits this kind of member.
	ErrWrongKind = errors.Register(ModuleName, 14, "class does not admit this kind of member")
	// ErrInvalidProof refuses a key's consent that is missing, of another kind of key, too long-lived or signed over another text. Make it with: coopd tx membership prove-key.
	ErrInvalidProof = errors.Register(ModuleName, 15, "key proof not valid")
	// ErrProofExpired refuses a key's consent whose time is over. Make a new one with: coopd tx membership prove-key.
	ErrProofExpired = errors.Register(ModuleName, 16, "key proof expired")
	// ErrKeyTaken refuses a key that is given twice, is a member's in this co-op already, or is an account of a co-op or of the ledger. Use another key.
	ErrKeyTaken = errors.Register(ModuleName, 17, "address can't be this member's key")
	// ErrTooManyKeys refuses one key more than a member may have, or than one is admitted with. Remove one first, or add the others after the admission.
	ErrTooManyKeys = errors.Register(ModuleName, 18, "too many keys")
	// ErrLastKey refuses to remove a member's only key. Add another key first, or leave the co-op.
	ErrLastKey = errors.Register(ModuleName, 19, "last key can't be removed")
	// ErrMemberCoopKeys refuses keys, invitations and recovery for a member that is a co-op, which acts through its account alone. Let its members decide by a resolution.
	ErrMemberCoopKeys = errors.Register(ModuleName, 20, "a member co-op's key is its account")
	// ErrNoApplication refuses to admit a co-op that has not applied, or whose application is over. Let its members resolve to apply: coopd tx membership apply.
	ErrNoApplication = errors.Register(ModuleName, 21, "co-op has not applied")
	// ErrAlreadyMember refuses to admit a co-op that is a member. Nothing is left to do.
	ErrAlreadyMember = errors.Register(ModuleName, 22, "already a member")
	// ErrFederationCircle refuses a co-op as a member of itself or of one that lies below it. Join another federation.
	ErrFederationCircle = errors.Register(ModuleName, 23, "federations can't form a circle")
	// ErrFederationDepth refuses a membership that would stack more levels of co-ops than the ledger allows. Admit the co-op further up.
	ErrFederationDepth = errors.Register(ModuleName, 24, "too many levels of federations")
	// ErrTooManyFederations refuses one membership more than a co-op may have in federations. Leave one first.
	ErrTooManyFederations = errors.Register(ModuleName, 25, "too many federations")
	// ErrVotingTooShort refuses rules of a federation that leave a member co-op no time to decide its own vote. Make the voting period as long as the sentence says, or the member's own rule shorter.
	ErrVotingTooShort = errors.Register(ModuleName, 26, "voting period too short for member co-ops")
	// ErrRootTooSmall refuses to let a member co-op go when the root federation has only the fewest it may have. Admit another co-op first.
	ErrRootTooSmall = errors.Register(ModuleName, 27, "root federation would become too small")
	// ErrUnknownPower refuses a power that there is not. Name one that the sentence lists.
	ErrUnknownPower = errors.Register(ModuleName, 28, "no such power")
	// ErrInvalidTerm refuses a power's term of no time or too long, or a scope or limit that it doesn't take. Give a term, a scope or a limit within what the sentence names.
	ErrInvalidTerm = errors.Register(ModuleName, 29, "term not valid")
	// ErrTooManyPowers refuses one grant more than a co-op may have out. Revoke one first.
	ErrTooManyPowers = errors.Register(ModuleName, 30, "too many powers")
	// ErrNoSuchGrant refuses to revoke a power that the member doesn't hold. See who holds what with: coopd q membership powers COOP.
	ErrNoSuchGrant = errors.Register(ModuleName, 31, "member does not hold the power")
	// ErrTooManyIntervals refuses to change a member's standing once more while open resolutions still need each change before it. Wait until some of them have closed.
	ErrTooManyIntervals = errors.Register(ModuleName, 32, "open resolutions still need the roll as it was")
	// ErrInvalidParams refuses limits outside their bounds or left out. Give every parameter, within the bounds that the sentence names.
	ErrInvalidParams = errors.Register(ModuleName, 33, "limits not valid")
	// ErrInvalidFounders refuses a list of founders that is empty, too long, names a co-op, or lacks a key that signed. Mend the list and let every founder sign it anew.
	ErrInvalidFounders = errors.Register(ModuleName, 34, "founders not valid")
	// ErrFoundingFee refuses a founding whose payer can't pay the fee. Send the account the amount that the sentence names, or let the root federation found the co-op.
	ErrFoundingFee = errors.Register(ModuleName, 35, "founding fee not paid")
	// ErrUnknownRule refuses a decision rule that the charter doesn't have. Name one that the sentence lists (coopd q membership charter COOP).
	ErrUnknownRule = errors.Register(ModuleName, 36, "no such rule")
	// ErrUnknownSubject refuses a subject of resolutions that there is not. Name one that the sentence lists.
	ErrUnknownSubject = errors.Register(ModuleName, 37, "no such subject")
	// ErrNotPinned reports that a roll is let go that nobody holds. A member never meets it; report it with the sentence.
	ErrNotPinned = errors.Register(ModuleName, 38, "roll is not pinned")
	// ErrInvalidGenesis refuses a genesis whose co-ops, members or charters contradict each other. Export it again, or mend the entry that the sentence names.
	ErrInvalidGenesis = errors.Register(ModuleName, 39, "genesis not valid")
	// ErrBroken reports a state that should be impossible. Stop, keep the data and report it with the sentence (docs/operate).
	ErrBroken = errors.Register(ModuleName, 40, "stored state contradicts itself")
	// ErrInvalidRequest refuses a message or question that names too little, too much or what doesn't go together. Mend the field that the sentence names.
	ErrInvalidRequest = errors.RegisterWithGRPCCode(ModuleName, 41, codes.InvalidArgument, "request not valid")
	// ErrProofUsed refuses a key's consent that was used before. Make a new one with: coopd tx membership prove-key.
	ErrProofUsed = errors.Register(ModuleName, 42, "key proof used before")
	// ErrWrongState refuses what can't be done to a member as it stands now, such as to invite one who has left. See its state with: coopd q membership member COOP MEMBER_ID.
	ErrWrongState = errors.Register(ModuleName, 60, "not possible in the member's state")
	// ErrUnknownApplication refuses an application's number that is not open. List them with: coopd q membership person-applications COOP.
	ErrUnknownApplication = errors.RegisterWithGRPCCode(ModuleName, 61, codes.NotFound, "no such application")
	// ErrTooManyOpen refuses one open application more than the co-op takes, in all or relayed by one member. Wait until some are decided, or ask another member to relay it.
	ErrTooManyOpen = errors.Register(ModuleName, 62, "too many open applications")
	// ErrAlreadyApplied refuses a second application with the same key while one is open. Wait for the decision, or withdraw the first.
	ErrAlreadyApplied = errors.Register(ModuleName, 63, "has applied already")
	// ErrWrongStage refuses to sponsor, object to or admit an application that is at another stage. See the stage with: coopd q membership person-applications COOP.
	ErrWrongStage = errors.Register(ModuleName, 64, "not possible at this stage of the application")
	// ErrSpokenAlready refuses a member's second sponsoring of, or objection to, one application. Ask other members to speak.
	ErrSpokenAlready = errors.Register(ModuleName, 65, "has spoken on it already")
	// ErrClassFull refuses one member more than a class may have, or than it may take in a day without a resolution. Wait, propose a resolution, or raise max_members in the charter.
	ErrClassFull = errors.Register(ModuleName, 66, "class takes nobody else now")
	// ErrMustWait refuses a former member before the charter's time to wait is over. Wait until the day that the sentence names, or be admitted by a resolution.
	ErrMustWait = errors.Register(ModuleName, 67, "former member must wait")
	// ErrUnknownNotice refuses to contest, confirm or withdraw a notice that is not there. See what waits with: coopd q membership member COOP MEMBER_ID.
	ErrUnknownNotice = errors.RegisterWithGRPCCode(ModuleName, 68, codes.NotFound, "no such notice")
	// ErrNoticeGiven refuses a second notice, objection or confirmation of the same kind on one member. Wait for the first to take effect.
	ErrNoticeGiven = errors.Register(ModuleName, 69, "notice given already")
	// ErrUnknownGround refuses a lapse on a ground that the charter doesn't name. Name one of its grounds; anything else is for due process.
	ErrUnknownGround = errors.Register(ModuleName, 70, "no ground for a lapse")
	// ErrOwnConsent refuses to move a member where it loses its vote, or its chamber, without having asked for it. Let the member ask: coopd tx membership ask-class.
	ErrOwnConsent = errors.Register(ModuleName, 71, "member has not asked for it")
	// ErrInvalidPlace refuses a place with holders, a guardian, an age or a class that don't go together. Mend what the sentence names.
	ErrInvalidPlace = errors.Register(ModuleName, 72, "place not valid")
	// ErrInvalidDocument refuses a document's hash that is not a SHA-256. Get it with: sha256sum FILE.
	ErrInvalidDocument = errors.RegisterWithGRPCCode(ModuleName, 73, codes.InvalidArgument, "document hash not valid")
	// ErrInvalidImport refuses a file or batch of members that is not in order: counts, hashes, ids or dates. Let coopd import check and write the batches, and send them in order.
	ErrInvalidImport = errors.Register(ModuleName, 74, "import not valid")
	// ErrNotAnnounced refuses rows that are not those of the file whose hash the members agreed to. Send the batches that coopd import wrote, or announce the file anew.
	ErrNotAnnounced = errors.Register(ModuleName, 75, "rows not announced")
	// ErrSecondOfficer refuses the second step of an officer who took the first, or whom it is about. Ask another officer with the power.
	ErrSecondOfficer = errors.Register(ModuleName, 76, "another officer must confirm")
	// ErrItemFailed is the outcome noted where queued work, such as a notice that became due, met an error or a panic; the block goes on and nothing else changes. Read the event and report it.
	ErrItemFailed = errors.Register(ModuleName, 77, "due item failed")
	// ErrNoInvitation refuses an invitation that was never made, or is claimed, withdrawn or over. Ask for a new one.
	ErrNoInvitation = errors.RegisterWithGRPCCode(ModuleName, 80, codes.NotFound, "no such invitation")
	// ErrInvalidInvitation refuses an invitation without a usable key, for both or neither of a class and a place, made before, or ending too late. Make a new one with: coopd tx membership make-invitation.
	ErrInvalidInvitation = errors.Register(ModuleName, 81, "invitation not valid")
	// ErrInvitationExpired refuses a claim after the end of the invitation. Ask for a new one.
	ErrInvitationExpired = errors.Register(ModuleName, 82, "invitation expired")
	// ErrTooManyInvitations refuses one open invitation more than the co-op, or the officer, may have. Withdraw some, or wait until they are claimed or over.
	ErrTooManyInvitations = errors.Register(ModuleName, 83, "too many open invitations")
	// ErrNotConfirmed refuses a claim of an existing place before a second officer has confirmed the invitation. Ask another officer for: coopd tx membership confirm-invitation.
	ErrNotConfirmed = errors.Register(ModuleName, 84, "invitation needs a second officer")
	// ErrHasKey refuses to invite somebody to, or claim, a place that has a key. Where the key is lost, begin a recovery: coopd tx membership start-recovery.
	ErrHasKey = errors.Register(ModuleName, 85, "place has a key already")
	// ErrInvalidClaim refuses a claim that the invitation's key has not signed for this ledger, co-op and new key. Make it again with: coopd tx membership accept-invitation.
	ErrInvalidClaim = errors.Register(ModuleName, 86, "claim not valid")
	// ErrTooManyClaims refuses one claim more than a block takes. Send it again in a minute.
	ErrTooManyClaims = errors.Register(ModuleName, 87, "too many claims in this block")
	// ErrNoRecovery refuses to support, veto or stop a recovery that is not under way. See what is with: coopd q membership recovery COOP.
	ErrNoRecovery = errors.Register(ModuleName, 88, "no recovery to decide about")
	// ErrNotInCharter refuses guardians, a road of recovery or freezing that the charter doesn't have. Use a road that it has, or amend its part on recovery.
	ErrNotInCharter = errors.Register(ModuleName, 89, "charter does not allow it")
	// ErrRoadClosed refuses a road of recovery that a key of the member has objected to. Let the members resolve a recovery in person.
	ErrRoadClosed = errors.Register(ModuleName, 90, "road of recovery is closed")
	// ErrRecoveryRuns refuses a second recovery on the same road for one member. Wait until the first has ended, or veto it.
	ErrRecoveryRuns = errors.Register(ModuleName, 91, "a recovery is under way")
	// ErrInvalidGuardians refuses guardians that are too many, out of order, no members, or a number needed that doesn't fit. Choose other members by number, ascending.
	ErrInvalidGuardians = errors.Register(ModuleName, 92, "guardians not valid")
	// ErrNotGuardian refuses a guardian's act by a member whom nobody chose as one. See who is with: coopd q membership guardians COOP MEMBER_ID.
	ErrNotGuardian = errors.Register(ModuleName, 93, "not a guardian of the member")
	// ErrTooManyRecoveries refuses one recovery by resolution more than the charter lets run. Wait until one has ended.
	ErrTooManyRecoveries = errors.Register(ModuleName, 94, "too many recoveries at a time")
	// ErrFrozen refuses another freeze by the same side before its pause is over. Let an officer, a guardian or a recovery protect the money meanwhile.
	ErrFrozen = errors.Register(ModuleName, 95, "money can't be frozen again yet")
	// ErrNoRemoval refuses to keep a key that nobody wants to remove. Nothing is left to do.
	ErrNoRemoval = errors.Register(ModuleName, 96, "no removal of the key waits")
	// ErrNoDiscipline refuses a charge where the charter has no part on discipline. Propose an amendment that adds one.
	ErrNoDiscipline = errors.Register(ModuleName, 100, "the charter knows no charges")
	// ErrUnknownCase refuses a case's number that was never given, or is another co-op's. List them with: coopd q membership cases COOP.
	ErrUnknownCase = errors.RegisterWithGRPCCode(ModuleName, 101, codes.NotFound, "no such case")
	// ErrInvalidCharge refuses a charge on a ground that the charter doesn't name, against oneself or somebody who is no member, a second joining of one case, or a charge of which the member was cleared. Mend what the sentence names.
	ErrInvalidCharge = errors.Register(ModuleName, 102, "charge can't be taken")
	// ErrCaseOpen refuses a second case against one member at a time. Charge again when the first is closed.
	ErrCaseOpen = errors.Register(ModuleName, 103, "a case against the member is open")
	// ErrTooManyCases refuses one open case more than a co-op may have, or one member may charge in. Wait until one is closed, or withdraw one.
	ErrTooManyCases = errors.Register(ModuleName, 104, "too many open cases")
	// ErrWrongCaseStage refuses what can't be done at the stage that the case is at, or after the time for it. See the stage and its end with: coopd q membership case ID.
	ErrWrongCaseStage = errors.Register(ModuleName, 105, "not possible at the case's stage")
	// ErrNotAParty refuses to let anybody but the charged member, or those who charge, do what is theirs in a case. Ask the party that the sentence names.
	ErrNotAParty = errors.Register(ModuleName, 106, "not a party to the case")
	// ErrInvalidDecision refuses an outcome that there is not, that the charter doesn't allow yet, or, on appeal, a harsher one. Decide what the sentence allows.
	ErrInvalidDecision = errors.Register(ModuleName, 107, "decision can't be taken")
	// ErrSuspensionTooLong refuses a suspension before the decision that is a second one, or longer than the charter allows at a time or in a year. Choose one within what the sentence names, or decide the case.
	ErrSuspensionTooLong = errors.Register(ModuleName, 108, "suspension too long")
	// ErrNoExpulsion refuses to expel a member without a case that ended so and is final. Charge it with: coopd tx membership charge.
	ErrNoExpulsion = errors.Register(ModuleName, 109, "no expulsion without a case that is final")
	// ErrInvalidHash refuses a hash that is not the SHA-256 of a file. Get it with: coopd doc hash FILE.
	ErrInvalidHash = errors.Register(ModuleName, 110, "not a SHA-256")
	// ErrOwnCase refuses an officer's act in a case that it, or the co-op as the one who charges, is a party to. Let another officer or a resolution do it.
	ErrOwnCase = errors.Register(ModuleName, 111, "not in one's own case")
	// ErrCaseAlone refuses a resolution that decides a case and does something else as well. Propose the decision by itself.
	ErrCaseAlone = errors.Register(ModuleName, 112, "a case is decided by a resolution of its own")
	// ErrNotPublishable refuses a document without a usable kind, name or hash, or that has not changed. Mend what the sentence names.
	ErrNotPublishable = errors.Register(ModuleName, 113, "document can't be published")
	// ErrUnknownDocument refuses a document, or a version of it, that the co-op has not published. List them with: coopd q membership documents COOP.
	ErrUnknownDocument = errors.RegisterWithGRPCCode(ModuleName, 114, codes.NotFound, "no such document")
	// ErrTooManyDocuments refuses one version more than a co-op may publish. Ask the root federation to raise the limit, or keep the document elsewhere.
	ErrTooManyDocuments = errors.Register(ModuleName, 115, "too many versions of documents")
	// ErrAlreadyWithdrawn refuses to withdraw a version of a document twice. Nothing is left to do.
	ErrAlreadyWithdrawn = errors.Register(ModuleName, 116, "already withdrawn")
	// ErrMixedElectorate refuses a resolution that two different circles of people would have to decide. Make it a resolution for each.
	ErrMixedElectorate = errors.Register(ModuleName, 130, "different people would have to decide it")
	// ErrOutsideScope refuses an officer's act over a member of a class that its power was not granted for. Ask an officer whose power covers the class, or propose a resolution.
	ErrOutsideScope = errors.Register(ModuleName, 131, "outside the power's scope")
	// ErrPowerUsedUp refuses one use of a power more than was granted a day or for the term. Wait as the sentence says, ask another officer, or propose a resolution.
	ErrPowerUsedUp = errors.Register(ModuleName, 132, "power used as often as was granted")
	// ErrUnknownPart refuses a part of a charter that there is not. Name one that the sentence lists.
	ErrUnknownPart = errors.Register(ModuleName, 140, "no such part of a charter")
	// ErrChangesMore refuses to bring a version into force that would also change parts nobody decided, because the charter changed meanwhile. Propose it again, written from the version in force.
	ErrChangesMore = errors.Register(ModuleName, 141, "more would change than was decided")
	// ErrOtherVersion refuses an amendment written from another version than the one in force. Write it anew from the version in force (coopd q membership charter COOP).
	ErrOtherVersion = errors.Register(ModuleName, 142, "another charter version is in force")
	// ErrUnknownVersion refuses a charter version's number that was never given. List them with: coopd q membership charter-versions COOP.
	ErrUnknownVersion = errors.RegisterWithGRPCCode(ModuleName, 143, codes.NotFound, "no such charter version")
	// ErrWrongCharterState refuses to register, withdraw or annul a charter version that is at another stage. See the stage with: coopd q membership charter-versions COOP.
	ErrWrongCharterState = errors.Register(ModuleName, 144, "not possible in the charter version's state")
	// ErrInvalidTiming refuses a charter version with both a date and a registration, or with a date that is past or too far off. Give one of the two, within what the sentence names.
	ErrInvalidTiming = errors.Register(ModuleName, 145, "time of coming into force not valid")
	// ErrTooManyAdopted refuses one charter version more than may wait to come into force. Withdraw one, or wait.
	ErrTooManyAdopted = errors.Register(ModuleName, 146, "too many charter versions wait")
	// ErrNotRegistered is the outcome noted where a charter version waited for its registration and nobody recorded one in time. Propose it again.
	ErrNotRegistered = errors.Register(ModuleName, 147, "charter version not registered in time")
	// ErrBookKept refuses a charter version by which money would lose its place in the book, or a fund its protection. Keep what the sentence names, and add beside it.
	ErrBookKept = errors.Register(ModuleName, 148, "the book and its funds are kept")
	// ErrNoLapse refuses to let a membership lapse on a ground that the ledger sees isn't there, such as arrears of somebody who has paid. See: coopd q treasury dues COOP.
	ErrNoLapse = errors.Register(ModuleName, 149, "the ground of the lapse isn't there")
)
