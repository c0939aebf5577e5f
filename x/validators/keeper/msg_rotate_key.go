package keeper

import (
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/coopledger/coopledger/x/validators/types"
)

// RotateKey queues a new consensus key for a seat. The old one stays known for
// evidence and signs on until two blocks after the change.
func (k msgServer) RotateKey(ctx context.Context, msg *types.MsgRotateKey) (*types.MsgRotateKeyResponse, error) {
	seat, operator, err := k.seatOfOperator(ctx, msg.Operator, msg.CoopId)
	if err != nil {
		return nil, err
	}
	if !seat.CanRotate() {
		return nil, types.ErrSeatState.Wrapf("the seat of co-op %d is %s; its key can't be rotated now", seat.CoopId, seat.Words())
	}
	if seat.NextPubkey != nil {
		return nil, types.ErrSeatState.Wrapf("a new key of co-op %d waits in the queue already; `coopd q validators changes` shows it", seat.CoopId)
	}
	params, err := k.Params.Get(ctx)
	if err != nil {
		return nil, err
	}
	now := height(ctx)
	allowed := seat.LastRotationHeight + int64(params.RotationIntervalBlocks)
	if seat.LastRotationHeight != 0 && now >= seat.LastRotationHeight && now < allowed {
		return nil, types.ErrTooEarly.Wrapf("the key of co-op %d was rotated at height %d and can be rotated again at height %d, in %d blocks",
			seat.CoopId, seat.LastRotationHeight, allowed, allowed-now)
	}
	key, err := types.ParseConsensusKey(msg.ConsensusPubkey)
	if err != nil {
		return nil, err
	}
	chainID := sdk.UnwrapSDKContext(ctx).ChainID()
	if err := types.VerifyConsensusKeyProof(key, msg.Proof, chainID, seat.CoopId, operator); err != nil {
		return nil, err
	}
	if err := k.checkKeyFree(ctx, seat.CoopId, key, false); err != nil {
		return nil, err
	}
	if err := k.claimKey(ctx, seat.CoopId, key); err != nil {
		return nil, err
	}
	seat.NextPubkey = msg.ConsensusPubkey
	if err := k.Seats.Set(ctx, seat.CoopId, seat); err != nil {
		return nil, err
	}
	return &types.MsgRotateKeyResponse{}, k.queue(ctx, types.Change{CoopId: seat.CoopId, Kind: types.ChangeKind_CHANGE_KIND_ROTATE})
}
