package keeper

import (
	"bytes"
	"context"

	errorsmod "cosmossdk.io/errors"

	"github.com/coopledger/coopledger/x/governance/types"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

// Rescind takes back what the same co-op has passed while it waits for its
// timelock, or while the breaker holds it back. Whether that ends in the block that executes this depends on the
// order of a block: what has passed is executed before timelocks end, so the one
// that rescinds comes first.
func (k msgServer) Rescind(ctx context.Context, msg *types.MsgRescind) (*types.MsgRescindResponse, error) {
	now, err := k.chain.Now(ctx)
	if err != nil {
		return nil, err
	}
	r, err := k.GetResolution(ctx, msg.ResolutionId)
	if err != nil {
		return nil, err
	}
	signer, err := k.addresses.StringToBytes(msg.Authority)
	if err != nil || !bytes.Equal(signer, membershiptypes.CoopAccount(r.CoopId)) {
		return nil, errorsmod.Wrapf(types.ErrUnauthorized, "resolution %d is co-op %d's; only a resolution of its own takes it back", r.Id, r.CoopId)
	}
	if held, err := k.heldBack(ctx, r); err != nil {
		return nil, err
	} else if held {
		return &types.MsgRescindResponse{}, k.move(ctx, &r, types.Status_STATUS_RESCINDED, 0, now)
	}
	if err := requireStatus(r, "rescind", types.Status_STATUS_TIMELOCK); err != nil {
		return nil, err
	}
	return &types.MsgRescindResponse{}, k.move(ctx, &r, types.Status_STATUS_RESCINDED, 0, now)
}

// heldBack says whether a resolution has passed and can't be executed, since the
// breaker is on.
func (k *Keeper) heldBack(ctx context.Context, r types.Resolution) (bool, error) {
	if r.Status != types.Status_STATUS_PASSED {
		return false, nil
	}
	content, err := k.Contents.Get(ctx, r.Id)
	if err != nil {
		return false, err
	}
	until, err := k.heldBackUntil(ctx, content.Messages)
	return until > 0, err
}
