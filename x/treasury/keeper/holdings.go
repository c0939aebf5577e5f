package keeper

import (
	"context"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	chaintypes "github.com/coopledger/coopledger/x/chain/types"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"

	"github.com/coopledger/coopledger/x/treasury/types"
)

// heldBy counts what a member holds of an instrument, and what of it waits to be
// redeemed or passed on.
func (k *Keeper) heldBy(ctx context.Context, coopID, memberID uint64, instrument string) (lots []types.Lot, number, leaving uint64, err error) {
	if lots, err = k.lotsOf(ctx, coopID, memberID, instrument); err != nil {
		return nil, 0, 0, err
	}
	for _, lot := range lots {
		number += lot.Number
	}
	waiting, err := k.redemptionsOf(ctx, coopID, memberID)
	for _, redemption := range waiting {
		if redemption.Instrument == instrument {
			leaving += redemption.Number
		}
	}
	return lots, number, leaving, err
}

// mustMayHold refuses to let a member hold so many more units: not of its class, not
// a member any more, or beyond the charter's bounds.
func (k *Keeper) mustMayHold(ctx context.Context, member membershiptypes.Member, instrument membershiptypes.Instrument, more uint64) error {
	if !member.HoldsPlace() || !instrument.MayHold(member.ClassId, member.MemberId) {
		return types.ErrMayNotHold.Wrapf("member %d of co-op %d is %s in class %d, and the charter doesn't let it get any of %q", member.MemberId, member.CoopId, member.State.Word(), member.ClassId, instrument.Name)
	}
	if more == 0 {
		return types.ErrInvalidHolding.Wrapf("no units of %q are meant; give 1 or more", instrument.Name)
	}
	return k.mustBeWithinMost(ctx, member.CoopId, member.MemberId, instrument, more)
}

// mustBeWithinMost refuses more units than are one member's by the charter, or than
// the ledger counts.
func (k *Keeper) mustBeWithinMost(ctx context.Context, coopID, memberID uint64, instrument membershiptypes.Instrument, more uint64) error {
	_, number, _, err := k.heldBy(ctx, coopID, memberID, instrument.Name)
	if err != nil {
		return err
	}
	most := uint64(types.MaxUnitsOfMember)
	if instrument.Most != 0 {
		most = min(most, instrument.Most)
	}
	if more > most || number > most-more {
		return types.ErrMayNotHold.Wrapf("member %d of co-op %d holds %d units of %q and would get %d more; at most %d are one member's", memberID, coopID, number, instrument.Name, more, most)
	}
	return nil
}

// mustBeIssuable refuses more units than the charter lets there be.
func (k *Keeper) mustBeIssuable(ctx context.Context, coopID uint64, instrument membershiptypes.Instrument, more uint64) error {
	if instrument.IssueLimit == 0 {
		return nil
	}
	holding, err := k.holding(ctx, coopID, instrument.Name)
	if err == nil && (more > instrument.IssueLimit || holding.Number > instrument.IssueLimit-more) {
		err = types.ErrMayNotHold.Wrapf("%d units of %q are held and %d more are asked for; the charter lets there be %d", holding.Number, instrument.Name, more, instrument.IssueLimit)
	}
	return err
}

// theirsToMove refuses while a member's money is frozen: its key may be stolen.
func (k *Keeper) theirsToMove(ctx context.Context, coop membershiptypes.Coop, memberID uint64) error {
	until, err := k.membership.MoneyFrozen(ctx, coop.Id, memberID)
	if err == nil && until != 0 {
		err = types.ErrMoneyFrozen.Wrapf("the money of member %d of %s is frozen until %s; what it holds stays as it is", memberID, coop.Slug, membershiptypes.Date(until))
	}
	return err
}

// holder finds a member, its instrument and who signs for it.
func (k *Keeper) holder(ctx context.Context, signer string, coopID, memberID uint64, name string) (
	coop membershiptypes.Coop, member membershiptypes.Member, instrument membershiptypes.Instrument, err error,
) {
	if coop, member, err = k.owner(ctx, signer, coopID, memberID); err != nil {
		return coop, member, instrument, err
	}
	if err = k.mustNotBeFrozen(ctx, coop); err != nil {
		return coop, member, instrument, err
	}
	if err = k.theirsToMove(ctx, coop, memberID); err != nil {
		return coop, member, instrument, err
	}
	instrument, err = k.instrument(ctx, coopID, name)
	return coop, member, instrument, err
}

// instrument of a co-op's charter.
func (k *Keeper) instrument(ctx context.Context, coopID uint64, name string) (membershiptypes.Instrument, error) {
	rules, err := k.rules(ctx, coopID)
	if err != nil {
		return membershiptypes.Instrument{}, err
	}
	return types.FindInstrument(rules, name)
}

// paysIn books coins that are paid in for a lot, and moves them. The member's part
// of the instrument's account grows by as much.
func (k *Keeper) paysIn(
	ctx context.Context, rules membershiptypes.TreasuryRules, instrument membershiptypes.Instrument, lot types.Lot, payer sdk.AccAddress, amount math.Int,
) (types.Lot, uint64, error) {
	value, err := types.WorthOf(rules, instrument.Denom, amount)
	if err != nil {
		return lot, 0, err
	}
	debit := types.NewPosting(rules.CodeOf(purses), instrument.Fund, instrument.Denom, amount, value)
	credit := debit.Negated()
	credit.Account = instrument.Account
	entry, err := k.post(ctx, rules, types.Entry{
		CoopId: lot.CoopId, Source: types.Source_SOURCE_HOLDING, MemberId: lot.MemberId, LotId: lot.Id,
		Postings: []types.Posting{debit, credit.Of(rules, lot.MemberId)},
	})
	if err != nil {
		return lot, 0, err
	}
	if lot, err = k.addPaid(ctx, lot, amount, entry); err != nil {
		return lot, 0, err
	}
	return lot, entry, k.bank.SendCoins(withPass(ctx, pass{coopID: lot.CoopId, inside: true}), payer, types.PurseAccount(lot.CoopId, instrument.Fund), sdk.Coins{types.HeldCoin(instrument, amount)})
}

// addPaid notes that more of a lot is paid in.
func (k *Keeper) addPaid(ctx context.Context, lot types.Lot, amount math.Int, entry uint64) (types.Lot, error) {
	today, err := k.today(ctx, lot.CoopId)
	if err != nil {
		return lot, err
	}
	if err := lot.CountTo(today); err != nil {
		return lot, err
	}
	lot.Paid = lot.Paid.Add(amount)
	if err := k.storeLot(ctx, lot); err != nil {
		return lot, err
	}
	return lot, emit(ctx, &types.EventLot{Lot: lot, Entry: entry})
}

// classifyForLot says that a receipt, on the ledger or in an outside account, pays in
// for a lot: its fund, account and member are the lot's.
func (s msgServer) classifyForLot(ctx context.Context, msg *types.MsgClassify) (*types.MsgClassifyResponse, error) {
	if _, _, err := s.classifier(ctx, msg); err != nil {
		return nil, err
	}
	lot, err := s.lot(ctx, msg.CoopId, msg.LotId)
	if err != nil {
		return nil, err
	}
	instrument, err := s.instrument(ctx, msg.CoopId, lot.Instrument)
	if err != nil {
		return nil, err
	}
	if err := mustBeUnpaid(instrument, lot, msg.Coin); err != nil {
		return nil, err
	}
	if msg.Fund != instrument.Fund || msg.Account != "" && msg.Account != instrument.Account || msg.MemberId != 0 && msg.MemberId != lot.MemberId {
		return nil, types.ErrInvalidHolding.Wrapf("lot %d is member %d's, on account %s, paid into the fund %q; name those, or leave account and member out", lot.Id, lot.MemberId, instrument.Account, instrument.Fund)
	}
	filled := *msg
	filled.Account, filled.MemberId = instrument.Account, lot.MemberId
	return chaintypes.Atomically(ctx, func(ctx context.Context) (*types.MsgClassifyResponse, error) {
		made, err := s.classify(ctx, &filled)
		if err != nil {
			return nil, err
		}
		_, err = s.addPaid(ctx, lot, msg.Coin.Amount, made.Entry)
		return made, err
	})
}

// mustBeUnpaid refuses to pay in for a lot what isn't owed for it.
func mustBeUnpaid(instrument membershiptypes.Instrument, lot types.Lot, coin sdk.Coin) error {
	if err := types.ValidateCoins(sdk.Coins{coin}, 1); err != nil {
		return err
	}
	if coin.Denom != instrument.Denom || coin.Amount.GT(lot.Unpaid()) {
		return types.ErrInvalidHolding.Wrapf("%s is to be paid in for lot %d (%s), of which %s%s are unpaid; pay no more than that", coin, lot.Id, instrument.Name, lot.Unpaid(), instrument.Denom)
	}
	return nil
}

// carried is what a member's part of an account of liability or equity is carried
// at, for an amount of it that goes.
func (k *Keeper) carried(ctx context.Context, coopID uint64, account string, memberID uint64, denom string, amount math.Int) (math.Int, error) {
	part, err := k.part(ctx, coopID, account, memberID, denom)
	if err != nil {
		return math.Int{}, err
	}
	debt := part.Negated()
	if debt.Amount.LT(amount) {
		return math.Int{}, types.ErrInvariantBroken.Wrapf("account %s of co-op %d owes member %d %s%s, and %s are to go", account, coopID, memberID, debt.Amount, denom, amount)
	}
	return debt.CarriedBy(amount), nil
}

// paysBack books what goes back to a holder: off the instrument's account, and into
// the passbook or onto the account on which it is owed until it is paid. Coins that
// are carried at another value than the holding make a gain or a loss by rates.
func (k *Keeper) paysBack(
	ctx context.Context, rules membershiptypes.TreasuryRules, instrument membershiptypes.Instrument, entry types.Entry, amount math.Int,
) (uint64, error) {
	held, err := k.carried(ctx, entry.CoopId, instrument.Account, entry.MemberId, instrument.Denom, amount)
	if err != nil {
		return 0, err
	}
	debit := types.NewPosting(instrument.Account, instrument.Fund, instrument.Denom, amount, held)
	entry.Postings = []types.Posting{debit.Of(rules, entry.MemberId)}
	if instrument.RepaidTo != "" {
		credit := debit.Negated()
		credit.Account = instrument.RepaidTo
		entry.Postings = append(entry.Postings, credit.Of(rules, entry.MemberId))
		return k.post(ctx, rules, entry)
	}
	lines, value, err := k.intoPassbook(ctx, rules, entry, instrument.Fund, types.HeldCoin(instrument, amount))
	if err != nil {
		return 0, err
	}
	entry.Postings = append(entry.Postings, lines...)
	if difference := value.Sub(held); !difference.IsZero() {
		entry.Postings = append(entry.Postings, types.NewPosting(rules.CodeOf(exchange), instrument.Fund, "", math.ZeroInt(), difference))
	}
	return k.postInside(ctx, rules, entry, instrument.Fund, passbook, types.HeldCoin(instrument, amount))
}

// intoPassbook are the lines by which coins of a fund lie ready for a member, and
// the value that they take along.
func (k *Keeper) intoPassbook(ctx context.Context, rules membershiptypes.TreasuryRules, entry types.Entry, fund string, coin sdk.Coin) ([]types.Posting, math.Int, error) {
	value, err := k.spare(ctx, rules, entry.CoopId, fund, coin)
	if err != nil {
		return nil, math.Int{}, err
	}
	leaves := types.NewPosting(rules.CodeOf(purses), fund, coin.Denom, coin.Amount.Neg(), value.Neg())
	ready := leaves.Negated()
	ready.Fund = passbook
	debt := leaves
	debt.Account, debt.Fund = rules.CodeOf(owed), passbook
	return []types.Posting{leaves, ready, debt.Of(rules, entry.MemberId)}, value, nil
}

// spare is what coins are carried at that a fund can do without: they are there beyond
// what is reserved, and above its floor.
func (k *Keeper) spare(ctx context.Context, rules membershiptypes.TreasuryRules, coopID uint64, fund string, coin sdk.Coin) (math.Int, error) {
	if err := k.mustStayAboveFloor(ctx, rules, coopID, fund, coin); err != nil {
		return math.Int{}, err
	}
	values, err := k.takeOut(ctx, rules, coopID, fund, sdk.Coins{coin})
	if err != nil {
		return math.Int{}, err
	}
	return values[0], nil
}

// mustStayAboveFloor holds back what the charter's floor under a fund keeps there.
func (k *Keeper) mustStayAboveFloor(ctx context.Context, rules membershiptypes.TreasuryRules, coopID uint64, fund string, coin sdk.Coin) error {
	floor, given := types.FloorUnder(rules, fund, coin.Denom)
	if !given || !floor.Spending {
		return nil
	}
	free, err := k.free(ctx, rules, coopID, fund, coin.Denom)
	if err == nil && free.Sub(coin.Amount).LT(floor.Amount) {
		err = types.ErrBelowFloor.Wrapf("the fund %q of co-op %d has %s%s that are not reserved, and %s would leave less than its floor of %s", fund, coopID, free, coin.Denom, coin, floor.Amount)
	}
	return err
}

// postInside posts an entry and moves its coins between two purses of the co-op.
func (k *Keeper) postInside(ctx context.Context, rules membershiptypes.TreasuryRules, entry types.Entry, from, to string, coin sdk.Coin) (uint64, error) {
	number, err := k.post(ctx, rules, entry)
	if err != nil {
		return 0, err
	}
	return number, k.bank.SendCoins(withPass(ctx, pass{coopID: entry.CoopId, inside: true}),
		types.PurseAccount(entry.CoopId, from), types.PurseAccount(entry.CoopId, to), sdk.Coins{coin})
}
