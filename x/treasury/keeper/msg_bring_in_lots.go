package keeper

import (
	"context"
	"crypto/sha256"

	"cosmossdk.io/collections"

	chaintypes "github.com/coopledger/coopledger/x/chain/types"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"

	"github.com/coopledger/coopledger/x/treasury/types"
)

// BringInLots brings in what members hold by another register, by the co-op's
// resolution: part after part of one document, each once. In the book it goes from
// the account of the opening balance to the members' parts; no coin moves.
func (s msgServer) BringInLots(ctx context.Context, msg *types.MsgBringInLots) (*types.MsgBringInLotsResponse, error) {
	coop, resolution, err := s.byResolution(ctx, msg.Authority, msg.CoopId)
	if err != nil {
		return nil, err
	}
	rules, err := s.rules(ctx, coop.Id)
	if err != nil {
		return nil, err
	}
	if err := s.mayBringIn(ctx, rules, msg); err != nil {
		return nil, err
	}
	return chaintypes.Atomically(ctx, func(ctx context.Context) (*types.MsgBringInLotsResponse, error) {
		made, postings, err := s.broughtIn(ctx, rules, msg, resolution)
		if err != nil {
			return nil, err
		}
		part := types.BroughtIn{CoopId: coop.Id, DocumentSha256: msg.DocumentSha256, Part: msg.Part, ResolutionId: resolution}
		if len(postings) > 0 {
			if part.Entry, err = s.post(ctx, rules, types.Entry{
				CoopId: coop.Id, Source: types.Source_SOURCE_HOLDING, ResolutionId: resolution, DocumentSha256: msg.DocumentSha256, Postings: postings,
			}); err != nil {
				return nil, err
			}
		}
		if err := s.BroughtIn.Set(ctx, collections.Join3(coop.Id, msg.Part, msg.DocumentSha256), part); err != nil {
			return nil, err
		}
		return &types.MsgBringInLotsResponse{Entry: part.Entry, FirstLotId: made}, emit(ctx, &types.EventLotsBroughtIn{BroughtIn: part})
	})
}

// mayBringIn refuses a part of a document that was brought in already, and an account
// that holds no opening balance.
func (k *Keeper) mayBringIn(ctx context.Context, rules membershiptypes.TreasuryRules, msg *types.MsgBringInLots) error {
	limits, err := k.GetParams(ctx)
	if err != nil {
		return err
	}
	switch {
	case len(msg.DocumentSha256) != sha256.Size || msg.Part == 0:
		return types.ErrInvalidBringIn.Wrapf("it is part %d of a document whose hash has %d bytes; give the SHA-256 of the file and count parts from 1", msg.Part, len(msg.DocumentSha256))
	case len(msg.Lots) == 0 || len(msg.Lots) > int(limits.MaxBroughtInLots):
		return types.ErrInvalidBringIn.Wrapf("%d lots are given; give 1 to %d, and the rest in another part", len(msg.Lots), limits.MaxBroughtInLots)
	}
	known, err := k.BroughtIn.Has(ctx, collections.Join3(msg.CoopId, msg.Part, msg.DocumentSha256))
	if err != nil {
		return err
	}
	if known {
		return types.ErrInvalidBringIn.Wrapf("part %d of the document %x was brought in already; nothing is counted twice", msg.Part, msg.DocumentSha256)
	}
	account, err := types.FindAccount(rules, msg.Account, membershiptypes.AccountKind_ACCOUNT_KIND_EQUITY, membershiptypes.AccountKind_ACCOUNT_KIND_LIABILITY)
	if err == nil && account.ByMember {
		err = types.ErrNoMember.Wrapf("account %s (%s) is kept by member; name the one to which the opening balance of the shares was booked", account.Code, account.Name)
	}
	return err
}

// broughtIn makes the lots, and the lines of their entry: what is paid in of each to
// the member's part, and the sum of each denom and fund out of the opening balance.
func (k *Keeper) broughtIn(ctx context.Context, rules membershiptypes.TreasuryRules, msg *types.MsgBringInLots, resolution uint64) (first uint64, postings []types.Posting, err error) {
	var opening []types.Posting
	for i, given := range msg.Lots {
		lot, instrument, err := k.broughtInLot(ctx, rules, msg.CoopId, given, resolution)
		if err != nil {
			return 0, nil, types.ErrInvalidBringIn.Wrapf("lot %d of the part: %s", i+1, err)
		}
		if first == 0 {
			first = lot.Id
		}
		if given.Paid.IsZero() {
			continue
		}
		value, err := types.WorthOf(rules, instrument.Denom, given.Paid)
		if err != nil {
			return 0, nil, err
		}
		debit := types.NewPosting(msg.Account, instrument.Fund, instrument.Denom, given.Paid, value)
		credit := debit.Negated()
		credit.Account = instrument.Account
		postings = append(postings, credit.Of(rules, lot.MemberId))
		if opening, err = summed(opening, debit); err != nil {
			return 0, nil, err
		}
	}
	return first, append(opening, postings...), nil
}

// summed adds a line to those of the same fund and denom.
func summed(lines []types.Posting, line types.Posting) ([]types.Posting, error) {
	for i, known := range lines {
		if known.Fund != line.Fund || known.Denom != line.Denom {
			continue
		}
		sum, err := types.Balance{Amount: known.Amount, Functional: known.Functional}.Plus(types.Balance{Amount: line.Amount, Functional: line.Functional})
		lines[i].Amount, lines[i].Functional = sum.Amount, sum.Functional
		return lines, err
	}
	return append(lines, line), nil
}

// broughtInLot makes one lot. The charter's bounds hold for it, but for the member's
// class: who holds it holds it, members who have left too.
func (k *Keeper) broughtInLot(
	ctx context.Context, rules membershiptypes.TreasuryRules, coopID uint64, given types.LotGiven, resolution uint64,
) (lot types.Lot, instrument membershiptypes.Instrument, err error) {
	if instrument, err = types.FindInstrument(rules, given.Instrument); err != nil {
		return lot, instrument, err
	}
	today, err := k.today(ctx, coopID)
	if err != nil {
		return lot, instrument, err
	}
	if err = given.ValidateBroughtIn(instrument, today); err != nil {
		return lot, instrument, err
	}
	if _, err = k.membership.GetMember(ctx, coopID, given.MemberId); err != nil {
		return lot, instrument, err
	}
	if err = k.mustBeWithinMost(ctx, coopID, given.MemberId, instrument, given.Number); err != nil {
		return lot, instrument, err
	}
	if err = k.mustBeIssuable(ctx, coopID, instrument, given.Number); err != nil {
		return lot, instrument, err
	}
	since, err := chaintypes.DateOfNumber(given.Date)
	if err != nil {
		return lot, instrument, err
	}
	made := types.NewLot(coopID, given.MemberId, instrument, given.Number, since)
	made.Paid, made.ResolutionId, made.CountedTo = given.Paid, resolution, today.Number()
	elapsed := chaintypes.DaysFromDate(today) - chaintypes.DaysFromDate(since)
	made, skipped := made.Resumed(elapsed)
	if lot, err = k.newLot(ctx, made); err != nil {
		return lot, instrument, err
	}
	if err = k.storeLot(ctx, lot); err != nil {
		return lot, instrument, err
	}
	if err = emit(ctx, &types.EventLot{Lot: lot}); err != nil || lot.Lent == 0 {
		return lot, instrument, err
	}
	return lot, instrument, k.resumeRepayments(ctx, lot, elapsed-skipped)
}

// resumeRepayments lets the repayments of a loan that was brought in wait as if it
// had been given so many days ago, the first of it at once if its day is over.
func (k *Keeper) resumeRepayments(ctx context.Context, lot types.Lot, elapsed int64) error {
	now, err := k.chain.Now(ctx)
	if err != nil {
		return err
	}
	redemption := types.Redemption{CoopId: lot.CoopId, MemberId: lot.MemberId, Instrument: lot.Instrument, LotId: lot.Id, AskedAt: now - elapsed*dayLength}
	redemption.DueAt = max(now, redemption.AskedAt+lot.RepaymentDays(lot.Repaid+1)*dayLength)
	_, err = k.newRedemption(ctx, redemption)
	return err
}
