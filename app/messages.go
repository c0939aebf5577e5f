package app

import (
	sdk "github.com/cosmos/cosmos-sdk/types"

	chaintypes "github.com/coopledger/coopledger/x/chain/types"
	governancetypes "github.com/coopledger/coopledger/x/governance/types"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
	surplustypes "github.com/coopledger/coopledger/x/surplus/types"
	treasurytypes "github.com/coopledger/coopledger/x/treasury/types"
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
	list := governancetypes.AllowList{}
	allowMembership(list)
	allowFederation(list)
	allowLedger(list)
	return list
}

// allow puts messages on the list under one permission.
func allow(list governancetypes.AllowList, permission governancetypes.Permission, messages ...sdk.Msg) {
	for _, message := range messages {
		list[url(message)] = permission
	}
}

func ordinary(subject string) governancetypes.Permission {
	return governancetypes.Permission{Subject: subject}
}

func special(subject string) governancetypes.Permission {
	return governancetypes.Permission{Subject: subject, Special: true}
}

func root(subject string) governancetypes.Permission {
	return governancetypes.Permission{Subject: subject, Special: true, RootOnly: true}
}

func urgent(subject string) governancetypes.Permission {
	return governancetypes.Permission{Subject: subject, Special: true, RootOnly: true, Emergency: true}
}

// allowMembership: who belongs, what comes of charges, and what is published.
func allowMembership(list governancetypes.AllowList) {
	// Who belongs.
	allow(list, ordinary(membershiptypes.SubjectAdmission),
		&membershiptypes.MsgAdmit{}, &membershiptypes.MsgCloseApplication{}, &membershiptypes.MsgChangeClass{},
		&membershiptypes.MsgLapse{}, &membershiptypes.MsgRecordDeath{}, &membershiptypes.MsgWithdrawNotice{},
		&membershiptypes.MsgSetTrustee{}, &membershiptypes.MsgAnnounceImport{})
	allow(list, ordinary(membershiptypes.SubjectPowers),
		&membershiptypes.MsgGrantPower{}, &membershiptypes.MsgRevokePower{})
	// Where it changes policies alone, a charter may name other rules for it.
	allow(list, special(membershiptypes.SubjectCharter),
		&membershiptypes.MsgAmendCharter{}, &membershiptypes.MsgRegisterCharter{}, &membershiptypes.MsgWithdrawCharter{},
		&membershiptypes.MsgAnnulCharter{})

	// Who is invited, and who gets a place back. What protects a member's own
	// keys (vetoes, guardians, freezes, claims) is never a resolution's matter.
	allow(list, ordinary(membershiptypes.SubjectAdmission),
		&membershiptypes.MsgInvite{}, &membershiptypes.MsgWithdrawInvitation{})
	allow(list, ordinary(membershiptypes.SubjectRecovery),
		&membershiptypes.MsgRecover{}, &membershiptypes.MsgStopRecovery{})
	allow(list, special(membershiptypes.SubjectInPerson), &membershiptypes.MsgRecoverInPerson{})

	// What comes of charges, and what is published.
	allow(list, ordinary(membershiptypes.SubjectDiscipline),
		&membershiptypes.MsgCharge{}, &membershiptypes.MsgWithdrawCharge{}, &membershiptypes.MsgEndMediation{},
		&membershiptypes.MsgRecordNotice{}, &membershiptypes.MsgDecideCase{}, &membershiptypes.MsgSuspendMember{})
	allow(list, ordinary(membershiptypes.SubjectAppeals), &membershiptypes.MsgDecideAppeal{})
	allow(list, ordinary(membershiptypes.SubjectDocuments),
		&membershiptypes.MsgPublishDocument{}, &membershiptypes.MsgWithdrawDocument{})
	allow(list, ordinary(membershiptypes.SubjectFederation),
		&membershiptypes.MsgJoinCharge{}, &membershiptypes.MsgAcknowledgeCharge{}, &membershiptypes.MsgReplyToCharge{},
		&membershiptypes.MsgAppeal{})
}

// allowFederation: what the co-op does as a member of another, meets about and pays.
func allowFederation(list governancetypes.AllowList) {
	// What the co-op does as a member of another.
	allow(list, ordinary(membershiptypes.SubjectFederation),
		&membershiptypes.MsgApply{}, &membershiptypes.MsgLeave{}, &membershiptypes.MsgAskClass{},
		&membershiptypes.MsgContestNotice{}, &governancetypes.MsgPropose{}, &governancetypes.MsgAmend{},
		&governancetypes.MsgSecond{}, &governancetypes.MsgVote{}, &governancetypes.MsgWithdraw{})
	allow(list, special(membershiptypes.SubjectRescission), &governancetypes.MsgRescind{})
	allow(list, ordinary(membershiptypes.SubjectSeat), &validatorstypes.MsgSetOperator{})

	// General meetings: the co-op's own, and those of another it is a member of.
	allow(list, ordinary(membershiptypes.SubjectMeetings),
		&governancetypes.MsgConveneMeeting{}, &governancetypes.MsgAdjournMeeting{}, &governancetypes.MsgCloseMeeting{},
		&governancetypes.MsgCancelMeeting{}, &governancetypes.MsgRecordMinutes{})
	allow(list, ordinary(membershiptypes.SubjectFederation),
		&governancetypes.MsgRequisition{}, &governancetypes.MsgSignRequisition{}, &governancetypes.MsgTable{},
		&governancetypes.MsgAttend{}, &governancetypes.MsgDisputeSheet{}, &governancetypes.MsgTripBreaker{},
		&treasurytypes.MsgRequestPayment{}, &treasurytypes.MsgApprovePayment{}, &treasurytypes.MsgWithdrawPayment{},
		&treasurytypes.MsgObjectToPayment{}, &treasurytypes.MsgAnnouncePayout{}, &treasurytypes.MsgDropPayout{},
		&treasurytypes.MsgWithdraw{}, &treasurytypes.MsgStopWithdrawal{}, &treasurytypes.MsgSubscribe{}, &treasurytypes.MsgRedeem{},
		&treasurytypes.MsgTransferShares{}, &treasurytypes.MsgDisputeSetOff{}, &surplustypes.MsgDisputePatronage{},
		&surplustypes.MsgTakeShare{})

	// What a period has brought, and how it is shared.
	allow(list, ordinary(membershiptypes.SubjectAccounts),
		&surplustypes.MsgPresentAccounts{}, &surplustypes.MsgApproveAccounts{}, &surplustypes.MsgReopenAccounts{},
		&surplustypes.MsgRecordPatronage{}, &surplustypes.MsgAnswerDispute{})

	// What it pays, and what its receipts are for. A bare transfer says neither
	// which fund pays nor what for, so the bank's own messages are not here.
	allow(list, ordinary(membershiptypes.SubjectPayments),
		&treasurytypes.MsgPay{}, &treasurytypes.MsgPayOutside{}, &treasurytypes.MsgMove{}, &treasurytypes.MsgClassify{},
		&treasurytypes.MsgOpenBudget{}, &treasurytypes.MsgCloseBudget{}, &treasurytypes.MsgRefusePayment{},
		&treasurytypes.MsgRetryPayment{}, &treasurytypes.MsgReleasePayment{}, &treasurytypes.MsgSuspendWithdrawals{},
		&treasurytypes.MsgWaiveDues{}, &treasurytypes.MsgLockPeriod{}, &treasurytypes.MsgStopRedemption{},
		&treasurytypes.MsgApproveTransfer{}, &treasurytypes.MsgPayInterest{}, &treasurytypes.MsgBringInLots{},
		&treasurytypes.MsgAnnounceSetOff{}, &treasurytypes.MsgDecideSetOff{})
}

// allowLedger: what the root federation decides about the ledger itself.
func allowLedger(list governancetypes.AllowList) {
	// What the root federation decides about the chain.
	allow(list, governancetypes.Permission{Subject: membershiptypes.SubjectAdmission, RootOnly: true}, &membershiptypes.MsgFound{})
	allow(list, root(membershiptypes.SubjectSeats),
		&validatorstypes.MsgAddSeat{}, &validatorstypes.MsgRemoveSeat{})
	allow(list, root(membershiptypes.SubjectChain),
		&chaintypes.MsgAllot{}, &chaintypes.MsgUpdateConsensusParams{}, &chaintypes.MsgUpdateParams{},
		&chaintypes.MsgSetZone{}, &membershiptypes.MsgUpdateParams{}, &governancetypes.MsgUpdateParams{},
		&treasurytypes.MsgUpdateParams{}, &surplustypes.MsgUpdateParams{}, &validatorstypes.MsgUpdateParams{})
	allow(list, urgent(membershiptypes.SubjectChain),
		&chaintypes.MsgScheduleUpgrade{}, &chaintypes.MsgCancelUpgrade{}, &governancetypes.MsgLiftBreaker{})
}

func url(message sdk.Msg) string { return sdk.MsgTypeURL(message) }
