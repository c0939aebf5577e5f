package keeper

import (
	"context"

	errorsmod "cosmossdk.io/errors"
	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	chaintypes "github.com/coopledger/coopledger/x/chain/types"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"

	"github.com/coopledger/coopledger/x/treasury/types"
)

// redeeming is the kind of message that, switched off, lets redemptions wait.
var redeeming = sdk.MsgTypeURL(&types.MsgRedeem{})

// settleRedemptions pays the redemptions and repayments that are due, the oldest
// first, as many as the parameters and the block's budget for queued work have room
// for.
func (k *Keeper) settleRedemptions(ctx context.Context) error {
	goesOn, err := k.windowsGoOn(ctx, redeeming)
	if err != nil || !goesOn {
		return err
	}
	limits, err := k.GetParams(ctx)
	if err != nil {
		return err
	}
	now, err := k.chain.Now(ctx)
	if err != nil {
		return err
	}
	return k.settleQueued(ctx, queued{
		queue: k.RedemptionQueue, now: now, most: limits.MaxRedemptionsPerBlock, gas: limits.RedemptionGas, what: "a redemption", settle: k.settleRedemption,
	})
}

// settleRedemption pays a redemption, or holds it back and says why. What is held
// back is tried again when the next day of chain time begins, with all others, in
// the order in which they were asked for.
func (k *Keeper) settleRedemption(ctx context.Context, coopID, id uint64) error {
	redemption, err := k.redemption(ctx, coopID, id)
	if err != nil {
		return err
	}
	failure := chaintypes.Isolated(ctx, types.ErrInvariantBroken, func(ctx context.Context) error { return k.payRedemption(ctx, redemption) })
	if failure == nil {
		return nil
	}
	now, err := k.chain.Now(ctx)
	if err != nil {
		return err
	}
	if err := k.dropRedemption(ctx, redemption); err != nil {
		return err
	}
	redemption.Attempts++
	redemption.ErrorCodespace, redemption.ErrorCode, _ = errorsmod.ABCIInfo(failure, false)
	redemption.DueAt = (now/dayLength + 1) * dayLength
	if err := k.storeRedemption(ctx, redemption); err != nil {
		return err
	}
	return emit(ctx, &types.EventRedemption{Redemption: redemption})
}

// payRedemption pays what is due, takes it off the holder's lots, and lets what was
// announced to be set off be taken out of it.
func (k *Keeper) payRedemption(ctx context.Context, redemption types.Redemption) error {
	coop, err := k.membership.GetCoop(ctx, redemption.CoopId)
	if err != nil {
		return err
	}
	if err := k.mustNotBeFrozen(ctx, coop); err != nil {
		return err
	}
	rules, err := k.rules(ctx, coop.Id)
	if err != nil {
		return err
	}
	instrument, err := types.FindInstrument(rules, redemption.Instrument)
	if err != nil {
		return err
	}
	if err := k.dropRedemption(ctx, redemption); err != nil {
		return err
	}
	if redemption.LotId != 0 {
		err = k.repayLoan(ctx, rules, instrument, redemption)
	} else if err = k.mustBeLeftWhole(ctx, instrument, redemption); err == nil {
		err = k.redeemShares(ctx, rules, instrument, redemption)
	}
	if err != nil {
		return err
	}
	return k.setOffAfter(ctx, coop, redemption.MemberId)
}

// mustBeLeftWhole refuses to give a member shares back, while it is one, when
// something has come to be unpaid since it asked, or more is required of it now.
func (k *Keeper) mustBeLeftWhole(ctx context.Context, instrument membershiptypes.Instrument, redemption types.Redemption) error {
	member, err := k.membership.GetMember(ctx, redemption.CoopId, redemption.MemberId)
	if err != nil || !member.HoldsPlace() {
		return err
	}
	lots, held, _, err := k.heldBy(ctx, member.CoopId, member.MemberId, instrument.Name)
	if err != nil {
		return err
	}
	if err := mustBePaid(lots); err != nil {
		return err
	}
	if required := instrument.RequiredOf(member.ClassId); held < redemption.Number || held-redemption.Number < required {
		return types.ErrNotRedeemable.Wrapf("member %d holds %d units of %q, of which %d are required, and %d are to be redeemed", member.MemberId, held, instrument.Name, required, redemption.Number)
	}
	return nil
}

// redeemShares takes shares off the holder's oldest lots and pays back what was paid
// in for them, unless that would bring the capital below the charter's floor.
func (k *Keeper) redeemShares(ctx context.Context, rules membershiptypes.TreasuryRules, instrument membershiptypes.Instrument, redemption types.Redemption) error {
	paid, err := k.takeUnits(ctx, instrument, redemption.CoopId, redemption.MemberId, redemption.Number)
	if err != nil {
		return err
	}
	capital, err := k.capitalOn(ctx, redemption.CoopId, rules, instrument.Account)
	if err != nil {
		return err
	}
	if floor := rules.Floor(instrument.Account); paid.IsPositive() && capital.LT(floor) {
		return types.ErrBelowCapital.Wrapf("%s%s would be left on account %s, and the charter of co-op %d keeps %s there", capital, instrument.Denom, instrument.Account, redemption.CoopId, floor)
	}
	entry := uint64(0)
	if paid.IsPositive() {
		if entry, err = k.paysBack(ctx, rules, instrument, types.Entry{
			CoopId: redemption.CoopId, Source: types.Source_SOURCE_REDEMPTION, MemberId: redemption.MemberId, RelatedParty: true,
		}, paid); err != nil {
			return err
		}
	}
	return emit(ctx, &types.EventRedemption{Redemption: redemption, End: types.RedemptionEnd_REDEMPTION_END_PAID, Entry: entry})
}

// takeUnits takes units off a holder's lots, the oldest first, and says what was paid
// in for them.
func (k *Keeper) takeUnits(ctx context.Context, instrument membershiptypes.Instrument, coopID, memberID, number uint64) (math.Int, error) {
	paid := math.ZeroInt()
	lots, err := k.lotsOf(ctx, coopID, memberID, instrument.Name)
	if err != nil {
		return paid, err
	}
	today, err := k.today(ctx, coopID)
	if err != nil {
		return paid, err
	}
	for _, lot := range lots {
		if number == 0 {
			break
		}
		if err := lot.CountTo(today); err != nil {
			return paid, err
		}
		taken := min(number, lot.Number)
		number -= taken
		if paid, err = types.Sum(paid, lot.Take(instrument, taken)); err != nil {
			return paid, err
		}
		if err := k.storeLot(ctx, lot); err != nil {
			return paid, err
		}
		if err := emit(ctx, &types.EventLot{Lot: lot}); err != nil {
			return paid, err
		}
	}
	if number > 0 {
		return paid, types.ErrInvariantBroken.Wrapf("member %d of co-op %d lacks %d units of %q that are to be taken", memberID, coopID, number, instrument.Name)
	}
	return paid, nil
}

// repayLoan books a loan's interest to today, pays it and the next part of what was
// lent, and lets the repayment after it wait.
func (k *Keeper) repayLoan(ctx context.Context, rules membershiptypes.TreasuryRules, instrument membershiptypes.Instrument, redemption types.Redemption) error {
	lot, err := k.lot(ctx, redemption.CoopId, redemption.LotId)
	if err != nil {
		return err
	}
	if lot, _, err = k.accrue(ctx, rules, instrument, lot); err != nil {
		return err
	}
	interest := lot.Interest
	lot.Interest = math.ZeroInt()
	amount, err := types.Sum(lot.Take(instrument, lot.NextRepayment()), interest)
	if err != nil {
		return err
	}
	lot.Repaid++
	if err := k.storeLot(ctx, lot); err != nil {
		return err
	}
	entry := uint64(0)
	if amount.IsPositive() {
		if entry, err = k.paysBack(ctx, rules, instrument, types.Entry{
			CoopId: lot.CoopId, Source: types.Source_SOURCE_REDEMPTION, MemberId: lot.MemberId, LotId: lot.Id, RelatedParty: true,
		}, amount); err != nil {
			return err
		}
	}
	if err := emit(ctx, &types.EventLot{Lot: lot, Entry: entry}); err != nil {
		return err
	}
	if err := emit(ctx, &types.EventRedemption{Redemption: redemption, End: types.RedemptionEnd_REDEMPTION_END_PAID, Entry: entry}); err != nil || lot.Number == 0 {
		return err
	}
	return k.nextRepayment(ctx, lot, redemption)
}

// beginRepayments lets the first repayment of a loan wait; there are none of shares.
func (k *Keeper) beginRepayments(ctx context.Context, lot types.Lot) error {
	if lot.Lent == 0 {
		return nil
	}
	now, err := k.chain.Now(ctx)
	if err != nil {
		return err
	}
	return k.nextRepayment(ctx, lot, types.Redemption{CoopId: lot.CoopId, MemberId: lot.MemberId, Instrument: lot.Instrument, LotId: lot.Id, AskedAt: now})
}

// nextRepayment lets the next one wait, counted from when the loan was given.
func (k *Keeper) nextRepayment(ctx context.Context, lot types.Lot, last types.Redemption) error {
	_, err := k.newRedemption(ctx, types.Redemption{
		CoopId: last.CoopId, MemberId: last.MemberId, Instrument: last.Instrument, LotId: last.LotId,
		AskedAt: last.AskedAt, DueAt: last.AskedAt + lot.RepaymentDays(lot.Repaid+1)*dayLength,
	})
	return err
}
