package keeper

import (
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"

	chaintypes "github.com/coopledger/coopledger/x/chain/types"
	"github.com/coopledger/coopledger/x/governance/types"
)

// Propose opens a draft and, where no seconders and no discussion are needed,
// takes it straight to the vote. A vote that can't open leaves nothing behind.
func (k msgServer) Propose(ctx context.Context, msg *types.MsgPropose) (*types.MsgProposeResponse, error) {
	return chaintypes.Atomically(ctx, func(ctx context.Context) (*types.MsgProposeResponse, error) { return k.propose(ctx, msg) })
}

func (k *Keeper) propose(ctx context.Context, msg *types.MsgPropose) (*types.MsgProposeResponse, error) {
	now, err := k.chain.Now(ctx)
	if err != nil {
		return nil, err
	}
	// Who takes no part learns nothing of how it would be decided.
	if _, err := k.actingMember(ctx, msg.CoopId, msg.Proposer); err != nil {
		return nil, err
	}
	content := types.Content{
		Title: msg.Title, Summary: msg.Summary, Document: msg.Document, Rule: msg.Rule, Messages: msg.Messages,
	}
	terms, charter, err := k.draw(ctx, msg.CoopId, content)
	if err != nil {
		return nil, err
	}
	if msg.ForMeeting {
		if err := fitForMeeting(terms); err != nil {
			return nil, err
		}
	}
	member, err := k.settingAgenda(ctx, msg.CoopId, terms, msg.Proposer, "propose", false)
	if err != nil {
		return nil, err
	}
	if err := k.checkRoomFor(ctx, member, charter); err != nil {
		return nil, err
	}
	id, err := k.NextResolutionID.Next(ctx)
	if err != nil {
		return nil, err
	}
	r := types.Resolution{Id: id, CoopId: msg.CoopId, ProposerMemberId: member.MemberId, ProposedAt: now, ForMeeting: msg.ForMeeting}
	if err := k.setText(ctx, &r, content, terms); err != nil {
		return nil, err
	}
	if err := sdk.UnwrapSDKContext(ctx).EventManager().EmitTypedEvent(&types.EventProposed{
		ResolutionId: id, CoopId: r.CoopId, ProposerMemberId: r.ProposerMemberId, Title: content.Title,
	}); err != nil {
		return nil, err
	}
	return &types.MsgProposeResponse{ResolutionId: id}, k.begin(ctx, &r, terms, now)
}
