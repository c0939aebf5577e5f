package app

import (
	"context"
	"errors"

	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"

	governancetypes "github.com/coopledger/coopledger/x/governance/types"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
	surplustypes "github.com/coopledger/coopledger/x/surplus/types"
	treasurytypes "github.com/coopledger/coopledger/x/treasury/types"
)

// places tells the ante handler whose free transaction it has before it.
type places struct{ keepers Keepers }

// CoopOf says in which co-op a member's message acts. Messages that members
// don't send as members (payments, founding) are not free.
func (p places) CoopOf(ctx context.Context, message sdk.Msg) (uint64, bool, error) {
	if inCoop, ok := message.(interface{ GetCoopId() uint64 }); ok {
		return inCoop.GetCoopId(), sentByMembers(message), nil
	}
	switch m := message.(type) {
	case *governancetypes.MsgAmend, *governancetypes.MsgSecond, *governancetypes.MsgVote,
		*governancetypes.MsgWithdraw, *governancetypes.MsgEnterBallots:
		return p.ofResolution(ctx, m.(interface{ GetResolutionId() uint64 }).GetResolutionId())
	case *governancetypes.MsgVoteAsDelegate:
		return m.MemberCoopId, true, nil
	case *governancetypes.MsgTripBreaker:
		return coopOfTrip(m), true, nil
	case *governancetypes.MsgSignRequisition:
		coop, err := p.keepers.Governance.CoopOfRequisition(ctx, m.RequisitionId)
		return coop, err == nil, err
	case interface{ GetMeetingId() uint64 }:
		coop, err := p.keepers.Governance.CoopOfMeeting(ctx, m.GetMeetingId())
		return coop, err == nil, err
	default:
		return 0, false, nil
	}
}

// sentByMembers lists what members send in the co-op that the message names.
func sentByMembers(message sdk.Msg) bool {
	switch message.(type) {
	case *governancetypes.MsgPropose, *governancetypes.MsgConveneMeeting, *governancetypes.MsgRequisition,
		*membershiptypes.MsgAdmit, *membershiptypes.MsgApply, *membershiptypes.MsgLeave, *membershiptypes.MsgSponsor,
		*membershiptypes.MsgObject, *membershiptypes.MsgCloseApplication, *membershiptypes.MsgAskClass,
		*membershiptypes.MsgLapse, *membershiptypes.MsgRecordDeath, *membershiptypes.MsgConfirmDeath,
		*membershiptypes.MsgContestNotice, *membershiptypes.MsgWithdrawNotice, *membershiptypes.MsgImportMembers,
		*membershiptypes.MsgRegisterCharter, *membershiptypes.MsgAnnulCharter, *membershiptypes.MsgAddKey,
		*membershiptypes.MsgRemoveKey, *membershiptypes.MsgInvite, *membershiptypes.MsgConfirmInvitation,
		*membershiptypes.MsgWithdrawInvitation, *membershiptypes.MsgClaim, *membershiptypes.MsgSetGuardians,
		*membershiptypes.MsgStartRecovery, *membershiptypes.MsgSupportRecovery, *membershiptypes.MsgVetoRecovery,
		*membershiptypes.MsgFreeze, *membershiptypes.MsgKeepKey, *membershiptypes.MsgCharge,
		*membershiptypes.MsgJoinCharge, *membershiptypes.MsgWithdrawCharge, *membershiptypes.MsgEndMediation,
		*membershiptypes.MsgRecordNotice, *membershiptypes.MsgAcknowledgeCharge, *membershiptypes.MsgReplyToCharge,
		*membershiptypes.MsgAppeal, *membershiptypes.MsgSuspendMember, *membershiptypes.MsgPublishDocument,
		*membershiptypes.MsgWithdrawDocument,
		*treasurytypes.MsgClassify, *treasurytypes.MsgPost, *treasurytypes.MsgReverse, *treasurytypes.MsgApproveEntry,
		*treasurytypes.MsgRequestPayment, *treasurytypes.MsgApprovePayment, *treasurytypes.MsgRefusePayment,
		*treasurytypes.MsgWithdrawPayment, *treasurytypes.MsgObjectToPayment, *treasurytypes.MsgRetryPayment,
		*treasurytypes.MsgReleasePayment, *treasurytypes.MsgAttest, *treasurytypes.MsgRecordPaymentFile,
		*treasurytypes.MsgConfirmPaymentFile, *treasurytypes.MsgReturnPayment, *treasurytypes.MsgReconcile, *treasurytypes.MsgApproveReconciliation,
		*treasurytypes.MsgImportBalance, *treasurytypes.MsgApproveBalance,
		*treasurytypes.MsgAnnouncePayout, *treasurytypes.MsgDropPayout, *treasurytypes.MsgWithdraw, *treasurytypes.MsgStopWithdrawal,
		*treasurytypes.MsgSubscribe, *treasurytypes.MsgRedeem, *treasurytypes.MsgStopRedemption, *treasurytypes.MsgTransferShares,
		*treasurytypes.MsgApproveTransfer, *treasurytypes.MsgAccrueInterest, *treasurytypes.MsgAnnounceSetOff,
		*treasurytypes.MsgDisputeSetOff, *treasurytypes.MsgExecuteSetOff,
		*treasurytypes.MsgLockPeriod, *treasurytypes.MsgSetRate, *treasurytypes.MsgRevalue,
		*surplustypes.MsgRecordPatronage, *surplustypes.MsgDisputePatronage, *surplustypes.MsgAnswerDispute,
		*surplustypes.MsgPresentAccounts, *surplustypes.MsgTakeShare:
		return true
	default:
		return false
	}
}

func (p places) ofResolution(ctx context.Context, id uint64) (uint64, bool, error) {
	coop, err := p.keepers.Governance.CoopOf(ctx, id)
	return coop, err == nil, err
}

// MemberOf is the member that an address may act for; a suspended one too, since
// it has much to say in its own case, and a former one, or its representative,
// that withdraws what it is owed, or disputes what would be taken out of it.
func (p places) MemberOf(ctx context.Context, coopID uint64, address []byte, messages []sdk.Msg) (uint64, error) {
	member, err := p.keepers.Membership.MemberByKey(ctx, coopID, address)
	if err == nil && !member.HoldsPlace() {
		err = membershiptypes.ErrNotAMember.Wrapf("member %d of co-op %d is %s", member.MemberId, coopID, member.State.Word())
	}
	if err == nil || !errors.Is(err, membershiptypes.ErrNotAMember) {
		return member.MemberId, err
	}
	if owner, owned, lookup := p.creditorOf(ctx, coopID, address, messages); lookup != nil || owned {
		return owner, lookup
	}
	return 0, err
}

// creditorOf is the one member whose passbook all the messages are about, if the
// co-op owes it something and the address acts for its money.
func (p places) creditorOf(ctx context.Context, coopID uint64, address []byte, messages []sdk.Msg) (uint64, bool, error) {
	var creditor uint64
	for i, message := range messages {
		memberID, err := p.passbookOf(ctx, coopID, message)
		if err != nil || memberID == 0 || i > 0 && memberID != creditor {
			return 0, false, err
		}
		creditor = memberID
	}
	owed, err := p.keepers.Treasury.OwesTo(ctx, coopID, creditor, address)
	return creditor, owed, err
}

// passbookOf is the member whose passbook a message is about; zero if about none.
func (p places) passbookOf(ctx context.Context, coopID uint64, message sdk.Msg) (uint64, error) {
	switch m := message.(type) {
	case *treasurytypes.MsgAnnouncePayout, *treasurytypes.MsgDropPayout, *treasurytypes.MsgWithdraw, *treasurytypes.MsgDisputeSetOff:
		return m.(interface{ GetMemberId() uint64 }).GetMemberId(), nil
	case *treasurytypes.MsgStopWithdrawal:
		withdrawal, err := p.keepers.Treasury.Withdrawals.Get(ctx, collections.Join(coopID, m.WithdrawalId))
		if errors.Is(err, collections.ErrNotFound) {
			return 0, nil
		}
		return withdrawal.MemberId, err
	default:
		return 0, nil
	}
}

// IsAdmitted says whether a co-op has free transactions without an allotment of
// its own: the root federation and its member co-ops have.
func (p places) IsAdmitted(ctx context.Context, coopID uint64) (bool, error) {
	if coopID == membershiptypes.RootCoopID {
		return true, nil
	}
	return p.keepers.Membership.IsActiveMemberCoop(ctx, membershiptypes.RootCoopID, coopID)
}

// ComesFirst is for whoever trips the circuit breaker with the power to: a flood
// must not keep it out.
func (p places) ComesFirst(ctx context.Context, message sdk.Msg, memberID uint64) (bool, error) {
	trip, ok := message.(*governancetypes.MsgTripBreaker)
	if !ok {
		return false, nil
	}
	coopID := coopOfTrip(trip)
	holds, err := p.keepers.Membership.HasPower(ctx, coopID, memberID, membershiptypes.PowerBreak)
	if err != nil || !holds || coopID == membershiptypes.RootCoopID {
		return holds, err
	}
	// A co-op that the root federation has not given the power can't give a place in the lane.
	coop, err := p.keepers.Membership.MemberByKey(ctx, membershiptypes.RootCoopID, membershiptypes.CoopAccount(coopID))
	if errors.Is(err, membershiptypes.ErrNotAMember) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	return p.keepers.Membership.HasPower(ctx, membershiptypes.RootCoopID, coop.MemberId, membershiptypes.PowerBreak)
}

// coopOfTrip is the co-op in which the signer acts: the one that it speaks for, or
// the root federation.
func coopOfTrip(trip *governancetypes.MsgTripBreaker) uint64 {
	return max(trip.MemberCoopId, membershiptypes.RootCoopID)
}

// OperatorOf is the co-op whose seat an address operates.
func (p places) OperatorOf(ctx context.Context, address []byte) (uint64, bool, error) {
	return p.keepers.Validators.SeatByOperator(ctx, address)
}
