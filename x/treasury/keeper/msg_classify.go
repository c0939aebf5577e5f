package keeper

import (
	"context"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	chaintypes "github.com/coopledger/coopledger/x/chain/types"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"

	"github.com/coopledger/coopledger/x/treasury/types"
)

// Classify says what a receipt in suspense was for: by an officer with the power
// "book" or the co-op's resolution. The coins go to the fund's purse with the
// value that they carry, but for the overhead that the charter lets the co-op keep.
func (s msgServer) Classify(ctx context.Context, msg *types.MsgClassify) (*types.MsgClassifyResponse, error) {
	if msg.LotId != 0 {
		return s.classifyForLot(ctx, msg)
	}
	return s.classify(ctx, msg)
}

func (s msgServer) classify(ctx context.Context, msg *types.MsgClassify) (*types.MsgClassifyResponse, error) {
	coop, entry, err := s.classifier(ctx, msg)
	if err != nil {
		return nil, err
	}
	limits, err := s.GetParams(ctx)
	if err != nil {
		return nil, err
	}
	coins := sdk.Coins{msg.Coin}
	if err := types.ValidateCoins(coins, 1); err != nil {
		return nil, err
	}
	if err := types.ValidateVoucher(msg.Narrative, msg.DocumentSha256, limits); err != nil {
		return nil, err
	}
	rules, err := s.rules(ctx, coop.Id)
	if err != nil {
		return nil, err
	}
	if err := classifiable(rules, msg); err != nil {
		return nil, err
	}
	entry.Narrative, entry.DocumentSha256 = msg.Narrative, msg.DocumentSha256
	if msg.LotId != 0 {
		entry.LotId, entry.MemberId = msg.LotId, msg.MemberId
	}
	if msg.Outside != "" {
		return s.classifyOutside(ctx, rules, entry, msg)
	}
	values, err := s.takeOut(ctx, rules, coop.Id, suspense, coins)
	if err != nil {
		return nil, err
	}
	kept, income := types.OverheadOf(rules, msg)
	entry.Postings = types.WithOverhead(classifiedPostings(rules, msg, rules.CodeOf(purses), values[0]), kept, income)
	number, err := chaintypes.Atomically(ctx, func(ctx context.Context) (uint64, error) {
		number, err := s.post(ctx, rules, entry)
		if err != nil {
			return 0, err
		}
		return number, s.outOfSuspense(ctx, msg, kept)
	})
	if err != nil {
		return nil, err
	}
	return &types.MsgClassifyResponse{Entry: number}, nil
}

// classifiedPostings bring a receipt out of suspense into its fund, and say what
// it was; asset is the account of the book that it is in.
func classifiedPostings(rules membershiptypes.TreasuryRules, msg *types.MsgClassify, asset string, value math.Int) []types.Posting {
	into := types.NewPosting(asset, msg.Fund, msg.Coin.Denom, msg.Coin.Amount, value)
	outOf := into.Negated()
	outOf.Fund = suspense
	settled := into
	settled.Account, settled.Fund = rules.CodeOf(unclassified), suspense
	becomes := into.Negated()
	becomes.Account, becomes.MemberId = msg.Account, msg.MemberId
	return []types.Posting{into, outOf, settled, becomes}
}

// outOfSuspense moves a receipt to the purse of its fund, and what the co-op keeps
// of it to its operating purse.
func (k *Keeper) outOfSuspense(ctx context.Context, msg *types.MsgClassify, kept math.Int) error {
	from := types.PurseAccount(msg.CoopId, suspense)
	for _, part := range []struct {
		fund   string
		amount math.Int
	}{{msg.Fund, msg.Coin.Amount.Sub(kept)}, {membershiptypes.OperatingFund, kept}} {
		if !part.amount.IsPositive() {
			continue
		}
		coins := sdk.Coins{sdk.NewCoin(msg.Coin.Denom, part.amount)}
		if err := k.bank.SendCoins(withPass(ctx, pass{coopID: msg.CoopId, inside: true}), from, types.PurseAccount(msg.CoopId, part.fund), coins); err != nil {
			return err
		}
	}
	return nil
}

// classifier says who classifies: the members or an officer.
func (k *Keeper) classifier(ctx context.Context, msg *types.MsgClassify) (membershiptypes.Coop, types.Entry, error) {
	entry := types.Entry{CoopId: msg.CoopId, Source: types.Source_SOURCE_OFFICER}
	if k.isCoop(msg.Authority, msg.CoopId) {
		coop, resolution, err := k.byResolution(ctx, msg.Authority, msg.CoopId)
		entry.Source, entry.ResolutionId = types.Source_SOURCE_RESOLUTION, resolution
		return coop, entry, err
	}
	coop, err := k.membership.GetCoop(ctx, msg.CoopId)
	if err != nil {
		return coop, entry, err
	}
	if entry.PreparerMemberId, err = k.officer(ctx, msg.Authority, coop); err != nil {
		return coop, entry, err
	}
	return coop, entry, k.mustNotBeFrozen(ctx, coop)
}

// classifiable refuses a fund or account that no receipt is for.
func classifiable(rules membershiptypes.TreasuryRules, msg *types.MsgClassify) error {
	fund, err := types.FindFund(rules, msg.Fund)
	if err != nil {
		return err
	}
	if fund.Name == suspense {
		return types.ErrWrongAccount.Wrapf("the receipt is in the fund %q already; name the fund that it is for: %s", suspense, rules.FundNames())
	}
	if membershiptypes.IsSetAside(fund.Name) {
		return types.ErrFundPolicy.Wrapf("the fund %q holds what members are owed; classify the receipt to another fund, and pay it into a passbook from there", fund.Name)
	}
	if msg.LotId != 0 { // looked at by classifyForLot
		return nil
	}
	return types.TakesIn(rules, fund, msg.Account)
}
