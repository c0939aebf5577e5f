package keeper

import (
	"context"
	"slices"

	errorsmod "cosmossdk.io/errors"

	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/coopledger/coopledger/x/governance/types"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

// breakerRetrySeconds is how long an execution that a breaker holds back waits
// before it is tried again; the breaker may be lifted before its time.
const breakerRetrySeconds = 3_600

// IsAllowed is asked by the message router before every message: of a
// transaction and of an execution. It refuses with what is off, until when and
// why. What is always on is found without reading state; the rest reads one
// value, which costs no gas.
func (k *Keeper) IsAllowed(ctx context.Context, typeURL string) (bool, error) {
	if k.alwaysOn[typeURL] {
		return true, nil
	}
	breaker, now, err := k.breakerNow(ctx)
	if err != nil || !breaker.IsOff(typeURL, now) {
		return err == nil, err
	}
	return false, errorsmod.Wrapf(types.ErrSwitchedOff, "%s is switched off until %s by members %v of the root federation (trip %d: %s); try again then",
		typeURL, types.Date(breaker.Until), breaker.Holders, breaker.Trips(), breaker.Reason)
}

func (k *Keeper) breakerNow(ctx context.Context) (types.Breaker, int64, error) {
	free := sdk.UnwrapSDKContext(ctx).WithGasMeter(storetypes.NewInfiniteGasMeter())
	breaker, err := k.Breaker.Get(free)
	if err != nil || breaker.Until == 0 {
		return breaker, 0, err
	}
	now, err := k.chain.Now(free)
	return breaker, now, err
}

// heldBackUntil says when messages can be tried again if one of them is off;
// zero if none is.
func (k *Keeper) heldBackUntil(ctx context.Context, messages []*codectypes.Any) (int64, error) {
	breaker, now, err := k.breakerNow(ctx)
	if err != nil {
		return 0, err
	}
	for _, message := range messages {
		if !k.alwaysOn[message.TypeUrl] && breaker.IsOff(message.TypeUrl, now) {
			return min(breaker.Until, types.Deadline(now, breakerRetrySeconds)), nil
		}
	}
	return 0, nil
}

// breakerHolder is the member of the root federation that a key speaks for: its
// own, or that of a co-op which has given the signer the power too. Both must
// hold it now.
func (k *Keeper) breakerHolder(ctx context.Context, address string, memberCoopID uint64) (uint64, error) {
	if memberCoopID != 0 {
		if _, err := k.powerHolder(ctx, memberCoopID, address); err != nil {
			return 0, err
		}
		address = membershiptypes.CoopAddress(memberCoopID)
	}
	return k.powerHolder(ctx, membershiptypes.RootCoopID, address)
}

func (k *Keeper) powerHolder(ctx context.Context, coopID uint64, address string) (uint64, error) {
	return k.holder(ctx, coopID, address, membershiptypes.PowerBreak)
}

// agreeing lists the holders who want the same as a wish, by number: those who
// still hold the power and whose word is not too old. It reads as many wishes as
// there are holders at most; those of former holders go.
func (k *Keeper) agreeing(ctx context.Context, wish types.BreakerWish, params types.Params, now int64) ([]uint64, error) {
	wishes, err := k.breakerWishes(ctx)
	if err != nil {
		return nil, err
	}
	var members []uint64
	for _, other := range wishes {
		holds, err := k.membership.HasPower(ctx, membershiptypes.RootCoopID, other.MemberId, membershiptypes.PowerBreak)
		if err != nil {
			return nil, err
		}
		switch {
		case !holds || now >= types.Deadline(other.WishedAt, params.BreakerWishSeconds):
			if err := k.BreakerWishes.Remove(ctx, other.MemberId); err != nil {
				return nil, err
			}
		case wish.Same(other):
			members = append(members, other.MemberId)
		}
	}
	return members, nil
}

func (k *Keeper) breakerWishes(ctx context.Context) (wishes []types.BreakerWish, err error) {
	err = k.BreakerWishes.Walk(ctx, nil, func(_ uint64, wish types.BreakerWish) (bool, error) {
		wishes = append(wishes, wish)
		return false, nil
	})
	return wishes, err
}

// trip switches off what enough holders want. All wishes are done with.
func (k *Keeper) trip(ctx context.Context, breaker types.Breaker, wish types.BreakerWish, holders []uint64, now int64) (int64, error) {
	first, err := k.BreakerWishes.Get(ctx, holders[0])
	if err != nil {
		return 0, err
	}
	for _, holder := range holders[1:] {
		other, err := k.BreakerWishes.Get(ctx, holder)
		if err != nil {
			return 0, err
		}
		if other.WishedAt < first.WishedAt {
			first = other
		}
	}
	breaker = types.Breaker{
		NextTrip: breaker.NextTrip + 1, Messages: wish.Messages, Reason: first.Reason,
		Since: now, Until: types.Deadline(now, wish.Seconds), Holders: holders,
	}
	if err := k.BreakerWishes.Clear(ctx, nil); err != nil {
		return 0, err
	}
	if err := k.Breaker.Set(ctx, breaker); err != nil {
		return 0, err
	}
	return breaker.Until, sdk.UnwrapSDKContext(ctx).EventManager().EmitTypedEvent(&types.EventBreakerTripped{Breaker: breaker})
}

// lift ends a trip before its time. When it began stays, so that the rest until
// the next one is not cut short.
func (k *Keeper) lift(ctx context.Context, breaker types.Breaker, by uint64, now int64) error {
	breaker.Until = now
	if err := k.Breaker.Set(ctx, breaker); err != nil {
		return err
	}
	return sdk.UnwrapSDKContext(ctx).EventManager().EmitTypedEvent(&types.EventBreakerLifted{Trip: breaker.Trips(), ByMemberId: by})
}

// takeBack lets a holder go back on its word: before the trip its wish goes, and
// after it the messages come on again if too few stand by theirs.
func (k *Keeper) takeBack(ctx context.Context, breaker types.Breaker, holder uint64, params types.Params, now int64) error {
	if at := slices.Index(breaker.Holders, holder); at >= 0 && now < breaker.Until {
		breaker.Holders = slices.Delete(slices.Clone(breaker.Holders), at, at+1)
		if len(breaker.Holders) < int(params.BreakerHolders) {
			breaker.Holders = slices.Insert(breaker.Holders, at, holder)
			return k.lift(ctx, breaker, holder, now)
		}
		return k.Breaker.Set(ctx, breaker)
	}
	found, err := k.BreakerWishes.Has(ctx, holder)
	if err != nil {
		return err
	}
	if !found {
		return errorsmod.Wrapf(types.ErrInvalidTrip, "member %d of the root federation has said nothing that it could take back; name the messages to switch off", holder)
	}
	return k.BreakerWishes.Remove(ctx, holder)
}
