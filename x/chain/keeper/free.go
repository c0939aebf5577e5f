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

// Drawing is a draw that the buckets hold, not yet taken. It is good for the
// state it was made on, as long as nobody else draws.
type Drawing struct {
	keeper   *Keeper
	draw     types.Draw
	holdings []holding
	// blockGas is what free transactions will have taken of this block; nil if
	// the chain's own bucket isn't asked.
	blockGas *uint64
}

// CheckFree refuses a free transaction that the buckets don't hold: the
// member's, the co-op's and the chain's; for an operator its own and the co-op's.
// It changes nothing, so it can be asked before signatures are verified.
func (k *Keeper) CheckFree(ctx context.Context, draw types.Draw) (Drawing, error) {
	params, err := k.Params.Get(ctx)
	if err != nil {
		return Drawing{}, err
	}
	holdings, err := k.holdings(ctx, params, draw)
	if err != nil {
		return Drawing{}, err
	}
	for _, held := range holdings {
		if err := held.check(draw); err != nil {
			return Drawing{}, err
		}
	}
	blockGas, err := k.freeGasAfter(ctx, params, draw)
	return Drawing{keeper: k, draw: draw, holdings: holdings, blockGas: blockGas}, err
}

// Take takes the transaction's gas limit and bytes from the buckets. Do it only
// once the signature is known to be good.
func (d Drawing) Take(ctx context.Context) error {
	for _, held := range d.holdings {
		held.bucket.Gas -= d.draw.Gas
		held.bucket.Bytes -= d.draw.Bytes
		if err := d.keeper.keep(ctx, held); err != nil {
			return err
		}
	}
	if d.blockGas == nil {
		return nil
	}
	return d.keeper.FreeGasSpent.Set(ctx, *d.blockGas)
}

// DrawFree checks and takes at once. A refusal changes nothing.
func (k *Keeper) DrawFree(ctx context.Context, draw types.Draw) error {
	drawing, err := k.CheckFree(ctx, draw)
	if err != nil {
		return err
	}
	return drawing.Take(ctx)
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
		types.Draw{CoopID: h.coopID, MemberID: h.memberID}, h.bucket.Gas, h.bucket.Bytes, draw.Gas, draw.Bytes, advice)
}

// holdings returns the buckets a draw touches: the member's or the operator's,
// then the co-op's. An operator has one of its own, as large as a member's, or
// its one key could leave the members nothing to vote with.
func (k *Keeper) holdings(ctx context.Context, params types.Params, draw types.Draw) ([]holding, error) {
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
	sender := draw.MemberID
	if sender == 0 {
		sender = types.OperatorBucket
	}
	own, err := k.hold(ctx, draw.CoopID, sender, params.MemberAllowance, now)
	if err != nil {
		return nil, err
	}
	coop, err := k.hold(ctx, draw.CoopID, types.CoopBucket, coopAllowance, now)
	if err != nil {
		return nil, err
	}
	return []holding{own, coop}, nil
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
func (k *Keeper) freeGasAfter(ctx context.Context, params types.Params, draw types.Draw) (*uint64, error) {
	if draw.MemberID == 0 {
		return nil, nil
	}
	limit := params.FreeGasLimit(blockGas(ctx))
	if draw.Gas > limit {
		return nil, errorsmod.Wrapf(types.ErrNeverFits, "free transactions may take %d gas of a block and this one asks for %d, so it would wait for ever; split it, lower its gas limit or attach a fee",
			limit, draw.Gas)
	}
	sdkCtx := sdk.UnwrapSDKContext(ctx)
	if sdkCtx.IsCheckTx() || sdkCtx.IsReCheckTx() {
		return nil, nil
	}
	spent, err := k.FreeGasSpent.Get(ctx)
	if err != nil && !errors.Is(err, collections.ErrNotFound) {
		return nil, err
	}
	if spent > limit || draw.Gas > limit-spent {
		return nil, errorsmod.Wrapf(types.ErrFreeBlockFull, "free transactions may take %d gas of this block, %d are taken and this one asks for %d; it waits for the next block",
			limit, spent, draw.Gas)
	}
	after := spent + draw.Gas
	return &after, nil
}
