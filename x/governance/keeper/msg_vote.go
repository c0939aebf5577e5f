package keeper

import (
	"context"

	errorsmod "cosmossdk.io/errors"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/coopledger/coopledger/x/governance/types"
)

// Vote casts a member's ballot or replaces it. It never loops over members or
// ballots: it reads the resolution, whom the key acts for, that member's packed
// record and the tally.
func (k msgServer) Vote(ctx context.Context, msg *types.MsgVote) (*types.MsgVoteResponse, error) {
	now, err := k.chain.Now(ctx)
	if err != nil {
		return nil, err
	}
	r, choice, err := k.votable(ctx, msg.ResolutionId, msg.Choice, now)
	if err != nil {
		return nil, err
	}
	member, err := k.actingMember(ctx, r.CoopId, msg.Voter)
	if err != nil {
		return nil, err
	}
	classID, err := k.voterClass(ctx, r, member)
	if err != nil {
		return nil, err
	}
	replaces, err := k.overridesDelegate(ctx, r.Id, member)
	if err != nil {
		return nil, err
	}
	before, err := k.cast(ctx, &r, ballot{memberID: member.MemberId, classID: classID, choice: choice, replaces: replaces}, now)
	if err != nil {
		return nil, err
	}
	voted := types.EventVoted{
		ResolutionId: r.Id, MemberId: member.MemberId, Choice: msg.Choice, Replaced: before.Choice(r.Consent),
	}
	sdk.UnwrapSDKContext(ctx).EventManager().EmitEvent(voted.Event())
	return &types.MsgVoteResponse{}, nil
}

// votable finds a resolution that takes ballots now, and packs the choice.
func (k *Keeper) votable(ctx context.Context, id uint64, choice types.Choice, now int64) (types.Resolution, types.PackedChoice, error) {
	r, err := k.GetResolution(ctx, id)
	if err != nil {
		return r, types.PackedNone, err
	}
	if err := requireStatus(r, "vote on", types.Status_STATUS_VOTING); err != nil {
		return r, types.PackedNone, err
	}
	if now >= r.DueAt {
		return r, types.PackedNone, errorsmod.Wrapf(types.ErrVotingEnded,
			"voting on resolution %d ended on %s; ballots cast before that count", r.Id, types.Date(r.DueAt))
	}
	packed, valid := types.Pack(choice, r.Consent)
	if !valid {
		return r, types.PackedNone, refuseChoice(r, choice)
	}
	return r, packed, nil
}

// refuseChoice says which choices there are.
func refuseChoice(r types.Resolution, choice types.Choice) error {
	choices := "yes, no or abstain"
	if r.Consent {
		choices = "yes, abstain or block, since it is decided by consent"
	}
	return errorsmod.Wrapf(types.ErrInvalidChoice, "%q is not a choice on resolution %d; vote %s", choice.Word(), r.Id, choices)
}
