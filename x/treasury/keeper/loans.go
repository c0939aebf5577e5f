package keeper

import (
	"context"

	"cosmossdk.io/math"

	chaintypes "github.com/coopledger/coopledger/x/chain/types"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"

	"github.com/coopledger/coopledger/x/treasury/types"
)

// AccrueInterest books the interest of a loan up to today. Anybody may ask for it,
// before a period is locked say: it makes no difference to what it comes to.
func (s msgServer) AccrueInterest(ctx context.Context, msg *types.MsgAccrueInterest) (*types.MsgAccrueInterestResponse, error) {
	coop, err := s.membership.GetCoop(ctx, msg.CoopId)
	if err != nil {
		return nil, err
	}
	if err := s.mustNotBeFrozen(ctx, coop); err != nil {
		return nil, err
	}
	lot, err := s.lot(ctx, coop.Id, msg.LotId)
	if err != nil {
		return nil, err
	}
	rules, err := s.rules(ctx, coop.Id)
	if err != nil {
		return nil, err
	}
	instrument, err := types.FindInstrument(rules, lot.Instrument)
	if err != nil {
		return nil, err
	}
	return chaintypes.Atomically(ctx, func(ctx context.Context) (*types.MsgAccrueInterestResponse, error) {
		lot, entry, err := s.accrue(ctx, rules, instrument, lot)
		if err == nil && entry == 0 {
			err = types.ErrInvalidHolding.Wrapf("lot %d (%s) bears no interest of a whole base unit that isn't booked; try on another day", lot.Id, lot.Instrument)
		}
		if err != nil {
			return nil, err
		}
		if err := s.storeLot(ctx, lot); err != nil {
			return nil, err
		}
		return &types.MsgAccrueInterestResponse{Entry: entry}, emit(ctx, &types.EventLot{Lot: lot, Entry: entry})
	})
}

// accrue books the interest of a loan up to today, if it comes to something, and
// gives back the lot, which the caller keeps.
func (k *Keeper) accrue(ctx context.Context, rules membershiptypes.TreasuryRules, instrument membershiptypes.Instrument, lot types.Lot) (types.Lot, uint64, error) {
	today, err := k.today(ctx, lot.CoopId)
	if err != nil {
		return lot, 0, err
	}
	if err := lot.CountTo(today); err != nil || lot.Lent == 0 || lot.BasisPoints == 0 {
		return lot, 0, err
	}
	interest, err := lot.Reckon(lot.BasisPoints)
	if err != nil || interest.IsZero() {
		return lot, 0, err
	}
	value, err := types.WorthOf(rules, instrument.Denom, interest)
	if err != nil {
		return lot, 0, err
	}
	if lot.Interest, err = types.Sum(lot.Interest, interest); err != nil {
		return lot, 0, err
	}
	borne := instrument.InterestAccount
	if borne == "" {
		return lot, 0, types.ErrUnknownAccount.Wrapf("loan %d bears interest, and the charter names no account for that of %q any more; amend it", lot.Id, instrument.Name)
	}
	expense := types.NewPosting(borne, instrument.Fund, instrument.Denom, interest, value)
	credit := expense.Negated()
	credit.Account = instrument.Account
	entry, err := k.post(ctx, rules, types.Entry{
		CoopId: lot.CoopId, Source: types.Source_SOURCE_HOLDING, MemberId: lot.MemberId, LotId: lot.Id,
		Postings: []types.Posting{expense, credit.Of(rules, lot.MemberId)},
	})
	return lot, entry, err
}

// interestToday is what of a loan's interest is not paid, booked or not, up to a day.
func interestToday(lot types.Lot, day chaintypes.Date) (math.Int, error) {
	if lot.Lent == 0 {
		return lot.Interest, nil
	}
	if err := lot.CountTo(day); err != nil {
		return lot.Interest, err
	}
	interest, err := lot.Reckon(lot.BasisPoints)
	if err != nil {
		return lot.Interest, err
	}
	return types.Sum(lot.Interest, interest)
}
