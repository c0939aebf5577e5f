package keeper

import (
	"context"
	"slices"

	"cosmossdk.io/collections"
	errorsmod "cosmossdk.io/errors"

	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"
	sdk "github.com/cosmos/cosmos-sdk/types"

	chaintypes "github.com/coopledger/coopledger/x/chain/types"
	"github.com/coopledger/coopledger/x/governance/types"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

// breakerRetrySeconds is how long an execution that a breaker holds back waits
// before it is tried again: another trip may have come for other messages.
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

// goOn lets executions that a breaker held back go on once nothing is off any
// more, though it was lifted before its time: they alone wait in the queue for a
// moment to come. It takes as many as the block's work allows, the first in the
// queue first, so that the next block finds the others at its beginning.
func (k *Keeper) goOn(ctx context.Context, params types.Params, now int64) error {
	breaker, _, err := k.breakerNow(ctx)
	if err != nil || breaker.Until == 0 || now < breaker.Until {
		return err
	}
	budget, err := k.chain.WorkLimit(ctx)
	if err != nil {
		return err
	}
	var held []chaintypes.DueKey
	later := new(collections.Range[chaintypes.DueKey]).StartInclusive(collections.Join(now+1, uint64(0)))
	if err := k.Executions.Walk(ctx, later, func(key chaintypes.DueKey) (bool, error) {
		held = append(held, key)
		return uint64(len(held)) >= mostItems(budget, params), nil
	}); err != nil {
		return err
	}
	for _, key := range held {
		if fits, err := k.chain.SpendWork(ctx, params.ClosingGas); err != nil || !fits {
			return err
		}
		k.step(ctx, k.Executions, key, now, func(ctx context.Context) error {
			r, err := k.GetResolution(ctx, key.K2())
			if err != nil {
				return err
			}
			return k.reschedule(ctx, &r, now)
		})
	}
	return nil
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

// agreeing lists the wishes that are the same as one, by member: of those who
// still hold the power and whose word is not too old. It reads as many wishes as
// there are holders at most; those of former holders go.
func (k *Keeper) agreeing(ctx context.Context, wish types.BreakerWish, params types.Params, now int64) ([]types.BreakerWish, error) {
	wishes, err := k.breakerWishes(ctx)
	if err != nil {
		return nil, err
	}
	var agree []types.BreakerWish
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
			agree = append(agree, other)
		}
	}
	return agree, nil
}

func (k *Keeper) breakerWishes(ctx context.Context) (wishes []types.BreakerWish, err error) {
	err = k.BreakerWishes.Walk(ctx, nil, func(_ uint64, wish types.BreakerWish) (bool, error) {
		wishes = append(wishes, wish)
		return false, nil
	})
	return wishes, err
}

// trip switches off what enough holders want. All wishes are done with. A trip in
// place of one that a holder ended lasts no longer than that one would have.
func (k *Keeper) trip(ctx context.Context, breaker types.Breaker, wishes []types.BreakerWish, now int64) (int64, error) {
	until := types.Deadline(now, wishes[0].Seconds)
	if now < breaker.AgainUntil {
		until = min(until, breaker.AgainUntil)
	}
	next := types.Breaker{NextTrip: breaker.NextTrip + 1, Messages: wishes[0].Messages, Since: now, Until: until}
	first := wishes[0]
	for _, wish := range wishes {
		if wish.WishedAt < first.WishedAt {
			first = wish
		}
		next.Holders, next.Speakers = append(next.Holders, wish.MemberId), append(next.Speakers, wish.Speaker)
	}
	next.Reason = first.Reason
	if err := k.BreakerWishes.Clear(ctx, nil); err != nil {
		return 0, err
	}
	if err := k.Breaker.Set(ctx, next); err != nil {
		return 0, err
	}
	return next.Until, sdk.UnwrapSDKContext(ctx).EventManager().EmitTypedEvent(&types.EventBreakerTripped{Breaker: next})
}

// lift ends a trip before its time. When it began stays, so that the rest until
// the next one is not cut short.
func (k *Keeper) lift(ctx context.Context, breaker types.Breaker, by uint64, now int64) error {
	breaker.Until = now
	if by == 0 {
		breaker.AgainUntil = 0
	}
	if err := k.Breaker.Set(ctx, breaker); err != nil {
		return err
	}
	return sdk.UnwrapSDKContext(ctx).EventManager().EmitTypedEvent(&types.EventBreakerLifted{Trip: breaker.Trips(), ByMemberId: by})
}

// join adds a holder to those by whose word the messages are off, so that they
// stay off when another takes its word back.
func (k *Keeper) join(ctx context.Context, breaker types.Breaker, wish types.BreakerWish) error {
	at, found := slices.BinarySearch(breaker.Holders, wish.MemberId)
	if found {
		return errorsmod.Wrapf(types.ErrInvalidTrip, "member %d of the root federation has said so already; the messages are off until %s",
			wish.MemberId, types.Date(breaker.Until))
	}
	breaker.Holders = slices.Insert(breaker.Holders, at, wish.MemberId)
	breaker.Speakers = slices.Insert(breaker.Speakers, at, wish.Speaker)
	return k.Breaker.Set(ctx, breaker)
}

// speaksForOne refuses a key that has spoken for another holder: so many holders
// are so many people.
func (k *Keeper) speaksForOne(ctx context.Context, breaker types.Breaker, wish types.BreakerWish, params types.Params, now int64) error {
	wishes, err := k.breakerWishes(ctx)
	if err != nil {
		return err
	}
	if now < breaker.Until {
		for i, member := range breaker.Holders {
			wishes = append(wishes, types.BreakerWish{MemberId: member, Speaker: breaker.Speakers[i]})
		}
	}
	for _, other := range wishes {
		if other.WishedAt != 0 && now >= types.Deadline(other.WishedAt, params.BreakerWishSeconds) {
			continue // it counts no more
		}
		if other.Speaker == wish.Speaker && other.MemberId != wish.MemberId {
			return errorsmod.Wrapf(types.ErrInvalidTrip, "%s has spoken for member %d of the root federation; somebody else must speak for member %d",
				wish.Speaker, other.MemberId, wish.MemberId)
		}
	}
	return nil
}

// usualSpelling of an address: an account has two, and is one speaker.
func (k *Keeper) usualSpelling(address string) (string, error) {
	account, err := k.addresses.StringToBytes(address)
	if err != nil {
		return "", errorsmod.Wrapf(types.ErrUnauthorized, "%q is not an address of this ledger: %s", address, err)
	}
	return membershiptypes.AddressText(account), nil
}

// takeBack lets a holder go back on its word: before the trip its wish goes, and
// after it the messages come on again if too few stand by theirs.
func (k *Keeper) takeBack(ctx context.Context, breaker types.Breaker, holder uint64, params types.Params, now int64) error {
	if at, found := slices.BinarySearch(breaker.Holders, holder); found && now < breaker.Until {
		breaker.Holders = slices.Delete(breaker.Holders, at, at+1)
		breaker.Speakers = slices.Delete(breaker.Speakers, at, at+1)
		if len(breaker.Holders) < int(params.BreakerHolders) {
			return k.letGo(ctx, breaker, holder, now)
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

// letGo ends a trip that too few stand by. Those who do keep their word as a
// wish, and one more can trip it again for what was left of its time: one holder
// alone can't make it rest for weeks.
func (k *Keeper) letGo(ctx context.Context, breaker types.Breaker, by uint64, now int64) error {
	breaker.AgainUntil = breaker.Until
	for i, member := range breaker.Holders {
		if err := k.BreakerWishes.Set(ctx, member, types.BreakerWish{
			MemberId: member, Messages: breaker.Messages, Seconds: breaker.SecondsLeft(), Reason: breaker.Reason,
			WishedAt: now, Speaker: breaker.Speakers[i],
		}); err != nil {
			return err
		}
	}
	return k.lift(ctx, breaker, by, now)
}

// importBreaker stores the breaker and the wishes of a genesis, none of which can
// be of a time to come.
func (k *Keeper) importBreaker(ctx context.Context, genesis types.GenesisState) error {
	now, err := k.chain.Now(ctx)
	if err != nil {
		return err
	}
	if genesis.Breaker.Since > now {
		return errorsmod.Wrapf(types.ErrInvalidGenesis, "breaker: tripped at %d, and it is %d", genesis.Breaker.Since, now)
	}
	if err := k.Breaker.Set(ctx, genesis.Breaker); err != nil {
		return err
	}
	for _, wish := range genesis.BreakerWishes {
		if wish.WishedAt > now {
			return errorsmod.Wrapf(types.ErrInvalidGenesis, "breaker_wishes: member %d wished at %d, and it is %d", wish.MemberId, wish.WishedAt, now)
		}
		if err := k.BreakerWishes.Set(ctx, wish.MemberId, wish); err != nil {
			return err
		}
	}
	return nil
}
