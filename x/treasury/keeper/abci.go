package keeper

import (
	"context"

	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"

	chaintypes "github.com/coopledger/coopledger/x/chain/types"

	"github.com/coopledger/coopledger/x/treasury/types"
)

// EndBlock drops what waited too long for a second officer, makes the payments, the
// instalments, the withdrawals and the redemptions that are due, lets entries take
// themselves back, and compares the bank with the book for every purse that this block has touched.
func (k *Keeper) EndBlock(ctx context.Context) error {
	if err := k.dropExpired(ctx); err != nil {
		return err
	}
	if err := k.settleDue(ctx); err != nil {
		return err
	}
	if err := k.settleStanding(ctx); err != nil {
		return err
	}
	if err := k.settleWithdrawals(ctx); err != nil {
		return err
	}
	if err := k.settleRedemptions(ctx); err != nil {
		return err
	}
	if err := k.reverseDue(ctx); err != nil {
		return err
	}
	return k.compareTouched(ctx)
}

func (k *Keeper) dropExpired(ctx context.Context) error {
	now, err := k.chain.Now(ctx)
	if err != nil {
		return err
	}
	limits, err := k.GetParams(ctx)
	if err != nil {
		return err
	}
	due, err := dueIn(ctx, k.PendingExpires, now, limits.MaxExpiriesPerBlock)
	if err != nil {
		return err
	}
	for _, key := range due {
		err := chaintypes.Isolated(ctx, types.ErrInvariantBroken, func(ctx context.Context) error { return k.expire(ctx, key) })
		if err == nil {
			continue
		}
		// It leaves the queue, so that the others go on.
		report(ctx, "an entry that waited too long can't be dropped", "coop", key.K2(), "pending", key.K3(), "error", err.Error())
		if err := k.PendingExpires.Remove(ctx, key); err != nil {
			return err
		}
	}
	return nil
}

func (k *Keeper) expire(ctx context.Context, key queueKey) error {
	pending, err := k.Pending.Get(ctx, collections.Join(key.K2(), key.K3()))
	if err != nil {
		return err
	}
	if err := k.dropPending(ctx, pending); err != nil {
		return err
	}
	return emit(ctx, &types.EventEntryDropped{CoopId: pending.CoopId, PendingId: pending.Id})
}

// compareTouched looks at each purse and denom once. There are no more of them
// than the block's transactions have paid gas for. One that can't be compared is
// reported, and the others are.
func (k *Keeper) compareTouched(ctx context.Context) error {
	return k.Touched.Walk(ctx, nil, func(key collections.Triple[uint64, string, string]) (bool, error) {
		err := chaintypes.Isolated(ctx, types.ErrInvariantBroken, func(ctx context.Context) error {
			return k.compare(ctx, key.K1(), key.K2(), key.K3())
		})
		if err != nil {
			report(ctx, "a purse can't be compared with the book", "coop", key.K1(), "fund", key.K2(), "denom", key.K3(), "error", err.Error())
		}
		return false, nil
	})
}

// report tells whoever runs the node; the invariants show it too.
func report(ctx context.Context, what string, about ...any) {
	sdk.UnwrapSDKContext(ctx).Logger().Error(what, append([]any{"module", types.ModuleName}, about...)...)
}

// compare freezes a co-op's treasury if the bank and the book differ. The chain
// goes on: that is one co-op's matter.
func (k *Keeper) compare(ctx context.Context, coopID uint64, fund, denom string) error {
	rules, err := k.rules(ctx, coopID)
	if err != nil {
		return err
	}
	balance, err := k.balance(ctx, collections.Join4(coopID, rules.CodeOf(purses), fund, denom))
	if err != nil {
		return err
	}
	inBank := k.bank.GetBalance(ctx, types.PurseAccount(coopID, fund), denom).Amount
	if inBank.Equal(balance.Amount) {
		return nil
	}
	frozen, err := k.Freezes.Has(ctx, coopID)
	if err != nil || frozen {
		return err
	}
	freeze := types.Freeze{
		Height: sdk.UnwrapSDKContext(ctx).BlockHeight(), Fund: fund, Denom: denom, InBank: inBank, InBook: balance.Amount,
	}
	if err := k.Freezes.Set(ctx, coopID, freeze); err != nil {
		return err
	}
	return emit(ctx, &types.EventTreasuryFrozen{CoopId: coopID, Freeze: freeze})
}
