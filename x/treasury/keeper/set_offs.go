package keeper

import (
	"context"
	"errors"

	"cosmossdk.io/collections"
	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	chaintypes "github.com/coopledger/coopledger/x/chain/types"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"

	"github.com/coopledger/coopledger/x/treasury/types"
)

// debt is what a member owes that can be set off: dues, or instalments of a lot.
type debt struct {
	coin sdk.Coin
	// step is the least part of it that can be paid: the dues of a period.
	step math.Int
	// lot whose instalments they are; none for dues.
	lot        types.Lot
	instrument membershiptypes.Instrument
	dues       reckoning
}

// debtOf reckons what of what was due on a day a member owes still for a lot, or as
// dues.
func (k *Keeper) debtOf(ctx context.Context, rules membershiptypes.TreasuryRules, member membershiptypes.Member, lotID uint64, day chaintypes.Date) (d debt, err error) {
	if lotID == 0 {
		r, found, err := k.reckon(ctx, member, day)
		if err == nil && !found {
			err = types.ErrNoDues.Wrapf("members of the class of member %d (%d) owe no dues", member.MemberId, member.ClassId)
		}
		if err != nil {
			return d, err
		}
		return debt{coin: sdk.Coin{Denom: r.dues.Denom, Amount: r.owed()}, step: r.dues.Amount, dues: r}, nil
	}
	d.step = math.OneInt()
	if d.lot, err = k.lot(ctx, member.CoopId, lotID); err != nil {
		return d, err
	}
	if d.lot.MemberId != member.MemberId {
		return d, types.ErrUnknownLot.Wrapf("lot %d is not member %d's, but member %d's", lotID, member.MemberId, d.lot.MemberId)
	}
	if d.instrument, err = types.FindInstrument(rules, d.lot.Instrument); err != nil {
		return d, err
	}
	overdue, _, err := d.lot.Overdue(day)
	d.coin = types.HeldCoin(d.instrument, overdue)
	return d, err
}

// setOff that was announced, or waits for a second officer.
func (k *Keeper) setOff(ctx context.Context, coopID, memberID, lotID uint64) (types.SetOff, error) {
	setOff, err := k.SetOffs.Get(ctx, collections.Join3(coopID, memberID, lotID))
	if errors.Is(err, collections.ErrNotFound) {
		return setOff, types.ErrNoSetOff.Wrapf("nothing of member %d of co-op %d is to be set off for lot %d (0 is dues); see what is with: coopd q treasury set-offs %d", memberID, coopID, lotID, coopID)
	}
	return setOff, err
}

func (k *Keeper) storeSetOff(ctx context.Context, setOff types.SetOff) error {
	if err := k.SetOffs.Set(ctx, collections.Join3(setOff.CoopId, setOff.MemberId, setOff.LotId), setOff); err != nil {
		return err
	}
	return emit(ctx, &types.EventSetOff{SetOff: setOff})
}

// endSetOff takes one away that is carried out or dropped.
func (k *Keeper) endSetOff(ctx context.Context, setOff types.SetOff, entry uint64, coin *sdk.Coin) error {
	if err := k.SetOffs.Remove(ctx, collections.Join3(setOff.CoopId, setOff.MemberId, setOff.LotId)); err != nil {
		return err
	}
	return emit(ctx, &types.EventSetOff{SetOff: setOff, Ended: true, Entry: entry, Coin: coin})
}

// setOffsOf lists what is to be set off against a member's passbook.
func (k *Keeper) setOffsOf(ctx context.Context, coopID, memberID uint64) (found []types.SetOff, err error) {
	of := collections.NewSuperPrefixedTripleRange[uint64, uint64, uint64](coopID, memberID)
	err = k.SetOffs.Walk(ctx, of, func(_ collections.Triple[uint64, uint64, uint64], setOff types.SetOff) (bool, error) {
		found = append(found, setOff)
		return false, nil
	})
	return found, err
}

// setsOff takes what a member owes out of its passbook: no more than was announced,
// is owed still of what was due then, and is not on its way to the member already.
func (k *Keeper) setsOff(ctx context.Context, coop membershiptypes.Coop, setOff types.SetOff) (entry uint64, coin sdk.Coin, err error) {
	rules, err := k.passbookRules(ctx, coop)
	if err != nil {
		return 0, coin, err
	}
	member, err := k.membership.GetMember(ctx, coop.Id, setOff.MemberId)
	if err != nil {
		return 0, coin, err
	}
	announced, err := chaintypes.DateOfNumber(setOff.AnnouncedOn)
	if err != nil {
		return 0, coin, err
	}
	owes, err := k.debtOf(ctx, rules, member, setOff.LotId, announced)
	if errors.Is(err, types.ErrUnknownLot) || errors.Is(err, types.ErrNoDues) {
		owes, err = debt{coin: sdk.Coin{Denom: setOff.Coin.Denom, Amount: math.ZeroInt()}}, nil
	}
	if err != nil {
		return 0, coin, err
	}
	coin = sdk.Coin{Denom: setOff.Coin.Denom, Amount: math.ZeroInt()}
	if owes.coin.Amount.IsZero() || owes.coin.Denom != coin.Denom {
		return 0, coin, k.endSetOff(ctx, setOff, 0, nil)
	}
	left, err := k.leftInPassbook(ctx, rules, coop.Id, member.MemberId, coin.Denom)
	if err != nil {
		return 0, coin, err
	}
	coin.Amount = math.MinInt(math.MinInt(setOff.Coin.Amount, owes.coin.Amount), left)
	coin.Amount = coin.Amount.Sub(coin.Amount.Mod(owes.step))
	if !coin.Amount.IsPositive() {
		return 0, coin, types.ErrNoSetOff.Wrapf("the passbook of member %d has %s%s that are not on their way, and at least %s are to be set off", member.MemberId, left, coin.Denom, owes.step)
	}
	if entry, err = k.bookSetOff(ctx, rules, setOff, owes, coin); err != nil {
		return 0, coin, err
	}
	if coin.Amount.Equal(setOff.Coin.Amount) || coin.Amount.Equal(owes.coin.Amount) {
		return entry, coin, k.endSetOff(ctx, setOff, entry, &coin)
	}
	setOff.Coin.Amount = setOff.Coin.Amount.Sub(coin.Amount)
	if err := k.SetOffs.Set(ctx, collections.Join3(setOff.CoopId, setOff.MemberId, setOff.LotId), setOff); err != nil {
		return 0, coin, err
	}
	return entry, coin, emit(ctx, &types.EventSetOff{SetOff: setOff, Entry: entry, Coin: &coin})
}

// leftInPassbook is what a member is owed beyond what is on its way.
func (k *Keeper) leftInPassbook(ctx context.Context, rules membershiptypes.TreasuryRules, coopID, memberID uint64, denom string) (math.Int, error) {
	part, err := k.part(ctx, coopID, rules.CodeOf(owed), memberID, denom)
	if err != nil {
		return math.Int{}, err
	}
	waiting, err := k.withdrawalsOf(ctx, coopID, memberID)
	return part.Amount.Neg().Sub(waitingOf(waiting, denom)), err
}

// bookSetOff books it, moves the coins between the co-op's purses, and notes that the
// debt is paid.
func (k *Keeper) bookSetOff(ctx context.Context, rules membershiptypes.TreasuryRules, setOff types.SetOff, owes debt, coin sdk.Coin) (uint64, error) {
	value, err := k.carried(ctx, setOff.CoopId, rules.CodeOf(owed), setOff.MemberId, coin.Denom, coin.Amount)
	if err != nil {
		return 0, err
	}
	fund, account := membershiptypes.OperatingFund, rules.CodeOf(dues)
	if setOff.LotId != 0 {
		fund, account = owes.instrument.Fund, owes.instrument.Account
	}
	paid := types.NewPosting(rules.CodeOf(owed), passbook, coin.Denom, coin.Amount, value)
	leaves := paid.Negated()
	leaves.Account = rules.CodeOf(purses)
	arrives := leaves.Negated()
	arrives.Fund = fund
	settles := arrives.Negated()
	settles.Account = account
	entry, err := k.postInside(ctx, rules, types.Entry{
		CoopId: setOff.CoopId, Source: types.Source_SOURCE_SET_OFF, MemberId: setOff.MemberId, LotId: setOff.LotId, ResolutionId: setOff.ResolutionId,
		PreparerMemberId: setOff.AnnouncerMemberId, ApproverMemberId: setOff.ConfirmerMemberId,
		Postings: []types.Posting{paid.Of(rules, setOff.MemberId), leaves, arrives, settles.Of(rules, setOff.MemberId)},
	}, passbook, fund, coin)
	if err != nil {
		return 0, err
	}
	if setOff.LotId != 0 {
		_, err = k.addPaid(ctx, owes.lot, coin.Amount, entry)
		return entry, err
	}
	coop, err := k.membership.GetCoop(ctx, setOff.CoopId)
	if err != nil {
		return 0, err
	}
	periods := coin.Amount.Quo(owes.step)
	after, err := k.settleDues(ctx, coop, setOff.MemberId, owes.dues, periods)
	if err != nil {
		return 0, err
	}
	return entry, emit(ctx, &types.EventDues{CoopId: coop.Id, MemberId: setOff.MemberId, Periods: periods.Uint64(), PaidTo: after.paidTo(), Entry: entry})
}

// setOffAfter carries out what stands against a member who has just been paid. What
// can't be is left as it is.
func (k *Keeper) setOffAfter(ctx context.Context, coop membershiptypes.Coop, memberID uint64) error {
	standing, err := k.setOffsOf(ctx, coop.Id, memberID)
	if err != nil {
		return err
	}
	for _, setOff := range standing {
		if err := k.mustStand(ctx, setOff); err != nil {
			continue
		}
		if err := chaintypes.Isolated(ctx, types.ErrInvariantBroken, func(ctx context.Context) error {
			_, _, err := k.setsOff(ctx, coop, setOff)
			return err
		}); err != nil {
			report(ctx, "a set-off can't be carried out now", "coop", coop.Id, "member", memberID, "lot", setOff.LotId, "error", err.Error())
		}
	}
	return nil
}

// mustStand refuses to carry out what waits for a second officer, for its notice, or
// for the members' decision.
func (k *Keeper) mustStand(ctx context.Context, setOff types.SetOff) error {
	now, err := k.chain.Now(ctx)
	switch {
	case err != nil:
		return err
	case setOff.DueAt == 0:
		return types.ErrNoSetOff.Wrapf("the set-off of %s against member %d waits for a second officer", setOff.Coin, setOff.MemberId)
	case setOff.Disputed:
		return types.ErrNoSetOff.Wrapf("member %d disputes the set-off of %s; the members decide by resolution", setOff.MemberId, setOff.Coin)
	case now < setOff.DueAt:
		return types.ErrNoSetOff.Wrapf("the notice of the set-off of %s against member %d runs until %s", setOff.Coin, setOff.MemberId, membershiptypes.Date(setOff.DueAt))
	}
	return nil
}
