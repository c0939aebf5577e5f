package app

import (
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"

	governancetypes "github.com/coopledger/coopledger/x/governance/types"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

// places tells the ante handler whose free transaction it has before it.
type places struct{ keepers Keepers }

// CoopOf says in which co-op a member's message acts. Messages that members
// don't send as members (payments, founding) are not free.
func (p places) CoopOf(ctx context.Context, message sdk.Msg) (uint64, bool, error) {
	switch m := message.(type) {
	case *governancetypes.MsgPropose:
		return m.CoopId, true, nil
	case *governancetypes.MsgAmend:
		return p.ofResolution(ctx, m.ResolutionId)
	case *governancetypes.MsgSecond:
		return p.ofResolution(ctx, m.ResolutionId)
	case *governancetypes.MsgVote:
		return p.ofResolution(ctx, m.ResolutionId)
	case *governancetypes.MsgVoteAsDelegate:
		return m.MemberCoopId, true, nil
	case *governancetypes.MsgTripBreaker:
		return coopOfTrip(m), true, nil
	case *governancetypes.MsgWithdraw:
		return p.ofResolution(ctx, m.ResolutionId)
	case *governancetypes.MsgConveneMeeting:
		return m.CoopId, true, nil
	case *governancetypes.MsgRequisition:
		return m.CoopId, true, nil
	case *governancetypes.MsgSignRequisition:
		coop, err := p.keepers.Governance.CoopOfRequisition(ctx, m.RequisitionId)
		return coop, err == nil, err
	case *governancetypes.MsgEnterBallots:
		return p.ofResolution(ctx, m.ResolutionId)
	case interface{ GetMeetingId() uint64 }:
		coop, err := p.keepers.Governance.CoopOfMeeting(ctx, m.GetMeetingId())
		return coop, err == nil, err
	case *membershiptypes.MsgAdmit:
		return m.CoopId, true, nil
	case *membershiptypes.MsgApply:
		return m.CoopId, true, nil
	case *membershiptypes.MsgLeave:
		return m.CoopId, true, nil
	case *membershiptypes.MsgSponsor:
		return m.CoopId, true, nil
	case *membershiptypes.MsgObject:
		return m.CoopId, true, nil
	case *membershiptypes.MsgCloseApplication:
		return m.CoopId, true, nil
	case *membershiptypes.MsgAskClass:
		return m.CoopId, true, nil
	case *membershiptypes.MsgLapse:
		return m.CoopId, true, nil
	case *membershiptypes.MsgRecordDeath:
		return m.CoopId, true, nil
	case *membershiptypes.MsgConfirmDeath:
		return m.CoopId, true, nil
	case *membershiptypes.MsgContestNotice:
		return m.CoopId, true, nil
	case *membershiptypes.MsgWithdrawNotice:
		return m.CoopId, true, nil
	case *membershiptypes.MsgImportMembers:
		return m.CoopId, true, nil
	case *membershiptypes.MsgRegisterCharter:
		return m.CoopId, true, nil
	case *membershiptypes.MsgAnnulCharter:
		return m.CoopId, true, nil
	case *membershiptypes.MsgAddKey:
		return m.CoopId, true, nil
	case *membershiptypes.MsgRemoveKey:
		return m.CoopId, true, nil
	case *membershiptypes.MsgInvite:
		return m.CoopId, true, nil
	case *membershiptypes.MsgConfirmInvitation:
		return m.CoopId, true, nil
	case *membershiptypes.MsgWithdrawInvitation:
		return m.CoopId, true, nil
	case *membershiptypes.MsgClaim:
		return m.CoopId, true, nil
	case *membershiptypes.MsgSetGuardians:
		return m.CoopId, true, nil
	case *membershiptypes.MsgStartRecovery:
		return m.CoopId, true, nil
	case *membershiptypes.MsgSupportRecovery:
		return m.CoopId, true, nil
	case *membershiptypes.MsgVetoRecovery:
		return m.CoopId, true, nil
	case *membershiptypes.MsgFreeze:
		return m.CoopId, true, nil
	case *membershiptypes.MsgKeepKey:
		return m.CoopId, true, nil
	case *membershiptypes.MsgCharge:
		return m.CoopId, true, nil
	case *membershiptypes.MsgJoinCharge:
		return m.CoopId, true, nil
	case *membershiptypes.MsgWithdrawCharge:
		return m.CoopId, true, nil
	case *membershiptypes.MsgEndMediation:
		return m.CoopId, true, nil
	case *membershiptypes.MsgRecordNotice:
		return m.CoopId, true, nil
	case *membershiptypes.MsgAcknowledgeCharge:
		return m.CoopId, true, nil
	case *membershiptypes.MsgReplyToCharge:
		return m.CoopId, true, nil
	case *membershiptypes.MsgAppeal:
		return m.CoopId, true, nil
	case *membershiptypes.MsgSuspendMember:
		return m.CoopId, true, nil
	case *membershiptypes.MsgPublishDocument:
		return m.CoopId, true, nil
	case *membershiptypes.MsgWithdrawDocument:
		return m.CoopId, true, nil
	default:
		return 0, false, nil
	}
}

func (p places) ofResolution(ctx context.Context, id uint64) (uint64, bool, error) {
	coop, err := p.keepers.Governance.CoopOf(ctx, id)
	return coop, err == nil, err
}

// MemberOf is the member that an address may act for; a suspended one too, since
// it has much to say in its own case.
func (p places) MemberOf(ctx context.Context, coopID uint64, address []byte) (uint64, error) {
	member, err := p.keepers.Membership.MemberByKey(ctx, coopID, address)
	if err != nil {
		return 0, err
	}
	if !member.HoldsPlace() {
		return 0, membershiptypes.ErrNotAMember.Wrapf("member %d of co-op %d is %s", member.MemberId, coopID, member.State.Word())
	}
	return member.MemberId, nil
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
	return p.keepers.Membership.HasPower(ctx, coopOfTrip(trip), memberID, membershiptypes.PowerBreak)
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
