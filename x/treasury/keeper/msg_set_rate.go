package keeper

import (
	"context"
	"errors"

	"cosmossdk.io/collections"
	"cosmossdk.io/math"

	membershiptypes "github.com/coopledger/coopledger/x/membership/types"

	"github.com/coopledger/coopledger/x/treasury/types"
)

// SetRate prepares a rate: what a denom was worth in the book's currency on a
// day. It waits for a second officer, like an entry.
func (s msgServer) SetRate(ctx context.Context, msg *types.MsgSetRate) (*types.MsgSetRateResponse, error) {
	coop, officer, err := s.bookkeeper(ctx, msg.Officer, msg.CoopId)
	if err != nil {
		return nil, err
	}
	rate := &types.Rate{
		CoopId: coop.Id, Denom: msg.Denom, Day: msg.Day, BaseUnits: msg.BaseUnits, CurrencyUnits: msg.CurrencyUnits, PreparerMemberId: officer,
	}
	if msg.Day == 0 {
		return nil, types.ErrInvalidDate.Wrap("the rate is for no day; write year, month and day like 20270504")
	}
	id, err := s.prepare(ctx, coop, types.PendingEntry{CoopId: coop.Id, PreparerMemberId: officer, AccountingDate: msg.Day, Rate: rate})
	if err != nil {
		return nil, err
	}
	return &types.MsgSetRateResponse{PendingId: id}, nil
}

// confirmRate stores a rate that a second officer has confirmed. One that was
// confirmed for the same day before is replaced.
func (k *Keeper) confirmRate(ctx context.Context, rate types.Rate, approver uint64) error {
	rate.ApproverMemberId = approver
	if err := k.Rates.Set(ctx, collections.Join3(rate.CoopId, rate.Denom, rate.Day), rate); err != nil {
		return err
	}
	return emit(ctx, &types.EventRateConfirmed{Rate: rate})
}

// rate of a denom for a day.
func (k *Keeper) rate(ctx context.Context, coopID uint64, denom string, day uint32) (types.Rate, error) {
	rate, err := k.Rates.Get(ctx, collections.Join3(coopID, denom, day))
	if errors.Is(err, collections.ErrNotFound) {
		return rate, types.ErrUnknownRate.Wrapf("co-op %d has no rate of %s for %s that two officers have confirmed; enter it with: coopd tx treasury set-rate %d %s %s …",
			coopID, denom, types.DayText(day), coopID, denom, types.DayText(day))
	}
	return rate, err
}

// spotRateDays is for how many days after its own a rate gives the value of what
// arrives (IAS 21, paragraphs 21 and 22).
const spotRateDays = 31

// worth is what arriving money is worth in the book's currency: the same in the
// currency itself, the fixed value of a coin that has one, and else what the last
// rate says that two officers have confirmed, if it isn't too old; without one zero.
func (k *Keeper) worth(
	ctx context.Context, rules membershiptypes.TreasuryRules, coopID uint64, denom string, amount math.Int,
) (value math.Int, err error) {
	if denom == rules.Currency || types.HasFixedValue(rules, denom) {
		return types.WorthOf(rules, denom, amount)
	}
	rate, found, err := k.spotRate(ctx, coopID, denom)
	if err != nil || !found {
		return math.ZeroInt(), err
	}
	return rate.Value(amount)
}

// spotRate is the last rate of a denom, unless it is of too long ago.
func (k *Keeper) spotRate(ctx context.Context, coopID uint64, denom string) (rate types.Rate, found bool, err error) {
	today, err := k.today(ctx, coopID)
	if err != nil {
		return rate, false, err
	}
	until := new(collections.Range[collections.Triple[uint64, string, uint32]]).
		StartInclusive(collections.Join3(coopID, denom, today.AddDays(-spotRateDays).Number())).
		EndInclusive(collections.Join3(coopID, denom, today.Number())).Descending()
	err = k.Rates.Walk(ctx, until, func(_ collections.Triple[uint64, string, uint32], last types.Rate) (bool, error) {
		rate, found = last, true
		return true, nil
	})
	return rate, found, err
}
