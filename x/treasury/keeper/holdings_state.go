package keeper

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"cosmossdk.io/collections"
	"cosmossdk.io/math"

	"github.com/cosmos/cosmos-sdk/codec"

	chaintypes "github.com/coopledger/coopledger/x/chain/types"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"

	"github.com/coopledger/coopledger/x/treasury/types"
)

// holdings are the state of what members hold of the co-op's capital, and lend to it.
type holdings struct {
	// Lots by co-op and id.
	Lots collections.Map[collections.Pair[uint64, uint64], types.Lot]
	// LotsByMember finds them by co-op, member and id.
	LotsByMember collections.KeySet[collections.Triple[uint64, uint64, uint64]]
	// Holdings count each instrument in all, by co-op and name; absent at zero.
	Holdings collections.Map[collections.Pair[uint64, string], types.Holding]
	// Redemptions that wait, by co-op and id.
	Redemptions collections.Map[collections.Pair[uint64, uint64], types.Redemption]
	// RedemptionsByMember finds them by co-op, member and id.
	RedemptionsByMember collections.KeySet[collections.Triple[uint64, uint64, uint64]]
	// RedemptionQueue orders them by when they are paid, co-op and id.
	RedemptionQueue collections.KeySet[collections.Triple[int64, uint64, uint64]]
	// Transfers that wait for approval, by co-op, holder and instrument.
	Transfers collections.Map[collections.Triple[uint64, uint64, string], types.ShareTransfer]
	// SetOffs by co-op, member and lot; zero is dues.
	SetOffs collections.Map[collections.Triple[uint64, uint64, uint64], types.SetOff]
	// BroughtIn are the parts of documents that were, by co-op, part and hash.
	BroughtIn collections.Map[collections.Triple[uint64, uint32, []byte], types.BroughtIn]
}

// buildHoldings adds the state of what members hold.
func (k *Keeper) buildHoldings(cdc codec.BinaryCodec, persistent *collections.SchemaBuilder) {
	numbered := collections.PairKeyCodec(collections.Uint64Key, collections.Uint64Key)
	numbers := collections.TripleKeyCodec(collections.Uint64Key, collections.Uint64Key, collections.Uint64Key)
	k.Lots = collections.NewMap(persistent, types.LotsPrefix, "lots", numbered, codec.CollValue[types.Lot](cdc))
	k.LotsByMember = chaintypes.NewProvableSet(persistent, types.LotsByMemberPrefix, "lots_by_member", numbers)
	k.Holdings = collections.NewMap(persistent, types.HoldingsPrefix, "holdings",
		collections.PairKeyCodec(collections.Uint64Key, collections.StringKey), codec.CollValue[types.Holding](cdc))
	k.Redemptions = collections.NewMap(persistent, types.RedemptionsPrefix, "redemptions", numbered, codec.CollValue[types.Redemption](cdc))
	k.RedemptionsByMember = chaintypes.NewProvableSet(persistent, types.RedemptionsByMemberPrefix, "redemptions_by_member", numbers)
	k.RedemptionQueue = chaintypes.NewProvableSet(persistent, types.RedemptionQueuePrefix, "redemption_queue",
		collections.TripleKeyCodec(collections.Int64Key, collections.Uint64Key, collections.Uint64Key))
	k.Transfers = collections.NewMap(persistent, types.TransfersPrefix, "transfers",
		collections.TripleKeyCodec(collections.Uint64Key, collections.Uint64Key, collections.StringKey), codec.CollValue[types.ShareTransfer](cdc))
	k.SetOffs = collections.NewMap(persistent, types.SetOffsPrefix, "set_offs", numbers, codec.CollValue[types.SetOff](cdc))
	k.BroughtIn = collections.NewMap(persistent, types.BroughtInPrefix, "brought_in",
		collections.TripleKeyCodec(collections.Uint64Key, collections.Uint32Key, collections.BytesKey), codec.CollValue[types.BroughtIn](cdc))
}

// lot of a co-op.
func (k *Keeper) lot(ctx context.Context, coopID, id uint64) (types.Lot, error) {
	lot, err := k.Lots.Get(ctx, collections.Join(coopID, id))
	if errors.Is(err, collections.ErrNotFound) {
		return lot, types.ErrUnknownLot.Wrapf("co-op %d has no lot %d now; see them with: coopd q treasury shares %d", coopID, id, coopID)
	}
	return lot, err
}

// lotsOf lists what a member holds of an instrument, the oldest first; of all
// instruments if none is named. The parameters bound how many.
func (k *Keeper) lotsOf(ctx context.Context, coopID, memberID uint64, instrument string) (found []types.Lot, err error) {
	of := collections.NewSuperPrefixedTripleRange[uint64, uint64, uint64](coopID, memberID)
	err = k.LotsByMember.Walk(ctx, of, func(key collections.Triple[uint64, uint64, uint64]) (bool, error) {
		lot, err := k.lot(ctx, coopID, key.K3())
		if err == nil && (instrument == "" || lot.Instrument == instrument) {
			found = append(found, lot)
		}
		return err != nil, err
	})
	slices.SortFunc(found, func(a, b types.Lot) int { return cmp.Or(cmp.Compare(a.Date, b.Date), cmp.Compare(a.Id, b.Id)) })
	return found, err
}

// newLot gives a lot its number, if the member has not too many.
func (k *Keeper) newLot(ctx context.Context, lot types.Lot) (types.Lot, error) {
	limits, err := k.GetParams(ctx)
	if err != nil {
		return lot, err
	}
	held, err := k.lotsOf(ctx, lot.CoopId, lot.MemberId, "")
	if err != nil {
		return lot, err
	}
	if len(held) >= int(limits.MaxLotsPerMember) {
		return lot, types.ErrMayNotHold.Wrapf("member %d of co-op %d has %d lots, of at most %d; let some be redeemed first, or take more units at once", lot.MemberId, lot.CoopId, len(held), limits.MaxLotsPerMember)
	}
	book, err := k.book(ctx, lot.CoopId)
	if err != nil {
		return lot, err
	}
	book.LastLotId++
	lot.Id = book.LastLotId
	return lot, k.Books.Set(ctx, lot.CoopId, book)
}

// storeLot keeps a lot as it is now, and what the instrument comes to with it. One
// without units is gone.
func (k *Keeper) storeLot(ctx context.Context, lot types.Lot) error {
	key := collections.Join(lot.CoopId, lot.Id)
	before, err := k.Lots.Get(ctx, key)
	if err != nil && !errors.Is(err, collections.ErrNotFound) {
		return err
	}
	if errors.Is(err, collections.ErrNotFound) {
		before = types.Lot{Paid: math.ZeroInt()}
	}
	if err := k.addHolding(ctx, lot, before); err != nil {
		return err
	}
	found := collections.Join3(lot.CoopId, lot.MemberId, lot.Id)
	if lot.Number == 0 {
		if err := k.LotsByMember.Remove(ctx, found); err != nil {
			return err
		}
		return k.Lots.Remove(ctx, key)
	}
	if err := k.LotsByMember.Set(ctx, found); err != nil {
		return err
	}
	return k.Lots.Set(ctx, key, lot)
}

func (k *Keeper) addHolding(ctx context.Context, lot, before types.Lot) error {
	holding, err := k.holding(ctx, lot.CoopId, lot.Instrument)
	if err != nil {
		return err
	}
	number := holding.Number - before.Number + lot.Number
	if holding.Number < before.Number || number < lot.Number {
		return types.ErrOverflow.Wrapf("of %q %d units are held, and %d more are more than can be counted", lot.Instrument, holding.Number, lot.Number)
	}
	holding.Number = number
	if holding.Paid, err = types.Sum(holding.Paid, lot.Paid.Sub(before.Paid)); err != nil {
		return err
	}
	key := collections.Join(lot.CoopId, lot.Instrument)
	if holding.Number == 0 {
		return k.Holdings.Remove(ctx, key)
	}
	return k.Holdings.Set(ctx, key, holding)
}

// holding counts an instrument in all.
func (k *Keeper) holding(ctx context.Context, coopID uint64, instrument string) (types.Holding, error) {
	holding, err := k.Holdings.Get(ctx, collections.Join(coopID, instrument))
	if errors.Is(err, collections.ErrNotFound) {
		return types.Holding{Paid: math.ZeroInt()}, nil
	}
	return holding, err
}

// capitalOn is what is paid in on an account, of all instruments that are booked there.
func (k *Keeper) capitalOn(ctx context.Context, coopID uint64, rules membershiptypes.TreasuryRules, account string) (math.Int, error) {
	sum := math.ZeroInt()
	for _, instrument := range rules.Instruments {
		if instrument.Account != account {
			continue
		}
		holding, err := k.holding(ctx, coopID, instrument.Name)
		if err != nil {
			return sum, err
		}
		if sum, err = types.Sum(sum, holding.Paid); err != nil {
			return sum, err
		}
	}
	return sum, nil
}

// redemption of a co-op that waits.
func (k *Keeper) redemption(ctx context.Context, coopID, id uint64) (types.Redemption, error) {
	redemption, err := k.Redemptions.Get(ctx, collections.Join(coopID, id))
	if errors.Is(err, collections.ErrNotFound) {
		return redemption, types.ErrUnknownRedemption.Wrapf("no redemption %d of co-op %d waits; see those that do with: coopd q treasury redemptions %d", id, coopID, coopID)
	}
	return redemption, err
}

// newRedemption lets one wait, if not too many of the member's do.
func (k *Keeper) newRedemption(ctx context.Context, redemption types.Redemption) (types.Redemption, error) {
	limits, err := k.GetParams(ctx)
	if err != nil {
		return redemption, err
	}
	waiting, err := k.redemptionsOf(ctx, redemption.CoopId, redemption.MemberId)
	if err != nil {
		return redemption, err
	}
	// A loan's repayment has its lot, of which there are no more than that.
	shares := 0
	for _, other := range waiting {
		if other.LotId == 0 {
			shares++
		}
	}
	if redemption.LotId == 0 && shares >= int(limits.MaxLotsPerMember) {
		return redemption, types.ErrTooManyWait.Wrapf("%d redemptions of member %d of co-op %d wait, of at most %d; let them be paid, or stop one", shares, redemption.MemberId, redemption.CoopId, limits.MaxLotsPerMember)
	}
	book, err := k.book(ctx, redemption.CoopId)
	if err != nil {
		return redemption, err
	}
	book.LastRedemptionId++
	redemption.Id, redemption.FirstDueAt = book.LastRedemptionId, redemption.DueAt
	if err := k.Books.Set(ctx, redemption.CoopId, book); err != nil {
		return redemption, err
	}
	if err := k.storeRedemption(ctx, redemption); err != nil {
		return redemption, err
	}
	return redemption, emit(ctx, &types.EventRedemption{Redemption: redemption})
}

func (k *Keeper) storeRedemption(ctx context.Context, redemption types.Redemption) error {
	if err := k.Redemptions.Set(ctx, collections.Join(redemption.CoopId, redemption.Id), redemption); err != nil {
		return err
	}
	if err := k.RedemptionsByMember.Set(ctx, collections.Join3(redemption.CoopId, redemption.MemberId, redemption.Id)); err != nil {
		return err
	}
	return k.RedemptionQueue.Set(ctx, collections.Join3(redemption.DueAt, redemption.CoopId, redemption.Id))
}

// dropRedemption takes one away that waits no more, or will wait for another time.
func (k *Keeper) dropRedemption(ctx context.Context, redemption types.Redemption) error {
	if err := k.Redemptions.Remove(ctx, collections.Join(redemption.CoopId, redemption.Id)); err != nil {
		return err
	}
	if err := k.RedemptionsByMember.Remove(ctx, collections.Join3(redemption.CoopId, redemption.MemberId, redemption.Id)); err != nil {
		return err
	}
	return k.RedemptionQueue.Remove(ctx, collections.Join3(redemption.DueAt, redemption.CoopId, redemption.Id))
}

// redemptionsOf lists what of a member waits.
func (k *Keeper) redemptionsOf(ctx context.Context, coopID, memberID uint64) (found []types.Redemption, err error) {
	of := collections.NewSuperPrefixedTripleRange[uint64, uint64, uint64](coopID, memberID)
	err = k.RedemptionsByMember.Walk(ctx, of, func(key collections.Triple[uint64, uint64, uint64]) (bool, error) {
		redemption, err := k.redemption(ctx, coopID, key.K3())
		found = append(found, redemption)
		return err != nil, err
	})
	return found, err
}
