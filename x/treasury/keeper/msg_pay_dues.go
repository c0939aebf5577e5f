package keeper

import (
	"context"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	chaintypes "github.com/coopledger/coopledger/x/chain/types"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"

	"github.com/coopledger/coopledger/x/treasury/types"
)

const dues = membershiptypes.AccountRole_ACCOUNT_ROLE_DUES

// PayDues pays a member's dues for whole periods, by the member or somebody for it.
// The coins go to the operating purse and are income when they are paid: the book
// counts dues as they come in.
func (s msgServer) PayDues(ctx context.Context, msg *types.MsgPayDues) (*types.MsgPayDuesResponse, error) {
	coop, r, err := s.owesDues(ctx, msg.CoopId, msg.MemberId)
	if err != nil {
		return nil, err
	}
	if err := s.mustNotBeFrozen(ctx, coop); err != nil {
		return nil, err
	}
	payer, err := s.somebody(ctx, msg.Payer)
	if err != nil {
		return nil, err
	}
	periods, err := r.periodsOf(msg.Coin)
	if err != nil {
		return nil, err
	}
	rules, err := s.rules(ctx, coop.Id)
	if err != nil {
		return nil, err
	}
	return chaintypes.Atomically(ctx, func(ctx context.Context) (*types.MsgPayDuesResponse, error) {
		after, err := s.settleDues(ctx, coop, msg.MemberId, r, periods)
		if err != nil {
			return nil, err
		}
		value, err := s.worth(ctx, rules, coop.Id, msg.Coin.Denom, msg.Coin.Amount)
		if err != nil {
			return nil, err
		}
		debit := types.NewPosting(rules.CodeOf(purses), membershiptypes.OperatingFund, msg.Coin.Denom, msg.Coin.Amount, value)
		credit := debit.Negated()
		credit.Account = rules.CodeOf(dues)
		entry, err := s.post(ctx, rules, types.Entry{
			CoopId: coop.Id, Source: types.Source_SOURCE_DUES, MemberId: msg.MemberId, Postings: []types.Posting{debit, credit},
		})
		if err != nil {
			return nil, err
		}
		if err := s.bank.SendCoins(withPass(ctx, pass{coopID: coop.Id, inside: true}), payer,
			types.PurseAccount(coop.Id, membershiptypes.OperatingFund), sdk.NewCoins(msg.Coin)); err != nil {
			return nil, err
		}
		return &types.MsgPayDuesResponse{Entry: entry, PaidTo: after.paidTo()}, emit(ctx, &types.EventDues{
			CoopId: coop.Id, MemberId: msg.MemberId, Periods: periods.Uint64(), PaidTo: after.paidTo(), Entry: entry,
		})
	})
}

// periodsOf says for how many periods a coin pays, and refuses what is for none or
// for a part of one.
func (r reckoning) periodsOf(coin sdk.Coin) (math.Int, error) {
	if err := types.ValidateCoins(sdk.Coins{coin}, 1); err != nil {
		return math.Int{}, err
	}
	if coin.Denom != r.dues.Denom || !coin.Amount.Mod(r.dues.Amount).IsZero() {
		return math.Int{}, types.ErrInvalidDues.Wrapf("%s is paid; the dues are %s%s for each %s, and %s%s for what is unpaid: pay a multiple of the one",
			coin, r.dues.Amount, r.dues.Denom, r.dues.Period.Word(), r.owed(), r.dues.Denom)
	}
	return coin.Amount.Quo(r.dues.Amount), nil
}

// WaiveDues lets a member off its dues for some periods, by the co-op's resolution
// under the rule for payments. Dues are income when they are paid, so nothing is
// booked.
func (s msgServer) WaiveDues(ctx context.Context, msg *types.MsgWaiveDues) (*types.MsgWaiveDuesResponse, error) {
	coop, resolution, err := s.byResolution(ctx, msg.Authority, msg.CoopId)
	if err != nil {
		return nil, err
	}
	if err := s.checkReason(ctx, msg.Reason); err != nil {
		return nil, err
	}
	_, r, err := s.owesDues(ctx, coop.Id, msg.MemberId)
	if err != nil {
		return nil, err
	}
	after, err := s.settleDues(ctx, coop, msg.MemberId, r, math.NewIntFromUint64(msg.Periods))
	if err != nil {
		return nil, err
	}
	return &types.MsgWaiveDuesResponse{PaidTo: after.paidTo()}, emit(ctx, &types.EventDues{
		CoopId: coop.Id, MemberId: msg.MemberId, Periods: msg.Periods, PaidTo: after.paidTo(), ResolutionId: resolution,
	})
}
