package keeper

import (
	"context"

	chaintypes "github.com/coopledger/coopledger/x/chain/types"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"

	"github.com/coopledger/coopledger/x/treasury/types"
)

// Move moves coins from a free fund's purse to another fund's, by the co-op's
// resolution. It changes where the coins are, and no equity.
func (s msgServer) Move(ctx context.Context, msg *types.MsgMove) (*types.MsgMoveResponse, error) {
	coop, resolution, err := s.byResolution(ctx, msg.Authority, msg.CoopId)
	if err != nil {
		return nil, err
	}
	rules, err := s.checkMovement(ctx, coop.Id, msg.Coins, msg.Narrative, msg.DocumentSha256)
	if err != nil {
		return nil, err
	}
	if err := movable(rules, msg.FromFund, msg.ToFund); err != nil {
		return nil, err
	}
	values, err := s.takeOut(ctx, rules, coop.Id, msg.FromFund, msg.Coins)
	if err != nil {
		return nil, err
	}
	entry := types.Entry{
		CoopId: coop.Id, Source: types.Source_SOURCE_RESOLUTION, ResolutionId: resolution,
		Narrative: msg.Narrative, DocumentSha256: msg.DocumentSha256,
	}
	for i, coin := range msg.Coins {
		debit := types.NewPosting(rules.CodeOf(purses), msg.ToFund, coin.Denom, coin.Amount, values[i])
		credit := debit.Negated()
		credit.Fund = msg.FromFund
		entry.Postings = append(entry.Postings, debit, credit)
	}
	number, err := chaintypes.Atomically(ctx, func(ctx context.Context) (uint64, error) {
		number, err := s.post(ctx, rules, entry)
		if err != nil {
			return 0, err
		}
		return number, s.bank.SendCoins(withPass(ctx, pass{coopID: coop.Id, inside: true}),
			types.PurseAccount(coop.Id, msg.FromFund), types.PurseAccount(coop.Id, msg.ToFund), msg.Coins)
	})
	if err != nil {
		return nil, err
	}
	return &types.MsgMoveResponse{Entry: number}, nil
}

// movable refuses what a fund's policy forbids, and suspense on either side:
// what is in it is classified, and nothing goes back.
func movable(rules membershiptypes.TreasuryRules, from, to string) error {
	source, err := types.FindFund(rules, from)
	if err != nil {
		return err
	}
	if _, err := types.FindFund(rules, to); err != nil {
		return err
	}
	if from == to {
		return types.ErrFundPolicy.Wrapf("the coins are in the fund %q already; name another", from)
	}
	if from == suspense || to == suspense {
		return types.ErrFundPolicy.Wrapf("the fund %q is for receipts alone; classify them instead of moving them", suspense)
	}
	for _, fund := range []string{from, to} {
		if membershiptypes.IsSetAside(fund) {
			return types.ErrFundPolicy.Wrapf("the fund %q holds what the members are owed; pay into a member's passbook with MsgPay, and members take it themselves", fund)
		}
	}
	if source.Policy != membershiptypes.FundPolicy_FUND_POLICY_FREE {
		return types.ErrFundPolicy.Wrapf("the fund %q is %s: its coins are moved nowhere else", from, source.Policy.Word())
	}
	return nil
}
