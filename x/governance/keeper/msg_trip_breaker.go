package keeper

import (
	"context"

	errorsmod "cosmossdk.io/errors"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/coopledger/coopledger/x/governance/types"
)

// TripBreaker takes one holder's word; with the last one needed it switches the
// messages off.
func (k msgServer) TripBreaker(ctx context.Context, msg *types.MsgTripBreaker) (*types.MsgTripBreakerResponse, error) {
	now, err := k.chain.Now(ctx)
	if err != nil {
		return nil, err
	}
	params, err := k.Params.Get(ctx)
	if err != nil {
		return nil, err
	}
	holder, err := k.breakerHolder(ctx, msg.Holder, msg.MemberCoopId)
	if err != nil {
		return nil, err
	}
	breaker, err := k.Breaker.Get(ctx)
	if err != nil {
		return nil, err
	}
	speaker, err := k.usualSpelling(msg.Holder)
	if err != nil {
		return nil, err
	}
	wish := types.BreakerWish{MemberId: holder, Messages: msg.Messages, Seconds: msg.Seconds, Reason: msg.Reason, WishedAt: now, Speaker: speaker}
	if err := sdk.UnwrapSDKContext(ctx).EventManager().EmitTypedEvent(&types.EventBreakerWished{Wish: wish}); err != nil {
		return nil, err
	}
	if len(msg.Messages) == 0 {
		return &types.MsgTripBreakerResponse{}, k.takeBack(ctx, breaker, holder, params, now)
	}
	if err := k.mayBeTripped(breaker, wish, params, now); err != nil {
		return nil, err
	}
	if err := k.speaksForOne(ctx, breaker, wish, params, now); err != nil {
		return nil, err
	}
	if now < breaker.Until {
		return &types.MsgTripBreakerResponse{OffUntil: breaker.Until}, k.join(ctx, breaker, wish)
	}
	if now < breaker.AgainUntil {
		// For what is left of the last trip, whatever time each of them names.
		wish.Seconds = breaker.SecondsLeft()
	}
	if err := k.BreakerWishes.Set(ctx, holder, wish); err != nil {
		return nil, err
	}
	agree, err := k.agreeing(ctx, wish, params, now)
	if err != nil || len(agree) < int(params.BreakerHolders) {
		return &types.MsgTripBreakerResponse{}, err
	}
	until, err := k.trip(ctx, breaker, agree, now)
	return &types.MsgTripBreakerResponse{OffUntil: until}, err
}

// mayBeTripped refuses what is always on, what nothing handles, and a trip so
// soon after the last, unless it is for the messages that are off, or that were
// until a holder took its word back.
func (k *Keeper) mayBeTripped(breaker types.Breaker, wish types.BreakerWish, params types.Params, now int64) error {
	if ready := types.Deadline(breaker.Since, params.BreakerRestSeconds); breaker.Trips() > 0 && now < ready && !breaker.Continues(wish, now) {
		return errorsmod.Wrapf(types.ErrBreakerRests, "it was tripped on %s for %v and can be for others from %s; until then the root federation decides",
			types.Date(breaker.Since), breaker.Messages, types.Date(ready))
	}
	if err := wish.Validate(params); err != nil {
		return err
	}
	for _, message := range wish.Messages {
		if k.alwaysOn[message] {
			return errorsmod.Wrapf(types.ErrInvalidTrip, "%s is never switched off: members always decide, leave, guard their places and mend the ledger; leave it out", message)
		}
		if k.router.HandlerByTypeURL(message) == nil {
			return errorsmod.Wrapf(types.ErrInvalidTrip, "no module handles %s; write the kind of message as in a transaction, such as /cosmos.bank.v1beta1.MsgSend", message)
		}
	}
	return nil
}
