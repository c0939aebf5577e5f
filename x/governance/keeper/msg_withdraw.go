package keeper

import (
	"context"

	"github.com/coopledger/coopledger/x/governance/types"
)

// Withdraw takes a resolution back before voting opens.
func (k msgServer) Withdraw(ctx context.Context, msg *types.MsgWithdraw) (*types.MsgWithdrawResponse, error) {
	now, err := k.chain.Now(ctx)
	if err != nil {
		return nil, err
	}
	r, err := k.GetResolution(ctx, msg.ResolutionId)
	if err != nil {
		return nil, err
	}
	if err := k.requireProposer(ctx, r, msg.Proposer, "withdraw"); err != nil {
		return nil, err
	}
	if err := requireStatus(r, "withdraw", types.Status_STATUS_DRAFT, types.Status_STATUS_DISCUSSION, types.Status_STATUS_TABLED); err != nil {
		return nil, err
	}
	if err := k.takeOffAgenda(ctx, &r); err != nil {
		return nil, err
	}
	if err := k.letRollGo(ctx, r); err != nil {
		return nil, err
	}
	return &types.MsgWithdrawResponse{}, k.move(ctx, &r, types.Status_STATUS_WITHDRAWN, 0, now)
}
