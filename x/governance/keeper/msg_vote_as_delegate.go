package keeper

import (
	"context"
	"errors"

	"cosmossdk.io/collections"
	errorsmod "cosmossdk.io/errors"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/coopledger/coopledger/x/governance/types"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

// VoteAsDelegate casts a member co-op's ballot by a member to whom it has given
// the power "vote". It is the co-op's one ballot: the delegate may change it, the
// co-op's own resolution replaces it, and a delegate never replaces that.
func (k msgServer) VoteAsDelegate(ctx context.Context, msg *types.MsgVoteAsDelegate) (*types.MsgVoteAsDelegateResponse, error) {
	now, err := k.chain.Now(ctx)
	if err != nil {
		return nil, err
	}
	r, choice, err := k.votable(ctx, msg.ResolutionId, msg.Choice, now)
	if err != nil {
		return nil, err
	}
	delegate, err := k.actingMember(ctx, msg.MemberCoopId, msg.Delegate)
	if err != nil {
		return nil, err
	}
	if err := k.maySpeak(ctx, delegate, r); err != nil {
		return nil, err
	}
	member, err := k.actingMember(ctx, r.CoopId, membershiptypes.CoopAddress(msg.MemberCoopId))
	if err != nil {
		return nil, err
	}
	classID, err := k.voterClass(ctx, r, member)
	if err != nil {
		return nil, err
	}
	at := collections.Join(r.Id, member.MemberId)
	if err := k.coopIsSilent(ctx, r, at); err != nil {
		return nil, err
	}
	before, err := k.cast(ctx, &r, ballot{memberID: member.MemberId, classID: classID, choice: choice, delegated: true}, now)
	if err != nil {
		return nil, err
	}
	// Not before it is cast: a ballot that is refused changes no mark.
	if err := k.Delegated.Set(ctx, at, delegate.MemberId); err != nil {
		return nil, err
	}
	voted := types.EventVoted{
		ResolutionId: r.Id, MemberId: member.MemberId, Choice: msg.Choice, Replaced: before.Choice(r.Consent),
		DelegateMemberId: delegate.MemberId,
	}
	sdk.UnwrapSDKContext(ctx).EventManager().EmitEvent(voted.Event())
	return &types.MsgVoteAsDelegateResponse{}, nil
}

// maySpeak refuses whoever has not been given the power, or not for this.
func (k *Keeper) maySpeak(ctx context.Context, delegate membershiptypes.Member, r types.Resolution) error {
	grant, holds, err := k.membership.GrantOf(ctx, delegate.CoopId, delegate.MemberId, membershiptypes.PowerVote)
	if err != nil {
		return err
	}
	if !holds {
		return errorsmod.Wrapf(types.ErrNotDelegate, "member %d of co-op %d does not hold the power %q now; its members give it by a resolution",
			delegate.MemberId, delegate.CoopId, membershiptypes.PowerVote)
	}
	terms, err := k.Terms.Get(ctx, r.Id)
	if err != nil {
		return err
	}
	rules := make([]string, 0, len(terms.Rules))
	for _, rule := range terms.Rules {
		rules = append(rules, rule.Name)
	}
	if !grant.Scope.Covers(r.CoopId, terms.Subjects, rules) {
		return errorsmod.Wrapf(types.ErrNotDelegate,
			"resolution %d of co-op %d is about %v under the rules %v, which is beyond the scope that co-op %d gave you (%s); its members vote by a resolution of their own",
			r.Id, r.CoopId, terms.Subjects, rules, delegate.CoopId, grant.Scope.String())
	}
	return nil
}

// coopIsSilent refuses to let a delegate replace the co-op's own ballot.
func (k *Keeper) coopIsSilent(ctx context.Context, r types.Resolution, at collections.Pair[uint64, uint64]) error {
	standing, err := k.GetBallot(ctx, r.Id, at.K2())
	if err != nil || standing == types.PackedNone {
		return err
	}
	byDelegate, err := k.Delegated.Has(ctx, at)
	if err != nil || byDelegate {
		return err
	}
	return errorsmod.Wrapf(types.ErrCoopHasSpoken, "the co-op itself has voted %s on resolution %d, and a delegate can't change that",
		standing.Choice(r.Consent).Word(), r.Id)
}

// overridesDelegate says whether a co-op's own ballot replaces a delegate's, and
// forgets that one. For persons it reads nothing.
func (k *Keeper) overridesDelegate(ctx context.Context, resolutionID uint64, member membershiptypes.Member) (bool, error) {
	if member.MemberCoopId == 0 {
		return false, nil
	}
	at := collections.Join(resolutionID, member.MemberId)
	found, err := k.Delegated.Has(ctx, at)
	if err != nil || !found {
		return false, err
	}
	return true, k.Delegated.Remove(ctx, at)
}

// delegateOf says which delegate cast a ballot; zero if none did.
func (k *Keeper) delegateOf(ctx context.Context, resolutionID, memberID uint64) (uint64, error) {
	delegate, err := k.Delegated.Get(ctx, collections.Join(resolutionID, memberID))
	if errors.Is(err, collections.ErrNotFound) {
		return 0, nil
	}
	return delegate, err
}
