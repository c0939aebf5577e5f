package keeper

import (
	"context"

	"cosmossdk.io/math"

	chaintypes "github.com/coopledger/coopledger/x/chain/types"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"

	"github.com/coopledger/coopledger/x/treasury/types"
)

// PayInterest pays holders of investor shares interest for what was paid in and for
// how many days, since they last got some: by resolution, at no more than the
// charter's rate, into their passbooks.
func (s msgServer) PayInterest(ctx context.Context, msg *types.MsgPayInterest) (*types.MsgPayInterestResponse, error) {
	coop, resolution, err := s.byResolution(ctx, msg.Authority, msg.CoopId)
	if err != nil {
		return nil, err
	}
	rules, err := s.rules(ctx, coop.Id)
	if err != nil {
		return nil, err
	}
	instrument, err := types.FindInstrument(rules, msg.Instrument)
	if err != nil {
		return nil, err
	}
	if err := s.mayBear(ctx, instrument, msg); err != nil {
		return nil, err
	}
	return chaintypes.Atomically(ctx, func(ctx context.Context) (*types.MsgPayInterestResponse, error) {
		sum := math.ZeroInt()
		for _, id := range msg.LotIds {
			lot, err := s.lot(ctx, coop.Id, id)
			if err != nil {
				return nil, err
			}
			if lot.Instrument != instrument.Name {
				return nil, types.ErrInvalidHolding.Wrapf("lot %d is of %q, and interest on %q is to be paid", id, lot.Instrument, instrument.Name)
			}
			paid, err := s.payInterestOf(ctx, rules, instrument, lot, msg.BasisPoints, resolution)
			if err != nil {
				return nil, err
			}
			if sum, err = types.Sum(sum, paid); err != nil {
				return nil, err
			}
		}
		if sum.IsZero() {
			return nil, types.ErrInvalidHolding.Wrapf("the interest of %d lots of %q comes to nothing yet; wait until it is a base unit or more", len(msg.LotIds), instrument.Name)
		}
		return &types.MsgPayInterestResponse{Paid: sum}, nil
	})
}

// mayBear refuses interest that the charter doesn't allow, and lots that are none,
// too many, or given twice.
func (k *Keeper) mayBear(ctx context.Context, instrument membershiptypes.Instrument, msg *types.MsgPayInterest) error {
	limits, err := k.GetParams(ctx)
	if err != nil {
		return err
	}
	if instrument.Kind != membershiptypes.InstrumentKind_INSTRUMENT_KIND_INVESTOR_SHARE || msg.BasisPoints == 0 || msg.BasisPoints > instrument.InterestBasisPoints {
		return types.ErrInvalidHolding.Wrapf("%d basis points a year would be paid on %q, a %s; the charter allows investor shares up to %d", msg.BasisPoints, instrument.Name, instrument.Kind.Word(), instrument.InterestBasisPoints)
	}
	if len(msg.LotIds) == 0 || len(msg.LotIds) > int(limits.MaxBroughtInLots) {
		return types.ErrInvalidHolding.Wrapf("%d lots are named; name 1 to %d", len(msg.LotIds), limits.MaxBroughtInLots)
	}
	last := uint64(0)
	for _, id := range msg.LotIds {
		if id <= last {
			return types.ErrInvalidHolding.Wrapf("lot %d follows lot %d; name lots by their numbers, ascending, each once", id, last)
		}
		last = id
	}
	return nil
}

// payInterestOf pays one lot's.
func (k *Keeper) payInterestOf(
	ctx context.Context, rules membershiptypes.TreasuryRules, instrument membershiptypes.Instrument, lot types.Lot, basisPoints uint32, resolution uint64,
) (math.Int, error) {
	today, err := k.today(ctx, lot.CoopId)
	if err != nil {
		return math.Int{}, err
	}
	if err := lot.CountTo(today); err != nil {
		return math.Int{}, err
	}
	interest, err := lot.Reckon(basisPoints)
	if err != nil {
		return interest, err
	}
	if err := k.storeLot(ctx, lot); err != nil || interest.IsZero() {
		return interest, err
	}
	entry, err := k.paysInterest(ctx, rules, instrument, types.Entry{
		CoopId: lot.CoopId, Source: types.Source_SOURCE_HOLDING, ResolutionId: resolution, MemberId: lot.MemberId, LotId: lot.Id, RelatedParty: true,
	}, interest)
	if err != nil {
		return interest, err
	}
	return interest, emit(ctx, &types.EventLot{Lot: lot, Entry: entry})
}

// paysInterest books interest and lets it go where the instrument is repaid to.
func (k *Keeper) paysInterest(
	ctx context.Context, rules membershiptypes.TreasuryRules, instrument membershiptypes.Instrument, entry types.Entry, interest math.Int,
) (uint64, error) {
	if instrument.RepaidTo != "" {
		value, err := types.WorthOf(rules, instrument.Denom, interest)
		if err != nil {
			return 0, err
		}
		debit := types.NewPosting(instrument.InterestAccount, instrument.Fund, instrument.Denom, interest, value)
		credit := debit.Negated()
		credit.Account = instrument.RepaidTo
		entry.Postings = []types.Posting{debit, credit.Of(rules, entry.MemberId)}
		return k.post(ctx, rules, entry)
	}
	lines, value, err := k.intoPassbook(ctx, rules, entry, instrument.Fund, types.HeldCoin(instrument, interest))
	if err != nil {
		return 0, err
	}
	entry.Postings = append([]types.Posting{types.NewPosting(instrument.InterestAccount, instrument.Fund, instrument.Denom, interest, value)}, lines...)
	return k.postInside(ctx, rules, entry, instrument.Fund, passbook, types.HeldCoin(instrument, interest))
}
