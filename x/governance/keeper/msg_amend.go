package keeper

import (
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"

	chaintypes "github.com/coopledger/coopledger/x/chain/types"
	"github.com/coopledger/coopledger/x/governance/types"
)

// Amend replaces a resolution's text and messages before voting opens. Its
// seconds are lost, its rules are drawn anew, and it is a draft again. A vote that
// can't open leaves it as it was.
func (k msgServer) Amend(ctx context.Context, msg *types.MsgAmend) (*types.MsgAmendResponse, error) {
	return chaintypes.Atomically(ctx, func(ctx context.Context) (*types.MsgAmendResponse, error) { return k.amend(ctx, msg) })
}

func (k *Keeper) amend(ctx context.Context, msg *types.MsgAmend) (*types.MsgAmendResponse, error) {
	now, err := k.chain.Now(ctx)
	if err != nil {
		return nil, err
	}
	r, err := k.GetResolution(ctx, msg.ResolutionId)
	if err != nil {
		return nil, err
	}
	if err := k.requireProposer(ctx, r, msg.Proposer, "amend"); err != nil {
		return nil, err
	}
	if err := requireStatus(r, "amend", types.Status_STATUS_DRAFT, types.Status_STATUS_DISCUSSION, types.Status_STATUS_TABLED); err != nil {
		return nil, err
	}
	content := types.Content{
		Title: msg.Title, Summary: msg.Summary, Document: msg.Document, Rule: msg.Rule, Messages: msg.Messages,
	}
	terms, _, err := k.draw(ctx, r.CoopId, content)
	if err != nil {
		return nil, err
	}
	if r.ForMeeting {
		if err := fitForMeeting(terms); err != nil {
			return nil, err
		}
	}
	if err := k.clearSeconders(ctx, r.Id); err != nil {
		return nil, err
	}
	if err := k.forgetRecord(ctx, &r); err != nil {
		return nil, err
	}
	r.Seconds = 0
	if err := k.takeOffAgenda(ctx, &r); err != nil {
		return nil, err
	}
	if err := k.setText(ctx, &r, content, terms); err != nil {
		return nil, err
	}
	if err := sdk.UnwrapSDKContext(ctx).EventManager().EmitTypedEvent(&types.EventAmended{ResolutionId: r.Id}); err != nil {
		return nil, err
	}
	return &types.MsgAmendResponse{}, k.begin(ctx, &r, terms, now)
}
