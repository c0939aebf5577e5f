package keeper

import (
	"context"
	"errors"
	"fmt"

	"cosmossdk.io/collections"
	"cosmossdk.io/core/comet"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/coopledger/coopledger/x/validators/types"
)

// punishDoubleSigning goes through the evidence that CometBFT has verified and
// put into this block. CometBFT bounds how much of it a block holds.
func (k *Keeper) punishDoubleSigning(ctx context.Context) error {
	info := sdk.UnwrapSDKContext(ctx).CometInfo()
	if info == nil {
		return nil
	}
	list := info.GetEvidence()
	for i := range list.Len() {
		evidence := list.Get(i)
		if evidence.Type() != comet.DuplicateVote && evidence.Type() != comet.LightClientAttack {
			continue
		}
		if err := k.punish(ctx, evidence.Validator().Address(), evidence.Height()); err != nil {
			return err
		}
	}
	return nil
}

// punish bans the key, whether it is a seat's now or was one before, and
// condemns the seat of the co-op that held it, with the keys it has now. A
// second piece of evidence against the same key changes nothing: the members
// may have appointed the co-op again meanwhile.
func (k *Keeper) punish(ctx context.Context, consensusAddress []byte, evidenceHeight int64) error {
	logger := sdk.UnwrapSDKContext(ctx).Logger().With("module", types.ModuleName)
	owner, err := k.KeyOwners.Get(ctx, consensusAddress)
	if errors.Is(err, collections.ErrNotFound) {
		logger.Info("evidence names a key that no seat holds or held", "key", fmt.Sprintf("%X", consensusAddress), "height", evidenceHeight)
		return nil
	}
	if err != nil {
		return err
	}
	if owner.Banned {
		logger.Info("evidence names a key that is banned already", "key", fmt.Sprintf("%X", consensusAddress), "height", evidenceHeight)
		return nil
	}
	if err := k.banKey(ctx, consensusAddress); err != nil {
		return err
	}
	if err := emit(ctx, &types.EventDoubleSigned{CoopId: owner.CoopId, Height: evidenceHeight}); err != nil {
		return err
	}
	seat, found, err := k.findSeat(ctx, owner.CoopId)
	if err != nil || !found {
		return err
	}
	if err := k.withdrawChanges(ctx, &seat); err != nil {
		return err
	}
	key, err := seat.Key()
	if err != nil {
		return err
	}
	if err := k.banKey(ctx, key.Address()); err != nil {
		return err
	}
	if !seat.HasPower() {
		return k.dropSeat(ctx, seat, types.SeatReason_SEAT_REASON_DOUBLE_SIGNED)
	}
	return k.moveSeat(ctx, &seat, types.SeatState_SEAT_STATE_CONDEMNED, types.SeatReason_SEAT_REASON_DOUBLE_SIGNED)
}
