package app

import (
	chaintypes "github.com/coopledger/coopledger/x/chain/types"
	governancetypes "github.com/coopledger/coopledger/x/governance/types"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
	validatorstypes "github.com/coopledger/coopledger/x/validators/types"
)

// alwaysOn is what the circuit breaker never switches off. Whoever trips it can
// stop what is broken, but neither a decision nor a member's way out, nor what
// guards a member's place while a delay runs, nor the mending of the ledger.
func alwaysOn() governancetypes.AlwaysOn {
	return governancetypes.AlwaysOn{
		// Deciding.
		url(&governancetypes.MsgPropose{}):        true,
		url(&governancetypes.MsgAmend{}):          true,
		url(&governancetypes.MsgSecond{}):         true,
		url(&governancetypes.MsgVote{}):           true,
		url(&governancetypes.MsgVoteAsDelegate{}): true,
		url(&governancetypes.MsgWithdraw{}):       true,
		url(&governancetypes.MsgRescind{}):        true,

		url(&governancetypes.MsgAttend{}):          true,
		url(&governancetypes.MsgEnterAttendance{}): true,
		url(&governancetypes.MsgEnterBallots{}):    true,
		url(&governancetypes.MsgConfirmSheet{}):    true,
		// While these are off windows would end: strangers be in, and cases be dropped.
		url(&membershiptypes.MsgObject{}):       true,
		url(&membershiptypes.MsgDecideCase{}):   true,
		url(&membershiptypes.MsgDecideAppeal{}): true,

		// Leaving, and guarding one's own place.
		url(&membershiptypes.MsgLeave{}):             true,
		url(&membershiptypes.MsgContestNotice{}):     true,
		url(&membershiptypes.MsgVetoRecovery{}):      true,
		url(&membershiptypes.MsgFreeze{}):            true,
		url(&membershiptypes.MsgKeepKey{}):           true,
		url(&membershiptypes.MsgRemoveKey{}):         true,
		url(&membershiptypes.MsgAcknowledgeCharge{}): true,
		url(&membershiptypes.MsgReplyToCharge{}):     true,
		url(&membershiptypes.MsgAppeal{}):            true,

		// Mending the ledger, and keeping it running.
		url(&governancetypes.MsgTripBreaker{}): true,
		url(&governancetypes.MsgLiftBreaker{}): true,
		url(&chaintypes.MsgScheduleUpgrade{}):  true,
		url(&chaintypes.MsgCancelUpgrade{}):    true,
		url(&validatorstypes.MsgUnjail{}):      true,
		url(&validatorstypes.MsgRotateKey{}):   true,
		url(&membershiptypes.MsgRevokePower{}): true,
	}
}
