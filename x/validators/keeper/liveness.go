package keeper

import (
	"bytes"
	"context"
	"errors"

	cmtproto "github.com/cometbft/cometbft/proto/tendermint/types"

	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/coopledger/coopledger/x/validators/types"
)

// chunkBits is how many votes one stored record of the window covers: 128 bytes.
const chunkBits = 1_024

// countVotes records which seats signed the last block, and condemns at most
// one seat that missed too many. The end block turns that into jail if the set
// can spare the seat.
func (k *Keeper) countVotes(ctx context.Context) error {
	votes := sdk.UnwrapSDKContext(ctx).VoteInfos()
	if len(votes) == 0 {
		return nil
	}
	params, err := k.Params.Get(ctx)
	if err != nil {
		return err
	}
	var worst *types.Seat
	var worstMissed uint64
	for _, vote := range votes {
		seat, found, err := k.seatOfVote(ctx, vote.Validator.Address)
		if err != nil {
			return err
		}
		if !found || !seat.CountsLiveness() {
			continue
		}
		missed, err := k.recordVote(ctx, seat.CoopId, vote.BlockIdFlag == cmtproto.BlockIDFlagAbsent, params.LivenessWindowBlocks)
		if err != nil {
			return err
		}
		if missed <= params.MaxMissedBlocks {
			continue
		}
		if worst == nil || missed > worstMissed || (missed == worstMissed && seat.CoopId < worst.CoopId) {
			worst, worstMissed = &seat, missed
		}
	}
	if worst == nil {
		return nil
	}
	return k.condemnForMissing(ctx, worst, params)
}

func (k *Keeper) seatOfVote(ctx context.Context, consensusAddress []byte) (types.Seat, bool, error) {
	owner, err := k.KeyOwners.Get(ctx, consensusAddress)
	if errors.Is(err, collections.ErrNotFound) {
		return types.Seat{}, false, nil
	}
	if err != nil {
		return types.Seat{}, false, err
	}
	return k.findSeat(ctx, owner.CoopId)
}

func (k *Keeper) condemnForMissing(ctx context.Context, seat *types.Seat, params types.Params) error {
	quiet, err := k.isQuiet(ctx)
	if err != nil || quiet {
		return err
	}
	now, err := k.chain.Now(ctx)
	if err != nil {
		return err
	}
	seat.JailedUntil = now + int64(params.JailSeconds)
	return k.moveSeat(ctx, seat, types.SeatState_SEAT_STATE_CONDEMNED, types.SeatReason_SEAT_REASON_MISSED_BLOCKS)
}

// isQuiet says whether the chain stood still so lately that nobody is jailed:
// everybody was away then.
func (k *Keeper) isQuiet(ctx context.Context) (bool, error) {
	params, err := k.Params.Get(ctx)
	if err != nil {
		return false, err
	}
	gap, err := k.chain.LastGapHeight(ctx)
	if err != nil || gap == 0 {
		return false, err
	}
	return height(ctx) < gap+int64(params.GapQuietBlocks), nil
}

// recordVote stores whether a seat missed a block and returns how many it
// missed in the window. It writes only when a bit changes: a seat that signs
// everything costs no write.
func (k *Keeper) recordVote(ctx context.Context, coopID uint64, missed bool, windowBlocks uint64) (uint64, error) {
	liveness, err := k.Liveness.Get(ctx, coopID)
	isNew := errors.Is(err, collections.ErrNotFound)
	if err != nil && !isNew {
		return 0, err
	}
	now := height(ctx)
	if isNew || now < liveness.StartHeight { // before: heights of an earlier chain
		if err := k.clearLiveness(ctx, coopID); err != nil {
			return 0, err
		}
		liveness = types.Liveness{StartHeight: now}
		if err := k.Liveness.Set(ctx, coopID, liveness); err != nil {
			return 0, err
		}
	}
	index := uint64(now-liveness.StartHeight) % windowBlocks
	changed, err := k.setMissedVote(ctx, coopID, index, missed)
	if err != nil || !changed {
		return liveness.Missed, err
	}
	if missed {
		liveness.Missed++
	} else {
		liveness.Missed--
	}
	return liveness.Missed, k.Liveness.Set(ctx, coopID, liveness)
}

// setMissedVote sets or clears a bit and says whether that changed it.
func (k *Keeper) setMissedVote(ctx context.Context, coopID, index uint64, missed bool) (changed bool, err error) {
	chunk := collections.Join(coopID, index/chunkBits)
	bits, err := k.MissedVotes.Get(ctx, chunk)
	if errors.Is(err, collections.ErrNotFound) {
		bits, err = make([]byte, chunkBits/8), nil
	}
	if err != nil {
		return false, err
	}
	bits = bytes.Clone(bits) // what the store returned is the store's own
	place, mask := (index%chunkBits)/8, byte(1)<<(index%8)
	if (bits[place]&mask != 0) == missed {
		return false, nil
	}
	bits[place] ^= mask
	for _, eight := range bits {
		if eight != 0 {
			return true, k.MissedVotes.Set(ctx, chunk, bits)
		}
	}
	return true, k.MissedVotes.Remove(ctx, chunk)
}

// missedVotes lists the indexes of the missed blocks, ascending.
func (k *Keeper) missedVotes(ctx context.Context, coopID uint64) ([]uint64, error) {
	var missed []uint64
	ranger := collections.NewPrefixedPairRange[uint64, uint64](coopID)
	err := k.MissedVotes.Walk(ctx, ranger, func(key collections.Pair[uint64, uint64], bits []byte) (bool, error) {
		for i := range uint64(len(bits)) * 8 {
			if bits[i/8]&(1<<(i%8)) != 0 {
				missed = append(missed, key.K2()*chunkBits+i)
			}
		}
		return false, nil
	})
	return missed, err
}

func (k *Keeper) clearLiveness(ctx context.Context, coopID uint64) error {
	if err := k.Liveness.Remove(ctx, coopID); err != nil {
		return err
	}
	return k.MissedVotes.Clear(ctx, collections.NewPrefixedPairRange[uint64, uint64](coopID))
}
