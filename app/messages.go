package app

import (
	sdk "github.com/cosmos/cosmos-sdk/types"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"

	chaintypes "github.com/coopledger/coopledger/x/chain/types"
	governancetypes "github.com/coopledger/coopledger/x/governance/types"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
	validatorstypes "github.com/coopledger/coopledger/x/validators/types"
)

// resolutionMessages is all that a resolution may do. A co-op's account signs
// nothing else: what is not listed here is refused when it is proposed and
// again when it is executed.
//
// The subject decides which of the charter's rules is needed. Special adds the
// ledger's own floor, below which no charter can go; RootOnly messages concern
// the chain itself and are decided by the root federation; Emergency messages
// may be decided by an emergency rule.
func resolutionMessages() governancetypes.AllowList {
	ordinary := func(subject string) governancetypes.Permission {
		return governancetypes.Permission{Subject: subject}
	}
	special := func(subject string) governancetypes.Permission {
		return governancetypes.Permission{Subject: subject, Special: true}
	}
	root := func(subject string) governancetypes.Permission {
		return governancetypes.Permission{Subject: subject, Special: true, RootOnly: true}
	}
	urgent := func(subject string) governancetypes.Permission {
		permission := root(subject)
		permission.Emergency = true
		return permission
	}
	return governancetypes.AllowList{
		// Who belongs.
		url(&membershiptypes.MsgAdmit{}):            ordinary(membershiptypes.SubjectAdmission),
		url(&membershiptypes.MsgCloseApplication{}): ordinary(membershiptypes.SubjectAdmission),
		url(&membershiptypes.MsgChangeClass{}):      ordinary(membershiptypes.SubjectAdmission),
		url(&membershiptypes.MsgLapse{}):            ordinary(membershiptypes.SubjectAdmission),
		url(&membershiptypes.MsgRecordDeath{}):      ordinary(membershiptypes.SubjectAdmission),
		url(&membershiptypes.MsgWithdrawNotice{}):   ordinary(membershiptypes.SubjectAdmission),
		url(&membershiptypes.MsgSetTrustee{}):       ordinary(membershiptypes.SubjectAdmission),
		url(&membershiptypes.MsgAnnounceImport{}):   ordinary(membershiptypes.SubjectAdmission),
		url(&membershiptypes.MsgGrantPower{}):       ordinary(membershiptypes.SubjectPowers),
		url(&membershiptypes.MsgRevokePower{}):      ordinary(membershiptypes.SubjectPowers),
		// Where it changes policies alone, a charter may name other rules for it.
		url(&membershiptypes.MsgAmendCharter{}):    special(membershiptypes.SubjectCharter),
		url(&membershiptypes.MsgRegisterCharter{}): special(membershiptypes.SubjectCharter),
		url(&membershiptypes.MsgWithdrawCharter{}): special(membershiptypes.SubjectCharter),
		url(&membershiptypes.MsgAnnulCharter{}):    special(membershiptypes.SubjectCharter),

		// Who is invited, and who gets a place back. What protects a member's own
		// keys (vetoes, guardians, freezes, claims) is never a resolution's matter.
		url(&membershiptypes.MsgInvite{}):             ordinary(membershiptypes.SubjectAdmission),
		url(&membershiptypes.MsgWithdrawInvitation{}): ordinary(membershiptypes.SubjectAdmission),
		url(&membershiptypes.MsgRecover{}):            ordinary(membershiptypes.SubjectRecovery),
		url(&membershiptypes.MsgStopRecovery{}):       ordinary(membershiptypes.SubjectRecovery),
		url(&membershiptypes.MsgRecoverInPerson{}):    special(membershiptypes.SubjectInPerson),

		// What comes of charges, and what is published.
		url(&membershiptypes.MsgCharge{}):            ordinary(membershiptypes.SubjectDiscipline),
		url(&membershiptypes.MsgWithdrawCharge{}):    ordinary(membershiptypes.SubjectDiscipline),
		url(&membershiptypes.MsgEndMediation{}):      ordinary(membershiptypes.SubjectDiscipline),
		url(&membershiptypes.MsgRecordNotice{}):      ordinary(membershiptypes.SubjectDiscipline),
		url(&membershiptypes.MsgDecideCase{}):        ordinary(membershiptypes.SubjectDiscipline),
		url(&membershiptypes.MsgSuspendMember{}):     ordinary(membershiptypes.SubjectDiscipline),
		url(&membershiptypes.MsgDecideAppeal{}):      ordinary(membershiptypes.SubjectAppeals),
		url(&membershiptypes.MsgPublishDocument{}):   ordinary(membershiptypes.SubjectDocuments),
		url(&membershiptypes.MsgWithdrawDocument{}):  ordinary(membershiptypes.SubjectDocuments),
		url(&membershiptypes.MsgJoinCharge{}):        ordinary(membershiptypes.SubjectFederation),
		url(&membershiptypes.MsgAcknowledgeCharge{}): ordinary(membershiptypes.SubjectFederation),
		url(&membershiptypes.MsgReplyToCharge{}):     ordinary(membershiptypes.SubjectFederation),
		url(&membershiptypes.MsgAppeal{}):            ordinary(membershiptypes.SubjectFederation),

		// What the co-op does as a member of another.
		url(&membershiptypes.MsgApply{}):         ordinary(membershiptypes.SubjectFederation),
		url(&membershiptypes.MsgLeave{}):         ordinary(membershiptypes.SubjectFederation),
		url(&membershiptypes.MsgAskClass{}):      ordinary(membershiptypes.SubjectFederation),
		url(&membershiptypes.MsgContestNotice{}): ordinary(membershiptypes.SubjectFederation),
		url(&governancetypes.MsgPropose{}):       ordinary(membershiptypes.SubjectFederation),
		url(&governancetypes.MsgAmend{}):         ordinary(membershiptypes.SubjectFederation),
		url(&governancetypes.MsgSecond{}):        ordinary(membershiptypes.SubjectFederation),
		url(&governancetypes.MsgVote{}):          ordinary(membershiptypes.SubjectFederation),
		url(&governancetypes.MsgWithdraw{}):      ordinary(membershiptypes.SubjectFederation),
		url(&governancetypes.MsgRescind{}):       special(membershiptypes.SubjectRescission),
		url(&validatorstypes.MsgSetOperator{}):   ordinary(membershiptypes.SubjectSeat),

		// General meetings: the co-op's own, and those of another it is a member of.
		url(&governancetypes.MsgConveneMeeting{}):  ordinary(membershiptypes.SubjectMeetings),
		url(&governancetypes.MsgAdjournMeeting{}):  ordinary(membershiptypes.SubjectMeetings),
		url(&governancetypes.MsgCloseMeeting{}):    ordinary(membershiptypes.SubjectMeetings),
		url(&governancetypes.MsgRecordMinutes{}):   ordinary(membershiptypes.SubjectMeetings),
		url(&governancetypes.MsgRequisition{}):     ordinary(membershiptypes.SubjectFederation),
		url(&governancetypes.MsgSignRequisition{}): ordinary(membershiptypes.SubjectFederation),
		url(&governancetypes.MsgTable{}):           ordinary(membershiptypes.SubjectFederation),
		url(&governancetypes.MsgAttend{}):          ordinary(membershiptypes.SubjectFederation),
		url(&governancetypes.MsgDisputeSheet{}):    ordinary(membershiptypes.SubjectFederation),
		url(&governancetypes.MsgTripBreaker{}):     ordinary(membershiptypes.SubjectFederation),

		// What it pays.
		url(&banktypes.MsgSend{}): ordinary(membershiptypes.SubjectPayments),

		// What the root federation decides about the chain.
		url(&membershiptypes.MsgFound{}):            {Subject: membershiptypes.SubjectAdmission, RootOnly: true},
		url(&validatorstypes.MsgAddSeat{}):          root(membershiptypes.SubjectSeats),
		url(&validatorstypes.MsgRemoveSeat{}):       root(membershiptypes.SubjectSeats),
		url(&chaintypes.MsgAllot{}):                 root(membershiptypes.SubjectChain),
		url(&chaintypes.MsgUpdateConsensusParams{}): root(membershiptypes.SubjectChain),
		url(&chaintypes.MsgScheduleUpgrade{}):       urgent(membershiptypes.SubjectChain),
		url(&chaintypes.MsgCancelUpgrade{}):         urgent(membershiptypes.SubjectChain),
		url(&governancetypes.MsgLiftBreaker{}):      urgent(membershiptypes.SubjectChain),
		url(&chaintypes.MsgUpdateParams{}):          root(membershiptypes.SubjectChain),
		url(&chaintypes.MsgSetZone{}):               root(membershiptypes.SubjectChain),
		url(&membershiptypes.MsgUpdateParams{}):     root(membershiptypes.SubjectChain),
		url(&governancetypes.MsgUpdateParams{}):     root(membershiptypes.SubjectChain),
		url(&validatorstypes.MsgUpdateParams{}):     root(membershiptypes.SubjectChain),
	}
}

func url(message sdk.Msg) string { return sdk.MsgTypeURL(message) }
