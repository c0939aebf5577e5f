package keeper

import (
	"context"
	"errors"
	"fmt"

	"cosmossdk.io/collections"
	errorsmod "cosmossdk.io/errors"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/coopledger/coopledger/x/chain/types"
)

// holding is a bucket as it is now, with the key it is kept under.
type holding struct {
	key       collections.Pair[uint64, uint64]
	owner     string
	allowance types.Allowance
	bucket    types.Bucket
}

// CheckFree refuses a free transaction that the buckets don't hold. It changes
// nothing, so it can be asked before signatures are verified.
func (k *Keeper) CheckFree(ctx context.Context, draw types.Draw) error {
	holdings, err := k.holdings(ctx, draw)
	if err != nil {
		return err
	}
	for _, held := range holdings {
		if err := held.check(draw); err != nil {
			return err
		}
	}
	_, err = k.freeGasAfter(ctx, draw)
	return err
}

// DrawFree takes a free transaction's gas limit and bytes from the buckets: the
// member's, the co-op's and the chain's; for an operator the co-op's alone. It
// refuses as CheckFree does and then changes nothing. Ask it only once the
// signature is known to be good.
func (k *Keeper) DrawFree(ctx context.Context, draw types.Draw) error {
	holdings, err := k.holdings(ctx, draw)
	if err != nil {
		return err
	}
	for _, held := range holdings {
		if err := held.check(draw); err != nil {
			return err
		}
	}
	freeGasSpent, err := k.freeGasAfter(ctx, draw)
	if err != nil {
		return err
	}
	for _, held := range holdings {
		held.bucket.Gas -= draw.Gas
		held.bucket.Bytes -= draw.Bytes
		if err := k.Buckets.Set(ctx, held.key, held.bucket); err != nil {
			return err
		}
	}
	if draw.MemberID == 0 {
		return nil
	}
	return k.FreeGasSpent.Set(ctx, freeGasSpent)
}

func (h holding) check(draw types.Draw) error {
	if h.bucket.Gas >= draw.Gas && h.bucket.Bytes >= draw.Bytes {
		return nil
	}
	advice := "it asks for more than the bucket can ever hold: split it, lower its gas limit or attach a fee"
	if seconds, ok := h.allowance.SecondsUntil(h.bucket, draw.Gas, draw.Bytes); ok {
		advice = fmt.Sprintf("wait %d seconds or attach a fee", seconds)
	}
	return errorsmod.Wrapf(types.ErrQuotaUsedUp, "%s has %d gas and %d bytes left and the transaction asks for %d gas and %d bytes; %s",
		h.owner, h.bucket.Gas, h.bucket.Bytes, draw.Gas, draw.Bytes, advice)
}

// holdings returns the buckets a draw touches: the member's (unless it is the
// co-op's own draw), then the co-op's.
func (k *Keeper) holdings(ctx context.Context, draw types.Draw) ([]holding, error) {
	params, err := k.Params.Get(ctx)
	if err != nil {
		return nil, err
	}
	now, err := k.Now(ctx)
	if err != nil {
		return nil, err
	}
	coopAllowance, allotted, err := k.coopAllowance(ctx, params, draw.CoopID)
	if err != nil {
		return nil, err
	}
	if coopAllowance.IsZero() || !allotted && !draw.CoopIsAdmitted {
		return nil, errorsmod.Wrapf(types.ErrNoFreeBucket,
			"co-op %d is no member of the root federation and was allotted nothing, or was allotted zero; attach a fee, or ask the root federation for an allotment", draw.CoopID)
	}
	holdings := make([]holding, 0, 2)
	if draw.MemberID != 0 {
		member, err := k.hold(ctx, draw.CoopID, draw.MemberID, params.MemberAllowance, now)
		if err != nil {
			return nil, err
		}
		holdings = append(holdings, member)
	}
	coop, err := k.hold(ctx, draw.CoopID, 0, coopAllowance, now)
	if err != nil {
		return nil, err
	}
	return append(holdings, coop), nil
}

// hold returns a bucket refilled up to now; one never drawn on is full.
func (k *Keeper) hold(ctx context.Context, coopID, memberID uint64, allowance types.Allowance, now int64) (holding, error) {
	held := holding{
		key:       collections.Join(coopID, memberID),
		owner:     types.Draw{CoopID: coopID, MemberID: memberID}.String(),
		allowance: allowance,
	}
	bucket, err := k.Buckets.Get(ctx, held.key)
	switch {
	case errors.Is(err, collections.ErrNotFound):
		held.bucket = allowance.Full(now)
	case err != nil:
		return holding{}, err
	default:
		held.bucket = allowance.Refill(bucket, now)
	}
	return held, nil
}

// coopAllowance returns the co-op's explicit allotment, or the default and false.
func (k *Keeper) coopAllowance(ctx context.Context, params types.Params, coopID uint64) (types.Allowance, bool, error) {
	allowance, err := k.Allotments.Get(ctx, coopID)
	if errors.Is(err, collections.ErrNotFound) {
		return params.CoopAllowance, false, nil
	}
	return allowance, err == nil, err
}

// freeGasAfter returns the gas that free transactions will have taken of this
// block with the draw. The chain's own bucket isn't asked in CheckTx, whose
// state outlives a block, nor for operators, who have their own lane.
func (k *Keeper) freeGasAfter(ctx context.Context, draw types.Draw) (uint64, error) {
	spent, err := k.FreeGasSpent.Get(ctx)
	if err != nil && !errors.Is(err, collections.ErrNotFound) {
		return 0, err
	}
	sdkCtx := sdk.UnwrapSDKContext(ctx)
	if draw.MemberID == 0 || sdkCtx.IsCheckTx() || sdkCtx.IsReCheckTx() {
		return spent, nil
	}
	params, err := k.Params.Get(ctx)
	if err != nil {
		return 0, err
	}
	limit := params.FreeGasLimit(blockGas(ctx))
	if spent > limit || draw.Gas > limit-spent {
		return 0, errorsmod.Wrapf(types.ErrFreeBlockFull, "free transactions may take %d gas of this block, %d are taken and this one asks for %d; it waits for the next block",
			limit, spent, draw.Gas)
	}
	return spent + draw.Gas, nil
}
