package keeper

import (
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"

	chaintypes "github.com/coopledger/coopledger/x/chain/types"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"

	"github.com/coopledger/coopledger/x/treasury/types"
)

// Classify says what a receipt in suspense was for: by an officer with the power
// "book" or the co-op's resolution. The coins go to the fund's purse with the
// value that they carry.
func (s msgServer) Classify(ctx context.Context, msg *types.MsgClassify) (*types.MsgClassifyResponse, error) {
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
	values, err := s.takeOut(ctx, rules, coop.Id, suspense, coins)
	if err != nil {
		return nil, err
	}
	into := types.NewPosting(rules.CodeOf(purses), msg.Fund, msg.Coin.Denom, msg.Coin.Amount, values[0])
	outOf := into.Negated()
	outOf.Fund = suspense
	settled := into
	settled.Account, settled.Fund = rules.CodeOf(unclassified), suspense
	becomes := into.Negated()
	becomes.Account = msg.Account
	entry.Narrative, entry.DocumentSha256 = msg.Narrative, msg.DocumentSha256
	entry.Postings = []types.Posting{into, outOf, settled, becomes}
	number, err := chaintypes.Atomically(ctx, func(ctx context.Context) (uint64, error) {
		number, err := s.post(ctx, rules, entry)
		if err != nil {
			return 0, err
		}
		return number, s.bank.SendCoins(withPass(ctx, pass{coopID: coop.Id, inside: true}),
			types.PurseAccount(coop.Id, suspense), types.PurseAccount(coop.Id, msg.Fund), coins)
	})
	if err != nil {
		return nil, err
	}
	return &types.MsgClassifyResponse{Entry: number}, nil
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
	account, err := types.FindAccount(rules, msg.Account, membershiptypes.AccountKind_ACCOUNT_KIND_INCOME,
		membershiptypes.AccountKind_ACCOUNT_KIND_LIABILITY, membershiptypes.AccountKind_ACCOUNT_KIND_EQUITY)
	if err != nil {
		return err
	}
	if fund.Policy == membershiptypes.FundPolicy_FUND_POLICY_INDIVISIBLE && account.Kind != membershiptypes.AccountKind_ACCOUNT_KIND_EQUITY {
		return types.ErrFundPolicy.Wrapf("the fund %q is indivisible: what it takes in is equity, and account %s is of the kind %s",
			fund.Name, account.Code, account.Kind.Word())
	}
	return nil
}
