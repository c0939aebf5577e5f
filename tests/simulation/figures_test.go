package simulation

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	errorsmod "cosmossdk.io/errors"

	sdk "github.com/cosmos/cosmos-sdk/types"

	governancetypes "github.com/coopledger/coopledger/x/governance/types"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
	validatorstypes "github.com/coopledger/coopledger/x/validators/types"
)

// figures count what happened over all walks.
type figures struct {
	fates map[string]*fate
	// ways counts changes of status, and codes the outcomes.
	ways  map[string]int
	codes map[governancetypes.OutcomeCode]int
	// moments that the walk is meant to come to.
	moments map[string]int
	// reasons for refusals, by codespace and code.
	reasons map[string]int
	blocks  int
	// unwritten counts the refusals that had written nothing.
	unwritten int
	// imports counts the walks that went on from an export.
	imports int
	walks   int
}

// fate of one operation's inputs.
type fate struct{ accepted, refused int }

func newFigures() *figures {
	return &figures{
		fates: make(map[string]*fate), ways: make(map[string]int),
		codes: make(map[governancetypes.OutcomeCode]int), reasons: make(map[string]int), moments: make(map[string]int),
	}
}

func (f *figures) noteReason(err error) {
	space, code, _ := errorsmod.ABCIInfo(err, false)
	f.reasons[fmt.Sprintf("%s %d", space, code)]++
}

// saw one of everyMoment.
func (f *figures) saw(moment string) { f.moments[moment]++ }

func (f *figures) note(operation string, accepted bool) {
	if f.fates[operation] == nil {
		f.fates[operation] = &fate{}
	}
	if accepted {
		f.fates[operation].accepted++
	} else {
		f.fates[operation].refused++
	}
}

// noteExecution counts each message that a resolution executed, or the one at
// which it failed.
func (f *figures) noteExecution(r *resolution) {
	f.codes[r.outcome.Code]++
	for i, message := range r.messages {
		switch {
		case r.status == governancetypes.Status_STATUS_EXECUTED:
			f.note("in a resolution: "+sdk.MsgTypeURL(message), true)
		case i == int(r.outcome.MessageIndex):
			f.note("in a resolution: "+sdk.MsgTypeURL(message), false)
		}
	}
}

// moved counts what the end of a block did to resolutions, given their statuses
// before it.
func (f *figures) moved(before []governancetypes.Status, after []*resolution) {
	for i, r := range after {
		switch {
		case i >= len(before):
			f.ways["new to "+r.status.Word()]++
		case before[i] != r.status:
			f.ways[before[i].Word()+" to "+r.status.Word()]++
			if r.status == governancetypes.Status_STATUS_REJECTED {
				f.codes[r.outcome.Code]++
			}
		}
	}
}

func (f *figures) totals() (accepted, refused int) {
	for _, each := range f.fates {
		accepted, refused = accepted+each.accepted, refused+each.refused
	}
	return accepted, refused
}

func (f *figures) report(t *testing.T) {
	accepted, refused := f.totals()
	t.Logf("%d walks, %d inputs: %d accepted, %d refused (%d%%), %d blocks, %d imports, %d refusals that wrote nothing",
		f.walks, accepted+refused, accepted, refused, 100*refused/max(accepted+refused, 1), f.blocks, f.imports, f.unwritten)
	for _, name := range slices.Sorted(maps.Keys(f.fates)) {
		t.Logf("%-60s %7d accepted %7d refused", name, f.fates[name].accepted, f.fates[name].refused)
	}
	for _, way := range slices.Sorted(maps.Keys(f.ways)) {
		t.Logf("%-90s %7d", way, f.ways[way])
	}
	for _, reason := range slices.Sorted(maps.Keys(f.reasons)) {
		t.Logf("refused with %-40s %7d", reason, f.reasons[reason])
	}
	for _, moment := range slices.Sorted(maps.Keys(f.moments)) {
		t.Logf("%-90s %7d", moment, f.moments[moment])
	}
	for _, code := range slices.Sorted(maps.Keys(f.codes)) {
		t.Logf("%-60s %7d", code, f.codes[code])
	}
}

// wellMixed fails unless the walks went everywhere: a third of the inputs were
// invalid, and no operation always or never succeeded.
func (f *figures) wellMixed(t *testing.T) {
	accepted, refused := f.totals()
	require.GreaterOrEqual(t, 3*refused, accepted+refused, "less than a third of the inputs were invalid")
	require.GreaterOrEqual(t, 4*accepted, accepted+refused, "less than a quarter of the inputs were valid")
	require.Empty(t, f.missing())
}

// missing lists what has not happened yet.
func (f *figures) missing() (missing []string) {
	never := func(count int, what string) {
		if count == 0 {
			missing = append(missing, what)
		}
	}
	for _, operation := range operations {
		each := f.fates[operation]
		if each == nil {
			each = &fate{}
		}
		never(each.accepted, operation+", accepted")
		never(each.refused, operation+", refused")
	}
	for _, way := range everyWay {
		never(f.ways[way], "a resolution from "+way)
	}
	for _, code := range everyCode {
		never(f.codes[code], code.String())
	}
	for _, reason := range everyReason {
		space, code, _ := errorsmod.ABCIInfo(reason, false)
		never(f.reasons[fmt.Sprintf("%s %d", space, code)], "refused: "+reason.Error())
	}
	for _, moment := range slices.Concat(everyMoment, everyMeetingMoment) {
		never(f.moments[moment], moment)
	}
	never(f.imports, "an import")
	return missing
}

// operations that must each have succeeded and failed.
var operations = []string{
	opAddKey, opAdmitOfficer, opAdmitPerson, opAdmitCoop, opAmendCharter, opApply, opFound, opFoundByRoot, opGrant, opLeave,
	opLeaveCoop, opLimits, opPropose, opProposeCoop, opRedraft, opRemoveKey, opRevoke, opSecond, opSecondCoop, opVote,
	opVoteCoop, opWithdraw, opGiveSeat, opTakeSeat, opDelegate, opOverride,
	opKeepKey, opGuardians, opStart, opSupport, opVeto, opFreeze, opRecover, opInPerson, opStop, opRecovered,
	opCharge, opJoinCharge, opDropCharge, opMediate, opNotice, opAcknowledge, opReply, opDecide, opAppeal, opDecideAppeal, opSuspend, opCaseEnds,
	opAskClass, opUnaskClass, opReclass,
	opApplyPerson, opSponsor, opObject, opClose, opAdmitApplicant, opAdmitsItself,
	opConvene, opAskMeeting, opSign, opTable, opAttend, opEnterPresent, opEnterBallots, opConfirm, opDispute,
	opAdjourn, opCancel, opCloseMeeting, opMinutes,
	"in a resolution: /coop.governance.v1.MsgConveneMeeting",
	"in a resolution: /coop.membership.v1.MsgAdmit",
	"in a resolution: /coop.membership.v1.MsgAmendCharter",
	"in a resolution: /coop.membership.v1.MsgApply",
	"in a resolution: /coop.membership.v1.MsgCloseApplication",
	"in a resolution: /coop.membership.v1.MsgGrantPower",
	"in a resolution: /coop.membership.v1.MsgLeave",
	"in a resolution: /coop.governance.v1.MsgVote",
}

// everyMoment that proves something and that chance could leave out.
var everyMoment = []string{
	sawOverride, sawChange, sawEnded, sawRevoked, sawBeyond, sawWithin, sawCounted, sawTurning, sawNewerCoop, sawFormer,
	sawVetoEnds, sawVetoShown, sawReplaced, sawFrozenVotes, sawMoneyKey, sawKept, sawResolved, sawInPerson, sawThwarted,
	sawExpelledBallot, sawExpelledPlace, sawSuspendedBallot, sawRestored, sawAbstained, sawNotReady, sawNextRoll,
	sawReclassed, sawUnvoiced, sawGivenVoice, sawReclassedThere,
	endsAs(membershiptypes.CaseEnd_CASE_END_EXPIRED), endsAs(membershiptypes.CaseEnd_CASE_END_WITHDRAWN),
	endsAs(membershiptypes.CaseEnd_CASE_END_SETTLED), endsAs(membershiptypes.CaseEnd_CASE_END_DROPPED),
	endsAs(membershiptypes.CaseEnd_CASE_END_DISMISSED), endsAs(membershiptypes.CaseEnd_CASE_END_WARNED),
	endsAs(membershiptypes.CaseEnd_CASE_END_SUSPENDED), endsAs(membershiptypes.CaseEnd_CASE_END_EXPELLED),
	endsAs(membershiptypes.CaseEnd_CASE_END_UPHELD), endsAs(membershiptypes.CaseEnd_CASE_END_LEFT),
}

// everyWay that the end of a block takes a resolution.
var everyWay = []string{
	"a draft to expired",
	"under discussion to being voted on",
	"being voted on to passed and about to be executed",
	"being voted on to passed and waiting for its timelock",
	"being voted on to rejected",
	"passed and waiting for its timelock to passed and about to be executed",
	"passed and about to be executed to executed",
	"passed and about to be executed to passed but failed",
	"tabled for a general meeting to being voted on",
	"tabled for a general meeting to expired",
}

// everyCode but those of broken messages, which this walk has none of.
var everyCode = []governancetypes.OutcomeCode{
	governancetypes.OutcomeCode_OUTCOME_CODE_EXECUTED,
	governancetypes.OutcomeCode_OUTCOME_CODE_MESSAGE_REFUSED,
	governancetypes.OutcomeCode_OUTCOME_CODE_NONE_IN_FAVOUR,
	governancetypes.OutcomeCode_OUTCOME_CODE_BLOCKED,
	governancetypes.OutcomeCode_OUTCOME_CODE_NO_QUORUM,
	governancetypes.OutcomeCode_OUTCOME_CODE_NO_MAJORITY,
}

// everyReason that a member can be given, but for those of requests to query
// and of broken state.
var everyReason = []error{
	membershiptypes.ErrUnknownCoop, membershiptypes.ErrUnknownMember, membershiptypes.ErrNotAMember, membershiptypes.ErrNotAllowed,
	membershiptypes.ErrInvalidSlug, membershiptypes.ErrSlugTaken, membershiptypes.ErrInvalidCharter, membershiptypes.ErrBelowFloor,
	membershiptypes.ErrDeadlock, membershiptypes.ErrClassInUse, membershiptypes.ErrUnknownClass, membershiptypes.ErrWrongKind,
	membershiptypes.ErrInvalidProof, membershiptypes.ErrProofExpired, membershiptypes.ErrKeyTaken, membershiptypes.ErrTooManyKeys,
	membershiptypes.ErrLastKey, membershiptypes.ErrMemberCoopKeys, membershiptypes.ErrNoApplication, membershiptypes.ErrAlreadyMember,
	membershiptypes.ErrFederationCircle, membershiptypes.ErrVotingTooShort, membershiptypes.ErrRootTooSmall,
	membershiptypes.ErrUnknownPower, membershiptypes.ErrInvalidTerm, membershiptypes.ErrWrongState, membershiptypes.ErrTooManyPowers, membershiptypes.ErrNoSuchGrant,
	membershiptypes.ErrUnknownSubject, governancetypes.ErrNotDelegate, governancetypes.ErrCoopHasSpoken,
	membershiptypes.ErrNoRemoval, membershiptypes.ErrNotInCharter, membershiptypes.ErrInvalidGuardians, membershiptypes.ErrNotGuardian,
	membershiptypes.ErrRoadClosed, membershiptypes.ErrRecoveryRuns, membershiptypes.ErrNoRecovery,
	membershiptypes.ErrTooManyRecoveries, membershiptypes.ErrFrozen,
	membershiptypes.ErrNoDiscipline, membershiptypes.ErrUnknownCase, membershiptypes.ErrInvalidCharge, membershiptypes.ErrCaseOpen,
	membershiptypes.ErrTooManyCases, membershiptypes.ErrWrongCaseStage, membershiptypes.ErrNotAParty, membershiptypes.ErrInvalidDecision,
	membershiptypes.ErrSuspensionTooLong, membershiptypes.ErrInvalidHash, membershiptypes.ErrOwnCase, membershiptypes.ErrCaseAlone,
	membershiptypes.ErrInvalidPlace, membershiptypes.ErrUnknownNotice, membershiptypes.ErrOwnConsent, membershiptypes.ErrTooManyIntervals,
	governancetypes.ErrNotActive, governancetypes.ErrAbstains,
	membershiptypes.ErrInvalidParams, membershiptypes.ErrInvalidFounders, membershiptypes.ErrFoundingFee, membershiptypes.ErrUnknownRule,
	membershiptypes.ErrUnknownApplication, membershiptypes.ErrTooManyOpen, membershiptypes.ErrAlreadyApplied,
	membershiptypes.ErrWrongStage, membershiptypes.ErrSpokenAlready, membershiptypes.ErrClassFull, membershiptypes.ErrInvalidRequest,
	governancetypes.ErrUnknownResolution, governancetypes.ErrInvalidContent, governancetypes.ErrMessageNotAllowed,
	governancetypes.ErrWrongSigner, governancetypes.ErrRootOnly, governancetypes.ErrActsOnItself, governancetypes.ErrTooManyOpen,
	governancetypes.ErrNotOnRoll, governancetypes.ErrWrongStatus, governancetypes.ErrVotingEnded, governancetypes.ErrInvalidChoice,
	governancetypes.ErrFinalBallot, governancetypes.ErrAlreadySeconded, governancetypes.ErrOwnDraft, governancetypes.ErrNotProposer,
	governancetypes.ErrUnknownMeeting, governancetypes.ErrNoMeetings, governancetypes.ErrShortNotice, governancetypes.ErrInvalidNotice,
	governancetypes.ErrTooManyMeetings, governancetypes.ErrWrongMeetingStatus, governancetypes.ErrCannotTable, governancetypes.ErrAlreadyPresent,
	governancetypes.ErrNoPower, governancetypes.ErrUnknownRequisition, governancetypes.ErrAlreadySigned, governancetypes.ErrUnknownSheet,
	governancetypes.ErrInvalidSheet, governancetypes.ErrCannotConfirm, governancetypes.ErrTooManyAttested, governancetypes.ErrAlreadyDisputed,
	governancetypes.ErrTooEarly, governancetypes.ErrCannotCancel, membershiptypes.ErrMixedElectorate,
	validatorstypes.ErrUnauthorized, validatorstypes.ErrNotMemberCoop, validatorstypes.ErrSeatHeld, validatorstypes.ErrNoSeat,
	validatorstypes.ErrInvalidProof,
}

func indented(text []byte) string {
	var out bytes.Buffer
	if err := json.Indent(&out, text, "", " "); err != nil {
		return string(text)
	}
	return out.String()
}
