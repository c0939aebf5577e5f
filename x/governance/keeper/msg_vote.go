package keeper

import (
	"context"

	errorsmod "cosmossdk.io/errors"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/coopledger/coopledger/x/governance/types"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

// Vote casts a member's ballot or replaces it. It never loops over members or
// ballots: it reads the resolution, whom the key acts for, that member's packed
// record and the tally.
func (k msgServer) Vote(ctx context.Context, msg *types.MsgVote) (*types.MsgVoteResponse, error) {
	now, err := k.chain.Now(ctx)
	if err != nil {
		return nil, err
	}
	r, err := k.GetResolution(ctx, msg.ResolutionId)
	if err != nil {
		return nil, err
	}
	if err := requireStatus(r, "vote on", types.Status_STATUS_VOTING); err != nil {
		return nil, err
	}
	if now >= r.DueAt {
		return nil, errorsmod.Wrapf(types.ErrVotingEnded, "voting on resolution %d ended on %s; ballots cast before that count", r.Id, types.Date(r.DueAt))
	}
	choice, valid := types.Pack(msg.Choice, r.Consent)
	if !valid {
		return nil, refuseChoice(r, msg.Choice)
	}
	member, err := k.actingMember(ctx, r.CoopId, msg.Voter)
	if err != nil {
		return nil, err
	}
	classID, onRoll := member.ClassAt(r.RollSequence)
	if !onRoll {
		return nil, refuseVoter(r, member)
	}
	before, err := k.castBallot(ctx, r, member.MemberId, classID, choice, 0)
	if err != nil {
		return nil, err
	}
	if r.FinalBallots {
		if err := k.closeEarly(ctx, &r, now); err != nil {
			return nil, err
		}
	}
	voted := types.EventVoted{
		ResolutionId: r.Id, MemberId: member.MemberId, Choice: msg.Choice, Replaced: before.Choice(r.Consent),
	}
	sdk.UnwrapSDKContext(ctx).EventManager().EmitEvent(voted.Event())
	return &types.MsgVoteResponse{}, nil
}

// refuseChoice says which choices there are.
func refuseChoice(r types.Resolution, choice types.Choice) error {
	choices := "yes, no or abstain"
	if r.Consent {
		choices = "yes, abstain or block, since it is decided by consent"
	}
	return errorsmod.Wrapf(types.ErrInvalidChoice, "%q is not a choice on resolution %d; vote %s", choice.Word(), r.Id, choices)
}

// refuseVoter says why an active member is not on a resolution's frozen roll.
func refuseVoter(r types.Resolution, member membershiptypes.Member) error {
	closed := types.Date(r.VotingOpenedAt)
	if member.JoinedAt >= r.VotingOpenedAt {
		return errorsmod.Wrapf(types.ErrNotOnRoll,
			"you became a member on %s, this resolution's roll closed on %s; you can vote on resolutions whose voting opens from now on",
			types.Date(member.JoinedAt), closed)
	}
	return errorsmod.Wrapf(types.ErrNotOnRoll,
		"you were in a class without a vote when this resolution's roll closed on %s; only members on the roll that day vote on it", closed)
}
